//! The outline: the sections by their titles as the gate shows them, narrowed by a fuzzy filter.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use review::document::Section;
use review::gate::{Gate, Heading};

use crate::layout::Veils;

/// The title of `section` as one line of text: a title behind the curtain is a veil.
pub fn title(gate: Gate<'_>, section: &Section, veils: Veils) -> String {
    match gate.heading(section) {
        Heading::Listed(title) => title.to_owned(),
        Heading::Own(runs) => veils.over(runs).trim().to_owned(),
    }
}

/// The numbers of the sections whose title fits `query`: all in order for an empty one, else the best
/// first.
pub fn matching(gate: Gate<'_>, query: &str, veils: Veils) -> Vec<usize> {
    fitting(query, gate.document().sections().iter().map(|section| title(gate, section, veils)))
}

/// The numbers of the `names` that fit `query`: all in order for an empty one, else the best first.
pub fn fitting(query: &str, names: impl Iterator<Item = String>) -> Vec<usize> {
    if query.is_empty() {
        return names.enumerate().map(|(number, _)| number).collect();
    }
    let pattern = Pattern::parse(query, CaseMatching::Smart, Normalization::Smart);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let scored = names.enumerate().filter_map(|(number, name)| {
        Some((pattern.score(Utf32Str::new(&name, &mut buffer), &mut matcher)?, number))
    });
    let mut found: Vec<(u32, usize)> = scored.collect();
    found.sort_by_key(|(score, number)| (std::cmp::Reverse(*score), *number));
    found.into_iter().map(|(_, number)| number).collect()
}
