//! A page as tags and text, read once from front to back. Like a browser it takes whatever comes; unlike
//! one it never looks at any part of the page more often than a few times, however broken that is.

use crate::parse::attributes;

/// The name of an element in small letters; what goes beyond its room is cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Name {
    bytes: [u8; Self::ROOM],
    len: u8,
}

impl Name {
    const ROOM: usize = 31;

    pub fn new(name: &str) -> Self {
        let mut bytes = [0; Self::ROOM];
        let mut len = 0;
        for (to, from) in bytes.iter_mut().zip(name.bytes()) {
            *to = if from.is_ascii() { from.to_ascii_lowercase() } else { b'?' };
            len += 1;
        }
        Self { bytes, len }
    }

    pub fn as_str(&self) -> &str {
        self.bytes.get(..self.len.into()).and_then(|name| std::str::from_utf8(name).ok()).unwrap_or_default()
    }
}

/// A start tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag<'a> {
    pub name: Name,
    /// Its attributes as they stand in the page.
    pub raw: &'a str,
}

impl<'a> Tag<'a> {
    pub fn attributes(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        attributes::all(self.raw)
    }

    /// The raw value of attribute `name`.
    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        self.attributes().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    pub fn classes(&self) -> impl Iterator<Item = &'a str> {
        self.attribute("class").unwrap_or_default().split_ascii_whitespace()
    }
}

/// A stretch of a page.
#[derive(Clone, Copy, Debug)]
pub(super) enum Token<'a> {
    Start(Tag<'a>),
    End(Name),
    Text(&'a str),
}

/// What is left of a page.
#[derive(Clone)]
pub(super) struct Tokens<'a> {
    rest: &'a str,
    /// No tag ends any more.
    is_tagless: bool,
    /// No comment does.
    is_uncommented: bool,
    /// Nor do elements of these names.
    endless: Vec<Name>,
}

impl<'a> Tokens<'a> {
    pub fn new(page: &'a str) -> Self {
        Self { rest: page, is_tagless: false, is_uncommented: false, endless: Vec::new() }
    }

    /// The text up to the end tag of `name`, which is passed, too; nothing where there is none.
    pub fn element(&mut self, name: Name) -> Option<&'a str> {
        if self.endless.contains(&name) {
            return None;
        }
        let tag = name.as_str();
        let found = memchr::memmem::find_iter(self.rest.as_bytes(), b"</").find(|at| {
            let behind = self.rest.as_bytes().get(at + 2..).unwrap_or_default();
            let ends = behind.get(tag.len()).is_none_or(|b| !b.is_ascii_alphanumeric());
            ends && behind.get(..tag.len()).is_some_and(|found| found.eq_ignore_ascii_case(tag.as_bytes()))
        });
        let Some(at) = found else {
            self.endless.push(name);
            return None;
        };
        let (inside, behind) = self.rest.split_at_checked(at)?;
        self.rest = behind.split_once('>').map_or("", |(_, rest)| rest);
        Some(inside)
    }

    /// All that is left is nothing.
    pub fn end(&mut self) {
        self.rest = "";
    }

    /// What is left, unread.
    pub fn rest(&self) -> &'a str {
        self.rest
    }

    fn text(&mut self, from: usize) -> Token<'a> {
        let behind = self.rest.as_bytes().get(from..).unwrap_or_default();
        let end = memchr::memchr(b'<', behind).map_or(self.rest.len(), |at| from + at);
        let (text, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        Token::Text(text)
    }

    /// Passes a comment, declaration or instruction to a program, where one begins here.
    fn pass_void(&mut self) -> bool {
        for (open, close) in [("<!--", "-->"), ("<?", "?>"), ("<%", "%>"), ("<!", ">")] {
            let Some(inner) = self.rest.strip_prefix(open) else { continue };
            if close != ">" && !self.is_uncommented {
                if let Some((_, rest)) = inner.split_once(close) {
                    self.rest = rest;
                    return true;
                }
                self.is_uncommented = true;
            }
            let end = inner.split_once('>').filter(|_| open != "<%" && !self.is_tagless);
            if let Some((_, rest)) = end {
                self.rest = rest;
            }
            self.is_tagless |= open != "<%" && end.is_none();
            return end.is_some();
        }
        false
    }

    fn tag(&mut self) -> Option<Token<'a>> {
        let inner = self.rest.strip_prefix('<')?;
        let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
        if self.is_tagless || !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let stop = |b: u8| b.is_ascii_whitespace() || matches!(b, b'/' | b'>');
        let end = inner.bytes().position(stop).unwrap_or(inner.len());
        let name = Name::new(inner.get(..end)?);
        let Some(close) = end_of_tag(inner, end) else {
            self.is_tagless = true;
            return None;
        };
        self.rest = inner.get(close + 1..)?;
        let raw = inner.get(end..close)?;
        Some(if closes { Token::End(name) } else { Token::Start(Tag { name, raw }) })
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            if !self.rest.starts_with('<') {
                return Some(self.text(0));
            }
            if !self.pass_void() {
                return Some(self.tag().unwrap_or_else(|| self.text(1)));
            }
        }
    }
}

/// Where the tag ends whose attributes begin at `from` in `inner`: a `>` outside of quoted values, or the
/// first one if a quote is never closed.
fn end_of_tag(inner: &str, from: usize) -> Option<usize> {
    let bytes = inner.as_bytes();
    let first = from + memchr::memchr(b'>', bytes.get(from..)?)?;
    let (mut at, mut last) = (from, b' ');
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'>' => return Some(at),
            b'"' | b'\'' if last == b'=' => {
                let Some(end) = memchr::memchr(byte, bytes.get(at + 1..)?) else { return Some(first) };
                at += end + 1;
                last = b' ';
            }
            b' ' | b'\n' | b'\t' => {}
            byte => last = byte,
        }
        at += 1;
    }
    Some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(page: &str, expected: &str) {
        let told: Vec<String> = Tokens::new(page)
            .map(|token| match token {
                Token::Start(tag) => format!("<{}{}>", tag.name.as_str(), tag.raw),
                Token::End(name) => format!("</{}>", name.as_str()),
                Token::Text(text) => text.to_owned(),
            })
            .collect();
        assert_eq!(told.join("|"), expected);
    }

    #[test]
    fn tags_and_text() {
        check("<P Class=x>One<br/>two</P>", "<p Class=x>|One|<br/>|two|</p>");
        check("1 < 2 <3", "1 |< 2 |<3");
    }

    #[test]
    fn quotes_hold_what_looks_like_the_end_of_a_tag() {
        check(r#"<a title="a > b" x='<'>y"#, r#"<a title="a > b" x='<'>|y"#);
        check("<a title=Don't>y</a>", "<a title=Don't>|y|</a>");
        check("<a title=\"never>y</a>", "<a title=\"never>|y|</a>");
    }

    #[test]
    fn comments_and_programs_are_passed() {
        check("a<!-- <b> -->b<?php $a->b ?>c<%@ Page %>d<!doctype html>e", "a|b|c|d|e");
        check("a<!-- b>c", "a|c");
        check("a<b", "a|<b");
        check("a<!--b", "a|<!--b");
    }
}
