//! What is printed instead of shown on a screen: the review as text, Markdown, HTML or JSON, its
//! outline, its credits. Like the screen, all of this sees a review through the
//! [`Gate`] alone.

mod check;
mod contents;
mod date;
mod head;
mod html;
mod json;
mod lists;
mod markdown;
mod places;
mod text;

pub use check::{Draft, Finding, Words, check, sarif};
pub use contents::{Contents, NoSection};
pub use html::html;
pub use json::{Record, Texts, json, record};
pub use lists::{credits, outline};
pub use markdown::markdown;
pub use text::{Links, Page, Paint, text};

use review::document::Style;
use review::gate::{Gate, Run, Shown, Veiled};
use review::span::Span;

use crate::layout::Veils;

/// A stretch of text that looks alike, or a veil.
#[derive(Clone, Copy, Debug)]
enum Piece<'d> {
    Text(Shown<'d>, Style, Option<&'d str>),
    Veil(Veiled),
}

/// The pieces of `span` in order: shown text cut where its looks or its link change.
fn pieces<'d>(
    gate: Gate<'d>,
    span: Span,
    mut each: impl FnMut(Piece<'d>) -> std::io::Result<()>,
) -> std::io::Result<()> {
    for run in gate.runs(span) {
        match run {
            Run::Veiled(veil) => each(Piece::Veil(veil))?,
            Run::Shown(shown) => {
                let mut at = shown.span().start();
                let end = shown.span().end();
                let mut styles = gate.document().styles(shown.span()).peekable();
                while at < end {
                    let style = styles.next_if(|(place, _)| place.start() <= at);
                    let stop = style.map_or_else(
                        || styles.peek().map_or(end, |(place, _)| place.start()),
                        |(place, _)| place.end(),
                    );
                    let part = shown.part(Span::new(at, stop.min(end)));
                    linked(gate, part, style.map(|(_, style)| style).unwrap_or_default(), &mut each)?;
                    at = stop;
                }
            }
        }
    }
    Ok(())
}

/// Cuts `shown`, which looks alike, where links begin and end.
fn linked<'d>(
    gate: Gate<'d>,
    shown: Shown<'d>,
    style: Style,
    each: &mut impl FnMut(Piece<'d>) -> std::io::Result<()>,
) -> std::io::Result<()> {
    if !style.has(Style::LINK) {
        return each(Piece::Text(shown, style, None));
    }
    let (mut at, end) = (shown.span().start(), shown.span().end());
    while at < end {
        let link = gate.link(at);
        let stop = link.map_or(end, |(place, _)| place.end().min(end));
        each(Piece::Text(shown.part(Span::new(at, stop)), style, link.map(|(_, target)| target)))?;
        at = stop;
    }
    Ok(())
}

/// The address `target` as it may stand in the codes of a terminal, where it is one of the web.
pub fn live(target: &str) -> Option<String> {
    let web = review::address::is_web(target);
    let safe = |byte: u8| match byte {
        b'!'..=b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    web.then(|| target.bytes().map(safe).collect())
}

/// What stands for a hidden passage in files.
fn veil(veil: Veiled) -> &'static str {
    Veils::Chip.of(veil)
}
