//! Front matter: `---` YAML or `+++` TOML at the very start, read line by line for its scalars. A reader
//! of reviews needs names and dates, not anchors and tags, and broken front matter must not cost
//! the review.

use crate::review::document::Kind;
use crate::review::parse::{Builder, Inline, Nest};

/// Front matter of more lines than this is text.
const LONGEST: usize = 400;

/// Gives `builder` the facts of the front matter that `text` begins with; what follows it.
pub(super) fn take<'t>(text: &'t str, builder: &mut Builder) -> &'t str {
    let Some((head, body)) = split(text) else { return text };
    for (key, value) in facts(head) {
        builder.block(Kind::Meta, Nest::default(), Inline::plain(format!("{key}: {value}")));
    }
    body
}

/// The front matter's lines and what follows its closing fence.
fn split(text: &str) -> Option<(&str, &str)> {
    let fence = ["---", "+++"].into_iter().find(|fence| text.starts_with(fence))?;
    let (first, rest) = text.split_once('\n')?;
    if first.trim_end() != fence {
        return None;
    }
    let mut at = 0;
    for line in rest.split_inclusive('\n').take(LONGEST) {
        let bare = line.trim_end();
        if bare == fence || (fence == "---" && bare == "...") {
            return Some((rest.get(..at)?, rest.get(at + line.len()..)?));
        }
        at += line.len();
    }
    None
}

/// Keys with their scalars: nested keys joined by dots, an item of a list under its list's key.
fn facts(head: &str) -> Vec<(String, String)> {
    let mut facts: Vec<(String, String)> = Vec::new();
    let mut path: Vec<(usize, String)> = Vec::new();
    for line in head.lines() {
        let indent = line.len() - line.trim_start().len();
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(item) = line.strip_prefix("- ") {
            path.retain(|(depth, _)| *depth <= indent);
            push(&mut facts, &key(&path), item);
        } else if let Some((name, value)) = pair(line) {
            path.retain(|(depth, _)| *depth < indent);
            path.push((indent, name.to_owned()));
            push(&mut facts, &key(&path), value);
        } else if let Some((_, last)) = facts.last_mut() {
            // A scalar that goes on.
            last.push(' ');
            last.push_str(unquoted(line));
        }
    }
    facts
}

fn key(path: &[(usize, String)]) -> String {
    path.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(".")
}

fn pair(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line
        .split_once(':')
        .filter(|(_, value)| value.is_empty() || value.starts_with(' '))
        .or_else(|| line.split_once(" = "))?;
    let name = unquoted(name.trim());
    let is_key =
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ' '));
    is_key.then_some((name, value.trim()))
}

/// Adds a scalar, or each item of a list in brackets.
fn push(facts: &mut Vec<(String, String)>, key: &str, value: &str) {
    if let Some(list) = value.strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
        list.split(',').for_each(|item| push(facts, key, item.trim()));
        return;
    }
    let value = unquoted(value);
    if !value.is_empty() && !matches!(value, "|" | ">" | "|-" | ">-") {
        facts.push((key.to_owned(), value.to_owned()));
    } else if matches!(value, "|" | ">" | "|-" | ">-") {
        facts.push((key.to_owned(), String::new()));
    }
}

fn unquoted(text: &str) -> &str {
    let inner = |quote| text.strip_prefix(quote).and_then(|text: &str| text.strip_suffix(quote));
    inner('"').or_else(|| inner('\'')).unwrap_or(text)
}
