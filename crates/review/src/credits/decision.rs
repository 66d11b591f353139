//! One decision for the whole review: who is a character, who plays them, and who did what.

use std::collections::{BTreeMap, BTreeSet};

use super::clues::{Clue, Evidence, Form, Pair};
use super::line::Line;
use super::weights::Weights;
use crate::document::Role;

/// Somebody's part in the film.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub person: usize,
    pub role: Role,
    /// The person who is the character, and the mention that states it.
    pub character: Option<(usize, usize)>,
}

/// Who plays whom.
#[derive(Clone, Copy, Debug)]
pub(super) struct Casting {
    actor: usize,
    character: usize,
    place: usize,
    form: Form,
}

/// Every part that the evidence speaks for.
pub(super) fn decide(line: &Line<'_, '_>, mut evidence: Evidence, weights: &Weights) -> Vec<Part> {
    let castings = settle(line, &mut evidence, weights);
    let characters: BTreeSet<usize> = castings.iter().map(|c| c.character).collect();
    let mut parts = Vec::new();
    for (person, tally) in evidence.tallies.iter().enumerate() {
        for role in Role::ALL {
            let stated = role == Role::SourceAuthor || tally.contains_key(&(role, Clue::Listed));
            let played = characters.contains(&person) && !stated;
            if played || weights.score(tally, role) <= 0.0 {
                continue;
            }
            let character = castings.iter().find(|c| role == Role::Actor && c.actor == person);
            parts.push(Part { person, role, character: character.map(|c| (c.character, c.place)) });
        }
    }
    best_directors(&mut parts, &evidence, weights);
    parts
}

/// Settles who plays whom, and adds to the evidence what follows from it.
pub(super) fn settle(line: &Line<'_, '_>, evidence: &mut Evidence, weights: &Weights) -> Vec<Casting> {
    let base: Vec<f32> = evidence.tallies.iter().map(|tally| weights.score(tally, Role::Actor)).collect();
    let mut castings = stated(evidence);
    castings.extend(bracketed(line, evidence, &base, &castings));
    let mut castings = consistent(castings);
    for casting in &castings {
        evidence.vote(casting.actor, Role::Actor, Clue::Plays);
        evidence.vote(casting.character, Role::Actor, Clue::Played);
    }
    elsewhere(evidence, weights);
    grouped(line, evidence, weights, &castings);
    let owned = owned(evidence, weights, &castings);
    castings.extend(owned);
    castings
}

fn stated(evidence: &Evidence) -> Vec<Casting> {
    let stated = evidence.pairs.iter().filter(|pair| pair.form == Form::Stated);
    stated.map(|pair| casting(*pair, false)).collect()
}

fn casting(pair: Pair, turned: bool) -> Casting {
    let (actor, character) = if turned { (pair.other, pair.one) } else { (pair.one, pair.other) };
    Casting { actor, character, place: pair.place, form: pair.form }
}

/// Which side of each bracket is the actor: usually the inside.
fn bracketed(line: &Line<'_, '_>, evidence: &Evidence, base: &[f32], known: &[Casting]) -> Vec<Casting> {
    let lean = |person: usize| {
        let full = line.people.all.get(person).is_some_and(super::people::Person::is_full);
        let plays = known.iter().any(|c| c.actor == person);
        let played = known.iter().any(|c| c.character == person);
        let addressed =
            evidence.tallies.get(person).is_some_and(|t| t.contains_key(&(Role::Actor, Clue::Addressed)));
        let sum: f32 = [(full, 2.0), (plays, 3.0), (played, -3.0), (addressed, -3.0)]
            .iter()
            .filter(|(holds, _)| *holds)
            .map(|(_, by)| by)
            .sum();
        sum + base.get(person).copied().unwrap_or_default().clamp(-3.0, 3.0) / 2.0
    };
    let brackets = evidence.pairs.iter().filter(|pair| pair.form == Form::Bracket);
    brackets.map(|pair| casting(*pair, lean(pair.other) + 1.0 > lean(pair.one))).collect()
}

/// Nobody is both an actor and a character: what is stated more often counts, and then what comes first.
fn consistent(castings: Vec<Casting>) -> Vec<Casting> {
    let mut balance: BTreeMap<usize, i32> = BTreeMap::new();
    for casting in &castings {
        let weight = if casting.form == Form::Stated { 3 } else { 2 };
        *balance.entry(casting.actor).or_default() += weight;
        *balance.entry(casting.character).or_default() -= weight;
    }
    let of = |person: usize| balance.get(&person).copied().unwrap_or_default();
    castings.into_iter().filter(|c| of(c.actor) >= 0 && of(c.character) <= 0).collect()
}

/// Who has another role is less likely to act.
fn elsewhere(evidence: &mut Evidence, weights: &Weights) {
    for person in 0..evidence.tallies.len() {
        let busy = evidence.tallies.get(person).is_some_and(|tally| {
            Role::ALL.into_iter().any(|role| role != Role::Actor && weights.score(tally, role) > 0.0)
        });
        if busy {
            evidence.vote(person, Role::Actor, Clue::Elsewhere);
        }
    }
}

/// Who is named in one breath with actors is likely to be one.
fn grouped(line: &Line<'_, '_>, evidence: &mut Evidence, weights: &Weights, castings: &[Casting]) {
    let acts: Vec<bool> =
        evidence.tallies.iter().map(|tally| weights.score(tally, Role::Actor) > 0.0).collect();
    for group in std::mem::take(&mut evidence.groups) {
        let people: Vec<usize> = group.at.iter().filter_map(|at| line.person(*at)).collect();
        let actors = people.iter().filter(|person| acts.get(**person) == Some(&true)).count();
        for person in &people {
            let own = usize::from(acts.get(*person) == Some(&true));
            if actors > own && !castings.iter().take(64).any(|c| c.character == *person) {
                evidence.vote(*person, Role::Actor, Clue::Grouped);
            }
        }
    }
}

/// `Lorn's Ode` states a character where Lorn acts, and Ode neither acts nor is known to be somebody's part.
fn owned(evidence: &Evidence, weights: &Weights, known: &[Casting]) -> Vec<Casting> {
    let acts = |person: usize| {
        evidence.tallies.get(person).is_some_and(|tally| weights.score(tally, Role::Actor) > 0.0)
    };
    let pairs = evidence.pairs.iter().filter(|pair| pair.form == Form::Owned);
    let free = |person: usize| !known.iter().any(|c| c.character == person || c.actor == person);
    let cast =
        |pair: &&Pair| acts(pair.one) && free(pair.other) && !known.iter().any(|c| c.character == pair.one);
    pairs.filter(cast).map(|pair| casting(*pair, false)).collect()
}

/// A film has one director, or some named alike: who is far behind the best is another film's.
fn best_directors(parts: &mut Vec<Part>, evidence: &Evidence, weights: &Weights) {
    let score = |person: usize| {
        evidence.tallies.get(person).map_or(0.0, |tally| weights.score(tally, Role::Director))
    };
    let best = parts.iter().filter(|p| p.role == Role::Director).map(|p| score(p.person)).fold(0.0, f32::max);
    parts.retain(|part| part.role != Role::Director || score(part.person) >= best * 0.5);
}
