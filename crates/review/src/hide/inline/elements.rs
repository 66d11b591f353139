//! Tags of HTML within a paragraph, as they stand and escaped.

use std::ops::Range;

use super::{LONGEST, Paragraph, REACH};
use crate::document::{Format, Level};
use crate::hide::forms::{self, Shape};
use crate::hide::line::starts;
use crate::hide::tag::Tag;
use crate::hide::token::{Act, key};
use crate::hide::{element, label, says};

impl<'s> Paragraph<'_, 's> {
    pub(super) fn angle(&mut self, at: usize, rest: &'s str) -> Option<usize> {
        if rest.starts_with("<!--") {
            if let Some(len) = self.command(at, rest) {
                return Some(len);
            }
            let is_void = self.is_markdown && !self.no_comment_ends;
            let end = is_void.then(|| memchr::memmem::find(rest.as_bytes(), b"-->")).flatten();
            self.no_comment_ends |= end.is_none();
            return end.map(|end| end + 3);
        }
        // In the text of a page a tag is text.
        let (tag, _) = Tag::read(rest).filter(|_| self.scan.format != Format::Html)?;
        self.tag(at, &tag)
    }

    fn tag(&mut self, at: usize, tag: &Tag<'s>) -> Option<usize> {
        let name = tag.name.to_ascii_lowercase();
        let is_known = element::is_known(&name);
        let (number, _) = forms::of(Shape::Element).nth(usize::from(element::is_block(&name)))?;
        let len = tag.source.len();
        let name = if label::is_named(tag.name) { "*".to_owned() } else { name };
        let own = (number, key("<", &name));
        if tag.closes {
            if !is_known && name != "*" && !self.scan.has_open {
                return None;
            }
            self.plain(at..at + len, own, Act::Close);
            return Some(len);
        }
        let tells = says::hides(tag);
        if let Some(level) = tells.filter(|_| tag.is_void()) {
            let alt = tag.attribute("alt").unwrap_or_default();
            let start = at + (alt.as_ptr() as usize).saturating_sub(tag.source.as_ptr() as usize);
            let label = if alt.is_empty() { at + len..at + len } else { start..start + alt.len() };
            self.push(at..at + len, own, Act::Alone, label, level);
            return Some(len);
        }
        if tag.is("details") || tells.is_some() {
            return self.element(at, tag, own, tells);
        }
        if !is_known {
            return None;
        }
        if self.scan.has_open && !tag.is_void() {
            self.plain(at..at + len, own, Act::Nest);
        }
        Some(len)
    }

    /// An element that hides; of `<details>` the summary is the label, and may be what says so.
    fn element(&mut self, at: usize, tag: &Tag<'s>, own: (u8, u32), tells: Option<Level>) -> Option<usize> {
        let mut len = tag.source.len();
        let mut label = at + len..at + len;
        let rest = self.scan.source.get(self.base + at + len..)?;
        let mut level = tells;
        if let Some((summary, end)) = tag.is("details").then(|| summary(rest)).flatten() {
            let said = rest.get(summary.clone())?;
            label = at + len + summary.start..at + len + summary.end;
            level = level.or_else(|| label::speaks(said).then(|| label::level(said)));
            len += if level.is_some() { end } else { 0 };
        }
        match level {
            Some(level) => self.push(at..at + len, own, Act::Open, label, level),
            None => self.plain(at..at + len, own, Act::Nest),
        }
        Some(len)
    }

    /// Delimiters of HTML that are escaped: text, which whoever reads it takes for markup.
    pub(super) fn escaped(&mut self, at: usize, rest: &'s str) -> Option<usize> {
        if let Some(len) = self.pair(at, rest) {
            return Some(len);
        }
        let inner = rest.strip_prefix("&lt;")?;
        let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
        let len = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '-')?;
        let name = inner.get(..len).filter(|name| label::is_named(name))?;
        let end = memchr::memmem::find(inner.as_bytes().get(..inner.len().min(LONGEST))?, b"&gt;")?;
        let (number, _) = forms::of(Shape::Element).next()?;
        let act = if closes { Act::Close } else { Act::Open };
        let whole = rest.len() - inner.len() + end + 4;
        self.push(at..at + whole, (number, key("<", "*")), act, at + whole..at + whole, label::level(name));
        Some(whole)
    }
}

/// Where the summary that begins `rest` has its text, and where it ends.
fn summary(rest: &str) -> Option<(Range<usize>, usize)> {
    let (tag, inner) = Tag::read(rest.trim_start())?;
    let start = rest.len() - inner.len();
    if tag.closes || !tag.is("summary") {
        return None;
    }
    let window = inner.as_bytes().get(..inner.len().min(REACH))?;
    let end = memchr::memmem::find_iter(window, b"</").find(|at| {
        inner.get(at + 2..).is_some_and(|name| starts(name, "summary") || starts(name, "details"))
    })?;
    let close = Tag::read(inner.get(end..)?)
        .filter(|(tag, _)| tag.is("summary"))
        .map_or(0, |(tag, _)| tag.source.len());
    Some((start..start + end, start + end + close))
}

/// Whether a tag begins behind the mark that begins `rest`, so that its `<` is no delimiter.
pub(super) fn begins_tag(rest: &str) -> bool {
    let behind = rest.get(1..).unwrap_or_default();
    rest.starts_with("!<")
        && Tag::read(behind).is_some_and(|(tag, _)| {
            element::is_known(&tag.name.to_ascii_lowercase()) || label::is_named(tag.name)
        })
}
