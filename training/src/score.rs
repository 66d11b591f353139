//! Measures a model file as the reader would meet it.

use judge::decision::{Strictness, Thresholds};
use judge::model::Model;
use judge::reading::{Reading, read_with};
use judge::zoning::zones_with;
use judge::{Level, Sentence};

use super::corpus::Review;
use super::fit::{Judged, meet};
use super::metrics;

/// Reads the reviews with a model, on two threads.
#[must_use]
pub fn judge(model: &Model, reviews: &[&Review]) -> Vec<Reading> {
    let (left, right) = reviews.split_at(reviews.len() / 2);
    let run = |part: &[&Review]| -> Vec<Reading> { part.iter().map(|r| judge_one(model, r)).collect() };
    let (mut a, b) = rayon::join(|| run(left), || run(right));
    a.extend(b);
    a
}

fn judge_one(model: &Model, review: &Review) -> Reading {
    let paragraphs: Vec<Vec<Sentence<'_>>> =
        review.texts.iter().map(|p| p.iter().map(|s| Sentence::Text(s)).collect()).collect();
    read_with(model, &paragraphs)
}

/// Each review's scores beside its annotated levels.
#[must_use]
pub fn paragraphs(readings: &[Reading], reviews: &[&Review]) -> Vec<Judged> {
    let mut out = Vec::new();
    for (reading, review) in readings.iter().zip(reviews) {
        let scores = reading.sentences.concat();
        let levels = (0..scores.len()).map(|i| review.level(i)).collect();
        out.push((scores, levels));
    }
    out
}

/// One line of figures.
pub fn print(what: &str, model: &Model, reviews: &[&Review]) {
    let readings = judge(model, reviews);
    let judged = paragraphs(&readings, reviews);
    let mut line = format!("{what:12} {:4} reviews", reviews.len());
    for level in 0..3 {
        let rows: Vec<(f32, bool)> = judged
            .iter()
            .flat_map(|(s, t)| s.iter().zip(t))
            .map(|(s, t)| ([s.premise, s.plot, s.ending][level], *t > level))
            .collect();
        line += &format!(" | {:.4} {:.3}", metrics::auc(&rows), metrics::average_precision(&rows));
    }
    let (pairs, runs) = zones(model, &readings, reviews);
    let (accuracy, f1) = metrics::zones(&pairs);
    let met = meet(&judged, &Thresholds::of_model(model, Strictness::Balanced), Level::Plot);
    println!(
        "{line} | zones {accuracy:.3} {f1:.3} runs {runs:.1} | open: endings {:.3} plot {:.3}; hidden: safe {:.3} premise {:.3}",
        met.endings_open, met.plot_open, met.safe_hidden, met.premise_hidden
    );
}

/// Pairs of zones (true, decided), and the mean number of runs.
fn zones(model: &Model, readings: &[Reading], reviews: &[&Review]) -> (Vec<(usize, usize)>, f32) {
    let (mut pairs, mut runs, mut with) = (Vec::new(), 0, 0);
    for (reading, review) in readings.iter().zip(reviews) {
        if review.zones.iter().all(Option::is_none) {
            continue;
        }
        let found = zones_with(model, &reading.zones);
        with += 1;
        runs += found.chunk_by(|a, b| a == b).count();
        for (zone, truth) in found.iter().zip(&review.zones) {
            if let Some(t) = truth.and_then(|t| t.iter().position(|p| *p > 0.5)) {
                pairs.push((t, *zone as usize));
            }
        }
    }
    (pairs, runs as f32 / with.max(1) as f32)
}
