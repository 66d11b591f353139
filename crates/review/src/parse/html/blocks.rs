//! From sound HTML to blocks, tag by tag. What was hidden comes back in here, each in the place of its
//! token and already marked, so that it cannot end what hides it.

use std::ops::Range;

use super::elements::{heading, is_block};
use super::gates;
use super::scan::{Hidden, Room, TOKEN};
use super::token::{Tag, Token, Tokens};
use crate::address;
use crate::clean::clean;
use crate::document::{Kind, Marker, Style};
use crate::parse::entities;
use crate::parse::looks;
use crate::parse::markdown::is_description;
use crate::parse::{Builder, Inline, NOTHING, Nest, RULE};

/// A table of more bytes is there for its looks.
const LONGEST_TABLE: usize = 64 * 1024;
/// What is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// An article.
    Article,
    /// A whole page, with what stands around an article.
    Page,
}

/// Makes blocks of HTML.
pub(super) struct Reader {
    builder: Builder,
    hidden: Vec<Option<Hidden>>,
    title: String,
    /// Where the page stands on the web.
    base: String,
    inline: Inline,
    open: Vec<Element>,
    /// The next number of each list that is open; none where it has bullets.
    lists: Vec<Option<u32>>,
    quotes: usize,
    preformatted: usize,
    marker: Option<Marker>,
    heading: Option<u8>,
    /// Tables that are read as such.
    table: Option<usize>,
    /// What images in an open figure show, until a caption says it.
    figure: Option<String>,
    /// What was hidden is being read.
    is_dark: bool,
    /// No block of it was handed over yet.
    is_first: bool,
    has_notice: bool,
    /// The bytes of text in the open.
    length: usize,
    /// How many elements are open of which nothing is read.
    passed: usize,
    scope: Scope,
}

struct Element {
    name: &'static str,
    look: Option<Look>,
    start: usize,
}

#[derive(Clone)]
enum Look {
    Style(Style),
    Link(String),
}

impl Reader {
    pub fn new(builder: Builder, hidden: Vec<Hidden>, title: String, base: String) -> Self {
        Self {
            builder,
            hidden: hidden.into_iter().map(Some).collect(),
            title,
            base,
            inline: Inline::default(),
            open: Vec::new(),
            lists: Vec::new(),
            quotes: 0,
            preformatted: 0,
            marker: None,
            heading: None,
            table: None,
            figure: None,
            is_dark: false,
            is_first: false,
            has_notice: false,
            length: 0,
            passed: 0,
            scope: Scope::Article,
        }
    }

    /// Reads `html`, in which tokens may stand.
    pub fn read(&mut self, html: &str, scope: Scope) {
        self.scope = scope;
        self.tokens(Tokens::new(html));
        self.flush();
    }

    /// Whether a gate's notice was read.
    pub fn has_notice(&self) -> bool {
        self.has_notice
    }

    /// How much text there is in the open: what is hidden must not count.
    pub fn length(&self) -> usize {
        self.length
    }

    pub fn finish(self) -> Builder {
        self.builder
    }

    fn tokens(&mut self, mut tokens: Tokens<'_>) {
        while let Some(token) = tokens.next() {
            match token {
                Token::Start(tag) => self.start(&tag, tokens.rest()),
                Token::End(name) => self.end(name.as_str()),
                Token::Text(text) if self.passed == 0 => self.text(text),
                Token::Text(_) => {}
            }
        }
    }

    /// Text of the source: in the open, tokens are looked for in it.
    fn text(&mut self, text: &str) {
        self.has_notice |= gates::known().is_said(text);
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once(TOKEN[0]).filter(|_| !self.is_dark) {
            self.words(before);
            let (inside, after) = behind.split_once(TOKEN[1]).unwrap_or((behind, ""));
            let number = inside.get(..6).and_then(|digits| digits.parse::<usize>().ok());
            let found = number.and_then(|number| self.hidden.get_mut(number)).and_then(Option::take);
            if let Some(hidden) = found {
                self.hidden(&hidden);
            }
            rest = after;
        }
        self.words(rest);
    }

    fn words(&mut self, text: &str) {
        let keep = self.preformatted > 0 && self.table.is_none();
        self.length += if self.is_dark { 0 } else { text.trim().len() };
        let out = &mut self.inline.text;
        entities::decode(text, |part, _| {
            if keep {
                out.push_str(part);
            } else {
                push_collapsed(out, part);
            }
        });
    }

