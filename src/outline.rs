//! The outline: the sections by their titles as the gate shows them, narrowed by a fuzzy filter.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use std::ops::Deref;
use std::sync::Arc;

use crate::layout::{Veils, continues_in_the_dark};
use crate::review::document::{Block, Kind, Section};
use crate::review::gate::{Gate, Heading, Run};

/// The sections as they may be seen.
///
/// One whose heading lies inside a passage that began before it does not exist, for how many headings
/// a hidden passage has is part of what is hidden. What follows such a heading in the open belongs to
/// the section before.
#[derive(Clone, Debug, Default)]
pub struct Sections(Arc<[Section]>);

impl Deref for Sections {
    type Target = [Section];

    fn deref(&self) -> &[Section] {
        &self.0
    }
}

impl Sections {
    /// The sections that `gate` shows.
    pub fn of(gate: Gate<'_>) -> Self {
        let (all, blocks) = (gate.document().sections(), gate.document().blocks());
        let begins_in_the_dark =
            |s: &&Section| blocks.get(s.blocks.start).is_some_and(|b| continues_in_the_dark(gate, b));
        let mut sections: Vec<Section> = all.iter().filter(|s| !begins_in_the_dark(s)).cloned().collect();
        if sections.len() < all.len() {
            nest(&mut sections, blocks);
            reach(&mut sections, blocks.len());
        }
        Self(sections.into())
    }

    /// The innermost section that holds block `block`.
    pub fn holding(&self, block: usize) -> Option<usize> {
        let after = self.partition_point(|s| s.blocks.start <= block);
        (0..after).rev().find(|&at| self.get(at).is_some_and(|s| s.blocks.contains(&block)))
    }
}

/// Gives each section the depth that it has among these.
fn nest(sections: &mut [Section], blocks: &[Block]) {
    let mut open: Vec<u8> = Vec::new();
    for section in sections {
        let level = match blocks.get(section.blocks.start).map(|block| block.kind) {
            Some(Kind::Heading(level)) => level,
            _ => u8::MAX,
        };
        while open.pop_if(|outer| *outer >= level).is_some() {}
        open.push(level);
        section.depth = u8::try_from(open.len()).unwrap_or(u8::MAX);
    }
}

/// Lets each section reach to the next that is as deep or less.
fn reach(sections: &mut [Section], end: usize) {
    let mut ends = vec![end; 256];
    for section in sections.iter_mut().rev() {
        let depth = usize::from(section.depth);
        section.blocks.end = ends.get(depth).copied().unwrap_or(end);
        if let Some(deeper) = ends.get_mut(depth..) {
            deeper.fill(section.blocks.start);
        }
    }
}

/// The title of the document's section `section` as one line of text: a title behind the curtain is a
/// veil.
pub fn title(gate: Gate<'_>, section: usize, veils: Veils) -> String {
    in_words(&gate.heading(section), veils)
}

/// The title of `section`, likewise.
pub fn title_of(gate: Gate<'_>, section: &Section, veils: Veils) -> String {
    in_words(&gate.heading_of(section), veils)
}

fn in_words(heading: &Heading<'_>, veils: Veils) -> String {
    match heading {
        Heading::Zone(zone) => zone.title().to_owned(),
        Heading::Own(runs) => {
            let text = |run: &Run<'_>| match run {
                Run::Shown(shown) => shown.text().to_owned(),
                Run::Veiled(veil) => veils.text(veil.level).to_owned(),
            };
            runs.iter().map(text).collect::<String>().trim().to_owned()
        }
    }
}

/// The numbers of those of `sections` whose title fits `query`: all in order for an empty one, else
/// the best first.
pub fn matching(gate: Gate<'_>, sections: &[Section], query: &str, veils: Veils) -> Vec<usize> {
    if query.is_empty() {
        return (0..sections.len()).collect();
    }
    let pattern = Pattern::parse(query, CaseMatching::Smart, Normalization::Smart);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let mut found: Vec<(u32, usize)> = sections
        .iter()
        .enumerate()
        .filter_map(|(number, section)| {
            let title = title_of(gate, section, veils);
            let score = pattern.score(Utf32Str::new(&title, &mut buffer), &mut matcher)?;
            Some((score, number))
        })
        .collect();
    found.sort_by_key(|(score, section)| (std::cmp::Reverse(*score), *section));
    found.into_iter().map(|(_, section)| section).collect()
}
