//! Words that speak of a role: whether one stands by a name.
//!
//! The model knows actors and directors from thousands of sentences and the rarer roles from a few. So what it is
//! told of those is held against the words that name a role: `the camera (Bo Tree)`, `Bo Tree's score`.

use std::sync::LazyLock;

use super::tagger::Mention;
use super::tokens::{Flag, Token};
use crate::document::Role;

/// How words begin that speak of a role, a line a role.
static WORDS: LazyLock<Vec<Vec<&str>>> = LazyLock::new(|| {
    let lines = || include_str!("../../../../assets/credits/roles.txt").lines();
    let words = |role: &Role| lines().find_map(|line| line.strip_prefix(role.name())?.strip_prefix(": "));
    Role::ALL.iter().map(|role| words(role).unwrap_or_default().split_whitespace().collect()).collect()
});

/// So many tokens before a name, and behind one who owns what follows, may a word speak of a role of theirs.
const BEFORE: usize = 6;
const BEHIND: usize = 3;

/// Whether words by `mention` speak of `role`.
pub fn speak(tokens: &[Token<'_>], mention: &Mention, role: usize) -> bool {
    let is_inside = |at: &usize| !tokens[*at].is_stop();
    let before = (mention.from.saturating_sub(BEFORE)..mention.from).rev().take_while(is_inside);
    let owned = if tokens[mention.to - 1].has(Flag::Owns) { BEHIND } else { 0 };
    let behind = (mention.to..tokens.len().min(mention.to + owned)).take_while(is_inside);
    before.chain(behind).any(|at| speaks(&tokens[at], role))
}

/// Whether a word begins like one that speaks of `role`.
fn speaks(token: &Token<'_>, role: usize) -> bool {
    let begins =
        |start: &&str| token.word.get(..start.len()).is_some_and(|own| own.eq_ignore_ascii_case(start));
    WORDS[role].iter().any(begins)
}
