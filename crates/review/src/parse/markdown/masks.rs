//! Passages that their author marked within a paragraph, kept from the Markdown parser: an asterisk or a
//! bracket in hidden text must not pair with one outside of it, for then the open text would tell what
//! is hidden. A stand-in is parsed in the place of each; what it held is parsed by itself.
//!
//! What Usenet hides with, form feeds and blank lines, means nothing to that parser either, and gets
//! stand-ins too.

use std::collections::HashMap;
use std::ops::Range;

use super::elements;
use super::html::{self, Part};
use super::pieces::Scan;
use crate::parse::{Builder, Inline, Turn};
use crate::spoilers::markup::{self, Pair};

// None of these is a character, and clean text has none of them.
/// Begins the number of a mask, which [`END`] ends.
const START: char = '\u{FDD0}';
/// The first of ten digits.
const DIGIT: u32 = 0xFDD1;
const END: char = '\u{FDDB}';
const FORM_FEED: char = '\u{FDDC}';
const BLANK_LINES: char = '\u{FDDD}';

/// An inline element that hides more text than this is parsed with what stands around it.
const LONGEST: usize = 4096;

/// A passage that was taken out of its paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Mask {
    /// What opens it.
    pub open: String,
    /// What it holds, on one line.
    pub inner: String,
    /// What closes it.
    pub close: String,
}

/// All that was taken out of a source.
#[derive(Default)]
pub(super) struct Masks {
    taken: Vec<Mask>,
    /// Blank lines at the end of the last piece.
    blank: usize,
}

/// A part of text that may hold stand-ins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stretch<'t> {
    Text(&'t str),
    Mask(usize),
    Turn(Turn),
}

impl Stretch<'_> {
    /// How long it is in the text.
    pub fn len(self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Mask(number) => START.len_utf8() * (2 + number.to_string().len()),
            Self::Turn(_) => START.len_utf8(),
        }
    }
}

impl Masks {
    /// `source` with stand-ins.
    pub fn take(&mut self, source: String, builder: &Builder) -> String {
        let bytes = source.as_bytes();
        let is_plain = !markup::may_hold_markup(bytes)
            && memchr::memchr(b'\x0C', bytes).is_none()
            && memchr::memmem::find(bytes, &[b'\n'; Turn::BLANK_LINES]).is_none()
            && memchr::memmem::find(bytes, b"poiler").is_none();
        if is_plain {
            self.blank = source.lines().rev().take_while(|line| line.trim().is_empty()).count();
            return source;
        }
        let mut out = String::with_capacity(source.len());
        let (mut scan, mut chunk) = (Scan::default(), 0..0);
        let mut at = 0;
        for line in source.split_inclusive('\n') {
            let was_outside = scan.is_outside();
            scan.line(line);
            let is_prose =
                was_outside && scan.is_outside() && !line.trim().is_empty() && !line.contains('\x0C');
            if !is_prose {
                self.chunk(source.get(chunk).unwrap_or_default(), builder, &mut out);
                chunk = at + line.len()..at + line.len();
                self.other_line(line, was_outside, &mut out);
            } else if stands_alone(line) {
                self.chunk(source.get(chunk).unwrap_or_default(), builder, &mut out);
                chunk = at + line.len()..at + line.len();
                self.after_blank_lines(&mut out);
                out.extend([quotes(line), "\n"]);
                self.chunk(line, builder, &mut out);
                out.extend([quotes(line), "\n"]);
            } else if chunk.is_empty() {
                self.after_blank_lines(&mut out);
            }
            at += line.len();
            chunk.end = at;
        }
        self.chunk(source.get(chunk).unwrap_or_default(), builder, &mut out);
        out
    }

    /// A line that is no prose: blank, of a fence, or with a form feed.
    fn other_line(&mut self, line: &str, is_outside: bool, out: &mut String) {
        if line.trim_matches([' ', '\t', '\n']).is_empty() {
            self.blank += 1;
            out.push_str(line);
            return;
        }
        self.after_blank_lines(out);
        let mut parts = line.split('\x0C').peekable();
        while let Some(part) = parts.next() {
            out.push_str(part);
            if is_outside && parts.peek().is_some() {
                out.extend(["\n\n", FORM_FEED.encode_utf8(&mut [0; 4]), "\n\n"]);
            }
        }
    }

