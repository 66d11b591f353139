//! The terminal: events in, frames and effects out. It sleeps until something happens, and it gives
//! the terminal back as it found it, whatever ends the reader: quitting, a signal or a panic.

mod input;
mod screen;
mod visits;
mod world;

use std::collections::VecDeque;
use std::io;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use ratatui::backend::Backend;
use ratatui::layout::Rect;
use review::document::Level;
use review::fingerprint::Key as ReviewKey;
use review::gate::Consent;
use review::{Document, Part};

use crate::app::keymap::{Code, Key};
use crate::app::{App, Effect, Kept, Message, Pane, Settings, Snapshot};
use crate::view;
use crate::view::theme::{Colours, Ground, Themes};
use screen::Screen;
use visits::Visits;

pub use world::World;

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
    /// A review from the shelf.
    Shelved(ReviewKey),
    /// The same review, as it is now.
    Again,
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
    /// Something has been kept: there may be news of it.
    Kept,
    /// A signal to end.
    End(i32),
    /// A signal to stop for a while.
    Stop,
}

/// After so long what has changed is kept.
const KEPT_AFTER: Duration = Duration::from_secs(3);

/// Reads reviews in the terminal until the reader leaves.
///
/// # Errors
/// Where the terminal cannot be had or is lost.
pub fn run(first: Review, settings: Settings, themes: &Themes, world: &mut dyn World) -> io::Result<()> {
    let (sender, events) = channel();
    screen::guard_panics();
    let mut screen = Screen::enter(settings.mouse)?;
    input::watch_signals(sender.clone())?;
    input::watch_keys(sender.clone());
    let size = screen.size()?;
    let mut session = Session::new(sender, events);
    let mut app = session.start(first, settings, size, world);
    if app.settings().input.1 == 0 {
        let sender = session.sender.clone();
        // Nobody listens any more once the reader has left.
        let whole = move |whole| _ = sender.send(Event::Happened(Message::Shelf(Box::new(whole))));
        app.update(Message::Shelf(Box::new(world.shelf_at_once(Box::new(whole)))));
    }
    let end = session.run(&mut app, themes, &mut screen, world);
    world.keep(&app);
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
    /// What was kept last.
    saved: Snapshot,
    /// Since when something has been different from that.
    changed: Option<Instant>,
    /// How the reader goes on with the review that is read again.
    resume: Option<Kept>,
}

impl Session {
    fn new(sender: Sender<Event>, events: Receiver<Event>) -> Self {
        Self {
            sender,
            events,
            later: VecDeque::new(),
            waiting: None,
            opened: 0,
            judged: Default::default(),
            coming: 0,
            visits: Visits::default(),
            saved: Snapshot::default(),
            changed: None,
            resume: None,
        }
    }

    fn start(&mut self, review: Review, settings: Settings, size: (u16, u16), world: &mut dyn World) -> App {
        self.opened += 1;
        self.waiting = None;
        world.started();
        if let Some(rest) = review.rest {
            let (number, sender) = (self.opened, self.sender.clone());
            self.waiting = Some(number);
            thread::spawn(move || {
                let read = rest().map(Box::new);
                // Nobody listens any more once the reader has left.
                let _ = sender.send(Event::Read(number, read));
            });
        }
        let mut app = App::new(review.document, Settings { name: review.name, ..settings }, size);
        if self.waiting.is_none() {
            self.restore(&mut app, world);
            self.judge(&app);
        }
        app
    }

    /// Goes on where the reader was: what is kept is found by the whole of a review.
    fn restore(&mut self, app: &mut App, world: &mut dyn World) {
        let resume = self.resume.take();
        for message in world.restore(app.reading().document()) {
            if resume.is_none() || !matches!(message, Message::Restore(_)) {
                app.update(message);
            }
        }
        if let Some(kept) = resume {
            app.update(Message::Restore(Box::new(kept)));
        }
        for message in world.restored(app) {
            app.update(message);
        }
        self.saved = app.snapshot();
        self.changed = None;
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
        app: &mut App,
        themes: &Themes,
        screen: &mut Screen,
        world: &mut dyn World,
    ) -> io::Result<Option<i32>> {
        loop {
            draw(app, themes, screen)?;
            let mut next = self.next(app, world);
            if next.is_none() {
                return Ok(None);
            }
            while let Some(event) = next {
                if let Event::End(signal) = event {
                    return Ok(Some(signal));
                }
                let message = self.message(event, app, screen, world)?;
                match message.and_then(|message| tell(app, message, world)) {
                    Some(Effect::Quit) => return Ok(None),
                    Some(effect) => self.carry_out(effect, app, (screen, themes), world)?,
                    None => {}
                }
                next = self.next_at_once();
            }
        }
    }

