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

/// Names by hash: two bytes to know one by, and one that says what it mostly is. Where one is not at its place it may
/// stand behind it.
const KNOWN: &[u8] = include_bytes!("../../../../assets/credits/known.bin");

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

/// A hash whose bits all depend on all of it.
pub fn mixed(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    (hash ^ (hash >> 29)).wrapping_mul(0xc4ce_b9fe_1a85_ec53)
}

/// What a name mostly is, by the hash of its word or of two of its words: one of 63 ways to be an actor, a director,
/// somebody else, a character, a film; nought where it is not known.
pub fn known(hash: u64) -> u8 {
    let (places, hash) = (KNOWN.as_chunks::<3>().0, mixed(hash));
    let first = usize::try_from(hash >> 40).unwrap_or_default();
    let places = (0..places.len()).map(|step| places[(first + step) % places.len()]);
    let check = hash.to_le_bytes();
    let mut found = places.take_while(|place| place[2] > 0).filter(|place| place[..2] == check[..2]);
    found.next().map_or(0, |place| place[2])
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
