//! What a review gives away, found by reading it: a sentence is judged by its words and its neighbours, never by a list of keywords.

pub mod calibration;
pub mod context;
pub mod decision;
pub mod encoder;
pub mod features;
pub mod language;
pub mod matrix;
pub mod model;
pub mod reading;
pub mod zoning;

pub use super::document::{Level, Zone};
pub use reading::{REACH, Reading, Setting, read, read_part};

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
