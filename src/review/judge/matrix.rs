//! The little arithmetic the judge needs, every sum in one fixed order, so that all machines agree to the bit.

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
        let (k, m) = (self.cols, out.cols);
        let rows = self.data.chunks(4 * k).zip(out.data.chunks_mut(4 * m));
        for (x, y) in rows {
            if x.len() == 4 * k {
                four_rows(x, weights, y, k);
            } else {
                for (x, y) in x.chunks_exact(k).zip(y.chunks_exact_mut(m)) {
                    one_row(x, weights, y);
                }
            }
        }
    }

    /// `self · weights + bias`, where the bias is the last row of the weights.
    #[must_use]
    pub fn affine(&self, weights: &Self) -> Self {
        let (slopes, bias) = weights.data.split_at(self.cols * weights.cols);
        let mut out = Self { cols: weights.cols, data: bias.repeat(self.rows()) };
        self.multiply_into(slopes, &mut out);
        out
    }
}

/// `y += x · weights` for one row, four weights at a time; each sum is still made in order.
pub fn one_row(x: &[f32], weights: &[f32], y: &mut [f32]) {
    let m = y.len();
    let (xs, x_rest) = x.as_chunks::<4>();
    let (ws, w_rest) = weights.split_at(xs.len() * 4 * m);
    for (x, w) in xs.iter().zip(ws.chunks_exact(4 * m)) {
        four_terms(*x, w, y);
    }
    for (x, w) in x_rest.iter().zip(w_rest.chunks_exact(m)) {
        add_scaled(y, *x, w);
    }
}

fn four_terms(x: [f32; 4], w: &[f32], y: &mut [f32]) {
    let m = y.len();
    let (w0, rest) = w.split_at(m);
    let (w1, rest) = rest.split_at(m);
    let (w2, w3) = rest.split_at(m);
    for ((((y, w0), w1), w2), w3) in y.iter_mut().zip(w0).zip(w1).zip(w2).zip(w3) {
        *y = (((*y + x[0] * w0) + x[1] * w1) + x[2] * w2) + x[3] * w3;
    }
}

/// `y += x * w`
pub fn add_scaled(y: &mut [f32], x: f32, w: &[f32]) {
    for (y, w) in y.iter_mut().zip(w) {
        *y += x * w;
    }
}

/// Four rows at once read each weight once; the order of each sum is that of [`one_row`].
fn four_rows(x: &[f32], weights: &[f32], y: &mut [f32], k: usize) {
    let m = y.len() / 4;
    let whole = k - k % 4;
    let (ws, w_rest) = weights.split_at(whole * m);
    for (w, i) in ws.chunks_exact(4 * m).zip((0..whole).step_by(4)) {
        let at = |row: usize| std::array::from_fn(|n| x[row * k + i + n]);
        sixteen_terms([at(0), at(1), at(2), at(3)], w, y);
    }
    for (w, i) in w_rest.chunks_exact(m).zip(whole..k) {
        for (row, y) in y.chunks_exact_mut(m).enumerate() {
            add_scaled(y, x[row * k + i], w);
        }
    }
}

/// Adds four weighted rows of `w` to each of the four rows of `y`.
pub fn sixteen_terms(x: [[f32; 4]; 4], w: &[f32], y: &mut [f32]) {
    let m = y.len() / 4;
    let (y0, rest) = y.split_at_mut(m);
    let (y1, rest) = rest.split_at_mut(m);
    let (y2, y3) = rest.split_at_mut(m);
    let (w0, rest) = w.split_at(m);
    let (w1, rest) = rest.split_at(m);
    let (w2, w3) = rest.split_at(m);
    let columns = w0.iter().zip(w1).zip(w2).zip(w3).zip(y0).zip(y1).zip(y2).zip(y3);
    for (((((((w0, w1), w2), w3), y0), y1), y2), y3) in columns {
        *y0 = (((*y0 + x[0][0] * w0) + x[0][1] * w1) + x[0][2] * w2) + x[0][3] * w3;
        *y1 = (((*y1 + x[1][0] * w0) + x[1][1] * w1) + x[1][2] * w2) + x[1][3] * w3;
        *y2 = (((*y2 + x[2][0] * w0) + x[2][1] * w1) + x[2][2] * w2) + x[2][3] * w3;
        *y3 = (((*y3 + x[3][0] * w0) + x[3][1] * w1) + x[3][2] * w2) + x[3][3] * w3;
    }
}
