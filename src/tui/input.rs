//! Keys, mouse and signals, each turned into an event by a thread that sleeps until there is one.

use std::collections::VecDeque;
use std::io;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use crossterm::event::{self, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind};
use signal_hook::consts::{SIGABRT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;

use super::{Event, terminal};
use crate::app::keymap::{Code, Key};
use crate::app::{Message, Mouse};

/// Who types does not follow Escape with another key so soon; a slow line may part the codes of one.
const SOON: Duration = Duration::from_millis(50);

/// Who will hear of keys and signals: signals are caught, and kept until then.
pub(super) struct Ears {
    signals: Signals,
    events: Sender<Event>,
}

impl Ears {
    /// Catches signals from now on, to send them to `events`.
    pub fn new(events: Sender<Event>) -> io::Result<Self> {
        Ok(Self { signals: Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGABRT, SIGTSTP])?, events })
    }

    /// Has threads send signals, those that came meanwhile, too, and what is typed and clicked.
    pub fn open(self) {
        watch_keys(self.events.clone());
        watch_signals(self.signals, self.events);
    }
}

fn watch_keys(events: Sender<Event>) {
    thread::spawn(move || {
        let (mut typed, mut pressed) = (Typed::default(), None);
        while let Ok(event) = typed.read() {
            let message = if is_reply(&event) {
                terminal::told_ground(&rest_of_reply()).map(Message::Ground)
            } else {
                message(&event, &mut pressed)
            };
            let Some(message) = message else { continue };
            if events.send(Event::Happened(message)).is_err() {
                return;
            }
        }
        // The terminal is gone.
        let _ = events.send(Event::End(SIGHUP));
    });
}

/// What is typed, with what was read ahead of it.
#[derive(Default)]
struct Typed {
    ahead: VecDeque<event::Event>,
}

impl Typed {
    fn read(&mut self) -> io::Result<event::Event> {
        let event = match self.ahead.pop_front() {
            Some(event) => event,
            None => event::read()?,
        };
        let escape = KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE);
        if event == event::Event::Key(escape) { self.after_escape(event) } else { Ok(event) }
    }

    /// The key whose code began with the Escape that was read, if that was not pressed itself.
    fn after_escape(&mut self, escape: event::Event) -> io::Result<event::Event> {
        let (mut code, mut read) = (String::new(), Vec::new());
        while event::poll(SOON)? {
            let event = event::read()?;
            let c = plain(&event);
            read.push(event);
            let Some(c) = c else { break };
            code.push(c);
            if !code.starts_with(['[', 'O']) || code.len() > 24 {
                break;
            }
            if code.len() > 1 && ('@'..='~').contains(&c) {
                let key = sequence(&code);
                return key.map_or_else(|| self.read(), |key| Ok(event::Event::Key(key)));
            }
        }
        self.ahead.extend(read);
        Ok(escape)
    }
}

/// The character of a key without modifiers.
fn plain(event: &event::Event) -> Option<char> {
    match event {
        event::Event::Key(KeyEvent { code: KeyCode::Char(c), modifiers, .. })
            if (*modifiers - KeyModifiers::SHIFT).is_empty() =>
        {
            Some(*c)
        }
        _ => None,
    }
}

/// The key that terminals send as Escape and `code`, where there is one.
fn sequence(code: &str) -> Option<KeyEvent> {
    let mut rest = code.chars();
    let (introducer, last) = (rest.next()?, rest.next_back()?);
    let mut numbers = rest.as_str().split(';').map(|number| number.parse::<u8>().unwrap_or(1));
    let (number, modifier) = (numbers.next().unwrap_or(1), numbers.next().unwrap_or(1));
    let key = match (introducer, last, number) {
        (_, 'A', _) => KeyCode::Up,
        (_, 'B', _) => KeyCode::Down,
        (_, 'C', _) => KeyCode::Right,
        (_, 'D', _) => KeyCode::Left,
        (_, 'H', _) | ('[', '~', 1 | 7) => KeyCode::Home,
        (_, 'F', _) | ('[', '~', 4 | 8) => KeyCode::End,
        ('[', 'Z', _) => KeyCode::BackTab,
        ('[', '~', 2) => KeyCode::Insert,
        ('[', '~', 3) => KeyCode::Delete,
        ('[', '~', 5) => KeyCode::PageUp,
        ('[', '~', 6) => KeyCode::PageDown,
        ('O', 'P'..='S', _) => KeyCode::F(u8::try_from(u32::from(last) - u32::from('P')).ok()? + 1),
        _ => return None,
    };
    let held = modifier.saturating_sub(1);
    let modifiers = [(1, KeyModifiers::SHIFT), (2, KeyModifiers::ALT), (4, KeyModifiers::CONTROL)];
    let modifiers = modifiers.into_iter().filter(|(bit, _)| held & bit != 0).map(|(_, modifier)| modifier);
    Some(KeyEvent::new(key, modifiers.collect()))
}

