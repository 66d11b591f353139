//! Sentences of prose: what is judged, hidden and revealed is a sentence, so a wrong cut shows as a
//! half-hidden thought.
//!
//! One pass over the bytes stops at marks that may end a sentence and asks only there; what it asks
//! looks a bounded way back and ahead, so that the cost is linear whatever the text.

use std::ops::Range;

use super::document::{self, Document, Kind};
use super::marks::Layer;
use crate::span::Span;

mod words;

/// The sentences of all blocks of prose, in order; each block learns its first.
pub(crate) fn split_all(document: &mut Document) -> Vec<Span> {
    let mut sentences = Vec::new();
    for number in 0..document.blocks.len() {
        let Some(&block) = document.blocks.get(number) else { break };
        if let Some(block) = document.blocks.get_mut(number) {
            block.first_sentence = u32::try_from(sentences.len()).unwrap_or(u32::MAX);
        }
        // Whether a hidden block is prose must not show.
        let kind = if document.is_dark(block.span) { block.formless().kind } else { block.kind };
        for part in parts(&document.marked, block.span) {
            let start = part.start().get();
            let text = document.text.get(part.range()).unwrap_or_default();
            let place = |range: Range<usize>| Span::of(start + range.start..start + range.end);
            match kind {
                Kind::Paragraph | Kind::Item(_) => sentences.extend(split(text).map(place)),
                Kind::Heading(_) => sentences.extend(trimmed(text).map(place)),
                Kind::Code | Kind::Rule | Kind::Table(_) | Kind::Meta => {}
            }
        }
    }
    sentences.shrink_to_fit();
    sentences
}

/// `block` cut where marked passages begin and end: how the open text falls into sentences must not
/// depend on what is hidden in it.
fn parts(passages: &Layer<document::Mark>, block: Span) -> impl Iterator<Item = Span> {
    let mut edges = vec![block.start()];
    edges.extend(passages.over(block).flat_map(|(passage, _)| {
        let passage = passage.meet(block);
        [passage.start(), passage.end()]
    }));
    edges.push(block.end());
    let starts = edges.clone().into_iter();
    starts
        .zip(edges.into_iter().skip(1))
        .map(|(start, end)| Span::new(start, end))
        .filter(|part| !part.is_empty())
}

/// The sentences of one block's `text`, as ranges trimmed of spaces that cover all its words.
pub(crate) fn split(text: &str) -> impl Iterator<Item = Range<usize>> {
    Sentences { text, at: 0 }
}

fn trimmed(text: &str) -> Option<Range<usize>> {
    let start = text.len() - text.trim_start().len();
    let end = start + text.trim().len();
    (start < end).then_some(start..end)
}

struct Sentences<'t> {
    text: &'t str,
    at: usize,
}

impl Iterator for Sentences<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let start = skip_spaces(self.text, self.at);
        if start >= self.text.len() {
            return None;
        }
        let mut from = start;
        while let Some(at) = next_mark(self.text.as_bytes(), from) {
            let stop = Stop::at(self.text, at);
            if stop.ends_sentence(self.text, start) {
                self.at = stop.next;
                return Some(start..stop.end);
            }
            from = stop.end;
        }
        self.at = self.text.len();
        let tail = self.text.get(start..).unwrap_or_default();
        Some(start..start + tail.trim_end().len())
    }
}

/// A place where a sentence may end: `Dr.`, `…` or `?!")`.
struct Stop {
    /// Where its marks begin.
    mark: usize,
    /// Just past its marks, before quotes and brackets that close.
    closers: usize,
    /// Just past those.
    end: usize,
    /// Where the next word or its opening quote begins.
    next: usize,
    kind: Mark,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// One full stop, which may belong to an abbreviation.
    Dot,
    /// Dots that trail off: the sentence may go on.
    Ellipsis,
    /// Question and exclamation marks.
    Loud,
    /// A full stop of a script that sets no space behind it.
    Wide,
}

impl Stop {
    fn at(text: &str, mark: usize) -> Self {
        let (closers, kind) = marks(text, mark);
        let end = skip_notes(text, skip_closers(text, closers));
        Self { mark, closers, end, next: skip_spaces(text, end), kind }
    }

