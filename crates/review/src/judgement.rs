//! What has been judged of a document, as it holds that; how it is judged says [`crate::spoilers::judged`].

use judge::decision::{Evidence, Policy};
use judge::{Scores, ZONE_COUNT};

use super::marks::{Layer, Mark};
use crate::span::Span;

/// What has been judged so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Judgement {
    /// For each sentence, once its block is read.
    pub evidence: Vec<Evidence>,
    /// For each block, how likely each zone is.
    pub shares: Vec<[f32; ZONE_COUNT]>,
    /// For each block, whether it is still to be judged.
    pub unread: Vec<bool>,
    /// How many are.
    pub left: usize,
    /// Units and paragraphs before each block, and after the last.
    pub units: Vec<(u32, u32)>,
    /// What was said of what stands behind warnings.
    pub behind: Behind,
    /// Whether what was judged hides, and how; a document that was only read hides what its author marked.
    pub policy: Option<Policy>,
    /// What the careful judge has said and has still to say.
    pub careful: Progress,
}

/// What was said of what stands behind warnings.
#[derive(Clone, Debug, Default)]
pub(crate) struct Behind {
    /// Of sentences, with their numbers in order.
    pub scores: Vec<(usize, Scores)>,
    /// What tells there, strictly judged, and what was marked besides; nothing until it is read.
    pub marks: Option<Layer<Mark>>,
}

impl Behind {
    /// The scores of sentence `number`.
    pub fn scores(&self, number: usize) -> Option<Scores> {
        let at = self.scores.binary_search_by_key(&number, |(number, _)| *number).ok()?;
        self.scores.get(at).map(|(_, scores)| *scores)
    }

    /// What tells of what stands in `place`, behind one warning: all of it until it is read.
    pub fn marks_in(&self, place: Span, mark: Mark) -> Vec<(Span, Mark)> {
        match &self.marks {
            Some(marks) => marks.over(place).map(|(span, mark)| (span.meet(place), *mark)).collect(),
            None => vec![(place, mark)],
        }
    }
}

/// How far the careful judge has come.
#[derive(Clone, Debug, Default)]
pub(crate) struct Progress {
    /// For each stretch, whether it is still to be read.
    pub waiting: Vec<bool>,
    /// For each block, the zones of its sentences added up, and their number.
    pub zones: Vec<([f32; ZONE_COUNT], u16)>,
}
