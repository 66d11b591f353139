//! The terminal: events in, frames and effects out. It sleeps until something happens, and it gives
//! the terminal back as it found it, whatever ends the reader: quitting, a signal or a panic.

mod input;
mod screen;
mod visits;

use std::io;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use ratatui::backend::Backend;
use ratatui::layout::Rect;

use crate::app::keymap::{Code, Key};
use crate::app::{App, Effect, Message, Settings};
use crate::review::Document;
use crate::review::gate::Consent;
use crate::view;
use crate::view::theme::{Colours, Ground, Themes};
use screen::Screen;
use visits::Visits;

/// A review as it is opened: whole, or its beginning with a way to the whole.
pub struct Review {
    /// What it is called where it has no title.
    pub name: String,
    /// What has been read.
    pub document: Document,
    /// Reads all of it, where `document` is only its beginning. The error is one line.
    pub rest: Option<Rest>,
}

/// What the reader wants to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The input numbered so.
    Input(usize),
    /// What a link leads to.
    Link(String),
}

/// A review that is opened: at once, or by work that may take long.
pub enum Opening {
    /// It is here.
    Here(Box<Review>),
    /// It will be, unless that is cancelled. The error is one line.
    Coming(Box<dyn FnOnce() -> Result<Review, String> + Send>),
}

/// Reads the whole of a review.
pub type Rest = Box<dyn FnOnce() -> Result<Document, String> + Send>;

/// What is said while a review is on its way.
const COMING: &str = "fetching… C-c cancels";

/// What wakes the reader.
enum Event {
    Happened(Message),
    /// The whole review numbered so has been read, or could not be.
    Read(usize, Result<Box<Document>, String>),
    /// The review whose opening was numbered so is here, or could not be had.
    Opened(usize, Result<Box<Review>, String>),
    /// A signal to end.
    End(i32),
    /// A signal to stop for a while.
    Stop,
}

/// Reads reviews in the terminal until the reader leaves. `open` opens what is wanted; its error is one
/// line.
///
/// # Errors
/// Where the terminal cannot be had or is lost.
pub fn run(
    first: Review,
    settings: Settings,
    themes: &Themes,
    open: &mut dyn FnMut(Wanted) -> Result<Opening, String>,
) -> io::Result<()> {
    let (sender, events) = channel();
    screen::guard_panics();
    let mut screen = Screen::enter(settings.mouse)?;
    input::watch_signals(sender.clone())?;
    input::watch_keys(sender.clone());
    let size = screen.size()?;
    let mut session =
        Session { sender, events, waiting: None, opened: 0, coming: 0, visits: Visits::default() };
    let app = session.start(first, settings, size);
    let end = session.run(app, themes, &mut screen, open);
    drop(screen);
    match end? {
        None => Ok(()),
        Some(signal) => {
            // Die of it, so that the parent sees what happened.
            signal_hook::low_level::emulate_default_handler(signal)
        }
    }
}

/// Whether the terminal is dark or light; asks it, and does not wait long for an answer.
pub fn ground() -> Ground {
    let mut options = terminal_colorsaurus::QueryOptions::default();
    options.timeout = std::time::Duration::from_millis(150);
    match terminal_colorsaurus::theme_mode(options) {
        Ok(terminal_colorsaurus::ThemeMode::Light) => Ground::Light,
        _ => Ground::Dark,
    }
}

/// How many colours the terminal says it has.
pub fn colours() -> Colours {
    let says = std::env::var("COLORTERM").unwrap_or_default();
    if says == "truecolor" || says == "24bit" { Colours::True } else { Colours::Indexed }
}

struct Session {
    sender: Sender<Event>,
    events: Receiver<Event>,
    /// The review of which only the beginning is here.
    waiting: Option<usize>,
    opened: usize,
    /// How many reviews were waited for.
    coming: usize,
    visits: Visits,
}

