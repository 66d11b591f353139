//! What a review gives away, found by reading it: a sentence is judged by its words and its neighbours, never by a list of keywords.
//!
//! Sentences in, numbers out. The judge knows no document, so that nothing about how a review is kept or
//! shown can have a say in what is thought of it.

pub mod calibration;
pub mod careful;
pub mod cells;
pub mod context;
pub mod cursor;
pub mod decision;
mod encoder;
pub mod features;
pub mod language;
pub mod matrix;
pub mod model;
pub mod reading;
pub mod rows;
mod script;
pub mod table;
pub mod transformer;
pub mod weighing;
pub mod zoning;

pub use reading::{REACH, Reading, Setting, read, read_part};

/// The files of the models in the binary: the fast judge's and the careful one's.
#[must_use]
pub fn files() -> [&'static [u8]; 2] {
    [model::BYTES, careful::BYTES]
}

/// How far in a sentence tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// What a synopsis tells.
    Premise,
    /// Events after the set-up.
    Plot,
    /// How it turns out: twists, fates.
    Ending,
}

impl Level {
    /// All levels, from the least telling.
    pub const ALL: [Self; 3] = [Self::Premise, Self::Plot, Self::Ending];

    /// Its name on the command line, in JSON and on a veil.
    pub fn name(self) -> &'static str {
        match self {
            Self::Premise => "premise",
            Self::Plot => "plot",
            Self::Ending => "ending",
        }
    }
}

/// What a paragraph is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Zone {
    /// Production history, careers, genre, source, comparisons.
    #[default]
    Background,
    /// Telling the story.
    Story,
    /// Performances and casting.
    Acting,
    /// Direction, script, camera, editing, music, design.
    Craft,
    /// Interpretation, meaning, ideas.
    Themes,
    /// The overall judgement.
    Verdict,
    /// No prose of the review: titles, bylines, credit lists, site notices.
    Matter,
}

impl Zone {
    /// All zones, in the order in which they usually come.
    pub const ALL: [Self; 7] =
        [Self::Background, Self::Story, Self::Acting, Self::Craft, Self::Themes, Self::Verdict, Self::Matter];

    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Background => "background",
            Self::Story => "story",
            Self::Acting => "acting",
            Self::Craft => "craft",
            Self::Themes => "themes",
            Self::Verdict => "verdict",
            Self::Matter => "matter",
        }
    }

    /// The title of a section inferred from it: from a closed list, so that it can tell nothing.
    pub fn title(self) -> &'static str {
        match self {
            Self::Background => "Background",
            Self::Story => "Story",
            Self::Acting => "Acting",
            Self::Craft => "Craft",
            Self::Themes => "Themes",
            Self::Verdict => "Verdict",
            Self::Matter => "Site notes",
        }
    }
}

/// A sentence as it is given to the judge.
#[derive(Clone, Copy, Debug)]
pub enum Sentence<'t> {
    /// To be read.
    Text(&'t str),
    /// Marked as a spoiler by its author: its words are nobody's business.
    Masked(Level),
}

/// How likely a sentence tells at least the premise, the plot, the ending; never rising in this order.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scores {
    /// At least the premise.
    pub premise: f32,
    /// At least the plot.
    pub plot: f32,
    /// The ending.
    pub ending: f32,
}

impl Scores {
    const CERTAIN: Self = Self { premise: 1.0, plot: 1.0, ending: 1.0 };

    fn marked(level: Level) -> Self {
        let told = |least: Level| f32::from(u8::from(level >= least));
        Self { premise: told(Level::Premise), plot: told(Level::Plot), ending: told(Level::Ending) }
    }

    /// What tells the ending tells plot and premise too.
    fn monotone([premise, plot, ending]: [f32; 3]) -> Self {
        let plot = plot.max(ending);
        Self { premise: premise.max(plot), plot, ending }
    }
}

/// How many zones there are.
pub const ZONE_COUNT: usize = 7;

/// The zones in the order of the model's answers.
pub const ZONES: [Zone; ZONE_COUNT] = Zone::ALL;
