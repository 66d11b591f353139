//! Keys, mouse and signals, each turned into an event by a thread that sleeps until there is one.

use std::collections::VecDeque;
use std::io;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant};

use crossterm::event::{self, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind};
use signal_hook::consts::{SIGABRT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;

use super::{Event, terminal};
use crate::app::keymap::{Code, Key};
use crate::app::{Message, Mouse};

/// Who types does not follow Escape with another key so soon; a slow line may part the codes of one.
const SOON: Duration = Duration::from_millis(50);
/// That, while the terminal has still to answer what it was asked at the start,
const SLOW: Duration = Duration::from_millis(150);
/// which is so long.
const ANSWERS: Duration = Duration::from_secs(1);

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
        let (mut typed, mut pressed) = (Typed::new(), None);
        while let Ok(event) = typed.read() {
            let message = if is_answer(&event) {
                terminal::told_ground(&typed.rest_of_answer()).map(Message::Ground)
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
struct Typed {
    ahead: VecDeque<event::Event>,
    /// So long the terminal may still answer.
    answers: Instant,
}

impl Typed {
    fn new() -> Self {
        Self { ahead: VecDeque::new(), answers: Instant::now() + ANSWERS }
    }

    fn read(&mut self) -> io::Result<event::Event> {
        let event = match self.ahead.pop_front() {
            Some(event) => event,
            None => event::read()?,
        };
        if code(&event) == Some((KeyCode::Esc, KeyModifiers::NONE)) {
            self.after_escape(event)
        } else {
            Ok(event)
        }
    }

    /// What comes soon, if anything does.
    fn soon(&mut self) -> io::Result<Option<event::Event>> {
        if let Some(event) = self.ahead.pop_front() {
            return Ok(Some(event));
        }
        let patience = if Instant::now() < self.answers { SLOW } else { SOON };
        if event::poll(patience)? { event::read().map(Some) } else { Ok(None) }
    }

    /// The key whose code began with the Escape that was read, if that was not pressed itself.
    fn after_escape(&mut self, escape: event::Event) -> io::Result<event::Event> {
        let (mut sent, mut read) = (String::new(), Vec::new());
        while let Some(event) = self.soon()? {
            let c = plain(&event);
            read.push(event);
            let Some(c) = c else { break };
            sent.push(c);
            if sent == "]" {
                return Ok(event::Event::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::ALT)));
            }
            if !sent.starts_with(['[', 'O']) || sent.len() > 24 {
                break;
            }
            if sent.len() > 1 && ('@'..='~').contains(&c) {
                let key = sequence(&sent);
                return key.map_or_else(|| self.read(), |key| Ok(event::Event::Key(key)));
            }
        }
        self.put_back(read);
        Ok(escape)
    }

    /// The rest of an answer that has begun. What comes amid it and is no part of one is read behind it.
    fn rest_of_answer(&mut self) -> String {
        let (mut rest, mut others) = (String::new(), Vec::new());
        while let Ok(Some(event)) = self.soon() {
            match code(&event) {
                Some(
                    (KeyCode::Char('g'), KeyModifiers::CONTROL) | (KeyCode::Char('\\'), KeyModifiers::ALT),
                ) => break,
                // Its end may be parted, too.
                Some((KeyCode::Esc, _)) => {
                    let next = self.soon().ok().flatten();
                    others.extend(next.filter(|next| plain(next) != Some('\\')));
                    break;
                }
                _ => match plain(&event).filter(|c| c.is_ascii_hexdigit() || "rgba:;/#".contains(*c)) {
                    Some(c) => rest.push(c),
                    None => others.push(event),
                },
            }
        }
        self.answers = Instant::now();
        self.put_back(others);
        rest
    }

    /// These are read next.
    fn put_back(&mut self, events: Vec<event::Event>) {
        events.into_iter().rev().for_each(|event| self.ahead.push_front(event));
    }
}

/// A key and its modifiers.
fn code(event: &event::Event) -> Option<(KeyCode, KeyModifiers)> {
    match event {
        event::Event::Key(KeyEvent { code, modifiers, .. }) => Some((*code, *modifiers)),
        _ => None,
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

/// Whether `event` begins an answer of the terminal to a question (OSC), or is the end of one: nobody types Alt with `]` or a
/// backslash.
fn is_answer(event: &event::Event) -> bool {
    matches!(code(event), Some((KeyCode::Char(']' | '\\'), KeyModifiers::ALT)))
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
