//! Spoiler markup inside a block: `>!…!<`, `||…||`, `[spoiler]…[/spoiler]` and their kin. The delimiters
//! are lifted out and what they hold is marked. What is left open fails closed.

use std::ops::Range;

use crate::review::document::Level;
use crate::review::parse::{Builder, Inline, Removed, Unclosed};

/// A kind of delimiters: what opens it, what closes it, and whether it may hold several blocks.
struct Family {
    open: &'static str,
    /// What ends the opener, where a label may stand in it.
    rest: Option<&'static str>,
    close: &'static str,
    region: bool,
}

const fn family(open: &'static str, rest: Option<&'static str>, close: &'static str, region: bool) -> Family {
    Family { open, rest, close, region }
}

/// All delimiters; letters stand in lower case, and either case is read.
const FAMILIES: [Family; 8] = [
    family(">!", None, "!<", false),
    family("||", None, "||", false),
    family("~!", None, "!~", false),
    family("[[spoiler:", None, "]]", false),
    family("{{spoiler|", None, "}}", false),
    family("[spoiler", Some("]"), "[/spoiler]", true),
    family("<spoiler", Some(">"), "</spoiler>", true),
    family("{{< spoiler", Some(">}}"), "{{< /spoiler >}}", true),
];

/// The family of `||`, whose opener and closer are the same.
const BARS: usize = 1;
/// A label of more bytes is none.
const LONGEST_LABEL: usize = 80;

/// Lifts spoiler markup out of `inline`, which will stand at offset `at`.
pub(in crate::review) fn lift(inline: &mut Inline, at: usize, builder: &mut Builder) {
    fence(inline, at, builder);
    if !inline.text.bytes().any(|byte| matches!(byte, b'!' | b'|' | b'[' | b'{' | b'<')) {
        return;
    }
    let tokens = tokens(inline);
    if tokens.is_empty() {
        return;
    }
    let found = pair(&tokens, inline.text.len(), |tag| builder.is_open(tag));
    let removed = Removed::new(&found.cuts);
    let place = |position| removed.place(position);
    inline.remove(&found.cuts);
    let end = inline.text.len();
    for (range, level, closed) in &found.hidden {
        let range = place(range.start)..place(range.end);
        if !closed {
            builder.unclosed(at + range.start..at + end);
        }
        inline.spoilers.push((range, *level));
    }
    for (tag, position) in &found.closed {
        builder.close(tag, at + place(*position));
    }
    for (tag, position, level) in &found.opened {
        builder.open(tag, at + place(*position), *level, Unclosed::EndOfBlock);
    }
}

/// A delimiter in the text.
#[derive(Debug)]
struct Token {
    family: usize,
    opens: bool,
    closes: bool,
    range: Range<usize>,
    level: Level,
}

fn tokens(inline: &Inline) -> Vec<Token> {
    let bytes = inline.text.as_bytes();
    let mut tokens = Vec::new();
    let mut literal = inline.literal.iter().peekable();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        while literal.peek().is_some_and(|range| range.end <= at) {
            literal.next();
        }
        let is_literal = literal.peek().is_some_and(|range| range.contains(&at));
        let token =
            if matches!(byte, b'>' | b'!' | b'|' | b'~' | b'[' | b'{' | b'<' | b']' | b'}') && !is_literal {
                token(inline, at)
            } else {
                None
            };
        at = token.as_ref().map_or(at + 1, |token| token.range.end);
        tokens.extend(token);
    }
    tokens
}

fn token(inline: &Inline, at: usize) -> Option<Token> {
    let rest = inline.text.as_bytes().get(at..)?;
    let starts = |with: &str| {
        rest.len() >= with.len() && rest.iter().zip(with.bytes()).all(|(a, b)| a.to_ascii_lowercase() == b)
    };
    for (number, family) in FAMILIES.iter().enumerate() {
        let new = |length: usize, opens, closes, level| {
            Some(Token { family: number, opens, closes, range: at..at + length, level })
        };
        if number == BARS {
            if starts(family.open) && inline.cells.is_empty() {
                let before = at.checked_sub(1).and_then(|before| inline.text.as_bytes().get(before));
                let (opens, closes) =
                    (rest.get(2).is_some_and(|b| !is_blank(*b)), before.is_some_and(|b| !is_blank(*b)));
                return new(2, opens, closes, Level::Ending);
            }
        } else if starts(family.close) {
            return new(family.close.len(), false, true, Level::Ending);
        } else if starts(family.open) {
            let Some(end) = family.rest else { return new(family.open.len(), true, false, Level::Ending) };
            let label = label(rest.get(family.open.len()..)?, end)?;
            return new(family.open.len() + label.len() + end.len(), true, false, level(label));
        }
    }
    None
}

