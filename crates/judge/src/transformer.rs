//! A small BERT that reads word pieces in context and says of each sentence what it is about, as a vector.
//!
//! The architecture is that of Devlin et al. 2019 (post-norm encoder, learned positions) as shrunk by Wang et al. 2020
//! (`MiniLM`), but for the last layer, in which only sentences look, each as the mean of its pieces. Weights are signed
//! bytes with a scale for each output; what flows between layers is rounded to whole numbers of 14 bits before each
//! product. Sums of whole numbers are exact in whatever order they are made, and the little that is reckoned in 32-bit
//! floats is added in one fixed order, so that all machines agree to the bit.

pub mod attention;
pub mod gelu;
pub mod norm;
pub mod product;
pub mod tokenizer;

use std::ops::Range;

use super::cursor::Cursor;
use super::matrix::{Matrix, add_scaled, float};
use super::table::Table;
use attention::Attention;
use norm::Norm;
use product::{Linear, Quantised};
use tokenizer::{Piece, Tokenizer};

/// The longest sequence that is read at once, in pieces.
pub const LONGEST: usize = 320;

/// The encoder with its vocabulary.
#[derive(Debug)]
pub struct Transformer {
    /// Cuts text into the pieces that this encoder knows.
    pub tokenizer: Tokenizer,
    pieces: Table,
    places: Table,
    norm: Norm,
    layers: Vec<Layer>,
}

/// One layer: whoever asks takes of what all pieces offer, then thinks about it alone.
#[derive(Debug)]
struct Layer {
    heads: usize,
    ask: Linear,
    /// Keys and values side by side.
    offer: Linear,
    gather: Linear,
    gathered: Norm,
    widen: Linear,
    narrow: Linear,
    narrowed: Norm,
}

/// Room to reckon in, to be used again for the next sequence.
#[derive(Debug, Default)]
pub struct Work {
    rounded: Quantised,
    asked: Matrix,
    offered: Matrix,
    taken: Matrix,
    wide: Matrix,
    attention: Attention,
}

impl Transformer {
    /// Reads an encoder out of a model file.
    pub(crate) fn parse(file: &mut Cursor) -> Option<Self> {
        let vocabulary = file.number()?;
        let tokenizer = Tokenizer::new(std::str::from_utf8(file.take(vocabulary)?).ok()?)?;
        Some(Self {
            tokenizer,
            pieces: Table::parse(file)?,
            places: Table::parse(file)?,
            norm: Norm::parse(file)?,
            layers: (0..file.number()?).map(|_| Layer::parse(file)).collect::<Option<_>>()?,
        })
    }

    /// A vector for each sentence, given the pieces of a text of at most [`LONGEST`] and where in them each sentence
    /// stands.
    #[must_use]
    pub fn read(&self, pieces: &[Piece], sentences: &[Range<usize>], work: &mut Work) -> Matrix {
        let mut states = self.embed(pieces.get(..LONGEST).unwrap_or(pieces));
        let Some((last, layers)) = self.layers.split_last() else { return Matrix::default() };
        for layer in layers {
            layer.offer_all(&states, work);
            layer.ask_for(&mut states, work);
        }
        last.offer_all(&states, work);
        let mut means = means(&states, sentences);
        last.ask_for(&mut means, work);
        means
    }

    fn embed(&self, pieces: &[Piece]) -> Matrix {
        let mut states = Matrix::zeros(pieces.len(), self.pieces.cols);
        for (at, piece) in pieces.iter().enumerate() {
            self.pieces.add_row(usize::from(*piece), 1.0, states.row_mut(at));
            self.places.add_row(at, 1.0, states.row_mut(at));
        }
        self.norm.apply(&mut states);
        states
    }
}

/// The mean of the rows of each range.
fn means(rows: &Matrix, ranges: &[Range<usize>]) -> Matrix {
    let mut out = Matrix::zeros(ranges.len(), rows.cols);
    for (at, range) in ranges.iter().enumerate() {
        let range = range.start..range.end.min(rows.rows());
        let share = 1.0 / float(range.len().max(1));
        for row in range {
            add_scaled(out.row_mut(at), share, rows.row(row));
        }
    }
    out
}

impl Layer {
    fn parse(file: &mut Cursor) -> Option<Self> {
        Some(Self {
            heads: file.number()?,
            ask: Linear::parse(file)?,
            offer: Linear::parse(file)?,
            gather: Linear::parse(file)?,
            gathered: Norm::parse(file)?,
            widen: Linear::parse(file)?,
            narrow: Linear::parse(file)?,
            narrowed: Norm::parse(file)?,
        })
    }

    /// Takes down what all pieces have to offer.
    fn offer_all(&self, states: &Matrix, work: &mut Work) {
        work.rounded.set(states);
        self.offer.apply(&work.rounded, &mut work.offered);
    }

    /// Changes the states of those who ask.
    fn ask_for(&self, states: &mut Matrix, work: &mut Work) {
        work.rounded.set(states);
        self.ask.apply(&work.rounded, &mut work.asked);
        work.attention.attend(&work.asked, &work.offered, self.heads, &mut work.taken);
        work.rounded.set(&work.taken);
        self.gather.add(&work.rounded, states);
        self.gathered.apply(states);
        work.rounded.set(states);
        self.widen.apply(&work.rounded, &mut work.wide);
        gelu::apply(&mut work.wide);
        work.rounded.set(&work.wide);
        self.narrow.add(&work.rounded, states);
        self.narrowed.apply(states);
    }
}
