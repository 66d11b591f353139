//! From source text to blocks. Each format has its reader; all of them feed one [`Builder`], so that
//! sections, sentences, credits and the curtain are the same for all.

mod attributes;
mod build;
mod entities;
mod html;
mod looks;
mod markdown;
mod reel;
mod rot13;
mod text;

pub(crate) use build::{Builder, Inline, NOTHING, Nest, RULE, Turn, Unclosed};
pub(crate) use reel::Reel;

use super::document::{Document, Format};

/// Parses clean `source`. Never fails: what cannot be read as markup is read as text.
pub(crate) fn parse(source: String, format: Format) -> Document {
    match format {
        Format::Text => text::parse(source),
        Format::Markdown => markdown::parse(source),
        Format::Html => html::parse(&source),
    }
}