    /// Reads what was hidden, in the place of its token.
    fn hidden(&mut self, hidden: &Hidden) {
        let in_line = hidden.room == Room::Inline || self.table.is_some();
        self.is_dark = true;
        let depth = self.open.len();
        if in_line {
            self.hidden_in_line(hidden);
        } else {
            self.hidden_blocks(hidden);
        }
        self.open.truncate(depth);
        self.is_dark = false;
    }

    fn hidden_in_line(&mut self, hidden: &Hidden) {
        let start = self.inline.text.len();
        for token in Tokens::new(&hidden.html) {
            match token {
                Token::Text(text) => self.words(text),
                Token::Start(tag) if tag.name.as_str() == "img" => self.alt(&tag),
                Token::Start(tag) if is_block(tag.name.as_str()) || tag.name.as_str() == "br" => {
                    push_collapsed(&mut self.inline.text, " ");
                }
                _ => {}
            }
        }
        let end = self.inline.text.trim_end_matches([' ', '\n']).len().max(start);
        self.inline.text.truncate(end);
        if end == start {
            self.inline.text.push_str(NOTHING);
        }
        let range = start..self.inline.text.len();
        if hidden.is_unclosed {
            let at = self.builder.at();
            self.builder.unclosed(at + start..at + range.end);
        }
        self.inline.literal.push(range.clone());
        self.inline.spoilers.push((range, hidden.level));
    }

    fn hidden_blocks(&mut self, hidden: &Hidden) {
        self.flush();
        let start = self.builder.at();
        let (lists, quotes) = (self.lists.len(), self.quotes);
        let (figure, table) = (self.figure.take(), self.table.take());
        self.is_first = true;
        self.tokens(Tokens::new(&hidden.html));
        self.flush();
        self.lists.truncate(lists);
        (self.quotes, self.figure, self.table) = (quotes, figure, table);
        (self.preformatted, self.passed, self.heading, self.marker) = (0, 0, None, None);
        if self.builder.at() == start {
            self.builder.block(Kind::Paragraph, Nest::default(), Inline::plain(NOTHING));
        }
        self.is_first = false;
        let end = self.builder.end_of_last();
        self.builder.hide(start..end, hidden.level);
        if hidden.is_unclosed {
            self.builder.unclosed(start..end);
        }
    }

    fn start(&mut self, tag: &Tag<'_>, rest: &str) {
        let name = tag.name.as_str();
        let is_around = matches!(name, "nav" | "footer" | "form" | "aside" | "menu" | "dialog");
        if self.passed > 0 || (is_around && self.scope == Scope::Page && !self.is_dark) {
            self.passed += usize::from(is_around);
            return;
        }
        match name {
            "br" => self.line_break(),
            "img" => self.image(tag),
            "hr" => {
                self.flush();
                self.block(Kind::Rule, Inline::plain(RULE));
            }
            "tr" if self.table.is_some() => self.inline.cells.push(Vec::new()),
            "td" | "th" if self.table.is_some() => self.cell(),
            "table" if self.table.is_none() && !self.is_dark && is_table(rest) => {
                self.flush();
                self.table = Some(self.open.len());
                self.push(tag);
            }
            _ => self.element(tag),
        }
    }

    fn element(&mut self, tag: &Tag<'_>) {
        let name = tag.name.as_str();
        if is_block(name) && self.table.is_none() {
            self.flush();
            match name {
                "blockquote" => self.quotes += 1,
                "ul" | "menu" | "dir" => self.lists.push(None),
                "ol" => self.lists.push(Some(first_number(tag))),
                "li" => self.marker = Some(self.next_marker()),
                "pre" | "listing" => self.preformatted += 1,
                "figure" => self.figure = Some(String::new()),
                "figcaption" => self.figure = self.figure.take().map(|_| String::new()),
                name => self.heading = heading(name).or(self.heading),
            }
        } else if is_block(name) {
            push_collapsed(&mut self.inline.text, " ");
        } else if name == "q" {
            self.inline.text.push('“');
        }
        self.push(tag);
    }

    fn push(&mut self, tag: &Tag<'_>) {
        let look = match tag.name.as_str() {
            "dt" => Some(Look::Style(Style::STRONG)),
            "a" => tag.attribute("href").and_then(|raw| target(raw, &self.base)).map(Look::Link),
            name => looks::style(name).map(Look::Style),
        };
        let name = known(tag.name.as_str());
        self.open.push(Element { name, look, start: self.inline.text.len() });
    }

