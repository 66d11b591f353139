//! The gates of known sites: what says that a review is closed because it tells, and what then holds its
//! text. The vocabulary is `assets/gates.toml`; a mistake in it is found by a test.

use std::sync::LazyLock;

use serde::Deserialize;

use super::token::{Name, Tag};

const FILE: &str = include_str!("../../../../../assets/gates.toml");

static GATES: LazyLock<Gates> = LazyLock::new(|| Gates::read(FILE).unwrap_or_default());

/// The vocabulary that comes with the program.
pub(super) fn known() -> &'static Gates {
    &GATES
}

/// What elements are on known sites.
#[derive(Debug, Default)]
pub(super) struct Gates {
    notices: Vec<Pattern>,
    bodies: Vec<Pattern>,
    spoilers: Vec<Pattern>,
    switches: Vec<Pattern>,
    open: Vec<Pattern>,
    says: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    site: Vec<Site>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct Site {
    /// For whoever reads the file.
    #[allow(dead_code)]
    name: String,
    notices: Vec<String>,
    says: Vec<String>,
    bodies: Vec<String>,
    spoilers: Vec<String>,
    switches: Vec<String>,
    open: Vec<String>,
}

impl Gates {
    fn read(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut gates = Self::default();
        for site in file.site {
            for (all, more) in [
                (&mut gates.notices, site.notices),
                (&mut gates.bodies, site.bodies),
                (&mut gates.spoilers, site.spoilers),
                (&mut gates.switches, site.switches),
                (&mut gates.open, site.open),
            ] {
                for pattern in more {
                    all.push(Pattern::read(&pattern).ok_or(pattern)?);
                }
            }
            gates.says.extend(site.says.into_iter().map(|phrase| phrase.to_ascii_lowercase()));
        }
        Ok(gates)
    }

    /// What `tag` is; `within` are the classes it stands in.
    pub fn part(&self, tag: &Tag<'_>, within: &[Name]) -> Option<Part> {
        if tag.raw.is_empty() && !self.spoilers.iter().any(|p| p.tag == Some(tag.name)) {
            return None;
        }
        let is = |patterns: &[Pattern]| patterns.iter().any(|pattern| pattern.fits(tag, within));
        if is(&self.notices) {
            Some(Part::Notice)
        } else if is(&self.bodies) {
            Some(Part::Body)
        } else if is(&self.switches) {
            Some(Part::Switch)
        } else if is(&self.spoilers) {
            Some(Part::Spoiler)
        } else if is(&self.open) {
            Some(Part::Open)
        } else {
            None
        }
    }

    /// Whether `text` is what a gate says.
    pub fn is_said(&self, text: &str) -> bool {
        let text = text.trim();
        (12..=160).contains(&text.len()) && {
            let text = text.to_ascii_lowercase();
            self.says.iter().any(|phrase| text.contains(phrase))
        }
    }

    /// The classes in which elements may be something else than they are elsewhere.
    pub fn is_surrounding(&self, class: &str) -> bool {
        let name = Name::new(class);
        self.spoilers.iter().any(|pattern| pattern.within == Some(name))
    }
}

/// What an element is on the site that it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// It says that the next body is closed.
    Notice,
    /// The text of a review.
    Body,
    /// A spoiler, though nothing else says so.
    Spoiler,
    /// What is clicked to see one: nothing for a reader.
    Switch,
    /// Not a spoiler, whatever its class says.
    Open,
}

/// `[.surrounding ]tag.class.class[attribute=value]`, each part of which may be left out.
#[derive(Debug)]
struct Pattern {
    within: Option<Name>,
    tag: Option<Name>,
    classes: Vec<String>,
    attribute: Option<(String, Option<String>)>,
}

impl Pattern {
    fn read(text: &str) -> Option<Self> {
        let (within, own) = match text.split_once(' ') {
            Some((within, own)) => (Some(Name::new(within.strip_prefix('.')?)), own),
            None => (None, text),
        };
        let (own, attribute) = match own.split_once('[') {
            Some((own, attribute)) => (own, Some(attribute.strip_suffix(']')?)),
            None => (own, None),
        };
        let attribute = attribute.map(|text| match text.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (text.to_owned(), None),
        });
        let mut parts = own.split('.');
        let tag = parts.next().filter(|tag| !tag.is_empty()).map(Name::new);
        let classes: Vec<String> = parts.map(str::to_owned).collect();
        let is_word =
            |c: &String| !c.is_empty() && c.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
        let is_some = tag.is_some() || !classes.is_empty() || attribute.is_some();
        (is_some && classes.iter().all(is_word)).then_some(Self { within, tag, classes, attribute })
    }

    fn fits(&self, tag: &Tag<'_>, within: &[Name]) -> bool {
        self.tag.is_none_or(|name| name == tag.name)
            && self.within.is_none_or(|class| within.contains(&class))
            && self.classes.iter().all(|class| tag.raw.contains(class.as_str()))
            && self.classes.iter().all(|class| tag.classes().any(|own| own == class))
            && self.attribute.as_ref().is_none_or(|(name, value)| {
                let own = tag.attribute(name);
                own.is_some_and(|own| value.as_ref().is_none_or(|value| own == value))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vocabulary_is_sound() {
        let gates = Gates::read(FILE).unwrap();
        assert!(gates.bodies.len() > 5 && gates.says.len() > 3);
    }

    #[test]
    fn mistakes_in_it_are_found() {
        assert!(Gates::read("[[site]]\nname = 'x'\nbodys = []").is_err());
        assert_eq!(Gates::read("[[site]]\nbodies = ['.a..b']").unwrap_err(), ".a..b");
        assert_eq!(Gates::read("[[site]]\nbodies = ['a[b']").unwrap_err(), "a[b");
    }

    #[test]
    fn patterns_fit_elements() {
        let fits = |pattern: &str, name: &str, raw: &str| {
            Pattern::read(pattern).unwrap().fits(&Tag { name: Name::new(name), raw }, &[Name::new("md-div")])
        };
        assert!(fits("div.a.b", "DIV", " class='b c a'"));
        assert!(!fits("div.a.b", "div", " class='ab'"));
        assert!(fits("[data-x=1]", "p", " data-x=1") && !fits("[data-x=1]", "p", " data-x=2"));
        assert!(fits(".md-div details", "details", "") && !fits(".other details", "details", ""));
    }
}