    /// What `event` is to the reader, once what it is to us is done.
    fn message(
        &mut self,
        event: Event,
        app: &mut App,
        screen: &mut Screen,
        world: &mut dyn World,
    ) -> io::Result<Option<Message>> {
        Ok(match event {
            Event::Stop => {
                self.keep(app, world);
                suspend(screen, app)?;
                None
            }
            Event::Read(number, read) => {
                let arrived = self.arrived(number, read);
                self.take_in(app, arrived, world);
                None
            }
            Event::Judged(number, part) => (number == self.judged.0).then_some(Message::Judged(part)),
            // Nobody waits for it any more.
            Event::Opened(..) | Event::End(_) | Event::Kept => None,
            Event::Happened(message) => {
                let arrived = self.wait_for(app, &message);
                self.take_in(app, arrived, world);
                Some(message)
            }
        })
    }

    /// Does what the reader cannot do itself.
    fn carry_out(
        &mut self,
        effect: Effect,
        app: &mut App,
        (screen, themes): (&mut Screen, &Themes),
        world: &mut dyn World,
    ) -> io::Result<()> {
        match effect {
            Effect::Quit => {}
            Effect::Suspend => {
                self.keep(app, world);
                suspend(screen, app)?;
            }
            Effect::Copy(text) => screen.copy(&text)?,
            Effect::Mouse(taken) => screen.take_mouse(taken)?,
            Effect::Open(number) => self.open(app, &Wanted::Input(number), (screen, themes), world)?,
            Effect::Follow(target) => self.open(app, &Wanted::Link(target), (screen, themes), world)?,
            Effect::Fetch(key) => self.open(app, &Wanted::Shelved(key), (screen, themes), world)?,
            Effect::Reload => self.reload(app, (screen, themes), world)?,
            Effect::Outside(target) => outside(app, &target),
            Effect::Return | Effect::Advance => self.visit(&effect, app, screen.size()?, world),
            Effect::Shelf | Effect::Forget(_) | Effect::See(..) => self.shelve(effect, app, world),
        }
        Ok(())
    }

    /// Goes back to a review from which a link was followed, or forward again.
    fn visit(&mut self, effect: &Effect, app: &mut App, size: (u16, u16), world: &mut dyn World) {
        self.keep(app, world);
        match effect {
            Effect::Return => self.visits.back(app, size),
            _ => self.visits.forward(app, size),
        }
        world.returned(app.reading().document());
        self.judge(app);
    }

    /// What concerns the shelf.
    fn shelve(&mut self, effect: Effect, app: &mut App, world: &mut dyn World) {
        let refused = match effect {
            Effect::Forget(key) => world.forget(key),
            Effect::See(film, viewing) => {
                if app.film().is_some_and(|own| own.is(&film)) {
                    app.update(Message::Viewing(viewing));
                }
                let noted = world.see(&film, viewing);
                if noted.is_ok() && !matches!(app.pane(), Pane::Shelf(_)) {
                    return;
                }
                noted
            }
            _ => {
                self.keep(app, world);
                Ok(())
            }
        };
        app.update(match refused {
            Ok(()) => Message::Shelf(Box::new(world.shelf())),
            Err(error) => Message::Notice(error),
        });
    }

    /// What has happened already.
    fn next_at_once(&mut self) -> Option<Event> {
        self.later.pop_front().or_else(|| self.events.try_recv().ok())
    }

