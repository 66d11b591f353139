//! Keys, mouse and signals, each turned into an event by a thread that sleeps until there is one.

use std::io;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use crossterm::event::{self, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;

use super::Event;
use crate::app::keymap::{Code, Key};
use crate::app::{Message, Mouse};

/// Sends what is typed and clicked to `events`.
pub(super) fn watch_keys(events: Sender<Event>) {
    thread::spawn(move || {
        while let Ok(event) = event::read() {
            if is_reply(&event) {
                skip_reply();
                continue;
            }
            let Some(message) = message(&event) else { continue };
            if events.send(Event::Happened(message)).is_err() {
                return;
            }
        }
        // The terminal is gone.
        let _ = events.send(Event::End(SIGHUP));
    });
}

/// Whether `event` belongs to a late answer of the terminal to a question about its colours (OSC):
/// nobody types Alt with `]` or a backslash.
fn is_reply(event: &event::Event) -> bool {
    matches!(
        event,
        event::Event::Key(KeyEvent { code: KeyCode::Char(']' | '\\'), modifiers: KeyModifiers::ALT, .. })
    )
}

/// Swallows the rest of such an answer, which comes at once, and nothing that is typed later.
fn skip_reply() {
    while event::poll(Duration::from_millis(20)).unwrap_or(false) {
        let Ok(event::Event::Key(key)) = event::read() else { return };
        let bell = key.code == KeyCode::Char('g') && key.modifiers == KeyModifiers::CONTROL;
        let end = key.code == KeyCode::Char('\\') && key.modifiers == KeyModifiers::ALT;
        if bell || end {
            return;
        }
    }
}

/// Sends signals to `events`.
pub(super) fn watch_signals(events: Sender<Event>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP])?;
    thread::spawn(move || {
        for signal in &mut signals {
            let event = if signal == SIGTSTP { Event::Stop } else { Event::End(signal) };
            if events.send(event).is_err() {
                return;
            }
        }
    });
    Ok(())
}

fn message(event: &event::Event) -> Option<Message> {
    match event {
        event::Event::Key(event) if event.kind != KeyEventKind::Release => key(*event).map(Message::Key),
        event::Event::Mouse(event) => {
            let mouse = match event.kind {
                MouseEventKind::Down(MouseButton::Left) => Mouse::Click,
                MouseEventKind::ScrollDown => Mouse::WheelDown,
                MouseEventKind::ScrollUp => Mouse::WheelUp,
                _ => return None,
            };
            Some(Message::Mouse(mouse, event.column, event.row))
        }
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