    /// The marker of the next item.
    fn next_marker(&mut self) -> Marker {
        match self.lists.last_mut() {
            Some(Some(number)) => {
                *number = number.saturating_add(1);
                Marker::Number(*number - 1)
            }
            _ => Marker::Bullet,
        }
    }

    fn end(&mut self, name: &str) {
        if self.passed > 0 {
            let is_around = matches!(name, "nav" | "footer" | "form" | "aside" | "menu" | "dialog");
            self.passed -= usize::from(is_around);
            return;
        }
        if self.table.is_some() && matches!(name, "tr" | "td" | "th") {
            return self.end_cell();
        }
        // The HTML is sound: an end tag ends the innermost element, or nothing that we pushed.
        let name = known(name);
        let Some(index) = self.open.iter().rposition(|open| open.name == name) else { return };
        if name == "q" {
            self.inline.text.push('”');
        }
        let is_table = self.table == Some(index);
        if is_block(name) && (self.table.is_none() || is_table) {
            self.flush();
            self.leave(name);
        }
        while self.open.len() > index {
            self.close();
        }
    }

    fn leave(&mut self, name: &str) {
        match name {
            "blockquote" => self.quotes = self.quotes.saturating_sub(1),
            "ul" | "ol" | "menu" | "dir" => drop(self.lists.pop()),
            "li" => self.marker = None,
            "pre" | "listing" => self.preformatted = self.preformatted.saturating_sub(1),
            "table" => self.table = None,
            "figure" => {
                let alt = self.figure.take().unwrap_or_default();
                self.inline.text.push_str(&alt);
                self.flush();
            }
            name if heading(name).is_some() => self.heading = None,
            _ => {}
        }
    }

    /// Ends the innermost element: what it looks like lies over its text.
    fn close(&mut self) {
        if let Some(element) = self.open.pop() {
            let end = self.inline.text.len();
            lay(&mut self.inline, element.look, element.start..end);
        }
    }

    fn line_break(&mut self) {
        let out = &mut self.inline.text;
        out.truncate(out.trim_end_matches(' ').len());
        if self.table.is_some() {
            out.push(' ');
        } else if !out.is_empty() {
            out.push('\n');
        }
    }

    fn image(&mut self, tag: &Tag<'_>) {
        let mut alt = String::new();
        let raw = tag.attribute("alt").unwrap_or_default();
        entities::decode(raw, |part, _| push_collapsed(&mut alt, part));
        if let Some(figure) = self.figure.as_mut().filter(|_| is_description(&alt)) {
            push_collapsed(figure, " ");
            figure.push_str(alt.trim());
        }
    }

    fn alt(&mut self, tag: &Tag<'_>) {
        let alt = tag.attribute("alt").filter(|alt| is_description(alt)).unwrap_or_default();
        self.words(alt);
    }

    fn cell(&mut self) {
        self.end_cell();
        if !self.inline.text.is_empty() {
            self.inline.text.push('\n');
        }
        let at = self.inline.text.len();
        if self.inline.cells.is_empty() {
            self.inline.cells.push(Vec::new());
        }
        self.inline.cells.last_mut().into_iter().for_each(|row| row.push(at..usize::MAX));
    }

    /// The cell that is open holds the text up to here.
    fn end_cell(&mut self) {
        let end = self.inline.text.trim_end().len();
        let cell = self.inline.cells.last_mut().and_then(|row| row.last_mut());
        if let Some(cell) = cell.filter(|cell| cell.end == usize::MAX) {
            self.inline.text.truncate(end.max(cell.start));
            cell.end = self.inline.text.len();
        }
    }

    fn nest(&self) -> Nest {
        let depth = |n: usize| u8::try_from(n).unwrap_or(u8::MAX);
        Nest { quote: depth(self.quotes), list: depth(self.lists.len()), tight: false }
    }

    /// Hands over the text that was gathered, if there is any.
    fn flush(&mut self) {
        self.end_cell();
        self.inline.cells.retain(|row| !row.is_empty());
        let end = self.inline.text.len();
        for element in &mut self.open {
            let start = std::mem::take(&mut element.start);
            lay(&mut self.inline, element.look.clone(), start..end);
        }
        let mut inline = std::mem::take(&mut self.inline);
        if inline.text.trim().is_empty() {
            return;
        }
        if self.preformatted > 0 && self.table.is_none() {
            inline.text.truncate(inline.text.trim_end().len());
            return self.block(Kind::Code, inline);
        }
        inline.text.truncate(inline.text.trim_end().len());
        let kind = match self.heading {
            _ if !inline.cells.is_empty() => Kind::Table(0),
            Some(_) if !self.is_dark && self.is_title(&inline.text) => return,
            Some(level) => Kind::Heading(level),
            None => self.marker.take().map_or(Kind::Paragraph, Kind::Item),
        };
        self.block(kind, inline);
    }

