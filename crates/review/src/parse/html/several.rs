//! Pages that list reviews: those of a film, of a member, of a blog. Each is read by itself, as an entry of a feed is.
//!
//! A list is told by its structure, after what the page hides was taken out: parts of the page of which each holds one
//! text that is marked as a review, or one article of some paragraphs, and says who wrote it or what it is called. What
//! is hidden has no say: that something stands there counts, and never what. What readers say of a review is no list.

mod facts;

use dom_query::{Element, NodeId, NodeRef};

use super::dom::{Dom, with_text};
use super::facts::{self as page, Facts, Key};
use super::gates::{Gates, Part};
use super::hide::{self, Cause, Room, STAND_IN, Veils, is_aside};
use super::{CUT, Reader, Scope, body, put, say};
use crate::document::{Document, Format, Kind};
use crate::hide::Taken;
use crate::hide::css::{Names, Place};
use crate::hide::element::{heading, is_passed};
use crate::parse::{Builder, Event, Node};
pub(super) use facts::is_of_readers;

/// A text of fewer bytes is no review of somebody, and an article has some more.
const SHORTEST: usize = 60;
const SHORTEST_ARTICLE: usize = 300;
/// A paragraph of an article has so many bytes.
const PARAGRAPH: usize = 80;
/// A paragraph beside the reviews of so many bytes is prose.
const PROSE: usize = 100;
/// So much prose may stand beside them, whatever they hold.
const BESIDE: usize = 800;
/// No longer list is made.
const MOST: usize = 500;

/// A review that a page lists: what it is called there, and when it appeared. The title may tell how the film ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// What it is called, or who wrote it.
    pub title: String,
    /// When, as the page says it.
    pub date: String,
}

/// The reviews that a page lists; nothing where it is one review.
pub(super) fn read(dom: &Dom, veils: &Veils) -> Vec<(Listed, Document)> {
    let list = List::of(dom, veils);
    (0..list.len()).map(|number| list.review(number)).collect()
}

/// A page that lists reviews.
struct List<'p> {
    dom: &'p Dom,
    veils: &'p Veils,
    parts: Vec<Review>,
    /// Reviews that stand in the page's data alone.
    data: Vec<Facts>,
    /// What the page says of all of them.
    page: Facts,
}

/// A part of a page that is one review.
#[derive(Clone, Copy, Debug)]
struct Review {
    /// All that belongs to it.
    around: NodeId,
    /// Its text, or what stands for that.
    body: NodeId,
    mark: Mark,
    /// How much open text it has.
    length: usize,
    /// It is an article in other elements.
    is_wrapped: bool,
}

/// What says that something is a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// Microdata, or a site that is known.
    Known,
    /// Its name.
    Named,
    /// It is an article with a title.
    Article,
    /// All of it is hidden, among others that are not.
    Dark,
}

impl<'p> List<'p> {
    fn of(dom: &'p Dom, veils: &'p Veils) -> Self {
        let root = dom.document.root();
        let (parts, beside) = Search::new(veils).parts(&root);
        let is_list = is_list(&parts, beside, &root) && !is_of_one(&parts, &root) && !is_of_no_work(&root);
        let data = if is_list { Vec::new() } else { data(&root, veils) };
        let parts = if is_list { parts } else { Vec::new() };
        let page = if is_list || !data.is_empty() { Facts::of_one_film(&root) } else { Facts::default() };
        Self { dom, veils, parts, data, page }
    }

    fn len(&self) -> usize {
        (self.parts.len() + self.data.len()).min(MOST)
    }

    /// What the review numbered so says of itself, and its title.
    fn facts(&self, number: usize) -> (Facts, String) {
        let root = self.dom.document.root();
        match (self.parts.get(number), self.data.get(number)) {
            (Some(part), _) if part.mark == Mark::Dark => (Facts::default(), String::new()),
            (Some(part), _) => match root.tree.get(&part.around) {
                Some(around) => {
                    let (mut facts, title) = facts::of(&around, part.body);
                    facts.belong_to(&self.page);
                    (facts, title)
                }
                None => Default::default(),
            },
            (None, Some(data)) => {
                let mut facts = data.clone();
                facts.belong_to(&self.page);
                (facts, data.headline().unwrap_or_default())
            }
            (None, None) => Default::default(),
        }
    }

