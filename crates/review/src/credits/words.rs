//! The two lists of words that tell names from other words: common words and given names.
//!
//! No person and no film is in them. They are looked up by hash.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// Words that are written small in most texts.
const COMMON: &str = include_str!("../../../../assets/credits/common.txt");
/// The commonest given names of a census.
const GIVEN: &str = include_str!("../../../../assets/credits/first-names.txt");

/// The hash of a word: letters in lower case, apostrophes of one kind.
pub fn hash(word: &str) -> u64 {
    let with = |hash: u64, c: char| {
        let c = if c == '’' { '\'' } else { c };
        (hash ^ u64::from(c)).wrapping_mul(0x0100_0000_01b3)
    };
    let start = 0xcbf2_9ce4_8422_2325;
    if word.is_ascii() {
        return word.bytes().fold(start, |hash, byte| with(hash, byte.to_ascii_lowercase().into()));
    }
    word.chars().flat_map(char::to_lowercase).fold(start, with)
}

/// The hash of two words side by side.
pub fn pair(first: u64, second: u64) -> u64 {
    (first.rotate_left(17) ^ second).wrapping_mul(0x0100_0000_01b3)
}

/// Words that stand in small letters amid a name.
const MINOR: &str = "a\nan\nand\nas\nat\nbut\nby\nde\ndel\nder\ndi\ndu\nel\nfor\nfrom\nin\ninto\nis\nit\nla\nle\nles\nmy\nno\nnot\nof\non\nor\n\
    out\nover\nthe\nto\nup\nvan\nvon\nvs\nwith\nwho\nyour\ny\net\ndas\ndes\nda\nten\nter\nthan\nthat\nunder\nlike\nher\nhis\nwithout\nbin\nal\nversus";

static LISTS: LazyLock<[FxHashSet<u64>; 3]> =
    LazyLock::new(|| [COMMON, GIVEN, MINOR].map(|list| list.lines().map(|w| hash(w.trim())).collect()));

/// Whether the word of this hash may stand in small letters amid a name.
pub fn is_minor(hash: u64) -> bool {
    LISTS[2].contains(&hash)
}

/// Whether the word of this hash is written small in most texts.
pub fn is_common(hash: u64) -> bool {
    LISTS[0].contains(&hash)
}

/// Whether the word of this hash is a given name.
pub fn is_given(hash: u64) -> bool {
    LISTS[1].contains(&hash)
}
