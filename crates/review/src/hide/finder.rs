//! Looks for any of some hundred words, in whatever case. An automaton would be searched no faster for words that are
//! nearly never there, and would take longer to make than most reviews take to read.

use std::ops::Range;

/// Words, and a quick test that nearly all places of a text fail.
pub(crate) struct Finder {
    /// In small letters, by their first two bytes.
    words: Vec<(usize, String)>,
    /// For each pair of first bytes, in any case, a bit: whether any word begins so.
    begins: [u64; PAIRS / 64],
}

/// So many pairs of bytes are told apart.
const PAIRS: usize = 1 << 14;

fn pair(one: u8, next: u8) -> usize {
    usize::from(one & 127) << 7 | usize::from(next & 127)
}

impl Finder {
    /// Finds any of `words`.
    pub fn of(words: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let mut begins = [0; PAIRS / 64];
        let filed = |word: String| match *word.as_bytes() {
            [] => Vec::new(),
            // Anything may follow.
            [one] => (0..128).map(|next| (pair(one, next), word.clone())).collect(),
            [one, next, ..] => vec![(pair(one, next), word)],
        };
        let mut words: Vec<(usize, String)> =
            words.into_iter().flat_map(|word| filed(word.as_ref().to_ascii_lowercase())).collect();
        words.sort_unstable();
        for (filed, _) in &words {
            let half = |bits: usize| u8::try_from(bits & 127).unwrap_or(0);
            let (one, next) = (half(filed >> 7), half(*filed));
            for one in [one, one.to_ascii_uppercase()] {
                for next in [next, next.to_ascii_uppercase()] {
                    let pair = pair(one, next);
                    begins[pair / 64] |= 1 << (pair % 64);
                }
            }
        }
        Self { words, begins }
    }

    /// Whether any of them is in `text`.
    pub fn is_in(&self, text: &str) -> bool {
        self.all(text).next().is_some()
    }

    /// Where they stand in `text`, by where they begin; of those that begin together the first by the alphabet.
    pub fn all<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Range<usize>> {
        let bytes = text.as_bytes();
        let behind = bytes.iter().skip(1).chain(&[0]);
        let places = bytes.iter().zip(behind).map(|(one, next)| pair(*one, *next)).enumerate();
        let places = places.filter(|(_, pair)| self.begins[pair / 64] >> (pair % 64) & 1 == 1);
        places.filter_map(|(at, _)| Some(at..at + self.len_of(bytes.get(at..)?)?))
    }

    /// How long the word is with which `rest` begins.
    fn len_of(&self, rest: &[u8]) -> Option<usize> {
        let small = |at: usize| rest.get(at).map_or(0, u8::to_ascii_lowercase);
        let pair = pair(small(0), small(1));
        let first = self.words.partition_point(|(other, _)| *other < pair);
        let words = self.words.get(first..)?.iter().take_while(|(other, _)| *other == pair);
        let is_here = |word: &&str| {
            rest.get(..word.len()).is_some_and(|text| text.eq_ignore_ascii_case(word.as_bytes()))
        };
        words.map(|(_, word)| word.as_str()).find(is_here).map(str::len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_found_in_whatever_case() {
        let finder = Finder::of(["||", "spoil", "ネタバレ", "read on", "ad", "\u{C}"]);
        assert!(finder.is_in("\u{C}") && finder.is_in("a\u{C}") && finder.is_in("\u{C}é"));
        assert!(finder.is_in("No SpoiLers") && finder.is_in("a||b") && finder.is_in("これはネタバレです"));
        assert!(
            !finder.is_in("a | b | c: a spool of film, a foil") && !finder.is_in("s") && !finder.is_in("")
        );
        let all: Vec<_> = finder.all("Do not READ on.").collect();
        assert_eq!(all, [7..14, 9..11]);
    }

    proptest! {
        #[test]
        fn nothing_is_missed(words in prop::collection::vec("[a-cé]{1,4}", 1..6), text in "[a-cA-Cé ]{0,40}") {
            let finder = Finder::of(&words);
            let lower = text.to_ascii_lowercase();
            prop_assert_eq!(finder.is_in(&text), words.iter().any(|word| lower.contains(word.as_str())));
            prop_assert!(finder.all(&text).all(|place| words.iter().any(|word| lower.get(place.clone()) == Some(word))));
        }
    }
}
