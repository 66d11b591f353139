//! For writers: where a reader would find the film spoiled. It tells places, levels and reasons, and
//! quotes nothing, so that its output may be shown to anybody.

use std::io::{self, Write};

use review::document::{Block, Kind, Reason};
use review::gate::{Gate, Passage};
use review::span::Offset;

use super::Contents;
use crate::layout::Veils;
use crate::outline;

/// Writes what is to be said of the review called `name`, and tells how much that is.
pub fn check(gate: Gate<'_>, name: &str, out: &mut impl Write) -> io::Result<usize> {
    let places = Places::of(gate);
    let passages: Vec<Passage> = gate.passages().into_iter().filter(|passage| passage.hidden).collect();
    for passage in &passages {
        let (level, why) = (passage.veil.level.name(), why(passage.veil.reason));
        writeln!(out, "{name}: {}: {level} ({why})", places.name(passage.place))?;
    }
    let unclosed: Vec<Offset> = gate.document().unclosed_places().collect();
    for at in &unclosed {
        writeln!(out, "{name}: {}: spoiler markup is never closed", places.name(*at))?;
    }
    Ok(passages.len() + unclosed.len())
}

fn why(reason: Reason) -> &'static str {
    match reason {
        Reason::Markup => "marked",
        Reason::Warning => "after a spoiler warning",
        Reason::Judged => "judged from the prose",
        Reason::Reader => "hidden by you",
        Reason::Rating => "rating",
        Reason::Unread => "not judged",
    }
}

/// Names for places: section and paragraph, as a reader counts what shows.
struct Places<'d> {
    gate: Gate<'d>,
    contents: Contents,
    /// Paragraphs before each block.
    before: Vec<usize>,
}

impl<'d> Places<'d> {
    fn of(gate: Gate<'d>) -> Self {
        let counts = |block: Block| !matches!(block.kind, Kind::Rule | Kind::Heading(_));
        let mut total = 0;
        let mut before = vec![0];
        for number in 0..gate.document().blocks().len() {
            total += usize::from(gate.block(number).is_some_and(counts));
            before.push(total);
        }
        Self { gate, contents: Contents::all(gate), before }
    }

    fn name(&self, at: Offset) -> String {
        let number = self.gate.document().block_at(at);
        let kind = self.gate.block(number).map(|block| block.kind);
        let section = self.contents.section_of(number);
        let section = section.and_then(|n| Some((n, self.contents.sections().get(n)?)));
        let first = section.map_or(0, |(_, section)| section.body().start);
        let before = |block: usize| self.before.get(block).copied().unwrap_or(0);
        let place = match kind {
            Some(Kind::Heading(_)) => "heading".to_owned(),
            None => "front matter".to_owned(),
            _ => format!("paragraph {}", before(number + 1).saturating_sub(before(first))),
        };
        let Some((number, section)) = section else { return place };
        let title = outline::title(self.gate, section, Veils::Chip).replace('\n', " ");
        format!("section {} ({title}), {place}", number + 1)
    }
}
