//! What makes a document sound.

use unspoiled::review::gate::{Consent, Gate, Run};
use unspoiled::review::source_map::SourceMap;
use unspoiled::review::span::{Offset, Span};
use unspoiled::review::{self, Document, Format};

/// Reads `source` and looks at all of the document.
pub fn check(source: &str, format: Format) {
    let document = review::read(source.to_owned(), format);
    for consent in [Consent::default(), Consent::hiding(None)] {
        let gate = Gate::new(&document, &consent);
        check_runs(gate, Span::new(Offset::default(), document.end()));
        check_blocks(gate);
        let _ = (gate.facts(), gate.passages());
    }
    check_places(&document, source);
    let blocks = document.blocks().len();
    for section in document.sections() {
        assert!(section.blocks.start <= section.blocks.end && section.blocks.end <= blocks);
    }
}

/// Where text is said to stand in the source, there is a piece of it.
fn check_places(document: &Document, source: &str) {
    let map = SourceMap::new(document, source);
    for block in 0..document.blocks().len() {
        for sentence in document.sentences(block) {
            let range = map.range(*sentence);
            assert!(range.is_none_or(|range| source.get(range).is_some_and(|text| !text.is_empty())));
            assert!(map.start(sentence.start()).is_none_or(|at| source.is_char_boundary(at)));
        }
    }
}

fn check_blocks(gate: Gate<'_>) {
    let document = gate.document();
    let mut end = Offset::default();
    for (number, block) in document.blocks().iter().enumerate() {
        assert!(block.span.start() >= end && block.span.end() <= document.end(), "blocks overlap");
        end = block.span.end();
        check_runs(gate, block.span);
        for sentence in document.sentences(number) {
            assert_eq!(sentence.meet(block.span), *sentence, "a sentence runs out of its block");
        }
    }
}

/// A run whose text is shorter than its span was cut within a character.
fn check_runs(gate: Gate<'_>, span: Span) {
    let mut at = span.start();
    for run in gate.runs(span) {
        if let Run::Shown(shown) = run {
            assert!(shown.span().start() >= at, "runs overlap");
            assert_eq!(shown.text().len(), shown.span().len(), "a run is cut within a character");
            at = shown.span().end();
        }
    }
}
