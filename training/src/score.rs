//! Measures a model file as the reader would meet it.

use judge::decision::{Strictness, Thresholds};
use judge::model::Model;
use judge::reading::{Reading, read_with};
use judge::zoning::zones_with;
use judge::{Level, Sentence, ZONE_COUNT};

use super::corpus::Review;
use super::fit::{Judged, Met, meet};
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

/// Prints one line of figures.
pub fn print(what: &str, model: &Model, reviews: &[&Review]) {
    let readings = judge(model, reviews);
    let judged = paragraphs(&readings, reviews);
    let found = reviews.iter().zip(&readings).map(|(review, reading)| (*review, reading.zones.clone()));
    let met = meet(&judged, &Thresholds::of_model(model, Strictness::Balanced), Level::Plot);
    println!("{}", line(what, &judged, &zones(model, found), &met));
}

/// One line of figures: ranking, zones with the mean number of runs, and what a reader meets.
#[must_use]
pub fn line(what: &str, judged: &[Judged], (pairs, runs): &(Vec<(usize, usize)>, f32), met: &Met) -> String {
    let mut line = format!("{what:12} {:4} reviews", judged.len());
    for level in 0..3 {
        let rows: Vec<(f32, bool)> = judged
            .iter()
            .flat_map(|(s, t)| s.iter().zip(t))
            .map(|(s, t)| ([s.premise, s.plot, s.ending][level], *t > level))
            .collect();
        line += &format!(" | {:.4} {:.3}", metrics::auc(&rows), metrics::average_precision(&rows));
    }
    let (accuracy, f1) = metrics::zones(pairs);
    line + &format!(
        " | zones {accuracy:.3} {f1:.3} runs {runs:.1} | open: endings {:.3} plot {:.3}; hidden: safe {:.3} premise {:.3}",
        met.endings_open, met.plot_open, met.safe_hidden, met.premise_hidden
    )
}

/// Pairs of zones (true, decided) of reviews with what was found likely for each paragraph, and the mean number of runs.
pub fn zones<'r>(
    model: &Model,
    found: impl Iterator<Item = (&'r Review, Vec<[f32; ZONE_COUNT]>)>,
) -> (Vec<(usize, usize)>, f32) {
    let (mut pairs, mut runs, mut with) = (Vec::new(), 0, 0);
    for (review, shares) in found.filter(|(review, _)| review.zones.iter().any(Option::is_some)) {
        let found = zones_with(model, &shares);
        with += 1;
        runs += found.chunk_by(|a, b| a == b).count();
        let truth = review.zones.iter().map(|zone| zone.and_then(|z| z.iter().position(|p| *p > 0.5)));
        pairs.extend(found.iter().zip(truth).filter_map(|(zone, truth)| Some((truth?, *zone as usize))));
    }
    (pairs, runs as f32 / with.max(1) as f32)
}
