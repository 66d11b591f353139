//! Which words get a vector of their own, and with what it starts.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use judge::features;
use judge::matrix::Matrix;

use super::corpus::{Lexicon, Review};
use super::net::{Shape, Words};
use super::random::Random;

/// Starting vectors by word hash.
pub type Starts = HashMap<u32, Vec<f32>>;

/// A word without a starting vector must be met this often to get one of its own.
const OFTEN: u32 = 4;

/// Reads a file made by `training/vectors.py`, the first `dim` directions of it; without the file, words start at random.
#[must_use]
pub fn starts(path: &Path, dim: usize) -> Starts {
    let bytes = std::fs::read(path).unwrap_or_default();
    let Some((width, rows)) = bytes.split_first_chunk() else { return Starts::new() };
    rows.chunks_exact(8 + u32::from_le_bytes(*width) as usize).filter_map(|row| start(row, dim)).collect()
}

fn start(row: &[u8], dim: usize) -> Option<(u32, Vec<f32>)> {
    let (hash, row) = row.split_first_chunk()?;
    let (scale, body) = row.split_first_chunk()?;
    let scale = f32::from_le_bytes(*scale);
    Some((
        u32::from_le_bytes(*hash),
        body.iter().take(dim).map(|b| scale * f32::from(b.cast_signed())).collect(),
    ))
}

/// The table of word vectors, and where each word's is: the words met in training first, the commonest first;
/// then, as far as there is room, words that have but a starting vector.
#[must_use]
pub fn build(
    lexicon: &Lexicon,
    train: &[&Review],
    starts: &Starts,
    shape: &Shape,
    random: &mut Random,
) -> (Words, Matrix) {
    let hashes: Vec<u32> = lexicon.words.iter().map(|w| features::hash(w)).collect();
    let mut table = Matrix { cols: shape.dim, data: Vec::new() };
    let mut rows = vec![None; hashes.len()];
    for word in order(&hashes, train, starts) {
        if table.rows() < shape.words {
            rows[word] = Some(table.rows() as u32);
            match starts.get(&hashes[word]) {
                Some(v) => table.data.extend_from_slice(v),
                None => table.data.extend((0..shape.dim).map(|_| 0.3 * random.normal())),
            }
        }
    }
    let spare = spare(&hashes, starts, shape, &mut table);
    let grams = lexicon.words.iter().map(|w| grams(w, shape)).collect();
    (Words { rows, grams, hashes, spare }, table)
}

/// The words of the corpus that get a vector, in the order of their claim to it.
fn order(hashes: &[u32], train: &[&Review], starts: &Starts) -> Vec<usize> {
    let mut counts = vec![0_u32; hashes.len()];
    for (word, _) in train.iter().flat_map(|r| r.sentences.iter().flatten()) {
        counts[*word as usize] += 1;
    }
    let mut words: Vec<usize> =
        (0..hashes.len()).filter(|w| counts[*w] >= OFTEN || starts.contains_key(&hashes[*w])).collect();
    words.sort_by_key(|w| std::cmp::Reverse(counts[*w]));
    words
}

fn spare(hashes: &[u32], starts: &Starts, shape: &Shape, table: &mut Matrix) -> Vec<(u32, u32)> {
    let met: HashSet<u32> = hashes.iter().copied().collect();
    let mut left: Vec<_> = starts.iter().filter(|(hash, _)| !met.contains(hash)).collect();
    left.sort_by_key(|l| l.0);
    left.truncate(shape.words.saturating_sub(table.rows()));
    let mut out = Vec::new();
    for (hash, vector) in left {
        out.push((*hash, table.rows() as u32));
        table.data.extend_from_slice(vector);
    }
    out
}

fn grams(word: &str, shape: &Shape) -> Vec<u32> {
    let mut out = Vec::new();
    features::each_gram(word, |hash| out.push(hash % shape.grams as u32));
    out
}
