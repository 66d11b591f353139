//! The reader's settings: `config.toml` in the platform's configuration folder, beside `keymap.toml`
//! and `themes/`. It is read strictly, for a typo that is passed over looks like a setting that does
//! not work.

use std::io;
use std::path::{Path, PathBuf};

use review::{Diligence, Format, Strictness};
use serde::Deserialize;

use crate::app::Curtain;
use crate::cast::People;

/// What is wrong with the settings, on one line.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)] // The messages say it.
pub enum Error {
    #[error("{0}: there is no such file; check --config")]
    Missing(String),
    #[error("{name}: cannot be read ({cause}); check its permissions")]
    Broken { name: String, cause: io::Error },
    #[error("{name}:{line}: {what}")]
    Wrong { name: String, line: usize, what: String },
}

/// How readily the curtain falls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strict {
    /// Hides less, misses more.
    Lenient,
    /// As measured in the README.
    #[default]
    Balanced,
    /// Hides more, misses less.
    Strict,
}

/// Who judges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Judge {
    /// The fast judge alone: some milliseconds, and more mistakes
    Fast,
    /// Both, however long the text is
    Careful,
}

impl Judge {
    /// How much time is taken.
    pub fn diligence(self) -> Diligence {
        match self {
            Self::Fast => Diligence::Fast,
            Self::Careful => Diligence::Careful,
        }
    }
}

/// What an input is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Written {
    /// Plain text
    Text,
    /// Markdown
    Markdown,
    /// A page of the web
    Html,
    /// Reviews in RSS, Atom or JSON
    Feed,
}

impl Written {
    /// The format of a single review.
    pub fn format(self) -> Option<Format> {
        match self {
            Self::Text => Some(Format::Text),
            Self::Markdown => Some(Format::Markdown),
            Self::Html => Some(Format::Html),
            Self::Feed => None,
        }
    }
}

/// A set of keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Preset {
    /// Our own.
    #[default]
    Default,
    /// As in less.
    Less,
    /// As in vim.
    Vim,
}

impl Preset {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Less => "less",
            Self::Vim => "vim",
        }
    }
}

/// The settings; what the file does not say is `None` or as usual.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// What is hidden.
    pub hide: Option<Curtain>,
    /// How readily what is judged to tell is hidden: `lenient`, `balanced` or `strict`.
    pub strictness: Strict,
    /// Who judges: `fast`, or `careful` however long it takes.
    pub judge: Option<Judge>,
    /// What inputs are written in: `text`, `markdown`, `html` or `feed`; it is found out unless this says so.
    pub from: Option<Written>,
    /// The theme's name.
    pub theme: Option<String>,
    /// Whether ratings are hidden until the film was seen.
    pub hide_ratings: bool,
    /// How much of the credits is shown: `all`, `no-characters` or `no-cast`.
    pub people: Option<People>,
    /// The measure of the text in columns.
    pub width: Option<u16>,
    /// The keys to begin from.
    pub keymap: Preset,
    /// The command that opens an address outside, such as `xdg-open`.
    pub browser: Option<String>,
    /// Whether the mouse is taken; it is unless this says no.
    pub mouse: Option<bool>,
    /// The folder of the settings: where `keymap.toml` and `themes/` are looked for.
    #[serde(skip)]
    pub dir: Option<PathBuf>,
}

impl Config {
    /// The settings in `file`, which must exist, or those in their usual place, which need not.
    pub fn load(file: Option<&Path>) -> Result<Self, Error> {
        let usual = || Some(directories::ProjectDirs::from("", "", "unspoiled")?.config_dir().to_owned());
        match file {
            Some(file) => Self::from_file(file)?.ok_or_else(|| Error::Missing(name(file))),
            None => match usual() {
                Some(dir) => Ok(Self::from_file(&dir.join("config.toml"))?
                    .unwrap_or_else(|| Self { dir: Some(dir), ..Self::default() })),
                None => Ok(Self::default()),
            },
        }
    }

    /// How readily what is judged to tell is hidden.
    pub fn strictness(&self) -> Strictness {
        match self.strictness {
            Strict::Lenient => Strictness::Lenient,
            Strict::Balanced => Strictness::Balanced,
            Strict::Strict => Strictness::Strict,
        }
    }

    fn from_file(file: &Path) -> Result<Option<Self>, Error> {
        let text = match crate::source::settings(file) {
            Ok(Some(text)) => text,
            Ok(None) => return Ok(None),
            Err(cause) => return Err(Error::Broken { name: name(file), cause }),
        };
        let config = Self::parse(&name(file), &text)?;
        Ok(Some(Self { dir: file.parent().map(Path::to_owned), ..config }))
    }

    fn parse(name: &str, text: &str) -> Result<Self, Error> {
        let wrong = |line, what: String| Error::Wrong { name: name.to_owned(), line, what };
        let config: Self = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let line = text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
            wrong(line, error.message().replace('\n', " "))
        })?;
        if config.width.is_some_and(|width| !(20..=400).contains(&width)) {
            let line = text.lines().position(|line| line.trim_start().starts_with("width"));
            return Err(wrong(line.unwrap_or(0) + 1, "width must be from 20 to 400 columns".to_owned()));
        }
        Ok(config)
    }
}

fn name(file: &Path) -> String {
    crate::source::harmless(&file.to_string_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_settings_are_read() {
        let text = "hide = \"ending\"\ntheme = \"light\"\nwidth = 60\nkeymap = \"vim\"\nmouse = false\nfrom = \"html\"\n";
        let config = Config::parse("c", text).unwrap();
        assert_eq!((config.hide, config.from), (Some(Curtain::Ending), Some(Written::Html)));
        assert_eq!((config.width, config.keymap, config.mouse), (Some(60), Preset::Vim, Some(false)));
        assert_eq!(Config::parse("c", "").unwrap(), Config::default());
    }

    #[test]
    fn mistakes_are_told_with_file_and_line() {
        let told = |text| Config::parse("c.toml", text).unwrap_err().to_string();
        assert!(told("mouse = true\nhied = \"plot\"\n").starts_with("c.toml:2: unknown field `hied`"));
        assert!(told("hide = \"all\"\n").starts_with("c.toml:1: "));
        assert_eq!(told("mouse = true\nwidth = 3\n"), "c.toml:2: width must be from 20 to 400 columns");
        assert!(!told("hide = ").contains('\n'));
    }

    #[test]
    fn a_file_asked_for_must_exist() {
        let error = Config::load(Some(Path::new("no-such.toml"))).unwrap_err();
        assert_eq!(error.to_string(), "no-such.toml: there is no such file; check --config");
    }
}
