//! Vectors as they lie in a model file: lent, not copied.

use std::cmp::Ordering;

use super::cursor::{Cursor, number_at};

/// Vectors of signed bytes, each row with its scale.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The width of a row.
    pub cols: usize,
    scales: &'static [u8],
    bytes: &'static [u8],
}

impl Table {
    pub(crate) fn parse(file: &mut Cursor) -> Option<Self> {
        let (rows, cols) = (file.number()?, file.number()?);
        let scales = file.take(rows.checked_mul(4)?)?;
        let bytes = file.take(rows.checked_mul(cols)?)?;
        Some(Self { cols, scales, bytes })
    }

    /// The number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.scales.len() / 4
    }

    /// A row: its scale, and its signed bytes.
    pub(crate) fn row(&self, row: usize) -> Option<(f32, &'static [u8])> {
        let scale = f32::from_bits(number_at(self.scales, row)?);
        Some((scale, self.bytes.get(row * self.cols..(row + 1) * self.cols)?))
    }

    /// Adds `weight` times a row to `out`.
    pub(crate) fn add_row(&self, row: usize, weight: f32, out: &mut [f32]) {
        let Some((scale, bytes)) = self.row(row) else { return };
        let scale = scale * weight;
        for (out, byte) in out.iter_mut().zip(bytes) {
            *out += scale * f32::from(byte.cast_signed());
        }
    }
}

/// The vectors of the known words, found by the words' hashes.
#[derive(Clone, Debug, Default)]
pub struct Lookup {
    /// One row for each word.
    pub table: Table,
    /// The hashes in rising order.
    hashes: &'static [u8],
}

impl Lookup {
    pub(crate) fn parse(file: &mut Cursor) -> Option<Self> {
        let count = file.number()?;
        let hashes = file.take(count.checked_mul(4)?)?;
        Some(Self { hashes, table: Table::parse(file)? })
    }

    /// The vector of the word with this hash: its scale, and its signed bytes.
    pub(crate) fn find(&self, hash: u32) -> Option<(f32, &'static [u8])> {
        let (mut from, mut to) = (0, self.hashes.len() / 4);
        while from < to {
            let middle = usize::midpoint(from, to);
            match number_at(self.hashes, middle)?.cmp(&hash) {
                Ordering::Less => from = middle + 1,
                Ordering::Equal => return self.table.row(middle),
                Ordering::Greater => to = middle,
            }
        }
        None
    }
}
