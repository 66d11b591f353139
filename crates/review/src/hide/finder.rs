//! Words that are looked for in a text, all of them at once and in whatever case.
//!
//! A table of all states is searched some three times as fast as what is made of it first, but takes longer to make than
//! a review to read: only a long text is worth it.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, Match};

/// A text of fewer bytes is not worth a table.
const LONG: usize = 100_000;

pub(crate) struct Finder {
    words: Vec<Vec<u8>>,
    light: AhoCorasick,
    table: OnceLock<AhoCorasick>,
}

impl Finder {
    /// Finds any of `words`.
    pub fn new(words: impl IntoIterator<Item = impl AsRef<[u8]>>) -> Self {
        let words: Vec<_> = words.into_iter().map(|word| word.as_ref().to_vec()).collect();
        let light = automaton(&words, AhoCorasickKind::ContiguousNFA);
        Self { words, light, table: OnceLock::new() }
    }

    pub fn is_match(&self, text: &str) -> bool {
        self.made_for(text).is_match(text)
    }

    /// The first of the words in `text`.
    pub fn find(&self, text: &str) -> Option<Match> {
        self.made_for(text).find(text)
    }

    fn made_for(&self, text: &str) -> &AhoCorasick {
        if text.len() < LONG {
            &self.light
        } else {
            self.table.get_or_init(|| automaton(&self.words, AhoCorasickKind::DFA))
        }
    }
}

fn automaton(words: &[Vec<u8>], kind: AhoCorasickKind) -> AhoCorasick {
    let build = AhoCorasick::builder().kind(Some(kind)).ascii_case_insensitive(true).build(words);
    build.unwrap_or_else(|_| unreachable!("a few short words make a small automaton"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_read_as_short_ones_are() {
        let finder = Finder::new(["spoil", "ネタバレ"]);
        for (text, end) in [("No SPOILERS", Some(8)), ("a ネタバレ b", Some(14)), ("spoi", None)] {
            assert_eq!(finder.find(text).map(|found| found.end()), end);
            let before = " ".repeat(LONG);
            let found = finder.find(&[&before, text].concat()).map(|found| found.end() - LONG);
            assert_eq!(found, end);
        }
    }
}
