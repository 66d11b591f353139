//! Judgement of a document, part by part: what stands on the screen first, the rest in time. Until a
//! block has been judged it counts as unread, and the gate veils it; what the fast judge doubts is
//! veiled until the careful one has spoken.
//!
//! The author's marked passages are masked, so that nothing of what they hide has a say in how the
//! open text around them is judged.

use std::ops::Range;
use std::sync::Arc;

use judge::decision::{Evidence, Policy, Rules, Stage, Strictness, decide};
use judge::{self, REACH, Scores, Sentence, Setting, ZONE_COUNT, language};

use crate::document::{Document, Format, Kind, Mark, Reason};
use crate::judgement::Judgement;
use crate::span::Span;

pub(crate) mod behind;
pub(crate) mod careful;

/// So much of a longer one is judged in one go where all of it shall be.
const PART: usize = 48 * 1024;
/// So much at most of what is judged elsewhere comes at once.
const LARGEST: usize = 2 * 1024 * 1024;
/// So much text shows whether it is English.
const SAMPLE: usize = 16 * 1024;
/// So many units of a page are judged while somebody waits, which takes a second.
const MOST: usize = 40_000;
/// So many sentences of so few bytes on average are no prose.
const MANY: usize = 4000;
const SHORT: usize = 16;

/// Begins to judge `document`. What is no English prose is not judged.
pub(crate) fn begin(document: &mut Document) {
    // What a beginning is written in, all of it may not be: until that is here it is judged as well as can be.
    document.english =
        document.is_beginning() || language::is_english(&sample(document)) && is_prose(document);
    if !document.english {
        document.judgement = Judgement::default();
        return;
    }
    let blocks = document.blocks.len();
    let unread: Vec<bool> = (0..blocks).map(|block| is_heard(document, block)).collect();
    document.judgement = Judgement {
        left: unread.iter().filter(|unread| **unread).count(),
        unread,
        evidence: vec![Evidence::default(); document.sentences.len()],
        shares: vec![[0.0; ZONE_COUNT]; blocks],
        units: units(document),
        ..Judgement::default()
    };
}

/// From now on what is judged to tell counts as passages, as strictly as asked, and what is unread is
/// veiled.
pub(crate) fn apply(document: &mut Document, mut policy: Policy) {
    // Who says that there are spoilers, and not where, leaves it to the judge to find them all; and whether that is said at
    // the end is not known at the beginning.
    if document.is_warned_of() || document.is_beginning() {
        policy.strictness = Strictness::Strict;
    }
    document.judgement.policy = Some(policy);
    careful::begin(document, policy);
    settle(document, 0..document.blocks.len());
}

/// The end of the blocks that are judged where all of `document` shall be and somebody waits for it: all, but for a page from
/// a stranger that goes on and on. How much is hidden has no say in that.
pub(crate) fn end(document: &Document) -> usize {
    if document.format != Format::Html {
        return document.blocks.len();
    }
    let units = document.judgement.units.iter().skip(1);
    units.take_while(|(units, _)| *units as usize <= MOST).count()
}

/// The end of a part of a long review that begins at block `first` and is judged in one go.
pub(crate) fn part(document: &Document, first: usize) -> usize {
    let start = document.blocks.get(first).map_or(0, |block| block.span.start().get());
    let end = document.blocks.partition_point(|block| block.span.start().get() < start + PART);
    end.max(first + 1)
}

/// Judges what is unread of `blocks`, and hides what tells.
pub(crate) fn read(document: &mut Document, blocks: Range<usize>) {
    read_part(document, blocks.clone());
    settle(document, blocks);
}

/// A document to be judged elsewhere, part by part, while it is read here.
pub struct Judging {
    document: Document,
    next: usize,
    /// How much text the next part has.
    size: usize,
    near: usize,
}

/// What was judged elsewhere.
#[derive(Debug)]
pub struct Part {
    /// The text it was judged in, so that nothing is taken for what was said of another.
    of: Arc<String>,
    said: Said,
}

