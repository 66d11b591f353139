//! Training: batches, losses and Adam (Kingma and Ba 2015), on two threads.

use std::time::Instant;

use judge::calibration::{sigmoid, softmax};
use judge::matrix::Matrix;

use super::corpus::{Aside, Review, Voice};
use super::metrics;
use super::net::{self, Example, Net, Words};
use super::random::Random;
use super::tape::{Gradient, Tape, flip};

#[derive(Clone, Debug)]
pub struct Plan {
    pub epochs: usize,
    pub batch: usize,
    /// The size of a step at its largest, for matrices and for tables.
    pub rate: f32,
    pub table_rate: f32,
    /// How much an annotator's label counts, against the teacher's.
    pub hard: f32,
    pub level_weights: [f32; 3],
    pub zone_weight: f32,
    pub decay: f32,
}

/// What is learned from.
pub struct Lessons<'c> {
    pub words: &'c Words,
    pub reviews: &'c [&'c Review],
    pub asides: &'c [Aside],
    pub plan: Plan,
}

/// Trains the network; `after` is called at the end of each epoch.
pub fn train(net: &mut Net, lessons: &Lessons<'_>, random: &mut Random, mut after: impl FnMut(&Net)) {
    let mut adam = Adam::new(net);
    let mut gradients = [Gradient::new(&net.params, &net.tables), Gradient::new(&net.params, &net.tables)];
    let mut order: Vec<usize> = (0..lessons.reviews.len()).collect();
    let total = (order.len().div_ceil(lessons.plan.batch) * lessons.plan.epochs) as f32;
    let (start, mut done) = (Instant::now(), 0.0);
    for epoch in 0..lessons.plan.epochs {
        random.shuffle(&mut order);
        let mut loss = 0.0;
        for batch in order.chunks(lessons.plan.batch) {
            loss += learn_batch(net, lessons, batch, random, &mut gradients);
            adam.apply(net, &gradients[0], pace(done, total), &lessons.plan);
            gradients[0].clear();
            done += 1.0;
        }
        let batches = order.len().div_ceil(lessons.plan.batch) as f32;
        eprintln!("epoch {epoch} loss {:.4} {:.0} s", loss / batches, start.elapsed().as_secs_f32());
        after(net);
    }
}

/// Steps grow over the first three in a hundred, then shrink to the end.
fn pace(done: f32, total: f32) -> f32 {
    (done / (0.03 * total)).min(1.0) * (1.0 - done / total).max(0.01)
}

/// Leaves the batch's gradient in the first of `gradients`, and returns its loss.
fn learn_batch(
    net: &Net,
    lessons: &Lessons<'_>,
    batch: &[usize],
    random: &mut Random,
    gradients: &mut [Gradient; 2],
) -> f32 {
    let sentences: usize = batch.iter().map(|i| lessons.reviews[*i].sentences.len()).sum();
    let pupil =
        Pupil { net, lessons, flipped: &flip(&net.params, &net.tables), share: 1.0 / sentences as f32 };
    let [a, b] = gradients;
    let (left, right) = batch.split_at(batch.len() / 2);
    let mut seeds = (Random(random.bits()), Random(random.bits()));
    let (x, y) = rayon::join(|| pupil.learn(left, &mut seeds.0, a), || pupil.learn(right, &mut seeds.1, b));
    a.take_from(b);
    x + y
}

/// One thread's work on a batch.
struct Pupil<'n> {
    net: &'n Net,
    lessons: &'n Lessons<'n>,
    flipped: &'n [Matrix],
    share: f32,
}

impl Pupil<'_> {
    fn learn(&self, batch: &[usize], random: &mut Random, gradient: &mut Gradient) -> f32 {
        batch.iter().map(|i| self.learn_one(self.lessons.reviews[*i], random, gradient)).sum()
    }

    fn learn_one(&self, review: &Review, random: &mut Random, gradient: &mut Gradient) -> f32 {
        let plan = &self.lessons.plan;
        let example = Example::varied(review, self.lessons.asides, random);
        let mut tape = Tape::new(&self.net.params, self.flipped);
        let answers = net::read(self.net, self.lessons.words, &mut tape, &example, Some(random));
        let weight = self.share * if example.voice == Voice::Annotator { plan.hard } else { 1.0 };
        let weights = plan.level_weights.map(|w| w * weight);
        let (level_loss, levels) = level_loss(tape.value(answers.levels), &example.levels, weights);
        let (zone_loss, zones) =
            zone_loss(tape.value(answers.zones), &example.zones, weight * plan.zone_weight);
        tape.back(vec![(answers.levels, levels), (answers.zones, zones)], gradient);
        level_loss + zone_loss
    }
}