/// Whether `event` belongs to an answer of the terminal to a question (OSC): nobody types Alt with `]` or a backslash.
fn is_reply(event: &event::Event) -> bool {
    matches!(
        event,
        event::Event::Key(KeyEvent { code: KeyCode::Char(']' | '\\'), modifiers: KeyModifiers::ALT, .. })
    )
}

/// The rest of such an answer, which comes at once, and nothing that is typed later.
fn rest_of_reply() -> String {
    let mut rest = String::new();
    while event::poll(Duration::from_millis(20)).unwrap_or(false) {
        let Ok(event::Event::Key(key)) = event::read() else { break };
        match (key.code, key.modifiers) {
            (KeyCode::Char('g'), KeyModifiers::CONTROL) | (KeyCode::Char('\\'), KeyModifiers::ALT) => break,
            (KeyCode::Char(c), _) => rest.push(c),
            _ => {}
        }
    }
    rest
}

fn watch_signals(mut signals: Signals, events: Sender<Event>) {
    thread::spawn(move || {
        for signal in &mut signals {
            let event = if signal == SIGTSTP { Event::Stop } else { Event::End(signal) };
            if events.send(event).is_err() {
                return;
            }
        }
    });
}

/// The left button, held down.
struct Pressed {
    cell: (u16, u16),
    moved: Moved,
}

enum Moved {
    No,
    Yes,
}

/// What `event` is to the reader; `pressed` tells of the button while it is held down.
fn message(event: &event::Event, pressed: &mut Option<Pressed>) -> Option<Message> {
    match event {
        event::Event::Key(event) if event.kind != KeyEventKind::Release => key(*event).map(Message::Key),
        event::Event::Mouse(event) => {
            let cell = (event.column, event.row);
            let mouse = match (event.kind, &mut *pressed) {
                (MouseEventKind::Down(MouseButton::Left), _) => {
                    *pressed = Some(Pressed { cell, moved: Moved::No });
                    return None;
                }
                (MouseEventKind::Drag(MouseButton::Left), Some(pressed)) if pressed.cell != cell => {
                    pressed.moved = Moved::Yes;
                    Mouse::Drag(pressed.cell.0, pressed.cell.1)
                }
                (MouseEventKind::Up(MouseButton::Left), _) => match pressed.take()? {
                    Pressed { moved: Moved::No, .. } => Mouse::Click,
                    Pressed { .. } => return None,
                },
                (MouseEventKind::ScrollDown, _) => Mouse::WheelDown,
                (MouseEventKind::ScrollUp, _) => Mouse::WheelUp,
                _ => return None,
            };
            Some(Message::Mouse(mouse, event.column, event.row))
        }
        event::Event::Paste(text) => Some(Message::Paste(text.clone())),
        event::Event::Resize(width, height) => Some(Message::Resize((*width).max(1), (*height).max(1))),
        _ => None,
    }
}

fn key(event: KeyEvent) -> Option<Key> {
    let mut shift = event.modifiers.contains(KeyModifiers::SHIFT);
    let code = match event.code {
        KeyCode::Char(c) => {
            // Terminals disagree on whether a capital comes with Shift; the character says it.
            let c = if shift && c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c };
            shift = false;
            Code::Char(c)
        }
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Escape,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => {
            shift = true;
            Code::Tab
        }
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::Insert => Code::Insert,
        KeyCode::Delete => Code::Delete,
        KeyCode::F(n) => Code::Function(n),
        _ => return None,
    };
    let control = event.modifiers.contains(KeyModifiers::CONTROL);
    let alt = event.modifiers.contains(KeyModifiers::ALT);
    Some(Key { code, control, alt, shift })
}
