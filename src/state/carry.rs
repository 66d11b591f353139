//! Everything that is kept as one JSON file, to be carried to another machine.

use serde::{Deserialize, Serialize};

use super::Error;
use super::record::{self, Broken, Record, Seen, VERSION};

/// All that is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    version: u64,
    reviews: Vec<Record>,
    seen: Seen,
}

impl Carried {
    pub(super) fn new(reviews: Vec<Record>, seen: Seen) -> Self {
        Self { version: VERSION, reviews, seen }
    }

    /// Reads what was carried in the file `name`.
    pub fn parse(name: &str, text: &[u8]) -> Result<Self, Error> {
        record::parse(text).map_err(|broken| match broken {
            Broken::Corrupt => Error::Foreign(name.to_owned()),
            Broken::Newer(version) => Error::Newer { name: name.to_owned(), version },
        })
    }

    /// As it stands in a file.
    pub fn bytes(&self) -> Vec<u8> {
        record::bytes(self)
    }

    /// How many reviews and films there are.
    pub fn counts(&self) -> (usize, usize) {
        (self.reviews.len(), self.seen.films().len())
    }

    pub(super) fn into_parts(self) -> (Vec<Record>, Seen) {
        (self.reviews, self.seen)
    }
}
