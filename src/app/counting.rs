//! Counts before commands, as in vi: `10j`. Where digits go to sections they are none.

use super::command::{COMMANDS, Command, Group};
use super::keymap::{Key, Meaning};
use super::{App, Effect};

/// No command is carried out more often at once.
const MOST: usize = 10_000;

impl App {
    /// What was counted so far.
    pub fn count(&self) -> Option<usize> {
        self.count
    }

    /// Takes `key` as a digit of a count, where it is no command of its own.
    pub(super) fn counts(&mut self, key: Key) -> bool {
        let digit = key.typed().and_then(|c| c.to_digit(10)).and_then(|digit| usize::try_from(digit).ok());
        let Some(digit) = digit.filter(|_| self.pending.is_empty()) else { return false };
        let is_first = self.count.is_none();
        if is_first && (digit == 0 || self.settings.keymap.meaning(&[key]) != Meaning::None) {
            return false;
        }
        self.count = Some((self.count.unwrap_or(0) * 10 + digit).min(MOST));
        true
    }

    /// Carries out `command` as often as was counted before it, as long as that moves anything.
    pub(super) fn call_counted(&mut self, command: Command) -> Option<Effect> {
        let Some(count) = self.count.take() else { return self.call(command) };
        match command {
            Command::Percent => self.go_to_percent(count),
            Command::Top | Command::Bottom => self.go_to_row(count),
            _ if !repeats(command) => return self.call(command),
            _ => {
                for _ in 0..count {
                    let before = (self.port.anchor, self.port.top);
                    if let Some(effect) = self.call(command) {
                        return Some(effect);
                    }
                    self.settle();
                    if (self.port.anchor, self.port.top) == before {
                        break;
                    }
                }
            }
        }
        None
    }
}

fn repeats(command: Command) -> bool {
    let moves = |group| matches!(group, Group::Move | Group::Jump);
    let known = COMMANDS.iter().any(|entry| entry.command == command && moves(entry.group));
    let walks = [Command::NextPassage, Command::PreviousPassage, Command::NextHit, Command::PreviousHit];
    (known && !matches!(command, Command::Section(_))) || walks.contains(&command)
}
