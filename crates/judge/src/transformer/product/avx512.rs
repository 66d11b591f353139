//! The product with the whole of a panel at once, for machines that have AVX-512.

#![expect(clippy::inline_always, reason = "only what is inlined is made for the machine it runs on")]

use pulp::bytemuck::cast_slice;
use pulp::x86::V4;
use pulp::{NullaryFnOnce, i8x32, i16x32, i32x16};

use super::{Job, PANEL, Panels, Quantised, ROWS, finish};

pub struct Fast<'a> {
    pub simd: V4,
    pub job: Job<'a>,
}

impl NullaryFnOnce for Fast<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { simd, job } = self;
        match job.weights {
            Panels::Bytes(w) => run::<i8x32>(simd, job.rows, cast_slice(w), job.scales, job.out),
            Panels::Words(w) => run::<[i16; 32]>(simd, job.rows, w.as_chunks().0, job.scales, job.out),
        }
    }
}

/// A panel's weights for one pair of inputs.
trait Lanes: Copy {
    fn open(self, simd: V4) -> i16x32;
}

impl Lanes for i8x32 {
    #[inline(always)]
    fn open(self, simd: V4) -> i16x32 {
        simd.convert_i8x32_to_i16x32(self)
    }
}

impl Lanes for [i16; 32] {
    #[inline(always)]
    fn open(self, _: V4) -> i16x32 {
        pulp::cast(self)
    }
}

#[inline(always)]
fn run<L: Lanes>(simd: V4, rows: &Quantised, weights: &[L], scales: &[f32], out: &mut [f32]) {
    let (width, count) = (scales.len(), rows.scales.len());
    let mut row = 0;
    while row + ROWS <= count {
        block::<L, ROWS>(simd, rows, row, weights, scales, &mut out[row * width..]);
        row += ROWS;
    }
    while row < count {
        block::<L, 1>(simd, rows, row, weights, scales, &mut out[row * width..]);
        row += 1;
    }
}

#[inline(always)]
fn block<L: Lanes, const R: usize>(
    simd: V4,
    x: &Quantised,
    row: usize,
    weights: &[L],
    scales: &[f32],
    out: &mut [f32],
) {
    let (half, width) = (x.half, scales.len());
    let rows: [&[i32]; R] = std::array::from_fn(|r| &x.pairs[(row + r) * half..(row + r + 1) * half]);
    for (panel, weights) in weights.chunks_exact(half).enumerate() {
        let mut sums = [simd.splat_i32x16(0); R];
        for i in 0..half {
            let weights = weights[i].open(simd);
            for r in 0..R {
                let x = pulp::cast(simd.splat_i32x16(rows[r][i]));
                let products = simd.multiply_wrapping_add_adjacent_i16x32(x, weights);
                sums[r] = simd.wrapping_add_i32x16(sums[r], products);
            }
        }
        let columns = panel * PANEL..(panel * PANEL + PANEL).min(width);
        for (r, sums) in sums.iter().enumerate() {
            let out = &mut out[r * width..][columns.clone()];
            let sums = cast_slice::<i32x16, i32>(std::slice::from_ref(sums));
            finish(out, sums, x.scales[row + r], &scales[columns.clone()]);
        }
    }
}
