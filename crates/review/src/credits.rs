//! The film's people, its title, and other films, read out of the prose by a learned model.
//!
//! What may be seen is cut into tokens. Every stretch of words that may be a name is scored from its form and from
//! the words around it; the likeliest are taken; mentions of one person or film are put together and judged
//! together; and of people and characters who are named near each other it is judged who plays whom. Nothing here
//! ever looks at what is hidden: the text comes from the [`Gate`], and when the curtain moves, all is read
//! again. Every step passes once over the text and looks a bounded way around.

mod cues;
mod entities;
pub mod features;
mod known;
pub mod names;
mod net;
mod pairs;
mod reading;
mod tagger;
mod text;
mod titles;
pub mod tokens;
mod words;

use std::collections::HashSet;
use std::sync::Arc;

use super::document::Role;
use super::gate::{Gate, Shown};
use crate::span::Span;
use known::{Film, Trade};
use net::Net;
use reading::{Found, Reading};
use tagger::{CHARACTER, CREW, FILMS, OTHER, ROLES, Sort};
use tokens::{Flag, Shape, Token};

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

/// What is less likely is not said: a wrong statement costs more than a missing one.
/// That an actor acts: one who is known, who is known from this film, who is not, and who plays somebody.
const ACTS: f32 = 0.65;
const OURS: f32 = 0.45;
const UNKNOWN: f32 = 0.85;
const PLAYS: f32 = 0.55;
/// That a director directs: one who is known, who is not, who is known to have directed this film, or to have done something
/// else for it.
const DIRECTS: f32 = 0.5;
const UNKNOWN_DIRECTS: f32 = 0.65;
const DIRECTED: f32 = 0.2;
const ELSE_DIRECTS: f32 = 0.9;
const PRODUCES: f32 = 0.8;
/// But a role of which a word stands by the name: all but the actor's, the director's and a company's need one.
const SPOKEN_OF: f32 = 0.4;
/// Whose name is one word may as well be a character.
const ONE_WORD: f32 = 0.85;
const FILM: f32 = 0.5;

/// What `gate` shows of the film's people.
pub fn read(gate: Gate<'_>) -> Credits {
    Draft::of(gate).read()
}

/// What a gate shows, taken out of it to be read for credits by somebody else: to read takes longer than a reader
/// waits for a key.
#[derive(Debug)]
pub struct Draft {
    text: Arc<String>,
    /// The tokens, and how long their words are in the text.
    tokens: Vec<(Token<'static>, usize)>,
    stated: Stated,
}

/// What a review says of itself and its film.
#[derive(Debug)]
struct Stated {
    title: Option<String>,
    publication: Option<String>,
    credits: Vec<(Role, String)>,
}

impl Draft {
    /// What `gate` shows now.
    pub fn of(gate: Gate<'_>) -> Self {
        let tokens =
            text::open(gate).into_iter().map(|token| (token.with_word(""), token.word.len())).collect();
        let text = |shown: Shown<'_>| shown.text().to_owned();
        let facts = gate.facts();
        let stated = Stated {
            title: facts.title.map(text),
            publication: facts.publication.map(text),
            credits: facts.credits.into_iter().map(|(role, name)| (role, text(name))).collect(),
        };
        Self { text: Arc::clone(&gate.document().text), tokens, stated }
    }

    /// What it says of the film's people.
    pub fn read(self) -> Credits {
        let word = |start: usize, len: usize| self.text.get(start..start + len).unwrap_or_default();
        let of = |(token, len): (Token<'static>, usize)| token.with_word(word(token.start, len));
        let mut tokens: Vec<Token<'_>> = self.tokens.into_iter().map(of).collect();
        let reading = Net::shipped().map(|net| reading::read(&mut tokens, net)).unwrap_or_default();
        Page { tokens, reading, stated: self.stated }.credits()
    }
}

struct Page<'d> {
    tokens: Vec<Token<'d>>,
    reading: Reading,
    stated: Stated,
}

impl Page<'_> {
    fn credits(&self) -> Credits {
        let title = self.reading.title.and_then(|number| self.reading.found.get(number));
        let mut credits = Credits {
            people: self.people(),
            films: self.films(),
            title: title.and_then(|title| place(self.tokens_of(title.fullest, title.sort))),
            year: title.and_then(|title| self.year(title)),
        };
        credits.people.sort_by_key(|credit| credit.role);
        credits
    }

