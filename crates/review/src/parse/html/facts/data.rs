//! JSON-LD: what the scripts of a page say of a review as data.

use dom_query::NodeRef;
use serde_json::Value;

use super::{CREDITS, Facts, Key, MOST_PEOPLE, Rank, year};
use crate::clean::clean;

/// Data of more bytes is no description of a review.
const LONGEST: usize = 512 * 1024;
/// So many values of it are looked at.
const MOST: usize = 10_000;

impl Facts {
    /// A script of JSON-LD.
    pub fn json(&mut self, source: &str) {
        let Some(data) = Some(source.trim()).filter(|s| s.len() <= LONGEST) else { return };
        let Some(data) = lenient(data) else { return };
        let mut left = vec![&data];
        let mut seen = 0;
        while let Some(value) = left.pop().filter(|_| seen < MOST) {
            seen += 1;
            match value {
                Value::Array(all) => left.extend(all.iter().rev()),
                Value::Object(map) => {
                    self.object(value);
                    left.extend(map.values());
                }
                _ => {}
            }
        }
    }

    fn object(&mut self, value: &Value) {
        let is = |names: &[&str]| kinds(value).any(|kind| names.iter().any(|name| kind.ends_with(name)));
        if is(&["AggregateRating", "Comment"]) {
            return;
        }
        if is(&["Review"]) {
            self.review(value);
        } else if is(&["Article", "BlogPosting", "Report"]) {
            self.article(value, Rank::Article);
        } else if is(&["Movie", "Film", "TVSeries"]) && value.get("review").is_some() {
            self.film(value);
        } else if is(&["WebSite"]) {
            self.take(Key::Publication, Rank::Page, value.get("name"));
        }
    }

    fn review(&mut self, value: &Value) {
        self.article(value, Rank::Review);
        if let Some(film) = value.get("itemReviewed").map(first) {
            self.film(film);
        }
        if let Some(rating) = value.get("reviewRating").map(first) {
            self.take(Key::Rating, Rank::Review, rating.get("ratingValue"));
            self.take(Key::Best, Rank::Review, rating.get("bestRating"));
        }
        if self.body.is_none() {
            self.body = value.get("reviewBody").and_then(Value::as_str).map(|text| clean(text.to_owned()));
        }
    }

    fn film(&mut self, film: &Value) {
        self.take(Key::Film, Rank::Review, Some(film));
        for (name, key) in CREDITS {
            let all =
                film.get(name).map(|all| all.as_array().map_or(std::slice::from_ref(all), Vec::as_slice));
            let people = all.unwrap_or_default().iter().take(MOST_PEOPLE).filter_map(text);
            people.for_each(|person| self.credit(key, &person));
        }
        let released = ["datePublished", "dateCreated", "releasedEvent"].iter().find_map(|key| film.get(key));
        if let Some(date) = released.and_then(text) {
            self.offer(Key::Year, Rank::Review, year(&date));
        }
    }

    fn article(&mut self, value: &Value, rank: Rank) {
        self.take(Key::Title, rank, value.get("headline"));
        self.take(Key::Reviewer, rank, value.get("author").or_else(|| value.get("creator")));
        self.take(Key::Publication, rank, value.get("publisher"));
        self.take(Key::Date, rank, value.get("datePublished"));
        if self.body.is_none() {
            self.body = value.get("articleBody").and_then(Value::as_str).map(|text| clean(text.to_owned()));
        }
    }

    fn take(&mut self, key: Key, rank: Rank, value: Option<&Value>) {
        if let Some(text) = value.and_then(text) {
            self.offer(key, rank, &text);
        }
    }
}

/// The reviews in the data of the page under `root`, each with its text.
pub(in super::super) fn reviews(root: &NodeRef<'_>) -> Vec<Facts> {
    let is_data = |node: &NodeRef<'_>| {
        let kind = node.attr("type").filter(|_| node.has_name("script"));
        kind.is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json"))
    };
    let mut found = Vec::new();
    for script in root.descendants_it().filter(is_data) {
        let text = script.text();
        let data = Some(text.trim()).filter(|text| text.len() <= LONGEST).and_then(lenient);
        if let Some(data) = data {
            gather(&data, &mut found);
        }
    }
    found
}

/// Adds the reviews in `value` to those `found`, in its order; data nest no deeper than their reader allows.
fn gather(value: &Value, found: &mut Vec<Facts>) {
    let inner: Vec<&Value> = match value {
        Value::Array(all) => all.iter().collect(),
        Value::Object(map) => map.values().collect(),
        _ => return,
    };
    let mut facts = Facts::default();
    if kinds(value).any(|kind| kind.ends_with("Review")) {
        facts.review(value);
        facts.take(Key::Title, Rank::Page, value.get("name"));
    }
    if facts.body.as_ref().is_some_and(|body| !body.trim().is_empty()) {
        found.push(facts);
    } else if found.len() < MOST {
        for value in inner {
            gather(value, found);
        }
    }
}

fn kinds(value: &Value) -> impl Iterator<Item = &str> {
    let kind = value.get("@type");
    let several = kind.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    kind.into_iter().chain(several).filter_map(Value::as_str)
}

/// Data as pages have it: within CDATA or a comment, with commas too many and line ends in strings.
fn lenient(source: &str) -> Option<Value> {
    let source = source.replace("<![CDATA[", "").replace("]]>", "");
    let from = source.find(['{', '['])?;
    let to = source.rfind(['}', ']'])? + 1;
    let bare = source.get(from..to)?;
    serde_json::from_str(bare).or_else(|_| serde_json::from_str(&mended(bare))).ok()
}

/// `source` without commas before a closing bracket, and with blanks for control characters.
fn mended(source: &str) -> String {
    let (mut out, mut quoted, mut escaped) = (String::with_capacity(source.len()), false, false);
    for c in source.chars() {
        if !quoted && matches!(c, '}' | ']') {
            let bare = out.trim_end().trim_end_matches(',').len();
            out.truncate(bare);
        }
        quoted ^= c == '"' && !escaped;
        escaped = quoted && c == '\\' && !escaped;
        out.push(if c.is_control() { ' ' } else { c });
    }
    out
}

/// The first of several values.
fn first(value: &Value) -> &Value {
    value.as_array().and_then(|all| all.first()).unwrap_or(value)
}

fn text(value: &Value) -> Option<String> {
    match first(value) {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(map) => map.get("name").map(first)?.as_str().map(str::to_owned),
        _ => None,
    }
}
