//! The learned weights: small whole numbers in one file, which is read where it lies: opening a review must not wait for
//! millions of numbers to be made ready.

use std::cmp::Ordering;
use std::sync::LazyLock;

use super::cursor::{Cursor, number_at};
use super::features;
use super::matrix::{Matrix, add_scaled};

pub(crate) static BYTES: &[u8] = include_bytes!("../../../assets/judge.model");
static MODEL: LazyLock<Model> =
    LazyLock::new(|| Model::parse(BYTES).expect("the model in the binary, which a test reads"));

/// The first bytes of a model file.
pub const MAGIC: &[u8; 8] = b"unspoil1";

/// Everything the judge has learned.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Vectors of the known words.
    pub words: Lookup,
    /// Vectors of letter groups, for the words that are not known.
    pub grams: Table,
    /// Vectors of how words are written.
    pub cases: Matrix,
    /// States of sentences marked as spoilers, by level.
    pub masks: Matrix,
    /// From a word and its two neighbours to features.
    pub conv: Packed,
    /// From pooled features and place to the sentence's state.
    pub sentence: Packed,
    /// For each layer of context: how far it reaches, and its two matrices.
    pub layers: Vec<(usize, Packed, Packed)>,
    /// From a state to the three levels.
    pub levels: Matrix,
    /// From a state to what is pooled over a paragraph.
    pub zone_in: Packed,
    /// From the pool to the paragraph's state.
    pub zone_join: Packed,
    /// From a paragraph's state and its neighbours' to the seven zones.
    pub zones: Matrix,
    /// Slope and offset of each level's calibration.
    pub calibration: Matrix,
    /// How likely zone (column) follows zone (row), as a logarithm; the last row is how a review begins.
    pub follows: Matrix,
    /// For each strictness, its four thresholds.
    pub thresholds: Matrix,
}

impl Model {
    /// The model in the binary.
    #[must_use]
    pub fn embedded() -> &'static Self {
        &MODEL
    }

    /// Reads a model file; `None` if it is not one.
    #[must_use]
    pub fn parse(bytes: &'static [u8]) -> Option<Self> {
        let mut file = Cursor(bytes);
        if file.take(MAGIC.len())? != MAGIC {
            return None;
        }
        Some(Self {
            words: file.lookup()?,
            grams: file.table()?,
            cases: file.matrix()?,
            masks: file.matrix()?,
            conv: file.packed()?,
            sentence: file.packed()?,
            layers: (0..file.number()?).map(|_| file.layer()).collect::<Option<_>>()?,
            levels: file.matrix()?,
            zone_in: file.packed()?,
            zone_join: file.packed()?,
            zones: file.matrix()?,
            calibration: file.matrix()?,
            follows: file.matrix()?,
            thresholds: file.matrix()?,
        })
    }
}

/// Vectors of signed bytes, each row with its scale.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The width of a row.
    pub cols: usize,
    pub(super) scales: &'static [u8],
    pub(super) bytes: &'static [u8],
}

impl Table {
    /// The number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.scales.len() / 4
    }

    /// Adds `weight` times a row to `out`.
    pub(crate) fn add_row(&self, row: usize, weight: f32, out: &mut [f32]) {
        let Some(scale) = number_at(self.scales, row) else { return };
        let scale = f32::from_bits(scale) * weight;
        let bytes = self.bytes.get(row * self.cols..(row + 1) * self.cols).unwrap_or_default();
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
    pub(super) hashes: &'static [u8],
}

impl Lookup {
    /// The row of the word with this hash.
    #[must_use]
    pub fn find(&self, hash: u32) -> Option<usize> {
        let (mut from, mut to) = (0, self.hashes.len() / 4);
        while from < to {
            let middle = usize::midpoint(from, to);
            match number_at(self.hashes, middle)?.cmp(&hash) {
                Ordering::Less => from = middle + 1,
                Ordering::Equal => return Some(middle),
                Ordering::Greater => to = middle,
            }
        }
        None
    }
}

/// A matrix of 16-bit numbers with one scale, as it lies in the file.
#[derive(Clone, Copy, Debug, Default)]
pub struct Packed {
    /// The width of a row.
    pub cols: usize,
    pub(super) scale: f32,
    pub(super) bytes: &'static [u8],
}

impl Packed {
    /// The number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.bytes.len() / (2 * self.cols).max(1)
    }

    /// Makes `matrix` the matrix to reckon with. It is made anew for each use: that takes less time than to fetch one
    /// from memory that was kept there, and less memory.
    pub(crate) fn open_into(&self, matrix: &mut Matrix) {
        let (numbers, _) = self.bytes.as_chunks();
        matrix.cols = self.cols;
        matrix.data.clear();
        matrix.data.extend(numbers.iter().map(|number| self.scale * f32::from(i16::from_le_bytes(*number))));
    }
}

impl Model {
    /// The vector of a word, by its own if it is known, else by its letters.
    pub(crate) fn add_word(&self, word: &str, row: Option<usize>, out: &mut [f32]) {
        if let Some(row) = row {
            self.words.table.add_row(row, 1.0, out);
            return;
        }
        let (mut sum, mut count) = (vec![0.0; out.len()], 0_u16);
        let buckets = u32::try_from(self.grams.rows()).unwrap_or(1).max(1);
        features::each_gram(word, |h| {
            self.grams.add_row((h % buckets) as usize, 1.0, &mut sum);
            count += 1;
        });
        add_scaled(out, 1.0 / f32::from(count.max(1)), &sum);
    }
}
