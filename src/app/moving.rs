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
            C::LineDown => self.line(1),
            C::LineUp => self.line(-1),
            C::HalfPageDown => self.scroll((page / 2).max(1)),
            C::HalfPageUp => self.scroll(-(page / 2).max(1)),
            C::PageDown => self.scroll(page),
            C::PageUp => self.scroll(-page),
            C::Top => self.jump(Offset::default()),
            C::Bottom => self.go_to_bottom(),
            C::NextParagraph => self.next_paragraph(),
            C::PreviousParagraph => self.previous_paragraph(),
            C::ScreenTop => self.read_from(0),
            C::ScreenMiddle => self.read_from(self.port.rows.len() / 2),
            C::ScreenBottom => self.read_from(self.port.rows.len().saturating_sub(1)),
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
        self.geometry().rows()
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

    /// The row that is read: under the header that stays at the top, or after a blank one.
    fn read_row(&mut self) -> Row {
        let here = self.port.here;
        let covered = here == self.port.top && self.sticky().is_some();
        let by = isize::from(covered || self.flow.line(here).is_none());
        self.flow.step(self.reading.gate(), here, by)
    }

    fn next_paragraph(&mut self) {
        let here = self.read_row().item;
        let gate = self.reading.gate();
        let next = (here + 1..self.flow.items().len()).find(|item| self.flow.height(gate, *item) > 0);
        match next {
            Some(item) => self.show_item(item),
            None => self.notice = Some("This is the last paragraph".to_owned()),
        }
    }

    fn previous_paragraph(&mut self) {
        let row = self.read_row();
        if row.line > 0 {
            return self.show_item(row.item);
        }
        let gate = self.reading.gate();
        let before = (0..row.item).rev().find(|item| self.flow.height(gate, *item) > 0);
        self.show_item(before.unwrap_or(0));
    }

    /// Brings the first line of item number `item` to where text is read.
    fn show_item(&mut self, item: usize) {
        let row = Row { item, line: 0 };
        let is_header = matches!(self.flow.items().get(item), Some(Item::Header(_)));
        let top = if is_header || item == 0 { row } else { self.flow.step(self.reading.gate(), row, -1) };
        let lowest = self.lowest(self.height());
        self.set_top(top);
        if top > lowest {
            // Too little follows: the paragraph is read where it stands.
            self.port.anchor = self.flow.place_of(self.reading.document(), row);
        }
    }

    /// Reads on from row `number` of the screen, which stays as it is.
    fn read_from(&mut self, number: usize) {
        if let Some(row) = self.port.rows.get(number) {
            self.port.anchor = self.flow.place_of(self.reading.document(), *row);
        }
    }

    /// Goes so far into the shown text.
    pub(super) fn go_to_percent(&mut self, percent: usize) {
        let tally = self.reading.tally();
        let words = tally.total() * percent.min(100) / 100;
        let blocks = self.reading.document().blocks();
        let mut left = 0..blocks.len();
        while left.len() > 1 {
            let middle = left.start + left.len() / 2;
            if tally.words(0..middle) <= words { left.start = middle } else { left.end = middle }
        }
        let place = blocks.get(left.start).map_or(Offset::default(), |block| block.span.start());
        if percent >= 100 { self.go_to_bottom() } else { self.jump(place) }
    }

    /// Goes to row `number` of the text, counted from 1.
    pub(super) fn go_to_row(&mut self, number: usize) {
        self.places.leave(self.port.anchor);
        let by = isize::try_from(number.saturating_sub(1)).unwrap_or(isize::MAX);
        let row = self.flow.step(self.reading.gate(), Row::default(), by);
        self.set_top(row);
    }

    /// A line further, or in a list of folded sections a header: what all fits on the screen cannot be
    /// scrolled.
    fn line(&mut self, by: isize) {
        match self.header_beside(by) {
            Some(section) => self.stand_at(section),
            None => self.scroll(by),
        }
    }

    /// The header next to the reading line, where all sections are folded and there is no text to scroll
    /// through before it.
    fn header_beside(&mut self, by: isize) -> Option<usize> {
        let lowest = self.lowest(self.height());
        let at_end = by > 0 && self.port.top >= lowest;
        let items = self.flow.items();
        let is_open = |item: &Item| matches!(item, Item::Header(section) if !self.folds.contains(section));
        let here = self.port.here.item;
        let is_list = items.last().is_some_and(|item| matches!(item, Item::Header(_)));
        if !is_list || items.iter().any(is_open) {
            return None;
        }
        let at_header = matches!(items.get(here), Some(Item::Header(_)));
        let beside = if by > 0 {
            self.visible_headers().find(|(item, _)| *item > here)
        } else {
            self.visible_headers().take_while(|(item, _)| *item < here).last()
        };
        beside.filter(|_| at_header || at_end).map(|(_, section)| section)
    }

    /// Makes the header of `section` the reading line, and moves no more of the screen than it must.
    pub(super) fn stand_at(&mut self, section: usize) {
        let place = header_place(self.reading.document(), section);
        self.port.anchor = place;
        let row = self.flow.row_of(self.reading.gate(), place);
        if row < self.port.top {
            self.port.top = row;
        } else if !self.port.rows.contains(&row) {
            let above = 1 - isize::try_from(self.height()).unwrap_or(isize::MAX);
            self.port.top = self.flow.step(self.reading.gate(), row, above);
        }
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
        // Where the next header stands is the end: of a section without a heading, in the gap before it.
        let after = sections.get(section).map_or(0, |s| s.blocks.end);
        let next = (section + 1..sections.len())
            .find(|next| sections.get(*next).is_some_and(|s| s.blocks.start >= after));
        let end = next.map_or(document.end(), |next| header_place(document, next));
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
        let sections = self.reading.sections();
        // A header without a heading stands in the gap before its first block.
        let headed = (0..sections.len()).find(|section| header_place(document, *section) == place);
        let headed = headed.and_then(|section| sections.get(section)).map(|section| section.blocks.start);
        let block = headed.unwrap_or_else(|| document.block_at(place));
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
