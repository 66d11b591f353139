//! The film's people, its title, and other films, read out of the prose by a learned model.
//!
//! What may be seen is cut into tokens. Every stretch of words that may be a name is scored from its form and from
//! the words around it; the likeliest are taken; mentions of one person or film are put together and judged
//! together; and of people and characters who are named near each other it is judged who plays whom. Nothing here
//! ever looks at what is hidden: the text comes from the [`Gate`], and when the curtain moves, all is read
//! again. Every step passes once over the text and looks a bounded way around.

pub mod entities;
pub mod evidence;
pub mod features;
pub mod mentions;
pub mod model;
pub mod pairs;
pub mod reading;
pub mod spans;
mod text;
pub mod tokens;
pub mod words;

use std::collections::HashSet;

use super::document::Role;
use super::gate::{Facts, Gate};
use crate::span::Span;
use entities::Sort;
use model::Model;
use reading::{Found, Reading};
use spans::Stretch;
use tokens::{Shape, Token};

/// Who made the film, and what else is mentioned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credits {
    /// In billing order; within a role as they are first named.
    pub people: Vec<Credit>,
    /// Other films, as they are first named.
    pub films: Vec<OtherFilm>,
    /// Where the prose names the film that it is about.
    pub title: Option<Span>,
    /// The year that stands behind the title in brackets.
    pub year: Option<u16>,
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

/// The roles that the model tells apart, in its order.
pub const ROLES: [Role; mentions::ROLES] = [
    Role::Director,
    Role::Writer,
    Role::SourceAuthor,
    Role::Actor,
    Role::Cinematographer,
    Role::Composer,
    Role::Editor,
    Role::ProductionDesigner,
    Role::CostumeDesigner,
    Role::VisualEffects,
    Role::Producer,
    Role::Studio,
];

/// What is less likely is not said: a wrong statement costs more than a missing one.
const ROLE: f32 = 0.6;
const FILM: f32 = 0.6;
/// The likeliest title is better than none.
const TITLE: f32 = 0.05;

/// What `gate` shows of the film's people.
pub fn read(gate: Gate<'_>) -> Credits {
    read_with(gate, Model::shipped())
}

/// The same by another model.
pub fn read_with(gate: Gate<'_>, model: &Model) -> Credits {
    let mut tokens = text::open(gate);
    let reading = reading::read(&mut tokens, model);
    let facts = gate.facts();
    Page { tokens, reading, facts }.credits()
}

struct Page<'d> {
    tokens: Vec<Token<'d>>,
    reading: Reading,
    facts: Facts<'d>,
}

