//! Markup by delimiters, such as `||…||`, in the text of a page: it is looked for in the text as one reads it,
//! and what it holds is cut out of the tree, whatever elements that stands in.
//!
//! What is left closes up behind it: where a passage began in one paragraph and ended in another, what stands
//! around it is one paragraph, so that not even that is told of it.

use std::ops::Range;

use dom_query::{NodeData, NodeId, NodeRef, Tree};

use super::{Cause, Hidden, Room, STAND_IN, Veils};
use crate::document::{Format, Style};
use crate::hide::element::{self, is_block, is_passed};
use crate::hide::{self, Extent, Found, label};

/// Stands for what is neither prose nor markup.
const OTHER: &str = "\u{1}";

/// Cuts out of what stands in `root` what is marked by delimiters.
pub(super) fn cut(root: &NodeRef<'_>, veils: &mut Veils) {
    let mut page = Page::default();
    page.gather(root, false);
    if !hide::may_be_in(&page.text) {
        return;
    }
    let found = hide::find(&page.text, Format::Html, Extent::Whole);
    let all = found.iter().enumerate();
    let edits: Vec<Edit> = all.flat_map(|(number, found)| edits(&page.text, number, found)).collect();
    let mut cutter = Cutter { tree: root.tree, ends: vec![(None, None); found.len()] };
    cutter.all(&page, &edits);
    for (found, ends) in found.iter().zip(cutter.ends) {
        let (Some(stand_in), Some(end)) = ends else { continue };
        let root = extracted(root.tree, stand_in, end);
        let (cause, closed) = (Cause::Said, found.closed);
        veils.hidden.insert(stand_in, Hidden { root, level: found.level, room: Room::Inline, cause, closed });
    }
}

/// A page as it is read: blocks parted by blank lines, and what its text was taken from.
#[derive(Default)]
struct Page {
    text: String,
    leaves: Vec<(Range<usize>, NodeId)>,
}

impl Page {
    fn gather(&mut self, node: &NodeRef<'_>, is_code: bool) {
        if node.is_text() {
            let text = node.text();
            // Line ends of a page's source are none of its text.
            if is_code {
                return self.leaf(node, &OTHER.repeat(text.len()));
            }
            let is_plain = text.bytes().all(|byte| byte == b' ' || !byte.is_ascii_whitespace());
            if is_plain {
                return self.leaf(node, &text);
            }
            return self.leaf(node, &text.replace(|c: char| c.is_ascii_whitespace(), " "));
        }
        if node.is_comment() {
            return self.comment(node);
        }
        let name = node.node_name().unwrap_or_default();
        match &*name {
            "br" => return self.leaf(node, "\n"),
            "img" | STAND_IN => return self.leaf(node, OTHER),
            name if is_passed(name) => return,
            _ => {}
        }
        let is_code = is_code
            || matches!(&*name, "pre" | "listing" | "xmp")
            || element::style(&name) == Some(Style::CODE);
        let is_block = is_block(&name);
        self.part(is_block);
        match &*name {
            "li" | "dd" | "td" | "th" => self.text.push_str("- "),
            name if element::heading(name).is_some() => self.text.push_str("# "),
            _ => {}
        }
        node.children_it(false).for_each(|child| self.gather(&child, is_code));
        self.part(is_block);
    }

    /// What authors mark with comments is marked; any other comment is nothing.
    fn comment(&mut self, node: &NodeRef<'_>) {
        let said = node.query_or(None, |node| match &node.data {
            NodeData::Comment { contents } if label::has_stem(contents) => Some(contents.trim().to_owned()),
            _ => None,
        });
        if let Some(said) = said {
            self.leaf(node, &["<!-- ", &said, " -->"].concat());
        }
    }

    fn leaf(&mut self, node: &NodeRef<'_>, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        self.leaves.push((start..self.text.len(), node.id));
    }

    /// Blanks between elements are no lines: a run of those would hide what follows.
    fn part(&mut self, is_block: bool) {
        if is_block && !self.text.is_empty() && !self.text.trim_end_matches(' ').ends_with("\n\n") {
            self.text.push_str("\n\n");
        }
    }
}

