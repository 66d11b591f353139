//! The film's people, its title, and other films, read out of the prose by a learned model.
//!
//! What may be seen is cut into tokens. Every stretch of words that may be a name is scored from its form and from
//! the words around it; the likeliest are taken; mentions of one person or film are put together and judged
//! together; and of people and characters who are named near each other it is judged who plays whom. Nothing here
//! ever looks at what is hidden: the text comes from the [`Gate`], and when the curtain moves, all is read
//! again. Every step passes once over the text and looks a bounded way around.

mod cues;
mod decision;
mod entities;
pub mod features;
mod hash;
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
use decision::{Around, SEEN};
use net::Net;
use reading::{Found, Reading};
use tagger::{FILMS, ROLES, STUDIO, Sort};
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
const LEAST: f32 = 0.65;
const LEAST_OF_STUDIO: f32 = 0.4;
const FILM: f32 = 0.3;

/// What `gate` shows of the film's people.
pub fn read(gate: Gate<'_>) -> Credits {
    Draft::of(gate).read()
}

/// Somebody of whom it is decided whether they had a role.
#[derive(Debug)]
pub struct Question {
    /// Their name.
    pub name: String,
    /// What it is asked whether they did.
    pub role: Role,
    /// What is seen of them, by which it is decided.
    pub seen: Vec<f32>,
}

/// All that is decided on what `gate` shows, for `training/credits/decide.py` to learn how.
pub fn questions(gate: Gate<'_>) -> Vec<Question> {
    let draft = Draft::of(gate);
    let page = Page::of(draft.tokens, &draft.text, &draft.stated);
    let found = page.reading.found.iter().enumerate();
    let all = found.flat_map(|(number, found)| (0..ROLES).map(move |role| (number, found, role)));
    let asked = all.filter(|(_, found, role)| decision::is_asked(found, *role));
    let question = |(number, found, role)| Question {
        name: page.name(found),
        role: Role::ALL[role],
        seen: page.seen(number, role).to_vec(),
    };
    asked.map(question).collect()
}

/// What a gate shows, taken out of it to be read for credits by somebody else: to read takes longer than a reader
/// waits for a key.
#[derive(Debug)]
pub struct Draft {
    text: Arc<String>,
    /// The tokens without their words.
    tokens: Vec<Token<'static>>,
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
        let tokens = text::open(gate).into_iter().map(Token::without_word).collect();
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
        Page::of(self.tokens, &self.text, &self.stated).credits()
    }
}

struct Page<'d> {
    tokens: Vec<Token<'d>>,
    reading: Reading,
    stated: &'d Stated,
}

impl<'d> Page<'d> {
    /// What is read of `tokens`, whose words stand in `text`.
    fn of(tokens: Vec<Token<'static>>, text: &'d str, stated: &'d Stated) -> Self {
        let mut tokens: Vec<Token<'d>> = tokens.into_iter().map(|token| token.with_word(text)).collect();
        let reading = Net::shipped().map(|net| reading::read(&mut tokens, net)).unwrap_or_default();
        Self { tokens, reading, stated }
    }

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
        if found.sort == Sort::Company {
            return role == STUDIO && found.roles[role] > LEAST_OF_STUDIO;
        }
        decision::is_asked(found, role) && decision::likelihood(role, &self.seen(number, role)) > LEAST
    }

    fn seen(&self, number: usize, role: usize) -> [f32; SEEN] {
        let found = &self.reading.found[number];
        let speaks = |mention: &usize| cues::speak(&self.tokens, &self.reading.mentions[*mention], role);
        let around = Around {
            is_spoken_of: found.mentions.iter().any(speaks),
            plays: self.reading.plays.contains_key(&number),
            other_director: self.reading.other_director(number),
            length: self.tokens.len(),
        };
        decision::seen(found, role, &around)
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

/// From the first to the last of `tokens`.
fn place(tokens: &[Token<'_>]) -> Option<Span> {
    Some(Span::of(tokens.first()?.start()..tokens.last()?.end()))
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