    /// Whether `text` is the title, which stands at the top already.
    fn is_title(&self, text: &str) -> bool {
        text.trim().eq_ignore_ascii_case(self.title.trim())
    }

    fn block(&mut self, kind: Kind, mut inline: Inline) {
        let mut nest = self.nest();
        let mut kind = kind;
        if self.is_dark {
            inline.literal = std::iter::once(0..inline.text.len()).collect();
            inline.links.clear();
            // A veil stands where the first block begins, and must not show what that is.
            if std::mem::take(&mut self.is_first) {
                nest = Nest::default();
                inline.cells.clear();
                kind = Kind::Paragraph;
            }
            if kind == Kind::Paragraph && inline.text.is_empty() {
                inline.text.push_str(NOTHING);
            }
        }
        inline.literal.sort_by_key(|range| range.start);
        self.builder.block(kind, nest, inline);
    }
}

/// Lays `look` over `range`.
fn lay(inline: &mut Inline, look: Option<Look>, range: Range<usize>) {
    if range.start >= range.end.min(inline.text.len()) {
        return;
    }
    match look {
        Some(Look::Style(style)) => {
            if style == Style::CODE {
                inline.literal.push(range.clone());
            }
            inline.styles.push((range, style));
        }
        Some(Look::Link(target)) => {
            inline.styles.push((range.clone(), Style::LINK));
            inline.links.push((range, target));
        }
        None => {}
    }
}

/// Where a link leads, if anywhere.
fn target(raw: &str, base: &str) -> Option<String> {
    let mut target = String::new();
    entities::decode(raw.trim(), |part, _| target.push_str(part));
    let target = clean(target);
    let leads = !target.is_empty()
        && !target.starts_with('#')
        && !target.to_ascii_lowercase().starts_with("javascript:");
    leads.then(|| address::resolve(base, &target))
}

fn first_number(tag: &Tag<'_>) -> u32 {
    tag.attribute("start").and_then(|start| start.parse().ok()).unwrap_or(1)
}

/// Whether the table that begins before `rest` is one, and not a frame for other blocks.
fn is_table(rest: &str) -> bool {
    let mut end = rest.len().min(LONGEST_TABLE);
    while !rest.is_char_boundary(end) {
        end -= 1;
    }
    let (mut columns, mut cells) = (0, 0);
    for token in Tokens::new(rest.get(..end).unwrap_or_default()) {
        match token {
            Token::Start(tag) => match tag.name.as_str() {
                "tr" => cells = 0,
                "td" | "th" => {
                    cells += 1;
                    columns = columns.max(cells);
                }
                "tbody" | "thead" | "tfoot" | "caption" => {}
                name if is_block(name) => return false,
                _ => {}
            },
            Token::End(name) if name.as_str() == "table" => return columns > 1,
            _ => {}
        }
    }
    false
}

/// Elements that are kept track of.
const KNOWN: [&str; 46] = [
    "a",
    "address",
    "article",
    "aside",
    "b",
    "blockquote",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "i",
    "kbd",
    "li",
    "main",
    "menu",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "section",
    "strike",
    "strong",
    "table",
    "tt",
    "ul",
    "var",
    "td",
    "tr",
];

/// `name`, where it is of an element that is kept track of.
fn known(name: &str) -> &'static str {
    KNOWN.iter().find(|known| **known == name).copied().unwrap_or("span")
}

/// Adds `text` with each run of white space as one space.
fn push_collapsed(out: &mut String, text: &str) {
    let space = |c: char| c.is_ascii_whitespace();
    let mut pending = text.starts_with(space);
    let pad = |out: &mut String| {
        if !out.is_empty() && !out.ends_with([' ', '\n']) {
            out.push(' ');
        }
    };
    for word in text.split_ascii_whitespace() {
        if pending {
            pad(out);
        }
        out.push_str(word);
        pending = true;
    }
    if text.ends_with(space) {
        pad(out);
    }
}
