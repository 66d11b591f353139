//! What is kept from one reading to the next: a JSON file a review, an index of them for the shelf, and
//! the films that were seen, in the platform's state folder.
//!
//! Several readers are open at once, and any of them may be killed at any moment. So everything is
//! written to another file first and then put in place, under a lock, after what others wrote
//! meanwhile has been taken in. What cannot be read is set aside, never overwritten; what cannot be
//! written is an error for the reader to be told, and no more than that.

mod carry;
mod disk;
mod index;
mod merge;
mod record;

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use review::Document;
use review::fingerprint::{Key, Sketch};

use crate::app::{Kept, Look};
use crate::shelf::{Entry, Film, Origin, Viewing};

pub use carry::Carried;
pub use record::{Record, Seen};

/// What kept something from being kept, on one line.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)] // The messages say it.
pub enum Error {
    #[error("it cannot be kept ({cause}): check {name} and its disk, or use --no-state")]
    Write { name: String, cause: io::Error },
    #[error("{name}: cannot be read ({cause}); check its permissions")]
    Read { name: String, cause: io::Error },
    #[error(
        "{0}: nothing that can be taken in; give what unspoiled export, Letterboxd, IMDb, Simkl or Trakt wrote"
    )]
    Foreign(String),
    #[error("{name}: was written by a newer unspoiled (version {version}); update this one")]
    Newer { name: String, version: u64 },
}

/// Where things are kept.
#[derive(Clone, Debug)]
pub struct Store {
    dir: PathBuf,
}

/// What was found of a review.
#[derive(Debug, Default)]
pub struct Found {
    /// What is kept of it.
    pub record: Option<Record>,
    /// The review that it was before it was edited.
    pub was: Option<Key>,
    /// What the reader should know.
    pub notice: Option<String>,
}

/// Reviews that share so much are one, edited.
const ALIKE: f32 = 0.45;
/// In the same file less is enough.
const ALIKE_IN_PLACE: f32 = 0.1;

