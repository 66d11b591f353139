//! Writes the trained network as the small file the judge reads.

use judge::matrix::Matrix;
use judge::model::MAGIC;

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
    for p in [net::CASES, net::MASKS, net::CONV, net::SENTENCE] {
        matrix(&mut out, param(p));
    }
    number(&mut out, net.shape.steps.len());
    for (i, step) in net.shape.steps.iter().enumerate() {
        number(&mut out, *step);
        matrix(&mut out, &net.params[net::CONTEXT + 2 * i]);
        matrix(&mut out, &net.params[net::CONTEXT + 2 * i + 1]);
    }
    for p in [net::LEVELS, net::ZONE_IN, net::ZONE_JOIN, net::ZONES] {
        matrix(&mut out, param(p));
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

fn scale(values: &[f32], most: f32) -> f32 {
    (values.iter().fold(0.0_f32, |a, v| a.max(v.abs())) / most).max(1e-12)
}
