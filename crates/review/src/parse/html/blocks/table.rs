//! Tables that are read as such.

use dom_query::{Element, NodeRef};

use super::super::elements::is_block;
use super::{Reader, push_collapsed};

impl<'d> Reader<'d> {
    pub(super) fn table(&mut self, node: &NodeRef<'d>) {
        self.flush();
        let caption = node.children_it(false).find(|child| child.has_name("caption"));
        if let Some(caption) = &caption {
            self.children(caption);
            self.flush();
        }
        self.in_table = true;
        for child in node
            .children_it(false)
            .filter(|child| Some(child.id) != caption.as_ref().map(|caption| caption.id))
        {
            self.node(&child);
        }
        self.flush();
        self.in_table = false;
    }

    pub(super) fn within_table(&mut self, node: &NodeRef<'d>, element: &Element) {
        match &*element.name.local {
            "tr" => {
                self.inline.cells.push(Vec::new());
                self.children(node);
            }
            "td" | "th" => {
                self.cell();
                self.styled(node, element);
                self.end_cell();
            }
            name if is_block(name) => {
                push_collapsed(&mut self.inline.text, " ");
                self.styled(node, element);
                push_collapsed(&mut self.inline.text, " ");
            }
            _ => self.styled(node, element),
        }
    }

    pub(super) fn cell(&mut self) {
        self.end_cell();
        if !self.inline.text.is_empty() {
            self.inline.text.push('\n');
        }
        let at = self.inline.text.len();
        if self.inline.cells.is_empty() {
            self.inline.cells.push(Vec::new());
        }
        self.inline.cells.last_mut().into_iter().for_each(|row| row.push(at..usize::MAX));
    }

    /// The cell that is open holds the text up to here.
    pub(super) fn end_cell(&mut self) {
        let end = self.inline.text.trim_end().len();
        let cell = self.inline.cells.last_mut().and_then(|row| row.last_mut());
        if let Some(cell) = cell.filter(|cell| cell.end == usize::MAX) {
            self.inline.text.truncate(end.max(cell.start));
            cell.end = self.inline.text.len();
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
