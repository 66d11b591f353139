//! From probabilities to what is hidden: thresholds chosen for the reader, who minds a betrayed ending more than a lost
//! opinion.
//!
//! Two judges make one decision. The fast one says within what bounds the level of a sentence lies; where it is not sure,
//! the sentence counts as telling as much as it may, until the careful one has spoken. So more is opened as the careful one
//! reads on, and nothing is hidden that was shown.

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

/// How much time is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Diligence {
    /// The fast judge alone.
    Fast,
    /// Both, unless the text is far longer than a review.
    #[default]
    Usual,
    /// Both, however long it takes.
    Careful,
}

/// How a review is judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// How readily the curtain falls.
    pub strictness: Strictness,
    /// How much time is taken.
    pub diligence: Diligence,
}

impl From<Strictness> for Policy {
    fn from(strictness: Strictness) -> Self {
        Self { strictness, ..Self::default() }
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
    /// The thresholds of the fast judge, where it judges alone.
    #[must_use]
    pub fn of(strictness: Strictness) -> Self {
        Self::of_model(Model::embedded(), strictness)
    }

    /// The thresholds of a given model.
    #[must_use]
    pub fn of_model(model: &Model, strictness: Strictness) -> Self {
        Self::row(&model.thresholds.data, strictness)
    }

    /// The thresholds that stand in `numbers`, four for each strictness.
    pub(crate) fn row(numbers: &[f32], strictness: Strictness) -> Self {
        let row = numbers.chunks_exact(4).nth(strictness as usize);
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

/// Within what bounds a sentence's level lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// It tells at least this.
    pub floor: Option<Level>,
    /// It tells at most this.
    pub ceiling: Option<Level>,
}

impl Bounds {
    /// Whether there is nothing left to decide.
    #[must_use]
    pub fn is_sure(self) -> bool {
        self.floor == self.ceiling
    }

    fn clamp(self, level: Option<Level>) -> Option<Level> {
        level.max(self.floor).min(self.ceiling)
    }
}

/// From which probabilities on the fast judge is sure: for each level, below the first a sentence does not tell it, from
/// the second on it does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sureness {
    /// Surely less than premise, plot, ending.
    pub below: [f32; 3],
    /// Surely at least premise, plot, ending.
    pub from: [f32; 3],
}

impl Sureness {
    /// The bounds of a sentence with these scores.
    #[must_use]
    pub fn bounds(&self, scores: Scores) -> Bounds {
        let scores = [scores.premise, scores.plot, scores.ending];
        let highest = |least: &[f32; 3]| {
            let mut levels = Level::ALL.into_iter().zip(scores).zip(least).rev();
            levels.find(|((_, score), least)| score >= *least).map(|((level, _), _)| level)
        };
        let ceiling = highest(&self.below);
        Bounds { floor: highest(&self.from).min(ceiling), ceiling }
    }
}

/// What is known of a sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evidence {
    /// How likely it tells.
    pub scores: Scores,
    /// Who has spoken.
    pub stage: Stage,
}

impl Evidence {
    /// What the fast judge says where it is alone.
    #[must_use]
    pub fn alone(scores: Scores) -> Self {
        Self { scores, stage: Stage::Alone }
    }
}

/// Who has spoken of a sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// The fast judge, and no other will.
    #[default]
    Alone,
    /// The fast judge, within these bounds; the careful one has not spoken yet.
    Waiting(Bounds),
    /// Both.
    Weighed(Bounds),
}

/// What the decision goes by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rules {
    /// Where the fast judge is alone.
    pub alone: Thresholds,
    /// Where both have spoken.
    pub both: Thresholds,
    /// From when on the fast judge is sure.
    pub sure: Sureness,
}

impl Rules {
    /// Rules by which the fast judge decides alone.
    #[must_use]
    pub fn alone(alone: Thresholds) -> Self {
        Self { alone, both: alone, sure: Sureness { below: [0.0; 3], from: [2.0; 3] } }
    }

    fn own(&self, sentence: &Evidence) -> Option<Level> {
        match sentence.stage {
            Stage::Alone => self.alone.level(sentence.scores),
            Stage::Waiting(bounds) => bounds.ceiling,
            Stage::Weighed(bounds) => bounds.clamp(self.both.level(sentence.scores)),
        }
    }

    /// The level that a doubtful sentence has between sentences that tell `told`.
    fn bridged(&self, sentence: &Evidence, told: Level) -> Option<Level> {
        match sentence.stage {
            Stage::Alone => self.alone.doubtful(sentence.scores, told).then_some(told),
            Stage::Waiting(bounds) => bounds.ceiling,
            Stage::Weighed(bounds) => {
                self.both.doubtful(sentence.scores, told).then(|| bounds.clamp(Some(told))).flatten()
            }
        }
    }
}

/// The levels of sentences that follow each other, single doubtful ones between told ones bridged: an
/// outcome may be told by the first words of the next paragraph.
#[must_use]
pub fn decide(sentences: &[Evidence], rules: &Rules) -> Vec<Option<Level>> {
    let own: Vec<Option<Level>> = sentences.iter().map(|sentence| rules.own(sentence)).collect();
    let mut levels = own.clone();
    for ((around, middle), level) in
        own.windows(3).zip(sentences.iter().skip(1)).zip(levels.iter_mut().skip(1))
    {
        let told = around.first().copied().flatten().min(around.last().copied().flatten());
        if let Some(told) = told {
            *level = (*level).max(rules.bridged(middle, told));
        }
    }
    levels
}
