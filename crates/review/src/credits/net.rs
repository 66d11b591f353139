//! The learned weights, `assets/credits/credits.model`, and the layers that are made of them.
//!
//! In the file stand matrices, one after another: how many rows and columns, a scale and a bias for each column, and
//! the rows in signed bytes. `training/credits/` makes it; its card describes it.

use std::sync::LazyLock;

use judge::matrix::{Matrix, add_product};

/// All that is learned.
#[derive(Debug)]
pub struct Net {
    /// Rows for what is seen of a token.
    pub table: Layer,
    /// From a token and the two on either side of it.
    pub near: Layer,
    /// How slowly what was read is forgotten: forwards, backwards. Both are biases.
    pub memory: [Layer; 2],
    /// From some more tokens, and what is remembered of those before and behind.
    pub far: Layer,
    /// From this, the same word elsewhere, both neighbours, and the whole text.
    pub whole: Layer,
    /// From this to kinds and roles.
    pub answers: Layer,
    /// From two mentions and what is between them: the character first, the person first.
    pub pairs: [Layer; 2],
    /// From this to whether one plays the other.
    pub plays: Layer,
}

/// A matrix with its biases.
#[derive(Debug)]
pub struct Layer {
    pub weights: Matrix,
    pub bias: Vec<f32>,
}

const MAGIC: &[u8] = b"credits2";

/// So many rows are reckoned at once.
const CHUNK: usize = 64;

impl Net {
    /// The one that is shipped.
    pub fn shipped() -> Option<&'static Self> {
        static NET: LazyLock<Option<Net>> =
            LazyLock::new(|| Net::parse(include_bytes!("../../../../assets/credits/credits.model")));
        NET.as_ref()
    }

    /// The net in a file's bytes; none where they are none.
    fn parse(bytes: &[u8]) -> Option<Self> {
        let mut file = bytes.strip_prefix(MAGIC)?;
        let mut layer = || Layer::parse(&mut file);
        Some(Self {
            table: layer()?,
            near: layer()?,
            memory: [layer()?, layer()?],
            far: layer()?,
            whole: layer()?,
            answers: layer()?,
            pairs: [layer()?, layer()?],
            plays: layer()?,
        })
    }
}

impl Layer {
    fn parse(file: &mut &[u8]) -> Option<Self> {
        let (rows, cols) = (number(file)?, number(file)?);
        let (scales, bias) = (floats(file, cols)?, floats(file, cols)?);
        let (bytes, rest) = file.split_at_checked(rows.checked_mul(cols)?)?;
        *file = rest;
        let mut data = Vec::with_capacity(bytes.len());
        for row in bytes.chunks_exact(cols.max(1)) {
            data.extend(row.iter().zip(&scales).map(|(byte, scale)| f32::from(byte.cast_signed()) * scale));
        }
        Some(Self { weights: Matrix { cols, data }, bias })
    }

    /// How many numbers it makes of a row.
    pub fn width(&self) -> usize {
        self.bias.len()
    }

    /// What it makes of `count` rows, each of which `fill` writes.
    pub fn apply(&self, count: usize, mut fill: impl FnMut(usize, &mut Vec<f32>)) -> Matrix {
        let cols = self.weights.rows();
        let mut out = Matrix { cols: self.width(), data: self.bias.repeat(count) };
        let mut rows = Vec::with_capacity(CHUNK * cols);
        for (chunk, out) in out.data.chunks_mut((CHUNK * self.width()).max(1)).enumerate() {
            rows.clear();
            for at in chunk * CHUNK..count.min((chunk + 1) * CHUNK) {
                fill(at, &mut rows);
            }
            add_product(&rows, cols, &self.weights.data, out);
        }
        out
    }

    /// The same, and nothing below nought.
    pub fn active(&self, count: usize, fill: impl FnMut(usize, &mut Vec<f32>)) -> Matrix {
        let mut out = self.apply(count, fill);
        out.data.iter_mut().for_each(|number| *number = number.max(0.0));
        out
    }
}

fn number(file: &mut &[u8]) -> Option<usize> {
    let (bytes, rest) = file.split_first_chunk()?;
    *file = rest;
    usize::try_from(u32::from_le_bytes(*bytes)).ok()
}

fn floats(file: &mut &[u8], count: usize) -> Option<Vec<f32>> {
    let (bytes, rest) = file.split_at_checked(count.checked_mul(4)?)?;
    *file = rest;
    Some(bytes.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect())
}
