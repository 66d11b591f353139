//! What is read, and with whose consent; and what follows from both alone: counts and the cast.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;

use review::credits::Draft;
use review::document::Section;
use review::gate::{Consent, Facts, Gate, PassageId, Rulings};
use review::{Document, Part};

use crate::cast::Cast;
use crate::framed;
use crate::tally::Tally;

/// A document with its reader's consent.
#[derive(Debug)]
pub struct Reading {
    document: Document,
    /// Which of all readings this is.
    number: usize,
    consent: Consent,
    /// Rulings that fit nothing yet: some of the text is still to be judged, or was edited.
    pending: Rulings,
    tally: Tally,
    casting: Casting,
    /// The cast as it was read last, if it still may be shown.
    cast: Option<Cast>,
    /// How often anything has changed, when what is in the cast was read, and when anything was last hidden.
    version: usize,
    read: usize,
    hidden: usize,
    /// Somebody is reading the cast.
    is_casting: bool,
    has_facts: bool,
    framed: BTreeSet<usize>,
}

/// Who reads the cast out of what is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Casting {
    /// The reader itself, at once.
    #[default]
    AtOnce,
    /// Somebody else: it takes longer than a frame may.
    Elsewhere,
}

/// What is shown, to be read for its cast.
#[derive(Debug)]
pub struct Script {
    of: usize,
    version: usize,
    draft: Draft,
}

impl Script {
    /// Reads it.
    pub fn read(self) -> Casted {
        Casted { of: self.of, version: self.version, cast: self.draft.read().into() }
    }
}

/// A cast that was read elsewhere.
#[derive(Debug)]
pub struct Casted {
    of: usize,
    version: usize,
    cast: Cast,
}

/// What a change may do to what is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    /// Show more of it.
    Shows,
    /// Hide some of it, too.
    MayHide,
}

/// Of a longer text not every part that is judged is counted anew: counting takes as long as judging.
const COUNTED_EACH_TIME: usize = 1024 * 1024;

impl Reading {
    /// `document`, seen with `consent`.
    pub fn new(document: Document, consent: Consent, casting: Casting) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let mut reading = Self {
            document,
            number: COUNT.fetch_add(1, Relaxed),
            consent,
            pending: Rulings::default(),
            tally: Tally::default(),
            casting,
            cast: None,
            version: 0,
            read: 0,
            hidden: 0,
            is_casting: false,
            has_facts: true,
            framed: BTreeSet::new(),
        };
        reading.refresh(Change::MayHide);
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
        static NOBODY: Cast = Cast::nobody();
        self.cast.as_ref().unwrap_or(&NOBODY)
    }

    /// Whether the cast is read, if not as it is now.
    pub fn is_cast(&self) -> bool {
        self.cast.is_some()
    }

    /// What is to be read for the cast elsewhere; nothing while somebody is at it.
    pub fn script(&mut self) -> Option<Script> {
        if self.is_casting || self.read == self.version || self.casting == Casting::AtOnce {
            return None;
        }
        self.is_casting = true;
        Some(Script { of: self.number, version: self.version, draft: Draft::of(self.gate()) })
    }

    /// Nobody is at the cast any more.
    pub fn forget_script(&mut self) {
        self.is_casting = false;
    }

    /// Takes in a cast that was read elsewhere, unless something of it may have been hidden since.
    pub fn take_cast(&mut self, casted: Casted) {
        if casted.of != self.number {
            return;
        }
        self.is_casting = false;
        if casted.version >= self.hidden {
            (self.read, self.cast) = (casted.version, Some(casted.cast));
            self.reframe();
        }
    }

    /// What the review says of itself, as the gate shows it.
    pub fn facts(&self) -> Facts<'_> {
        self.cast().facts(self.gate())
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
        self.refresh(Change::MayHide);
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
        self.refresh(Change::MayHide);
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
    pub fn arrive(&mut self, mut document: Document) {
        document.take_over(&self.document);
        self.document = document;
        self.refresh(Change::MayHide);
    }

    /// Judges what is unread of `blocks`; whether anything was.
    pub fn read_on(&mut self, blocks: std::ops::Range<usize>) -> bool {
        let unread = self.document.unread();
        if unread == 0 || !blocks.clone().any(|block| self.document.is_unread(block)) {
            return false;
        }
        self.document.read_on(blocks);
        self.judged();
        true
    }

    /// Takes in what was judged elsewhere.
    pub fn take_in(&mut self, part: &Part) {
        self.document.take_in(part);
        self.judged();
    }

    fn judged(&mut self) {
        self.consent.rule(&self.document, &mut self.pending);
        if !self.document.is_judging() || self.document.end().get() < COUNTED_EACH_TIME {
            self.refresh(Change::Shows);
        }
    }

    fn refresh(&mut self, change: Change) {
        let gate = Gate::new(&self.document, &self.consent);
        self.tally = Tally::of(gate);
        self.version += 1;
        if self.casting == Casting::AtOnce {
            (self.read, self.cast) = (self.version, Some(Cast::of(gate)));
        } else if change == Change::MayHide {
            (self.hidden, self.cast) = (self.version, None);
        }
        self.reframe();
    }

    /// Finds out what there is beside the text, and what of the text says only that. While the cast is not read
    /// there may be one.
    fn reframe(&mut self) {
        let facts = self.facts();
        let framed = framed::blocks(self.gate(), &facts);
        if let Some(cast) = &self.cast {
            self.has_facts = !cast.is_empty()
                || facts.title.is_some()
                || facts.reviewer.is_some()
                || facts.rating.is_some();
        }
        self.framed = framed;
    }
}
