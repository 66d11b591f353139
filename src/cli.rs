//! The command line: what may be asked for, in words that stand in the help, too.

mod asked;
mod batch;
mod desk;
mod kept;
mod listing;
pub mod manual;
mod notes;
mod opening;
mod progress;
mod reader;
mod run;
mod subject;
mod usual;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use review::Diligence;

use crate::app::Curtain;
use crate::app::keymap::KeymapError;
use crate::config;
use crate::output::NoSection;
use crate::{source, state};

pub use run::run;

/// How it went; its number is the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// All is done.
    Done = 0,
    /// `check` found something.
    Found = 1,
    /// It was asked for wrongly.
    Usage = 2,
    /// An input could not be read.
    Unread = 3,
}

/// What went wrong, on one line each.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)] // The messages say it.
pub enum Error {
    #[error("{}{}; see unspoiled --help", one_line(.0), advice(.0))]
    Usage(clap::Error),
    #[error("{name}: there is no such file; did you mean the command '{task}'?")]
    Meant { name: String, task: &'static str },
    #[error(transparent)]
    Source(source::Error),
    #[error(transparent)]
    Config(#[from] config::Error),
    #[error("{name}: {cause}")]
    Section { name: String, cause: NoSection },
    #[error(transparent)]
    Keymap(#[from] KeymapError),
    #[error("{name}: {what}")]
    Setting { name: String, what: String },
    #[error("{0}: there is no such theme; there are dark, light, high-contrast, plain, and those in themes/")]
    Theme(String),
    #[error(
        "{0}: this page is too long to be judged to its end; what was not judged stays hidden; open it in the reader to judge all"
    )]
    Unjudged(String),
    #[error("no workers can be started ({0}); try fewer --jobs")]
    Workers(String),
    #[error("{0}: something went wrong inside unspoiled while reading this; please report it")]
    Inside(String),
    #[error(transparent)]
    State(#[from] state::Error),
    #[error("this system has no folder for what is kept; set XDG_STATE_HOME or HOME")]
    Nowhere,
    #[error("{0}")]
    Unkept(String),
    #[error("the output cannot be written ({0}); check where it goes")]
    Output(std::io::Error),
    #[error("the terminal cannot be used ({0}); try --format text")]
    Terminal(std::io::Error),
}

/// Read film reviews without having the film spoiled
///
/// Opens reviews in the terminal and draws a curtain over what gives the story away. Piped, it prints
/// them as text, with the curtain drawn there, too. In the reader, press ? for the keys.
#[derive(Debug, Parser)]
#[command(
    name = "unspoiled",
    version,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    disable_help_subcommand = true,
    after_help = manual::examples(),
    max_term_width = 100
)]
pub struct Cli {
    #[command(flatten)]
    read: Read,
    #[command(subcommand)]
    task: Option<Task>,
}

/// Reading and printing.
// Each of the command line's switches is a choice of its own.
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, Args)]
struct Read {
    /// A text or Markdown file, a saved page, a folder of them, an http or https address, or - for standard
    /// input; without any, what is piped in, else the shelf of what was read, or at first a review that comes
    /// with the program
    #[arg(value_name = "INPUT")]
    inputs: Vec<OsString>,

    /// What to hide: everything that tells at least so much [default: plot]
    #[arg(long, value_name = "LEVEL", hide_default_value = true)]
    hide: Option<Curtain>,

    /// Hide the rating, too; the reader shows it once the film was seen
    #[arg(long)]
    hide_ratings: bool,

    /// How much of the credits to show [default: all]
    #[arg(long, value_name = "WHOM", hide_default_value = true)]
    people: Option<crate::cast::People>,

    /// Who judges what tells [default: both judges, of texts over 128 KB the fast one alone]
    #[arg(long, value_name = "WHO", hide_default_value = true)]
    judge: Option<config::Judge>,

    /// How to show it [default: reader on a terminal, text otherwise]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Shape>,

    /// What the input is written in [default: found out]
    #[arg(long, value_name = "KIND", hide_default_value = true)]
    from: Option<config::Written>,

    /// Only this section: its number in the outline, or the beginning of its title
    #[arg(long, value_name = "N|TITLE")]
    section: Option<String>,

