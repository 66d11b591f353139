//! Fits what stands after the careful judge's network: how its word and the fast judge's are weighed, when the fast one is sure, and
//! the thresholds of both together. All of it on strangers that neither has seen.

use judge::careful::{Answer, Careful, Stretches};
use judge::decision::{Bounds, Evidence, Rules, Stage, Strictness, Thresholds, decide};
use judge::matrix::Matrix;
use judge::model::Model;
use judge::zoning::zones_with;
use judge::{Level, Scores, Sentence, ZONE_COUNT};

use super::corpus::Review;
use super::fit::{self, Judged, Met};
use super::{metrics, score};

/// A review as both judges read it.
#[derive(Clone)]
pub struct Heard<'r> {
    review: &'r Review,
    fast: Vec<Scores>,
    fast_zones: Vec<[f32; ZONE_COUNT]>,
    answers: Vec<Answer>,
    /// For each paragraph, the mean of its sentences' zones.
    zones: Vec<[f32; ZONE_COUNT]>,
}

/// Has both judges read the reviews.
#[must_use]
pub fn hear<'r>(model: &Model, careful: &Careful, reviews: &[&'r Review]) -> Vec<Heard<'r>> {
    let readings = score::judge(model, reviews);
    let heard = |(review, reading): (&&'r Review, judge::Reading)| {
        let paragraphs: Vec<Vec<Sentence<'_>>> =
            review.texts.iter().map(|p| p.iter().map(|s| Sentence::Text(s)).collect()).collect();
        let stretches = Stretches::new(&paragraphs);
        let all: Vec<usize> = (0..stretches.count()).collect();
        let answers = stretches.read_all(&all, careful).concat();
        let zones = means(&answers, &review.paragraphs);
        Heard { review, fast: reading.sentences.concat(), fast_zones: reading.zones, answers, zones }
    };
    reviews.iter().zip(readings).map(heard).collect()
}

fn means(answers: &[Answer], paragraphs: &[usize]) -> Vec<[f32; ZONE_COUNT]> {
    let mut rest = answers.iter();
    let mean = |len: &usize| {
        let mut sums = [0.0; ZONE_COUNT];
        for answer in rest.by_ref().take(*len) {
            sums.iter_mut().zip(answer.zones).for_each(|(sum, share)| *sum += share / *len as f32);
        }
        sums
    };
    paragraphs.iter().map(mean).collect()
}

/// The numbers after the network, in the order of the file.
pub struct Tail {
    pub mix: Vec<f32>,
    pub zone_mix: Vec<f32>,
    pub thresholds: Vec<f32>,
    pub sureness: Vec<f32>,
}

impl Tail {
    /// What says: the careful judge alone, without thresholds.
    #[must_use]
    pub fn neutral() -> Self {
        let mix = [1.0, 0.0, 0.0, 0.0].repeat(3);
        let sureness = [0.0, 0.0, 0.0, 2.0, 2.0, 2.0].repeat(3);
        Self { mix, zone_mix: vec![1.0, 0.0], thresholds: vec![0.5; 12], sureness }
    }

    /// Puts it at the end of a model file, in place of what stood there.
    pub fn write(&self, file: &mut Vec<u8>) {
        let rows = [&self.mix, &self.zone_mix, &self.thresholds, &self.sureness];
        file.truncate(file.len() - rows.iter().map(|row| 4 + 4 * row.len()).sum::<usize>());
        for row in rows {
            file.extend(u32::try_from(row.len()).expect("a short row").to_le_bytes());
            for number in row {
                file.extend(number.to_le_bytes());
            }
        }
    }
}

/// Leaves the file's model with other numbers at its end.
#[must_use]
pub fn with(file: &[u8], tail: &Tail) -> Careful {
    let mut file = file.to_vec();
    tail.write(&mut file);
    Careful::parse(Box::leak(file.into_boxed_slice())).expect("a model of the careful judge")
}

/// How much more the few reviews of blogs count than the others where scores are weighed: they are what is read most.
const BLOGS: usize = 4;

/// Fits all of it on what is kept for choices; the thresholds are chosen on the reviews of `blogs` among them.
#[must_use]
pub fn fit(file: &[u8], model: &Model, heard: &[Heard<'_>], blogs: &[Heard<'_>]) -> Tail {
    let mut tail = Tail::neutral();
    let weighed = std::iter::repeat_n(blogs, BLOGS - 1).flatten().chain(heard);
    tail.mix = mix(&weighed.collect::<Vec<_>>());
    tail.zone_mix = zone_mix(file, model, heard);
    let careful = with(file, &tail);
    tail.thresholds = fit::thresholds(&judged(&careful, blogs)).data;
    let careful = with(file, &tail);
    tail.sureness = [Strictness::Lenient, Strictness::Balanced, Strictness::Strict]
        .into_iter()
        .flat_map(|strictness| sureness(&careful, careful.thresholds(strictness), heard))
        .collect();
    tail
}

