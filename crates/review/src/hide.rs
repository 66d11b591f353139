//! HIDE: what the author marked is taken out of a source before anything parses it, and a stand-in is put in
//! its place. So nothing that is hidden can change how the open text is read: parsers never see it.
//!
//! What counts as markup is one table ([`forms`]); `lines` and `inline` find its delimiters, `token` says
//! which of them belong together, and this module takes the outermost passages out. The author's word is
//! law, and a slip of the author's must not cost the reader the ending: what is left open hides all that its
//! form says, and is noted.

pub(crate) mod css;
mod definitions;
pub(crate) mod element;
pub(crate) mod entities;
pub(crate) mod finder;
mod forms;
mod inline;
pub(crate) mod label;
mod line;
mod lines;
mod plain;
mod rot13;
pub(crate) mod says;
mod scan;
pub(crate) mod standin;
pub(crate) mod summary;
pub(crate) mod tag;
mod token;

use std::ops::Range;

use crate::clean;
use crate::document::{Format, Level};
use forms::{Form, Label, Shape, Unclosed};
pub(crate) use rot13::turned;
use scan::Scan;
use token::{Act, Token};

/// A passage of more bytes is no label.
const LONGEST_LABEL: usize = 160;

/// Whether a source is all there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// It is.
    Whole,
    /// It is the beginning of a longer one: what is open at its end hides to that end.
    Beginning {
        /// So many bytes are missing.
        missing: usize,
    },
}

/// A hidden passage: what stood between its delimiters, to be parsed by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Passage {
    pub source: Box<str>,
    pub level: Level,
    pub closed: Closed,
}

/// Whether a passage was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Closed {
    /// It was, or needs not be.
    Yes,
    /// Its author forgot to.
    No,
}

/// A source with its passages out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Taken {
    /// With stand-ins.
    pub text: String,
    pub passages: Vec<Passage>,
}

/// Takes the passages out of `source`.
pub(crate) fn take(source: String, format: Format, extent: Extent) -> Taken {
    if !forms::may_be_in(&source) {
        return Taken { text: source, passages: Vec::new() };
    }
    let found = find(&source, format, extent);
    let mut taken = Taken { text: String::with_capacity(source.len()), passages: Vec::new() };
    let mut at = 0;
    for found in found {
        taken.text.push_str(source.get(at..found.whole.start).unwrap_or_default());
        at = found.whole.end;
        found.take(&source, &mut taken);
    }
    taken.text.push_str(source.get(at..).unwrap_or_default());
    clean::give_back(source);
    taken
}

/// Whether `text` may hide something: a quick test that nearly all prose fails.
pub(crate) fn may_be_in(text: &str) -> bool {
    forms::may_be_in(text)
}

/// Whether a link to `target` hides its text, or its title.
pub(crate) fn is_hiding_link(target: &str) -> bool {
    let target = target.trim();
    let name = target.trim_start_matches(['/', '#']);
    name.len() < target.len()
        && forms::of(Shape::Link)
            .any(|(_, form)| form.targets.iter().any(|known| known.eq_ignore_ascii_case(name)))
}

/// A passage as it stands in a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// With its delimiters.
    pub whole: Range<usize>,
    /// What may be seen of it.
    pub label: Range<usize>,
    /// What of its label may not be seen.
    pub hidden_label: Range<usize>,
    /// What it hides.
    pub inner: Range<usize>,
    pub level: Level,
    pub closed: Closed,
    /// Where the line begins on which it does.
    line: usize,
    form: u8,
    room: Room,
}

/// How a passage stands among what is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Room {
    /// In a line.
    Inline,
    /// It has lines of its own.
    Lines,
    /// It is no text: what it holds is taken away.
    Nowhere,
    /// It warns of what follows: its delimiters are taken away, and no more.
    Open,
}

