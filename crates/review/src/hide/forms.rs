//! The table of forms: each way to mark a spoiler is a row of `assets/markup.toml`. Whoever looks for markup
//! reads the table, and so does the quick test that nearly all prose fails: they cannot disagree.

use std::sync::LazyLock;

use serde::Deserialize;

use super::finder::Finder;
use super::{label, plain, summary};

const FILE: &str = include_str!(concat!(env!("OUT_DIR"), "/markup.json"));

static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| read(FILE).unwrap_or_default());
static NEEDLES: LazyLock<Finder> = LazyLock::new(|| {
    let written = plain::NEEDLES.map(str::to_owned);
    let named = label::words().map(str::to_owned);
    let needles = FORMS.iter().flat_map(Form::needles).chain(written).chain(summary::box_needles());
    Finder::of(needles.chain(named))
});

/// All forms, in the order in which they are tried.
pub(super) fn all() -> &'static [Form] {
    &FORMS
}

/// Those of this `shape`, each with its number.
pub(super) fn of(shape: Shape) -> impl Iterator<Item = (u8, &'static Form)> {
    let all = FORMS.iter().enumerate().filter(move |(_, form)| form.shape == shape);
    all.filter_map(|(number, form)| Some((u8::try_from(number).ok()?, form)))
}

/// One way to mark a spoiler.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    /// For whoever reads the file.
    #[allow(dead_code)]
    name: String,
    #[allow(dead_code)]
    example: String,
    pub shape: Shape,
    #[serde(default)]
    pub open: String,
    #[serde(default)]
    pub end: String,
    #[serde(default)]
    pub after: String,
    #[serde(default)]
    pub close: Vec<String>,
    #[serde(default)]
    pub targets: Vec<String>,
    /// Names that hide without saying "spoiler".
    #[serde(default)]
    pub names: Vec<String>,
    /// The property of CSS that its argument is: it hides where that shows nothing.
    pub looks: Option<String>,
    /// The same without arguments closes it.
    #[serde(default)]
    pub close_alike: bool,
    /// What it has that does not say "spoiler".
    #[serde(default)]
    needles: Vec<String>,
    pub unclosed: Unclosed,
    #[serde(default)]
    pub label: Label,
}

/// How the delimiters of a form are found.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Shape {
    Pair,
    Inside,
    Command,
    Element,
    Link,
    Lines,
    Fence,
    Indented,
    Delimited,
    Callout,
    Attribute,
    Turn,
    Rot13,
}

/// What a form hides that nobody closes.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Unclosed {
    /// All up to the end of its block.
    Block,
    /// All up to the end of the document.
    Document,
    /// Nothing: it is text.
    Text,
}

/// Which labels stay in the open.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Label {
    /// Those that say no more than "spoiler".
    #[default]
    Words,
    /// All: their site shows them.
    Shown,
}

impl Form {
    /// What a source must have for this form to be in it; nothing where it has to say "spoiler".
    fn needles(&self) -> Vec<String> {
        match self.shape {
            Shape::Pair | Shape::Turn => vec![self.open.clone()],
            Shape::Link => self.targets.iter().flat_map(|t| [format!("](/{t}"), format!("](#{t}")]).collect(),
            Shape::Command => self.names.iter().map(|name| [&self.open, name.as_str()].concat()).collect(),
            _ => self.needles.clone(),
        }
    }
}

/// A quick test that nearly all prose fails.
pub(super) fn may_be_in(source: &str) -> bool {
    NEEDLES.is_in(source) || label::is_disguised(source)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    form: Vec<Form>,
}

fn read(text: &str) -> Result<Vec<Form>, String> {
    let file: File = serde_json::from_str(text).map_err(|error| error.to_string())?;
    match file.form.iter().find_map(|form| form.fault().map(|fault| format!("{}: {fault}", form.name))) {
        Some(fault) => Err(fault),
        None => Ok(file.form),
    }
}

impl Form {
    /// What its row lacks.
    fn fault(&self) -> Option<&'static str> {
        let opens = !self.open.is_empty();
        let closes = !self.close.is_empty() && self.close.iter().all(|close| !close.is_empty());
        match self.shape {
            Shape::Pair | Shape::Lines if !(opens && closes) => Some("needs open and close"),
            Shape::Inside if !(opens && closes) || self.after.is_empty() => {
                Some("needs open, after and close")
            }
            Shape::Command if !(opens && closes) || self.end.is_empty() => Some("needs open, end and close"),
            Shape::Indented | Shape::Turn if !opens => Some("needs open"),
            Shape::Link if self.targets.is_empty() => Some("needs targets"),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_strictly() {
        let forms = read(FILE).unwrap();
        assert!(forms.len() > 20);
        let table = |row: &str| format!(r#"{{"form":[{{"name":"a"{row}}}]}}"#);
        assert!(read(&table("")).is_err());
        let row = r#","example":"b","shape":"pair","unclosed":"block""#;
        assert_eq!(read(&table(row)).unwrap_err(), "a: needs open and close");
        assert!(read(&table(&[row, r#","opens":"x""#].concat())).is_err());
    }

    #[test]
    fn the_quick_test_misses_no_form() {
        for form in all() {
            assert!(may_be_in(&form.sample()), "{} is missed", form.name);
        }
        assert!(!may_be_in("A film about a girl [and a boat], said he; 3 < 4 | 5: good!"));
    }

    /// The README's list is this one.
    #[test]
    fn the_readme_lists_the_forms() {
        let readme = include_str!("../../../../README.md");
        let list = all().iter().map(Form::shown).collect::<Vec<_>>().join(", ");
        let flat = readme.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(&list), "the README should list: {list}");
    }

    impl Form {
        fn sample(&self) -> String {
            match self.shape {
                Shape::Turn => self.open.clone(),
                _ => self.example.clone(),
            }
        }

        fn shown(&self) -> String {
            match self.shape {
                Shape::Turn | Shape::Rot13 => self.example.clone(),
                Shape::Fence => format!("`` {} ``", self.example),
                _ => format!("`{}`", self.example),
            }
        }
    }
}
