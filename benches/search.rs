//! Searching all of a review: by a word that stands at its end, a common one, and an expression.

#[path = "support/prose.rs"]
mod prose;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use unspoiled::review::gate::{Consent, Gate};
use unspoiled::review::{self, Format};
use unspoiled::search::Hits;

fn main() {
    divan::main();
}

fn find(bencher: Bencher, size: usize, pattern: &str) {
    let source = prose::markdown(size) + "\n\nxylophone\n";
    let document = review::read(source, Format::Markdown);
    let consent = Consent::default();
    let gate = Gate::new(&document, &consent);
    bencher.counter(BytesCount::new(size)).bench_local(|| Hits::find(black_box(gate), pattern));
}

#[divan::bench(args = prose::SIZES)]
fn last_word(bencher: Bencher, size: usize) {
    find(bencher, size, "xylophone");
}

#[divan::bench(args = prose::SIZES)]
fn alternatives(bencher: Bencher, size: usize) {
    find(bencher, size, "Xylophone|xylophone");
}

#[divan::bench(args = prose::SIZES)]
fn common_word(bencher: Bencher, size: usize) {
    find(bencher, size, "ferry");
}

#[divan::bench(args = prose::SIZES)]
fn expression(bencher: Bencher, size: usize) {
    find(bencher, size, r"\b[cf]\w+y\b");
}
