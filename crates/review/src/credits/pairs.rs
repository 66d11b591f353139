//! Who plays whom: judged of a person and a character who are named near each other.

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
    let layer = &net.pairs[usize::from(person == near.first)];
    let hidden = layer.active(1, |_, out| {
        out.extend(seen.row(first.to - 1).unwrap_or_default());
        out.extend(seen.row(second.from).unwrap_or_default());
        let mut most = vec![0.0_f32; seen.near.cols];
        for at in first.to..second.from {
            most.iter_mut().zip(seen.near.row(at)).for_each(|(most, number)| *most = most.max(*number));
        }
        out.extend(most);
        distance(second.from - first.to, near.skipped, out);
    });
    probability(net.plays.apply(1, |_, out| out.extend(hidden.row(0))).data[0])
}

fn distance(gap: usize, skipped: usize, out: &mut Vec<f32>) {
    let gap = match gap {
        0..=5 => gap,
        6..=9 => 6,
        10..=15 => 7,
        _ => 8,
    };
    let is = |is: bool| f32::from(u8::from(is));
    out.extend((0..GAPS).map(|at| is(at == gap)));
    out.extend((0..SKIPPED).map(|at| is(at == skipped.min(SKIPPED - 1))));
}
