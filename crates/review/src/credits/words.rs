//! The two lists of words that tell names from other words: common words and given names.
//!
//! No person and no film is in them. They are looked up by hash.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

pub use super::hash::hash;
use super::hash::slots;

/// Words that are written small in most texts (`assets/credits/common.txt`), and the commonest given names of a census
/// (`first-names.txt`), as `build.rs` files them.
const COMMON: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/common.table"));
const GIVEN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/first-names.table"));

/// The hash of two words side by side.
pub fn pair(first: u64, second: u64) -> u64 {
    (first.rotate_left(17) ^ second).wrapping_mul(0x0100_0000_01b3)
}

/// Words that stand in small letters amid a name.
const MINOR: &str = "a\nan\nand\nas\nat\nbut\nby\nde\ndel\nder\ndi\ndu\nel\nfor\nfrom\nin\ninto\nis\nit\nla\nle\nles\nmy\nno\nnot\nof\non\nor\n\
    out\nover\nthe\nto\nup\nvan\nvon\nvs\nwith\nwho\nyour\ny\net\ndas\ndes\nda\nten\nter\nthan\nthat\nunder\nlike\nher\nhis\nwithout\nbin\nal\nversus";

static MINORS: LazyLock<FxHashSet<u64>> = LazyLock::new(|| MINOR.lines().map(hash).collect());

/// Whether the word of this hash may stand in small letters amid a name.
pub fn is_minor(hash: u64) -> bool {
    MINORS.contains(&hash)
}

/// Whether the word of this hash is written small in most texts.
pub fn is_common(hash: u64) -> bool {
    is_in(COMMON, hash)
}

/// Whether the word of this hash is a given name.
pub fn is_given(hash: u64) -> bool {
    is_in(GIVEN, hash)
}

fn is_in(table: &[u8], hash: u64) -> bool {
    let table = table.as_chunks().0;
    let filed =
        slots(hash, table.len()).filter_map(|slot| table.get(slot).map(|filed| u64::from_le_bytes(*filed)));
    filed.take_while(|filed| *filed != 0).any(|filed| filed == hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_words_of_the_lists_are_found_and_no_others() {
        let common = include_str!("../../../../assets/credits/common.txt");
        let given = include_str!("../../../../assets/credits/first-names.txt");
        assert!(common.lines().all(|word| is_common(hash(word.trim()))));
        assert!(given.lines().all(|word| is_given(hash(word.trim()))));
        let others = ["", "quillondra", "zyxwquail", "okparanta"];
        assert!(others.iter().all(|word| !is_common(hash(word)) && !is_given(hash(word))));
    }
}
