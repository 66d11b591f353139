//! Multi-head attention (Vaswani et al. 2017): how much those who ask take of what every piece offers.

use pulp::Arch;

use super::product::{Columns, Quantised, multiply_add, round, scale, whole};
use crate::calibration::exp;
use crate::matrix::{Matrix, float};

/// Queries and keys are rounded to this: 32 products of two such numbers stay below 2^31.
const NARROW: f32 = 4095.0;

/// Shares and values are rounded to these: 320 products stay below 2^31.
const SHARES: f32 = 4095.0;
const VALUES: f32 = 1023.0;

/// Room to reckon in.
#[derive(Debug, Default)]
pub struct Attention {
    rows: Quantised,
    columns: Columns,
    scales: Vec<f32>,
    numbers: Vec<i16>,
    column: Vec<f32>,
    scores: Vec<f32>,
    taken: Vec<f32>,
}

/// The part of the numbers that one head looks at.
#[derive(Clone, Copy)]
struct Head {
    start: usize,
    size: usize,
}

impl Head {
    fn of(self, row: &[f32]) -> &[f32] {
        row.get(self.start..self.start + self.size).unwrap_or_default()
    }
}

impl Attention {
    /// Puts into `out` what each row of `asked` takes of the rows of `offered`, which are keys and values side by side.
    pub fn attend(&mut self, asked: &Matrix, offered: &Matrix, heads: usize, out: &mut Matrix) {
        let size = asked.cols / heads.max(1);
        out.cols = asked.cols;
        out.data.clear();
        out.data.resize(asked.data.len(), 0.0);
        for start in (0..heads).map(|head| head * size) {
            let head = Head { start, size };
            self.score(asked, offered, head);
            self.share(offered.rows());
            self.take(offered, Head { start: start + asked.cols, size });
            for (row, taken) in out.data.chunks_exact_mut(asked.cols).zip(self.taken.chunks_exact(size)) {
                row.get_mut(start..start + size).unwrap_or_default().copy_from_slice(taken);
            }
        }
    }

    /// How well each query fits each key.
    fn score(&mut self, asked: &Matrix, offered: &Matrix, head: Head) {
        self.rows.clear(head.size);
        for row in asked.data.chunks_exact(asked.cols) {
            self.rows.push(head.of(row), NARROW);
        }
        self.columns.clear(offered.rows(), head.size);
        self.scales.clear();
        self.numbers.resize(head.size, 0);
        let spread = 1.0 / float(head.size).sqrt();
        for (at, row) in offered.data.chunks_exact(offered.cols).enumerate() {
            let (scale, factor) = scale(head.of(row), NARROW);
            round(head.of(row), factor, &mut self.numbers);
            self.scales.push(scale * spread);
            self.numbers.iter().enumerate().for_each(|(i, n)| self.columns.set(at, i, *n));
        }
        self.scores.clear();
        self.scores.resize(asked.rows() * offered.rows(), 0.0);
        multiply_add(&self.rows, self.columns.panels(), &self.scales, &mut self.scores);
    }

    /// Makes shares of the scores of each row; they add up to one.
    fn share(&mut self, count: usize) {
        self.rows.clear(count);
        for row in self.scores.chunks_exact(count.max(1)) {
            let mut sum = 0;
            self.rows.push_whole(1.0, |out| sum = powers(row, out));
            #[expect(clippy::cast_precision_loss, reason = "a sum of 320 numbers of 12 bits")]
            self.rows.set_scale(1.0 / sum as f32);
        }
    }

    /// What each row takes of the values by its shares.
    fn take(&mut self, offered: &Matrix, values: Head) {
        let count = offered.rows();
        self.columns.clear(values.size, count);
        self.scales.clear();
        self.numbers.resize(count, 0);
        for i in 0..values.size {
            self.column.clear();
            self.column.extend(offered.data.iter().skip(values.start + i).step_by(offered.cols));
            let (scale, factor) = scale(&self.column, VALUES);
            round(&self.column, factor, &mut self.numbers);
            self.scales.push(scale);
            self.numbers.iter().enumerate().for_each(|(at, n)| self.columns.set(i, at, *n));
        }
        self.taken.clear();
        self.taken.resize(self.scores.len() / count.max(1) * values.size, 0.0);
        multiply_add(&self.rows, self.columns.panels(), &self.scales, &mut self.taken);
    }
}

/// e to the power of each number, so that the largest becomes [`SHARES`]; returns their sum.
fn powers(row: &[f32], out: &mut [i16]) -> i32 {
    Arch::new().dispatch(
        #[inline(always)]
        || {
            let top = row.iter().fold(f32::NEG_INFINITY, |top, v| if *v > top { *v } else { top });
            out.iter_mut().zip(row).for_each(|(out, v)| *out = whole(exp(*v - top) * SHARES));
            out.iter().map(|n| i32::from(*n)).sum()
        },
    )
}
