//! The learned weights, `assets/credits/credits.model`, and what its layers make of rows of whole numbers.
//!
//! `training/credits/` makes the file; its card describes it.

use std::sync::LazyLock;

use judge::cursor::Cursor;
use judge::transformer::product::Linear;

/// How many numbers a token is.
pub const WIDTH: usize = 32;
/// All that is learned.
#[derive(Debug)]
pub struct Net {
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

const MAGIC: &[u8] = b"credits3";

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
        let (step, rows) = (*file.floats()?.first()?, file.number()?);
        let table = file.take(rows.checked_mul(WIDTH)?)?.as_chunks().0;
        let slowness = [file.floats()?, file.floats()?];
        let mut layer = || Linear::parse(&mut file);
        Some(Self {
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

    /// The sum of some rows of the table.
    pub fn sum(&self, rows: &[u16]) -> [i16; WIDTH] {
        let mut sum = [0; WIDTH];
        for row in rows.iter().filter_map(|row| self.table.get(usize::from(*row))) {
            sum.iter_mut().zip(row).for_each(|(sum, byte)| *sum += i16::from(byte.cast_signed()));
        }
        sum
    }
}
