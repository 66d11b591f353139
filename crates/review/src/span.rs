//! Positions in the one text buffer: a place is a byte offset, never a row, so that it survives
//! every change of width, fold and curtain.

use std::ops::Range;

/// A byte offset into a document's text, always on a character boundary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Offset(u32);

impl Offset {
    /// The offset of byte `at`; positions past 4 GiB stick to the last one that can be told.
    pub fn new(at: usize) -> Self {
        Self(u32::try_from(at).unwrap_or(u32::MAX))
    }

    /// The offset as an index.
    pub fn get(self) -> usize {
        self.0 as usize
    }
}

/// A half-open range of offsets, `start <= end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: Offset,
    end: Offset,
}

impl Span {
    /// The span from `start` up to `end`; a backward pair becomes empty at `start`.
    pub fn new(start: Offset, end: Offset) -> Self {
        Self { start, end: end.max(start) }
    }

    /// The span of byte indexes `range`.
    pub fn of(range: Range<usize>) -> Self {
        Self::new(Offset::new(range.start), Offset::new(range.end))
    }

    /// Its first offset.
    pub fn start(self) -> Offset {
        self.start
    }

    /// The offset just past it.
    pub fn end(self) -> Offset {
        self.end
    }

    /// As a range of byte indexes.
    pub fn range(self) -> Range<usize> {
        self.start.get()..self.end.get()
    }

    /// Its length in bytes.
    pub fn len(self) -> usize {
        self.end.get() - self.start.get()
    }

    /// Whether it holds nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `at` lies inside.
    pub fn contains(self, at: Offset) -> bool {
        self.start <= at && at < self.end
    }

    /// What it shares with `other`; empty where they do not meet.
    ///
    /// ```
    /// use review::span::Span;
    /// assert_eq!(Span::of(2..6).meet(Span::of(4..9)), Span::of(4..6));
    /// assert!(Span::of(2..4).meet(Span::of(4..9)).is_empty());
    /// ```
    #[must_use]
    pub fn meet(self, other: Self) -> Self {
        Self::new(self.start.max(other.start), self.end.min(other.end))
    }

    /// What of it lies in none of `others`, which are in order.
    ///
    /// ```
    /// use review::span::Span;
    /// let parts = Span::of(2..9).without([Span::of(0..3), Span::of(5..6)]);
    /// assert_eq!(parts, [Span::of(3..5), Span::of(6..9)]);
    /// ```
    #[must_use]
    pub fn without(self, others: impl IntoIterator<Item = Self>) -> Vec<Self> {
        let mut parts = Vec::new();
        let mut start = self.start;
        for other in others {
            parts.push(Self::new(start, other.start).meet(self));
            start = start.max(other.end);
        }
        parts.push(Self::new(start, self.end).meet(self));
        parts.retain(|part| !part.is_empty());
        parts
    }
}
