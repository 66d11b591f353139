//! From the tree of a page to what stands in it. What is hidden is read by itself, and a stand-in is told of in
//! its place, so that it cannot change how the rest is read.

mod list;
mod script;
mod table;

use std::collections::HashSet;

use dom_query::{Element, NodeId, NodeRef};

use super::dom::with_text;
use super::facts::{is_of_a_fact, is_of_the_site};
use super::gates;
use super::hide::{Hidden, Room, Veils, is_named_aside};
use super::replies::{Answers, Named};
use crate::address;
use crate::clean::{clean, scrub};
use crate::document::{Document, Format, Kind, Marker, Style};
use crate::hide::element::{self, heading, is_around, is_block, is_passed};
use crate::hide::{Taken, label};
use crate::parse::markdown::is_description;
use crate::parse::{Builder, Event, Node};
use list::List;
use table::is_table;

/// An address of more bytes leads nowhere.
const LONGEST_ADDRESS: usize = 4096;

/// What of a page is read.
#[derive(Clone, Copy)]
pub(super) enum Scope<'d> {
    /// An article: the text and the stand-ins that belong to it.
    Article(&'d HashSet<NodeId>),
    /// A whole page, but for what stands around an article.
    Page,
    /// A part of a page that is a review: it says by itself who wrote it and when.
    Part,
    /// What readers answer.
    Reply(&'d Answers),
    /// All there is.
    All,
    /// All of something hidden.
    Hidden,
}

/// What was read of a page.
pub(super) struct Read {
    pub document: Document,
    /// How much text there is in the open: what is hidden must not count.
    pub length: usize,
    /// A gate's notice is in it.
    pub has_notice: bool,
}

/// Tells a builder of what stands in a tree.
pub(super) struct Reader<'d> {
    builder: Builder,
    veils: &'d Veils,
    scope: Scope<'d>,
    title: &'d str,
    /// Where the page stands on the web.
    base: &'d str,
    lists: Vec<List>,
    preformatted: usize,
    heading: Option<u8>,
    /// A table is read as such.
    in_table: bool,
    /// What images in an open figure show, until a caption says it.
    figure: Option<String>,
    has_notice: bool,
    length: usize,
}

impl<'d> Reader<'d> {
    pub fn new(veils: &'d Veils, scope: Scope<'d>, title: &'d str, base: &'d str) -> Self {
        Self {
            builder: Builder::new(Taken::default(), Format::Html, 1),
            veils,
            scope,
            title,
            base,
            lists: Vec::new(),
            preformatted: 0,
            heading: None,
            in_table: false,
            figure: None,
            has_notice: false,
            length: 0,
        }
    }

    /// Reads `root` and what stands in it.
    pub fn read(mut self, root: &NodeRef<'d>) -> Read {
        // An item that is read by itself is no item of a list.
        if root.has_name("li") {
            self.children(root);
        } else {
            self.node(root);
        }
        Read { document: self.builder.finish(), length: self.length, has_notice: self.has_notice }
    }

    fn tell(&mut self, event: Event<'_>) {
        self.builder.take(event);
    }

    /// Begins a block of the kind that is open.
    fn begin(&mut self) {
        if self.in_table {
            return self.builder.space();
        }
        let kind = match self.heading {
            _ if self.preformatted > 0 => Kind::Code,
            Some(level) => Kind::Heading(level),
            None => Kind::Paragraph,
        };
        self.tell(Event::Open(Node::Block(kind)));
    }

    fn children(&mut self, node: &NodeRef<'d>) {
        for child in node.children_it(false) {
            self.node(&child);
        }
    }

    fn node(&mut self, node: &NodeRef<'d>) {
        if let Some(hidden) = self.veils.hidden.get(&node.id) {
            if self.reads(node) {
                self.hidden(node, hidden);
            }
        } else if node.is_text() {
            with_text(node, |text| {
                // Blanks part words, whoever keeps them.
                if text.trim().is_empty() || self.reads(node) {
                    self.has_notice |= gates::is_said(text);
                    self.words(text);
                }
            });
        } else if let Some(element) = node.element_ref() {
            self.element(node, &element);
        } else {
            self.children(node);
        }
    }

