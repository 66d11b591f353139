//! Tables that are read as such.

use dom_query::{Element, NodeRef};

use super::Reader;
use crate::document::Kind;
use crate::hide::element::is_block;
use crate::parse::{Event, Node};

impl<'d> Reader<'d> {
    pub(super) fn table(&mut self, table: &NodeRef<'d>) {
        self.begin();
        let is_caption = |child: &NodeRef<'_>| child.has_name("caption");
        for caption in table.children_it(false).filter(is_caption) {
            self.children(&caption);
        }
        self.tell(Event::Open(Node::Block(Kind::Table(0))));
        self.in_table = true;
        for child in table.children_it(false).filter(|child| !is_caption(child)) {
            self.node(&child);
        }
        self.in_table = false;
        self.begin();
    }

    pub(super) fn within_table(&mut self, node: &NodeRef<'d>, element: &Element) {
        match &*element.name.local {
            "tr" => {
                self.tell(Event::Row);
                self.children(node);
            }
            "td" | "th" => {
                self.tell(Event::Cell);
                self.styled(node, element);
            }
            name if is_block(name) => {
                self.begin();
                self.styled(node, element);
                self.begin();
            }
            _ => self.styled(node, element),
        }
    }
}

/// Whether `table` is one, and not a frame for other blocks.
pub(super) fn is_table(table: &NodeRef<'_>) -> bool {
    let (mut columns, mut cells) = (0, 0);
    for node in table.descendants_it().filter(NodeRef::is_element) {
        let Some(name) = node.node_name() else { continue };
        match name.as_ref() {
            "tr" => cells = 0,
            "td" | "th" => {
                cells += 1;
                columns = columns.max(cells);
            }
            "tbody" | "thead" | "tfoot" | "caption" | "colgroup" | "col" => {}
            name if is_block(name) => return false,
            _ => {}
        }
    }
    columns > 1
}
