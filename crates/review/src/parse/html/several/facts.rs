//! What a review of a list says of itself: its title, and who wrote it, when, and what it made of the film. What sites
//! call these parts is in `assets/gates.toml`; else microdata and the usual names tell it.

use dom_query::{Element, NodeId, NodeRef};

use super::super::facts::{Facts, Key, is_amid, shortened};
use super::super::gates::{self, Told};
use crate::hide::element::heading;

/// A name of more bytes is none.
const LONGEST_NAME: usize = 60;
/// So much beside a text is looked at.
const MOST: usize = 2000;
/// What stands before a writer's name.
const BEFORE: [&str; 6] = ["review by ", "reviewed by ", "watched by ", "posted by ", "written by ", "by "];

/// What the review in `around`, whose text is `body`, says of itself, and its title.
pub(super) fn of(around: &NodeRef<'_>, body: NodeId) -> (Facts, String) {
    let mut facts = Facts::of(around);
    let named = writer(around, body).filter(|_| facts.get(Key::Reviewer).is_none());
    if let Some((node, name)) = named {
        facts.offer_at(Key::Reviewer, around, &node, &name);
    }
    let told = |key, what| (key, told(around, body, what));
    for (key, found) in [told(Key::Date, Told::Date), told(Key::Rating, Told::Rating)] {
        let label =
            |node: &NodeRef<'_>| node.attr("title").filter(|label| key == Key::Rating && is_rating(label));
        let said = found.map(|node| (node, label(&node).map_or_else(|| said(&node), |label| points(&label))));
        if let Some((node, text)) = said.filter(|(_, text)| key != Key::Rating || is_rating(text)) {
            facts.offer_at(key, around, &node, &text);
        }
    }
    let Some(title) = title(around, body) else { return (facts, String::new()) };
    let text = words(&shortened(&title));
    // Members' lists name each film by a heading, and its year beside it.
    let last =
        title.descendants_it().filter(NodeRef::is_nonempty_text).last().map(|node| words(&node.text()));
    let parted = last
        .filter(|last| is_year(last))
        .and_then(|year| Some((text.strip_suffix(&year)?.trim().to_owned(), year)));
    if let Some((film, year)) = parted.filter(|(film, _)| !film.is_empty()) {
        facts.offer_at(Key::Film, around, &title, &film);
        facts.offer_at(Key::Year, around, &title, year.trim_matches(['(', ')']));
    }
    (facts, text)
}

/// What tells `what` in `around`: beside the text `body` if anything there does.
fn told<'d>(around: &NodeRef<'d>, body: NodeId, what: Told) -> Option<NodeRef<'d>> {
    let beside = beside(around, body);
    gates::told(&beside, what).or_else(|| gates::told(&around.descendants(), what))
}

/// What stands in `around` beside the text `body`.
fn beside<'d>(around: &NodeRef<'d>, body: NodeId) -> Vec<NodeRef<'d>> {
    let (mut found, mut left) = (Vec::new(), around.children());
    left.reverse();
    while let Some(node) = left.pop().filter(|_| found.len() < MOST) {
        if node.id != body {
            left.extend(node.children().into_iter().rev());
            found.push(node);
        }
    }
    found
}

/// The heading of the review in `around`, or what its site has for one; one behind prose may stand behind a warning.
pub(super) fn title<'d>(around: &NodeRef<'d>, body: NodeId) -> Option<NodeRef<'d>> {
    let known = gates::told(&beside(around, body), Told::Title);
    let is_heading = |node: &NodeRef<'_>| {
        node.node_name().is_some_and(|name| heading(&name).is_some()) && !words(&shortened(node)).is_empty()
    };
    let is_body = around.id == body;
    let first = beside(around, body).into_iter().find(is_heading);
    let found = known.or(first).or_else(|| around.descendants_it().find(is_heading).filter(|_| is_body));
    found.filter(|node| !is_amid(around, node))
}

