//! What a page says of the review beside its text: JSON-LD, Open Graph, `meta` and microdata. Several may
//! say the same; who is more exact is believed.

mod boxes;
mod classes;
mod data;

use std::collections::HashMap;

use dom_query::{Element, NodeRef};

use super::dom::with_text;
use super::replies::Named;
use crate::clean::clean;
use crate::document::AMID;
use crate::hide;
use crate::hide::entities;
pub(super) use classes::{is_of_a_fact, is_of_the_site};
pub(super) use data::{is_data, kinds_of, reviews};

/// So many people of a film are kept.
const MOST_PEOPLE: usize = 100;
/// So many cards are looked at.
const MOST_CARDS: usize = 20;
/// A fact of more bytes is none.
const LONGEST: usize = 300;

/// What a fact is about; the order is that in which facts stand in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Film,
    Year,
    Reviewer,
    Publication,
    Date,
    Rating,
    Best,
    Title,
    /// The name of the file's page, which may hold the site's name, too.
    Page,
    /// The first main heading.
    Heading,
}

const KEYS: usize = Key::Heading as usize + 1;

/// How exact a source is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// `meta` and what stands in the page.
    #[default]
    Page,
    /// Open Graph.
    Graph,
    /// JSON-LD or microdata about an article.
    Article,
    /// About a review.
    Review,
}

/// Whether a warning of spoilers may stand before what says a fact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is said of the page, or above all of its prose.
    #[default]
    Clear,
    /// Behind some of its prose.
    Amid,
}

impl Standing {
    /// What the keys of its facts begin with.
    fn prefix(self) -> &'static str {
        match self {
            Self::Clear => "",
            Self::Amid => AMID,
        }
    }
}

/// What a page says of itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    known: [Option<(Rank, Standing, String)>; KEYS],
    /// What the labels of pictures say that may be ratings.
    ratings: Vec<(Standing, String)>,
    /// Whether prose was met, and where the fact stands that is being read.
    has_prose: bool,
    standing: Standing,
    /// What cards say, each by its number: a label and what stands under it.
    cards: HashMap<String, [String; 2]>,
    /// The site's name, if it is a heading of its own.
    site: Option<String>,
    /// Credits of the film, each with the key that it stands under.
    credits: Vec<(Standing, &'static str, String)>,
    /// Boxes of facts, as lines.
    boxes: Vec<String>,
    /// The text of the review as data, where the page shows none.
    pub body: Option<String>,
}

impl Facts {
    /// What the page says in whose tree `root` is; nothing of what it hides is there any more.
    pub fn of(root: &NodeRef<'_>) -> Self {
        let mut facts = Self::default();
        facts.gather(root, None);
        facts
    }

    /// What the page under `root` says of the one film that all its reviews are about, if they are.
    pub fn of_one_film(root: &NodeRef<'_>) -> Self {
        let mut films: Vec<_> =
            reviews(root).iter().map(|facts| facts.get(Key::Film).map(str::to_owned)).collect();
        films.dedup();
        let is_named =
            |node: &NodeRef<'_>| node.attr("itemprop").is_some_and(|name| *name == *"itemReviewed");
        let named = root.descendants_it().filter(is_named).count();
        if films.len() > 1 || named > 1 { Self::default() } else { Self::of(root) }
    }

    /// Takes the film from `page`, on which the review stands, unless it names one itself.
    pub fn belong_to(&mut self, page: &Self) {
        if self.get(Key::Film).is_none() {
            for key in [Key::Film, Key::Year] {
                page.get(key).into_iter().for_each(|text| self.offer(key, Rank::Page, text));
            }
        }
    }

