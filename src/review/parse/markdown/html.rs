//! HTML inside Markdown: tags go, their text stays; emphasis, breaks and spoilers keep their meaning.

use crate::review::document::{Level, Style};
use crate::review::parse::Unclosed;

use super::Reader;
use crate::review::document::Kind;

/// Elements whose text is no text.
const SILENT: [&str; 3] = ["script", "style", "template"];

/// Whether the text that comes stands in a silent element.
#[derive(Debug, Default)]
pub(super) struct Skip {
    until: Option<&'static str>,
}

impl Skip {
    pub fn hides(&self) -> bool {
        self.until.is_some()
    }
}

/// A tag: its name in lower case, whether it closes, and its attributes as they stand.
struct Tag<'t> {
    name: String,
    closes: bool,
    attributes: &'t str,
}

fn tag(text: &str) -> Option<Tag<'_>> {
    let inner = text.strip_prefix('<')?.strip_suffix('>')?;
    let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(inner.len());
    let name = inner.get(..end)?.to_ascii_lowercase();
    (!name.is_empty()).then_some(Tag { name, closes, attributes: inner.get(end..)? })
}

impl Reader<'_, '_> {
    /// A tag amid prose.
    pub(super) fn inline_html(&mut self, text: &str) {
        let Some(tag) = tag(text) else { return };
        if let Some(until) = self.html.until {
            if tag.closes && tag.name == until {
                self.html.until = None;
            }
            return;
        }
        let silent = SILENT.iter().find(|name| **name == tag.name);
        match tag.name.as_str() {
            "br" => self.push("\n"),
            "spoiler" => self.push(text),
            "summary" if tag.closes => self.push(" "),
            _ if silent.is_some() && !tag.closes => self.html.until = silent.copied(),
            _ if tag.closes => self.close_element(&tag.name),
            _ => self.open_element(&tag),
        }
    }

    /// A run of HTML that stands by itself: its tags in turn, and the text between them.
    pub(super) fn block_html(&mut self, html: &str) {
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            self.html_text(rest.get(..at).unwrap_or_default());
            rest = rest.get(at..).unwrap_or_default();
            if let Some(after) = rest.strip_prefix("<!--") {
                rest = after.split_once("-->").map_or("", |(_, after)| after);
                continue;
            }
            let Some(end) = rest.find('>') else { break };
            let text = rest.get(..=end).unwrap_or_default();
            if let Some(tag) = tag(text).filter(|tag| is_block(&tag.name)) {
                self.end_block();
                self.block_element(&tag);
            } else {
                self.inline_html(text);
            }
            rest = rest.get(end + 1..).unwrap_or_default();
        }
        self.html_text(rest);
    }

    fn html_text(&mut self, text: &str) {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !words.is_empty() {
            let blank = text.starts_with(char::is_whitespace) && !self.inline.text.is_empty();
            self.push(if blank { " " } else { "" });
            let decoded = decode(&words);
            self.push(&decoded);
            self.push(if text.ends_with(char::is_whitespace) { " " } else { "" });
        }
    }

    fn block_element(&mut self, tag: &Tag<'_>) {
        match (tag.name.as_str(), tag.closes) {
            ("hr", _) => self.builder.block(Kind::Rule, self.nest(), super::Inline::default()),
            ("details", false) => self.details = Some(false),
            ("details", true) => {
                let at = self.builder.at();
                self.builder.close("details", at);
                self.details = None;
            }
            ("div" | "p" | "section" | "blockquote", false) if says_spoiler(tag.attributes) => {
                let at = self.builder.at();
                self.builder.open("element", at, Level::Ending, Unclosed::EndOfBlock);
            }
            ("div" | "p" | "section" | "blockquote", true) if self.builder.is_open("element") => {
                let at = self.builder.at();
                self.builder.close("element", at);
            }
            _ => {}
        }
    }

    fn open_element(&mut self, tag: &Tag<'_>) {
        let style = match tag.name.as_str() {
            "em" | "i" | "cite" => Style::EMPHASIS,
            "b" | "strong" => Style::STRONG,
            "code" | "tt" | "kbd" => Style::CODE,
            "s" | "del" | "strike" => Style::STRIKE,
            _ => Style::default(),
        };
        let spoiler = tag.name == "tg-spoiler" || says_spoiler(tag.attributes);
        if !tag.attributes.ends_with('/') && !matches!(tag.name.as_str(), "img" | "wbr" | "input" | "hr") {
            self.elements.push((tag.name.clone(), self.inline.text.len(), style, spoiler));
        }
    }

    fn close_element(&mut self, name: &str) {
        let Some(at) = self.elements.iter().rposition(|(open, ..)| open == name) else { return };
        let (_, start, style, spoiler) = self.elements.remove(at);
        let range = start..self.inline.text.len();
        if spoiler {
            self.inline.spoilers.push((range.clone(), Level::Ending));
        }
        if !style.is_plain() {
            self.inline.styles.push((range, style));
        }
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "center"
            | "details"
            | "summary"
            | "blockquote"
            | "ul"
            | "ol"
            | "li"
            | "table"
            | "tr"
            | "hr"
            | "figure"
            | "figcaption"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "iframe"
    )
}

/// Whether attributes (a class, a data attribute) speak of a spoiler.
fn says_spoiler(attributes: &str) -> bool {
    let attributes = attributes.to_ascii_lowercase();
    attributes.contains("spoiler")
        && !attributes.contains("no-spoiler")
        && !attributes.contains("spoiler-free")
}

/// The entities that occur in prose.
fn decode(text: &str) -> String {
    const ENTITIES: [(&str, &str); 12] = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&nbsp;", " "),
        ("&mdash;", "—"),
        ("&ndash;", "–"),
        ("&hellip;", "…"),
        ("&rsquo;", "’"),
        ("&eacute;", "é"),
        ("&amp;", "&"),
    ];
    if !text.contains('&') {
        return text.to_owned();
    }
    ENTITIES.iter().fold(text.to_owned(), |text, (entity, plain)| text.replace(entity, plain))
}
