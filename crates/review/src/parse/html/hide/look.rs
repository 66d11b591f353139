//! What stands in a part of a page, as far as hiding must know.

use dom_query::{Element, NodeRef};

use super::super::dom::with_text;
use super::super::gates;
use super::STAND_IN;
use crate::document::Level;
use crate::hide::element::{is_around, is_furniture, is_passed};
use crate::hide::says;

/// So much of the text before a hidden element may say what that is.
pub(super) const NEAR: usize = 160;

/// Whether the main part of the page stands in `node`, or is it.
pub(super) fn holds_main(node: &NodeRef<'_>) -> bool {
    let is_main =
        |node: &NodeRef<'_>| node.has_name("main") || node.attr("role").is_some_and(|role| *role == *"main");
    matches!(node.node_name().as_deref(), Some("html" | "body"))
        || is_main(node)
        || node.descendants_it().any(|node| is_main(&node))
}

/// Whether `element` is named after what stands around an article.
pub(in super::super) fn is_named_aside(element: &Element) -> bool {
    let mut names = ["class", "id", "role"].iter().filter_map(|name| element.attr(name));
    names.any(|names| is_furniture(&names))
}

/// Whether `element` is one that stands around an article, or is named after such a part.
pub(in super::super) fn is_aside(element: &Element) -> bool {
    let name = &*element.name.local;
    let is_page = matches!(name, "html" | "body" | "article" | "main");
    is_around(name) && name != "header" || !is_page && is_named_aside(element)
}

/// Whether anything in `node` can be read.
pub(super) fn has_text(node: &NodeRef<'_>) -> bool {
    let reads = |node: &NodeRef<'_>| {
        node.is_text() && node.is_nonempty_text()
            || node.has_name("img") && node.attr("alt").is_some_and(|alt| !alt.is_empty())
    };
    reads(node) || node.descendants_it().any(|node| reads(&node))
}

/// Whether `node` holds what a gate says and nothing else.
pub(super) fn says_all(node: &NodeRef<'_>) -> bool {
    brief(node, NEAR).is_some_and(|text| gates::is_all_said(&text))
}

/// The bytes of text in `node` that are not in links, controls or what stands around an article.
pub(in super::super) fn prose(node: &NodeRef<'_>) -> usize {
    if node.is_text() {
        return with_text(node, |text| text.trim().len());
    }
    let is_none = node.element_ref().is_some_and(|element| {
        let name = &*element.name.local;
        is_passed(name) || is_around(name) || matches!(name, "a" | "title" | STAND_IN)
    });
    if is_none { 0 } else { node.children_it(false).map(|child| prose(&child)).sum() }
}

/// The last bytes of `text`.
pub(super) fn tail(text: &str) -> &str {
    let mut start = text.len().saturating_sub(NEAR);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text.get(start..).unwrap_or_default()
}

/// How far `element` says by its name or attributes that what it holds tells, if it does.
pub(in super::super) fn says_spoiler(element: &Element) -> Option<Level> {
    says::says(&element.name.local, attributes(element))
}

/// The attributes of `element`: name and value.
pub(super) fn attributes(element: &Element) -> impl Iterator<Item = (&str, &str)> {
    element.attrs.iter().map(|attribute| (&*attribute.name.local, attribute.value.as_ref()))
}

/// The text of `node`, which may be one, if it is short.
pub(super) fn text(node: &NodeRef<'_>, longest: usize) -> Option<String> {
    if node.is_text() { Some(node.text().to_string()) } else { brief(node, longest) }
}

/// The text in `node`, if it is short.
pub(in super::super) fn brief(node: &NodeRef<'_>, longest: usize) -> Option<String> {
    let mut text = String::new();
    for node in node.descendants_it().filter(NodeRef::is_text) {
        text.push_str(&node.text());
        if text.trim().len() > longest {
            return None;
        }
    }
    Some(text)
}
