//! From the tree of a page to blocks. What was hidden comes back in here, each in the place of the element
//! that stands for it and already marked, so that it cannot end what hides it.

mod hidden;
mod list;
mod table;

use std::collections::HashSet;
use std::ops::Range;

use dom_query::{Element, NodeId, NodeRef};

use super::elements::{heading, is_around, is_block, is_furniture, is_passed};
use super::gates;
use super::hide::Veils;
use crate::address;
use crate::clean::clean;
use crate::document::{Kind, Marker, Style};
use crate::parse::looks;
use crate::parse::markdown::is_description;
use crate::parse::{Inline, NOTHING, Nest, PageBuilder as Builder, RULE};
use list::List;
use table::is_table;

/// What of a page is read.
#[derive(Clone, Copy)]
pub(super) enum Scope<'d> {
    /// An article: the text and the stand-ins that belong to it.
    Article(&'d HashSet<NodeId>),
    /// A whole page, but for what stands around an article.
    Page,
    /// All there is.
    All,
}

/// Makes blocks of a tree.
pub(super) struct Reader<'d> {
    builder: Builder,
    veils: &'d Veils,
    scope: Scope<'d>,
    title: String,
    /// Where the page stands on the web.
    base: String,
    inline: Inline,
    open: Vec<Open>,
    lists: Vec<List>,
    quotes: usize,
    preformatted: usize,
    marker: Option<Marker>,
    heading: Option<u8>,
    /// A table is read as such.
    in_table: bool,
    /// What images in an open figure show, until a caption says it.
    figure: Option<String>,
    light: Light,
    has_notice: bool,
    /// The bytes of text in the open.
    length: usize,
}

/// Whether what is read is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Light {
    Open,
    Hidden,
    /// It is, and no block of it was handed over yet.
    First,
}

/// How text looks from `start` on.
struct Open {
    look: Option<Look>,
    start: usize,
}

#[derive(Clone)]
enum Look {
    Style(Style),
    Link(String),
}

impl<'d> Reader<'d> {
    pub fn new(builder: Builder, veils: &'d Veils, title: String, base: String) -> Self {
        Self {
            builder,
            veils,
            scope: Scope::All,
            title,
            base,
            inline: Inline::default(),
            open: Vec::new(),
            lists: Vec::new(),
            quotes: 0,
            preformatted: 0,
            marker: None,
            heading: None,
            in_table: false,
            figure: None,
            light: Light::Open,
            has_notice: false,
            length: 0,
        }
    }

