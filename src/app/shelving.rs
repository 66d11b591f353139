//! The shelf's keys: what is typed narrows it, so that its commands are keys that are not typed.

use super::command::Command;
use super::keymap::{Code, Key};
use super::picker::step;
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
            Code::Char('w') if key.control => {
                let seen = see(&pane);
                if seen.is_none() {
                    self.notice =
                        Some("No year tells this film apart: open its review, and mark it there".to_owned());
                }
                seen
            }
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

    /// Marks the film as seen, or takes that back: in every review of it, where the year tells it from its
    /// namesakes, else in this review alone.
    fn see(&mut self) -> Option<Effect> {
        let viewing = match self.viewing {
            Viewing::Unseen => Viewing::Seen,
            Viewing::Seen => Viewing::Unseen,
        };
        let film = self.film().filter(|film| film.year.is_some());
        let what = match (viewing, &film) {
            (Viewing::Seen, Some(_)) => "You have seen this film: its curtain is open in every review",
            (Viewing::Seen, None) => {
                "You have seen this film: its curtain is open here; no year tells it apart"
            }
            (Viewing::Unseen, Some(_)) => "Not seen: the curtain is drawn again in every review of it",
            (Viewing::Unseen, None) => "Not seen: the curtain is drawn again",
        };
        self.view_as(viewing);
        self.notice = Some(what.to_owned());
        film.map(|film| Effect::See(film, viewing))
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
    Some(Effect::See(entry.film().filter(|film| film.year.is_some())?, viewing))
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
