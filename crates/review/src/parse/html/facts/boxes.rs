//! Boxes of facts: tables, definition lists and lines that stand in a page as a key and its value. Taking the article
//! out of its page may lose them, so they are read beside it.

use dom_query::NodeRef;

use super::Facts;
use crate::hide;
use crate::hide::element::{is_inline, is_passed};

/// A line of more bytes is no fact.
const LONGEST: usize = 300;
/// So many lines of a page are looked at.
const MOST: usize = 4000;
/// So many facts are kept.
const MOST_FACTS: usize = 60;

impl Facts {
    /// Takes the boxes under `root`. Of a page whose text may hide something, or speaks of spoilers, none: what they
    /// say might stand behind that.
    pub(super) fn boxes(&mut self, root: &NodeRef<'_>) {
        let mut lines = vec![String::new()];
        gather(root, &mut lines);
        if !lines.iter().any(|line| hide::may_be_in(line)) {
            self.boxes = lines.iter().filter_map(|line| fact(line)).take(MOST_FACTS).collect();
        }
    }
}

/// Adds the text of `node` to the last of `lines`, and one for each block of it. A key and its value share a line.
fn gather(node: &NodeRef<'_>, lines: &mut Vec<String>) {
    if lines.len() > MOST {
        return;
    }
    if node.is_text() {
        add(lines, &node.text());
        return;
    }
    let element = node.element_ref();
    let name = element.as_ref().map(|element| element.name.local.to_string()).unwrap_or_default();
    if is_passed(&name) || matches!(name.as_str(), "nav" | "footer" | "menu") {
        return;
    }
    match name.as_str() {
        _ if is_inline(&name) && name != "br" => {}
        "dd" | "td" => add(lines, " "),
        _ => lines.push(String::new()),
    }
    node.children_it(false).for_each(|child| gather(&child, lines));
    match name.as_str() {
        "dt" | "th" => add(lines, ": "),
        "dd" | "td" => {}
        _ if is_inline(&name) => {}
        _ => lines.push(String::new()),
    }
}

/// A line that is too long for a fact is not kept in full.
fn add(lines: &mut [String], text: &str) {
    if let Some(line) = lines.last_mut().filter(|line| line.len() <= LONGEST) {
        line.push_str(text);
    }
}

fn fact(line: &str) -> Option<String> {
    let (key, value) = line.split_once(':')?;
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (key, value) = (words(key), words(value.trim_start_matches([':', ' '])));
    let is_key = !key.is_empty() && key.len() <= 40 && key.split(' ').count() <= 4;
    (is_key && line.len() <= LONGEST && !value.is_empty()).then(|| ["page.", &key, ": ", &value].concat())
}
