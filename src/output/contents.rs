//! Which blocks and sections are printed: all, or those of one section.

use std::ops::Range;

use review::document::Section;
use review::gate::Gate;

use crate::layout::Veils;
use crate::outline;

/// The part of a review that is printed.
#[derive(Clone, Debug)]
pub struct Contents {
    blocks: Range<usize>,
    sections: Vec<Section>,
}

/// That there is no section called so.
#[derive(Debug, thiserror::Error)]
#[error("there is no section '{0}'; --outline lists them")]
pub struct NoSection(String);

impl Contents {
    /// All that `gate` shows.
    pub fn all(gate: Gate<'_>) -> Self {
        let document = gate.document();
        Self { blocks: 0..document.blocks().len(), sections: document.sections().to_vec() }
    }

    /// The section called `wanted`: its number in the outline, or the beginning of its title as it
    /// is shown, in capitals or not.
    pub fn section(gate: Gate<'_>, wanted: &str) -> Result<Self, NoSection> {
        let all = Self::all(gate);
        let number = wanted.trim().parse::<usize>().ok().and_then(|n| n.checked_sub(1));
        let beginning = wanted.trim().to_lowercase();
        let called = |section: &Section| {
            outline::title(gate, section, Veils::Chip).to_lowercase().starts_with(&beginning)
        };
        let found =
            number.filter(|n| *n < all.sections.len()).or_else(|| all.sections.iter().position(called));
        let found = found.filter(|_| !beginning.is_empty());
        let Some(first) = found.and_then(|n| all.sections.get(n)) else {
            return Err(NoSection(wanted.chars().filter(|c| !c.is_control()).collect()));
        };
        let inside = |section: &&Section| first.blocks.contains(&section.blocks.start);
        let sections = all.sections.iter().filter(inside).cloned().collect();
        Ok(Self { blocks: first.blocks.clone(), sections })
    }

    pub(super) fn blocks(&self) -> Range<usize> {
        self.blocks.clone()
    }

    pub(super) fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// The innermost section of block `block`: the last that begins at or before it.
    pub(super) fn section_of(&self, block: usize) -> Option<usize> {
        self.sections.partition_point(|section| section.blocks.start <= block).checked_sub(1)
    }

    /// The sections that begin at block `block`, the outermost first.
    pub(super) fn beginning_at(&self, block: usize) -> impl Iterator<Item = &Section> {
        let first = self.sections.partition_point(|section| section.blocks.start < block);
        self.sections.iter().skip(first).take_while(move |section| section.blocks.start == block)
    }
}
