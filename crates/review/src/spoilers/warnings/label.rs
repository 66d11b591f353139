//! The label of a warning, and where what it warns of begins: "Spoiler: he dies" says both in one line.

use std::ops::Range;

use super::words;
use crate::document::Level;
use crate::hide::label::{self, has_stem};

/// A label and how far it reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    /// Where it ends in its line.
    pub end: usize,
    pub level: Level,
    pub reach: Reach,
}

/// What a warning is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// All that follows.
    Follows,
    /// The rest of its paragraph, or what stands in the same brackets, to this place in its line.
    Within(Option<usize>),
    /// The whole text, and no place in it.
    Somewhere,
}

/// Words that go on a label behind the word for spoilers.
const LABEL: [&str; 72] = [
    "beginnt",
    "empieza",
    "above",
    "everything",
    "filled",
    "free",
    "heavily",
    "it",
    "laden",
    "out",
    "ridden",
    "shown",
    "about",
    "abound",
    "after",
    "ahead",
    "alert",
    "alerts",
    "alarm",
    "aplenty",
    "be",
    "begin",
    "below",
    "beyond",
    "coming",
    "discussed",
    "discussion",
    "follow",
    "following",
    "follows",
    "for",
    "from",
    "galore",
    "gefahr",
    "heavy",
    "here",
    "herein",
    "highlight",
    "hover",
    "in",
    "incoming",
    "inside",
    "lie",
    "next",
    "now",
    "on",
    "onwards",
    "past",
    "point",
    "read",
    "section",
    "select",
    "start",
    "starts",
    "talk",
    "territory",
    "text",
    "this",
    "to",
    "warning",
    "warnings",
    "warnung",
    "within",
    "zone",
    "space",
    "mode",
    "part",
    "thoughts",
    "bit",
    "review",
    "line",
    "paragraph",
];

/// Words of which what says that spoilers are over is made, before it names them.
const END: [&str; 30] = [
    "end",
    "ends",
    "ended",
    "endspoilers",
    "of",
    "the",
    "no",
    "more",
    "that",
    "is",
    "are",
    "that's",
    "it",
    "for",
    "enough",
    "done",
    "with",
    "leaving",
    "back",
    "from",
    "safe",
    "now",
    "out",
    "so",
    "ende",
    "der",
    "fin",
    "des",
    "de",
    "los",
];

struct Word<'t> {
    text: &'t str,
    range: Range<usize>,
    /// What stands between it and the word before it.
    gap: &'t str,
}

/// The label with which `line` begins to warn.
pub(super) fn read(line: &str) -> Label {
    let words: Vec<Word<'_>> = split(line).collect();
    let whole = Label { end: line.len(), level: label::level(line), reach: Reach::Follows };
    let Some(named) = named(line, &words) else { return whole };
    let whole = Label { level: level(&words, named), ..whole };
    if is_somewhere(&words, named) {
        return Label { reach: Reach::Somewhere, ..whole };
    }
    let last = last_of_label(&words, named);
    if let Some(end) = aside(line, &words, named, last) {
        return Label { end, reach: Reach::Within(None), ..whole };
    }
    let Some(next) = words.get(last + 1).filter(|next| is_content(&words, named, next)) else { return whole };
    let end = next.range.start;
    let bracket = bracket(line, &words, named, end);
    if line.get(end..bracket.unwrap_or(line.len())).is_some_and(words::goes_on) {
        return whole;
    }
    let is_one = !is_plural(&words, named);
    let reach = if bracket.is_some() || is_one { Reach::Within(bracket) } else { Reach::Follows };
    Label { end, reach, ..whole }
}