/// Whether `title` leads to a page.
pub(super) fn leads(title: &NodeRef<'_>) -> bool {
    let is_link = |node: &NodeRef<'_>| node.has_name("a") && node.attr("href").is_some();
    title.descendants_it().any(|node| is_link(&node)) || title.parent().is_some_and(|parent| is_link(&parent))
}

/// What it says.
pub(super) fn title_of(around: &NodeRef<'_>, body: NodeId) -> Option<String> {
    title(around, body).map(|node| words(&shortened(&node)))
}

/// Whether the review in `around` says who wrote it, before all prose.
pub(super) fn has_writer(around: &NodeRef<'_>, body: NodeId) -> bool {
    writer(around, body).is_some_and(|(node, _)| !is_amid(around, &node))
}

fn writer<'d>(around: &NodeRef<'d>, body: NodeId) -> Option<(NodeRef<'d>, String)> {
    let node = told(around, body, Told::Reviewer)?;
    let text = words(&said(&node));
    let starts =
        |before: &&&str| text.get(..before.len()).is_some_and(|start| start.eq_ignore_ascii_case(before));
    let name = BEFORE
        .iter()
        .find(starts)
        .map_or(text.as_str(), |before| text.get(before.len()..).unwrap_or_default());
    let name = name.split([',', '|', '·', '•']).next().unwrap_or_default().trim();
    let is_name = !name.is_empty() && name.len() <= LONGEST_NAME && !name.contains("://");
    is_name.then(|| (node, name.to_owned()))
}

/// What `node` says: what it says as data goes before its text.
fn said(node: &NodeRef<'_>) -> String {
    let data =
        ["content", "datetime"].iter().find_map(|name| node.attr(name)).filter(|data| !data.is_empty());
    data.map_or_else(|| shortened(node), |data| data.to_string())
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The points in `label`, without the words before them.
fn points(label: &str) -> String {
    label.trim_start_matches(|c: char| !c.is_ascii_digit() && c != '★').to_owned()
}

/// Whether `text` says of how many points a rating is, or shows them.
fn is_rating(text: &str) -> bool {
    text.contains(['★', '½', '/']) || text.contains(" of ") || text.contains(" stars")
}

fn is_year(text: &str) -> bool {
    let digits = text.trim_matches(['(', ')']);
    digits.len() == 4
        && (digits.starts_with("19") || digits.starts_with("20"))
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a word of what `element` is called, in small letters, is one that `is` told; `reviewText` is two. Nothing of it
/// is looked at that does not hold one of `stems`.
fn is_named(element: &Element, stems: &[&str], is: fn(&str) -> bool) -> bool {
    let mut given = ["class", "id", "data-testid", "data-qa"].iter().filter_map(|name| element.attr(name));
    let own = &*element.name.local;
    given.any(|name| has_word(&name, stems, is)) || has_word(own, stems, is)
}

fn has_word(name: &str, stems: &[&str], is: fn(&str) -> bool) -> bool {
    let holds = |stem: &str| {
        name.as_bytes().windows(stem.len()).any(|part| part.eq_ignore_ascii_case(stem.as_bytes()))
    };
    stems.iter().any(|stem| holds(stem)) && words_of(name).iter().any(|word| is(word))
}

/// The words of `name`, in small letters.
fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_small = false;
    for c in name.chars() {
        if !c.is_ascii_alphanumeric() || was_small && c.is_ascii_uppercase() {
            words.push(String::new());
        }
        was_small = c.is_ascii_lowercase();
        if let Some(word) = words.last_mut().filter(|_| c.is_ascii_alphanumeric()) {
            word.push(c.to_ascii_lowercase());
        }
    }
    words
}

/// Whether `element` is called a review.
pub(super) fn is_named_review(element: &Element) -> bool {
    is_named(element, &["review"], |word| word.starts_with("review") && !word.starts_with("reviewer"))
}

/// Whether `element` is called what readers say of a review.
pub(in super::super) fn is_of_readers(element: &Element) -> bool {
    is_named(element, &["comment", "repl"], |word| {
        word.starts_with("comment") || word == "reply" || word == "replies"
    })
}
