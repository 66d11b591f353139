//! What stands behind a warning is hidden as a whole, and the judge is not asked. Whoever wants to see it is told what
//! of it tells: by a reading of its own, which has no say in what is said of the rest.

use std::ops::Range;

use judge::decision::{Evidence, Rules, Stage, Strictness, decide};
use judge::{self, Scores, Sentence};

use super::{careful, runs};
use crate::document::{Document, Level, Mark, Reason};
use crate::judgement::Behind;
use crate::marks::Layer;
use crate::span::Span;

/// Of more sentences than these, which is far more than a review has, the fast judge alone is asked: somebody waits.
const LONGEST: usize = 400;

/// Reads what stands behind warnings, if that was not done, and whether it can be: it is English.
pub(crate) fn read(document: &mut Document) -> bool {
    if document.english && document.judgement.behind.marks.is_none() {
        let scores = scores(document);
        let marks = marks(document, &scores);
        document.judgement.behind = Behind { scores, marks: Some(marks) };
    }
    document.english
}

/// The scores of the sentences behind warnings, with their numbers in order. What was marked besides stays masked.
fn scores(document: &Document) -> Vec<(usize, Scores)> {
    let is_open = |span: &Span| is_warned(document, *span) && !is_marked(document, *span);
    let is_wanted = |number: &usize| document.sentences.get(*number).is_some_and(is_open);
    let numbers: Vec<usize> = (0..document.sentences.len()).filter(is_wanted).collect();
    if numbers.is_empty() {
        return Vec::new();
    }
    let sentence = |span: &Span| match document.marked.over(*span).map(|(_, mark)| mark.level).max() {
        Some(level) if !is_open(span) => Sentence::Masked(level),
        _ => Sentence::Text(document.raw(*span)),
    };
    let blocks = (0..document.blocks.len()).map(|block| document.sentences(block).iter());
    let paragraphs: Vec<Vec<Sentence<'_>>> =
        blocks.map(|sentences| sentences.map(sentence).collect()).collect();
    let fast: Vec<Scores> = judge::read(&paragraphs).sentences.into_iter().flatten().collect();
    let scores = match numbers.len() {
        ..=LONGEST => careful::weigh_again(document, &paragraphs, fast, &numbers),
        _ => fast,
    };
    numbers.into_iter().filter_map(|number| Some((number, *scores.get(number)?))).collect()
}

/// Whether a warning, and nothing else, hides `sentence`.
fn is_warned(document: &Document, sentence: Span) -> bool {
    let mut marks = document.marked.over(sentence).map(|(_, mark)| mark.reason).peekable();
    marks.peek().is_some() && marks.all(|reason| reason == Reason::Warning)
}

/// Whether some of `sentence` would be hidden without any warning, too.
fn is_marked(document: &Document, sentence: Span) -> bool {
    document.markup.over(sentence).next().is_some()
}

/// What tells of what stands behind warnings. Of a sentence that its author marked in part nothing is judged: it tells
/// most.
fn marks(document: &Document, scores: &[(usize, Scores)]) -> Layer<Mark> {
    let mut levels: Vec<Option<Level>> = vec![None; document.sentences.len()];
    for (level, span) in levels.iter_mut().zip(document.sentences.iter()) {
        *level = (is_warned(document, *span) && is_marked(document, *span)).then_some(Level::Ending);
    }
    let rules = Rules::of(Strictness::Strict);
    for stretch in scores.chunk_by(|one, next| one.0 + 1 == next.0) {
        let evidence: Vec<Evidence> =
            stretch.iter().map(|(_, scores)| Evidence { scores: *scores, stage: Stage::Alone }).collect();
        for ((number, _), told) in stretch.iter().zip(decide(&evidence, &rules)) {
            if let Some(level) = levels.get_mut(*number) {
                *level = told;
            }
        }
    }
    let mut layer = Layer::default();
    for block in 0..document.blocks.len() {
        let first = document.first_sentence(block);
        let of_block: Range<usize> = first..first + document.sentences(block).len();
        let levels = levels.get(of_block).unwrap_or_default().iter();
        let marks = levels.map(|level| level.map(|level| Mark { level, reason: Reason::Warning }));
        for (span, mark) in runs(document.sentences(block).iter().copied().zip(marks)) {
            layer.push(span, mark);
        }
    }
    layer
}
