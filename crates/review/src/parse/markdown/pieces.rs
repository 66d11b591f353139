//! Where a large source may be cut into pieces, and what one piece needs to know of the others: a
//! review must read the same whether it comes in one piece or in several.

use std::collections::{HashMap, HashSet};

/// A source of fewer bytes comes in one piece.
const SMALL: usize = 128 * 1024;

/// Definitions that any piece may refer to.
#[derive(Default)]
pub(super) struct Definitions {
    links: HashMap<String, Box<str>>,
    notes: HashSet<String>,
}

impl Definitions {
    /// The definitions in `source`. A small source needs none: its one piece holds them all.
    pub fn gather(source: &str) -> Self {
        let mut all = Self::default();
        if source.len() < SMALL {
            return all;
        }
        for at in memchr::memmem::find_iter(source.as_bytes(), b"]:") {
            all.add(source, at);
        }
        all
    }

    /// Adds the definition whose label ends at `at`, if it is one.
    fn add(&mut self, source: &str, at: usize) {
        let line = source.get(..at).unwrap_or_default();
        let line =
            line.get(memchr::memrchr(b'\n', line.as_bytes()).map_or(0, |at| at + 1)..).unwrap_or_default();
        let Some(label) = line.trim_start_matches(' ').strip_prefix('[').filter(|label| label.len() < 1000)
        else {
            return;
        };
        if let Some(note) = label.strip_prefix('^') {
            self.notes.insert(folded(note));
            return;
        }
        let rest = source.get(at + 2..).unwrap_or_default().trim_start();
        let target = rest.split(char::is_whitespace).next().unwrap_or_default();
        let target = target.trim_start_matches('<').trim_end_matches('>');
        if !target.is_empty() && !label.is_empty() {
            self.links.entry(folded(label)).or_insert_with(|| target.into());
        }
    }

    /// The target of the link that is called `label`.
    pub fn link(&self, label: &str) -> Option<&str> {
        if self.links.is_empty() {
            return None;
        }
        self.links.get(&folded(label)).map(AsRef::as_ref)
    }

    /// Definitions for the notes that `piece` names and does not hold, to be read behind it.
    pub fn missing_notes(&self, piece: &str) -> String {
        let mut out = String::new();
        if self.notes.is_empty() {
            return out;
        }
        let mut seen = HashMap::new();
        for at in memchr::memmem::find_iter(piece.as_bytes(), b"[^") {
            let rest = piece.get(at + 2..).unwrap_or_default();
            let Some(end) = rest.bytes().take(1000).position(|b| matches!(b, b']' | b'\n' | b'[')) else {
                continue;
            };
            let label = folded(rest.get(..end).unwrap_or_default());
            if self.notes.contains(&label) {
                *seen.entry(label).or_insert(false) |= rest.get(end..).is_some_and(|r| r.starts_with("]:"));
            }
        }
        for (label, _) in seen.into_iter().filter(|(_, defined)| !defined) {
            out.push_str(&["\n\n[^", &label, "]: -"].concat());
        }
        out
    }
}

/// A label as labels are compared: without case and runs of white space.
fn folded(label: &str) -> String {
    let mut out = String::with_capacity(label.len());
    for word in label.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}

/// The last place in `part` where a new piece may begin: behind a blank line, outside of fences and
/// HTML, before a line that continues no list, quote or note.
pub(super) fn cut(part: &str) -> Option<usize> {
    let mut best = None;
    let mut scan = Scan::default();
    let mut at = 0;
    for line in part.split_inclusive('\n') {
        if scan.is_blank && scan.is_outside() && begins_anew(line) && line.ends_with('\n') {
            best = Some(at);
        }
        scan.line(line);
        at += line.len();
    }
    best.filter(|&at| at > 0)
}

fn begins_anew(line: &str) -> bool {
    line.starts_with(|c: char| {
        c.is_alphabetic() || matches!(c, '#' | '<' | '[' | '!' | '_' | '"' | '“' | '`')
    })
}

/// What spans blank lines: an open fence or HTML that ends with a certain word.
#[derive(Default)]
pub(super) struct Scan {
    is_blank: bool,
    fence: Option<(u8, usize)>,
    html: Option<&'static str>,
}

impl Scan {
    pub fn is_outside(&self) -> bool {
        self.fence.is_none() && self.html.is_none()
    }

    pub fn line(&mut self, line: &str) {
        let text = line.trim_start();
        let was_blank = std::mem::replace(&mut self.is_blank, text.is_empty());
        if let Some(end) = self.html {
            self.html = (!holds(text, end)).then_some(end);
        } else if let Some((mark, len)) = self.fence {
            let closes =
                run(text, mark) >= len && text.trim_start_matches(char::from(mark)).trim().is_empty();
            self.fence = (!closes).then_some((mark, len));
        } else if let Some(mark) = text.bytes().next().filter(|b| matches!(b, b'`' | b'~')) {
            let len = run(text, mark);
            let is_span = mark == b'`' && text.get(len..).is_some_and(|rest| rest.contains('`'));
            self.fence = (len >= 3 && !is_span).then_some((mark, len));
        } else if text.starts_with('<') || was_blank {
            self.html = HTML.iter().find(|(open, _)| starts(text, open)).map(|(_, end)| *end);
            self.html = self.html.filter(|end| !holds(text, end));
        }
    }
}

/// HTML that ends only where it says so.
const HTML: [(&str, &str); 8] = [
    ("<script", "</script>"),
    ("<style", "</style>"),
    ("<pre", "</pre>"),
    ("<textarea", "</textarea>"),
    ("<!--", "-->"),
    ("<![CDATA[", "]]>"),
    ("<?", "?>"),
    ("<!", ">"),
];

fn run(text: &str, mark: u8) -> usize {
    text.bytes().take_while(|&b| b == mark).count()
}

fn starts(text: &str, with: &str) -> bool {
    text.as_bytes().get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with.as_bytes()))
}

fn holds(text: &str, what: &str) -> bool {
    text.as_bytes().windows(what.len()).any(|window| window.eq_ignore_ascii_case(what.as_bytes()))
}