impl Session {
    fn start(&mut self, review: Review, settings: Settings, size: (u16, u16)) -> App {
        self.opened += 1;
        self.waiting = None;
        if let Some(rest) = review.rest {
            let (number, sender) = (self.opened, self.sender.clone());
            self.waiting = Some(number);
            thread::spawn(move || {
                let read = rest().map(Box::new);
                // Nobody listens any more once the reader has left.
                let _ = sender.send(Event::Read(number, read));
            });
        }
        App::new(review.document, Settings { name: review.name, ..settings }, size)
    }

    /// Until the reader leaves: with the signal that ended it, if one did.
    fn run(
        &mut self,
        mut app: App,
        themes: &Themes,
        screen: &mut Screen,
        open: &mut dyn FnMut(Wanted) -> Result<Opening, String>,
    ) -> io::Result<Option<i32>> {
        loop {
            draw(&app, themes, screen)?;
            let Some(first) = self.wait(&mut app) else { return Ok(None) };
            let mut next = Some(first);
            while let Some(event) = next {
                let message = match event {
                    Event::End(signal) => return Ok(Some(signal)),
                    Event::Stop => {
                        suspend(screen, &mut app)?;
                        None
                    }
                    Event::Read(number, read) => self.arrived(number, read),
                    // Nobody waits for it any more.
                    Event::Opened(..) => None,
                    Event::Happened(message) => {
                        if let Some(arrived) = self.wait_for(&app, &message) {
                            app.update(arrived);
                        }
                        Some(message)
                    }
                };
                let effect = message.and_then(|message| app.update(message));
                match effect {
                    Some(Effect::Quit) => return Ok(None),
                    Some(Effect::Suspend) => suspend(screen, &mut app)?,
                    Some(Effect::Copy(text)) => screen.copy(&text)?,
                    Some(Effect::Mouse(taken)) => screen.take_mouse(taken)?,
                    Some(Effect::Open(number)) => {
                        app = self.open(app, &Wanted::Input(number), (screen, themes), open)?;
                    }
                    Some(Effect::Follow(target)) => {
                        app = self.open(app, &Wanted::Link(target), (screen, themes), open)?;
                    }
                    Some(Effect::Outside(target)) => outside(&mut app, &target),
                    Some(Effect::Return) => app = self.visits.back(app, screen.size()?),
                    Some(Effect::Advance) => app = self.visits.forward(app, screen.size()?),
                    None => {}
                }
                next = self.events.try_recv().ok();
            }
        }
    }

    /// Sleeps until something happens; while some of a review is still to be judged, judges instead.
    fn wait(&mut self, app: &mut App) -> Option<Event> {
        while self.waiting.is_none() && app.is_reading() {
            match self.events.try_recv() {
                Ok(event) => return Some(event),
                Err(_) => app.update(Message::Idle),
            };
            if !app.is_reading() {
                // What the screen tells of the whole has changed.
                return Some(Event::Happened(Message::Idle));
            }
        }
        self.events.recv().ok()
    }

    fn open(
        &mut self,
        mut app: App,
        wanted: &Wanted,
        (screen, themes): (&mut Screen, &Themes),
        open: &mut dyn FnMut(Wanted) -> Result<Opening, String>,
    ) -> io::Result<App> {
        let opened = match open(wanted.clone()) {
            Ok(Opening::Here(review)) => Ok(*review),
            Ok(Opening::Coming(work)) => {
                app.update(Message::Notice(COMING.to_owned()));
                draw(&app, themes, screen)?;
                self.come(work)
            }
            Err(error) => Err(error),
        };
        match opened {
            Ok(review) => {
                let hide = app.reading().consent().hide;
                let mut settings = app.settings().clone();
                match wanted {
                    Wanted::Input(number) => {
                        settings.input.0 = *number;
                        self.visits = Visits::default();
                    }
                    Wanted::Link(_) => self.visits.leave(app),
                }
                settings.visits = self.visits.count();
                settings.consent = Consent::hiding(hide);
                Ok(self.start(review, settings, screen.size()?))
            }
            Err(error) => {
                app.update(Message::Notice(error));
                Ok(app)
            }
        }
    }