/// The passages of `source`, the outermost alone, in order.
pub(crate) fn find(source: &str, format: Format, extent: Extent) -> Vec<Found> {
    let scan = Scan::of(source, format);
    let pairs = token::pairs(&scan.tokens);
    let mut found = Vec::new();
    let (mut at, mut line) = (0, 0);
    for (number, token) in scan.tokens.iter().enumerate() {
        if token.range.start().get() < at {
            continue;
        }
        let closer = pairs.get(number).copied().flatten().and_then(|close| scan.tokens.get(close as usize));
        let passage = match closer {
            _ if token.act == Act::Alone => Some(alone(token)),
            Some(closer) if token.act != Act::Nest => Some(closed(&scan, token, closer)),
            Some(_) => None,
            None => open(&scan, token, extent),
        };
        if let Some(mut passage) = passage {
            let before = source.get(line..passage.whole.start).unwrap_or_default();
            line += memchr::memrchr(b'\n', before.as_bytes()).map_or(0, |end| end + 1);
            passage.line = line;
            passage.seat(source);
            at = passage.whole.end.max(at);
            found.push(passage);
        }
    }
    rot13::add(source, &mut found);
    definitions::add(source, format, &mut found);
    found
}

fn form_of(token: &Token) -> Option<&'static Form> {
    forms::all().get(usize::from(token.form))
}

/// What stands in the place of what it hides, as the text of an image does.
fn alone(token: &Token) -> Found {
    let label = token.label.range();
    passage(token, token.range.range(), label.clone(), label.end..label.end)
}

fn closed(scan: &Scan<'_>, token: &Token, closer: &Token) -> Found {
    let close = closer.range.range();
    let inner = token.range.end().get()..close.start.max(token.range.end().get());
    let end = close.end.max(inner.end);
    let is_attribute = form_of(token).is_some_and(|form| form.shape == Shape::Attribute);
    // An attribute without a bracket is of all its block.
    let start = token.range.start().get();
    let start = if is_attribute && token.range.is_empty() { block_start(scan, closer, start) } else { start };
    let inner = if is_attribute { start + token.range.len()..inner.end } else { inner };
    passage(token, start..end, inner, token.label.range())
}

fn block_start(scan: &Scan<'_>, closer: &Token, start: usize) -> usize {
    let before = (closer.block as usize).checked_sub(1).and_then(|block| scan.ends.get(block)).copied();
    let text = scan.source.get(before.unwrap_or(0)..).unwrap_or_default();
    before.map_or(start, |before| before + (text.len() - text.trim_start().len()))
}

/// What `token` hides, where nobody closes it.
fn open(scan: &Scan<'_>, token: &Token, extent: Extent) -> Option<Found> {
    let form = form_of(token)?;
    if form.shape == Shape::Command && form.open.starts_with('{') && has_words(scan, token) {
        let whole = token.range.range();
        let inner = whole.start + form.open.len()..whole.end.saturating_sub(form.end.len());
        // How far it tells would be told by words that nobody may see.
        return Some(Found { form: token.form, ..Found::of(whole, inner) });
    }
    let end = match (token.act, form.unclosed) {
        (Act::Close | Act::Nest, _) => return None,
        (Act::Maybe | Act::Spaced, _) | (_, Unclosed::Text) if extent == Extent::Whole => return None,
        _ if extent != Extent::Whole => scan.source.len(),
        (_, Unclosed::Document) => scan.source.len(),
        // On a line of its own it is of all that follows.
        _ if matches!(form.shape, Shape::Command | Shape::Element)
            && inline::is_alone(scan.source, &token.range.range()) =>
        {
            scan.source.len()
        }
        _ => block_end(scan, token),
    };
    let inner = token.range.end().get()..end.max(token.range.end().get());
    let mut found = passage(token, token.range.start().get()..inner.end, inner, token.label.range());
    // A quote of `>!` needs no end, nor does what form feeds hide, or the block behind an attribute.
    let is_meant = matches!(form.shape, Shape::Turn | Shape::Attribute)
        || (form.open == ">!" && starts_line(scan.source, found.whole.start));
    found.closed = if is_meant || extent != Extent::Whole { Closed::Yes } else { Closed::No };
    Some(found)
}

/// Whether the argument of a command is what it hides: then it needs no end.
fn has_words(scan: &Scan<'_>, token: &Token) -> bool {
    let label = scan.source.get(token.label.range()).unwrap_or_default();
    token.act != Act::Close && !label::is_plain(label)
}

/// The end of the paragraph of `token`; one that ends with it is about the next one.
fn block_end(scan: &Scan<'_>, token: &Token) -> usize {
    let block = token.block as usize;
    let end = scan.ends.get(block).copied().unwrap_or(scan.source.len());
    let rest = scan.source.get(token.range.end().get()..end).unwrap_or_default();
    if rest.trim().is_empty() { scan.ends.get(block + 1).copied().unwrap_or(scan.source.len()) } else { end }
}

