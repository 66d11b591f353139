//! Reads one sentence at a time, words beside their neighbours, into one vector: what the sentence says, wherever it stands.

use super::features::{self, Case};
use super::matrix::{Matrix, add_product, add_scaled, float};
use super::model::Model;

/// How many words' products are kept for the next time the word is met.
const KEPT: usize = 1024;

/// What runs on longer than this is no sentence; only its beginning is read, so that memory stays bounded.
const LONGEST: usize = 1024;

/// Reads sentences; it remembers the products of frequent words, which changes the speed and nothing else.
pub struct Encoder<'m> {
    model: &'m Model,
    hidden: usize,
    /// The window's weights side by side: for the word before, the word itself and the word after.
    weights: Vec<f32>,
    bias: Vec<f32>,
    /// The products of how a word is written.
    cases: Matrix,
    /// Which word each place of `products` holds.
    kept: Vec<usize>,
    products: Matrix,
    vector: Vec<f32>,
}

impl<'m> Encoder<'m> {
    /// A reader that has not read yet.
    #[must_use]
    pub fn new(model: &'m Model) -> Self {
        let (dim, hidden) = (model.cases.cols, model.conv.cols);
        let mut conv = Matrix::default();
        model.conv.open_into(&mut conv);
        let mut weights = Vec::with_capacity(3 * dim * hidden);
        for i in 0..dim {
            for place in 0..3 {
                weights.extend_from_slice(conv.row(place * dim + i));
            }
        }
        let mut cases = Matrix::zeros(Case::COUNT, 3 * hidden);
        model.cases.multiply_into(&weights, &mut cases);
        Self {
            model,
            hidden,
            weights,
            bias: conv.row(3 * dim).to_vec(),
            cases,
            kept: vec![usize::MAX; KEPT],
            products: Matrix::zeros(KEPT + 1, 3 * hidden),
            vector: vec![0.0; dim],
        }
    }

    /// Appends to `out` the mean and the maximum over the words, and returns how many words there were.
    pub fn read(&mut self, text: &str, out: &mut Vec<f32>) -> usize {
        let mut words = Matrix { cols: self.hidden, data: Vec::new() };
        let mut carried = vec![0.0; self.hidden];
        let mut left = LONGEST;
        features::each_token(text, |word, case| {
            if left > 0 {
                left -= 1;
                self.push_word(word, case, &mut words, &mut carried);
            }
        });
        pool(&words, out);
        words.rows()
    }

    /// Adds a word's share to itself and to the word before, and carries its share of the word after.
    fn push_word(&mut self, word: &str, case: Case, words: &mut Matrix, carried: &mut Vec<f32>) {
        let hidden = self.hidden;
        let place = self.place_of(word);
        let case = self.cases.row(case as usize);
        let shares = self.products.row(place).chunks_exact(hidden).zip(case.chunks_exact(hidden));
        let last = words.data.len().saturating_sub(hidden);
        let (own, mut next) = (std::mem::replace(carried, vec![0.0; hidden]), vec![0.0; hidden]);
        next.copy_from_slice(&self.bias);
        add_scaled(&mut next, 1.0, &own);
        for (place, (share, case)) in shares.enumerate() {
            let target: &mut [f32] = match place {
                0 => carried,
                1 => &mut next,
                _ => words.data.get_mut(last..).unwrap_or_default(),
            };
            for ((t, s), c) in target.iter_mut().zip(share).zip(case) {
                *t += s + c;
            }
        }
        words.data.extend_from_slice(&next);
    }

    /// The row of `products` that holds this word's products.
    fn place_of(&mut self, word: &str) -> usize {
        let row = self.model.words.find(features::hash(word));
        let place = row.map_or(KEPT, |row| row % KEPT);
        if row.is_some() && self.kept.get(place).copied() == row {
            return place;
        }
        self.vector.fill(0.0);
        self.model.add_word(word, row, &mut self.vector);
        let products = self.products.row_mut(place);
        products.fill(0.0);
        add_product(&self.vector, self.vector.len(), &self.weights, products);
        if let (Some(slot), Some(row)) = (self.kept.get_mut(place), row) {
            *slot = row;
        }
        place
    }
}

fn pool(words: &Matrix, out: &mut Vec<f32>) {
    let start = out.len();
    out.resize(start + 2 * words.cols, 0.0);
    let Some((mean, most)) = out.get_mut(start..).and_then(|o| o.split_at_mut_checked(words.cols)) else {
        return;
    };
    for row in words.data.chunks_exact(words.cols) {
        for ((mean, most), v) in mean.iter_mut().zip(most.iter_mut()).zip(row) {
            let v = v.max(0.0);
            *mean += v;
            *most = most.max(v);
        }
    }
    let share = 1.0 / float(words.rows().max(1));
    for m in mean {
        *m *= share;
    }
}
