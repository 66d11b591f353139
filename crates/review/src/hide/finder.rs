//! Looks for any of some hundred words, in whatever case. An automaton would be searched no faster for words that are
//! nearly never there, and would take longer to make than most reviews take to read.

use std::ops::Range;

/// Words, and a quick test that nearly all places of a text fail.
pub(crate) struct Finder {
    /// In small letters, by how they begin.
    words: Vec<String>,
    /// For the classes of each three bytes a bit: whether any word may begin so.
    begins: [u64; TRIPLES / 64],
}

/// A byte's class, of 32: each letter has its own in whatever case, blanks have one, and the rest share five.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < classes.len() {
        classes[byte] = match byte.to_le_bytes() {
            [b' ', ..] => 0,
            [letter @ (b'A'..=b'Z' | b'a'..=b'z'), ..] => letter & 31,
            [other, ..] => 27 + other % 5,
        };
        byte += 1;
    }
    classes
};

/// So many beginnings are told apart.
const TRIPLES: usize = 1 << 15;

/// The beginning that follows one, with a byte more.
fn shifted(begin: usize, byte: u8) -> usize {
    (begin << 5 | usize::from(CLASSES[usize::from(byte)])) % TRIPLES
}

impl Finder {
    /// Finds any of `words`.
    pub fn of(words: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let mut begins = [0; TRIPLES / 64];
        let mut words: Vec<String> =
            words.into_iter().map(|word| word.as_ref().to_ascii_lowercase()).collect();
        words.retain(|word| !word.is_empty());
        words.sort_unstable_by(|one, other| {
            first(one.as_bytes()).cmp(&first(other.as_bytes())).then(one.cmp(other))
        });
        for word in &words {
            let (known, any) = (word.len().min(3), 3 - word.len().min(3));
            let begin = word.bytes().take(known).fold(0, shifted) << (5 * any);
            // Anything may follow a short one.
            for begin in begin..begin + (1 << (5 * any)) {
                begins[begin / 64] |= 1 << (begin % 64);
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
        let begins = bytes.iter().chain(&[0, 0]).scan(0, |begin, byte| {
            *begin = shifted(*begin, *byte);
            Some(*begin)
        });
        let places = begins.skip(2).enumerate();
        let places = places.filter(|(_, begin)| self.begins[begin / 64] >> (begin % 64) & 1 == 1);
        places.filter_map(|(at, _)| Some(at..at + self.len_of(bytes.get(at..)?)?))
    }

    /// How long the word is with which `rest` begins.
    fn len_of(&self, rest: &[u8]) -> Option<usize> {
        let begin = self.words.partition_point(|word| first(word.as_bytes()) < first(rest));
        let words = self.words.get(begin..)?.iter().take_while(|word| first(word.as_bytes()) == first(rest));
        let is_here =
            |word: &[u8]| rest.get(..word.len()).is_some_and(|text| text.eq_ignore_ascii_case(word));
        words.map(String::as_bytes).find(|word| is_here(word)).map(<[u8]>::len)
    }
}

/// By which words are filed.
fn first(bytes: &[u8]) -> u8 {
    bytes.first().map_or(0, |byte| CLASSES[usize::from(*byte)])
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
