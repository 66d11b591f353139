//! The film's title and year as front matter or a title line state them. A title that only the prose has is for the
//! [credits](crate::review::credits) to find.

use super::{Page, Part, year_of};
use crate::document::{Frame, Kind};
use crate::span::Span;

/// So much of a long review is looked through for names of works.
const LOOKED_THROUGH: usize = 60;
/// A title of more bytes is none.
const LONGEST: usize = 80;

pub(super) fn find(page: Page<'_>, frame: &mut Frame) {
    let stated = stated(page);
    let named = stated.iter().find(|part| is_named(page, bare(**part).0.text)).or(stated.first()).copied();
    frame.title = named.map(|part| bare(part).0.span()).filter(|span| page.is_clear(*span));
    frame.year = year(page, &stated);
}

/// What front matter and title lines say that the title is, the surest first.
fn stated(page: Page<'_>) -> Vec<Part<'_>> {
    let keys =
        ["film.title", "film", "movie", "subjectinfo.about.name", "movie-title", "title", "name", "subject"];
    let facts = keys.iter().filter_map(|key| page.fact(&[key]));
    let facts = facts.filter(|part| part.text.contains(char::is_alphabetic) && page.is_clear(part.span()));
    facts.chain(line(page)).chain(first_line(page)).collect()
}

/// The year that stands with the title, under a key of its own, or at the end of the address.
fn year(page: Page<'_>, stated: &[Part<'_>]) -> Option<(Span, u16)> {
    let dated = stated.iter().find_map(|part| bare(*part).1);
    let fact = || {
        let year =
            page.fact(&["year", "film.year", "release-year"]).filter(|part| page.is_clear(part.span()))?;
        Some((year.span(), year_of(year.text)?))
    };
    let address = || {
        let slug = page.fact(&["slug"])?;
        let year = slug.at(slug.text.rfind('-')? + 1, slug.text.len());
        Some((year.span(), year_of(year.text)?))
    };
    dated.or_else(fact).or_else(address)
}

/// Whether the prose names `title`.
fn is_named(page: Page<'_>, title: &str) -> bool {
    let plain = |text: &str| text.to_lowercase().replace('’', "'");
    let title = plain(title);
    let mut parts = page.prose().take(LOOKED_THROUGH);
    !title.is_empty() && parts.any(|part| part.text.len() > LONGEST && plain(part.text).contains(&title))
}

/// A first line that is short and written like a title, and that the prose names again.
fn first_line(page: Page<'_>) -> Option<Part<'_>> {
    let first = page.body.iter().find(|block| page.is_clear(block.span))?;
    let part = page.part(first).trim();
    let short = part.text.len() <= LONGEST && !part.text.ends_with(['.', ',']) && !part.text.contains('\n');
    (short && is_title(part.text) && is_named(page, part.text)).then_some(part)
}

/// A title line: a first heading of the highest level, or a first line with a year in brackets.
fn line(page: Page<'_>) -> Option<Part<'_>> {
    let mut first = page.body.iter().take(3).filter(|block| page.is_clear(block.span));
    first.find_map(|block| {
        let part = page.part(block).trim();
        let heading = matches!(block.kind, Kind::Heading(1 | 2));
        let dated = bare(part).1.is_some();
        let is_title = part.text.len() <= LONGEST && ((heading && block.kind == Kind::Heading(1)) || dated);
        is_title.then_some(part)
    })
}

/// A title without "Review:", a year in brackets, "review", quotes and stars.
fn bare(part: Part<'_>) -> (Part<'_>, Option<(Span, u16)>) {
    let mut part = starred(part.trim());
    for prefix in ["re:", "review:", "film review:", "movie review:", "review of"] {
        if part.text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix)) {
            part = part.at(prefix.len(), part.text.len()).trim();
        }
    }
    part = before_review(part);
    let mut year = None;
    if let Some((title, _)) = part.text.split_once("), ")
        && title.contains('(')
    {
        part = part.at(0, title.len() + 1);
    }
    if let Some(open) = part.text.rfind('(')
        && let Some(found) = part.text.get(open + 1..).and_then(|rest| rest.get(..4)).and_then(year_of)
        && part.text.as_bytes().get(open + 5) == Some(&b')')
    {
        year = Some((part.at(open + 1, open + 5).span(), found));
        part = part.at(0, open).trim();
    }
    if let Some((title, last)) = part.text.rsplit_once(" | ").or_else(|| part.text.rsplit_once(", "))
        && let Some(found) = year_of(last)
    {
        year = Some((part.at(part.text.len() - last.len(), part.text.len()).span(), found));
        part = part.at(0, title.len()).trim();
    }
    for suffix in [" movie review", " film review", " review"] {
        let at = part.text.len().saturating_sub(suffix.len());
        if part.text.get(at..).is_some_and(|end| end.eq_ignore_ascii_case(suffix)) {
            part = part.at(0, at).trim();
        }
    }
    let is_outside = |c| {
        matches!(c, '"' | '‘' | '’' | '\'' | '\u{200e}' | '“' | '”' | '*' | '_' | ':' | '-' | '–' | '—' | ' ')
    };
    (part.trim_of(is_outside), year)
}

/// `Slow Dust (1931)` of `A ★★★ review of Slow Dust (1931)`, and `Slow Dust, 1931` of `Slow Dust, 1931 - ★★★`.
fn starred(part: Part<'_>) -> Part<'_> {
    let Some(star) = part.text.find('★') else { return part };
    match part.text.find("review of ") {
        Some(at) if star < at => part.at(at + "review of ".len(), part.text.len()),
        _ => part.at(0, star).trim_of(|c| matches!(c, ' ' | '-' | '–' | '(' | '|' | ':')),
    }
}

/// `Slow Dust` of `Slow Dust review – a quiet film`, and of `'Slow Dust' Review: quiet`.
fn before_review(part: Part<'_>) -> Part<'_> {
    let lower = part.text.to_ascii_lowercase();
    let ends = |at: usize| {
        let rest = lower.get(at + " review".len()..).unwrap_or_default().trim_start();
        rest.starts_with([':', '–', '—', '-', '|'])
    };
    let found = lower.match_indices(" review").map(|(at, _)| at).find(|at| *at > 0 && ends(*at));
    found.map_or(part, |at| part.at(0, at).trim())
}

/// Whether `text` is written like a title: words of weight have capitals.
fn is_title(text: &str) -> bool {
    const SMALL: [&str; 18] = [
        "a", "an", "and", "as", "at", "but", "by", "de", "for", "from", "in", "la", "of", "on", "or", "the",
        "to", "with",
    ];
    let capital = |word: &str| !word.chars().next().is_some_and(char::is_lowercase) || SMALL.contains(&word);
    let first = text.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric());
    first
        && text.split_whitespace().count() <= 9
        && text.split_whitespace().all(capital)
        && !text.ends_with(['!', '?'])
}
