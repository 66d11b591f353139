//! The words that may be part of a name: those with capitals, what joins them, and what is set off by quotes or italics.
//!
//! Only of these is it asked what they are. Where a text has no capitals, or nothing else, a word that is not common
//! stands for one with a capital.

use rustc_hash::FxHashSet;

use super::tokens::{Flag, Shape, Token};
use super::words;

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// With capitals where they belong.
    Usual,
    /// With none.
    Small,
    /// With nothing else.
    Capitals,
}

/// So many words in small letters may stand amid a name.
const BETWEEN: usize = 3;
/// What is set off is a name only where it is no longer.
const SET_OFF: usize = 10;

/// What opens, and what closes it.
const QUOTES: [(char, char); 8] =
    [('"', '"'), ('“', '”'), ('„', '“'), ('‘', '’'), ('\'', '\''), ('«', '»'), ('*', '*'), ('_', '_')];

/// A sentence of no more tokens does not show how a text is written.
const SHORT: usize = 8;

/// Of fewer words it is not asked whether they are English.
const FEW: usize = 40;

/// How `tokens` are written, by their sentences: a title or a heading has its own ways.
pub fn case(tokens: &[Token<'_>]) -> Case {
    let (mut all, mut small, mut capitals) = (0, 0, 0);
    for sentence in tokens.split(Token::is_stop).filter(|sentence| sentence.len() > SHORT) {
        for token in sentence.iter().filter(|t| t.is_word() && t.word.len() > 1 && !is_i(t.word)) {
            all += 1;
            small += usize::from(token.shape == Shape::Small);
            capitals += usize::from(token.shape == Shape::Capitals);
        }
    }
    match () {
        () if capitals * 10 > all * 6 => Case::Capitals,
        () if (all - small) * 40 < all => Case::Small,
        () => Case::Usual,
    }
}

/// Whether `tokens` are no English prose: of many words few are common ones.
pub fn is_foreign(tokens: &[Token<'_>]) -> bool {
    let words = tokens.iter().filter(|token| token.is_word());
    let (all, common) =
        words.fold((0, 0), |(all, common), token| (all + 1, common + usize::from(token.has(Flag::Common))));
    all > FEW && common * 4 < all
}

/// Flags the words of `tokens` that may be part of a name.
pub fn find(tokens: &mut [Token<'_>], case: Case) {
    capitals(tokens, case);
    set_off(tokens);
    brackets(tokens);
    join(tokens);
}

/// Drops the sentences of which nothing is asked: nobody is named there.
pub fn drop_others(tokens: &mut Vec<Token<'_>>) {
    let (mut kept, mut start) = (0, 0);
    while let Some(rest) = tokens.get(start..).filter(|rest| !rest.is_empty()) {
        let sentence = rest.split_inclusive(Token::is_stop).next().unwrap_or(rest);
        let end = start + sentence.len();
        if sentence.iter().any(|token| token.has(Flag::Asked)) {
            tokens.copy_within(start..end, kept);
            kept += end - start;
        } else if sentence.iter().any(|token| token.shape == Shape::Block)
            && let Some(last) = kept.checked_sub(1).and_then(|last| tokens.get_mut(last))
            && last.is_stop()
        {
            *last = Token::stop(Shape::Block, last.start());
        }
        start = end;
    }
    tokens.truncate(kept);
    tokens.shrink_to_fit();
}

/// Flags what stands in brackets within a sentence.
fn brackets(tokens: &mut [Token<'_>]) {
    let mut inside = false;
    for token in tokens {
        inside &= !(token.is_stop() || token.is_mark(')'));
        if inside {
            token.flag(Flag::Bracket);
        }
        inside |= token.is_mark('(');
    }
}

fn capitals(tokens: &mut [Token<'_>], case: Case) {
    let mid = |token: &&Token<'_>| token.shape == Shape::Capital && !token.has(Flag::First);
    let known: FxHashSet<u64> = tokens.iter().filter(mid).map(|token| token.hash).collect();
    for token in tokens {
        let rare = !token.has(Flag::Common) && token.word.len() > 1;
        let named = match (case, token.shape) {
            (_, Shape::Initial) => true,
            (Case::Usual, Shape::Capital | Shape::Capitals) => !is_i(token.word),
            (Case::Usual, _) => false,
            (Case::Small, Shape::Capital) if !token.has(Flag::First) => true,
            (_, Shape::Small | Shape::Capital | Shape::Capitals) => rare,
            _ => false,
        };
        let weak = case == Case::Usual && token.has(Flag::First) && !rare && !known.contains(&token.hash);
        if named {
            token.flag(Flag::Named);
            token.flag(if weak { Flag::Weak } else { Flag::Asked });
        }
    }
}

fn is_i(word: &str) -> bool {
    word == "I" || word.starts_with("I'") || word.starts_with("I’")
}

/// Asks what joins two words of a name, too, the first of them even where it begins a sentence, and numbers before and behind one.
fn join(tokens: &mut [Token<'_>]) {
    let mut last: Option<usize> = None;
    for at in 0..tokens.len() {
        let token = tokens[at];
        if token.is_stop() {
            last = None;
        } else if token.has(Flag::Named) {
            let gap = last.map_or(at..at, |last| last + 1..at);
            if gap.len() <= BETWEEN && tokens[gap].iter().all(joins) {
                tokens[last.unwrap_or(at)..at].iter_mut().for_each(|token| token.flag(Flag::Asked));
            }
            last = Some(at);
        } else if token.shape == Shape::Number && token.word.len() <= 4 {
            let is_before_name = tokens.get(at + 1).is_some_and(|next| next.has(Flag::Named));
            if is_before_name || last.is_some_and(|last| last + 2 >= at) {
                tokens[at].flag(Flag::Asked);
            }
        }
    }
}

/// Whether a token may stand amid a name.
fn joins(token: &Token<'_>) -> bool {
    match token.shape {
        Shape::Small => words::is_minor(token.hash),
        Shape::Mark(mark) => matches!(mark, '&' | ':' | '-' | '–' | '.' | '/'),
        Shape::Number => true,
        _ => false,
    }
}

/// Flags what stands in quotes, between asterisks or underscores, or in italics.
fn set_off(tokens: &mut [Token<'_>]) {
    let mut open: Option<(char, usize)> = None;
    let mut slant = None;
    for at in 0..tokens.len() {
        let token = tokens[at];
        match (slant, token.has(Flag::Emphasis)) {
            (None, true) => slant = Some(at),
            (Some(from), false) => {
                ask(tokens, from, at);
                slant = None;
            }
            _ => {}
        }
        let Shape::Mark(mark) = token.shape else {
            open = open.filter(|_| !token.is_stop());
            continue;
        };
        let before = at.checked_sub(1).and_then(|at| tokens.get(at));
        let before_word = tokens.get(at + 1).is_some_and(|next| !next.has(Flag::Apart) && !next.is_stop());
        match open {
            Some((close, from)) if close == mark && !(matches!(mark, '\'' | '’') && before_word) => {
                ask(tokens, from, at);
                open = None;
            }
            _ if before_word && (token.has(Flag::Apart) || before.is_none_or(|t| !t.is_word())) => {
                open =
                    QUOTES.iter().find(|(open, _)| *open == mark).map(|(_, close)| (*close, at + 1)).or(open);
            }
            _ => {}
        }
    }
}

/// Asks of `from..to`, which is set off, unless it is too long for a name.
fn ask(tokens: &mut [Token<'_>], from: usize, to: usize) {
    if to - from <= SET_OFF {
        for token in &mut tokens[from..to] {
            token.flag(Flag::SetOff);
            token.flag(Flag::Asked);
        }
    }
}