fn passage(token: &Token, whole: Range<usize>, inner: Range<usize>, label: Range<usize>) -> Found {
    let is_all = inner.contains(&label.start);
    let label = if is_all { label.end..label.end } else { label };
    Found { label, level: token.level, form: token.form, ..Found::of(whole, inner) }
}

fn starts_line(source: &str, at: usize) -> bool {
    inline::starts_line(source.get(..at).unwrap_or_default())
}

/// Whether `range` of `source` is a paragraph or a heading.
fn is_paragraph(source: &str, range: &Range<usize>) -> bool {
    let before = source.get(..range.start).unwrap_or_default().trim_end_matches(['#', ' ', '>']);
    // Nearly all stand amid a line, which may be long.
    if !(before.is_empty() || before.ends_with('\n')) {
        return false;
    }
    let is_heading = line_before(source, range.start).starts_with('#');
    let is_blank = |line: Option<&str>| line.is_none_or(|line| line.trim().is_empty());
    let above = before.rsplit('\n').nth(1);
    let mut below = source.get(range.end..).unwrap_or_default().split('\n');
    (is_heading || is_blank(above)) && is_blank(below.next()) && (is_heading || is_blank(below.next()))
}

/// What stands before `at` on its line.
fn line_before(source: &str, at: usize) -> &str {
    let before = source.get(..at.min(source.len())).unwrap_or_default();
    before.get(memchr::memrchr(b'\n', before.as_bytes()).map_or(0, |end| end + 1)..).unwrap_or_default()
}

impl Found {
    /// One without a label, in a line.
    fn of(whole: Range<usize>, inner: Range<usize>) -> Self {
        let nothing = whole.end..whole.end;
        let (label, hidden_label, level, closed) = (nothing.clone(), nothing, Level::Ending, Closed::Yes);
        Self { whole, label, hidden_label, inner, level, closed, line: 0, form: 0, room: Room::Inline }
    }

    /// Finds out which label may stay and whether the passage has lines of its own.
    fn seat(&mut self, source: &str) {
        let Some(form) = self.form() else { return };
        let label = source.get(self.label.clone()).unwrap_or_default();
        let words = tagless(label);
        if form.label == Label::Words && !label::is_plain(&words) {
            self.hidden_label = std::mem::replace(&mut self.label, self.whole.start..self.whole.start);
            // How far it tells would be told by words that nobody may see.
            self.level = Level::Ending;
        }
        let stands_alone = inline::is_alone(source, &self.whole);
        let has_label = form.open == "[" && !self.label.is_empty();
        self.room = match form.shape {
            Shape::Lines
            | Shape::Fence
            | Shape::Indented
            | Shape::Delimited
            | Shape::Callout
            | Shape::Turn => Room::Lines,
            Shape::Command | Shape::Element | Shape::Rot13 if stands_alone && !has_label => Room::Lines,
            _ => Room::Inline,
        };
        if self.is_label(source) {
            self.room = Room::Open;
        }
    }

    /// Whether it hides nothing, for it only says that there are spoilers.
    pub fn is_open(&self) -> bool {
        self.room == Room::Open
    }

    /// Whether it is a paragraph or a heading that says no more than that there are spoilers: then it warns of what
    /// follows.
    fn is_label(&self, source: &str) -> bool {
        let inner = source
            .get(self.inner.clone())
            .filter(|inner| inner.len() <= LONGEST_LABEL && !inner.trim().contains('\n'));
        let said = inner.map(tagless).unwrap_or_default();
        label::speaks(&said) && label::is_plain(&said) && is_paragraph(source, &self.whole)
    }

