//! ROT13: how Usenet hid a spoiler from eyes. What was announced is decoded and goes behind the
//! curtain, if it reads better decoded; plain English after talk of ROT13 stays as it is.

use std::ops::Range;

use super::Found;
use super::forms::{self, Shape};
use crate::sentences;

/// Adds what of `source` is ROT13 and was announced, in the paragraph before or in the same one, to the
/// passages `found`: a passage in ROT13 may have several paragraphs.
pub(super) fn add(source: &str, found: &mut Vec<Found>) {
    if end_of_announcement(source).is_none() {
        return;
    }
    let Some((form, _)) = forms::of(Shape::Rot13).next() else { return };
    let mut more = Vec::new();
    let mut awaited = false;
    for paragraph in paragraphs(source) {
        let text = source.get(paragraph.clone()).unwrap_or_default();
        let here = end_of_announcement(text);
        let announced = std::mem::replace(&mut awaited, here.is_some());
        if !announced && here.is_none() || is_taken(&paragraph, found) {
            continue;
        }
        let Some(coded) = coded(text, here.unwrap_or(0)) else { continue };
        awaited = true;
        let whole = paragraph.start + coded.start..paragraph.start + coded.end;
        let line = whole.start - super::line_before(source, whole.start).len();
        let mut passage = Found { line, form, ..Found::of(whole.clone(), whole) };
        passage.seat(source);
        more.push(passage);
    }
    found.extend(more);
    found.sort_by_key(|passage| passage.whole.start);
}

/// Whether something in `paragraph` is hidden already.
fn is_taken(paragraph: &Range<usize>, found: &[Found]) -> bool {
    let next = found.partition_point(|passage| passage.whole.end <= paragraph.start);
    found.get(next).is_some_and(|passage| passage.whole.start < paragraph.end)
}

/// Where the paragraphs of `source` stand.
fn paragraphs(source: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let mut range: Option<Range<usize>> = None;
        for line in source.get(at..)?.split_inclusive('\n') {
            let start = at;
            at += line.len();
            match (&mut range, line.trim().is_empty()) {
                (Some(_), true) => break,
                (None, true) => {}
                (range, false) => {
                    let start = range.as_ref().map_or(start, |range| range.start);
                    *range = Some(start..start + source.get(start..at)?.trim_end().len());
                }
            }
        }
        range
    })
}

/// Just past the words of `text` that announce ROT13.
fn end_of_announcement(text: &str) -> Option<usize> {
    let after = memchr::memmem::find_iter(text.as_bytes(), b"13").map(|at| at + 2);
    let mut after = after.filter(|end| {
        let before = text.get(..end - 2).unwrap_or_default();
        let before = before.strip_suffix([' ', '-']).unwrap_or(before);
        before
            .len()
            .checked_sub(3)
            .and_then(|at| before.get(at..))
            .is_some_and(|word| word.eq_ignore_ascii_case("rot"))
    });
    let end = after.next()?;
    let rest = text.get(end..).unwrap_or_default();
    Some(end + rest.find(char::is_alphabetic).unwrap_or(rest.len()))
}

/// What of `text` from `start` on is ROT13: from the first sentence that reads better decoded to the last.
fn coded(text: &str, start: usize) -> Option<Range<usize>> {
    let rest = text.get(start..)?;
    // ROT13 leaves full stops and capitals alone, so that its sentences can be told too.
    let mut coded =
        sentences::split(rest).filter(|range| gain(rest.get(range.clone()).unwrap_or_default()) > 0);
    let first = coded.next()?;
    Some(start + first.start..start + coded.last().unwrap_or(first).end)
}

/// How much more like English `text` is when decoded.
fn gain(text: &str) -> i32 {
    let letters = text.chars().filter(char::is_ascii_alphabetic);
    let letters: i32 = letters.map(|letter| weight(turn(letter)) - weight(letter)).sum();
    letters + 40 * text.split(|c: char| !c.is_ascii_alphabetic()).map(common).sum::<i32>()
}

/// How common a letter is in English, in a thousand.
fn weight(letter: char) -> i32 {
    const WEIGHTS: [i32; 26] =
        [82, 15, 28, 43, 127, 22, 20, 61, 70, 2, 8, 40, 24, 67, 75, 19, 1, 60, 63, 91, 28, 10, 24, 2, 20, 1];
    let at = (letter.to_ascii_lowercase() as usize).wrapping_sub('a' as usize);
    WEIGHTS.get(at).copied().unwrap_or(0)
}

/// 1 for the code of a common word, -1 for a common word.
fn common(word: &str) -> i32 {
    match word.to_ascii_lowercase().as_str() {
        "gur" | "naq" | "bs" | "vf" | "va" | "gb" | "ur" | "fur" | "vg" | "uvf" | "jvgu" | "gung" => 1,
        "the" | "and" | "of" | "is" | "in" | "to" | "he" | "she" | "it" | "his" | "with" | "that" => -1,
        _ => 0,
    }
}

/// `text` decoded.
pub(crate) fn turned(text: &str) -> String {
    text.chars().map(turn).collect()
}

fn turn(letter: char) -> char {
    let turn = |first: u8| char::from((letter as u8 - first + 13) % 26 + first);
    match letter {
        'a'..='z' => turn(b'a'),
        'A'..='Z' => turn(b'A'),
        other => other,
    }
}
