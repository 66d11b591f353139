//! What readers answer: the posts of a thread behind the opening one, and comments under a review. They are no part of
//! the review, and follow it in a section of their own that is folded to begin with, so that no word is lost. Each stands
//! under the name of who wrote it, and the day.

use std::cell::Ref;
use std::collections::{HashMap, HashSet};

use dom_query::{Element, NodeId, NodeRef};

use super::facts::{is_of_a_fact, is_prose};
use super::hide::{Veils, brief, prose};
use super::several::is_of_readers;
use super::{Page, Reader, Scope, gates};
use crate::document::Kind;
use crate::parse::{Builder, Event, Node};

/// The title of the section.
const TITLE: &str = "Replies";
/// Of more answers no more are read.
const MOST: usize = 500;
/// A name of more bytes is none, and what stands between it and the answer is no longer.
const LONGEST_NAME: usize = 60;
const LONGEST_LABEL: usize = 20;
/// What says when something was written is no longer.
const LONGEST_DATE: usize = 40;
/// Less prose among comments of nobody tells how many there are, and no more.
const LITTLE: usize = 60;

impl Page<'_> {
    /// Tells `builder` of what readers answer.
    pub(super) fn answers(&self, builder: &mut Builder) {
        let (root, base) = (self.dom.document.root(), self.dom.base());
        let posts = root.descendants_it().filter(|node| self.veils.replies.contains(&node.id));
        for post in posts.take(MOST) {
            let answers = Answers::of(&post, &self.veils.dates);
            let read = Reader::new(self.veils, Scope::Reply(&answers), "", &base).read(&post);
            let is_count = answers.names.is_empty()
                && post.element_ref().is_some_and(|element| is_of_readers(&element))
                && prose(&post) < LITTLE;
            if read.document.blocks().is_empty() || is_count {
                continue;
            }
            if builder.answer() {
                builder.take(Event::Open(Node::Block(Kind::Heading(2))));
                builder.marked(TITLE);
            }
            builder.take(Event::Open(Node::Block(Kind::Paragraph)));
            builder.splice(&read.document);
        }
    }
}

/// The answers in a part of a page.
#[derive(Default)]
pub(super) struct Answers {
    /// Who wrote what begins with an element, and when.
    pub names: HashMap<NodeId, Named>,
    /// Elements around what begins so: they are no lists and quotations of anybody.
    pub around: HashSet<NodeId>,
    /// What says who wrote it, which stands above it already.
    pub said: HashSet<NodeId>,
}

impl Answers {
    /// Those in `post`. Each begins with the largest element in which nobody else wrote.
    fn of(post: &NodeRef<'_>, dates: &HashMap<NodeId, String>) -> Self {
        let mut answers = Self::default();
        let writers = gates::writers(post);
        let mut held: HashMap<NodeId, usize> = HashMap::new();
        for writer in &writers {
            for node in within(post, writer) {
                *held.entry(node.id).or_default() += 1;
            }
        }
        for writer in &writers {
            let Some(name) = name(writer) else { continue };
            let path = within(post, writer);
            let is_alone = |node: &NodeRef<'_>| {
                held.get(&node.id) == Some(&1) && (node.id != post.id || path.len() == 1)
            };
            let start = path.iter().rposition(is_alone).unwrap_or_default();
            answers.names.insert(path.get(start).unwrap_or(writer).id, Named { name, date: None });
            let is_list =
                |node: &NodeRef<'_>| matches!(node.node_name().as_deref(), Some("li" | "ol" | "ul"));
            let around = path.iter().enumerate().filter(|(at, node)| *at >= start || is_list(node));
            answers.around.extend(around.map(|(_, node)| node.id));
            if writer.attr(AUTHORS[0]).or_else(|| writer.attr(AUTHORS[1])).is_none() {
                answers.said.insert(writer.id);
                answers.said.extend(label(writer));
            }
        }
        answers.date(post, dates);
        answers
    }

    /// Finds when they were written: that is said in each, or of the first before it. What `dates` knows is left out of the
    /// page; behind prose a warning may stand before what else says it.
    fn date(&mut self, post: &NodeRef<'_>, dates: &HashMap<NodeId, String>) {
        let (mut last, mut early, mut is_amid) = (None, None, false);
        for node in std::iter::once(*post).chain(post.descendants_it()) {
            if let Some(named) = self.names.get_mut(&node.id) {
                named.date = early.take();
                (last, is_amid) = (Some(node.id), false);
            }
            is_amid |= node.is_text() && is_prose(&node);
            let says = |element: Ref<'_, Element>| {
                &*element.name.local == "time" || is_of_a_fact(&element) || is_day(&node)
            };
            let says = || !is_amid && node.element_ref().is_some_and(says);
            let stated = || says().then(|| posted(&node)).flatten();
            let Some(date) = dates.get(&node.id).cloned().or_else(stated) else { continue };
            let known =
                last.and_then(|last| self.names.get_mut(&last)).map_or(&mut early, |named| &mut named.date);
            if known.is_none() {
                *known = Some(date);
                self.said.extend((!dates.contains_key(&node.id)).then_some(node.id));
            }
        }
    }
}

