//! The film's title and year: from front matter, a title line, or the work that the prose names most.

use std::collections::HashMap;

use super::{Page, Part, year_of};
use crate::document::{Frame, Kind, Style};
use crate::span::Span;

/// So much of a long review is looked through for names of works.
const LOOKED_THROUGH: usize = 60;
/// A work that is named once must be named within so many bytes.
const EARLY: usize = 2000;
/// A title of more bytes is none.
const LONGEST: usize = 80;

pub(super) fn find(page: Page<'_>, frame: &mut Frame) {
    let stated = stated(page);
    let named = stated.iter().find(|part| is_named(page, bare(**part).0.text)).or(stated.first()).copied();
    let title = named.map(|part| bare(part).0.span()).filter(|span| page.is_clear(*span));
    let certain = named.is_some_and(|part| bare(part).1.is_some() || is_named(page, bare(part).0.text));
    frame.title = match (title, certain) {
        (Some(title), true) => Some(title),
        (title, _) => {
            named_most(page, if title.is_some() { 2 } else { 1 }).or(title).or_else(|| called_a_film(page))
        }
    };
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

/// The work that is marked as one, by quotes or italics, most often; of equals the first. One that is
/// named a single time must be named early.
fn named_most(page: Page<'_>, least: usize) -> Option<Span> {
    let mut counts: HashMap<String, Named> = HashMap::new();
    let mut read = 0;
    for part in page.prose().take(LOOKED_THROUGH) {
        for work in works(page, part) {
            let named = Named { count: 0, span: work.span(), early: read + work.start - part.start < EARLY };
            counts.entry(work.text.to_lowercase()).or_insert(named).count += 1;
        }
        read += part.text.len();
    }
    let best = counts.into_values().max_by_key(|named| (named.count, std::cmp::Reverse(named.span)));
    best.filter(|named| named.count >= least && (named.count > 1 || named.early)).map(|named| named.span)
}

/// Words for a film, and for what one does: `Slow Dust is a quiet thriller`, `Slow Dust follows a girl`.
const FILMS: [&str; 12] = [
    "film",
    "movie",
    "drama",
    "comedy",
    "thriller",
    "picture",
    "romance",
    "western",
    "musical",
    "documentary",
    "biopic",
    "sequel",
];
const TELLS: [&str; 8] = ["begins", "opens", "follows", "tells", "stars", "centers", "centres", "concerns"];

/// What the prose calls a film without any mark, and names at least twice.
fn called_a_film(page: Page<'_>) -> Option<Span> {
    page.prose().take(LOOKED_THROUGH).find_map(|part| {
        let verbs = part
            .text
            .match_indices(' ')
            .filter(|(at, _)| is_said_of_a_film(part.text.get(at + 1..).unwrap_or_default()));
        let mut subjects = verbs.filter_map(|(at, _)| subject(part.at(0, at)));
        subjects.find(|title| page.is_clear(title.span()) && is_named_twice(page, title.text)).map(Part::span)
    })
}

/// Whether a film is what `rest`, which begins with a verb, is said of.
fn is_said_of_a_film(rest: &str) -> bool {
    let mut words = rest.split(' ');
    let verb = words.next().unwrap_or_default();
    let sentence = || {
        words.clone().take(14).take_while(|word| !word.ends_with(['.', '!', '?'])).chain(words.clone().next())
    };
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    TELLS.contains(&verb)
        || (verb == "is"
            && words.clone().next().is_some_and(|word| matches!(word, "a" | "an" | "the"))
            && sentence().any(|word| FILMS.contains(&bare(word).as_str())))
}

/// The words with capitals at the end of `part`, at most six.
fn subject(part: Part<'_>) -> Option<Part<'_>> {
    let mut from = part.text.len();
    for (count, word) in part.text.rsplit(' ').enumerate() {
        let capital = word.starts_with(char::is_uppercase) && !word.ends_with([',', '.', ':', ')']);
        if !capital || count == 6 {
            break;
        }
        from = from.min(part.text.len()).saturating_sub(word.len() + usize::from(count > 0));
    }
    let title = part.at(from, part.text.len());
    let plain = ["It", "This", "He", "She", "There", "That", "The", "What", "Which", "Who", "And", "But"];
    (title.text.len() > 2 && !plain.contains(&title.text)).then_some(title)
}

/// Whether the prose has `title` twice or more.
fn is_named_twice(page: Page<'_>, title: &str) -> bool {
    page.prose().take(LOOKED_THROUGH).map(|part| part.text.matches(title).count()).sum::<usize>() > 1
}

/// How often a work is named, where first, and whether that is within the first [`EARLY`] bytes in the open.
struct Named {
    count: usize,
    span: Span,
    early: bool,
}

/// The names of works in `part`: quoted or emphasised, and capitalised.
fn works<'d>(page: Page<'d>, part: Part<'d>) -> Vec<Part<'d>> {
    let mut found = quoted(part);
    let emphasised = page.document.styles(part.span()).filter(|(_, style)| style.has(Style::EMPHASIS));
    found.extend(emphasised.map(|(span, _)| {
        let from = span.start().get().saturating_sub(part.start);
        part.at(from, from + span.len())
    }));
    found.retain(|work| is_title(work.text) && page.is_clear(work.span()));
    found.sort_by_key(|work| work.start);
    found.dedup_by_key(|work| work.start);
    found
}

fn quoted(part: Part<'_>) -> Vec<Part<'_>> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    for (at, c) in part.text.char_indices() {
        match (c, open) {
            ('“', _) | ('"', None) => open = Some(at + c.len_utf8()),
            ('”' | '"', Some(from)) => {
                let inside = part.at(from, at).trim_of(|c| matches!(c, ',' | '.' | ';' | ' '));
                found.extend((inside.text.len() <= LONGEST).then_some(inside));
                open = None;
            }
            _ => {}
        }
    }
    found
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
