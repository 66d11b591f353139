//! The reader's state and what changes it. Nothing here draws, reads a file or names a terminal:
//! [`App::update`] takes a [`Message`] and answers with an [`Effect`] for others to carry out.

pub mod command;
mod curtain;
mod flow;
mod geometry;
mod kept;
pub mod keymap;
mod lists;
mod moving;
mod pane;
mod panes;
mod places;
mod reading;
mod shelving;

use std::collections::BTreeSet;
use std::sync::Arc;

use command::Command;
use keymap::{Code, Key, Keymap, Meaning};

pub use flow::{Flow, HEADER_ROOM, Item, Row, header_indent};
pub use geometry::{Area, Geometry, MEASURE, Panel};
pub use kept::{Anchor, Curtain, From, Kept, Snapshot};
pub use pane::{Links, Outline, Pane};
pub use reading::Reading;

use review::Document;
use review::Part;
use review::document::{Section, Zone};
use review::fingerprint::{Fingerprint, Key as ReviewKey};
use review::gate::{Consent, PassageId};
use review::span::Offset;

use crate::layout::{Fill, Options, Veils};
use crate::search::Hits;
use crate::shelf::{Film, Shelf, Viewing};

/// What happens to the reader.
#[derive(Debug)]
pub enum Message {
    /// A key was pressed.
    Key(Key),
    /// The mouse did something at a cell.
    Mouse(Mouse, u16, u16),
    /// The screen has this many columns and rows now.
    Resize(u16, u16),
    /// The whole of a document has been read, of which the beginning was shown so far.
    Arrived(Box<Document>),
    /// Some of the document was judged elsewhere.
    Judged(Box<Part>),
    /// Something outside has news for the reader: one short line.
    Notice(String),
    /// This was kept of the review: the reader goes on from there.
    Restore(Box<Kept>),
    /// This is kept of the review, after another window was heard.
    Agree(Box<Kept>),
    /// Whether the film was seen.
    Viewing(Viewing),
    /// The review has changed where it came from.
    Changed,
    /// What was read.
    Shelf(Box<Shelf>),
}

/// What the mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mouse {
    /// The left button went down.
    Click,
    /// The wheel turned up.
    WheelUp,
    /// The wheel turned down.
    WheelDown,
}

/// What others must do for the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Leave.
    Quit,
    /// Give the terminal back until woken.
    Suspend,
    /// Put text on the clipboard.
    Copy(String),
    /// Take the mouse, or leave it to the terminal.
    Mouse(bool),
    /// Open the review numbered so among the inputs.
    Open(usize),
    /// Read what a link leads to.
    Follow(String),
    /// Open an address in the reader's browser.
    Outside(String),
    /// Go back to the review that a link was followed from.
    Return,
    /// Undo that.
    Advance,
    /// Read the review again.
    Reload,
    /// Look up what was read.
    Shelf,
    /// Open a review from the shelf.
    Fetch(ReviewKey),
    /// Forget a review.
    Forget(ReviewKey),
    /// Note whether a film was seen.
    See(Film, Viewing),
}

/// How the reader begins.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The keys.
    pub keymap: Keymap,
    /// What is hidden.
    pub consent: Consent,
    /// The width of the text.
    pub measure: u16,
    /// How veils look.
    pub veils: Veils,
    /// The theme's number.
    pub theme: usize,
    /// Whether the mouse is taken.
    pub mouse: bool,
    /// What the input is called, where the review has no title.
    pub name: String,
    /// The input's number among so many.
    pub input: (usize, usize),
    /// What the inputs are called, a document for each, where there are several.
    pub list: Option<Arc<Vec<Document>>>,
    /// Those that have been opened.
    pub seen: BTreeSet<usize>,
    /// The command that opens addresses outside.
    pub browser: Option<String>,
    /// How many reviews links were followed from, and how many were returned from.
    pub visits: (usize, usize),
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            keymap: Keymap::default(),
            consent: Consent::default(),
            measure: MEASURE,
            veils: Veils::Chip,
            theme: 0,
            mouse: true,
            name: String::new(),
            input: (0, 1),
            list: None,
            seen: BTreeSet::new(),
            browser: None,
            visits: (0, 0),
        }
    }
}

/// Whether the review is as it is where it came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Freshness {
    /// It is, as far as is known.
    #[default]
    Fresh,
    /// It has changed there.
    Stale,
}

/// The search in force.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// Its pattern, as typed, or the name of who is walked to.
    pub pattern: String,
    /// What it looks for.
    pub aim: Aim,
    /// Where it stands in the shown text.
    pub hits: Hits,
    /// The number of the hit that was gone to.
    pub at: Option<usize>,
}

