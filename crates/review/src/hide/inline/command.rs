//! Commands within a paragraph: `[spoiler]`, `{% spoiler %}` and their like.

use std::ops::Range;

use super::{Paragraph, is_alone, starts_line};
use crate::hide::forms::{self, Form, Shape, Unclosed};
use crate::hide::line::starts;
use crate::hide::summary::{hides, opens_box};
use crate::hide::token::{Act, key};
use crate::hide::{css, label};

/// How far the end of a command may be where its label is long.
const LONGEST_LABEL: usize = 4096;

impl<'p> Paragraph<'p, '_> {
    /// `[spoiler]`, `{% spoiler %}` and their like.
    pub(super) fn command(&mut self, at: usize, rest: &'p str) -> Option<usize> {
        let mut other = None;
        for (number, form) in forms::of(Shape::Command).filter(|(_, form)| rest.starts_with(&form.open)) {
            let Some(command) = Command::read(rest, form) else { continue };
            if let Some(len) = self.said(at, rest, (number, form), &command) {
                return Some(len);
            }
            other = other.or(Some(((number, key(&form.open, &command.key())), command)));
        }
        // One that hides nothing may stand in one that does.
        let (own, command) = other.filter(|(_, command)| self.scan.has_open && !command.name.is_empty())?;
        self.plain(at..at + command.len, own, Act::Nest);
        None
    }

    fn said(
        &mut self,
        at: usize,
        rest: &str,
        (number, form): (u8, &Form),
        command: &Command<'_>,
    ) -> Option<usize> {
        let own = (number, key(&form.open, &command.key()));
        let is_bare = command.arguments.is_empty();
        let says = command.says(form, self.text.get(..at)?);
        match command.closes {
            // Some are closed by the same again.
            Closes::No if form.close_alike && is_bare && !says => {
                self.plain(at..at + command.len, own, Act::Close);
                return None;
            }
            Closes::No if !says => return None,
            Closes::No => {}
            Closes::IfOpen if says => {
                self.plain(at..at + command.len, own, Act::Spaced);
                return Some(command.len);
            }
            Closes::Yes | Closes::IfOpen => {
                self.plain(at..at + command.len, own, Act::Close);
                return Some(command.len);
            }
        }
        let behind = rest.get(command.len..)?;
        if form.open == "[" && (is_definition(self.text, at, behind) || is_titled(behind)) {
            return None;
        }
        let is_link = form.open == "[" && behind.starts_with(['(', '[']);
        let is_plain = is_bare || command.arguments.contains('=');
        let is_alone = is_alone(self.text, &(at..at + command.len));
        let act = match form.unclosed {
            Unclosed::Text if form.close_alike && is_bare => Act::Either,
            Unclosed::Text => Act::Maybe,
            // What a heading begins goes on behind it.
            _ if self.is_heading => Act::Maybe,
            _ if form.open == "[" && (is_link || is_alone || !is_plain || !command.is_spoiler()) => {
                Act::Maybe
            }
            _ => Act::Open,
        };
        let end = at + command.len;
        let label = if form.names.is_empty() { command.label(at, rest) } else { end..end };
        let level = label::level(command.inner);
        self.push(at..at + command.len, own, act, label, level);
        // If nobody closes it, it is text, and what stands in it may hide.
        Some(if act == Act::Maybe { form.open.len() } else { command.len })
    }
}

/// Whether a command closes another one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Closes {
    No,
    Yes,
    /// "spoiler end" may be a label, too.
    IfOpen,
}

/// Words that say so beside a name, in whatever form.
const ENDS: [&str; 22] = [
    "end",
    "ends",
    "stop",
    "stops",
    "close",
    "bottom",
    "over",
    "conclude",
    "concludes",
    "exit",
    "ende",
    "fin",
    "fim",
    "fine",
    "termina",
    "koniec",
    "vége",
    "конец",
    "終了",
    "結束",
    "结束",
    "끝",
];
/// Words that mean nothing beside a name, as those do that say that it begins.
const FILLERS: [&str; 20] = [
    "begin",
    "begins",
    "start",
    "starts",
    "open",
    "top",
    "of",
    "here",
    "the",
    "tag",
    "alert",
    "warning",
    "section",
    "enter",
    "des",
    "du",
    "del",
    "do",
    "początek",
    "開始",
];

/// The words of a command.
struct Command<'s> {
    len: usize,
    inner: &'s str,
    name: &'s str,
    arguments: &'s str,
    closes: Closes,
}

