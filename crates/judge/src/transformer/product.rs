//! Products of whole numbers: rows rounded to 14 bits times weights of 8 bits (or of 16), added in 32 bits.
//!
//! Weights lie in the order in which they are used: panels of 16 columns, and in a panel, for each pair of inputs, the
//! two weights of each column side by side, as one instruction of AVX2 multiplies and adds them. Sums of whole numbers
//! do not depend on their order, so the portable path gives the same bits.

#![expect(clippy::inline_always, reason = "only what is inlined is made for the machine it runs on")]

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;

use pulp::Arch;
use pulp::bytemuck::{cast_slice, cast_slice_mut};

use crate::calibration::ROUND;
use crate::cursor::Cursor;
use crate::matrix::Matrix;

/// Columns of a panel.
pub const PANEL: usize = 16;

/// Numbers of a panel for one pair of inputs.
const STEP: usize = 2 * PANEL;

/// Rows that are reckoned at once, so that their sums stay in registers.
#[cfg(target_arch = "x86_64")]
const ROWS: usize = 6;

/// The largest number that a row is rounded to: 1536 products with a signed byte stay below 2^31.
pub const LIMIT: f32 = 8191.0;

/// Rows of whole numbers of 16 bits, two side by side, each row with its scale.
#[derive(Clone, Debug, Default)]
pub struct Quantised {
    /// Pairs in a row.
    half: usize,
    pairs: Vec<i32>,
    scales: Vec<f32>,
}

impl Quantised {
    /// Rounds the rows of a matrix, in place of what was there.
    pub fn set(&mut self, rows: &Matrix) {
        self.clear(rows.cols);
        for row in rows.data.chunks_exact(rows.cols.max(1)) {
            self.push(row, LIMIT);
        }
    }

    /// Forgets its rows; those to come have `cols` numbers.
    pub fn clear(&mut self, cols: usize) {
        self.half = cols.div_ceil(2);
        self.pairs.clear();
        self.scales.clear();
    }

    /// One more row, rounded so that its largest number becomes `limit`.
    pub fn push(&mut self, row: &[f32], limit: f32) {
        let (scale, factor) = scale(row, limit);
        self.push_whole(scale, |out| round(row, factor, out));
    }

    /// One more row, which `fill` writes.
    pub fn push_whole(&mut self, scale: f32, fill: impl FnOnce(&mut [i16])) {
        let start = self.pairs.len();
        self.pairs.resize(start + self.half, 0);
        self.scales.push(scale);
        fill(cast_slice_mut(self.pairs.get_mut(start..).unwrap_or_default()));
    }

    /// Sets the scale of the last row.
    pub fn set_scale(&mut self, scale: f32) {
        if let Some(last) = self.scales.last_mut() {
            *last = scale;
        }
    }
}

/// The scale of a row whose largest number becomes `limit`, and what to multiply it with.
pub fn scale(row: &[f32], limit: f32) -> (f32, f32) {
    let most = Arch::new().dispatch(
        #[inline(always)]
        || row.iter().fold(0.0_f32, |most, v| if v.abs() > most { v.abs() } else { most }),
    );
    if most > 0.0 && most.is_finite() { (most / limit, limit / most) } else { (0.0, 0.0) }
}

/// The nearest whole numbers, after multiplication.
pub fn round(row: &[f32], factor: f32, out: &mut [i16]) {
    Arch::new().dispatch(
        #[inline(always)]
        || out.iter_mut().zip(row).for_each(|(out, v)| *out = whole(v * factor)),
    );
}

/// The nearest whole number to one that has at most 16 bits.
#[expect(clippy::cast_possible_truncation, reason = "it stands in the last 16 bits")]
#[inline(always)]
pub fn whole(v: f32) -> i16 {
    (v + ROUND).to_bits() as i16
}

/// A layer of weights with its bias, as it lies in the model file.
#[derive(Clone, Debug)]
pub struct Linear {
    /// Panels of signed bytes.
    pub weights: &'static [u8],
    /// The scale of each output.
    pub scales: Vec<f32>,
    /// What each output begins with.
    pub bias: Vec<f32>,
}

