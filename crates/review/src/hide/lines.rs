//! A source line by line: its paragraphs, in which delimiters are looked for, and the markup that takes
//! lines of its own.

use std::ops::Range;

use super::forms::{self, Form, Shape};
use super::inline;
use super::label;
use super::token::{Act, Token, key};
use crate::document::{Format, Level};
use crate::span::Span;

/// So many blank lines in a row push what follows off the screen.
const BLANK_LINES: usize = 10;

/// What was found in a source.
// Each is something else that is known of the lines before.
#[allow(clippy::struct_excessive_bools)]
pub(super) struct Scan<'s> {
    pub source: &'s str,
    pub format: Format,
    /// All delimiters, in order.
    pub tokens: Vec<Token>,
    /// Where each paragraph ends.
    pub ends: Vec<usize>,
    /// Something was opened already, so that what nests in it counts.
    pub has_open: bool,
    blank: usize,
    was_code: bool,
    in_list: bool,
    /// Fences of this mark and length are closed nowhere behind.
    unclosed: Vec<(u8, usize)>,
    no_comment_ends: bool,
}

/// A line with what stands before it.
#[derive(Clone, Copy)]
struct Line<'s> {
    start: usize,
    /// Its quote marks and blanks.
    prefix: &'s str,
    body: &'s str,
    /// Where the next line starts.
    next: usize,
}

impl<'s> Line<'s> {
    fn at(source: &'s str, start: usize) -> Self {
        let rest = source.get(start..).unwrap_or_default();
        let end = memchr::memchr(b'\n', rest.as_bytes());
        let text = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        let (prefix, body) = text.split_at(prefix_len(text));
        // A form feed is no blank here: it hides.
        let body = body.trim_end_matches(|c: char| c.is_whitespace() && c != '\x0C');
        Self { start, prefix, body, next: start + end.map_or(rest.len(), |end| end + 1) }
    }

    fn body_at(&self) -> usize {
        self.start + self.prefix.len()
    }

    fn end(&self) -> usize {
        self.body_at() + self.body.len()
    }

    fn quotes(&self) -> usize {
        self.prefix.bytes().filter(|byte| *byte == b'>').count()
    }

    /// How far it is indented behind its quote marks.
    fn indent(&self) -> usize {
        let blanks = self.prefix.rsplit('>').next().unwrap_or_default();
        blanks.bytes().map(|byte| if byte == b'\t' { 4 } else { 1 }).sum()
    }
}

/// How much of `line` is blanks and the marks of quotes; `>!` is spoiler markup.
pub(super) fn prefix_len(line: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = line.get(at..).unwrap_or_default();
        let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let behind = rest.get(blank..).unwrap_or_default();
        if !behind.starts_with('>') || behind.starts_with(">!") {
            return at + blank;
        }
        at += blank + 1;
    }
}

impl<'s> Scan<'s> {
    /// Reads `source`.
    pub fn new(source: &'s str, format: Format) -> Self {
        let mut scan = Self {
            source,
            format,
            tokens: Vec::new(),
            ends: Vec::new(),
            has_open: false,
            blank: 0,
            was_code: false,
            in_list: false,
            unclosed: Vec::new(),
            no_comment_ends: false,
        };
        scan.lines();
        scan.tokens.sort_by_key(|token| token.range.start());
        scan.name_notes();
        scan
    }

