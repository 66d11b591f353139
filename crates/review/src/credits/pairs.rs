//! Who plays whom: judged of a person and a character who are named near each other.

use judge::rows::{self, Rows};

use super::net::Net;
use super::tagger::{CHARACTER, Mention, Seen, probability};
use super::tokens::{Flag, Shape, Token};

/// So many tokens may stand between the two.
const FAR: usize = 24;
/// Of the mentions behind one, so many are looked at.
const NEXT: usize = 6;
/// How the distance is told: numbers of tokens, then of names between.
const GAPS: usize = 9;
const SKIPPED: usize = 4;
/// One, in steps.
const ONE: i16 = 256;
/// Less likely pairs are none.
const PLAYS: f32 = 0.6;
/// Who is less likely a character is not asked for, and who is more likely one plays nobody.
const MAY_BE: f32 = 0.1;

/// Two mentions by number, in order, and how many others stand between them.
#[derive(Clone, Copy, Debug)]
struct Near {
    first: usize,
    second: usize,
    skipped: usize,
}

/// The likely pairs among `mentions`: how likely, and which is the person, which the character.
pub fn likely(
    tokens: &[Token<'_>],
    seen: &Seen,
    mentions: &[Mention],
    net: &Net,
) -> Vec<(f32, usize, usize)> {
    let share = |number: usize| mentions[number].kinds[CHARACTER];
    let mut found = Vec::new();
    for near in near(tokens, mentions) {
        for (person, character) in [(near.first, near.second), (near.second, near.first)] {
            if share(person) < 1.0 - MAY_BE && share(character) > MAY_BE {
                let plays = plays(seen, mentions, near, person, net);
                found.extend((plays > PLAYS).then_some((plays, person, character)));
            }
        }
    }
    found
}

/// Those of `mentions` that are people's and characters' and near each other in a block.
fn near(tokens: &[Token<'_>], mentions: &[Mention]) -> Vec<Near> {
    let is_person = |number: &usize| {
        mentions[*number].kind() <= CHARACTER && !tokens[mentions[*number].from].has(Flag::Listed)
    };
    let people: Vec<usize> = (0..mentions.len()).filter(is_person).collect();
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
fn plays(seen: &Seen, mentions: &[Mention], near: Near, person: usize, net: &Net) -> f32 {
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
