//! Credits that stand as `Key: value`, in front matter or in a block of credits.

use super::{Page, Part};
use crate::document::{Frame, Role};

/// Keys, as reviews write them, with their roles.
const KEYS: &[(&str, Role)] = &[
    ("director", Role::Director),
    ("directors", Role::Director),
    ("directed by", Role::Director),
    ("writer", Role::Writer),
    ("writers", Role::Writer),
    ("written by", Role::Writer),
    ("written-by", Role::Writer),
    ("screenplay", Role::Writer),
    ("screenplay by", Role::Writer),
    ("screenwriter", Role::Writer),
    ("based on the novel by", Role::SourceAuthor),
    ("cast", Role::Actor),
    ("starring", Role::Actor),
    ("staring", Role::Actor),
    ("stars", Role::Actor),
    ("with", Role::Actor),
    ("actors", Role::Actor),
    ("producer", Role::Producer),
    ("producers", Role::Producer),
    ("produced by", Role::Producer),
    ("cinematography", Role::Cinematographer),
    ("cinematographer", Role::Cinematographer),
    ("photography", Role::Cinematographer),
    ("camera", Role::Cinematographer),
    ("music", Role::Composer),
    ("music by", Role::Composer),
    ("composer", Role::Composer),
    ("score by", Role::Composer),
    ("editor", Role::Editor),
    ("editing", Role::Editor),
    ("edited by", Role::Editor),
    ("studio", Role::Studio),
    ("distributor", Role::Studio),
];

/// A list of more names than this is no list of credits.
const MOST: usize = 60;

pub(super) fn find(page: Page<'_>, frame: &mut Frame) {
    let lines = page.lines().filter_map(Part::fact);
    for (key, value) in page.facts().chain(lines) {
        let key = key.rsplit('.').next().unwrap_or(&key);
        let Some((_, role)) = KEYS.iter().find(|(known, _)| *known == key) else { continue };
        for name in names(value).into_iter().take(MOST).map(bare) {
            if is_name(name.text) && page.is_clear(name.span()) {
                frame.credits.push((*role, name.span()));
            }
        }
    }
}

/// The names in a list: parted by commas, semicolons, `and` and `&`.
fn names(list: Part<'_>) -> Vec<Part<'_>> {
    let mut out = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while let Some(rest) = list.text.get(at..).filter(|rest| !rest.is_empty()) {
        let parting =
            [", and ", ", ", "; ", " and ", " & ", " / "].iter().find(|parting| rest.starts_with(**parting));
        match parting {
            Some(parting) => {
                out.push(list.at(from, at).trim());
                at += parting.len();
                from = at;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    out.push(list.at(from, list.text.len()).trim());
    out
}

/// A name without the character: `Ann Lorn (Ode)`, `Ann Lorn as Ode`.
fn bare(name: Part<'_>) -> Part<'_> {
    let ends = [" (", " as ", " – ", " - "].iter().filter_map(|mark| name.text.find(mark));
    name.at(0, ends.min().unwrap_or(name.text.len())).trim()
}

fn is_name(text: &str) -> bool {
    let letter = text.chars().next().is_some_and(char::is_uppercase);
    letter && text.len() <= 60 && text.split_whitespace().count() <= 6 && !text.ends_with('.')
}
