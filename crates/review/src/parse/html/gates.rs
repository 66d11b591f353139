//! The gates of known sites: what says that a review is closed because it tells, and what then holds its
//! text. The vocabulary is `assets/gates.toml`, CSS selectors; a mistake in it is found by a test.

use std::sync::LazyLock;

use dom_query::{Element, Matcher, NodeRef};
use serde::Deserialize;

use crate::hide::css::{Declared, Place, Sheet};

const FILE: &str = include_str!("../../../../../assets/gates.toml");

static SITES: LazyLock<Vec<Site>> = LazyLock::new(|| read(FILE).unwrap_or_default());

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    site: Vec<Site>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
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
    replies: Vec<String>,
    writers: Vec<String>,
    titles: Vec<String>,
    reviewers: Vec<String>,
    dates: Vec<String>,
    ratings: Vec<String>,
}

fn read(text: &str) -> Result<Vec<Site>, String> {
    let mut file: File = toml::from_str(text).map_err(|error| error.to_string())?;
    file.site.iter_mut().flat_map(|site| &mut site.says).for_each(|phrase| phrase.make_ascii_lowercase());
    Ok(file.site)
}

/// Whether `text` is what a gate says.
pub(super) fn is_said(text: &str) -> bool {
    let text = text.trim();
    (12..=160).contains(&text.len()) && {
        let text = text.to_ascii_lowercase();
        SITES.iter().flat_map(|site| &site.says).any(|phrase| text.contains(phrase))
    }
}

/// Whether `text` is that and nothing else.
pub(super) fn is_all_said(text: &str) -> bool {
    let mut rest = text.to_ascii_lowercase();
    for phrase in SITES.iter().flat_map(|site| &site.says) {
        rest = rest.replace(phrase, "");
    }
    is_said(text) && !rest.contains(char::is_alphanumeric)
}

/// What an element is on the site that it comes from; the first that it is counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// It says that the next body is closed.
    Notice,
    /// The text of a review.
    Body,
    /// What is clicked to see a spoiler: nothing for a reader.
    Switch,
    /// A spoiler, though nothing else says so.
    Spoiler,
    /// Not a spoiler, whatever its class says.
    Open,
    /// What readers say of the review.
    Reply,
}

impl Part {
    const ALL: [Self; 6] = [Self::Notice, Self::Body, Self::Switch, Self::Spoiler, Self::Open, Self::Reply];
}

/// What a part of a list says of the review that it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    Title,
    Reviewer,
    Date,
    Rating,
}

impl Told {
    const ALL: [Self; 4] = [Self::Title, Self::Reviewer, Self::Date, Self::Rating];

    fn of(self, site: &Site) -> &[String] {
        match self {
            Self::Title => &site.titles,
            Self::Reviewer => &site.reviewers,
            Self::Date => &site.dates,
            Self::Rating => &site.ratings,
        }
    }
}

/// The first of `nodes` that tells `what`.
pub(super) fn told<'d>(nodes: &[NodeRef<'d>], what: Told) -> Option<NodeRef<'d>> {
    static MATCHERS: LazyLock<Vec<Option<Matcher>>> = LazyLock::new(|| {
        let selectors =
            |told: &Told| SITES.iter().flat_map(|site| told.of(site)).map(String::as_str).collect::<Vec<_>>();
        Told::ALL.iter().map(|told| Matcher::new(&selectors(told).join(", ")).ok()).collect()
    });
    let matcher = MATCHERS.get(what as usize)?.as_ref()?;
    nodes.iter().find(|node| node.is_element() && matcher.match_element(*node)).copied()
}

/// The elements in `part`, or it, that say who wrote an answer, all of them in the same way: the first that is known.
pub(super) fn writers<'d>(part: &NodeRef<'d>) -> Vec<NodeRef<'d>> {
    static MATCHERS: LazyLock<Vec<Matcher>> = LazyLock::new(|| {
        SITES
            .iter()
            .flat_map(|site| &site.writers)
            .filter_map(|selector| Matcher::new(selector).ok())
            .collect()
    });
    let mut ways: Vec<Vec<NodeRef<'d>>> = vec![Vec::new(); MATCHERS.len()];
    for node in std::iter::once(*part).chain(part.descendants_it()).filter(NodeRef::is_element) {
        for (found, matcher) in ways.iter_mut().zip(MATCHERS.iter()) {
            found.extend(matcher.match_element(&node).then_some(node));
        }
    }
    ways.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
}

/// What elements of a page are on known sites.
pub(super) struct Gates {
    sheet: Sheet,
}

impl Gates {
    /// The vocabulary that comes with the program.
    pub fn known() -> Self {
        Self::of(&SITES)
    }

    fn of(sites: &[Site]) -> Self {
        let mut sheet = Sheet::default();
        for site in sites {
            let parts =
                [&site.notices, &site.bodies, &site.switches, &site.spoilers, &site.open, &site.replies];
            for (part, selectors) in Part::ALL.iter().zip(parts) {
                let declared =
                    Declared { name: String::new(), value: (*part as u8).to_string(), is_important: false };
                for selector in selectors {
                    sheet.rule(selector, vec![declared.clone()]);
                }
            }
        }
        Self { sheet }
    }

    /// What `node`, which is `element`, is.
    pub fn part(&mut self, node: &NodeRef<'_>, element: &Element, place: Place<'_>) -> Option<Part> {
        let said = self.sheet.declared(node, element, place);
        let number = said.iter().filter_map(|declared| declared.value.parse::<usize>().ok()).min()?;
        Part::ALL.get(number).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vocabulary_is_sound() {
        let sites = read(FILE).unwrap();
        for site in &sites {
            let all =
                [&site.notices, &site.bodies, &site.spoilers, &site.switches, &site.open, &site.replies];
            let told = Told::ALL.iter().flat_map(|told| told.of(site)).chain(&site.writers);
            for selector in all.into_iter().flatten().chain(told) {
                assert!(Matcher::new(selector).is_ok(), "{}: {selector}", site.name);
            }
        }
        assert!(sites.iter().any(|site| !site.bodies.is_empty()));
    }

    #[test]
    fn mistakes_in_it_are_found() {
        assert!(read("[[site]]\nname = 'x'\nbodys = []").is_err());
    }

    #[test]
    fn elements_are_told_apart() {
        let dom = crate::parse::html::dom::parse(
            "<div class='thing spoiler'><div class=md-div><details id=x></details></div><p data-testid=review-spoiler>",
        );
        let mut gates = Gates::known();
        let mut part = |selector: &str| {
            let found = dom.document.select(selector);
            let node = found.nodes().first().copied().unwrap();
            let element = node.element_ref().unwrap();
            gates.part(&node, &element, Place::default())
        };
        assert_eq!(part(".thing"), Some(Part::Notice));
        assert_eq!(part("details"), Some(Part::Spoiler));
        assert_eq!(part("p"), Some(Part::Notice));
        assert_eq!(part(".md-div"), None);
        assert_eq!(part("body"), Some(Part::Open));
    }
}