/// What a search looks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Aim {
    /// The pattern, in the text.
    #[default]
    Text,
    /// The mentions of a credit or of another film.
    Mentions,
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
    panel: Option<Panel>,
    picked: Option<PassageId>,
    search: Search,
    places: places::Places,
    pending: Vec<Key>,
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
        let reading = Reading::new(document, settings.consent.clone());
        let folds = site_notes(reading.sections());
        let options = Options { width: 1, fill: Fill::Even, veils: settings.veils };
        let flow = Flow::new(reading.document(), &folds, options);
        let mut app = Self {
            reading,
            folds,
            flow,
            port: Viewport { size, ..Viewport::default() },
            pane: Pane::default(),
            panel: None,
            picked: None,
            search: Search::default(),
            places: places::Places::default(),
            pending: Vec::new(),
            notice: None,
            viewing: Viewing::default(),
            freshness: Freshness::default(),
            unplaced: None,
            settings,
        };
        app.settings.seen.insert(app.settings.input.0);
        if !app.reading.document().is_english() && app.settings.input.1 > 0 {
            app.notice = Some("This is not English: only what its author marked is hidden".to_owned());
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
            Message::Resize(width, height) => {
                self.port.size = (width, height);
                // A larger screen may have shown what stands before the place.
                self.port.top = self.flow.row_of(self.reading.gate(), self.port.anchor);
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
            Message::Changed => {
                let key = self.settings.keymap.keys_of(Command::Reload).first().map_or("", String::as_str);
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
        Geometry::of(width, height, self.settings.measure, self.panel(width))
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
            Meaning::Command(C::LineUp | C::HalfPageUp | C::PageUp | C::Top | C::Help | C::Quit) => true,
            _ => false,
        };
        !(self.pane == Pane::Text && self.pending.is_empty() && scrolls)
    }

    /// Shows the panel where there is room and something to show, unless the reader chose.
    fn panel(&self, width: u16) -> Panel {
        let full = self.reading.has_facts() && width >= geometry::WIDE;
        self.panel.unwrap_or(if full { Panel::Shown } else { Panel::Hidden })
    }

    fn key(&mut self, key: Key) -> Option<Effect> {
        self.notice = None;
        match self.pane {
            Pane::Text | Pane::Explain(_) => self.text_key(key),
            _ => self.pane_key(key),
        }
    }

    fn text_key(&mut self, key: Key) -> Option<Effect> {
        if let Pane::Explain(_) = self.pane {
            self.pane = Pane::Text;
            let closes = self.settings.keymap.meaning(&[key]) == Meaning::Command(Command::Close);
            if key.code == Code::Escape || closes {
                return None;
            }
        }
        if key.code == Code::Escape && !self.pending.is_empty() {
            self.pending.clear();
            return None;
        }
        self.pending.push(key);
        match self.settings.keymap.meaning(&self.pending) {
            Meaning::Prefix => None,
            Meaning::Command(command) => {
                self.pending.clear();
                self.call(command)
            }
            Meaning::None => {
                let typed: Vec<String> = self.pending.drain(..).map(|key| key.to_string()).collect();
                let help = self.settings.keymap.keys_of(Command::Help).first().map_or("?", String::as_str);
                self.notice = Some(format!("{} does nothing here; {help} lists the keys", typed.concat()));
                if typed.len() > 1 {
                    self.begin_with(key);
                }
                None
            }
        }
    }

    /// Keeps `key` if more may follow it: of `]s` the `s` alone must not reveal because the `]` ended
    /// something else.
    fn begin_with(&mut self, key: Key) {
        if self.settings.keymap.meaning(&[key]) == Meaning::Prefix {
            self.pending.push(key);
        }
    }

    /// Carries out `command`.
    pub fn call(&mut self, command: Command) -> Option<Effect> {
        use Command as C;
        if let Some(effect) = self.visit(command).or_else(|| self.shelve(command)) {
            return Some(effect);
        }
        match command {
            C::NextReview | C::PreviousReview => {}
            C::Quit => return Some(Effect::Quit),
            C::Close => return self.close(),
            C::Suspend => return Some(Effect::Suspend),
            C::Copy => return Some(self.copy()),
            C::Mouse => return Some(self.toggle_mouse()),
            C::Help
            | C::Outline
            | C::Search
            | C::Mark
            | C::GoToMark
            | C::FocusPanel
            | C::Panel
            | C::List
            | C::Links => {
                self.open_pane(command);
            }
            C::Reveal
            | C::CycleSight
            | C::HideLess
            | C::HideMore
            | C::NextPassage
            | C::PreviousPassage
            | C::HideAgain
            | C::Overrule
            | C::Explain => self.curtain(command),
            C::Wider => self.measure(self.settings.measure.saturating_add(4)),
            C::Narrower => self.measure(self.settings.measure.saturating_sub(4)),
            C::ResetWidth => self.measure(MEASURE),
            C::NextHit => self.hit(1),
            C::PreviousHit => self.hit(-1),
            C::Theme => self.settings.theme = self.settings.theme.wrapping_add(1),
            _ => self.go(command),
        }
        None
    }

    fn close(&mut self) -> Option<Effect> {
        let over_the_text = self.port.size.0 < geometry::WIDE && self.geometry().panel.is_some();
        if over_the_text {
            self.panel = Some(Panel::Hidden);
        } else if self.search.hits.is_empty() && self.search.pattern.is_empty() {
            return Some(Effect::Quit);
        } else {
            self.search = Search::default();
        }
        None
    }

    fn toggle_mouse(&mut self) -> Effect {
        self.settings.mouse = !self.settings.mouse;
        let whose =
            if self.settings.mouse { "The mouse is ours again" } else { "The mouse is the terminal's" };
        self.notice = Some(whose.to_owned());
        Effect::Mouse(self.settings.mouse)
    }

    pub(super) fn other_review(&mut self, by: isize) -> Option<Effect> {
        let (at, count) = self.settings.input;
        let next = at.checked_add_signed(by).filter(|next| *next < count);
        if next.is_none() {
            let edge = if count < 2 { "There is one review only" } else { "There is no further review" };
            self.notice = Some(edge.to_owned());
        }
        next.map(Effect::Open)
    }

    fn measure(&mut self, measure: u16) {
        self.settings.measure = measure.clamp(24, 200);
        self.notice = Some(format!("The text is {} columns wide", self.settings.measure));
    }

    /// The beginning that was read so far has become the whole: places stay, for the text does.
    fn arrive(&mut self, document: Document) {
        let folded = self.folded_blocks();
        self.reading.arrive(document);
        self.fold_anew(&folded);
        self.fold_as_kept();
    }

    /// The first blocks of the folded sections: these stay when sections come and go.
    fn folded_blocks(&self) -> Vec<usize> {
        let sections = self.reading.sections();
        self.folds.iter().filter_map(|fold| Some(sections.get(*fold)?.blocks.start)).collect()
    }

    /// Folds the sections that begin at `blocks`, and site notes: the sections are new.
    fn fold_anew(&mut self, blocks: &[usize]) {
        let sections = self.reading.sections().iter().enumerate();
        let folded = sections.filter(|(_, section)| blocks.contains(&section.blocks.start));
        self.folds = folded.map(|(number, _)| number).collect();
        self.folds.extend(site_notes(self.reading.sections()));
        self.flow.lay_out_again(self.flow.options());
        self.refold();
    }

    /// Lays out as `options` say what may be seen now, from the same place on.
    fn lay_out_again(&mut self, options: Options) {
        self.flow.lay_out_again(options);
        self.port.top = self.flow.row_of(self.reading.gate(), self.port.anchor);
    }

    fn refold(&mut self) {
        self.flow.refold(self.reading.document(), &self.folds);
        self.port.top = self.flow.row_of(self.reading.gate(), self.port.anchor);
    }

    /// Whether some of the review is still to be judged.
    pub fn is_reading(&self) -> bool {
        self.reading.document().unread() > 0
    }

    /// Judges about `bytes` of text from block `first` on; whether anything was unread there.
    fn read(&mut self, first: usize, bytes: usize) -> bool {
        let blocks = self.reading.document().blocks();
        let start = blocks.get(first).map_or(0, |block| block.span.start().get());
        let after = blocks.partition_point(|block| block.span.start().get() < start + bytes);
        let folded = self.folded_blocks();
        if !self.reading.read_on(first..after.max(first + 1)) {
            return false;
        }
        self.judged(&folded);
        true
    }

    /// More has been judged; with the last of it come sections.
    fn judged(&mut self, folded: &[usize]) {
        if self.is_reading() {
            self.lay_out_again(self.flow.options());
        } else {
            self.fold_anew(folded);
            self.fold_as_kept();
        }
    }

    /// Judges what is on screen, if it is not yet: the reader shall not wait for what lies before it.
    fn read_screen(&mut self) -> bool {
        let document = self.reading.document();
        let items = self.port.rows.iter().filter_map(|row| self.flow.items().get(row.item));
        let unread = items.filter_map(|item| match item {
            Item::Block(block) if document.is_unread(*block) => Some(*block),
            _ => None,
        });
        let screen = usize::from(self.port.size.0) * usize::from(self.port.size.1);
        match unread.min() {
            Some(first) => self.read(first, screen.clamp(1024, MOST)),
            None => false,
        }
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
        let options = Options { width: geometry.text.width, fill: Fill::Even, veils: self.settings.veils };
        if options != self.flow.options() {
            self.lay_out_again(options);
        }
        let gate = self.reading.gate();
        let height = usize::from(geometry.text.height);
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

/// So many bytes are judged at a time while nothing else happens: some hundredths of a second.
const MOST: usize = 16 * 1024;

/// The last section, where it is no prose of the review.
fn site_notes(sections: &[Section]) -> BTreeSet<usize> {
    let last = sections.len().checked_sub(1);
    let is_matter = |section: &usize| sections.get(*section).is_some_and(|s| s.zone == Zone::Matter);
    last.filter(is_matter).into_iter().collect()
}
