//! The reader's desk: the reviews that lie on it, where they came from, and what is kept of them.

use std::fs;
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::reader::{Opening, open};
use super::run::Subject;
use crate::app::{App, Kept, Message};
use crate::config::Hide;
use crate::review::fingerprint::{Key, Sketch};
use crate::review::{Document, Strictness};
use crate::shelf::{Entry, Extent, Film, Origin, Shelf, Viewing};
use crate::source::Input;
use crate::state::{self, Record, Store};
use crate::tui::{Review, World};

/// Files are not looked at more often than this.
const LOOKED_AT_EACH: Duration = Duration::from_millis(700);

/// The reviews to be read, and what is kept of them.
pub(super) struct Desk {
    subjects: Vec<Subject>,
    at: usize,
    strictness: Strictness,
    store: Option<Store>,
    /// What the command line said should be hidden: it goes before what was kept.
    asked: Option<Hide>,
    /// The review that is being read, once it is known what is kept of it.
    open: Option<Open>,
    /// The file as it was when it was read.
    stamp: Option<Stamp>,
    looked: Option<Instant>,
    /// The last time that something could not be kept.
    pub failed: Option<String>,
}

/// What is known of the review that is being read.
struct Open {
    key: Key,
    sketch: Sketch,
    /// What it was before it was edited.
    was: Option<Key>,
    /// What is kept, as this window knows it.
    base: Record,
    /// When that was written.
    written: Option<SystemTime>,
    seen_written: Option<SystemTime>,
    film: Option<Film>,
}

type Stamp = (Option<SystemTime>, u64);

impl Desk {
    pub fn new(subjects: &[Subject], strictness: Strictness, store: Option<Store>) -> Self {
        Self {
            subjects: subjects.to_vec(),
            at: 0,
            strictness,
            store,
            asked: None,
            open: None,
            stamp: None,
            looked: None,
            failed: None,
        }
    }

    /// What the command line said should be hidden.
    pub fn asked(mut self, asked: Option<Hide>) -> Self {
        self.asked = asked;
        self
    }

    /// The input numbered so is being read.
    pub fn turn_to(&mut self, number: usize) {
        self.at = number;
        self.open = None;
        self.stamp = self.subjects.get(number).and_then(stamp);
    }

    fn origin(&self) -> Origin {
        self.subjects.get(self.at).map_or(Origin::Pipe, Subject::origin)
    }

    /// Whether the file is another one now than when it was read, or looked at last.
    fn has_changed(&mut self) -> bool {
        let now = self.subjects.get(self.at).and_then(stamp);
        let changed = now.is_some() && now != self.stamp;
        if changed {
            self.stamp = now;
        }
        changed
    }

    fn note(&mut self, failed: &state::Error) -> Vec<Message> {
        let told = failed.to_string();
        let again = self.failed.as_ref() == Some(&told);
        self.failed = Some(told.clone());
        if again { Vec::new() } else { vec![Message::Notice(told)] }
    }

    /// What other windows have kept since.
    fn heard(&mut self, app: &App) -> Vec<Message> {
        let (Some(store), Some(open)) = (&self.store, &mut self.open) else { return Vec::new() };
        let mut messages = Vec::new();
        let written = store.written(open.key);
        if written != open.written {
            open.written = written;
            // What this window has not yet kept holds beside it.
            let ours = open.base.renewed(app.kept(), open.base.shelf.entry.clone(), Sketch::default());
            let merged = store.peek(open.key).map(|theirs| theirs.with_changes(&open.base, &ours));
            messages.extend(merged.map(|record| Message::Agree(Box::new(record.kept))));
        }
        let seen_written = store.seen_written();
        if seen_written != open.seen_written {
            open.seen_written = seen_written;
            let seen = store.seen(&mut None);
            messages.extend(open.film.as_ref().map(|film| Message::Viewing(seen.viewing(film))));
        }
        messages
    }
}

impl World for Desk {
    fn open(&mut self, number: usize) -> Result<Review, String> {
        let Some(subject) = self.subjects.get(number) else {
            return Err("there are no more reviews".to_owned());
        };
        let stamp = stamp(subject);
        let opened = open(subject, self.strictness).and_then(Opening::wait);
        let review = opened.map_err(|error| error.to_string())?;
        self.turn_to(number);
        // What was written while it was being read is news, not what was read.
        self.stamp = stamp;
        Ok(review)
    }

    fn count(&self) -> Option<usize> {
        Some(self.subjects.len())
    }

