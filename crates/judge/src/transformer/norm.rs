//! Layer normalisation (Ba et al. 2016): every row to mean nought and variance one, then a learned slope and offset.

#![expect(clippy::inline_always, reason = "only what is inlined is made for the machine it runs on")]

use pulp::Arch;

use crate::cursor::Cursor;
use crate::matrix::{Matrix, float};

/// What keeps a row of equal numbers from being divided by nought.
const LEAST: f32 = 1e-12;

/// So many partial sums are made side by side, in this order on every machine.
const LANES: usize = 8;

/// The learned slope and offset of each column.
#[derive(Clone, Debug, Default)]
pub struct Norm {
    /// The slopes.
    pub slope: Vec<f32>,
    /// The offsets.
    pub offset: Vec<f32>,
}

impl Norm {
    pub(super) fn parse(file: &mut Cursor) -> Option<Self> {
        Some(Self { slope: file.floats()?, offset: file.floats()? })
    }

    /// Normalises every row.
    pub fn apply(&self, rows: &mut Matrix) {
        Arch::new().dispatch(
            #[inline(always)]
            || {
                for row in rows.data.chunks_exact_mut(self.slope.len().max(1)) {
                    self.apply_to(row);
                }
            },
        );
    }

    #[inline(always)]
    fn apply_to(&self, row: &mut [f32]) {
        let share = 1.0 / float(row.len());
        let mean = sum(row, |v| v) * share;
        let factor = 1.0 / (sum(row, |v| (v - mean) * (v - mean)) * share + LEAST).sqrt();
        for ((v, slope), offset) in row.iter_mut().zip(&self.slope).zip(&self.offset) {
            *v = (*v - mean) * factor * slope + offset;
        }
    }
}

/// The sum of `part` of every number.
#[inline(always)]
fn sum(row: &[f32], part: impl Fn(f32) -> f32) -> f32 {
    let mut sums = [0.0; LANES];
    let (chunks, rest) = row.as_chunks::<LANES>();
    for chunk in chunks {
        for (sum, v) in sums.iter_mut().zip(chunk) {
            *sum += part(*v);
        }
    }
    sums.iter().sum::<f32>() + rest.iter().map(|v| part(*v)).sum::<f32>()
}
