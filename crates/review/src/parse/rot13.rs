//! ROT13: how Usenet hid a spoiler from eyes. What was announced is decoded and goes behind the
//! curtain, if it reads better decoded; plain English after talk of ROT13 stays as it is.

use std::ops::Range;

use super::Inline;
use crate::document::Level;
use crate::sentences;

/// Reads paragraphs in turn: a passage in ROT13 may have several.
#[derive(Default)]
pub(super) struct Rot13 {
    awaited: bool,
}

impl Rot13 {
    /// Whether the next paragraph was announced as ROT13.
    pub fn is_awaited(&self) -> bool {
        self.awaited
    }

    /// Decodes and hides what of `inline` is ROT13 and was announced, in the paragraph before or in this
    /// one; false where nothing is.
    pub fn decode(&mut self, inline: &mut Inline) -> bool {
        let announced = std::mem::take(&mut self.awaited);
        let here = may_announce(&inline.text).then(|| end_of_announcement(&inline.text)).flatten();
        self.awaited = here.is_some();
        if !announced && here.is_none() {
            return false;
        }
        let Some((text, coded)) = decoded(&inline.text, here.unwrap_or(0)) else { return false };
        self.awaited = true;
        inline.text = text;
        inline.literal.push(coded.clone());
        inline.literal.sort_by_key(|range| range.start);
        inline.spoilers.push((coded, Level::Ending));
        true
    }
}

/// Whether `line` speaks of ROT13.
pub(super) fn may_announce(line: &str) -> bool {
    memchr::memmem::find(line.as_bytes(), b"13").is_some() && end_of_announcement(line).is_some()
}

/// Just past the words of `text` that announce ROT13.
fn end_of_announcement(text: &str) -> Option<usize> {
    let lower = text.to_ascii_lowercase();
    let end =
        ["rot13", "rot-13", "rot 13"].iter().filter_map(|word| Some(lower.find(word)? + word.len())).min()?;
    let rest = text.get(end..).unwrap_or_default();
    Some(end + rest.find(char::is_alphabetic).unwrap_or(rest.len()))
}

/// `text` with what is ROT13 in it decoded, and where that stands: from `start` on, and from the
/// first sentence that reads better decoded to the last. Nothing where no sentence does.
fn decoded(text: &str, start: usize) -> Option<(String, Range<usize>)> {
    let (open, rest) = (text.get(..start)?, text.get(start..)?);
    // ROT13 leaves full stops and capitals alone, so that its sentences can be told too.
    let mut coded =
        sentences::split(rest).filter(|range| gain(rest.get(range.clone()).unwrap_or_default()) > 0);
    let first = coded.next()?;
    let range = first.start..coded.last().unwrap_or(first).end;
    let plain = [open, rest.get(..range.start)?, &turned(rest.get(range.clone())?), rest.get(range.end..)?];
    Some((plain.concat(), start + range.start..start + range.end))
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

fn turned(text: &str) -> String {
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
