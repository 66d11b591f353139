//! Places in the text that a review was read from: in bytes and characters, as programs count, or in lines and columns,
//! as editors do.

use std::ops::Range;

use review::Document;
use review::source_map::SourceMap;
use review::span::Span;

/// So many bytes lie between two places whose characters are counted beforehand.
const STEP: usize = 1024;

/// The places of a document in what it was read from.
pub(super) struct Places<'d> {
    map: SourceMap<'d>,
    source: &'d str,
    /// The characters before each step.
    chars: Vec<usize>,
    /// Where its lines begin.
    lines: Vec<usize>,
}

impl<'d> Places<'d> {
    /// Those of `document`, which was read from `source`.
    pub fn new(document: &'d Document, source: &'d str) -> Self {
        let mut chars = vec![0];
        for step in source.as_bytes().chunks(STEP) {
            chars.push(chars.last().copied().unwrap_or(0) + count(step));
        }
        // An editor does not show the mark that some files begin with.
        let first = source.len() - source.trim_start_matches('\u{FEFF}').len();
        let lines = memchr::memchr_iter(b'\n', source.as_bytes()).map(|end| end + 1);
        let lines = std::iter::once(first).chain(lines).collect();
        Self { map: SourceMap::new(document, source), source, chars, lines }
    }

    /// The bytes of the text of `span`, where they can be told.
    pub fn bytes(&self, span: Span) -> Option<Range<usize>> {
        self.map.range(span)
    }

    /// The byte where the text of `span` begins, or what follows it.
    pub fn start(&self, span: Span) -> usize {
        self.map.start(span.start()).unwrap_or(0)
    }

    /// How many characters stand before byte `at`.
    pub fn chars(&self, at: usize) -> usize {
        let step = at / STEP;
        let rest = self.source.as_bytes().get(step * STEP..at).unwrap_or_default();
        self.chars.get(step).map_or(0, |before| before + count(rest))
    }

    /// The line and the column of byte `at`, from 1; columns are characters.
    pub fn line_column(&self, at: usize) -> (usize, usize) {
        let line = self.lines.partition_point(|start| *start <= at).max(1);
        let start = self.lines.get(line - 1).copied().unwrap_or(0);
        (line, self.chars(at).saturating_sub(self.chars(start)) + 1)
    }
}

/// How many characters begin in `bytes`.
fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte & 0xC0) != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_up_to_the_end_of_any_step() {
        for len in [0, 1, STEP - 1, STEP, STEP + 1, 2 * STEP] {
            let source = "\u{e9}".repeat(len / 2) + &"a".repeat(len % 2);
            let document = review::read(source.clone(), review::Format::Text);
            let places = Places::new(&document, &source);
            assert_eq!(places.chars(source.len()), source.chars().count(), "{len}");
            assert_eq!(places.line_column(source.len()), (1, source.chars().count() + 1), "{len}");
        }
    }
}
