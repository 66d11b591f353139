//! HTML elements in Markdown: what is open, how it looks, and what of it is a spoiler. Spoilers are
//! written into the text as `<spoiler>` tags, so that whoever lifts markup out of the text sees one
//! form only.

use super::html::{self, Part, Tag};
use super::{Reader, is_description};
use crate::document::{Kind, Level, Marker, Style};
use crate::parse::entities::{self, Origin};
use crate::parse::looks;
use crate::parse::{Inline, Nest, RULE};
use crate::spoilers::{markup, warnings};

/// How many open elements are looked at for the one that an end tag ends.
const REACH: usize = 256;

/// The elements that are open.
#[derive(Default)]
pub(super) struct Elements {
    open: Vec<Element>,
    /// How many of them were open where the passage began that is being read: they cannot end in it.
    floor: usize,
    /// How many of them are quotes, and how many are lists.
    pub quotes: usize,
    pub lists: usize,
    /// The level of the heading that is open.
    pub heading: Option<u8>,
    has_marker: bool,
    /// What of a summary was read: where its text begins in the block, and whether it says spoiler.
    summary: Option<(usize, Option<Level>)>,
    /// The number of the block, to know which styles began in it.
    block: usize,
    preformatted: usize,
}

struct Element {
    name: String,
    /// The tag that ends the spoiler it is.
    spoiler: Option<&'static str>,
    look: Option<(Look, usize, usize)>,
}

enum Look {
    Style(Style),
    Link(String),
}

impl Elements {
    /// The bullet of an item that begins.
    pub fn marker(&mut self) -> Option<Marker> {
        std::mem::take(&mut self.has_marker).then_some(Marker::Bullet)
    }

    /// A block ends here.
    pub fn leave_block(&mut self, text: &str) {
        self.block += 1;
        if let Some((start, level)) = &mut self.summary {
            *level = (*level).max(says(text.get(*start..).unwrap_or_default()));
            *start = 0;
        }
    }

    /// From now on what is open stays open; gives back how it was before.
    pub fn raise_floor(&mut self) -> usize {
        std::mem::replace(&mut self.floor, self.open.len())
    }

    fn push(&mut self, element: Element) {
        self.count(&element.name, 1);
        self.open.push(element);
    }

    fn count(&mut self, name: &str, by: isize) {
        let counter = match name {
            "blockquote" => &mut self.quotes,
            "ul" | "ol" => &mut self.lists,
            "pre" => &mut self.preformatted,
            _ => return,
        };
        *counter = counter.saturating_add_signed(by);
    }

    /// How many elements an end tag of `name` ends. One that is itself inline ends no spoiler in it.
    fn ended_by(&self, name: &str) -> Option<usize> {
        let inside = REACH.min(self.open.len() - self.floor);
        let depth = self.open.iter().rev().take(inside).position(|e| e.name.eq_ignore_ascii_case(name))?;
        let inner = self.open.iter().rev().take(depth);
        let crosses = !is_block(name) && inner.into_iter().any(|e| e.spoiler.is_some());
        (!crosses).then_some(depth + 1)
    }
}

fn says(text: &str) -> Option<Level> {
    warnings::names_spoilers(text).then(|| markup::level(text))
}

fn is_block(name: &str) -> bool {
    const NAMES: [&str; 36] = [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "thead",
        "tr",
        "ul",
    ];
    NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Whether HTML knows elements of this name. `>!a!<and >!b!<` holds no element "and".
pub(super) fn is_known(name: &str) -> bool {
    const NAMES: [&str; 70] = [
        "a", "abbr", "acronym", "area", "audio", "b", "base", "bdi", "bdo", "big", "br", "button", "canvas",
        "caption", "cite", "code", "col", "colgroup", "data", "datalist", "del", "dfn", "dialog", "em",
        "embed", "fieldset", "font", "head", "hr", "i", "iframe", "img", "input", "ins", "kbd", "label",
        "legend", "link", "mark", "menu", "meta", "nobr", "noscript", "object", "option", "output",
        "picture", "q", "ruby", "rp", "rt", "s", "samp", "select", "small", "source", "span", "strike",
        "strong", "sub", "sup", "svg", "td", "th", "time", "title", "tt", "u", "var", "video",
    ];
    let rare = ["wbr", "tfoot", "textarea", "template", "script", "style", "track", "progress", "meter"];
    let is = |known: &&str| known.eq_ignore_ascii_case(name);
    name.contains('-') || is_block(name) || NAMES.iter().any(is) || rare.iter().any(is)
}

/// Where HTML stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Between Markdown blocks: its elements make blocks.
    Block,
    /// Within a Markdown block.
    Inline,
}

impl Reader {
    /// Reads the HTML block that was gathered.
    pub(super) fn html_block(&mut self) {
        let raw = std::mem::take(&mut self.raw);
        let mut rest = raw.as_str();
        while let Some((part, behind)) = html::next(rest) {
            match part {
                Part::Tag(tag) => self.tag(&tag, Place::Block),
                Part::Text(text) => self.html_text(text),
                Part::Void => {}
            }
            rest = behind;
        }
        self.flush();
        self.raw = raw;
        self.raw.clear();
    }

    /// Reads one tag in a Markdown block.
    pub(super) fn inline_html(&mut self, raw: &str) {
        self.starts_line = false;
        if let Some((Part::Tag(tag), _)) = html::next(raw) {
            self.tag(&tag, Place::Inline);
        }
    }

    fn html_text(&mut self, text: &str) {
        let keep = self.elements.preformatted > 0;
        let inline = &mut self.inline;
        entities::decode(text, |part, origin| match origin {
            Origin::Source if keep => inline.text.push_str(part),
            Origin::Source => push_collapsed(&mut inline.text, part),
            Origin::Entity => {
                let start = inline.text.len();
                inline.text.push_str(part);
                inline.literal.push(start..inline.text.len());
            }
        });
    }

