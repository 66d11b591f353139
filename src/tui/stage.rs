//! The terminal before there is a review: it is taken at once, and says what is being read until that is here, for
//! a pipe may say nothing for long.

use std::collections::VecDeque;
use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use signal_hook::consts::SIGTSTP;
use signal_hook::low_level::emulate_default_handler;

use super::Event;
use super::input::Ears;
use super::screen::{self, Screen};
use crate::app::command::Command;
use crate::app::keymap::{Key, Meaning};
use crate::app::{Message, Settings};
use crate::view;
use crate::view::theme::Themes;

/// The terminal while it is ours.
pub struct Stage {
    pub(super) screen: Screen,
    pub(super) sender: Sender<Event>,
    pub(super) events: Receiver<Event>,
    /// Opened behind the first frame, which need not wait for the threads that listen.
    pub(super) ears: Option<Ears>,
}

/// How waiting ended.
pub enum Waited<T> {
    /// It is here.
    Came(T),
    /// The reader left.
    Left,
    /// It will never come.
    Lost,
}

impl Stage {
    /// Takes the terminal.
    ///
    /// # Errors
    /// Where it cannot be had.
    pub fn enter(settings: &Settings) -> io::Result<Self> {
        let (sender, events) = channel();
        screen::guard_panics();
        let screen = Screen::enter(settings)?;
        let ears = Some(Ears::new(sender.clone())?);
        Ok(Self { screen, sender, events, ears })
    }

    /// Waits for what is `coming`, and says so: it is called `name`. A key that closes or quits ends that, and so
    /// does a signal.
    ///
    /// # Errors
    /// Where the terminal is lost.
    pub fn wait<T: Send + 'static>(
        &mut self,
        coming: Receiver<T>,
        name: &str,
        (settings, themes): (&mut Settings, &Themes),
    ) -> io::Result<Waited<T>> {
        let (sender, came) = channel();
        let waker = self.sender.clone();
        thread::spawn(move || {
            // Nobody listens any more once the reader has left.
            let _ = coming.recv().map(|it| sender.send(it));
            let _ = waker.send(Event::Kept);
        });
        let mut later = VecDeque::new();
        loop {
            let theme = themes.get(settings.theme);
            self.screen.draw(Vec::new(), |buffer| {
                view::waiting(settings, name, theme, buffer.area, buffer);
                None
            })?;
            self.ears.take().into_iter().for_each(Ears::open);
            match later.pop_front().map_or_else(|| self.events.recv(), Ok) {
                Ok(Event::Kept) => return Ok(came.try_recv().map_or(Waited::Lost, Waited::Came)),
                Ok(Event::Happened(Message::Ground(ground))) => {
                    self.screen.has_answered();
                    settings.stand_on(ground);
                }
                Ok(Event::Happened(Message::Key(key))) if leaves(settings, key) => {
                    self.screen.hear_out(&self.events, &mut later);
                    return Ok(Waited::Left);
                }
                Ok(Event::End(signal)) => {
                    self.screen.leave();
                    emulate_default_handler(signal)?;
                    return Ok(Waited::Left);
                }
                Ok(Event::Stop) => {
                    self.screen.hear_out(&self.events, &mut later);
                    self.screen.leave();
                    emulate_default_handler(SIGTSTP)?;
                    self.screen.come_back(settings)?;
                }
                Ok(_) => {}
                Err(_) => return Ok(Waited::Left),
            }
        }
    }
}

fn leaves(settings: &Settings, key: Key) -> bool {
    let meaning = settings.keymap.meaning(&[key]);
    matches!(meaning, Meaning::Command(Command::Close | Command::Cancel | Command::Quit))
}
