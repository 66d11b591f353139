//! The stretches of words that may name somebody or something: runs of words with capitals and what is
//! set off by quotes or italics. More than can be right: which of those that overlap is a name is learned.
//!
//! Where a text has no capitals, or nothing else, a word that is not common stands for one with a capital.

use std::collections::HashSet;

use super::tokens::{Flag, Shape, Token};
use super::words::{self, Buckets};

/// Tokens `from..to`, and how they are set off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stretch {
    pub from: u32,
    pub to: u32,
    /// All of it stands in quotes, and nothing else does.
    pub quoted: bool,
    /// All of it stands in italics, and nothing else does.
    pub slanted: bool,
}

impl Stretch {
    fn new(from: usize, to: usize) -> Self {
        let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { from: narrow(from), to: narrow(to), quoted: false, slanted: false }
    }

    pub fn start(self) -> usize {
        self.from as usize
    }

    pub fn end(self) -> usize {
        self.to as usize
    }

    pub fn range(self) -> std::ops::Range<usize> {
        self.start()..self.end()
    }

    pub fn meets(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }
}

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    Usual,
    Small,
    Capitals,
}

/// A run of more tokens is cut.
const LONGEST_RUN: usize = 14;
/// A stretch of more tokens is none, unless it is a whole run.
const LONGEST: usize = 8;
/// So many words in small letters may stand amid a name.
const BETWEEN: usize = 3;

