//! Delimiters within a paragraph, each recognised by itself: whether it opens or closes anything is seen by
//! whoever knows what is open.

mod brackets;
mod command;
mod elements;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::forms::{self, Form, Shape};
use super::label;
use super::line::run;
use super::plain::Plain;
use super::scan::Scan;
use super::token::{Act, key};
use crate::document::{Format, Level};
use elements::begins_tag;

/// How far the end of a command such as `[spoiler=…]` may be from its beginning.
const LONGEST: usize = 300;
/// How far a bracket may be from what says that it is one.
const REACH: usize = 1000;

/// A delimiter without a name.
struct Delimiter {
    own: (u8, u32),
    text: String,
    act: Act,
}

/// Those of the table.
static PAIRS: LazyLock<Vec<Delimiter>> = LazyLock::new(|| {
    let pairs = |(number, form): (u8, &Form)| {
        let own = (number, key(&form.open, ""));
        let close = form.close.first().cloned().unwrap_or_default();
        let acts = if close == form.open {
            vec![(form.open.clone(), Act::Either)]
        } else {
            vec![(close, Act::Close), (form.open.clone(), Act::Open)]
        };
        acts.into_iter().map(move |(text, act)| Delimiter { own, text, act })
    };
    forms::of(Shape::Pair).flat_map(pairs).collect()
});

/// Looks for delimiters in the paragraph at `range`.
pub(super) fn read(scan: &mut Scan<'_>, range: Range<usize>) {
    let source = scan.source.get(range.clone()).unwrap_or_default();
    let is_markdown = scan.format == Format::Markdown;
    let is_table = is_markdown && source.lines().any(is_table_head);
    let plain = Plain::of(source, scan.format, is_table);
    let text = plain.text.as_ref();
    let ticks = if is_markdown { last_runs(text) } else { HashMap::new() };
    let mut paragraph = Paragraph {
        text,
        plain: &plain,
        base: range.start,
        is_table,
        is_markdown,
        is_heading: scan.format != Format::Text && text.starts_with('#'),
        ticks,
        no_comment_ends: false,
        is_in_cell: false,
        scan,
    };
    let mut at = 0;
    while let Some(skip) =
        text.as_bytes().get(at..).and_then(|rest| rest.iter().position(|&b| is_candidate(b)))
    {
        at += skip;
        let step = paragraph.step(at).unwrap_or(1).max(1);
        at += step;
        // A summary may end behind its paragraph.
        while at < text.len() && !text.is_char_boundary(at) {
            at += 1;
        }
    }
}

/// Whether `byte` can begin a delimiter.
fn is_candidate(byte: u8) -> bool {
    matches!(
        byte,
        b'>' | b'!'
            | b'~'
            | b'|'
            | b'['
            | b']'
            | b'"'
            | b'<'
            | b'{'
            | b'}'
            | b':'
            | b'#'
            | b'$'
            | b'`'
            | b'\\'
    )
}

// Each is something else that is known of the paragraph.
#[allow(clippy::struct_excessive_bools)]
struct Paragraph<'p, 's> {
    text: &'p str,
    plain: &'p Plain<'p>,
    base: usize,
    is_table: bool,
    is_markdown: bool,
    is_heading: bool,
    ticks: HashMap<usize, usize>,
    no_comment_ends: bool,
    /// Pipes were opened in this cell.
    is_in_cell: bool,
    scan: &'p mut Scan<'s>,
}

