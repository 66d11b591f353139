//! Counts of what is shown: words, minutes and hidden passages, for headers, outline and status.

use std::ops::Range;

use crate::layout::continues_in_the_dark;
use crate::review::document::{Block, Kind, Section};
use crate::review::gate::{Gate, Run};
use crate::span::{Offset, Span};

/// The words that are read in a minute.
const PACE: usize = 215;

/// Shown words and hidden passages.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Shown words before each block.
    words: Vec<u32>,
    hidden: usize,
}

impl Tally {
    /// Counts what `gate` shows.
    pub fn of(gate: Gate<'_>) -> Self {
        let mut total = 0_u32;
        let mut words = Vec::with_capacity(gate.document().blocks().len() + 1);
        words.push(0);
        for block in gate.document().blocks() {
            total = total.saturating_add(words_of(gate, block));
            words.push(total);
        }
        let all = Span::new(Offset::default(), gate.document().end());
        Self { words, hidden: gate.hidden_in(all) }
    }

    /// The shown words of `blocks`.
    pub fn words(&self, blocks: Range<usize>) -> usize {
        let at = |block: usize| self.words.get(block).or(self.words.last()).copied().unwrap_or(0) as usize;
        at(blocks.end).saturating_sub(at(blocks.start))
    }

    /// The hidden passages of the whole review.
    pub fn hidden(&self) -> usize {
        self.hidden
    }

    /// The paragraphs under `section`'s title, their shown words, and the hidden passages
    /// that begin there. Paragraphs of which nothing shows, not even a veil, do not count.
    pub fn section(&self, gate: Gate<'_>, section: &Section) -> (usize, usize, usize) {
        let blocks = gate.document().blocks().get(section.body()).unwrap_or_default();
        let counts = |block: &&Block| {
            matches!(block.kind, Kind::Paragraph | Kind::Item(_) | Kind::Table(_) | Kind::Code)
                && !continues_in_the_dark(gate, block)
        };
        let span = match (blocks.first(), blocks.last()) {
            (Some(first), Some(last)) => Span::new(first.span.start(), last.span.end()),
            _ => Span::default(),
        };
        (blocks.iter().filter(counts).count(), self.words(section.body()), gate.hidden_in(span))
    }

    /// All shown words.
    pub fn total(&self) -> usize {
        self.words.last().map_or(0, |words| *words as usize)
    }
}

/// The minutes that `words` take, rounded up.
pub fn minutes(words: usize) -> usize {
    words.div_ceil(PACE)
}

fn words_of(gate: Gate<'_>, block: &Block) -> u32 {
    if block.kind == Kind::Meta {
        return 0;
    }
    let count = |run| match run {
        Run::Shown(shown) => words_in(shown.text()),
        Run::Veiled(_) => 0,
    };
    u32::try_from(gate.runs(block.span).map(count).sum::<usize>()).unwrap_or(u32::MAX)
}

/// Words as blanks part them: counted by bytes, for this runs over the whole text at once.
fn words_in(text: &str) -> usize {
    let mut blank = true;
    let mut words = 0;
    for byte in text.bytes() {
        let now = byte <= b' ';
        words += usize::from(blank && !now);
        blank = now;
    }
    words
}