    fn form(&self) -> Option<&'static Form> {
        forms::all().get(usize::from(self.form))
    }

    /// What parts its label from what it hides.
    pub fn behind_label(&self) -> &'static str {
        if self.form().is_some_and(|form| form.label == Label::Shown) { " " } else { ": " }
    }

    /// Whether it is ROT13.
    pub fn is_turned(&self) -> bool {
        self.form().is_some_and(|form| form.shape == Shape::Rot13)
    }

    /// Puts a stand-in into `taken`, and what it stands for among its passages.
    fn take(self, source: &str, taken: &mut Taken) {
        let number = taken.passages.len();
        let label = tagless(source.get(self.label.clone()).unwrap_or_default());
        let line = source.get(self.line..self.whole.start).unwrap_or_default();
        let prefix = line.get(..line::prefix_len(line)).unwrap_or_default();
        let out = &mut taken.text;
        match self.room {
            Room::Nowhere => return,
            Room::Open => {
                let label = self.content(source, prefix);
                return out.push_str(&label);
            }
            Room::Inline => {
                if !label.is_empty() {
                    out.extend([label.as_str(), self.behind_label()]);
                }
                standin::write(number, out);
            }
            Room::Lines => {
                // What begins with its line has the line's quote marks within.
                if line.is_empty() {
                    let own = source.get(self.whole.clone()).unwrap_or_default();
                    out.push_str(own.get(..line::prefix_len(own)).unwrap_or_default());
                }
                self.take_lines(source, &label, prefix, number, out);
            }
        }
        let content = self.content(source, prefix);
        taken.passages.push(Passage { source: content.into(), level: self.level, closed: self.closed });
    }

    fn take_lines(&self, source: &str, label: &str, prefix: &str, number: usize, out: &mut String) {
        let own = source.get(self.whole.clone()).unwrap_or_default();
        let first = own.get(..line::prefix_len(own)).unwrap_or_default();
        let prefix = if prefix.is_empty() { first } else { prefix };
        let blank = ["\n", prefix.trim_end(), "\n", prefix].concat();
        out.push_str(&blank);
        if !label.is_empty() {
            out.extend([label, &blank]);
        }
        standin::write(number, out);
        out.push_str(&["\n", prefix.trim_end(), "\n"].concat());
    }

    /// What it hides, without what stands before its lines.
    fn content(&self, source: &str, prefix: &str) -> String {
        let inner = source.get(self.inner.clone()).unwrap_or_default();
        let quotes = prefix.bytes().filter(|byte| *byte == b'>').count();
        let form = self.form();
        let is_arrow = form.is_some_and(|form| form.open == ">!");
        let quotes = if form.is_some_and(|form| form.shape == Shape::Callout) {
            let own = source.get(self.whole.clone()).unwrap_or_default();
            own.get(..line::prefix_len(own)).unwrap_or_default().bytes().filter(|byte| *byte == b'>').count()
        } else {
            quotes
        };
        let mut text = String::with_capacity(inner.len());
        let label = source.get(self.hidden_label.clone()).unwrap_or_default();
        if !label.is_empty() {
            text.extend([tagless(label).as_str(), if self.room == Room::Lines { "\n\n" } else { ": " }]);
        }
        let lines = inner.split('\n');
        for (number, line) in lines.enumerate() {
            if number > 0 {
                text.push('\n');
            }
            let starts = number > 0 || self.room == Room::Lines;
            text.push_str(if starts { unquoted(line, quotes, is_arrow) } else { line });
        }
        let text = if self.is_turned() { turned(&text) } else { text };
        dedented(&text)
    }
}

/// `line` without so many marks of quotes.
fn unquoted(line: &str, quotes: usize, is_arrow: bool) -> &str {
    let mut rest = line;
    for _ in 0..quotes {
        match rest.trim_start().strip_prefix('>').filter(|inner| !inner.starts_with('!')) {
            Some(inner) => rest = inner.strip_prefix(' ').unwrap_or(inner),
            None => break,
        }
    }
    let arrow = rest.trim_start().strip_prefix(">!").filter(|_| is_arrow);
    arrow.unwrap_or(rest)
}

/// `text` without what all its lines are indented by, and without blank lines around it.
fn dedented(text: &str) -> String {
    let blanks = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let indent = lines().map(blanks).min().unwrap_or(0);
    if indent == 0 {
        return text.trim_matches('\n').trim_end().to_owned();
    }
    let lines: Vec<&str> =
        text.lines().map(|line| line.get(indent.min(blanks(line))..).unwrap_or_default()).collect();
    lines.join("\n").trim_matches('\n').trim_end().to_owned()
}

/// `label` without the tags of HTML.
fn tagless(label: &str) -> String {
    let mut out = String::new();
    let mut rest = label;
    while let Some((part, behind)) = tag::next(rest) {
        match part {
            tag::Part::Text(text) => out.push_str(text),
            tag::Part::Tag(tag) if !element::is_known(&tag.name.to_ascii_lowercase()) => {
                out.push_str(tag.source);
            }
            tag::Part::Tag(_) | tag::Part::Void => {}
        }
        rest = behind;
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
