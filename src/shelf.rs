//! The shelf: what was read, by film. It knows of each review only what may be told of it: a title and
//! names that were in the open, and how far the reader came.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str, chars};
use serde::{Deserialize, Serialize};

use review::fingerprint::Key;

/// A film, by its title and year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Film {
    /// Its title as a review has it.
    pub title: String,
    /// The year it came out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
}

/// Whether the reader has seen a film.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Viewing {
    /// Not yet.
    #[default]
    Unseen,
    /// Yes: its curtain is open.
    Seen,
}

/// Where a review can be had again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// Nowhere: it came through a pipe.
    #[default]
    Pipe,
    /// With the program.
    Sample,
    /// In a file.
    File(PathBuf),
    /// At an address.
    Web(String),
}

/// A review that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Entry {
    /// What it is known by.
    pub key: Key,
    /// The film's title, where it was in the open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The film's year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// Who wrote it, where that was in the open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviewer: Option<String>,
    /// The rating in hundredths of the best.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<u8>,
    /// What the input was called.
    pub name: String,
    /// Where it can be had again.
    pub origin: Origin,
    /// How much of it was read, in hundredths.
    pub progress: u8,
    /// The minutes that are left.
    pub minutes: u32,
    /// When it was read last, in seconds since 1970.
    pub read: u64,
    /// Whether its film was seen.
    #[serde(skip)]
    pub viewing: Viewing,
}

/// What the shelf is sorted by; a film stands where its first review would.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// What was read last comes first.
    #[default]
    Read,
    /// By title.
    Title,
    /// The newest film first.
    Year,
    /// The best film first.
    Rating,
    /// What is hardly begun first.
    Progress,
}

/// The reviews in their order, narrowed by what was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shelf {
    entries: Vec<Entry>,
    /// The film of each entry.
    films: Vec<String>,
    /// What was typed to narrow it.
    pub query: String,
    /// What it is sorted by.
    pub sort: Sort,
    shown: Vec<usize>,
    /// How many films there are.
    count: usize,
    /// Whether all that was read is on it.
    pub extent: Extent,
    picked: usize,
    /// The review that goes if it is said once more.
    pub doomed: Option<Key>,
}

/// How much of what was read is on the shelf.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    #[default]
    Whole,
    /// What was read last; the rest is on its way.
    Latest,
}

/// A row of the shelf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row<'s> {
    /// A film, told by its first review.
    Film(&'s Entry),
    /// A review, and its number among those shown.
    Review(usize, &'s Entry),
}

impl Film {
    /// What the title comes down to: case, accents, punctuation and a leading or trailing article make
    /// no difference.
    ///
    /// ```
    /// use unspoiled::shelf::Film;
    /// let film = |title: &str| Film { title: title.to_owned(), year: None };
    /// assert_eq!(film("The Night Ferry!").plain(), film("NIGHT FERRY, THE").plain());
    /// assert_eq!(film("Amélie").plain(), film("amelie").plain());
    /// assert_eq!(film("A.I.").plain(), "a i");
    /// assert_eq!(film("The").plain(), "the");
    /// ```
    pub fn plain(&self) -> String {
        plain(&self.title)
    }

    /// Whether `other` is the same film, as its year tells: a curtain that was opened for a namesake would
    /// be no curtain.
    pub fn is(&self, other: &Self) -> bool {
        self.year.is_some() && self.year == other.year && self.plain() == other.plain()
    }
}

/// What `title` comes down to: see [`Film::plain`].
fn plain(title: &str) -> String {
    let title = title.trim().to_lowercase();
    let is_article = |word: &str| matches!(word.trim(), "the" | "a" | "an");
    let bare = match (title.rsplit_once(','), title.split_once(' ')) {
        (Some((rest, last)), _) if is_article(last) => rest,
        (_, Some((first, rest))) if is_article(first) => rest,
        _ => &title,
    };
    let mut words = String::with_capacity(bare.len());
    let part = |words: &mut String, text: &str| {
        // A blank stands between words only.
        if text == " " && (words.is_empty() || words.ends_with(' ')) {
            return;
        }
        words.push_str(text);
    };
    for c in bare.chars() {
        match c {
            '\'' | '’' | '‘' => {}
            '&' => {
                part(&mut words, " ");
                part(&mut words, "and");
                part(&mut words, " ");
            }
            c if c.is_alphanumeric() => words.push(chars::normalize(c)),
            _ => part(&mut words, " "),
        }
    }
    words.truncate(words.trim_end().len());
    if words.is_empty() { title } else { words }
}

impl Entry {
    /// Its film, where the review names one.
    pub fn film(&self) -> Option<Film> {
        Some(Film { title: self.title.clone()?, year: self.year })
    }

    /// What it is called: the film's title, or the input's name.
    pub fn called(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.name)
    }

    fn told(&self) -> String {
        let year = self.year.map(|year| year.to_string()).unwrap_or_default();
        format!("{} {year} {} {}", self.called(), self.reviewer.as_deref().unwrap_or_default(), self.name)
    }
}

