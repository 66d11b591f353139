//! What keeping costs: saving a review, and opening a shelf of none and of thousands.

#[path = "support/prose.rs"]
mod prose;

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use divan::Bencher;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unspoiled::app::{App, Kept, Message, Settings};
use unspoiled::review::fingerprint::Key;
use unspoiled::review::{self, Format};
use unspoiled::shelf::{Entry, Origin, Shelf};
use unspoiled::state::{Record, Store};
use unspoiled::view::theme::{Colours, Themes};
use unspoiled::view::view;

fn main() {
    divan::main();
}

/// A store with so many reviews on the shelf, in a folder that is gone afterwards.
struct Shelved(PathBuf);

impl Shelved {
    fn new(reviews: usize) -> Self {
        let dir = std::env::temp_dir().join(format!("unspoiled-bench-{reviews}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(dir.join("reviews")).unwrap();
        let sketch = review::read(prose::markdown(10_000), Format::Markdown).sketch();
        let mut index = String::new();
        for number in 0..reviews {
            let record = Record::default().renewed(Kept::default(), entry(number), sketch.clone());
            let line = serde_json::to_string(&record.shelf.entry).unwrap();
            let line = line.trim_end_matches('}');
            writeln!(index, "{line},\"sketch\":\"{sketch}\"}}").unwrap();
        }
        if reviews > 0 {
            fs::write(dir.join("index.jsonl"), index).unwrap();
        }
        Self(dir)
    }

    fn store(&self) -> Store {
        Store::at(self.0.clone())
    }
}

impl Drop for Shelved {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn entry(number: usize) -> Entry {
    let key: Key = serde_json::from_value(format!("{number:032x}").into()).unwrap();
    Entry {
        key,
        title: Some(format!("The Night Ferry, Part {}", number / 2)),
        year: Some(1931),
        reviewer: Some("Max Rull".to_owned()),
        rating: Some(75),
        name: format!("review-{number}.md"),
        origin: Origin::File(format!("/home/reader/reviews/review-{number}.md").into()),
        progress: 40,
        minutes: 3,
        read: number as u64,
        ..Entry::default()
    }
}

/// From the reader's state to the files on the disk, with so many reviews on the shelf.
#[divan::bench(args = [0, 100, 5_000], sample_count = 200)]
fn save(bencher: Bencher, reviews: usize) {
    let shelved = Shelved::new(reviews);
    let store = shelved.store();
    let document = review::read(prose::markdown(10_000), Format::Markdown);
    let (key, sketch) = (document.key(), document.sketch());
    let app = App::new(document, Settings::default(), (100, 40));
    let mut base = Record::default();
    bencher.bench_local(|| {
        let ours = base.renewed(app.kept(), Entry { key, ..app.entry() }, sketch.clone());
        store.save(&base, &ours, None).unwrap();
        base = ours;
    });
}

/// From the index to the drawn shelf.
#[divan::bench(args = [0, 100, 5_000])]
fn shelf(bencher: Bencher, reviews: usize) {
    let shelved = Shelved::new(reviews);
    let store = shelved.store();
    let themes = Themes::embedded(Colours::True);
    let area = Rect::new(0, 0, 100, 40);
    let settings = || Settings { input: (0, 0), ..Settings::default() };
    bencher.bench_local(|| {
        let document = review::read(String::new(), Format::Text);
        let mut app = App::new(document, settings(), (area.width, area.height));
        app.update(Message::Shelf(Box::new(Shelf::new(store.shelf().unwrap()))));
        let mut buffer = Buffer::empty(area);
        view(&app, themes.get(0), area, &mut buffer);
        buffer
    });
}

/// A review that is new, among so many that it might be an edit of.
#[divan::bench(args = [0, 100, 5_000])]
fn find(bencher: Bencher, reviews: usize) {
    let shelved = Shelved::new(reviews);
    let store = shelved.store();
    let document = review::read("Another review. It is of another film.".to_owned(), Format::Text);
    bencher.bench_local(|| store.find(&document, &Origin::Pipe).record.is_some());
}
