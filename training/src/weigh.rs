//! Fits what stands after the careful judge's network: how its word and the fast judge's are weighed, when the fast one is sure, and
//! the thresholds of both together. All of it on strangers that neither has seen.

use judge::careful::{Answer, Careful, Stretches};
use judge::decision::{Bounds, Evidence, Rules, Stage, Strictness, Thresholds, decide};
use judge::matrix::Matrix;
use judge::model::Model;
use judge::weighing::Weighing;
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

/// How much more the few reviews of blogs count than the others where scores are weighed: they are what is read most.
const BLOGS: usize = 4;

/// Fits all of it on what is kept for choices; the thresholds are chosen on the reviews of `blogs` among them.
#[must_use]
pub fn fit(model: &Model, heard: &[Heard<'_>], blogs: &[Heard<'_>]) -> Weighing {
    let mut weighing = Weighing::neutral();
    let weighed = std::iter::repeat_n(blogs, BLOGS - 1).flatten().chain(heard);
    weighing.mix = mix(&weighed.collect::<Vec<_>>());
    weighing.zone_mix = zone_mix(model, heard);
    weighing.thresholds = fit::thresholds(&judged(&weighing, blogs)).data;
    weighing.sureness = [Strictness::Lenient, Strictness::Balanced, Strictness::Strict]
        .into_iter()
        .flat_map(|strictness| sureness(&weighing, weighing.thresholds(strictness), heard))
        .collect();
    weighing
}

/// Both judges' scores together beside the annotated levels.
fn judged(weighing: &Weighing, heard: &[Heard<'_>]) -> Vec<Judged> {
    let of = |h: &Heard<'_>| {
        let scores =
            h.fast.iter().zip(&h.answers).map(|(fast, answer)| weighing.weigh(*fast, answer)).collect();
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
fn zone_mix(model: &Model, heard: &[Heard<'_>]) -> Vec<f32> {
    let mut best = (0.0, vec![1.0, 0.0]);
    for own in [0.6, 0.8, 1.0, 1.3] {
        for other in [0.0, 0.1, 0.2, 0.3, 0.5] {
            let weighing = Weighing { zone_mix: vec![own, other], ..Weighing::neutral() };
            let (accuracy, _) = metrics::zones(&zones(&weighing, model, heard).0);
            if accuracy > best.0 {
                best = (accuracy, weighing.zone_mix);
            }
        }
    }
    best.1
}

/// Pairs of zones (true, decided), and the mean number of runs.
fn zones(weighing: &Weighing, model: &Model, heard: &[Heard<'_>]) -> (Vec<(usize, usize)>, f32) {
    let shares = |h: &Heard<'_>| -> Vec<[f32; ZONE_COUNT]> {
        h.fast_zones.iter().zip(&h.zones).map(|(fast, own)| weighing.weigh_zones(fast, own)).collect()
    };
    score::zones(model, heard.iter().map(|h| (h.review, shares(h))))
}

/// So many of the fast judge's sure answers may be others than both give together.
const OVERTURNED: f32 = 0.003;

/// From when on the fast judge is sure: three bounds below which both together hardly ever say that a sentence tells a level, and
/// three from which on they hardly ever say that it does not.
fn sureness(weighing: &Weighing, thresholds: Thresholds, heard: &[Heard<'_>]) -> Vec<f32> {
    let mut rows: [Vec<(f32, bool)>; 3] = Default::default();
    for (h, (scores, _)) in heard.iter().zip(judged(weighing, heard)) {
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

/// One line of figures: both judges as the reader meets them, and of how many sentences the fast one is sure.
pub fn print(what: &str, weighing: &Weighing, model: &Model, heard: &[Heard<'_>]) {
    let judged = judged(weighing, heard);
    let (met, sure) = meet(weighing, Strictness::Balanced, &judged, heard);
    println!("{}; sure {sure:.3}", score::line(what, &judged, &zones(weighing, model, heard), &met));
}

/// What a reader meets who hides the plot, and of how many sentences the fast judge is sure.
fn meet(weighing: &Weighing, strictness: Strictness, judged: &[Judged], heard: &[Heard<'_>]) -> (Met, f32) {
    let both = weighing.thresholds(strictness);
    let rules = Rules { alone: both, both, sure: weighing.sureness(strictness) };
    let bounds = |h: &Heard<'_>| h.fast.iter().map(|fast| rules.sure.bounds(*fast)).collect::<Vec<Bounds>>();
    let is_sure = |b: &&Bounds| (b.floor >= Some(Level::Plot)) == (b.ceiling >= Some(Level::Plot));
    let count = |h: &Heard<'_>| bounds(h).iter().filter(is_sure).count() as f32;
    let sure = heard.iter().map(count).sum::<f32>() / heard.iter().map(|h| h.fast.len() as f32).sum::<f32>();
    let weighed =
        |(scores, bounds): (&Scores, Bounds)| Evidence { scores: *scores, stage: Stage::Weighed(bounds) };
    let reviews = judged.iter().zip(heard).map(|((scores, truth), h)| {
        (scores.iter().zip(bounds(h)).map(weighed).collect::<Vec<Evidence>>(), truth.as_slice())
    });
    (fit::met(&rules, reviews, Level::Plot), sure)
}

/// How often what is said to be so likely is so: for each level, for each tenth, the mean score, the share, and how many.
pub fn reliability(weighing: &Weighing, heard: &[Heard<'_>]) {
    let judged = judged(weighing, heard);
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
