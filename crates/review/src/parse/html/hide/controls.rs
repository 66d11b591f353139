//! Controls that speak: what is clicked to see a spoiler, and what that opens.

use dom_query::{Element, NodeRef};

use super::super::dom::Dom;
use super::look::{NEAR, attributes, brief, has_text, text};
use super::{Cause, Taken, Verdict};
use crate::document::Level;
use crate::hide::element::{heading, is_block};
use crate::hide::summary::promises;
use crate::hide::{is_hiding_link, label, says};

/// What a control says is no longer than this.
const LONGEST: usize = 80;
/// What a control says of spoilers.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Speech {
    /// The identifier of what it opens, if it says that.
    pub target: Option<String>,
}

/// What `node`, which is `element` and says so itself up to `level`, says if it is a control that speaks of spoilers.
pub(super) fn speech(node: &NodeRef<'_>, element: &Element, level: Option<Level>) -> Option<Speech> {
    if is_switch(node, element, level) {
        return Some(Speech { target: target(element) });
    }
    if !is_control(&element.name.local, element) && !heads_box(node, element) {
        return None;
    }
    let value = element.attr("value").filter(|_| &*element.name.local == "input");
    let text = value.map(|value| value.to_string()).or_else(|| brief(node, LONGEST))?;
    promises(&text).then(|| Speech { target: target(element) })
}

fn is_control(name: &str, element: &Element) -> bool {
    const SIGNS: [&str; 7] = [
        "onclick",
        "data-toggle",
        "data-bs-toggle",
        "data-target",
        "data-bs-target",
        "aria-expanded",
        "aria-controls",
    ];
    match name {
        "a" => element.attr("href").is_none_or(|href| {
            let href = href.trim();
            href.is_empty() || href.starts_with('#') || href.starts_with("javascript:")
        }),
        "button" | "label" => true,
        "input" => element.attr("type").is_some_and(|kind| matches!(kind.as_ref(), "button" | "submit")),
        _ => {
            SIGNS.iter().any(|sign| element.has_attr(sign))
                || element.attr("role").is_some_and(|role| role.as_ref() == "button")
        }
    }
}

/// Whether `node`, which says so itself up to `level`, is what is clicked to see a spoiler, by its class, and says no more
/// than that.
pub(super) fn is_switch(node: &NodeRef<'_>, element: &Element, level: Option<Level>) -> bool {
    const NAMES: [&str; 7] = ["btn", "button", "head", "header", "switch", "toggle", "trigger"];
    let is_named = || {
        element.attr("class").is_some_and(|class| {
            let mut parts = class.split(|c: char| !c.is_ascii_alphanumeric());
            parts.any(|part| NAMES.iter().any(|name| name.eq_ignore_ascii_case(part)))
        })
    };
    level.is_some()
        && (is_control(&Dom::name(element), element) || is_named())
        && brief(node, LONGEST).is_some_and(|text| !text.trim().is_empty() && label::is_plain(&text))
}

/// Whether `node` says no more than "Spoiler", and stands in a box before all that this holds.
fn heads_box(node: &NodeRef<'_>, element: &Element) -> bool {
    const HEADS: [&str; 6] = ["div", "dt", "figcaption", "legend", "span", "th"];
    let is_article =
        |parent: &NodeRef<'_>| matches!(parent.node_name().as_deref(), Some("article" | "main" | "body"));
    let holds_one = || following(node).is_some_and(|held| held.is_element() && following(&held).is_none());
    let before = || std::iter::successors(node.prev_sibling(), NodeRef::prev_sibling);
    HEADS.contains(&&*element.name.local)
        && before().all(|node| is_blank(&node))
        && holds_one()
        && node.parent().is_some_and(|parent| !is_article(&parent))
        && brief(node, LONGEST).is_some_and(|text| label::speaks(&text) && label::is_plain(&text))
}

/// The next sibling of `node` that is anything.
fn following<'d>(node: &NodeRef<'d>) -> Option<NodeRef<'d>> {
    std::iter::successors(node.next_sibling(), NodeRef::next_sibling).find(|next| !is_blank(next))
}

fn is_blank(node: &NodeRef<'_>) -> bool {
    node.is_comment() || (node.is_text() && !node.is_nonempty_text())
}

