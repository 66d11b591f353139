//! The terminal's screen: taken, drawn on, and given back as it was found.

use std::collections::VecDeque;
use std::io::{self, BufWriter, Stdout, Write};
use std::panic;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;
use std::thread;
use std::time::{Duration, Instant};

use crossterm::clipboard::CopyToClipboard;
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::style::Print;
use crossterm::terminal::{
    Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use crossterm::{cursor, execute, queue};
use ratatui::backend::Backend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::paint::{Link, Painter};
use super::{Event, terminal};
use crate::app::{Message, Settings};

/// Whether the screen is ours now: whoever restores it does so once.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Where the last panic was while the screen was ours.
static PANICKED_AT: Mutex<String> = Mutex::new(String::new());

/// So long after a question an answer may come.
const PATIENCE: Duration = Duration::from_millis(150);

/// A frame is written in one go.
const ROOM: usize = 64 * 1024;

/// The screen while it is ours. Dropping it gives the terminal back.
pub(super) struct Screen {
    painter: Painter<BufWriter<Stdout>>,
    /// When the terminal was asked for its ground, until it has answered.
    asked: Option<Instant>,
}

impl Screen {
    /// Takes the terminal's screen.
    pub fn enter(settings: &Settings) -> io::Result<Self> {
        let mut screen = Self { painter: painter(), asked: None };
        screen.take(settings)?;
        Ok(screen)
    }

    /// Columns and rows.
    pub fn size(&mut self) -> io::Result<(u16, u16)> {
        let size = self.painter.terminal().size()?;
        Ok((size.width.max(1), size.height.max(1)))
    }

    /// Draws a frame; `render` tells where the cursor belongs.
    pub fn draw(
        &mut self,
        links: Vec<Link>,
        render: impl FnOnce(&mut Buffer) -> Option<(u16, u16)>,
    ) -> io::Result<()> {
        let (width, height) = self.size()?;
        self.painter.draw(Rect { x: 0, y: 0, width, height }, links, render)
    }

    /// Asks the terminal to put `text` on the clipboard (OSC 52).
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        execute!(self.painter.terminal(), CopyToClipboard::to_clipboard_from(text))
    }

    /// Takes the mouse, or leaves it to the terminal.
    pub fn take_mouse(&mut self, taken: bool) -> io::Result<()> {
        if taken {
            execute!(self.painter.terminal(), EnableMouseCapture)
        } else {
            execute!(self.painter.terminal(), DisableMouseCapture)
        }
    }

    /// Gives the terminal back for a while.
    #[expect(clippy::unused_self, reason = "only who has the screen may leave it")]
    pub fn leave(&mut self) {
        restore();
    }

    /// Takes it again, and draws all of the next frame.
    pub fn come_back(&mut self, settings: &Settings) -> io::Result<()> {
        self.painter = painter();
        self.take(settings)
    }

    /// The terminal has told its ground.
    pub fn has_answered(&mut self) {
        self.asked = None;
    }

    /// Waits a moment for an answer that is still to come: when the terminal is no longer ours, it would be taken for
    /// something typed. What happens meanwhile is put behind what comes `later`.
    pub fn hear_out(&mut self, events: &Receiver<Event>, later: &mut VecDeque<Event>) {
        while let Some(asked) = self.asked {
            if later.iter().any(|event| matches!(event, Event::Happened(Message::Ground(_)))) {
                self.asked = None;
                continue;
            }
            match events.recv_timeout(PATIENCE.saturating_sub(asked.elapsed())) {
                Ok(event) => later.push_back(event),
                Err(_) => self.asked = None,
            }
        }
    }

    fn take(&mut self, settings: &Settings) -> io::Result<()> {
        enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        let terminal = self.painter.terminal();
        queue!(terminal, EnterAlternateScreen, Clear(ClearType::All), EnableBracketedPaste, cursor::Hide)?;
        if settings.mouse {
            queue!(terminal, EnableMouseCapture)?;
        }
        if settings.depends_on_ground() && terminal::tells_its_ground() {
            self.asked = Some(Instant::now());
            queue!(terminal, Print(terminal::WHICH_GROUND))?;
        }
        Write::flush(terminal)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
        if thread::panicking() {
            tell(&PANICKED_AT.lock().map(|place| place.clone()).unwrap_or_default());
        }
    }
}

fn painter() -> Painter<BufWriter<Stdout>> {
    Painter::new(BufWriter::with_capacity(ROOM, io::stdout()))
}

/// Gives the terminal back if it is ours. A terminal that is gone cannot be mended, so errors are
/// let go.
fn restore() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    let _ = execute!(
        out,
        EndSynchronizedUpdate,
        DisableMouseCapture,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    );
    let _ = disable_raw_mode();
    let _ = out.flush();
}

/// Tells of panics by their place alone: a message could quote the text. While the screen is ours
/// nothing is told, for a panic may be caught, and the reader reads on: if it is not, [`Screen`]
/// gives the terminal back first.
pub(super) fn guard_panics() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        if !TAKEN.load(Ordering::SeqCst) {
            tell(&place);
        } else if let Ok(mut last) = PANICKED_AT.lock() {
            *last = place;
        }
    }));
}

fn tell(place: &str) {
    // Without a standard error there is nobody to tell.
    let _ = writeln!(
        io::stderr(),
        "unspoiled: a mistake of its own at {place}; please report it with what you were doing"
    );
}
