//! Who plays whom: what is seen between a person and a character who are named near each other.

use super::features::Page;
use super::mentions::Scores;
use super::spans::Stretch;
use super::tokens::{Flag, Token};

/// So many tokens may stand between the two.
const FAR: usize = 14;

/// Pairs of neighbouring mentions, as numbers of `chosen`: any two names in one sentence that are near.
pub fn near(tokens: &[Token<'_>], stretches: &[Stretch], chosen: &[usize]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (one, number) in chosen.iter().enumerate() {
        let first = stretches[*number];
        for other in one + 1..chosen.len().min(one + 8) {
            let second = stretches[chosen[other]];
            let between = tokens.get(first.end()..second.start()).unwrap_or_default();
            if between.len() > FAR || between.iter().any(Token::is_stop) {
                break;
            }
            found.push((one, other));
        }
    }
    found
}

/// What is seen of the person at `person` and the character at `character`.
pub fn rows(
    page: &Page<'_, '_>,
    scores: &[Scores],
    chosen: &[usize],
    person: usize,
    character: usize,
) -> Vec<u32> {
    let of = |mention: usize| page.stretches[chosen[mention]];
    let (one, other) = (of(person.min(character)), of(person.max(character)));
    let order = u64::from(person < character);
    let gap = other.start().saturating_sub(one.end());
    let skipped = person.abs_diff(character) as u64 - 1;
    let owns = u64::from(page.tokens[one.end() - 1].has(Flag::Owns));
    let mut path = 9 + order;
    let mut rows = Vec::new();
    let mut bag = page.bag(&mut rows);
    bag.add(200, order);
    for at in one.end()..other.start() {
        let gist = page.gist_of(at);
        path = page.combine(&[path, gist]);
        bag.add(201 + order, gist);
        bag.add(203 + order, page.combine(&[gist, skipped]));
    }
    let first = page.gist_of(one.end());
    let last = page.gist_of(other.start().wrapping_sub(1));
    let behind = page.gist_of(other.end());
    let before = page.gist_of(one.start().wrapping_sub(1));
    bag.add(205, page.combine(&[path, owns]));
    bag.add(206, page.combine(&[order, first, owns, skipped.min(2)]));
    bag.add(207, page.combine(&[order, last, skipped.min(2)]));
    bag.add(208, page.combine(&[order, first, last, skipped.min(2)]));
    bag.add(209, page.combine(&[order, last, behind, skipped.min(2)]));
    bag.add(210, page.combine(&[order, before, first]));
    bag.add(211, page.combine(&[order, gap.min(8) as u64, skipped]));
    bag.add(212, page.combine(&[order, owns, gap.min(3) as u64]));
    bag.add(213, page.combine(&[order, before, skipped.min(2)]));
    bag.add(214, page.combine(&[order, skipped]));
    let level = |value: f32| (value / 2.0).round().clamp(-3.0, 3.0) as i64 as u64;
    let (p, c) = (&scores[chosen[person]], &scores[chosen[character]]);
    bag.add(215, level(p[1] - p[3]));
    bag.add(216, level(c[3] - c[1]));
    bag.add(217, page.combine(&[level(p[1] - p[3]), level(c[3] - c[1])]));
    bag.add(218, page.combine(&[level(p[super::mentions::KINDS + 3]), first, order]));
    bag.add(219, page.combine(&[page.case as u64, order]));
    rows
}
