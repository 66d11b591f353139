//! Where the title of a film begins and ends.
//!
//! The model often sees but the strongest words of one. What is set off by quotes or italics is one title as a whole.

use super::tagger::{Mention, Sort};
use super::tokens::{Flag, Shape, Token};
use super::words;

/// So far is looked for the rest of a title, in tokens.
const REACH: usize = 10;

/// Widens the films among `mentions` to whole titles, and drops those that are none.
pub fn whole(tokens: &[Token<'_>], mentions: Vec<Mention>) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    for mut mention in mentions {
        if mention.sort() == Sort::Film {
            set_off(tokens, &mut mention);
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

/// All that is set off around `mention`, but for marks at its edges, and nothing else, where it is set off in part.
fn set_off(tokens: &[Token<'_>], mention: &mut Mention) {
    let is_inside = |at: &usize| tokens.get(*at).is_some_and(|t| t.has(Flag::SetOff) && !t.is_stop());
    let is_name = |at: &usize| !matches!(tokens[*at].shape, Shape::Mark(_));
    let Some(first) = mention.range().find(is_inside) else { return };
    let behind = (first..first + REACH).take_while(is_inside).filter(is_name).last();
    let before = (first.saturating_sub(REACH)..first).rev().take_while(is_inside).filter(is_name).last();
    mention.to = behind.map_or(mention.to, |last| last + 1);
    mention.from = before.unwrap_or(first);
}

/// Whether a title has no word of weight, and nothing shows that it is one: a common word in italics is stressed, and so
/// is a sentence.
fn is_none(tokens: &[Token<'_>]) -> bool {
    let is_light = |t: &Token<'_>| !(t.is_word() || t.shape == Shape::Number) || words::is_minor(t.hash);
    let is_small = |t: &&Token<'_>| !is_light(t) && t.shape == Shape::Small && t.has(Flag::Common);
    let small = tokens.iter().filter(is_small).count();
    let heavy = tokens.iter().filter(|t| !is_light(t)).count() - small;
    let is_shown = tokens.iter().any(|t| t.has(Flag::SetOff) && t.shape != Shape::Small);
    small > heavy + 1 || (heavy == 0 && !is_shown)
}
