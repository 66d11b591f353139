//! The words that may be part of a name: those with capitals, what joins them, and what is set off by quotes or italics.
//!
//! Only of these is it asked what they are. Where a text has no capitals, or nothing else, a word that is not common
//! stands for one with a capital.

use std::collections::HashSet;

use super::tokens::{Flag, Shape, Token};
use super::words::{self, Buckets};

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

/// Of fewer words it is not asked whether they are English.
const FEW: usize = 40;

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
    let (mut kept, mut first) = (0, 0);
    for at in 0..tokens.len() {
        let last = tokens[at];
        if !last.is_stop() && at + 1 < tokens.len() {
            continue;
        }
        if tokens[first..=at].iter().any(|token| token.has(Flag::Asked)) {
            tokens.copy_within(first..=at, kept);
            kept += at + 1 - first;
        } else if last.shape == Shape::Block && kept > 0 && tokens[kept - 1].is_stop() {
            tokens[kept - 1] = Token::stop(Shape::Block, tokens[kept - 1].start);
        }
        first = at + 1;
    }
    tokens.truncate(kept);
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
    let mut last = None;
    for at in 0..tokens.len() {
        let Some(token) = tokens.get(at).copied() else { break };
        if token.is_stop() {
            last = None;
        } else if token.has(Flag::Named) {
            let gap = last.map_or(at..at, |last: usize| last + 1..at);
            if gap.len() <= BETWEEN && tokens.get(gap.clone()).is_some_and(|gap| gap.iter().all(joins)) {
                let joined = last.unwrap_or(at)..at;
                tokens.get_mut(joined).unwrap_or_default().iter_mut().for_each(|t| t.flag(Flag::Asked));
            }
            last = Some(at);
        } else if token.shape == Shape::Number && token.word.len() <= 4 {
            let near = last.is_some_and(|last| last + 2 >= at)
                || tokens.get(at + 1).is_some_and(|next| next.has(Flag::Named));
            if near && let Some(token) = tokens.get_mut(at) {
                token.flag(Flag::Asked);
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
        let Some(token) = tokens.get(at).copied() else { break };
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
                open = closing(mark).map(|close| (close, at + 1)).or(open);
            }
            _ => {}
        }
    }
}

fn closing(open: char) -> Option<char> {
    Some(match open {
        '"' => '"',
        '“' => '”',
        '„' => '“',
        '‘' => '’',
        '\'' => '\'',
        '«' => '»',
        '*' => '*',
        '_' => '_',
        _ => return None,
    })
}

/// Asks of `from..to`, which is set off, unless it is too long for a name.
fn ask(tokens: &mut [Token<'_>], from: usize, to: usize) {
    if to - from <= SET_OFF {
        for token in tokens.get_mut(from..to).unwrap_or_default() {
            token.flag(Flag::SetOff);
            token.flag(Flag::Asked);
        }
    }
}
