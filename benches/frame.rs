//! What a key costs, from the key to the drawn frame: none of it should grow with the size, but for
//! what counts or searches everything.

#[path = "support/prose.rs"]
mod prose;

use divan::Bencher;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unspoiled::app::keymap::keys;
use unspoiled::app::{App, Message, Settings};
use unspoiled::review::{self, Format};
use unspoiled::view::theme::{Colours, Themes};
use unspoiled::view::view;

fn main() {
    divan::main();
}

const SIZE: (u16, u16) = (100, 40);

fn reader(size: usize) -> App {
    App::new(review::read(prose::markdown(size), Format::Markdown), Settings::default(), SIZE)
}

/// Presses `there` and `back` in turn and draws each time.
fn press(bencher: Bencher, size: usize, there: &str, back: &str) {
    let mut app = reader(size);
    let themes = Themes::embedded(Colours::True);
    let mut buffer = Buffer::empty(Rect::new(0, 0, SIZE.0, SIZE.1));
    let rows = [keys(there).unwrap_or_default(), keys(back).unwrap_or_default()];
    let mut turn = 0;
    bencher.bench_local(|| {
        for key in &rows[turn % 2] {
            app.update(Message::Key(*key));
        }
        turn += 1;
        view(&app, themes.get(0), buffer.area, &mut buffer);
    });
}

#[divan::bench(args = prose::SIZES)]
fn line(bencher: Bencher, size: usize) {
    press(bencher, size, "j", "k");
}

#[divan::bench(args = prose::SIZES)]
fn page(bencher: Bencher, size: usize) {
    press(bencher, size, "Space", "b");
}

#[divan::bench(args = prose::SIZES)]
fn end_and_top(bencher: Bencher, size: usize) {
    press(bencher, size, "G", "g");
}

#[divan::bench(args = prose::SIZES)]
fn fold(bencher: Bencher, size: usize) {
    press(bencher, size, "zM", "zR");
}

#[divan::bench(args = prose::SIZES)]
fn reveal(bencher: Bencher, size: usize) {
    press(bencher, size, "]s s", "s");
}

#[divan::bench(args = prose::SIZES)]
fn resize(bencher: Bencher, size: usize) {
    let mut app = reader(size);
    let themes = Themes::embedded(Colours::True);
    let mut turn = 0;
    bencher.bench_local(|| {
        turn += 1;
        let width = 60 + turn % 2;
        app.update(Message::Resize(width, 40));
        let area = Rect::new(0, 0, width, 40);
        let mut buffer = Buffer::empty(area);
        view(&app, themes.get(0), area, &mut buffer);
    });
}

/// All that stands between the document and the first frame.
#[divan::bench(args = prose::SIZES)]
fn open(bencher: Bencher, size: usize) {
    bencher
        .with_inputs(|| review::read(prose::markdown(size), Format::Markdown))
        .bench_local_values(|document| App::new(document, Settings::default(), SIZE));
}