/// Both judges' scores together beside the annotated levels.
fn judged(careful: &Careful, heard: &[Heard<'_>]) -> Vec<Judged> {
    let of = |h: &Heard<'_>| {
        let scores =
            h.fast.iter().zip(&h.answers).map(|(fast, answer)| careful.weigh(*fast, answer)).collect();
        (scores, (0..h.fast.len()).map(|i| h.review.level(i)).collect())
    };
    heard.iter().map(of).collect()
}

/// Logistic regression of each level on the careful score, the fast one and the mean, by Newton's method.
fn mix(heard: &[&Heard<'_>]) -> Vec<f32> {
    let mut out = Vec::new();
    for level in 0..3 {
        let mut rows: Vec<([f64; 4], f64)> = Vec::new();
        for h in heard {
            for (i, (fast, answer)) in h.fast.iter().zip(&h.answers).enumerate() {
                let p = f64::from([fast.premise, fast.plot, fast.ending][level].clamp(1e-4, 1.0 - 1e-4));
                let x = [answer.levels[level].into(), (p / (1.0 - p)).ln(), answer.means[level].into(), 1.0];
                rows.push((x, f64::from(u8::from(h.review.level(i) > level))));
            }
        }
        out.extend(newton(&rows).map(|w| w as f32));
    }
    out
}

fn newton(rows: &[([f64; 4], f64)]) -> [f64; 4] {
    let mut weights = [1.0, 0.0, 0.0, 0.0];
    for _ in 0..12 {
        let (mut gradient, mut hessian) = ([0.0; 4], [[0.0; 4]; 4]);
        for (x, y) in rows {
            let z: f64 = weights.iter().zip(x).map(|(w, x)| w * x).sum();
            let p = 1.0 / (1.0 + (-z).exp());
            for i in 0..4 {
                gradient[i] += (p - y) * x[i];
                for j in 0..4 {
                    hessian[i][j] += p * (1.0 - p) * x[i] * x[j];
                }
            }
        }
        (0..4).for_each(|i| hessian[i][i] += 1.0);
        let step = solve(hessian, gradient);
        weights.iter_mut().zip(step).for_each(|(w, s)| *w -= s);
    }
    weights
}

/// Solves four linear equations by elimination.
fn solve(mut a: [[f64; 4]; 4], mut b: [f64; 4]) -> [f64; 4] {
    for i in 0..4 {
        for j in i + 1..4 {
            let factor = a[j][i] / a[i][i];
            (i..4).for_each(|k| a[j][k] -= factor * a[i][k]);
            b[j] -= factor * b[i];
        }
    }
    for i in (0..4).rev() {
        b[i] = (b[i] - (i + 1..4).map(|k| a[i][k] * b[k]).sum::<f64>()) / a[i][i];
    }
    b
}

/// The pair of weights by which most paragraphs are called what they are.
fn zone_mix(file: &[u8], model: &Model, heard: &[Heard<'_>]) -> Vec<f32> {
    let mut best = (0.0, vec![1.0, 0.0]);
    for own in [0.6, 0.8, 1.0, 1.3] {
        for other in [0.0, 0.1, 0.2, 0.3, 0.5] {
            let tail = Tail { zone_mix: vec![own, other], ..Tail::neutral() };
            let (accuracy, _) = metrics::zones(&zones(&with(file, &tail), model, heard).0);
            if accuracy > best.0 {
                best = (accuracy, tail.zone_mix);
            }
        }
    }
    best.1
}

/// Pairs of zones (true, decided), and the mean number of runs.
fn zones(careful: &Careful, model: &Model, heard: &[Heard<'_>]) -> (Vec<(usize, usize)>, f32) {
    let (mut pairs, mut runs, mut with) = (Vec::new(), 0, 0);
    for h in heard.iter().filter(|h| h.review.zones.iter().any(Option::is_some)) {
        let shares: Vec<[f32; ZONE_COUNT]> =
            h.fast_zones.iter().zip(&h.zones).map(|(fast, own)| careful.weigh_zones(fast, own)).collect();
        let found = zones_with(model, &shares);
        with += 1;
        runs += found.chunk_by(|a, b| a == b).count();
        let truth = h.review.zones.iter().map(|zone| zone.and_then(|z| z.iter().position(|p| *p > 0.5)));
        pairs.extend(found.iter().zip(truth).filter_map(|(zone, truth)| Some((truth?, *zone as usize))));
    }
    (pairs, runs as f32 / with.max(1) as f32)
}

/// So many of the fast judge's sure answers may be others than both give together.
const OVERTURNED: f32 = 0.003;

/// From when on the fast judge is sure: three bounds below which both together hardly ever say that a sentence tells a level, and
/// three from which on they hardly ever say that it does not.
fn sureness(careful: &Careful, thresholds: Thresholds, heard: &[Heard<'_>]) -> Vec<f32> {
    let mut rows: [Vec<(f32, bool)>; 3] = Default::default();
    for (h, (scores, _)) in heard.iter().zip(judged(careful, heard)) {
        let evidence: Vec<Evidence> = scores.into_iter().map(Evidence::alone).collect();
        for (fast, level) in h.fast.iter().zip(decide(&evidence, &Rules::alone(thresholds))) {
            for (least, (score, rows)) in
                Level::ALL.into_iter().zip([fast.premise, fast.plot, fast.ending].into_iter().zip(&mut rows))
            {
                rows.push((score, level >= Some(least)));
            }
        }
    }
    for rows in &mut rows {
        rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    }
    let below = rows.iter().map(|rows| edge(rows.iter().map(|(score, told)| (*score, !*told)), 0.0));
    let from = rows.iter().map(|rows| edge(rows.iter().rev().map(|(score, told)| (*score, *told)), 2.0));
    below.chain(from).collect()
}

/// How far one may go from the sure end until too many answers are wrong.
fn edge(rows: impl Iterator<Item = (f32, bool)>, none: f32) -> f32 {
    let (mut edge, mut wrong) = (none, 0.0);
    for (count, (score, right)) in (1..).zip(rows) {
        wrong += f32::from(u8::from(!right));
        if wrong <= OVERTURNED * count as f32 {
            edge = score;
        }
    }
    edge
}

/// One line of figures: both judges as the reader meets them.
pub fn print(what: &str, careful: &Careful, model: &Model, heard: &[Heard<'_>]) {
    let judged = judged(careful, heard);
    let mut line = format!("{what:12} {:4} reviews", heard.len());
    for level in 0..3 {
        let pairs = judged.iter().flat_map(|(scores, truth)| scores.iter().zip(truth));
        let rows: Vec<(f32, bool)> =
            pairs.map(|(s, t)| ([s.premise, s.plot, s.ending][level], *t > level)).collect();
        line += &format!(" | {:.4} {:.3}", metrics::auc(&rows), metrics::average_precision(&rows));
    }
    let (pairs, runs) = zones(careful, model, heard);
    let (accuracy, f1) = metrics::zones(&pairs);
    let met = meet(careful, Strictness::Balanced, &judged, heard);
    println!(
        "{line} | zones {accuracy:.3} {f1:.3} runs {runs:.1} | open: endings {:.3} plot {:.3}; hidden: safe {:.3} premise {:.3}; sure {:.3}",
        met.0.endings_open, met.0.plot_open, met.0.safe_hidden, met.0.premise_hidden, met.1
    );
}

/// What a reader meets who hides the plot, and of how many sentences the fast judge is sure.
fn meet(careful: &Careful, strictness: Strictness, judged: &[Judged], heard: &[Heard<'_>]) -> (Met, f32) {
    let both = careful.thresholds(strictness);
    let rules = Rules { alone: both, both, sure: careful.sureness(strictness) };
    let (mut hidden, mut all, mut sure) = ([0.0_f32; 4], [0.0_f32; 4], 0.0);
    for ((scores, truth), h) in judged.iter().zip(heard) {
        let bounds: Vec<Bounds> = h.fast.iter().map(|fast| rules.sure.bounds(*fast)).collect();
        let evidence: Vec<Evidence> = scores
            .iter()
            .zip(&bounds)
            .map(|(scores, bounds)| Evidence { scores: *scores, stage: Stage::Weighed(*bounds) })
            .collect();
        for (level, truth) in decide(&evidence, &rules).into_iter().zip(truth) {
            all[*truth] += 1.0;
            hidden[*truth] += f32::from(u8::from(level >= Some(Level::Plot)));
        }
        let is_sure = |b: &&Bounds| (b.floor >= Some(Level::Plot)) == (b.ceiling >= Some(Level::Plot));
        sure += bounds.iter().filter(is_sure).count() as f32;
    }
    let share = |l: usize| hidden[l] / all[l].max(1.0);
    let met = Met {
        safe_hidden: share(0),
        premise_hidden: share(1),
        plot_open: 1.0 - share(2),
        endings_open: 1.0 - share(3),
    };
    (met, sure / all.iter().sum::<f32>())
}

/// How often what is said to be so likely is so: for each level, for each tenth, the mean score, the share, and how many.
pub fn reliability(careful: &Careful, heard: &[Heard<'_>]) {
    let judged = judged(careful, heard);
    for (level, name) in Level::ALL.into_iter().map(Level::name).enumerate() {
        let mut bins = Matrix::zeros(10, 3);
        for (s, truth) in judged.iter().flat_map(|(scores, truth)| scores.iter().zip(truth)) {
            let p = [s.premise, s.plot, s.ending][level];
            let tenth = (1..10_u8).filter(|tenth| p * 10.0 >= f32::from(*tenth)).count();
            let row = bins.row_mut(tenth);
            row[0] += p;
            row[1] += f32::from(u8::from(*truth > level));
            row[2] += 1.0;
        }
        let cells: Vec<String> = (0..10)
            .map(|i| bins.row(i))
            .map(|r| format!("{:.2}/{:.2} ({})", r[0] / r[2].max(1.0), r[1] / r[2].max(1.0), r[2]))
            .collect();
        println!("{name:8} {}", cells.join("  "));
    }
}
