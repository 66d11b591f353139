//! The learned weights, `assets/credits/credits.model`, and what its layers make of rows of whole numbers.
//!
//! `training/credits/` makes the file; its card describes it.

use std::sync::LazyLock;

use judge::cells::mixed;
use judge::cursor::Cursor;
use judge::transformer::product::Linear;

/// How many numbers a token is.
pub const WIDTH: usize = 32;

/// All that is learned.
#[derive(Debug)]
pub struct Net {
    /// The words that are told apart, by the upper half of their hashes, in order: no rare one is, so that nobody is
    /// known by heart.
    vocabulary: Vec<u32>,
    /// Of each a step and half bytes: the lower ones, then the upper ones.
    words: &'static [[u8; 1 + WIDTH / 2]],
    table: &'static [[u8; WIDTH]],
    /// The size of what the table counts in.
    pub step: f32,
    /// From a token and the two on either side of it.
    pub near: Linear,
    /// How slowly what was read is forgotten: forwards, backwards.
    pub slowness: [Vec<f32>; 2],
    /// From some more tokens, and what is remembered of those before and behind.
    pub far: Linear,
    /// From this, the same word elsewhere, both neighbours, and the whole text.
    pub whole: Linear,
    /// From this to kinds and roles.
    pub answers: Linear,
    /// From two mentions and what is between them: the character first, the person first.
    pub pairs: [Linear; 2],
    /// From this to whether one plays the other.
    pub plays: Linear,
}

const MAGIC: &[u8] = b"credits5";

impl Net {
    /// The one that is shipped.
    pub fn shipped() -> Option<&'static Self> {
        static NET: LazyLock<Option<Net>> =
            LazyLock::new(|| Net::parse(include_bytes!("../../../../assets/credits/credits.model")));
        NET.as_ref()
    }

    /// The net in a file's bytes; none where they are none.
    fn parse(bytes: &'static [u8]) -> Option<Self> {
        let mut file = Cursor(bytes.strip_prefix(MAGIC)?);
        let step = *file.floats()?.first()?;
        let words = file.number()?;
        let vocabulary = file.take(words.checked_mul(4)?)?.as_chunks().0;
        let words = file.take(words.checked_mul(1 + WIDTH / 2)?)?.as_chunks().0;
        let rows = file.number()?;
        let table = file.take(rows.checked_mul(WIDTH)?)?.as_chunks().0;
        let slowness = [file.floats()?, file.floats()?];
        let mut layer = || Linear::parse(&mut file);
        Some(Self {
            vocabulary: vocabulary.iter().copied().map(u32::from_le_bytes).collect(),
            words,
            table,
            step,
            slowness,
            near: layer()?,
            far: layer()?,
            whole: layer()?,
            answers: layer()?,
            pairs: [layer()?, layer()?],
            plays: layer()?,
        })
    }

    /// The sum of a token's rows, and of that of its word.
    pub fn sum(&self, hash: u64, rows: &[u16]) -> [i16; WIDTH] {
        let mut sum = [0; WIDTH];
        if let Some([step, halves @ ..]) = self.word(hash) {
            let (lower, upper) = sum.split_at_mut(WIDTH / 2);
            for ((lower, upper), byte) in lower.iter_mut().zip(upper).zip(halves) {
                *lower = (i16::from(byte & 15) - 8) * i16::from(*step);
                *upper = (i16::from(byte >> 4) - 8) * i16::from(*step);
            }
        }
        for row in rows.iter().filter_map(|row| self.table.get(usize::from(*row))) {
            sum.iter_mut().zip(row).for_each(|(sum, byte)| *sum += i16::from(byte.cast_signed()));
        }
        sum
    }

    /// The row of a word, if it is told apart.
    fn word(&self, hash: u64) -> Option<&'static [u8; 1 + WIDTH / 2]> {
        let half = u32::try_from(mixed(hash) >> 32).ok()?;
        self.words.get(self.vocabulary.binary_search(&half).ok()?)
    }
}