    fn films(&self) -> Vec<OtherFilm> {
        let paper = self.stated.publication.as_deref().map(key).unwrap_or_default();
        let own = self.own().unwrap_or_default();
        let is_known = |title: String| title == own || paper.contains(&title);
        let is_other = |found: &&Found| {
            let likely = found.sort == Sort::Film && found.kinds[FILMS] > FILM;
            likely && !self.is_in_tables(found) && !is_known(key(&self.name(found)))
        };
        let film = |found| OtherFilm {
            title: self.name(found),
            year: self.year(found),
            mentions: self.spans(found),
        };
        let mut films: Vec<OtherFilm> = self.reading.found.iter().filter(is_other).map(film).collect();
        films.sort_by_key(|film| film.mentions.first().copied());
        films
    }

    /// Whether only tables name `found`: their columns may be of anything.
    fn is_in_tables(&self, found: &Found) -> bool {
        let mut tokens = found.mentions.iter().map(|mention| self.tokens_of(*mention, found.sort).first());
        tokens.all(|token| token.is_some_and(|token| token.has(Flag::Cell)))
    }

    /// The film's title as it is compared.
    fn own(&self) -> Option<String> {
        let read = || Some(self.name(self.reading.found.get(self.reading.title?)?));
        self.stated.title.clone().or_else(read).map(|title| key(&title))
    }

    /// The people of the film: those who are stated, and those whom the prose names for roles that are not.
    fn people(&self) -> Vec<Credit> {
        let mut people: Vec<Credit> = Vec::new();
        let mut stated = HashSet::new();
        for (role, name) in &self.stated.credits {
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
            if stated.insert((*role, key(&name))) {
                people.push(self.listed(*role, name));
            }
        }
        let listed: HashSet<Role> = self.stated.credits.iter().map(|(role, _)| *role).collect();
        for (number, found) in self.reading.found.iter().enumerate() {
            let roles = (0..ROLES).filter(|role| self.is_told(number, *role)).map(|role| Role::ALL[role]);
            for role in roles.filter(|role| *role == Role::Actor || !listed.contains(role)) {
                let credit = self.credit(number, found, role);
                let told = people.iter().take(stated.len());
                if !told.into_iter().any(|known| known.role == role && same(&known.name, &credit.name)) {
                    people.push(credit);
                }
            }
        }
        self.part_people(&mut people);
        people
    }

    /// Nobody of the film is a character, unless they play themselves, and its title is nobody.
    fn part_people(&self, people: &mut Vec<Credit>) {
        let own = self.own();
        people.retain(|credit| Some(key(&credit.name)) != own);
        let names: HashSet<String> = people.iter().map(|credit| key(&credit.name)).collect();
        for credit in people {
            let is_other =
                |character: &str| key(character) != key(&credit.name) && names.contains(&key(character));
            credit.character.take_if(|character| is_other(character));
        }
    }

    fn is_told(&self, number: usize, role: usize) -> bool {
        let found = &self.reading.found[number];
        let is_person =
            found.sort == Sort::Person && found.kinds[CREW] + found.kinds[OTHER] > found.kinds[CHARACTER];
        let is_company = found.sort == Sort::Company;
        let least = match (self.tokens_of(found.fullest, found.sort), Role::ALL[role]) {
            ([word], _) if word.has(Flag::Common) => return false,
            ([word], _) if word.has(Flag::Given) => ONE_WORD,
            _ if self.is_spoken_of(found, role) => SPOKEN_OF,
            (_, Role::Studio) => PRODUCES,
            (_, Role::Actor) if cues::is_craft(&self.tokens, &self.reading.mentions[found.fullest]) => {
                return false;
            }
            ([_], _) => ONE_WORD,
            (_, Role::Actor)
                if self.reading.plays.contains_key(&number) && found.standing.1 != Film::Other =>
            {
                PLAYS
            }
            (_, Role::Director | Role::Actor) => match least(Role::ALL[role], found.standing) {
                Some(least) => least,
                None => return false,
            },
            _ => return false,
        };
        found.roles[role] > least && if Role::ALL[role] == Role::Studio { is_company } else { is_person }
    }

    /// Whether words speak of a role that is told of `found`.
    fn is_spoken_of(&self, found: &Found, role: usize) -> bool {
        let speaks = |number: &usize| cues::speak(&self.tokens, &self.reading.mentions[*number], role);
        found.roles[role] > SPOKEN_OF && found.mentions.iter().any(speaks)
    }