    /// Print only the outline: sections, their length, and how many passages hide there
    #[arg(long, conflicts_with_all = ["credits", "section"])]
    outline: bool,

    /// Print only the film's credits
    #[arg(long, conflicts_with = "section")]
    credits: bool,

    /// Columns of a line of text [default: 72 in the reader, up to 80 otherwise]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u16).range(10..=1000))]
    width: Option<u16>,

    /// Colours of the reader: dark, light, high-contrast, plain, or a theme of your own
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,

    /// Plain words instead of drawn marks, for screen readers: [spoiler: plot]
    #[arg(long)]
    plain: bool,

    /// When to print colours; `NO_COLOR` and `CLICOLOR_FORCE` are heeded
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: When,

    /// Let links lead to their addresses in printed text, for terminals that follow them
    #[arg(long)]
    links: bool,

    /// Read settings from this file instead of the usual one
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Fetch nothing: refuse addresses
    #[arg(long)]
    offline: bool,

    /// Neither restore nor keep what is remembered of reviews
    #[arg(long)]
    no_state: bool,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// For writers: list what a reader would find spoiled, and markup left open
    ///
    /// Tells line and column, the level and the reason of each passage, and quotes nothing. The exit code is 1
    /// if there is any.
    Check {
        /// The drafts to check: files, pages or addresses; - for standard input
        #[arg(value_name = "FILE", required = true)]
        files: Vec<OsString>,
        /// The lowest level that counts as spoiled
        #[arg(long, value_name = "LEVEL", default_value = "plot")]
        hide: Curtain,
        /// How to tell it
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Report,
        /// Quote what is found
        #[arg(long)]
        show: bool,
    },
    /// For programs: judge many reviews, a JSON object a line in, one a line out
    ///
    /// A record is {"id": any, "text": "…", "from": "text", "markdown" or "html"}; without "from" it is found out. The
    /// answers come in the same order: the object of --format json with the id, and of each sentence the bytes and
    /// the characters of the text where it stands. A bad record is answered with {"id", "error"}.
    Batch(batch::Batch),
    /// What was read, by film: in the reader on a terminal, as text otherwise
    Shelf {
        /// How to show it
        #[arg(long, value_name = "FORMAT")]
        format: Option<ShelfShape>,
    },
    /// Print all that is kept of reviews and films as one JSON file
    Export,
    // These are names of sites, not of code.
    #[allow(clippy::doc_markdown)]
    /// Take in what `unspoiled export` printed elsewhere, or the films that were seen from Letterboxd (its ZIP
    /// or watched.csv, ratings.csv, diary.csv), IMDb (ratings.csv), Simkl (CSV) or Trakt (its ZIP)
    Import {
        /// The file; - for standard input
        #[arg(value_name = "FILE")]
        file: OsString,
    },
    /// Print the notes on reviews as Markdown
    Notes,
    /// Print a completion script for a shell
    Completions {
        /// The shell
        #[arg(value_name = "SHELL")]
        shell: clap_complete::Shell,
    },
    /// Print the keys in force, from the settings and keymap.toml
    Keys,
    /// Print the manual page, for `man -l -`
    Man,
}

/// How a review is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Shape {
    /// In the terminal, with keys
    Reader,
    /// As text
    Text,
    /// As Markdown
    Markdown,
    /// As a page of its own
    Html,
    /// As an object a line, for programs
    Json,
}

/// How findings are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Report {
    /// A line each, as editors know them: file, line, column, level, reason
    Text,
    /// An object a line each
    Json,
    /// All in one object of SARIF 2.1.0
    Sarif,
}

/// How the shelf is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ShelfShape {
    /// In the terminal, with keys
    Reader,
    /// As text
    Text,
    /// As an object a line, for programs
    Json,
}

