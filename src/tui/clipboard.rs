//! The clipboard: the terminal is asked (OSC 52), and so are the programs that know it where they are
//! there, for multiplexers often keep what they are asked to themselves.

use std::env;
use std::io::Write;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A program that takes longer is left alone.
const PATIENCE: Duration = Duration::from_secs(2);

/// The programs worth asking: those of each row until one takes it.
fn programs() -> Vec<&'static [&'static [&'static str]]> {
    let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    let mut rows: Vec<&[&[&str]]> = Vec::new();
    if cfg!(target_os = "macos") {
        rows.push(&[&["pbcopy"]]);
    } else if is_set("WAYLAND_DISPLAY") {
        rows.push(&[&["wl-copy"]]);
    } else if is_set("DISPLAY") {
        rows.push(&[&["xclip", "-selection", "clipboard"], &["xsel", "--clipboard", "--input"]]);
    }
    if is_set("TMUX") {
        rows.push(&[&["tmux", "load-buffer", "-w", "-"], &["tmux", "load-buffer", "-"]]);
    }
    rows
}

/// Gives `text` to whoever takes it; what the reader is told of that.
pub(super) fn offer(text: &str) -> String {
    let taken = programs().iter().filter(|row| row.iter().any(|program| takes(program, text))).count();
    let multiplexed = env::var_os("TMUX").is_some() || env::var_os("STY").is_some();
    match (taken, multiplexed) {
        (0, true) => "Not copied: no program for the clipboard was found".to_owned(),
        (0, false) => "The terminal was asked to copy what is shown".to_owned(),
        _ => "What is shown was copied".to_owned(),
    }
}

/// Whether `program` takes `text`.
fn takes(program: &[&str], text: &str) -> bool {
    let Some((name, arguments)) = program.split_first() else { return false };
    let mut command = Command::new(name);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let Ok(mut child) = command.spawn() else { return false };
    let written = child.stdin.take().is_some_and(|mut stdin| stdin.write_all(text.as_bytes()).is_ok());
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        match child.try_wait() {
            Ok(Some(status)) => return written && status.success(),
            Ok(None) => thread::sleep(Duration::from_millis(5)),
            Err(_) => return false,
        }
    }
    // It is of no use any more; should it have ended just now, so much the better.
    let _ = child.kill();
    let _ = child.wait();
    false
}
