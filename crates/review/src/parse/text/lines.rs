//! What the lines of a paragraph make: one block of wrapped prose, or blocks of their own.

use super::rows::Row;
use crate::hide::label;
use crate::parse::ends_label;

/// A block of plain text.
pub(super) enum Line {
    Prose(String),
    /// Quoted, so many deep.
    Quote(String, u8),
    Bullet(String),
    Numbered(u32, String),
    Heading(u8, String),
    Rule,
}

/// How a paragraph's lines belong together.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Wrapped by hand: one block, or one for each indented start.
    Wrapped,
    /// Each line by itself.
    Lines,
}

/// Where a paragraph stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Before all others: a heading there is the review's title.
    Top,
    /// Anywhere else.
    Body,
}

/// Lines longer than this were not wrapped by hand.
const WRAPPED: usize = 100;
/// Wrapped prose fills its lines to about this, but for the last.
const FULL: usize = 45;
/// A line of this much goes on in the next only where that begins with a small letter.
const NARROW: usize = 22;

/// How `rows` belong together: wrapped lines are nearly full but for the last. How full a line is that
/// hides something nobody may know.
pub(super) fn shape(rows: &[Row]) -> Shape {
    let goes_on = |next: &Row| next.seen().trim_start().starts_with(char::is_lowercase);
    let is_full = |at: usize, row: &Row| {
        let length = row.seen().trim().len();
        length >= FULL || (length >= NARROW && rows.get(at + 1).is_some_and(goes_on))
    };
    let before = rows.len().saturating_sub(1);
    let open = || rows.iter().enumerate().take(before).filter(|(_, row)| row.is_open());
    let full = open().filter(|(at, row)| is_full(*at, row)).count();
    let long = rows.iter().any(|row| row.seen().len() > WRAPPED);
    let facts = rows.iter().filter(|row| is_fact(row.seen())).count();
    if !long && full * 4 >= open().count() * 3 && facts * 2 <= rows.len() && before > 0 {
        Shape::Wrapped
    } else {
        Shape::Lines
    }
}

/// The blocks that `rows` make.
pub(super) fn blocks(rows: &[Row], shape: Shape, place: Place) -> Vec<Line> {
    if let [row] = rows
        && let Some(heading) = capitals(row, place)
    {
        return vec![heading];
    }
    let flow = Flow::of(rows, shape);
    let mut blocks: Vec<Line> = Vec::new();
    let (mut at, mut last) = (0, None);
    while let Some(row) = rows.get(at) {
        if let Some(heading) = rows.get(at + 1).and_then(|next| underlined(row, next)) {
            blocks.push(heading);
            (at, last) = (at + 2, None);
            continue;
        }
        add(&mut blocks, flow.line(last, row), flow.starts(last, row));
        (at, last) = (at + 1, Some(row));
    }
    blocks
}

/// How the lines of one paragraph flow.
struct Flow {
    shape: Shape,
    flush_left: usize,
    /// An indented line begins a paragraph.
    indents: bool,
    /// It is a list from the first line on.
    is_list: bool,
}

impl Flow {
    fn of(rows: &[Row], shape: Shape) -> Self {
        let mut indents = rows.iter().map(|row| indent(row.seen()));
        let flush_left = indents.clone().min().unwrap_or(0);
        let is_list =
            rows.first().is_some_and(|row| matches!(one(row), Line::Bullet(_) | Line::Numbered(..)));
        Self { shape, flush_left, indents: indents.next() > Some(flush_left), is_list }
    }

    /// What `row` is behind `last`. In wrapped prose a dash or a date may stand at the start of a line:
    /// an item follows the end of a sentence, or stands in a list.
    fn line(&self, last: Option<&Row>, row: &Row) -> Line {
        let ends = |last: &Row| last.seen().trim_end().ends_with([':', '.', '!', '?', '"', ')']);
        if self.shape == Shape::Lines || self.is_list || last.is_none_or(ends) {
            one(row)
        } else {
            flowing(row)
        }
    }

    /// Whether prose in `row` begins a block of its own.
    fn starts(&self, last: Option<&Row>, row: &Row) -> bool {
        let Some(last) = last else { return true };
        match self.shape {
            Shape::Lines => !names_go_on(last, row),
            Shape::Wrapped => self.indents && indent(row.seen()) > self.flush_left,
        }
    }
}

fn add(blocks: &mut Vec<Line>, new: Line, starts: bool) {
    match (blocks.last_mut(), new) {
        (Some(Line::Quote(text, _)), Line::Quote(more, _)) if !starts => join(text, &more),
        (Some(Line::Prose(text) | Line::Bullet(text) | Line::Numbered(_, text)), Line::Prose(more))
            if !starts =>
        {
            join(text, &more);
        }
        (_, new) => blocks.push(new),
    }
}