impl Store {
    /// The store in its usual place, where the platform has one.
    pub fn usual() -> Option<Self> {
        let dirs = directories::ProjectDirs::from("", "", "unspoiled")?;
        Some(Self::at(dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir()).to_owned()))
    }

    /// The store in `dir`, which need not exist yet.
    pub fn at(dir: PathBuf) -> Self {
        Self { dir }
    }

    /// What is kept of `document` from `origin`, or of what it was before it was edited.
    pub fn find(&self, document: &Document, origin: &Origin) -> Found {
        let key = document.key();
        let mut found = Found::default();
        found.record = self.record(key, &mut found.notice);
        if found.record.is_none()
            && let Some(was) = self.like(document, origin)
        {
            found.record = self.record(was, &mut found.notice);
            if let Some(record) = &mut found.record {
                record.kept = std::mem::take(&mut record.kept).for_another();
            }
            found.was = found.record.as_ref().filter(|r| r.shelf.entry.origin == *origin).map(|_| was);
        }
        found
    }

    /// Keeps `ours`, which was `base` when it was read; what others wrote meanwhile is taken in.
    /// What is kept now is returned.
    pub fn save(&self, base: &Record, ours: &Record, was: Option<Key>) -> Result<Record, Error> {
        self.save_at(base, ours, was).map(|(record, _)| record)
    }

    /// The same; and when it was written, before anybody else could write.
    pub fn save_at(
        &self,
        base: &Record,
        ours: &Record,
        was: Option<Key>,
    ) -> Result<(Record, Option<SystemTime>), Error> {
        let lock = self.lock()?;
        let key = ours.shelf.entry.key;
        let theirs = self.record(key, &mut None);
        let merged = match theirs {
            Some(theirs) => merge::records(base, ours, &theirs),
            None => ours.clone(),
        };
        self.put(&merged)?;
        if let Some(was) = was.filter(|was| *was != key) {
            self.drop_record(was)?;
        }
        let written = self.written(key);
        drop(lock);
        Ok((merged, written))
    }

    /// What is kept of `key`, where it can be read.
    pub fn peek(&self, key: Key) -> Option<Record> {
        Record::parse(&disk::read(&self.file(key)).ok()??).ok()
    }

    /// When what is kept of `key` was written last.
    pub fn written(&self, key: Key) -> Option<SystemTime> {
        std::fs::metadata(self.file(key)).ok()?.modified().ok()
    }

    /// All that was read; an index that is lost is made anew.
    pub fn shelf(&self) -> Result<Vec<Entry>, Error> {
        let entries = disk::read(&self.index())?.and_then(|text| index::entries(&text));
        entries.map_or_else(|| self.make_index(), Ok).map(|entries| self.viewed(entries))
    }

    /// What was read last, at once, where there is so much that all of it would take a while.
    pub fn latest(&self) -> Option<Vec<Entry>> {
        let text = disk::read(&self.index()).ok()??;
        index::latest(&text).map(|entries| self.viewed(entries))
    }

    /// `entries` with what is known of their films.
    fn viewed(&self, mut entries: Vec<Entry>) -> Vec<Entry> {
        let seen = self.seen(&mut None).by_name();
        for entry in entries.iter_mut().filter(|_| !seen.is_empty()) {
            let viewing = entry.film().is_some_and(|film| seen.contains(&(film.plain(), film.year)));
            entry.viewing = if viewing { Viewing::Seen } else { Viewing::Unseen };
        }
        entries
    }

    /// Whether anything was read.
    pub fn is_empty(&self) -> bool {
        std::fs::metadata(self.index()).map_or(true, |data| data.len() == 0)
    }

    /// Forgets all that is kept of `key`.
    pub fn forget(&self, key: Key) -> Result<(), Error> {
        let _lock = self.lock()?;
        self.drop_record(key)
    }

    /// The films that were seen.
    pub fn seen(&self, notice: &mut Option<String>) -> Seen {
        match disk::read(&self.dir.join("seen.json")) {
            Ok(Some(text)) => match Seen::parse(&text) {
                Ok(seen) => seen,
                Err(broken) => {
                    *notice = Some(self.set_aside(&self.dir.join("seen.json"), broken));
                    Seen::default()
                }
            },
            Ok(None) => Seen::default(),
            Err(error) => {
                *notice = Some(error.to_string());
                Seen::default()
            }
        }
    }

    /// Marks `film` as seen, or takes that back.
    pub fn see(&self, film: &Film, viewing: Viewing) -> Result<(), Error> {
        let _lock = self.lock()?;
        let mut seen = self.seen(&mut None);
        seen.set(film, viewing);
        disk::write(&self.dir.join("seen.json"), &record::bytes(&seen))
    }

    /// How the reader likes the screen, where that is kept.
    pub fn look(&self) -> Look {
        let text = disk::read(&self.dir.join("look.json")).ok().flatten();
        text.and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default()
    }

    /// Keeps how the reader likes the screen.
    pub fn keep_look(&self, look: &Look) -> Result<(), Error> {
        let _lock = self.lock()?;
        disk::write(&self.dir.join("look.json"), &record::bytes(look))
    }

    /// Marks `films` as seen; how many were not yet, and how many different ones there are.
    pub fn see_all(&self, films: Vec<Film>) -> Result<(usize, usize), Error> {
        let _lock = self.lock()?;
        let mut seen = self.seen(&mut None);
        let all = films.iter().map(|film| (film.plain(), film.year)).collect::<HashSet<_>>().len();
        let new = seen.add(films);
        disk::write(&self.dir.join("seen.json"), &record::bytes(&seen))?;
        Ok((new, all))
    }

    /// When the list of seen films was written last.
    pub fn seen_written(&self) -> Option<SystemTime> {
        std::fs::metadata(self.dir.join("seen.json")).ok()?.modified().ok()
    }

    /// All that is kept of reviews.
    pub fn records(&self) -> Result<Vec<Record>, Error> {
        Ok(self.keys()?.into_iter().filter_map(|key| self.record(key, &mut None)).collect())
    }

    /// All that is kept, to be carried elsewhere.
    pub fn export(&self) -> Result<Carried, Error> {
        Ok(Carried::new(self.records()?, self.seen(&mut None)))
    }

    /// Takes in what was carried here; of two records of a review the later one decides. How many
    /// reviews and films came.
    pub fn import(&self, carried: Carried) -> Result<(usize, usize), Error> {
        let _lock = self.lock()?;
        let counts = carried.counts();
        let (records, films) = carried.into_parts();
        let any = !records.is_empty();
        for record in records {
            let key = record.shelf.entry.key;
            let merged = match self.record(key, &mut None) {
                Some(here) => merge::joined(&record, &here),
                None => record,
            };
            disk::write(&self.file(key), &record::bytes(&merged))?;
        }
        if any {
            disk::write_loosely(&self.index(), &self.index_of_records()?)?;
        }
        let mut seen = self.seen(&mut None);
        seen.join(films);
        disk::write(&self.dir.join("seen.json"), &record::bytes(&seen))?;
        Ok(counts)
    }

    fn reviews(&self) -> PathBuf {
        self.dir.join("reviews")
    }

    fn file(&self, key: Key) -> PathBuf {
        self.reviews().join(format!("{key}.json"))
    }

    fn index(&self) -> PathBuf {
        self.dir.join("index.jsonl")
    }

    fn lock(&self) -> Result<disk::Lock, Error> {
        disk::folder(&self.reviews())?;
        disk::Lock::of(&self.dir.join("lock"))
    }

    /// What is kept of `key`; what cannot be understood is set aside.
    fn record(&self, key: Key, notice: &mut Option<String>) -> Option<Record> {
        let file = self.file(key);
        match disk::read(&file) {
            Ok(text) => match Record::parse(&text?) {
                Ok(record) => Some(record),
                Err(broken) => {
                    *notice = Some(self.set_aside(&file, broken));
                    None
                }
            },
            Err(error) => {
                *notice = Some(error.to_string());
                None
            }
        }
    }

    #[expect(clippy::unused_self, reason = "only a store sets its files aside")]
    fn set_aside(&self, file: &Path, broken: record::Broken) -> String {
        let why = match broken {
            record::Broken::Corrupt => "What was kept here cannot be read",
            record::Broken::Newer(_) => "What was kept here is of a newer unspoiled",
        };
        match disk::set_aside(file) {
            Ok(name) => format!("{why}; it was set aside as {name}"),
            Err(error) => format!("{why}: {error}"),
        }
    }

    /// Writes `record` and its line in the index.
    fn put(&self, record: &Record) -> Result<(), Error> {
        disk::write(&self.file(record.shelf.entry.key), &record::bytes(record))?;
        let text = match disk::read(&self.index())? {
            Some(text) => text,
            None => self.index_of_records()?,
        };
        disk::write_loosely(&self.index(), &index::with(&text, record))
    }

    fn drop_record(&self, key: Key) -> Result<(), Error> {
        disk::remove(&self.file(key))?;
        match disk::read(&self.index())? {
            Some(text) => disk::write_loosely(&self.index(), &index::without(&text, key)),
            None => Ok(()),
        }
    }

    /// The review that is most like `document`, if one is like enough.
    fn like(&self, document: &Document, origin: &Origin) -> Option<Key> {
        let text = disk::read(&self.index()).ok()??;
        if text.is_empty() {
            return None;
        }
        let alike =
            index::like(&text, &document.probe(), ALIKE_IN_PLACE).into_iter().filter(|(likeness, line)| {
                let in_place = line.origin == *origin && *origin != Origin::Pipe;
                in_place || *likeness >= ALIKE
            });
        alike.max_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, line)| line.key)
    }

    fn keys(&self) -> Result<Vec<Key>, Error> {
        disk::keys(&self.reviews())
    }

    fn index_of_records(&self) -> Result<Vec<u8>, Error> {
        let records = self.keys()?.into_iter().filter_map(|key| self.record(key, &mut None));
        let mut lines: Vec<_> =
            records.map(|record| (record.shelf.entry.read, index::line(&record))).collect();
        // What was read last stands last.
        lines.sort_by_key(|(read, _)| *read);
        Ok(lines.into_iter().flat_map(|(_, line)| line).collect())
    }

    fn make_index(&self) -> Result<Vec<Entry>, Error> {
        if self.keys()?.is_empty() {
            return Ok(Vec::new());
        }
        let _lock = self.lock()?;
        if let Some(text) = disk::read(&self.index())?
            && index::entries(&text).is_none()
        {
            disk::set_aside(&self.index())?;
        }
        let text = self.index_of_records()?;
        disk::write_loosely(&self.index(), &text)?;
        Ok(index::entries(&text).unwrap_or_default())
    }
}

impl Record {
    /// What it becomes with our changes of `base`.
    #[must_use]
    pub fn with_changes(&self, base: &Self, ours: &Self) -> Self {
        merge::records(base, ours, self)
    }

    /// What is to be kept of a review: `kept` and `entry` from the reader, over what is known already.
    #[must_use]
    pub fn renewed(&self, kept: Kept, entry: Entry, sketch: Sketch) -> Self {
        let mut record = self.clone();
        record.kept = kept;
        record.shelf.entry = entry;
        record.sketch = sketch;
        record
    }
}
