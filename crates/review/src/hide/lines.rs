//! A source read line by line: its paragraphs, in which delimiters are looked for, and the markup that takes
//! lines of its own.

mod regions;

use std::ops::Range;

use super::forms::{self, Shape};
use super::inline;
use super::line::{Line, begins_item, run};
use super::scan::Scan;
use super::token::{Act, key};
use crate::document::{Format, Level};

/// So many blank lines in a row push what follows off the screen.
const BLANK_LINES: usize = 10;

impl<'s> Scan<'s> {
    /// Reads `source`.
    pub fn of(source: &'s str, format: Format) -> Self {
        let mut scan = Self::empty(source, format);
        scan.lines();
        scan.tokens.sort_by_key(|token| token.range.start());
        scan.name_notes();
        scan
    }

    /// `[spoiler: label]` is no note where `[/spoiler]` follows it, before anything else is opened so.
    fn name_notes(&mut self) {
        let opener = |shape| forms::of(shape).find(|(_, form)| form.open == "[");
        let (Some((note, _)), Some((bracket, form))) = (opener(Shape::Inside), opener(Shape::Command)) else {
            return;
        };
        let own = key(&form.open, "*");
        let mut is_closed = false;
        for token in self.tokens.iter_mut().rev() {
            if token.form == note && token.act == Act::Open && std::mem::take(&mut is_closed) {
                token.name(self.source, bracket, own);
            } else if token.form == bracket && token.key == own {
                is_closed = token.act == Act::Close;
            } else if token.form == note && token.act == Act::Open {
                is_closed = false;
            }
        }
    }

    fn lines(&mut self) {
        let (mut at, mut paragraph) = (0, 0..0);
        while at < self.source.len() {
            let line = Line::at(self.source, at);
            let taken =
                self.special(&line, &mut paragraph).or_else(|| is_fence_of_facts(&line).then_some(line.next));
            at = taken.unwrap_or(line.next);
            if taken.is_some() {
                self.paragraph(&mut paragraph);
            } else {
                if paragraph.end == 0 {
                    paragraph.start = line.body_at();
                } else if self.begins_block(&line) {
                    self.paragraph(&mut paragraph);
                    paragraph.start = line.body_at();
                }
                paragraph.end = line.end();
                if self.is_markdown() && line.body.starts_with('#') {
                    self.paragraph(&mut paragraph);
                }
            }
        }
        self.paragraph(&mut paragraph);
    }

    /// Looks for delimiters in a paragraph that ends.
    fn paragraph(&mut self, range: &mut Range<usize>) {
        if range.start < range.end {
            inline::read(self, range.clone());
            self.ends.push(range.end);
        }
        *range = 0..0;
    }

    /// Where to read on behind a line that is no prose.
    fn special(&mut self, line: &Line<'s>, paragraph: &mut Range<usize>) -> Option<usize> {
        if line.body.is_empty() {
            self.blank += 1;
            return Some(line.next);
        }
        if let Some(feed) = memchr::memchr(b'\x0C', line.body.as_bytes()) {
            return Some(self.form_feed(line, feed, paragraph));
        }
        let blank = std::mem::take(&mut self.blank);
        let has_text = !self.ends.is_empty() || !self.tokens.is_empty();
        if blank >= BLANK_LINES && has_text {
            let before = self.source.get(..line.start).unwrap_or_default().trim_end().len();
            self.push(before..line.start, turn(1), Act::Either, before..before, Level::Ending);
        }
        if self.is_code(line, blank) {
            return Some(line.next);
        }
        self.fence(line)
            .or_else(|| self.comment(line))
            .or_else(|| self.delimited(line))
            .or_else(|| self.container(line))
            .or_else(|| self.indented(line))
            .or_else(|| self.callout(line))
    }

    /// An indented line behind a blank one is code, if it stands in no list.
    fn is_code(&mut self, line: &Line<'s>, blank: usize) -> bool {
        let indented = line.indent() >= 4;
        if !indented {
            let begins = begins_item(line.body) || line.body.starts_with("[^");
            self.in_list = begins || (self.in_list && line.indent() > 0);
        }
        let follows = blank > 0 || self.was_code || (self.ends.is_empty() && self.tokens.is_empty());
        // It may be hidden, too, and then what closes that is no code.
        self.was_code = self.is_markdown() && indented && !self.in_list && follows && !self.has_open;
        self.was_code
    }

    fn begins_block(&self, line: &Line<'s>) -> bool {
        self.is_markdown() && (line.body.starts_with('#') || begins_item(line.body))
    }

    fn form_feed(&mut self, line: &Line<'s>, feed: usize, paragraph: &mut Range<usize>) -> usize {
        let at = line.body_at() + feed;
        if feed > 0 {
            paragraph.start = if paragraph.start < paragraph.end { paragraph.start } else { line.body_at() };
            paragraph.end = at;
        }
        self.paragraph(paragraph);
        self.blank = 0;
        self.push(at..at + 1, turn(0), Act::Either, at..at, Level::Ending);
        at + 1
    }
}

/// The line around front matter, or under a heading.
fn is_fence_of_facts(line: &Line<'_>) -> bool {
    let first = line.body.bytes().next().filter(|byte| matches!(byte, b'-' | b'+' | b'='));
    first.is_some_and(|mark| line.body.len() >= 3 && run(line.body, mark) == line.body.len())
}

/// The number and key of the turn numbered so.
fn turn(number: usize) -> (u8, u32) {
    forms::of(Shape::Turn)
        .nth(number)
        .map_or((0, 0), |(form, _)| (form, key("turn", if number == 0 { "feed" } else { "" })))
}
