//! Which blocks and sections are printed: all, or those of one section.
//!
//! A section whose heading lies inside a passage that began before it does not exist here, for how
//! many headings a hidden passage has is part of what is hidden. What follows such a heading in the
//! open belongs to the section before.

use std::ops::Range;

use crate::layout::{Veils, continues_in_the_dark};
use crate::outline;
use crate::review::document::{Block, Kind, Section, Title};
use crate::review::gate::Gate;
use crate::span::Span;
use crate::tally::Tally;

/// The part of a review that is printed.
#[derive(Clone, Debug)]
pub struct Contents {
    blocks: Range<usize>,
    sections: Vec<Entry>,
}

/// A section as it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its number in the document.
    pub section: usize,
    /// Its blocks, those of its children included.
    pub blocks: Range<usize>,
    /// 1 for the outermost.
    pub depth: u8,
    /// Its blocks without its heading.
    pub body: Range<usize>,
}

/// What can be counted of a section.
pub(super) struct Counts {
    pub paragraphs: usize,
    pub words: usize,
    pub hidden: usize,
}

/// That there is no section called so.
#[derive(Debug, thiserror::Error)]
#[error("there is no section '{0}'; --outline lists them")]
pub struct NoSection(String);

impl Contents {
    /// All that `gate` shows.
    pub fn all(gate: Gate<'_>) -> Self {
        let document = gate.document();
        let blocks = document.blocks();
        let shows = |s: &Section| blocks.get(s.blocks.start).is_some_and(|b| !continues_in_the_dark(gate, b));
        let kept: Vec<(usize, &Section)> =
            document.sections().iter().enumerate().filter(|(_, section)| shows(section)).collect();
        let end = |at: usize, depth: u8| {
            let after = kept.iter().skip(at + 1).find(|(_, next)| next.depth <= depth);
            after.map_or(blocks.len(), |(_, next)| next.blocks.start)
        };
        let whole = kept.len() == document.sections().len();
        let entry = |(at, (number, section)): (usize, &(usize, &Section))| {
            let blocks =
                if whole { section.blocks.clone() } else { section.blocks.start..end(at, section.depth) };
            let heading = usize::from(matches!(section.title, Title::Heading(_)));
            let body = (blocks.start + heading).min(blocks.end)..blocks.end;
            Entry { section: *number, blocks, depth: section.depth, body }
        };
        Self { blocks: 0..blocks.len(), sections: kept.iter().enumerate().map(entry).collect() }
    }

    /// The section called `wanted`: its number in the outline, or the beginning of its title as it
    /// is shown, in capitals or not.
    pub fn section(gate: Gate<'_>, wanted: &str) -> Result<Self, NoSection> {
        let all = Self::all(gate);
        let number = wanted.trim().parse::<usize>().ok().and_then(|n| n.checked_sub(1));
        let beginning = wanted.trim().to_lowercase();
        let called = |entry: &Entry| {
            outline::title(gate, entry.section, Veils::Chip).to_lowercase().starts_with(&beginning)
        };
        let found =
            number.filter(|n| *n < all.sections.len()).or_else(|| all.sections.iter().position(called));
        let found = found.filter(|_| !beginning.is_empty());
        let Some(first) = found.and_then(|n| all.sections.get(n)) else {
            return Err(NoSection(wanted.chars().filter(|c| !c.is_control()).collect()));
        };
        let inside = |entry: &&Entry| first.blocks.contains(&entry.blocks.start);
        let sections = all.sections.iter().filter(inside).cloned().collect();
        Ok(Self { blocks: first.blocks.clone(), sections })
    }

    pub(super) fn blocks(&self) -> Range<usize> {
        self.blocks.clone()
    }

    pub(super) fn sections(&self) -> &[Entry] {
        &self.sections
    }

    /// The innermost section of block `block`: the last that begins at or before it.
    pub(super) fn section_of(&self, block: usize) -> Option<usize> {
        self.sections.partition_point(|entry| entry.blocks.start <= block).checked_sub(1)
    }

    /// The sections that begin at block `block`, the outermost first, with their numbers here.
    pub(super) fn beginning_at(&self, block: usize) -> impl Iterator<Item = (usize, &Entry)> {
        let first = self.sections.partition_point(|entry| entry.blocks.start < block);
        let rest = self.sections.iter().enumerate().skip(first);
        rest.take_while(move |(_, entry)| entry.blocks.start == block)
    }
}

impl Entry {
    /// Whether its title is not the author's but from the closed list.
    pub fn is_inferred(&self) -> bool {
        self.body.start == self.blocks.start
    }

    pub fn counts(&self, gate: Gate<'_>, tally: &Tally) -> Counts {
        let blocks = gate.document().blocks().get(self.body.clone()).unwrap_or_default();
        let counted = |block: &&Block| {
            matches!(block.kind, Kind::Paragraph | Kind::Item(_) | Kind::Table(_) | Kind::Code)
                && !continues_in_the_dark(gate, block)
        };
        let paragraphs = blocks.iter().filter(counted).count();
        let span = match (blocks.first(), blocks.last()) {
            (Some(first), Some(last)) => Span::new(first.span.start(), last.span.end()),
            _ => Span::default(),
        };
        Counts { paragraphs, words: tally.words(self.body.clone()), hidden: gate.hidden_in(span) }
    }
}
