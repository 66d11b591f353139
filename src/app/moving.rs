//! Moving through the text, jumping and folding.

use review::span::Offset;

use super::command::Command;
use super::flow::header_place;
use super::{App, Item, Row};

/// No block has more lines: its text is at most some 32 KB.
const LONGEST: usize = 40_000;

/// What is to be done with a fold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fold {
    Open,
    Close,
    /// Whichever it is not.
    Turn,
}

impl App {
    pub(super) fn go(&mut self, command: Command) {
        use Command as C;
        let page = isize::try_from(self.page()).unwrap_or(isize::MAX);
        match command {
            C::LineDown => self.scroll(1),
            C::LineUp => self.scroll(-1),
            C::HalfPageDown => self.scroll((page / 2).max(1)),
            C::HalfPageUp => self.scroll(-(page / 2).max(1)),
            C::PageDown => self.scroll(page),
            C::PageUp => self.scroll(-page),
            C::Top => self.jump(Offset::default()),
            C::Bottom => self.go_to_bottom(),
            C::NextSection => self.next_section(),
            C::PreviousSection => self.previous_section(),
            C::Section(number) => self.go_to_section(usize::from(number) - 1),
            C::Back => self.return_to(super::places::Places::back, "You have not jumped yet"),
            C::Forward => self.return_to(super::places::Places::forward, "There is no way forward"),
            C::Fold => self.fold(Fold::Turn),
            C::FoldClose => self.fold(Fold::Close),
            C::FoldOpen => self.fold(Fold::Open),
            C::FoldAll => self.fold_to(0),
            C::UnfoldAll => self.fold_to(usize::MAX),
            C::FoldMore => self.fold_to(self.deepest_open().saturating_sub(1)),
            C::FoldLess => self.fold_to(self.deepest_open() + 1),
            _ => {}
        }
    }

    /// Scrolls by `by` rows. The hidden stays hidden however far.
    pub(super) fn scroll(&mut self, by: isize) {
        let gate = self.reading.gate();
        let top = self.flow.step(gate, self.port.top, by);
        let lowest = self.lowest(self.height());
        self.set_top(if by > 0 { top.min(lowest.max(self.port.top)) } else { top });
    }

    /// Goes to `place`: it becomes the first text row, and the way back is remembered.
    pub(super) fn jump(&mut self, place: Offset) {
        self.places.leave(self.port.anchor);
        self.show(place);
    }

    /// Unfolds what holds `place` and brings it to the first row, or right under the header that
    /// stays at the top.
    pub(super) fn show(&mut self, place: Offset) {
        self.unfold_around(place);
        let gate = self.reading.gate();
        let row = self.flow.row_of(gate, place);
        let is_header = matches!(self.flow.items().get(row.item), Some(Item::Header(_)));
        let top = if is_header { row } else { self.flow.step(gate, row, -1) };
        self.set_top(top);
    }

    /// Brings `place` on screen, and moves nothing where it is there already.
    pub(super) fn bring(&mut self, place: Offset) {
        self.unfold_around(place);
        self.settle();
        let gate = self.reading.gate();
        let row = self.flow.row_of(gate, place);
        let seen = self.port.rows.iter().skip(1).any(|on_screen| *on_screen == row);
        if !seen {
            let third = isize::try_from(self.height() / 3).unwrap_or(0);
            let top = self.flow.step(gate, row, -third);
            self.set_top(top);
        }
    }

    /// The section of the reading line: the first row of text, or, at the end of the text, the row
    /// that was gone to.
    pub fn current_section(&self) -> Option<usize> {
        let here = self.flow.items().get(self.port.here.item)?;
        match here {
            Item::Header(section) => Some(*section),
            Item::Block(block) => self.reading.document().section_of(*block),
        }
    }

    /// How much of the shown text has been seen, 0 to 100, and the words that are left.
    pub fn progress(&self) -> (usize, usize) {
        let total = self.reading.tally().total();
        let Some(last) = self.port.rows.last() else { return (100, 0) };
        let at_end = self.flow.items().len() == last.item + 1
            && self.flow.line(Row { line: last.line + 1, ..*last }).is_none();
        let words = match self.flow.items().get(last.item) {
            _ if at_end => total,
            Some(Item::Block(block)) => self.words_before(*block, *last),
            Some(Item::Header(section)) => {
                let blocks = self.reading.sections().get(*section).map_or(0, |s| s.blocks.start);
                self.reading.tally().words(0..blocks)
            }
            None => total,
        };
        ((words * 100).checked_div(total).unwrap_or(100), total.saturating_sub(words))
    }

    fn words_before(&self, block: usize, row: Row) -> usize {
        let before = self.reading.tally().words(0..block);
        let own = self.reading.tally().words(block..block + 1);
        let lines = (0..=row.line + LONGEST)
            .take_while(|line| self.flow.line(Row { line: *line, ..row }).is_some())
            .count()
            .max(1);
        before + own * (row.line + 1).min(lines) / lines
    }

