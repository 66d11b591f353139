//! From a page as it was sent to one that is sound: every element closed, none too deep, nothing in it
//! that is no text, and a token in the place of everything that is hidden.
//!
//! What a page hides must be taken out before its article is looked for. Extraction deletes what is not
//! shown, and it weighs text by its length: were the hidden text still there, where the article begins
//! and ends would depend on it, and would tell of it.

use std::fmt::Write;

use super::colour::{Paint, Rgb, WHITE};
use super::elements::{
    ended_by, heading, is_block, is_inline, is_kept, is_of_table, is_passed, is_tabular, is_void,
};
use super::facts::{Facts, Key, Rank};
use super::gates::{self, Gates, Part};
use super::hide::{self, Sheet};
use super::token::{Name, Tag, Token, Tokens};
use crate::address;
use crate::document::Level;
use crate::spoilers::{markup, warnings};

/// Elements nest no deeper: real pages have some 50, and extraction takes time in the depth.
const DEEPEST: usize = 96;
/// A token for something hidden begins and ends with these, which no text has.
pub(super) const TOKEN: [char; 2] = ['\u{E000}', '\u{E001}'];
/// Behind a token's number, so that extraction takes it for prose.
const FILLER: &str = " Something stands here, which is hidden, and it is as long as a sentence";
/// So much of the text before a hidden element may say what that is.
const NEAR: usize = 160;
/// Attributes by which extraction knows what an element is.
const ATTRIBUTES: [&str; 7] = ["class", "id", "role", "rel", "itemprop", "href", "aria-hidden"];
/// Those with more bytes say nothing.
const LONGEST: usize = 2000;

/// A page made sound.
#[derive(Default)]
pub(super) struct Page {
    pub html: String,
    pub hidden: Vec<Hidden>,
    pub facts: Facts,
    /// How many elements there are.
    pub elements: usize,
    /// A notice said that a review is closed, and no text of it came.
    pub is_shut: bool,
    /// The bytes of text in the open.
    pub text: usize,
    /// Where it stands on the web.
    pub base: String,
}

/// What was taken out.
pub(super) struct Hidden {
    pub html: String,
    pub level: Level,
    pub room: Room,
    /// It is the whole text of a review, behind a gate.
    pub is_body: bool,
    /// Nobody closed it.
    pub is_unclosed: bool,
}

/// What may stand in a hidden element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    /// A part of a block.
    Inline,
    /// Blocks.
    Blocks,
}

/// Makes `source` sound.
pub(super) fn scan(source: &str) -> Page {
    let mut scan = Scan::new(source);
    while let Some(token) = scan.tokens.next() {
        match token {
            Token::Start(tag) => scan.start(&tag),
            Token::End(name) => scan.end(name),
            Token::Text(text) => scan.text(text),
        }
    }
    if let Some(dark) = &mut scan.dark {
        dark.is_unclosed = true;
    }
    while !scan.stack.is_empty() {
        scan.pop();
    }
    scan.page.is_shut = scan.is_closed;
    scan.page
}

/// An element that is open.
struct Open {
    name: Name,
    /// The end tag to be written for it; none where its start tag was not.
    written: Option<&'static str>,
    ground: Option<Rgb>,
    /// It is the body of an article, where even what is not shown is text.
    is_prose: bool,
    /// A class in which elements are something else than elsewhere.
    around: Option<Name>,
    /// It is a box whose summary is still to come.
    boxed: Option<Level>,
    property: Option<Property>,
}

/// A fact that an element is about.
struct Property {
    path: String,
    text: String,
    is_item: bool,
}

/// What is being taken out.
struct Dark {
    /// It ends where fewer elements are open.
    depth: usize,
    /// Nothing where it is no text at all.
    level: Option<Level>,
    room: Room,
    shell: Shell,
    html: String,
    is_unclosed: bool,
    /// It ends with its own element, not with the one around it.
    is_own: bool,
}

/// What stands around the token for something hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shell {
    /// Nothing: it stands within a line.
    None,
    /// A paragraph.
    Paragraph,
    /// The element itself.
    Kept(Name),
    /// A row of a table.
    Row,
}

/// The body of a review behind a gate.
struct Gated {
    depth: usize,
    start: usize,
    hidden: usize,
}

