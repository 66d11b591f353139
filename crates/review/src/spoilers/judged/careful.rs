//! The careful judge's part in it: which sentences wait for it, what it is given to read, and what becomes
//! of its answers.

use std::ops::Range;

use judge::careful::{Answer, Careful, Stretches};
use judge::decision::{Diligence, Policy, Rules, Stage};
use judge::weighing::Weighing;
use judge::{Scores, Sentence};

use super::{is_heard, paragraph};
use crate::document::Document;
use crate::judgement::Progress;

/// What is longer is no review: without being told to, the careful judge does not read it.
const LONGEST: usize = 128 * 1024;

/// What was said of some stretches.
#[derive(Debug)]
pub(crate) struct Heard {
    stretches: Vec<usize>,
    /// Sentences, numbered through the document.
    answers: Vec<(usize, Answer)>,
}

impl Heard {
    /// The blocks that it is about.
    pub fn blocks(&self, document: &Document) -> Range<usize> {
        let block = |answer: Option<&(usize, Answer)>| {
            let place = answer.and_then(|(number, _)| document.sentences.get(*number));
            place.map_or(0, |span| document.block_at(span.start()))
        };
        block(self.answers.first())..block(self.answers.last()) + 1
    }
}

impl Document {
    /// How many stretches the careful judge has still to read.
    pub(crate) fn doubts(&self) -> usize {
        self.judgement.careful.waiting.iter().filter(|waiting| **waiting).count()
    }
}

/// Has what the fast judge doubts wait for the careful one, if `policy` wants that.
pub(super) fn begin(document: &mut Document, policy: Policy) {
    let is_wanted = match policy.diligence {
        Diligence::Fast => false,
        Diligence::Usual => document.text.len() + document.missing <= LONGEST,
        Diligence::Careful => true,
    };
    if !(is_wanted && document.english) {
        return;
    }
    let count = Layout::of(document).stretches.count();
    document.judgement.careful =
        Progress { waiting: vec![true; count], zones: vec![Default::default(); document.blocks.len()] };
    for number in 0..document.sentences.len() {
        let scores = document.judgement.evidence.get(number).map(|evidence| evidence.scores);
        let stage = stage(document, number, scores.unwrap_or_default());
        if let Some(evidence) = document.judgement.evidence.get_mut(number) {
            evidence.stage = stage;
        }
    }
}

/// Who is still to speak of sentence `number`, of which the fast judge says `scores`.
pub(super) fn stage(document: &Document, number: usize, scores: Scores) -> Stage {
    let is_open = document.sentences.get(number).is_some_and(|span| document.is_clear(*span));
    match document.judgement.policy {
        Some(policy) if is_open && !document.judgement.careful.waiting.is_empty() => {
            Stage::Waiting(Rules::of(policy.strictness).sure.bounds(scores))
        }
        _ => Stage::Alone,
    }
}

/// A document as the careful judge reads it.
struct Layout<'d> {
    stretches: Stretches<'d>,
    /// The document's number of each sentence that is heard.
    numbers: Vec<usize>,
}

impl<'d> Layout<'d> {
    fn of(document: &'d Document) -> Self {
        let heard: Vec<usize> = (0..document.blocks.len()).filter(|b| is_heard(document, *b)).collect();
        let paragraphs: Vec<Vec<Sentence<'d>>> = heard.iter().map(|b| paragraph(document, *b)).collect();
        let numbers = heard.iter().flat_map(|block| {
            let first = document.first_sentence(*block);
            first..first + document.sentences(*block).len()
        });
        Self { stretches: Stretches::new(&paragraphs), numbers: numbers.collect() }
    }

    /// The stretch in which sentence `number` of the document stands, or the next one.
    fn stretch_at(&self, number: usize) -> usize {
        let at = self.numbers.partition_point(|heard| *heard < number);
        (0..self.stretches.count()).find(|stretch| self.stretches.sentences(*stretch).end > at).unwrap_or(0)
    }
}

