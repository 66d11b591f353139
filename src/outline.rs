//! The outline: the sections by their titles as the gate shows them, narrowed by a fuzzy filter.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use review::document::Section;
use review::gate::{Gate, Heading, Run};

use crate::layout::Veils;

/// The title of `section` as one line of text: a title behind the curtain is a veil.
pub fn title(gate: Gate<'_>, section: &Section, veils: Veils) -> String {
    match gate.heading(section) {
        Heading::Listed(title) => title.to_owned(),
        Heading::Own(runs) => {
            let text = |run: &Run<'_>| match run {
                Run::Shown(shown) => shown.text().to_owned(),
                Run::Veiled(veil) => veils.text(veil.level).to_owned(),
            };
            runs.iter().map(text).collect::<String>().trim().to_owned()
        }
    }
}

/// The numbers of the sections whose title fits `query`: all in order for an empty one, else the best
/// first.
pub fn matching(gate: Gate<'_>, query: &str, veils: Veils) -> Vec<usize> {
    let sections = gate.document().sections();
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
            let title = title(gate, section, veils);
            let score = pattern.score(Utf32Str::new(&title, &mut buffer), &mut matcher)?;
            Some((score, number))
        })
        .collect();
    found.sort_by_key(|(score, section)| (std::cmp::Reverse(*score), *section));
    found.into_iter().map(|(_, section)| section).collect()
}
