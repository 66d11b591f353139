//! From the command line to the reader in the terminal: settings, keys, themes and the first review.

use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::{fs, io};

use review::address;
use review::{Diligence, Format, Policy};

use super::asked::{consent, network, people, policy, veils};
use super::desk::Desk;
use super::opening::open;
use super::subject::{self, Subject};
use super::{Error, Outcome, Read, When, progress};
use crate::app::keymap::Keymap;
use crate::app::{Ground, Look, Settings};
use crate::config::Config;
use crate::source::{self, Input};
use crate::state::Store;
use crate::tui::{self, Review, Stage, Waited};
use crate::view::theme::Themes;

/// What is to be read in the terminal.
#[derive(Clone, Copy)]
pub(super) enum Wanted<'a> {
    /// What these arguments name.
    Inputs(&'a [OsString]),
    /// The shelf.
    Shelf,
}

impl Wanted<'_> {
    /// What it is called while it is waited for.
    fn name(self) -> String {
        match self {
            Self::Inputs([first, ..]) if first != "-" => source::harmless(&first.to_string_lossy()),
            _ => Input::Stdin.name(),
        }
    }
}

/// What was found to be read, and the first review that could be opened; none where nothing was found.
struct Opened {
    subjects: Vec<Subject>,
    first: Option<Result<(usize, Review), Error>>,
    missing: Vec<Error>,
}

/// Reads what is `wanted` in the terminal. `store` keeps what there is to be kept, and `tell` is told of what
/// could not be found, and if something could not be kept.
pub(super) fn reader(
    read: &Read,
    config: &Config,
    wanted: Wanted<'_>,
    store: Option<Store>,
    tell: &mut dyn FnMut(Error),
) -> Result<Outcome, Error> {
    let coming = begin(read, config, wanted);
    let themes = themes(config)?;
    let look = store.as_ref().map(Store::look).unwrap_or_default();
    let look = if read.plain { look.linear() } else { look };
    let mut settings = settings(read, config, &look, &themes)?;
    let coming = soon(coming, &wanted.name(), (&mut settings, &themes)).map_err(Error::Terminal)?;
    let (stage, opened) = match coming {
        Waited::Came(came) => came,
        Waited::Left => return Ok(Outcome::Done),
        Waited::Lost => return Err(Error::Inside(wanted.name())),
    };
    let found = if opened.missing.is_empty() { Outcome::Done } else { Outcome::Unread };
    let ended = match opened.first {
        Some(Ok(first)) => {
            let desk = (opened.subjects, store, look);
            on_stage(stage, first, settings, (read, config, &themes), desk, tell).map(|()| found)
        }
        Some(Err(error)) => Err(error),
        None => Ok(found),
    };
    opened.missing.into_iter().for_each(tell);
    ended
}

/// Lets the reader read the review that was opened, numbered so among the subjects, and all others.
fn on_stage(
    stage: Option<Stage>,
    (number, first): (usize, Review),
    settings: Settings,
    (read, config, themes): (&Read, &Config, &Themes),
    (subjects, store, look): (Vec<Subject>, Option<Store>, Look),
    tell: &mut dyn FnMut(Error),
) -> Result<(), Error> {
    let policy = policy(read, config);
    let quick = Policy { diligence: Diligence::Fast, ..policy };
    let settings = Settings {
        name: first.name.clone(),
        input: (number, subjects.len()),
        list: (subjects.len() > 1).then(|| Arc::new(subject::list(&subjects, quick))),
        ..settings
    };
    let mut desk = Desk::new(&subjects, number, (policy, network(read)), store).asked(read.hide).liking(look);
    let stage = stage.map_or_else(|| Stage::enter(&settings), Ok).map_err(Error::Terminal)?;
    let ended = stage.run(first, settings, themes, &mut desk).map_err(Error::Terminal);
    if let Some(failed) = desk.failed {
        tell(Error::Unkept(failed));
    }
    ended
}

/// What is coming, once it is here: where that is not soon, the terminal is taken meanwhile.
fn soon(
    coming: Receiver<Opened>,
    name: &str,
    (settings, themes): (&mut Settings, &Themes),
) -> io::Result<Waited<(Option<Stage>, Opened)>> {
    match coming.recv_timeout(tui::SOON) {
        Ok(opened) => Ok(Waited::Came((None, opened))),
        Err(RecvTimeoutError::Disconnected) => Ok(Waited::Lost),
        Err(RecvTimeoutError::Timeout) => {
            let mut stage = Stage::enter(settings)?;
            Ok(match stage.wait(coming, name, (settings, themes))? {
                Waited::Came(opened) => Waited::Came((Some(stage), opened)),
                Waited::Left => Waited::Left,
                Waited::Lost => Waited::Lost,
            })
        }
    }
}

