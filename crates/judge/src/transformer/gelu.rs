//! The Gaussian error linear unit (Hendrycks and Gimpel 2016), `x · Φ(x)`, by a series that is the same on every machine.

#![expect(clippy::inline_always, reason = "only what is inlined is made for the machine it runs on")]

use pulp::Arch;

use crate::calibration::exp;
use crate::matrix::Matrix;

/// Applies it to every number.
pub fn apply(rows: &mut Matrix) {
    Arch::new().dispatch(
        #[inline(always)]
        || rows.data.iter_mut().for_each(|v| *v = gelu(*v)),
    );
}

/// `x · Φ(x)`, off by at most 2e-6.
#[inline(always)]
pub fn gelu(x: f32) -> f32 {
    let tail = 0.5 * complement(x.abs() * std::f32::consts::FRAC_1_SQRT_2);
    x * if x < 0.0 { tail } else { 1.0 - tail }
}

/// `1 - erf(x)` for `x` not below nought: Abramowitz and Stegun 1964, formula 7.1.26, off by at most 1.5e-7.
#[inline(always)]
fn complement(x: f32) -> f32 {
    let t = 1.0 / (1.0 + 0.327_591_1 * x);
    let series =
        t * (0.254_829_6 + t * (-0.284_496_74 + t * (1.421_413_7 + t * (-1.453_152 + t * 1.061_405_4))));
    series * exp(-x * x)
}