    pub(super) fn set_top(&mut self, top: Row) {
        self.port.top = top;
        self.port.anchor = self.flow.place_of(self.reading.document(), top);
    }

    fn height(&self) -> usize {
        usize::from(self.geometry().text.height)
    }

    /// A page keeps one row of the last, and the row under the sticky header.
    fn page(&self) -> usize {
        self.height().saturating_sub(2).max(1)
    }

    fn go_to_bottom(&mut self) {
        self.places.leave(self.port.anchor);
        let lowest = self.lowest(self.height());
        self.set_top(lowest.max(Row::default()));
    }

    fn return_to(
        &mut self,
        place: impl FnOnce(&mut super::places::Places, Offset) -> Option<Offset>,
        nowhere: &str,
    ) {
        match place(&mut self.places, self.port.anchor) {
            Some(place) => self.return_there(place),
            None => self.notice = Some(nowhere.to_owned()),
        }
    }

    /// Makes `place`, where the reader has been, the top row again.
    pub(super) fn return_there(&mut self, place: Offset) {
        self.unfold_around(place);
        let top = self.flow.row_of(self.reading.gate(), place);
        self.set_top(top);
    }

    /// Goes to the header of section `section`, counted from 0.
    pub(super) fn go_to_section(&mut self, section: usize) {
        let sections = self.reading.sections();
        let count = sections.len();
        if section >= count {
            self.notice = Some(format!("There are {count} sections"));
            return;
        }
        let place = header_place(self.reading.document(), section);
        self.picked = None;
        self.jump(place);
    }

    fn next_section(&mut self) {
        let next = self.visible_headers().find(|(item, _)| *item > self.port.here.item);
        match next {
            Some((_, section)) => self.go_to_section(section),
            None => self.notice = Some("This is the last section".to_owned()),
        }
    }

    fn previous_section(&mut self) {
        let here = self.port.here;
        let before = self.visible_headers().take_while(|(item, _)| *item < here.item).last();
        match before {
            Some((_, section)) => self.go_to_section(section),
            None => self.jump(Offset::default()),
        }
    }

    fn visible_headers(&self) -> impl Iterator<Item = (usize, usize)> {
        self.flow.items().iter().enumerate().filter_map(|(at, item)| match item {
            Item::Header(section) => Some((at, *section)),
            Item::Block(_) => None,
        })
    }

    /// Folds the current section, unfolds it, or does the other of the two for `None`.
    fn fold(&mut self, fold: Fold) {
        match self.current_section() {
            Some(section) => self.fold_section(section, fold),
            None => self.notice = Some("There is no section here to fold".to_owned()),
        }
    }

    pub(super) fn fold_section(&mut self, section: usize, fold: Fold) {
        let closes = match fold {
            Fold::Close => true,
            Fold::Open => false,
            Fold::Turn => !self.folds.contains(&section),
        };
        if closes {
            self.folds.insert(section);
            self.stand_before(section);
        } else {
            self.folds.remove(&section);
        }
        self.refold();
    }

    /// Who stands inside `section` stands at its header from now on.
    fn stand_before(&mut self, section: usize) {
        let document = self.reading.document();
        let sections = self.reading.sections();
        let header = header_place(document, section);
        let next = sections.get(section).and_then(|s| document.blocks().get(s.blocks.end));
        let end = next.map_or(document.end(), |block| block.span.start());
        if (header..end).contains(&self.port.anchor) {
            self.port.anchor = header;
        }
    }

    /// Folds the sections deeper than `depth`, and no others.
    fn fold_to(&mut self, depth: usize) {
        let sections = self.reading.sections().iter().enumerate();
        self.folds = sections.filter(|(_, s)| usize::from(s.depth) > depth).map(|(at, _)| at).collect();
        self.refold();
        let place = self.flow.place_of(self.reading.document(), self.port.top);
        self.port.anchor = place;
    }

    /// The depth of the deepest section that is open now.
    fn deepest_open(&self) -> usize {
        let sections = self.reading.sections().iter().enumerate();
        let open = sections.filter(|(at, _)| !self.folds.contains(at));
        open.map(|(_, section)| usize::from(section.depth)).max().unwrap_or(0)
    }

    pub(super) fn unfold_around(&mut self, place: Offset) {
        let document = self.reading.document();
        let block = document.block_at(place);
        let sections = self.reading.sections();
        let holds = |section: &usize| {
            sections.get(*section).is_some_and(|s| s.body().contains(&block))
                && header_place(document, *section) < place
        };
        let shut: Vec<usize> = self.folds.iter().copied().filter(holds).collect();
        if !shut.is_empty() {
            for section in &shut {
                self.folds.remove(section);
            }
            self.refold();
        }
    }
}
