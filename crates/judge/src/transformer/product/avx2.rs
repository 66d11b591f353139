//! The product with the halves of a panel at once, for machines that have AVX2.

#![expect(clippy::inline_always, reason = "only what is inlined is made for the machine it runs on")]

use pulp::bytemuck::cast_slice;
use pulp::x86::V3;
use pulp::{NullaryFnOnce, i8x16, i16x16};

use super::{Job, PANEL, Panels, Tiles, tile_by_tile};

pub struct Fast<'a> {
    pub simd: V3,
    pub job: Job<'a>,
}

impl NullaryFnOnce for Fast<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { simd, job: Job { rows, weights, scales, out } } = self;
        match weights {
            Panels::Bytes(w) => {
                let weights = cast_slice::<_, i8x16>(w);
                tile_by_tile(Weights { simd, weights }, rows, scales, out);
            }
            Panels::Words(w) => {
                let weights: &[[i16; 16]] = w.as_chunks().0;
                tile_by_tile(Weights { simd, weights }, rows, scales, out);
            }
        }
    }
}

/// Half a panel's weights for one pair of inputs.
trait Lanes: Copy {
    fn open(self, simd: V3) -> i16x16;
}

impl Lanes for i8x16 {
    #[inline(always)]
    fn open(self, simd: V3) -> i16x16 {
        simd.convert_i8x16_to_i16x16(self)
    }
}

impl Lanes for [i16; 16] {
    #[inline(always)]
    fn open(self, _: V3) -> i16x16 {
        pulp::cast(self)
    }
}

#[derive(Clone, Copy)]
struct Weights<'a, L> {
    simd: V3,
    weights: &'a [L],
}

impl<L: Lanes> Tiles for Weights<'_, L> {
    #[inline(always)]
    fn sums<const R: usize>(self, rows: [&[i32]; R], panel: usize) -> [[i32; PANEL]; R] {
        let Self { simd, weights } = self;
        let half = rows[0].len();
        let pairs = &weights.as_chunks::<2>().0[panel * half..][..half];
        let mut sums = [[simd.splat_i32x8(0); 2]; R];
        for i in 0..half {
            let [low, high] = pairs[i].map(|w| w.open(simd));
            for r in 0..R {
                let x = pulp::cast(simd.splat_i32x8(rows[r][i]));
                let [a, b] = sums[r];
                sums[r] = [
                    simd.wrapping_add_i32x8(a, simd.multiply_wrapping_add_adjacent_i16x16(x, low)),
                    simd.wrapping_add_i32x8(b, simd.multiply_wrapping_add_adjacent_i16x16(x, high)),
                ];
            }
        }
        sums.map(pulp::cast)
    }
}
