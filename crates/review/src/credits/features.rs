//! What is seen of a token, as rows of the table of weights.
//!
//! A word has two rows by its hash, which it shares with others: seldom both with the same one. The rest is its form,
//! where it stands, and how the whole text uses it.

use std::collections::HashMap;

use super::names::Case;
use super::tokens::{Flag, Shape, Token};
use super::words::{self, Buckets};

/// So many rows has a token.
pub const SLOTS: usize = 7;
/// Their numbers in the table.
pub type Rows = [u16; SLOTS];

/// How many rows each slot chooses from; words have two slots in one range.
const WORDS: usize = 8192;
const ENDINGS: usize = 512;
const FORMS: usize = 256;
const PLACES: usize = 192;
const USES: usize = 144;
const STEPS: usize = 16;
/// All of them.
pub const TABLE: usize = WORDS + ENDINGS + FORMS + PLACES + USES + STEPS;

/// How a text uses a word.
#[derive(Clone, Copy, Debug, Default)]
struct Use {
    named: u32,
    small: u32,
    set_off: bool,
    early: bool,
    bracket: bool,
}

/// How a text uses each of its words, by hash.
#[derive(Debug)]
pub struct Uses(HashMap<u64, Use, Buckets>);

impl Uses {
    /// How `tokens` do.
    pub fn of(tokens: &[Token<'_>]) -> Self {
        let mut uses: HashMap<u64, Use, Buckets> = HashMap::default();
        let mut sentence = 0;
        for (at, token) in tokens.iter().enumerate() {
            sentence += usize::from(token.is_stop());
            if token.is_word() {
                let seen = uses.entry(token.hash).or_default();
                seen.named += u32::from(token.has(Flag::Named) && !token.has(Flag::Weak));
                seen.small += u32::from(!token.has(Flag::Named));
                seen.set_off |= token.has(Flag::SetOff);
                seen.early |= sentence < 2;
                seen.bracket |= tokens.get(at + 1).is_some_and(|next| next.is_mark('('));
            }
        }
        Self(uses)
    }
}

/// What is seen of each of `tokens`.
pub fn rows(tokens: &[Token<'_>], case: Case, uses: &Uses) -> Vec<Rows> {
    let sentences = tokens.iter().filter(|token| token.is_stop()).count();
    let mut sentence = 0;
    let row = |token: &Token<'_>| {
        let place = step(sentence, sentences);
        sentence += usize::from(token.is_stop());
        row(token, case, uses.0.get(&token.hash).copied().unwrap_or_default(), place)
    };
    tokens.iter().map(row).collect()
}

fn row(token: &Token<'_>, case: Case, seen: Use, step: usize) -> Rows {
    let hash = usize::try_from(mixed(token.hash) >> 32).unwrap_or_default();
    let is = |flag: Flag| usize::from(token.has(flag));
    let parts = [
        (WORDS, hash % WORDS),
        (0, hash / WORDS % WORDS),
        (ENDINGS, if token.is_word() { ending(token.word) } else { 0 }),
        (
            FORMS,
            form(token) * 32
                + is(Flag::First) * 16
                + is(Flag::Common) * 8
                + is(Flag::Given) * 4
                + is(Flag::Owns) * 2
                + is(Flag::Apart),
        ),
        (
            PLACES,
            (case as usize) * 64
                + is(Flag::Bracket) * 32
                + is(Flag::Emphasis) * 16
                + is(Flag::Heading) * 8
                + is(Flag::SetOff) * 4
                + is(Flag::Named) * 2
                + is(Flag::Asked),
        ),
        (USES, usage(seen)),
        (STEPS, step),
    ];
    let mut base = 0;
    let mut rows = [0; SLOTS];
    for (slot, (row, (size, number))) in rows.iter_mut().zip(parts).enumerate() {
        *row = u16::try_from(base + number).unwrap_or_default();
        // Both of a word's rows are in one range.
        base += match slot {
            0 => 0,
            1 => WORDS,
            _ => size,
        };
    }
    rows
}

fn form(token: &Token<'_>) -> usize {
    match token.shape {
        Shape::Small => 0,
        Shape::Capital => 1,
        Shape::Capitals => 2,
        Shape::Initial => 3,
        Shape::Number => 4,
        Shape::Mark(_) => 5,
        Shape::Sentence => 6,
        Shape::Block => 7,
    }
}

fn usage(seen: Use) -> usize {
    let named = match seen.named {
        n @ 0..=3 => n as usize,
        4..=6 => 4,
        _ => 5,
    };
    let small = seen.small.min(2) as usize;
    let is = |is: bool| usize::from(is);
    ((named * 3 + small) * 2 + is(seen.set_off)) * 4 + is(seen.early) * 2 + is(seen.bracket)
}

/// Where a sentence stands: near the head, the foot, or how far in.
fn step(sentence: usize, sentences: usize) -> usize {
    match (sentence, sentences.saturating_sub(sentence)) {
        (near @ 0..=4, _) => near,
        (_, left @ 0..=3) => 12 + left,
        _ => 5 + sentence * 7 / (sentences + 1),
    }
}

/// The last three letters of a word.
fn ending(word: &str) -> usize {
    let from = word.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
    let hash = words::hash(word.get(from..).unwrap_or_default());
    1 + usize::try_from(mixed(hash) >> 40).unwrap_or_default() % (ENDINGS - 1)
}

fn mixed(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    (hash ^ (hash >> 29)).wrapping_mul(0xc4ce_b9fe_1a85_ec53)
}
