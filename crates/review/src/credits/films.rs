//! Which of the named works are other films: all that nothing says to be a book, a song or a mere word.

use std::collections::HashMap;

use super::lexicon::Trait;
use super::line::{Line, What};
use super::people;
use super::works::{Sign, Work};
use crate::span::Span;

/// A film that the review mentions beside its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherFilm {
    /// Its title as the text has it.
    pub title: String,
    /// Its year, where the text has it.
    pub year: Option<u16>,
    /// Where it is named.
    pub mentions: Vec<Span>,
}

#[derive(Default)]
struct Case {
    places: Vec<usize>,
    year: Option<u16>,
    /// What speaks for a film, and against it.
    signs: i32,
}

/// The other films of `line`, in order of their first mention.
pub(super) fn find(line: &Line<'_, '_>) -> Vec<OtherFilm> {
    let mut cases: HashMap<&str, Case> = HashMap::new();
    for at in 0..line.items.len() {
        let What::Work(number) = line.what(at) else { continue };
        let Some(work) = line.works.get(number).filter(|work| !line.is_film(number) && !work.key.is_empty())
        else {
            continue;
        };
        let case = cases.entry(&work.key).or_default();
        case.places.push(number);
        case.year = case.year.or(work.year);
        case.signs += mark(line, work) + around(line, at);
    }
    let mut films: Vec<(usize, OtherFilm)> =
        cases.into_values().filter(|case| case.signs > 0).filter_map(|case| film(line, &case)).collect();
    films.sort_by_key(|(first, _)| *first);
    films.into_iter().map(|(_, film)| film).collect()
}

fn film(line: &Line<'_, '_>, case: &Case) -> Option<(usize, OtherFilm)> {
    let spans = case.places.iter().filter_map(|number| line.works.get(*number));
    let mentions: Vec<Span> = spans.map(|work| line.text.span(work.inner.start, work.inner.end)).collect();
    let first = *case.places.first()?;
    let title = people::joined(line.text.at(*mentions.first()?));
    Some((first, OtherFilm { title, year: case.year, mentions }))
}

/// How much its mark speaks for a work.
fn mark(line: &Line<'_, '_>, work: &Work) -> i32 {
    let tokens = line.text.tokens.get(work.inner.clone()).unwrap_or_default();
    let plain =
        tokens.len() == 1 && tokens.iter().all(|t| t.entry.is(Trait::Common) || t.entry.is(Trait::NoName));
    let year = if work.year.is_some() { 3 } else { 0 };
    year + match work.sign {
        Sign::Dated | Sign::Listed => 3,
        Sign::Emphasis | Sign::Quoted if plain => -1,
        Sign::Emphasis | Sign::Quoted | Sign::Capitals => 1,
        Sign::Bare => 0,
    }
}

/// What stands around the work at `at`.
fn around(line: &Line<'_, '_>, at: usize) -> i32 {
    let near = |at: usize| line.is(at, Trait::OtherWork) && !line.is(at, Trait::Film);
    let before = (1..=2)
        .filter_map(|back| at.checked_sub(back))
        .take_while(|at| line.what(*at) == What::Word || line.is_mark(*at, ','));
    let other = before.into_iter().any(near) || near(at + 1) || (line.is_word(at + 1, "the") && near(at + 2));
    let film = line.is(at + 1, Trait::Film) || at.checked_sub(1).is_some_and(|at| line.is(at, Trait::Film));
    let listed = beside(line, at);
    i32::from(film) * 2 + i32::from(listed) * 2 - i32::from(other) * 4
}

/// Whether another work stands beside it in a list.
fn beside(line: &Line<'_, '_>, at: usize) -> bool {
    let joint = |at: usize| {
        line.is_mark(at, ',') || line.is_word(at, "and") || line.is_word(at, "or") || line.is_mark(at, '&')
    };
    let work = |at: usize| matches!(line.what(at), What::Work(_));
    let next = (at + 1..at + 3).take_while(|at| joint(*at)).last();
    let previous = (1..3).filter_map(|back| at.checked_sub(back)).take_while(|at| joint(*at)).last();
    next.is_some_and(|next| work(next + 1))
        || previous.is_some_and(|previous| previous > 0 && work(previous - 1))
}
