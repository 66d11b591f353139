//! Counts of what is shown: words, minutes and hidden passages, for headers, outline and status.

use std::ops::Range;

use review::document::{Block, Kind, Section};
use review::gate::{Gate, Run};

/// The words that are read in a minute.
const PACE: usize = 215;

/// Shown words and paragraphs and hidden passages.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// What stands before each block, and before the end: a section's counts are a difference, for
    /// headers are drawn with every frame and a section may be as long as the review.
    before: Vec<Counts>,
}

/// What a section holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// Its paragraphs; those of which nothing shows, not even a veil, do not count.
    pub paragraphs: usize,
    /// Its shown words.
    pub words: usize,
    /// The hidden passages that begin there.
    pub hidden: usize,
}

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    words: u32,
    paragraphs: u32,
    hidden: u32,
}

impl Tally {
    /// Counts what `gate` shows.
    pub fn of(gate: Gate<'_>) -> Self {
        let passages = gate.passages();
        let mut hidden = passages.iter().filter(|passage| passage.hidden).peekable();
        let mut counts = Counts::default();
        let mut before = Vec::with_capacity(gate.document().blocks().len() + 1);
        for (number, block) in gate.document().blocks().iter().enumerate() {
            while hidden.next_if(|passage| passage.place < block.span.start()).is_some() {
                counts.hidden += 1;
            }
            before.push(counts);
            let seen = gate.block(number);
            counts.words = counts.words.saturating_add(seen.map_or(0, |block| words_of(gate, &block)));
            counts.paragraphs += u32::from(seen.is_some_and(is_paragraph));
        }
        counts.hidden += u32::try_from(hidden.count()).unwrap_or(u32::MAX);
        before.push(counts);
        Self { before }
    }

    /// The shown words of `blocks`.
    pub fn words(&self, blocks: Range<usize>) -> usize {
        self.count(blocks, |counts| counts.words)
    }

    /// The hidden passages of the whole review.
    pub fn hidden(&self) -> usize {
        self.before.last().map_or(0, |counts| counts.hidden as usize)
    }

    /// The counts of what stands under `section`'s title.
    pub fn section(&self, section: &Section) -> Held {
        Held {
            paragraphs: self.count(section.body(), |counts| counts.paragraphs),
            words: self.words(section.body()),
            hidden: self.count(section.body(), |counts| counts.hidden),
        }
    }

    /// All shown words.
    pub fn total(&self) -> usize {
        self.before.last().map_or(0, |counts| counts.words as usize)
    }

    fn count(&self, blocks: Range<usize>, of: fn(&Counts) -> u32) -> usize {
        let at = |block: usize| self.before.get(block).or(self.before.last()).map_or(0, of) as usize;
        at(blocks.end).saturating_sub(at(blocks.start))
    }
}

fn is_paragraph(block: Block) -> bool {
    matches!(block.kind, Kind::Paragraph | Kind::Item(_) | Kind::Table(_) | Kind::Code)
}

/// The minutes that `words` take, rounded up.
pub fn minutes(words: usize) -> usize {
    words.div_ceil(PACE)
}

fn words_of(gate: Gate<'_>, block: &Block) -> u32 {
    if block.kind == Kind::Rule {
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
