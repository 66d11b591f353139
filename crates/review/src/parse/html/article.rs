//! The article in its page: the blocks of text that belong to it, as they are weighed, and what is hidden among them.

use std::collections::{HashMap, HashSet};

use dom_query::{NodeId, NodeRef};

use super::hide::{Cause, Veils};
use super::layout::{Block, Layout, Other, hash};
use super::weigh::weigh;

/// A block belongs to the article for which so much speaks.
const ENOUGH: i32 = 0;
/// Text of fewer bytes is no article, and prose of fewer may be all that a page has.
const SHORTEST: usize = 60;
const LITTLE: usize = 500;
/// So much text says where something stands that is hidden.
const SURE: usize = 80;

/// What of a page belongs to its article.
pub(super) enum Found {
    /// These texts and stand-ins.
    Article(HashSet<NodeId>),
    /// That cannot be told: these are all of the page's prose.
    Prose(HashSet<NodeId>),
    /// All of it: there is little else.
    Page,
}

/// The article in the page under `root`, which has this `title`.
pub(super) fn article(root: &NodeRef<'_>, veils: &Veils, title: &str) -> Found {
    let layout = Layout::of(root, veils);
    let weights = weigh(&layout, title);
    let is_aside = |block: &Block| layout.elements.get(block.inner).is_some_and(|element| element.is_aside);
    let is_prose = |block: &Block| !is_aside(block) && block.linked * 3 <= block.length * 2;
    let prose: usize = layout.blocks.iter().filter(|block| !is_aside(block)).map(Block::prose).sum();
    let mut chosen = chosen(&layout, &weights);
    // The title stands at the top already.
    for (block, is_chosen) in
        layout.blocks.iter().zip(&mut chosen).take_while(|(block, _)| block.prose() == 0)
    {
        *is_chosen &= !layout.text(block).split_whitespace().eq(title.split_whitespace());
    }
    let all = layout.blocks.iter().zip(&chosen);
    let kept: usize = all.filter(|(_, is_kept)| **is_kept).map(|(block, _)| block.length).sum();
    if kept >= SHORTEST && kept * 3 >= prose {
        Found::Article(nodes(&layout, &chosen))
    } else if prose < LITTLE {
        Found::Page
    } else {
        Found::Prose(nodes(&layout, &layout.blocks.iter().map(is_prose).collect::<Vec<_>>()))
    }
}

/// Whether each block is enough for the article by its `weights`; those of a table without prose are together.
fn chosen(layout: &Layout, weights: &[i32]) -> Vec<bool> {
    let name = hash(*b"table");
    let is_table = |at: &usize| layout.elements[*at].tag == name && layout.elements[*at].prose == 0;
    let table = |block: &Block| layout.path(block.inner).take(8).find(is_table);
    let tables: Vec<_> = layout.blocks.iter().map(table).collect();
    let mut whole: HashMap<usize, isize> = HashMap::new();
    for ((table, block), weight) in tables.iter().zip(&layout.blocks).zip(weights) {
        if let Some(table) = table {
            *whole.entry(*table).or_default() += (weight - ENOUGH) as isize * block.length.cast_signed();
        }
    }
    let is_enough = |(table, weight): (&Option<usize>, &i32)| match table {
        Some(table) => whole.get(table).is_some_and(|whole| *whole >= 0),
        None => *weight >= ENOUGH,
    };
    tables.iter().zip(weights).map(is_enough).collect()
}

/// The texts of the blocks that are `chosen`, and what is hidden among them.
fn nodes(layout: &Layout, chosen: &[bool]) -> HashSet<NodeId> {
    let blocks = layout.blocks.iter().zip(chosen).filter(|(_, is_chosen)| **is_chosen);
    let mut kept: HashSet<NodeId> = blocks.flat_map(|(block, _)| layout.texts(block)).copied().collect();
    let holds = holding(layout, chosen);
    let first = chosen.iter().position(|is_chosen| *is_chosen).unwrap_or(usize::MAX);
    let last = chosen.iter().rposition(|is_chosen| *is_chosen).unwrap_or_default();
    let is_kept = |other: &&Other| {
        let is_aside = layout.elements.get(other.element).is_some_and(|element| element.is_aside);
        // It goes with the smallest part around it that has text.
        let says = |at: &usize| layout.elements[*at].length >= SURE || holds[*at];
        let goes = layout.path(other.element).find(says).is_some_and(|at| holds[at]);
        let is_between = first < other.at && other.at <= last;
        match other.cause {
            Some(Cause::Gate) => true,
            Some(Cause::Said) => goes || is_between && !is_aside,
            Some(Cause::Unshown) | None => goes && !is_aside,
        }
    };
    kept.extend(layout.others.iter().filter(is_kept).map(|other| other.id));
    kept
}

/// Whether each element holds a block that is `chosen`.
fn holding(layout: &Layout, chosen: &[bool]) -> Vec<bool> {
    let mut holds = vec![false; layout.elements.len()];
    for (block, _) in layout.blocks.iter().zip(chosen).filter(|(_, is_chosen)| **is_chosen) {
        holds[block.inner] = true;
    }
    for number in (1..holds.len()).rev() {
        let parent = layout.elements[number].parent;
        holds[parent] |= holds[number];
    }
    holds
}