    /// Reads what stands in `root`.
    pub fn read(&mut self, root: &NodeRef<'d>, scope: Scope<'d>) {
        self.scope = scope;
        self.children(root);
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

    fn children(&mut self, node: &NodeRef<'d>) {
        for child in node.children_it(false) {
            self.node(&child);
        }
    }

    fn node(&mut self, node: &NodeRef<'d>) {
        if let Some(hidden) = self.veils.hidden.get(&node.id) {
            if self.reads(node) {
                self.stand_in(node, hidden);
            }
        } else if node.is_text() {
            let text = node.text();
            // Blanks part words, whoever keeps them.
            if text.trim().is_empty() || self.reads(node) {
                self.has_notice |= !self.is_dark() && gates::is_said(&text);
                self.words(&text);
            }
        } else if let Some(element) = node.element_ref() {
            self.element(node, &element);
        }
    }

    fn is_dark(&self) -> bool {
        self.light != Light::Open
    }

    fn reads(&self, node: &NodeRef<'_>) -> bool {
        match self.scope {
            Scope::Article(kept) => self.is_dark() || kept.contains(&node.id),
            Scope::Page | Scope::All => true,
        }
    }

    fn element(&mut self, node: &NodeRef<'d>, element: &Element) {
        let name = &*element.name.local;
        if is_passed(name) || self.is_left_out(element) || self.is_reply(node) {
            return;
        }
        match name {
            "br" => self.line_break(),
            "img" => self.image(node, element),
            "hr" => {
                self.flush();
                if self.reads(node) {
                    self.block(Kind::Rule, Inline::plain(RULE));
                }
            }
            "table" if !self.in_table && !self.is_dark() && is_table(node) => self.table(node),
            _ if self.in_table => self.within_table(node, element),
            _ if is_block(name) => self.blocks(node, element),
            _ => self.styled(node, element),
        }
    }

    /// Whether `element` stands around an article, where a whole page is read.
    fn is_left_out(&self, element: &Element) -> bool {
        let is_named = || {
            let names = ["class", "id", "role"].iter().filter_map(|name| element.attr(name));
            names.into_iter().any(|names| is_furniture(&names))
        };
        matches!(self.scope, Scope::Page)
            && !self.is_dark()
            && (is_around(&element.name.local) && &*element.name.local != "header" || is_named())
    }

    fn is_reply(&self, node: &NodeRef<'_>) -> bool {
        !matches!(self.scope, Scope::All) && self.veils.replies.contains(&node.id)
    }

    fn words(&mut self, text: &str) {
        let text = clean(text.to_owned());
        self.length += if self.is_dark() { 0 } else { text.trim().len() };
        if self.preformatted > 0 && !self.in_table {
            self.inline.text.push_str(&text);
        } else {
            push_collapsed(&mut self.inline.text, &text);
        }
    }

    /// An element that makes blocks.
    fn blocks(&mut self, node: &NodeRef<'d>, element: &Element) {
        self.flush();
        let name = &*element.name.local;
        let figure = matches!(name, "figure").then(|| self.figure.replace(String::new()));
        match name {
            "blockquote" => self.quotes += 1,
            "ul" | "ol" | "menu" | "dir" => self.lists.push(List::of(node, element)),
            "li" => {
                self.marker = Some(self.lists.last_mut().map_or(Marker::Bullet, |list| list.next(element)));
            }
            "pre" | "listing" | "xmp" => self.preformatted += 1,
            "figcaption" => self.figure = self.figure.take().map(|_| String::new()),
            _ => {}
        }
        let inner = heading(name).or(self.heading);
        let heading = std::mem::replace(&mut self.heading, inner);
        self.styled(node, element);
        if name == "figure" {
            let alt = self.figure.take().unwrap_or_default();
            push_collapsed(&mut self.inline.text, &alt);
        }
        self.flush();
        self.heading = heading;
        match name {
            "blockquote" => self.quotes = self.quotes.saturating_sub(1),
            "ul" | "ol" | "menu" | "dir" => drop(self.lists.pop()),
            "li" => self.marker = None,
            "pre" | "listing" | "xmp" => self.preformatted = self.preformatted.saturating_sub(1),
            "figure" => self.figure = figure.flatten(),
            _ => {}
        }
    }

    /// What stands in an element, in its look.
    fn styled(&mut self, node: &NodeRef<'d>, element: &Element) {
        let name = &*element.name.local;
        let look = match name {
            "dt" => Some(Look::Style(Style::STRONG)),
            "a" => element.attr("href").and_then(|href| target(&href, &self.base)).map(Look::Link),
            name => looks::style(name).map(Look::Style),
        };
        let depth = self.open.len();
        self.open.push(Open { look, start: self.inline.text.len() });
        if name == "q" {
            self.inline.text.push('“');
        }
        self.children(node);
        if name == "q" {
            self.inline.text.push('”');
        }
        let end = self.inline.text.len();
        for open in self.open.drain(depth..).rev() {
            lay(&mut self.inline, open.look, open.start..end);
        }
    }

    /// A line ends; two in a row end the block.
    fn line_break(&mut self) {
        let out = &mut self.inline.text;
        if self.preformatted > 0 && !self.in_table {
            return out.push('\n');
        }
        out.truncate(out.trim_end_matches(' ').len());
        if self.in_table {
            out.push(' ');
        } else if out.ends_with('\n') {
            self.flush();
        } else if !out.is_empty() {
            out.push('\n');
        }
    }

    fn image(&mut self, node: &NodeRef<'_>, element: &Element) {
        let alt = element.attr("alt").map(|alt| clean(alt.to_string())).filter(|alt| is_description(alt));
        let reads = self.reads(node);
        if let Some((figure, alt)) = self.figure.as_mut().zip(alt).filter(|_| reads) {
            push_collapsed(figure, " ");
            figure.push_str(alt.trim());
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
        for open in &mut self.open {
            let start = std::mem::take(&mut open.start);
            lay(&mut self.inline, open.look.clone(), start..end);
        }
        let mut inline = std::mem::take(&mut self.inline);
        if inline.text.trim().is_empty() {
            return;
        }
        inline.text.truncate(inline.text.trim_end().len());
        if self.preformatted > 0 && !self.in_table {
            return self.block(Kind::Code, inline);
        }
        let kind = match self.heading {
            _ if !inline.cells.is_empty() => Kind::Table(0),
            Some(_) if !self.is_dark() && self.is_title(&inline.text) => return,
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
        if self.is_dark() {
            inline.literal = std::iter::once(0..inline.text.len()).collect();
            inline.links.clear();
            // A veil stands where the first block begins, and must not show what that is.
            if std::mem::replace(&mut self.light, Light::Hidden) == Light::First {
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
fn target(href: &str, base: &str) -> Option<String> {
    let target = clean(href.trim().to_owned());
    let leads = !target.is_empty()
        && !target.starts_with('#')
        && !target.to_ascii_lowercase().starts_with("javascript:");
    leads.then(|| address::resolve(base, &target))
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
