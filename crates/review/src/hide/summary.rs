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
/// Boxes that are shut until somebody opens them.
const BOXES: [&str; 8] =
    ["accordion", "collapse", "collapsible", "details", "dropdown", "expand", "fold", "toggle"];
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

/// How such a box begins, in one dialect or another, for a quick test.
pub(super) fn box_needles() -> impl Iterator<Item = String> {
    let begins = ["[", "{", "% ", "< ", "::: ", "/// ", ".. "];
    let named = begins.into_iter().flat_map(|begin| BOXES.map(|name| [begin, name].concat()));
    named.chain(["??? ", "]- ", "[%collapsible"].map(str::to_owned))
}

/// Whether `name` is that of a box which is shut until somebody opens it, and `title`, what stands on it, is no plainly
/// harmless one: `details` and its like, in the dialects that write them in another way.
pub(crate) fn opens_box(name: &str, title: &str) -> bool {
    let title = title.trim_matches(|c: char| !c.is_alphanumeric());
    BOXES.iter().any(|known| known.eq_ignore_ascii_case(name)) && !title.is_empty() && !is_harmless(title)
}

/// Whether `text` promises to show what is hidden.
pub(crate) fn promises(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let hides = text.starts_with("hide ") && !text.contains("show");
    !hides && (label::speaks(&text) || PROMISES.iter().any(|promise| text.contains(promise)))
}
