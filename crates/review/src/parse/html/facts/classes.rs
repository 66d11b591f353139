//! What pages say of a review by the classes and labels of their elements, as the software of blogs writes them.

use dom_query::{Element, NodeRef};

use super::super::hide::says_spoiler;
use super::{Facts, Key, Rank, Standing, shortened};

/// Classes of what tells who wrote a review, when, and what it is called.
const WRITERS: [&str; 10] = [
    "p-author",
    "wp-block-post-author",
    "wp-block-post-author-name",
    "byline",
    "author",
    "vcard",
    "reviewer",
    "post-author",
    "entry-author",
    "article-author",
];
const DATES: [&str; 7] = [
    "dt-published",
    "wp-block-post-date",
    "published",
    "entry-date",
    "post-date",
    "dtreviewed",
    "article-date",
];
const TITLES: [&str; 5] = ["entry-title", "entry-header", "post-title", "article-title", "headline"];

/// What stands before a writer's name.
const BEFORE: [&str; 8] =
    ["posted by ", "post by ", "written by ", "reviewed by ", "review by ", "words by ", "author: ", "by "];

impl Facts {
    /// Takes what `node`, the element `element`, says by its class or its label.
    pub(super) fn classed(&mut self, node: &NodeRef<'_>, element: &Element) {
        for label in ["alt", "aria-label", "title"] {
            if let Some(text) =
                element.attr(label).filter(|text| label != "title" || text.contains(" out of "))
            {
                self.label(&text);
            }
        }
        let is = |names: &[&str]| has_class(element, names);
        // Forums name the writer of each post so; the first is the review's.
        if let Some(name) = element.attr("data-author").filter(|_| is(&["message"])) {
            self.offer(Key::Reviewer, Rank::Page, &name);
        }
        match &*element.name.local {
            "h1" | "h2" | "h3" if is(&TITLES) => self.offer(Key::Heading, Rank::Article, &shortened(node)),
            "time" | "abbr" if is(&DATES) && (!is(&["updated"]) || is(&["published"])) => {
                let given = element.attr("datetime").or_else(|| element.attr("title"));
                let date = given.map_or_else(|| shortened(node), |given| given.to_string());
                self.offer(Key::Date, Rank::Page, &date);
            }
            _ if (is(&WRITERS) || is_byline(element)) && !is_beside(node) => {
                if let Some(name) = name(&shortened(node)) {
                    self.offer(Key::Reviewer, Rank::Page, name);
                }
            }
            _ => {}
        }
    }

    /// Takes what `node`, a drawing, says of itself.
    pub(super) fn picture(&mut self, node: &NodeRef<'_>, element: &Element) {
        if says_spoiler(element).is_some() {
            return;
        }
        self.standing = if self.has_prose { Standing::Amid } else { Standing::Clear };
        self.classed(node, element);
        if let Some(title) = node.descendants_it().find(|inner| inner.has_name("title")) {
            self.label(&shortened(&title));
        }
    }

    /// Takes a label that may say how many stars there are.
    fn label(&mut self, text: &str) {
        // Behind a warning nothing of it may decide how the rest is read.
        let is_clear = self.standing == Standing::Clear;
        let is_word = |c: char| is_clear && (c.is_alphabetic() || c.is_whitespace() || c == ':');
        if is_rating(text) {
            self.ratings.push((self.standing, text.trim_start_matches(is_word).to_owned()));
        }
    }

    /// The rating that the labels of the page's pictures say; a page on which they differ has those of other reviews.
    pub(super) fn labelled_rating(&self) -> Option<(Standing, &str)> {
        let ((standing, first), rest) = self.ratings.split_first()?;
        rest.iter().all(|(_, other)| other == first).then_some((*standing, first.as_str()))
    }
}

/// Whether `element` is by its class about the review: who wrote it, or when.
pub(in super::super) fn is_of_a_fact(element: &Element) -> bool {
    has_class(element, &WRITERS) || has_class(element, &DATES)
}

/// Whether `element` says who wrote, by a part of the name of its class or by its relation.
fn is_byline(element: &Element) -> bool {
    let says = |name: &str, marks: &[char], known: &[&str]| {
        let is_known = |word: &str| known.iter().any(|known| known.eq_ignore_ascii_case(word));
        element.attr(name).is_some_and(|value| value.split(|c| marks.contains(&c)).any(is_known))
    };
    says("class", &[' ', '-', '_'], &["byline"]) || says("rel", &[' '], &["author"])
}

/// Whether `element` has one of the classes `names`.
fn has_class(element: &Element, names: &[&str]) -> bool {
    let class = element.attr("class").unwrap_or_default();
    class.split_ascii_whitespace().any(|class| names.iter().any(|name| name.eq_ignore_ascii_case(class)))
}

/// Whether all of `heading` leads to the beginning of its site, whose name it is.
pub(in super::super) fn is_of_the_site(heading: &NodeRef<'_>) -> bool {
    let leads_home = |node: &NodeRef<'_>| {
        let target = node.attr("href").filter(|_| node.has_name("a"));
        let path = target.as_ref().map(|target| {
            target.split_once("://").map_or(&**target, |(_, rest)| {
                rest.find('/').map_or("", |at| rest.get(at..).unwrap_or_default())
            })
        });
        path.is_some_and(|path| matches!(path, "" | "/"))
    };
    let home = heading.descendants_it().find(leads_home);
    home.is_some_and(|home| home.text().trim() == heading.text().trim())
}

/// Whether `label` may say how many stars there are.
fn is_rating(label: &str) -> bool {
    let says = [" out of ", "/", " of ", " stars", "★"].iter().any(|mark| label.contains(mark));
    label.len() <= 40 && says && label.contains(|c: char| c.is_ascii_digit() || c == '★')
}

/// Parts of a page that are about other reviews, or what readers say.
const BESIDE: [&str; 9] =
    ["comment", "disqus", "replies", "related", "recommend", "sidebar", "popular", "trending", "teaser"];

/// Whether `node` stands beside the review, among comments or what leads to others.
fn is_beside(node: &NodeRef<'_>) -> bool {
    let names = |node: NodeRef<'_>| {
        let element = node.element_ref()?;
        let says = |name| {
            element.attr(name).is_some_and(|value| {
                let value = value.to_ascii_lowercase();
                BESIDE.iter().any(|word| value.contains(word))
            })
        };
        Some(says("class") || says("id"))
    };
    names(*node) == Some(true) || node.ancestors_it(None).any(|node| names(node) == Some(true))
}

/// The name in `By Ann Lorn, 2 May 1931`: two to four words with capitals.
fn name(text: &str) -> Option<&str> {
    let text = text.trim();
    let starts =
        |prefix: &&&str| text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    let text = BEFORE.iter().find(starts).map_or(text, |prefix| text.get(prefix.len()..).unwrap_or_default());
    let end = text.find([',', '|', '·', '•', '—', '–', '»', '(', '\n']).unwrap_or(text.len());
    let name = text.get(..end)?.trim();
    let count = name.split_whitespace().count();
    let is_name =
        |word: &str| word.starts_with(char::is_uppercase) && !word.contains(|c: char| c.is_ascii_digit());
    ((2..=4).contains(&count) && name.split_whitespace().all(is_name)).then_some(name)
}
