//! A reader without a terminal: keys in, frames and effects out. Each test file takes it in by its
//! path, and uses what it needs of it.
#![allow(dead_code)]

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;
use unspoiled::app::keymap::{Code, Key, keys};
use unspoiled::app::{App, Casting, Effect, Message, Mouse, Settings};
use unspoiled::review::{self, Diligence, Document, Format, Policy};
use unspoiled::view::theme::{Colours, Themes};
use unspoiled::view::view;

/// Somebody reading.
pub struct Seat {
    pub app: App,
    pub size: (u16, u16),
    themes: Themes,
}

impl Seat {
    pub fn new(source: &str, format: Format, size: (u16, u16)) -> Self {
        Self::with(source, format, Settings::default(), size)
    }

    /// With the fast judge at work.
    pub fn judged(source: &str, format: Format, size: (u16, u16)) -> Self {
        let policy = Policy { diligence: Diligence::Fast, ..Policy::default() };
        let document = review::read(source.to_owned(), format).judge(policy);
        let app = App::new(document, Settings::default(), size);
        Self { app, size, themes: Themes::embedded(Colours::True) }.judged_on()
    }

    /// As the program opens `document`: the cast is read elsewhere.
    pub fn opened(document: Document, size: (u16, u16)) -> Self {
        let settings = Settings { casting: Casting::Elsewhere, ..Settings::default() };
        Self { app: App::new(document, settings, size), size, themes: Themes::embedded(Colours::True) }
    }

    /// As a moment later: what was left to judge is judged.
    pub fn judged_on(mut self) -> Self {
        for part in self.app.reading().document().judging().into_iter().flatten() {
            self.app.update(Message::Judged(Box::new(part)));
        }
        self
    }

    /// As the program opens a review: the careful judge has not spoken yet, and the cast is read elsewhere.
    pub fn waiting(source: &str, format: Format, size: (u16, u16)) -> Self {
        Self::opened(review::read(source.to_owned(), format).judge(Policy::default()), size)
    }

    /// As a moment later: both judges have spoken.
    pub fn heard(source: &str, format: Format, size: (u16, u16)) -> Self {
        Self::waiting(source, format, size).judged_on()
    }

    /// Has the cast read that is to be read elsewhere, if any is.
    pub fn hear_cast(&mut self) {
        if let Some(script) = self.app.script() {
            self.app.update(Message::Casted(Box::new(script.read())));
        }
    }

    pub fn with(source: &str, format: Format, settings: Settings, size: (u16, u16)) -> Self {
        let themes = Themes::embedded(Colours::True).names();
        let settings = Settings { themes, ..settings };
        let app = App::new(review::read(source.to_owned(), format), settings, size);
        Self { app, size, themes: Themes::embedded(Colours::True) }.judged_on()
    }

    /// Presses `row`, keys as keymap files write them.
    pub fn press(&mut self, row: &str) -> Vec<Effect> {
        let row = keys(row).unwrap_or_else(|| panic!("'{row}' is no row of keys"));
        row.into_iter().filter_map(|key| self.app.update(Message::Key(key))).collect()
    }

    /// Types `text` as it stands.
    pub fn type_in(&mut self, text: &str) {
        for c in text.chars() {
            self.app.update(Message::Key(Key::plain(Code::Char(c))));
        }
    }

    pub fn mouse(&mut self, mouse: Mouse, x: u16, y: u16) -> Option<Effect> {
        self.app.update(Message::Mouse(mouse, x, y))
    }

    pub fn resize(&mut self, size: (u16, u16)) {
        self.size = size;
        self.app.update(Message::Resize(size.0, size.1));
    }

    /// The frame as it would be drawn now.
    pub fn frame(&self) -> Buffer {
        let area = Rect::new(0, 0, self.size.0, self.size.1);
        let mut buffer = Buffer::empty(area);
        view(&self.app, self.themes.get(self.app.settings().theme), area, &mut buffer);
        buffer
    }

    /// The frame's text.
    pub fn text(&self) -> String {
        text_of(&self.frame())
    }

    /// Row `y` of the frame's text.
    pub fn row(&self, y: usize) -> String {
        self.text().lines().nth(y).unwrap_or_default().to_owned()
    }
}

/// The text of `buffer`, a line a row, without blanks at the ends of rows.
pub fn text_of(buffer: &Buffer) -> String {
    let rows = buffer.area.top()..buffer.area.bottom();
    rows.map(|y| row_of(buffer, y)).collect::<Vec<_>>().join("\n")
}

fn row_of(buffer: &Buffer, y: u16) -> String {
    let mut row = String::new();
    let mut x = buffer.area.left();
    while x < buffer.area.right() {
        let symbol = buffer[(x, y)].symbol();
        row.push_str(symbol);
        // A wide grapheme covers the cell after it.
        x += u16::try_from(symbol.width()).unwrap_or(1).max(1);
    }
    row.trim_end().to_owned()
}

/// As many cases as the file asks for, or as `PROPTEST_CASES` says.
pub fn cases(usual: u32) -> proptest::test_runner::Config {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(usual);
    proptest::test_runner::Config { cases, failure_persistence: None, ..Default::default() }
}