/// What the fast judge said of a block: of its sentences, and of its zone.
#[derive(Debug)]
struct SaidOf {
    block: usize,
    scores: Vec<Scores>,
    shares: [f32; ZONE_COUNT],
}

#[derive(Debug)]
enum Said {
    /// By the fast judge of some blocks, in order.
    Fast(Vec<SaidOf>),
    /// By the careful one.
    Careful(careful::Heard),
}

impl Judging {
    /// What judging `document` takes of it, if anything is left.
    pub(crate) fn of(document: &Document) -> Option<Self> {
        let copy = || Document {
            text: Arc::clone(&document.text),
            blocks: document.blocks.clone(),
            sentences: Arc::clone(&document.sentences),
            marked: document.marked.clone(),
            // What is said goes where it is taken in.
            judgement: Judgement {
                unread: document.judgement.unread.clone(),
                left: document.judgement.left,
                units: document.judgement.units.clone(),
                policy: document.judgement.policy,
                careful: document.judgement.careful.clone(),
                ..Judgement::default()
            },
            missing: document.missing,
            ..Document::default()
        };
        let is_left = document.judgement.left > 0 || document.doubts() > 0;
        is_left.then(|| Self { document: copy(), next: 0, size: PART, near: 0 })
    }

    /// Judges the next part: what the careful judge has to say of what is near block `near` comes first.
    pub fn next_near(&mut self, near: usize) -> Option<Part> {
        self.near = near;
        self.next()
    }

    /// Judges the next part with the fast judge. Parts grow, for taking one in takes time in the length
    /// of the document.
    fn next_fast(&mut self) -> Option<Said> {
        let start = self.document.blocks.get(self.next)?.span.start().get();
        let end = self.document.blocks.partition_point(|b| b.span.start().get() < start + self.size);
        let mut said = Vec::new();
        while self.next < end {
            let part = self.next..part(&self.document, self.next).min(end);
            said.extend(said_of(&self.document, part.clone()));
            self.next = part.end;
        }
        for said in &said {
            note(&mut self.document.judgement, said.block);
        }
        self.size = (self.size * 4).min(LARGEST);
        Some(Said::Fast(said))
    }
}

impl Iterator for Judging {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        let fast = if self.document.judgement.left > 0 { self.next_fast() } else { None };
        let said = if let Some(said) = fast {
            said
        } else {
            let heard = careful::hear(&self.document, self.near)?;
            careful::note(&mut self.document, &heard);
            Said::Careful(heard)
        };
        Some(Part { of: Arc::clone(&self.document.text), said })
    }
}

/// Takes in what was judged elsewhere, and hides what tells.
pub(crate) fn take_in(document: &mut Document, part: &Part) {
    if !Arc::ptr_eq(&part.of, &document.text) {
        return;
    }
    match &part.said {
        Said::Fast(said) => {
            for said in said {
                keep(document, said);
            }
            if let (Some(first), Some(last)) = (said.first(), said.last()) {
                settle(document, first.block..last.block + 1);
            }
        }
        Said::Careful(heard) => {
            careful::take_in(document, heard);
            settle(document, heard.blocks(document));
        }
    }
}

/// Takes over what was judged of `beginning`, of whose last block there may be more.
pub(crate) fn take_over(document: &mut Document, beginning: &Document) {
    let known = beginning.blocks.len().saturating_sub(1);
    for block in 0..known {
        let first = document.first_sentence(block);
        let sentences = document.sentences(block);
        let (ours, theirs) = (document.blocks.get(block), beginning.blocks.get(block));
        let is_same = |span: Span| document.raw(span) == beginning.raw(span);
        let is_known = ours.zip(theirs).is_some_and(|(ours, theirs)| {
            ours.span == theirs.span && is_same(ours.span) && sentences == beginning.sentences(block)
        });
        if !is_known || first != beginning.first_sentence(block) {
            break;
        }
        let evidence = beginning.judgement.evidence.get(first..first + sentences.len()).unwrap_or_default();
        let scores = evidence.iter().map(|evidence| evidence.scores).collect();
        if let Some(shares) = beginning.judgement.shares.get(block).filter(|_| !beginning.is_unread(block)) {
            keep(document, &SaidOf { block, scores, shares: *shares });
        }
    }
    settle(document, 0..known);
}

