//! The reader's desk: the reviews that lie on it, where they came from, and what is kept of them.

use std::collections::HashMap;
use std::fs;
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use review::address;
use review::fingerprint::{Key, Sketch};
use review::{Document, Policy};

use super::listing;
use super::opening::open;
use super::subject::Subject;
use crate::app::{App, Curtain, Kept, Look, Message};
use crate::shelf::{Entry, Extent, Film, Origin, Shelf, Viewing};
use crate::source::{self, Input, Network, harmless};
use crate::state::{self, Record, Store};
use crate::tui::{Wanted, Work, World};

/// Files are not looked at more often than this.
const LOOKED_AT_EACH: Duration = Duration::from_millis(700);

/// The reviews to be read, and what is kept of them.
pub(super) struct Desk {
    subjects: Vec<Subject>,
    policy: Policy,
    network: Network,
    store: Option<Store>,
    /// What the command line said should be hidden: it goes before what was kept.
    asked: Option<Curtain>,
    /// What is being opened, and the file as it was then.
    next: Option<(Subject, Option<Stamp>)>,
    here: Here,
    /// Reviews that were left for a while.
    left: HashMap<Key, Here>,
    looked: Option<Instant>,
    listing: Listing,
    /// How the reader likes the screen, as it is kept.
    look: Look,
    /// The last time that something could not be kept.
    pub failed: Option<String>,
}

/// Whether it was looked up what the reviews on the desk are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Listing {
    Due,
    Done,
}

/// The review that is being read.
#[derive(Default)]
struct Here {
    subject: Option<Subject>,
    /// What is known of it, once it is whole.
    open: Option<Open>,
    /// The file as it was when it was read, or when it was last seen to have changed.
    stamp: Option<Stamp>,
}

/// What is known of the review that is being read.
struct Open {
    key: Key,
    /// What it is known by if it is edited, once all of it is judged.
    sketch: Option<Sketch>,
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
    /// A desk with `subjects` on it, of which that numbered `first` is read.
    pub fn new(
        subjects: &[Subject],
        first: usize,
        (policy, network): (Policy, Network),
        store: Option<Store>,
    ) -> Self {
        let next = subjects.get(first).map(|subject| (subject.clone(), stamp(subject)));
        let (subjects, here, left) = (subjects.to_vec(), Here::default(), HashMap::new());
        let (asked, looked, failed) = (None, None, None);
        let (listing, look) = (Listing::Due, Look::default());
        Self { subjects, policy, network, store, asked, next, here, left, looked, listing, look, failed }
    }

    /// How the reader likes the screen, as it is kept.
    pub fn liking(mut self, look: Look) -> Self {
        self.look = look;
        self
    }

    /// Keeps how the reader likes the screen, if that has changed.
    fn keep_look(&mut self, look: &Look) -> Result<(), state::Error> {
        let Some(store) = self.store.as_ref().filter(|_| *look != self.look) else { return Ok(()) };
        store.keep_look(look)?;
        self.look = look.clone();
        Ok(())
    }

    /// What the command line said should be hidden.
    pub fn asked(mut self, asked: Option<Curtain>) -> Self {
        self.asked = asked;
        self
    }

    fn origin(&self) -> Origin {
        self.here.subject.as_ref().map_or(Origin::Pipe, Subject::origin)
    }

    /// Whether the file is another one now than when it was read, or looked at last.
    fn has_changed(&mut self) -> bool {
        let now = self.here.subject.as_ref().and_then(stamp);
        let changed = now.is_some() && now != self.here.stamp;
        if changed {
            self.here.stamp = now;
        }
        changed
    }

    /// What `wanted` is.
    fn subject(&self, wanted: Wanted) -> Result<Subject, String> {
        match wanted {
            Wanted::Input(number) => {
                let subject = self.subjects.get(number).map(|subject| match subject {
                    // It may have been written anew.
                    Subject::Read(Input::File(_), ..) => subject.again(),
                    subject => subject.clone(),
                });
                subject.ok_or_else(|| "there are no more reviews".to_owned())
            }
            Wanted::Link(target) => self.linked(&target).map(Subject::Input),
            Wanted::Again => {
                let again = self.here.subject.as_ref().map(Subject::again);
                again.ok_or_else(|| "There is nothing to be read again".to_owned())
            }
            Wanted::Shelved(key) => self.shelved(key),
        }
    }

    /// What `target` of a link is: an address of the web, or a file beside the review.
    fn linked(&self, target: &str) -> Result<Input, String> {
        if address::is_web(target) {
            return self.allowed(target).map(|()| Input::Address(target.to_owned()));
        }
        let path = target.split(['#', '?']).next().unwrap_or_default();
        let beside = match &self.here.subject {
            Some(Subject::Input(Input::File(file))) => file.parent().map(|folder| folder.join(path)),
            _ => None,
        };
        match beside.filter(|file| file.is_file()) {
            Some(file) => Ok(Input::File(file)),
            None => Err("that leads to no page of the web and to no file".to_owned()),
        }
    }