/// What becomes of `node`, which says that what it holds tells. What says no more than that warns of what follows, and so
/// does a heading.
pub(super) fn marked(node: &NodeRef<'_>, element: &Element, level: Level) -> Verdict {
    let text = brief(node, NEAR).filter(|text| label::speaks(text));
    let is_heading = heading(&Dom::name(element)).is_some();
    let is_label = text.is_some_and(|text| {
        let is_plain = label::is_plain(&text) && is_one_line(node) && (is_heading || stands_alone(node));
        is_plain || is_slug(element, &text)
    });
    if is_label || !has_text(node) {
        Verdict::Open
    } else if is_heading {
        Verdict::Take(Taken::Heading(level))
    } else {
        Verdict::Take(Taken::Hidden(level, Cause::Said))
    }
}

/// Whether all that says spoiler is the identifier of `element`, and that was made of its `text` by a machine.
fn is_slug(element: &Element, text: &str) -> bool {
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let others = attributes(element).filter(|(name, _)| *name != "id");
    element.attr("id").is_some_and(|id| letters(&id).ends_with(&letters(text)))
        && says::says(&element.name.local, others).is_none()
}

/// Whether `node` holds no more than one block, and no control: a label and what stands behind it are two.
fn is_one_line(node: &NodeRef<'_>) -> bool {
    let mut blocks = 0;
    node.descendants_it().filter(NodeRef::is_element).all(|part| {
        let name = part.node_name().unwrap_or_default();
        blocks += usize::from(is_block(&name) && has_text(&part));
        blocks <= 1 && !matches!(&*name, "button" | "summary" | "label" | "br")
    })
}

/// Whether nothing stands beside `node`, as an item or a cell or amid a line.
fn stands_alone(node: &NodeRef<'_>) -> bool {
    let is_block = |node: &NodeRef<'_>| node.node_name().is_some_and(|name| is_block(&name));
    let before =
        std::iter::successors(node.prev_sibling(), NodeRef::prev_sibling).find(|node| !is_blank(node));
    let beside = [before, following(node)];
    let is_part =
        |parent: NodeRef<'_>| matches!(parent.node_name().as_deref(), Some("li" | "td" | "th" | "dd"));
    beside.iter().flatten().all(is_block) && !node.parent().is_some_and(is_part)
}

fn target(element: &Element) -> Option<String> {
    let named = ["aria-controls", "data-target", "data-bs-target", "for", "href"].iter();
    let values = named.filter_map(|name| element.attr(name));
    let ids = values.map(|value| value.trim().trim_start_matches('#').to_owned());
    ids.into_iter().find(|id| !id.is_empty() && !id.starts_with("javascript:"))
}

/// What the summary of `details` is made of. Blocks in it are none of it: somebody forgot to end it.
pub(super) fn summary<'d>(details: &NodeRef<'d>) -> Vec<NodeRef<'d>> {
    let Some(summary) = details.children_it(false).find(|child| child.has_name("summary")) else {
        return Vec::new();
    };
    let begins = |part: &NodeRef<'_>| {
        part.element_ref()
            .is_some_and(|element| is_block(&element.name.local) && heading(&element.name.local).is_none())
    };
    summary.children_it(false).take_while(|part| !begins(part)).collect()
}

/// `<details>`: a spoiler, unless its summary is harmless.
pub(super) fn details(node: &NodeRef<'_>, is_harmless: &dyn Fn(&str) -> bool) -> Verdict {
    let text: String = summary(node).iter().filter_map(|part| text(part, 4 * LONGEST)).collect();
    if is_harmless(&text) {
        return Verdict::Open;
    }
    let level = label::level(&text);
    Verdict::Take(if label::is_plain(&text) { Taken::Box(level) } else { Taken::Hidden(level, Cause::Said) })
}

/// What an old link of Reddit's hides: its text, or its title. A mark beside a heading is none, nor is a heading.
pub(super) fn link(node: &NodeRef<'_>, element: &Element) -> Option<Taken> {
    element.attr("href").filter(|href| &*element.name.local == "a" && is_hiding_link(href))?;
    let has_title = element.attr("title").is_some_and(|title| !title.trim().is_empty());
    let around = node.parent().and_then(|parent| parent.node_name());
    if around.is_some_and(|name| heading(&name).is_some()) {
        return None;
    }
    Some(if has_title { Taken::Title(Level::Ending) } else { Taken::Hidden(Level::Ending, Cause::Said) })
}
