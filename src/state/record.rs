//! The files' contents: what is kept of a review, and the films that were seen. Fields that a later
//! version may have added are kept as they are.

use std::collections::HashSet;

use review::fingerprint::Sketch;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::app::Kept;
use crate::shelf::{Entry, Film, Viewing};

/// The version of the files.
pub(super) const VERSION: u64 = 1;

/// All that is kept of a review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    version: u64,
    /// Where the reader was and what they ruled.
    #[serde(flatten)]
    pub kept: Kept,
    /// What the shelf tells of it.
    pub shelf: Shelved,
    /// What it is found by when it was edited.
    #[serde(default)]
    pub sketch: Sketch,
    /// What is not known here.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// What the shelf tells of a review.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shelved {
    /// What is known of it.
    #[serde(flatten)]
    pub entry: Entry,
    /// What is not known here.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// The films that were seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    version: u64,
    #[serde(default)]
    films: Vec<Film>,
    #[serde(flatten)]
    unknown: Map<String, Value>,
}

/// Why a file cannot be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// It is no JSON, or not of this kind.
    Corrupt,
    /// It is of a later version.
    Newer(u64),
}

#[derive(Deserialize)]
struct Versioned {
    version: u64,
}

impl Default for Record {
    fn default() -> Self {
        Self {
            version: VERSION,
            kept: Kept::default(),
            shelf: Shelved::default(),
            sketch: Sketch::default(),
            unknown: Map::new(),
        }
    }
}

impl Record {
    pub(super) fn parse(text: &[u8]) -> Result<Self, Broken> {
        parse(text)
    }
}

impl Default for Seen {
    fn default() -> Self {
        Self { version: VERSION, films: Vec::new(), unknown: Map::new() }
    }
}

impl Seen {
    pub(super) fn parse(text: &[u8]) -> Result<Self, Broken> {
        parse(text)
    }

    /// The films, in the order in which they were marked.
    pub fn films(&self) -> &[Film] {
        &self.films
    }

    /// Whether `film` was seen.
    pub fn viewing(&self, film: &Film) -> Viewing {
        if self.films.iter().any(|seen| seen.is(film)) { Viewing::Seen } else { Viewing::Unseen }
    }

    /// The films by what their titles come down to.
    pub(super) fn by_name(&self) -> HashSet<(String, Option<u16>)> {
        self.films.iter().map(|film| (film.plain(), film.year)).collect()
    }

    /// Marks `film`.
    pub fn set(&mut self, film: &Film, viewing: Viewing) {
        self.films.retain(|seen| !seen.is(film));
        if viewing == Viewing::Seen {
            self.films.push(film.clone());
        }
    }

    /// Adds what is not known yet; how many films that are.
    pub(super) fn add(&mut self, films: Vec<Film>) -> usize {
        let mut known = self.by_name();
        let before = self.films.len();
        self.films.extend(films.into_iter().filter(|film| known.insert((film.plain(), film.year))));
        self.films.len() - before
    }

    pub(super) fn join(&mut self, other: Self) {
        self.add(other.films);
        for (name, value) in other.unknown {
            self.unknown.entry(name).or_insert(value);
        }
    }
}

/// Reads a file's `text`; its version is looked at first, for a later one may be of another shape.
pub(super) fn parse<T: for<'de> Deserialize<'de>>(text: &[u8]) -> Result<T, Broken> {
    let versioned: Versioned = serde_json::from_slice(text).map_err(|_| Broken::Corrupt)?;
    if versioned.version > VERSION {
        return Err(Broken::Newer(versioned.version));
    }
    serde_json::from_slice(text).map_err(|_| Broken::Corrupt)
}

/// `value` as it stands in a file.
pub(super) fn bytes(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