/// Reads some stretches that wait, from block `near` on, then those before it; nothing where none waits.
pub(super) fn hear(document: &Document, near: usize) -> Option<Heard> {
    let waiting = &document.judgement.careful.waiting;
    if !waiting.contains(&true) {
        return None;
    }
    let layout = Layout::of(document);
    let first = layout.stretch_at(document.first_sentence(near));
    let order = (first..waiting.len()).chain((0..first).rev());
    let together = std::thread::available_parallelism().map_or(1, usize::from);
    let mut stretches: Vec<usize> =
        order.filter(|stretch| waiting.get(*stretch) == Some(&true)).take(together).collect();
    stretches.sort_unstable();
    let answers = layout.stretches.read_all(&stretches, Careful::embedded());
    let numbers = stretches.iter().flat_map(|stretch| layout.stretches.sentences(*stretch));
    let numbers = numbers.filter_map(|at| layout.numbers.get(at).copied());
    Some(Heard { answers: numbers.zip(answers.into_iter().flatten()).collect(), stretches })
}

/// Notes what was read: it waits no longer.
pub(super) fn note(document: &mut Document, heard: &Heard) {
    for stretch in &heard.stretches {
        document.judgement.careful.waiting.get_mut(*stretch).into_iter().for_each(|waits| *waits = false);
    }
}

/// Weighs what the careful judge said with what the fast one said before; with the last of it come the
/// zones of both.
pub(super) fn take_in(document: &mut Document, heard: &Heard) {
    let is_new = |stretch: &usize| document.judgement.careful.waiting.get(*stretch) == Some(&true);
    let is_read = |(number, _): &(usize, Answer)| {
        let place = document.sentences.get(*number).map(|span| document.block_at(span.start()));
        place.is_some_and(|block| document.judgement.unread.get(block) == Some(&false))
    };
    // What comes before the fast judge has spoken, or a second time, counts for nothing.
    if !(heard.stretches.iter().all(is_new) && heard.answers.iter().all(is_read)) {
        return;
    }
    note(document, heard);
    for (number, answer) in &heard.answers {
        weigh(document, *number, answer);
    }
    if document.doubts() == 0 {
        weigh_zones(document);
    }
}

fn weigh(document: &mut Document, number: usize, answer: &Answer) {
    let Some(evidence) = document.judgement.evidence.get_mut(number) else { return };
    let Stage::Waiting(bounds) = evidence.stage else { return };
    evidence.scores = Weighing::embedded().weigh(evidence.scores, answer);
    evidence.stage = Stage::Weighed(bounds);
    let block = document.sentences.get(number).map_or(0, |span| document.block_at(span.start()));
    if let Some((sums, count)) = document.judgement.careful.zones.get_mut(block) {
        sums.iter_mut().zip(answer.zones).for_each(|(sum, share)| *sum += share);
        *count = count.saturating_add(1);
    }
}

fn weigh_zones(document: &mut Document) {
    let judgement = &mut document.judgement;
    for (shares, (sums, count)) in judgement.shares.iter_mut().zip(&judgement.careful.zones) {
        if *count > 0 {
            let means = sums.map(|sum| sum / f32::from(*count));
            *shares = Weighing::embedded().weigh_zones(shares, &means);
        }
    }
}

/// Reads all that waits, at once.
pub(crate) fn read_all(document: &mut Document) {
    while let Some(heard) = hear(document, 0) {
        let before = document.doubts();
        take_in(document, &heard);
        if document.doubts() == before {
            break;
        }
    }
}

/// What both judges say of `paragraphs`, of whose sentences the fast one says `fast`; of those numbered
/// in `wanted` at least.
pub(super) fn weigh_again(
    document: &Document,
    paragraphs: &[Vec<Sentence<'_>>],
    mut fast: Vec<Scores>,
    wanted: &[usize],
) -> Vec<Scores> {
    if document.judgement.careful.waiting.is_empty() {
        return fast;
    }
    let stretches = Stretches::new(paragraphs);
    let asked = |stretch: &usize| wanted.iter().any(|n| stretches.sentences(*stretch).contains(n));
    let which: Vec<usize> = (0..stretches.count()).filter(asked).collect();
    for (stretch, answers) in which.iter().zip(stretches.read_all(&which, Careful::embedded())) {
        for (number, answer) in stretches.sentences(*stretch).zip(&answers) {
            if let Some(scores) = fast.get_mut(number) {
                *scores = Weighing::embedded().weigh(*scores, answer);
            }
        }
    }
    fast
}
