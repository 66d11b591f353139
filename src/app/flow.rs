//! The flow: which headers and blocks can be scrolled past, and their lines. It is the one cache of
//! the reader, filled by [`Flow::lines`] alone, block by block and only where the reader looks.

use std::collections::{BTreeSet, HashMap};

use review::document::{Block, Document, Kind, Section, Title};
use review::gate::Gate;
use review::span::Offset;

use crate::layout::{self, Line, Options};

/// What can be scrolled past.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Item {
    /// A section's header.
    Header(usize),
    /// A block.
    Block(usize),
}

/// A row of the flow: a line of an item, or the blank row after its last one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// The item's number in the flow.
    pub item: usize,
    /// The line's number in the item.
    pub line: usize,
}

/// The columns that a header keeps free at its right, for counts.
pub const HEADER_ROOM: u16 = 16;

/// More laid out blocks than this are forgotten, for the sake of memory.
const CACHED: usize = 512;

/// The visible items of a document and the lines of those that were looked at.
#[derive(Debug)]
pub struct Flow {
    items: Vec<Item>,
    lines: HashMap<Item, Vec<Line>>,
    options: Options,
}

impl Flow {
    /// The flow of `document` with the sections in `folds` folded and the blocks in `framed` left out, laid out
    /// as `options` say.
    pub fn new(
        document: &Document,
        folds: &BTreeSet<usize>,
        framed: &BTreeSet<usize>,
        options: Options,
    ) -> Self {
        Self { items: items(document, folds, framed), lines: HashMap::new(), options }
    }

    /// The items in order.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// How blocks are laid out.
    pub fn options(&self) -> Options {
        self.options
    }

    /// Forgets all lines: what the gate shows has changed, or the width.
    pub fn lay_out_again(&mut self, options: Options) {
        self.options = options;
        self.lines.clear();
    }

    /// Shows other items: folds have changed, or the sections.
    pub fn refold(&mut self, document: &Document, folds: &BTreeSet<usize>, framed: &BTreeSet<usize>) {
        self.items = items(document, folds, framed);
    }

    /// A line that was laid out, if it is one with text.
    pub fn line(&self, row: Row) -> Option<&Line> {
        self.lines.get(self.items.get(row.item)?)?.get(row.line)
    }

    /// Lays out item number `item` unless that is done; how many rows it takes, the blank row after
    /// it included.
    pub fn height(&mut self, gate: Gate<'_>, item: usize) -> usize {
        let lines = self.lines(gate, item).len();
        if lines == 0 { 0 } else { lines + usize::from(self.gap_after(gate, item)) }
    }

    /// The row at which `offset` stands, or the header under which it is folded.
    pub fn row_of(&mut self, gate: Gate<'_>, offset: Offset) -> Row {
        let document = gate.document();
        let after = self.items.partition_point(|item| start(document, *item) <= offset);
        let item = self.visible_before(gate, after);
        let lines = self.lines(gate, item);
        let line = lines.partition_point(|line| line.start <= offset).saturating_sub(1);
        let end = self.items.get(item).map_or(Offset::default(), |item| end(document, *item));
        let past = offset >= end && matches!(self.items.get(item), Some(Item::Block(_)));
        let height = self.height(gate, item);
        Row { item, line: if past { height.saturating_sub(1) } else { line } }
    }

    /// The place of `row`.
    pub fn place_of(&self, document: &Document, row: Row) -> Offset {
        let Some(item) = self.items.get(row.item) else { return document.end() };
        match self.lines.get(item).and_then(|lines| lines.get(row.line)) {
            Some(line) if row.line > 0 => line.start,
            Some(_) => start(document, *item),
            None => end(document, *item),
        }
    }

    /// `row` moved by `by` rows, stopped at both ends.
    pub fn step(&mut self, gate: Gate<'_>, row: Row, by: isize) -> Row {
        let mut row = row;
        let mut left = by.unsigned_abs();
        if by >= 0 {
            while left > 0 {
                let rest = self.height(gate, row.item).saturating_sub(row.line + 1);
                if left <= rest {
                    return Row { line: row.line + left, ..row };
                }
                let Some(next) = self.next(gate, row.item) else {
                    return Row { line: row.line + rest, ..row };
                };
                left -= rest + 1;
                row = Row { item: next, line: 0 };
            }
            return row;
        }
        while left > row.line {
            let Some(before) = self.before(gate, row.item) else { return Row { line: 0, ..row } };
            left -= row.line + 1;
            row = Row { item: before, line: self.height(gate, before) - 1 };
        }
        Row { line: row.line - left, ..row }
    }

    /// The last row with text.
    pub fn last(&mut self, gate: Gate<'_>) -> Row {
        let item = self.visible_before(gate, self.items.len());
        Row { item, line: self.lines(gate, item).len().saturating_sub(1) }
    }

    /// Up to `count` rows from `row` on.
    pub fn rows(&mut self, gate: Gate<'_>, row: Row, count: usize) -> Vec<Row> {
        // Here and nowhere else something is forgotten: not while somebody still wants it drawn.
        if self.lines.len() > CACHED {
            self.lines.clear();
        }
        let mut rows = Vec::with_capacity(count);
        let mut at = row;
        while rows.len() < count {
            let height = self.height(gate, at.item);
            rows.extend((at.line..height).take(count - rows.len()).map(|line| Row { line, ..at }));
            match self.next(gate, at.item) {
                Some(item) => at = Row { item, line: 0 },
                None => break,
            }
        }
        rows
    }