impl<'p> Paragraph<'p, '_> {
    /// How long what begins at `at` is.
    fn step(&mut self, at: usize) -> Option<usize> {
        let rest = self.text.get(at..)?;
        match rest.as_bytes() {
            [b'`', ..] if self.is_markdown => code_span(rest, at, &self.ticks).or(Some(run(rest, b'`'))),
            [b'\\', b'|', ..] if self.is_markdown => self.escaped_pipes(at),
            [b'\\', next, ..] if self.is_markdown && next.is_ascii_punctuation() => Some(2),
            [b'|', next @ ..] if self.is_table && next.first() != Some(&b'|') => Some(self.end_cell(at)),
            [b'<', ..] => self.angle(at, rest),
            _ => self.delimiter(at, rest),
        }
    }

    fn delimiter(&mut self, at: usize, rest: &'p str) -> Option<usize> {
        self.pair(at, rest)
            .or_else(|| self.inside(at, rest))
            .or_else(|| self.attribute(at, rest))
            .or_else(|| self.command(at, rest))
            .or_else(|| self.link(at, rest))
            .or_else(|| self.bracket(at, rest))
    }

    fn push(&mut self, range: Range<usize>, form: (u8, u32), act: Act, label: Range<usize>, level: Level) {
        let shape = forms::all().get(usize::from(form.0)).map(|form| form.shape);
        let needs_end = matches!(shape, Some(Shape::Pair | Shape::Command)) && self.is_escaped(range.start);
        let act = if act == Act::Open && needs_end { Act::Maybe } else { act };
        let place = |range: Range<usize>| self.place(range.start)..self.place(range.end);
        self.scan.push(place(range), form, act, place(label), level);
    }

    /// Whether what stands `at` here is written in another way in the source.
    fn is_written(&self, at: usize) -> bool {
        self.scan.source.as_bytes().get(self.place(at)) != self.text.as_bytes().get(at)
    }

    /// Whether it has a stroke before it, so that it may be text, and is meant as markup only where it is closed.
    fn is_escaped(&self, at: usize) -> bool {
        self.is_written(at) && self.scan.source.as_bytes().get(self.place(at)) == Some(&b'\\')
    }

    /// Where in the source stands what stands `at` here.
    fn place(&self, at: usize) -> usize {
        self.base + self.plain.place(at)
    }

    fn plain(&mut self, range: Range<usize>, form: (u8, u32), act: Act) {
        let end = range.end;
        self.push(range, form, act, end..end, Level::Ending);
    }

    /// Delimiters without a name.
    fn pair(&mut self, at: usize, rest: &str) -> Option<usize> {
        for Delimiter { own, text, act } in PAIRS.iter() {
            if !rest.starts_with(text.as_str()) || (*act == Act::Close && begins_tag(rest)) {
                continue;
            }
            if *act == Act::Either {
                return self.pipes(at, text.len(), *own);
            }
            self.plain(at..at + text.len(), *own, *act);
            return Some(text.len());
        }
        None
    }

    /// Marks that open and close alike: which, is told by the blanks around them. A longer run is a line that
    /// somebody drew, and in a table they are an empty cell.
    fn pipes(&mut self, at: usize, len: usize, own: (u8, u32)) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let run = bytes.iter().skip(at).take_while(|byte| **byte == b'|').count();
        if (run > 3 && len == 2) || at.checked_sub(1).and_then(|at| bytes.get(at)) == Some(&b'|') {
            return Some(run.max(len));
        }
        let act = self.flank(at, at + len);
        if self.is_table && !matches!(act, Some(Act::Open | Act::Close)) {
            return Some(run);
        }
        self.plain(at..at + len, own, act?);
        Some(len)
    }

    /// What a mark at `start..end` is by the blanks around it.
    fn flank(&self, start: usize, end: usize) -> Option<Act> {
        let (before, after) = (self.text.get(..start)?, self.text.get(end..)?);
        let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let (opens_line, closes_line) = (starts_line(before), ends_line(after));
        Some(match (blank(before.chars().next_back()), blank(after.chars().next())) {
            (true, true) if opens_line || closes_line => Act::Either,
            (true, true) => Act::Spaced,
            (true, false) if opens_line && self.is_table => return None,
            (true, false) => Act::Open,
            (false, true) => Act::Close,
            (false, false) => Act::Either,
        })
    }

    /// In a table pipes of the text are escaped.
    fn escaped_pipes(&mut self, at: usize) -> Option<usize> {
        let (number, form) = forms::of(Shape::Pair).find(|(_, form)| form.open == "||")?;
        if !self.is_table || !self.text.get(at..)?.starts_with("\\|\\|") {
            return Some(2);
        }
        self.is_in_cell = !self.is_in_cell;
        let act = if self.is_in_cell { Act::Open } else { Act::Close };
        self.plain(at..at + 4, (number, key(&form.open, "")), act);
        Some(4)
    }

    /// A cell ends: what is open in it hides no more than it.
    fn end_cell(&mut self, at: usize) -> usize {
        self.is_in_cell = false;
        self.scan.ends.push(self.place(at));
        1
    }

    /// `[spoiler: …]` and its like.
    fn inside(&mut self, at: usize, rest: &str) -> Option<usize> {
        for (number, form) in forms::of(Shape::Inside) {
            let Some(inner) = rest.strip_prefix(form.open.as_str()) else { continue };
            let is_end = |c: char| form.after.contains(c) || matches!(c, '[' | ']' | '{' | '}' | '\n' | '(');
            let Some(end) = inner.char_indices().take(40).find(|(_, c)| is_end(*c)).map(|(end, _)| end)
            else {
                continue;
            };
            let (name, behind) = inner.split_at_checked(end)?;
            let is_letter = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '!' | '\'');
            let is_word = name.chars().all(is_letter) && (form.open != ":" || !name.contains(' '));
            let is_named = || form.names.iter().any(|known| known == name) || label::speaks(name);
            if !behind.starts_with(|c| form.after.contains(c)) || !is_named() || !is_word {
                continue;
            }
            let len = form.open.len() + end + 1;
            let close = form.close.first()?;
            self.push(
                at..at + len,
                (number, key(close, "")),
                Act::Open,
                at + len..at + len,
                label::level(name),
            );
            return Some(len);
        }
        None
    }
}