impl<'s> Command<'s> {
    /// The command that begins `text` in this form.
    fn read(text: &'s str, form: &Form) -> Option<Self> {
        let inner = text.get(form.open.len()..)?;
        let end = command_end(inner, form)?;
        let inner = inner.get(..end).filter(|inner| !inner.trim().is_empty())?;
        let len = form.open.len() + end + form.end.len();
        let words = inner.trim().trim_matches(['-', '~', '#', '=']).trim();
        let closing = form.close.iter().find_map(|close| words.strip_prefix(close.as_str()));
        if let Some(name) = closing.map(str::trim_start).map(unfilled).filter(|rest| is_name_only(rest)) {
            let name = if is_spaced(name) { name } else { name.split(ends_name).next()? };
            return Some(Self { len, inner, name, arguments: "", closes: Closes::Yes });
        }
        if let Some((name, closes)) = closing_words(words) {
            return Some(Self { len, inner, name, arguments: "", closes });
        }
        let words = unfilled(words);
        let end = words.find(ends_name).filter(|_| !is_spaced(words)).unwrap_or(words.len());
        let (name, arguments) = words.split_at(end);
        let arguments = arguments.trim();
        Some(Self { len, inner, name, arguments, closes: Closes::No })
    }

    /// What it has in common with what closes it; what names nothing closes anything.
    fn key(&self) -> String {
        let is_any = self.name.is_empty() || label::is_named(self.name);
        if is_any { "*".to_owned() } else { self.name.to_ascii_lowercase() }
    }

    /// Whether its name says "spoiler", or an argument; or it looks like nothing behind what stands `before` it.
    fn says(&self, form: &Form, before: &str) -> bool {
        if !form.names.is_empty() {
            let is_one = form.names.iter().any(|name| name.eq_ignore_ascii_case(self.name));
            let value =
                self.arguments.trim_matches(|c: char| matches!(c, '=' | '"' | '\'') || c.is_whitespace());
            let looks = |property: &String| {
                let style = [property, ":", value, ";background:", ground(before)].concat();
                css::hides_by_looks("span", std::iter::once(("style", style.as_str())))
            };
            return is_one && form.looks.as_ref().is_none_or(looks);
        }
        let is_argued = self.arguments.contains(['=', '"'])
            || !matches!(form.open.as_str(), "[" | "[[" | "{")
            || (form.close_alike && self.arguments.starts_with(':'));
        label::is_named(self.name)
            || hides(self.name)
            || opens_box(self.name, self.arguments)
            || (is_argued && self.arguments.split(['=', '"', '\'', '(', ')', ':']).any(label::speaks))
    }

    /// Whether its name is one, and no word that somebody put in for another one: "the \[spoiled\] child".
    fn is_spoiler(&self) -> bool {
        label::is_named(self.name) && !self.name.eq_ignore_ascii_case("spoiled")
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

/// The ground that a command paints which ends what stands `before` another one.
fn ground(before: &str) -> &str {
    let near = before.get(before.len().saturating_sub(40)..).unwrap_or_default();
    let command = near.strip_suffix(']').and_then(|text| text.get(text.rfind('[')? + 1..));
    let (name, value) = command.and_then(|words| words.split_once('=')).unwrap_or_default();
    let is_ground =
        ["background", "bgcolor", "bg", "highlight"].iter().any(|known| known.eq_ignore_ascii_case(name));
    if is_ground { value.trim_matches(['"', '\'']) } else { "white" }
}

fn ends_name(c: char) -> bool {
    c.is_whitespace() || matches!(c, '=' | ':' | '(' | '|' | ',')
}

/// Whether `word`, in small letters, means nothing beside a name.
fn is_filler(word: &str) -> bool {
    FILLERS.contains(&word) || label::BEGINS.contains(&word)
}

/// The name in `words` that say that it is closed: "spoiler end", "end of spoilers".
fn closing_words(words: &str) -> Option<(&str, Closes)> {
    let is_in = |word: &str, list: &[&str]| list.contains(&word.to_lowercase().as_str());
    let mut rest = words.split_whitespace().filter(|word| !is_filler(&word.to_lowercase()));
    let (one, other) = (rest.next()?, rest.next()?);
    let name = if is_in(one, &ENDS) { other } else { one };
    let is_end = is_in(one, &ENDS) || is_in(other, &ENDS);
    let is_all = rest.next().is_none() && is_name_only(name);
    let closes = if name == one { Closes::IfOpen } else { Closes::Yes };
    (is_end && is_all).then_some((name, closes))
}

/// `words` without such as only say that it begins, around its name.
fn unfilled(words: &str) -> &str {
    let is_filler = |word: &str| is_filler(&word.to_lowercase());
    match words.split_once(char::is_whitespace) {
        Some((first, rest)) if is_filler(first) && label::has_stem(rest) => unfilled(rest.trim_start()),
        Some((name, rest))
            if label::has_stem(name) && rest.trim_matches(['!', ' ']).split(' ').all(is_filler) =>
        {
            name
        }
        _ => words,
    }
}

/// Whether `text` is one name or none.
fn is_name_only(text: &str) -> bool {
    is_spaced(text) || !text.contains(|c: char| c.is_whitespace() || matches!(c, '=' | '"'))
}

/// Whether `text` is one name, written letter by letter.
fn is_spaced(text: &str) -> bool {
    text.contains(' ') && text.split(' ').all(|letter| letter.chars().count() == 1) && label::is_named(text)
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
