//! Spoiler warnings in the prose.

use crate::review::document::{Document, Mark};
use crate::span::Span;

/// What the warnings of `document` hide.
pub(in crate::review) fn find(_document: &Document) -> Vec<(Span, Mark)> {
    Vec::new()
}
pub(in crate::review) fn names_spoilers(text: &str) -> bool {
    text.to_lowercase().contains("spoiler")
}
