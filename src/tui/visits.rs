//! The reviews that links were followed from: each is kept as it was left, with its place, folds and what
//! was revealed in it.

use crate::app::{App, Message};

/// As many reviews back are kept.
const DEPTH: usize = 20;

/// Reviews to return to.
#[derive(Default)]
pub(super) struct Visits {
    past: Vec<App>,
    future: Vec<App>,
}

impl Visits {
    /// Keeps `app`, from which a link was followed.
    pub fn leave(&mut self, app: App) {
        self.future.clear();
        self.past.push(app);
        if self.past.len() > DEPTH {
            self.past.remove(0);
        }
    }

    /// How many there are to go back to, and forward.
    pub fn count(&self) -> (usize, usize) {
        (self.past.len(), self.future.len())
    }

    /// Puts the review that `here` was come to from in its place, on a screen of `size`.
    pub fn back(&mut self, here: &mut App, size: (u16, u16)) {
        let Some(app) = self.past.pop() else { return };
        self.future.push(std::mem::replace(here, app));
        self.come(here, size);
    }

    /// Puts the review that was returned from to `here` in its place.
    pub fn forward(&mut self, here: &mut App, size: (u16, u16)) {
        let Some(app) = self.future.pop() else { return };
        self.past.push(std::mem::replace(here, app));
        self.come(here, size);
    }

    fn come(&self, app: &mut App, (width, height): (u16, u16)) {
        app.visited(self.count());
        app.update(Message::Resize(width, height));
    }
}
