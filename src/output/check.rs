//! For writers: where a reader would find the film spoiled. It tells places, levels and reasons, and
//! quotes nothing, so that its output may be shown to anybody.

use std::io::{self, Write};

use super::Contents;
use crate::layout::{Veils, continues_in_the_dark};
use crate::outline;
use crate::review::document::{Kind, Reason};
use crate::review::gate::{Gate, Passage};
use crate::span::Offset;

/// Writes what is to be said of the review called `name`, and tells how much that is.
pub fn check(gate: Gate<'_>, name: &str, out: &mut impl Write) -> io::Result<usize> {
    let contents = Contents::all(gate);
    let passages: Vec<Passage> = gate.passages().into_iter().filter(|passage| passage.hidden).collect();
    for passage in &passages {
        let (level, why) = (passage.veil.level.name(), why(passage.veil.reason));
        writeln!(out, "{name}: {}: {level} ({why})", place(gate, &contents, passage.place))?;
    }
    let unclosed: Vec<Offset> = gate.document().unclosed_places().collect();
    for at in &unclosed {
        writeln!(out, "{name}: {}: spoiler markup is never closed", place(gate, &contents, *at))?;
    }
    Ok(passages.len() + unclosed.len())
}

fn why(reason: Reason) -> &'static str {
    match reason {
        Reason::Markup => "marked",
        Reason::Warning => "after a spoiler warning",
        Reason::Judged => "judged from the prose",
        Reason::Reader => "hidden by you",
    }
}

/// Where `at` is: section and paragraph, as a reader counts what shows.
fn place(gate: Gate<'_>, contents: &Contents, at: Offset) -> String {
    let blocks = gate.document().blocks();
    let block = gate.document().block_at(at);
    let section = contents.section_of(block).and_then(|n| Some((n, contents.sections().get(n)?)));
    let first = section.map_or(0, |(_, entry)| entry.body.start);
    let counts = |number: &usize| {
        let block = blocks.get(*number);
        block.is_some_and(|block| {
            !matches!(block.kind, Kind::Meta | Kind::Rule) && !continues_in_the_dark(gate, block)
        })
    };
    let paragraph = (first..=block).filter(counts).count();
    let paragraph = if paragraph == 0 { "heading".to_owned() } else { format!("paragraph {paragraph}") };
    match section {
        Some((number, entry)) => {
            let title = outline::title(gate, entry.section, Veils::Chip).replace('\n', " ");
            format!("section {} ({title}), {paragraph}", number + 1)
        }
        None => paragraph,
    }
}
