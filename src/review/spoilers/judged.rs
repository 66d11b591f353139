//! Judgement of a document, part by part: what stands on the screen first, the rest in time. Until a
//! block has been judged it counts as unread, and the gate veils it.
//!
//! The author's marked passages are masked, so that nothing of what they hide has a say in how the
//! open text around them is judged.

use std::ops::Range;

use crate::review::document::{Document, Kind, Level, Mark, Reason};
use crate::review::judge::decision::{Strictness, Thresholds, decide};
use crate::review::judge::{self, REACH, Scores, Sentence, Setting, ZONE_COUNT, language};
use crate::span::Span;

/// A review up to this length is judged as it is opened: most are no longer.
const AT_ONCE: usize = 16 * 1024;
/// So much of a longer one is judged in one go where all of it shall be.
const PART: usize = 48 * 1024;
/// So much text shows whether it is English.
const SAMPLE: usize = 16 * 1024;

/// What has been judged so far.
#[derive(Clone, Debug, Default)]
pub(in crate::review) struct Judgement {
    /// For each sentence, once its block is read.
    pub scores: Vec<Scores>,
    /// For each block, how likely each zone is.
    pub shares: Vec<[f32; ZONE_COUNT]>,
    /// For each block, whether it is still to be judged.
    pub unread: Vec<bool>,
    /// How many are.
    pub left: usize,
    /// Units and paragraphs before each block, and after the last.
    units: Vec<(u32, u32)>,
    /// Whether what was judged hides; a document that was only read hides what its author marked.
    pub strictness: Option<Strictness>,
}

/// Begins to judge `document`: at once where it is short. What is no English is not judged.
pub(in crate::review) fn begin(document: &mut Document) {
    document.english = language::is_english(&sample(document));
    let blocks = document.blocks.len();
    let unread: Vec<bool> = (0..blocks).map(|block| document.english && is_heard(document, block)).collect();
    document.judgement = Judgement {
        left: unread.iter().filter(|unread| **unread).count(),
        unread,
        scores: vec![Scores::default(); document.sentences.len()],
        shares: vec![[0.0; ZONE_COUNT]; blocks],
        units: units(document),
        strictness: None,
    };
    if document.text.len() <= AT_ONCE {
        read(document, 0..blocks);
    }
}

/// From now on what is judged to tell counts as passages, as strictly as asked, and what is unread is
/// veiled.
pub(in crate::review) fn apply(document: &mut Document, strictness: Strictness) {
    document.judgement.strictness = Some(strictness);
    settle(document);
}

/// The end of a part of a long review that begins at block `first` and is judged in one go.
pub(in crate::review) fn part(document: &Document, first: usize) -> usize {
    let start = document.blocks.get(first).map_or(0, |block| block.span.start().get());
    let end = document.blocks.partition_point(|block| block.span.start().get() < start + PART);
    end.max(first + 1)
}

/// Judges what is unread of `blocks`, and hides what tells.
pub(in crate::review) fn read(document: &mut Document, blocks: Range<usize>) {
    read_part(document, blocks);
    settle(document);
}

/// Judges what is unread of `blocks`.
pub(in crate::review) fn read_part(document: &mut Document, blocks: Range<usize>) {
    let wanted = |block: &usize| document.judgement.unread.get(*block) == Some(&true);
    let (Some(first), Some(last)) = (blocks.clone().find(wanted), blocks.clone().rev().find(wanted)) else {
        return;
    };
    let part = margin(document, first..last + 1);
    let numbers: Vec<usize> = part.clone().filter(|block| is_heard(document, *block)).collect();
    let paragraphs: Vec<Vec<Sentence<'_>>> =
        numbers.iter().map(|block| paragraph(document, *block)).collect();
    let reading = judge::read_part(&paragraphs, setting(document, part.start));
    let judgement = &mut document.judgement;
    for ((block, scores), shares) in numbers.into_iter().zip(reading.sentences).zip(reading.zones) {
        if !(first..=last).contains(&block) {
            continue;
        }
        let start = document.blocks.get(block).map_or(0, |b| b.first_sentence as usize);
        if let Some(place) = judgement.scores.get_mut(start..start + scores.len()) {
            place.copy_from_slice(&scores);
        }
        if let (Some(place), Some(unread)) =
            (judgement.shares.get_mut(block), judgement.unread.get_mut(block))
        {
            *place = shares;
            judgement.left -= usize::from(std::mem::take(unread));
        }
    }
}

/// The passages of `document`: the author's, and in what is open, runs of sentences of one level.
pub(in crate::review) fn settle(document: &mut Document) {
    let Some(strictness) = document.judgement.strictness else { return };
    let thresholds = Thresholds::of(strictness);
    let mut marks: Vec<(Span, Mark)> = document.marked.iter().map(|(span, mark)| (span, *mark)).collect();
    for block in 0..document.blocks.len() {
        if document.judgement.unread.get(block) == Some(&true) {
            continue;
        }
        let start = document.blocks.get(block).map_or(0, |b| b.first_sentence as usize);
        let sentences = document.sentences(block);
        let scores = document.judgement.scores.get(start..start + sentences.len()).unwrap_or_default();
        let levels = decide(scores, &thresholds);
        let tells = |span: &Span| document.is_clear(*span) && document.signs.over(*span).next().is_none();
        let open = sentences.iter().zip(levels).map(|(span, level)| (*span, level.filter(|_| tells(span))));
        marks.extend(runs(open));
    }
    document.passages = super::layer(marks, &document.blocks);
}

