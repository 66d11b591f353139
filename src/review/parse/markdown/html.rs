//! The HTML that stands in Markdown, tag by tag: what it says of structure and looks, and where it
//! says "spoiler".

/// A tag of more bytes is text: looking for its end must not take long.
const LONGEST: usize = 1000;

/// A tag as it stands in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// All of it.
    pub source: &'a str,
    /// What stands behind its name.
    raw: &'a str,
    /// Its name, in whatever case.
    pub name: &'a str,
    /// Whether it is an end tag.
    pub closes: bool,
}

/// A stretch of HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    Tag(Tag<'a>),
    Text(&'a str),
    /// Comments, scripts, styles, declarations: nothing for a reader.
    Void,
}

/// The next part of `html` and what is left behind it.
pub(super) fn next(html: &str) -> Option<(Part<'_>, &str)> {
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
        let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(inner.len());
        let name = inner.get(..end).filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))?;
        let close = tag_end(inner)?;
        let rest = inner.get(close + 1..)?;
        let source = html.get(..html.len() - rest.len())?;
        Some((Self { source, raw: inner.get(end..close)?, name, closes }, rest))
    }

    /// Whether its name is `name`.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Whether its name is one of `names`.
    pub fn is_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.is(name))
    }

    /// Whether it ends with itself.
    pub fn is_void(&self) -> bool {
        self.raw.ends_with('/')
            || self.is_any(&["br", "hr", "img", "input", "wbr", "meta", "link", "source", "col"])
    }

    /// Its attributes: name and raw value.
    pub fn attributes(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let mut rest = self.raw;
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

    /// The value of attribute `name`.
    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        self.attributes().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// Whether a class or an attribute says that it holds a spoiler.
    pub fn says_spoiler(&self) -> bool {
        holds(self.raw, "spoiler") && self.attributes().any(|(name, value)| is_spoiler(name, value))
    }
}

fn is_spoiler(name: &str, value: &str) -> bool {
    let says = |text: &str| {
        text.split_whitespace().any(|word| {
            let word = word.to_ascii_lowercase();
            let denied = ["spoiler-free", "no-spoiler", "non-spoiler", "spoilerfree", "nospoiler", "without"];
            word.contains("spoiler") && !denied.iter().any(|denial| word.contains(denial))
        })
    };
    let denied = matches!(value, "false" | "0" | "no" | "none");
    let named = |n: &str| name.eq_ignore_ascii_case(n);
    says(name) && !denied
        || (named("class") || named("id") || named("role") || name.starts_with("data-")) && says(value)
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

fn holds(text: &str, what: &str) -> bool {
    text.as_bytes().windows(what.len()).any(|window| window.eq_ignore_ascii_case(what.as_bytes()))
}

/// Gives `text` to `sink` in parts, with entities decoded; a decoded one comes alone.
pub(super) fn decode(text: &str, mut sink: impl FnMut(&str, Origin)) {
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        sink(rest.get(..at).unwrap_or_default(), Origin::Source);
        rest = rest.get(at..).unwrap_or_default();
        let end = rest.bytes().take(40).position(|b| b == b';');
        let entity = end.and_then(|end| rest.get(..=end));
        let decoded = entity.and_then(character);
        sink(decoded.as_deref().unwrap_or("&"), Origin::Entity);
        let len = decoded.and(entity).map_or(1, str::len);
        rest = rest.get(len..).unwrap_or_default();
    }
    sink(rest, Origin::Source);
}

/// Where decoded text comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// It stands so in the source.
    Source,
    /// An entity stands for it.
    Entity,
}

/// What `entity` stands for. The Markdown reader has the table of names; it can hardly be asked for
/// it but by a text of one entity.
fn character(entity: &str) -> Option<String> {
    let decoded = match entity {
        "&amp;" => "&".to_owned(),
        "&lt;" => "<".to_owned(),
        "&gt;" => ">".to_owned(),
        "&quot;" => "\"".to_owned(),
        "&nbsp;" => "\u{a0}".to_owned(),
        _ => pulldown_cmark::Parser::new(entity)
            .filter_map(|event| match event {
                pulldown_cmark::Event::Text(text) => Some(text.into_string()),
                _ => None,
            })
            .collect(),
    };
    (decoded != entity && !decoded.is_empty()).then(|| crate::review::clean::clean(decoded))
}
