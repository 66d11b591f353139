//! The program: reads its arguments, does what they ask for, and tells what went wrong. Nothing else
//! prints errors.

use std::io::Write;
use std::process::ExitCode;

use clap::error::ErrorKind;
use unspoiled::cli::{self, Cli, Outcome};

fn main() -> ExitCode {
    let outcome = match Cli::from(std::env::args_os().collect()) {
        Ok(cli) => cli::run(cli, &mut |error| tell(&error)),
        Err(answer) => {
            if answer.use_stderr() {
                tell(&cli::Error::Usage(answer));
                Outcome::Usage
            } else {
                // Help and version. If even these cannot be printed, nobody listens.
                let _ = match answer.kind() {
                    ErrorKind::DisplayVersion => writeln!(std::io::stdout().lock(), "{}", cli::version()),
                    _ => answer.print(),
                };
                Outcome::Done
            }
        }
    };
    ExitCode::from(outcome as u8)
}

fn tell(error: &cli::Error) {
    // Without a standard error there is nobody to tell.
    // What it quotes may have been written to command the terminal.
    let told = unspoiled::source::harmless(&error.to_string());
    let _ = writeln!(std::io::stderr().lock(), "unspoiled: {told}");
}
