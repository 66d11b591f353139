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

    /// The review that `here` was come to from, on a screen of `size`.
    pub fn back(&mut self, here: App, size: (u16, u16)) -> App {
        let Some(app) = self.past.pop() else { return here };
        self.future.push(here);
        self.come(app, size)
    }

    /// The review that was returned from to `here`.
    pub fn forward(&mut self, here: App, size: (u16, u16)) -> App {
        let Some(app) = self.future.pop() else { return here };
        self.past.push(here);
        self.come(app, size)
    }

    fn come(&self, mut app: App, (width, height): (u16, u16)) -> App {
        app.visited(self.count());
        app.update(Message::Resize(width, height));
        app
    }
}
