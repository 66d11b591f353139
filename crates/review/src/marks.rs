//! Stand-off marks: what is known about stretches of the text, kept beside it in order, so that the
//! text itself stays one plain buffer.

use judge::Level;

use crate::span::{Offset, Span};

/// Marks of one kind over a text: sorted, not overlapping, none empty.
#[derive(Clone, Debug)]
pub struct Layer<T> {
    marks: Vec<(Span, T)>,
}

impl<T> Default for Layer<T> {
    fn default() -> Self {
        Self { marks: Vec::new() }
    }
}

impl<T> Layer<T> {
    /// Adds a mark after all others. What overlaps an earlier mark is cut off, and an empty mark is
    /// dropped, so the layer stays sound whatever a parser says.
    pub fn push(&mut self, span: Span, mark: T) {
        let floor = self.marks.last().map_or(Offset::default(), |(last, _)| last.end());
        let span = Span::new(span.start().max(floor), span.end());
        if !span.is_empty() {
            self.marks.push((span, mark));
        }
    }

    /// The marks that meet `span`, in order.
    pub fn over(&self, span: Span) -> impl Iterator<Item = (Span, &T)> {
        let first = self.marks.partition_point(|(mark, _)| mark.end() <= span.start());
        let rest = self.marks.get(first..).unwrap_or_default();
        rest.iter().take_while(move |(mark, _)| mark.start() < span.end()).map(|(mark, t)| (*mark, t))
    }

    /// The mark that holds `at`.
    pub fn at(&self, at: Offset) -> Option<(Span, &T)> {
        self.over(Span::new(at, Offset::new(at.get() + 1))).next()
    }

    /// Puts `marks`, which are in order, in the place of those that begin in `span` and are not to be kept.
    pub fn replace(&mut self, span: Span, keep: impl Fn(&T) -> bool, marks: Vec<(Span, T)>) {
        let start = self.marks.partition_point(|(mark, _)| mark.start() < span.start());
        let end = self.marks.partition_point(|(mark, _)| mark.start() < span.end());
        let mut new: Vec<(Span, T)> = self.marks.drain(start..end).filter(|(_, t)| keep(t)).collect();
        new.extend(marks);
        new.sort_by_key(|(mark, _)| *mark);
        self.marks.splice(start..start, new);
    }

    /// All marks in order.
    pub fn iter(&self) -> impl Iterator<Item = (Span, &T)> {
        self.marks.iter().map(|(span, t)| (*span, t))
    }

    /// Gives back memory that growing left over.
    pub fn shrink(&mut self) {
        self.marks.shrink_to_fit();
    }
}

/// Who says that a passage tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The author's markup.
    Markup,
    /// A warning that stands before it.
    Warning,
    /// The program, from the prose.
    Judged,
    /// The reader.
    Reader,
    /// Nobody: it is the rating, which the reader does not want to know.
    Rating,
    /// Nobody: it has not been judged yet.
    Unread,
}

impl Reason {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Markup => "markup",
            Self::Warning => "warning",
            Self::Judged => "judged",
            Self::Reader => "reader",
            Self::Rating => "rating",
            Self::Unread => "unread",
        }
    }
}

/// That a stretch of text gives the story away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub level: Level,
    pub reason: Reason,
}
