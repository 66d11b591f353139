//! All that says how good the film is, wherever it stands: who hides ratings wants to meet none, and a review
//! may give its own in a line, and again in a sentence.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{Part, rating};
use crate::document::{Block, Document};
use crate::span::Span;

/// What is given, and of how much: digits, words or stars.
const GIVEN: &str = r"(?:\d{1,3}(?:[.,]\d+)?(?:\s?½|\s1/2)?|½|\*{1,5}(?:\s?½|\s?1/2)?|(?:zero|one|two|three|four|five|six|seven|eight|nine|ten)(?:[ -]and[ -]a[ -](?:half|quarter))?)";
const STARS: &str = r"[★☆⭐🌟✭✮✯✩✰⯨]";
const OF: &str = r"(?:\d{1,3}|\*{4,5}|four|five|six|ten|twenty|a hundred|one hundred)";

/// A form of ratings: what is found is one where its text, the whole or the group `it`, `holds`.
struct Form {
    pattern: Regex,
    holds: fn(&str) -> bool,
}

/// The forms of ratings in prose. What stands before and after is matched along, for an expression cannot look
/// behind itself.
static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| {
    let always: fn(&str) -> bool = |_| true;
    let known: fn(&str) -> bool = |text| rating::value(text).is_some();
    let forms = [
        (format!(r"(?:^|[^\w/.,-])(?<it>{GIVEN}\s?/\s?\d{{1,3}}(?:[.,]0)?(?:\s?stars?)?)(?:$|[^\w/]|\.\W)"), known),
        (format!(r"(?:^|\W)(?<it>{GIVEN}(?:[ -]stars?)?\s\(?(?:out\s?of|sur|von)\s(?:a\spossible\s)?{OF}\)?(?:[ -]stars?)?)(?:$|\W)"), always),
        (format!(r"(?:^|\W)(?<it>{GIVEN}(?:[ -]stars?\sof\s{OF}|\sof\s{OF}[ -]stars?))(?:$|\W)"), always),
        // "Its two stars" are people.
        (format!(r"(?<not>(?:\b(?:the|its|their|his|her|these|those|both|our)|['’]s)\s)?\b(?<it>{GIVEN}[ -]stars?)(?:$|\W)"), always),
        (format!(r"(?<it>{STARS}[\x{{FE0F}}]?(?:\s?(?:{STARS}|½|[\x{{FE0F}}]))*(?:\s?1/2)?)"), always),
        (r"(?:^|[\s(\[])(?<it>\*{2,5}(?:\s?½|\s?1/2)?)(?:$|[\s).,;:\]])".to_owned(), always),
        (r"(?:^|[^\w+-])(?<it>(?-i:[A-DF])[+\-–−])(?:$|[^\w+\-–−])".to_owned(), always),
        (r"\b(?:grades?|graded|rated|ratings?|scores?|scored)\W{1,3}(?:(?:of|is|was|it|an?)\s){0,2}(?<it>(?-i:[A-DF])|\d{1,3}(?:[.,]\d+)?(?:\s?%|\spercent|\spoints)?)(?:$|[^\w+\-–−]|[-–−]\s)".to_owned(), always),
    ];
    let form = |(pattern, holds): (String, _)| {
        // A test compiles all of them.
        Some(Form { pattern: Regex::new(&format!("(?i){pattern}")).ok()?, holds })
    };
    forms.into_iter().filter_map(form).collect()
});

/// The ratings of `document`, in order: the one that its frame states, and whatever reads as one. A passage that
/// its author marked is looked through by itself.
pub(crate) fn of(document: &Document) -> &[Span] {
    document.frame.ratings.get_or_init(|| {
        let stated = document.frame.rating.map(|(span, _)| span);
        let blocks = document.blocks.iter().flat_map(|block| parts(document, block));
        joined(blocks.flat_map(within).chain(stated).collect())
    })
}

