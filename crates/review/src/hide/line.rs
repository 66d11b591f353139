//! A line of a source: its quote marks and blanks, and what stands behind these.

use super::label::is_invisible;

/// A line with what stands before it.
#[derive(Clone, Copy)]
pub(super) struct Line<'s> {
    pub start: usize,
    /// Its quote marks and blanks.
    pub prefix: &'s str,
    pub body: &'s str,
    /// Where the next line starts.
    pub next: usize,
}

impl<'s> Line<'s> {
    pub fn at(source: &'s str, start: usize) -> Self {
        let rest = source.get(start..).unwrap_or_default();
        let end = memchr::memchr(b'\n', rest.as_bytes());
        let text = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        let (prefix, body) = text.split_at(prefix_len(text));
        // A form feed is no blank here: it hides.
        let body = body.trim_end_matches(|c: char| c.is_whitespace() && c != '\x0C');
        Self { start, prefix, body, next: start + end.map_or(rest.len(), |end| end + 1) }
    }

    pub fn body_at(&self) -> usize {
        self.start + self.prefix.len()
    }

    pub fn end(&self) -> usize {
        self.body_at() + self.body.len()
    }

    pub fn quotes(&self) -> usize {
        self.prefix.bytes().filter(|byte| *byte == b'>').count()
    }

    /// How far it is indented behind its quote marks.
    pub fn indent(&self) -> usize {
        let blanks = self.prefix.rsplit('>').next().unwrap_or_default();
        blanks.bytes().map(|byte| if byte == b'\t' { 4 } else { 1 }).sum()
    }
}

/// How much of `line` is blanks and the marks of quotes; `>!` is spoiler markup.
pub(super) fn prefix_len(line: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = line.get(at..).unwrap_or_default();
        let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let behind = rest.get(blank..).unwrap_or_default();
        // What is not seen between the marks of a spoiler makes no quote of it.
        let is_marked = |inner: &str| inner.trim_start_matches(is_invisible).starts_with('!');
        if behind.strip_prefix('>').is_none_or(is_marked) {
            return at + blank;
        }
        at += blank + 1;
    }
}

pub(super) fn begins_item(body: &str) -> bool {
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    let number = (1..=9).contains(&digits)
        && body.get(digits..).is_some_and(|rest| rest.starts_with(". ") || rest.starts_with(") "));
    number || ["- ", "* ", "+ "].iter().any(|mark| body.starts_with(mark))
}

pub(super) fn run(text: &str, mark: u8) -> usize {
    text.bytes().take_while(|&b| b == mark).count()
}

/// Whether `text` begins `with` that, in whatever case.
pub(super) fn starts(text: &str, with: &str) -> bool {
    text.as_bytes().get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with.as_bytes()))
}

pub(super) fn find_folded(text: &str, what: &str) -> Option<usize> {
    let first = *what.as_bytes().first()?;
    memchr::memchr_iter(first, text.as_bytes())
        .find(|at| text.get(*at..).is_some_and(|rest| starts(rest, what)))
}
