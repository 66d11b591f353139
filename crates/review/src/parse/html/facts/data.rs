//! JSON-LD: what the scripts of a page say of a review as data.

use std::collections::HashMap;

use dom_query::NodeRef;
use serde_json::Value;

use super::{CREDITS, Facts, Key, MOST_PEOPLE, Rank, year};
use crate::clean::clean;

/// Data of more bytes is no description of a review.
const LONGEST: usize = 512 * 1024;
/// So many values of it are looked at.
const MOST: usize = 10_000;
/// So many parts that refer to each other are put together, and none that is longer.
const MOST_REFERENCES: usize = 200;
const LONGEST_PART: usize = 4096;

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

    /// What Parse.ly's tag says of a page.
    pub(super) fn parsely(&mut self, source: &str) {
        let Some(data) = lenient(source) else { return };
        self.take(Key::Title, Rank::Page, data.get("title"));
        self.take(Key::Reviewer, Rank::Page, data.get("author").or_else(|| data.get("authors")));
        self.take(Key::Date, Rank::Page, data.get("pub_date"));
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
    let mut found = Vec::new();
    for data in root.descendants_it().filter(is_data).filter_map(|script| read(&script)) {
        gather(&data, &mut found);
    }
    found
}

/// Whether `node` is a script of data.
pub(in super::super) fn is_data(node: &NodeRef<'_>) -> bool {
    let kind = node.attr("type").filter(|_| node.has_name("script"));
    kind.is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json"))
}

/// What the data in `script` are about in the first place.
pub(in super::super) fn kinds_of(script: &NodeRef<'_>) -> Vec<String> {
    let data = read(script).unwrap_or_default();
    let all = data.get("@graph").unwrap_or(&data);
    let items = all.as_array().map_or(std::slice::from_ref(all), Vec::as_slice);
    items.iter().flat_map(kinds).map(str::to_owned).collect()
}

fn read(script: &NodeRef<'_>) -> Option<Value> {
    Some(script.text().trim()).filter(|text| text.len() <= LONGEST).and_then(lenient)
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

/// Data as pages have it: within CDATA or a comment, one behind the other, and not quite JSON. What refers to a part of
/// them by its name has that part.
fn lenient(source: &str) -> Option<Value> {
    let source = source.replace("<![CDATA[", "").replace("]]>", "");
    let source = if source.contains('"') { source } else { source.replace("&quot;", "\"") };
    let from = source.find(['{', '['])?;
    let to = source.rfind(['}', ']'])? + 1;
    let bare = source.get(from..to)?;
    let mut data = values(bare).or_else(|| values(&mended(bare)))?;
    let mut named = HashMap::new();
    name(&data, &mut named);
    refer(&mut data, &named, &mut { MOST_REFERENCES });
    Some(data)
}

/// The values in `source`, if there is one, and nothing else is.
fn values(source: &str) -> Option<Value> {
    let all = serde_json::Deserializer::from_str(source).into_iter();
    let mut all: Vec<Value> = all.collect::<Result<_, _>>().ok()?;
    if all.len() > 1 { Some(Value::Array(all)) } else { all.pop() }
}

/// Gathers the parts of `value` that say more than what they are called.
fn name(value: &Value, named: &mut HashMap<String, Value>) {
    match value {
        Value::Array(all) => all.iter().for_each(|value| name(value, named)),
        Value::Object(map) => {
            map.values().for_each(|value| name(value, named));
            if let Some(id) = map.get("@id").and_then(Value::as_str)
                && map.contains_key("name")
                && named.len() < MOST_REFERENCES
                && value.to_string().len() < LONGEST_PART
            {
                named.insert(id.to_owned(), value.clone());
            }
        }
        _ => {}
    }
}

/// Puts the parts that are `named` in the place of what says their name and nothing else, `left` times.
fn refer(value: &mut Value, named: &HashMap<String, Value>, left: &mut usize) {
    match value {
        Value::Array(all) => all.iter_mut().for_each(|value| refer(value, named, left)),
        Value::Object(map) if map.contains_key("@id") && map.keys().all(|key| key.starts_with('@')) => {
            let part = map.get("@id").and_then(Value::as_str).and_then(|id| named.get(id));
            if let Some(part) = part.filter(|_| *left > 0).cloned() {
                (*value, *left) = (part, *left - 1);
            }
        }
        Value::Object(map) => map.values_mut().for_each(|value| refer(value, named, left)),
        _ => {}
    }
}

/// `source` as JSON: without comments, commas before a closing bracket and control characters, with quotation marks
/// around keys and texts.
fn mended(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let behind = rest.get(c.len_utf8()..).unwrap_or_default();
        rest = match c {
            '"' | '\'' => quoted(behind, c, &mut out),
            '/' if behind.starts_with('/') => {
                behind.find('\n').map_or("", |at| behind.get(at..).unwrap_or_default())
            }
            '/' if behind.starts_with('*') => behind.split_once("*/").map_or("", |(_, behind)| behind),
            c if c.is_alphabetic() || c == '@' || c == '_' => word(rest, &mut out),
            c => {
                if matches!(c, '}' | ']') {
                    let bare = out.trim_end().trim_end_matches(',').len();
                    out.truncate(bare);
                }
                out.push(if c.is_control() { ' ' } else { c });
                behind
            }
        };
    }
    out
}

/// Writes the text at the start of `rest` up to `mark`, and gives what follows.
fn quoted<'s>(rest: &'s str, mark: char, out: &mut String) -> &'s str {
    out.push('"');
    let mut chars = rest.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            c if c == mark => {
                out.push('"');
                return rest.get(at + 1..).unwrap_or_default();
            }
            '\\' => match chars.next() {
                Some((_, '\'')) => out.push('\''),
                Some((_, next)) => out.extend(['\\', next]),
                None => {}
            },
            '"' => out.push_str("\\\""),
            c => out.push(if c.is_control() { ' ' } else { c }),
        }
    }
    out.push('"');
    ""
}

/// Writes the word at the start of `rest`, in quotation marks if it is a key, and gives what follows.
fn word<'s>(rest: &'s str, out: &mut String) -> &'s str {
    let end = rest
        .find(|c: char| !c.is_alphanumeric() && !matches!(c, '@' | '_' | '-' | '+' | '.'))
        .unwrap_or(rest.len());
    let (word, behind) = rest.split_at(end);
    let mark = if behind.trim_start().starts_with(':') { "\"" } else { "" };
    out.extend([mark, word, mark]);
    behind
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
