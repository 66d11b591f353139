//! What must hold whatever the model has learned: marked words tell nothing, windows agree with the whole, bits agree everywhere.

use judge::decision::{Evidence, Rules, Strictness, Thresholds, decide};
use judge::model::Model;
use judge::zoning::zones;
use judge::{Level, REACH, Scores, Sentence, Setting, ZONE_COUNT, read, read_part};

const LINES: [&str; 7] = [
    "The picture begins at dusk, in a town that has forgotten its own name.",
    "Harriet (Ruth Amadi) drives the night bus.",
    "She finds a passenger who will not wake.",
    "“Don’t stop,” he says – and she doesn’t.",
    "I loved every minute of it!",
    "Nobody survives the crossing…",
    "Žofie Nováková’s camera never blinks.",
];

/// A long review made of a few sentences, in paragraphs of changing length.
fn long(sentences: usize) -> Vec<Vec<Sentence<'static>>> {
    let mut paragraphs = vec![Vec::new()];
    for i in 0..sentences {
        if i % 7 == 3 || i % 11 == 0 {
            paragraphs.push(Vec::new());
        }
        let line = LINES[(i * i + i / 5) % LINES.len()];
        paragraphs.last_mut().unwrap().push(Sentence::Text(line));
    }
    paragraphs
}

#[test]
fn the_model_in_the_binary_can_be_read() {
    let model = Model::embedded();
    assert!(model.words.table.rows() > 10_000);
    assert!(!model.layers.is_empty());
}

#[test]
fn every_part_is_judged_as_in_the_whole() {
    let review = long(700);
    let whole = read(&review);
    let before = |paragraph: usize| review[..paragraph].iter().map(Vec::len).sum::<usize>();
    let all = Setting {
        units_before: 0,
        units: before(review.len()),
        paragraphs_before: 0,
        paragraphs: review.len(),
    };
    for (from, to) in [(20, 60), (90, 94 + 2 * REACH), (0, 50), (review.len() - 60, review.len())] {
        // What stands within reach of an end that is not the review's own is only heard, not judged.
        let (inner_from, inner_to) = (
            if from == 0 { 0 } else { REACH + 1 },
            to - from - if to == review.len() { 0 } else { REACH + 1 },
        );
        let part = read_part(
            &review[from..to],
            inner_from..inner_to,
            Setting { units_before: before(from), paragraphs_before: from, ..all },
        );
        assert_eq!(part.sentences, whole.sentences[from + inner_from..from + inner_to]);
        assert_eq!(part.zones, whole.zones[from + inner_from..from + inner_to]);
    }
}

#[test]
fn a_part_may_end_at_marked_paragraphs() {
    let masked = || vec![Sentence::Masked(Level::Plot)];
    let review: Vec<_> =
        long(120).into_iter().flat_map(|paragraph| [paragraph, masked(), masked(), masked()]).collect();
    let whole = read(&review);
    let units = review.len() / 4 + review.iter().step_by(4).map(Vec::len).sum::<usize>();
    let setting = Setting { units_before: 0, units, paragraphs_before: 0, paragraphs: review.len() / 2 };
    for end in 1..review.len() {
        let part = read_part(&review, 0..end, setting);
        assert_eq!(
            (part.sentences, part.zones),
            (whole.sentences[..end].to_vec(), whole.zones[..end].to_vec())
        );
    }
}

#[test]
fn marked_words_and_their_number_tell_nothing() {
    let with = |masked: &[Sentence<'static>]| {
        let mut review = long(40);
        review[3].splice(1..1, masked.iter().copied());
        let reading = read(&review);
        let mut scores = reading.sentences;
        scores[3].drain(1..=masked.len());
        (scores, reading.zones)
    };
    let one = with(&[Sentence::Masked(Level::Ending)]);
    let three = with(&[
        Sentence::Masked(Level::Ending),
        Sentence::Masked(Level::Plot),
        Sentence::Masked(Level::Ending),
    ]);
    // One is drained more in the longer review; the rest must be equal to the bit.
    assert_eq!(one.0.concat().len(), three.0.concat().len());
    assert_eq!(one, three);
}