    /// The review numbered so, and what it is called in the list.
    fn review(&self, number: usize) -> (Listed, Document) {
        let (facts, title) = self.facts(number);
        (listed(&facts, &title), self.document(number, &facts, &title))
    }

    fn document(&self, number: usize, facts: &Facts, title: &str) -> Document {
        let mut builder = Builder::new(Taken::default(), Format::Html, 0);
        let lines = facts.lines().into_iter().map(|fact| (Kind::Meta, fact));
        for (kind, text) in lines.chain([(Kind::Heading(1), title.to_owned())]) {
            builder.take(Event::Open(Node::Block(kind)));
            builder.marked(&text);
        }
        let base = self.dom.base();
        match (self.parts.get(number), &facts.body) {
            (Some(part), _) => self.read(part, title, &base, &mut builder),
            (None, Some(text)) => put(&mut builder, body(text, &base), false),
            (None, None) => {}
        }
        if self.dom.is_cut && number + 1 == self.len() {
            say(&mut builder, CUT);
        }
        builder.finish()
    }

    fn read(&self, part: &Review, title: &str, base: &str, builder: &mut Builder) {
        let root = self.dom.document.root();
        let Some(node) = root.tree.get(&self.text(part)) else { return };
        let scope = if part.mark == Mark::Article { Scope::Part } else { Scope::All };
        let read = Reader::new(self.veils, scope, title, base).read(&node);
        // A notice of which no body is known may be about any text that is no site's known one.
        let is_shut = self.veils.is_shut && part.mark != Mark::Known;
        put(builder, read.document, is_shut && !read.has_notice);
    }

    /// What of `part` is read: its text, and what holds that with all that is hidden in the part.
    fn text(&self, part: &Review) -> NodeId {
        if part.mark == Mark::Article {
            return part.around;
        }
        let root = self.dom.document.root();
        let is_said =
            |node: &NodeRef<'_>| self.veils.hidden.get(&node.id).is_some_and(|it| it.cause != Cause::Unshown);
        let hidden = |id: &NodeId| {
            root.tree
                .get(id)
                .map_or(0, |node| node.descendants_it().filter(is_said).count() + usize::from(is_said(&node)))
        };
        let all = hidden(&part.around);
        let mut at = part.body;
        while at != part.around && hidden(&at) < all {
            let Some(parent) = root.tree.get(&at).and_then(|node| node.parent()) else { break };
            at = parent.id;
        }
        at
    }
}

/// What a review is called in the list that says this of itself.
fn listed(facts: &Facts, title: &str) -> Listed {
    // What may stand behind a warning is not told in a list.
    let said = |key| facts.clear(key).map(str::to_owned);
    let title = Some(title.to_owned()).filter(|title| !title.is_empty()).or_else(|| said(Key::Film));
    let title: Vec<String> = title.into_iter().chain(said(Key::Reviewer)).collect();
    let date = facts.clear(Key::Date).and_then(|_| facts.date()).map(|(_, date)| date).unwrap_or_default();
    Listed { title: title.join(" · "), date }
}

/// Whether `parts`, beside which the page has so much prose, are the reviews of a list.
fn is_list(parts: &[Review], beside: usize, root: &NodeRef<'_>) -> bool {
    let open: Vec<&Review> = parts.iter().filter(|part| part.mark != Mark::Dark).collect();
    let says = |part: &&&Review| {
        root.tree.get(&part.around).is_some_and(|around| match part.mark {
            Mark::Named => facts::has_writer(&around, part.body),
            Mark::Article => facts::title(&around, part.body).is_some_and(|title| {
                // Many a page has its sections in elements for that; a post of its own has a page, or a writer.
                !part.is_wrapped || facts::leads(&title) || facts::has_writer(&around, part.body)
            }),
            Mark::Known | Mark::Dark => {
                facts::has_writer(&around, part.body) || facts::title(&around, part.body).is_some()
            }
        })
    };
    let saying = open.iter().filter(says).count();
    let all: usize = open.iter().map(|part| part.length).sum();
    let longest = open.iter().map(|part| part.length).max().unwrap_or_default();
    let is_known = open.iter().all(|part| part.mark == Mark::Known);
    let is_even = is_known || longest * 4 <= all * 3;
    let is_most = beside <= all.max(BESIDE);
    saying >= 2 && saying * 5 >= open.len() * 4 && is_even && is_most
}

