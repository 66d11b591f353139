//! What help, the manual page and the README say alike: examples, keys, files, variables and exit codes, each in one
//! table. A test holds the README to them.

use std::fmt::Write as _;
use std::io;

use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::command;
use crate::app::keymap::Keymap;

/// Calls, and what they are for.
pub const EXAMPLES: &[(&str, &str)] = &[
    ("unspoiled review.md", "a file: plain text, Markdown or a saved page"),
    ("unspoiled one.txt two.md reviews/", "several, or all in a folder"),
    ("unspoiled https://example.org/review", "from the web"),
    ("curl -s … | unspoiled", "from a pipe; the keyboard still works"),
    ("unspoiled --hide premise review.txt", "hide even what a synopsis tells"),
    ("unspoiled --format html review.md > review.html", "print it as a page"),
    ("unspoiled check draft.md", "for writers: what a reader would find hidden, and markup left open"),
    ("unspoiled batch < reviews.jsonl > judged.jsonl", "for programs: many reviews, a JSON object a line"),
];

/// What is read and written, and what for.
pub const FILES: &[(&str, &str)] = &[
    ("~/.config/unspoiled/config.toml", "settings"),
    ("~/.config/unspoiled/keymap.toml", "keys, over those of the preset"),
    ("~/.config/unspoiled/themes/*.toml", "themes of your own"),
    (
        "~/.local/state/unspoiled/",
        "what is kept: a JSON file a review, the films seen, the look of the screen",
    ),
];

/// The variables that are heeded.
pub const ENVIRONMENT: &[(&str, &str)] = &[
    ("NO_COLOR", "no colours, where it is set and not empty"),
    ("CLICOLOR_FORCE", "colours even where the output is no terminal"),
    ("COLORTERM, TERM", "what the terminal can show; on a dumb one text is printed"),
    ("XDG_CONFIG_HOME, XDG_STATE_HOME", "other folders than ~/.config and ~/.local/state"),
    ("http_proxy, https_proxy, all_proxy, no_proxy", "the way to the web"),
    ("SSL_CERT_FILE", "certificates that are trusted besides"),
];

/// What the exit codes mean.
pub const CODES: &[(&str, &str)] = &[
    ("0", "all is done"),
    ("1", "check found something"),
    ("2", "it was called wrongly, or its settings are wrong"),
    ("3", "an input could not be read; the others were done"),
];

const OUTRO: &str = "A file that is called like a command is opened by its path: unspoiled ./check";

/// What ends the help.
pub fn examples() -> String {
    let width = EXAMPLES.iter().map(|(call, _)| call.chars().count()).max().unwrap_or(0);
    let mut text = "Examples:\n".to_owned();
    for (call, what) in EXAMPLES {
        // Nobody can be told where to write: text in memory takes all.
        _ = writeln!(text, "  {call:width$}  {what}");
    }
    text + "\n" + OUTRO
}

/// The keys in force, a line for each thing to be done.
pub fn keys(keymap: &Keymap, out: &mut dyn io::Write) -> io::Result<()> {
    let rows = keymap.rows();
    let width = rows.iter().map(|(help, _)| help.chars().count()).max().unwrap_or(0);
    for (help, keys) in rows {
        writeln!(out, "{help:width$}  {}", keys.join(", "))?;
    }
    Ok(())
}

/// The manual page.
pub fn page(out: &mut Vec<u8>) -> io::Result<()> {
    let man = Man::new(command().after_help("")).manual("unspoiled");
    man.render_title(out)?;
    man.render_name_section(out)?;
    man.render_synopsis_section(out)?;
    man.render_description_section(out)?;
    man.render_options_section(out)?;
    section("COMMANDS", "", tasks(), out)?;
    section(
        "KEYS",
        "In the reader, as they are without settings; unspoiled keys prints those in force.",
        keymap_rows(),
        out,
    )?;
    section("FILES", "On Linux; elsewhere the folders are the platform's.", owned(FILES), out)?;
    section("ENVIRONMENT", "", owned(ENVIRONMENT), out)?;
    section("EXIT STATUS", "", owned(CODES), out)?;
    section("EXAMPLES", "", owned(EXAMPLES), out)?;
    Roff::new().text([roman(OUTRO)]).to_writer(out)?;
    man.render_version_section(out)
}

/// The commands with what they take.
fn tasks() -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut built = command();
    built.build();
    for task in built.get_subcommands_mut() {
        let about = task.get_long_about().or(task.get_about()).map(ToString::to_string);
        let usage = task.render_usage().to_string();
        all.push((usage.trim_start_matches("Usage: ").to_owned(), about.unwrap_or_default()));
        let named =
            task.get_arguments().filter(|option| !option.is_positional() && option.get_id() != "help");
        let options =
            named.filter_map(|option| Some((format!("    {option}"), option.get_help()?.to_string())));
        all.extend(options);
    }
    all
}

fn owned(rows: &[(&str, &str)]) -> Vec<(String, String)> {
    rows.iter().map(|(name, what)| ((*name).to_owned(), (*what).to_owned())).collect()
}

fn keymap_rows() -> Vec<(String, String)> {
    let rows = Keymap::default().rows();
    rows.into_iter().map(|(help, keys)| (keys.join(", "), help.to_owned())).collect()
}

/// A section of the page: a list of names and what they mean.
fn section(title: &str, intro: &str, rows: Vec<(String, String)>, out: &mut Vec<u8>) -> io::Result<()> {
    let mut roff = Roff::new();
    roff.control("SH", [title]);
    if !intro.is_empty() {
        roff.text([roman(intro)]);
    }
    for (name, what) in rows {
        roff.control("TP", []);
        roff.text([bold(name)]);
        roff.text([roman(what)]);
    }
    roff.to_writer(out)
}
