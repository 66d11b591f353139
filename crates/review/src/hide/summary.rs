//! What stands on a control that opens something, in a page or in the HTML of other sources: whether it promises to
//! tell. In doubt it does.

use super::label;

/// Words of controls that promise to show what is hidden, in the languages of the sites that have them.
const PROMISES: [&str; 23] = [
    "reveal",
    "unhide",
    "uncover",
    "hidden",
    "ending",
    "how it ends",
    "twist",
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
/// What is hidden is called so without a word of spoilers.
const HIDERS: [&str; 17] = [
    "blackout",
    "blur",
    "cacher",
    "heimu",
    "hidden",
    "hide",
    "invisible",
    "mask",
    "masquer",
    "nascondi",
    "ocultar",
    "psw",
    "redacted",
    "ukryj",
    "verstecken",
    "скрыть",
    "黑幕",
];
/// Boxes that are shut until somebody opens them.
const BOXES: [&str; 10] = [
    "accordion",
    "collapse",
    "collapsible",
    "details",
    "dropdown",
    "expand",
    "fold",
    "folder",
    "folding",
    "toggle",
];
/// Words of summaries that open no spoiler.
const HARMLESS: [&str; 64] = [
    "about",
    "author",
    "awards",
    "besetzung",
    "bibliography",
    "biography",
    "breakdown",
    "cast",
    "changelog",
    "chapters",
    "code",
    "comments",
    "contents",
    "copyright",
    "credits",
    "crew",
    "details",
    "director",
    "discography",
    "distribution",
    "edition",
    "elenco",
    "fiche",
    "filmography",
    "footnotes",
    "gallery",
    "images",
    "index",
    "information",
    "inhalt",
    "inhaltsverzeichnis",
    "license",
    "links",
    "menu",
    "metadata",
    "navigation",
    "notes",
    "obsada",
    "overview",
    "photos",
    "production",
    "rating",
    "ratings",
    "references",
    "release",
    "reparto",
    "share",
    "soundtrack",
    "sources",
    "specifications",
    "stills",
    "table",
    "tags",
    "technical",
    "technique",
    "tracklist",
    "tracks",
    "trailer",
    "ролях",
    "キャスト",
    "出演者",
    "演员",
    "演员表",
    "출연진",
];

/// Whether a summary is plainly no promise to tell.
pub(crate) fn is_harmless(summary: &str) -> bool {
    let lower = summary.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let denies = label::has_stem(summary) && !label::speaks(summary);
    !promises(summary)
        && (denies || words.any(|word| HARMLESS.contains(&word)))
        && lower.split_whitespace().count() <= 6
}

/// How such a box begins, in one dialect or another, for a quick test.
pub(super) fn box_needles() -> impl Iterator<Item = String> {
    let begins = ["[", "{", "{.", "% ", "< ", "::: ", "/// ", ".. "];
    let names = BOXES.into_iter().chain(HIDERS);
    let all = names.flat_map(move |name| begins.map(|begin| [begin, name].concat()));
    all.chain(["??? ", "]- ", "[%collapsible"].map(str::to_owned))
}

/// Whether what is called so is hidden.
pub(crate) fn hides(name: &str) -> bool {
    HIDERS.iter().any(|known| known.eq_ignore_ascii_case(name))
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