/// What is done to a stretch of the text.
struct Edit {
    range: Range<usize>,
    /// The number of its passage.
    number: usize,
    act: Act,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    /// It goes.
    Drop,
    /// It is hidden.
    Hide,
    /// It is, and is ROT13.
    Turn,
    /// A stand-in is put here.
    StandIn,
    /// The passage ends behind this.
    End,
    /// This is written here.
    Write(&'static str),
}

/// What is done for one passage, in order.
fn edits(text: &str, number: usize, found: &Found) -> Vec<Edit> {
    let is_blank = |range: &Range<usize>| text.get(range.clone()).is_none_or(|text| text.trim().is_empty());
    let hide = if found.is_turned() { Act::Turn } else { Act::Hide };
    let (mut edits, mut at) = (Vec::new(), found.whole.start);
    let mut edit = |range: Range<usize>, act| {
        if !range.is_empty() || matches!(act, Act::StandIn | Act::Write(_)) {
            edits.push(Edit { range, number, act });
        }
    };
    if !is_blank(&found.label) {
        edit(at..found.label.start, Act::Drop);
        at = found.label.end;
        edit(at..at, Act::Write(found.behind_label()));
    }
    if found.is_open() {
        edit(at..found.inner.start, Act::Drop);
        edit(found.inner.end..found.whole.end, Act::Drop);
        return edits;
    }
    edit(at..at, Act::StandIn);
    if !is_blank(&found.hidden_label) {
        edit(at..found.hidden_label.start, Act::Drop);
        at = found.hidden_label.end;
        edit(found.hidden_label.clone(), Act::Hide);
        edit(at..at, Act::Write(": "));
    }
    let inner = trimmed(text, &found.inner);
    edit(at..inner.start, Act::Drop);
    edit(inner.clone(), hide);
    let end = trimmed(text, &found.whole).end.max(inner.end);
    edit(inner.end..end, Act::Drop);
    edit(end.saturating_sub(1)..end, Act::End);
    edits
}

/// `range` of `text` without blanks around it.
fn trimmed(text: &str, range: &Range<usize>) -> Range<usize> {
    let inner = text.get(range.clone()).unwrap_or_default();
    let start = range.start + (inner.len() - inner.trim_start().len());
    start..(range.start + inner.trim_end().len()).max(start)
}

/// Takes the texts of a tree apart.
struct Cutter<'t> {
    tree: &'t Tree,
    /// For each passage its stand-in, and where it ends.
    ends: Vec<(Option<NodeId>, Option<NodeId>)>,
}

impl Cutter<'_> {
    fn all(&mut self, page: &Page, edits: &[Edit]) {
        let mut next = 0;
        for (leaf, id) in &page.leaves {
            let Some(node) = self.tree.get(id) else { continue };
            let (text, mut at) = (if node.is_text() { node.text() } else { "".into() }, leaf.start);
            while let Some(edit) = edits.get(next).filter(|edit| edit.range.start < leaf.end) {
                let range = edit.range.start.max(at)..edit.range.end.min(leaf.end).max(at);
                if node.is_text() {
                    let part =
                        |range: Range<usize>| text.get(range.start - leaf.start..range.end - leaf.start);
                    self.put(&node, part(at..range.start));
                    self.text(&node, edit, part(range.clone()));
                } else if range == *leaf || edit.act == Act::End || node.is_comment() {
                    self.other(&node, edit);
                }
                at = range.end;
                if edit.range.end > leaf.end {
                    break;
                }
                next += 1;
            }
            if node.is_text() && at > leaf.start {
                self.put(&node, text.get(at - leaf.start..));
                node.remove_from_parent();
            }
        }
    }

    /// Puts before `node` what becomes of a part of its text.
    fn text(&mut self, node: &NodeRef<'_>, edit: &Edit, text: Option<&str>) {
        match edit.act {
            Act::Drop => {}
            Act::Hide => self.put(node, text),
            Act::Turn => self.put(node, text.map(hide::turned).as_deref()),
            Act::Write(text) => self.put(node, Some(text)),
            Act::StandIn | Act::End => node.insert_before(&self.mark(edit)),
        }
    }

    /// An image or the like lies in what is cut out or not at all.
    fn other(&mut self, node: &NodeRef<'_>, edit: &Edit) {
        match edit.act {
            Act::Drop if node.has_name("br") => node.remove_from_parent(),
            Act::End => node.insert_after(&self.mark(edit)),
            Act::StandIn if node.is_comment() => node.insert_before(&self.mark(edit)),
            _ => {}
        }
    }

    fn put(&self, before: &NodeRef<'_>, text: Option<&str>) {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            before.insert_before(&self.tree.new_text(text));
        }
    }

    /// A mark for an end of a passage.
    fn mark(&mut self, edit: &Edit) -> NodeId {
        let mark = self.tree.new_element(STAND_IN).id;
        if let Some((start, end)) = self.ends.get_mut(edit.number) {
            *(if edit.act == Act::End { end } else { start }) = Some(mark);
        }
        mark
    }
}

