//! Where the reader has been: back, forward and marks, all of them places in the text.

use std::collections::BTreeMap;

use review::span::Offset;

/// As many places back are remembered.
const DEPTH: usize = 200;

/// Places to return to.
#[derive(Clone, Debug, Default)]
pub struct Places {
    back: Vec<Offset>,
    forward: Vec<Offset>,
    marks: BTreeMap<char, Offset>,
}

impl Places {
    /// Remembers `here` before a jump away from it.
    pub fn leave(&mut self, here: Offset) {
        self.forward.clear();
        if self.back.last() != Some(&here) {
            self.back.push(here);
        }
        if self.back.len() > DEPTH {
            self.back.remove(0);
        }
    }

    /// Where the last jump came from, seen from `here`.
    pub fn back(&mut self, here: Offset) -> Option<Offset> {
        let place = self.back.pop()?;
        self.forward.push(here);
        Some(place)
    }

    /// Undoes [`back`](Self::back).
    pub fn forward(&mut self, here: Offset) -> Option<Offset> {
        let place = self.forward.pop()?;
        self.back.push(here);
        Some(place)
    }

    /// Whether there was a jump to come back from.
    pub fn has_back(&self) -> bool {
        !self.back.is_empty()
    }

    /// Whether there is a way forward.
    pub fn has_forward(&self) -> bool {
        !self.forward.is_empty()
    }

    /// Sets mark `name`.
    pub fn mark(&mut self, name: char, here: Offset) {
        self.marks.insert(name, here);
    }

    /// All marks.
    pub fn marks(&self) -> impl Iterator<Item = (char, Offset)> {
        self.marks.iter().map(|(name, place)| (*name, *place))
    }

    /// The place of mark `name`; `'` is where the last jump came from.
    pub fn marked(&self, name: char) -> Option<Offset> {
        if name == '\'' { self.back.last().copied() } else { self.marks.get(&name).copied() }
    }
}
