//! What the reader wants of the world beyond the terminal: reviews, and what is kept of them.

use review::Document;
use review::fingerprint::Key;

use super::{Wanted, Work};
use crate::app::{App, Message};
use crate::shelf::{Entry, Film, Shelf, Viewing};

/// The world behind the reader. Who has nothing but reviews, an opening function, keeps nothing.
pub trait World {
    /// How to open what is wanted; the error is one line.
    fn open(&mut self, wanted: Wanted) -> Result<Work, String>;

    /// Tells what is known of the inputs, one by one, as long as `tell` says that somebody listens.
    fn list(&mut self, _tell: Box<dyn Fn(usize, Entry) -> bool + Send>) {}

    /// What was opened last is being read now.
    fn started(&mut self) {}

    /// The reader is back at `document`.
    fn returned(&mut self, _document: &Document) {}

    /// What the reader must hear to go on with `document`, which is whole.
    fn restore(&mut self, _document: &Document) -> Vec<Message> {
        Vec::new()
    }

    /// The reader has heard it, and shows what may be shown now; what else there is to hear.
    fn restored(&mut self, _app: &App) -> Vec<Message> {
        Vec::new()
    }

    /// Keeps what there is to be kept; what the reader must hear of it.
    fn keep(&mut self, _app: &App) -> Vec<Message> {
        Vec::new()
    }

    /// What has changed meanwhile. It is asked at each key, and must not take long.
    fn news(&mut self, _app: &App) -> Vec<Message> {
        Vec::new()
    }

    /// Whether the review can be read a second time.
    fn can_reload(&self) -> bool {
        false
    }

    /// What was read.
    fn shelf(&mut self) -> Shelf {
        Shelf::default()
    }

    /// What was read, or the latest of it; then `later` is given all of it.
    fn shelf_at_once(&mut self, _later: Box<dyn FnOnce(Shelf) + Send>) -> Shelf {
        self.shelf()
    }

    /// Forgets a review.
    fn forget(&mut self, _key: Key) -> Result<(), String> {
        Ok(())
    }

    /// Notes whether `film` was seen.
    fn see(&mut self, _film: &Film, _viewing: Viewing) -> Result<(), String> {
        Ok(())
    }
}

impl<F: FnMut(Wanted) -> Result<Work, String>> World for F {
    fn open(&mut self, wanted: Wanted) -> Result<Work, String> {
        self(wanted)
    }
}