struct Scan<'a> {
    tokens: Tokens<'a>,
    gates: &'static Gates,
    page: Page,
    stack: Vec<Open>,
    /// Start tags that were left out because they are too deep.
    lost: usize,
    dark: Option<Dark>,
    gated: Option<Gated>,
    is_closed: bool,
    /// The end of the text so far.
    recent: String,
    sheet: Sheet,
    ground: Option<Rgb>,
}

impl<'a> Scan<'a> {
    fn new(source: &'a str) -> Self {
        Self {
            tokens: Tokens::new(source),
            gates: gates::known(),
            page: Page { html: String::with_capacity(source.len() / 2), ..Page::default() },
            stack: Vec::new(),
            lost: 0,
            dark: None,
            gated: None,
            is_closed: false,
            recent: String::new(),
            sheet: Sheet::default(),
            ground: Some(WHITE),
        }
    }

    fn sink(&mut self) -> &mut String {
        match &mut self.dark {
            Some(dark) => &mut dark.html,
            None => &mut self.page.html,
        }
    }

    fn start(&mut self, tag: &Tag<'a>) {
        let name = tag.name.as_str();
        if name == "title" {
            if let Some(title) = self.tokens.element(tag.name) {
                self.page.facts.offer(Key::Page, Rank::Page, title);
            }
        } else if is_passed(name) {
            self.pass(tag);
        } else if is_void(name) {
            self.void(tag);
        } else if matches!(name, "html" | "head" | "body" | "plaintext") {
            self.ground = hide::ground(hide::paint(tag), self.ground);
        } else {
            self.element(tag);
        }
    }

    /// Passes an element that holds nothing for a reader.
    fn pass(&mut self, tag: &Tag<'a>) {
        let name = tag.name.as_str();
        if tag.raw.ends_with('/') && !matches!(name, "script" | "style") {
            return;
        }
        match (self.tokens.element(tag.name), name) {
            (Some(data), "script") if tag.raw.contains("ld+json") => self.page.facts.json(data),
            (Some(css), "style") => self.sheet.add(css),
            // A browser shows nothing of what follows either.
            (None, "script" | "style") => self.tokens.end(),
            _ => {}
        }
    }

    fn void(&mut self, tag: &Tag<'a>) {
        match tag.name.as_str() {
            "br" => self.sink().push_str("<br>"),
            "hr" => {
                self.imply("hr");
                self.sink().push_str("<hr>");
            }
            "img" => self.image(tag),
            "meta" => self.meta(tag),
            "base" => {
                let target = tag.attribute("href").unwrap_or_default();
                self.page.base = address::resolve(&self.page.base, target);
            }
            _ => {}
        }
    }

    fn image(&mut self, tag: &Tag<'a>) {
        let alt = tag.attribute("alt").unwrap_or_default();
        let hidden = if self.dark.is_none() { hide::says(tag) } else { None };
        let sink = self.sink();
        if hidden.is_none() {
            sink.push_str("<img src=\"x.jpg\" alt=\"");
            quoted(sink, alt);
            sink.push_str("\">");
            return;
        }
        self.begin_dark(hidden, Room::Inline, Shell::None, self.stack.len() + 1);
        let mut text = String::new();
        escaped(&mut text, alt);
        self.sink().push_str(&text);
        self.end_dark();
    }

    fn meta(&mut self, tag: &Tag<'a>) {
        let Some(content) = tag.attribute("content") else { return };
        match (tag.attribute("property").or_else(|| tag.attribute("name")), tag.attribute("itemprop")) {
            (Some(name), _) => self.page.facts.meta(name, content),
            (None, Some(property)) => self.property(property, content),
            (None, None) => {}
        }
    }

    fn property(&mut self, name: &str, text: &str) {
        let path = self.path(name);
        self.page.facts.property(&path, text);
    }

    /// `name` behind the name of the item that it is a property of.
    fn path(&self, name: &str) -> String {
        let items = self.stack.iter().rev().filter_map(|open| open.property.as_ref());
        let item = items.filter(|property| property.is_item).find(|property| !property.path.is_empty());
        match item {
            Some(item) => [item.path.rsplit('.').next().unwrap_or_default(), ".", name].concat(),
            None => name.to_owned(),
        }
    }