/// When colours are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum When {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Cli {
    /// What `arguments` ask for; the error is clap's, which may be the help.
    pub fn from(arguments: Vec<OsString>) -> Result<Self, clap::Error> {
        if let Some(read) = usual::read(&arguments) {
            return Ok(Self { read, task: None });
        }
        match task_behind_options(&arguments) {
            Some(at) => Self::with_options_first(&arguments, at),
            None => Self::try_parse_from(arguments),
        }
    }

    /// The command at `at`, with the options of reading that stand before it, as far as it heeds them.
    fn with_options_first(arguments: &[OsString], at: usize) -> Result<Self, clap::Error> {
        let (options, task) = arguments.split_at(at);
        let given = command().try_get_matches_from(options)?;
        let program = options.iter().take(1);
        let after = command().try_get_matches_from(program.chain(task))?;
        let name = after.subcommand_name().unwrap_or_default();
        // Groups have names, too.
        let is_option = |id: &clap::Id| command().get_arguments().any(|option| option.get_id() == id);
        let is_given = |id: &&clap::Id| {
            is_option(id) && given.value_source(id.as_str()) == Some(ValueSource::CommandLine)
        };
        let refused = given.ids().filter(is_given).find(|id| !heeds(name, id.as_str()));
        if let Some(id) = refused {
            let option = format!("--{}", id.as_str().replace('_', "-"));
            let own = command()
                .find_subcommand(name)
                .is_some_and(|task| task.get_arguments().any(|own| own.get_id() == id));
            let advice = if own {
                format!("write it behind: unspoiled {name} {option} …")
            } else {
                "leave it out".to_owned()
            };
            let what = format!("'{option}' cannot stand before the command '{name}'; {advice}");
            return Err(command().error(ErrorKind::ArgumentConflict, what));
        }
        let read = Self::from_arg_matches(&given)?.read;
        Ok(Self { read, task: Self::from_arg_matches(&after)?.task })
    }
}

/// Whether `task` heeds the option `id` of reading.
fn heeds(task: &str, id: &str) -> bool {
    match task {
        "shelf" => ["hide", "hide_ratings", "people", "judge", "width", "theme", "plain", "color", "config"]
            .contains(&id),
        "notes" => ["hide", "hide_ratings", "judge", "config"].contains(&id),
        _ => false,
    }
}

/// Where among `arguments` a command stands behind nothing but options of reading.
fn task_behind_options(arguments: &[OsString]) -> Option<usize> {
    let is_task = |at: &usize| {
        let named = |argument: &OsString| TASKS.iter().any(|task| argument == task);
        arguments.get(*at).is_some_and(named)
    };
    let has_options_before = |at: &usize| {
        let before = arguments.get(..*at).unwrap_or_default();
        let parsed =
            || Cli::try_parse_from(before).is_ok_and(|cli| cli.task.is_none() && cli.read.inputs.is_empty());
        !before.iter().any(|argument| argument == "--") && parsed()
    };
    (2..arguments.len()).filter(is_task).find(has_options_before)
}

impl Read {
    fn of(inputs: Vec<OsString>) -> Self {
        Self {
            inputs,
            hide: None,
            hide_ratings: false,
            people: None,
            judge: None,
            format: None,
            from: None,
            section: None,
            outline: false,
            credits: false,
            width: None,
            theme: None,
            plain: false,
            color: When::Auto,
            links: false,
            config: None,
            offline: false,
            no_state: false,
        }
    }
}

/// What `--version` says: the program's version, the commit it was built from, if that was told, and its models.
pub fn version() -> String {
    let models = review::model(Diligence::Usual);
    let commit = option_env!("UNSPOILED_COMMIT").map_or(String::new(), |commit| format!("commit {commit}, "));
    format!("unspoiled {} ({commit}models {models})", env!("CARGO_PKG_VERSION"))
}

const TASKS: [&str; 9] =
    ["check", "batch", "shelf", "export", "import", "notes", "completions", "keys", "man"];

/// The command that is written nearly as `name`.
fn task_like(name: &str) -> Option<&'static str> {
    let near = TASKS.into_iter().map(|task| (strsim::damerau_levenshtein(name, task), task));
    let (distance, task) = near.min()?;
    (distance <= task.len() / 3).then_some(task)
}

impl From<source::Error> for Error {
    fn from(error: source::Error) -> Self {
        match error {
            source::Error::Missing(name) => match task_like(&name) {
                Some(task) => Self::Meant { name, task },
                None => Self::Source(source::Error::Missing(name)),
            },
            error => Self::Source(error),
        }
    }
}

