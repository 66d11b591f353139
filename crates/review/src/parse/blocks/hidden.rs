//! What is hidden, put where its stand-in is: in the line that is open, or with blocks of its own.

use std::ops::Range;

use super::{Builder, GAP, depth};
use crate::document::{Block, Document, Kind, Level, Mark, Marker, Reason, Table, Tick};
use crate::hide::{Closed, Passage};
use crate::parse::{NOTHING, inner};
use crate::span::Span;

/// What a passage holds.
pub(super) enum Held {
    /// To be parsed where it stands.
    Source(Passage),
    /// It was parsed already.
    Read(Box<Document>, Level, Closed),
}

impl Held {
    /// Whether it means the same in all kinds of source: words and the commonest marks.
    fn is_plain(&self) -> bool {
        let Self::Source(Passage { source, .. }) = self else { return false };
        source.starts_with(char::is_alphabetic)
            && source.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | ',' | '?' | '\'' | ';'))
            && !source.ends_with(' ')
    }
}

impl Builder {
    pub(super) fn hidden(&mut self, number: usize) {
        self.block.see("▒");
        let is_paragraph = matches!(self.block.kind, None | Some(Kind::Paragraph)) && self.marker.is_none();
        if is_paragraph && self.block.text.trim().is_empty() {
            self.block.waiting.push(number);
        } else {
            self.in_line(number);
        }
    }

    fn held(&mut self, number: usize) -> Option<(Document, Level, Closed)> {
        Some(match self.passages.get_mut(number).and_then(Option::take)? {
            Held::Source(passage) => {
                let inner = inner(&passage, self.document.format, self.depth + 1);
                (inner, passage.level, passage.closed)
            }
            Held::Read(document, level, closed) => (*document, level, closed),
        })
    }

    /// Puts passage `number` into the line that is open.
    pub(super) fn in_line(&mut self, number: usize) {
        let start = self.block.text.len();
        let plain = self.passages.get_mut(number).and_then(|slot| slot.take_if(|held| held.is_plain()));
        if let Some(Held::Source(passage)) = plain {
            self.block.push(&passage.source);
            self.block.hidden.push((start..self.block.text.len(), passage.level, passage.closed));
            return;
        }
        let Some((inner, level, closed)) = self.held(number) else { return };
        let is_flat = matches!(self.block.kind, Some(Kind::Table(_) | Kind::Heading(_) | Kind::Meta));
        for (number, block) in inner.blocks.iter().enumerate() {
            if number > 0 {
                self.block.push(if is_flat { " " } else { "\n" });
            }
            self.block.push(&mark(block.kind));
            self.block.add(&inner, block.span, is_flat);
        }
        if inner.blocks.is_empty() {
            self.block.push(NOTHING);
        }
        let level = inner.marked.iter().map(|(_, mark)| mark.level).fold(level, Level::max);
        self.block.hidden.push((start..self.block.text.len(), level, closed));
    }

    /// Puts passage `number` among the blocks.
    pub(super) fn among_blocks(&mut self, number: usize) {
        let Some((inner, level, closed)) = self.held(number) else { return };
        let start = self.at();
        if inner.blocks.is_empty() {
            self.block.push(NOTHING);
            self.flush();
        } else {
            self.splice(&inner);
        }
        let end = self.at() - GAP.len();
        self.mark(start..end, level, closed);
    }

    pub(super) fn mark(&mut self, range: Range<usize>, level: Level, closed: Closed) {
        let span = Span::of(range);
        self.marks.push((span, Mark { level, reason: Reason::Markup }));
        if closed == Closed::No {
            self.document.unclosed.push(span);
        }
    }

    /// Adds the blocks of `inner`, as deep as we stand.
    pub fn splice(&mut self, inner: &Document) {
        let to = self.at() - GAP.len();
        let moved = |span: Span| Span::of(to + span.start().get()..to + span.end().get());
        self.text.push_str(inner.text.get(GAP.len()..).unwrap_or_default());
        let (tables, targets) = (self.document.tables.len(), self.document.targets.len());
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        for block in &inner.blocks {
            let kind = match block.kind {
                Kind::Table(table) => Kind::Table(table.saturating_add(number(tables))),
                kind => kind,
            };
            let quote = block.quote.saturating_add(depth(self.quotes));
            let list = block.list.saturating_add(depth(self.lists));
            self.document.blocks.push(Block { span: moved(block.span), kind, quote, list, ..*block });
        }
        for table in &inner.tables {
            let row = |row: &Vec<Span>| row.iter().map(|cell| moved(*cell)).collect();
            self.document.tables.push(Table { rows: table.rows.iter().map(row).collect() });
        }
        for (span, style) in inner.styles.iter() {
            self.document.styles.push(moved(span), *style);
        }
        for (span, target) in inner.links.iter() {
            self.document.links.push(moved(span), target.saturating_add(number(targets)));
        }
        self.document.targets.extend(inner.targets.iter().cloned());
        self.marks.extend(inner.marked.iter().map(|(span, mark)| (moved(span), *mark)));
        self.document.unclosed.extend(inner.unclosed.iter().map(|span| moved(*span)));
    }
}

/// What stands before an item where it is no block of its own.
fn mark(kind: Kind) -> String {
    match kind {
        Kind::Item(Marker::Bullet) => "- ".to_owned(),
        Kind::Item(Marker::Number(number)) => format!("{number}. "),
        Kind::Item(Marker::Task(Tick::Open)) => "[ ] ".to_owned(),
        Kind::Item(Marker::Task(Tick::Done)) => "[x] ".to_owned(),
        _ => String::new(),
    }
}