    /// An element that may hold text.
    fn element(&mut self, tag: &Tag<'a>) {
        let in_table = |open: &Open| open.name.as_str() == "table";
        let tag = &match tag.name.as_str() {
            name if is_of_table(name) && !self.stack.iter().any(in_table) => {
                Tag { name: Name::new("div"), raw: tag.raw }
            }
            _ => *tag,
        };
        self.imply(tag.name.as_str());
        if self.dark.is_none() && self.forgets_summary(tag) {
            self.pop();
        }
        // What is hidden has no say in how the page is read.
        self.page.elements += usize::from(self.dark.is_none());
        let verdict = if self.dark.is_some() { Verdict::Open } else { self.verdict(tag) };
        if self.stack.len() >= DEEPEST {
            self.lost += usize::from(!ends_unsaid(tag.name.as_str()));
            return self.too_deep(verdict);
        }
        match verdict {
            Verdict::Hide(level) => self.hide(tag, Some(level)),
            Verdict::Drop => self.hide(tag, None),
            Verdict::Box(level) => self.push(tag, Some(level)),
            Verdict::Body => {
                self.gated = Some(Gated {
                    depth: self.stack.len() + 1,
                    start: self.page.html.len(),
                    hidden: self.page.hidden.len(),
                });
                self.push(tag, None);
            }
            Verdict::Open => self.push(tag, None),
        }
    }

    /// Leaves out a tag that is too deep. What it would hide is hidden up to the end of what it stands in.
    fn too_deep(&mut self, verdict: Verdict) {
        if let Verdict::Hide(level) | Verdict::Box(level) = verdict {
            let depth = self.stack.len();
            self.dark =
                Some(Dark { is_own: false, ..Dark::new(Some(level), Room::Blocks, Shell::Paragraph, depth) });
        }
    }

    fn verdict(&mut self, tag: &Tag<'a>) -> Verdict {
        let around: Vec<Name> = self.stack.iter().filter_map(|open| open.around).collect();
        let is_details = tag.name.as_str() == "details";
        match self.gates.part(tag, &around) {
            Some(Part::Notice) => {
                self.is_closed = true;
                return Verdict::Open;
            }
            Some(Part::Body) if self.is_closed && self.gated.is_none() => return Verdict::Body,
            Some(Part::Switch) => return Verdict::Drop,
            Some(Part::Spoiler) if is_details => return self.details(Trust::Site),
            Some(Part::Spoiler) => return Verdict::Hide(Level::Ending),
            Some(Part::Open) => return Verdict::Open,
            Some(Part::Body) | None => {}
        }
        if let Some(level) = hide::says(tag) {
            return Verdict::Hide(level);
        }
        if matches!(tag.name.as_str(), "tg-spoiler" | "spoiler") || tag.name.as_str().contains("spoiler") {
            return Verdict::Hide(markup::level(tag.raw));
        }
        if is_details {
            return self.details(Trust::Summary);
        }
        if self.is_invisible(tag) {
            return Verdict::Hide(Level::Ending);
        }
        if hide::is_hidden(tag) { self.unshown(tag) } else { Verdict::Open }
    }

    /// `<details>`: a spoiler if its summary says so, or the site's habit.
    fn details(&self, trust: Trust) -> Verdict {
        let mut tokens = self.tokens.clone();
        let starts = |token: &Token<'_>| matches!(token, Token::Start(tag) if tag.name.as_str() == "summary");
        let first = tokens.find(|token| !matches!(token, Token::Text(text) if text.trim().is_empty()));
        if !first.as_ref().is_some_and(starts) {
            return if trust == Trust::Site { Verdict::Hide(Level::Ending) } else { Verdict::Open };
        }
        let mut summary = String::new();
        for token in tokens {
            match token {
                Token::Text(text) if summary.len() < LONGEST => summary.push_str(text),
                Token::Start(tag) if is_inline(tag.name.as_str()) => {}
                Token::End(name) if is_inline(name.as_str()) => {}
                _ => break,
            }
        }
        if trust == Trust::Site || warnings::names_spoilers(&summary) {
            Verdict::Box(markup::level(&summary))
        } else {
            Verdict::Open
        }
    }

    /// Whether `tag` begins a block in the summary of a box: somebody forgot to end that.
    fn forgets_summary(&self, tag: &Tag<'_>) -> bool {
        let name = tag.name.as_str();
        let [.., details, summary] = self.stack.as_slice() else { return false };
        let is_block = is_block(name) && heading(name).is_none();
        details.boxed.is_some() && is_block && summary.name.as_str() == "summary"
    }

