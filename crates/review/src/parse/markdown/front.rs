//! Front matter: the YAML or TOML at the head of a review, read by the line and without complaint.
//! Only what reviews have is understood: keys, nested keys, lists and scalars over several lines.

use crate::hide::standin;

/// The facts of front matter, each `key: value`, and where the text behind it begins. None where
/// `source` has none that can be read: then it is text.
pub(super) fn read(source: &str) -> Option<(Vec<String>, usize)> {
    let mut lines = source.split_inclusive('\n');
    let first = lines.next()?;
    let (fence, end) = match first.trim_end() {
        "---" => ("---", "..."),
        "+++" => ("+++", "+++"),
        _ => return None,
    };
    let mut at = first.len();
    let mut inner = Vec::new();
    for line in lines {
        at += line.len();
        let text = line.trim_end();
        if text == fence || text == end {
            let facts = if fence == "---" { Facts::yaml(&inner) } else { Facts::toml(&inner) };
            return facts.filter(|facts| !is_prose(&inner, &facts.out)).map(|facts| (facts.out, at));
        }
        inner.push(text);
    }
    None
}

/// Whether `lines`, read as `facts`, are prose between two rules: a blank line follows the first rule, or all that they
/// say are sentences, as in `Note: the fog was real.`
fn is_prose(lines: &[&str], facts: &[String]) -> bool {
    let is_sentence = |fact: &String| {
        let value = fact.split_once(": ").map_or("", |(_, value)| value).trim_end();
        value.ends_with(['.', '!', '?', '…']) && value.split_whitespace().nth(2).is_some()
    };
    let is_apart = lines.first().is_some_and(|line| line.is_empty());
    !facts.is_empty() && (is_apart && facts.iter().any(is_sentence) || facts.iter().all(is_sentence))
}

#[derive(Default)]
struct Facts {
    out: Vec<String>,
    /// The keys we stand under, with their indentation.
    path: Vec<(usize, String)>,
    /// Whether the last fact may go on in the next line, and how far it is indented.
    open: Option<usize>,
    /// How much a scalar of several lines is indented.
    block: Option<usize>,
}

impl Facts {
    /// None where a line is no YAML that we know.
    fn yaml(lines: &[&str]) -> Option<Self> {
        let mut facts = Self::default();
        for line in lines {
            let text = line.trim_start();
            let indent = line.len() - text.len();
            if text.is_empty() || (text.starts_with('#') && facts.block.is_none()) {
                continue;
            }
            facts.line(text, indent)?;
        }
        Some(facts)
    }

    fn line(&mut self, text: &str, indent: usize) -> Option<()> {
        if self.block.or(self.open).is_some_and(|from| indent > from)
            && !(self.block.is_none() && is_entry(text))
        {
            self.go_on(text);
            return Some(());
        }
        self.block = None;
        if let Some(item) = text.strip_prefix("- ").or((text == "-").then_some("")) {
            self.item(item.trim(), indent);
        } else {
            let (key, value) = pair(text)?;
            self.leave(indent);
            self.entry(key, value, indent);
        }
        Some(())
    }

    fn leave(&mut self, indent: usize) {
        while self.path.last().is_some_and(|(at, _)| *at >= indent) {
            self.path.pop();
        }
    }

    /// A list item: a scalar, or the first key of a mapping.
    fn item(&mut self, item: &str, indent: usize) {
        while self.path.last().is_some_and(|(at, _)| *at > indent) {
            self.path.pop();
        }
        match pair(item).filter(|_| !item.starts_with(['"', '\''])) {
            Some((key, value)) => {
                self.entry(key, value, indent + 2);
            }
            None => self.fact(item, indent),
        }
    }

    fn entry(&mut self, key: &str, value: &str, indent: usize) {
        self.path.push((indent, plain(key)));
        let value = without_comment(value);
        if value.starts_with(['>', '|']) && value.len() <= 3 {
            self.fact("", indent);
            self.block = Some(indent);
        } else if let Some(list) = value.strip_prefix('[').and_then(|v| v.strip_suffix(']')) {
            items(list).for_each(|item| self.fact(item, indent));
        } else if value.is_empty() {
            self.open = None;
        } else {
            self.fact(value, indent);
        }
    }

    fn fact(&mut self, value: &str, indent: usize) {
        let keys: Vec<&str> = self.path.iter().map(|(_, key)| key.as_str()).collect();
        self.out.push([&keys.join("."), ": ", &plain(value)].concat());
        self.open = Some(indent);
    }

    fn go_on(&mut self, text: &str) {
        if let Some(fact) = self.out.last_mut() {
            if !fact.ends_with(' ') {
                fact.push(' ');
            }
            fact.push_str(text.trim_end_matches(['"', '\'']));
        }
    }

    fn toml(lines: &[&str]) -> Option<Self> {
        let mut facts = Self::default();
        for line in lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()) {
            if line.starts_with('#') {
                continue;
            }
            if let Some(table) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                let table = table.trim_matches(['[', ']', ' ']);
                facts.path = vec![(0, table.to_owned())];
                continue;
            }
            match line.split_once('=') {
                Some((key, value)) => facts.entry(key.trim(), value.trim(), 1),
                None if facts.out.is_empty() => return None,
                None => items(line.trim_end_matches(']')).for_each(|item| facts.fact(item, 1)),
            }
            if !line.ends_with(['[', ',']) {
                facts.leave(1);
            }
        }
        Some(facts)
    }
}

/// `key: value`, where the key looks like one.
fn pair(text: &str) -> Option<(&str, &str)> {
    let (key, value) = text.split_once(": ").or_else(|| Some((text.strip_suffix(':')?, "")))?;
    let named = key.len() < 60 && !key.is_empty() && !key.starts_with(['"', '[', '{', '*', '&']);
    (named || key.ends_with('"')).then_some((key.trim(), value.trim()))
}

fn is_entry(text: &str) -> bool {
    text.starts_with("- ") || pair(text).is_some_and(|(key, _)| !key.contains(' '))
}

/// A value without a comment behind it; what may be hidden in a value is no comment.
fn without_comment(value: &str) -> &str {
    if value.starts_with(['"', '\'']) || standin::is_in(value) {
        return value;
    }
    value.split(" #").next().unwrap_or_default().trim_end()
}

/// The items of an inline list; a comma within quotes divides nothing.
fn items(list: &str) -> impl Iterator<Item = &str> {
    let mut quote = None;
    let parts = list.split(move |c: char| {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(q), c) if q == c => quote = None,
            _ => {}
        }
        c == ',' && quote.is_none()
    });
    parts.map(str::trim).filter(|item| !item.is_empty() && *item != "[")
}

/// A scalar without its quotes.
fn plain(value: &str) -> String {
    let value = value.trim();
    let double = value.strip_prefix('"').map(|v| v.strip_suffix('"').unwrap_or(v));
    let single = || value.strip_prefix('\'').map(|v| v.strip_suffix('\'').unwrap_or(v).replace("''", "'"));
    match double {
        Some(inner) => inner.replace("\\\"", "\"").replace("\\n", " ").replace("\\\\", "\\"),
        None => single().unwrap_or_else(|| value.to_owned()),
    }
}