impl Page<'_> {
    fn credits(&self) -> Credits {
        let title = self.title();
        let mut credits = Credits {
            people: self.people(),
            films: self.films(title),
            title: title.and_then(|title| place(self.tokens.get(title.range())?)),
            year: title.and_then(|title| self.year_behind(title)),
        };
        credits.people.sort_by_key(|credit| credit.role);
        credits
    }

    /// What the review is likeliest about.
    fn title(&self) -> Option<Stretch> {
        self.reading.title.filter(|(_, share)| *share > TITLE).map(|(title, _)| title)
    }

    fn films(&self, own: Option<Stretch>) -> Vec<OtherFilm> {
        let stated = self.facts.title.map(|title| key(title.text()));
        let own = stated.or_else(|| own.map(|own| key(&self.spelt(own, Sort::Film))));
        let is_own = |found: &Found| own.as_ref() == Some(&key(&self.name(found)));
        let films =
            self.reading.found.iter().filter(|found| found.sort == Sort::Film && found.kinds[5] > FILM);
        let mut films: Vec<OtherFilm> =
            films.filter(|found| !is_own(found)).map(|found| self.film(found)).collect();
        films.sort_by_key(|film| film.mentions.first().copied());
        films
    }

    fn film(&self, found: &Found) -> OtherFilm {
        OtherFilm { title: self.name(found), year: self.year(found), mentions: self.spans(found) }
    }

    /// The people of the film: those who are stated, and those whom the prose names for roles that are not.
    fn people(&self) -> Vec<Credit> {
        let mut people = Vec::new();
        let mut stated = HashSet::new();
        for (role, name) in &self.facts.credits {
            let name = name.text().split_whitespace().collect::<Vec<_>>().join(" ");
            if stated.insert((*role, key(&name))) {
                people.push(self.stated(*role, name));
            }
        }
        let listed: HashSet<Role> = self.facts.credits.iter().map(|(role, _)| *role).collect();
        for (number, found) in self.reading.found.iter().enumerate() {
            let roles =
                ROLES.into_iter().zip(found.roles).filter(|(role, share)| self.is_told(found, *role, *share));
            for (role, _) in roles.filter(|(role, _)| *role == Role::Actor || !listed.contains(role)) {
                let credit = self.credit(number, found, role);
                if !people.iter().any(|known| known.role == role && same(&known.name, &credit.name)) {
                    people.push(credit);
                }
            }
        }
        people
    }

    fn is_told(&self, found: &Found, role: Role, share: f32) -> bool {
        let is_person = found.sort == Sort::Person && found.kinds[1] > found.kinds[3];
        share > ROLE && (is_person || role == Role::Studio) && !self.name(found).is_empty()
    }

    /// A credit that the review states, with where the prose names the person.
    fn stated(&self, role: Role, name: String) -> Credit {
        let is = |found: &&Found| found.sort == Sort::Person && same(&name, &self.name(found));
        let Some((number, found)) = self.reading.found.iter().enumerate().find(|(_, found)| is(found)) else {
            return Credit { role, name, character: None, variants: Vec::new(), mentions: Vec::new() };
        };
        let mut credit = self.credit(number, found, role);
        if credit.name.split_whitespace().count() < name.split_whitespace().count() {
            credit.variants.push(std::mem::replace(&mut credit.name, name));
        }
        credit
    }

    fn credit(&self, number: usize, found: &Found, role: Role) -> Credit {
        let name = self.name(found);
        let mut variants: Vec<String> = Vec::new();
        for mention in &found.mentions {
            let spelt = self.spelt(self.reading.mentions[*mention], found.sort);
            if spelt != name && !variants.contains(&spelt) && variants.len() < 16 {
                variants.push(spelt);
            }
        }
        let plays = self.reading.plays.iter().find(|(person, _)| *person == number && role == Role::Actor);
        let character = plays.and_then(|(_, character)| self.reading.found.get(*character));
        Credit {
            role,
            name,
            character: character.map(|c| self.name(c)),
            variants,
            mentions: self.spans(found),
        }
    }

    fn name(&self, found: &Found) -> String {
        reading::name(&self.tokens, found)
    }

    fn spelt(&self, stretch: Stretch, sort: Sort) -> String {
        entities::spelling(self.tokens.get(entities::range(&self.tokens, stretch, sort)).unwrap_or_default())
    }

    /// Where `found` is named.
    fn spans(&self, found: &Found) -> Vec<Span> {
        let stretches = found.mentions.iter().filter_map(|mention| self.reading.mentions.get(*mention));
        let ranges = stretches.map(|stretch| entities::range(&self.tokens, *stretch, found.sort));
        ranges.filter_map(|range| self.tokens.get(range)).filter_map(place).collect()
    }

    /// The year in brackets behind one of the mentions of `found`.
    fn year(&self, found: &Found) -> Option<u16> {
        let stretches = found.mentions.iter().filter_map(|mention| self.reading.mentions.get(*mention));
        stretches.copied().find_map(|stretch| self.year_behind(stretch))
    }

    fn year_behind(&self, stretch: Stretch) -> Option<u16> {
        let end = stretch.end();
        let at = (end..end + 3).find(|at| self.tokens.get(*at).is_some_and(|t| t.is_mark('(')))?;
        let year = self.tokens.get(at + 1).filter(|t| t.shape == Shape::Number)?.word.parse().ok()?;
        (1880..2100).contains(&year).then_some(year)
    }
}

/// From the first to the last of `tokens`.
fn place(tokens: &[Token<'_>]) -> Option<Span> {
    Some(Span::of(tokens.first()?.start..tokens.last()?.end()))
}

/// A name as it is compared.
fn key(name: &str) -> String {
    let name = name.to_lowercase();
    let bare = name.strip_prefix("the ").unwrap_or(&name);
    bare.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether two names are of one person: the same, or one the surname of the other.
fn same(one: &str, other: &str) -> bool {
    let last = |name: &str| name.split_whitespace().next_back().map(key);
    let is_part = |name: &str| name.split_whitespace().count() == 1;
    key(one) == key(other) || ((is_part(one) || is_part(other)) && last(one) == last(other))
}