/// The end of the brackets in the midst of a sentence that hold a label and nothing else: what they warn of is what
/// the sentence goes on with.
fn aside(line: &str, words: &[Word<'_>], named: usize, last: usize) -> Option<usize> {
    let start = words.get(named)?.range.start;
    let before = line.get(..start)?;
    let (ahead, inside) = before.split_at_checked(before.rfind(BRACKETS)?)?;
    let close = start + line.get(start..)?.find(CLOSED)?;
    if ahead.trim().is_empty() || inside.contains(CLOSED) {
        return None;
    }
    let last = words.get(last)?;
    let rest = line.get(last.range.end..close.max(last.range.end))?;
    let is_label = !rest.contains(char::is_alphanumeric) || last.text == "for" || words::goes_on(rest);
    let end = close + 1;
    (is_label && line.get(end..)?.contains(char::is_alphanumeric)).then_some(end)
}

const BRACKETS: [char; 2] = ['(', '['];
const CLOSED: [char; 2] = [')', ']'];

/// The label of `line`, where a mark or capitals set it off from what it warns of: what stands behind has no say in
/// whether it warns.
pub(super) fn set_off(line: &str) -> Option<&str> {
    let end = read(line).end;
    let label = line.get(..end).filter(|_| end < line.len())?;
    let is_set_off = label.trim_end().ends_with(MARKS) || !label.contains(char::is_lowercase);
    // What stands before a bracket has no say either.
    let inside = label.rfind(BRACKETS).and_then(|open| label.get(open + 1..));
    let label = inside.filter(|inside| has_stem(inside) && !inside.contains(CLOSED)).unwrap_or(label);
    is_set_off.then_some(label)
}

/// Whether a label is answered with hardly a word, which says whether there are any: "Spoilers: none".
pub(super) fn answers(line: &str) -> bool {
    let rest = line.get(read(line).end..).unwrap_or_default();
    !rest.trim().is_empty() && rest.split_whitespace().nth(1).is_none()
}

/// Marks behind a label.
const MARKS: [char; 7] = [':', '—', '–', ')', ']', '*', '】'];

/// Where in `line` that begins which names spoilers.
pub(super) fn named_at(line: &str) -> Option<usize> {
    let words: Vec<Word<'_>> = split(line).collect();
    words.get(named(line, &words)?).map(|word| word.range.start)
}

/// The word that names spoilers, or with which that ends which speaks of them.
fn named(line: &str, words: &[Word<'_>]) -> Option<usize> {
    let holds = |end: usize| words.iter().position(|word| word.range.start < end && end <= word.range.end);
    words
        .iter()
        .position(|word| has_stem(word.text))
        .or_else(|| last_of_spaced(words))
        .or_else(|| words::end_of_phrase(line).and_then(holds))
}

/// The last letter of a word that is written letter by letter.
fn last_of_spaced(words: &[Word<'_>]) -> Option<usize> {
    let runs = words.chunk_by(|one, other| one.is_letter() && other.is_letter());
    let mut end = 0;
    runs.map(|run| {
        end += run.len();
        (run.len(), end - 1)
    })
    .find_map(|(len, last)| (len >= 5).then_some(last))
}

impl Word<'_> {
    fn is_letter(&self) -> bool {
        self.text.chars().nth(1).is_none()
    }
}

/// The last word of the label that names spoilers with word `named`.
fn last_of_label(words: &[Word<'_>], named: usize) -> usize {
    let is_title = is_title(words);
    let is_word = |word: &Word<'_>| {
        let shouts = word.text.starts_with(char::is_uppercase) && word.text.contains(char::is_lowercase);
        has_stem(word.text)
            || LABEL.iter().chain(&label::BEGINS).any(|known| known.eq_ignore_ascii_case(word.text))
                && (!shouts || is_title)
            || label::is_plain(word.text) && (!word.text.starts_with(char::is_uppercase) || is_title)
    };
    let rest = words.get(named + 1..).unwrap_or_default();
    // Behind a colon or the like it goes on only where nothing else comes.
    let more = rest.len() - rest.iter().rev().take_while(|word| is_word(word)).count();
    let is_anew =
        |word: &Word<'_>| word.gap.contains(['.', '!', '?', ':', '—', '–', ')', ']']) && !has_stem(word.text);
    let goes_on = |(number, word): &(usize, &Word<'_>)| is_word(word) && (!is_anew(word) || *number >= more);
    named + rest.iter().enumerate().take_while(goes_on).count()
}

/// Whether most words begin with a capital, as in a title.
fn is_title(words: &[Word<'_>]) -> bool {
    let capitals = words.iter().filter(|word| word.text.starts_with(char::is_uppercase)).count();
    words.len() > 1 && capitals * 3 >= words.len() * 2 && words.len() < 8
}

/// Whether what the label warns of begins with `next`, in the same line.
fn is_content(words: &[Word<'_>], named: usize, next: &Word<'_>) -> bool {
    let marks = [
        ":", "—", "–", ")", "]", " - ", "--", "!", "…", "...", "*", "|", "👇", "🚨", "】", "：", "==", "~~",
        "__", "»", "》",
    ];
    let is_marked = marks.iter().any(|mark| next.gap.contains(mark)) || next.gap.contains('\n');
    let is_capital = next.text.starts_with(char::is_uppercase) && next.text != "I";
    let behind = words.len().saturating_sub(named + 1);
    let begins = named <= 1 && words.get(named).is_some_and(|word| has_stem(word.text));
    is_marked
        || (is_capital && next.gap.trim().is_empty())
        || (begins && behind >= 4 && !next.gap.contains(','))
}

/// Whether it speaks of spoilers, and not of one.
fn is_plural(words: &[Word<'_>], named: usize) -> bool {
    let word = |at: usize| words.get(at).map_or("", |word| word.text);
    let lower = label::fold(word(named));
    lower.ends_with('s') || !lower.is_ascii() || lower.len() > 7 && lower != "spoiler"
}

/// Where the bracket ends in which both the label and what it warns of stand.
fn bracket(line: &str, words: &[Word<'_>], named: usize, end: usize) -> Option<usize> {
    let start = words.get(named)?.range.start;
    let before = line.get(..start)?;
    let opened = before.rfind(BRACKETS)?;
    let is_open = !line.get(opened..end)?.contains(CLOSED);
    let mut depth = 1;
    let close = line.get(end..)?.char_indices().find(|(_, c)| {
        depth += i32::from(BRACKETS.contains(c)) - i32::from(CLOSED.contains(c));
        depth == 0
    });
    close.filter(|_| is_open).map(|(close, _)| end + close)
}

/// How far what is warned of tells.
fn level(words: &[Word<'_>], named: usize) -> Level {
    let clause = (0..=named)
        .rev()
        .find(|at| *at == 0 || words.get(*at).is_some_and(|w| !is_joint(w.gap)))
        .unwrap_or(0);
    let near = words.get(named.saturating_sub(3).max(clause)..named).unwrap_or_default();
    let is = |names: &[&str]| {
        near.iter().any(|word| names.iter().any(|name| name.eq_ignore_ascii_case(word.text)))
    };
    let mild = is(&["mild", "minor", "light", "slight", "small", "leichte", "petits", "leves"]);
    let grave = is(&["major", "big", "huge", "ending", "massive", "heavy", "serious"]);
    if mild && !grave { Level::Plot } else { Level::Ending }
}

fn is_joint(gap: &str) -> bool {
    gap.trim().is_empty() || gap == "-" || gap == "/"
}

/// "Spoilers herein", "this review contains spoilers": about the whole text, and no place in it.
fn is_somewhere(words: &[Word<'_>], named: usize) -> bool {
    let has = |names: &[&str]| {
        words.iter().any(|word| names.iter().any(|name| name.eq_ignore_ascii_case(word.text)))
    };
    let next = words.get(named + 1).filter(|word| is_joint(word.gap)).map_or("", |word| word.text);
    let whole = ["review", "article", "post", "essay", "piece", "column", "analysis", "write-up", "entry"];
    let contains = has(&["this", "my"])
        && has(&whole)
        && has(&["contain", "contains", "containing", "includes", "include", "has", "consider"]);
    let herein = ["herein", "within", "inside"].iter().any(|name| name.eq_ignore_ascii_case(next));
    let placed = [
        "rest",
        "section",
        "paragraph",
        "paragraphs",
        "below",
        "ahead",
        "follow",
        "follows",
        "following",
        "here",
        "part",
        "next",
    ];
    (contains || herein) && !has(&placed)
}

/// Where in `line` that begins which says that spoilers are over.
pub(super) fn end_from(line: &str) -> usize {
    let words: Vec<Word<'_>> = split(line).collect();
    let Some(named) = words.iter().rposition(|word| has_stem(word.text)) else { return 0 };
    let ahead = words.get(..named).unwrap_or_default().iter().rev();
    let of_end = ahead.take_while(|word| {
        END.iter().any(|known| known.eq_ignore_ascii_case(word.text)) || has_stem(word.text)
    });
    let first = named - of_end.count();
    let start = words.get(first).map_or(0, |word| word.range.start);
    // Few words before it are a part of it.
    let before = line.get(..start).unwrap_or_default();
    if first <= 2 && !before.contains(['.', '!', '?', ',']) && !has_stem(before) {
        return 0;
    }
    let mark = |c: char| !c.is_alphanumeric() && !matches!(c, '.' | '!' | '?' | '"' | '”' | '’' | '…');
    before.trim_end_matches(mark).len()
}

/// The words of `text`, with what stands before each.
fn split(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}');
        let gap = rest.get(..rest.find(char::is_alphanumeric)?)?;
        let word = rest.get(gap.len()..)?;
        let len = word.find(|c| !is_word(c)).unwrap_or(word.len());
        let start = at + gap.len();
        at = start + len;
        Some(Word { text: word.get(..len)?, range: start..at, gap })
    })
}
