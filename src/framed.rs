//! Lines of the review that say no more than what the frame of the screen says already: title, byline,
//! rating. They are not drawn a third time.

use std::collections::BTreeSet;

use review::document::{Block, Kind, Section, Title};
use review::gate::{Facts, Gate};

/// Such a line is no longer than this,
const SHORT: usize = 160;
/// and stands among so many first blocks.
const EDGE: usize = 12;
/// What may stand in such a line beside the facts themselves.
const BESIDE: [&str; 24] = [
    "a",
    "an",
    "at",
    "by",
    "film",
    "for",
    "from",
    "in",
    "movie",
    "my",
    "of",
    "on",
    "out",
    "posted",
    "published",
    "rated",
    "rating",
    "review",
    "reviewed",
    "reviewer",
    "stars",
    "the",
    "verdict",
    "written",
];

/// The blocks that say nothing but `facts`, all of which are in the open.
pub fn blocks(gate: Gate<'_>, facts: &Facts<'_>) -> BTreeSet<usize> {
    let document = gate.document();
    let rating = facts.rating.map(|(rating, _)| rating);
    let said = [facts.title, facts.reviewer, facts.publication, facts.date, rating];
    let mut said: Vec<&str> = said.into_iter().flatten().map(|fact| fact.text().trim()).collect();
    // One may be part of another.
    said.sort_by_key(|fact| std::cmp::Reverse(fact.len()));
    let own = |section: &&Section| matches!(section.title, Title::Heading(_));
    let headings: BTreeSet<usize> =
        document.sections().iter().filter(own).map(|section| section.blocks.start).collect();
    let shown = (0..document.blocks().len()).filter(|number| gate.block(*number).is_some());
    let edge = shown.clone().take(EDGE).filter(|number| !headings.contains(number));
    let framed: BTreeSet<usize> = edge.filter(|number| says_only(gate, *number, &said, facts.year)).collect();
    // Of a review that is nothing else, all is drawn.
    let any = shown.take(EDGE + 1).any(|number| !framed.contains(&number));
    if any { framed } else { BTreeSet::new() }
}

fn says_only(gate: Gate<'_>, number: usize, facts: &[&str], year: Option<u16>) -> bool {
    let prose = |block: &Block| {
        matches!(block.kind, Kind::Heading(_) | Kind::Paragraph) && block.quote == 0 && block.list == 0
    };
    let block = gate.block(number).filter(prose);
    let Some(shown) =
        block.and_then(|block| gate.whole(block.span)).filter(|shown| shown.text().len() <= SHORT)
    else {
        return false;
    };
    let mut rest = shown.text().to_owned();
    for fact in facts {
        if let Some(without) = without(&rest, fact) {
            rest = without;
        }
    }
    rest != shown.text() && is_beside(&rest, year)
}

/// `text` without `fact`, where that stands there as a whole.
fn without(text: &str, fact: &str) -> Option<String> {
    let (before, after) = text.split_once(fact).filter(|_| !fact.is_empty())?;
    let parted = !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric);
    parted.then(|| format!("{before} {after}"))
}

/// Whether `text` says nothing by itself.
fn is_beside(text: &str, year: Option<u16>) -> bool {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.into_iter().all(|word| {
        BESIDE.contains(&word.to_lowercase().as_str()) || year.is_some_and(|year| word == year.to_string())
    })
}
