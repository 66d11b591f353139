//! Brackets within a paragraph: links that hide, attributes, and what nests in notes.

use super::{LONGEST, Paragraph, REACH};
use crate::hide::forms::{self, Shape};
use crate::hide::line::{run, starts};
use crate::hide::summary::hides;
use crate::hide::tag::Tag;
use crate::hide::token::{Act, key};
use crate::hide::{label, says};

impl Paragraph<'_, '_> {
    /// `[text](/s)` and `[label](/s "…")`, from the bracket on that ends the text.
    pub(super) fn link(&mut self, at: usize, rest: &str) -> Option<usize> {
        let (number, form) = forms::of(Shape::Link).next().filter(|_| !self.is_heading)?;
        let target = rest.strip_prefix("](").and_then(|link| link.strip_prefix(['/', '#']))?;
        let name = form.targets.iter().filter(|name| starts(target, name)).max_by_key(|name| name.len())?;
        let behind = target.get(name.len()..)?;
        let start = bracket_before(self.text, at)?;
        let label = start + 1..at;
        let level = label::level(self.text.get(label.clone())?);
        let len = 3 + name.len();
        let own = (number, key("link", ""));
        if behind.starts_with(')') {
            self.push(start..start + 1, own, Act::Open, start + 1..start + 1, level);
            self.plain(at..at + len + 1, own, Act::Close);
            return Some(len + 1);
        }
        let title = behind.trim_start();
        let quote = title.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let open = at + len + (behind.len() - title.len()) + 1;
        self.push(start..open, own, Act::Open, label, level);
        let close = [quote, ')'].iter().collect::<String>();
        if let Some(end) = memchr::memmem::find(self.text.as_bytes().get(open..)?, close.as_bytes()) {
            self.plain(open + end..open + end + 2, own, Act::Close);
            return Some(open + end + 2 - at);
        }
        Some(open - at)
    }

    /// `{.spoiler}` behind a bracket, or in its block.
    pub(super) fn attribute(&mut self, at: usize, rest: &str) -> Option<usize> {
        let (number, _) = forms::of(Shape::Attribute).next()?;
        let inner = rest.strip_prefix('{')?;
        let end =
            inner.bytes().take(LONGEST).position(|byte| matches!(byte, b'}' | b'\n' | b'{' | b'[' | b'<'))?;
        let inside = inner.get(..end).filter(|_| inner.as_bytes().get(end) == Some(&b'}'))?;
        let is_list =
            inside.trim_start().starts_with(['.', '#', ':']) || inside.trim_start().starts_with("class");
        let is_styled = || {
            let tag = ["<span ", inside, ">"].concat();
            inside.contains("style") && Tag::read(&tag).is_some_and(|(tag, _)| says::hides(&tag).is_some())
        };
        let words =
            || inside.split(|c: char| c.is_whitespace() || matches!(c, '.' | '#' | ':' | '=' | '"' | '\''));
        if !(is_list && words().any(|word| label::is_named(word) || hides(word)) || is_styled()) {
            return None;
        }
        let before = at.checked_sub(1).and_then(|at| self.text.as_bytes().get(at));
        let start = before.filter(|byte| **byte == b']').and_then(|_| bracket_before(self.text, at - 1));
        let own = (number, key("attribute", ""));
        if start.is_none() && self.text.get(..at)?.trim().is_empty() {
            // Before anything else it is about what follows it, or by itself about the next block.
            self.push(at..at + end + 2, own, Act::Open, at + end + 2..at + end + 2, label::level(inside));
            return Some(end + 2);
        }
        let open = start.map_or(0..0, |start| start..start + 1);
        let close = if start.is_some() { at - 1 } else { at };
        self.push(open.clone(), own, Act::Open, open.end..open.end, label::level(inside));
        self.plain(close..at + end + 2, own, Act::Close);
        Some(end + 2)
    }

    /// Brackets that nest in `[spoiler: …]` and its like, and what ends these.
    pub(super) fn bracket(&mut self, at: usize, rest: &str) -> Option<usize> {
        if !self.scan.has_open || self.is_escaped(at) {
            return None;
        }
        let mark = rest.bytes().next()?;
        let (close, act) = match mark {
            b'[' => ("]]", Act::Nest),
            b'{' => ("}}", Act::Nest),
            b']' => ("]]", Act::Close),
            b'}' => ("}}", Act::Close),
            _ => return None,
        };
        let own = |close: &str| {
            let (number, _) =
                forms::of(Shape::Inside).find(|(_, form)| form.close.iter().any(|c| c == close))?;
            Some((number, key(close, "")))
        };
        let (single, double) = (own(close.get(1..)?)?, own(close)?);
        let run = run(rest, mark);
        // Of three brackets the last two end it.
        let odd = run % 2;
        for number in 0..run {
            let from = at + number;
            if number >= odd && (number - odd).is_multiple_of(2) {
                self.plain(from..from + 2, double, act);
            }
            self.plain(from..from + 1, single, act);
        }
        Some(run)
    }
}

/// Where the bracket begins that ends at `end`.
fn bracket_before(text: &str, end: usize) -> Option<usize> {
    let floor = end.saturating_sub(REACH);
    let mut depth = 0;
    for at in (floor..end).rev() {
        match text.as_bytes().get(at)? {
            b']' => depth += 1,
            b'[' if depth == 0 => return Some(at),
            b'[' => depth -= 1,
            _ => {}
        }
    }
    None
}