/// Keeps what was said of a block, unless that is known.
fn keep(document: &mut Document, said: &SaidOf) {
    let start = document.first_sentence(said.block);
    let stages = (start..).zip(&said.scores).map(|(at, scores)| careful::stage(document, at, *scores));
    let stages: Vec<Stage> = stages.collect();
    let judgement = &mut document.judgement;
    if !note(judgement, said.block) {
        return;
    }
    let places = judgement.evidence.iter_mut().skip(start);
    for ((place, scores), stage) in places.zip(&said.scores).zip(stages) {
        *place = Evidence { scores: *scores, stage };
    }
    judgement.shares.get_mut(said.block).into_iter().for_each(|shares| *shares = said.shares);
}

/// Notes that `block` is judged; whether it was not yet.
fn note(judgement: &mut Judgement, block: usize) -> bool {
    let unread = judgement.unread.get_mut(block).is_some_and(std::mem::take);
    judgement.left -= usize::from(unread);
    unread
}

/// Judges what is unread of `blocks`.
pub(crate) fn read_part(document: &mut Document, blocks: Range<usize>) {
    for said in said_of(document, blocks) {
        keep(document, &said);
    }
}

/// What the fast judge says of what is unread of `blocks`.
fn said_of(document: &Document, blocks: Range<usize>) -> Vec<SaidOf> {
    let wanted = |block: &usize| document.judgement.unread.get(*block) == Some(&true);
    let (Some(first), Some(last)) = (blocks.clone().find(wanted), blocks.clone().rev().find(wanted)) else {
        return Vec::new();
    };
    let part = margin(document, first..last + 1);
    let numbers: Vec<usize> = part.clone().filter(|block| is_heard(document, *block)).collect();
    let paragraphs: Vec<Vec<Sentence<'_>>> =
        numbers.iter().map(|block| paragraph(document, *block)).collect();
    let place = |block| numbers.partition_point(|number| *number < block);
    let wanted = place(first)..place(last + 1);
    let reading = judge::read_part(&paragraphs, wanted.clone(), setting(document, part.start));
    let blocks = numbers.get(wanted).unwrap_or_default().iter();
    let said = blocks.zip(reading.sentences).zip(reading.zones);
    said.map(|((block, scores), shares)| SaidOf { block: *block, scores, shares }).collect()
}

/// The passages of `blocks`, of which something has been judged: the author's, and in what is open, runs
/// of sentences of one level.
pub(crate) fn settle(document: &mut Document, blocks: Range<usize>) {
    let Some(policy) = document.judgement.policy else { return };
    // What was judged may end a doubt in the blocks beside them.
    let blocks = wider(document, blocks);
    let levels = levels(document, blocks.clone(), &Rules::of(policy.strictness));
    let first = document.first_sentence(blocks.start);
    let mut marks: Vec<(Span, Mark)> = Vec::new();
    for block in blocks.clone() {
        let of_block = levels.get(document.first_sentence(block) - first..).unwrap_or_default();
        marks.extend(runs(document.sentences(block).iter().copied().zip(of_block.iter().copied())));
    }
    let place = |block: usize| document.blocks.get(block).map_or(document.end(), |block| block.span.start());
    let span = Span::new(place(blocks.start), place(blocks.end));
    document.passages.replace(span, |mark| !matches!(mark.reason, Reason::Judged | Reason::Unread), marks);
}