    fn tag(&mut self, tag: &Tag<'_>, place: Place) {
        if tag.is_any(&["spoiler", "tg-spoiler"]) {
            self.inline.text.push_str(if tag.closes { "</spoiler>" } else { spoiler(tag) });
        } else if !is_known(tag.name) {
            self.inline.text.push_str(tag.source);
        } else if tag.closes {
            self.end_tag(tag, place);
        } else if tag.is_void() {
            self.void(tag, place);
        } else {
            self.start_tag(tag, place);
        }
    }

    fn void(&mut self, tag: &Tag<'_>, place: Place) {
        if tag.is("br") {
            self.line_break();
        } else if tag.is("hr") && place == Place::Block {
            self.flush();
            let nest: Nest = self.nest();
            self.builder.block(Kind::Rule, nest, Inline::plain(RULE));
        } else if tag.is("img") {
            let alt = tag.attribute("alt").filter(|alt| is_description(alt)).unwrap_or_default();
            self.html_text(alt);
        }
    }

    fn start_tag(&mut self, tag: &Tag<'_>, place: Place) {
        let name = tag.name.to_ascii_lowercase();
        if is_block(&name) {
            self.break_at(place);
            self.begin_element(&name, place);
        } else if matches!(name.as_str(), "td" | "th") {
            push_collapsed(&mut self.inline.text, " ");
        }
        let is_spoiler = tag.says_spoiler();
        if is_spoiler {
            self.inline.text.push_str(spoiler(tag));
        }
        let at = self.inline.text.len();
        let link = || tag.is("a").then(|| tag.attribute("href")).flatten().map(|h| Look::Link(h.to_owned()));
        let look =
            looks::style(tag.name).map(Look::Style).or_else(link).map(|look| (look, self.elements.block, at));
        self.elements.push(Element { name, spoiler: is_spoiler.then_some("</spoiler>"), look });
        if tag.is("summary") {
            self.elements.summary = Some((at, None));
        }
    }

    fn break_at(&mut self, place: Place) {
        match place {
            Place::Block => self.flush(),
            Place::Inline => push_collapsed(&mut self.inline.text, " "),
        }
    }

    fn begin_element(&mut self, name: &str, place: Place) {
        match name.as_bytes() {
            [b'h', digit @ b'1'..=b'6'] if place == Place::Block => {
                self.elements.heading = Some(digit - b'0');
            }
            b"li" => self.elements.has_marker = true,
            _ => {}
        }
    }

    fn end_tag(&mut self, tag: &Tag<'_>, place: Place) {
        if tag.is("summary") {
            self.end_summary();
        }
        let count = self.elements.ended_by(tag.name).unwrap_or(0);
        for _ in 0..count {
            if let Some(element) = self.elements.open.pop() {
                let name = self.end_element(element);
                // What stands in it is handed over while it still counts as open.
                if is_block(&name) && place == Place::Block {
                    self.flush();
                }
                self.elements.count(&name, -1);
            }
        }
        if is_block(tag.name) {
            self.break_at(place);
            self.elements.heading = None;
        }
    }

    /// Ends the elements of a passage, and lowers the floor to where it was.
    pub(super) fn leave_elements(&mut self, floor: usize) {
        while self.elements.open.len() > self.elements.floor {
            if let Some(element) = self.elements.open.pop() {
                let name = self.end_element(element);
                self.elements.count(&name, -1);
            }
        }
        self.elements.floor = floor;
    }

    /// Lays the look of `element` over its text and ends the spoiler it is; gives back its name.
    fn end_element(&mut self, element: Element) -> String {
        if let Some((look, block, start)) = element.look {
            let end = self.inline.text.len();
            if block == self.elements.block && start < end {
                match look {
                    Look::Style(style) => self.style(start, style),
                    Look::Link(target) => {
                        self.style(start, Style::LINK);
                        self.inline.links.push((start..end, target));
                    }
                }
            }
        }
        self.inline.text.push_str(element.spoiler.unwrap_or_default());
        element.name
    }

    /// A summary that says "spoiler" makes one of the details behind it.
    fn end_summary(&mut self) {
        self.elements.leave_block(&self.inline.text);
        let Some(level) = self.elements.summary.take().and_then(|(_, level)| level) else { return };
        let details = self.elements.open.iter_mut().rev().take(REACH).find(|e| e.name == "details");
        if let Some(details) = details.filter(|details| details.spoiler.is_none()) {
            details.spoiler = Some("</spoiler-details>");
            self.inline.text.push_str(match level {
                Level::Premise => "<spoiler-details premise>",
                Level::Plot => "<spoiler-details plot>",
                Level::Ending => "<spoiler-details>",
            });
        }
    }
}

/// `tag` in the one form.
fn spoiler(tag: &Tag<'_>) -> &'static str {
    let words: String = tag.attributes().flat_map(|(name, value)| [name, " ", value, " "]).collect();
    match markup::level(&words) {
        Level::Premise => "<spoiler premise>",
        Level::Plot => "<spoiler plot>",
        Level::Ending => "<spoiler>",
    }
}

/// Adds `text` with each run of white space as one space.
fn push_collapsed(out: &mut String, text: &str) {
    let mut pending = text.starts_with(char::is_whitespace);
    for word in text.split_ascii_whitespace() {
        if pending && !out.is_empty() && !out.ends_with([' ', '\n']) {
            out.push(' ');
        }
        out.push_str(word);
        pending = true;
    }
    if text.ends_with(|c: char| c.is_ascii_whitespace()) && !out.is_empty() && !out.ends_with([' ', '\n']) {
        out.push(' ');
    }
}