    fn is_invisible(&self, tag: &Tag<'_>) -> bool {
        let paint = hide::paint(tag);
        let below = self.stack.last().map_or(self.ground, |open| open.ground);
        (paint != Paint::default() && paint.is_invisible_on(below)) || self.sheet.hides(tag)
    }

    /// What is not shown is a spoiler if the text before it names one; else it is text only in an article.
    fn unshown(&self, tag: &Tag<'_>) -> Verdict {
        let near = tail(&self.recent, NEAR);
        let is_prose = || self.stack.iter().any(|open| open.is_prose) && !hide::is_furniture(tag);
        if warnings::names_spoilers(near) || is_prose() {
            Verdict::Hide(Level::Ending)
        } else {
            Verdict::Drop
        }
    }

    /// Begins to take out what `tag` holds.
    fn hide(&mut self, tag: &Tag<'a>, level: Option<Level>) {
        let name = tag.name.as_str();
        let parent = self.stack.last().map(|open| open.name);
        let in_line = |name: Name| is_inline(name.as_str()) || is_kept(name.as_str());
        let (room, shell) = if is_kept(name) {
            (Room::Inline, Shell::Kept(tag.name))
        } else if is_of_table(name) {
            (Room::Inline, Shell::Row)
        } else if is_inline(name) || (!is_block(name) && parent.is_some_and(in_line)) {
            (Room::Inline, Shell::None)
        } else {
            (Room::Blocks, Shell::Paragraph)
        };
        self.begin_dark(level, room, shell, self.stack.len() + 1);
        if room == Room::Blocks {
            self.push(tag, None);
        } else {
            self.stack.push(Open { written: None, ..self.open(tag, None) });
        }
    }

    fn begin_dark(&mut self, level: Option<Level>, room: Room, shell: Shell, depth: usize) {
        self.dark = Some(Dark::new(level, room, shell, depth));
    }

    /// Puts a token where the hidden text was.
    fn end_dark(&mut self) {
        let Some(dark) = self.dark.take() else { return };
        let Some(level) = dark.level else { return };
        let Dark { html, room, is_unclosed, .. } = dark;
        let number = self.page.hidden.len();
        self.page.hidden.push(Hidden { html, level, room, is_body: false, is_unclosed });
        write_token(&mut self.page.html, number, dark.shell);
    }

    fn open(&self, tag: &Tag<'a>, boxed: Option<Level>) -> Open {
        let name = tag.name.as_str();
        let below = self.stack.last().map_or(self.ground, |open| open.ground);
        let property = tag.attribute("itemprop").unwrap_or_default();
        let is_body = matches!(property, "reviewBody" | "articleBody") || matches!(name, "article" | "main");
        let around = tag.classes().find(|class| self.gates.is_surrounding(class)).map(Name::new);
        Open {
            name: tag.name,
            written: Some(written(name)),
            ground: if tag.raw.is_empty() { below } else { hide::ground(hide::paint(tag), below) },
            is_prose: is_body,
            around,
            boxed,
            property: self.begun_property(tag, property),
        }
    }

    /// The fact that `tag` begins, in the open.
    fn begun_property(&self, tag: &Tag<'_>, name: &str) -> Option<Property> {
        if self.dark.is_some() {
            return None;
        }
        let is_heading = tag.name.as_str() == "h1";
        let is_item = tag.attributes().any(|(name, _)| name.eq_ignore_ascii_case("itemscope"));
        if name.is_empty() {
            return is_heading.then(|| Property { path: String::new(), text: String::new(), is_item: false });
        }
        let given = tag.attribute("content").or_else(|| tag.attribute("datetime")).unwrap_or_default();
        Some(Property { path: self.path(name), text: given.to_owned(), is_item })
    }

    fn push(&mut self, tag: &Tag<'a>, boxed: Option<Level>) {
        let open = self.open(tag, boxed);
        let sink = self.sink();
        sink.push('<');
        sink.push_str(open.written.unwrap_or("div"));
        for (name, value) in tag.attributes().filter(|(_, value)| value.len() <= LONGEST) {
            if let Some(name) = ATTRIBUTES.iter().find(|known| known.eq_ignore_ascii_case(name)) {
                sink.extend([" ", name, "=\""]);
                quoted(sink, value);
                sink.push('"');
            }
        }
        sink.push('>');
        self.stack.push(open);
    }