#[test]
fn a_marked_sentence_has_its_level_and_no_doubt() {
    let reading = read(&[vec![Sentence::Text("It is fine."), Sentence::Masked(Level::Plot)]]);
    assert_eq!(reading.sentences[0][1], Scores { premise: 1.0, plot: 1.0, ending: 0.0 });
}

#[test]
fn scores_never_rise_with_the_level() {
    for s in read(&long(200)).sentences.into_iter().flatten() {
        assert!(1.0 >= s.premise && s.premise >= s.plot && s.plot >= s.ending && s.ending >= 0.0, "{s:?}");
    }
}

#[test]
fn odd_input_is_judged_too() {
    let endless = "a".repeat(100_000);
    let apostrophes = "'".repeat(1000) + "a'" + &"b'".repeat(5000);
    let texts = [
        "",
        " ",
        "…",
        "'",
        "''s",
        "n't",
        "\u{0}\u{7}",
        "日本語の文。",
        "İSTANBUL'DA ẞ",
        &endless,
        &apostrophes,
    ];
    let reading = read(&[vec![], texts.iter().map(|t| Sentence::Text(t)).collect(), vec![]]);
    assert_eq!(reading.sentences[1].len(), texts.len());
    assert_eq!(reading.zones.len(), 3);
    assert!(reading.sentences[1].iter().all(|s| s.premise.is_finite() && s.ending.is_finite()));
    assert!(read(&[]).sentences.is_empty());
}

#[test]
fn a_stricter_reader_sees_no_more() {
    let [lenient, balanced, strict] =
        [Strictness::Lenient, Strictness::Balanced, Strictness::Strict].map(Thresholds::of);
    for (low, high) in [(strict, balanced), (balanced, lenient)] {
        assert!(low.premise <= high.premise && low.ending <= high.ending);
    }
}

#[test]
fn a_doubtful_sentence_between_told_ones_is_bridged() {
    let t = Thresholds { premise: 0.5, plot: 0.5, plot_by_ending: 0.5, ending: 0.9 };
    let plot = |p: f32| Evidence::alone(Scores { premise: p, plot: p, ending: 0.0 });
    let rules = Rules::alone(t);
    let levels = |middle: f32| decide(&[plot(0.8), plot(middle), plot(0.7), plot(0.1)], &rules);
    assert_eq!(levels(0.4), [Some(Level::Plot), Some(Level::Plot), Some(Level::Plot), None]);
    assert_eq!(levels(0.1), [Some(Level::Plot), None, Some(Level::Plot), None]);
}

#[test]
fn a_review_of_eight_paragraphs_has_three_to_seven_runs() {
    let runs = |paragraphs: &[[f32; ZONE_COUNT]]| zones(paragraphs).chunk_by(|a, b| a == b).count();
    let sure = |zone: usize| std::array::from_fn(|z| if z == zone { 0.94 } else { 0.01 });
    let restless: Vec<_> = (0..8).map(|i| sure(i % 7)).collect();
    let steady: Vec<_> = (0..8).map(|_| sure(1)).collect();
    assert!((3..=7).contains(&runs(&restless)));
    assert!((3..=7).contains(&runs(&steady)));
    assert_eq!(zones(&vec![sure(3); 500]).len(), 500);
    assert!(zones(&[]).is_empty());
}

/// The bits of all scores of a text, mixed into one number: it is the same on every machine, and changes with the model only.
#[test]
fn the_same_bits_everywhere() {
    let reading = read(&long(60));
    let scores = reading.sentences.concat().into_iter().flat_map(|s| [s.premise, s.plot, s.ending]);
    let zones = reading.zones.into_iter().flatten();
    let mixed = scores
        .chain(zones)
        .fold(0_u64, |h, p| h.rotate_left(5).wrapping_mul(0x0100_0000_01b3) ^ u64::from(p.to_bits()));
    assert_eq!(mixed, EXPECTED, "{mixed:#x}");
}

const EXPECTED: u64 = 0xde82_d2b4_d912_bc83;
