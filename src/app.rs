//! The reader's state and what changes it. Nothing here draws, reads a file or names a terminal:
//! [`App::update`] takes a [`Message`] and answers with an [`Effect`] for others to carry out.

mod agreement;
pub mod command;
mod counting;
mod credits;
mod curtain;
mod find;
mod flow;
mod geometry;
mod judging;
mod kept;
pub mod keymap;
mod keys;
mod lists;
mod look;
mod message;
mod mouse;
mod moving;
mod pane;
mod panes;
mod picker;
mod places;
mod reading;
mod selecting;
mod settings;
mod shelving;

use std::collections::BTreeSet;

use command::Command;
use keymap::{Key, Meaning};

pub use curtain::Glow;
pub use find::{Aim, Search};
pub use flow::{Flow, HEADER_ROOM, Item, Row, header_indent};
pub use geometry::{Area, Geometry, MEASURE, PANEL, Panel, WIDE};
pub use kept::{Anchor, Curtain, From, Kept, Noted, Snapshot, entry_of};
pub use look::{Ground, Look, Paper, Standing};
pub use message::{Effect, Message, Mouse};
pub use pane::{Links, Noting, Pane, Selection};
pub use picker::{Picker, Stage};
pub use reading::{Casted, Casting, Reading, Script};
pub use selecting::Note;
pub use settings::Settings;

use review::Document;
use review::fingerprint::Fingerprint;
use review::gate::PassageId;
use review::span::Offset;

use crate::layout::{Fill, Options};
use crate::shelf::Viewing;

/// Whether the review is as it is where it came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Freshness {
    /// It is, as far as is known.
    #[default]
    Fresh,
    /// It has changed there.
    Stale,
}

/// The part of the flow that is on screen.
#[derive(Clone, Debug, Default)]
struct Viewport {
    size: (u16, u16),
    top: Row,
    /// The place that was gone to: what survives every change of layout. It stands on the top row,
    /// but where too little text follows it to fill the screen.
    anchor: Offset,
    /// Its row.
    here: Row,
    rows: Vec<Row>,
}

/// The reader.
#[derive(Debug)]
pub struct App {
    reading: Reading,
    folds: BTreeSet<usize>,
    flow: Flow,
    port: Viewport,
    pane: Pane,
    /// Whether the panel lies over the text, where there is no room beside it.
    over: Panel,
    /// The first row of the panel that shows.
    panel_top: usize,
    agreement: agreement::Agreement,
    glow: Glow,
    drawn: Option<curtain::Drawn>,
    picked: Option<PassageId>,
    search: Search,
    places: places::Places,
    notes: Vec<Note>,
    pending: Vec<Key>,
    count: Option<counting::Count>,
    notice: Option<String>,
    viewing: Viewing,
    freshness: Freshness,
    /// The folds that were kept, until all is judged.
    unplaced: Option<BTreeSet<Fingerprint>>,
    settings: Settings,
}

impl App {
    /// A reader of `document` on a screen of `size` columns and rows. Site notes start folded.
    pub fn new(document: Document, settings: Settings, size: (u16, u16)) -> Self {
        let reading = Reading::new(document, settings.consent.clone(), settings.casting);
        let folds = judging::site_notes(&reading);
        let options = Options { width: 1, fill: Fill::Even, veils: settings.veils };
        let flow = Flow::new(reading.document(), &folds, reading.framed(), options);
        let mut app = Self {
            reading,
            folds,
            flow,
            port: Viewport { size, ..Viewport::default() },
            pane: Pane::default(),
            over: Panel::Hidden,
            panel_top: 0,
            agreement: agreement::Agreement::Unasked,
            glow: Glow::Dim,
            drawn: None,
            picked: None,
            search: Search::default(),
            places: places::Places::default(),
            notes: Vec::new(),
            pending: Vec::new(),
            count: None,
            notice: None,
            viewing: Viewing::default(),
            freshness: Freshness::default(),
            unplaced: None,
            settings,
        };
        app.settings.seen.insert(app.settings.input.0);
        if !app.reading.document().is_english() && app.settings.input.1 > 0 {
            app.notice = Some("This is no English prose: only what its author marked is hidden".to_owned());
        } else if app.reading.document().is_warned_of() {
            app.notice = Some("The author says that there are spoilers: judged strictly".to_owned());
        }
        app.settle();
        app
    }

    /// Takes `message` in. What remains to be done outside is returned.
    pub fn update(&mut self, message: Message) -> Option<Effect> {
        let effect = match message {
            Message::Key(key) => self.key(key),
            Message::Mouse(mouse, x, y) => self.mouse(mouse, x, y),
            Message::Paste(text) => {
                self.paste(&text);
                None
            }
            Message::Resize(width, height) => {
                self.port.size = (width, height);
                // A larger screen may have shown what stands before the place.
                self.stay();
                None
            }
            Message::Ground(ground) => {
                self.settings.stand_on(ground);
                None
            }
            Message::Arrived(document) => {
                self.arrive(*document);
                None
            }
            Message::Judged(part) => {
                let folded = self.folded_blocks();
                self.reading.take_in(&part);
                self.judged(&folded);
                None
            }
            Message::Casted(casted) => {
                self.reading.take_cast(*casted);
                self.refold();
                None
            }
            message => {
                self.hear(message);
                None
            }
        };
        self.settle();
        effect
    }

