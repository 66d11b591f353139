//! The film's people, and other films, read out of the prose.
//!
//! What may be seen is cut into words; works and names are found among them, names are put together to
//! people, clues are collected of who did what, and one decision is made for all of them. Nothing here
//! ever looks at what is hidden: the text comes from the [`Gate`], and when the curtain moves, all is
//! read again. Every step passes once over the text and looks a bounded way around.

mod clues;
mod decision;
mod films;
mod lexicon;
mod line;
mod names;
mod people;
mod text;
mod weights;
mod works;

use super::document::Role;
use super::gate::{Facts, Gate, Shown};
use crate::span::Span;

pub use clues::{Clue, Tally};
pub use films::OtherFilm;
pub use weights::{Row, Weights, value};

use clues::Evidence;
use line::Line;
use names::Mention;
use text::Text;

/// Who made the film, and what else is mentioned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credits {
    /// In billing order; within a role as they are first named.
    pub people: Vec<Credit>,
    /// Other films, as they are first named.
    pub films: Vec<OtherFilm>,
}

/// Somebody with a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// What they did.
    pub role: Role,
    /// Their name in its fullest form.
    pub name: String,
    /// Whom they play.
    pub character: Option<String>,
    /// How else they are written in full or in part.
    pub variants: Vec<String>,
    /// Where they are named.
    pub mentions: Vec<Span>,
}

/// What `gate` shows of the film's people.
pub fn read(gate: Gate<'_>) -> Credits {
    read_with(gate, Weights::shipped())
}

/// The same, decided by other weights.
fn read_with(gate: Gate<'_>, weights: &Weights) -> Credits {
    let facts = gate.facts();
    Page::new(gate, &facts).read(|page, line| page.decide(line, weights))
}

/// What speaks for whom: for fitting weights. A name, and how often each clue was found.
pub fn evidence(gate: Gate<'_>, weights: &Weights) -> Vec<(String, Tally)> {
    let facts = gate.facts();
    Page::new(gate, &facts).read(|page, line| {
        let mut evidence = page.evidence(line);
        decision::settle(line, &mut evidence, weights);
        let spelt = |person| page.spelling(line, person).name;
        line.people.all.iter().zip(evidence.tallies).map(|(person, tally)| (spelt(person), tally)).collect()
    })
}

/// What is shown, cut into words.
struct Page<'d, 'f> {
    text: Text<'d>,
    facts: &'f Facts<'d>,
}

impl<'d, 'f> Page<'d, 'f> {
    fn new(gate: Gate<'d>, facts: &'f Facts<'d>) -> Self {
        Self { text: Text::open(gate), facts }
    }

    fn read<T>(&self, then: impl FnOnce(&Self, &Line<'_, 'd>) -> T) -> T {
        let title = self.facts.title.map(Shown::text);
        let works = works::find(&self.text, title);
        let mut mentions = names::find(&self.text, &works);
        mentions.extend(self.listed().map(|(_, words)| Mention::listed(words)));
        let people = people::gather(&self.text, &mentions);
        let line = Line::new(&self.text, &works, &mentions, &people, title.map(works::key));
        then(self, &line)
    }

    /// Names that stand as `Key: value`, with their roles and words.
    fn listed(&self) -> impl Iterator<Item = (Role, Vec<String>)> {
        self.facts.credits.iter().map(|(role, name)| (*role, names::words(name.text())))
    }

    /// The clues of the prose and of the listed credits.
    fn evidence(&self, line: &Line<'_, '_>) -> Evidence {
        let mut evidence = clues::collect(line);
        let first = line.mentions.len().saturating_sub(self.facts.credits.len());
        for (number, (role, _)) in self.facts.credits.iter().enumerate() {
            if let Some(person) = line.people.of.get(first + number) {
                evidence.list(*person, *role);
            }
        }
        evidence
    }

    fn decide(&self, line: &Line<'_, '_>, weights: &Weights) -> Credits {
        let parts = decision::decide(line, self.evidence(line), weights);
        let mut people: Vec<Credit> = parts.iter().map(|part| self.credit(line, part)).collect();
        people.retain(|credit| !credit.name.is_empty());
        people.sort_by_key(|credit| credit.role);
        Credits { people, films: films::find(line) }
    }

    fn credit(&self, line: &Line<'_, '_>, part: &decision::Part) -> Credit {
        let all = &line.people.all;
        let person = all.get(part.person).cloned().unwrap_or_default();
        let spelling = self.spelling(line, &person);
        let character = part.character.and_then(|(character, _)| all.get(character));
        let prose = person.mentions.iter().filter(|number| **number < self.prose(line));
        let mentions = prose.filter_map(|number| line.mentions.get(*number));
        Credit {
            role: part.role,
            name: spelling.name,
            character: character.map(|person| people::addressed(&self.text, line.mentions, person)),
            variants: spelling.others,
            mentions: mentions.map(|mention| people::place(&self.text, mention)).collect(),
        }
    }

    /// How many of the mentions stand in the prose; listed names follow them.
    fn prose(&self, line: &Line<'_, '_>) -> usize {
        line.mentions.len().saturating_sub(self.facts.credits.len())
    }

    /// How `person` is written, in the prose and in lists.
    fn spelling(&self, line: &Line<'_, '_>, person: &people::Person) -> people::Spelling {
        let listed = person.mentions.iter().filter_map(|number| number.checked_sub(self.prose(line)));
        let mut spelling = people::spelling(&self.text, line.mentions, person);
        for (_, name) in listed.filter_map(|number| self.facts.credits.get(number)) {
            spelling.add(people::joined(name.text()));
        }
        spelling
    }
}
