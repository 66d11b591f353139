//! The frame of a review: film, reviewer, publication, date, rating and listed credits, each where it
//! stands. Marked passages are left out, so that the frame tells nothing of them.

mod byline;
mod rating;
pub(crate) mod ratings;
mod stated;
mod title;

use super::document::{AMID, Block, Document, Frame, Kind};
use crate::span::Span;

/// Blocks at the start, and at the end, in which a frame may stand.
const EDGE: usize = 12;
/// A line of more bytes is prose.
const SHORT: usize = 120;

/// The frame of `document`.
pub(crate) fn find(document: &Document) -> Frame {
    let open: Vec<&Block> = document
        .blocks
        .iter()
        .take(document.replies())
        .filter(|block| !document.begins_marked(block))
        .collect();
    let body = open.iter().take_while(|block| block.kind == Kind::Meta).count();
    let (facts, body) = open.split_at_checked(body).unwrap_or_default();
    let page = Page { document, facts, body };
    let mut frame = Frame::default();
    title::find(page, &mut frame);
    byline::find(page, &mut frame);
    rating::find(page, &mut frame);
    stated::find(page, &mut frame);
    frame
}

/// A document as the frame may see it: without the blocks amid marked passages, for where a frame is
/// looked for must not depend on how many there are.
#[derive(Clone, Copy)]
struct Page<'d> {
    document: &'d Document,
    /// Front matter and mail headers.
    facts: &'d [&'d Block],
    /// All that follows.
    body: &'d [&'d Block],
}

/// A stretch of text with its place.
#[derive(Clone, Copy)]
struct Part<'d> {
    text: &'d str,
    start: usize,
}

impl Part<'_> {
    fn span(self) -> Span {
        Span::of(self.start..self.start + self.text.len())
    }

    /// The part of it that `text`, a piece of its own text, is.
    fn at(self, from: usize, to: usize) -> Self {
        Self { text: self.text.get(from..to).unwrap_or_default(), start: self.start + from }
    }

    fn trim(self) -> Self {
        self.trim_of(char::is_whitespace)
    }

    fn trim_of(self, is_outside: impl Fn(char) -> bool) -> Self {
        let from = self.text.len() - self.text.trim_start_matches(&is_outside).len();
        let to = self.text.trim_end_matches(&is_outside).len();
        self.at(from, to.max(from))
    }

    /// What stands before and after `at`.
    fn split(self, at: usize, width: usize) -> (Self, Self) {
        (self.at(0, at).trim(), self.at((at + width).min(self.text.len()), self.text.len()).trim())
    }

    /// Its key and its value, where it has the form `Key: value`.
    fn fact(self) -> Option<(String, Self)> {
        let at = self.text.find(": ")?;
        let (key, value) = self.split(at, 2);
        let is_key =
            key.text.len() <= 40 && key.text.split_whitespace().count() <= 4 && !value.text.is_empty();
        is_key.then(|| (key.text.to_ascii_lowercase(), value))
    }
}

impl<'d> Page<'d> {
    fn part(self, block: &Block) -> Part<'d> {
        Part { text: self.document.raw(block.span), start: block.span.start().get() }
    }

    /// Whether `span` stands clear of all marked passages.
    fn is_clear(self, span: Span) -> bool {
        !span.is_empty() && self.document.is_clear(span)
    }

    /// Facts from front matter, mail headers and what a page says of itself.
    fn facts(self) -> impl Iterator<Item = (String, Part<'d>)> {
        let facts = self.facts.iter().filter_map(move |block| self.part(block).fact());
        facts.map(|(key, value)| match key.strip_prefix(AMID) {
            Some(bare) => (bare.to_owned(), value),
            None => (key, value),
        })
    }

    /// The fact whose key is one of `keys`: the first key that is there counts.
    fn fact(self, keys: &[&str]) -> Option<Part<'d>> {
        keys.iter().find_map(|key| self.facts().find(|(known, _)| known == key).map(|(_, value)| value))
    }

    /// Short lines in the open at the start and at the end, in order.
    fn lines(self) -> impl Iterator<Item = Part<'d>> {
        let short = self.edges().filter(|block| block.span.len() <= SHORT && block.kind != Kind::Meta);
        short.filter(move |block| self.is_clear(block.span)).map(move |block| self.part(block).trim())
    }

    /// The blocks at the start and at the end, in order.
    fn edges(self) -> impl Iterator<Item = &'d Block> {
        let rest = self.body.get(EDGE..).unwrap_or_default();
        self.body.iter().take(EDGE).chain(self.last(EDGE.min(rest.len()))).copied()
    }

    /// The last `count` blocks, in order.
    fn last(self, count: usize) -> impl DoubleEndedIterator<Item = &'d &'d Block> {
        self.body.get(self.body.len().saturating_sub(count)..).unwrap_or_default().iter()
    }

    /// What of a block is in the open, part by part.
    fn open(self, block: &Block) -> impl Iterator<Item = Part<'d>> {
        let parts = self.document.clear_parts(block.span);
        parts.map(move |part| Part { text: self.document.raw(part), start: part.start().get() })
    }

    /// The prose of the review that is in the open, part by part.
    fn prose(self) -> impl Iterator<Item = Part<'d>> {
        let blocks = self.body.iter().filter(|b| matches!(b.kind, Kind::Paragraph | Kind::Item(_)));
        blocks.flat_map(move |block| self.open(block))
    }
}

/// A year in which a film may have been made.
fn year_of(text: &str) -> Option<u16> {
    let year = text.trim().parse().ok()?;
    (1880..2100).contains(&year).then_some(year)
}

#[cfg(test)]
mod tests;
