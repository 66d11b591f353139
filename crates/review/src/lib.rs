//! THE WALL. A review becomes a [`Document`] here, and its text leaves only through a
//! [`Gate`](gate::Gate).
//!
//! Reading is pure and never fails: clean, parse, split into sentences, find the frame, mark what
//! gives the story away, make sections. Each phase is a module, and the raw text is private to this
//! crate: the compiler keeps it here. The credits are no phase: they are read out of what a gate shows, whenever that changes.
//!
//! # Quickstart
//!
//! Read, judge, and see what may be seen:
//!
//! ```
//! use review::gate::{Consent, Gate, Run};
//! use review::{Format, Strictness};
//!
//! let source = "A quiet film. ||The captain drowns.|| Go and see it.".to_owned();
//! let document = review::read(source, Format::Text).judge_all(Strictness::Balanced);
//!
//! let consent = Consent::default(); // hides the plot and the ending
//! let gate = Gate::new(&document, &consent);
//! let mut seen = String::new();
//! for block in gate.blocks(0..document.blocks().len()) {
//!     for run in gate.runs(block.span) {
//!         match run {
//!             Run::Shown(shown) => seen.push_str(shown.text()),
//!             Run::Veiled(veil) => seen.push_str(&format!("[{}]", veil.level.name())),
//!         }
//!     }
//! }
//! assert_eq!(seen, "A quiet film. [ending] Go and see it.");
//! ```
//!
//! A [`Consent`](gate::Consent) is one reader's: [`Consent::hiding`](gate::Consent::hiding) says from which level on, and
//! [`toggle`](gate::Consent::toggle) opens a single passage. Who has the source and wants to know where in it a sentence
//! stands asks a [`SourceMap`](source_map::SourceMap). What is judged changes with the models, whose name
//! [`model`] tells; the interface changes with the version alone.

#![deny(missing_docs)]

pub mod address;
pub mod clean;
pub mod credits;
pub mod document;
pub mod fingerprint;
pub mod gate;
pub mod source_map;
pub mod span;

mod frame;
mod hide;
mod judgement;
#[cfg(test)]
mod marked;
mod marks;
mod parse;
mod sections;
mod sentences;
mod spoilers;

use std::ops::Range;

use span::{Offset, Span};

pub use document::{Document, Format};
pub use fingerprint::model;
pub use hide::Extent;
pub use judge::Scores;
pub use judge::decision::{Diligence, Policy, Strictness};
use parse::html::Held;

pub use parse::html::Listed;
pub use spoilers::judged::{Judging, Part};

/// Reads a review. Its passages are those that its author marked; [`Document::judge`] adds to them.
pub fn read(source: String, format: Format) -> Document {
    read_extent(source, format, Extent::Whole)
}

/// What a page holds.
#[derive(Debug)]
pub enum Page {
    /// One review.
    One(Box<Document>),
    /// Several, which it lists.
    List(Vec<(Listed, Document)>),
}

/// Reads the page `source`: the review that it is, or those that it lists.
pub fn read_page(source: String) -> Page {
    match parse::html::held(&clean::clean(source)) {
        Held::One(document) => Page::One(Box::new(finished(*document))),
        Held::List(list) => {
            Page::List(list.into_iter().map(|(listed, document)| (listed, finished(document))).collect())
        }
    }
}

/// The blocks of the page `source`, each with what the model of articles sees of it; see `training/articles/learn.py`.
#[doc(hidden)]
pub fn blocks_of_page(source: String) -> Vec<(String, Vec<u16>)> {
    parse::html::blocks(&clean::clean(source))
}

/// Reads as much of a review as there is.
pub fn read_extent(source: String, format: Format, extent: Extent) -> Document {
    let mut document = parse::parse(clean::clean(source), format, extent);
    if let Extent::Beginning { missing } = extent {
        document.missing = missing.max(1);
    }
    finished(document)
}

/// `document` with all that is read out of its blocks.
fn finished(mut document: Document) -> Document {
    document.sentences = sentences::split_all(&mut document).into();
    if spoilers::mark(&mut document) {
        document.sentences = sentences::split_all(&mut document).into();
    }
    document.frame = frame::find(&document);
    spoilers::judged::begin(&mut document);
    if spoilers::take_at_their_word(&mut document) {
        document.sentences = sentences::split_all(&mut document).into();
        spoilers::judged::begin(&mut document);
    }
    // Sections without headings stand where the zones change; and how much of a review was judged must not tell what its
    // author hides in it.
    let is_all_open = document.marked.iter().next().is_none();
    if document.text.len() <= document::AT_ONCE && !(is_all_open && sections::are_headed(&document)) {
        let all = 0..document.blocks.len();
        document.read_on(all);
    }
    sections::make(&mut document);
    document
}

impl Document {
    /// Whether there is nothing in it to be read.
    pub fn is_blank(&self) -> bool {
        let all = Span::new(Offset::default(), self.end());
        self.blocks.is_empty() || self.raw(all).trim() == parse::html::EMPTY
    }

    /// Draws the curtain over what is judged to tell, as `policy` says. Not all is judged yet: what is
    /// unread is veiled until [`read_on`](Self::read_on) has judged it, and what the fast judge doubts
    /// until the careful one has spoken ([`judging`](Self::judging)).
    #[must_use]
    pub fn judge(mut self, policy: impl Into<Policy>) -> Self {
        spoilers::judged::apply(&mut self, policy.into());
        self
    }

    /// The same with nothing left to judge, for printing; but for the end of a page that is far too long, which stays veiled.
    #[must_use]
    pub fn judge_all(self, policy: impl Into<Policy>) -> Self {
        let mut document = self.judge(policy);
        let all = spoilers::judged::end(&document);
        if all == document.blocks.len() {
            document.judge_behind_warnings();
        }
        if !document.is_judging() {
            return document;
        }
        let mut next = 0;
        while next < all {
            let end = spoilers::judged::part(&document, next).min(all);
            spoilers::judged::read_part(&mut document, next..end);
            next = end;
        }
        spoilers::judged::careful::read_all(&mut document);
        spoilers::judged::settle(&mut document, 0..next);
        sections::make(&mut document);
        document
    }

    /// Judges what stands behind warnings, which is hidden whatever it says, for those who want to see it; whether
    /// that can be done.
    pub fn judge_behind_warnings(&mut self) -> bool {
        spoilers::judged::behind::read(self)
    }

    /// What is left to judge, to be done elsewhere; nothing where nothing is left.
    pub fn judging(&self) -> Option<Judging> {
        Judging::of(self)
    }

    /// Takes in what was judged elsewhere; what was said of another text counts for nothing. With the last
    /// of it come the sections of a review that has no headings.
    pub fn take_in(&mut self, part: &Part) {
        spoilers::judged::take_in(self, part);
        if !self.is_judging() {
            sections::make(self);
        }
    }

    /// Takes over what was judged of `beginning`, the beginning of the same review: nothing that was shown is
    /// hidden.
    pub fn take_over(&mut self, beginning: &Self) {
        spoilers::judged::take_over(self, beginning);
    }

    /// Judges what is unread of `blocks`. With the last of them come the sections of a review that
    /// has no headings.
    pub fn read_on(&mut self, blocks: Range<usize>) {
        spoilers::judged::read(self, blocks);
        if self.unread() == 0 {
            sections::make(self);
        }
    }
}