    fn after_blank_lines(&mut self, out: &mut String) {
        if std::mem::take(&mut self.blank) >= Turn::BLANK_LINES && !out.trim().is_empty() {
            out.extend([BLANK_LINES.encode_utf8(&mut [0; 4]), "\n\n"]);
        }
    }

    /// Takes the passages out of the lines of a paragraph or several.
    fn chunk(&mut self, text: &str, builder: &Builder, out: &mut String) {
        let mut from = 0;
        for pair in pairs(text, builder) {
            out.push_str(text.get(from..pair.whole.start).unwrap_or_default());
            from = pair.whole.end;
            self.stand_in(out);
            let part = |range: Range<usize>| text.get(range).unwrap_or_default();
            self.taken.push(Mask {
                open: part(pair.whole.start..pair.inner.start).to_owned(),
                inner: one_line(part(pair.inner.clone())),
                close: part(pair.inner.end..pair.whole.end).to_owned(),
            });
        }
        out.push_str(text.get(from..).unwrap_or_default());
    }

    fn stand_in(&self, out: &mut String) {
        out.push(START);
        let digits = self.taken.len().to_string();
        out.extend(digits.bytes().filter_map(|digit| char::from_u32(DIGIT + u32::from(digit - b'0'))));
        out.push(END);
    }

    /// The mask numbered so.
    pub fn get(&self, number: usize) -> Option<&Mask> {
        self.taken.get(number)
    }

    /// `text` as it stood in the source.
    pub fn source_of(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for stretch in stretches(text) {
            match stretch {
                Stretch::Text(text) => out.push_str(text),
                Stretch::Turn(_) => {}
                Stretch::Mask(number) => {
                    if let Some(mask) = self.get(number) {
                        out.extend([mask.open.as_str(), &mask.inner, &mask.close]);
                    }
                }
            }
        }
        out
    }
}

/// The stretches of `text`, in order.
pub(super) fn stretches(text: &str) -> impl Iterator<Item = Stretch<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let (stretch, len) = match first {
            START => mask(rest)?,
            FORM_FEED => (Stretch::Turn(Turn::FormFeed), first.len_utf8()),
            BLANK_LINES => (Stretch::Turn(Turn::BlankLines), first.len_utf8()),
            _ => {
                let end = rest.find([START, FORM_FEED, BLANK_LINES]).unwrap_or(rest.len());
                (Stretch::Text(rest.get(..end)?), end)
            }
        };
        rest = rest.get(len..)?;
        Some(stretch)
    })
}

fn mask(text: &str) -> Option<(Stretch<'_>, usize)> {
    let end = text.find(END)?;
    let digits = text.get(START.len_utf8()..end)?.chars();
    let number =
        digits.fold(0, |number, digit| 10 * number + (digit as usize).saturating_sub(DIGIT as usize));
    Some((Stretch::Mask(number), end + END.len_utf8()))
}

/// Whether `line` is markup around blocks, with which nothing that is hidden may make one block.
fn stands_alone(line: &str) -> bool {
    let text = line.trim_start_matches([' ', '\t', '>']);
    text.starts_with(":::") || (text.starts_with("[!") && markup::is_callout(text))
}

/// The marks of the quotes in which `line` stands.
fn quotes(line: &str) -> &str {
    let text = line.trim_start_matches([' ', '\t', '>']);
    line.get(..line.len() - text.len()).unwrap_or_default().trim_end()
}

/// The passages in the lines of a paragraph, the outermost alone, in order.
fn pairs(text: &str, builder: &Builder) -> Vec<Pair> {
    let (literal, elements) = read(text);
    let mut inline = Inline { literal, ..Inline::plain(text) };
    if text.lines().any(is_table_head) {
        // In a table two pipes are an empty cell.
        inline.cells.push(Vec::new());
    }
    let mut pairs = markup::pairs(&inline, builder);
    pairs.extend(elements);
    pairs.sort_by_key(|pair| (pair.whole.start, std::cmp::Reverse(pair.whole.end)));
    let mut end = 0;
    pairs.retain(|pair| {
        let is_apart = pair.whole.start >= end;
        end = end.max(pair.whole.end);
        is_apart
    });
    pairs
}