    /// Ends the innermost open element.
    fn pop(&mut self) {
        let Some(open) = self.stack.pop() else { return };
        let ended = self.dark.as_ref().filter(|dark| self.stack.len() < dark.depth);
        let (ends, owns) = (ended.is_some(), ended.is_some_and(|dark| dark.is_own));
        if ends && !owns {
            self.end_dark();
        }
        if let Some(end) = open.written {
            self.sink().extend(["</", end, ">"]);
        }
        if ends && owns {
            self.end_dark();
        }
        self.leave(open);
    }

    /// What is to be done once `open` has ended.
    fn leave(&mut self, open: Open) {
        if let Some(Property { path, text, is_item }) = open.property {
            if path.is_empty() {
                self.page.facts.offer(Key::Heading, Rank::Page, &text);
            } else if !is_item || !text.trim().is_empty() {
                self.page.facts.property(&path, &text);
            }
        }
        if self.gated.as_ref().is_some_and(|gated| self.stack.len() < gated.depth) {
            self.end_gated();
        }
        let is_summary = open.name.as_str() == "summary" && self.dark.is_none();
        let depth = self.stack.len();
        let boxed = self.stack.last_mut().filter(|_| is_summary).and_then(|details| details.boxed.take());
        if boxed.is_some() {
            self.dark =
                Some(Dark { is_own: false, ..Dark::new(boxed, Room::Blocks, Shell::Paragraph, depth) });
        }
    }

    /// Takes out the body of a review, unless the author marked passages in it.
    fn end_gated(&mut self) {
        let Some(gated) = self.gated.take() else { return };
        let body = self.page.html.get(gated.start..).unwrap_or_default();
        let is_text =
            |token: Token<'_>| matches!(token, Token::Text(text) if text.contains(char::is_alphanumeric));
        if !Tokens::new(body).any(is_text) {
            return;
        }
        self.is_closed = false;
        if self.page.hidden.len() > gated.hidden {
            return;
        }
        let html = self.page.html.split_off(gated.start);
        let number = self.page.hidden.len();
        let body =
            Hidden { html, level: Level::Ending, room: Room::Blocks, is_body: true, is_unclosed: false };
        self.page.hidden.push(body);
        write_token(&mut self.page.html, number, Shell::Paragraph);
    }

    /// Ends what a start tag of `name` ends without saying so.
    fn imply(&mut self, name: &str) {
        let floor = self.floor();
        if let Some((ends, barriers)) = ended_by(name) {
            let open = self.stack.iter().enumerate().skip(floor).rev();
            let mut open = open.take_while(|(_, open)| !barriers.contains(&open.name.as_str()));
            if let Some((index, _)) = open.find(|(_, open)| ends.contains(&open.name.as_str())) {
                self.pop_to(index);
            }
        }
        let top = |scan: &Self| scan.stack.last().filter(|_| scan.stack.len() > floor).map(|open| open.name);
        if heading(name).is_some() && top(self).is_some_and(|top| heading(top.as_str()).is_some()) {
            self.pop();
        }
        // What is left open among the rows of a table would be opened again and again.
        while is_of_table(name) && top(self).is_some_and(|top| !is_tabular(top.as_str())) {
            self.pop();
        }
    }

    /// The first element that may be ended unsaid: what a line hides goes on behind the blocks in it.
    fn floor(&self) -> usize {
        match &self.dark {
            None => 0,
            Some(dark) if dark.is_own && dark.shell != Shell::None => dark.depth.saturating_sub(1),
            Some(dark) => dark.depth,
        }
    }

    fn pop_to(&mut self, index: usize) {
        while self.stack.len() > index {
            self.pop();
        }
    }

    fn end(&mut self, name: Name) {
        if name.as_str() == "br" {
            return self.sink().push_str("<br>");
        }
        if self.lost > 0 {
            self.lost -= usize::from(!ends_unsaid(name.as_str()));
            return;
        }
        let Some(index) = self.ended(name) else { return };
        if let Some(dark) = self.dark.as_mut().filter(|dark| index + 1 < dark.depth) {
            if !is_block(name.as_str()) {
                return;
            }
            let own = self.stack.get(dark.depth.saturating_sub(1)).map(|open| open.name);
            dark.is_unclosed |= dark.is_own && own.is_some_and(|own| !ends_unsaid(own.as_str()));
        }
        self.pop_to(index);
    }

