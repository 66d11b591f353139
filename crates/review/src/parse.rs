//! From source text to blocks. What the author hides is taken out first; then the adapter of its kind makes
//! events of a source, and one [`Builder`] blocks of these, so that sections, sentences, credits and the
//! curtain are the same for all.

mod blocks;
mod event;
pub(crate) mod html;
mod markdown;
mod reel;
mod text;

pub(crate) use blocks::Builder;
pub(crate) use event::{Event, Node};
pub(crate) use reel::Reel;

use super::document::{Document, Format};
use super::hide::{self, Extent, Passage, Taken};
use super::spoilers::warnings;

/// The text of a line across, so that it can be hidden like any text.
pub(crate) const RULE: &str = "―";

/// What is hidden where the author hides what shows nothing, so that there is a veil all the same.
pub(crate) const NOTHING: &str = "…";

/// Passages in passages are looked for no deeper: they are hidden anyway.
const DEEPEST: usize = 4;

/// Parses clean `source`. Never fails: what cannot be read as markup is read as text.
pub(crate) fn parse(source: String, format: Format, extent: Extent) -> Document {
    match format {
        Format::Text => text::parse(hide::take(source, format, extent), 0),
        Format::Markdown => markdown::parse(hide::take(source, format, extent), 0),
        Format::Html => html::parse(&source),
    }
}

/// Parses what `passage` holds by itself; it lies in so many others.
fn inner(passage: &Passage, format: Format, depth: usize) -> Document {
    let source = passage.source.clone().into_string();
    let taken = if depth < DEEPEST {
        hide::take(source, format, Extent::Whole)
    } else {
        Taken { text: source, passages: Vec::new() }
    };
    match format {
        Format::Text => text::parse(taken, depth),
        Format::Markdown | Format::Html => markdown::parse(taken, depth),
    }
}

/// Tells `builder` of `text`, in which stand-ins may stand.
fn words(text: &str, builder: &mut Builder) {
    for piece in hide::standin::pieces(text) {
        builder.take(match piece {
            hide::standin::Piece::Text(text) => Event::Text(text),
            hide::standin::Piece::Hidden(number) => Event::Hidden(number),
        });
    }
}

/// Whether the last line of `text` may be a label of what follows it, so that its end must not be lost: it is
/// short and says "spoiler".
fn ends_label(text: &str) -> bool {
    const LONGEST: usize = 120;
    let floor = text.len().saturating_sub(LONGEST);
    let floor = (floor..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let tail = text.get(floor..).unwrap_or_default();
    let line = match tail.rfind('\n') {
        Some(end) => tail.get(end + 1..).unwrap_or_default(),
        None if floor == 0 => tail,
        None => return false,
    };
    warnings::may_speak(line)
}
