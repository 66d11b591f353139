//! Where a sentence stands in its review: known without judging, so that any window can be judged on its own.

use super::matrix::{Matrix, float};

/// How many numbers tell a sentence's place.
pub const PLACE: usize = 17;

const KNOTS: usize = 6;

/// The places of all sentences of a review whose paragraphs have these many sentences.
#[must_use]
pub fn places(paragraphs: &[usize]) -> Matrix {
    let total: usize = paragraphs.iter().sum();
    let mut out = Matrix { cols: PLACE, data: Vec::with_capacity(total * PLACE) };
    let mut before = 0;
    for (index, len) in paragraphs.iter().enumerate() {
        for inner in 0..*len {
            let spot = Spot {
                at: before + inner,
                total,
                inner,
                len: *len,
                paragraph: index,
                paragraphs: paragraphs.len(),
            };
            out.data.extend(spot.numbers());
        }
        before += len;
    }
    out
}

/// A sentence's place: in the review, in its paragraph, and its paragraph's place.
#[derive(Clone, Copy)]
pub struct Spot {
    /// Its number in the review.
    pub at: usize,
    /// How many sentences the review has.
    pub total: usize,
    /// Its number in its paragraph.
    pub inner: usize,
    /// How many sentences the paragraph has.
    pub len: usize,
    /// The paragraph's number.
    pub paragraph: usize,
    /// How many paragraphs the review has.
    pub paragraphs: usize,
}

impl Spot {
    /// The place as the model is told it.
    #[must_use]
    pub fn numbers(self) -> [f32; PLACE] {
        let mut out = [0.0; PLACE];
        let (knots, rest) = out.split_at_mut(KNOTS);
        let share = middle(self.at, self.total);
        for (knot, k) in knots.iter_mut().zip(0_u8..) {
            *knot = (1.0 - (share * 5.0 - f32::from(k)).abs()).max(0.0);
        }
        rest.copy_from_slice(&[
            inverse(self.at),
            inverse(self.total - self.at - 1),
            saturate(self.total, 25.0),
            middle(self.inner, self.len),
            f32::from(u8::from(self.inner == 0)),
            f32::from(u8::from(self.inner + 1 == self.len)),
            saturate(self.len, 5.0),
            middle(self.paragraph, self.paragraphs),
            f32::from(u8::from(self.paragraphs == 1)),
            inverse(self.paragraph),
            inverse(self.paragraphs - self.paragraph - 1),
        ]);
        out
    }
}

fn middle(at: usize, of: usize) -> f32 {
    (float(at) + 0.5) / float(of)
}

fn inverse(n: usize) -> f32 {
    1.0 / (1.0 + float(n))
}

fn saturate(n: usize, half: f32) -> f32 {
    float(n) / (float(n) + half)
}

/// Scales a vector to a root mean square of one, and returns the factor.
pub fn normalise(row: &mut [f32]) -> f32 {
    let mut squares = 0.0;
    for v in row.iter() {
        squares += v * v;
    }
    let factor = 1.0 / (squares / float(row.len()) + 1e-3).sqrt();
    for v in row {
        *v *= factor;
    }
    factor
}