    fn restore(&mut self, document: &Document) -> Vec<Message> {
        let Some(store) = self.store.as_ref().filter(|_| self.at < self.subjects.len()) else {
            return Vec::new();
        };
        let written = store.written(document.key());
        let found = store.find(document, &self.origin());
        let mut messages: Vec<Message> = Vec::new();
        let base = found.record.unwrap_or_default();
        if base != Record::default() {
            let hide = base.kept.hide.filter(|_| self.asked.is_none());
            messages.push(Message::Restore(Box::new(Kept { hide, ..base.kept.clone() })));
        }
        messages.extend(found.notice.map(Message::Notice));
        self.open = Some(Open {
            key: document.key(),
            sketch: document.sketch(),
            was: found.was,
            base,
            written,
            seen_written: None,
            film: None,
        });
        messages
    }

    fn restored(&mut self, app: &App) -> Vec<Message> {
        let (Some(store), Some(open)) = (&self.store, &mut self.open) else { return Vec::new() };
        open.base.kept = app.kept();
        open.film = app.film();
        open.seen_written = store.seen_written();
        let mut notice = None;
        let seen = store.seen(&mut notice);
        let viewing = open.film.as_ref().map(|film| Message::Viewing(seen.viewing(film)));
        viewing.into_iter().chain(notice.map(Message::Notice)).collect()
    }

    fn keep(&mut self, app: &App) -> Vec<Message> {
        let origin = self.origin();
        let (Some(store), Some(open)) = (&self.store, &mut self.open) else { return Vec::new() };
        let entry = Entry { key: open.key, origin, read: now(), ..app.entry() };
        let ours = open.base.renewed(app.kept(), entry, open.sketch.clone());
        match store.save_at(&open.base, &ours, open.was.take()) {
            Ok((merged, written)) => {
                self.failed = None;
                open.written = written;
                open.base = ours;
                let differs = merged.kept.rulings != open.base.kept.rulings
                    || merged.kept.marks != open.base.kept.marks;
                differs.then(|| Message::Agree(Box::new(merged.kept))).into_iter().collect()
            }
            Err(error) => self.note(&error),
        }
    }

    fn news(&mut self, app: &App) -> Vec<Message> {
        if self.looked.is_some_and(|looked| looked.elapsed() < LOOKED_AT_EACH) {
            return Vec::new();
        }
        self.looked = Some(Instant::now());
        let mut messages = self.heard(app);
        if self.has_changed() {
            messages.push(Message::Changed);
        }
        messages
    }

    fn can_reload(&self) -> bool {
        matches!(self.origin(), Origin::File(_) | Origin::Web(_))
    }

    fn shelf(&mut self) -> Shelf {
        let found = self.store.as_ref().map(|store| store.shelf().map(Shelf::new));
        found.unwrap_or_else(|| Ok(Shelf::default())).unwrap_or_else(|error| {
            self.failed = Some(error.to_string());
            Shelf::default()
        })
    }

    fn shelf_at_once(&mut self, later: Box<dyn FnOnce(Shelf) + Send>) -> Shelf {
        let store = self.store.clone();
        let Some((store, latest)) = store.and_then(|store| Some((store.clone(), store.latest()?))) else {
            return self.shelf();
        };
        thread::spawn(move || {
            if let Ok(entries) = store.shelf() {
                later(Shelf::new(entries));
            }
        });
        let mut at_once = Shelf::new(latest);
        at_once.extent = Extent::Latest;
        at_once
    }

    fn fetch(&mut self, key: Key) -> Result<usize, String> {
        let found = self.shelf();
        let entry = found.entries().find(|entry| entry.key == key);
        let entry = entry.ok_or("this review is on the shelf no more")?;
        let subject = Subject::from(&entry.origin)
            .ok_or_else(|| format!("{}: it came through a pipe; give it once more", entry.name))?;
        let known = self.subjects.iter().position(|known| *known == subject);
        Ok(known.unwrap_or_else(|| {
            self.subjects.push(subject);
            self.subjects.len() - 1
        }))
    }

    fn forget(&mut self, key: Key) -> Result<(), String> {
        if self.open.as_ref().is_some_and(|open| open.key == key) {
            return Err("This review is being read; close it first".to_owned());
        }
        match &self.store {
            Some(store) => store.forget(key).map_err(|error| error.to_string()),
            None => Ok(()),
        }
    }

    fn see(&mut self, film: &Film, viewing: Viewing) -> Result<(), String> {
        let Some(store) = &self.store else { return Ok(()) };
        store.see(film, viewing).map_err(|error| error.to_string())?;
        if let Some(open) = &mut self.open {
            open.seen_written = store.seen_written();
        }
        Ok(())
    }
}

fn stamp(subject: &Subject) -> Option<Stamp> {
    let Subject::Input(Input::File(path)) = subject else { return None };
    let data = fs::metadata(path).ok()?;
    Some((data.modified().ok(), data.len()))
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
