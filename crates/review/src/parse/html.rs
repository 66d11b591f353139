//! Pages of the web: into a tree, rid of what they hide, then the article out of its page, then its blocks.
//!
//! Bounds. Reading takes time and memory in the length of the page: the tree is no deeper than some 200
//! elements, matching style sheets and finding the article have budgets, and no part of a page is looked at
//! again and again. What is beyond is read all the same, flat or whole.

mod article;
mod blocks;
mod dom;
mod facts;
mod gates;
mod hide;
mod layout;
mod recover;
mod replies;
mod several;
mod weigh;

use super::{Builder, Event, Node, text};
use crate::document::{Document, Format, Kind, Level};
use crate::hide::{Closed, Extent, Taken};
use article::Found;
use blocks::{Reader, Scope};
use dom::Dom;
use facts::Facts;
use hide::{Cause, Veils};
pub use several::Listed;

/// What a page says that was saved with its review behind the gate.
const SHUT: &str =
    "This review was still closed when it was saved: open it on its page, and save that again.";
/// What is said where the article cannot be told from its page.
const WHOLE: &str = "What of this page is the review cannot be told: all of its text is shown.";
/// What is said of one that is not read to its end.
const CUT: &str = "This page is too long to be read at once: what stands behind this is left out.";
/// What is said of a page that has none.
pub(crate) const EMPTY: &str = "No text was found on this page.";
/// A review of fewer bytes may be no more than what stands around one that is closed.
const SHORTEST: usize = 400;

/// What a page holds.
pub(crate) enum Held {
    /// One review.
    One(Box<Document>),
    /// Several, which it lists.
    List(Vec<(Listed, Document)>),
}

/// Parses the page `source` as one review.
pub(crate) fn parse(source: &str) -> Document {
    let (dom, veils) = opened(source);
    Page::of(&dom, &veils).document()
}

/// Parses the page `source` as what it is.
pub(crate) fn held(source: &str) -> Held {
    let (dom, veils) = opened(source);
    let list = several::read(&dom, &veils);
    if list.is_empty() { Held::One(Box::new(Page::of(&dom, &veils).document())) } else { Held::List(list) }
}

/// The tree of the page `source`, and what it hides.
fn opened(source: &str) -> (Dom, Veils) {
    let dom = dom::parse(source);
    recover::recover(&dom);
    let veils = hide::take_out(&dom);
    (dom, veils)
}

impl Page<'_> {
    fn document(&self) -> Document {
        let page = self;
        let mut builder = Builder::new(Taken::default(), Format::Html, 0);
        let facts = page.facts.lines().into_iter().map(|fact| (Kind::Meta, fact));
        for (kind, text) in facts.chain([(Kind::Heading(1), page.title.clone())]) {
            builder.take(Event::Open(Node::Block(kind)));
            builder.marked(&text);
        }
        page.read(&mut builder);
        page.answers(&mut builder);
        if page.dom.is_cut {
            say(&mut builder, CUT);
        }
        builder.finish()
    }
}

/// The blocks of the page `source`, each with what is seen of it: what the model of articles is made from.
pub(crate) fn blocks(source: &str) -> Vec<(String, Vec<u16>)> {
    let (dom, veils) = opened(source);
    let root = dom.document.root();
    let title = Facts::of(&root).headline().unwrap_or_default();
    let layout = layout::Layout::of(&root, &veils);
    let features = weigh::features(&layout, &title);
    layout.blocks.iter().map(|block| layout.text(block).to_owned()).zip(features).collect()
}

/// A page, and what is known of it.
struct Page<'p> {
    dom: &'p Dom,
    veils: &'p Veils,
    facts: Facts,
    title: String,
    article: Found,
}

impl<'p> Page<'p> {
    fn of(dom: &'p Dom, veils: &'p Veils) -> Self {
        let root = dom.document.root();
        let mut facts = Facts::of(&root);
        let title = facts.headline().unwrap_or_default();
        let article = article::article(&root, veils, &title);
        facts.boxes(&root, &article);
        if let Some((writer, named)) = replies::opening(&root, veils) {
            facts.opened(&root, &writer, &named);
        }
        Self { dom, veils, facts, title, article }
    }

    /// Tells `builder` of the article, or of the page.
    fn read(&self, builder: &mut Builder) {
        let scope = match &self.article {
            Found::Article(kept) | Found::Prose(kept) => Scope::Article(kept),
            Found::Page => Scope::Page,
        };
        let (root, base) = (self.dom.document.root(), self.dom.base());
        let mut read = Reader::new(self.veils, scope, &self.title, &base).read(&root);
        let is_empty = read.length == 0 && self.veils.hidden.is_empty();
        if is_empty {
            read = Reader::new(self.veils, Scope::All, &self.title, &base).read(&root);
        }
        // The data know nothing of what the page hides: where it hides anything they are not shown.
        let is_hiding = self.veils.hidden.values().any(|hidden| hidden.cause != Cause::Unshown);
        let data = self.facts.body.as_deref().filter(|_| read.length < SHORTEST && !is_hiding);
        let body = data.map(|data| body(data, &base));
        let has_text = !read.document.blocks().is_empty() || body.is_some();
        let is_shut = self.veils.is_shut && body.is_none();
        // What a notice without a body is about may be in what was read: then it is hidden. That it is not is
        // said, where so little was read that it can hardly be.
        let shortest = if read.has_notice { SHORTEST / 4 } else { SHORTEST };
        let is_missing = is_shut && read.length < shortest;
        put(builder, read.document, is_shut && !read.has_notice);
        if let Some(body) = body {
            put(builder, body, self.veils.is_shut);
        }
        if is_missing {
            say(builder, SHUT);
        } else if !has_text {
            say(builder, EMPTY);
        }
        if matches!(self.article, Found::Prose(_)) && !is_empty && (has_text || is_missing) {
            say(builder, WHOLE);
        }
    }
}

/// The review as a page's data have it.
fn body(text: &str, base: &str) -> Document {
    if !(text.contains("</") || text.contains("/>") || text.contains("<br")) {
        return text::parse(crate::hide::take(text.to_owned(), Format::Text, Extent::Whole), 1);
    }
    let dom = dom::parse(text);
    let veils = hide::take_out(&dom);
    Reader::new(&veils, Scope::All, "", base).read(&dom.document.root()).document
}

/// Adds `document` to what `builder` has, behind a veil if it is shut.
fn put(builder: &mut Builder, document: Document, is_shut: bool) {
    builder.take(Event::Open(Node::Block(Kind::Paragraph)));
    if is_shut && !document.blocks().is_empty() {
        let hidden = builder.hold(document, Level::Ending, Closed::Yes);
        builder.take(hidden);
    } else {
        builder.splice(&document);
    }
}

/// Adds what the program itself says.
fn say(builder: &mut Builder, text: &str) {
    builder.take(Event::Open(Node::Block(Kind::Paragraph)));
    builder.take(Event::Text(text));
}

#[cfg(test)]
mod tests;
