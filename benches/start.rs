//! How soon the first screen stands, and how much memory it takes: the real program in a pseudo-terminal, beside the
//! least that a program drawn by ratatui can do, in turn, so that what else the machine does falls on both. What counts
//! is the ratio; `cargo test --bench start` prints that of a development build.
#![cfg(unix)]
#![expect(clippy::print_stdout, reason = "it prints figures")]

#[path = "../tests/support/folder.rs"]
mod folder;
#[path = "support/prose.rs"]
mod prose;
#[path = "../tests/support/pseudo.rs"]
#[expect(dead_code, reason = "only what starts and waits is used")]
mod pseudo;

use std::io::{self, Read};
use std::path::Path;
use std::time::{Duration, Instant};
use std::{env, fs};

use folder::Folder;
use portable_pty::CommandBuilder;
use pseudo::{Terminal, command, unspoiled};
use ratatui::crossterm::event::{self, Event};
use ratatui::widgets::{Block, Paragraph, Wrap};

const ROUNDS: usize = 9;
const SIZES: [(&str, usize); 3] = [("8 KB", 8 << 10), ("100 KB", 100 << 10), ("10 MB", 10 << 20)];
const SCREEN: (u16, u16) = (100, 30);

/// Asks this program to be the floor itself.
const FLOOR: &str = "--floor";

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().collect();
    match arguments.get(1..) {
        Some([first, path]) if first == FLOOR => floor(Path::new(path)),
        _ => compare(),
    }
}

/// One screen of the first 64 KB of a file, until a key comes.
fn floor(path: &Path) -> io::Result<()> {
    let mut start = Vec::new();
    fs::File::open(path)?.take(64 << 10).read_to_end(&mut start)?;
    let text = String::from_utf8_lossy(&start);
    let lines: Vec<&str> = text.lines().take(SCREEN.1.into()).collect();
    let mut terminal = ratatui::init();
    terminal.draw(|frame| {
        let block = Block::bordered().title("floor");
        let prose = Paragraph::new(lines.join("\n")).wrap(Wrap { trim: false }).block(block);
        frame.render_widget(prose, frame.area());
    })?;
    while !matches!(event::read()?, Event::Key(_)) {}
    ratatui::restore();
    Ok(())
}

/// The first frames of some starts: when each stood, and the most memory it took, in KiB.
#[derive(Default)]
struct Starts(Vec<Duration>, Vec<u64>);

impl Starts {
    fn add(&mut self, command: CommandBuilder) {
        let start = Instant::now();
        let mut terminal = Terminal::start(command, SCREEN.0, SCREEN.1);
        terminal.wait("the first screen", is_full);
        self.0.push(start.elapsed());
        self.1.extend(terminal.child.process_id().and_then(most_memory));
        terminal.send("q");
        terminal.ended();
    }

    /// The median time in milliseconds, and the median of memory in MiB.
    fn medians(&mut self) -> (f64, f64) {
        self.0.sort_unstable();
        self.1.sort_unstable();
        let memory = self.1.get(self.1.len() / 2).and_then(|kib| u32::try_from(*kib).ok());
        let time = self.0.get(self.0.len() / 2).map_or(f64::NAN, |time| time.as_secs_f64() * 1e3);
        (time, memory.map_or(f64::NAN, |kib| f64::from(kib) / 1024.0))
    }
}

fn compare() -> io::Result<()> {
    let floor = env::current_exe()?;
    println!("first screen of {}x{}, medians of {ROUNDS} starts in turn", SCREEN.0, SCREEN.1);
    for (name, size) in SIZES {
        let folder = Folder::new("start").with("review.md", prose::markdown(size));
        let (mut ours, mut least) = (Starts::default(), Starts::default());
        for _ in 0..ROUNDS {
            ours.add(unspoiled(folder.path(), &["--no-state", "review.md"]));
            least.add(command(folder.path(), &floor.to_string_lossy(), &[FLOOR, "review.md"]));
        }
        let ((time, memory), (floor, floor_memory)) = (ours.medians(), least.medians());
        println!(
            "{name:>6}: {time:5.1} ms, {:.1} times the {floor:.1} ms of an empty program; {memory:.1} MiB beside {floor_memory:.1}",
            time / floor,
        );
    }
    Ok(())
}

/// Whether the review's text fills the screen.
fn is_full(screen: &vt100::Screen) -> bool {
    let rows = screen.rows(0, SCREEN.0).filter(|row| row.trim_matches([' ', '│']).len() > 20).count();
    rows > usize::from(SCREEN.1) / 3
}

/// The most memory that a process held so far, in KiB, where the system tells.
fn most_memory(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}
