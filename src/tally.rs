//! Counts of what is shown: words, minutes and hidden passages, for headers, outline and status.

use std::ops::Range;

use crate::review::document::{Block, Kind};
use crate::review::gate::{Gate, Run};

/// The words that are read in a minute.
const PACE: usize = 215;

/// Shown words up to each block.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    words: Vec<u32>,
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
        Self { words }
    }

    /// The shown words of `blocks`.
    pub fn words(&self, blocks: Range<usize>) -> usize {
        let at = |block: usize| self.words.get(block).or(self.words.last()).copied().unwrap_or(0) as usize;
        at(blocks.end).saturating_sub(at(blocks.start))
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