/// `|---|---|`, under a table's head.
fn is_table_head(line: &str) -> bool {
    line.contains('|')
        && line.contains('-')
        && line.trim().chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

/// What of `text` is code, escaped or a tag, and the inline elements that say "spoiler".
fn read(text: &str) -> (Vec<Range<usize>>, Vec<Pair>) {
    let ticks = last_runs(text);
    let (mut literal, mut elements) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(skip) = memchr::memchr3(b'`', b'\\', b'<', text.as_bytes().get(at..).unwrap_or_default()) {
        at += skip;
        let rest = text.get(at..).unwrap_or_default();
        let len = match rest.as_bytes() {
            [b'`', ..] => code_span(rest, at, &ticks),
            [b'\\', next, ..] if next.is_ascii_punctuation() => Some(2),
            [b'<', ..] => element(rest)
                .map(|pair| {
                    elements.push(Pair {
                        whole: at..at + pair.whole.end,
                        inner: at + pair.inner.start..at + pair.inner.end,
                    });
                    pair.inner.start
                })
                .or_else(|| tag(rest)),
            _ => None,
        };
        match len {
            Some(len) => {
                literal.push(at..at + len);
                at += len;
            }
            None => at += run(rest, b'`').max(1),
        }
    }
    (literal, elements)
}

/// Where the last run of so many backticks begins.
fn last_runs(text: &str) -> HashMap<usize, usize> {
    let mut runs = HashMap::new();
    let mut at = 0;
    while let Some(skip) = memchr::memchr(b'`', text.as_bytes().get(at..).unwrap_or_default()) {
        at += skip;
        let len = run(text.get(at..).unwrap_or_default(), b'`');
        runs.insert(len, at);
        at += len;
    }
    runs
}

fn run(text: &str, of: u8) -> usize {
    text.bytes().take_while(|byte| *byte == of).count()
}

/// The length of the code span that begins `rest`, which stands at `at`.
fn code_span(rest: &str, at: usize, last: &HashMap<usize, usize>) -> Option<usize> {
    let width = run(rest, b'`');
    last.get(&width).filter(|last| **last > at)?;
    let mut end = width;
    loop {
        end += memchr::memchr(b'`', rest.as_bytes().get(end..)?)?;
        let found = run(rest.get(end..)?, b'`');
        end += found;
        if found == width {
            return Some(end);
        }
    }
}

/// The length of the tag or comment that begins `rest`; spoiler tags are markup.
fn tag(rest: &str) -> Option<usize> {
    match html::next(rest)? {
        (Part::Tag(tag), _) if !elements::is_known(tag.name) || tag.name.contains("spoiler") => None,
        (Part::Tag(tag), _) => Some(tag.source.len()),
        (Part::Void, behind) => Some(rest.len() - behind.len()),
        (Part::Text(_), _) => None,
    }
}

/// The inline element that begins `rest`, if it says "spoiler".
fn element(rest: &str) -> Option<Pair> {
    let (Part::Tag(tag), behind) = html::next(rest)? else { return None };
    if tag.closes
        || tag.is_void()
        || !tag.is_any(&["span", "a", "em", "i", "b", "strong", "mark", "s", "del", "font", "u", "small"])
        || !tag.says_spoiler()
    {
        return None;
    }
    let start = rest.len() - behind.len();
    let window = behind.as_bytes().get(..behind.len().min(LONGEST)).unwrap_or_default();
    for stop in memchr::memmem::find_iter(window, b"</") {
        let (Part::Tag(end), after) = html::next(behind.get(stop..)?)? else { continue };
        if end.closes && end.is(tag.name) {
            return Some(Pair { whole: 0..rest.len() - after.len(), inner: start..start + stop });
        }
    }
    None
}

/// `text` without its line ends and what stands before its further lines: the marks of quotes.
fn one_line(text: &str) -> String {
    let mut lines = text.split('\n');
    let mut out = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        let mut line = line.trim_start();
        while let Some(rest) = line.strip_prefix('>').filter(|rest| !rest.starts_with('!')) {
            line = rest.trim_start();
        }
        out.push(' ');
        out.push_str(line);
    }
    out
}