    fn ends_sentence(&self, text: &str, start: usize) -> bool {
        if self.next >= text.len() || self.kind == Mark::Wide {
            return true;
        }
        if self.next == self.end {
            return false;
        }
        let after = text.get(skip_openers(text, self.next)..).unwrap_or_default();
        let Some(first) = after.chars().next() else { return true };
        if self.stands_apart(text) {
            return self.kind != Mark::Ellipsis;
        }
        if first.is_lowercase() || matches!(first, ',' | ';' | ':' | ')' | '.' | '!' | '?') {
            return false;
        }
        if self.is_quoted_word(text, start) {
            return false;
        }
        let word = words::leading(after);
        match self.kind {
            Mark::Ellipsis => !words::is_first_person(word),
            Mark::Dot => !self.abbreviates(text, start, word, first),
            Mark::Loud | Mark::Wide => true,
        }
    }

    /// Whether a blank stands before the mark, as in text that was cut into tokens (`it moves . nobody
    /// cares .`), where capitals are often lost, too.
    fn stands_apart(&self, text: &str) -> bool {
        let before = self.mark.checked_sub(1).and_then(|before| text.as_bytes().get(before));
        before == Some(&b' ') && self.next > self.end
    }

    /// Words quoted one by one ("Yes." "No.") are one sentence: apart they say nothing.
    fn is_quoted_word(&self, text: &str, start: usize) -> bool {
        let is_quote = |s: &str| s.starts_with(['"', '\u{201C}']);
        let word = text.get(start..self.mark).unwrap_or_default();
        let next = text.get(self.next..).unwrap_or_default();
        word.len() < 40 && is_quote(word) && is_quote(next) && !word.contains(' ')
    }

    fn abbreviates(&self, text: &str, start: usize, next: &str, first: char) -> bool {
        let word = words::trailing(text.get(start..self.mark).unwrap_or_default());
        if start + word.len() == self.mark && word.len() < 4 && word.bytes().all(|b| b.is_ascii_digit()) {
            return self.closers == self.end;
        }
        match words::rank(word) {
            words::Rank::Plain => false,
            words::Rank::Joins => true,
            words::Rank::Counts => first.is_ascii_digit(),
            words::Rank::Unsure => self.closers < self.end || !words::is_opening(next),
        }
    }
}

/// The next byte from `from` on that may begin the marks which end a sentence.
fn next_mark(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let is_mark = |at: usize| match rest.get(at..at + 3) {
        Some([0xE2, 0x80, 0xA6] | [0xE3, 0x80, 0x82] | [0xEF, 0xBC, 0x81 | 0x9F]) => true,
        _ => rest.get(at).is_some_and(u8::is_ascii),
    };
    let mut at = 0;
    loop {
        at += rest.get(at..)?.iter().position(|&b| MAY_MARK[b as usize])?;
        if is_mark(at) {
            return Some(from + at);
        }
        at += 1;
    }
}

const MAY_MARK: [bool; 256] = {
    let mut table = [false; 256];
    table[b'.' as usize] = true;
    table[b'!' as usize] = true;
    table[b'?' as usize] = true;
    table[0xE2] = true;
    table[0xE3] = true;
    table[0xEF] = true;
    table
};

/// Where the run of marks at `at` ends, and what it is; `. . .` is one run.
fn marks(text: &str, at: usize) -> (usize, Mark) {
    let (mut end, mut dots, mut kind) = (at, 0, Mark::Ellipsis);
    let rest = text.get(at..).unwrap_or_default();
    for c in rest.chars() {
        match c {
            '.' => dots += 1,
            '\u{2026}' => dots += 3,
            '!' | '?' => kind = Mark::Loud,
            '。' | '！' | '？' => return (end + c.len_utf8(), Mark::Wide),
            _ => break,
        }
        end += c.len_utf8();
    }
    while dots > 0 && text.get(end..).is_some_and(|rest| rest.starts_with(" .") && !is_decimal(rest)) {
        end += 2;
        dots += 1;
    }
    match kind {
        Mark::Ellipsis if dots == 1 => (end, Mark::Dot),
        kind => (end, kind),
    }
}

