//! What stands on a control that opens something, in a page or in the HTML of other sources: whether it promises to
//! tell. In doubt it does.

use super::label;

/// Words of controls that promise to show what is hidden, in the languages of the sites that have them.
const PROMISES: [&str; 22] = [
    "reveal",
    "unhide",
    "uncover",
    "hidden",
    "the ending",
    "the twist",
    "révél",
    "dévoil",
    "masqué",
    "aufdeck",
    "enthüll",
    "auflös",
    "verborgen",
    "versteckt",
    "revel",
    "ocult",
    "desvel",
    "rivela",
    "nascost",
    "показать",
    "раскрыть",
    "скрыт",
];
/// Words of summaries that open no spoiler.
const HARMLESS: [&str; 40] = [
    "about",
    "author",
    "bibliography",
    "biography",
    "cast",
    "chapters",
    "comments",
    "contents",
    "copyright",
    "credits",
    "crew",
    "details",
    "director",
    "discography",
    "edition",
    "filmography",
    "footnotes",
    "gallery",
    "images",
    "index",
    "information",
    "license",
    "links",
    "menu",
    "metadata",
    "navigation",
    "notes",
    "photos",
    "production",
    "ratings",
    "references",
    "release",
    "share",
    "sources",
    "specifications",
    "stills",
    "table",
    "tags",
    "technical",
    "trailer",
];

/// Whether a summary is plainly no promise to tell.
pub(crate) fn is_harmless(summary: &str) -> bool {
    let lower = summary.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    !promises(summary) && words.any(|word| HARMLESS.contains(&word)) && lower.split_whitespace().count() <= 6
}

/// Whether `text` promises to show what is hidden.
pub(crate) fn promises(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let hides = text.starts_with("hide ") && !text.contains("show");
    !hides && (label::speaks(&text) || PROMISES.iter().any(|promise| text.contains(promise)))
}
