//! Words that speak of a role: which of them stand in a sentence with a name, and which are tied to it.
//!
//! The model knows actors and directors from thousands of sentences and the rarer roles from a few. So what it is
//! told of those is held against the words that name a role: `the camera (Bo Tree)`, `Bo Tree's score`.

use std::sync::LazyLock;

use super::ROLES;
use super::tagger::{ACTOR, Mention, ROLES as COUNT};
use super::tokens::{Flag, Shape, Token};

/// How words begin that speak of a role, a line a role.
const WORDS: &str = include_str!("../../../../assets/credits/roles.txt");

/// So far from a name a word is tied to it, in tokens.
const TIED: usize = 3;
/// A longer sentence is looked through no further.
const SENTENCE: usize = 200;

/// A set of roles, by their places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Roles(u16);

impl Roles {
    pub fn has(self, role: usize) -> bool {
        self.0 >> role & 1 == 1
    }

    pub fn add(&mut self, others: Self) {
        self.0 |= others.0;
    }

    /// Whether it has one of those whose words are said of nobody who acts.
    pub fn has_craft(self) -> bool {
        (0..COUNT).any(|role| is_craft(role) && self.has(role))
    }

    /// Whether `role` is one of which the words of a sentence tell, or it needs none.
    pub fn tell(self, role: usize) -> bool {
        !needs_words(role) || self.has(role)
    }
}

fn is_craft(role: usize) -> bool {
    use crate::document::Role;
    needs_words(role) && !matches!(ROLES[role], Role::SourceAuthor | Role::Producer)
}

fn needs_words(role: usize) -> bool {
    use crate::document::Role;
    role != ACTOR && !matches!(ROLES[role], Role::Director | Role::Studio)
}

static TABLE: LazyLock<Vec<(&str, usize)>> = LazyLock::new(|| {
    let role = |name: &str| ROLES.iter().position(|role| role.name() == name);
    let lines = WORDS.lines().filter_map(|line| line.split_once(": "));
    let rows = lines.filter_map(|(name, words)| Some((role(name)?, words)));
    rows.flat_map(|(role, words)| words.split(' ').map(move |word| (word, role))).collect()
});

/// What each of `tokens` speaks of.
pub fn all(tokens: &[Token<'_>]) -> Vec<Roles> {
    tokens.iter().map(of).collect()
}

fn of(token: &Token<'_>) -> Roles {
    let mut roles = Roles::default();
    if matches!(token.shape, Shape::Small | Shape::Capital | Shape::Capitals) {
        let begins =
            |word: &str| token.word.get(..word.len()).is_some_and(|own| own.eq_ignore_ascii_case(word));
        TABLE.iter().filter(|(word, _)| begins(word)).for_each(|(_, role)| roles.0 |= 1 << role);
    }
    roles
}

/// What the sentence of `mention` speaks of.
pub fn said(tokens: &[Token<'_>], cues: &[Roles], mention: &Mention) -> Roles {
    let is_inside = |at: &usize| !tokens[*at].is_stop();
    let before = (mention.from.saturating_sub(SENTENCE)..mention.from).rev().take_while(is_inside);
    let behind = (mention.from..tokens.len().min(mention.from + SENTENCE)).take_while(is_inside);
    let mut roles = Roles::default();
    before.chain(behind).for_each(|at| roles.add(cues[at]));
    roles
}

/// What is tied to each of `mentions`, which are in order: the first of a list shares with those that follow.
pub fn tied(tokens: &[Token<'_>], cues: &[Roles], mentions: &[Mention]) -> Vec<Roles> {
    let mut all: Vec<Roles> = Vec::with_capacity(mentions.len());
    let mut list = (Roles::default(), 0);
    for mention in mentions {
        let goes_on =
            tokens.get(list.1..mention.from).is_some_and(|gap| gap.len() <= 2 && gap.iter().all(lists));
        let before = if goes_on { list.0 } else { before(tokens, cues, mention) };
        list = (before, mention.to);
        let mut roles = before;
        roles.add(behind(tokens, cues, mention));
        all.push(roles);
    }
    all
}

fn lists(token: &Token<'_>) -> bool {
    token.is_mark(',') || token.is_mark('&') || token.word == "and"
}

/// `edited by Bo Tree`, `the camera (Bo Tree)`.
fn before(tokens: &[Token<'_>], cues: &[Roles], mention: &Mention) -> Roles {
    let leads = |at: &usize| {
        let token = &tokens[*at];
        let is_word = matches!(token.word, "by" | "of" | "is" | "from" | "with");
        is_word || matches!(token.shape, Shape::Mark('(' | ':' | ',' | '-' | '–' | '—'))
    };
    let from = mention.from.saturating_sub(TIED);
    let gap = (from..mention.from).rev().take_while(leads).count();
    let Some(at) = mention.from.checked_sub(gap + 1).filter(|_| gap < TIED) else { return Roles::default() };
    let mut roles = cues[at];
    // `written and directed by` says both.
    if let Some(first) = at.checked_sub(2).filter(|_| matches!(tokens[at - 1].word, "and" | "/" | "-")) {
        roles.add(cues[first]);
    }
    roles
}

/// `Bo Tree's haunting score`.
fn behind(tokens: &[Token<'_>], cues: &[Roles], mention: &Mention) -> Roles {
    let owns = tokens[mention.to - 1].has(Flag::Owns);
    let words = (mention.to..tokens.len().min(mention.to + TIED)).take_while(|at| tokens[*at].is_word());
    words.map(|at| cues[at]).find(|cue| owns && *cue != Roles::default()).unwrap_or_default()
}
