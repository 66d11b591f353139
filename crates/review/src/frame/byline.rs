//! Who wrote the review, where it appeared and when: front matter, mail headers, a byline, a footer.

use super::{Page, Part};
use crate::document::Frame;
use crate::span::Span;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

pub(super) fn find(page: Page<'_>, frame: &mut Frame) {
    let keys = ["reviewer", "author.name", "author", "critic", "byline", "reviewed by"];
    frame.reviewer = page.fact(&keys).map(without_by).filter(|name| is_writer(name.text)).map(Part::span);
    frame.publication =
        page.fact(&["publication", "site", "outlet", "magazine", "organization"]).map(Part::span);
    frame.date = page.fact(&["date", "published", "pubdate", "publishdate"]).map(Part::span);
    if let Some(name) = page.fact(&["from"]).and_then(in_brackets) {
        frame.reviewer = Some(name.span());
    }
    for line in page.lines() {
        byline(line, frame);
    }
    footer(page, frame);
}

/// A writer's name without the "By" that pages leave before it.
fn without_by(name: Part<'_>) -> Part<'_> {
    let by = name.text.get(..3).is_some_and(|by| by.eq_ignore_ascii_case("by "));
    if by { name.at(3, name.text.len()).trim() } else { name }
}

/// Whether `text` may be somebody: an address is nobody.
fn is_writer(text: &str) -> bool {
    !text.is_empty() && !text.contains("://") && !text.contains('@') && !text.starts_with("www.")
}

/// The name in `address (Name)`, or `Name <address>`.
fn in_brackets(part: Part<'_>) -> Option<Part<'_>> {
    match (part.text.find('('), part.text.find('<')) {
        (Some(open), _) => Some(part.at(open + 1, part.text.find(')')?).trim()),
        (None, Some(open)) => Some(part.at(0, open).trim_of(|c| c == '"' || c == ' ')),
        _ => None,
    }
}

/// `By Name · Publication · Date`, in any order after the name.
fn byline(line: Part<'_>, frame: &mut Frame) {
    if frame.date.is_none() && is_date(line.text) {
        frame.date = Some(line.span());
        return;
    }
    if frame.reviewer.is_none()
        && let Some((key, name)) = line.fact()
        && ["author", "reviewer", "critic", "reviewed by", "review by"].contains(&key.as_str())
        && is_name(name.text)
    {
        frame.reviewer = Some(name.span());
        return;
    }
    let prefixes =
        ["by ", "reviewed by ", "review by ", "a film review by ", "written by: ", "author: ", "reviewer: "];
    let starts =
        |prefix: &&&str| line.text.get(..prefix.len()).is_some_and(|s| s.eq_ignore_ascii_case(prefix));
    let Some(prefix) = prefixes.iter().find(starts) else { return };
    if frame.reviewer.is_some() {
        return;
    }
    let mut parts = parts(line.at(prefix.len(), line.text.len())).into_iter();
    let Some(name) = parts.next().filter(|name| is_name(name.text)) else { return };
    frame.reviewer = Some(name.span());
    for part in parts {
        let slot = if is_date(part.text) { &mut frame.date } else { &mut frame.publication };
        slot.get_or_insert(part.span());
    }
}

fn parts(line: Part<'_>) -> Vec<Part<'_>> {
    let mut out = Vec::new();
    let mut from = 0;
    for (at, c) in line.text.char_indices() {
        if matches!(c, '·' | '|' | '•' | '—' | '/') || (c == ',' && out.is_empty()) {
            out.push(line.at(from, at).trim());
            from = at + c.len_utf8();
        }
    }
    out.push(line.at(from, line.text.len()).trim());
    out.retain(|part| !part.text.is_empty());
    out
}

/// A name has two to five words, all with capitals.
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let capital = |word: &&str| {
        word.chars().next().is_some_and(char::is_uppercase) || matches!(*word, "de" | "van" | "von")
    };
    (1..=5).contains(&words.len()) && words.iter().all(capital) && !text.ends_with('.')
}

/// A day, with a month by name or in numbers, and a year: no word of it says anything else.
fn is_date(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_year = |word: &str| word.len() == 4 && word.starts_with(['1', '2']) && word.parse::<u16>().is_ok();
    let year = words.clone().any(is_year);
    let month = words.clone().any(|word| begins(word, &MONTHS));
    let iso = text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() });
    iso || (year && month && text.len() <= 40 && words.all(is_of_date))
}

/// Whether `word` may stand in a date.
fn is_of_date(word: &str) -> bool {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    const SMALL: [&str; 11] =
        ["on", "of", "the", "at", "date", "published", "posted", "updated", "am", "pm", "gmt"];
    let number = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let is_number = !number.is_empty() && number.parse::<u16>().is_ok() && word.len() - number.len() <= 2;
    is_number || begins(word, &MONTHS) || begins(word, &DAYS) || SMALL.contains(&word)
}

/// Whether `word` is one of `names`, or short for one.
fn begins(word: &str, names: &[&str]) -> bool {
    word.len() >= 3 && names.iter().any(|name| name.starts_with(word))
}

/// A handle in the last lines ("where I'm `AnnAtPaper`"), and the paper that it names.
fn footer(page: Page<'_>, frame: &mut Frame) {
    for block in page.last(6).rev().filter(|block| page.is_clear(block.span)) {
        let Some(handle) = handle(page.part(block)) else { continue };
        frame.reviewer.get_or_insert(handle.span());
        let paper =
            handle.text.find("At").filter(|at| *at > 0).map(|at| handle.at(at + 2, handle.text.len()));
        if let Some(paper) = paper.filter(|paper| paper.text.starts_with(char::is_uppercase)) {
            frame.publication.get_or_insert(paper_in_the_open(page, paper));
        }
    }
}

/// The paper by its own name, where the footer has it elsewhere, too.
fn paper_in_the_open(page: Page<'_>, paper: Part<'_>) -> Span {
    let mut lines = page.prose().filter(|line| page.is_clear(line.span()));
    let found = lines.find_map(|line| {
        Some(line.at(line.text.find(paper.text)?, line.text.find(paper.text)? + paper.text.len()))
    });
    found.unwrap_or(paper).span()
}

fn handle(part: Part<'_>) -> Option<Part<'_>> {
    let clues = ["where I'm ", "where I’m ", "I'm @", "me at @", "Twitter: @", "Twitter @", "on Twitter at "];
    let from = clues.iter().find_map(|clue| part.text.find(clue).map(|at| at + clue.len()))?;
    let rest = part.text.get(from..)?;
    let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    (length > 2).then(|| part.at(from, from + length))
}
