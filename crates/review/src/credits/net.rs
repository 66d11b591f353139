//! The learned weights, `assets/credits/credits.model`, and the layers that are made of them.
//!
//! In the file stand matrices, one after another: how many rows and columns, a scale and a bias for each column, and
//! the rows in signed bytes. `training/credits/` makes it; its card describes it.

use std::sync::LazyLock;

use judge::matrix::Matrix;
use judge::transformer::product::{Columns, Quantised, multiply_add};

/// All that is learned.
#[derive(Debug)]
pub struct Net {
    /// Rows for what is seen of a token.
    pub table: Matrix,
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
    /// How many numbers it makes something of.
    inputs: usize,
    columns: Columns,
    scales: Vec<f32>,
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
        let table = Raw::parse(&mut file)?.matrix();
        let mut layer = || Layer::parse(&mut file);
        Some(Self {
            table,
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
        let raw = Raw::parse(file)?;
        let mut columns = Columns::default();
        columns.clear(raw.bias.len(), raw.rows);
        for (input, row) in raw.bytes.chunks_exact(raw.bias.len().max(1)).enumerate() {
            row.iter().enumerate().for_each(|(at, byte)| columns.set(at, input, byte.cast_signed().into()));
        }
        Some(Self { inputs: raw.rows, columns, scales: raw.scales, bias: raw.bias })
    }

    /// How many numbers it makes of a row.
    pub fn width(&self) -> usize {
        self.bias.len()
    }

    /// What it makes of `count` rows, each of which `fill` writes.
    pub fn apply(&self, count: usize, mut fill: impl FnMut(usize, &mut Vec<f32>)) -> Matrix {
        let mut out = Matrix { cols: self.width(), data: self.bias.repeat(count) };
        let mut rows = Matrix { cols: self.inputs, data: Vec::with_capacity(CHUNK * self.inputs) };
        let mut whole = Quantised::default();
        for (chunk, out) in out.data.chunks_mut((CHUNK * self.width()).max(1)).enumerate() {
            rows.data.clear();
            for at in chunk * CHUNK..count.min((chunk + 1) * CHUNK) {
                fill(at, &mut rows.data);
            }
            whole.set(&rows);
            multiply_add(&whole, self.columns.panels(), &self.scales, out);
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

/// A matrix as it stands in the file.
struct Raw<'b> {
    rows: usize,
    scales: Vec<f32>,
    bias: Vec<f32>,
    bytes: &'b [u8],
}

impl<'b> Raw<'b> {
    fn parse(file: &mut &'b [u8]) -> Option<Self> {
        let (rows, cols) = (number(file)?, number(file)?);
        let (scales, bias) = (floats(file, cols)?, floats(file, cols)?);
        let (bytes, rest) = file.split_at_checked(rows.checked_mul(cols)?)?;
        *file = rest;
        Some(Self { rows, scales, bias, bytes })
    }

    /// Its rows as numbers.
    fn matrix(&self) -> Matrix {
        let mut data = Vec::with_capacity(self.bytes.len());
        for row in self.bytes.chunks_exact(self.scales.len().max(1)) {
            data.extend(
                row.iter().zip(&self.scales).map(|(byte, scale)| f32::from(byte.cast_signed()) * scale),
            );
        }
        Matrix { cols: self.scales.len(), data }
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
