//! What the lines of a paragraph make: one block of wrapped prose, or blocks of their own.

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

/// Lines longer than this were not wrapped by hand.
const WRAPPED: usize = 100;
/// Wrapped prose fills its lines to about this, but for the last.
const FULL: usize = 45;

/// How `lines` belong together: wrapped lines are nearly full but for the last.
pub(super) fn shape(lines: &[String]) -> Shape {
    let Some((_, before)) = lines.split_last() else { return Shape::Lines };
    let full = before.iter().filter(|line| line.trim().len() >= FULL).count();
    let long = lines.iter().any(|line| line.len() > WRAPPED);
    let facts = lines.iter().filter(|line| is_fact(line)).count();
    if !long && full * 4 >= before.len() * 3 && facts * 2 <= lines.len() && !before.is_empty() {
        Shape::Wrapped
    } else {
        Shape::Lines
    }
}

/// The blocks that `lines` make.
pub(super) fn blocks(lines: &[String], shape: Shape) -> Vec<Line> {
    if let Some(heading) = heading(lines) {
        return vec![heading];
    }
    let mut blocks: Vec<Line> = Vec::new();
    let mut indents = lines.iter().map(|line| indent(line));
    let flush_left = indents.clone().min().unwrap_or(0);
    let paragraphs_indent = indents.next() > Some(flush_left);
    for (number, line) in lines.iter().enumerate() {
        let starts = shape == Shape::Lines || number == 0 || (paragraphs_indent && indent(line) > flush_left);
        let new = one(line);
        match (blocks.last_mut(), new) {
            (Some(Line::Quote(text, depth)), Line::Quote(more, deep))
                if *depth == deep && shape == Shape::Wrapped =>
            {
                join(text, &more);
            }
            (Some(Line::Prose(text) | Line::Bullet(text) | Line::Numbered(_, text)), Line::Prose(more))
                if !starts =>
            {
                join(text, &more);
            }
            (_, new) => blocks.push(new),
        }
    }
    blocks
}

fn join(text: &mut String, more: &str) {
    text.push(' ');
    text.push_str(more);
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// What a line is by itself.
fn one(line: &str) -> Line {
    let text = line.trim();
    if is_rule(text) {
        return Line::Rule;
    }
    // `>!` is spoiler markup, not a quote.
    if text.starts_with('>') && !text.starts_with(">!") {
        let rest = text.trim_start_matches(['>', ' ']);
        let depth = text.get(..text.len() - rest.len()).unwrap_or_default().matches('>').count();
        return Line::Quote(rest.to_owned(), u8::try_from(depth).unwrap_or(u8::MAX));
    }
    if let Some(item) = ["- ", "* ", "• "].iter().find_map(|bullet| text.strip_prefix(bullet)) {
        return Line::Bullet(item.trim().to_owned());
    }
    if let Some((number, item)) = text.split_once(". ").filter(|(n, _)| n.len() <= 2)
        && let Ok(number) = number.parse()
    {
        return Line::Numbered(number, item.trim().to_owned());
    }
    Line::Prose(text.to_owned())
}

fn is_rule(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let first = bare.chars().next().filter(|c| matches!(c, '-' | '*' | '=' | '_' | '~' | '#'));
    bare.len() >= 3 && first.is_some_and(|first| bare.chars().all(|c| c == first))
}

/// `Key: value`, as credits and facts are listed.
fn is_fact(line: &str) -> bool {
    line.split_once(": ").is_some_and(|(key, _)| key.len() <= 24 && key.split_whitespace().count() <= 3)
}

/// A line that stands alone in capitals, or is underlined.
fn heading(lines: &[String]) -> Option<Line> {
    let text = lines.first()?.trim();
    let short = text.len() <= 60 && !text.ends_with(['.', ',', ';', '!']);
    // Scripts without capitals are not written in them.
    let letters = text.chars().filter(|c| c.is_uppercase()).count();
    let capitals = letters >= 4 && !text.chars().any(char::is_lowercase);
    let underline = lines.get(1).filter(|_| lines.len() == 2).map(|line| line.trim());
    match underline {
        Some(line) if short && is_rule(line) && line.starts_with(['-', '=']) => {
            Some(Line::Heading(if line.starts_with('=') { 1 } else { 2 }, text.to_owned()))
        }
        None if short && capitals && !says_spoiler(text) => Some(Line::Heading(2, text.to_owned())),
        _ => None,
    }
}

/// A spoiler warning in capitals is no heading: it may end in the middle of a section.
fn says_spoiler(text: &str) -> bool {
    text.to_ascii_lowercase().contains("spoiler")
}
