//! Rows of whole numbers between layers: what a layer makes, none of it below nought, is rounded to steps as it goes into
//! the next one.

#![expect(clippy::inline_always, reason = "only what is inlined is made for the machine it runs on")]

use pulp::Arch;

use super::matrix::Matrix;
use super::transformer::product::{Linear, Quantised, whole};

/// The size of a step, and so many at most.
pub const STEP: f32 = 1.0 / 256.0;
const MOST: f32 = 8191.0;

/// So many rows are reckoned at once.
const CHUNK: usize = 64;

/// What `layer` makes of `count` rows that `fill` writes, some at once.
pub fn apply(layer: &Linear, count: usize, step: f32, mut fill: impl FnMut(usize, &mut [i16])) -> Matrix {
    let cols = layer.bias.len();
    let inputs = layer.weights.len() / cols.max(1);
    let mut out = Matrix { cols, data: Vec::with_capacity(count * cols) };
    let (mut rows, mut part) = (Quantised::default(), Matrix::default());
    for first in (0..count).step_by(CHUNK) {
        rows.clear(inputs);
        for at in first..count.min(first + CHUNK) {
            rows.push_whole(step, |row| fill(at, row));
        }
        layer.apply(&rows, &mut part);
        out.data.extend_from_slice(&part.data);
    }
    out
}

/// Rows of whole steps, none below nought.
#[derive(Debug, Default)]
pub struct Rows {
    /// The width of a row.
    pub cols: usize,
    data: Vec<i16>,
}

impl From<&Matrix> for Rows {
    fn from(rows: &Matrix) -> Self {
        let mut out = Self::none(rows.rows(), rows.cols);
        Arch::new().dispatch(
            #[inline(always)]
            || out.data.iter_mut().zip(&rows.data).for_each(|(out, number)| *out = rounded(number / STEP)),
        );
        out
    }
}

impl Rows {
    /// For each row what is remembered of it and those before it in `order`: each number fades as `slowness` says.
    #[must_use]
    pub fn remembered(&self, slowness: &[f32], order: impl Iterator<Item = usize>) -> Self {
        let mut out = Self::none(self.data.len() / self.cols.max(1), self.cols);
        let mut memory = vec![0.0; self.cols];
        for at in order {
            Arch::new().dispatch(
                #[inline(always)]
                || {
                    let new = out.row_mut(at).iter_mut().zip(self.row(at));
                    for ((memory, slowness), (out, new)) in memory.iter_mut().zip(slowness).zip(new) {
                        *memory = *memory * slowness + f32::from(*new) * (1.0 - slowness);
                        *out = rounded(*memory);
                    }
                },
            );
        }
        out
    }

    /// So many rows of noughts.
    pub fn none(count: usize, cols: usize) -> Self {
        Self { cols, data: vec![0; count * cols] }
    }

    /// What `layer` makes of `count` rows that `fill` writes.
    pub fn of(layer: &Linear, count: usize, fill: impl FnMut(usize, &mut [i16])) -> Self {
        Self::from(&apply(layer, count, STEP, fill))
    }

    /// A row; an empty one where there is none.
    #[inline]
    pub fn row(&self, at: impl Into<Option<usize>>) -> &[i16] {
        let row = |at: usize| self.data.get(at * self.cols..(at + 1) * self.cols);
        at.into().and_then(row).unwrap_or_default()
    }

    /// A row, to be changed.
    #[inline]
    pub fn row_mut(&mut self, at: usize) -> &mut [i16] {
        self.data.get_mut(at * self.cols..(at + 1) * self.cols).unwrap_or_default()
    }
}

/// Copies `rows` into `out`, one behind another; where one is empty, noughts are left.
#[inline]
pub fn join<'r>(out: &mut [i16], cols: usize, rows: impl Iterator<Item = &'r [i16]>) {
    for (out, row) in out.chunks_exact_mut(cols).zip(rows).filter(|(_, row)| !row.is_empty()) {
        out.copy_from_slice(row);
    }
}

/// Keeps the most of each number.
#[inline]
pub fn raise(most: &mut [i16], row: &[i16]) {
    most.iter_mut().zip(row).for_each(|(most, number)| *most = (*most).max(*number));
}

/// A number of steps, rounded.
#[inline(always)]
fn rounded(number: f32) -> i16 {
    whole(number.clamp(0.0, MOST))
}
