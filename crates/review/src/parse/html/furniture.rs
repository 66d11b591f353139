//! What stands around the article of a page: menus, lists of other articles, newsletters, buttons to share.
//! It is told by its element or its names; but for menus, what holds much of the page's prose is none, whatever it
//! is called.

use std::collections::HashSet;

use dom_query::{Element, NodeId, NodeRef};

use super::hide::{STAND_IN, is_named_aside};
use crate::hide::element::is_passed;

/// The elements under `root` that are furniture.
pub(super) fn of(root: &NodeRef<'_>) -> HashSet<NodeId> {
    let mut found = Vec::new();
    let all = gather(root, &mut found);
    found.into_iter().filter(|(_, prose)| prose * 10 <= all * 3).map(|(id, _)| id).collect()
}

/// How much prose `node` has; what in it is named as furniture is added to `found` with its own.
fn gather(node: &NodeRef<'_>, found: &mut Vec<(NodeId, usize)>) -> usize {
    if node.is_text() {
        return node.text().trim().len();
    }
    let (is_none, is_furniture) = node.element_ref().map_or((false, false), |element| {
        let name = &*element.name.local;
        (is_passed(name) || is_menu(name) || matches!(name, "a" | "title" | STAND_IN), is_named(&element))
    });
    let prose = node.children_it(false).map(|child| gather(&child, found)).sum();
    let prose = if is_none { 0 } else { prose };
    if is_furniture {
        found.push((node.id, prose));
    }
    prose
}

/// Whether `element` is named as furniture.
fn is_named(element: &Element) -> bool {
    match &*element.name.local {
        "html" | "body" | "article" | "main" => false,
        "footer" | "aside" => true,
        name => is_menu(name) || is_named_aside(element),
    }
}

fn is_menu(name: &str) -> bool {
    matches!(name, "nav" | "menu" | "button" | "dialog")
}
