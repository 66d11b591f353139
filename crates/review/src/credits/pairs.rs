//! Who plays whom: judged of a person and a character who are named near each other.

use judge::rows::{self, Rows};

use super::net::Net;
use super::tagger::{Mention, Seen, probability};
use super::tokens::{Shape, Token};

/// So many tokens may stand between the two.
const FAR: usize = 24;
/// Of the mentions behind one, so many are looked at.
const NEXT: usize = 6;
/// How the distance is told: numbers of tokens, then of names between.
const GAPS: usize = 9;
const SKIPPED: usize = 4;
/// One, in steps.
const ONE: i16 = 256;

/// Two mentions by number, in order, and how many others stand between them.
#[derive(Clone, Copy, Debug)]
pub struct Near {
    pub first: usize,
    pub second: usize,
    skipped: usize,
}

/// Those of `people` (numbers of mentions, in order) that are near each other in a block.
pub fn near(tokens: &[Token<'_>], mentions: &[Mention], people: &[usize]) -> Vec<Near> {
    let mut found = Vec::new();
    for (at, first) in people.iter().enumerate() {
        for (skipped, second) in people.iter().skip(at + 1).take(NEXT).enumerate() {
            let between = tokens.get(mentions[*first].to..mentions[*second].from).unwrap_or_default();
            if between.len() > FAR || between.iter().any(|token| token.shape == Shape::Block) {
                break;
            }
            found.push(Near { first: *first, second: *second, skipped });
        }
    }
    found
}

/// How likely the `person`, one of the two, plays the other.
pub fn plays(seen: &Seen, mentions: &[Mention], near: Near, person: usize, net: &Net) -> f32 {
    let (first, second) = (&mentions[near.first], &mentions[near.second]);
    let hidden = Rows::of(&net.pairs[usize::from(person == near.first)], 1, |_, out| {
        let (names, rest) = out.split_at_mut(2 * seen.whole.cols);
        let (between, distance) = rest.split_at_mut(seen.near.cols);
        rows::join(names, seen.whole.cols, [seen.row(first.to - 1), seen.row(second.from)].into_iter());
        (first.to..second.from).for_each(|at| rows::raise(between, seen.near.row(at)));
        let gap = match second.from - first.to {
            gap @ 0..=5 => gap,
            6..=9 => 6,
            10..=15 => 7,
            _ => 8,
        };
        distance[gap] = ONE;
        distance[GAPS + near.skipped.min(SKIPPED - 1)] = ONE;
    });
    let odds = rows::apply(&net.plays, 1, rows::STEP, |_, out| out.copy_from_slice(hidden.row(0)));
    probability(odds.data[0])
}