/// `blocks` with the nearest sentences on either side.
fn wider(document: &Document, blocks: Range<usize>) -> Range<usize> {
    let speaks = |block: &usize| !document.sentences(*block).is_empty();
    let start = (0..blocks.start).rev().find(speaks).unwrap_or(0);
    let end =
        (blocks.end..document.blocks.len()).find(speaks).map_or(document.blocks.len(), |block| block + 1);
    start..end
}

/// The level of each sentence of `blocks` that has been judged, decided stretch by stretch: over paragraphs,
/// but not over headings, and not over what its author marked, for that has no say.
fn levels(document: &Document, blocks: Range<usize>, rules: &Rules) -> Vec<Option<Mark>> {
    let judgement = &document.judgement;
    let tells = |span: &Span| document.is_clear(*span) && document.signs.over(*span).next().is_none();
    // A block more on either side, for a doubt at the edge ends there. The number of each sentence in
    // question, and how many headings and ends of headings come before it.
    let around = wider(document, blocks.clone());
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut part = 0;
    for number in around.clone() {
        let is_heading =
            document.blocks.get(number).is_some_and(|block| matches!(block.kind, Kind::Heading(_)));
        part += usize::from(is_heading);
        if judgement.unread.get(number) != Some(&true) {
            let numbered = (document.first_sentence(number)..).zip(document.sentences(number));
            open.extend(numbered.filter(|(_, span)| tells(span)).map(|(at, _)| (at, part)));
        }
        part += usize::from(is_heading);
    }
    let first = document.first_sentence(around.start);
    let mut levels = vec![None; document.first_sentence(around.end) - first];
    for stretch in open.chunk_by(|one, next| one.0 + 1 == next.0 && one.1 == next.1) {
        let numbers = stretch.first().map_or(0, |first| first.0)..stretch.last().map_or(0, |last| last.0 + 1);
        let evidence = judgement.evidence.get(numbers.clone()).unwrap_or_default();
        let decided = decide(evidence, rules)
            .into_iter()
            .zip(evidence)
            .map(|(level, evidence)| Some(Mark { level: level?, reason: reason(evidence.stage) }));
        levels.iter_mut().skip(numbers.start - first).zip(decided).for_each(|(place, mark)| *place = mark);
    }
    levels.drain(..document.first_sentence(blocks.start) - first);
    levels
}

/// Why a sentence is hidden: what may still be opened by the careful judge counts as unread.
fn reason(stage: Stage) -> Reason {
    match stage {
        Stage::Waiting(bounds) if !bounds.is_sure() => Reason::Unread,
        _ => Reason::Judged,
    }
}

/// Neighbouring sentences that are marked alike as one passage each.
fn runs(sentences: impl Iterator<Item = (Span, Option<Mark>)>) -> Vec<(Span, Mark)> {
    let mut runs: Vec<(Span, Mark)> = Vec::new();
    let mut before = None;
    for (span, mark) in sentences {
        match (mark, runs.last_mut()) {
            (Some(now), Some((run, _))) if before == mark && mark == Some(now) => {
                *run = Span::new(run.start(), span.end());
            }
            (Some(mark), _) => runs.push((span, mark)),
            (None, _) => {}
        }
        before = mark;
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
    // What is missing is much like the rest.
    let read = document.text.len().max(1);
    let whole = |count: u32| (count as usize).saturating_mul(read + document.missing) / read;
    Setting {
        units_before: before.0 as usize,
        units: whole(all.0),
        paragraphs_before: before.1 as usize,
        paragraphs: whole(all.1),
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

/// Whether what is open is prose: no thousands of lines of a word or two, as in a list of words.
fn is_prose(document: &Document) -> bool {
    let open = document.sentences.iter().filter(|span| document.is_clear(**span));
    let (count, bytes) = open.fold((0, 0), |(count, bytes), span| (count + 1, bytes + span.len()));
    count < MANY || bytes >= count * SHORT
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
