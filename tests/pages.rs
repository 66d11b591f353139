//! Saved pages in the markup of the software that makes them: the right text and the right facts of each, and of the
//! reviews of those that list several. `tests/pages/make.py` writes them; the reviews are invented.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use unspoiled::review::document::Kind;
use unspoiled::review::gate::{Consent, Gate};
use unspoiled::review::{self, Document, Page};

/// What is right of a review: its facts, and its blocks.
type Right = (BTreeMap<String, String>, Vec<String>);

fn pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let mut pages: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.retain(|path| path.extension().is_some_and(|ending| ending == "html"));
    pages.sort();
    pages
}

/// The reviews of which a right text tells.
fn rights(text: &str) -> Vec<Right> {
    let review = |text: &str| {
        let (facts, blocks) =
            text.split_once("\n\n").or_else(|| Some(("", text.strip_prefix('\n')?))).unwrap();
        let fact = |line: &str| line.split_once(": ").map(|(key, value)| (key.to_owned(), value.to_owned()));
        (facts.lines().filter_map(fact).collect(), blocks.lines().map(str::to_owned).collect())
    };
    text.split("====\n").map(review).collect()
}

/// The reviews of the page `source` as the program opens them.
fn read(source: &str) -> Vec<Document> {
    match review::read_page(source.to_owned()) {
        Page::One(document) => vec![*document],
        Page::List(list) => list.into_iter().map(|(_, document)| document).collect(),
    }
}

fn blocks(document: &Document) -> Vec<String> {
    let consent = Consent::hiding(None);
    let gate = Gate::new(document, &consent);
    let blocks = gate.blocks(0..document.blocks().len());
    let texts = blocks.filter(|block| !matches!(block.kind, Kind::Meta | Kind::Rule));
    let lines = texts.filter_map(|block| gate.whole(block.span).map(|text| text.text().to_owned()));
    lines
        .flat_map(|text| text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

/// What `document` states of what the right facts name.
fn facts(document: &Document, wanted: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let consent = Consent::default();
    let gate = Gate::new(document, &consent);
    let (facts, hidden) = (gate.facts(), gate.passages().iter().filter(|passage| passage.hidden).count());
    let all = [
        ("film", facts.title.map(|text| text.text().to_owned())),
        ("year", facts.year.map(|year| year.to_string())),
        ("reviewer", facts.reviewer.map(|text| text.text().to_owned())),
        ("publication", facts.publication.map(|text| text.text().to_owned())),
        ("date", facts.date.map(|text| text.text().to_owned())),
        ("rating", facts.rating.map(|(_, value)| format!("{value:.2}"))),
        ("hidden", (hidden > 0).then(|| hidden.to_string())),
    ];
    let is_wanted = |key: &str| key == "hidden" || wanted.contains_key(key);
    all.into_iter()
        .filter(|(key, _)| is_wanted(key))
        .filter_map(|(key, value)| Some((key.to_owned(), value?)))
        .collect()
}

#[test]
fn saved_pages_are_read_as_their_readers_see_them() {
    let mut wrong = Vec::new();
    for path in pages() {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let right = rights(&fs::read_to_string(path.with_extension("txt")).unwrap());
        let found = read(&fs::read_to_string(&path).unwrap());
        if found.len() != right.len() {
            wrong.push(format!("{name}: {} reviews, not {}", found.len(), right.len()));
        }
        for (number, (document, (wanted, text))) in found.iter().zip(&right).enumerate() {
            let (stated, shown) = (facts(document, wanted), blocks(document));
            if stated != *wanted {
                wrong.push(format!("{name}#{}: {stated:?}, not {wanted:?}", number + 1));
            }
            if shown != *text {
                wrong.push(format!(
                    "{name}#{}:\n  {}\nnot\n  {}",
                    number + 1,
                    shown.join("\n  "),
                    text.join("\n  ")
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn there_are_enough_of_them_and_they_are_small() {
    let pages = pages();
    assert!(pages.len() >= 60, "{}", pages.len());
    for path in pages {
        assert!(fs::metadata(&path).unwrap().len() < 3 * 1024, "{}", path.display());
    }
}
