//! The terminal: events in, frames and effects out. It sleeps until something happens, and it gives
//! the terminal back as it found it, whatever ends the reader: quitting, a signal or a panic.

mod clipboard;
mod input;
mod opening;
mod paint;
mod screen;
mod stage;
mod terminal;
mod visits;
mod world;

use std::collections::VecDeque;
use std::io;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use ratatui::layout::Rect;
use review::{Document, Judging, Part};
use signal_hook::consts::SIGHUP;

use crate::app::{App, Casting, Effect, Kept, Message, Pane, Settings, Snapshot};
use crate::output;
use crate::view;
use crate::view::theme::Themes;
use input::Ears;
use screen::Screen;
use visits::Visits;

pub use opening::{Rest, Review, SOON, Wanted, Work};
pub use stage::{Stage, Waited};
pub use terminal::colours;
pub use world::World;

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

/// Who types a digit and goes on so soon means a count.
const MOMENT: Duration = Duration::from_millis(500);
/// So long a frame waits for the cast of what is shown now.
const GLANCE: Duration = Duration::from_millis(25);

/// After so long what has changed is kept.
const KEPT_AFTER: Duration = Duration::from_secs(3);

/// Reads reviews in the terminal until the reader leaves.
///
/// # Errors
/// Where the terminal cannot be had or is lost.
pub fn run(first: Review, settings: Settings, themes: &Themes, world: &mut dyn World) -> io::Result<()> {
    Stage::enter(&settings)?.run(first, settings, themes, world)
}

impl Stage {
    /// The same on a terminal that was taken already.
    ///
    /// # Errors
    /// Where the terminal is lost.
    pub fn run(
        self,
        first: Review,
        settings: Settings,
        themes: &Themes,
        world: &mut dyn World,
    ) -> io::Result<()> {
        let Self { mut screen, sender, events, ears } = self;
        let size = screen.size()?;
        let mut session = Session { ears, ..Session::new(sender, events) };
        let mut app = session.start(first, settings, size, world);
        if app.settings().input.1 == 0 {
            let sender = session.sender.clone();
            // Nobody listens any more once the reader has left.
            let whole = move |whole| _ = sender.send(Event::Happened(Message::Shelf(Box::new(whole))));
            app.update(Message::Shelf(Box::new(world.shelf_at_once(Box::new(whole)))));
        }
        let end = session.run(&mut app, themes, &mut screen, world);
        world.keep(&app);
        screen.hear_out(&session.events, &mut session.later);
        drop(screen);
        // Whose terminal is gone cannot be told so.
        let end = end.or_else(|error| if is_gone(&error) { Ok(Some(SIGHUP)) } else { Err(error) });
        match end? {
            None => Ok(()),
            Some(signal) => {
                // Die of it, so that the parent sees what happened.
                signal_hook::low_level::emulate_default_handler(signal)
            }
        }
    }
}

/// Whether `error` says that there is no terminal any more.
fn is_gone(error: &io::Error) -> bool {
    const EIO: i32 = 5;
    error.raw_os_error() == Some(EIO) || error.kind() == io::ErrorKind::BrokenPipe
}

