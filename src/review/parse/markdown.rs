//! Markdown.

use super::Builder;
use crate::review::document::{Document, Format};

/// Parses clean `source`.
pub(in crate::review) fn parse(source: String) -> Document {
    Builder::new(source, Format::Markdown).finish()
}
