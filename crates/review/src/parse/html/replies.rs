//! What readers answer: the posts of a thread behind the opening one, and comments under a review. They are no part of
//! the review, and follow it in a section of their own that is folded to begin with, so that no word is lost.

use dom_query::NodeRef;

use super::gates::{self, Told};
use super::{Page, Reader, Scope};
use crate::document::Kind;
use crate::parse::{Builder, Event, Node};

/// The title of the section.
const TITLE: &str = "Replies";
/// Of more answers no more are read.
const MOST: usize = 500;
/// A name of more bytes is none.
const LONGEST_NAME: usize = 60;

impl Page<'_> {
    /// Tells `builder` of what readers answer.
    pub(super) fn answers(&self, builder: &mut Builder) {
        let (root, base) = (self.dom.document.root(), self.dom.base());
        let posts = root.descendants_it().filter(|node| self.veils.replies.contains(&node.id));
        for post in posts.take(MOST) {
            let read = Reader::new(self.veils, Scope::Reply, "", &base).read(&post);
            if read.document.blocks().is_empty() {
                continue;
            }
            if builder.answer() {
                heading(builder, 2, TITLE);
            }
            if let Some(name) = writer(&post) {
                heading(builder, 3, &name);
            }
            builder.take(Event::Open(Node::Block(Kind::Paragraph)));
            builder.splice(&read.document);
        }
    }
}

fn heading(builder: &mut Builder, level: u8, text: &str) {
    builder.take(Event::Open(Node::Block(Kind::Heading(level))));
    builder.marked(text);
}

/// Who wrote `post`; nothing where several wrote in it.
fn writer(post: &NodeRef<'_>) -> Option<String> {
    let given = post.attr("data-author").or_else(|| post.attr("author")).map(|name| name.to_string());
    let inside = post.descendants();
    let told = || {
        let first = gates::told(&inside, Told::Reviewer)?;
        let rest = inside.iter().skip_while(|node| node.id != first.id).skip(1);
        let others: Vec<NodeRef<'_>> = rest
            .filter(|node| !node.ancestors_it(None).any(|around| around.id == first.id))
            .copied()
            .collect();
        gates::told(&others, Told::Reviewer).is_none().then(|| first.text().to_string())
    };
    let name = given.or_else(told)?.split_whitespace().collect::<Vec<_>>().join(" ");
    (!name.is_empty() && name.len() <= LONGEST_NAME).then_some(name)
}
