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
        let steps = source.as_bytes().chunks(STEP).scan(0, |before, step| {
            let chars = *before;
            *before += count(step);
            Some(chars)
        });
        // An editor does not show the mark that some files begin with.
        let first = source.len() - source.trim_start_matches('\u{FEFF}').len();
        let lines = memchr::memchr_iter(b'\n', source.as_bytes()).map(|end| end + 1);
        let lines = std::iter::once(first).chain(lines).collect();
        Self { map: SourceMap::new(document, source), source, chars: steps.collect(), lines }
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
        self.chars.get(step).or(self.chars.last()).map_or(0, |before| before + count(rest))
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
