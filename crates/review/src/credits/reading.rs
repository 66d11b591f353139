//! One text read: its stretches scored, the likeliest taken, put together, and judged.

use std::collections::HashMap;

use super::entities::{self, Sort};
use super::evidence::{self, Case};
use super::features::Page;
use super::mentions::{KINDS, ROLES, Scores, choose, probability, shares};
use super::model::Model;
use super::pairs;
use super::spans::{self, Stretch};
use super::tokens::Token;

/// What stands in a text.
pub struct Reading {
    /// The stretches that are mentions.
    pub mentions: Vec<Stretch>,
    pub found: Vec<Found>,
    /// What is likeliest the film's title, of all that may be a name, and how likely.
    pub title: Option<(Stretch, f32)>,
    /// Who plays whom, by number: a person and a character.
    pub plays: Vec<(usize, usize)>,
}

/// An entity and how likely it is what.
pub struct Found {
    pub sort: Sort,
    /// Numbers of mentions.
    pub mentions: Vec<usize>,
    /// The fullest mention.
    pub fullest: Stretch,
    /// How likely each kind is.
    pub kinds: [f32; KINDS],
    /// How likely each role is.
    pub roles: [f32; ROLES],
}

/// A pair that is less likely is none.
const PLAYS: f32 = 0.5;

/// Reads `tokens`.
pub fn read(tokens: &mut [Token<'_>], model: &Model) -> Reading {
    let case = spans::case(tokens);
    let stretches = spans::find(tokens, case);
    let page = Page::new(tokens, &stretches, case, &model.known);
    let mut rows = Vec::with_capacity(128);
    let (mut scores, mut odds) = (Vec::with_capacity(stretches.len()), Vec::with_capacity(stretches.len()));
    for number in 0..stretches.len() {
        rows.clear();
        page.rows(number, &mut rows);
        scores.push(model.stretch.answer(&rows));
        let [title] = model.title.answer(&rows);
        odds.push(title.clamp(-20.0, 20.0));
    }
    let chosen = choose(&stretches, &scores);
    let found: Vec<Found> = evidence::weigh(tokens, &stretches, &scores, &chosen)
        .into_iter()
        .map(|case| judge(case, model))
        .collect();
    let plays = plays(&page, &scores, &chosen, &found, model);
    let mentions = chosen.iter().map(|number| stretches[*number]).collect();
    Reading { mentions, found, title: title(&page, &odds), plays }
}

/// The name that its mentions say to be the film's, and how likely it is beside all other names and none.
fn title(page: &Page<'_, '_>, odds: &[f32]) -> Option<(Stretch, f32)> {
    let mut sums: HashMap<u64, (f32, usize)> = HashMap::new();
    let all: f32 = 1.0 + odds.iter().map(|odds| odds.exp()).sum::<f32>();
    for (number, odds) in odds.iter().enumerate() {
        sums.entry(*page.keys.get(number)?).or_insert((0.0, number)).0 += odds.exp() / all;
    }
    let best = sums.into_values().max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))?;
    Some((*page.stretches.get(best.1)?, best.0))
}

fn judge(case: Case, model: &Model) -> Found {
    let kinds = shares(&model.kind.answer(&case.for_kind));
    let mut roles = [0.0; ROLES];
    for (role, numbers) in roles.iter_mut().zip(&case.for_role) {
        *role = probability(model.role.answer(numbers)[0]);
    }
    Found { sort: case.sort, mentions: case.entity.mentions, fullest: case.fullest, kinds, roles }
}

/// The likeliest pairs: nobody plays two, and nobody is played by two.
fn plays(
    page: &Page<'_, '_>,
    scores: &[Scores],
    chosen: &[usize],
    found: &[Found],
    model: &Model,
) -> Vec<(usize, usize)> {
    let mut of = vec![usize::MAX; chosen.len()];
    for (number, entity) in found.iter().enumerate() {
        entity.mentions.iter().for_each(|mention| of[*mention] = number);
    }
    let mut likely: Vec<(f32, usize, usize)> = Vec::new();
    for (one, other) in pairs::near(page.tokens, page.stretches, chosen) {
        for (person, character) in [(one, other), (other, one)] {
            let (p, c) = (&found[of[person]], &found[of[character]]);
            let fits = p.sort == Sort::Person && c.sort == Sort::Person && of[person] != of[character];
            if !fits || p.roles[3] < 0.3 || c.kinds[3] < 0.3 || p.kinds[3] > c.kinds[3] {
                continue;
            }
            let odds = model.pair.answer(&pairs::rows(page, scores, chosen, person, character))[0];
            likely.push((probability(odds), of[person], of[character]));
        }
    }
    likely.retain(|(share, ..)| *share > PLAYS);
    likely.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut plays: Vec<(usize, usize)> = Vec::new();
    for (_, person, character) in likely {
        if plays.iter().all(|(p, c)| *p != person && *c != character && *p != character && *c != person) {
            plays.push((person, character));
        }
    }
    plays
}

/// How the fullest mention of `found` is spelt.
pub fn name(tokens: &[Token<'_>], found: &Found) -> String {
    entities::spelling(tokens.get(entities::range(tokens, found.fullest, found.sort)).unwrap_or_default())
}
