//! Counts of what is shown: words, minutes and hidden passages, for headers, outline and status.

use std::ops::Range;

use review::document::{Block, Kind, Reason, Section};
use review::gate::{Gate, PassageId, Run};

/// The words that are read in a minute.
const PACE: usize = 215;

/// Shown words, paragraphs and veils.
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
    /// The veils that begin there.
    pub hidden: usize,
    /// Whether the words are known.
    pub counted: Extent,
    /// Whether the veils are.
    pub decided: Extent,
}

/// Whether all of something was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// It was.
    Known,
    /// Some of it is still to be judged, or to be read: what was counted will change.
    Pending,
}

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    words: u32,
    paragraphs: u32,
    hidden: u32,
    /// Blocks that are still to be judged, and the rest that is still to be read.
    pending: u32,
    /// Veils of which it is not known yet whether they stay.
    doubts: u32,
}

impl Tally {
    /// Counts what `gate` shows.
    pub fn of(gate: Gate<'_>) -> Self {
        let mut counts = Counts::default();
        let mut before = Vec::with_capacity(gate.document().blocks().len() + 1);
        let mut last = None;
        for number in 0..gate.document().blocks().len() {
            before.push(counts);
            let Some(block) = gate.block(number) else { continue };
            let (words, hidden, doubts) = count(gate, &block, &mut last);
            counts.pending += u32::from(gate.is_pending(number));
            counts.words = counts.words.saturating_add(words);
            counts.hidden = counts.hidden.saturating_add(hidden);
            counts.doubts = counts.doubts.saturating_add(doubts);
            counts.paragraphs += u32::from(is_paragraph(block));
        }
        counts.pending += u32::from(gate.document().is_beginning());
        before.push(counts);
        Self { before }
    }

    /// The shown words of `blocks`.
    pub fn words(&self, blocks: Range<usize>) -> usize {
        self.count(blocks, |counts| counts.words)
    }

    /// Whether the words of the whole review are known.
    pub fn whole(&self) -> Extent {
        self.counted(0..self.before.len())
    }

    /// The veils of the whole review, if nothing is in doubt.
    pub fn hidden(&self) -> Option<usize> {
        let all = 0..self.before.len();
        (self.decided(all.clone()) == Extent::Known).then(|| self.count(all, |counts| counts.hidden))
    }

    fn counted(&self, blocks: Range<usize>) -> Extent {
        if self.count(blocks, |counts| counts.pending) > 0 { Extent::Pending } else { Extent::Known }
    }

    fn decided(&self, blocks: Range<usize>) -> Extent {
        let doubts = self.count(blocks.clone(), |counts| counts.doubts);
        if doubts > 0 { Extent::Pending } else { self.counted(blocks) }
    }

    /// The counts of what stands under `section`'s title.
    pub fn section(&self, section: &Section) -> Held {
        Held {
            paragraphs: self.count(section.body(), |counts| counts.paragraphs),
            words: self.words(section.body()),
            hidden: self.count(section.body(), |counts| counts.hidden),
            counted: self.counted(section.body()),
            decided: self.decided(section.body()),
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

/// The shown words of `block`, the veils that begin there, and those in doubt; `last` is the passage that was met last.
fn count(gate: Gate<'_>, block: &Block, last: &mut Option<PassageId>) -> (u32, u32, u32) {
    if block.kind == Kind::Rule {
        return (0, 0, 0);
    }
    let (mut words, mut hidden, mut doubts) = (0, 0, 0);
    let mut joined = false;
    for run in gate.runs(block.span) {
        match run {
            Run::Shown(shown) => {
                let count = words_in(shown.text());
                joined &= count == 0;
                words += count;
            }
            Run::Veiled(veil) => {
                let is_new =
                    !joined && last.replace(veil.id) != Some(veil.id) && veil.reason != Reason::Unread;
                hidden += u32::from(is_new);
                doubts += u32::from(veil.reason == Reason::Unread);
                joined = veil.reason != Reason::Rating;
                *last = Some(veil.id);
            }
        }
    }
    (u32::try_from(words).unwrap_or(u32::MAX), hidden, doubts)
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
