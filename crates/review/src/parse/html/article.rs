//! The article in its page. Finding it is `dom_smoothie`'s work, on a copy of the tree in which nothing stands
//! where something was hidden; what it keeps is then read from the page's own tree, so that it need not be
//! trusted with structure. Here are its bounds, what it forgets, and what is done where it finds too little.

use std::collections::{HashMap, HashSet};
use std::panic::catch_unwind;

use dom_query::{Document, Element, NodeId, NodeRef};
use dom_smoothie::{Config, ParsePolicy, Readability};

use super::dom::Dom;
use super::hide::{Cause, Veils, is_named_aside};
use crate::hide::element::{heading, is_around, is_block, is_passed};

/// Pages with more nodes than this, each counted as often as it is deep, are read whole: extraction looks at
/// each many times.
const MOST: usize = 1_500_000;
/// An article of fewer bytes is none, if the page has several times as many.
const SHORTEST: usize = 250;
/// Characters that extraction writes as entities, in time in the square of their number.
const ESCAPED: [char; 3] = ['&', '<', '>'];
/// So much text says where something stands that is hidden.
const SURE: usize = 80;

/// What of a page belongs to its article.
pub(super) enum Found {
    /// These nodes.
    Article(HashSet<NodeId>),
    /// All of it: there is little else.
    Page,
    /// That cannot be told.
    Nothing,
}

/// The article in `dom`.
pub(super) fn article(dom: &Dom, veils: &Veils, title: &str) -> Found {
    let root = dom.document.root();
    if weight(&root, 1, 0) > MOST {
        return Found::Nothing;
    }
    let copy = prepared(dom, veils, title);
    let mut kept = extracted(copy.clone(), None).unwrap_or_default();
    let mut reading = Reading::of(&root, veils, &kept);
    if reading.is_thin() {
        let other = extracted(copy, Some(ParsePolicy::Raw)).unwrap_or_default();
        let second = Reading::of(&root, veils, &other);
        if second.kept > reading.kept {
            (kept, reading) = (other, second);
        }
    }
    if reading.is_thin() || reading.kept == 0 {
        return if reading.prose < SHORTEST * 2 { Found::Page } else { Found::Nothing };
    }
    reading.complete(&root, &mut kept);
    Found::Article(kept)
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
fn prepared(dom: &Dom, veils: &Veils, title: &str) -> Document {
    let copy = dom.document.clone();
    let nodes: Vec<NodeId> = copy.root().descendants_it().map(|node| node.id).collect();
    for id in nodes {
        let Some(node) = copy.tree.get(&id) else { continue };
        if veils.hidden.contains_key(&id) || veils.replies.contains(&id) {
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
    /// The block of prose that it stands in, if there is one.
    Text { block: Option<NodeId> },
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

impl Reading {
    fn of(root: &NodeRef<'_>, veils: &Veils, kept: &HashSet<NodeId>) -> Self {
        let mut reading = Self::default();
        reading.gather(root, veils, kept, Within::default());
        reading
    }

    fn gather(&mut self, node: &NodeRef<'_>, veils: &Veils, kept: &HashSet<NodeId>, place: Within) -> Open {
        if node.is_text() {
            let length = node.text().trim().len();
            let is_kept = length > 0 && kept.contains(&node.id);
            if length > 0 {
                let block = place.block.filter(|_| !place.is_furniture);
                self.prose += if place.is_furniture || place.is_link { 0 } else { length };
                self.kept += if is_kept { length } else { 0 };
                self.parts.push(Piece { id: node.id, kind: Kind::Text { block }, is_kept });
            }
            return Open { length, is_kept };
        }
        let Some(element) = node.element_ref() else { return self.inside(node, veils, kept, place) };
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
        let place = place.within(node.id, &element);
        drop(element);
        self.inside(node, veils, kept, place)
    }

    fn inside(&mut self, node: &NodeRef<'_>, veils: &Veils, kept: &HashSet<NodeId>, place: Within) -> Open {
        let first = self.parts.len();
        let mut all = Open::default();
        for child in node.children_it(false) {
            let open = self.gather(&child, veils, kept, place);
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

    /// Adds to what is `kept` what belongs between its parts.
    fn complete(&self, root: &NodeRef<'_>, kept: &mut HashSet<NodeId>) {
        let is_kept_text = |part: &Piece| part.is_kept && matches!(part.kind, Kind::Text { .. });
        let first = self.parts.iter().position(is_kept_text).unwrap_or(usize::MAX);
        let last = self.parts.iter().rposition(is_kept_text).unwrap_or_default();
        let mut prose = HashMap::new();
        let mut is_prose = |id: NodeId| {
            let found = || root.tree.get(&id).is_some_and(|block| !is_linked(&block));
            *prose.entry(id).or_insert_with(found)
        };
        for (at, part) in self.parts.iter().enumerate() {
            let is_between = first < at && at < last;
            let is_kept = part.is_kept
                || match part.kind {
                    Kind::Text { block } => is_between && block.is_some_and(&mut is_prose),
                    Kind::Veil { is_sure, .. } => {
                        is_sure == Sure::Everywhere || is_between && is_sure == Sure::BetweenText
                    }
                };
            if is_kept {
                kept.insert(part.id);
            }
        }
    }
}

/// What a text stands in.
#[derive(Clone, Copy, Default)]
struct Within {
    /// A paragraph, heading or quote.
    block: Option<NodeId>,
    is_furniture: bool,
    is_link: bool,
}

impl Within {
    fn within(self, id: NodeId, element: &Element) -> Self {
        let name = &*element.name.local;
        let is_furniture = is_around(name) || is_named_aside(element);
        let block = match name {
            "p" | "blockquote" => Some(id),
            name if is_block(name) => Some(id).filter(|_| heading(name).is_some_and(|level| level > 1)),
            _ => self.block,
        };
        Self { block, is_furniture: self.is_furniture || is_furniture, is_link: self.is_link || name == "a" }
    }
}

/// Whether most of what stands in `node` is links.
fn is_linked(node: &NodeRef<'_>) -> bool {
    let (all, linked) = lengths(node, false);
    linked * 3 > all * 2
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
