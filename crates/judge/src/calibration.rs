//! Turns the model's raw outputs into probabilities that mean what they say.

#![expect(clippy::inline_always, reason = "only what is inlined is made for the machine it runs on")]

/// Added to a number below 2^22, it leaves the nearest whole number in the last bits.
pub(crate) const ROUND: f32 = 12_582_912.0;

/// e to the power of `x`, by a polynomial, the same on every machine.
#[must_use]
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let scaled = (x * std::f32::consts::LOG2_E).clamp(-126.0, 126.0);
    let whole = scaled + ROUND;
    let part = (scaled - (whole - ROUND)) * std::f32::consts::LN_2;
    let series = 1.0
        + part
            * (1.0
                + part
                    * (0.5 + part * (1.0 / 6.0 + part * (1.0 / 24.0 + part * (1.0 / 120.0 + part / 720.0)))));
    // The whole number, which stands in the last bits, becomes the exponent.
    f32::from_bits(whole.to_bits().wrapping_add(127) << 23) * series
}

/// The logistic function.
#[must_use]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// A natural logarithm of a probability, by a series, the same on every machine.
#[must_use]
pub fn ln(p: f32) -> f32 {
    let bits = p.max(1e-6).to_bits();
    #[expect(clippy::cast_possible_wrap, clippy::cast_precision_loss, reason = "an exponent is small")]
    let exponent = (bits >> 23) as i32 as f32 - 127.0;
    let mantissa = f32::from_bits(bits & 0x007f_ffff | 0x3f80_0000);
    let t = (mantissa - 1.0) / (mantissa + 1.0);
    let square = t * t;
    let series =
        2.0 * t * (1.0 + square * (1.0 / 3.0 + square * (0.2 + square * (1.0 / 7.0 + square / 9.0))));
    exponent * std::f32::consts::LN_2 + series
}

/// Shares that add up to one, from raw scores.
pub fn softmax(scores: &mut [f32]) {
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for s in scores.iter_mut() {
        *s = exp(*s - top);
        sum += *s;
    }
    for s in scores {
        *s /= sum;
    }
}