/// Neighbouring sentences of one level as one passage each.
fn runs(sentences: impl Iterator<Item = (Span, Option<Level>)>) -> Vec<(Span, Mark)> {
    let mut runs: Vec<(Span, Mark)> = Vec::new();
    let mut before = None;
    for (span, level) in sentences {
        match (level, runs.last_mut()) {
            (Some(now), Some((run, _))) if before == level && level == Some(now) => {
                *run = Span::new(run.start(), span.end());
            }
            (Some(level), _) => runs.push((span, Mark { level, reason: Reason::Judged })),
            (None, _) => {}
        }
        before = level;
    }
    runs
}

/// Whether the judge hears of block `block` at all: it has sentences, and is not all marked by a
/// passage that began before it. How many paragraphs a marked passage has is nobody's business.
fn is_heard(document: &Document, block: usize) -> bool {
    let start = document.blocks.get(block).map(|b| b.span.start()).unwrap_or_default();
    let goes_on = |span: &Span| document.marked.over(*span).any(|(passage, _)| passage.start() < start);
    !document.sentences(block).iter().all(goes_on)
}

/// The sentences of a block as the judge may see them.
fn paragraph(document: &Document, block: usize) -> Vec<Sentence<'_>> {
    let sentence = |span: &Span| match document.marked.over(*span).map(|(_, mark)| mark.level).max() {
        Some(level) => Sentence::Masked(level),
        None => Sentence::Text(document.raw(*span)),
    };
    document.sentences(block).iter().map(sentence).collect()
}

/// `blocks` with what the judge hears around them: for their zones a paragraph more on either side, and
/// for each sentence of these [`REACH`] units, in whole blocks.
fn margin(document: &Document, blocks: Range<usize>) -> Range<usize> {
    let counts = &document.judgement.units;
    let at = |block: usize| counts.get(block).copied().unwrap_or_default();
    let reach = u32::try_from(REACH).unwrap_or(u32::MAX);
    // A block that goes on with a run of marked ones counts nothing: the whole run is heard.
    let back = |mut block: usize, near: &dyn Fn((u32, u32)) -> bool| {
        while block > 0 && (near(at(block)) || at(block) == at(block + 1)) {
            block -= 1;
        }
        block
    };
    let on = |mut block: usize, near: &dyn Fn((u32, u32)) -> bool| {
        while block < document.blocks.len() && (near(at(block)) || at(block) == at(block + 1)) {
            block += 1;
        }
        block
    };
    let (from, to) = (at(blocks.start), at(blocks.end));
    let start = back(blocks.start, &|(_, paragraphs)| paragraphs + 1 > from.1);
    let end = on(blocks.end, &|(_, paragraphs)| paragraphs < to.1 + 1);
    let (from, to) = (at(start), at(end));
    let start = back(start, &|(units, _)| from.0 - units < reach);
    let end = on(end, &|(units, _)| units - to.0 < reach);
    start..end
}

fn setting(document: &Document, first: usize) -> Setting {
    let units = &document.judgement.units;
    let (before, all) =
        (units.get(first).copied().unwrap_or_default(), units.last().copied().unwrap_or_default());
    Setting {
        units_before: before.0 as usize,
        units: all.0 as usize,
        paragraphs_before: before.1 as usize,
        paragraphs: all.1 as usize,
    }
}

/// Units and paragraphs before each block as the judge counts them: a run of marked sentences is one
/// unit, and a run of paragraphs that are all marked one paragraph.
fn units(document: &Document) -> Vec<(u32, u32)> {
    let mut counts = Vec::with_capacity(document.blocks.len() + 1);
    let (mut units, mut paragraphs) = (0_u32, 0_u32);
    let mut dark_before = false;
    for block in 0..document.blocks.len() {
        counts.push((units, paragraphs));
        let sentences = document.sentences(block);
        if !is_heard(document, block) {
            continue;
        }
        let masked = |span: &Span| !document.is_clear(*span);
        let dark = sentences.iter().all(masked);
        let goes_on = dark && dark_before;
        paragraphs += u32::from(!goes_on);
        let mut masked_before = goes_on;
        for sentence in sentences {
            let now = masked(sentence);
            units += u32::from(!(now && masked_before));
            masked_before = now;
        }
        dark_before = dark;
    }
    counts.push((units, paragraphs));
    counts
}

/// Some of the open prose.
fn sample(document: &Document) -> String {
    let mut sample = String::new();
    let prose = document.blocks.iter().filter(|block| matches!(block.kind, Kind::Paragraph | Kind::Item(_)));
    for block in prose {
        if sample.len() > SAMPLE {
            break;
        }
        if document.is_clear(block.span) {
            sample.push_str(document.raw(block.span));
            sample.push(' ');
        }
    }
    sample
}