fn is_blank(byte: u8) -> bool {
    byte.is_ascii_whitespace()
}

/// The text up to `end`: a label as in `[spoiler=the plot]`, not the rest of another word.
fn label<'t>(rest: &'t [u8], end: &str) -> Option<&'t str> {
    let window = rest.get(..rest.len().min(LONGEST_LABEL))?;
    let stop = window.windows(end.len()).position(|part| part == end.as_bytes())?;
    let label = std::str::from_utf8(rest.get(..stop)?).ok()?;
    let begins = label.chars().next().is_none_or(|c| matches!(c, '=' | ' ' | ':'));
    begins.then_some(label)
}

/// The level that a label names; `ending` where it names none.
pub(in crate::review) fn level(label: &str) -> Level {
    let label = label.to_ascii_lowercase();
    let names = |words: &[&str]| words.iter().any(|word| label.contains(word));
    if names(&["ending", "twist", "finale"]) {
        Level::Ending
    } else if names(&["premise", "setup", "set-up"]) {
        Level::Premise
    } else if names(&["plot", "minor", "mild"]) {
        Level::Plot
    } else {
        Level::Ending
    }
}

/// What a block's delimiters come to.
#[derive(Default)]
struct Found {
    /// What is hidden, and whether it was closed.
    hidden: Vec<(Range<usize>, Level, bool)>,
    opened: Vec<(&'static str, usize, Level)>,
    closed: Vec<(&'static str, usize)>,
    /// The delimiters themselves.
    cuts: Vec<Range<usize>>,
}

fn pair(tokens: &[Token], end: usize, is_open: impl Fn(&str) -> bool) -> Found {
    let mut found = Found::default();
    let mut open: Vec<&Token> = Vec::new();
    for token in tokens {
        let opener = open.iter().rposition(|o| o.family == token.family).filter(|_| token.closes);
        let tag = FAMILIES.get(token.family).map_or("", |family| family.open);
        if let Some(opener) = opener {
            // Crossed with what is still open inside: that fails closed, to the end of the block.
            let crossed = opener + 1 < open.len();
            let start = open.remove(opener);
            let stop = if crossed { end } else { token.range.start };
            found.hidden.push((start.range.end..stop, start.level, !crossed));
            found.cuts.extend([start.range.clone(), token.range.clone()]);
        } else if token.opens {
            open.push(token);
        } else if token.closes && is_open(tag) {
            found.closed.push((tag, token.range.start));
            found.cuts.push(token.range.clone());
        }
    }
    for token in open {
        let family = FAMILIES.get(token.family);
        match family.filter(|family| family.region) {
            Some(family) => found.opened.push((family.open, token.range.end, token.level)),
            None => found.hidden.push((token.range.end..end, token.level, false)),
        }
        found.cuts.push(token.range.clone());
    }
    found.cuts.sort_by_key(|cut| cut.start);
    found
}

/// `::: spoiler label` and `:::` as lines of their own open and close a region of blocks.
fn fence(inline: &mut Inline, at: usize, builder: &mut Builder) {
    let text = inline.text.trim();
    if !text.starts_with(":::") || text.contains('\n') {
        return;
    }
    let rest = text.trim_start_matches(':').trim();
    let spoiler = rest.get(..7).filter(|word| word.eq_ignore_ascii_case("spoiler"));
    if spoiler.is_some() {
        let level = level(rest.get(7..).unwrap_or_default());
        builder.open(":::", at, level, Unclosed::EndOfDocument);
        *inline = Inline::default();
    } else if rest.is_empty() && builder.is_open(":::") {
        builder.close(":::", at);
        *inline = Inline::default();
    }
}