    /// What `node` and what it holds say; `item` is the name of the item around it.
    fn gather(&mut self, node: &NodeRef<'_>, item: Option<&str>) {
        self.has_prose |= node.is_text() && is_prose(node);
        self.standing = Standing::Clear;
        let Some(element) = node.element_ref() else {
            return node.children_it(false).for_each(|child| self.gather(&child, item));
        };
        match &*element.name.local {
            "title" => return self.offer(Key::Page, Rank::Page, &node.text()),
            "script"
                if element.attr("type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json")) =>
            {
                return self.json(&node.text());
            }
            "svg" => return self.picture(node, &element),
            "script" | "style" | "math" | "template" | "noscript" => return,
            "meta" => {
                let content = element.attr("content").unwrap_or_default();
                if let Some(name) = element.attr("property").or_else(|| element.attr("name")) {
                    self.meta(&name, &content);
                }
            }
            _ => {}
        }
        self.standing = if self.has_prose { Standing::Amid } else { Standing::Clear };
        if &*element.name.local == "h1" {
            if classes::is_of_the_site(node) {
                self.site.get_or_insert_with(|| shortened(node).trim().to_owned());
            } else {
                self.offer(Key::Heading, Rank::Page, &shortened(node));
            }
        }
        self.classed(node, &element);
        let Some(property) = element.attr("itemprop") else {
            return node.children_it(false).for_each(|child| self.gather(&child, item));
        };
        let is_item = element.has_attr("itemscope");
        self.item(node, &element, &property, item);
        let inner = if is_item { property.split_ascii_whitespace().next() } else { item };
        node.children_it(false).for_each(|child| self.gather(&child, inner));
    }

    /// Takes what `node`, the element `element`, says as microdata: each of its names is one in `item`.
    fn item(&mut self, node: &NodeRef<'_>, element: &Element, names: &str, item: Option<&str>) {
        let given =
            element.attr("content").or_else(|| element.attr("datetime")).filter(|given| !given.is_empty());
        if given.is_none() && element.has_attr("itemscope") {
            return;
        }
        let text = given.map_or_else(|| shortened(node), |given| given.to_string());
        for name in names.split_ascii_whitespace() {
            let path = item.map_or_else(|| name.to_owned(), |item| [item, ".", name].concat());
            self.property(&path, &text);
        }
    }

    /// Takes what `node` says, which stands in `around`: behind prose there, a warning may stand before it.
    pub fn offer_at(&mut self, key: Key, around: &NodeRef<'_>, node: &NodeRef<'_>, text: &str) {
        self.standing = if is_amid(around, node) { Standing::Amid } else { Standing::Clear };
        self.offer(key, Rank::Page, text);
    }

    /// Takes who wrote the opening post of a thread, and when, as `writer` says under `root`, unless that is known.
    pub fn opened(&mut self, root: &NodeRef<'_>, writer: &NodeRef<'_>, named: &Named) {
        for (key, text) in [(Key::Reviewer, Some(&named.name)), (Key::Date, named.date.as_ref())] {
            if let Some(text) = text.filter(|_| self.get(key).is_none()) {
                self.offer_at(key, root, writer, text);
            }
        }
    }

    /// What is known for `key`, if no prose stands before it.
    pub fn clear(&self, key: Key) -> Option<&str> {
        self.stated(key).filter(|(standing, _)| *standing == Standing::Clear).map(|(_, text)| text)
    }

    /// Takes `text` for `key`, unless something as exact is known.
    pub fn offer(&mut self, key: Key, rank: Rank, text: &str) {
        let mut plain = String::new();
        entities::decode(text, |part, _| plain.push_str(part));
        let plain = clean(plain).split_whitespace().collect::<Vec<_>>().join(" ");
        let Some(slot) = self.known.get_mut(key as usize) else { return };
        let says = match key {
            Key::Reviewer => !plain.eq_ignore_ascii_case("by"),
            Key::Date => plain.contains(char::is_numeric),
            _ => true,
        };
        let is_better = says && slot.as_ref().is_none_or(|(known, ..)| *known < rank);
        if is_better && !plain.is_empty() && plain.len() <= LONGEST {
            *slot = Some((rank, self.standing, plain));
        }
    }

    /// What is known for `key`.
    pub fn get(&self, key: Key) -> Option<&str> {
        self.stated(key).map(|(_, text)| text)
    }

    fn stated(&self, key: Key) -> Option<(Standing, &str)> {
        self.known.get(key as usize)?.as_ref().map(|(_, standing, text)| (*standing, text.as_str()))
    }

    /// A `meta` tag.
    pub fn meta(&mut self, name: &str, content: &str) {
        let name = name.to_ascii_lowercase();
        let (key, rank) = match name.as_str() {
            "og:title" | "twitter:title" => (Key::Title, Rank::Graph),
            "og:site_name" | "application-name" => (Key::Publication, Rank::Graph),
            "article:published_time" | "datepublished" => (Key::Date, Rank::Graph),
            "date" | "dc.date" | "dc.date.issued" | "dcterms.date" | "dcterms.created" | "publish-date"
            | "publish_date" | "publishdate" | "pubdate" | "parsely-pub-date" | "sailthru.date"
            | "article:published" => (Key::Date, Rank::Page),
            "parsely-title" => (Key::Title, Rank::Page),
            "author" | "dc.creator" | "parsely-author" | "sailthru.author" | "byl" | "cxenseparse:author" => {
                (Key::Reviewer, Rank::Page)
            }
            "parsely-page" => return self.parsely(content),
            _ if name.starts_with("twitter:label") => {
                return self.card(0, name.trim_start_matches("twitter:label"), content);
            }
            _ if name.starts_with("twitter:data") => {
                return self.card(1, name.trim_start_matches("twitter:data"), content);
            }
            "article:author" if !content.contains("://") => (Key::Reviewer, Rank::Graph),
            _ => return,
        };
        self.offer(key, rank, content);
    }

    /// Takes the label of a card, or what stands under it, whichever comes first.
    fn card(&mut self, part: usize, number: &str, content: &str) {
        let known = self.cards.len() < MOST_CARDS || self.cards.contains_key(number);
        let Some(card) = known.then(|| self.cards.entry(number.to_owned()).or_default()) else { return };
        content.trim().clone_into(&mut card[part]);
        let [label, data] = card.clone();
        let keys = [("written by", Key::Reviewer), ("rating", Key::Rating)];
        if let Some((_, key)) = keys.iter().find(|(known, _)| known.eq_ignore_ascii_case(&label)) {
            self.offer(*key, Rank::Page, &data);
        }
    }

    /// Microdata: what property `path` of the page's items is.
    pub fn property(&mut self, path: &str, text: &str) {
        let path = path.strip_suffix(".name").filter(|path| credit(path).is_some()).unwrap_or(path);
        if let Some(key) = credit(path) {
            return self.credit(key, text);
        }
        let key = match path {
            "itemReviewed" | "itemReviewed.name" => Key::Film,
            "itemReviewed.datePublished" | "itemReviewed.dateCreated" => {
                return self.offer(Key::Year, Rank::Review, year(text));
            }
            "author" | "author.name" | "reviewer" | "reviewer.name" => Key::Reviewer,
            "publisher" | "publisher.name" => Key::Publication,
            "datePublished" | "dtreviewed" => Key::Date,
            "reviewRating.ratingValue" | "ratingValue" | "rating" => Key::Rating,
            "reviewRating.bestRating" | "bestRating" => Key::Best,
            "headline" => Key::Title,
            _ => return,
        };
        self.offer(key, Rank::Article, text);
    }

    fn credit(&mut self, key: &'static str, name: &str) {
        let name = clean(name.to_owned()).split_whitespace().collect::<Vec<_>>().join(" ");
        let known = self.credits.iter().any(|(_, theirs, known)| *theirs == key && *known == name);
        if !known && !name.is_empty() && name.len() <= LONGEST && self.credits.len() < MOST_PEOPLE {
            self.credits.push((self.standing, key, name));
        }
    }

    /// The facts as lines of `key: value`, as front matter has them.
    pub fn lines(&self) -> Vec<String> {
        let stated = |key| self.stated(key).map(|(standing, text)| (standing, text.to_owned()));
        let all = [
            ("film", stated(Key::Film)),
            ("year", stated(Key::Year)),
            ("reviewer", stated(Key::Reviewer)),
            ("publication", stated(Key::Publication)),
            ("date", self.date()),
            ("rating", self.rating()),
        ];
        let credits = self
            .credits
            .iter()
            .map(|(standing, key, name)| [standing.prefix(), "film.", key, ": ", name].concat());
        let line = |(key, fact): (&str, Option<(Standing, String)>)| {
            fact.map(|(standing, value)| [standing.prefix(), key, ": ", &value].concat())
        };
        all.into_iter().filter_map(line).chain(credits).chain(self.boxes.iter().cloned()).collect()
    }

    /// The day, without the time.
    pub fn date(&self) -> Option<(Standing, String)> {
        let (standing, date) = self.stated(Key::Date)?;
        Some((standing, date.split_once('T').map_or(date, |(day, _)| day).to_owned()))
    }

    /// `4/5`: of five if nothing else is said, as schema.org has it.
    fn rating(&self) -> Option<(Standing, String)> {
        let (standing, given) = self.stated(Key::Rating).or_else(|| self.labelled_rating())?;
        let number = given.strip_suffix("stars").unwrap_or(given).trim_end().replace(',', ".");
        if number.parse::<f32>().is_err() {
            return Some((standing, given.to_owned()));
        }
        Some((standing, [&number, "/", self.get(Key::Best).unwrap_or("5")].concat()))
    }

    /// The title of the review itself, without the site's name.
    pub fn headline(&self) -> Option<String> {
        let page = self.get(Key::Page);
        // One behind some prose may be anything, unless the page is called so.
        let heading = self.stated(Key::Heading).filter(|(standing, heading)| {
            *standing == Standing::Clear || page.is_some_and(|page| page.contains(heading))
        });
        let heading = heading.map(|(_, heading)| heading);
        // A main heading that the page's title repeats is the review's and not the site's, unless it stands behind a bar.
        let is_site = |heading: &&str| {
            let before = page.and_then(|page| page.strip_suffix(*heading)).unwrap_or_default();
            BARS.iter().any(|bar| before.ends_with(bar))
        };
        let site = self.get(Key::Publication).or(self.site.as_deref()).or(heading.filter(is_site));
        let heading = heading.filter(|heading| !is_site(heading));
        let repeated = heading.filter(|heading| page.is_none_or(|page| page.contains(heading)));
        // One with a year names a film, whatever the site calls all its pages.
        let dated = || heading.filter(|heading| heading.contains("(19") || heading.contains("(20"));
        let title = repeated.or(self.get(Key::Title)).or_else(dated).or(page).or(heading)?;
        Some(without_site(title, site).to_owned())
    }
}

