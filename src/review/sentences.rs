//! Sentences of prose.

use super::document::Document;
use crate::span::Span;

/// The sentences of all blocks of prose, in order; each block learns its first.
pub(in crate::review) fn split_all(_document: &mut Document) -> Vec<Span> {
    Vec::new()
}
