//! Reading a review: clean, parse, sentences, frame, sections. It should grow with the size.

#[path = "support/prose.rs"]
mod prose;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use unspoiled::review::{self, Format};

fn main() {
    divan::main();
}

fn read(bencher: Bencher, source: &str, format: Format) {
    bencher
        .counter(BytesCount::new(source.len()))
        .with_inputs(|| source.to_owned())
        .bench_values(|source| review::read(black_box(source), format));
}

#[divan::bench(args = prose::SIZES)]
fn text(bencher: Bencher, size: usize) {
    read(bencher, &prose::text(size), Format::Text);
}

#[divan::bench(args = prose::SIZES)]
fn markdown(bencher: Bencher, size: usize) {
    read(bencher, &prose::markdown(size), Format::Markdown);
}

#[divan::bench(args = prose::SIZES)]
fn page(bencher: Bencher, size: usize) {
    read(bencher, &prose::page(size), Format::Html);
}

#[divan::bench(args = prose::SIZES)]
fn tiny_paragraphs(bencher: Bencher, size: usize) {
    read(bencher, &prose::tiny(size), Format::Html);
}
