//! Counts before commands: `10j`. In the presets for vi and less digits do nothing else; by default a digit goes
//! to the section of that number at once, and who goes on with a motion before the moment is over meant a count,
//! so that the jump is undone.

use std::collections::BTreeSet;

use review::span::Offset;

use super::command::{COMMANDS, Command, Group};
use super::keymap::{Key, Meaning};
use super::places::Places;
use super::{App, Effect, Row};

/// No command is carried out more often at once.
const MOST: usize = 10_000;

/// Digits that were typed before a command.
#[derive(Clone, Debug)]
pub(super) struct Count {
    number: usize,
    digits: Digits,
}

/// What the digits of a count did.
#[derive(Clone, Debug)]
enum Digits {
    /// Nothing else.
    Idle,
    /// They went to sections, from here.
    Jumped(Box<Stand>),
    /// They went to sections, a moment ago: only what takes a percentage still asks for them.
    Spent,
}

/// Where the reader stood.
#[derive(Clone, Debug)]
struct Stand {
    top: Row,
    anchor: Offset,
    folds: BTreeSet<usize>,
    places: Places,
}

impl App {
    /// What was counted so far.
    pub fn count(&self) -> Option<usize> {
        let count = self.count.as_ref().filter(|count| !matches!(count.digits, Digits::Spent));
        count.map(|count| count.number)
    }

    /// Whether digits went to a section just now, and may turn out a count: [`Message::Lull`](super::Message::Lull)
    /// says that they did not.
    pub fn may_count(&self) -> bool {
        self.count.as_ref().is_some_and(|count| matches!(count.digits, Digits::Jumped(_)))
    }

    /// For a moment nothing was typed.
    pub(super) fn lull(&mut self) {
        if let Some(count) = self.count.as_mut().filter(|count| matches!(count.digits, Digits::Jumped(_))) {
            count.digits = Digits::Spent;
        }
    }

    /// Takes `key` as a digit of a count; whether it does nothing else.
    pub(super) fn counts(&mut self, key: Key) -> bool {
        let digit = key.typed().and_then(|c| c.to_digit(10)).and_then(|digit| usize::try_from(digit).ok());
        let Some(digit) = digit.filter(|_| self.pending.is_empty()) else { return false };
        let meaning = self.settings.keymap.meaning(&[key]);
        let goes = matches!(meaning, Meaning::Command(Command::Section(_)));
        // What goes to a section begins anew, once the moment is over.
        let before = self.count.take().filter(|count| !(goes && matches!(count.digits, Digits::Spent)));
        if before.is_none() && !goes && (digit == 0 || meaning != Meaning::None) {
            return false;
        }
        let number = before.as_ref().map_or(0, |count| count.number);
        let digits = match before {
            Some(count) => count.digits,
            None if goes => Digits::Jumped(Box::new(self.stand())),
            None => Digits::Idle,
        };
        self.count = Some(Count { number: (number * 10 + digit).min(MOST), digits });
        !goes
    }

    /// Carries out `command` as often as was counted before it, as long as that moves anything.
    pub(super) fn call_counted(&mut self, command: Command) -> Option<Effect> {
        if matches!(command, Command::Section(_)) {
            return self.call(command);
        }
        let Some(Count { number, digits }) = self.count.take() else { return self.call(command) };
        match (command, &digits) {
            (Command::Percent, _) => {}
            (_, Digits::Idle) if repeats(command) => {}
            (_, Digits::Jumped(_)) if scrolls(command) => {}
            _ => return self.call(command),
        }
        if let Digits::Jumped(stand) = digits {
            self.stand_again(*stand);
        }
        match command {
            Command::Percent => self.go_to_percent(number),
            Command::Top | Command::Bottom => self.go_to_row(number),
            _ => return self.repeat(command, number),
        }
        None
    }

    fn repeat(&mut self, command: Command, times: usize) -> Option<Effect> {
        for _ in 0..times {
            let before = (self.port.anchor, self.port.top);
            if let Some(effect) = self.call(command) {
                return Some(effect);
            }
            self.settle();
            if (self.port.anchor, self.port.top) == before {
                break;
            }
        }
        None
    }

    fn stand(&self) -> Stand {
        Stand {
            top: self.port.top,
            anchor: self.port.anchor,
            folds: self.folds.clone(),
            places: self.places.clone(),
        }
    }

    fn stand_again(&mut self, stand: Stand) {
        self.folds = stand.folds;
        self.places = stand.places;
        self.refold();
        self.port.anchor = stand.anchor;
        self.port.top = stand.top;
        self.settle();
    }
}

fn repeats(command: Command) -> bool {
    let moves = |group| matches!(group, Group::Move | Group::Jump);
    let known = COMMANDS.iter().any(|entry| entry.command == command && moves(entry.group));
    let walks = [Command::NextPassage, Command::PreviousPassage, Command::NextHit, Command::PreviousHit];
    known || walks.contains(&command)
}

/// What a count may stand before where its digits go to sections, too: not what could be meant to go on from
/// such a section.
fn scrolls(command: Command) -> bool {
    let moves = COMMANDS.iter().any(|entry| entry.command == command && entry.group == Group::Move);
    moves && command != Command::Top
}
