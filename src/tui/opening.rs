//! Opening reviews: by threads, for a file may be as slow as the web, while the reader can cancel.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::RecvTimeoutError;
use std::thread;
use std::time::Duration;

use review::Document;
use review::document::Level;
use review::fingerprint::Key as ReviewKey;
use review::gate::Consent;

use super::screen::Screen;
use super::visits::Visits;
use super::{Event, Session, World, draw};
use crate::app::keymap::{Code, Key};
use crate::app::{App, Message};
use crate::view::theme::Themes;

/// A review as it is opened: whole, or its beginning with a way to the whole.
pub struct Review {
    /// What it is called where it has no title.
    pub name: String,
    /// What has been read.
    pub document: Document,
    /// Reads all of it, where `document` is only its beginning. The error is one line.
    pub rest: Option<Rest>,
}

/// What the reader wants to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The input numbered so.
    Input(usize),
    /// What a link leads to.
    Link(String),
    /// A review from the shelf.
    Shelved(ReviewKey),
    /// The same review, as it is now.
    Again,
}

/// Opens a review, by a thread: it may take long. The error is one line.
pub type Work = Box<dyn FnOnce() -> Result<Review, String> + Send>;

/// Reads the whole of a review.
pub type Rest = Box<dyn FnOnce() -> Result<Document, String> + Send>;

/// What is said while a review is on its way,
const COMING: &str = "On its way… C-c cancels";
/// from when on it seems long.
pub const SOON: Duration = Duration::from_millis(150);

impl Session {
    /// Opens what is wanted, if it can be had.
    pub(super) fn open(
        &mut self,
        app: &mut App,
        wanted: &Wanted,
        (screen, themes): (&mut Screen, &Themes),
        world: &mut dyn World,
    ) -> io::Result<()> {
        self.keep(app, world);
        let opened = match world.open(wanted.clone()) {
            Ok(work) => self.come(work, app, (screen, themes))?,
            Err(error) => Err(error),
        };
        match opened {
            Ok(review) => {
                let size = screen.size()?;
                self.turn_to(review, app, wanted, size, world);
            }
            Err(error) => _ = app.update(Message::Notice(error)),
        }
        Ok(())
    }

    /// Puts the reader of `review` in the place of `app`, to which it may be gone back.
    fn turn_to(
        &mut self,
        review: Review,
        app: &mut App,
        wanted: &Wanted,
        size: (u16, u16),
        world: &mut dyn World,
    ) {
        let mut settings = app.settings().clone();
        let is_bare = settings.input.1 == 0;
        match wanted {
            Wanted::Input(number) => settings.input.0 = *number,
            Wanted::Shelved(_) if is_bare => settings.input = (0, 1),
            _ => {}
        }
        let hide = app.reading().consent().hide;
        let ratings = settings.consent.ratings;
        settings.consent = Consent::hiding(stricter(settings.consent.hide, hide));
        settings.consent.ratings = ratings;
        let left = std::mem::replace(app, self.start(review, settings, size, world));
        match wanted {
            Wanted::Input(_) => self.visits = Visits::default(),
            Wanted::Link(_) => self.visits.leave(left),
            Wanted::Shelved(_) if !is_bare => self.visits.leave(left),
            Wanted::Shelved(_) | Wanted::Again => {}
        }
        app.visited(self.visits.count());
    }

    /// Reads the review again, and goes on where the reader was.
    pub(super) fn reload(
        &mut self,
        app: &mut App,
        (screen, themes): (&mut Screen, &Themes),
        world: &mut dyn World,
    ) -> io::Result<()> {
        if !world.can_reload() {
            app.update(Message::Notice("There is no file to be read again".to_owned()));
            return Ok(());
        }
        self.resume = Some(app.kept());
        let before = self.opened;
        self.open(app, &Wanted::Again, (screen, themes), world)?;
        if self.opened == before {
            self.resume = None;
        } else if self.waiting.is_none() {
            app.update(Message::Notice("Read again".to_owned()));
        }
        Ok(())
    }

    /// Waits for `work`, which another thread does, until it is cancelled. What else happens meanwhile waits
    /// its turn.
    fn come(
        &mut self,
        work: Work,
        app: &mut App,
        (screen, themes): (&mut Screen, &Themes),
    ) -> io::Result<Result<Review, String>> {
        self.coming += 1;
        let (number, sender) = (self.coming, self.sender.clone());
        thread::spawn(move || {
            let inside = |_| Err("something went wrong inside unspoiled while reading this".to_owned());
            let review = catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(inside);
            // Nobody listens any more once it was cancelled.
            let _ = sender.send(Event::Opened(number, review.map(Box::new)));
        });
        let cancelled = || Ok(Err("cancelled".to_owned()));
        let mut patience = SOON;
        loop {
            match self.events.recv_timeout(patience) {
                Ok(Event::Opened(opened, review)) if opened == number => {
                    return Ok(review.map(|review| *review));
                }
                Ok(Event::Happened(Message::Key(key))) if cancels(key) => return cancelled(),
                Ok(event @ Event::End(_)) => {
                    self.later.push_front(event);
                    return cancelled();
                }
                Ok(event) => self.later.push_back(event),
                Err(RecvTimeoutError::Timeout) => {
                    patience = Duration::MAX;
                    app.update(Message::Notice(COMING.to_owned()));
                    draw(app, themes, screen)?;
                }
                Err(RecvTimeoutError::Disconnected) => return cancelled(),
            }
        }
    }

    pub(super) fn arrived(&mut self, number: usize, read: Result<Box<Document>, String>) -> Option<Message> {
        if self.waiting != Some(number) {
            return None;
        }
        self.waiting = None;
        Some(match read {
            Ok(document) => Message::Arrived(document),
            Err(error) => Message::Notice(error),
        })
    }

    /// The whole review, where `message` cannot be answered with its beginning alone. What happens
    /// meanwhile waits its turn.
    pub(super) fn wait_for(&mut self, app: &App, message: &Message) -> Option<Message> {
        if self.waiting.is_none() || !app.needs_whole(message) {
            return None;
        }
        self.read_on();
        loop {
            match self.events.recv().ok()? {
                Event::Read(number, read) => return self.arrived(number, read),
                Event::Happened(Message::Key(key)) if cancels(key) => {
                    self.later.push_front(Event::Happened(Message::Key(key)));
                    return None;
                }
                Event::End(signal) => {
                    self.later.push_front(Event::End(signal));
                    return None;
                }
                event => self.later.push_back(event),
            }
        }
    }
}

/// The hide level of the two that hides more: who hid more in one review is not shown more in the next.
fn stricter(one: Option<Level>, other: Option<Level>) -> Option<Level> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// Whether `key` ends waiting.
fn cancels(key: Key) -> bool {
    key == Key::plain(Code::Escape) || key == Key::control('c')
}
