//! Lists, as far as their items have numbers.

use dom_query::{Element, NodeRef};

use crate::document::Marker;

/// An open list.
pub(super) enum List {
    Bullets,
    Numbers { next: i64, step: i64 },
}

impl List {
    /// The list that `node` begins, which is `element`.
    pub fn of(node: &NodeRef<'_>, element: &Element) -> Self {
        if &*element.name.local != "ol" {
            return Self::Bullets;
        }
        let start = element.attr("start").and_then(|start| start.trim().parse().ok());
        if !element.has_attr("reversed") {
            return Self::Numbers { next: start.unwrap_or(1), step: 1 };
        }
        let items = node.children_it(false).filter(|child| child.has_name("li")).count();
        Self::Numbers { next: start.unwrap_or(i64::try_from(items).unwrap_or_default()), step: -1 }
    }

    /// The marker of the next item, which is `element`.
    pub fn next(&mut self, element: &Element) -> Marker {
        let Self::Numbers { next, step } = self else { return Marker::Bullet };
        let given = element.attr("value").and_then(|value| value.trim().parse().ok());
        let number = given.unwrap_or(*next);
        *next = number.saturating_add(*step);
        Marker::Number(u32::try_from(number).unwrap_or_default())
    }
}