/// What stands between a title and the name of the site.
const BARS: [&str; 7] = [" | ", " – ", " — ", " - ", " · ", " :: ", " » "];

/// Properties of a film, with the keys that front matter would have.
const CREDITS: [(&str, &str); 9] = [
    ("director", "director"),
    ("directors", "director"),
    ("actor", "actor"),
    ("actors", "actor"),
    ("author", "writer"),
    ("creator", "writer"),
    ("musicBy", "composer"),
    ("producer", "producer"),
    ("productionCompany", "studio"),
];

/// The key of a property of the film that is reviewed.
fn credit(path: &str) -> Option<&'static str> {
    let property = path.strip_prefix("itemReviewed.")?;
    CREDITS.iter().find(|(name, _)| *name == property).map(|(_, key)| *key)
}

/// The text in `node`, or as much of it as a fact may have.
pub(super) fn shortened(node: &NodeRef<'_>) -> String {
    let mut text = String::new();
    for part in node.descendants_it().filter(NodeRef::is_text) {
        with_text(&part, |part| text.push_str(part));
        if text.len() > LONGEST {
            break;
        }
    }
    text
}

/// Whether the text `node` may be the prose of a review, or a warning of what follows.
pub(super) fn is_prose(node: &NodeRef<'_>) -> bool {
    let may_warn = with_text(node, |text| text.split_whitespace().nth(2).is_some() || hide::may_be_in(text));
    may_warn && !node.parent().is_some_and(|parent| is_label(&parent))
}

