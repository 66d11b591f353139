//! The terminal: events in, frames and effects out. It sleeps until something happens, and it gives
//! the terminal back as it found it, whatever ends the reader: quitting, a signal or a panic.

mod input;
mod screen;
mod visits;

use std::collections::VecDeque;
use std::io;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use ratatui::backend::Backend;
use ratatui::layout::Rect;

use crate::app::keymap::{Code, Key};
use crate::app::{App, Effect, Message, Settings};
use crate::review::gate::Consent;
use crate::review::{Document, Part};
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
    /// Some of the document numbered so has been judged.
    Judged(usize, Box<Part>),
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
    let mut session = Session {
        sender,
        events,
        later: VecDeque::new(),
        waiting: None,
        opened: 0,
        judged: Default::default(),
        coming: 0,
        visits: Visits::default(),
    };
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
    /// What happened while somebody waited for something else: it comes first.
    later: VecDeque<Event>,
    /// The review of which only the beginning is here.
    waiting: Option<usize>,
    opened: usize,
    /// The number of the document that is judged, and for how long anybody wants to know.
    judged: (usize, Arc<()>),
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
        let app = App::new(review.document, Settings { name: review.name, ..settings }, size);
        if self.waiting.is_none() {
            self.judge(&app);
        }
        app
    }

    /// Has what is left to judge judged by a thread, which stops when another document is read.
    fn judge(&mut self, app: &App) {
        let number = self.judged.0 + 1;
        self.judged = (number, Arc::default());
        let Some(judging) = app.reading().document().judging() else { return };
        let (sender, wanted) = (self.sender.clone(), Arc::downgrade(&self.judged.1));
        thread::spawn(move || {
            for part in judging {
                let sent = sender.send(Event::Judged(number, Box::new(part)));
                if sent.is_err() || wanted.strong_count() == 0 {
                    break;
                }
            }
        });
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
            let mut next = self.next();
            if next.is_none() {
                return Ok(None);
            }
            while let Some(event) = next {
                if let Event::End(signal) = event {
                    return Ok(Some(signal));
                }
                let message = self.message(event, &mut app, screen)?;
                match message.and_then(|message| app.update(message)) {
                    Some(Effect::Quit) => return Ok(None),
                    Some(effect) => app = self.carry_out(effect, app, (screen, themes), open)?,
                    None => {}
                }
                next = self.next_at_once();
            }
        }
    }

    /// What `event` is to the reader, once what it is to us is done.
    fn message(&mut self, event: Event, app: &mut App, screen: &mut Screen) -> io::Result<Option<Message>> {
        Ok(match event {
            Event::Stop => {
                suspend(screen, app)?;
                None
            }
            Event::Read(number, read) => {
                let arrived = self.arrived(number, read);
                self.take_in(app, arrived);
                None
            }
            Event::Judged(number, part) => (number == self.judged.0).then_some(Message::Judged(part)),
            // Nobody waits for it any more.
            Event::Opened(..) | Event::End(_) => None,
            Event::Happened(message) => {
                let arrived = self.wait_for(app, &message);
                self.take_in(app, arrived);
                Some(message)
            }
        })
    }

    fn carry_out(
        &mut self,
        effect: Effect,
        mut app: App,
        (screen, themes): (&mut Screen, &Themes),
        open: &mut dyn FnMut(Wanted) -> Result<Opening, String>,
    ) -> io::Result<App> {
        match effect {
            Effect::Quit => {}
            Effect::Suspend => suspend(screen, &mut app)?,
            Effect::Copy(text) => screen.copy(&text)?,
            Effect::Mouse(taken) => screen.take_mouse(taken)?,
            Effect::Open(number) => return self.open(app, &Wanted::Input(number), (screen, themes), open),
            Effect::Follow(target) => return self.open(app, &Wanted::Link(target), (screen, themes), open),
            Effect::Outside(target) => outside(&mut app, &target),
            Effect::Return | Effect::Advance => {
                let size = screen.size()?;
                let back = effect == Effect::Return;
                app = if back { self.visits.back(app, size) } else { self.visits.forward(app, size) };
                self.judge(&app);
            }
        }
        Ok(app)
    }

    /// What has happened already.
    fn next_at_once(&mut self) -> Option<Event> {
        self.later.pop_front().or_else(|| self.events.try_recv().ok())
    }

    /// Sleeps until something happens.
    fn next(&mut self) -> Option<Event> {
        self.later.pop_front().or_else(|| self.events.recv().ok())
    }

    /// Gives `app` the whole review, and has it judged.
    fn take_in(&mut self, app: &mut App, arrived: Option<Message>) {
        if let Some(arrived) = arrived {
            app.update(arrived);
            self.judge(app);
        }
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
        loop {
            match self.events.recv() {
                Ok(Event::Opened(opened, review)) if opened == number => return review.map(|review| *review),
                Ok(Event::Happened(Message::Key(key))) if cancels(key) => return Err("cancelled".to_owned()),
                Ok(event @ Event::End(_)) => {
                    self.later.push_front(event);
                    return Err("cancelled".to_owned());
                }
                Ok(event) => self.later.push_back(event),
                Err(_) => return Err("cancelled".to_owned()),
            }
        }
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
        loop {
            match self.events.recv().ok()? {
                Event::Read(number, read) => return self.arrived(number, read),
                Event::End(signal) => {
                    self.later.push_front(Event::End(signal));
                    return None;
                }
                event => self.later.push_back(event),
            }
        }
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
