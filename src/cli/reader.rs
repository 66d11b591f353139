//! From the command line to the reader in the terminal: settings, keys, themes and the first review.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use review::{Diligence, Document, Extent, Format, Policy};

use super::desk::Desk;
use super::run::{consent, network, people, policy, veils};
use super::subject::{self, Subject, caught};
use super::{Error, Read, When, progress};
use crate::app::keymap::Keymap;
use crate::app::{Look, Paper, Settings};
use crate::config::Config;
use crate::source;
use crate::state::Store;
use crate::tui::{self, Rest, Review};
use crate::view::theme::{Ground, Themes};

/// Reads `subjects` in the terminal; without any, opens the shelf. `store` keeps what there is to be kept,
/// and `tell` is told if it could not.
pub(super) fn reader(
    read: &Read,
    config: &Config,
    subjects: &[Subject],
    store: Option<Store>,
    tell: &mut dyn FnMut(Error),
) -> Result<(), Error> {
    let policy = policy(read, config);
    let (number, first) = first(subjects, policy)?;
    let keymap = keymap(config)?;
    let themes = themes(config)?;
    let look = store.as_ref().map(Store::look).unwrap_or_default();
    let look = if read.plain { look.linear() } else { look };
    let (theme, paper) = theme(read, config, &look, &themes)?;
    let first = first.wait()?;
    let defaults = Settings::default();
    let settings = Settings {
        keymap,
        consent: consent(read, config),
        people: people(read, config),
        measure: read.width.or(config.width).or(look.width).unwrap_or(defaults.measure),
        veils: veils(read),
        theme,
        themes: themes.names(),
        paper,
        look: look.clone(),
        mouse: config.mouse.unwrap_or(true),
        name: first.name.clone(),
        input: (number, subjects.len()),
        list: (subjects.len() > 1)
            .then(|| Arc::new(subject::list(subjects, Policy { diligence: Diligence::Fast, ..policy }))),
        browser: config.browser.clone(),
        ..defaults
    };
    let mut desk = Desk::new(subjects, number, (policy, network(read)), store).asked(read.hide).liking(look);
    let ended = tui::run(first, settings, &themes, &mut desk).map_err(Error::Terminal);
    if let Some(failed) = desk.failed {
        tell(Error::Unkept(failed));
    }
    ended
}

/// The first review that can be opened; if none can, why the first could not.
fn first(subjects: &[Subject], policy: Policy) -> Result<(usize, Coming), Error> {
    if subjects.is_empty() {
        return Ok((0, nothing()));
    }
    let mut refused = None;
    for (number, subject) in subjects.iter().enumerate() {
        let opened = match subject {
            Subject::Input(input) => open(subject, policy, &mut progress::of(input)),
            _ => open(subject, policy, &mut |_| {}),
        };
        match opened {
            Ok(coming) => return Ok((number, coming)),
            Err(error) => refused = refused.or(Some(error)),
        }
    }
    Err(refused.unwrap_or_else(|| source::Error::Empty("the command line".to_owned()).into()))
}

/// What lies behind the shelf where no review does.
fn nothing() -> Coming {
    let document = || Ok(review::read(String::new(), Format::Text));
    Coming { name: String::new(), document: thread::spawn(document), rest: None }
}

/// A review on its way: it is read by a thread, while the terminal says whether it is dark or light.
pub(super) struct Coming {
    name: String,
    document: JoinHandle<Result<Document, Error>>,
    rest: Option<Rest>,
}

impl Coming {
    pub fn wait(self) -> Result<Review, Error> {
        let inside = |_| Err(Error::Inside(self.name.clone()));
        let document = self.document.join().unwrap_or_else(inside)?;
        Ok(Review { document, rest: self.rest, name: self.name })
    }
}

/// Opens `subject`: of a long one only the beginning is read here.
pub(super) fn open(subject: &Subject, policy: Policy, tell: &mut dyn FnMut(u64)) -> Result<Coming, Error> {
    let (head, rest) = match subject {
        Subject::Input(input) => {
            let opening = source::open(input, tell)?;
            source::refuse_feed(input, &opening.head.0)?;
            (opening.head, opening.rest)
        }
        subject => (subject.read(tell)?, None),
    };
    let name = subject.name();
    let judged = move |(text, format): (String, Format), extent| {
        caught(&name, || review::read_extent(text, format, extent).judge(policy))
    };
    let later = |rest: source::Rest| -> Rest {
        let judged = judged.clone();
        Box::new(move || {
            let whole = rest.read().map_err(|error| error.to_string())?;
            judged(whole, Extent::Whole).map_err(|error| error.to_string())
        })
    };
    // What is open at the end of a beginning is closed behind it.
    let extent = if rest.is_some() { Extent::Beginning } else { Extent::Whole };
    let rest = rest.map(later);
    Ok(Coming { document: thread::spawn(move || judged(head, extent)), rest, name: subject.title() })
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
            themes(config)?.named(name).map(|_| ()).ok_or_else(|| Error::Theme(source::harmless(name)))
        }
        None => Ok(()),
    }
}

/// The theme to begin with: the one asked for, one without colours, the one chosen last, or one that suits the
/// terminal; and whose ground it stands on.
fn theme(read: &Read, config: &Config, look: &Look, themes: &Themes) -> Result<(usize, Paper), Error> {
    let colourless = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let fallback = (colourless || read.plain || read.color == When::Never).then_some("plain");
    let asked = read.theme.as_deref().or(config.theme.as_deref()).or(fallback);
    let number = match asked {
        Some(name) => Some(themes.named(name).ok_or_else(|| Error::Theme(source::harmless(name)))?),
        // A theme of the reader's own may be gone.
        None => look.theme.as_deref().and_then(|name| themes.named(name)),
    };
    let Some(number) = number else { return Ok((themes.for_ground(tui::ground()), Paper::Terminal)) };
    let suits = match themes.get(number).ground {
        Ground::Any => true,
        ground => ground == tui::ground(),
    };
    Ok((number, if suits { Paper::Terminal } else { Paper::Theme }))
}

/// What is in `file`, if there is one.
fn text_of(file: &Path) -> Result<Option<String>, Error> {
    source::settings(file).map_err(|error| setting(file, &format!("cannot be read ({error}); check it")))
}

fn setting(file: &Path, what: &str) -> Error {
    Error::Setting { name: source::harmless(&file.to_string_lossy()), what: what.replace('\n', " ") }
}
