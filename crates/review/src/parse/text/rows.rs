//! Lines of a paragraph as they may be measured: how much a passage holds has no say in how they fall into
//! blocks, for a parser reads a stand-in.

use crate::hide::standin;

/// A line.
pub(super) struct Row {
    pub text: String,
    /// With a mark for each passage, where there are any.
    seen: Option<String>,
}

impl Row {
    /// The row of line `text`.
    pub fn new(text: String) -> Self {
        let seen = standin::is_in(&text).then(|| standin::seen(&text));
        Self { text, seen }
    }

    /// What may be seen of it.
    pub fn seen(&self) -> &str {
        self.seen.as_deref().unwrap_or(&self.text)
    }

    /// Whether nothing of it is hidden.
    pub fn is_open(&self) -> bool {
        self.seen.is_none()
    }

    /// How often it is quoted.
    pub fn depth(&self) -> u8 {
        let mut depth: u8 = 0;
        let mut text = self.text.trim_start();
        while let Some(rest) = text.strip_prefix('>') {
            depth = depth.saturating_add(1);
            text = rest.trim_start();
        }
        depth
    }

    /// Whether it may be of one block with `next`.
    pub fn is_like(&self, next: &Self) -> bool {
        self.depth() == next.depth()
    }
}
