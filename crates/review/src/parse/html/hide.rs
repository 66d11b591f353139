//! What a page hides, taken out of its tree: each hidden part is cut out and one empty element stands in its
//! place, so that nothing that looks at the page afterwards (facts, extraction, blocks) meets what is hidden.
//!
//! Hidden is what says so (the rule above all forms, gates of known sites), what a control that speaks of
//! spoilers opens, and what the page does not show or shows in the colour of its ground. Of the last kind
//! much is furniture: menus, dialogs, labels for screen readers. That is left out, and what lies outside the
//! article is not read in the end. What the whole page is wrapped in hides nothing.

mod controls;
mod cut;
mod look;
mod search;

use std::collections::{HashMap, HashSet};

use dom_query::{NodeId, NodeRef};

use super::dom::Dom;
use crate::document::Level;
use crate::hide::Closed;
use crate::hide::element::{is_block, is_inline, is_kept, is_of_rows};
pub(super) use look::{brief, is_aside, is_named_aside, prose, says_spoiler};
use search::Search;

/// The name of an element that stands for something hidden.
pub(super) const STAND_IN: &str = "stand-in";

/// So many elements that are not shown, one in the other, are opened.
const MOST_WRAPPERS: usize = 3;

/// What was taken out.
#[derive(Debug)]
pub(super) struct Hidden {
    /// What holds it, apart from the page.
    pub root: NodeId,
    pub level: Level,
    pub room: Room,
    pub cause: Cause,
    pub closed: Closed,
}

/// What may stand in a hidden element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    /// A part of a block.
    Inline,
    /// Blocks.
    Blocks,
    /// A row of a table.
    Row,
}

/// Why something is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// Its author says so.
    Said,
    /// It is the whole text of a review, behind a gate.
    Gate,
    /// It is not shown.
    Unshown,
}

/// All that a page hides, each by the element that stands for it.
#[derive(Debug, Default)]
pub(super) struct Veils {
    pub hidden: HashMap<NodeId, Hidden>,
    /// A notice said that a review is closed, and no text of it came.
    pub is_shut: bool,
    /// What readers say of the review.
    pub replies: HashSet<NodeId>,
    /// When posts were written, where that stood among what is left out: by what stands before it or around it.
    pub dates: HashMap<NodeId, String>,
}

/// Takes out of `dom` what it hides.
pub(super) fn take_out(dom: &Dom) -> Veils {
    let Some(root) = dom.document.root().first_element_child() else { return Veils::default() };
    let mut search = searched(dom, &root, 0);
    let replies = search.replies();
    let Search { taken, is_closed, dates, .. } = search;
    let mut veils = Veils { is_shut: is_closed, replies, dates, ..Veils::default() };
    for (node, taken) in taken {
        veils.take(dom, node, taken);
    }
    // Each part is read by itself, so that what is hidden closes nothing in the open.
    let hidden: Vec<NodeId> = veils.hidden.values().map(|hidden| hidden.root).collect();
    cut::cut(&dom.document.root(), &mut veils);
    for root in hidden.iter().filter_map(|root| dom.document.tree.get(root)) {
        cut::cut(&root, &mut veils);
    }
    veils
}

/// What is to be taken out of `dom`. Where no text is seen but what stands around articles, what is not shown is
/// the page: then it is opened, and no more of what lies in each other than must be. Only what is seen decides
/// that, never how much is hidden.
fn searched(dom: &Dom, root: &NodeRef<'_>, wrappers: usize) -> Search {
    let mut search = Search::new(root, wrappers);
    search.look(&dom.document.root());
    if search.open > 0 || !search.is_wrapped || wrappers == MOST_WRAPPERS {
        return search;
    }
    let other = searched(dom, root, wrappers + 1);
    if other.open > 0 { other } else { search }
}

/// What becomes of an element and what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Taken {
    Hidden(Level, Cause),
    /// It is no text.
    Dropped,
    /// It is, and stands over more that is to be hidden.
    Heading(Level),
    /// All behind its summary is hidden.
    Box(Level),
    /// Its title is.
    Title(Level),
}

/// What is decided before the inside of an element is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Open,
    /// It wraps the page: what it hides by its looks it does not hide.
    Wrapper,
    Take(Taken),
    /// It is the body of a review behind a gate.
    Body,
}

impl Veils {
    fn take(&mut self, dom: &Dom, id: NodeId, taken: Taken) {
        let Some(node) = dom.document.tree.get(&id) else { return };
        match taken {
            Taken::Dropped => node.remove_from_parent(),
            Taken::Hidden(level, cause) => self.hide(dom, &node, level, cause),
            Taken::Heading(level) => {
                self.hide(dom, &node, level, Cause::Said);
                node.prepend_child(&node.tree.new_text("Spoilers: "));
            }
            Taken::Title(level) => {
                let text = node.tree.new_text(node.attr_or("title", ""));
                node.insert_after(&text);
                self.hide(dom, &text, level, Cause::Said);
            }
            Taken::Box(level) => {
                let container = node.tree.new_element("div");
                let summary = node.children_it(false).find(|child| child.has_name("summary"));
                let kept = controls::summary(&node).len();
                let forgotten = summary.map(|summary| summary.children()).unwrap_or_default();
                let rest = node
                    .children()
                    .into_iter()
                    .filter(|child| Some(child.id) != summary.map(|summary| summary.id));
                for child in forgotten.iter().skip(kept).copied().chain(rest) {
                    container.append_child(&child);
                }
                node.append_child(&container);
                self.hide(dom, &container, level, Cause::Said);
            }
        }
    }

    fn hide(&mut self, dom: &Dom, node: &NodeRef<'_>, level: Level, cause: Cause) {
        let closed = if dom.is_unclosed(node) { Closed::No } else { Closed::Yes };
        let name = node.node_name().unwrap_or_default();
        let stand_in = node.tree.new_element(STAND_IN);
        let room = room(node, &name);
        let held = if is_kept(&name) {
            let container = node.tree.new_element("div");
            node.tree.reparent_children_of(&node.id, Some(container.id));
            node.append_child(&stand_in);
            container.id
        } else {
            node.replace_with(&stand_in);
            node.id
        };
        self.hidden.insert(stand_in.id, Hidden { root: held, level, room, cause, closed });
    }
}

/// What may stand in `node`: that is told by where it stands, never by what it holds.
fn room(node: &NodeRef<'_>, name: &str) -> Room {
    let own = Dom::named(node);
    let name = own.as_deref().unwrap_or(name);
    let parent = node.parent().and_then(|parent| parent.node_name());
    let in_line = parent.is_some_and(|parent| is_inline(&parent) || is_kept(&parent));
    if is_of_rows(name) {
        Room::Row
    } else if is_kept(name) || is_inline(name) || node.is_text() || !is_block(name) && in_line {
        Room::Inline
    } else {
        Room::Blocks
    }
}

#[cfg(test)]
mod tests;
