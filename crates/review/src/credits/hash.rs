//! How words are compared, and where they are filed: the program and its build script must agree.

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

/// Where a word of this hash may be filed in a table of so many slots, a power of two: in the first of these that was free.
pub fn slots(hash: u64, count: usize) -> impl Iterator<Item = usize> {
    let first = usize::try_from(hash >> 40).unwrap_or(0);
    (0..count).map(move |by| (first + by) & (count - 1))
}
