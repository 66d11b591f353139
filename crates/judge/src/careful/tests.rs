//! The tokenizer and the network against what the trainer's tokenizer and network make of the same lines with the same
//! weights: a tiny random network, made by `training/careful/probe.py`, so that it outlives every model.

use super::{Careful, Stretches};
use crate::Sentence;
use crate::transformer::Work;

static MODEL: &[u8] = include_bytes!("../../tests/probe.model");
const LINES: &str = include_str!("../../tests/probe.tsv");

/// Number of the paragraph, text, pieces, scores.
fn lines() -> Vec<[&'static str; 4]> {
    let cells = |line: &'static str| line.split('\t').collect::<Vec<_>>().try_into().expect("four cells");
    LINES.lines().filter(|line| !line.starts_with('#')).map(cells).collect()
}

#[test]
fn words_are_cut_as_the_tokenizer_of_the_trainer_cuts_them() {
    let probe = Careful::parse(MODEL).expect("a model");
    for [_, text, pieces, _] in lines() {
        let mut cut = Vec::new();
        probe.transformer.tokenizer.cut(text, 100, &mut cut);
        let cut: Vec<String> = cut.iter().map(ToString::to_string).collect();
        assert_eq!(cut.join(" "), pieces, "{text}");
    }
}

#[test]
fn scores_are_those_of_the_trainer() {
    let probe = Careful::parse(MODEL).expect("a model");
    let lines = lines();
    let paragraphs: Vec<Vec<Sentence<'_>>> = lines
        .chunk_by(|one, next| one[0] == next[0])
        .map(|lines| lines.iter().map(|line| Sentence::Text(line[1])).collect())
        .collect();
    let stretches = Stretches::new(&paragraphs);
    assert_eq!(stretches.count(), 1);
    let answers = stretches.read(0, &probe, &mut Work::default());
    assert_eq!(answers.len(), lines.len());
    for (answer, [_, text, _, scores]) in answers.iter().zip(&lines) {
        let scores: Vec<f32> = scores.split(' ').map(|score| score.parse().expect("a number")).collect();
        for (ours, theirs) in answer.levels.iter().chain(&answer.zones).zip(&scores) {
            assert!((ours - theirs).abs() < 2e-3, "{text}: {ours} is not {theirs}");
        }
    }
}
