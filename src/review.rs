//! THE WALL. A review becomes a [`Document`] here, and its text leaves only through a
//! [`Gate`](gate::Gate).
//!
//! Reading is pure and never fails: clean, parse, split into sentences, find the frame, mark what
//! gives the story away, make sections. Each phase is a module, and only these modules may read
//! the raw text.

pub mod clean;
pub mod document;
pub mod gate;
pub mod marks;

mod frame;
#[cfg(test)]
mod marked;
mod parse;
mod sections;
mod sentences;
mod spoilers;

pub use document::{Document, Format};

/// Reads a review.
pub fn read(source: String, format: Format) -> Document {
    let mut document = parse::parse(clean::clean(source), format);
    document.sentences = sentences::split_all(&mut document);
    spoilers::mark(&mut document);
    document.frame = frame::find(&document);
    sections::make(&mut document);
    document
}