/// Whether a line begins behind `before`, or its quote marks do.
pub(super) fn starts_line(before: &str) -> bool {
    let before = before.trim_end_matches(['>', ' ', '\t']);
    before.is_empty() || before.ends_with('\n')
}

/// Whether a line ends before `after`.
pub(super) fn ends_line(after: &str) -> bool {
    let after = after.trim_start_matches([' ', '\t']);
    after.is_empty() || after.starts_with('\n')
}

/// Whether nothing else stands on the line of `range` of `text`.
pub(super) fn is_alone(text: &str, range: &Range<usize>) -> bool {
    starts_line(text.get(..range.start).unwrap_or_default())
        && ends_line(text.get(range.end..).unwrap_or_default())
}

/// `|---|---|`, under a table's head.
fn is_table_head(line: &str) -> bool {
    let line = line.trim_start_matches(['>', ' ']);
    line.contains('|')
        && line.contains('-')
        && line.trim().chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

/// Where the last run of so many backticks begins.
fn last_runs(text: &str) -> HashMap<usize, usize> {
    let mut runs = HashMap::new();
    let mut at = 0;
    while let Some(skip) = memchr::memchr(b'`', text.as_bytes().get(at..).unwrap_or_default()) {
        at += skip;
        let len = run(text.get(at..).unwrap_or_default(), b'`');
        runs.insert(len, at);
        at += len;
    }
    runs
}

/// The length of the code span that begins `rest`, which stands at `at`.
fn code_span(rest: &str, at: usize, last: &HashMap<usize, usize>) -> Option<usize> {
    let width = run(rest, b'`');
    last.get(&width).filter(|last| **last > at)?;
    let mut end = width;
    loop {
        end += memchr::memchr(b'`', rest.as_bytes().get(end..)?)?;
        let found = run(rest.get(end..)?, b'`');
        end += found;
        if found == width {
            return Some(end);
        }
    }
}
