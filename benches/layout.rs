//! Laying out: all of a review, which grows with its size, and its first screen, which should not.

#[path = "support/prose.rs"]
mod prose;

use std::collections::BTreeSet;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use unspoiled::app::{Flow, Row};
use unspoiled::layout::{self, Fill, Options, Veils};
use unspoiled::review::gate::{Consent, Gate};
use unspoiled::review::{self, Format};

fn main() {
    divan::main();
}

const OPTIONS: Options = Options { width: 72, fill: Fill::Even, veils: Veils::Chip };

#[divan::bench(args = prose::SIZES)]
fn whole(bencher: Bencher, size: usize) {
    all(bencher, size, OPTIONS);
}

#[divan::bench(args = prose::SIZES)]
fn whole_greedily(bencher: Bencher, size: usize) {
    all(bencher, size, Options { fill: Fill::Greedy, ..OPTIONS });
}

fn all(bencher: Bencher, size: usize, options: Options) {
    let document = review::read(prose::markdown(size), Format::Markdown);
    let consent = Consent::default();
    let gate = Gate::new(&document, &consent);
    bencher.counter(BytesCount::new(size)).bench_local(|| {
        let blocks = 0..gate.document().blocks().len();
        blocks.map(|block| layout::lay_block(black_box(gate), block, options).len()).sum::<usize>()
    });
}

#[divan::bench(args = prose::SIZES)]
fn first_screen(bencher: Bencher, size: usize) {
    let document = review::read(prose::markdown(size), Format::Markdown);
    let consent = Consent::default();
    let gate = Gate::new(&document, &consent);
    let folds = BTreeSet::new();
    bencher.bench_local(|| {
        let mut flow = Flow::new(black_box(&document), &folds, &folds, OPTIONS);
        flow.rows(gate, Row::default(), 50)
    });
}
