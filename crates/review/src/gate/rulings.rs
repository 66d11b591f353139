//! The reader's rulings by fingerprint: a consent as it can be kept and given again, to the same
//! review or to what has become of it.
//!
//! What opens must fit exactly, with what stands before it: new text stays behind the curtain. What
//! hides need only say the same.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Consent, Gate, PassageId, Verdict};
use crate::document::Document;
use crate::fingerprint::Fingerprint;
use crate::span::{Offset, Span};

/// What the reader ruled, with no word of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rulings {
    /// Passages that were opened, each in its place.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub opened: BTreeSet<Fingerprint>,
    /// Passages that are no spoilers, each in its place.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub safe: BTreeSet<Fingerprint>,
    /// Passages that are spoilers, whatever their level.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub spoilers: BTreeSet<Fingerprint>,
    /// Sentences that the reader hid.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub hidden: BTreeSet<Fingerprint>,
}

impl Rulings {
    /// Whether nothing was ruled.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Both together.
    pub fn extend(&mut self, other: Self) {
        self.opened.extend(other.opened);
        self.safe.extend(other.safe);
        self.spoilers.extend(other.spoilers);
        self.hidden.extend(other.hidden);
    }
}

impl Consent {
    /// What was ruled about `document`.
    pub fn rulings(&self, document: &Document) -> Rulings {
        let hidden = self.added.keys().map(|span| document.fingerprint(*span)).collect();
        let mut rulings = Rulings { hidden, ..Rulings::default() };
        if self.opened.is_empty() && self.overruled.is_empty() {
            return rulings;
        }
        for (span, id) in self.places(document) {
            if self.opened.contains(&id) {
                rulings.opened.insert(document.fingerprint_in_place(span));
            }
            match self.overruled.get(&id) {
                Some(Verdict::Safe) => _ = rulings.safe.insert(document.fingerprint_in_place(span)),
                Some(Verdict::Spoiler) => _ = rulings.spoilers.insert(document.fingerprint(span)),
                None => {}
            }
        }
        rulings
    }

    /// Rules as `rulings` say where they fit `document`, and takes what fits out of them.
    pub fn rule(&mut self, document: &Document, rulings: &mut Rulings) {
        if rulings.is_empty() {
            return;
        }
        self.hide_sentences(document, rulings);
        let mut found = BTreeSet::new();
        for (span, id) in self.places(document) {
            let (place, text) = (document.fingerprint_in_place(span), document.fingerprint(span));
            if rulings.safe.remove(&place) {
                self.overruled.insert(id, Verdict::Safe);
            }
            if rulings.spoilers.contains(&text) {
                self.overruled.insert(id, Verdict::Spoiler);
                found.insert(text);
            }
            if rulings.opened.remove(&place) {
                self.opened.insert(id);
            }
        }
        rulings.spoilers.retain(|text| !found.contains(text));
    }

    /// Takes back all overrulings: others are to take their place.
    pub fn clear_overrulings(&mut self) {
        self.overruled.clear();
        self.added.clear();
    }

    fn hide_sentences(&mut self, document: &Document, rulings: &mut Rulings) {
        if rulings.hidden.is_empty() {
            return;
        }
        let mut found = BTreeSet::new();
        for sentence in document.sentences.iter() {
            let print = document.fingerprint(*sentence);
            if rulings.hidden.contains(&print) {
                self.add(*sentence);
                found.insert(print);
            }
        }
        rulings.hidden.retain(|print| !found.contains(print));
    }

    /// All passages: those of the document, and the reader's own.
    fn places(&self, document: &Document) -> Vec<(Span, PassageId)> {
        let all = Span::new(Offset::default(), document.end());
        let own = Gate::new(document, self).own_over(all).map(|(span, _)| span);
        let theirs = document.passages.over(all).map(|(span, _)| span);
        theirs.chain(own).map(|span| (span, PassageId::of(span))).collect()
    }
}
