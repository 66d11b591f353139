//! The learned weights: small whole numbers in one file, which is read where it lies: opening a review must not wait for
//! millions of numbers to be made ready.

use std::sync::LazyLock;

use super::cursor::Cursor;
use super::features;
use super::matrix::Matrix;
use super::table::{Lookup, Table};
use super::transformer::product::Linear;

pub(crate) static BYTES: &[u8] = include_bytes!("../../../assets/judge.model");
static MODEL: LazyLock<Model> =
    LazyLock::new(|| Model::parse(BYTES).expect("the model in the binary, which a test reads"));

/// The first bytes of a model file.
pub const MAGIC: &[u8; 8] = b"unspoil3";

/// Everything the judge has learned.
#[derive(Clone, Debug)]
pub struct Model {
    /// Vectors of the known words.
    pub words: Lookup,
    /// Vectors of letter groups, for the words that are not known.
    pub grams: Table,
    /// Vectors of how words are written.
    pub cases: Matrix,
    /// States of sentences marked as spoilers, by level.
    pub masks: Matrix,
    /// From a word to what it means for the word after it, itself and the word before it, side by side.
    pub conv: Linear,
    /// From pooled features and place to the sentence's state.
    pub sentence: Linear,
    /// The layers of context, in order.
    pub layers: Vec<Layer>,
    /// From a state to the three levels.
    pub levels: Linear,
    /// From a state to what is pooled over a paragraph.
    pub zone_in: Linear,
    /// From the pool to the paragraph's state.
    pub zone_join: Linear,
    /// From a paragraph's state to the seven zones of the paragraph after it, its own and of the one before it.
    pub zones: Linear,
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
            words: Lookup::parse(&mut file)?,
            grams: Table::parse(&mut file)?,
            cases: file.matrix()?,
            masks: file.matrix()?,
            conv: Linear::parse(&mut file)?,
            sentence: Linear::parse(&mut file)?,
            layers: (0..file.number()?).map(|_| Layer::parse(&mut file)).collect::<Option<_>>()?,
            levels: Linear::parse(&mut file)?,
            zone_in: Linear::parse(&mut file)?,
            zone_join: Linear::parse(&mut file)?,
            zones: Linear::parse(&mut file)?,
            calibration: file.matrix()?,
            follows: file.matrix()?,
            thresholds: file.matrix()?,
        })
    }
}

/// A layer of context: what the sentences around say changes how a sentence is understood.
#[derive(Clone, Debug)]
pub struct Layer {
    /// How many sentences before and after the one that changes stand those that are heard.
    pub step: usize,
    /// From a state to what it means for the sentence after it, itself and the sentence before it, side by side.
    pub inner: Linear,
    /// From what is heard to the change.
    pub outer: Linear,
}

impl Layer {
    fn parse(file: &mut Cursor) -> Option<Self> {
        Some(Self { step: file.number()?, inner: Linear::parse(file)?, outer: Linear::parse(file)? })
    }
}

impl Model {
    /// Puts into `out` the vector of a word that is not known: the mean of its letter groups' vectors.
    pub(crate) fn spell(&self, word: &str, out: &mut [f32]) {
        out.fill(0.0);
        let buckets = u32::try_from(self.grams.rows()).unwrap_or(1).max(1);
        let mut count = 0_u16;
        features::each_gram(word, |h| {
            self.grams.add_row((h % buckets) as usize, 1.0, out);
            count += 1;
        });
        for v in out {
            *v /= f32::from(count.max(1));
        }
    }
}
