//! Tables that know many hashes in few bytes, without one of them: three cells of a table are chosen by a hash, and what
//! they make together is what is known of it. Cells that were not filled for a hash make something by chance: once in
//! a thousand times in a table of values, once in 256 in one that only tells whether it has a hash.

/// A hash whose bits all depend on all of it.
#[must_use]
pub fn mixed(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    (hash ^ (hash >> 29)).wrapping_mul(0xc4ce_b9fe_1a85_ec53)
}

/// What `cells` of two bytes know of a hash: less than 64, and nought where they do not know it.
#[must_use]
pub fn value(cells: &[u8], hash: u64) -> u8 {
    let hash = mixed(hash);
    let cell = |cell: &[u8; 2]| u16::from_le_bytes(*cell);
    let made = places(hash, cells.as_chunks::<2>().0).map(cell).fold(check(hash), |made, cell| made ^ cell);
    u8::try_from(made).ok().filter(|made| *made < 64).unwrap_or_default()
}

/// Whether `cells` of one byte have a hash.
#[must_use]
pub fn has(cells: &[u8], hash: u64) -> bool {
    let hash = mixed(hash);
    let [first, _] = check(hash).to_be_bytes();
    places(hash, cells).fold(first, |made, cell| made ^ cell) == 0
}

/// The three cells of a hash, one in each third.
fn places<T>(hash: u64, cells: &[T]) -> impl Iterator<Item = &T> {
    let third = cells.len() / 3;
    (0..3).filter_map(move |number| {
        let part = usize::try_from(hash.rotate_left(21 * number) & 0xffff_ffff).ok()?;
        cells.get(usize::try_from(number).ok()? * third + ((part * third) >> 32))
    })
}

/// By which a hash is known in its cells.
fn check(hash: u64) -> u16 {
    u16::try_from(hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48).unwrap_or_default()
}
