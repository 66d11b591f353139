//! Boxes of facts in a page: what stands in tables, definition lists and lines as a key and its value. Taking the
//! article out of its page may lose them, so they are read beside it. What the page hides is not among them.

use super::scan::TOKEN;
use super::token::{Token, Tokens};

/// A line of more bytes is no fact.
const LONGEST: usize = 300;
/// So many are kept.
const MOST: usize = 200;

/// The facts of `html`, each `page.key: value`.
pub(super) fn boxes(html: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for token in Tokens::new(html) {
        match token {
            Token::Text(text) => add(&mut lines, text),
            Token::End(name) if matches!(name.as_str(), "dt" | "th") => add(&mut lines, ": "),
            Token::Start(tag) if is_inline(tag.name.as_str()) => add(&mut lines, " "),
            Token::End(name) if is_inline(name.as_str()) => {}
            // The value belongs to the key before it.
            Token::Start(tag) if matches!(tag.name.as_str(), "dd" | "td") => add(&mut lines, " "),
            Token::Start(_) | Token::End(_) => lines.push(String::new()),
        }
    }
    lines.into_iter().filter_map(|line| fact(&line)).take(MOST).collect()
}

/// Elements that end no line.
fn is_inline(name: &str) -> bool {
    matches!(name, "a" | "abbr" | "b" | "cite" | "em" | "i" | "small" | "span" | "strong" | "time" | "u")
}

/// Adds `text` to the last line; a line that is too long for a fact is not kept.
fn add(lines: &mut [String], text: &str) {
    if let Some(line) = lines.last_mut().filter(|line| line.len() <= LONGEST) {
        line.push_str(text.get(..text.len().min(LONGEST + 1)).unwrap_or(text));
    }
}

fn fact(line: &str) -> Option<String> {
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ").replace(" :", ":");
    let line = line.replace(": : ", ": ").replace(":: ", ": ");
    let (key, value) = line.split_once(": ")?;
    let is_key = !key.is_empty() && key.len() <= 40 && key.split(' ').count() <= 4;
    let is_open = !line.contains(TOKEN) && line.len() <= LONGEST;
    (is_key && is_open && !value.is_empty()).then(|| ["page.", key, ": ", value].concat())
}
