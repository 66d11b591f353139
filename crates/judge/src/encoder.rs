//! Reads sentences, words beside their neighbours, each into one vector: what it says, wherever it stands.

#![expect(clippy::inline_always, reason = "only what is inlined is made for the machine it runs on")]

use std::collections::HashMap;

use pulp::Arch;

use super::features::{self, Case};
use super::matrix::{Matrix, float};
use super::model::Model;
use super::transformer::product::{LIMIT, Quantised, multiply_add};

/// What runs on longer than this is no sentence; only its beginning is read, so that memory stays bounded.
const LONGEST: usize = 1024;

/// The products of so many words are kept: about as many as the faster memory holds.
const KEPT: usize = 512;

/// Reads some sentences at a time, and keeps the products of their words: a word that comes again is not put to the weights
/// again.
pub struct Encoder<'m> {
    model: &'m Model,
    /// How many numbers the weights make of a word for each place: the word after it, itself and the word before it.
    hidden: usize,
    /// The products of how a word is written.
    cases: Matrix,
    /// Where each word's products stand, by its hash.
    places: HashMap<u32, usize>,
    vectors: Quantised,
    products: Matrix,
    /// The words of all sentences, and how each is written.
    tokens: Vec<(usize, Case)>,
    /// Where each sentence's words end.
    ends: Vec<usize>,
    vector: Vec<f32>,
}

impl<'m> Encoder<'m> {
    /// A reader that has not read yet.
    #[must_use]
    pub fn new(model: &'m Model) -> Self {
        let window = &model.conv;
        let mut rows = Quantised::default();
        rows.set(&model.cases);
        let mut cases = Matrix::zeros(Case::COUNT, window.bias.len());
        multiply_add(&rows, window.panels(), &window.scales, &mut cases.data);
        Self {
            model,
            hidden: window.bias.len() / 3,
            cases,
            places: HashMap::new(),
            vectors: Quantised::default(),
            products: Matrix::default(),
            tokens: Vec::new(),
            ends: Vec::new(),
            vector: vec![0.0; model.cases.cols],
        }
    }

    /// How many numbers a sentence becomes.
    #[must_use]
    pub fn width(&self) -> usize {
        2 * self.hidden
    }

    /// Calls `each` with the mean and the maximum over the words of each sentence, and with how many there are.
    pub fn read<'t>(
        &mut self,
        sentences: impl Iterator<Item = &'t str>,
        mut each: impl FnMut(&[f32], usize),
    ) {
        self.listen(sentences);
        self.model.conv.apply_behind(&self.vectors, &mut self.products);
        let mut pooled = vec![0.0; self.width()];
        let mut start = 0;
        for end in &self.ends {
            let tokens = self.tokens.get(start..*end).unwrap_or_default();
            self.pool(tokens, &mut pooled);
            each(&pooled, tokens.len());
            start = *end;
        }
    }

    /// Takes down the words of the sentences, and the vectors of those that have no products yet.
    fn listen<'t>(&mut self, sentences: impl Iterator<Item = &'t str>) {
        if self.places.len() > KEPT {
            self.places.clear();
            self.products.data.clear();
        }
        self.vectors.clear(self.vector.len());
        self.tokens.clear();
        self.ends.clear();
        for sentence in sentences {
            let most = self.tokens.len() + LONGEST;
            features::each_token(sentence, |word, case| {
                if self.tokens.len() < most {
                    let place = self.place_of(word);
                    self.tokens.push((place, case));
                }
            });
            self.ends.push(self.tokens.len());
        }
    }

    fn place_of(&mut self, word: &str) -> usize {
        let (hash, next) = (features::hash(word), self.places.len());
        *self.places.entry(hash).or_insert_with(|| {
            if let Some((scale, bytes)) = self.model.words.find(hash) {
                self.vectors.push_whole(scale, |out| {
                    out.iter_mut().zip(bytes).for_each(|(out, byte)| *out = byte.cast_signed().into());
                });
            } else {
                self.model.spell(word, &mut self.vector);
                self.vectors.push(&self.vector, LIMIT);
            }
            next
        })
    }

    /// The mean and the maximum of what the words say beside their neighbours.
    fn pool(&self, tokens: &[(usize, Case)], pooled: &mut [f32]) {
        pooled.fill(0.0);
        let (mean, most) = pooled.split_at_mut(self.hidden);
        let mut said = vec![0.0; self.hidden];
        Arch::new().dispatch(
            #[inline(always)]
            || {
                for at in 0..tokens.len() {
                    self.say(tokens, at, &mut said);
                    for ((mean, most), v) in mean.iter_mut().zip(most.iter_mut()).zip(&said) {
                        let v = v.max(0.0);
                        *mean += v;
                        *most = most.max(v);
                    }
                }
            },
        );
        let share = 1.0 / float(tokens.len().max(1));
        for mean in mean {
            *mean *= share;
        }
    }

    /// What a word and the words before and after it come to.
    #[inline(always)]
    fn say(&self, tokens: &[(usize, Case)], at: usize, said: &mut [f32]) {
        said.fill(0.0);
        let around = [at.checked_sub(1), Some(at), at.checked_add(1)];
        for (third, at) in around.into_iter().enumerate() {
            let Some((place, case)) = at.and_then(|at| tokens.get(at)) else { continue };
            let share = third * self.hidden..(third + 1) * self.hidden;
            let word = self.products.row(*place).get(share.clone()).unwrap_or_default();
            let case = self.cases.row(*case as usize).get(share).unwrap_or_default();
            said.iter_mut().zip(word).zip(case).for_each(|((said, word), case)| *said += word + case);
        }
    }
}
