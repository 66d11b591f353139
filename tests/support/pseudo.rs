//! The real program in a pseudo-terminal, whose screen is kept by an emulator. Nothing here sleeps:
//! whoever waits is woken by what the program writes, and gives up at a deadline.

use std::io::{Read, Write};
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, SlavePty, native_pty_system};

/// Longer than any of this takes on a slow machine.
const DEADLINE: Duration = Duration::from_secs(20);

/// What the terminal has seen so far.
struct Seen {
    emulator: vt100::Parser,
    bytes: Vec<u8>,
}

type Shared = Arc<(Mutex<Seen>, Condvar)>;
type Input = Arc<Mutex<Box<dyn Write + Send>>>;

pub struct Terminal {
    seen: Shared,
    input: Input,
    pub child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    // Held open, so that what the program wrote last can be read after it has ended.
    _slave: Box<dyn SlavePty + Send>,
}

/// The program itself, with nothing of the developer's own settings.
pub fn unspoiled(home: &Path, arguments: &[&str]) -> CommandBuilder {
    command(home, env!("CARGO_BIN_EXE_unspoiled"), arguments)
}

pub fn command(home: &Path, program: &str, arguments: &[&str]) -> CommandBuilder {
    let mut command = CommandBuilder::new(program);
    command.args(arguments);
    command.cwd(home);
    command.env("HOME", home);
    command.env("TERM", "xterm-256color");
    for name in ["NO_COLOR", "COLORTERM", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"] {
        command.env_remove(name);
    }
    command
}

/// The grounds of a dark and of a light terminal, as they tell them.
const DARK: &str = "1010/1010/1010";
pub const LIGHT: &str = "fdfd/f6f6/e3e3";

impl Terminal {
    /// Starts `command` on a screen of `columns` and `rows`.
    pub fn start(command: CommandBuilder, columns: u16, rows: u16) -> Self {
        Self::start_on(DARK, command, columns, rows)
    }

    /// Starts `command` in a terminal with this ground.
    pub fn start_on(ground: &'static str, command: CommandBuilder, columns: u16, rows: u16) -> Self {
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        let reader = pair.master.try_clone_reader().unwrap();
        let input = Arc::new(Mutex::new(pair.master.take_writer().unwrap()));
        let emulator = vt100::Parser::new(rows, columns, 0);
        let seen = Arc::new((Mutex::new(Seen { emulator, bytes: Vec::new() }), Condvar::new()));
        let (for_reader, answers) = (Arc::clone(&seen), Arc::clone(&input));
        thread::spawn(move || read(reader, &for_reader, &answers, ground));
        Self { seen, input, child, master: pair.master, _slave: pair.slave }
    }

    /// Types `keys`, as a terminal sends them.
    pub fn send(&self, keys: &str) {
        let mut input = self.input.lock().unwrap();
        input.write_all(keys.as_bytes()).unwrap();
        input.flush().unwrap();
    }

    /// Waits until the screen is as `wanted` says.
    pub fn wait(&self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) {
        let (seen, changed) = &*self.seen;
        let guard = seen.lock().unwrap();
        let (guard, time) =
            changed.wait_timeout_while(guard, DEADLINE, |seen| !wanted(seen.emulator.screen())).unwrap();
        let screen = guard.emulator.screen().contents();
        drop(guard);
        assert!(!time.timed_out(), "waited in vain for {what}; the screen:\n{screen}");
    }

    /// Waits until `text` is on the screen.
    pub fn wait_for(&self, text: &str) {
        self.wait(&format!("'{text}'"), |screen| screen.contents().contains(text));
    }

    /// Waits until `text` is not on the screen.
    pub fn wait_gone(&self, text: &str) {
        self.wait(&format!("'{text}' to go"), |screen| !screen.contents().contains(text));
    }

    /// The screen's text.
    pub fn text(&self) -> String {
        self.seen.0.lock().unwrap().emulator.screen().contents()
    }

    /// Every byte so far.
    pub fn bytes(&self) -> Vec<u8> {
        self.seen.0.lock().unwrap().bytes.clone()
    }

    pub fn resize(&self, columns: u16, rows: u16) {
        self.seen.0.lock().unwrap().emulator.screen_mut().set_size(rows, columns);
        self.master.resize(size(columns, rows)).unwrap();
    }

    /// Sends the child a signal by its name.
    pub fn signal(&self, name: &str) {
        let pid = self.child.process_id().unwrap().to_string();
        let done = Command::new("kill").args(["-s", name, &pid]).status().unwrap();
        assert!(done.success(), "kill -s {name} failed");
    }

    /// Waits until the child has ended.
    pub fn ended(&mut self) -> ExitStatus {
        self.until("the program to end", |terminal| terminal.child.try_wait().unwrap())
    }

    /// Waits until the child has been stopped.
    pub fn stopped(&mut self) {
        self.until("the program to stop", |terminal| {
            let pid = terminal.child.process_id().unwrap().to_string();
            let state = Command::new("ps").args(["-o", "stat=", "-p", &pid]).output().unwrap().stdout;
            state.starts_with(b"T").then_some(())
        });
    }

    fn until<T>(&mut self, what: &str, mut done: impl FnMut(&mut Self) -> Option<T>) -> T {
        let start = Instant::now();
        loop {
            if let Some(done) = done(self) {
                return done;
            }
            assert!(start.elapsed() < DEADLINE, "waited in vain for {what}; the screen:\n{}", self.text());
            thread::yield_now();
        }
    }

    /// Whether the terminal is in raw mode.
    pub fn is_raw(&self) -> bool {
        let flags = format!("{:?}", self.master.get_termios().unwrap().local_flags);
        !flags.contains("ICANON") && !flags.contains("ECHO ")
    }

    /// Waits until the terminal is as the program found it.
    pub fn assert_restored(&self) {
        self.wait("the terminal to be restored", |screen| {
            !screen.alternate_screen()
                && !screen.hide_cursor()
                && !screen.bracketed_paste()
                && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
        });
        assert!(!self.is_raw(), "the terminal is left in raw mode");
    }

    /// Waits until the program has taken the terminal.
    pub fn assert_taken(&self) {
        self.wait("the terminal to be taken", |screen| screen.alternate_screen() && screen.hide_cursor());
        assert!(self.is_raw(), "the terminal is not in raw mode");
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It may have ended by itself, which is as well.
        let _ = self.child.kill();
    }
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

fn read(mut from: Box<dyn Read + Send>, seen: &Shared, answers: &Input, ground: &str) {
    let mut chunk = vec![0; 64 * 1024];
    while let Ok(count) = from.read(&mut chunk) {
        let Some(bytes) = chunk.get(..count).filter(|bytes| !bytes.is_empty()) else { return };
        // What its ground is it tells whoever asks.
        if bytes.windows(6).any(|window| window == b"\x1b]11;?") {
            answers.lock().unwrap().write_all(format!("\x1b]11;rgb:{ground}\x1b\\").as_bytes()).unwrap();
        }
        let mut guard = seen.0.lock().unwrap();
        guard.emulator.process(bytes);
        guard.bytes.extend_from_slice(bytes);
        drop(guard);
        seen.1.notify_all();
    }
}
