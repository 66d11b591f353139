//! What is read, and with whose consent; and what follows from both alone: counts and the cast.

use std::collections::BTreeSet;

use review::Document;
use review::Part;
use review::document::Section;
use review::gate::{Consent, Facts, Gate, PassageId, Rulings};

use crate::cast::Cast;
use crate::framed;
use crate::tally::Tally;

/// A document with its reader's consent.
#[derive(Debug)]
pub struct Reading {
    document: Document,
    consent: Consent,
    /// Rulings that fit nothing yet: some of the text is still to be judged, or was edited.
    pending: Rulings,
    tally: Tally,
    cast: Cast,
    has_facts: bool,
    framed: BTreeSet<usize>,
}

/// Of a longer text not every part that is judged is counted anew: counting takes as long as judging.
const COUNTED_EACH_TIME: usize = 1024 * 1024;

impl Reading {
    /// `document`, seen with `consent`.
    pub fn new(document: Document, consent: Consent) -> Self {
        let (pending, tally, cast) = (Rulings::default(), Tally::default(), Cast::default());
        let (has_facts, framed) = (false, BTreeSet::new());
        let mut reading = Self { document, consent, pending, tally, cast, has_facts, framed };
        reading.refresh();
        reading
    }

    /// The door to the text.
    pub fn gate(&self) -> Gate<'_> {
        Gate::new(&self.document, &self.consent)
    }

    /// The document's structure.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// What the reader agreed to see.
    pub fn consent(&self) -> &Consent {
        &self.consent
    }

    /// Words and hidden passages as the gate shows them.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// The document's sections.
    pub fn sections(&self) -> &[Section] {
        self.document.sections()
    }

    /// The credits and the other films as the gate shows them.
    pub fn cast(&self) -> &Cast {
        &self.cast
    }

    /// What the review says of itself, as the gate shows it.
    pub fn facts(&self) -> Facts<'_> {
        self.cast.facts(self.gate())
    }

    /// Whether the panel has something to show.
    pub fn has_facts(&self) -> bool {
        self.has_facts
    }

    /// The blocks that say only what the frame of the screen says.
    pub fn framed(&self) -> &BTreeSet<usize> {
        &self.framed
    }

    /// Changes the consent, and with it all that depends on it.
    pub fn consent_to<T>(&mut self, change: impl FnOnce(&mut Consent) -> T) -> T {
        let done = change(&mut self.consent);
        self.refresh();
        done
    }

    /// Has the judge say what is hidden of `passages`, which stand behind warnings; whether it can.
    pub fn leave_to_the_judge(&mut self, passages: impl IntoIterator<Item = PassageId>) -> bool {
        let can = self.document.judge_behind_warnings();
        if can {
            self.consent_to(|consent| passages.into_iter().for_each(|id| consent.leave_to_the_judge(id)));
        }
        can
    }

    /// What the reader ruled.
    pub fn rulings(&self) -> Rulings {
        let mut rulings = self.consent.rulings(&self.document);
        rulings.extend(self.pending.clone());
        rulings
    }

    /// Rules as `rulings` say, now or as soon as what they speak of has been judged.
    pub fn rule(&mut self, rulings: Rulings) {
        self.pending.extend(rulings);
        self.consent.rule(&self.document, &mut self.pending);
        self.refresh();
    }

    /// Overrules as `rulings` say, and in no other way. What was opened stays so.
    pub fn rule_anew(&mut self, rulings: Rulings) {
        let opened = std::mem::take(&mut self.pending.opened);
        self.pending = Rulings { opened, ..rulings };
        self.consent.clear_overrulings();
        self.rule(Rulings::default());
    }

    /// Draws the curtain over everything that was opened, or would be.
    pub fn close_all(&mut self) {
        self.pending.opened.clear();
        self.consent_to(Consent::close_all);
    }

    /// Takes in the whole of a document of which this was the beginning.
    pub fn arrive(&mut self, document: Document) {
        self.document = document;
        self.refresh();
    }

    /// Judges what is unread of `blocks`; whether anything was.
    pub fn read_on(&mut self, blocks: std::ops::Range<usize>) -> bool {
        let unread = self.document.unread();
        if unread == 0 || !blocks.clone().any(|block| self.document.is_unread(block)) {
            return false;
        }
        self.document.read_on(blocks);
        self.consent.rule(&self.document, &mut self.pending);
        if !self.document.is_judging() || self.document.end().get() < COUNTED_EACH_TIME {
            self.refresh();
        }
        true
    }

    /// Takes in what was judged elsewhere.
    pub fn take_in(&mut self, part: &Part) {
        self.document.take_in(part);
        self.consent.rule(&self.document, &mut self.pending);
        self.refresh();
    }

    fn refresh(&mut self) {
        let gate = Gate::new(&self.document, &self.consent);
        let (tally, cast) = (Tally::of(gate), Cast::of(gate));
        let facts = cast.facts(gate);
        self.has_facts =
            !cast.is_empty() || facts.title.is_some() || facts.reviewer.is_some() || facts.rating.is_some();
        let framed = framed::blocks(gate, &facts);
        self.framed = framed;
        self.tally = tally;
        self.cast = cast;
    }
}
