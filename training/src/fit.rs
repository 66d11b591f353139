//! What is fitted after the network: calibration, the order of zones, and thresholds for the reader.

use judge::calibration::sigmoid;
use judge::decision::{Evidence, Rules, Thresholds, decide};
use judge::matrix::Matrix;
use judge::{Level, Scores};

use super::corpus::Review;

/// Slope and offset for each level, so that the sigmoid of a raw score is a probability (Platt 1999).
#[must_use]
pub fn calibrate(rows: &[([f32; 3], usize)]) -> Matrix {
    let mut out = Matrix { cols: 2, data: Vec::new() };
    for level in 0..3 {
        let pairs: Vec<(f32, f32)> =
            rows.iter().map(|(x, l)| (x[level], f32::from(u8::from(*l > level)))).collect();
        out.data.extend(line(&pairs));
    }
    out
}

/// Newton's method on the two numbers.
fn line(pairs: &[(f32, f32)]) -> [f32; 2] {
    let (mut a, mut b) = (1.0_f64, 0.0_f64);
    for _ in 0..30 {
        let (mut ga, mut gb, mut haa, mut hab, mut hbb) = (0.0, 0.0, 1e-6, 0.0, 1e-6);
        for (x, y) in pairs {
            let x = f64::from(*x);
            let p = f64::from(sigmoid((a * x + b) as f32));
            let (d, w) = (p - f64::from(*y), p * (1.0 - p));
            ga += d * x;
            gb += d;
            haa += w * x * x;
            hab += w * x;
            hbb += w;
        }
        let det = haa * hbb - hab * hab;
        a -= (hbb * ga - hab * gb) / det;
        b -= (haa * gb - hab * ga) / det;
    }
    [a as f32, b as f32]
}

/// How often zone follows zone in the labelled reviews, as logarithms; the last row is how reviews begin.
#[must_use]
pub fn follows(reviews: &[&Review]) -> Matrix {
    let mut counts = Matrix { cols: 7, data: vec![2.0; 56] };
    for review in reviews {
        let mut before = 7;
        for zone in &review.zones {
            let Some(zone) = zone.as_ref().and_then(|z| z.iter().position(|p| *p > 0.5)) else { continue };
            counts.row_mut(before)[zone] += 1.0;
            before = zone;
        }
    }
    for row in counts.data.chunks_exact_mut(7) {
        let sum: f32 = row.iter().sum();
        for c in row {
            *c = (*c / sum).ln();
        }
    }
    counts
}

/// A judged paragraph and its annotated levels.
pub type Judged = (Vec<Scores>, Vec<usize>);

/// What a reader meets at these thresholds, hiding `level`.
#[derive(Clone, Copy, Debug)]
pub struct Met {
    pub safe_hidden: f32,
    pub premise_hidden: f32,
    pub plot_open: f32,
    pub endings_open: f32,
}

#[must_use]
pub fn meet(paragraphs: &[Judged], thresholds: &Thresholds, level: Level) -> Met {
    let alone = |scores: &Vec<Scores>| scores.iter().map(|scores| Evidence::alone(*scores)).collect();
    met(&Rules::alone(*thresholds), paragraphs.iter().map(|(s, truth)| (alone(s), truth.as_slice())), level)
}

/// The same by any rules, of what each sentence of the reviews scores beside its annotated level.
pub fn met<'a>(
    rules: &Rules,
    reviews: impl Iterator<Item = (Vec<Evidence>, &'a [usize])>,
    level: Level,
) -> Met {
    let (mut hidden, mut all) = ([0_u32; 4], [0_u32; 4]);
    for (evidence, truth) in reviews {
        for (found, truth) in decide(&evidence, rules).into_iter().zip(truth) {
            all[*truth] += 1;
            hidden[*truth] += u32::from(found >= Some(level));
        }
    }
    let share = |l: usize| hidden[l] as f32 / all[l].max(1) as f32;
    Met {
        safe_hidden: share(0),
        premise_hidden: share(1),
        plot_open: 1.0 - share(2),
        endings_open: 1.0 - share(3),
    }
}

/// For each strictness: how much of the safe text may be hidden at level premise, at level plot, at level ending.
pub const ALLOWED: [[f32; 3]; 3] = [[0.08, 0.04, 0.02], [0.12, 0.074, 0.03], [0.2, 0.14, 0.07]];

/// The thresholds of each strictness: as low as the allowed share of hidden safe text lets them be.
#[must_use]
pub fn thresholds(paragraphs: &[Judged]) -> Matrix {
    let mut out = Matrix { cols: 4, data: Vec::new() };
    for [premise, plot, ending] in ALLOWED {
        let mut t = Thresholds { premise: 2.0, plot: 2.0, plot_by_ending: 2.0, ending: 2.0 };
        t.ending =
            lowest(|x| meet(paragraphs, &Thresholds { ending: x, ..t }, Level::Ending).safe_hidden, ending);
        (t.plot, t.plot_by_ending) = plot_pair(paragraphs, t, plot);
        t.premise = lowest(
            |x| meet(paragraphs, &Thresholds { premise: x, ..t }, Level::Premise).safe_hidden,
            premise,
        );
        out.data.extend([t.premise, t.plot, t.plot_by_ending, t.ending]);
    }
    out
}

/// Too few sentences score lower than this to choose by them.
const LEAST_DOUBT: f32 = 0.03;

/// Of the pairs that hide the allowed share, the one that leaves least open, endings counting double.
fn plot_pair(paragraphs: &[Judged], t: Thresholds, allowed: f32) -> (f32, f32) {
    let mut best = (f32::INFINITY, (1.0, 1.0));
    for by_ending in (0..40)
        .map(|i| 0.5 * 0.9_f32.powi(i))
        .filter(|e| *e <= t.ending && *e >= LEAST_DOUBT.min(0.5 * t.ending))
    {
        let at =
            |plot: f32| meet(paragraphs, &Thresholds { plot, plot_by_ending: by_ending, ..t }, Level::Plot);
        let plot = lowest(|x| at(x).safe_hidden, allowed);
        let met = at(plot);
        let cost = 2.0 * met.endings_open + met.plot_open;
        if met.safe_hidden <= allowed && cost < best.0 {
            best = (cost, (plot, by_ending));
        }
    }
    best.1
}

/// The lowest threshold whose share of hidden safe text is allowed, by halving.
fn lowest(hidden: impl Fn(f32) -> f32, allowed: f32) -> f32 {
    let (mut low, mut high) = (0.0_f32, 1.0_f32);
    for _ in 0..16 {
        let middle = 0.5 * (low + high);
        if hidden(middle) > allowed { low = middle } else { high = middle }
    }
    high
}
