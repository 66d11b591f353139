//! What readers answer: the posts of a thread behind the opening one, and comments under a review. They are no part of
//! the review, and follow it in a section of their own that is folded to begin with, so that no word is lost. Each stands
//! under the name of who wrote it.

use std::collections::{HashMap, HashSet};

use dom_query::{NodeId, NodeRef};

use super::hide::prose;
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
/// Less prose among comments of nobody tells how many there are, and no more.
const LITTLE: usize = 60;

impl Page<'_> {
    /// Tells `builder` of what readers answer.
    pub(super) fn answers(&self, builder: &mut Builder) {
        let (root, base) = (self.dom.document.root(), self.dom.base());
        let posts = root.descendants_it().filter(|node| self.veils.replies.contains(&node.id));
        for post in posts.take(MOST) {
            let answers = Answers::of(&post);
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
    /// Who wrote what begins with an element.
    pub names: HashMap<NodeId, String>,
    /// Elements around what begins so: they are no lists and quotations of anybody.
    pub around: HashSet<NodeId>,
    /// What says who wrote it, which stands above it already.
    pub said: HashSet<NodeId>,
}

impl Answers {
    /// Those in `post`. Each begins with the largest element in which nobody else wrote.
    fn of(post: &NodeRef<'_>) -> Self {
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
            answers.names.insert(path.get(start).unwrap_or(writer).id, name);
            let is_list =
                |node: &NodeRef<'_>| matches!(node.node_name().as_deref(), Some("li" | "ol" | "ul"));
            let around = path.iter().enumerate().filter(|(at, node)| *at >= start || is_list(node));
            answers.around.extend(around.map(|(_, node)| node.id));
            if writer.attr(AUTHORS[0]).or_else(|| writer.attr(AUTHORS[1])).is_none() {
                answers.said.insert(writer.id);
                answers.said.extend(label(writer));
            }
        }
        answers
    }
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
