//! Reads a model file where it lies in the binary: what is large is lent, not copied.

use super::matrix::Matrix;

/// What is left to read of a model file. Everything is `None` where the file ends before it does.
#[derive(Clone, Copy, Debug)]
pub struct Cursor(pub &'static [u8]);

impl Cursor {
    /// The next `len` bytes.
    pub fn take(&mut self, len: usize) -> Option<&'static [u8]> {
        let (head, tail) = self.0.split_at_checked(len)?;
        self.0 = tail;
        Some(head)
    }

    /// A count.
    pub fn number(&mut self) -> Option<usize> {
        usize::try_from(number_at(self.take(4)?, 0)?).ok()
    }

    /// A row of floats, after their count.
    pub fn floats(&mut self) -> Option<Vec<f32>> {
        let count = self.number()?;
        let bytes = self.take(count.checked_mul(4)?)?;
        Some(bytes.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect())
    }

    /// A matrix of 16-bit numbers with one scale, ready to reckon with.
    pub fn matrix(&mut self) -> Option<Matrix> {
        let (rows, cols) = (self.number()?, self.number()?);
        let scale = f32::from_bits(number_at(self.take(4)?, 0)?);
        let bytes = self.take(rows.checked_mul(cols)?.checked_mul(2)?)?;
        let numbers = bytes.as_chunks().0.iter();
        Some(Matrix {
            cols,
            data: numbers.map(|number| scale * f32::from(i16::from_le_bytes(*number))).collect(),
        })
    }
}

/// The number at place `at` of a row of 32-bit numbers.
pub(crate) fn number_at(bytes: &[u8], at: usize) -> Option<u32> {
    let (numbers, _) = bytes.as_chunks();
    numbers.get(at).map(|number| u32::from_le_bytes(*number))
}
