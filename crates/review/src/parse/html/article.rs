//! The article in its page. Finding it is `dom_smoothie`'s work, on a copy of the tree in which nothing stands
//! where something was hidden; what it keeps is then read from the page's own tree, so that it need not be
//! trusted with structure. Here are its bounds, what it forgets, and what is done where it finds too little.

use std::collections::{HashMap, HashSet};
use std::panic::catch_unwind;

use dom_query::{Document, Element, NodeId, NodeRef};
use dom_smoothie::{Config, ParsePolicy, Readability};

use super::dom::Dom;
use super::furniture;
use super::hide::{Cause, Veils};
use crate::hide::element::{heading, is_block, is_passed};

/// Pages with more nodes than this, each counted as often as it is deep, are read whole: extraction looks at
/// each many times.
const MOST: usize = 1_500_000;
/// An article of fewer bytes is none, if the page has several times as many.
const SHORTEST: usize = 250;
/// Characters that extraction writes as entities, in time in the square of their number.
const ESCAPED: [char; 3] = ['&', '<', '>'];
/// So much text says where something stands that is hidden.
const SURE: usize = 80;
/// A paragraph that is a link of more bytes leads to another article.
const SHORTEST_LINK: usize = 20;
/// A text of so many bytes is said once.
const SHORTEST_SAID: usize = 60;

/// What of a page belongs to its article.
pub(super) enum Found {
    /// These nodes.
    Article(HashSet<NodeId>),
    /// That cannot be told: these nodes are all of the page's prose.
    Prose(HashSet<NodeId>),
    /// All of it: there is little else.
    Page,
    /// That cannot be told, and not even what is prose.
    Nothing,
}

/// The article in `dom`.
pub(super) fn article(dom: &Dom, veils: &Veils, title: &str) -> Found {
    let root = dom.document.root();
    if weight(&root, 1, 0) > MOST {
        return Found::Nothing;
    }
    let furniture = furniture::of(&root);
    let copy = prepared(dom, veils, &furniture, title);
    let mut kept = extracted(copy.clone(), None).unwrap_or_default();
    let mut reading = Reading::of(&root, veils, &furniture, &kept);
    if reading.is_thin() {
        let other = extracted(copy, Some(ParsePolicy::Raw)).unwrap_or_default();
        let second = Reading::of(&root, veils, &furniture, &other);
        if second.kept > reading.kept {
            (kept, reading) = (other, second);
        }
    }
    if !reading.is_thin() && reading.kept > 0 {
        return Found::Article(reading.chosen(&root, kept));
    }
    if reading.prose < SHORTEST * 2 {
        return Found::Page;
    }
    reading.keep_all(&root);
    Found::Prose(reading.chosen(&root, kept))
}

/// How much work `node` is.
fn weight(node: &NodeRef<'_>, depth: usize, so_far: usize) -> usize {
    let mut weight = so_far + depth;
    for child in node.children_it(false) {
        if weight > MOST {
            break;
        }
        weight = self::weight(&child, depth + 1, weight);
    }
    weight
}

/// A copy of the page without what would lead extraction astray. Nodes keep their numbers.
fn prepared(dom: &Dom, veils: &Veils, furniture: &HashSet<NodeId>, title: &str) -> Document {
    let copy = dom.document.clone();
    let nodes: Vec<NodeId> = copy.root().descendants_it().map(|node| node.id).collect();
    for id in nodes {
        let Some(node) = copy.tree.get(&id) else { continue };
        if veils.hidden.contains_key(&id) || veils.replies.contains(&id) || furniture.contains(&id) {
            node.remove_from_parent();
        } else if node.is_element() {
            plain(&node);
        } else if node.is_text() {
            let text = node.text();
            if text.contains(ESCAPED) {
                node.set_text(text.replace(ESCAPED, "+"));
            }
        }
    }
    if let Some(node) = copy.select_single("title").nodes().first() {
        node.set_text(title);
    }
    copy
}

/// Removes attributes by which extraction would take text for hidden, or put other text in its place.
fn plain(node: &NodeRef<'_>) {
    let leads_nowhere = node.has_name("a")
        && node.attr("href").is_some_and(|href| href.trim_start().starts_with("javascript:"));
    let names: &[&str] = if leads_nowhere {
        &["style", "hidden", "aria-hidden", "href"]
    } else {
        &["style", "hidden", "aria-hidden"]
    };
    if names.iter().any(|name| node.has_attr(name)) {
        node.remove_attrs(names);
    }
}