/// Finds and opens what is `wanted`: what takes long by a thread, for a pipe may be slow, and what is read sooner than a
/// thread begins at once. Who waits for the web is told of it line by line, and before the terminal is taken.
fn begin(read: &Read, config: &Config, wanted: Wanted<'_>) -> Receiver<Opened> {
    let (sender, coming) = channel();
    let policy = policy(read, config);
    let Wanted::Inputs(inputs) = wanted else {
        let first =
            Review { name: String::new(), document: review::read(String::new(), Format::Text), rest: None };
        // It is received below.
        let _ =
            sender.send(Opened { subjects: Vec::new(), first: Some(Ok((0, first))), missing: Vec::new() });
        return coming;
    };
    let (inputs, from, network) = (inputs.to_vec(), read.from.or(config.from), network(read));
    let is_far = inputs.iter().any(|input| address::is_web(&input.to_string_lossy()));
    let is_near = match inputs.as_slice() {
        [] => true,
        [only] => from.is_none() && source::is_near(Path::new(only)),
        _ => false,
    };
    let open = move || {
        let mut missing = Vec::new();
        let (subjects, _) = subject::find(&inputs, from, network, &mut |error| missing.push(error));
        let first = (!subjects.is_empty()).then(|| first(&subjects, policy));
        // Nobody listens any more once the reader has left.
        let _ = sender.send(Opened { subjects, first, missing });
    };
    if is_far || is_near {
        open();
    } else {
        thread::spawn(open);
    }
    coming
}

fn settings(read: &Read, config: &Config, look: &Look, themes: &Themes) -> Result<Settings, Error> {
    let defaults = Settings::default();
    let mut settings = Settings {
        keymap: keymap(config)?,
        consent: consent(read, config),
        people: people(read, config),
        measure: read.width.or(config.width).or(look.width).unwrap_or(defaults.measure),
        veils: veils(read),
        chosen: theme(read, config, look, themes)?,
        themes: themes.names(),
        look: look.clone(),
        mouse: config.mouse.unwrap_or(true),
        browser: config.browser.clone(),
        ..defaults
    };
    settings.stand_on(look.ground.unwrap_or(Ground::Dark));
    Ok(settings)
}

/// The first review that can be opened; if none can, why the first could not.
fn first(subjects: &[Subject], policy: Policy) -> Result<(usize, Review), Error> {
    let mut refused = None;
    for (number, subject) in subjects.iter().enumerate() {
        let opened = match subject {
            Subject::Input(input) => open(subject, policy, &mut progress::of(input)),
            _ => open(subject, policy, &mut |_| {}),
        };
        match opened {
            Ok(review) => return Ok((number, review)),
            Err(error) => refused = refused.or(Some(error)),
        }
    }
    Err(refused.unwrap_or_else(|| source::Error::Empty("the command line".to_owned()).into()))
}

/// The keys in force.
pub(super) fn keymap(config: &Config) -> Result<Keymap, Error> {
    let mut keymap = Keymap::preset(config.keymap.name()).unwrap_or_default();
    let Some(file) = config.dir.as_ref().map(|dir| dir.join("keymap.toml")) else { return Ok(keymap) };
    if let Some(text) = text_of(&file)? {
        keymap.overlay(&source::harmless(&file.to_string_lossy()), &text)?;
    }
    Ok(keymap)
}

/// The themes that come with the program, and the reader's own.
fn themes(config: &Config) -> Result<Themes, Error> {
    let mut themes = Themes::embedded(tui::colours());
    let folder = config.dir.as_ref().map(|dir| dir.join("themes"));
    let Some(entries) = folder.and_then(|folder| fs::read_dir(folder).ok()) else { return Ok(themes) };
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    for file in files {
        let Some(text) = text_of(&file)? else { continue };
        themes.add(&text).map_err(|what| setting(&file, &what))?;
    }
    Ok(themes)
}

/// Whether the theme that was asked for is there; no matter that nothing will be painted.
pub(super) fn check_theme(read: &Read, config: &Config) -> Result<(), Error> {
    match &read.theme {
        Some(name) => {
            themes(config)?.named(name).map(|_| ()).ok_or_else(|| Error::Theme(source::named(name)))
        }
        None => Ok(()),
    }
}

/// The theme that was asked for, one without colours, or the one chosen last; else none: it is to suit the terminal.
fn theme(read: &Read, config: &Config, look: &Look, themes: &Themes) -> Result<Option<usize>, Error> {
    let colourless = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let fallback = (colourless || read.plain || read.color == When::Never).then_some("plain");
    match read.theme.as_deref().or(config.theme.as_deref()).or(fallback) {
        Some(name) => themes.named(name).map(Some).ok_or_else(|| Error::Theme(source::named(name))),
        // A theme of the reader's own may be gone.
        None => Ok(look.theme.as_deref().and_then(|name| themes.named(name))),
    }
}

/// What is in `file`, if there is one.
fn text_of(file: &Path) -> Result<Option<String>, Error> {
    source::settings(file).map_err(|error| setting(file, &format!("cannot be read ({error}); check it")))
}

fn setting(file: &Path, what: &str) -> Error {
    Error::Setting { name: source::harmless(&file.to_string_lossy()), what: what.replace('\n', " ") }
}