    /// Waits for `work`, which another thread does, until it is cancelled. What else happens meanwhile waits
    /// its turn.
    fn come(&mut self, work: Box<dyn FnOnce() -> Result<Review, String> + Send>) -> Result<Review, String> {
        self.coming += 1;
        let (number, sender) = (self.coming, self.sender.clone());
        thread::spawn(move || {
            // Nobody listens any more once it was cancelled.
            let _ = sender.send(Event::Opened(number, work().map(Box::new)));
        });
        let mut later = Vec::new();
        let opened = loop {
            match self.events.recv() {
                Ok(Event::Opened(opened, review)) if opened == number => break review.map(|review| *review),
                Ok(Event::Happened(Message::Key(key))) if cancels(key) => break Err("cancelled".to_owned()),
                Ok(event @ Event::End(_)) => {
                    later.push(event);
                    break Err("cancelled".to_owned());
                }
                Ok(event) => later.push(event),
                Err(_) => break Err("cancelled".to_owned()),
            }
        };
        for event in later {
            // We hold the receiver, so sending cannot fail.
            let _ = self.sender.send(event);
        }
        opened
    }

    fn arrived(&mut self, number: usize, read: Result<Box<Document>, String>) -> Option<Message> {
        if self.waiting != Some(number) {
            return None;
        }
        self.waiting = None;
        Some(match read {
            Ok(document) => Message::Arrived(document),
            Err(error) => Message::Notice(error),
        })
    }

    /// The whole review, where `message` cannot be answered with its beginning alone. What happens
    /// meanwhile waits its turn.
    fn wait_for(&mut self, app: &App, message: &Message) -> Option<Message> {
        if self.waiting.is_none() || !app.needs_whole(message) {
            return None;
        }
        let mut later = Vec::new();
        let arrived = loop {
            match self.events.recv() {
                Ok(Event::Read(number, read)) => break self.arrived(number, read),
                Ok(event) => later.push(event),
                Err(_) => break None,
            }
        };
        for event in later {
            // We hold the receiver, so sending cannot fail.
            let _ = self.sender.send(event);
        }
        arrived
    }
}

/// Opens `target` in the reader's browser, which shares nothing with us.
fn outside(app: &mut App, target: &str) {
    let browser = app.settings().browser.clone().unwrap_or_default();
    let mut words = browser.split_whitespace();
    let started = words.next().map(|program| {
        let mut command = Command::new(program);
        command.args(words).arg(target).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn()
    });
    let notice = match started {
        Some(Ok(mut child)) => {
            // Somebody has to be told of its end, or it stays as a zombie.
            thread::spawn(move || child.wait());
            "opened outside".to_owned()
        }
        _ => "the browser of config.toml cannot be started; check it".to_owned(),
    };
    app.update(Message::Notice(notice));
}

/// Whether `key` ends waiting.
fn cancels(key: Key) -> bool {
    key == Key::plain(Code::Escape) || key == Key::control('c')
}

fn suspend(screen: &mut Screen, app: &mut App) -> io::Result<()> {
    screen.leave();
    signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
    screen.come_back(app.settings().mouse)?;
    let (width, height) = screen.size()?;
    app.update(Message::Resize(width, height));
    Ok(())
}

fn draw(app: &App, themes: &Themes, screen: &mut Screen) -> io::Result<()> {
    let theme = themes.get(app.settings().theme);
    screen.draw(|frame| {
        let area: Rect = frame.area();
        view::view(app, theme, area, frame.buffer_mut());
        if let Some((x, y)) = view::cursor(app) {
            frame.set_cursor_position((x, y));
        }
    })
}

/// The size of the terminal behind `backend`.
fn size_of(backend: &impl Backend<Error = io::Error>) -> io::Result<(u16, u16)> {
    backend.size().map(|size| (size.width.max(1), size.height.max(1)))
}