/// The nodes of the article that extraction finds.
fn extracted(copy: Document, policy: Option<ParsePolicy>) -> Option<HashSet<NodeId>> {
    // Should extraction fail, the text is still there; what is hidden is not in it.
    let found = catch_unwind(std::panic::AssertUnwindSafe(move || {
        let config = Config { disable_json_ld: true, ..Config::default() };
        let mut readability = Readability::with_document(copy, None, Some(config)).ok()?;
        match policy {
            None => readability.parse().ok()?,
            Some(policy) => readability.parse_with_policy(policy).ok()?,
        };
        let article = readability.doc.select_single("#readability-page-1");
        let root = article.nodes().first()?;
        Some(root.descendants_it().map(|node| node.id).collect())
    }));
    found.ok()?
}

/// The page in the order of reading, as far as it is of use.
#[derive(Default)]
struct Reading {
    parts: Vec<Piece>,
    /// How much prose the page has that stands neither in links nor around an article.
    prose: usize,
    /// How much text is kept.
    kept: usize,
}

/// A text, or what stands for something hidden.
struct Piece {
    id: NodeId,
    kind: Kind,
    is_kept: bool,
}

/// What a part is.
enum Kind {
    /// The block of prose that it stands in, if there is one, and whether it is a caption of some length.
    Text { block: Option<NodeId>, is_furniture: bool, is_link: bool, is_caption: bool },
    /// Whether it goes with the text next around it, and whether it is kept wherever it stands.
    Veil { goes: bool, is_sure: Sure },
}

/// Where something hidden is kept, whatever is kept around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sure {
    Everywhere,
    BetweenText,
    Nowhere,
}

/// How much text stands in an element, and whether any of it is kept.
#[derive(Clone, Copy, Default)]
struct Open {
    length: usize,
    is_kept: bool,
}

/// What is known of a page before it is read.
struct Known<'k> {
    veils: &'k Veils,
    furniture: &'k HashSet<NodeId>,
    kept: &'k HashSet<NodeId>,
}

impl Reading {
    fn of(root: &NodeRef<'_>, veils: &Veils, furniture: &HashSet<NodeId>, kept: &HashSet<NodeId>) -> Self {
        let mut reading = Self::default();
        reading.gather(root, &Known { veils, furniture, kept }, Within::default());
        reading
    }

    fn gather(&mut self, node: &NodeRef<'_>, known: &Known<'_>, place: Within) -> Open {
        let Known { veils, furniture, kept } = known;
        if node.is_text() {
            let length = node.text().trim().len();
            let is_kept = length > 0 && kept.contains(&node.id);
            if length > 0 {
                let Within { block, is_furniture, is_link, is_caption } = place;
                self.prose += if place.is_furniture || place.is_link { 0 } else { length };
                self.kept += if is_kept { length } else { 0 };
                let is_caption = is_caption && length >= SHORTEST_SAID;
                let kind = Kind::Text { block, is_furniture, is_link, is_caption };
                self.parts.push(Piece { id: node.id, kind, is_kept });
            }
            return Open { length, is_kept };
        }
        let Some(element) = node.element_ref() else { return self.inside(node, known, place) };
        if is_passed(&element.name.local) || veils.replies.contains(&node.id) {
            return Open::default();
        }
        if let Some(hidden) = veils.hidden.get(&node.id) {
            let is_sure = match hidden.cause {
                Cause::Gate => Sure::Everywhere,
                Cause::Said if !place.is_furniture => Sure::BetweenText,
                Cause::Said | Cause::Unshown => Sure::Nowhere,
            };
            let goes = hidden.cause != Cause::Unshown || !place.is_furniture;
            self.parts.push(Piece { id: node.id, kind: Kind::Veil { goes, is_sure }, is_kept: false });
            return Open::default();
        }
        let place = place.within(node.id, &element, furniture.contains(&node.id));
        drop(element);
        self.inside(node, known, place)
    }

    fn inside(&mut self, node: &NodeRef<'_>, known: &Known<'_>, place: Within) -> Open {
        let first = self.parts.len();
        let mut all = Open::default();
        for child in node.children_it(false) {
            let open = self.gather(&child, known, place);
            all = Open { length: all.length + open.length, is_kept: all.is_kept || open.is_kept };
        }
        // What is hidden goes with the smallest part around it that has text.
        if all.is_kept || all.length >= SURE {
            for part in self.parts.iter_mut().skip(first) {
                if let Kind::Veil { goes, .. } = &mut part.kind {
                    part.is_kept |= all.is_kept && *goes;
                    *goes = false;
                }
            }
        }
        all
    }

    /// Whether what is kept is too little of the page to be its article.
    fn is_thin(&self) -> bool {
        self.kept * 3 < self.prose
    }

    /// Keeps all prose, wherever it stands.
    fn keep_all(&mut self, root: &NodeRef<'_>) {
        let mut links = Links::of(root);
        for part in &mut self.parts {
            if let Kind::Text { block, is_furniture, is_link, .. } = part.kind {
                part.is_kept = !is_furniture && !block.map_or(is_link, |block| links.are_most(block));
            }
        }
    }