    fn reads(&self, node: &NodeRef<'_>) -> bool {
        match self.scope {
            Scope::Article(kept) => kept.contains(&node.id),
            Scope::Reply(answers) => !answers.said.contains(&node.id),
            Scope::Page | Scope::Part | Scope::All | Scope::Hidden => true,
        }
    }

    /// Reads what is `hidden` by itself, and tells of it in the place of `node`, which stands for it.
    fn hidden(&mut self, node: &NodeRef<'d>, hidden: &Hidden) {
        let Some(root) = node.tree.get(&hidden.root) else { return };
        let inner = Self::new(self.veils, Scope::Hidden, "", self.base);
        let inner = Self { preformatted: self.preformatted, ..inner }.read(&root);
        let event = self.builder.hold(inner.document, hidden.level, hidden.closed);
        match hidden.room {
            Room::Inline => return self.tell(event),
            Room::Row if self.in_table => {
                self.tell(Event::Row);
                self.tell(Event::Cell);
            }
            Room::Row | Room::Blocks => self.begin(),
        }
        self.tell(event);
        self.begin();
    }

    fn element(&mut self, node: &NodeRef<'d>, element: &Element) {
        let name = &*element.name.local;
        if is_passed(name) || self.is_left_out(node, element) {
            return;
        }
        if let Scope::Reply(answers) = self.scope
            && answers.around.contains(&node.id)
        {
            return self.answer(node, answers.names.get(&node.id));
        }
        match name {
            "br" if self.preformatted > 0 && !self.in_table => self.tell(Event::Text("\n")),
            "br" => self.tell(Event::Break),
            "img" => self.image(node, element),
            "hr" => {
                if self.reads(node) {
                    self.tell(Event::Open(Node::Block(Kind::Rule)));
                }
                self.begin();
            }
            "table" if !self.in_table && is_table(node) => self.table(node),
            _ if self.in_table => self.within_table(node, element),
            _ if heading(name).is_some() && (self.is_title(node) || is_of_the_site(node)) => self.begin(),
            _ if is_block(name) => self.blocks(node, element),
            _ => self.styled(node, element),
        }
    }

    /// What stands around an answer, or begins one of a reader who is named.
    fn answer(&mut self, node: &NodeRef<'d>, named: Option<&Named>) {
        self.begin();
        if let Some(Named { name, date }) = named {
            self.tell(Event::Open(Node::Block(Kind::Heading(3))));
            let date = date.iter().flat_map(|date| [" · ", date]);
            self.builder.marked(&std::iter::once(name.as_str()).chain(date).collect::<String>());
            self.begin();
        }
        self.children(node);
        self.begin();
    }

    /// Whether `element` stands around an article, where a whole page is read, or what readers say of it.
    fn is_left_out(&self, node: &NodeRef<'_>, element: &Element) -> bool {
        let is_reply = self.veils.replies.contains(&node.id);
        match self.scope {
            Scope::Page | Scope::Part => {
                is_reply
                    || matches!(self.scope, Scope::Part) && is_of_a_fact(element)
                    || is_around(&element.name.local) && &*element.name.local != "header"
                    || is_named_aside(element)
            }
            Scope::Article(_) => is_reply,
            Scope::Reply(answers) => {
                let name = &*element.name.local;
                let asks = || node.descendants_it().any(|node| node.has_name("textarea"));
                let is_around =
                    name == "form" && asks() || is_around(name) && name != "header" || is_of_a_fact(element);
                answers.said.contains(&node.id) || is_around && !answers.around.contains(&node.id)
            }
            Scope::All | Scope::Hidden => false,
        }
    }

    /// Whether `heading` is the title, which stands at the top already, and nothing else; or says what is answered.
    fn is_title(&self, heading: &NodeRef<'_>) -> bool {
        let text = clean(heading.text().to_string());
        if matches!(self.scope, Scope::Reply(_)) && text.trim_start().starts_with("Re:") {
            return true;
        }
        let words = |text: &str| text.to_ascii_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        text.len() < 2 * self.title.len() + 400
            && words(&text) == words(self.title)
            && !heading.descendants_it().any(|node| self.veils.hidden.contains_key(&node.id))
    }

