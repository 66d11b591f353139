//! What was hidden, read in the place of what stands for it.

use dom_query::NodeRef;

use super::super::elements::{is_block, is_passed};
use super::super::hide::{Hidden, Room};
use super::{Light, Reader, push_collapsed};
use crate::document::Kind;
use crate::parse::markdown::is_description;
use crate::parse::{Inline, NOTHING, Nest};

impl<'d> Reader<'d> {
    /// Reads what was hidden, in the place of what stands for it.
    pub(super) fn stand_in(&mut self, node: &NodeRef<'d>, hidden: &Hidden) {
        let Some(root) = node.tree.get(&hidden.root) else { return };
        if self.is_dark() {
            return if root.is_text() { self.words(&root.text()) } else { self.children(&root) };
        }
        if hidden.room == Room::Row && self.in_table {
            self.inline.cells.push(Vec::new());
            self.cell();
        } else if hidden.room == Room::Row {
            self.flush();
        }
        self.light = Light::Hidden;
        if hidden.room != Room::Blocks || self.in_table {
            self.hidden_in_line(&root, hidden);
        } else {
            self.hidden_blocks(&root, hidden);
        }
        self.light = Light::Open;
        if hidden.room == Room::Row {
            if self.in_table { self.end_cell() } else { self.flush() }
        }
    }

    pub(super) fn hidden_in_line(&mut self, root: &NodeRef<'d>, hidden: &Hidden) {
        let start = self.inline.text.len();
        self.flat(root);
        let end = self.inline.text.trim_end_matches([' ', '\n']).len().max(start);
        self.inline.text.truncate(end);
        if end == start {
            self.inline.text.push_str(NOTHING);
        }
        let range = start..self.inline.text.len();
        if hidden.is_unclosed {
            let at = self.builder.at();
            self.builder.unclosed(at + start..at + range.end);
        }
        self.inline.literal.push(range.clone());
        self.inline.spoilers.push((range, hidden.level));
    }

    /// The text in `node`, in one line.
    pub(super) fn flat(&mut self, node: &NodeRef<'d>) {
        if node.is_text() {
            return self.words(&node.text());
        }
        let Some(name) = node.node_name() else { return };
        let name = name.as_ref();
        if name == "img" {
            let alt = node.attr_or("alt", "");
            return self.words(if is_description(&alt) { &alt } else { "" });
        }
        if is_passed(name) {
            return;
        }
        if is_block(name) || name == "br" {
            push_collapsed(&mut self.inline.text, " ");
        }
        let hidden = self.veils.hidden.get(&node.id).and_then(|hidden| node.tree.get(&hidden.root));
        for child in hidden.into_iter().chain(node.children_it(false)) {
            self.flat(&child);
        }
        if is_block(name) {
            push_collapsed(&mut self.inline.text, " ");
        }
    }

    pub(super) fn hidden_blocks(&mut self, root: &NodeRef<'d>, hidden: &Hidden) {
        self.flush();
        let start = self.builder.at();
        let open = std::mem::take(&mut self.open);
        let (lists, quotes) = (self.lists.len(), self.quotes);
        let figure = self.figure.take();
        self.light = Light::First;
        match root.element_ref() {
            Some(element) => self.element(root, &element),
            None => self.words(&root.text()),
        }
        self.flush();
        self.lists.truncate(lists);
        (self.quotes, self.figure, self.open) = (quotes, figure, open);
        (self.preformatted, self.heading, self.marker) = (0, None, None);
        if self.builder.at() == start {
            self.builder.block(Kind::Paragraph, Nest::default(), Inline::plain(NOTHING));
        }
        self.light = Light::Hidden;
        let end = self.builder.end_of_last();
        self.builder.hide(start..end, hidden.level);
        if hidden.is_unclosed {
            self.builder.unclosed(start..end);
        }
    }
}
