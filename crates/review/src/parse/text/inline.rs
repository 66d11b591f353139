//! Emphasis as plain text has it: `*strong*`, `**strong**`, `_title_` and `_A_Long_Title_`, closed in
//! the same paragraph, with no letters outside and no blanks inside.

use std::ops::Range;

use super::rows;
use crate::document::Style;
use crate::parse::{Builder, Inline};

/// Emphasis longer than this is none.
const LONGEST: usize = 120;

/// `text` with its emphasis lifted out. Hidden passages have an emphasis of their own: a mark in one
/// never closes what a mark outside of it opened.
pub(super) fn styled(text: String, builder: &Builder) -> Inline {
    let mut inline = Inline::plain(text);
    if memchr::memchr2(b'*', b'_', inline.text.as_bytes()).is_none() {
        return inline;
    }
    let veils = rows::veiled(&inline.text, builder);
    let mut found = pairs(&inline.text, &outside(&inline.text, &veils));
    for veil in veils {
        found.extend(pairs(&inline.text, &[veil]));
    }
    let mut cuts = Vec::new();
    found.sort_by_key(|pair| pair.open);
    for pair in found {
        let inner = pair.open + pair.width..pair.close;
        let strong = inline.text.as_bytes().get(pair.open) == Some(&b'*');
        cuts.push((pair.open..inner.start, ""));
        if pair.is_whole && !strong {
            cuts.extend(underlines(&inline.text, &inner));
        }
        cuts.push((inner.end..inner.end + pair.width, ""));
        inline.styles.push((inner, if strong { Style::STRONG } else { Style::EMPHASIS }));
    }
    // A passage may stand within emphasis.
    cuts.sort_by_key(|(cut, _)| cut.start);
    inline.replace(&cuts);
    inline
}

/// Marks that belong together.
struct Pair {
    open: usize,
    close: usize,
    width: usize,
    /// Nothing between them is read apart.
    is_whole: bool,
}

/// What of `text` is not in `veils`.
fn outside(text: &str, veils: &[Range<usize>]) -> Vec<Range<usize>> {
    let starts = std::iter::once(0).chain(veils.iter().map(|veil| veil.end));
    let ends = veils.iter().map(|veil| veil.start).chain([text.len()]);
    starts.zip(ends).map(|(start, end)| start..end).collect()
}

/// The pairs of marks in `ranges` of `text`, which are read as if they were one.
fn pairs(text: &str, ranges: &[Range<usize>]) -> Vec<Pair> {
    let mut before = 0;
    let mut marks: Vec<(usize, usize)> = Vec::new();
    for range in ranges {
        let bytes = text.as_bytes().get(range.clone()).unwrap_or_default();
        let found = memchr::memchr2_iter(b'*', b'_', bytes);
        marks.extend(found.map(|at| (range.start + at, before + at)));
        before += bytes.len();
    }
    let mut pairs = Vec::new();
    let mut next = 0;
    while let Some(&(open, place)) = marks.get(next) {
        next += 1;
        let Some(width) = opens(text, open) else { continue };
        let mut near = marks.iter().enumerate().skip(next).take_while(|(_, mark)| mark.1 <= place + LONGEST);
        if let Some((last, &(close, end))) = near.find(|(_, mark)| closes(text, open, mark.0, width)) {
            pairs.push(Pair { open, close, width, is_whole: close - open == end - place });
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
fn underlines(text: &str, inner: &Range<usize>) -> Vec<(Range<usize>, &'static str)> {
    let title = text.get(inner.clone()).unwrap_or_default();
    if title.contains(' ') {
        return Vec::new();
    }
    let spaces = memchr::memchr_iter(b'_', title.as_bytes());
    spaces.map(|at| (inner.start + at..inner.start + at + 1, " ")).collect()
}
