//! The frame of a review: film, reviewer, publication, date, rating and listed credits, each where it
//! stands. Marked passages are left out, so that the frame tells nothing of them.

mod byline;
mod listed;
mod rating;
mod title;

use super::document::{Block, Document, Frame, Kind};
use crate::span::Span;

/// Blocks at the start, and at the end, in which a frame may stand.
const EDGE: usize = 12;
/// A line of more bytes is prose.
const SHORT: usize = 120;

/// The frame of `document`.
pub(in crate::review) fn find(document: &Document) -> Frame {
    let page = Page { document };
    let mut frame = Frame::default();
    title::find(page, &mut frame);
    byline::find(page, &mut frame);
    rating::find(page, &mut frame);
    listed::find(page, &mut frame);
    frame
}

/// A document as the frame may see it.
#[derive(Clone, Copy)]
struct Page<'d> {
    document: &'d Document,
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
        !span.is_empty() && self.document.marked.over(span).next().is_none()
    }

    /// Facts from front matter and mail headers.
    fn facts(self) -> impl Iterator<Item = (String, Part<'d>)> {
        let blocks = self.document.blocks.iter().take_while(|block| block.kind == Kind::Meta);
        blocks.filter_map(move |block| self.part(block).fact())
    }

    /// The fact whose key is one of `keys`: the first key that is there counts.
    fn fact(self, keys: &[&str]) -> Option<Part<'d>> {
        keys.iter().find_map(|key| self.facts().find(|(known, _)| known == key).map(|(_, value)| value))
    }

    /// Short lines in the open at the start and at the end, in order.
    fn lines(self) -> impl Iterator<Item = Part<'d>> {
        let blocks = &self.document.blocks;
        let body = blocks.iter().take_while(|block| block.kind == Kind::Meta).count();
        let first = body..(body + EDGE).min(blocks.len());
        let last = blocks.len().saturating_sub(EDGE).max(first.end)..blocks.len();
        let edges = first.chain(last).filter_map(move |at| blocks.get(at));
        let short = edges.filter(|block| block.span.len() <= SHORT && block.kind != Kind::Meta);
        short.filter(move |block| self.is_clear(block.span)).map(move |block| self.part(block).trim())
    }

    /// The prose blocks of the review, with those at the end.
    fn prose(self) -> impl Iterator<Item = Part<'d>> {
        let blocks = self.document.blocks.iter();
        blocks.filter(|b| matches!(b.kind, Kind::Paragraph | Kind::Item(_))).map(move |b| self.part(b))
    }
}

#[cfg(test)]
mod tests;
