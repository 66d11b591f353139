//! The two lists of words that tell names from other words: common words and given names.
//!
//! No person and no film is in them. They are looked up by hash.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

/// Words that are written small in most texts.
const COMMON: &str = include_str!("../../../../assets/credits/common.txt");
/// The commonest given names of a census.
const GIVEN: &str = include_str!("../../../../assets/credits/first-names.txt");

/// The hash of a word: letters in lower case, apostrophes of one kind.
pub fn hash(word: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for c in word.chars().flat_map(char::to_lowercase) {
        let c = if c == '’' { '\'' } else { c };
        hash = (hash ^ u64::from(c)).wrapping_mul(0x0100_0000_01b3);
    }
    hash
}

/// A map of words by hash, which need no hashing again.
pub type Buckets = BuildHasherDefault<Same>;

/// Takes a hash as it is.
#[derive(Default)]
pub struct Same(u64);

impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn write_u64(&mut self, n: u64) {
        self.0 = n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn write_u32(&mut self, n: u32) {
        self.write_u64(u64::from(n));
    }
}

/// Words that stand in small letters amid a name.
const MINOR: &str = "a\nan\nand\nas\nat\nbut\nby\nde\ndel\nder\ndi\ndu\nel\nfor\nfrom\nin\ninto\nis\nit\nla\nle\nles\nmy\nno\nnot\nof\non\nor\n\
    out\nover\nthe\nto\nup\nvan\nvon\nvs\nwith\nwho\nyour\ny\net\ndas\ndes\nda\nten\nter\nthan\nthat\nunder\nlike\nher\nhis\nwithout\nbin\nal\nversus";

static LISTS: LazyLock<[HashSet<u64, Buckets>; 3]> =
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
