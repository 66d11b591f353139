//! Writes the trained network as the small file the judge reads.

use judge::matrix::Matrix;
use judge::model::MAGIC;
use judge::transformer::product::PANEL;

use super::net::{self, Net, Words};
use super::tape::Param;

/// What is learned after the network itself.
pub struct Extras {
    pub calibration: Matrix,
    pub follows: Matrix,
    pub thresholds: Matrix,
}

/// The model file.
#[must_use]
pub fn pack(net: &Net, words: &Words, extras: &Extras) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    let param = |p: Param| &net.params[p.0];
    lookup(&mut out, words, param(net::WORDS));
    let grams = param(net::GRAMS);
    table(&mut out, grams.cols, (0..grams.rows()).map(|r| grams.row(r)));
    for p in [net::CASES, net::MASKS] {
        matrix(&mut out, param(p));
    }
    linear(&mut out, param(net::CONV), 3);
    linear(&mut out, param(net::SENTENCE), 1);
    number(&mut out, net.shape.steps.len());
    for (i, step) in net.shape.steps.iter().enumerate() {
        number(&mut out, *step);
        linear(&mut out, &net.params[net::CONTEXT + 2 * i], 3);
        linear(&mut out, &net.params[net::CONTEXT + 2 * i + 1], 1);
    }
    for (p, places) in [(net::LEVELS, 1), (net::ZONE_IN, 1), (net::ZONE_JOIN, 1), (net::ZONES, 3)] {
        linear(&mut out, param(p), places);
    }
    for m in [&extras.calibration, &extras.follows, &extras.thresholds] {
        matrix(&mut out, m);
    }
    out
}

/// Puts other thresholds into a model file, of which they are the end.
pub fn set_thresholds(file: &mut Vec<u8>, thresholds: &Matrix) {
    let mut end = Vec::new();
    matrix(&mut end, thresholds);
    file.truncate(file.len() - end.len());
    file.extend(end);
}

fn number(out: &mut Vec<u8>, n: usize) {
    out.extend(u32::try_from(n).expect("a small number").to_le_bytes());
}

/// Word vectors in the order of the words' hashes.
fn lookup(out: &mut Vec<u8>, words: &Words, vectors: &Matrix) {
    let mut rows: Vec<(u32, u32)> =
        words.rows.iter().zip(&words.hashes).filter_map(|(row, hash)| Some((*hash, (*row)?))).collect();
    rows.extend(&words.spare);
    rows.sort_unstable();
    rows.dedup_by_key(|r| r.0);
    number(out, rows.len());
    for row in &rows {
        out.extend(row.0.to_le_bytes());
    }
    table(out, vectors.cols, rows.iter().map(|r| vectors.row(r.1 as usize)));
}

/// Rows of signed bytes, each with its scale.
fn table<'m>(out: &mut Vec<u8>, cols: usize, rows: impl ExactSizeIterator<Item = &'m [f32]> + Clone) {
    number(out, rows.len());
    number(out, cols);
    for row in rows.clone() {
        out.extend(scale(row, 127.0).to_le_bytes());
    }
    for row in rows {
        let scale = scale(row, 127.0);
        out.extend(row.iter().map(|v| ((v / scale).round() as i8).cast_unsigned()));
    }
}

/// Sixteen-bit numbers with one scale.
fn matrix(out: &mut Vec<u8>, m: &Matrix) {
    number(out, m.rows());
    number(out, m.cols);
    let scale = scale(&m.data, 32767.0);
    out.extend(scale.to_le_bytes());
    for v in &m.data {
        out.extend(((v / scale).round() as i16).to_le_bytes());
    }
}

/// Weights in panels of signed bytes, with the scale and the bias of each output. What reads several places (the row
/// before, the row itself, the row after) has the outputs of each place side by side, and the bias in the middle.
fn linear(out: &mut Vec<u8>, m: &Matrix, places: usize) {
    let inputs = (m.rows() - 1) / places;
    let columns: Vec<Vec<f32>> = (0..places * m.cols)
        .map(|c| (0..inputs).map(|i| m.row(c / m.cols * inputs + i)[c % m.cols]).collect())
        .collect();
    let scales: Vec<f32> = columns.iter().map(|column| scale(column, 127.0)).collect();
    let bias = |c: usize| if c / m.cols == places / 2 { m.row(m.rows() - 1)[c % m.cols] } else { 0.0 };
    let inputs = inputs.next_multiple_of(2);
    number(out, inputs);
    floats(out, scales.iter().copied());
    floats(out, (0..columns.len()).map(bias));
    for panel in (0..columns.len()).step_by(PANEL) {
        for pair in (0..inputs).step_by(2) {
            for (c, i) in (panel..panel + PANEL).flat_map(|c| [(c, pair), (c, pair + 1)]) {
                let weight =
                    columns.get(c).and_then(|column| Some((column.get(i)? / scales[c]).round() as i8));
                out.push(weight.unwrap_or_default().cast_unsigned());
            }
        }
    }
}

fn floats(out: &mut Vec<u8>, numbers: impl ExactSizeIterator<Item = f32>) {
    number(out, numbers.len());
    numbers.for_each(|n| out.extend(n.to_le_bytes()));
}

fn scale(values: &[f32], most: f32) -> f32 {
    (values.iter().fold(0.0_f32, |a, v| a.max(v.abs())) / most).max(1e-12)
}
