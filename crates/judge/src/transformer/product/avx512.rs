//! The product with the whole of a panel at once, for machines that have AVX-512.

#![expect(clippy::inline_always, reason = "only what is inlined is made for the machine it runs on")]

use pulp::bytemuck::cast_slice;
use pulp::x86::V4;
use pulp::{NullaryFnOnce, i8x32, i16x32};

use super::{Job, PANEL, Panels, Tiles, tile_by_tile};

pub struct Fast<'a> {
    pub simd: V4,
    pub job: Job<'a>,
}

impl NullaryFnOnce for Fast<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { simd, job: Job { rows, weights, scales, out } } = self;
        match weights {
            Panels::Bytes(w) => {
                let weights = cast_slice::<_, i8x32>(w);
                tile_by_tile(Weights { simd, weights }, rows, scales, out);
            }
            Panels::Words(w) => {
                let weights: &[[i16; 32]] = w.as_chunks().0;
                tile_by_tile(Weights { simd, weights }, rows, scales, out);
            }
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

#[derive(Clone, Copy)]
struct Weights<'a, L> {
    simd: V4,
    weights: &'a [L],
}

impl<L: Lanes> Tiles for Weights<'_, L> {
    #[inline(always)]
    fn sums<const R: usize>(self, rows: [&[i32]; R], panel: usize) -> [[i32; PANEL]; R] {
        let Self { simd, weights } = self;
        let half = rows[0].len();
        let weights = &weights[panel * half..][..half];
        let mut sums = [simd.splat_i32x16(0); R];
        for i in 0..half {
            let weights = weights[i].open(simd);
            for r in 0..R {
                let x = pulp::cast(simd.splat_i32x16(rows[r][i]));
                let products = simd.multiply_wrapping_add_adjacent_i16x32(x, weights);
                sums[r] = simd.wrapping_add_i32x16(sums[r], products);
            }
        }
        sums.map(pulp::cast)
    }
}