impl Linear {
    /// The next layer of a file.
    pub fn parse(file: &mut Cursor) -> Option<Self> {
        let (inputs, scales, bias) = (file.number()?, file.floats()?, file.floats()?);
        let weights = file.take(inputs.checked_mul(scales.len().checked_next_multiple_of(PANEL)?)?)?;
        let whole = inputs.is_multiple_of(2) && bias.len() == scales.len();
        whole.then_some(Self { weights, scales, bias })
    }

    /// The weights alone.
    pub(crate) fn panels(&self) -> Panels<'static> {
        Panels::Bytes(self.weights)
    }

    /// Puts what the weights make of `rows` into `out`.
    pub fn apply(&self, rows: &Quantised, out: &mut Matrix) {
        out.data.clear();
        self.apply_behind(rows, out);
    }

    /// Puts what the weights make of `rows` behind the rows of `out`.
    pub fn apply_behind(&self, rows: &Quantised, out: &mut Matrix) {
        out.cols = self.bias.len();
        let start = out.data.len();
        rows.scales.iter().for_each(|_| out.data.extend_from_slice(&self.bias));
        multiply_add(rows, self.panels(), &self.scales, out.data.get_mut(start..).unwrap_or_default());
    }

    /// Adds what the weights make of `rows` to `out`.
    pub fn add(&self, rows: &Quantised, out: &mut Matrix) {
        for row in out.data.chunks_exact_mut(self.bias.len().max(1)) {
            row.iter_mut().zip(&self.bias).for_each(|(v, b)| *v += b);
        }
        multiply_add(rows, self.panels(), &self.scales, &mut out.data);
    }
}

/// Weights in panels.
#[derive(Clone, Copy, Debug)]
pub enum Panels<'w> {
    /// Signed bytes.
    Bytes(&'w [u8]),
    /// Numbers of 16 bits.
    Words(&'w [i16]),
}

/// Columns of whole numbers laid out in panels; what is missing of the last panel is nought.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    half: usize,
    words: Vec<i16>,
}

impl Columns {
    /// Makes room for `columns` columns of `inputs` numbers.
    pub fn clear(&mut self, columns: usize, inputs: usize) {
        self.half = inputs.div_ceil(2);
        self.words.clear();
        self.words.resize(columns.div_ceil(PANEL) * self.half * STEP, 0);
    }

    /// Sets one number.
    #[inline(always)]
    pub fn set(&mut self, column: usize, input: usize, number: i16) {
        let at = column / PANEL * self.half * STEP + input / 2 * STEP + column % PANEL * 2 + input % 2;
        if let Some(place) = self.words.get_mut(at) {
            *place = number;
        }
    }

    /// The columns as weights.
    pub fn panels(&self) -> Panels<'_> {
        Panels::Words(&self.words)
    }
}

/// `out += rows · weights`, scaled by row and by column. `out` has as many columns as there are scales.
pub fn multiply_add(rows: &Quantised, weights: Panels<'_>, scales: &[f32], out: &mut [f32]) {
    let job = Job { rows, weights, scales, out };
    #[cfg(target_arch = "x86_64")]
    if let Some(simd) = pulp::x86::V4::try_new() {
        simd.vectorize(avx512::Fast { simd, job });
        return;
    }
    #[cfg(target_arch = "x86_64")]
    if let Some(simd) = pulp::x86::V3::try_new() {
        simd.vectorize(avx2::Fast { simd, job });
        return;
    }
    job.portable();
}

struct Job<'a> {
    rows: &'a Quantised,
    weights: Panels<'a>,
    scales: &'a [f32],
    out: &'a mut [f32],
}

impl Job<'_> {
    /// One sum after another, on any machine.
    fn portable(self) {
        match self.weights {
            Panels::Bytes(weights) => self.each(cast_slice::<u8, i8>(weights)),
            Panels::Words(weights) => self.each(weights),
        }
    }

    fn each<W: Copy + Into<i32>>(self, weights: &[W]) {
        let half = self.rows.half;
        let rows = self.rows.pairs.chunks_exact(half.max(1)).zip(&self.rows.scales);
        for ((pairs, scale), out) in rows.zip(self.out.chunks_exact_mut(self.scales.len().max(1))) {
            let columns = out.chunks_mut(PANEL).zip(self.scales.chunks(PANEL));
            for ((out, scales), panel) in columns.zip(weights.chunks_exact(half * STEP)) {
                finish(out, &sums(cast_slice(pairs), panel), *scale, scales);
            }
        }
    }
}

