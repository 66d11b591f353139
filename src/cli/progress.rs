//! How far a review from the web has come, for who waits at a terminal. Nothing of it is left behind.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use crate::source::Input;

/// So often it is told anew.
const STEP: Duration = Duration::from_millis(100);

/// Tells of `input` on standard error, if that is a terminal and there is anything to wait for.
pub(super) fn of(input: &Input) -> impl FnMut(u64) + use<> {
    let mut told = match input {
        Input::Address(_) if io::stderr().is_terminal() => Some(Told::begin(&input.title())),
        _ => None,
    };
    move |bytes| {
        if let Some(told) = &mut told {
            told.tell(bytes);
        }
    }
}

struct Told {
    name: String,
    last: Instant,
}

impl Told {
    fn begin(name: &str) -> Self {
        write(&format!("\r\x1b[Kfetching {name}… C-c cancels"));
        Self { name: name.to_owned(), last: Instant::now() }
    }

    fn tell(&mut self, bytes: u64) {
        if self.last.elapsed() > STEP {
            self.last = Instant::now();
            write(&format!("\r\x1b[Kfetching {}… {} KB", self.name, bytes / 1024));
        }
    }
}

impl Drop for Told {
    fn drop(&mut self) {
        write("\r\x1b[K");
    }
}

fn write(text: &str) {
    // Without a standard error there is nobody to tell.
    let mut out = io::stderr().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}