    /// Sleeps until something happens; wakes by itself only if something is to be kept, once.
    fn next(&mut self, app: &mut App, world: &mut dyn World) -> Option<Event> {
        if let Some(event) = self.next_at_once() {
            return Some(event);
        }
        if app.snapshot() == self.saved {
            self.changed = None;
            return self.events.recv().ok();
        }
        let since = *self.changed.get_or_insert_with(Instant::now);
        match self.events.recv_timeout(KEPT_AFTER.saturating_sub(since.elapsed())) {
            Ok(event) => Some(event),
            Err(RecvTimeoutError::Disconnected) => None,
            Err(RecvTimeoutError::Timeout) => {
                self.keep(app, world);
                Some(Event::Kept)
            }
        }
    }

    /// Gives `app` the whole review, goes on where the reader was, and has it judged.
    fn take_in(&mut self, app: &mut App, arrived: Option<Message>, world: &mut dyn World) {
        let Some(message) = arrived else { return };
        let is_whole = matches!(message, Message::Arrived(_));
        app.update(message);
        if is_whole {
            self.restore(app, world);
        }
        self.judge(app);
    }

    /// Keeps what there is to be kept, and hears what other windows kept.
    fn keep(&mut self, app: &mut App, world: &mut dyn World) {
        for message in world.keep(app) {
            app.update(message);
        }
        self.saved = app.snapshot();
        self.changed = None;
    }

    /// Opens what is wanted, if it can be had.
    fn open(
        &mut self,
        app: &mut App,
        wanted: &Wanted,
        (screen, themes): (&mut Screen, &Themes),
        world: &mut dyn World,
    ) -> io::Result<()> {
        self.keep(app, world);
        let opened = match world.open(wanted.clone()) {
            Ok(Opening::Here(review)) => Ok(*review),
            Ok(Opening::Coming(work)) => {
                app.update(Message::Notice(COMING.to_owned()));
                draw(app, themes, screen)?;
                self.come(work)
            }
            Err(error) => Err(error),
        };
        match opened {
            Ok(review) => {
                let size = screen.size()?;
                self.turn_to(review, app, wanted, size, world);
            }
            Err(error) => _ = app.update(Message::Notice(error)),
        }
        Ok(())
    }

    /// Puts the reader of `review` in the place of `app`, to which it may be gone back.
    fn turn_to(
        &mut self,
        review: Review,
        app: &mut App,
        wanted: &Wanted,
        size: (u16, u16),
        world: &mut dyn World,
    ) {
        let mut settings = app.settings().clone();
        let is_bare = settings.input.1 == 0;
        match wanted {
            Wanted::Input(number) => settings.input.0 = *number,
            Wanted::Shelved(_) if is_bare => settings.input = (0, 1),
            _ => {}
        }
        let hide = app.reading().consent().hide;
        settings.consent = Consent::hiding(stricter(settings.consent.hide, hide));
        let left = std::mem::replace(app, self.start(review, settings, size, world));
        match wanted {
            Wanted::Input(_) => self.visits = Visits::default(),
            Wanted::Link(_) => self.visits.leave(left),
            Wanted::Shelved(_) if !is_bare => self.visits.leave(left),
            Wanted::Shelved(_) | Wanted::Again => {}
        }
        app.visited(self.visits.count());
    }

    /// Reads the review again, and goes on where the reader was.
    fn reload(
        &mut self,
        app: &mut App,
        (screen, themes): (&mut Screen, &Themes),
        world: &mut dyn World,
    ) -> io::Result<()> {
        if !world.can_reload() {
            app.update(Message::Notice("There is no file to be read again".to_owned()));
            return Ok(());
        }
        self.resume = Some(app.kept());
        let before = self.opened;
        self.open(app, &Wanted::Again, (screen, themes), world)?;
        if self.opened == before {
            self.resume = None;
        } else if self.waiting.is_none() {
            app.update(Message::Notice("Read again".to_owned()));
        }
        Ok(())
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

/// Tells `app` what happened; at a key also what has happened outside.
fn tell(app: &mut App, message: Message, world: &mut dyn World) -> Option<Effect> {
    let typed = matches!(message, Message::Key(_));
    let effect = app.update(message);
    if typed && effect.is_none() {
        for news in world.news(app) {
            app.update(news);
        }
    }
    effect
}

/// The hide level of the two that hides more: who hid more in one review is not shown more in the next.
fn stricter(one: Option<Level>, other: Option<Level>) -> Option<Level> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
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
