//! The HTML that stands in text and Markdown, tag by tag: what it says of structure and looks.

use super::element;

/// A tag of more bytes is text: looking for its end must not take long.
const LONGEST: usize = 16 * 1024;

/// A tag as it stands in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tag<'a> {
    /// All of it.
    pub source: &'a str,
    /// What stands behind its name.
    pub raw: &'a str,
    /// Its name, in whatever case.
    pub name: &'a str,
    /// Whether it is an end tag.
    pub closes: bool,
}

/// A stretch of HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part<'a> {
    Tag(Tag<'a>),
    Text(&'a str),
    /// Comments, scripts, styles, declarations: nothing for a reader.
    Void,
}

/// The next part of `html` and what is left behind it.
pub(crate) fn next(html: &str) -> Option<(Part<'_>, &str)> {
    if html.is_empty() {
        return None;
    }
    if !html.starts_with('<') {
        let end = memchr::memchr(b'<', html.as_bytes()).unwrap_or(html.len());
        return html.split_at_checked(end).map(|(text, rest)| (Part::Text(text), rest));
    }
    for (open, close) in [("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"), ("<!", ">")] {
        if let Some(inner) = html.strip_prefix(open) {
            return Some((Part::Void, inner.split_once(close).map_or("", |(_, rest)| rest)));
        }
    }
    match Tag::read(html) {
        Some((tag, rest)) if !tag.closes && (tag.is("script") || tag.is("style")) => {
            Some((Part::Void, after_end(rest, tag.name)))
        }
        Some((tag, rest)) => Some((Part::Tag(tag), rest)),
        None => html.split_at_checked(1).map(|(text, rest)| (Part::Text(text), rest)),
    }
}

fn after_end<'a>(html: &'a str, name: &str) -> &'a str {
    for at in memchr::memmem::find_iter(html.as_bytes(), b"</") {
        let rest = html.get(at + 2..).unwrap_or_default();
        if rest.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return rest.split_once('>').map_or("", |(_, rest)| rest);
        }
    }
    ""
}

impl<'a> Tag<'a> {
    /// The tag at the start of `html`, and what follows it.
    pub fn read(html: &'a str) -> Option<(Self, &'a str)> {
        let inner = html.strip_prefix('<')?;
        let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
        let end = inner.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(inner.len());
        let name = inner.get(..end).filter(|name| name.starts_with(char::is_alphabetic))?;
        // The address of a mail is none.
        let close = tag_end(inner).filter(|_| !inner.get(end..).is_some_and(|rest| rest.starts_with('@')))?;
        let rest = inner.get(close + 1..)?;
        let source = html.get(..html.len() - rest.len())?;
        Some((Self { source, raw: inner.get(end..close)?, name, closes }, rest))
    }

    /// Whether its name is `name`.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Whether it ends with itself.
    pub fn is_void(&self) -> bool {
        self.raw.ends_with('/') || element::is_void(&self.name.to_ascii_lowercase())
    }

    /// Its attributes: name and raw value.
    pub fn attributes(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        attributes(self.raw)
    }

    /// The value of attribute `name`.
    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        self.attributes().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

/// Where the tag that begins `inner` ends: a `>` that stands in no quotes.
fn tag_end(inner: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in inner.bytes().enumerate().take(LONGEST) {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            // No tag begins in another one: giving up here keeps a heap of half tags cheap.
            (None, b'<') => return None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// The attributes in `raw`, what stands behind a tag's name: name and raw value.
fn attributes(raw: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = raw;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '/')).unwrap_or(rest.len());
        let (name, behind) = rest.split_at_checked(end.max(usize::from(rest.starts_with('='))))?;
        if name.is_empty() {
            return None;
        }
        let Some(value) = behind.trim_start().strip_prefix('=').map(str::trim_start) else {
            rest = behind;
            return Some((name, ""));
        };
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, behind) = match quote {
            Some(quote) => value.get(1..)?.split_once(quote).unwrap_or((value.get(1..)?, "")),
            None => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        rest = behind;
        Some((name, value))
    })
}
