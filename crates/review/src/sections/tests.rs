//! Sections of reviews without headings, whose zones are given.

use judge::matrix::float;
use judge::{ZONE_COUNT, Zone};

use super::make;
use crate::document::{Document, Title};

const PROSE: &str =
    "A paragraph of prose, which goes on for longer than a line of a usual screen. And then it goes on.";

/// A review of these paragraphs, of which the judge is quite sure of what zone each is.
fn review(paragraphs: &[(Zone, &str)]) -> Document {
    let texts: Vec<&str> = paragraphs.iter().map(|(_, text)| *text).collect();
    let mut document = crate::read(texts.join("\n\n"), crate::Format::Text);
    document.english = true;
    document.judgement.unread = vec![false; paragraphs.len()];
    document.judgement.shares = paragraphs
        .iter()
        .map(|(zone, _)| {
            let mut shares = [0.03 / float(ZONE_COUNT - 1); ZONE_COUNT];
            shares[*zone as usize] = 0.97;
            shares
        })
        .collect();
    make(&mut document);
    document
}

fn titles(document: &Document) -> Vec<(&'static str, std::ops::Range<usize>)> {
    let title = |title| match title {
        Title::Zone(zone) => zone.title(),
        Title::Mixed => "Discussion",
        Title::Heading(_) => "heading",
    };
    document.sections().iter().map(|s| (title(s.title), s.blocks.clone())).collect()
}

#[test]
fn a_run_of_one_zone_is_a_section() {
    use Zone::{Acting, Matter, Story};
    let zones = [Story, Story, Acting, Acting, Matter].map(|zone| (zone, PROSE));
    assert_eq!(titles(&review(&zones)), [("Story", 0..2), ("Acting", 2..4), ("Site notes", 4..5)]);
}

#[test]
fn a_single_short_line_makes_no_section() {
    use Zone::{Acting, Story, Verdict};
    let zones =
        [(Story, PROSE), (Story, PROSE), (Verdict, "Still, it works."), (Story, PROSE), (Acting, PROSE)];
    assert_eq!(titles(&review(&zones)), [("Story", 0..4), ("Acting", 4..5)]);
}

#[test]
fn there_are_no_more_sections_than_number_keys() {
    use Zone::{Acting, Background, Craft, Matter, Story};
    let mut zones: Vec<(Zone, &str)> =
        [Story, Acting, Craft, Background].repeat(8).iter().map(|zone| (*zone, PROSE)).collect();
    zones.push((Matter, PROSE));
    let sections = titles(&review(&zones));
    assert_eq!(sections.len(), 9);
    assert_eq!(sections.last(), Some(&("Site notes", 32..33)));
    assert!(sections.windows(2).all(|pair| pair[0].1.end == pair[1].1.start), "{sections:?}");
}

#[test]
fn in_doubt_the_general_word_stands_above() {
    use Zone::{Acting, Craft, Story};
    let mut doubtful = review(&[Story, Story, Acting, Acting, Craft].map(|zone| (zone, PROSE)));
    for shares in &mut doubtful.judgement.shares[2..] {
        *shares = shares.map(|share| 0.2 * share + 0.8 / float(ZONE_COUNT));
    }
    make(&mut doubtful);
    assert_eq!(titles(&doubtful), [("Story", 0..2), ("Discussion", 2..5)]);
}

#[test]
fn what_is_marked_has_no_weight() {
    use Zone::{Acting, Craft, Story};
    let with = |told: &str| {
        let aside = format!("Good acting, too. ||{told}||");
        let zones =
            [(Story, PROSE), (Acting, aside.as_str()), (Story, PROSE), (Craft, PROSE), (Craft, PROSE)];
        titles(&review(&zones))
    };
    assert_eq!(with("He dies."), [("Story", 0..3), ("Craft", 3..5)]);
    assert_eq!(with("He dies."), with(&"He dies. ".repeat(20)));
}
