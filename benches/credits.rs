//! Reading the credits, which is done anew whenever the curtain moves: it should grow with the size.

#[path = "support/prose.rs"]
mod prose;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use unspoiled::cast::Cast;
use unspoiled::review::gate::{Consent, Gate};
use unspoiled::review::{self, Format};

fn main() {
    divan::main();
}

/// Sentences that are full of names, works and roles.
const CROWDED: &str = "Director Ann Lorn (\"Slow Dust,\" \"Night Boat\") and her co-writer Bo Tree give the ferryman Ode \
    (Cy Odell) a past. Ilse Farrow, as Marte Holm, is better than in \"The Wolf Ferry\" (1928). Edda Lachner's camera \
    loves her. Nobody else in the film, not Di Fallow and not Otto Wells, has much to do, and the score by Rachel Ferran \
    says so. The fog does the rest, and does it slowly, for as long as there is light enough to see it by.\n\n";

fn read(bencher: Bencher, source: String) {
    let size = source.len();
    let document = review::read(source, Format::Text);
    let consent = Consent::hiding(None);
    bencher
        .counter(BytesCount::new(size))
        .bench_local(|| Cast::of(black_box(Gate::new(&document, &consent))));
}

#[divan::bench(args = [8 << 10, 64 << 10, 240 << 10])]
fn prose(bencher: Bencher, size: usize) {
    read(bencher, prose::text(size));
}

#[divan::bench(args = [8 << 10, 64 << 10, 240 << 10])]
fn crowded(bencher: Bencher, size: usize) {
    read(bencher, CROWDED.repeat(size / CROWDED.len()));
}

#[divan::bench(args = [8 << 10, 64 << 10, 240 << 10])]
fn capitals(bencher: Bencher, size: usize) {
    read(bencher, "Lorn ".repeat(size / 5));
}