/// What of `block` is in the open, and what is marked, part by part.
fn parts<'d>(document: &'d Document, block: &Block) -> impl Iterator<Item = Part<'d>> {
    let marked = document.marked.over(block.span).map(|(marked, _)| marked.meet(block.span));
    let all: Vec<Span> = document.clear_parts(block.span).chain(marked).collect();
    all.into_iter().map(|span| Part { text: document.raw(span), start: span.start().get() })
}

/// The ratings in `part`: its lines that are one, and those in its prose.
fn within(part: Part<'_>) -> Vec<Span> {
    let lines = part.text.split_inclusive('\n').scan(0, |at, line| {
        let from = *at;
        *at += line.len();
        Some(part.at(from, *at).trim())
    });
    let lines = lines.filter(|line| line.text.len() <= super::SHORT);
    let mut found: Vec<Span> = lines.filter_map(rating::line).map(|(part, _)| part.span()).collect();
    for form in FORMS.iter() {
        let mut from = 0;
        // What ends one may begin the next: each search begins where the last rating ended.
        while let Some(hit) = form.pattern.captures_at(part.text, from) {
            let Some(it) = hit.name("it") else { break };
            from = it.end();
            if is_rating(form, &hit, it.as_str()) {
                found.push(part.at(it.start(), it.end()).trim().span());
            }
        }
    }
    found
}

fn is_rating(form: &Form, hit: &Captures<'_>, text: &str) -> bool {
    hit.name("not").is_none() && (form.holds)(text)
}

/// `spans` in order, those that meet as one.
fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut all: Vec<Span> = Vec::new();
    for span in spans.into_iter().filter(|span| !span.is_empty()) {
        match all.last_mut() {
            Some(last) if span.start() < last.end() => {
                *last = Span::new(last.start(), last.end().max(span.end()));
            }
            _ => all.push(span),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut all = joined(within(Part { text, start: 0 }));
        all.sort_unstable();
        all.iter().filter_map(|span| text.get(span.range())).collect()
    }

    #[test]
    fn all_forms_are_sound() {
        assert_eq!(FORMS.len(), 8);
    }

    #[test]
    fn ratings_are_found_wherever_they_stand() {
        for (text, expected) in [
            ("I give it 7/10.", "7/10"),
            ("I give it 7 / 10, and mean it.", "7 / 10"),
            ("So: 8 out of 10!", "8 out of 10"),
            ("It earns 85/100 from me.", "85/100"),
            ("A solid 3.5/4 stars.", "3.5/4 stars"),
            ("A B+, then.", "B+"),
            ("Call it a C-.", "C-"),
            ("It gets ★★★½ for trying.", "★★★½"),
            ("It gets ⭐️⭐️⭐️ for trying.", "⭐️⭐️⭐️"),
            ("On my scale it is ***1/2 (a good film).", "***1/2"),
            ("It is *** (out of ****) to me.", "*** (out of ****)"),
            ("Three and a half stars out of four.", "Three and a half stars out of four"),
            ("I gave it three stars out of five.", "three stars out of five"),
            ("Worth 3 of 4 stars.", "3 of 4 stars"),
            ("Worth four stars to me.", "four stars"),
            ("A four-star film.", "four-star"),
            ("Je donne 3,5 sur 5.", "3,5 sur 5"),
            ("Rating: 7", "7"),
            ("My score is 85%, no less.", "85%"),
            ("Grade: B", "B"),
            ("It is graded an A.", "A"),
            ("Slow Dust, 1931 - ★★★", "★★★"),
        ] {
            assert_eq!(found(text), [expected], "in {text:?}");
        }
        assert_eq!(found("Either 7/10 or 8/10, B+/A- even."), ["7/10", "8/10", "B+", "A-"]);
    }

    #[test]
    fn what_is_no_rating_stays() {
        for text in [
            "On 9/11/2001, and on 24/7 watch, half (1/2) of them.",
            "An A-list cast in a B-movie, with C++ and vitamin D.",
            "Its two stars shine, and the film's three stars sing.",
            "One of four sisters, 20 minutes, chapter 7.",
            "He *really* **means** it, f*** it.",
            "Plan A. Act II.",
        ] {
            assert_eq!(found(text), [""; 0], "in {text:?}");
        }
    }
}
