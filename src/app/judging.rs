//! The review as more of it arrives and is judged: what is on screen first, and folds that stay.

use std::collections::BTreeSet;

use review::Document;
use review::document::{Section, Title, Zone};

use super::{App, Item, Reading};

impl App {
    /// The beginning that was read so far has become the whole: places stay, for the text does.
    pub(super) fn arrive(&mut self, document: Document) {
        let folded = self.folded_blocks();
        self.reading.arrive(document);
        self.fold_anew(&folded);
        self.fold_as_kept();
    }

    /// The first blocks of the folded sections: these stay when sections come and go.
    pub(super) fn folded_blocks(&self) -> Vec<usize> {
        let sections = self.reading.sections();
        self.folds.iter().filter_map(|fold| Some(sections.get(*fold)?.blocks.start)).collect()
    }

    /// Folds the sections that begin at `blocks`, and site notes: the sections are new.
    pub(super) fn fold_anew(&mut self, blocks: &[usize]) {
        let sections = self.reading.sections().iter().enumerate();
        let folded = sections.filter(|(_, section)| blocks.contains(&section.blocks.start));
        self.folds = folded.map(|(number, _)| number).collect();
        self.folds.extend(site_notes(&self.reading));
        self.flow.lay_out_again(self.flow.options());
        self.refold();
    }

    /// Whether some of the review is still to be judged.
    pub fn is_reading(&self) -> bool {
        self.reading.document().is_judging()
    }

    /// The first block on the screen.
    pub fn first_block(&self) -> usize {
        let items = self.port.rows.iter().filter_map(|row| self.flow.items().get(row.item));
        let mut blocks = items.filter_map(|item| match item {
            Item::Block(block) => Some(*block),
            Item::Header(_) => None,
        });
        blocks.next().unwrap_or(0)
    }

    /// Judges what of the text from block `first` on fills so many rows, if all of it is shown; whether anything was
    /// unread there.
    fn read(&mut self, first: usize, rows: usize) -> bool {
        let width = usize::from(self.flow.options().width);
        let after = self.reading.document().after(first, rows * width);
        let folded = self.folded_blocks();
        if !self.reading.read_on(first..after) {
            return false;
        }
        self.judged(&folded);
        true
    }

    /// More has been judged; with the last of it come sections.
    pub(super) fn judged(&mut self, folded: &[usize]) {
        if self.is_reading() {
            self.lay_out_again(self.flow.options());
        } else {
            self.fold_anew(folded);
            self.fold_as_kept();
        }
        self.search_again();
    }

    /// Judges what is on screen, if it is not yet: the reader shall not wait for what lies before it.
    pub(super) fn read_screen(&mut self) -> bool {
        let document = self.reading.document();
        let items = self.port.rows.iter().filter_map(|row| self.flow.items().get(row.item));
        let unread = items.filter_map(|item| match item {
            Item::Block(block) if document.is_unread(*block) => Some(*block),
            _ => None,
        });
        let rows = self.geometry().rows();
        unread.min().is_some_and(|first| self.read(first, rows))
    }
}

/// What readers answer, and the last section before it, where that is no prose of the review; not before all is judged, for what seems to be a
/// notice may turn out a verdict. What its author gave a heading is never one.
pub(super) fn site_notes(reading: &Reading) -> BTreeSet<usize> {
    let sections = reading.sections();
    let review =
        sections.iter().take_while(|section| section.blocks.start < reading.document().replies()).count();
    let is_notes = |section: &&Section| matches!(section.title, Title::Zone(Zone::Matter));
    let last = review.checked_sub(1).and_then(|last| sections.get(last)).filter(is_notes);
    let notes = last.filter(|_| !reading.document().is_judging()).map(|_| review - 1);
    let replies = Some(review).filter(|first| *first < sections.len());
    notes.into_iter().chain(replies).collect()
}