/// How `tokens` are written.
pub fn case(tokens: &[Token<'_>]) -> Case {
    let words = tokens.iter().filter(|token| token.is_word() && token.word.len() > 1);
    let (mut all, mut small, mut capitals) = (0, 0, 0);
    for token in words {
        all += 1;
        small += usize::from(token.shape == Shape::Small);
        capitals += usize::from(token.shape == Shape::Capitals);
    }
    match () {
        () if all >= 8 && capitals * 10 > all * 6 => Case::Capitals,
        () if all >= 8 && (all - small) * 100 < all => Case::Small,
        () => Case::Usual,
    }
}

/// Marks the words of `tokens` that may be a part of a name.
fn name(tokens: &mut [Token<'_>], case: Case) {
    let mid = |token: &&Token<'_>| token.shape == Shape::Capital && !token.has(Flag::First);
    let known: HashSet<u64, Buckets> = tokens.iter().filter(mid).map(|token| token.hash).collect();
    for token in tokens {
        let rare = !token.has(Flag::Common) && token.word.len() > 1;
        let named = match (case, token.shape) {
            (_, Shape::Initial) => true,
            (Case::Usual, Shape::Capital | Shape::Capitals) => !is_i(token.word),
            (Case::Usual, _) => false,
            (_, Shape::Small | Shape::Capital | Shape::Capitals) => rare,
            _ => false,
        };
        if named {
            token.flag(Flag::Named);
        }
        if case == Case::Usual && named && token.has(Flag::First) && !rare && !known.contains(&token.hash) {
            token.flag(Flag::Weak);
        }
    }
}

fn is_i(word: &str) -> bool {
    word == "I" || word.starts_with("I'") || word.starts_with("I’")
}

/// All stretches of `tokens` that may be names, in order.
pub fn find(tokens: &mut [Token<'_>], case: Case) -> Vec<Stretch> {
    name(tokens, case);
    let mut found = Vec::new();
    runs(tokens, &mut found);
    set_off(tokens, &mut found);
    found.sort_unstable_by_key(|s| (s.from, s.to));
    found.dedup_by(|next, last| {
        let same = (next.from, next.to) == (last.from, last.to);
        if same {
            last.quoted |= next.quoted;
            last.slanted |= next.slanted;
        }
        same
    });
    found
}

fn runs(tokens: &[Token<'_>], found: &mut Vec<Stretch>) {
    let named = |at: usize| tokens.get(at).is_some_and(|t| t.has(Flag::Named) || is_numeral(tokens, at));
    let mut at = 0;
    while at < tokens.len() {
        if !tokens.get(at).is_some_and(|t| t.has(Flag::Named)) {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while end < at + LONGEST_RUN {
            let gap =
                (0..=BETWEEN).find(|gap| !tokens.get(end + gap).is_some_and(joins)).unwrap_or(BETWEEN + 1);
            if gap > BETWEEN || !named(end + gap) {
                break;
            }
            end += gap + 1;
        }
        cut(tokens, at, end.min(at + LONGEST_RUN), &named, found);
        at = end;
    }
}

/// The stretches of the run `from..to`.
fn cut(
    tokens: &[Token<'_>],
    from: usize,
    to: usize,
    named: &impl Fn(usize) -> bool,
    found: &mut Vec<Stretch>,
) {
    for start in (from..to).filter(|at| named(*at)) {
        for end in (start + 1..=to).filter(|end| named(end - 1)) {
            let length = end - start;
            let lone = length == 1
                && tokens.get(start).is_some_and(|t| t.has(Flag::Weak) || t.shape == Shape::Number);
            if !lone && (length <= LONGEST || (start, end) == (from, to)) {
                found.push(Stretch::new(start, end));
            }
        }
    }
}

/// Whether a number stands behind a word of a name or before one, as in `Seven 2` or `12 Monkeys`.
fn is_numeral(tokens: &[Token<'_>], at: usize) -> bool {
    tokens.get(at).is_some_and(|t| t.shape == Shape::Number && t.word.len() <= 4)
}

/// Whether a token may stand amid a name.
fn joins(token: &Token<'_>) -> bool {
    match token.shape {
        Shape::Small => words::is_minor(token.hash),
        Shape::Mark(mark) => matches!(mark, '&' | ':' | '-' | '–' | '.' | '/'),
        _ => false,
    }
}

/// What stands in quotes, between asterisks or underscores, or in italics.
fn set_off(tokens: &[Token<'_>], found: &mut Vec<Stretch>) {
    let mut open: Option<(char, usize)> = None;
    let mut slant: Option<usize> = None;
    for (at, token) in tokens.iter().enumerate() {
        let emphasis = token.has(Flag::Emphasis) && !token.is_stop();
        match (slant, emphasis) {
            (None, true) => slant = Some(at),
            (Some(from), false) => {
                push(tokens, from, at, false, found);
                slant = None;
            }
            _ => {}
        }
        let Shape::Mark(mark) = token.shape else {
            if token.is_stop() {
                open = None;
            }
            continue;
        };
        let next_apart = tokens.get(at + 1).is_none_or(|next| next.has(Flag::Apart));
        match open {
            Some((close, from))
                if close == mark
                    && (mark != '\'' && mark != '’' || next_apart || !tokens[at + 1].is_word()) =>
            {
                push(tokens, from, at, true, found);
                open = None;
            }
            _ => {
                if let Some(close) = closing(mark).filter(|_| !next_apart) {
                    let single = matches!(mark, '\'' | '‘' | '*' | '_');
                    if !single || token.has(Flag::Apart) || at == 0 || !tokens[at - 1].is_word() {
                        open = Some((close, at + 1));
                    }
                }
            }
        }
    }
}

fn closing(open: char) -> Option<char> {
    Some(match open {
        '"' => '"',
        '“' => '”',
        '‘' => '’',
        '\'' => '\'',
        '«' => '»',
        '*' => '*',
        '_' => '_',
        _ => return None,
    })
}

/// Adds `from..to` without marks at its edges, if it may be a name.
fn push(tokens: &[Token<'_>], mut from: usize, mut to: usize, quoted: bool, found: &mut Vec<Stretch>) {
    let edge = |at: usize| tokens.get(at).is_some_and(|t| matches!(t.shape, Shape::Mark(_)));
    while from < to && edge(from) {
        from += 1;
    }
    while from < to && edge(to - 1) {
        to -= 1;
    }
    if from < to && to - from <= 10 {
        let mut stretch = Stretch::new(from, to);
        stretch.quoted = quoted;
        stretch.slanted = !quoted;
        found.push(stretch);
    }
}
