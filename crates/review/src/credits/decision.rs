//! Whether somebody is told to have had a role: a learned decision on what all mentions of them say together.
//!
//! Logistic regression over the likelihoods that the net found and what is known of the name, for actors, for
//! directors and for all other roles; `training/credits/decide.py` makes `decisions.model`. The likelihood of a studio
//! decides for itself.

use std::sync::LazyLock;

use super::known::{Film, Trade};
use super::reading::Found;
use super::tagger::{ACTOR, CHARACTER, CREW, DIRECTOR, NONE, OTHER, ROLES, STUDIO, Sort, probability};

/// How much is seen of one name and role.
pub const SEEN: usize = OF_TRADE + TRADES + FILMS;
/// Log odds come first, then what is counted, then one number for each trade and each standing to a film.
const LOGITS: usize = 8;
const OF_TRADE: usize = LOGITS + 4;
const TRADES: usize = Trade::Much as usize + 1;
const FILMS: usize = Film::Other as usize + 1;

/// The weights for directors, actors and others, and what is added for each role.
static LEARNED: LazyLock<Vec<f32>> =
    LazyLock::new(|| BYTES.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect());
const BYTES: [u8; 4 * (3 * SEEN + ROLES)] = *include_bytes!("../../../../assets/credits/decisions.model");

/// What else is seen of a name beside what the net says of it.
pub struct Around {
    /// Whether a word by the name speaks of the role.
    pub is_spoken_of: bool,
    /// Whether it is told whom they play.
    pub plays: bool,
    /// How likely the likeliest director is of all others.
    pub other_director: f32,
    /// How many tokens are read.
    pub length: usize,
}

/// What is less likely by the net alone is not asked.
const MAY_BE: f32 = 0.05;

/// Whether it is asked whether `found` had a role: somebody real, and one of a person.
pub fn is_asked(found: &Found, role: usize) -> bool {
    let is_real = found.kinds[CREW] + found.kinds[OTHER] > found.kinds[CHARACTER];
    found.sort == Sort::Person && is_real && role != STUDIO && found.roles[role] > MAY_BE
}

/// What is seen of `found` in a role.
pub fn seen(found: &Found, role: usize, around: &Around) -> [f32; SEEN] {
    let logits = [
        found.roles[role],
        found.roles[ACTOR],
        found.roles[DIRECTOR],
        found.kinds[CREW],
        found.kinds[OTHER],
        found.kinds[CHARACTER],
        found.kinds[NONE],
        around.other_director,
    ];
    let mut seen = [0.0; SEEN];
    seen.iter_mut().zip(logits).for_each(|(seen, share)| *seen = logit(share));
    let logarithm = |count: usize| judge::matrix::float(count).max(1.0).ln();
    let rest = [
        f32::from(u8::from(around.is_spoken_of)),
        f32::from(u8::from(around.plays)),
        logarithm(found.mentions.len()),
        logarithm(around.length),
    ];
    seen[LOGITS..OF_TRADE].copy_from_slice(&rest);
    let (trade, film) = found.standing;
    seen[OF_TRADE + trade as usize] = 1.0;
    seen[OF_TRADE + TRADES + film as usize] = 1.0;
    seen
}

/// How likely somebody had a role of whom so much is seen.
pub fn likelihood(role: usize, seen: &[f32; SEEN]) -> f32 {
    let group = match role {
        DIRECTOR => 0,
        ACTOR => 1,
        _ => 2,
    };
    let (weights, added) = LEARNED.split_at(3 * SEEN);
    let weights = weights.iter().skip(group * SEEN);
    let odds = weights.zip(seen).map(|(weight, seen)| weight * seen).sum::<f32>() + added[role];
    probability(odds)
}

/// The log odds of a probability, within bounds.
fn logit(share: f32) -> f32 {
    ((share + 1e-4) / (1.0 - share + 1e-4)).ln()
}