/// Whether the page is named after one of its articles: it is the page of that, with others below.
fn is_of_one(parts: &[Review], root: &NodeRef<'_>) -> bool {
    let articles: Vec<_> = parts.iter().filter(|part| part.mark == Mark::Article).collect();
    if articles.is_empty() {
        return false;
    }
    let page = Facts::of(root);
    let names: Vec<&str> = [Key::Page, Key::Title].into_iter().filter_map(|key| page.get(key)).collect();
    articles.iter().any(|part| {
        let title = root.tree.get(&part.around).and_then(|around| facts::title_of(&around, part.body));
        title.is_some_and(|title| names.iter().any(|name| name.contains(&title)))
    })
}

/// Whether the page says that it is about something to eat or a place to go to, on which guests write, too.
fn is_of_no_work(root: &NodeRef<'_>) -> bool {
    const KINDS: [&str; 5] = ["Recipe", "Restaurant", "Hotel", "LocalBusiness", "Place"];
    root.descendants_it().filter(NodeRef::is_element).any(|node| {
        let kind = node.attr("itemtype").is_some_and(|kind| KINDS.iter().any(|name| kind.ends_with(name)));
        kind || page::is_data(&node)
            && page::kinds_of(&node).iter().any(|kind| KINDS.contains(&kind.as_str()))
    })
}

/// The reviews in the data of a page that shows and hides nothing.
fn data(root: &NodeRef<'_>, veils: &Veils) -> Vec<Facts> {
    let is_hiding = veils.is_shut || veils.hidden.values().any(|hidden| hidden.cause != Cause::Unshown);
    if is_hiding {
        return Vec::new();
    }
    let found = page::reviews(root);
    let all: usize = found.iter().filter_map(|facts| facts.body.as_ref()).map(String::len).sum();
    if found.len() < 2 || hide::prose(root) > all { Vec::new() } else { found }
}

/// The search for the reviews of a page.
struct Search<'d> {
    veils: &'d Veils,
    gates: Gates,
}

/// What stands in a part of a page.
#[derive(Default)]
struct Inside {
    reviews: Vec<Review>,
    /// How much open text it has that is no link, and how many paragraphs of that.
    length: usize,
    paragraphs: usize,
    headings: usize,
    /// Prose that stands in no review.
    beside: usize,
}

/// Where something stands.
#[derive(Clone, Copy, Default)]
struct Spot {
    depth: usize,
    sibling: usize,
    /// What it stands in.
    names: Names,
    is_link: bool,
    is_furniture: bool,
}

impl Spot {
    /// That of what stands in `element`, which stands here.
    fn within(self, element: &Element) -> Self {
        Self {
            depth: self.depth + 1,
            names: self.names.with(element),
            is_link: self.is_link || matches!(&*element.name.local, "a" | "button" | "title"),
            is_furniture: self.is_furniture || is_aside(element),
            ..self
        }
    }
}

impl<'d> Search<'d> {
    fn new(veils: &'d Veils) -> Self {
        Self { veils, gates: Gates::known() }
    }

    /// The parts of the page that are one review each, and how much prose stands beside them.
    fn parts(mut self, root: &NodeRef<'d>) -> (Vec<Review>, usize) {
        let found = self.inside(root, Spot::default());
        (found.reviews, found.beside)
    }

    /// What `node`, an element or the whole page, holds. Of reviews that stand side by side each has its own part;
    /// one alone has all that is around it.
    fn inside(&mut self, node: &NodeRef<'d>, spot: Spot) -> Inside {
        let mut all = Inside::default();
        let mut sibling = 0;
        for child in node.children_it(false) {
            if child.is_text() {
                let length = if spot.is_link { 0 } else { with_text(&child, |text| text.trim().len()) };
                all.length += length;
                // Blogs part paragraphs by lines alone.
                all.paragraphs += usize::from(length >= PARAGRAPH && !node.has_name("p"));
            } else if child.is_element() {
                sibling += 1;
                all.add(self.element(&child, Spot { sibling, ..spot }));
            }
        }
        let is_open = |review: &&Review| review.mark != Mark::Dark;
        match all.reviews.iter().filter(is_open).count() {
            0 => all.reviews.clear(),
            1 => {
                all.reviews.retain(|review| review.mark != Mark::Dark);
                all.reviews.iter_mut().for_each(|review| review.be_in(node.id));
                all.beside = 0;
            }
            _ => {}
        }
        all
    }

