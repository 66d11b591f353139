//! The shelf's keys: what is typed narrows it, so that its commands are keys that are not typed.

use super::command::Command;
use super::keymap::{Code, Key};
use super::{App, Effect, Pane};
use crate::shelf::{Shelf, Viewing};

impl App {
    /// Whether there is no review behind the shelf.
    fn is_bare(&self) -> bool {
        self.settings.input.1 == 0
    }

    /// What others must do at `command`, where it concerns what is kept.
    pub(super) fn shelve(&mut self, command: Command) -> Option<Effect> {
        match command {
            Command::Seen => self.see(),
            Command::Shelf => Some(Effect::Shelf),
            Command::Reload => Some(Effect::Reload),
            _ => None,
        }
    }

    /// Shows the shelf, or what has become of it.
    pub(super) fn show_shelf(&mut self, found: Shelf) {
        let pane = match &self.pane {
            Pane::Shelf(pane) => pane.renewed(found),
            _ => found,
        };
        if pane.counts().0 == 0 && !self.is_bare() {
            self.pane = Pane::Text;
            self.notice = Some("The shelf is empty: nothing has been kept yet".to_owned());
        } else {
            self.pane = Pane::Shelf(Box::new(pane));
        }
    }

    pub(super) fn shelf_key(&mut self, key: Key, mut pane: Box<Shelf>) -> Option<Effect> {
        let effect = match key.code {
            Code::Escape if !pane.query.is_empty() => narrow(&mut pane, String::clear),
            Code::Escape => return self.is_bare().then_some(Effect::Quit),
            Code::Enter => open(&pane),
            Code::Delete => remove(&mut pane),
            Code::Char('d' | 'x') if key.control => remove(&mut pane),
            Code::Char('w') if key.control => see(&pane),
            Code::Tab => {
                pane.sort = pane.sort.next();
                pane.arrange();
                None
            }
            Code::Backspace => narrow(&mut pane, |query| _ = query.pop()),
            Code::Char('u') if key.control => narrow(&mut pane, String::clear),
            _ => match (step(key), key.typed()) {
                (Some(by), _) => {
                    pane.pick(by);
                    None
                }
                (None, Some(c)) => narrow(&mut pane, |query| query.push(c)),
                (None, None) => None,
            },
        };
        if pane.doomed.is_some() && effect.is_none() {
            self.notice =
                Some("Press it once more to forget this review and all that is kept of it".to_owned());
        }
        self.pane = Pane::Shelf(pane);
        effect
    }

    /// Marks the film as seen, or takes that back.
    fn see(&mut self) -> Option<Effect> {
        let Some(film) = self.film() else {
            self.notice = Some("The review names no film that could be marked as seen".to_owned());
            return None;
        };
        let (viewing, what) = match self.viewing {
            Viewing::Unseen => {
                (Viewing::Seen, "You have seen this film: its curtain is open in every review")
            }
            Viewing::Seen => (Viewing::Unseen, "Not seen: the curtain is drawn again in every review of it"),
        };
        self.view_as(viewing);
        self.notice = Some(what.to_owned());
        Some(Effect::See(film, viewing))
    }
}

fn step(key: Key) -> Option<isize> {
    match key.code {
        Code::Down => Some(1),
        Code::Up => Some(-1),
        Code::PageDown => Some(10),
        Code::PageUp => Some(-10),
        Code::Home => Some(isize::MIN),
        Code::End => Some(isize::MAX),
        Code::Char('n') if key.control => Some(1),
        Code::Char('p') if key.control => Some(-1),
        _ => None,
    }
}

fn narrow(shelf: &mut Shelf, change: impl FnOnce(&mut String)) -> Option<Effect> {
    change(&mut shelf.query);
    shelf.arrange();
    None
}

fn open(shelf: &Shelf) -> Option<Effect> {
    shelf.entry().map(|entry| Effect::Fetch(entry.key))
}

fn see(shelf: &Shelf) -> Option<Effect> {
    let entry = shelf.entry()?;
    let viewing = if entry.viewing == Viewing::Seen { Viewing::Unseen } else { Viewing::Seen };
    Some(Effect::See(entry.film()?, viewing))
}

/// Forgets the picked review, where this is said for the second time.
fn remove(shelf: &mut Shelf) -> Option<Effect> {
    let key = shelf.entry()?.key;
    if shelf.doomed.take() == Some(key) {
        return Some(Effect::Forget(key));
    }
    shelf.doomed = Some(key);
    None
}