/// Moves what stands between the elements `stand_in` and `end` into an element of its own.
fn extracted(tree: &Tree, stand_in: NodeId, end: NodeId) -> NodeId {
    let root = tree.new_element("div");
    let (first, last) = (path(tree, stand_in), path(tree, end));
    let common = first.iter().zip(&last).take_while(|(a, b)| a.id == b.id).count();
    split(first.get(common..).unwrap_or_default());
    let last = path(tree, end);
    split(last.get(common..).unwrap_or_default());
    let (Some(from), Some(to)) = (first.get(common), last.get(common)) else { return root.id };
    let rest = to.next_sibling();
    for node in following(from, rest) {
        root.append_child(&node);
    }
    tree.remove_from_parent(&end);
    let begun = first.get(common..first.len() - 1).unwrap_or_default();
    match last.len() - common - 1 {
        0 => go_on(begun.first(), rest),
        depth => close_up(begun.iter().take(depth), rest),
    }
    root.id
}

/// The nodes around node `id`, outermost first, and itself.
fn path(tree: &Tree, id: NodeId) -> Vec<NodeRef<'_>> {
    let mut path = tree.ancestors_of(&id, None);
    path.reverse();
    path.extend(tree.get(&id));
    path
}

/// What follows `node` among its siblings, up to `end`.
fn following<'t>(node: &NodeRef<'t>, end: Option<NodeRef<'t>>) -> Vec<NodeRef<'t>> {
    let siblings = std::iter::successors(node.next_sibling(), NodeRef::next_sibling);
    siblings.take_while(|node| Some(node.id) != end.map(|end| end.id)).collect()
}

/// Parts the elements of `path` behind its end, so that what follows that stands in elements of its own.
fn split(path: &[NodeRef<'_>]) {
    for pair in path.windows(2).rev() {
        let [around, node] = pair else { continue };
        let copy = node.tree.new_element(&around.node_name().unwrap_or_default());
        around.attrs().iter().for_each(|attribute| copy.set_attr(&attribute.name.local, &attribute.value));
        for node in following(node, None) {
            copy.append_child(&node);
        }
        around.insert_after(&copy);
    }
}

/// Goes on in the element in which a passage began with what stands behind its end, if that is in none.
fn go_on<'t>(begun: Option<&NodeRef<'t>>, rest: Option<NodeRef<'t>>) {
    let Some(begun) = begun else { return };
    let nodes = std::iter::successors(rest, NodeRef::next_sibling);
    let in_line = nodes.take_while(|node| node.node_name().is_none_or(|name| !is_block(&name)));
    in_line.collect::<Vec<_>>().iter().for_each(|node| begun.append_child(node));
}

/// Joins what is left of the elements in which a passage ended to those in which it began, as far as they are
/// alike.
fn close_up<'a, 't: 'a>(begun: impl Iterator<Item = &'a NodeRef<'t>>, mut rest: Option<NodeRef<'t>>) {
    for begun in begun {
        let Some(ended) = rest.filter(|ended| begun.is_element() && ended.node_name() == begun.node_name())
        else {
            return;
        };
        rest = ended.first_child();
        ended.children().iter().for_each(|child| begun.append_child(child));
        ended.remove_from_parent();
    }
}
