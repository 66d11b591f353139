//! The little arithmetic the judge needs, every sum in one fixed order, so that all machines agree to the bit.
//!
//! Each machine adds as many columns at once as it can (`pulp` finds that out); no product is fused with a sum, which
//! would round otherwise.

#![expect(clippy::inline_always, reason = "only what is inlined is made for the machine it runs on")]

use pulp::{Arch, Simd, WithSimd};

/// A small count as a number to reckon with.
#[expect(clippy::cast_precision_loss, reason = "counts of words and sentences are far below 2^24")]
pub fn float(count: usize) -> f32 {
    count as f32
}

/// Rows of equal width, one after another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    /// The width of a row.
    pub cols: usize,
    /// All rows, one after another.
    pub data: Vec<f32>,
}

impl Matrix {
    /// Zeros.
    #[must_use]
    pub fn zeros(rows: usize, cols: usize) -> Self {
        Self { cols, data: vec![0.0; rows * cols] }
    }

    /// The number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.data.len() / self.cols.max(1)
    }

    /// A row.
    #[must_use]
    pub fn row(&self, at: usize) -> &[f32] {
        &self.data[at * self.cols..(at + 1) * self.cols]
    }

    /// A row, to be changed.
    pub fn row_mut(&mut self, at: usize) -> &mut [f32] {
        &mut self.data[at * self.cols..(at + 1) * self.cols]
    }

    /// Adds `self · weights` to `out`, whose rows must be as many as this has and as wide as the weights.
    pub fn multiply_into(&self, weights: &[f32], out: &mut Self) {
        add_product(&self.data, self.cols, weights, &mut out.data);
    }

    /// `self · weights + bias`, where the bias is the last row of the weights.
    #[must_use]
    pub fn affine(&self, weights: &Self) -> Self {
        let (slopes, bias) = weights.slopes_and_bias();
        let mut out = Self { cols: weights.cols, data: bias.repeat(self.rows()) };
        self.multiply_into(slopes, &mut out);
        out
    }

    /// All rows but the last, and the last.
    #[must_use]
    pub(crate) fn slopes_and_bias(&self) -> (&[f32], &[f32]) {
        self.data.split_at(self.data.len().saturating_sub(self.cols))
    }
}

/// `y += x · weights`, where `x` has rows of `cols` numbers. Each sum is made in the order of the weights' rows.
pub fn add_product(x: &[f32], cols: usize, weights: &[f32], y: &mut [f32]) {
    let width = weights.len() / cols.max(1);
    Arch::new().dispatch(Product { x, cols, weights, width, y });
}

/// `y += x * w`
#[inline(always)]
pub fn add_scaled(y: &mut [f32], x: f32, w: &[f32]) {
    for (y, w) in y.iter_mut().zip(w) {
        *y += x * w;
    }
}

/// A product to be made tile by tile, so that the sums of a tile stay in registers.
struct Product<'a> {
    x: &'a [f32],
    cols: usize,
    weights: &'a [f32],
    width: usize,
    y: &'a mut [f32],
}

impl WithSimd for Product<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, _: S) {
        let rows = self.x.len() / self.cols.max(1);
        for row in (0..rows - rows % 4).step_by(4) {
            let x = self.turned::<4>(row);
            let left = self.tiles::<4, 16>(&x, row, 0);
            self.tiles::<4, 1>(&x, row, left);
        }
        for row in rows - rows % 4..rows {
            let x = self.turned::<1>(row);
            let left = self.tiles::<1, 64>(&x, row, 0);
            let left = self.tiles::<1, 16>(&x, row, left);
            self.tiles::<1, 1>(&x, row, left);
        }
    }
}

impl Product<'_> {
    /// Some rows of `x`, column by column.
    #[inline(always)]
    fn turned<const ROWS: usize>(&self, row: usize) -> Vec<[f32; ROWS]> {
        (0..self.cols).map(|i| std::array::from_fn(|r| self.x[(row + r) * self.cols + i])).collect()
    }

    /// Fills as many columns from `column` on as whole tiles do; returns the first that is left.
    #[inline(always)]
    fn tiles<const ROWS: usize, const COLS: usize>(
        &mut self,
        x: &[[f32; ROWS]],
        row: usize,
        mut column: usize,
    ) -> usize {
        while column + COLS <= self.width {
            self.tile::<ROWS, COLS>(x, row, column);
            column += COLS;
        }
        column
    }

    #[inline(always)]
    fn tile<const ROWS: usize, const COLS: usize>(&mut self, x: &[[f32; ROWS]], row: usize, column: usize) {
        let mut sums = [[0.0; COLS]; ROWS];
        for (r, sums) in sums.iter_mut().enumerate() {
            sums.copy_from_slice(&self.y[(row + r) * self.width + column..][..COLS]);
        }
        for (x, w) in x.iter().zip(self.weights.chunks_exact(self.width)) {
            let w: &[f32; COLS] = w[column..].first_chunk().expect("no more columns than there are");
            for (sums, x) in sums.iter_mut().zip(x) {
                sums.iter_mut().zip(w).for_each(|(sum, w)| *sum += x * w);
            }
        }
        for (r, sums) in sums.iter().enumerate() {
            self.y[(row + r) * self.width + column..][..COLS].copy_from_slice(sums);
        }
    }
}