fn level_loss(scores: &Matrix, targets: &[Option<[f32; 3]>], weights: [f32; 3]) -> (f32, Matrix) {
    let mut g = Matrix::zeros(scores.rows(), 3);
    let mut loss = 0.0;
    for (i, target) in targets.iter().enumerate() {
        let Some(target) = target else { continue };
        for (l, (t, w)) in target.iter().zip(weights).enumerate() {
            let p = sigmoid(scores.row(i)[l]);
            g.row_mut(i)[l] = w * (p - t);
            loss -= w * (t * p.max(1e-7).ln() + (1.0 - t) * (1.0 - p).max(1e-7).ln());
        }
    }
    (loss, g)
}

fn zone_loss(scores: &Matrix, targets: &[Option<[f32; 7]>], weight: f32) -> (f32, Matrix) {
    let mut g = Matrix::zeros(scores.rows(), 7);
    let mut loss = 0.0;
    for (i, target) in targets.iter().enumerate() {
        let Some(target) = target else { continue };
        let row = g.row_mut(i);
        row.copy_from_slice(scores.row(i));
        softmax(row);
        for (p, t) in row.iter_mut().zip(target) {
            loss -= weight * t * p.max(1e-7).ln();
            *p = weight * (*p - t);
        }
    }
    (loss, g)
}

struct Adam {
    first: Vec<Matrix>,
    second: Vec<Matrix>,
    steps: i32,
}

impl Adam {
    fn new(net: &Net) -> Self {
        let zeros =
            || -> Vec<Matrix> { net.params.iter().map(|p| Matrix::zeros(p.rows(), p.cols)).collect() };
        Self { first: zeros(), second: zeros(), steps: 0 }
    }

    /// Of tables, only the rows that were touched are changed.
    fn apply(&mut self, net: &mut Net, gradient: &Gradient, pace: f32, plan: &Plan) {
        self.steps += 1;
        let fix = (1.0 - 0.999_f32.powi(self.steps)).sqrt() / (1.0 - 0.9_f32.powi(self.steps));
        for (p, param) in net.params.iter_mut().enumerate() {
            let g = &gradient.params[p];
            let (m, v) = (&mut self.first[p], &mut self.second[p]);
            let Some(rows) = &gradient.touched[p] else {
                adam(
                    &mut param.data,
                    &g.data,
                    &mut m.data,
                    &mut v.data,
                    [pace * plan.rate * fix, pace * plan.rate * plan.decay],
                );
                continue;
            };
            for row in rows.iter().map(|r| *r as usize) {
                adam(
                    param.row_mut(row),
                    g.row(row),
                    m.row_mut(row),
                    v.row_mut(row),
                    [pace * plan.table_rate * fix, 0.0],
                );
            }
        }
    }
}

fn adam(x: &mut [f32], g: &[f32], m: &mut [f32], v: &mut [f32], [rate, decay]: [f32; 2]) {
    for (((x, g), m), v) in x.iter_mut().zip(g).zip(m).zip(v) {
        *m += 0.1 * (g - *m);
        *v += 0.001 * (g * g - *v);
        *x -= rate * *m / (v.sqrt() + 1e-8) + decay * *x;
    }
}

/// What the network says of a review, before calibration: raw scores of levels and of zones.
#[must_use]
pub fn answer(net: &Net, words: &Words, example: &Example) -> (Matrix, Matrix) {
    let mut tape = Tape::new(&net.params, &[]);
    let answers = net::read(net, words, &mut tape, example, None);
    (tape.value(answers.levels).clone(), tape.value(answers.zones).clone())
}

/// Prints the figures of the unfinished network on these reviews.
pub fn report(net: &Net, words: &Words, reviews: &[&Review]) {
    let mut rows: [Vec<(f32, bool)>; 3] = Default::default();
    let mut pairs = Vec::new();
    for review in reviews {
        let (levels, zones) = answer(net, words, &Example::plain(review));
        for (level, rows) in rows.iter_mut().enumerate() {
            rows.extend((0..review.sentences.len()).map(|i| (levels.row(i)[level], review.level(i) > level)));
        }
        let truth = review.zones.iter().enumerate();
        pairs.extend(truth.filter_map(|(i, z)| Some((best(z.as_ref()?), best(zones.row(i))))));
    }
    let (accuracy, f1) = metrics::zones(&pairs);
    let line: String = rows
        .iter()
        .map(|r| format!("  {:.4} {:.3}", metrics::auc(r), metrics::average_precision(r)))
        .collect();
    eprintln!("  dev:{line}  zones {accuracy:.3} {f1:.3}");
}

fn best(row: &[f32]) -> usize {
    (0..row.len()).max_by(|a, b| row[*a].total_cmp(&row[*b])).unwrap_or(0)
}