    /// The lines of item number `item`: laid out once, then kept.
    fn lines(&mut self, gate: Gate<'_>, item: usize) -> &[Line] {
        let Some(item) = self.items.get(item).copied() else { return &[] };
        let options = self.options;
        self.lines.entry(item).or_insert_with(|| lay(gate, item, options))
    }

    fn next(&mut self, gate: Gate<'_>, item: usize) -> Option<usize> {
        (item + 1..self.items.len()).find(|next| self.height(gate, *next) > 0)
    }

    fn before(&mut self, gate: Gate<'_>, item: usize) -> Option<usize> {
        (0..item).rev().find(|before| self.height(gate, *before) > 0)
    }

    fn visible_before(&mut self, gate: Gate<'_>, after: usize) -> usize {
        let before = self.before(gate, after);
        before.or_else(|| (after..self.items.len()).find(|item| self.height(gate, *item) > 0)).unwrap_or(0)
    }

    /// Whether a blank row follows: not between two headers, two items of a list, or two lines that stood
    /// together. What is hidden is no neighbour.
    fn gap_after(&mut self, gate: Gate<'_>, item: usize) -> bool {
        let this = match self.items.get(item).copied() {
            Some(Item::Block(this)) => this,
            Some(Item::Header(_)) => return matches!(self.items.get(item + 1), Some(Item::Block(_))),
            None => return false,
        };
        let next = (item + 1..self.items.len()).find(|next| !self.lines(gate, *next).is_empty());
        match next.and_then(|next| self.items.get(next)) {
            Some(Item::Block(next)) => match (gate.block(this), gate.block(*next)) {
                (Some(this), Some(next)) => !stand_together(&this, &next),
                _ => true,
            },
            Some(Item::Header(_)) => true,
            None => false,
        }
    }
}

fn stand_together(this: &Block, next: &Block) -> bool {
    next.tight || (this.list > 0 && matches!(next.kind, Kind::Item(_)) && this.quote == next.quote)
}

/// The place of an item.
fn start(document: &Document, item: Item) -> Offset {
    match item {
        Item::Block(block) => document.blocks().get(block).map_or(document.end(), |b| b.span.start()),
        Item::Header(section) => header_place(document, section),
    }
}

fn end(document: &Document, item: Item) -> Offset {
    match item {
        Item::Block(block) => document.blocks().get(block).map_or(document.end(), |b| b.span.end()),
        Item::Header(section) => header_place(document, section),
    }
}

fn lay(gate: Gate<'_>, item: Item, options: Options) -> Vec<Line> {
    match item {
        Item::Block(block) => layout::lay_block(gate, block, options),
        Item::Header(section) => match gate.document().sections().get(section) {
            Some(Section { title: Title::Heading(span), depth, .. }) => {
                let width = options.width.saturating_sub(HEADER_ROOM + header_indent(*depth, options.width));
                layout::lay_span(
                    gate,
                    *span,
                    Options { width: width.max(options.width / 2).max(1), ..options },
                )
            }
            _ => vec![Line { start: header_place(gate.document(), section), pieces: Vec::new() }],
        },
    }
}

/// The columns by which the header of a section of `depth` is set in, in a text of `width`.
pub fn header_indent(depth: u8, width: u16) -> u16 {
    (u16::from(depth.saturating_sub(1)).min(6) * 2).min(width / 4)
}

/// Where the header of section number `section` stands. A section without a heading stands in the
/// gap before its first block.
pub fn header_place(document: &Document, section: usize) -> Offset {
    let Some(section) = document.sections().get(section) else { return document.end() };
    let first = document.blocks().get(section.blocks.start).map_or(document.end(), |b| b.span.start());
    match section.title {
        Title::Heading(_) => first,
        Title::Zone(_) | Title::Mixed => Offset::new(first.get().saturating_sub(1)),
    }
}

/// Headers and blocks in order, without what is folded or said by the frame.
fn items(document: &Document, folds: &BTreeSet<usize>, framed: &BTreeSet<usize>) -> Vec<Item> {
    let sections = document.sections();
    let mut items = Vec::with_capacity(document.blocks().len() + sections.len());
    let (mut block, mut section) = (0, 0);
    while block < document.blocks().len() {
        let Some(next) = sections.get(section).filter(|s| s.blocks.start <= block) else {
            items.push(Item::Block(block));
            block += 1;
            continue;
        };
        items.push(Item::Header(section));
        if folds.contains(&section) {
            block = next.blocks.end.max(block);
            section = sections.partition_point(|s| s.blocks.start < next.blocks.end).max(section + 1);
        } else {
            block = next.body().start;
            section += 1;
        }
    }
    items.retain(|item| match item {
        Item::Block(block) => {
            let is_shown = document.blocks().get(*block).is_some_and(|b| b.kind != Kind::Meta);
            is_shown && !framed.contains(block)
        }
        Item::Header(_) => true,
    });
    items
}