    /// A credit that the review states, with where the prose names the person.
    fn listed(&self, role: Role, name: String) -> Credit {
        let is = |found: &&Found| found.sort == Sort::Person && same(&name, &self.name(found));
        let Some((number, found)) = self.reading.found.iter().enumerate().find(|(_, found)| is(found)) else {
            return Credit { role, name, character: None, variants: Vec::new(), mentions: Vec::new() };
        };
        let words = |name: &str| name.split_whitespace().count();
        let mut credit = self.credit(number, found, role);
        if credit.name != name && words(&credit.name) <= words(&name) {
            credit.variants.push(std::mem::replace(&mut credit.name, name));
        }
        credit
    }

    fn credit(&self, number: usize, found: &Found, role: Role) -> Credit {
        let name = self.name(found);
        let mut variants: Vec<String> = Vec::new();
        for mention in &found.mentions {
            let spelt = self.spelt(*mention, found.sort);
            if spelt != name && !variants.contains(&spelt) && variants.len() < 16 {
                variants.push(spelt);
            }
        }
        let plays = self.reading.plays.get(&number).filter(|_| role == Role::Actor);
        let character = plays.map(|character| self.name(&self.reading.found[*character]));
        Credit { role, name, character, variants, mentions: self.spans(found) }
    }

    fn name(&self, found: &Found) -> String {
        let name = self.spelt(found.fullest, found.sort);
        match self.family(found) {
            Some(surname) => format!("{name} {surname}"),
            None => name,
        }
    }

    /// The surname of `Joel` in `Joel and Nathan Korn`.
    fn family(&self, found: &Found) -> Option<&str> {
        let other = self.reading.mentions.get(found.fullest + 1)?;
        let is_person = found.sort == Sort::Person && other.sort() == Sort::Person;
        let between = self.tokens.get(self.reading.mentions[found.fullest].to..other.from)?;
        let is_joined = matches!(between, [and] if matches!(and.word, "and" | "&"));
        let [one] = self.tokens_of(found.fullest, found.sort) else { return None };
        let [given, surname] = self.tokens_of(found.fullest + 1, other.sort()) else { return None };
        let fits = is_person && is_joined && one.has(Flag::Given) && given.has(Flag::Given);
        fits.then_some(surname.word)
    }

    fn spelt(&self, mention: usize, sort: Sort) -> String {
        entities::spelling(self.tokens_of(mention, sort))
    }

    fn tokens_of(&self, mention: usize, sort: Sort) -> &[Token<'_>] {
        let range = self.reading.mentions.get(mention).map(|m| entities::range(&self.tokens, m, sort));
        range.and_then(|range| self.tokens.get(range)).unwrap_or_default()
    }

    /// Where `found` is named.
    fn spans(&self, found: &Found) -> Vec<Span> {
        found.mentions.iter().filter_map(|mention| place(self.tokens_of(*mention, found.sort))).collect()
    }

    /// The year in brackets behind one of the mentions of `found`.
    fn year(&self, found: &Found) -> Option<u16> {
        let behind = |number: &usize| {
            let end = self.reading.mentions[*number].to;
            let at = (end..end + 3).find(|at| self.tokens.get(*at).is_some_and(|t| t.is_mark('(')))?;
            let year = self.tokens.get(at + 1).filter(|t| t.shape == Shape::Number)?.word.parse().ok()?;
            (1880..2100).contains(&year).then_some(year)
        };
        found.mentions.iter().find_map(behind)
    }
}

/// What likelihood an actor or a director needs of whom so much is known; none where it is somebody else's film or trade.
fn least(role: Role, standing: (Trade, Film)) -> Option<f32> {
    match (role, standing) {
        (_, (_, Film::Other)) | (Role::Actor, (Trade::Directs | Trade::Makes, _)) => None,
        (Role::Actor, (_, Film::Ours)) => Some(OURS),
        (Role::Actor, (Trade::Unknown, _)) => Some(UNKNOWN),
        (Role::Actor, _) => Some(ACTS),
        (_, (_, Film::Directed)) => Some(DIRECTED),
        (Role::Director, (Trade::Acts, _)) => None,
        (_, (_, Film::Ours)) => Some(ELSE_DIRECTS),
        (_, (Trade::Unknown, _)) => Some(UNKNOWN_DIRECTS),
        _ => Some(DIRECTS),
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
