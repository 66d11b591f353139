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
    /// Scores of sentences behind warnings, with their numbers in order. They come from a reading of their
    /// own, which has no say in what is said of the rest.
    warned: Vec<(usize, Scores)>,
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
        ..Judgement::default()
    };
    if document.text.len() <= AT_ONCE {
        read(document, 0..blocks);
    }
}

/// From now on what is judged to tell counts as passages, as strictly as asked, and what is unread is
/// veiled.
pub(in crate::review) fn apply(document: &mut Document, strictness: Strictness) {
    // Who says that there are spoilers, and not where, leaves it to the judge to find them all.
    let strictness = if document.is_warned_of() { Strictness::Strict } else { strictness };
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

impl Judgement {
    /// The scores of sentence `number`, which stands behind a warning.
    pub fn warned(&self, number: usize) -> Option<Scores> {
        let at = self.warned.binary_search_by_key(&number, |(number, _)| *number).ok()?;
        self.warned.get(at).map(|(_, scores)| *scores)
    }
}

/// Judges what stands behind warnings: it is hidden as a whole, and yet whoever asks to see all may be
/// told what of it tells. What was marked otherwise stays masked.
pub(in crate::review) fn read_warned(document: &mut Document) {
    let is_warned = |span: &Span| {
        let mut marks = document.marked.over(*span).map(|(_, mark)| mark.reason).peekable();
        marks.peek().is_some() && marks.all(|reason| reason == Reason::Warning)
    };
    let numbers: Vec<usize> =
        (0..document.sentences.len()).filter(|n| document.sentences.get(*n).is_some_and(is_warned)).collect();
    if numbers.is_empty() || !document.english {
        return;
    }
    let sentence = |span: &Span| match document.marked.over(*span).map(|(_, mark)| mark.level).max() {
        Some(level) if !is_warned(span) => Sentence::Masked(level),
        _ => Sentence::Text(document.raw(*span)),
    };
    let blocks = (0..document.blocks.len()).map(|block| document.sentences(block).iter());
    let paragraphs: Vec<Vec<Sentence<'_>>> =
        blocks.map(|sentences| sentences.map(sentence).collect()).collect();
    let scores: Vec<Scores> = judge::read(&paragraphs).sentences.into_iter().flatten().collect();
    let warned = numbers.into_iter().filter_map(|number| Some((number, *scores.get(number)?))).collect();
    document.judgement.warned = warned;
}

/// The passages of `document`: the author's, and in what is open, runs of sentences of one level.
pub(in crate::review) fn settle(document: &mut Document) {
    let Some(strictness) = document.judgement.strictness else { return };
    let thresholds = Thresholds::of(strictness);
    let levels = levels(document, &thresholds);
    let mut marks: Vec<(Span, Mark)> = document.marked.iter().map(|(span, mark)| (span, *mark)).collect();
    for block in 0..document.blocks.len() {
        let of_block = levels.get(document.first_sentence(block)..).unwrap_or_default();
        marks.extend(runs(document.sentences(block).iter().copied().zip(of_block.iter().copied())));
    }
    document.passages = super::layer(marks, &document.blocks);
}

/// The level of each sentence that has been judged, decided stretch by stretch: over paragraphs, but not
/// over headings, and not over what its author marked, for that has no say.
fn levels(document: &Document, thresholds: &Thresholds) -> Vec<Option<Level>> {
    let judgement = &document.judgement;
    let tells = |span: &Span| document.is_clear(*span) && document.signs.over(*span).next().is_none();
    // The number of each sentence in question, and how many headings and ends of headings come before it.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut part = 0;
    for (number, block) in document.blocks.iter().enumerate() {
        let ends = usize::from(matches!(block.kind, Kind::Heading(_)));
        part += ends;
        if judgement.unread.get(number) != Some(&true) {
            let numbered = (document.first_sentence(number)..).zip(document.sentences(number));
            open.extend(numbered.filter(|(_, span)| tells(span)).map(|(at, _)| (at, part)));
        }
        part += ends;
    }
    let mut levels = vec![None; document.sentences.len()];
    for stretch in open.chunk_by(|one, next| one.0 + 1 == next.0 && one.1 == next.1) {
        let numbers = stretch.first().map_or(0, |first| first.0)..stretch.last().map_or(0, |last| last.0 + 1);
        let scores = judgement.scores.get(numbers.clone()).unwrap_or_default();
        if let Some(levels) = levels.get_mut(numbers) {
            levels.copy_from_slice(&decide(scores, thresholds));
        }
    }
    levels
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
