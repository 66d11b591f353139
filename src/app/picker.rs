//! A list to pick from, narrowed by what is typed. Until something is typed letters move; a stroke of `/`
//! begins to type, too.

use super::command::Command;
use super::keymap::{Code, Key, Keymap, Meaning};

/// A list of which one row is picked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picker {
    /// What was typed to narrow it.
    pub query: String,
    /// The rows that fit, best first.
    pub fitting: Vec<usize>,
    /// The picked one's number among them.
    pub picked: usize,
    /// Whether letters move or narrow.
    pub stage: Stage,
}

/// What letters do in a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// They are commands.
    #[default]
    Walking,
    /// They narrow the list.
    Typing,
}

/// What a key did to a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Did {
    /// Another row is picked, or nothing happened.
    Moved,
    /// Another query asks for other rows.
    Narrowed,
    /// This row was chosen.
    Chose(usize),
    /// It is closed.
    Left,
    /// It is closed by a command.
    Called(Command),
}

impl Picker {
    /// All of `count` rows, that numbered `picked` picked.
    pub(super) fn of(count: usize, picked: usize) -> Self {
        Self { fitting: (0..count).collect(), picked, ..Self::default() }
    }

    /// Shows `fitting` instead.
    pub(super) fn narrow(&mut self, fitting: Vec<usize>) {
        self.fitting = fitting;
        self.picked = 0;
    }

    /// Picks another row, `by` further down.
    pub(super) fn pick(&mut self, by: isize) {
        self.picked = self.picked.saturating_add_signed(by).min(self.fitting.len().saturating_sub(1));
    }

    /// The first row on a screen of `height` rows.
    pub fn first(&self, height: usize) -> usize {
        (self.picked + 1).saturating_sub(height)
    }

    /// What stands `row` rows below the first of `height`.
    pub(super) fn at(&self, row: usize, height: usize) -> Option<usize> {
        self.fitting.get(self.first(height) + row).copied()
    }

    pub(super) fn key(&mut self, key: Key, keymap: &Keymap, own: Command) -> Did {
        match key.code {
            Code::Escape => return Did::Left,
            Code::Enter => return self.fitting.get(self.picked).map_or(Did::Left, |row| Did::Chose(*row)),
            Code::Backspace if self.query.is_empty() => return Did::Left,
            Code::Backspace => {
                self.query.pop();
                return Did::Narrowed;
            }
            Code::Char('u') if key.control => {
                self.query.clear();
                return Did::Narrowed;
            }
            _ => {}
        }
        if let Some(by) = step(key) {
            self.pick(by);
            return Did::Moved;
        }
        match key.typed() {
            Some(c) if self.stage == Stage::Typing => self.type_in(c),
            Some(c) => self.walk((key, c), keymap, own),
            None => Did::Moved,
        }
    }

    /// Takes `key`, which types `c`, as a command where it is one of a list, or the list's `own`.
    fn walk(&mut self, (key, c): (Key, char), keymap: &Keymap, own: Command) -> Did {
        match keymap.meaning(&[key]) {
            Meaning::Command(Command::LineDown) => self.pick(1),
            Meaning::Command(Command::LineUp) => self.pick(-1),
            Meaning::Command(Command::Search) => self.stage = Stage::Typing,
            Meaning::Command(Command::Close | Command::Cancel) => return Did::Left,
            Meaning::Command(command) if command == own || command == Command::Quit => {
                return Did::Called(command);
            }
            _ => return self.type_in(c),
        }
        Did::Moved
    }

    fn type_in(&mut self, c: char) -> Did {
        self.stage = Stage::Typing;
        self.query.push(c);
        Did::Narrowed
    }

    /// Takes in what was pasted.
    pub(super) fn paste(&mut self, text: &str) {
        self.stage = Stage::Typing;
        self.query.push_str(text);
    }
}

/// How far a key moves in any list, whatever is typed.
pub(super) fn step(key: Key) -> Option<isize> {
    match key.code {
        Code::Down | Code::Tab => Some(1),
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
