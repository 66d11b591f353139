//! Boxes of facts in a page: what stands in tables, definition lists and lines as a key and its value. Taking the
//! article out of its page may lose them, so they are read beside it. What the page hides is not among them.

use dom_query::NodeRef;

use super::hide::Veils;

/// A line of more bytes is no fact.
const LONGEST: usize = 300;
/// So many are kept.
const MOST: usize = 200;

/// The facts in `root` and what it holds, each `page.key: value`.
pub(super) fn boxes(root: &NodeRef<'_>, veils: &Veils) -> Vec<String> {
    let mut lines = vec![String::new()];
    gather(root, veils, &mut lines);
    lines.into_iter().filter_map(|line| fact(&line)).take(MOST).collect()
}

fn gather(node: &NodeRef<'_>, veils: &Veils, lines: &mut Vec<String>) {
    if veils.hidden.contains_key(&node.id) {
        // A line that something is taken out of states nothing.
        lines.last_mut().into_iter().for_each(String::clear);
        return lines.push(String::new());
    }
    if node.is_text() {
        return add(lines, &node.text());
    }
    let Some(name) = node.node_name() else {
        return node.children_it(false).for_each(|child| gather(&child, veils, lines));
    };
    let is_line = is_inline(&name);
    match &*name {
        "script" | "style" | "template" | "noscript" | "svg" | "math" => return,
        // The value belongs to the key before it.
        "dd" | "td" => add(lines, " "),
        _ if is_line => add(lines, " "),
        _ => lines.push(String::new()),
    }
    node.children_it(false).for_each(|child| gather(&child, veils, lines));
    match &*name {
        "dt" | "th" => add(lines, ": "),
        _ if is_line => {}
        _ => lines.push(String::new()),
    }
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
    (is_key && line.len() <= LONGEST && !value.is_empty()).then(|| ["page.", key, ": ", value].concat())
}