struct Session {
    sender: Sender<Event>,
    events: Receiver<Event>,
    /// Who is to watch keys and signals once a frame stands.
    ears: Option<Ears>,
    /// What happened while somebody waited for something else: it comes first.
    later: VecDeque<Event>,
    /// The review of which only the beginning is here, and what reads the rest once a frame stands.
    waiting: Option<usize>,
    rest: Option<Rest>,
    opened: usize,
    /// The number of the document that is judged, and the block near which judging goes on, for as long as
    /// anybody wants to know.
    judged: (usize, Arc<AtomicUsize>),
    /// What is left to judge of it, until the frame stands that can be shown without.
    unjudged: Option<Judging>,
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
            ears: None,
            later: VecDeque::new(),
            waiting: None,
            rest: None,
            opened: 0,
            judged: Default::default(),
            unjudged: None,
            coming: 0,
            visits: Visits::default(),
            saved: Snapshot::default(),
            changed: None,
            resume: None,
        }
    }

    fn start(&mut self, review: Review, settings: Settings, size: (u16, u16), world: &mut dyn World) -> App {
        self.opened += 1;
        world.started();
        self.waiting = review.rest.as_ref().map(|_| self.opened);
        self.rest = review.rest;
        let mut app = App::new(
            review.document,
            Settings { name: review.name, casting: Casting::Elsewhere, ..settings },
            size,
        );
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

    /// From now on it is this document that is judged.
    fn judge(&mut self, app: &App) {
        self.judged = (self.judged.0 + 1, Arc::default());
        self.unjudged = app.reading().document().judging();
    }

    /// Has what is left of the review read by a thread.
    fn read_on(&mut self) {
        let (Some(number), Some(rest)) = (self.waiting, self.rest.take()) else { return };
        let sender = self.sender.clone();
        thread::spawn(move || {
            let read = rest().map(Box::new);
            // Nobody listens any more once the reader has left.
            let _ = sender.send(Event::Read(number, read));
        });
    }

    /// Has what is left to judge judged by a thread, which stops when another document is read.
    fn judge_on(&mut self, app: &App) {
        self.judged.1.store(app.first_block(), Relaxed);
        let Some(mut judging) = self.unjudged.take() else { return };
        let (number, sender, wanted) = (self.judged.0, self.sender.clone(), Arc::downgrade(&self.judged.1));
        thread::spawn(move || {
            while let Some(near) = wanted.upgrade().map(|near| near.load(Relaxed)) {
                let Some(part) = judging.next_near(near) else { break };
                if sender.send(Event::Judged(number, Box::new(part))).is_err() {
                    break;
                }
            }
        });
    }

    /// Has what is shown read for its cast.
    fn cast(&self, app: &mut App) {
        let Some(script) = app.script() else { return };
        let sender = self.sender.clone();
        thread::spawn(move || {
            let casted = Box::new(script.read());
            // Nobody listens any more once the reader has left.
            let _ = sender.send(Event::Happened(Message::Casted(casted)));
        });
    }

    /// Waits a moment for the cast where there is none that may be shown, so that the panel does not flicker.
    fn wait_for_cast(&mut self, app: &mut App) {
        let until = Instant::now() + GLANCE;
        while !app.reading().is_cast() {
            match self.events.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(Event::Happened(message @ Message::Casted(_))) => {
                    app.update(message);
                    // It may have been read before something was hidden.
                    self.cast(app);
                }
                Ok(event) => self.later.push_back(event),
                Err(_) => return,
            }
        }
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
            // Nothing comes before the first frame.
            self.ears.take().into_iter().for_each(Ears::open);
            self.read_on();
            self.cast(app);
            self.judge_on(app);
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
            self.cast(app);
            self.wait_for_cast(app);
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
                self.suspend(screen, app)?;
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
                if matches!(message, Message::Ground(_)) {
                    screen.has_answered();
                }
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
                self.suspend(screen, app)?;
            }
            Effect::Copy(text) => {
                screen.copy(&text)?;
                let sender = self.sender.clone();
                // Nobody listens any more once the reader has left.
                let tell = move |notice| _ = sender.send(Event::Happened(Message::Notice(notice)));
                thread::spawn(move || tell(clipboard::offer(&text)));
            }
            Effect::List => {
                let sender = self.sender.clone();
                world.list(Box::new(move |number, entry| {
                    sender.send(Event::Happened(Message::Listed(number, Box::new(entry)))).is_ok()
                }));
            }
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
        app.come_back();
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
        if app.may_count() {
            match self.events.recv_timeout(MOMENT) {
                Err(RecvTimeoutError::Timeout) => return Some(Event::Happened(Message::Lull)),
                event => return event.ok(),
            }
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

    /// Gives the terminal back until somebody wakes us.
    fn suspend(&mut self, screen: &mut Screen, app: &mut App) -> io::Result<()> {
        screen.hear_out(&self.events, &mut self.later);
        screen.leave();
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        screen.come_back(app.settings())?;
        let (width, height) = screen.size()?;
        app.update(Message::Resize(width, height));
        Ok(())
    }

    /// Keeps what there is to be kept, and hears what other windows kept.
    fn keep(&mut self, app: &mut App, world: &mut dyn World) {
        for message in world.keep(app) {
            app.update(message);
        }
        self.saved = app.snapshot();
        self.changed = None;
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

fn draw(app: &App, themes: &Themes, screen: &mut Screen) -> io::Result<()> {
    let theme = themes.get(app.settings().theme);
    let links = if terminal::follows_links() { app.live_links() } else { Vec::new() };
    let links = links.into_iter().filter_map(|(area, target)| {
        let cells = Rect { x: area.x, y: area.y, width: area.width, height: area.height };
        Some(paint::Link { cells, target: output::live(target)? })
    });
    screen.draw(links.collect(), |frame| {
        view::view(app, theme, frame.area, frame);
        view::cursor(app)
    })
}
