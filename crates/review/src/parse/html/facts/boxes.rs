//! Boxes of facts: tables, definition lists and lines that stand in a page as a key and its value. Taking the article
//! out of its page loses some, and those are read beside it.

use dom_query::NodeRef;

use super::super::article::Found;
use super::super::dom::with_text;
use super::super::hide::is_named_aside;
use super::Facts;
use crate::document::AMID;
use crate::hide;
use crate::hide::element::{is_around, is_inline, is_passed};

/// A line of more bytes is no fact.
const LONGEST: usize = 300;
/// So many lines of a page are looked at.
const MOST: usize = 4000;
/// So many facts are kept.
const MOST_FACTS: usize = 60;

impl Facts {
    /// Takes the boxes under `root` that stand beside what is read as `found`, which says by itself what it says. Of a
    /// page whose text may hide something, or speaks of spoilers, none: what they say might stand behind that.
    pub fn boxes(&mut self, root: &NodeRef<'_>, found: &Found) {
        let mut lines = Lines { found, lines: vec![String::new()] };
        lines.gather(root, false);
        if !lines.lines.iter().any(|line| hide::may_be_in(line)) {
            self.boxes = lines.lines.iter().filter_map(|line| fact(line)).take(MOST_FACTS).collect();
        }
    }
}

/// The lines of a page beside what is read of it.
struct Lines<'f> {
    found: &'f Found,
    lines: Vec<String>,
}

impl Lines<'_> {
    /// Adds the text of `node` to the last line, and one for each block of it. A key and its value share a line.
    fn gather(&mut self, node: &NodeRef<'_>, is_aside: bool) {
        if self.lines.len() > MOST {
            return;
        }
        if node.is_text() {
            let is_read = match self.found {
                Found::Article(kept) | Found::Prose(kept) => kept.contains(&node.id),
                Found::Page => !is_aside,
            };
            if !is_read {
                with_text(node, |text| self.add(text));
            }
            return;
        }
        let element = node.element_ref();
        let name = element.as_ref().map(|element| element.name.local.to_string()).unwrap_or_default();
        if is_passed(&name) || matches!(name.as_str(), "nav" | "footer" | "menu") {
            return;
        }
        let is_aside =
            is_aside || is_around(&name) || element.as_ref().is_some_and(|element| is_named_aside(element));
        match name.as_str() {
            _ if is_inline(&name) && name != "br" => {}
            "dd" | "td" => self.add(" "),
            _ => self.lines.push(String::new()),
        }
        node.children_it(false).for_each(|child| self.gather(&child, is_aside));
        match name.as_str() {
            "dt" | "th" => self.add(": "),
            "dd" | "td" => {}
            _ if is_inline(&name) => {}
            _ => self.lines.push(String::new()),
        }
    }

    /// A line that is too long for a fact is not kept in full.
    fn add(&mut self, text: &str) {
        if let Some(line) = self.lines.last_mut().filter(|line| line.len() <= LONGEST) {
            line.push_str(text);
        }
    }
}

fn fact(line: &str) -> Option<String> {
    let (key, value) = line.split_once(':')?;
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (key, value) = (words(key), words(value.trim_start_matches([':', ' '])));
    let is_key = !key.is_empty() && key.len() <= 40 && key.split(' ').count() <= 4;
    (is_key && line.len() <= LONGEST && !value.is_empty()).then(|| [AMID, &key, ": ", &value].concat())
}
