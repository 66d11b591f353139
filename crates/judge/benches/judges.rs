//! The two judges side by side, on one thread: a review of 1,300 words, and what stands on a screen of 80 by 24.

use divan::{Bencher, black_box};
use judge::careful::{Careful, Stretches};
use judge::transformer::Work;
use judge::{Sentence, read};

fn main() {
    divan::main();
}

const SENTENCES: [&str; 6] = [
    "The ferry leaves at dusk, and for the first half hour the film is happy to watch it go.",
    "Ruth Amadi plays the captain as somebody who has stopped listening to her own voice, which is harder than it looks.",
    "When the passenger in cabin nine refuses to come up for the count, she sends the boy instead.",
    "It is shot in greys, by somebody who knows that there are eleven of them.",
    "I did not believe the letter, and I am not sure that I was meant to.",
    "What happens on the car deck I leave to you.",
];

/// A made-up review of so many words, in paragraphs of five sentences.
fn review(words: usize) -> Vec<Vec<Sentence<'static>>> {
    let each = SENTENCES.iter().map(|sentence| sentence.split(' ').count()).sum::<usize>() / SENTENCES.len();
    let sentences: Vec<&str> = SENTENCES.into_iter().cycle().take(words / each).collect();
    sentences.chunks(5).map(|five| five.iter().map(|text| Sentence::Text(text)).collect()).collect()
}

/// Words of a review, and of a screen.
const WORDS: [usize; 2] = [1_300, 220];

#[divan::bench(args = WORDS)]
fn fast(bencher: Bencher, words: usize) {
    let review = review(words);
    bencher.bench(|| read(black_box(&review)));
}

#[divan::bench(args = WORDS)]
fn careful(bencher: Bencher, words: usize) {
    let review = review(words);
    let judge = Careful::embedded();
    bencher.bench(|| {
        let stretches = Stretches::new(black_box(&review));
        let mut work = Work::default();
        (0..stretches.count()).map(|stretch| stretches.read(stretch, judge, &mut work)).collect::<Vec<_>>()
    });
}

#[divan::bench(args = WORDS)]
fn careful_on_all_cores(bencher: Bencher, words: usize) {
    let review = review(words);
    let judge = Careful::embedded();
    bencher.bench(|| {
        let stretches = Stretches::new(black_box(&review));
        stretches.read_all(&(0..stretches.count()).collect::<Vec<_>>(), judge)
    });
}
