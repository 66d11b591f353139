//! Doing what the command line asks for: inputs in turn, each by itself, so that one that cannot be
//! read stops no other.

use std::ffi::OsString;
use std::io::{self, BufWriter, IsTerminal, Write};

use review::Policy;
use review::gate::{Consent, Gate};

use super::asked::{BUFFER, can_draw, consent, hide, network, people, policy, veils};
use super::batch;
use super::reader::Wanted;
use super::subject::{self, Subject};
use super::{
    Cli, Error, Outcome, Read, Report, Shape, ShelfShape, Task, When, command, kept, manual, notes, reader,
};
use crate::app::Curtain;
use crate::config::Config;
use crate::output::{self, Contents, Draft, Finding, Links, Page, Paint, Words};
use crate::source::{self, Network};
use crate::state::Store;

/// Does what `cli` asks for; `tell` is told of every error.
pub fn run(cli: Cli, tell: &mut dyn FnMut(Error)) -> Outcome {
    let result = match cli.task {
        None => read(&cli.read, tell),
        Some(Task::Check { files, hide, format, show }) => {
            check(&files, hide, (format, if show { Words::Shown } else { Words::Hidden }), tell)
        }
        Some(Task::Batch(batch)) => batch::run(&batch),
        Some(Task::Shelf { format }) => shelf(kept::shape(format), &cli.read, tell),
        Some(Task::Notes) => print_with(|out| {
            let (records, config) = (kept::store()?.records()?, Config::load(cli.read.config.as_deref())?);
            let (policy, consent) = (policy(&cli.read, &config), consent(&cli.read, &config));
            let mut print = |record| notes::print(record, policy, &consent, out);
            records.iter().try_for_each(&mut print).map_err(Error::Output)
        }),
        Some(Task::Export) => print_with(kept::export),
        Some(Task::Import { file }) => kept::import(&file, &mut io::stdout().lock()),
        Some(Task::Completions { shell }) => print(|out| {
            clap_complete::generate(shell, &mut command(), "unspoiled", out);
            Ok(())
        }),
        Some(Task::Keys) => print_with(|out| {
            let keymap = reader::keymap(&Config::load(None)?)?;
            manual::keys(&keymap, out).map_err(Error::Output)
        }),
        Some(Task::Man) => print(manual::page),
    };
    result.unwrap_or_else(|error| {
        let outcome = outcome(&error);
        // Who closed the pipe has seen enough: that is no error.
        match error {
            Error::Output(cause) if cause.kind() == io::ErrorKind::BrokenPipe => Outcome::Done,
            error => {
                tell(error);
                outcome
            }
        }
    })
}

fn outcome(error: &Error) -> Outcome {
    match error {
        Error::Config(_)
        | Error::Keymap(_)
        | Error::Section { .. }
        | Error::Setting { .. }
        | Error::Theme(_) => Outcome::Usage,
        _ => Outcome::Unread,
    }
}

fn read(read: &Read, tell: &mut dyn FnMut(Error)) -> Result<Outcome, Error> {
    let shape = shape(read);
    let piped = read.inputs.is_empty() && source::is_piped();
    let stdin = [OsString::from("-")];
    let inputs = if piped { stdin.as_slice() } else { &read.inputs };
    let store = Store::usual().filter(|_| !read.no_state && shape == Shape::Reader);
    let config = || Config::load(read.config.as_deref());
    if inputs.is_empty() && store.as_ref().is_some_and(|store| !store.is_empty()) {
        return reader::reader(read, &config()?, Wanted::Shelf, store, tell);
    }
    let config = config()?;
    if shape == Shape::Reader {
        return reader::reader(read, &config, Wanted::Inputs(inputs), store, tell);
    }
    let (subjects, found) = subject::find(inputs, read.from.or(config.from), network(read), tell);
    if subjects.is_empty() {
        return Ok(found);
    }
    reader::check_theme(read, &config)?;
    print_all(read, &config, shape, &subjects, tell).map(|outcome| outcome.max(found))
}

fn shape(read: &Read) -> Shape {
    let listed = read.outline || read.credits || read.section.is_some();
    let shape = read.format.unwrap_or(if can_draw() { Shape::Reader } else { Shape::Text });
    if listed && shape == Shape::Reader { Shape::Text } else { shape }
}

fn print_all(
    read: &Read,
    config: &Config,
    shape: Shape,
    subjects: &[Subject],
    tell: &mut dyn FnMut(Error),
) -> Result<Outcome, Error> {
    let mut out = BufWriter::with_capacity(BUFFER, io::stdout().lock());
    let mut outcome = Outcome::Done;
    let hide = hide(read, config);
    let judged = hide != Curtain::Nothing || shape == Shape::Json;
    let judge = judged.then(|| policy(read, config));
    for (number, subject) in subjects.iter().enumerate() {
        let printed = subject.document(judge).and_then(|document| {
            let consent = consent(read, config);
            let gate = Gate::new(&document, &consent);
            let contents = contents(gate, read, subject)?;
            if subjects.len() > 1 && (read.outline || read.credits || shape == Shape::Text) {
                title(&subject.name(), number, &mut out).map_err(Error::Output)?;
            }
            let page = page(read, config);
            one(gate, read, shape, &contents, page, (subject, hide), &mut out).map_err(Error::Output)?;
            Ok(judged && document.is_judging())
        });
        match printed {
            Err(Error::Output(cause)) => return Err(Error::Output(cause)),
            Err(error) => {
                outcome = outcome.max(self::outcome(&error));
                tell(error);
            }
            Ok(true) => tell(Error::Unjudged(subject.name())),
            Ok(false) => {}
        }
    }
    out.flush().map_err(Error::Output)?;
    Ok(outcome)
}

