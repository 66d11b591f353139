//! The arithmetic of training, in floats, every sum in one fixed order, so that a training can be repeated to the bit.
//!
//! Each machine adds as many columns at once as it can (`pulp` finds that out); no product is fused with a sum, which
//! would round otherwise.

#![expect(clippy::inline_always, reason = "only what is inlined is made for the machine it runs on")]

use judge::matrix::Matrix;
use pulp::{Arch, Simd, WithSimd};

/// `x · weights + bias`, where the bias is the last row of the weights.
#[must_use]
pub fn affine(x: &Matrix, weights: &Matrix) -> Matrix {
    let (slopes, bias) = weights.data.split_at(weights.data.len().saturating_sub(weights.cols));
    let mut out = Matrix { cols: weights.cols, data: bias.repeat(x.rows()) };
    add_product(&x.data, x.cols, slopes, &mut out.data);
    out
}

/// `y += x · weights`, where `x` has rows of `cols` numbers. Each sum is made in the order of the weights' rows.
pub fn add_product(x: &[f32], cols: usize, weights: &[f32], y: &mut [f32]) {
    let width = weights.len() / cols.max(1);
    Arch::new().dispatch(Product { x, cols, weights, width, y });
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