impl Sort {
    /// The next one.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Read => Self::Title,
            Self::Title => Self::Year,
            Self::Year => Self::Rating,
            Self::Rating => Self::Progress,
            Self::Progress => Self::Read,
        }
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "last read",
            Self::Title => "title",
            Self::Year => "year",
            Self::Rating => "rating",
            Self::Progress => "progress",
        }
    }
}

impl Shelf {
    /// A shelf of `entries`, what was read last first.
    pub fn new(entries: Vec<Entry>) -> Self {
        let film = |entry: &Entry| match &entry.title {
            Some(title) => format!("{}\n{}", plain(title), entry.year.unwrap_or(0)),
            None => format!("{}\n\n{}", entry.name.to_lowercase(), entry.key),
        };
        let films: Vec<String> = entries.iter().map(film).collect();
        let count = films.iter().collect::<HashSet<_>>().len();
        let mut shelf = Self { entries, films, count, ..Self::default() };
        shelf.arrange();
        shelf
    }

    /// The same view of `other`: something was taken away, or seen.
    #[must_use]
    pub fn renewed(&self, mut other: Self) -> Self {
        other.query.clone_from(&self.query);
        other.sort = self.sort;
        other.arrange();
        let picked = self.entry().and_then(|entry| other.entries().position(|one| one.key == entry.key));
        other.picked = picked.unwrap_or(self.picked).min(other.shown.len().saturating_sub(1));
        other
    }

    /// Takes in what was typed, or another order.
    pub fn arrange(&mut self) {
        let mut sorted = self.fitting();
        sorted.sort_by(|one, other| self.order(*one, *other));
        let mut places: HashMap<&str, usize> = HashMap::with_capacity(sorted.len());
        let mut films: Vec<Vec<usize>> = Vec::with_capacity(sorted.len());
        for entry in sorted {
            let place = *places.entry(self.film_of(entry)).or_insert(films.len());
            match films.get_mut(place) {
                Some(film) => film.push(entry),
                None => films.push(vec![entry]),
            }
        }
        self.shown = films.concat();
        self.picked = 0;
        self.doomed = None;
    }

    /// Its rows: films, and under each its reviews.
    pub fn rows(&self) -> Vec<Row<'_>> {
        let mut rows = Vec::new();
        let mut last = None;
        for (number, at) in self.shown.iter().enumerate() {
            let Some(entry) = self.entries.get(*at) else { continue };
            let film = Some(self.film_of(*at));
            if film != last {
                rows.push(Row::Film(entry));
                last = film;
            }
            rows.push(Row::Review(number, entry));
        }
        rows
    }

    /// The reviews that are shown, in their order.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.shown.iter().filter_map(|at| self.entries.get(*at))
    }

    /// How many reviews there are, and of how many films.
    pub fn counts(&self) -> (usize, usize) {
        (self.entries.len(), self.count)
    }

    /// The number of the picked review among those shown.
    pub fn picked(&self) -> usize {
        self.picked
    }

    /// The picked review.
    pub fn entry(&self) -> Option<&Entry> {
        self.entries.get(*self.shown.get(self.picked)?)
    }

    /// Picks another review, `by` further down.
    pub fn pick(&mut self, by: isize) {
        self.picked = self.picked.saturating_add_signed(by).min(self.shown.len().saturating_sub(1));
        self.doomed = None;
    }

    fn film_of(&self, entry: usize) -> &str {
        self.films.get(entry).map_or("", String::as_str)
    }

    fn fitting(&self) -> Vec<usize> {
        if self.query.trim().is_empty() {
            return (0..self.entries.len()).collect();
        }
        let pattern = Pattern::parse(&self.query, CaseMatching::Smart, Normalization::Smart);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut buffer = Vec::new();
        let mut fits =
            |entry: &Entry| pattern.score(Utf32Str::new(&entry.told(), &mut buffer), &mut matcher).is_some();
        let entries = self.entries.iter().enumerate();
        entries.filter(|(_, entry)| fits(entry)).map(|(at, _)| at).collect()
    }

    fn order(&self, one: usize, other: usize) -> std::cmp::Ordering {
        let (Some(a), Some(b)) = (self.entries.get(one), self.entries.get(other)) else {
            return std::cmp::Ordering::Equal;
        };
        let first = match self.sort {
            Sort::Read => b.read.cmp(&a.read),
            Sort::Title => self.film_of(one).cmp(self.film_of(other)),
            Sort::Year => b.year.cmp(&a.year),
            Sort::Rating => b.rating.cmp(&a.rating),
            Sort::Progress => a.progress.cmp(&b.progress),
        };
        first.then_with(|| self.film_of(one).cmp(self.film_of(other))).then_with(|| b.read.cmp(&a.read))
    }
}