fn contents(gate: Gate<'_>, read: &Read, subject: &Subject) -> Result<Contents, Error> {
    match &read.section {
        None => Ok(Contents::all(gate)),
        Some(wanted) => {
            Contents::section(gate, wanted).map_err(|cause| Error::Section { name: subject.name(), cause })
        }
    }
}

/// What parts several reviews in text.
fn title(name: &str, number: usize, out: &mut impl Write) -> io::Result<()> {
    let blank = if number > 0 { "\n" } else { "" };
    writeln!(out, "{blank}==> {name} <==\n")
}

fn one(
    gate: Gate<'_>,
    read: &Read,
    shape: Shape,
    contents: &Contents,
    page: Page,
    (subject, hide): (&Subject, Curtain),
    out: &mut impl Write,
) -> io::Result<()> {
    match shape {
        _ if read.outline => output::outline(gate, contents, page.veils, out),
        _ if read.credits => output::credits(gate, page.people, out),
        Shape::Json => output::json(gate, contents, &subject.name(), hide.name(), out),
        Shape::Html => output::html(gate, contents, &subject.title(), out),
        Shape::Markdown => output::markdown(gate, contents, page.people, out),
        Shape::Text | Shape::Reader => output::text(gate, contents, page, out),
    }
}

fn page(read: &Read, config: &Config) -> Page {
    let columns = || io::stdout().is_terminal().then(|| crossterm::terminal::size().ok()).flatten();
    let width = read.width.or(config.width);
    let width = width.unwrap_or_else(|| columns().map_or(80, |(columns, _)| columns.clamp(10, 80)));
    let painted = match read.color {
        When::Always => true,
        When::Never => false,
        When::Auto => wants_colours(),
    };
    let paint = if painted { Paint::Ansi } else { Paint::None };
    let links = if read.links { Links::Live } else { Links::Text };
    Page { width, veils: veils(read), paint, people: people(read, config), links }
}

/// What the environment says of colours: `NO_COLOR` first, then `CLICOLOR_FORCE`, then the terminal.
fn wants_colours() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let forced = is_set("CLICOLOR_FORCE") && std::env::var_os("CLICOLOR_FORCE").is_none_or(|v| v != "0");
    !is_set("NO_COLOR") && (forced || can_draw())
}

fn check(
    files: &[OsString],
    hide: Curtain,
    (report, words): (Report, Words),
    tell: &mut dyn FnMut(Error),
) -> Result<Outcome, Error> {
    let (subjects, mut outcome) = subject::find(files, None, Network::Allowed, tell);
    let mut out = BufWriter::with_capacity(BUFFER, io::stdout().lock());
    let mut all = Vec::new();
    for subject in &subjects {
        match findings(subject, hide, words) {
            Ok(found) => {
                outcome = outcome.max(if found.is_empty() { Outcome::Done } else { Outcome::Found });
                let name = subject.name();
                let mut print = |finding: &Finding| match report {
                    Report::Text => finding.line(&name, &mut out),
                    Report::Json => finding.json(&name, &mut out),
                    Report::Sarif => Ok(()),
                };
                found.iter().try_for_each(&mut print).map_err(Error::Output)?;
                all.push((name, found));
            }
            Err(error) => {
                outcome = Outcome::Unread;
                tell(error);
            }
        }
    }
    if report == Report::Sarif {
        output::sarif(&all, &mut out).map_err(Error::Output)?;
    }
    out.flush().map_err(Error::Output)?;
    Ok(outcome)
}

/// What is to be said of `subject`.
fn findings(subject: &Subject, hide: Curtain, words: Words) -> Result<Vec<Finding>, Error> {
    let (source, format) = subject.read(&mut |_| {})?;
    let judged = || review::read(source.clone(), format).judge_all(Policy::default());
    let document = subject.not_blank(subject::caught(&subject.name(), judged)?)?;
    subject::caught(&subject.name(), || {
        let consent = Consent::hiding(hide.level());
        output::check(Gate::new(&document, &consent), Draft { source: &source, words })
    })
}

/// The shelf in the terminal, or in print.
fn shelf(shape: ShelfShape, read: &Read, tell: &mut dyn FnMut(Error)) -> Result<Outcome, Error> {
    let config = Config::load(read.config.as_deref())?;
    if shape != ShelfShape::Reader {
        return print_with(|out| kept::shelf(shape, consent(read, &config).ratings, out));
    }
    reader::reader(read, &config, Wanted::Shelf, Some(kept::store()?), tell)
}

/// Prints what `write` writes; it is buffered.
fn print_with(
    write: impl FnOnce(&mut BufWriter<io::StdoutLock<'static>>) -> Result<(), Error>,
) -> Result<Outcome, Error> {
    let mut out = BufWriter::with_capacity(BUFFER, io::stdout().lock());
    write(&mut out)?;
    out.flush().map_err(Error::Output)?;
    Ok(Outcome::Done)
}

fn print(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> Result<Outcome, Error> {
    let mut text = Vec::new();
    let mut out = io::stdout().lock();
    write(&mut text).and_then(|()| out.write_all(&text)).and_then(|()| out.flush()).map_err(Error::Output)?;
    Ok(Outcome::Done)
}