    fn allowed(&self, address: &str) -> Result<(), String> {
        match self.network {
            Network::Allowed => Ok(()),
            Network::Offline => Err(source::Error::Offline(harmless(address)).to_string()),
        }
    }

    /// Where the review `key` on the shelf came from.
    fn shelved(&self, key: Key) -> Result<Subject, String> {
        let record = self.store.as_ref().and_then(|store| store.peek(key));
        let entry = record.ok_or("this review is on the shelf no more")?.shelf.entry;
        if let Origin::Web(address) = &entry.origin {
            self.allowed(address)?;
        }
        Subject::from(&entry.origin)
            .ok_or_else(|| format!("{}: it came through a pipe; give it once more", entry.name))
    }

    fn note(&mut self, failed: &state::Error) -> Vec<Message> {
        let told = failed.to_string();
        let again = self.failed.as_ref() == Some(&told);
        self.failed = Some(told.clone());
        if again { Vec::new() } else { vec![Message::Notice(told)] }
    }

    /// What other windows have kept since.
    fn heard(&mut self, app: &App) -> Vec<Message> {
        let (Some(store), Some(open)) = (&self.store, &mut self.here.open) else { return Vec::new() };
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
    fn open(&mut self, wanted: Wanted) -> Result<Work, String> {
        let subject = self.subject(wanted)?;
        self.next = Some((subject.clone(), stamp(&subject)));
        let policy = self.policy;
        Ok(Box::new(move || open(&subject, policy, &mut |_| {}).map_err(|error| error.to_string())))
    }

    fn list(&mut self, tell: Box<dyn Fn(usize, Entry) -> bool + Send>) {
        if std::mem::replace(&mut self.listing, Listing::Done) == Listing::Done {
            return;
        }
        let (subjects, policy, store) = (self.subjects.clone(), self.policy, self.store.clone());
        thread::spawn(move || {
            let kept = store.and_then(|store| store.shelf().ok()).unwrap_or_default();
            for (number, subject) in subjects.iter().enumerate() {
                if listing::known(subject, policy, &kept).is_some_and(|entry| !tell(number, entry)) {
                    return;
                }
            }
        });
    }

    fn started(&mut self) {
        let Some((subject, stamp)) = self.next.take() else { return };
        let left = std::mem::replace(&mut self.here, Here { subject: Some(subject), open: None, stamp });
        if let Some(open) = &left.open {
            self.left.insert(open.key, left);
        }
    }

    fn returned(&mut self, document: &Document) {
        let here = self.left.remove(&document.key()).unwrap_or_default();
        let left = std::mem::replace(&mut self.here, here);
        if let Some(open) = &left.open {
            self.left.insert(open.key, left);
        }
    }

    fn restore(&mut self, document: &Document) -> Vec<Message> {
        let Some(store) = self.store.as_ref().filter(|_| self.here.subject.is_some()) else {
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
        self.here.open = Some(Open {
            key: document.key(),
            sketch: None,
            was: found.was,
            base,
            written,
            seen_written: None,
            film: None,
        });
        messages
    }

    fn restored(&mut self, app: &App) -> Vec<Message> {
        let (Some(store), Some(open)) = (&self.store, &mut self.here.open) else { return Vec::new() };
        open.base.kept = app.kept();
        open.film = app.film().filter(|film| film.year.is_some());
        open.seen_written = store.seen_written();
        let mut notice = None;
        let seen = store.seen(&mut notice);
        let viewing = open.film.as_ref().map(|film| Message::Viewing(seen.viewing(film)));
        viewing.into_iter().chain(notice.map(Message::Notice)).collect()
    }

    fn keep(&mut self, app: &App) -> Vec<Message> {
        if let Err(error) = self.keep_look(&app.settings().look) {
            return self.note(&error);
        }
        let origin = self.origin();
        let (Some(store), Some(open)) = (&self.store, &mut self.here.open) else { return Vec::new() };
        let entry = Entry { key: open.key, origin, read: now(), ..app.entry() };
        let document = app.reading().document();
        let sketch = open.sketch.take().unwrap_or_else(|| document.sketch());
        open.sketch = Some(sketch.clone()).filter(|_| !document.is_judging());
        let ours = open.base.renewed(app.kept(), entry, sketch);
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

    fn forget(&mut self, key: Key) -> Result<(), String> {
        if self.here.open.as_ref().is_some_and(|open| open.key == key) {
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
        if let Some(open) = &mut self.here.open {
            open.seen_written = store.seen_written();
        }
        Ok(())
    }
}

fn stamp(subject: &Subject) -> Option<Stamp> {
    let (Subject::Input(Input::File(path)) | Subject::Read(Input::File(path), ..)) = subject else {
        return None;
    };
    let data = fs::metadata(path).ok()?;
    Some((data.modified().ok(), data.len()))
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
