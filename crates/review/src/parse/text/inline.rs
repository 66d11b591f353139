//! Emphasis as plain text has it: `*strong*`, `**strong**`, `_title_` and `_A_Long_Title_`, closed in
//! the same paragraph, with no letters outside and no blanks inside.

use std::ops::Range;

use crate::document::Style;
use crate::parse::{Builder, Event, Node, words};

/// Emphasis longer than this is none.
const LONGEST: usize = 120;

/// Tells `builder` of `text` with its emphasis lifted out.
pub(super) fn styled(text: &str, builder: &mut Builder) {
    let mut at = 0;
    for (range, mark) in marks(text) {
        words(text.get(at..range.start).unwrap_or_default(), builder);
        builder.take(match mark {
            Mark::Open(style) => Event::Open(Node::Style(style)),
            Mark::Close(style) => Event::Close(Node::Style(style)),
            Mark::Space => Event::Text(" "),
        });
        at = range.end;
    }
    words(text.get(at..).unwrap_or_default(), builder);
}

/// What a mark of emphasis is.
#[derive(Clone, Copy)]
enum Mark {
    Open(Style),
    Close(Style),
    /// It stands for a space.
    Space,
}

/// The marks of emphasis in `text`, in order.
fn marks(text: &str) -> Vec<(Range<usize>, Mark)> {
    let mut marks = Vec::new();
    if memchr::memchr2(b'*', b'_', text.as_bytes()).is_none() {
        return marks;
    }
    for Pair { open, close, width } in pairs(text) {
        let inner = open + width..close;
        let is_strong = text.as_bytes().get(open) == Some(&b'*');
        let style = if is_strong { Style::STRONG } else { Style::EMPHASIS };
        marks.push((open..inner.start, Mark::Open(style)));
        if !is_strong {
            marks.extend(underlines(text, &inner).map(|range| (range, Mark::Space)));
        }
        marks.push((inner.end..inner.end + width, Mark::Close(style)));
    }
    marks
}

/// Marks that belong together.
struct Pair {
    open: usize,
    close: usize,
    width: usize,
}

/// The pairs of marks in `text`, in order.
fn pairs(text: &str) -> Vec<Pair> {
    let marks: Vec<usize> = memchr::memchr2_iter(b'*', b'_', text.as_bytes()).collect();
    let mut pairs = Vec::new();
    let mut next = 0;
    while let Some(&open) = marks.get(next) {
        next += 1;
        let Some(width) = opens(text, open) else { continue };
        let mut near = marks.iter().enumerate().skip(next).take_while(|(_, mark)| **mark <= open + LONGEST);
        if let Some((last, &close)) = near.find(|(_, mark)| closes(text, open, **mark, width)) {
            pairs.push(Pair { open, close, width });
            next = last + width;
        }
    }
    pairs
}

/// How many marks there are at `at`, where they may open emphasis.
fn opens(text: &str, at: usize) -> Option<usize> {
    let mark = *text.as_bytes().get(at)?;
    let before = text.get(..at)?.chars().next_back();
    let width = run(text, at, mark);
    let after = text.get(at + width..)?.chars().next()?;
    let fits = width <= 2 && !after.is_whitespace();
    (fits && !before.is_some_and(|c| c.is_alphanumeric() || c == char::from(mark))).then_some(width)
}

/// Whether the marks at `at` close the `width` marks at `open`.
fn closes(text: &str, open: usize, at: usize, width: usize) -> bool {
    let bytes = text.as_bytes();
    let Some(mark) = bytes.get(open).copied().filter(|mark| bytes.get(at) == Some(mark)) else {
        return false;
    };
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    let after = text.get(at + width..).and_then(|after| after.chars().next());
    at > open + width
        && run(text, at, mark) == width
        && !before.is_some_and(|c| c.is_whitespace() || c == char::from(mark))
        && !after.is_some_and(char::is_alphanumeric)
}

/// How many of `mark` stand in a row at `at`; three are too many.
fn run(text: &str, at: usize, mark: u8) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    rest.iter().take(3).take_while(|byte| **byte == mark).count()
}

/// The underlines that are spaces in `_A_Long_Title_`.
fn underlines(text: &str, inner: &Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let title = text.get(inner.clone()).filter(|title| !title.contains(' ')).unwrap_or_default();
    let start = inner.start;
    memchr::memchr_iter(b'_', title.as_bytes()).map(move |at| start + at..start + at + 1)
}
