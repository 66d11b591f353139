//! Markup that takes lines of its own: fences, containers, callouts and the like.

use std::ops::Range;

use crate::document::Level;
use crate::hide::forms::{self, Shape};
use crate::hide::label;
use crate::hide::line::{Line, find_folded, run, starts};
use crate::hide::scan::Scan;
use crate::hide::summary::{hides, opens_box};
use crate::hide::token::{Act, key};

/// So many lines of attributes and titles stand over a block at most, and so many marks bound it.
const MOST_HEADS: usize = 4;
const LONGEST_DELIMITER: usize = 80;

impl<'s> Scan<'s> {
    /// A fence: what stands in it is text, unless its info says "spoiler".
    pub(super) fn fence(&mut self, line: &Line<'s>) -> Option<usize> {
        let mark = line.body.bytes().next().filter(|byte| matches!(byte, b'`' | b'~'))?;
        let len = run(line.body, mark);
        let info = line.body.get(len..)?.trim();
        if len < 3 || (mark == b'`' && info.contains('`')) {
            return None;
        }
        let speaks = says(info) || is_box(info) || self.options_say(line);
        let (form, _) = forms::of(Shape::Fence).next()?;
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
    pub(super) fn comment(&mut self, line: &Line<'s>) -> Option<usize> {
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

    pub(super) fn container(&mut self, line: &Line<'s>) -> Option<usize> {
        let begins = |mark: &String| starts(line.body, mark);
        let (number, form) =
            forms::of(Shape::Lines).find(|(_, form)| begins(&form.open) || form.close.iter().any(begins))?;
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
        if says(rest) || is_box(rest) || self.options_say(line) {
            let label = label_in(self.source, line.end() - rest.len()..line.end(), rest);
            self.push(range, own, Act::Open, label, label::level(rest));
            return Some(line.next);
        }
        if self.has_open {
            self.push(range, own, Act::Nest, nothing, Level::Ending);
        }
        None
    }

    /// `[.spoiler]` or `.Spoiler` over a block between two equal lines of marks.
    pub(super) fn delimited(&mut self, line: &Line<'s>) -> Option<usize> {
        let (number, _) = forms::of(Shape::Delimited).next()?;
        let (mut open, mut title, mut speaks) = (*line, "", false);
        for _ in 0..MOST_HEADS {
            let Some(head) = head_of_block(open.body) else { break };
            speaks |= says(head) || label::has_stem(head);
            title = if open.body.starts_with('.') { head } else { title };
            let is_shut = || open.body.starts_with("[%collapsible");
            speaks |= is_shut() && (title.is_empty() || opens_box("details", title));
            open = Line::at(self.source, open.next);
        }
        let mark = open.body.bytes().next().filter(|mark| b"-=_*+.".contains(mark))?;
        let len = open.body.len();
        if len > LONGEST_DELIMITER
            || !speaks
            || open.start == line.start
            || run(open.body, mark) != len
            || (len < 4 && open.body != "--")
        {
            return None;
        }
        let is_end = |next: &Line<'_>| next.body == open.body;
        let (end, next) = self.below(&open, |next, _| !is_end(next));
        let close = Line::at(self.source, next);
        let inner = self.source.get(open.next..end.max(open.next))?;
        // A tag in brackets closes itself.
        if !is_end(&close) || inner.contains("[/") {
            return None;
        }
        let own = (number, key("region", ""));
        let nothing = open.end()..open.end();
        self.push(line.start..open.next, own, Act::Open, nothing, label::level(title));
        self.push(close.start..close.end(), own, Act::Close, close.end()..close.end(), Level::Ending);
        Some(close.next)
    }

    /// `??? spoiler` and the indented lines below it.
    pub(super) fn indented(&mut self, line: &Line<'s>) -> Option<usize> {
        let (number, form) =
            forms::of(Shape::Indented).find(|(_, form)| line.body.starts_with(&form.open))?;
        let head = line.body.get(form.open.len()..)?;
        // Three question marks shut it, whatever it is.
        let is_shut =
            form.open == "???" && head.split_once('"').is_some_and(|(_, title)| opens_box("details", title));
        if !(says(head) || is_shut || is_box(head) || self.options_say(line))
            || (form.open.starts_with("..") && !head.contains("::"))
        {
            return None;
        }
        let is_inside =
            |next: &Line<'_>| next.indent() >= line.indent() + 2 && next.quotes() == line.quotes();
        let (end, next) = self.below(line, |next, _| next.body.is_empty() || is_inside(next));
        let label = label_in(self.source, line.end() - head.len()..line.end(), head);
        (end > line.end()).then(|| self.region(line, (number, label), head, (end, next)))
    }

    /// `> [!spoiler]- title` and the rest of its quote.
    pub(super) fn callout(&mut self, line: &Line<'s>) -> Option<usize> {
        let (name, title) = line.body.strip_prefix("[!").and_then(|head| head.split_once(']'))?;
        let is_shut = title.strip_prefix('-').is_some_and(|title| opens_box("details", title));
        let names = label::is_named(name) || is_shut || (!name.contains(' ') && label::speaks(title));
        if !names || line.quotes() == 0 {
            return None;
        }
        let (number, _) = forms::of(Shape::Callout).next()?;
        // A line that goes on without a mark is of the quote still.
        let (end, next) = self.below(line, |next, was_blank| {
            next.quotes() >= line.quotes() || !next.body.is_empty() && (next.quotes() > 0 || !was_blank)
        });
        let label = trimmed(self.source, line.end() - title.len()..line.end());
        Some(self.region(line, (number, label), title, (end, next)))
    }

    /// Where the lines below `head` end that are inside of what it begins, and where the next one starts; each
    /// is asked whether it is, and told whether the one before it was blank.
    fn below(&self, head: &Line<'s>, is_inside: impl Fn(&Line<'_>, bool) -> bool) -> (usize, usize) {
        let (mut at, mut ends, mut was_blank) = (head.next, (head.end(), head.next), false);
        while at < self.source.len() {
            let line = Line::at(self.source, at);
            if !is_inside(&line, was_blank) {
                break;
            }
            was_blank = line.body.is_empty();
            if !was_blank {
                ends = (line.end(), line.next);
            }
            at = line.next;
        }
        ends
    }

    /// Whether an option below a head, such as `:class: spoiler`, says so.
    fn options_say(&self, head: &Line<'s>) -> bool {
        let mut line = *head;
        std::iter::from_fn(|| {
            line = Line::at(self.source, line.next);
            line.body.strip_prefix(':').filter(|option| option.contains(':'))
        })
        .any(says)
    }

    fn region(
        &mut self,
        head: &Line<'s>,
        (form, label): (u8, Range<usize>),
        title: &'s str,
        (end, next): (usize, usize),
    ) -> usize {
        let own = (form, key("region", ""));
        let stop = head.next.min(end).max(head.end());
        self.push(head.start..stop, own, Act::Open, label, label::level(title));
        self.push(end..end, own, Act::Close, end..end, Level::Ending);
        next
    }
}

/// What a line says that stands over a block of `AsciiDoc`: its attributes, or its title.
fn head_of_block(line: &str) -> Option<&str> {
    let attributes = line.strip_prefix('[').and_then(|line| line.trim_end().strip_suffix(']'));
    let title = || line.strip_prefix('.').filter(|title| title.starts_with(char::is_alphabetic));
    attributes.filter(|inner| !inner.contains(['[', ']'])).or_else(title)
}

/// Whether a name, class or title in the head of a block says "spoiler".
fn says(head: &str) -> bool {
    label::speaks(head) || {
        let mut words =
            head.split(|c: char| c.is_whitespace() || matches!(c, '{' | '}' | '"' | '\'' | '[' | ']'));
        words.any(|word| word.len() > 4 && label::is_named(word)) && !label::holds(head, "no spoiler")
    }
}

/// Whether the head of a block opens a box with a title that is not harmless: `details The ending`, `{dropdown} The ending`.
fn is_box(head: &str) -> bool {
    let head = head.trim_start().trim_start_matches('{');
    let (name, title) =
        head.split_at(head.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(head.len()));
    hides(name) || opens_box(name, title)
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
