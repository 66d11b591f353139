//! From probabilities to what is hidden: thresholds chosen for the reader, who minds a betrayed ending more than a lost opinion.

use super::model::Model;
use super::{Level, Scores};

/// How readily the curtain falls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strictness {
    /// Hides less, misses more.
    Lenient,
    /// At most a tenth of the safe sentences is hidden at level plot.
    #[default]
    Balanced,
    /// Hides more, misses less.
    Strict,
}

impl Strictness {
    /// Its name in the configuration, `lenient`, `balanced` or `strict`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "lenient" => Some(Self::Lenient),
            "balanced" => Some(Self::Balanced),
            "strict" => Some(Self::Strict),
            _ => None,
        }
    }
}

/// The least probability at which a sentence counts as telling.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// For being called premise.
    pub premise: f32,
    /// For being called plot.
    pub plot: f32,
    /// A sentence that may tell the ending is hidden with the plot, long before it is called an ending.
    pub plot_by_ending: f32,
    /// For being called ending.
    pub ending: f32,
}

/// A gap of one sentence is bridged where its own score is at least this share of the threshold.
const DOUBT: f32 = 0.5;

impl Thresholds {
    /// The thresholds of the model in the binary.
    #[must_use]
    pub fn of(strictness: Strictness) -> Self {
        Self::of_model(Model::embedded(), strictness)
    }

    /// The thresholds of a given model.
    #[must_use]
    pub fn of_model(model: &Model, strictness: Strictness) -> Self {
        let row = model.thresholds.data.chunks_exact(4).nth(strictness as usize);
        let [premise, plot, plot_by_ending, ending] = row.and_then(|r| r.try_into().ok()).unwrap_or_default();
        Self { premise, plot, plot_by_ending, ending }
    }

    /// The level of a sentence on its own.
    #[must_use]
    pub fn level(&self, scores: Scores) -> Option<Level> {
        if scores.ending >= self.ending {
            Some(Level::Ending)
        } else if scores.plot >= self.plot || scores.ending >= self.plot_by_ending {
            Some(Level::Plot)
        } else if scores.premise >= self.premise {
            Some(Level::Premise)
        } else {
            None
        }
    }

    /// Whether a sentence might tell at least this level.
    fn doubtful(&self, scores: Scores, level: Level) -> bool {
        let (score, least) = match level {
            Level::Premise => (scores.premise, self.premise),
            Level::Plot => (scores.plot, self.plot),
            Level::Ending => (scores.ending, self.ending),
        };
        score >= DOUBT * least
    }
}

/// The levels of sentences that follow each other, single doubtful ones between told ones bridged: an
/// outcome may be told by the first words of the next paragraph.
#[must_use]
pub fn decide(sentences: &[Scores], thresholds: &Thresholds) -> Vec<Option<Level>> {
    let own: Vec<Option<Level>> = sentences.iter().map(|s| thresholds.level(*s)).collect();
    let mut levels = own.clone();
    for ((around, middle), level) in
        own.windows(3).zip(sentences.iter().skip(1)).zip(levels.iter_mut().skip(1))
    {
        let told = around.first().copied().flatten().min(around.last().copied().flatten());
        if let Some(told) = told
            && Some(told) > *level
            && thresholds.doubtful(*middle, told)
        {
            *level = Some(told);
        }
    }
    levels
}
