//! What must hold of the careful judge whatever it has learned: its arithmetic is that of the network it was made from, the
//! order of reading has no say, marked words tell nothing, and what is not decided yet is never open.

use judge::careful::{Answer, Careful, Stretches};
use judge::decision::{Bounds, Evidence, Rules, Stage, Strictness, Sureness, Thresholds, decide};
use judge::transformer::Work;
use judge::{Level, Scores, Sentence};

const LINES: [&str; 8] = [
    "The picture begins at dusk, in a town that has forgotten its own name.",
    "Harriet (Ruth Amadi) drives the night bus.",
    "She finds a passenger who will not wake.",
    "“Don’t stop,” he says – and she doesn’t.",
    "I loved every minute of it!",
    "Nobody survives the crossing…",
    "Žofie Nováková’s camera never blinks.",
    "1234567890 @#$%^&*() ������ 映画は良い。",
];

fn review(sentences: usize) -> Vec<Vec<Sentence<'static>>> {
    let mut paragraphs = vec![Vec::new()];
    for i in 0..sentences {
        if i % 7 == 3 || i % 11 == 0 {
            paragraphs.push(Vec::new());
        }
        paragraphs.last_mut().unwrap().push(Sentence::Text(LINES[(i * i + i / 5) % LINES.len()]));
    }
    paragraphs
}

fn answers(paragraphs: &[Vec<Sentence<'_>>]) -> Vec<Answer> {
    let stretches = Stretches::new(paragraphs);
    let all: Vec<usize> = (0..stretches.count()).collect();
    stretches.read_all(&all, Careful::embedded()).concat()
}

#[test]
fn every_sentence_has_one_answer_in_whatever_order_it_is_read() {
    let review = review(160);
    let stretches = Stretches::new(&review);
    assert!(stretches.count() > 5);
    let whole = answers(&review);
    assert_eq!(whole.len(), 160);
    let mut work = Work::default();
    for stretch in (0..stretches.count()).rev() {
        let alone = stretches.read(stretch, Careful::embedded(), &mut work);
        assert_eq!(alone, whole[stretches.sentences(stretch)]);
    }
}

#[test]
fn marked_words_and_their_number_tell_nothing() {
    let with = |masked: &[Sentence<'static>]| {
        let mut review = review(60);
        review[3].splice(1..1, masked.iter().copied());
        let at = review[..3].iter().map(Vec::len).sum::<usize>() + 1;
        let mut said = answers(&review);
        said.drain(at..at + masked.len());
        said
    };
    let one = with(&[Sentence::Masked(Level::Ending)]);
    assert_eq!(one, with(&[Sentence::Masked(Level::Ending), Sentence::Masked(Level::Plot)]));
    assert_ne!(one, with(&[]));
}

#[test]
fn rubbish_is_read_without_complaint() {
    let endless = "spoiler".repeat(20_000);
    let words = "a ".repeat(50_000);
    let texts = ["", " ", "\0\u{1}", "������", &endless, &words, "é̷̢̛́", "👩‍👩‍👧‍👦"];
    let said = answers(&[vec![], texts.iter().map(|t| Sentence::Text(t)).collect(), vec![]]);
    assert_eq!(said.len(), texts.len());
    assert!(said.iter().flat_map(|a| a.levels).all(f32::is_finite));
    assert!(answers(&[]).is_empty());
    // Sentences with far more pieces than their length promises take several windows.
    let crowded = vec![vec![Sentence::Text("!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?!?"); 40]];
    assert_eq!(answers(&crowded).len(), 40);
}

const RULES: Rules = Rules {
    alone: Thresholds { premise: 0.5, plot: 0.5, plot_by_ending: 0.5, ending: 0.9 },
    both: Thresholds { premise: 0.5, plot: 0.5, plot_by_ending: 0.5, ending: 0.9 },
    sure: Sureness { below: [0.1, 0.1, 0.1], from: [0.9, 0.9, 0.95] },
};

fn scores(plot: f32) -> Scores {
    Scores { premise: plot, plot, ending: 0.0 }
}

#[test]
fn what_waits_counts_as_telling_as_much_as_it_may() {
    let bounds = RULES.sure.bounds(scores(0.4));
    assert_eq!(bounds, Bounds { floor: None, ceiling: Some(Level::Plot) });
    let waiting = Evidence { scores: scores(0.4), stage: Stage::Waiting(bounds) };
    assert_eq!(decide(&[waiting], &RULES), [Some(Level::Plot)]);
    let safe = RULES.sure.bounds(scores(0.05));
    assert!(safe.is_sure());
    assert_eq!(decide(&[Evidence { scores: scores(0.05), stage: Stage::Waiting(safe) }], &RULES), [None]);
}

#[test]
fn the_careful_judge_opens_and_never_hides_what_was_shown() {
    // Three sentences of every kind, decided as they come in, in every order: the level of each only falls.
    for seed in 0..4096_u32 {
        let of = |shift: u32| f32::from(u8::try_from(seed >> shift & 7).unwrap()) / 7.0;
        let fast = [of(0), of(3), of(6)];
        let careful = [of(1), of(5), of(9)];
        let mut sentences =
            fast.map(|p| Evidence { scores: scores(p), stage: Stage::Waiting(RULES.sure.bounds(scores(p))) });
        let mut before = decide(&sentences, &RULES);
        for at in [1, 0, 2] {
            let Stage::Waiting(bounds) = sentences[at].stage else { unreachable!() };
            sentences[at] = Evidence { scores: scores(careful[at]), stage: Stage::Weighed(bounds) };
            let now = decide(&sentences, &RULES);
            assert!(now.iter().zip(&before).all(|(now, before)| now <= before), "{fast:?} {careful:?}");
            before = now;
        }
    }
}

#[test]
fn a_stricter_reader_sees_no_more() {
    let [lenient, balanced, strict] =
        [Strictness::Lenient, Strictness::Balanced, Strictness::Strict].map(Rules::of);
    for (low, high) in [(strict, balanced), (balanced, lenient)] {
        assert!(low.both.premise <= high.both.premise && low.both.ending <= high.both.ending);
    }
}

/// The bits of all answers to a text, mixed into one number: the same on every machine, with AVX2 and without.
#[test]
fn the_same_bits_everywhere() {
    let said = answers(&review(60));
    let mixed = said
        .iter()
        .flat_map(|answer| answer.levels.into_iter().chain(answer.zones))
        .fold(0_u64, |h, p| h.rotate_left(5).wrapping_mul(0x0100_0000_01b3) ^ u64::from(p.to_bits()));
    assert_eq!(mixed, EXPECTED, "{mixed:#x}");
}

const EXPECTED: u64 = 0xb858_cb94_28a9_42f7;
