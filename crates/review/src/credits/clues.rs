//! Clues: what in the text speaks for, or against, a person's having a role.
//!
//! Each collector looks at groups of people named in one breath and a few things on either side, and
//! casts votes. What the votes weigh is learnt, not written here.

mod acting;
mod characters;
mod roles;

use std::collections::BTreeMap;

use super::line::{Group, Line};
use crate::document::Role;

pub(super) use characters::{Form, Pair};

/// The kinds of clues, with their names in the table of weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Clue {
    /// What speaks in no case.
    Bias,
    /// `Director: Ann Lorn`
    Listed,
    /// `director Ann Lorn`
    Noun,
    /// `the director of "Slow Dust", Ann Lorn`
    NounOther,
    /// `Ann Lorn, the director`
    NounAfter,
    /// `directed by Ann Lorn`
    By,
    /// `directed with care and in three weeks by Ann Lorn`
    ByFar,
    /// `"Slow Dust", directed by Ann Lorn`
    ByOther,
    /// `Ann Lorn's script`
    Owns,
    /// `Ann Lorn's` and this film
    OwnsFilm,
    /// `Ann Lorn's "Slow Dust"`
    OwnsOther,
    /// `Ann Lorn's latest film`
    OwnsSome,
    /// `Ann Lorn's Ode`
    OwnsPerson,
    /// `Ann Lorn's hat`
    OwnsThing,
    /// `Ann Lorn directs`
    Verb,
    /// `Ann Lorn wrote "Slow Dust"`
    VerbOther,
    /// `starring Ann Lorn`
    Starring,
    /// `performances by Ann Lorn`
    ActingBefore,
    /// A word of acting within some words.
    ActingNear,
    /// A word of acting in the same sentence.
    ActingLine,
    /// In brackets, behind no name.
    Bracket,
    /// In brackets behind a name.
    Inside,
    /// Before a name in brackets.
    Outside,
    /// Before films in brackets.
    Filmography,
    /// `Ann Lorn in "Slow Dust"`
    InOther,
    /// `novels in which Ann Lorn`
    InBook,
    /// `like Ann Lorn`
    Like,
    /// `the Lorn`
    Article,
    /// `in Lorn`
    Place,
    /// `named Lorn`
    Named,
    /// `as Lorn`
    As,
    /// `Dr. Lorn`
    Addressed,
    /// `Lorn runs`
    Subject,
    /// `Lorn is`
    Being,
    /// Named in one breath with somebody who has the role.
    Grouped,
    /// With a given name and a surname.
    Full,
    /// With one of the commonest given names.
    Given,
    /// Named twice or more.
    Twice,
    /// Among the first who are named.
    Early,
    /// `Ann Lorn crafts`
    Makes,
    /// `Ann Lorn as a surgeon`
    AsSomebody,
    /// Named four times or more.
    Often,
    /// Stated to play somebody.
    Plays,
    /// Stated to be played by somebody.
    Played,
    /// Has another role.
    Elsewhere,
}

impl Clue {
    /// All kinds.
    pub const ALL: [Self; 45] = [
        Self::Bias,
        Self::Listed,
        Self::Noun,
        Self::NounOther,
        Self::NounAfter,
        Self::By,
        Self::ByFar,
        Self::ByOther,
        Self::Owns,
        Self::OwnsFilm,
        Self::OwnsOther,
        Self::OwnsSome,
        Self::OwnsPerson,
        Self::OwnsThing,
        Self::Verb,
        Self::VerbOther,
        Self::Starring,
        Self::ActingBefore,
        Self::ActingNear,
        Self::ActingLine,
        Self::Bracket,
        Self::Inside,
        Self::Outside,
        Self::Filmography,
        Self::InOther,
        Self::InBook,
        Self::Like,
        Self::Article,
        Self::Place,
        Self::Named,
        Self::As,
        Self::Addressed,
        Self::Subject,
        Self::Being,
        Self::Grouped,
        Self::Full,
        Self::Given,
        Self::Twice,
        Self::Early,
        Self::Makes,
        Self::AsSomebody,
        Self::Often,
        Self::Plays,
        Self::Played,
        Self::Elsewhere,
    ];

    /// Its name in the table of weights.
    pub fn name(self) -> String {
        let spelt = format!("{self:?}");
        let mut name = String::new();
        for c in spelt.chars() {
            if c.is_uppercase() && !name.is_empty() {
                name.push('-');
            }
            name.extend(c.to_lowercase());
        }
        name
    }
}

/// How often each clue speaks for each role of one person.
pub type Tally = BTreeMap<(Role, Clue), u8>;

/// All that is found.
pub(super) struct Evidence {
    /// By person.
    pub tallies: Vec<Tally>,
    pub pairs: Vec<Pair>,
    pub groups: Vec<Group>,
}

impl Evidence {
    pub(super) fn vote(&mut self, person: usize, role: Role, clue: Clue) {
        if let Some(tally) = self.tallies.get_mut(person) {
            let count = tally.entry((role, clue)).or_default();
            *count = count.saturating_add(1);
        }
    }

    /// `Key: value` says that `person` has `role`.
    pub(super) fn list(&mut self, person: usize, role: Role) {
        self.vote(person, role, Clue::Listed);
    }

    fn vote_all(&mut self, line: &Line<'_, '_>, group: &Group, role: Role, clue: Clue) {
        for person in group.at.iter().filter_map(|at| line.person(*at)) {
            self.vote(person, role, clue);
        }
    }
}

/// Collects what `line` says.
pub(super) fn collect(line: &Line<'_, '_>) -> Evidence {
    let groups = Group::all(line);
    let mut evidence = Evidence {
        tallies: vec![Tally::new(); line.people.all.len()],
        pairs: Vec::new(),
        groups: Vec::new(),
    };
    for group in &groups {
        roles::before(line, group, &mut evidence);
        roles::after(line, group, &mut evidence);
        acting::around(line, group, &mut evidence);
        for at in &group.at {
            acting::alone(line, *at, &mut evidence);
        }
    }
    evidence.pairs = characters::find(line, &groups);
    for (number, person) in line.people.all.iter().enumerate() {
        acting::name(line, number, person, &mut evidence);
    }
    evidence.groups = groups;
    evidence
}
