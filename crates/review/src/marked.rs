//! The language of tests: a document as text with `<ending>…</ending>` and the like around what gives
//! the story away, as the gate tells it.

use super::document::{Block, Format, Kind, Marker, Tick};
use super::gate::{Consent, Gate};
use super::{Document, read};

/// `source` read and written as marked text, one block a line; a line end within a block is `\n`.
pub(crate) fn marked(source: &str, format: Format) -> String {
    written(&read(source.to_owned(), format))
}

/// `document` as marked text.
pub(crate) fn written(document: &Document) -> String {
    let consent = Consent::hiding(None);
    let gate = Gate::new(document, &consent);
    let lines: Vec<String> = document.blocks().iter().map(|block| line(document, gate, block)).collect();
    lines.join("\n")
}

/// The same with the kind and nest of each block before it.
pub(crate) fn outlined(source: &str) -> String {
    let document = read(source.to_owned(), Format::Markdown);
    let consent = Consent::hiding(None);
    let gate = Gate::new(&document, &consent);
    let line = |block| [kind(block), line(&document, gate, block)].concat();
    document.blocks().iter().map(line).collect::<Vec<_>>().join("\n")
}

fn line(document: &Document, gate: Gate<'_>, block: &Block) -> String {
    let mut out = String::new();
    let mut at = block.span.start().get();
    for (span, veil) in gate.told(block.span) {
        let name = veil.level.name();
        out.push_str(document.text.get(at..span.start().get()).unwrap_or("<?>"));
        out.extend(["<", name, ">", document.raw(span), "</", name, ">"]);
        at = span.end().get();
    }
    out.push_str(document.text.get(at..block.span.end().get()).unwrap_or("<?>"));
    out.replace('\n', "\\n").replace('\t', "\\t")
}

fn kind(block: &Block) -> String {
    let indent = ["  ".repeat(block.list.saturating_sub(1).into()), "> ".repeat(block.quote.into())].concat();
    indent
        + &match block.kind {
            Kind::Heading(level) => format!("{} ", "#".repeat(level.into())),
            Kind::Paragraph if block.list > 0 => "  ".to_owned(),
            Kind::Paragraph => String::new(),
            Kind::Item(Marker::Bullet) => "- ".to_owned(),
            Kind::Item(Marker::Number(n)) => format!("{n}. "),
            Kind::Item(Marker::Task(Tick::Open)) => "[ ] ".to_owned(),
            Kind::Item(Marker::Task(Tick::Done)) => "[x] ".to_owned(),
            Kind::Code => "code: ".to_owned(),
            Kind::Rule => "---".to_owned(),
            Kind::Table(_) => "table: ".to_owned(),
            Kind::Meta => "meta: ".to_owned(),
        }
}
