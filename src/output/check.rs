//! For writers: where a reader would find the film spoiled. It tells places in their own file, levels and reasons, and
//! quotes nothing unless it is asked to, so that its output may be shown to anybody.

mod sarif;

use std::io::{self, Write};

use review::document::{Block, Kind, Reason};
use review::gate::{Consent, Gate, Run};
use review::span::{Offset, Span};
use serde::Serialize;

use super::Contents;
use super::places::Places;
use crate::layout::Veils;
use crate::outline;

pub use sarif::sarif;

/// A draft to be checked.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'s> {
    /// All of it, as it was read.
    pub source: &'s str,
    /// Whether what is found is quoted.
    pub words: Words,
}

/// Whether what is found is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    /// It is not: whoever reads the findings may not want to know.
    Hidden,
    /// It is.
    Shown,
}

/// What a reader would find hidden, or markup that is left open.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    /// The level, or that it is left open.
    level: &'static str,
    reason: &'static str,
    #[serde(skip)]
    why: &'static str,
    /// The section and the paragraph.
    place: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

/// What is to be said of a draft, seen through `gate`.
pub fn check(gate: Gate<'_>, draft: Draft<'_>) -> Vec<Finding> {
    let (document, names) = (gate.document(), Names::of(gate));
    let places = Places::new(document, draft.source);
    let finding = |span: Span, (level, reason, why): (&'static str, &'static str, &'static str)| {
        let bytes = places.bytes(span).unwrap_or_else(|| places.start(span)..places.start(span));
        let ((line, column), (end_line, end_column)) =
            (places.line_column(bytes.start), places.line_column(bytes.end));
        let text = (draft.words == Words::Shown).then(|| quoted(gate, span)).flatten();
        let place = names.name(span.start());
        Finding { line, column, end_line, end_column, level, reason, why, place, text }
    };
    let hidden = gate.parts(Span::new(Offset::default(), document.end())).filter_map(|(span, run)| {
        let Run::Veiled(veil) = run else { return None };
        Some(finding(span, (veil.level.name(), veil.reason.name(), why(veil.reason))))
    });
    let open =
        |at: Offset| finding(Span::new(at, at), ("unclosed", "markup", "spoiler markup is never closed"));
    hidden.chain(document.unclosed_places().map(open)).collect()
}

impl Finding {
    /// Writes it as editors and terminals know such lines, `name:line:column: level: why`.
    pub fn line(&self, name: &str, out: &mut impl Write) -> io::Result<()> {
        let Self { line, column, level, why, place, .. } = self;
        write!(out, "{name}:{line}:{column}: {level}: {why}, {place}")?;
        match &self.text {
            Some(text) => writeln!(out, ": {text}"),
            None => writeln!(out),
        }
    }

    /// Writes it as an object and a line end.
    pub fn json(&self, name: &str, out: &mut impl Write) -> io::Result<()> {
        #[derive(Serialize)]
        struct Of<'f> {
            source: &'f str,
            #[serde(flatten)]
            finding: &'f Finding,
        }
        serde_json::to_writer(&mut *out, &Of { source: name, finding: self })?;
        out.write_all(b"\n")
    }
}

/// What stands in `span`, on one line.
fn quoted(gate: Gate<'_>, span: Span) -> Option<String> {
    let everything = Consent::hiding(None);
    let shown = Gate::new(gate.document(), &everything).whole(span)?;
    Some(shown.text().split_whitespace().collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty())
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
struct Names<'d> {
    gate: Gate<'d>,
    contents: Contents,
    /// Paragraphs before each block.
    before: Vec<usize>,
}

impl<'d> Names<'d> {
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
