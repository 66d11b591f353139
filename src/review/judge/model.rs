//! The learned weights: small whole numbers in one file, made ready once, so that the binary stays small and needs no set-up.

use std::sync::LazyLock;

use super::features;
use super::matrix::{Matrix, add_scaled};

static BYTES: &[u8] = include_bytes!("../../../assets/judge.model");
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
    pub conv: Matrix,
    /// From pooled features and place to the sentence's state.
    pub sentence: Matrix,
    /// For each layer of context: how far it reaches, and its two matrices.
    pub layers: Vec<(usize, Matrix, Matrix)>,
    /// From a state to the three levels.
    pub levels: Matrix,
    /// From a state to what is pooled over a paragraph.
    pub zone_in: Matrix,
    /// From the pool to the paragraph's state.
    pub zone_join: Matrix,
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
            conv: file.matrix()?,
            sentence: file.matrix()?,
            layers: (0..file.number()?).map(|_| file.layer()).collect::<Option<_>>()?,
            levels: file.matrix()?,
            zone_in: file.matrix()?,
            zone_join: file.matrix()?,
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
    scales: Vec<f32>,
    bytes: &'static [u8],
}

impl Table {
    /// The number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.scales.len()
    }

    /// Adds `weight` times a row to `out`.
    pub fn add_row(&self, row: usize, weight: f32, out: &mut [f32]) {
        let Some(scale) = self.scales.get(row) else { return };
        let scale = scale * weight;
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
    hashes: Vec<u32>,
    /// Where the hashes with each first 16 bits begin.
    starts: Vec<u32>,
}

impl Lookup {
    fn new(hashes: Vec<u32>, table: Table) -> Self {
        let mut starts = Vec::with_capacity((1 << 16) + 1);
        let mut at = 0_u32;
        for first in 0..=(1_u32 << 16) {
            while hashes.get(at as usize).is_some_and(|h| h >> 16 < first) {
                at += 1;
            }
            starts.push(at);
        }
        Self { table, hashes, starts }
    }

    /// The row of the word with this hash.
    #[must_use]
    pub fn find(&self, hash: u32) -> Option<usize> {
        let first = (hash >> 16) as usize;
        let (from, to) = (*self.starts.get(first)? as usize, *self.starts.get(first + 1)? as usize);
        let at = self.hashes.get(from..to)?.iter().position(|h| *h == hash)?;
        Some(from + at)
    }
}

impl Model {
    /// The vector of a word, by its own if it is known, else by its letters.
    pub fn add_word(&self, word: &str, row: Option<usize>, out: &mut [f32]) {
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

/// What is left to read of a model file.
struct Cursor(&'static [u8]);

impl Cursor {
    fn take(&mut self, len: usize) -> Option<&'static [u8]> {
        let (head, tail) = self.0.split_at_checked(len)?;
        self.0 = tail;
        Some(head)
    }

    fn number(&mut self) -> Option<usize> {
        let bytes = self.take(4)?.try_into().ok()?;
        usize::try_from(u32::from_le_bytes(bytes)).ok()
    }

    fn floats(&mut self, count: usize) -> Option<Vec<f32>> {
        let bytes = self.take(count.checked_mul(4)?)?;
        Some(bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect())
    }

    fn table(&mut self) -> Option<Table> {
        let (rows, cols) = (self.number()?, self.number()?);
        let scales = self.floats(rows)?;
        let bytes = self.take(rows.checked_mul(cols)?)?;
        Some(Table { cols, scales, bytes })
    }

    fn lookup(&mut self) -> Option<Lookup> {
        let count = self.number()?;
        let bytes = self.take(count.checked_mul(4)?)?;
        let hashes = bytes.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
        Some(Lookup::new(hashes, self.table()?))
    }

    /// A matrix of 16-bit numbers with one scale.
    fn matrix(&mut self) -> Option<Matrix> {
        let (rows, cols) = (self.number()?, self.number()?);
        let scale = *self.floats(1)?.first()?;
        let bytes = self.take(rows.checked_mul(cols)?.checked_mul(2)?)?;
        let data =
            bytes.chunks_exact(2).map(|b| scale * f32::from(i16::from_le_bytes([b[0], b[1]]))).collect();
        Some(Matrix { cols, data })
    }

    fn layer(&mut self) -> Option<(usize, Matrix, Matrix)> {
        Some((self.number()?, self.matrix()?, self.matrix()?))
    }
}
