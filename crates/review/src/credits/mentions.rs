//! Which of the stretches that overlap are names: those that are together the likeliest.

use super::spans::Stretch;

/// How many kinds a stretch may be of: none, a person of the film, another person, a character, the film, another
/// film, a company.
pub const KINDS: usize = 7;
/// How many roles are told apart.
pub const ROLES: usize = 12;
/// What is reckoned for every stretch.
pub const ANSWERS: usize = KINDS + ROLES;

/// What is reckoned for a stretch: log odds of kinds, then of roles.
pub type Scores = [f32; ANSWERS];

/// Probabilities from what was reckoned of kinds.
pub fn shares(scores: &[f32]) -> [f32; KINDS] {
    let most = scores.iter().take(KINDS).copied().fold(f32::MIN, f32::max);
    let mut shares = [0.0; KINDS];
    for (share, score) in shares.iter_mut().zip(scores) {
        *share = (score - most).exp();
    }
    let sum: f32 = shares.iter().sum();
    shares.map(|share| share / sum)
}

/// The probability of log odds.
pub fn probability(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

/// The stretches that are names, by number, in order; `stretches` are in order of their first token.
pub fn choose(stretches: &[Stretch], scores: &[Scores]) -> Vec<usize> {
    let mut by_end: Vec<usize> = (0..stretches.len()).collect();
    by_end.sort_by_key(|number| stretches[*number].to);
    let ends: Vec<u32> = by_end.iter().map(|number| stretches[*number].to).collect();
    // The best sum with the first so many, and which one was taken last for it, on top of how many.
    let mut best: Vec<(f32, Option<usize>, usize)> = vec![(0.0, None, 0)];
    for (count, number) in by_end.iter().enumerate() {
        let before = ends[..count].partition_point(|end| *end <= stretches[*number].from);
        let with = best[before].0 + gain(&scores[*number]);
        let without = best[count].0;
        best.push(if with > without { (with, Some(*number), before) } else { (without, None, count) });
    }
    let mut chosen = Vec::new();
    let mut at = by_end.len();
    while at > 0 {
        let (_, taken, before) = best[at];
        chosen.extend(taken);
        at = before;
    }
    chosen.reverse();
    chosen
}

/// The log odds of being a name.
fn gain(scores: &Scores) -> f32 {
    let none = shares(scores)[0];
    (1.0 - none).max(1e-6).ln() - none.max(1e-6).ln()
}
