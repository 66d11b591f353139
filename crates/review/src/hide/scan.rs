//! What was found so far of the delimiters in a source, and what must be known of it to read on.

use std::ops::Range;

use super::token::{Act, Token};
use crate::document::{Format, Level};
use crate::span::Span;

/// What was found in a source.
// Each is something else that is known of the lines before.
#[allow(clippy::struct_excessive_bools)]
pub(super) struct Scan<'s> {
    pub source: &'s str,
    pub format: Format,
    /// All delimiters, in order.
    pub tokens: Vec<Token>,
    /// Where each paragraph ends.
    pub ends: Vec<usize>,
    /// Something was opened already, so that what nests in it counts.
    pub has_open: bool,
    pub blank: usize,
    pub was_code: bool,
    pub in_list: bool,
    /// Fences of this mark and length are closed nowhere behind.
    pub unclosed: Vec<(u8, usize)>,
    pub no_comment_ends: bool,
}

impl<'s> Scan<'s> {
    /// One that has read nothing of `source`.
    pub fn empty(source: &'s str, format: Format) -> Self {
        Self {
            source,
            format,
            tokens: Vec::new(),
            ends: Vec::new(),
            has_open: false,
            blank: 0,
            was_code: false,
            in_list: false,
            unclosed: Vec::new(),
            no_comment_ends: false,
        }
    }

    pub fn is_markdown(&self) -> bool {
        self.format == Format::Markdown
    }

    /// Adds a delimiter.
    pub fn push(
        &mut self,
        range: Range<usize>,
        (form, key): (u8, u32),
        act: Act,
        label: Range<usize>,
        level: Level,
    ) {
        self.has_open |= matches!(act, Act::Open | Act::Either);
        let block = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        let (range, label) = (Span::of(range), Span::of(label));
        self.tokens.push(Token { range, label, key, block, form, act, level });
    }
}
