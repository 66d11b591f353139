//! What speaks for acting in the film, and what for being a character, a place or somebody else.

use super::super::lexicon::Trait;
use super::super::line::{Group, Line, What, as_before, back};
use super::super::people::Person;
use super::{Clue, Evidence};
use crate::document::Role;

/// How far a word of acting is near.
const NEAR: usize = 8;
/// So many mentions are early.
const EARLY: usize = 3;
/// How far it is in the same sentence.
const SENTENCE: usize = 30;

/// What stands around a group.
pub(super) fn around(line: &Line<'_, '_>, group: &Group, evidence: &mut Evidence) {
    let (first, last) = (group.first(), group.last());
    if let Some(clue) = before(line, first) {
        evidence.vote_all(line, group, Role::Actor, clue);
    }
    let near = |reach| within(line, first, last, reach);
    if near(NEAR) {
        evidence.vote_all(line, group, Role::Actor, Clue::ActingNear);
    } else if near(SENTENCE) {
        evidence.vote_all(line, group, Role::Actor, Clue::ActingLine);
    }
    if is_elsewhere(line, last) {
        evidence.vote_all(line, group, Role::Actor, Clue::InOther);
    }
    if casts(line, last) {
        evidence.vote_all(line, group, Role::Actor, Clue::AsSomebody);
    }
    if line.is_mark(first.wrapping_sub(1), '(') {
        let clue = if line.person(first.wrapping_sub(2)).is_some() { Clue::Inside } else { Clue::Bracket };
        evidence.vote_all(line, group, Role::Actor, clue);
    }
}

/// `in "Night Boat"` behind the person at `last`: what is said is said of another film.
pub(super) fn is_elsewhere(line: &Line<'_, '_>, last: usize) -> bool {
    let next = line.past_bracket(last + 1);
    let linked = line.is_word(next, "in") || line.is_word(next, "from");
    linked
        && (line.is_other_work(next + 1)
            || (line.is(next + 1, Trait::Article) && line.is_other_work(next + 2)))
}

/// `as a surgeon`, `, as the surgeon,` behind the person at `last`.
fn casts(line: &Line<'_, '_>, last: usize) -> bool {
    let next = line.past_bracket(last + 1);
    let next = next + usize::from(line.is_mark(next, ','));
    line.is_word(next, "as") && line.is(next + 1, Trait::Article) && line.is_small(next + 2)
}

/// `starring`, `performances from`, `like` before a group.
fn before(line: &Line<'_, '_>, first: usize) -> Option<Clue> {
    let mut linked = false;
    for at in back(first, 6) {
        let distance = first - at;
        if line.is(at, Trait::Like) && distance <= 2 {
            return Some(Clue::Like);
        }
        if line.is(at, Trait::Starring) && !line.is_word(at + 1, "in") && (distance <= 4 || linked) {
            return Some(Clue::Starring);
        }
        if line.is(at, Trait::Acting) && linked {
            return Some(Clue::ActingBefore);
        }
        if !matches!(line.what(at), What::Word | What::Mark('-' | '/' | ',' | ':')) {
            return None;
        }
        linked |= line.is(at, Trait::Being)
            || ["by", "from", "of", "including", "between", "includes", "with"]
                .iter()
                .any(|word| line.is_word(at, word));
    }
    None
}

/// Whether a word of acting stands within `reach` things before `first` or behind `last`.
fn within(line: &Line<'_, '_>, first: usize, last: usize, reach: usize) -> bool {
    let open = |at: &usize| line.what(*at) != What::Stop;
    let behind = (last + 1..last + 1 + reach).take_while(open);
    let mut ahead = back(first, reach).take_while(open).chain(behind);
    ahead.any(|at| line.is(at, Trait::Acting))
}

/// What stands by one name, whoever is named beside it.
pub(super) fn alone(line: &Line<'_, '_>, at: usize, evidence: &mut Evidence) {
    let Some(person) = line.person(at) else { return };
    let mut vote = |clue| evidence.vote(person, Role::Actor, clue);
    let previous = at.wrapping_sub(1);
    let which = at > 3 && line.is_word(previous, "which") && line.is(at - 3, Trait::OtherWork);
    if which && !line.is(at - 3, Trait::Film) {
        vote(Clue::InBook);
    }
    if line.is(previous, Trait::Article) {
        vote(Clue::Article);
    } else if line.is(previous, Trait::Place) {
        vote(Clue::Place);
    } else if line.is(previous, Trait::Named) {
        vote(Clue::Named);
    }
    if line.mention(at).is_some_and(|mention| mention.addressed) {
        vote(Clue::Addressed);
    }
    if as_before(line, at).is_some() {
        vote(Clue::As);
    }
    let owned = line.person(at + 1).filter(|_| line.owns(at)).and_then(|person| line.people.all.get(person));
    let known = |owned: &Person| owned.mentions.len() > 1 || does(line, at + 2);
    if owned.is_some_and(|owned| !owned.is_full() && known(owned)) {
        vote(Clue::OwnsPerson);
    }
    if !line.owns(at)
        && let Some(clue) = behind(line, at + 1)
    {
        vote(clue);
    }
}

/// Whether the word at `at` says what somebody is or does.
fn does(line: &Line<'_, '_>, at: usize) -> bool {
    let word = line.word(at);
    line.is(at, Trait::Being) || (line.is_small(at) && (word.ends_with("ly") || word.ends_with('s')))
}

fn behind(line: &Line<'_, '_>, next: usize) -> Option<Clue> {
    if line.is_mark(next, '(') {
        let close = line.close(next)?;
        let films = (next + 1..close).any(|at| line.is_other_work(at));
        let person = line.person(next + 1).is_some();
        return if films { Some(Clue::Filmography) } else { person.then_some(Clue::Outside) };
    }
    let entry = line.entry(next);
    if entry.is(Trait::Being) {
        return Some(Clue::Being);
    }
    let word = line.word(next);
    let acts = line.is_small(next)
        && entry.verb.is_empty()
        && word.len() > 3
        && word.ends_with('s')
        && !word.ends_with("ss");
    acts.then_some(Clue::Subject)
}

/// What the name itself says.
pub(super) fn name(line: &Line<'_, '_>, number: usize, person: &Person, evidence: &mut Evidence) {
    let given =
        person.mentions.iter().filter_map(|mention| line.mentions.get(*mention)).any(|mention| mention.given);
    let mut vote = |holds: bool, clue| {
        if holds {
            evidence.vote(number, Role::Actor, clue);
        }
    };
    vote(person.is_full(), Clue::Full);
    vote(given, Clue::Given);
    vote(person.mentions.len() >= 2, Clue::Twice);
    vote(person.mentions.len() >= 4, Clue::Often);
    let early = person.mentions.first().is_some_and(|first| *first < EARLY);
    for (holds, clue) in [
        (person.is_full(), Clue::Full),
        (person.mentions.len() >= 2, Clue::Twice),
        (person.mentions.len() >= 4, Clue::Often),
        (early, Clue::Early),
    ] {
        if holds {
            evidence.vote(number, Role::Director, clue);
        }
    }
}