    /// `[spoiler: label]` is no note where `[/spoiler]` follows it, before anything else is opened so.
    fn name_notes(&mut self) {
        let (Some((note, _)), Some((bracket, form))) =
            (form_that_opens(Shape::Inside, "["), form_that_opens(Shape::Command, "["))
        else {
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

    fn is_markdown(&self) -> bool {
        self.format == Format::Markdown
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

    /// Adds a delimiter.
    pub fn push(
        &mut self,
        range: Range<usize>,
        (form, key): (u8, u32),
        act: Act,
        label: Range<usize>,
        level: Level,
    ) {
        self.has_open |= matches!(act, Act::Open | Act::Either);
        let block = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        let (range, label) = (Span::of(range), Span::of(label));
        self.tokens.push(Token { range, label, key, block, form, act, level });
    }

    /// A fence: what stands in it is text, unless its info says "spoiler".
    fn fence(&mut self, line: &Line<'s>) -> Option<usize> {
        let mark = line.body.bytes().next().filter(|byte| matches!(byte, b'`' | b'~'))?;
        let len = run(line.body, mark);
        let info = line.body.get(len..)?.trim();
        if len < 3 || (mark == b'`' && info.contains('`')) {
            return None;
        }
        let speaks = says(info);
        let (form, _) = form(Shape::Fence, 0)?;
        let own = (form, key("fence", ""));
        let end = self.fence_end(line, mark, len);
        if speaks {
            let label = label_in(self.source, line.body_at() + len..line.end(), info);
            self.push(line.start..line.next, own, Act::Open, label, label::level(info));
            if let Some(end) = end {
                self.push(end.start..end.end(), own, Act::Close, end.end()..end.end(), Level::Ending);
            }
            return Some(end.map_or(line.next, |end| end.next));
        }
        end.map(|end| end.next)
    }

    fn fence_end(&mut self, open: &Line<'s>, mark: u8, len: usize) -> Option<Line<'s>> {
        if self.unclosed.iter().any(|(known, shortest)| *known == mark && len >= *shortest) {
            return None;
        }
        let mut at = open.next;
        while at < self.source.len() {
            let line = Line::at(self.source, at);
            let marks = run(line.body, mark);
            if marks >= len && marks == line.body.len() {
                return Some(line);
            }
            at = line.next;
        }
        self.unclosed.push((mark, len));
        None
    }

    /// Comments, scripts and styles, of which no reader of Markdown sees anything.
    fn comment(&mut self, line: &Line<'s>) -> Option<usize> {
        if !self.is_markdown() || !line.body.starts_with('<') || self.no_comment_ends {
            return None;
        }
        let ends = [("<!--", "-->"), ("<script", "</script"), ("<style", "</style")];
        let (_, end) = ends.iter().find(|(open, _)| starts(line.body, open))?;
        let rest = self.source.get(line.body_at()..)?;
        let found = find_folded(rest, end);
        let Some(found) = found else {
            self.no_comment_ends = true;
            return None;
        };
        let is_markup = *end == "-->" && label::has_stem(rest.get(..found)?);
        let next = Line::at(self.source, line.body_at() + found);
        // What stands behind it on its line is read as if it stood alone.
        let behind = line.body_at() + found + end.len();
        (!is_markup).then(|| if *end == "-->" && behind < next.end() { behind } else { next.next })
    }

    fn container(&mut self, line: &Line<'s>) -> Option<usize> {
        let (number, form) = lines_form(line.body)?;
        let (open, close) = (form.open.as_str(), form.close.first()?.as_str());
        let own = (number, key(open, ""));
        let range = line.start..line.end();
        let nothing = line.end()..line.end();
        let rest = |mark: &str| {
            let rest = line.body.get(mark.len()..).unwrap_or_default();
            rest.trim_start_matches(
                mark.chars().next_back().filter(|c| c.is_ascii_punctuation() && *c != '_').unwrap_or('\0'),
            )
        };
        let is_close = starts(line.body, close) && (close != open || rest(close).trim().is_empty());
        if is_close {
            self.push(range, own, Act::Close, nothing, Level::Ending);
            return Some(line.next);
        }
        let rest = rest(open);
        let names = rest.trim().starts_with(|c: char| c.is_alphabetic() || matches!(c, '{' | '.'));
        if !names {
            return None;
        }
        if says(rest) {
            let label = label_in(self.source, line.end() - rest.len()..line.end(), rest);
            self.push(range, own, Act::Open, label, label::level(rest));
            return Some(line.next);
        }
        if self.has_open {
            self.push(range, own, Act::Nest, nothing, Level::Ending);
        }
        None
    }

    /// `??? spoiler` and the indented lines below it.
    fn indented(&mut self, line: &Line<'s>) -> Option<usize> {
        let is_it = |form: &Form| form.shape == Shape::Indented && line.body.starts_with(&form.open);
        let number = forms::all().iter().position(is_it)?;
        let form = forms::all().get(number)?;
        let head = line.body.get(form.open.len()..)?;
        if !says(head) || (form.open.starts_with("..") && !head.contains("::")) {
            return None;
        }
        let inside = |next: &Line<'_>| next.indent() >= line.indent() + 2 && next.quotes() == line.quotes();
        self.below(line, u8::try_from(number).ok()?, head, inside)
    }

    /// `> [!spoiler]- title` and the rest of its quote.
    fn callout(&mut self, line: &Line<'s>) -> Option<usize> {
        let (name, title) = line.body.strip_prefix("[!").and_then(|head| head.split_once(']'))?;
        let names = label::is_named(name) || (!name.contains(' ') && label::speaks(title));
        if !names || line.quotes() == 0 {
            return None;
        }
        let (number, _) = form(Shape::Callout, 0)?;
        let title = title.trim_start_matches(['-', '+']);
        // A line that goes on without a mark is of the quote still.
        let inside =
            |next: &Line<'_>| next.quotes() >= line.quotes() || !next.body.is_empty() && next.quotes() > 0;
        Some(self.below_callout(line, number, title, inside))
    }

    fn below(
        &mut self,
        head: &Line<'s>,
        form: u8,
        title: &'s str,
        inside: impl Fn(&Line<'_>) -> bool,
    ) -> Option<usize> {
        let (mut at, mut end) = (head.next, None);
        while at < self.source.len() {
            let line = Line::at(self.source, at);
            if !line.body.is_empty() {
                if !inside(&line) {
                    break;
                }
                end = Some(line);
            }
            at = line.next;
        }
        let end = end?;
        let label = label_in(self.source, head.end() - title.len()..head.end(), title);
        self.region(head, form, label, title, end.end());
        Some(end.next)
    }

    fn below_callout(
        &mut self,
        head: &Line<'s>,
        form: u8,
        title: &'s str,
        inside: impl Fn(&Line<'_>) -> bool,
    ) -> usize {
        let (mut at, mut end, mut was_blank) = (head.next, head.end(), false);
        let mut next = head.next;
        while at < self.source.len() {
            let line = Line::at(self.source, at);
            let lazy = !was_blank && !line.body.is_empty();
            if !inside(&line) && !lazy {
                break;
            }
            was_blank = line.body.is_empty();
            at = line.next;
            (end, next) = (line.end(), line.next);
        }
        let label = trimmed(self.source, head.end() - title.len()..head.end());
        self.region(head, form, label, title, end.max(head.end()));
        next
    }

    fn region(&mut self, head: &Line<'s>, form: u8, label: Range<usize>, title: &'s str, end: usize) {
        let own = (form, key("region", ""));
        let stop = head.next.min(end).max(head.end());
        self.push(head.start..stop, own, Act::Open, label, label::level(title));
        self.push(end..end, own, Act::Close, end..end, Level::Ending);
    }
}

/// The line around front matter, or under a heading.
fn is_fence_of_facts(line: &Line<'_>) -> bool {
    let first = line.body.bytes().next().filter(|byte| matches!(byte, b'-' | b'+' | b'='));
    first.is_some_and(|mark| line.body.len() >= 3 && run(line.body, mark) == line.body.len())
}

/// The number and key of the turn numbered so.
fn turn(number: usize) -> (u8, u32) {
    form(Shape::Turn, number)
        .map_or((0, 0), |(form, _)| (form, key("turn", if number == 0 { "feed" } else { "" })))
}

/// The form of this `shape` numbered so among its like.
pub(super) fn form(shape: Shape, number: usize) -> Option<(u8, &'static Form)> {
    let mut all = forms::all().iter().enumerate().filter(|(_, form)| form.shape == shape);
    all.nth(number).and_then(|(number, form)| Some((u8::try_from(number).ok()?, form)))
}

fn form_that_opens(shape: Shape, open: &str) -> Option<(u8, &'static Form)> {
    let number = forms::all().iter().position(|form| form.shape == shape && form.open == open)?;
    Some((u8::try_from(number).ok()?, forms::all().get(number)?))
}

fn lines_form(body: &str) -> Option<(u8, &'static Form)> {
    let is_it = |form: &Form| {
        form.shape == Shape::Lines
            && (starts(body, &form.open) || form.close.iter().any(|close| starts(body, close)))
    };
    let number = forms::all().iter().position(is_it)?;
    Some((u8::try_from(number).ok()?, forms::all().get(number)?))
}

/// Whether a name, class or title in the head of a block says "spoiler".
fn says(head: &str) -> bool {
    label::speaks(head) || {
        let mut words =
            head.split(|c: char| c.is_whitespace() || matches!(c, '{' | '}' | '"' | '\'' | '[' | ']'));
        words.any(|word| word.len() > 4 && label::is_named(word)) && !label::holds(head, "no spoiler")
    }
}

/// Where in `range` of `source` the label stands that `head` has behind its name.
fn label_in(source: &str, range: Range<usize>, head: &str) -> Range<usize> {
    let text = source.get(range.clone()).unwrap_or(head);
    let edge =
        |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '{' | '}' | '|' | '+' | '-' | '.' | ':');
    let left = text.trim_start_matches(edge);
    // The name itself is no label; what else stands there is one.
    let name = left.split(|c: char| c.is_whitespace() || matches!(c, '}' | '"')).next().unwrap_or_default();
    let is_name = name.len() < left.len() || label::is_named(name);
    let behind = if is_name { left.get(name.len()..).unwrap_or_default() } else { left };
    let label = behind.trim_start_matches(edge);
    let start = range.end - label.len();
    start..start + label.trim_end_matches(edge).len()
}

/// `range` of `source` without the marks around it.
fn trimmed(source: &str, range: Range<usize>) -> Range<usize> {
    let edge = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '-' | '+' | ':');
    let text = source.get(range.clone()).unwrap_or_default();
    let left = text.trim_start_matches(edge);
    let start = range.end - left.len();
    start..start + left.trim_end_matches(edge).len()
}

fn begins_item(body: &str) -> bool {
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    let number = (1..=9).contains(&digits)
        && body.get(digits..).is_some_and(|rest| rest.starts_with(". ") || rest.starts_with(") "));
    number || ["- ", "* ", "+ "].iter().any(|mark| body.starts_with(mark))
}

fn run(text: &str, mark: u8) -> usize {
    text.bytes().take_while(|&b| b == mark).count()
}

/// Whether `text` begins `with` that, in whatever case.
pub(super) fn starts(text: &str, with: &str) -> bool {
    text.as_bytes().get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with.as_bytes()))
}

fn find_folded(text: &str, what: &str) -> Option<usize> {
    let first = *what.as_bytes().first()?;
    memchr::memchr_iter(first, text.as_bytes())
        .find(|at| text.get(*at..).is_some_and(|rest| starts(rest, what)))
}