    /// The nodes that are `kept` in the end: without what is no more than a link or is said again, and with the
    /// paragraphs beside those that are kept and what is hidden between them.
    fn chosen(&self, root: &NodeRef<'_>, mut kept: HashSet<NodeId>) -> HashSet<NodeId> {
        let is_kept_text = |part: &Piece| part.is_kept && matches!(part.kind, Kind::Text { .. });
        let first = self.parts.iter().position(is_kept_text).unwrap_or(usize::MAX);
        let last = self.parts.iter().rposition(is_kept_text).unwrap_or_default();
        let around = |block: Option<NodeId>| root.tree.get(&block?)?.parent().map(|parent| parent.id);
        let blocks = self.parts.iter().filter(|part| part.is_kept).map(Piece::block);
        let around_kept: HashSet<NodeId> = blocks.filter_map(around).collect();
        let text = |id| root.tree.get(&id).map(|node| node.text().trim().to_owned());
        let (mut links, mut said) = (Links::of(root), HashSet::new());
        for (at, part) in self.parts.iter().enumerate() {
            let is_between = first < at && at < last;
            let is_kept = match part.kind {
                Kind::Text { block: Some(block), .. } if links.are_all(block) => false,
                Kind::Text { is_caption: true, .. } if part.is_kept => said.insert(text(part.id)),
                Kind::Text { block, is_furniture, .. } => {
                    let outer = around(block).into_iter().chain(around(around(block)));
                    let is_beside = is_between && outer.into_iter().any(|id| around_kept.contains(&id));
                    part.is_kept
                        || !is_furniture && is_beside && !block.is_some_and(|block| links.are_most(block))
                }
                Kind::Veil { is_sure, .. } => {
                    part.is_kept || is_sure == Sure::Everywhere || is_between && is_sure == Sure::BetweenText
                }
            };
            if is_kept {
                kept.insert(part.id);
            } else {
                kept.remove(&part.id);
            }
        }
        kept
    }
}

impl Piece {
    /// The block of prose that it stands in.
    fn block(&self) -> Option<NodeId> {
        match self.kind {
            Kind::Text { block, .. } => block,
            Kind::Veil { .. } => None,
        }
    }
}

/// How much of the blocks of a page is links.
struct Links<'d> {
    root: NodeRef<'d>,
    known: HashMap<NodeId, (usize, usize)>,
}

impl<'d> Links<'d> {
    fn of(root: &NodeRef<'d>) -> Self {
        Self { root: *root, known: HashMap::new() }
    }

    /// Whether most of `block` is links.
    fn are_most(&mut self, block: NodeId) -> bool {
        let (all, linked) = self.lengths(block);
        linked * 3 > all * 2
    }

    /// Whether `block` is no more than a link of some words.
    fn are_all(&mut self, block: NodeId) -> bool {
        let (all, linked) = self.lengths(block);
        all > SHORTEST_LINK && linked == all
    }

    fn lengths(&mut self, block: NodeId) -> (usize, usize) {
        let root = &self.root;
        let of = || root.tree.get(&block).map_or((0, 0), |block| lengths(&block, false));
        *self.known.entry(block).or_insert_with(of)
    }
}

/// The bytes of text in `node`, and of those in links.
fn lengths(node: &NodeRef<'_>, in_link: bool) -> (usize, usize) {
    if node.is_text() {
        let length = node.text().trim().len();
        return (length, if in_link { length } else { 0 });
    }
    let in_link = in_link || node.has_name("a");
    let inside = node.children_it(false).map(|child| lengths(&child, in_link));
    inside.fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1))
}

/// What a text stands in.
#[derive(Clone, Copy, Default)]
struct Within {
    /// A paragraph, heading or quote.
    block: Option<NodeId>,
    is_furniture: bool,
    is_link: bool,
    /// A caption, or a list, which may be of captions: pages have those several times.
    is_caption: bool,
}

impl Within {
    fn within(self, id: NodeId, element: &Element, is_furniture: bool) -> Self {
        let name = &*element.name.local;
        let block = match name {
            "p" | "blockquote" => Some(id),
            name if is_block(name) => Some(id).filter(|_| heading(name).is_some_and(|level| level > 1)),
            _ => self.block,
        };
        let is_caption = matches!(name, "figure" | "figcaption" | "li")
            || element.attr("class").is_some_and(|class| class.contains("caption"));
        Self {
            block,
            is_furniture: self.is_furniture || is_furniture,
            is_link: self.is_link || name == "a",
            is_caption: self.is_caption || is_caption,
        }
    }
}