    fn element(&mut self, node: &NodeRef<'d>, spot: Spot) -> Inside {
        let Some(element) = node.element_ref() else { return Inside::default() };
        let name = &*element.name.local;
        if let Some(hidden) = self.veils.hidden.get(&node.id) {
            let mark = match (hidden.cause, hidden.room) {
                (Cause::Gate, _) => Mark::Known,
                (Cause::Said, Room::Blocks | Room::Row) => Mark::Dark,
                _ => return Inside::default(),
            };
            return Inside::of(Review { around: node.id, body: node.id, mark, length: 0, is_wrapped: false });
        }
        let place = Place { depth: spot.depth, sibling: spot.sibling, around: Some(&spot.names) };
        let part = self.gates.part(node, &element, place);
        let is_passed = is_passed(name)
            || name == STAND_IN
            || part == Some(Part::Reply)
            || facts::is_of_readers(&element);
        if is_passed && !matches!(name, "html" | "body" | "main") {
            return Inside::default();
        }
        let inner = spot.within(&element);
        let mut inside = self.inside(node, inner);
        inside.headings += usize::from(heading(name).is_some());
        if name == "p" && inside.length >= PARAGRAPH {
            inside.paragraphs += 1;
            inside.beside = if inside.length < PROSE || inner.is_furniture { 0 } else { inside.length };
        }
        let mark =
            mark(&element, part == Some(Part::Body)).filter(|mark| inside.fits(*mark, inner.is_furniture));
        match mark.filter(|_| inside.reviews.is_empty()) {
            Some(mark) => {
                let review =
                    Review { around: node.id, body: node.id, mark, length: inside.length, is_wrapped: false };
                Inside { reviews: vec![review], beside: 0, ..inside }
            }
            None => inside,
        }
    }
}

impl Review {
    /// Takes all that is in `around` for its part. All of an article is its text.
    fn be_in(&mut self, around: NodeId) {
        self.around = around;
        if self.mark == Mark::Article && self.body != around {
            (self.body, self.is_wrapped) = (around, true);
        }
    }
}

impl Inside {
    fn of(review: Review) -> Self {
        Self { reviews: vec![review], ..Self::default() }
    }

    fn add(&mut self, other: Self) {
        self.reviews.extend(other.reviews);
        self.length += other.length;
        self.paragraphs += other.paragraphs;
        self.headings += other.headings;
        self.beside += other.beside;
    }

    /// Whether it is enough for what is marked so.
    fn fits(&self, mark: Mark, is_furniture: bool) -> bool {
        match mark {
            Mark::Known => self.length > 0,
            Mark::Named => self.length >= SHORTEST && !is_furniture,
            // A list of short notices has a title to each paragraph.
            Mark::Article => {
                self.headings > 0
                    && self.paragraphs > self.headings
                    && self.length >= SHORTEST_ARTICLE
                    && !is_furniture
            }
            Mark::Dark => false,
        }
    }
}

/// What says that `element` is a review.
fn mark(element: &Element, is_body: bool) -> Option<Mark> {
    let says = |name: &str, is: &dyn Fn(&str) -> bool| {
        element.attr(name).is_some_and(|value| value.split_ascii_whitespace().any(is))
    };
    let name = &*element.name.local;
    let is_item = says("itemprop", &|word| matches!(word, "reviewBody" | "review" | "reviews"))
        || says("itemtype", &|kind| kind.ends_with("/Review"))
        || says("class", &|class| class == "hreview");
    match name {
        "html" | "body" | "main" => None,
        _ if is_body || is_item => Some(Mark::Known),
        _ if facts::is_named_review(element) => Some(Mark::Named),
        "article" => Some(Mark::Article),
        _ if says("class", &|class| matches!(class, "hentry" | "post" | "type-post")) => Some(Mark::Article),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
