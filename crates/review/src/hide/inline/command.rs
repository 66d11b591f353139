//! Commands within a paragraph: `[spoiler]`, `{% spoiler %}` and their like.

use std::ops::Range;

use super::{Paragraph, ends_line, starts_line};
use crate::hide::forms::{self, Form, Shape, Unclosed};
use crate::hide::label;
use crate::hide::line::starts;
use crate::hide::token::{Act, key};

/// How far the end of a command may be where its label is long.
const LONGEST_LABEL: usize = 4096;

impl<'p> Paragraph<'p, '_> {
    /// `[spoiler]`, `{% spoiler %}` and their like.
    pub(super) fn command(&mut self, at: usize, rest: &'p str) -> Option<usize> {
        for (number, form) in forms::of(Shape::Command).filter(|(_, form)| rest.starts_with(&form.open)) {
            if let Some(command) = Command::read(rest, form)
                && let Some(len) = self.said(at, rest, (number, form), &command)
            {
                return Some(len);
            }
        }
        None
    }

    fn said(
        &mut self,
        at: usize,
        rest: &str,
        (number, form): (u8, &Form),
        command: &Command<'p>,
    ) -> Option<usize> {
        let own = (number, key(&form.open, &command.key()));
        if command.closes {
            self.plain(at..at + command.len, own, Act::Close);
            return Some(command.len);
        }
        if !command.says(form) {
            if self.scan.has_open && !command.name.is_empty() {
                self.plain(at..at + command.len, own, Act::Nest);
            }
            return None;
        }
        let behind = rest.get(command.len..)?;
        if form.open == "[" && (is_definition(self.text, at, behind) || is_titled(behind)) {
            return None;
        }
        let is_link = form.open == "[" && behind.starts_with(['(', '[']);
        let is_bare = command.arguments.trim().is_empty() || command.arguments.contains('=');
        let is_alone = is_alone(self.text, at..at + command.len);
        let act = match form.unclosed {
            Unclosed::Text => Act::Maybe,
            _ if form.open == "[" && (is_link || is_alone || !is_bare || !label::is_named(command.name)) => {
                Act::Maybe
            }
            _ => Act::Open,
        };
        let label = command.label(at, rest);
        let level = label::level(command.inner);
        self.push(at..at + command.len, own, act, label, level);
        // If nobody closes it, it is text, and what stands in it may hide.
        Some(if act == Act::Maybe { form.open.len() } else { command.len })
    }
}

/// The words of a command.
struct Command<'s> {
    len: usize,
    inner: &'s str,
    name: &'s str,
    arguments: &'s str,
    closes: bool,
}

impl<'s> Command<'s> {
    /// The command that begins `text` in this form.
    fn read(text: &'s str, form: &Form) -> Option<Self> {
        let inner = text.get(form.open.len()..)?;
        let end = command_end(inner, form)?;
        let inner = inner.get(..end).filter(|inner| !inner.trim().is_empty())?;
        let len = form.open.len() + end + form.end.len();
        let words = inner.trim().trim_matches(['-', '~', '#']).trim();
        let closing = form.close.iter().find_map(|close| words.strip_prefix(close.as_str()));
        let closing = closing.map(str::trim_start).filter(|rest| is_name_only(rest));
        let (closes, words) = closing.map_or((false, words), |rest| (true, rest));
        let stop = |c: char| c.is_whitespace() || matches!(c, '=' | ':' | '(' | '|' | ',');
        let (name, arguments) = words.split_at(words.find(stop).unwrap_or(words.len()));
        Some(Self { len, inner, name, arguments, closes })
    }

    /// What it has in common with what closes it.
    fn key(&self) -> String {
        if label::is_named(self.name) { "*".to_owned() } else { self.name.to_ascii_lowercase() }
    }

    /// Whether its name says "spoiler", or an argument.
    fn says(&self, form: &Form) -> bool {
        let is_argued =
            self.arguments.contains(['=', '"']) || !matches!(form.open.as_str(), "[" | "[[" | "{");
        label::is_named(self.name)
            || (is_argued && label::speaks(&self.arguments.replace(['=', '"', '\'', '(', ')', ':'], " ")))
    }

    /// Where its label stands in the text at `at`.
    fn label(&self, at: usize, text: &str) -> Range<usize> {
        let quoted = self.arguments.find('"').and_then(|from| {
            let rest = self.arguments.get(from + 1..)?;
            rest.get(..rest.find('"').unwrap_or(rest.len()))
        });
        let edge = |c: char| c.is_whitespace() || matches!(c, '=' | ':' | '(' | ')' | '\'' | '|' | ',' | '"');
        let label = quoted.unwrap_or(self.arguments).trim_matches(edge);
        let start = at + (label.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        if label.is_empty() { at + self.len..at + self.len } else { start..start + label.len() }
    }
}

/// Where the command ends that goes on with `inner`. One that says "spoiler" may hold brackets in its label;
/// another ends before the next thing that could begin, so that no text is looked at again and again.
fn command_end(inner: &str, form: &Form) -> Option<usize> {
    let stops = |byte: u8| matches!(byte, b'[' | b'{') || form.open.as_bytes().first() == Some(&byte);
    let name = inner.trim_start_matches([' ', '-', '~', '#', '/']);
    let name = name.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').next().unwrap_or_default();
    let (is_named, mut depth) = (label::is_named(name), 0_usize);
    let longest = if is_named { LONGEST_LABEL } else { inner.len() };
    for (at, byte) in inner.bytes().enumerate().take(longest) {
        let ends = inner.as_bytes().get(at..).is_some_and(|rest| rest.starts_with(form.end.as_bytes()));
        match byte {
            _ if ends && depth == 0 => return Some(at),
            b'[' | b'{' if is_named => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            byte if !is_named && stops(byte) => return None,
            _ => {}
        }
    }
    // A bracket of the label is open still: then any end is one.
    memchr::memmem::find(inner.as_bytes().get(..longest.min(inner.len()))?, form.end.as_bytes())
        .filter(|_| is_named)
}

/// Whether `text` is one name or none.
fn is_name_only(text: &str) -> bool {
    !text.contains(|c: char| c.is_whitespace() || matches!(c, '=' | '"'))
}

/// `[spoiler]: address`, which defines a link.
fn is_definition(text: &str, at: usize, behind: &str) -> bool {
    let address = behind.strip_prefix(':').map(str::trim_start);
    starts_line(text.get(..at).unwrap_or_default())
        && address
            .is_some_and(|a| ["http", "/", "#", "<", "mailto:"].iter().any(|start| a.starts_with(start)))
}

/// Whether `behind` a bracket stands the title that it labels.
fn is_titled(behind: &str) -> bool {
    let Some((_, form)) = forms::of(Shape::Link).next() else { return false };
    let target = behind.strip_prefix('(').and_then(|link| link.strip_prefix(['/', '#']));
    target.is_some_and(|target| {
        form.targets.iter().any(|name| {
            starts(target, name)
                && target.get(name.len()..).is_some_and(|rest| rest.starts_with([')', ' ', '"']))
        })
    })
}

/// Whether nothing else stands on the line of `range`.
fn is_alone(text: &str, range: Range<usize>) -> bool {
    starts_line(text.get(..range.start).unwrap_or_default())
        && ends_line(text.get(range.end..).unwrap_or_default())
}
