//! The cast: the film's credits and the other films as the side panel holds them, each with the places
//! in the open where it is named.

use review::credits;
use review::document::Role;
use review::gate::{Facts, Gate, Shown};
use review::span::Span;
use serde::{Deserialize, Serialize};

pub use review::credits::{Credit, OtherFilm};

/// Who made the film, and what else is mentioned. Who is walked to has a number: credits come first,
/// then films.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cast {
    /// Where the prose names the film.
    title: Option<Span>,
    year: Option<u16>,
    /// In billing order.
    pub credits: Vec<Credit>,
    /// As they are first named.
    pub films: Vec<OtherFilm>,
}

impl Cast {
    /// Nobody at all.
    pub const fn nobody() -> Self {
        Self { title: None, year: None, credits: Vec::new(), films: Vec::new() }
    }

    /// What may be seen of it now.
    pub fn of(gate: Gate<'_>) -> Self {
        Self::from(credits::read(gate))
    }

    /// What the review says of itself, with the film's title out of its prose where nothing else states it.
    pub fn facts<'d>(&self, gate: Gate<'d>) -> Facts<'d> {
        let mut facts = gate.facts();
        if facts.title.is_none() {
            facts.title = self.title.and_then(|title| gate.whole(title));
            facts.year = facts.year.or(self.year.filter(|_| facts.title.is_some()));
        }
        facts
    }

    /// How many can be walked to.
    pub fn len(&self) -> usize {
        self.credits.len() + self.films.len()
    }

    /// Whether nobody and nothing is mentioned.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The name and the mentions of `number`.
    pub fn subject(&self, number: usize) -> Option<(&str, &[Span])> {
        let credit =
            self.credits.get(number).map(|credit| (credit.name.as_str(), credit.mentions.as_slice()));
        let film = number.checked_sub(self.credits.len()).and_then(|number| self.films.get(number));
        credit.or_else(|| film.map(|film| (film.title.as_str(), film.mentions.as_slice())))
    }

    /// Where the credit or the film called `name` is named; nowhere where there is none now.
    pub fn mentions(&self, name: &str) -> &[Span] {
        let mut all = (0..self.len()).filter_map(|number| self.subject(number));
        all.find(|(known, _)| *known == name).map_or(&[], |(_, mentions)| mentions)
    }
}

impl From<credits::Credits> for Cast {
    fn from(read: credits::Credits) -> Self {
        Self { title: read.title, year: read.year, credits: read.people, films: read.films }
    }
}

/// A row of the side panel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PanelRow<'a> {
    /// A heading of ours.
    Heading(&'static str),
    /// The film.
    Film(Shown<'a>, Option<u16>),
    /// The rating as the text has it.
    Rating(Shown<'a>),
    /// A fact with its name.
    Fact(&'static str, Shown<'a>),
    /// A role.
    Role(Role),
    /// A credit with its number.
    Credit(usize, &'a Credit),
    /// Whom the one above plays.
    Character(&'a str),
    /// Another film with its number.
    OtherFilm(usize, &'a OtherFilm),
    /// What is not there, in our words.
    Note(&'static str),
    /// Nothing.
    Blank,
}

impl PanelRow<'_> {
    /// What the review says there; headings and roles are ours.
    pub fn said(self) -> Option<String> {
        match self {
            Self::Film(title, year) => Some(with_year(title.text(), year)),
            Self::Rating(fact) | Self::Fact(_, fact) => Some(fact.text().to_owned()),
            Self::Credit(_, credit) => Some(credit.name.clone()),
            Self::Character(name) => Some(name.to_owned()),
            Self::OtherFilm(_, film) => Some(with_year(&film.title, film.year)),
            Self::Heading(_) | Self::Role(_) | Self::Note(_) | Self::Blank => None,
        }
    }

    /// The number of what can be walked to here.
    pub fn number(self) -> Option<usize> {
        match self {
            Self::Credit(number, _) | Self::OtherFilm(number, _) => Some(number),
            _ => None,
        }
    }
}

fn with_year(title: &str, year: Option<u16>) -> String {
    year.map_or_else(|| title.to_owned(), |year| format!("{title} ({year})"))
}

/// How much of the credits is shown: to name a character can tell enough.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum People {
    /// All of them
    #[default]
    All,
    /// Without the characters
    NoCharacters,
    /// Without the cast
    NoCast,
}

impl People {
    /// Whether `credit` is shown.
    pub fn shows(self, credit: &Credit) -> bool {
        self != Self::NoCast || credit.role != Role::Actor
    }

    /// The character of `credit`, where it is shown.
    pub fn character(self, credit: &Credit) -> Option<&str> {
        credit.character.as_deref().filter(|_| self == Self::All)
    }
}

/// The rows of the side panel, from the top; of the `cast` none while it is not read.
pub fn panel_rows<'a>(facts: &Facts<'a>, cast: Option<&'a Cast>, people: People) -> Vec<PanelRow<'a>> {
    let mut rows = film_rows(facts);
    let Some(cast) = cast else { return rows };
    credit_rows(cast, people, &mut rows);
    if !cast.films.is_empty() {
        rows.extend((!rows.is_empty()).then_some(PanelRow::Blank));
        rows.push(PanelRow::Heading("ALSO MENTIONED"));
        let numbers = cast.credits.len()..;
        rows.extend(numbers.zip(&cast.films).map(|(number, film)| PanelRow::OtherFilm(number, film)));
    }
    rows
}

fn film_rows<'a>(facts: &Facts<'a>) -> Vec<PanelRow<'a>> {
    let mut rows = vec![PanelRow::Heading("FILM")];
    rows.extend(facts.title.map(|title| PanelRow::Film(title, facts.year)));
    rows.extend(facts.rating.map(|(rating, _)| PanelRow::Rating(rating)));
    let facts = [("by", facts.reviewer), ("in", facts.publication), ("on", facts.date)];
    rows.extend(facts.into_iter().filter_map(|(name, fact)| Some(PanelRow::Fact(name, fact?))));
    if rows.len() == 1 {
        rows.clear();
    }
    rows
}

fn credit_rows<'a>(cast: &'a Cast, people: People, rows: &mut Vec<PanelRow<'a>>) {
    if cast.credits.is_empty() || cast.credits.iter().any(|credit| people.shows(credit)) {
        rows.extend((!rows.is_empty()).then_some(PanelRow::Blank));
        rows.push(PanelRow::Heading("CREDITS"));
    }
    if cast.credits.is_empty() {
        rows.extend(["no credits found", "in what is shown"].map(PanelRow::Note));
    }
    let mut role = None;
    for (number, credit) in cast.credits.iter().enumerate().filter(|(_, credit)| people.shows(credit)) {
        if role != Some(credit.role) {
            role = Some(credit.role);
            rows.push(PanelRow::Role(credit.role));
        }
        rows.push(PanelRow::Credit(number, credit));
        rows.extend(people.character(credit).map(PanelRow::Character));
    }
}