/// What clap would suggest instead.
fn advice(error: &clap::Error) -> String {
    use clap::error::{ContextKind, ContextValue};
    let kinds = [ContextKind::SuggestedArg, ContextKind::SuggestedValue, ContextKind::SuggestedSubcommand];
    let meant = kinds.into_iter().find_map(|kind| match error.get(kind)? {
        ContextValue::String(meant) => Some(meant.clone()),
        ContextValue::Strings(all) => all.first().cloned(),
        _ => None,
    });
    meant.map_or(String::new(), |meant| format!("; did you mean '{meant}'?"))
}

/// What clap says, without its advice.
fn one_line(error: &clap::Error) -> String {
    let rendered = error.to_string();
    // What is missing stands below, up to a blank line.
    let said: Vec<&str> = rendered.lines().map(str::trim).take_while(|line| !line.is_empty()).collect();
    let said = said.join(" ");
    said.strip_prefix("error: ").unwrap_or(&said).to_owned()
}

fn command() -> clap::Command {
    Cli::command()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Cli, clap::Error> {
        let all = std::iter::once("unspoiled").chain(arguments.iter().copied());
        Cli::from(all.map(OsString::from).collect())
    }

    #[test]
    fn the_description_is_sound() {
        command().debug_assert();
    }

    #[test]
    fn the_short_way_and_the_long_way_agree() {
        let arguments = |line: &str| -> Vec<OsString> {
            format!("unspoiled {line}").split_whitespace().map(OsString::from).collect()
        };
        for line in [
            "",
            "a.txt - ./check",
            "--no-state a.txt",
            "a.txt --plain --offline --links --hide-ratings b.txt --no-state",
            "--format json --hide ending a.txt",
            "a.txt --format text",
        ] {
            let short = usual::read(&arguments(line)).map(|read| Cli { read, task: None });
            let long = Cli::try_parse_from(arguments(line)).unwrap();
            assert_eq!(format!("{:?}", short.unwrap()), format!("{long:?}"), "{line}");
        }
        for line in [
            "check",
            "--plain --plain",
            "--format",
            "--format poem a",
            "--format=text a",
            "-x",
            "--hide plot --hide plot",
        ] {
            assert!(usual::read(&arguments(line)).is_none(), "{line}");
        }
    }

    #[test]
    fn tasks_are_told_from_files() {
        assert!(matches!(parse(&["check", "a.md"]).unwrap().task, Some(Task::Check { .. })));
        assert!(parse(&["./check"]).unwrap().task.is_none());
        assert!(parse(&["a.md", "check"]).unwrap().task.is_none());
        assert!(parse(&["--", "check"]).unwrap().task.is_none());
        let told = |arguments: &[&str]| one_line(&parse(arguments).unwrap_err());
        assert_eq!(told(&["check"]), "the following required arguments were not provided: <FILE>...");
        assert_eq!(told(&["--width", "-5"]), "invalid value '-5' for '--width <N>': -5 is not in 10..=1000");
    }

    #[test]
    fn options_before_a_command_are_heeded_or_refused() {
        let shelf = parse(&["--hide-ratings", "--theme", "light", "shelf", "--format", "json"]).unwrap();
        assert!(matches!(shelf.task, Some(Task::Shelf { format: Some(ShelfShape::Json) })));
        assert!(shelf.read.hide_ratings && shelf.read.theme.as_deref() == Some("light"));
        let notes = parse(&["--hide", "premise", "notes"]).unwrap();
        assert!(matches!(notes.task, Some(Task::Notes)) && notes.read.hide == Some(Curtain::Premise));
        let told = |arguments: &[&str]| one_line(&parse(arguments).unwrap_err());
        assert_eq!(
            told(&["--hide", "premise", "check", "a.md"]),
            "'--hide' cannot stand before the command 'check'; write it behind: unspoiled check --hide …"
        );
        assert_eq!(
            told(&["--plain", "--outline", "shelf"]),
            "'--outline' cannot stand before the command 'shelf'; leave it out"
        );
        assert!(parse(&["--section", "shelf", "a.md"]).unwrap().task.is_none(), "a value is no command");
        assert!(parse(&["--plain", "--", "shelf"]).unwrap().task.is_none());
        assert!(parse(&["--plain", "a.md", "shelf"]).unwrap().task.is_none());
    }
}