fn sums<W: Copy + Into<i32>>(row: &[i16], panel: &[W]) -> [i32; PANEL] {
    let mut sums = [0; PANEL];
    for (pair, step) in row.as_chunks::<2>().0.iter().zip(panel.as_chunks::<STEP>().0) {
        let [a, b] = pair.map(i32::from);
        for (sum, [v, w]) in sums.iter_mut().zip(step.as_chunks::<2>().0) {
            *sum += a * (*v).into() + b * (*w).into();
        }
    }
    sums
}

#[expect(clippy::cast_precision_loss, reason = "rounded the same way everywhere")]
#[inline(always)]
fn finish(out: &mut [f32], sums: &[i32], scale: f32, scales: &[f32]) {
    for ((out, sum), column) in out.iter_mut().zip(sums).zip(scales) {
        *out += *sum as f32 * (scale * column);
    }
}

/// How a machine multiplies several rows with one panel at once.
#[cfg(target_arch = "x86_64")]
trait Tiles: Copy {
    /// The sums of panel `panel` for each of `rows`.
    fn sums<const R: usize>(self, rows: [&[i32]; R], panel: usize) -> [[i32; PANEL]; R];
}

/// Goes tile by tile over the rows, as many of them at once as fit.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn tile_by_tile(tiles: impl Tiles, rows: &Quantised, scales: &[f32], out: &mut [f32]) {
    let (width, count) = (scales.len(), rows.scales.len());
    let mut row = 0;
    while row + ROWS <= count {
        row_of_tiles::<ROWS>(tiles, rows, row, scales, &mut out[row * width..]);
        row += ROWS;
    }
    while row < count {
        row_of_tiles::<1>(tiles, rows, row, scales, &mut out[row * width..]);
        row += 1;
    }
}

#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn row_of_tiles<const R: usize>(
    tiles: impl Tiles,
    x: &Quantised,
    row: usize,
    scales: &[f32],
    out: &mut [f32],
) {
    let (half, width) = (x.half, scales.len());
    let rows: [&[i32]; R] = std::array::from_fn(|r| &x.pairs[(row + r) * half..(row + r + 1) * half]);
    for panel in 0..width.div_ceil(PANEL) {
        let sums = tiles.sums(rows, panel);
        let columns = panel * PANEL..(panel * PANEL + PANEL).min(width);
        for (r, sums) in sums.iter().enumerate() {
            let out = &mut out[r * width..][columns.clone()];
            finish(out, sums, x.scales[row + r], &scales[columns.clone()]);
        }
    }
}

#[cfg(all(test, target_arch = "x86_64"))]
mod tests {
    use super::*;

    /// The sums of seven rows of six inputs with twenty columns, as `work` reckons them.
    fn reckoned(weights: &[u8], work: impl FnOnce(Job<'_>)) -> Vec<f32> {
        let mut rows = Quantised::default();
        rows.clear(6);
        for row in 0..7_i16 {
            rows.push_whole(0.5, |out| out.iter_mut().zip(-3..).for_each(|(out, at)| *out = at * (row + 2)));
        }
        let (scales, mut out) = (vec![0.25; 20], vec![1.0; 7 * 20]);
        work(Job { rows: &rows, weights: Panels::Bytes(weights), scales: &scales, out: &mut out });
        out
    }

    #[test]
    #[expect(clippy::redundant_closure_for_method_calls, reason = "the method is of a job with one lifetime")]
    fn every_machine_reckons_the_same() {
        let weights: Vec<u8> = (0..3 * STEP * 2).map(|at| u8::try_from(at * 37 % 256).unwrap()).collect();
        let right = reckoned(&weights, |job| job.portable());
        assert!(right.iter().any(|sum| (sum - 1.0).abs() > 1.0));
        if let Some(simd) = pulp::x86::V3::try_new() {
            assert_eq!(reckoned(&weights, |job| simd.vectorize(avx2::Fast { simd, job })), right);
        }
        if let Some(simd) = pulp::x86::V4::try_new() {
            assert_eq!(reckoned(&weights, |job| simd.vectorize(avx512::Fast { simd, job })), right);
        }
    }
}
