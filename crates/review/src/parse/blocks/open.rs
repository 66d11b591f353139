//! The block that is open: its text, and what stands over it.

use std::ops::Range;

use crate::document::{Document, Kind, Level, Style};
use crate::hide::Closed;
use crate::span::Span;

/// A longer line is no label.
const LONGEST_LINE: usize = 120;
/// Prose of more bytes than this is broken into several blocks: laying out a block takes time in
/// its length, and one line of 50 MB must not stop the screen.
const LONGEST: usize = 32 * 1024;

/// The block that is open.
#[derive(Default)]
pub(super) struct Open {
    pub kind: Option<Kind>,
    pub text: String,
    /// Its last line without what is hidden, as far as that is of interest.
    line: String,
    pub styles: Vec<(Range<usize>, Style)>,
    pub links: Vec<(Range<usize>, String)>,
    pub cells: Vec<Vec<Range<usize>>>,
    pub hidden: Vec<(Range<usize>, Level, Closed)>,
    /// How often each look is open.
    looks: [u16; Style::ALL.len()],
    link: Option<(String, usize)>,
    /// Passages before any text: where none comes they bring their own blocks.
    pub waiting: Vec<usize>,
    /// White space stands behind these.
    pub is_apart: bool,
}

impl Open {
    /// The block after this one, in which the same looks are open.
    pub fn next(&mut self) -> Self {
        let link = self.link.as_ref().map(|(target, _)| (target.clone(), 0));
        self.end_link();
        self.end_cell();
        self.cells.retain(|row| !row.is_empty());
        Self { looks: self.looks, link, ..Self::default() }
    }

    /// Adds `text` in the look that is open.
    pub fn push(&mut self, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        let style = self.style();
        if !style.is_plain() {
            self.lay(start..self.text.len(), style);
        }
    }

    /// Notes what of the line may be seen.
    pub fn see(&mut self, text: &str) {
        if self.line.len() <= LONGEST_LINE {
            self.line.push_str(text);
        }
    }

    /// The line so far, as it may be seen; nothing where it is long.
    pub fn line(&self) -> &str {
        if self.line.len() > LONGEST_LINE { "" } else { &self.line }
    }

    /// Begins another line.
    pub fn end_line(&mut self) {
        self.line.clear();
        self.push("\n");
    }

    /// Whether it ends with white space that is not hidden.
    pub fn ends_blank(&self) -> bool {
        self.text.len() > self.floor() && self.text.ends_with([' ', '\n', '\t'])
    }

    /// Where what is open at its end begins.
    fn floor(&self) -> usize {
        self.hidden.last().map_or(0, |(range, ..)| range.end)
    }

    /// Drops `blanks` at its end, but for hidden ones.
    pub fn trim(&mut self, blanks: &[char]) {
        let end = self.text.trim_end_matches(blanks).len().max(self.floor());
        self.text.truncate(end);
        let styles = self.styles.iter_mut().rev().map(|(range, _)| range);
        let links = self.links.iter_mut().rev().map(|(range, _)| range);
        let late =
            styles.take_while(|range| range.end > end).chain(links.take_while(|range| range.end > end));
        late.for_each(|range| *range = range.start.min(end)..end);
    }

    fn lay(&mut self, range: Range<usize>, style: Style) {
        match self.styles.last_mut().filter(|(last, was)| last.end == range.start && *was == style) {
            Some((last, _)) => last.end = range.end,
            None => self.styles.push((range, style)),
        }
    }

    /// All looks that are open.
    fn style(&self) -> Style {
        let open = Style::ALL.iter().zip(self.looks).filter(|(_, count)| *count > 0);
        let link = if self.link.is_some() { Style::LINK } else { Style::default() };
        open.fold(link, |all, (style, _)| all.and(*style))
    }

    /// Opens looks or closes them: `by` one more or less.
    pub fn look(&mut self, style: Style, by: i16) {
        for (look, count) in Style::ALL.iter().zip(&mut self.looks) {
            if style.has(*look) {
                *count = count.saturating_add_signed(by);
            }
        }
    }

    pub fn begin_link(&mut self, target: String) {
        self.end_link();
        self.link = Some((target, self.text.len()));
    }

    pub fn end_link(&mut self) {
        if let Some((target, start)) = self.link.take()
            && start < self.text.len()
        {
            self.links.push((start..self.text.len(), target));
        }
    }

    /// Begins a row of its table.
    pub fn row(&mut self) {
        self.end_cell();
        if self.cells.last().is_none_or(|row| !row.is_empty()) {
            self.cells.push(Vec::new());
        }
    }

    /// Begins a cell.
    pub fn cell(&mut self) {
        self.end_cell();
        let is_first = self.cells.last().is_none_or(Vec::is_empty);
        if !is_first || self.cells.len() > 1 {
            self.push(if is_first { "\n" } else { "\t" });
        }
        let start = self.text.len();
        if self.cells.is_empty() {
            self.cells.push(Vec::new());
        }
        self.cells.last_mut().into_iter().for_each(|row| row.push(start..start));
    }

    fn end_cell(&mut self) {
        if self.cells.last().is_some_and(|row| !row.is_empty()) {
            self.trim(&[' ']);
        }
        let end = self.text.len();
        if let Some(cell) = self.cells.last_mut().and_then(|row| row.last_mut()) {
            *cell = cell.start.min(end)..end;
        }
    }

    /// Adds what `span` of `inner` holds, on one line if it must be.
    pub fn add(&mut self, inner: &Document, span: Span, is_flat: bool) {
        let (from, to) = (span.start().get(), self.text.len());
        let text = inner.raw(span).replace('\t', " ");
        self.text.push_str(&if is_flat { text.replace('\n', " ") } else { text });
        let moved = |span: Span| {
            to + span.start().get().saturating_sub(from)..to + span.end().get().saturating_sub(from)
        };
        for (span, style) in inner.styles.over(span) {
            self.lay(moved(span), *style);
        }
        for (span, target) in inner.links.over(span) {
            if let Some(target) = inner.targets.get(*target as usize).filter(|_| self.link.is_none()) {
                self.links.push((moved(span), target.clone().into_string()));
            }
        }
    }

    /// Ranges that cover its text, with at most [`LONGEST`] bytes each of what is open, cut at a space or line
    /// end where there is one. What is hidden does not count, nor is it cut: its length must not show.
    pub fn parts(&self) -> Vec<Range<usize>> {
        let text = &self.text;
        let mut parts = Vec::new();
        let (mut start, mut at, mut room) = (0, 0, LONGEST);
        let end = std::iter::once(text.len()..text.len());
        let ends = self.hidden.iter().map(|(range, ..)| range.clone()).chain(end);
        for passage in ends {
            while passage.start.saturating_sub(at) > room {
                let open = text.get(at..floor(text, at + room)).unwrap_or_default();
                let cut = open.rfind([' ', '\n']).filter(|cut| *cut > 0).map_or(open.len(), |cut| cut + 1);
                parts.push(start..at + cut);
                (start, at, room) = (at + cut, at + cut, LONGEST);
            }
            room -= passage.start.saturating_sub(at).min(room);
            at = passage.end.max(at);
        }
        if start < text.len() || parts.is_empty() {
            parts.push(start..text.len());
        }
        parts
    }
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
