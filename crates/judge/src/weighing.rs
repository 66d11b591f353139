//! How the words of both judges are weighed: the numbers at the end of the careful judge's file.
//!
//! They are read apart from its network, for they are wanted before the first frame and the network is not.

use std::sync::LazyLock;

use super::calibration::{ln, sigmoid, softmax};
use super::careful::{self, Answer};
use super::cursor::Cursor;
use super::decision::{Rules, Strictness, Sureness, Thresholds};
use super::{Scores, ZONE_COUNT};

static WEIGHING: LazyLock<Weighing> =
    LazyLock::new(|| Weighing::parse(careful::BYTES).expect("the model in the binary, which a test reads"));

/// How many numbers there are in each row.
const ROWS: [usize; 4] = [12, 2, 12, 18];

/// What a weighing takes in a file: four counted rows of numbers.
const LEN: usize = 4 * (ROWS.len() + ROWS[0] + ROWS[1] + ROWS[2] + ROWS[3]);

/// How both judges make one decision.
#[derive(Clone, Debug)]
pub struct Weighing {
    /// For each level: what the careful judge's score counts, the fast one's, the mean, and where the sum begins.
    pub mix: Vec<f32>,
    /// What the careful judge's zones count, and the fast one's.
    pub zone_mix: Vec<f32>,
    /// Four thresholds for each strictness.
    pub thresholds: Vec<f32>,
    /// For each strictness, below what the fast judge is sure that a sentence does not tell each level, and from what on that it does.
    pub sureness: Vec<f32>,
}

impl Weighing {
    /// Before anything is fitted: the careful judge's word alone counts, and the fast one is never sure.
    #[must_use]
    pub fn neutral() -> Self {
        Self {
            mix: [1.0, 0.0, 0.0, 0.0].repeat(3),
            zone_mix: vec![1.0, 0.0],
            thresholds: vec![0.5; ROWS[2]],
            sureness: [0.0, 0.0, 0.0, 2.0, 2.0, 2.0].repeat(3),
        }
    }

    /// The one in the binary.
    #[must_use]
    pub fn embedded() -> &'static Self {
        &WEIGHING
    }

    /// Reads it from the end of a model file; `None` if there is none.
    #[must_use]
    pub fn parse(bytes: &'static [u8]) -> Option<Self> {
        let mut file = Cursor(bytes.get(bytes.len().checked_sub(LEN)?..)?);
        let mut row = |len: &usize| file.floats().filter(|row| row.len() == *len);
        let [mix, zone_mix, thresholds, sureness] = ROWS.each_ref().map(&mut row);
        Some(Self { mix: mix?, zone_mix: zone_mix?, thresholds: thresholds?, sureness: sureness? })
    }

    /// Puts it at the end of a model file, in place of the one that stood there.
    pub fn write(&self, file: &mut Vec<u8>) {
        file.truncate(file.len().saturating_sub(LEN));
        for row in [&self.mix, &self.zone_mix, &self.thresholds, &self.sureness] {
            file.extend(u32::try_from(row.len()).unwrap_or_default().to_le_bytes());
            file.extend(row.iter().flat_map(|number| number.to_le_bytes()));
        }
    }

    /// The thresholds where both judges have spoken.
    #[must_use]
    pub fn thresholds(&self, strictness: Strictness) -> Thresholds {
        Thresholds::row(&self.thresholds, strictness)
    }

    /// From when on the fast judge is sure.
    #[must_use]
    pub fn sureness(&self, strictness: Strictness) -> Sureness {
        let row = self.sureness.chunks_exact(6).nth(strictness as usize).unwrap_or_default();
        let half = |from: usize| row.get(from..from + 3).and_then(|r| r.try_into().ok()).unwrap_or_default();
        Sureness { below: half(0), from: half(3) }
    }

    /// What both judges say of a sentence together.
    #[must_use]
    pub fn weigh(&self, fast: Scores, careful: &Answer) -> Scores {
        let mut sums = [0.0; 3];
        let fast = [fast.premise, fast.plot, fast.ending];
        for (level, (sum, mix)) in sums.iter_mut().zip(self.mix.chunks_exact(4)).enumerate() {
            let [own, other, mean, start] = mix.try_into().unwrap_or_default();
            *sum = sigmoid(
                own * careful.levels[level]
                    + other * logit(fast[level])
                    + mean * careful.means[level]
                    + start,
            );
        }
        Scores::monotone(sums)
    }

    /// What both judges say of a paragraph's zone together: shares that add up to one.
    #[must_use]
    pub fn weigh_zones(&self, fast: &[f32; ZONE_COUNT], careful: &[f32; ZONE_COUNT]) -> [f32; ZONE_COUNT] {
        let [own, other] = self.zone_mix.as_slice().try_into().unwrap_or_default();
        let mut out = [0.0; ZONE_COUNT];
        for ((out, fast), careful) in out.iter_mut().zip(fast).zip(careful) {
            *out = own * ln(*careful) + other * ln(*fast);
        }
        softmax(&mut out);
        out
    }
}

impl Rules {
    /// The rules of the models in the binary.
    #[must_use]
    pub fn of(strictness: Strictness) -> Self {
        let weighing = Weighing::embedded();
        Self {
            alone: Thresholds::of(strictness),
            both: weighing.thresholds(strictness),
            sure: weighing.sureness(strictness),
        }
    }
}

/// The logarithm of the odds.
fn logit(p: f32) -> f32 {
    let p = p.clamp(1e-4, 1.0 - 1e-4);
    ln(p) - ln(1.0 - p)
}
