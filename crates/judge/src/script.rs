//! A review as the judges may see it: sentences to be read, and runs of marked ones, of which neither the words nor the
//! number may tell anything.

use std::ops::Range;

use super::{Level, Sentence};

/// One sentence to read, or a run of marked ones.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Unit<'t> {
    /// To be read.
    Read(&'t str),
    /// Marked by its author.
    Masked(Level),
}

impl<'t> Unit<'t> {
    /// What there is to read.
    pub fn text(&self) -> &'t str {
        match self {
            Self::Read(text) => text,
            Self::Masked(_) => "",
        }
    }
}

/// A review's units, and where its sentences and paragraphs are among them.
pub(crate) struct Script<'t> {
    /// What there is to read, in order.
    pub units: Vec<Unit<'t>>,
    /// For each unit: its paragraph, and its place in it.
    pub spots: Vec<(usize, usize)>,
    /// How many units each paragraph has.
    pub paragraphs: Vec<usize>,
    /// For each sentence of the review: its unit.
    pub places: Vec<usize>,
    /// For each paragraph of the review: its number of sentences, and which paragraph it became.
    pub shape: Vec<(usize, usize)>,
}

impl<'t> Script<'t> {
    /// The script of these paragraphs of sentences.
    pub fn new(paragraphs: &[Vec<Sentence<'t>>]) -> Self {
        let mut script = Self {
            units: Vec::new(),
            spots: Vec::new(),
            paragraphs: Vec::new(),
            places: Vec::new(),
            shape: Vec::new(),
        };
        let mut all_masked_before = false;
        for paragraph in paragraphs {
            let all_masked =
                !paragraph.is_empty() && paragraph.iter().all(|s| matches!(s, Sentence::Masked(_)));
            if !(all_masked && all_masked_before) {
                script.paragraphs.push(0);
            }
            all_masked_before = all_masked;
            script.shape.push((paragraph.len(), script.paragraphs.len() - 1));
            for sentence in paragraph {
                script.push(sentence);
            }
        }
        script
    }

    /// The units of some paragraphs of the review, and of one more on either side, of which their zones hear. A run of
    /// marked paragraphs is one.
    pub fn units_around(&self, paragraphs: Range<usize>) -> Range<usize> {
        let became =
            self.shape.get(paragraphs.start..paragraphs.end.min(self.shape.len())).unwrap_or_default();
        let (Some((_, first)), Some((_, last))) = (became.first(), became.last()) else { return 0..0 };
        let before = |paragraph: usize| self.spots.partition_point(|(at, _)| *at < paragraph);
        before(first.saturating_sub(1))..before(last + 2)
    }

    fn push(&mut self, sentence: &Sentence<'t>) {
        let paragraph = self.paragraphs.len() - 1;
        let same = self.spots.last().is_some_and(|s| s.0 == paragraph);
        match (sentence, self.units.last_mut()) {
            (Sentence::Masked(level), Some(Unit::Masked(before))) if same => *before = (*before).max(*level),
            _ => {
                self.units.push(match sentence {
                    Sentence::Text(text) => Unit::Read(text),
                    Sentence::Masked(level) => Unit::Masked(*level),
                });
                if let Some(len) = self.paragraphs.last_mut() {
                    self.spots.push((paragraph, *len));
                    *len += 1;
                }
            }
        }
        self.places.push(self.units.len() - 1);
    }
}
