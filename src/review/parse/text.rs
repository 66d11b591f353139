//! Plain text: hard-wrapped or one line a paragraph, Usenet style included.

use super::{Builder, Inline, Nest};
use crate::review::document::{Document, Format, Kind, Level};

/// Lines longer than this were not wrapped by hand.
const WRAPPED: usize = 100;

/// Parses clean `source`.
pub(in crate::review) fn parse(source: String) -> Document {
    let mut builder = Builder::new(source, Format::Text);
    let cut =
        |text: &str| text.rfind("\n\n").map(|at| at + 2).or_else(|| text.rfind([' ', '\n']).map(|at| at + 1));
    while let Some(piece) = builder.piece(cut) {
        for paragraph in piece.split("\n\n").filter(|text| !text.trim().is_empty()) {
            self::paragraph(paragraph, &mut builder);
        }
    }
    builder.finish()
}

/// Lines that were wrapped by hand are one block; long ones, and short ones that are no prose, are
/// each their own.
fn paragraph(text: &str, builder: &mut Builder) {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let wrapped = lines.len() > 1
        && lines.iter().all(|line| line.len() <= WRAPPED)
        && lines.iter().any(|l| l.len() > 40);
    if wrapped {
        builder.block(Kind::Paragraph, Nest::default(), Inline::plain(lines.join(" ")));
        return;
    }
    for (at, line) in lines.iter().enumerate() {
        builder.block(Kind::Paragraph, Nest { tight: at > 0, ..Nest::default() }, Inline::plain(*line));
    }
    let _ = Level::Ending;
}
