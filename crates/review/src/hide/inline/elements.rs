//! Tags of HTML within a paragraph, as they stand and escaped.

use std::ops::Range;

use super::{Paragraph, REACH};
use crate::document::{Format, Level};
use crate::hide::forms::{self, Shape};
use crate::hide::line::starts;
use crate::hide::summary::is_harmless;
use crate::hide::tag::Tag;
use crate::hide::token::{Act, key};
use crate::hide::{element, label, says, tagless};

impl<'p> Paragraph<'p, '_> {
    pub(super) fn angle(&mut self, at: usize, rest: &'p str) -> Option<usize> {
        if let Some(len) = self.command(at, rest) {
            return Some(len);
        }
        if rest.starts_with("<!--") {
            let is_void = self.is_markdown && !self.no_comment_ends && !self.is_written(at);
            let end = is_void.then(|| memchr::memmem::find(rest.as_bytes(), b"-->")).flatten();
            self.no_comment_ends |= end.is_none();
            return end.map(|end| end + 3);
        }
        let (tag, _) = Tag::read(rest)?;
        // In the text of a page a tag is text, and so is one that is escaped, but for what it says.
        let is_text = self.scan.format == Format::Html || self.is_written(at);
        if is_text && !label::is_named(tag.name) { None } else { self.tag(at, &tag) }
    }

    fn tag(&mut self, at: usize, tag: &Tag<'p>) -> Option<usize> {
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
    fn element(&mut self, at: usize, tag: &Tag<'p>, own: (u8, u32), tells: Option<Level>) -> Option<usize> {
        let (start, mut end) = (self.place(at), self.place(at + tag.source.len()));
        let rest = self.scan.source.get(end..)?;
        let (mut label, mut level) = (end..end, tells);
        if tag.is("details") {
            let (summary, len) = summary(rest).unwrap_or_default();
            let said = rest.get(summary.clone())?;
            label = end + summary.start..end + summary.end;
            level = level.or_else(|| (!is_harmless(&tagless(said))).then(|| label::level(said)));
            end += if level.is_some() { len } else { 0 };
        }
        let act = if level.is_some() { Act::Open } else { Act::Nest };
        self.scan.push(start..end, own, act, label, level.unwrap_or(Level::Ending));
        Some(self.plain.at(end - self.base) - at)
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