    /// The open element that an end tag of `name` ends. One within a line ends no block.
    fn ended(&self, name: Name) -> Option<usize> {
        let barrier = |open: &Open| match name.as_str() {
            "table" => false,
            name if is_of_table(name) => open.name.as_str() == "table",
            _ => is_tabular(open.name.as_str()),
        };
        let mut open = self.stack.iter().enumerate().rev();
        let (index, _) = open.find(|(_, open)| open.name == name || barrier(open))?;
        let inner = self.stack.get(index + 1..).unwrap_or_default();
        let is_firm = |open: &Open| is_block(open.name.as_str()) && !ends_unsaid(open.name.as_str());
        let crosses = !is_block(name.as_str()) && inner.iter().any(is_firm);
        (self.stack.get(index)?.name == name && !crosses).then_some(index)
    }

    fn text(&mut self, text: &str) {
        let in_dark = self.dark.is_some();
        escaped(self.sink(), text);
        if in_dark {
            return;
        }
        self.page.text += text.trim().len();
        self.is_closed |= self.gates.is_said(text);
        for property in self.stack.iter_mut().filter_map(|open| open.property.as_mut()) {
            if property.text.len() < NEAR && !property.is_item {
                property.text.push_str(text);
            }
        }
        if self.recent.len() > 8 * NEAR {
            self.recent = tail(&self.recent, NEAR).to_owned();
        }
        self.recent.push_str(tail(text, NEAR));
    }
}

impl Dark {
    fn new(level: Option<Level>, room: Room, shell: Shell, depth: usize) -> Self {
        Self { depth, level, room, shell, html: String::new(), is_unclosed: false, is_own: true }
    }
}

/// What becomes of an element and what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Open,
    Hide(Level),
    /// It is no text.
    Drop,
    /// All behind its summary is hidden.
    Box(Level),
    /// It is the body of a review behind a gate.
    Body,
}

/// Why `<details>` may be a spoiler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trust {
    /// Its summary has to say so.
    Summary,
    /// The site makes spoilers so.
    Site,
}

/// Whether elements of this name may be left open.
fn ends_unsaid(name: &str) -> bool {
    matches!(name, "p" | "li" | "dd" | "dt") || (is_of_table(name))
}

/// Elements that extraction knows.
const KNOWN: [&str; 66] = [
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "b",
    "big",
    "blockquote",
    "caption",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "fieldset",
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
    "i",
    "ins",
    "kbd",
    "label",
    "li",
    "main",
    "mark",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "dialog",
];

/// The name under which an element is written: extraction would pass over what it does not know.
fn written(name: &str) -> &'static str {
    let fallback = if is_inline(name) { "span" } else { "div" };
    KNOWN.iter().find(|known| **known == name).copied().unwrap_or(fallback)
}

/// The last `most` bytes of `text`, or somewhat fewer.
fn tail(text: &str, most: usize) -> &str {
    let mut start = text.len().saturating_sub(most);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text.get(start..).unwrap_or_default()
}

fn write_token(out: &mut String, number: usize, shell: Shell) {
    let (before, after) = match shell {
        Shell::None => (String::new(), String::new()),
        Shell::Paragraph => ("<p>".to_owned(), "</p>".to_owned()),
        Shell::Row => ("<tr><td>".to_owned(), "</td></tr>".to_owned()),
        Shell::Kept(name) => {
            (["<", written(name.as_str()), ">"].concat(), ["</", written(name.as_str()), ">"].concat())
        }
    };
    out.push_str(&before);
    out.push(TOKEN[0]);
    // Writing to a string cannot fail.
    let _ = write!(out, "{number:06}");
    for _ in 0..if matches!(shell, Shell::Paragraph | Shell::Kept(_)) { 4 } else { 1 } {
        out.push_str(FILLER);
    }
    out.push(TOKEN[1]);
    out.push_str(&after);
}

/// Text that can be nothing else, and no token.
fn escaped(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['<', TOKEN[0], TOKEN[1]]) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let mut chars = from.chars();
        out.push_str(if chars.next() == Some('<') { "&lt;" } else { "\u{FFFD}" });
        rest = chars.as_str();
    }
    out.push_str(rest);
}

/// The value of an attribute between double quotes.
fn quoted(out: &mut String, value: &str) {
    for (at, part) in value.split('"').enumerate() {
        out.push_str(if at > 0 { "&quot;" } else { "" });
        escaped(out, part);
    }
}
