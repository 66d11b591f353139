//! What is seen of a token beside its word, as rows of the table of weights: its form, where it stands, how the whole
//! text uses it, and what is known of it.

use std::ops::Range;

use judge::cells::mixed;
use rustc_hash::FxHashMap;

use super::known::{self, Known};
use super::names::Case;
use super::tokens::{Flag, Shape, Token};
use super::words;

/// So many rows has a token.
pub const SLOTS: usize = 8;
/// Their numbers in the table.
pub type Rows = [u16; SLOTS];

/// No row.
const NONE: u16 = u16::MAX;

/// How many rows each slot chooses from.
const ENDINGS: usize = 512;
const FORMS: usize = 256;
const PLACES: usize = 192;
const USES: usize = 144;
const STEPS: usize = 16;
const NAMES: usize = 100;
const TITLES: usize = 98;
const LINKS: usize = 9;

/// How a text uses a word.
#[derive(Clone, Copy, Debug, Default)]
pub struct Use {
    named: u32,
    small: u32,
    set_off: bool,
    early: bool,
    bracket: bool,
}

/// How a text uses each of its words, by hash.
pub type Uses = FxHashMap<u64, Use>;

/// How `tokens` use their words.
pub fn uses(tokens: &[Token<'_>]) -> Uses {
    let mut uses = Uses::default();
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
    uses
}

/// What a text's tokens are seen by.
pub struct Features<'u> {
    case: Case,
    uses: &'u Uses,
    /// What is known of each token.
    pub known: Vec<Known>,
    /// How many sentences there are, and how many have been seen.
    sentences: usize,
    sentence: usize,
}

impl<'u> Features<'u> {
    /// Those of `tokens`, whose words are used as `uses` says.
    pub fn new(tokens: &[Token<'_>], case: Case, uses: &'u Uses) -> Self {
        let sentences = tokens.iter().filter(|token| token.is_stop()).count();
        Self { case, uses, known: known::of(tokens), sentences, sentence: 0 }
    }

    /// What is seen of each of the next tokens.
    pub fn rows(&mut self, tokens: &[Token<'_>], range: Range<usize>) -> Vec<Rows> {
        let row = |at: usize| {
            let token = &tokens[at];
            let place = step(self.sentence, self.sentences);
            self.sentence += usize::from(token.is_stop());
            let seen = self.uses.get(&token.hash).copied().unwrap_or_default();
            row(token, self.case, [usage(seen), place], self.known[at].map(usize::from))
        };
        range.map(row).collect()
    }
}

fn row(token: &Token<'_>, case: Case, [usage, step]: [usize; 2], [name, title, link, _]: [usize; 4]) -> Rows {
    let bits = |flags: &[Flag]| flags.iter().fold(0, |bits, flag| bits * 2 + usize::from(token.has(*flag)));
    let form = form(token) * 32 + bits(&[Flag::First, Flag::Common, Flag::Given, Flag::Owns, Flag::Apart]);
    let place = (case as usize) * 64
        + bits(&[Flag::Bracket, Flag::Emphasis, Flag::Heading, Flag::SetOff, Flag::Named, Flag::Asked]);
    let ending = if token.is_word() { ending(token.word) } else { 0 };
    let parts = [
        (ENDINGS, ending),
        (FORMS, form),
        (PLACES, place),
        (USES, usage),
        (STEPS, step),
        (NAMES, name),
        (TITLES, title),
        (LINKS, link),
    ];
    let mut base = 0;
    let mut rows = parts.map(|(size, number)| {
        let row = base + number;
        base += size;
        u16::try_from(row).unwrap_or_default()
    });
    // How a name ends tells of one who is known by heart, and of nobody else.
    if token.has(Flag::Named) {
        rows[0] = NONE;
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
    let named = [0, 1, 2, 3, 4, 4, 4, 5][seen.named.min(7) as usize];
    let small = seen.small.min(2) as usize;
    let bits = [seen.set_off, seen.early, seen.bracket];
    bits.into_iter().fold(named * 3 + small, |number, bit| number * 2 + usize::from(bit))
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