    fn words(&mut self, text: &str) {
        let plain = text.contains('\u{ad}').then(|| text.replace('\u{ad}', ""));
        let text = scrub(plain.as_deref().unwrap_or(text));
        self.length += text.trim().len();
        if self.preformatted > 0 && !self.in_table {
            self.tell(Event::Text(&text));
        } else {
            self.builder.collapsed(&text);
        }
    }

    /// An element that makes blocks.
    fn blocks(&mut self, node: &NodeRef<'d>, element: &Element) {
        let name = &*element.name.local;
        let around = (self.heading, self.preformatted);
        self.heading = heading(name).or(self.heading);
        self.preformatted += usize::from(matches!(name, "pre" | "listing" | "xmp"));
        match name {
            "blockquote" => self.tell(Event::Open(Node::Quote)),
            "ul" | "ol" | "menu" | "dir" => {
                self.tell(Event::Open(Node::List));
                self.lists.push(List::of(node, element));
            }
            "li" => {
                let depth = self.lists.len();
                let marker = self.lists.last_mut().map_or(Marker::Bullet, |list| list.next(element));
                if self.lists.last_mut().is_some_and(|list| list.is_tight(depth)) {
                    self.builder.tighten();
                }
                self.tell(Event::Open(Node::Item(marker)));
            }
            "figcaption" => self.figure = self.figure.take().map(|_| String::new()),
            _ => {}
        }
        self.begin();
        if name == "figure" {
            self.figure(node, element);
        } else {
            self.styled(node, element);
        }
        (self.heading, self.preformatted) = around;
        match name {
            "blockquote" => self.tell(Event::Close(Node::Quote)),
            "ul" | "ol" | "menu" | "dir" => {
                self.lists.pop();
                self.tell(Event::Close(Node::List));
                self.builder.loosen();
            }
            "li" => self.tell(Event::Close(Node::Item(Marker::Bullet))),
            _ => {}
        }
        self.begin();
    }

    /// A figure, whose images say what they show where no caption does.
    fn figure(&mut self, node: &NodeRef<'d>, element: &Element) {
        let around = self.figure.replace(String::new());
        self.styled(node, element);
        let alt = std::mem::replace(&mut self.figure, around).unwrap_or_default();
        self.builder.collapsed(&alt);
    }

    /// What stands in an element, in its look.
    fn styled(&mut self, node: &NodeRef<'d>, element: &Element) {
        let name = &*element.name.local;
        let look = match name {
            "dt" => Some(Node::Style(Style::STRONG)),
            "a" => element.attr("href").and_then(|href| target(&href, self.base)).map(Node::Link),
            name => element::style(name).map(Node::Style),
        };
        if let Some(look) = &look {
            self.tell(Event::Open(look.clone()));
        }
        let (before, behind) = if name == "q" { ("“", "”") } else { ("", "") };
        self.tell(Event::Text(before));
        match self.script(node, name) {
            Some(text) => self.words(&text),
            None => self.children(node),
        }
        self.tell(Event::Text(behind));
        if let Some(look) = look {
            self.tell(Event::Close(look));
        }
    }

    /// What an image shows. In the open that is said in figures alone; much else is ornament.
    fn image(&mut self, node: &NodeRef<'_>, element: &Element) {
        let alt = element.attr("alt").map(|alt| clean(alt.to_string())).filter(|alt| is_description(alt));
        let Some(alt) = alt.filter(|_| self.reads(node)) else { return };
        match &mut self.figure {
            // A banner that warns is read out.
            _ if label::speaks(&alt) && label::is_plain(&alt) => self.tell(Event::Text(&alt)),
            Some(figure) => figure.extend([" ", alt.trim()]),
            None if matches!(self.scope, Scope::Hidden) => self.builder.collapsed(&alt),
            None => {}
        }
    }
}

/// Where a link leads, if anywhere.
fn target(href: &str, base: &str) -> Option<String> {
    let target = clean(href.trim().to_owned());
    let leads = !target.is_empty()
        && target.len() <= LONGEST_ADDRESS
        && !target.starts_with('#')
        && !target.to_ascii_lowercase().starts_with("javascript:");
    leads.then(|| address::resolve(base, &target))
}
