//! The trained network and the shipped one are the same sums; and the walk back over the tape is right.

use judge::matrix::Matrix;
use judge::model::Model;
use judge::reading::read_with;
use judge::{Level, Sentence};
use training::corpus::Lexicon;
use training::learn::answer;
use training::net::{Example, Net, Shape, Unit, Words};
use training::pack::{Extras, pack};
use training::random::Random;
use training::tape::{Bags, Gradient, Param, Tape, Var, flip};
use training::{corpus::Voice, vocabulary};

fn shape() -> Shape {
    Shape { dim: 8, hidden: 12, state: 10, words: 9, grams: 64, steps: vec![1, 2], drop_word: 0.0, drop: 0.0 }
}

fn small_net(lexicon: &Lexicon) -> (Net, Words) {
    let mut random = Random(7);
    let (mut words, mut table) =
        vocabulary::build(lexicon, &[], &vocabulary::Starts::new(), &shape(), &mut random);
    for (row, slot) in words.rows.iter_mut().take(9).enumerate() {
        *slot = u32::try_from(row).ok();
        table.data.extend((0..8).map(|_| random.normal()));
    }
    (Net::new(shape(), table, &mut random), words)
}

fn extras() -> Extras {
    let calibration = Matrix { cols: 2, data: vec![1.0, 0.0, 1.0, 0.0, 1.0, 0.0] };
    Extras { calibration, follows: Matrix::zeros(8, 7), thresholds: Matrix::zeros(3, 4) }
}

#[test]
fn the_packed_model_says_what_the_network_says() {
    let texts = [
        vec!["The old house burns.", "Nobody is inside."],
        vec!["I don't care!", "Was Marguerite's score loud?", "It was."],
    ];
    let mut lexicon = Lexicon::default();
    let mut units: Vec<Unit> = texts.iter().flatten().map(|t| Unit::Read(lexicon.sentence(t))).collect();
    units[3] = Unit::Masked(2);
    let (net, words) = small_net(&lexicon);
    let example = Example {
        units,
        paragraphs: vec![2, 3],
        levels: vec![None; 5],
        zones: vec![None; 2],
        voice: Voice::Annotator,
    };
    let (levels, _) = answer(&net, &words, &example);

    let model = Model::parse(Box::leak(pack(&net, &words, &extras()).into_boxed_slice())).expect("a model");
    let mut paragraphs: Vec<Vec<Sentence<'_>>> =
        texts.iter().map(|p| p.iter().map(|t| Sentence::Text(t)).collect()).collect();
    paragraphs[1][1] = Sentence::Masked(Level::Ending);
    let reading = read_with(&model, &paragraphs);
    for (i, scores) in reading.sentences.into_iter().flatten().enumerate().filter(|(i, _)| *i != 3) {
        let ending = judge::calibration::sigmoid(levels.row(i)[2]);
        assert!((scores.ending - ending).abs() < 0.02, "{i}: {} and {ending}", scores.ending);
    }
}

/// Nudges every weight a little and compares what happens with what the gradient foretold.
#[test]
fn gradients_are_right() {
    let mut random = Random(3);
    let mut fill = |rows, cols| {
        let mut m = Matrix::zeros(rows, cols);
        m.data.iter_mut().for_each(|v| *v = random.normal());
        m
    };
    let mut params = vec![fill(5, 3), fill(10, 4), fill(9, 2)];
    let tables = [true, false, false];
    let run = |params: &[Matrix], gradient: Option<&mut Gradient>| -> f32 {
        let flipped = flip(params, &tables);
        let mut tape = Tape::new(params, &flipped);
        let out = network(&mut tape);
        let value = tape.value(out).clone();
        if let Some(gradient) = gradient {
            tape.back(vec![(out, value.clone())], gradient);
        }
        value.data.iter().map(|v| 0.5 * v * v).sum()
    };
    let mut gradient = Gradient::new(&params, &tables);
    run(&params, Some(&mut gradient));
    for p in 0..params.len() {
        for i in 0..params[p].data.len() {
            let (old, step) = (params[p].data[i], 1e-2);
            params[p].data[i] = old + step;
            let up = run(&params, None);
            params[p].data[i] = old - step;
            let down = run(&params, None);
            params[p].data[i] = old;
            let (seen, told) = ((up - down) / (2.0 * step), gradient.params[p].data[i]);
            assert!((seen - told).abs() < 0.03 * (1.0 + seen.abs()), "parameter {p}, {i}: {seen} and {told}");
        }
    }
}

fn network(tape: &mut Tape<'_>) -> Var {
    let mut bags = Bags::default();
    for picks in [[(0, 1.0), (1, 0.5)], [(2, 1.0), (0, 2.0)], [(4, 1.0), (3, 0.3)], [(1, 1.0), (1, 1.0)]] {
        bags.picks.extend(picks);
        bags.close();
    }
    let x = tape.bags(Param(0), bags);
    let x = tape.unfold(x, 1, &[0..3, 3..4]);
    let x = tape.affine(x, Param(1));
    let x = tape.norm(x);
    let (mean, most) = (tape.mean(x, &[0..2, 2..4]), tape.max(x, &[0..2, 2..4]));
    let x = tape.concat(mean, most);
    tape.affine(x, Param(2))
}
