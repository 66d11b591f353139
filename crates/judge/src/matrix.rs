//! Rows of numbers. Every sum is made in one fixed order, so that all machines agree to the bit.

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
}

/// `y += x * w`
#[inline]
pub fn add_scaled(y: &mut [f32], x: f32, w: &[f32]) {
    for (y, w) in y.iter_mut().zip(w) {
        *y += x * w;
    }
}
