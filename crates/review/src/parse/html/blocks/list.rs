//! Lists, as far as their items have numbers.

use dom_query::{Element, NodeRef};

use crate::document::Marker;

/// An open list.
pub(super) struct List {
    numbers: Option<Numbers>,
    /// No item of it holds paragraphs.
    is_tight: bool,
    /// An item of it came.
    has_items: bool,
}

/// The number of the next item, and how much more each has.
struct Numbers {
    next: i64,
    step: i64,
}

impl List {
    /// The list that `node` begins, which is `element`.
    pub fn of(node: &NodeRef<'_>, element: &Element) -> Self {
        let is_block =
            |node: NodeRef<'_>| matches!(node.node_name().as_deref(), Some("p" | "div" | "blockquote"));
        let holds_blocks = |item: NodeRef<'_>| item.children_it(false).any(is_block);
        let is_tight = !node.children_it(false).any(holds_blocks);
        Self {
            numbers: (&*element.name.local == "ol").then(|| Numbers::of(node, element)),
            is_tight,
            has_items: false,
        }
    }

    /// Whether the next item stands right under what is before it, in so many lists.
    pub fn is_tight(&mut self, depth: usize) -> bool {
        self.is_tight && (std::mem::replace(&mut self.has_items, true) || depth > 1)
    }

    /// The marker of the next item, which is `element`.
    pub fn next(&mut self, element: &Element) -> Marker {
        let Some(Numbers { next, step }) = &mut self.numbers else { return Marker::Bullet };
        let given = element.attr("value").and_then(|value| value.trim().parse().ok());
        let number = given.unwrap_or(*next);
        *next = number.saturating_add(*step);
        Marker::Number(u32::try_from(number).unwrap_or_default())
    }
}

impl Numbers {
    fn of(node: &NodeRef<'_>, element: &Element) -> Self {
        let start = element.attr("start").and_then(|start| start.trim().parse().ok());
        if !element.has_attr("reversed") {
            return Self { next: start.unwrap_or(1), step: 1 };
        }
        let items = node.children_it(false).filter(|child| child.has_name("li")).count();
        Self { next: start.unwrap_or(i64::try_from(items).unwrap_or_default()), step: -1 }
    }
}