    /// Takes in what others did for the reader.
    fn hear(&mut self, message: Message) {
        match message {
            Message::Notice(text) => self.notice = Some(text),
            Message::Restore(kept) => self.restore(*kept),
            Message::Agree(kept) => self.agree(*kept),
            Message::Viewing(viewing) => self.view_as(viewing),
            Message::Shelf(found) => self.show_shelf(*found),
            Message::Listed(number, entry) => {
                let entry = entry.under(self.settings.consent.ratings);
                self.settings.entries.insert(number, entry);
            }
            Message::Lull => self.lull(),
            Message::Changed => {
                let key = self.key_of(Command::Reload);
                self.notice = Some(format!("The file has changed; {key} reads it again"));
                self.freshness = Freshness::Stale;
            }
            _ => {}
        }
    }

    /// What is read.
    pub fn reading(&self) -> &Reading {
        &self.reading
    }

    /// What is shown, where others are to read it for its cast.
    pub fn script(&mut self) -> Option<Script> {
        self.reading.script()
    }

    /// It was left for a while: what was read meanwhile went by.
    pub fn come_back(&mut self) {
        self.reading.forget_script();
    }

    /// The lines on screen.
    pub fn flow(&self) -> &Flow {
        &self.flow
    }

    /// The rows on screen, from the top.
    pub fn rows(&self) -> &[Row] {
        &self.port.rows
    }

    /// What has the keys.
    pub fn pane(&self) -> &Pane {
        &self.pane
    }

    /// The search in force.
    pub fn search(&self) -> &Search {
        &self.search
    }

    /// Whether section `section` is folded.
    pub fn is_folded(&self, section: usize) -> bool {
        self.folds.contains(&section)
    }

    /// How it began, and what has been set since.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// One short line for the reader.
    pub fn notice(&self) -> Option<&str> {
        self.notice.as_deref()
    }

    /// Whether the review is as it is where it came from.
    pub fn freshness(&self) -> Freshness {
        self.freshness
    }

    /// The keys of an unfinished command.
    pub fn pending(&self) -> &[Key] {
        &self.pending
    }

    /// Where things stand on the screen.
    pub fn geometry(&self) -> Geometry {
        let (width, height) = self.port.size;
        Geometry::of(
            (width, height),
            self.settings.measure,
            self.panel(width),
            self.standing(),
            self.columns(),
        )
    }

    /// Whether `message` cannot be answered while only the beginning of the document is here: all
    /// but scrolling within it.
    pub fn needs_whole(&self, message: &Message) -> bool {
        use Command as C;
        let Message::Key(key) = message else { return false };
        let scrolls = match self.settings.keymap.meaning(&[*key]) {
            Meaning::Command(C::LineDown | C::HalfPageDown | C::PageDown) => {
                let last = self.port.rows.last().map_or(0, |row| row.item);
                last + self.port.rows.len() < self.flow.items().len()
            }
            Meaning::Command(
                C::LineUp | C::HalfPageUp | C::PageUp | C::Top | C::Help | C::Quit | C::Close,
            ) => true,
            _ => false,
        };
        !(self.pane == Pane::Text && self.pending.is_empty() && scrolls)
    }

    /// Beside the text the panel is shown where it has something to show, unless the reader chose; over
    /// the text only when it was asked for.
    fn panel(&self, width: u16) -> Panel {
        let usual = if self.reading.has_facts() { Panel::Shown } else { Panel::Hidden };
        if width >= WIDE { self.settings.look.panel.unwrap_or(usual) } else { self.over }
    }

    fn set_panel(&mut self, panel: Panel) {
        if self.port.size.0 >= WIDE {
            self.settings.look.panel = Some(panel);
        } else {
            self.over = panel;
        }
    }

    /// Lays out as `options` say what may be seen now, from the same place on.
    fn lay_out_again(&mut self, options: Options) {
        self.flow.lay_out_again(options);
        self.flow.refold(self.reading.document(), &self.folds, self.reading.framed());
        self.stay();
    }

    fn refold(&mut self) {
        self.flow.refold(self.reading.document(), &self.folds, self.reading.framed());
        self.stay();
    }

    /// Brings the place to the top row; the hit that was gone to stays on the row where it is, below the header
    /// that stays at the top.
    fn stay(&mut self) {
        let hit = self.search.at.and_then(|at| self.search.hits.get(at));
        let is_hit = hit.is_some_and(|hit| hit.start() == self.port.anchor);
        let at = self.port.rows.iter().position(|row| *row == self.port.here).unwrap_or(1);
        let height = usize::from(self.port.size.1);
        let above = if is_hit { at.clamp(1, (height / 3).max(1)) } else { 0 };
        let gate = self.reading.gate();
        let row = self.flow.row_of(gate, self.port.anchor);
        self.port.top = self.flow.step(gate, row, -isize::try_from(above).unwrap_or(0));
    }

    /// Lays out what is on screen now, and judges it first.
    fn settle(&mut self) {
        self.lay_out();
        while self.read_screen() {
            self.lay_out();
        }
    }

    fn lay_out(&mut self) {
        let geometry = self.geometry();
        let options = Options { width: geometry.text.width, fill: self.fill(), veils: self.settings.veils };
        if options != self.flow.options() {
            self.lay_out_again(options);
        }
        let gate = self.reading.gate();
        let height = geometry.rows();
        self.port.rows = self.flow.rows(gate, self.port.top, height);
        if self.port.rows.len() < height {
            let lowest = self.lowest(height);
            if lowest < self.port.top {
                self.port.top = lowest;
                self.port.rows = self.flow.rows(self.reading.gate(), lowest, height);
            }
        }
        let here = self.flow.row_of(self.reading.gate(), self.port.anchor);
        self.port.here = if self.port.rows.contains(&here) { here } else { self.port.top };
    }

    /// The top row with which the last page is full.
    fn lowest(&mut self, height: usize) -> Row {
        let gate = self.reading.gate();
        let last = self.flow.last(gate);
        self.flow.step(gate, last, 1 - isize::try_from(height).unwrap_or(isize::MAX))
    }
}