/// Who wrote something, and when.
pub(super) struct Named {
    pub name: String,
    pub date: Option<String>,
}

/// Who wrote the opening post of a thread, and when: it stands before the first answer, and looks like that.
pub(super) fn opening<'d>(root: &NodeRef<'d>, veils: &Veils) -> Option<(NodeRef<'d>, Named)> {
    let answer = root.descendants_it().find(|node| veils.replies.contains(&node.id))?;
    let mut before = std::iter::successors(answer.prev_sibling(), NodeRef::prev_sibling);
    let post = before.find(NodeRef::is_element).filter(|post| looks_alike(post, &answer))?;
    let writer = gates::writers(&post).first().copied()?;
    let name = name(&writer)?;
    let date = Answers::of(&post, &veils.dates).names.into_values().find_map(|named| named.date);
    Some((writer, Named { name, date }))
}

/// Whether `one` and `other` are elements of one name that share a class.
fn looks_alike(one: &NodeRef<'_>, other: &NodeRef<'_>) -> bool {
    let classes = other.attr("class").unwrap_or_default();
    one.node_name() == other.node_name() && classes.split_ascii_whitespace().any(|class| one.has_class(class))
}

/// When something was written, as `node` says it: a day as data, or a short text that is one.
pub(super) fn posted(node: &NodeRef<'_>) -> Option<String> {
    let all = || std::iter::once(*node).chain(node.descendants_it());
    let is_day = |day: &&str| {
        day.bytes()
            .zip(*b"0000-00-00")
            .all(|(byte, like)| if like == b'-' { byte == like } else { byte.is_ascii_digit() })
    };
    let day = all().filter(|node| node.has_name("time")).find_map(|node| {
        node.attr("datetime").and_then(|time| time.get(..10).filter(is_day).map(str::to_owned))
    });
    day.or_else(|| {
        let text = node.text();
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut parts = words.split(['»', '|', '·', '•', '—', '–', '(', ')']).map(str::trim);
        parts.find(|part| part.len() <= LONGEST_DATE && says_when(part)).map(str::to_owned)
    })
}

/// Whether `node` says a day and nothing else.
fn is_day(node: &NodeRef<'_>) -> bool {
    node.first_element_child().is_none()
        && brief(node, LONGEST_DATE).is_some_and(|text| !text.trim().is_empty() && says_when(&text))
}

/// Whether `text` says a day of some year, or how long ago something was.
fn says_when(text: &str) -> bool {
    let words = || text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_year = |word: &str| word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    let is_number = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    let (numbers, others): (Vec<_>, Vec<_>) = words().partition(is_number);
    let is_day = numbers.len() > 1 && numbers.len() >= others.len() && numbers.into_iter().any(is_year);
    is_day || others.last() == Some(&"ago") && words().count() < 5
}

/// Attributes by which an element says who wrote what it holds.
const AUTHORS: [&str; 2] = ["data-author", "author"];

/// `node` and the elements around it up to `post`, the innermost first.
fn within<'d>(post: &NodeRef<'d>, node: &NodeRef<'d>) -> Vec<NodeRef<'d>> {
    let mut path = vec![*node];
    path.extend(node.ancestors_it(None));
    let end = path.iter().position(|around| around.id == post.id).map_or(path.len(), |at| at + 1);
    path.truncate(end);
    path
}

/// Who is named by `writer`.
fn name(writer: &NodeRef<'_>) -> Option<String> {
    let given = AUTHORS.iter().find_map(|name| writer.attr(name)).unwrap_or_else(|| writer.text());
    let name = given.split_whitespace().collect::<Vec<_>>().join(" ");
    (!name.is_empty() && name.len() <= LONGEST_NAME).then_some(name)
}

/// What follows the name of `writer` in its line: "says:".
fn label(writer: &NodeRef<'_>) -> Option<NodeId> {
    let next = writer.next_sibling()?;
    let text = next.text();
    let is_label = text.trim().len() <= LONGEST_LABEL && text.trim_end().ends_with([':', '.', '…']);
    (next.is_text() && is_label).then_some(next.id)
}