/// Whether `node` stands behind prose in `around`.
pub(super) fn is_amid(around: &NodeRef<'_>, node: &NodeRef<'_>) -> bool {
    let mut before = around.descendants_it().take_while(|other| other.id != node.id);
    before.any(|other| other.is_text() && is_prose(&other))
}

/// Whether `node` holds a link, a title or a fact.
fn is_label(node: &NodeRef<'_>) -> bool {
    let Some(element) = node.element_ref() else { return false };
    matches!(&*element.name.local, "a" | "h1" | "time" | "button" | "option")
        || element.attr("itemprop").is_some()
        || classes::is_of_a_fact(&element)
}

fn year(date: &str) -> &str {
    date.trim().get(..4).filter(|year| year.bytes().all(|b| b.is_ascii_digit())).unwrap_or_default()
}

/// `title` without the name of the site behind a bar or a dash.
fn without_site<'a>(title: &'a str, site: Option<&str>) -> &'a str {
    if hide::may_be_in(title) {
        // What is hidden in it parts nothing.
        return title;
    }
    for bar in BARS {
        let Some((before, behind)) = title.rsplit_once(bar) else { continue };
        if site.is_some_and(|site| site.eq_ignore_ascii_case(before.trim())) {
            return behind.trim();
        }
        let is_site = site.is_some_and(|site| site.eq_ignore_ascii_case(behind.trim()));
        let is_short = behind.split_whitespace().count() <= 4 && before.split_whitespace().count() >= 2;
        if is_site || (site.is_none() && is_short && bar != " - ") || (bar == " | " && is_short) {
            return before.trim();
        }
    }
    title
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(source: &str) -> String {
        let mut facts = Facts::default();
        facts.json(source);
        facts.lines().join("\n")
    }

    #[test]
    fn a_review_in_json_is_read() {
        let source = r#"{"@graph": [{"@type": "WebSite", "name": "Site"}, {"@type": ["Review"], "author": [{"name": "Max Rull"}],
            "datePublished": "1931-05-02T10:00Z", "publisher": {"name": "The Pier"},
            "itemReviewed": {"@type": "Movie", "name": "The Night Ferry &amp; I", "dateCreated": "1930-12-01"},
            "reviewRating": {"ratingValue": 3.5, "bestRating": "4"}}]}"#;
        let expected = "film: The Night Ferry & I\nyear: 1930\nreviewer: Max Rull\npublication: The Pier\n\
                        date: 1931-05-02\nrating: 3.5/4";
        assert_eq!(lines(source), expected);
    }

    #[test]
    fn data_that_are_not_quite_json_are_read() {
        let review = r#"{"@type":"Review","author":{"@type":"Person","name":"Ann Lorn"},"datePublished":"2016-07-08"}"#;
        for source in [
            ["//<![CDATA[\n", review, "\n//]]>"].concat(),
            ["/* schema */ ", review, ";"].concat(),
            review.replace("\"author\"", "// who\n\"author\""),
            review.replace('"', "'"),
            review.replace('"', "&quot;"),
            review.replace("\"author\"", "author"),
            review.replace("08\"}", "08\",}"),
            review.replace("Ann Lorn", "Ann\nLorn"),
            [review, review].concat(),
            format!(
                r##"{{"@graph":[{{"@type":"Person","@id":"#a","name":"Ann Lorn"}},{}]}}"##,
                review.replace(r#"{"@type":"Person","name":"Ann Lorn"}"#, r##"{"@id":"#a"}"##)
            ),
        ] {
            assert_eq!(lines(&source), "reviewer: Ann Lorn\ndate: 2016-07-08", "{source}");
        }
    }

    #[test]
    fn what_refers_to_each_other_stays_small() {
        let part = |number: usize| {
            format!(
                r##"{{"@id":"#{number}","name":"x","a":[{{"@id":"#{}"}},{{"@id":"#{}"}}]}}"##,
                number + 1,
                number + 2
            )
        };
        let all = (0..800).map(part).collect::<Vec<_>>().join(",");
        assert_eq!(
            lines(&format!(r#"{{"@graph":[{all},{{"@type":"Review","author":"Ann Lorn"}}]}}"#)),
            "reviewer: Ann Lorn"
        );
    }

    #[test]
    fn broken_data_says_nothing() {
        for source in ["", "{", "[1, null, {\"@type\": 3}]", &"[".repeat(100_000)] {
            assert_eq!(lines(source), "");
        }
    }

    #[test]
    fn titles_lose_the_name_of_their_site() {
        assert_eq!(without_site("The Night Ferry | The Pier", None), "The Night Ferry");
        assert_eq!(without_site("The Night Ferry - The Pier", Some("the pier")), "The Night Ferry");
        assert_eq!(without_site("Spider - Man", None), "Spider - Man");
    }
}
