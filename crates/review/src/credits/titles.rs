//! Where the title of a film begins and ends.
//!
//! The model often sees but the strongest words of one. What is set off by quotes or italics is one title as a whole;
//! elsewhere the words with capitals that stand beside those that were seen belong to it.

use super::tagger::{Mention, Sort};
use super::tokens::{Flag, Shape, Token};
use super::words;

/// So far is looked for the rest of a title, in tokens.
const REACH: usize = 10;
/// So many words may join two with capitals.
const BETWEEN: usize = 2;

/// Widens the films among `mentions` to whole titles, and drops those that are none.
pub fn whole(tokens: &[Token<'_>], mentions: Vec<Mention>) -> Vec<Mention> {
    let mut taken = vec![false; tokens.len()];
    for mention in mentions.iter().filter(|mention| mention.sort() != Sort::Film) {
        taken[mention.range()].fill(true);
    }
    let mut found: Vec<Mention> = Vec::new();
    for mut mention in mentions {
        if mention.sort() == Sort::Film {
            widen(tokens, &taken, &mut mention);
            if is_none(&tokens[mention.range()]) {
                continue;
            }
            while let Some(last) = found.pop_if(|last| last.to > mention.from) {
                mention.take_in(&last);
            }
        } else if found.last().is_some_and(|last| last.to > mention.from) {
            continue;
        }
        found.push(mention);
    }
    found
}

fn widen(tokens: &[Token<'_>], taken: &[bool], mention: &mut Mention) {
    if tokens[mention.range()].iter().all(|token| token.has(Flag::SetOff)) {
        return set_off(tokens, mention);
    }
    let limits = (mention.from.saturating_sub(REACH), (mention.to + REACH).min(tokens.len()));
    while let Some(to) = behind(tokens, taken, mention.to).filter(|to| *to <= limits.1) {
        mention.to = to;
    }
    while let Some(from) = before(tokens, taken, mention.from).filter(|from| *from >= limits.0) {
        mention.from = from;
    }
}

/// All that is set off around `mention`, but for marks at its edges.
fn set_off(tokens: &[Token<'_>], mention: &mut Mention) {
    let is_inside = |at: &usize| tokens.get(*at).is_some_and(|t| t.has(Flag::SetOff) && !t.is_stop());
    let is_name = |at: &usize| !matches!(tokens[*at].shape, Shape::Mark(_));
    let behind = (mention.to..mention.to + REACH).take_while(is_inside).filter(is_name).last();
    let before =
        (mention.from.saturating_sub(REACH)..mention.from).rev().take_while(is_inside).filter(is_name).last();
    mention.to = behind.map_or(mention.to, |last| last + 1);
    mention.from = before.unwrap_or(mention.from);
}

/// Where a title that has come to `at` goes on to: over a word with a capital, or a number.
fn behind(tokens: &[Token<'_>], taken: &[bool], at: usize) -> Option<usize> {
    let gap = (at..at + BETWEEN).take_while(|at| tokens.get(*at).is_some_and(joins) && !taken[*at]).count();
    let next = tokens.get(at + gap).filter(|_| !taken[at + gap])?;
    let is_number = gap == 0 && next.shape == Shape::Number && next.word.len() <= 3;
    (next.has(Flag::Named) || is_number).then_some(at + gap + 1)
}

/// Where a title that begins at `at` may begin as well: before a colon even with a name, as series have it.
fn before(tokens: &[Token<'_>], taken: &[bool], at: usize) -> Option<usize> {
    let is_gap = |at: &usize| joins(&tokens[*at]) && !taken[*at];
    let gap = (at.saturating_sub(BETWEEN)..at).rev().take_while(is_gap).count();
    let at = at.checked_sub(gap + 1)?;
    let (last, behind) = (tokens[at], tokens[at + 1]);
    let is_series = behind.is_mark(':');
    let is_part =
        last.has(Flag::Named) && !last.has(Flag::Weak) && (is_series || !(taken[at] || last.has(Flag::Owns)));
    is_part.then_some(at)
}

/// Whether a token stands between two words of a title.
fn joins(token: &Token<'_>) -> bool {
    token.is_mark(':') || (token.shape == Shape::Small && matches!(token.word, "of" | "the"))
}

/// Whether a title has no word of weight, and nothing shows that it is one: a common word in italics is stressed.
fn is_none(tokens: &[Token<'_>]) -> bool {
    let is_light = |t: &Token<'_>| !(t.is_word() || t.shape == Shape::Number) || words::is_minor(t.hash);
    let is_small = |t: &Token<'_>| is_light(t) || (t.shape == Shape::Small && t.has(Flag::Common));
    let is_shown = tokens.iter().any(|t| t.has(Flag::SetOff) && t.shape != Shape::Small);
    tokens.iter().all(is_small) && !is_shown
}