/// A line end is a space, but for one that parts a word at its hyphen, and one behind a warning.
fn join(text: &mut String, more: &str) {
    if ends_label(text) {
        text.push('\n');
        text.push_str(more);
        return;
    }
    let parts = matches!(text.as_bytes(), [.., before, b'-'] if before.is_ascii_alphabetic());
    if !(parts && more.starts_with(char::is_lowercase)) {
        text.push(' ');
    }
    text.push_str(more);
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Whether a list of names that `last` begins goes on in `row`.
fn names_go_on(last: &Row, row: &Row) -> bool {
    let end = last.seen().trim_end();
    is_fact(end) && !is_fact(row.seen()) && [",", " and", " &"].iter().any(|more| end.ends_with(more))
}

/// What a line is by itself.
fn one(row: &Row) -> Line {
    let text = row.text.trim();
    if is_rule(row.seen().trim()) {
        return Line::Rule;
    }
    if row.depth() > 0 {
        return flowing(row);
    }
    if let Some(item) = ["- ", "* ", "• "].iter().find_map(|bullet| text.strip_prefix(bullet)) {
        return Line::Bullet(item.trim().to_owned());
    }
    if let Some((number, item)) = text.split_once(". ").filter(|(n, _)| n.len() <= 2)
        && let Ok(number) = number.parse()
    {
        return Line::Numbered(number, item.trim().to_owned());
    }
    flowing(row)
}

/// What a line within prose is.
fn flowing(row: &Row) -> Line {
    let text = row.text.trim();
    match row.depth() {
        0 => Line::Prose(text.to_owned()),
        depth => Line::Quote(text.trim_start_matches(['>', ' ']).to_owned(), depth),
    }
}

/// Three marks or more, with spaces or without; four or five stars are a rating.
fn is_rule(text: &str) -> bool {
    let Some(first) = text.chars().next().filter(|c| matches!(c, '-' | '*' | '=' | '_' | '~' | '#')) else {
        return false;
    };
    let marks = text.chars().filter(|c| *c == first).count();
    let is_rating = first == '*' && marks == text.len() && (4..=5).contains(&marks);
    marks >= 3 && !is_rating && text.chars().all(|c| c == first || c.is_whitespace())
}

/// `Key: value`, as credits and facts are listed.
fn is_fact(line: &str) -> bool {
    line.split_once(": ").is_some_and(|(key, _)| key.len() <= 24 && key.split_whitespace().count() <= 3)
}

/// A line that stands alone in capitals.
fn capitals(row: &Row, place: Place) -> Option<Line> {
    let seen = row.seen().trim();
    // Scripts without capitals are not written in them.
    let letters = seen.chars().filter(|c| c.is_uppercase()).count();
    let capitals = letters >= 4 && !seen.chars().any(char::is_lowercase);
    let level = if place == Place::Top && !names_part(seen) { 1 } else { 2 };
    (is_short(seen) && capitals && !says_spoiler(seen) && !is_fact(seen) && row.depth() == 0)
        .then(|| Line::Heading(level, row.text.trim().to_owned()))
}

/// Whether a heading names a part of the review rather than the film.
fn names_part(text: &str) -> bool {
    const PARTS: [&str; 10] = [
        "STORY",
        "PLOT",
        "SYNOPSIS",
        "CAST",
        "INTRODUCTION",
        "OVERVIEW",
        "BACKGROUND",
        "SUMMARY",
        "VERDICT",
        "PREMISE",
    ];
    text.split_whitespace().any(|word| PARTS.contains(&word.trim_end_matches(':')))
}

/// A line that `next` underlines.
fn underlined(row: &Row, next: &Row) -> Option<Line> {
    let (seen, line) = (row.seen().trim(), next.seen().trim());
    let underlines = line.starts_with(['-', '=']) && !line.contains(' ') && is_rule(line) && !is_rule(seen);
    let level = if line.starts_with('=') { 1 } else { 2 };
    (underlines && is_short(seen) && row.depth() == 0)
        .then(|| Line::Heading(level, row.text.trim().to_owned()))
}

fn is_short(text: &str) -> bool {
    text.chars().count() <= 60 && !text.ends_with(['.', ',', ';', '!'])
}

/// A spoiler warning in capitals is no heading: it may end in the middle of a section.
fn says_spoiler(text: &str) -> bool {
    label::has_stem(text)
}
