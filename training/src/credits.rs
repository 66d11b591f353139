//! Makes the model of the credits: see `training/README.md`.
//!
//! First what is seen of a stretch is fitted on annotated reviews. With that, unlabelled reviews are read: what
//! several of them say of a name is kept, and their entities, judged from all their mentions, are examples of their
//! own. Entities are judged as they come out of reviews that their scores were not fitted on.

pub mod annotated;
pub mod examples;
pub mod fit;
pub mod written;

use std::collections::BTreeSet;
use std::path::Path;

use review::credits::features::Known;
use review::credits::mentions::Scores;
use review::credits::model::Model;

use annotated::Doc;
use examples::{Sample, cases, fit_nets, fit_pairs, learn_names, opened, pair_samples, pseudo, sample};
use fit::{Settings, Titled, fit, fit_titles};

/// Which reviews are learned from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// All but the fifth for choices and the blind one.
    Part,
    /// All.
    All,
}

const SETTINGS: Settings = Settings { epochs: 6, rate: 0.1, drop: 0.25, keep: 20_000, pseudo: 0.4 };
/// So many sentences' reviews are made up, and so many unlabelled ones read again as examples.
const WRITTEN: usize = 1200;
const UNLABELLED: usize = 4000;

/// Fits a model on the corpus in `folder`.
pub fn train(folder: &Path, from: From, folds: u8) -> Model {
    let docs = annotated::load(folder);
    let kept: BTreeSet<&str> =
        docs.iter().filter(|d| d.part != 0 && from == From::Part).map(|d| d.film_id.as_str()).collect();
    let mut unlabelled = annotated::unlabelled(folder);
    unlabelled.retain(|(film, _)| !kept.contains(film.as_str()));
    let docs: Vec<&Doc> = docs.iter().filter(|d| d.part == 0 || from == From::All).collect();
    let samples: Vec<Sample> = docs.iter().map(|d| sample(d, &Known::default())).collect();
    let settings = Settings { keep: 60_000, ..SETTINGS };
    let known = learn_names(&fit(&samples.iter().collect::<Vec<_>>(), &[], &settings, 1), &unlabelled);
    let first = build(&docs, known, &[], folds, 10);
    unlabelled.truncate(UNLABELLED);
    let extra = pseudo(&first, &unlabelled);
    build(&docs, first.known, &extra, folds, 50)
}

fn build(docs: &[&Doc], known: Known, extra: &[Sample], folds: u8, seed: u64) -> Model {
    let samples: Vec<Sample> = docs.iter().map(|d| sample(d, &known)).collect();
    let made_up = written::written(include_str!("../credits.txt"), WRITTEN, &known, 7);
    let (mut entities, mut couples) = (Vec::new(), Vec::new());
    for fold in 0..folds {
        let seen = samples.iter().zip(docs).filter(|(_, d)| d.fold % folds != fold).map(|(s, _)| s);
        let seen: Vec<&Sample> = seen.chain(&made_up).collect();
        let table = fit(&seen, extra, &SETTINGS, seed + u64::from(fold));
        for (sample, doc) in samples.iter().zip(docs).filter(|(_, d)| d.fold % folds == fold) {
            let (tokens, stretches, _) = opened(&doc.paragraphs);
            let scores: Vec<Scores> = sample.rows.iter().map(|rows| table.answer(rows)).collect();
            entities.extend(cases(&tokens, &stretches, &scores, &sample.labels));
            pair_samples(doc, &table, &known, &mut couples);
        }
    }
    let (kind, role) = fit_nets(&entities, 12, 3);
    let seen: Vec<&Sample> = samples.iter().chain(&made_up).collect();
    let stretch = fit(&seen, extra, &SETTINGS, seed + 99);
    let titled =
        seen.iter().map(|s| Titled { rows: &s.rows, is: s.labels.iter().map(|l| l.kind == 4).collect() });
    let title = fit_titles(&titled.collect::<Vec<_>>(), 10, 6000, 11);
    Model { stretch, title, pair: fit_pairs(&couples, 12, 4000, 5), known, kind, role }
}