/// Whether ` .` begins a number such as ` .38`.
fn is_decimal(rest: &str) -> bool {
    rest.as_bytes().get(2).is_some_and(u8::is_ascii_alphanumeric)
}

fn skip_closers(text: &str, at: usize) -> usize {
    skip(text, at, |c| matches!(c, '"' | '\'' | ')' | ']' | '*' | '_' | '\u{201D}' | '\u{2019}' | '»' | '›'))
}

fn skip_openers(text: &str, at: usize) -> usize {
    let is_opener = |c| {
        matches!(
            c,
            '"' | '\''
                | '('
                | '['
                | '*'
                | '_'
                | '\u{201C}'
                | '\u{2018}'
                | '«'
                | '‹'
                | '-'
                | '–'
                | '—'
                | '\u{2026}'
        ) || c == ' '
            || c == '.'
    };
    skip(text, at, is_opener)
}

fn skip_spaces(text: &str, at: usize) -> usize {
    skip(text, at, char::is_whitespace)
}

fn skip(text: &str, at: usize, mut is_skipped: impl FnMut(char) -> bool) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.find(|c| !is_skipped(c)).unwrap_or(rest.len())
}

/// Notes such as `[24]` belong to the sentence they follow.
fn skip_notes(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    while bytes.get(at) == Some(&b'[') {
        let digits = bytes.iter().skip(at + 1).take(5).take_while(|b| b.is_ascii_digit()).count();
        if digits == 0 || bytes.get(at + 1 + digits) != Some(&b']') {
            break;
        }
        at += digits + 2;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `|` marks where a sentence ends and the next begins.
    fn check(marked: &str) {
        let expected: Vec<&str> = marked.split('|').map(str::trim).collect();
        let text = marked.replace('|', " ");
        let found: Vec<&str> = split(&text).filter_map(|range| text.get(range)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn full_stops_of_abbreviations_and_numbers_end_nothing() {
        check("Dr. Mabuse meets Mr. T and Mrs. Danvers.|They talk.");
        check("It quotes \"St. Elmo's Fire\" twice.|Why?");
        check("Samuel L. Jackson and J. J. Abrams shout.|It helps.");
        check("It runs 3.5 hours, Alien vs. Predator style, till 11 p.m. on a Monday.|It drags.");
        check("He grew up in the U.S. and it shows.|He left for L.A.|The film did not.");
        check("Reel No. 5 is lost.|No. 6 is not.|I say no.|You agree.");
        check("N°. 12 is a Chanel of a film.|Smell it.");
    }

    #[test]
    fn closers_and_notes_belong_to_what_they_close() {
        check("She said \"never.\"|He left.");
        check("(It was dull.)|Then it was not.");
        check("Critics agreed.[24][25]|Viewers did not.");
        check("“Is it over?”|It was.");
    }

    #[test]
    fn what_trails_off_may_go_on() {
        check("Only… they stay.|Nobody knows why...|The end.");
        check("A favourite of mine… I only half mean it… but still.|Fine.");
        check("Wait. . . what?|Yes.");
    }

    #[test]
    fn marks_inside_a_sentence_end_nothing() {
        check("The \"Help!\" of it all wears thin.|Truly!");
        check("We saw it (twice!) and slept.|Bliss.");
        check("Read it at example.com or v1.2 of it.|Do.");
    }

    #[test]
    fn words_quoted_one_by_one_stay_together() {
        check("They have words for it.|\"Dispatch.\"  \"Retirement.\"|They mean death.");
    }

    #[test]
    fn other_scripts_set_no_space() {
        let text = "映画は良い。とても！";
        assert_eq!(split(text).filter_map(|r| text.get(r)).collect::<Vec<_>>(), ["映画は良い。", "とても！"]);
    }

    #[test]
    fn every_word_is_in_a_sentence() {
        let text = " \u{a0}...  ?! a.  \"  é… . ";
        let words: String = split(text).filter_map(|r| text.get(r)).collect();
        let bare = |s: &str| s.split_whitespace().collect::<String>();
        assert_eq!(bare(&words), bare(text));
    }
}
