//! Delimiters within a paragraph, each recognised by itself: whether it opens or closes anything is seen by
//! whoever knows what is open.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::element;
use super::forms::{self, Form, Shape, Unclosed};
use super::label;
use super::lines::{self, Scan, starts};
use super::tag::Tag;
use super::token::{Act, key};
use crate::document::{Format, Level};

/// How far the end of a command such as `[spoiler=…]` may be from its beginning.
const LONGEST: usize = 300;
/// How far it may be where its label is long.
const LONGEST_LABEL: usize = 4096;
/// How far a bracket may be from what says that it is one.
const REACH: usize = 1000;

/// A delimiter without a name.
struct Delimiter {
    own: (u8, u32),
    text: String,
    act: Act,
}

/// Those of the table, as they stand and as HTML escapes them.
static PAIRS: LazyLock<Vec<Delimiter>> = LazyLock::new(|| {
    let pairs = |(number, form): (u8, &Form)| {
        let own = (number, key(&form.open, ""));
        let close = form.close.first().cloned().unwrap_or_default();
        let acts = if close == form.open {
            vec![(form.open.clone(), Act::Either)]
        } else {
            vec![(close, Act::Close), (form.open.clone(), Act::Open)]
        };
        acts.into_iter().flat_map(move |(text, act)| {
            [text.clone(), forms::escaped(&text)].map(|text| Delimiter { own, text, act })
        })
    };
    forms_of(Shape::Pair).flat_map(pairs).collect()
});

/// Looks for delimiters in the paragraph at `range`.
pub(super) fn read(scan: &mut Scan<'_>, range: Range<usize>) {
    let text = scan.source.get(range.clone()).unwrap_or_default();
    let is_markdown = scan.format == Format::Markdown;
    let is_table = is_markdown && text.lines().any(is_table_head);
    let ticks = if is_markdown { last_runs(text) } else { HashMap::new() };
    let mut paragraph = Paragraph {
        text,
        base: range.start,
        is_table,
        is_markdown,
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
        while !text.is_char_boundary(at) {
            at += 1;
        }
    }
}

/// Whether `byte` can begin a delimiter.
fn is_candidate(byte: u8) -> bool {
    matches!(
        byte,
        b'>' | b'!' | b'~' | b'|' | b'[' | b']' | b'"' | b'<' | b'{' | b'}' | b':' | b'&' | b'`' | b'\\'
    )
}

// Each is something else that is known of the paragraph.
#[allow(clippy::struct_excessive_bools)]
struct Paragraph<'p, 's> {
    text: &'s str,
    base: usize,
    is_table: bool,
    is_markdown: bool,
    ticks: HashMap<usize, usize>,
    no_comment_ends: bool,
    /// Pipes were opened in this cell.
    is_in_cell: bool,
    scan: &'p mut Scan<'s>,
}

impl<'s> Paragraph<'_, 's> {
    /// How long what begins at `at` is.
    fn step(&mut self, at: usize) -> Option<usize> {
        let rest = self.text.get(at..)?;
        match rest.as_bytes() {
            [b'`', ..] if self.is_markdown => code_span(rest, at, &self.ticks).or(Some(run(rest, b'`'))),
            [b'\\', b'|', ..] if self.is_markdown => self.escaped_pipes(at),
            [b'\\', next, ..] if self.is_markdown && next.is_ascii_punctuation() => Some(2),
            [b'|', next @ ..] if self.is_table && next.first() != Some(&b'|') => Some(self.end_cell(at)),
            [b'<', ..] => self.angle(at, rest),
            [b'&', ..] => self.escaped(at, rest),
            _ => self.delimiter(at, rest),
        }
    }

    fn delimiter(&mut self, at: usize, rest: &'s str) -> Option<usize> {
        self.pair(at, rest)
            .or_else(|| self.inside(at, rest))
            .or_else(|| self.attribute(at, rest))
            .or_else(|| self.command(at, rest))
            .or_else(|| self.link(at, rest))
            .or_else(|| self.bracket(at, rest))
    }

    fn push(&mut self, range: Range<usize>, form: (u8, u32), act: Act, label: Range<usize>, level: Level) {
        let place = |range: Range<usize>| self.base + range.start..self.base + range.end;
        self.scan.push(place(range), form, act, place(label), level);
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
        let (number, form) = forms_of(Shape::Pair).find(|(_, form)| form.open == "||")?;
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
        self.scan.ends.push(self.base + at);
        1
    }

    fn angle(&mut self, at: usize, rest: &'s str) -> Option<usize> {
        if rest.starts_with("<!--") {
            if let Some(len) = self.command(at, rest) {
                return Some(len);
            }
            let is_void = self.is_markdown && !self.no_comment_ends;
            let end = is_void.then(|| memchr::memmem::find(rest.as_bytes(), b"-->")).flatten();
            self.no_comment_ends |= end.is_none();
            return end.map(|end| end + 3);
        }
        // In the text of a page a tag is text.
        let (tag, _) = Tag::read(rest).filter(|_| self.scan.format != Format::Html)?;
        self.tag(at, &tag)
    }

    fn tag(&mut self, at: usize, tag: &Tag<'s>) -> Option<usize> {
        let name = tag.name.to_ascii_lowercase();
        let (number, _) = lines::form(Shape::Element, usize::from(element::is_block(&name)))?;
        let len = tag.source.len();
        let name = if label::is_named(tag.name) { "*".to_owned() } else { name };
        let own = (number, key("<", &name));
        if tag.closes {
            if !element::is_known(tag.name) && name != "*" && !self.scan.has_open {
                return None;
            }
            self.plain(at..at + len, own, Act::Close);
            return Some(len);
        }
        let tells = element::hides(tag);
        if let Some(level) = tells.filter(|_| tag.is_void()) {
            let alt = tag.attribute("alt").unwrap_or_default();
            let start = at + (alt.as_ptr() as usize).saturating_sub(tag.source.as_ptr() as usize);
            let label = if alt.is_empty() { at + len..at + len } else { start..start + alt.len() };
            self.push(at..at + len, own, Act::Alone, label, level);
            return Some(len);
        }
        if tag.is("details") || tells.is_some() {
            return self.element(at, tag, own, tells);
        }
        if !element::is_known(tag.name) {
            return None;
        }
        if self.scan.has_open && !tag.is_void() {
            self.plain(at..at + len, own, Act::Nest);
        }
        Some(len)
    }

    /// An element that hides; of `<details>` the summary is the label, and may be what says so.
    fn element(&mut self, at: usize, tag: &Tag<'s>, own: (u8, u32), tells: Option<Level>) -> Option<usize> {
        let mut len = tag.source.len();
        let mut label = at + len..at + len;
        let rest = self.scan.source.get(self.base + at + len..)?;
        let mut level = tells;
        if let Some((summary, end)) = tag.is("details").then(|| summary(rest)).flatten() {
            let said = rest.get(summary.clone())?;
            label = at + len + summary.start..at + len + summary.end;
            level = level.or_else(|| label::speaks(said).then(|| label::level(said)));
            len += if level.is_some() { end } else { 0 };
        }
        match level {
            Some(level) => self.push(at..at + len, own, Act::Open, label, level),
            None => self.plain(at..at + len, own, Act::Nest),
        }
        Some(len)
    }

    /// Delimiters of HTML that are escaped: text, which whoever reads it takes for markup.
    fn escaped(&mut self, at: usize, rest: &'s str) -> Option<usize> {
        if let Some(len) = self.pair(at, rest) {
            return Some(len);
        }
        let inner = rest.strip_prefix("&lt;")?;
        let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
        let len = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '-')?;
        let name = inner.get(..len).filter(|name| label::is_named(name))?;
        let end = memchr::memmem::find(inner.as_bytes().get(..inner.len().min(LONGEST))?, b"&gt;")?;
        let (number, _) = lines::form(Shape::Element, 0)?;
        let act = if closes { Act::Close } else { Act::Open };
        let whole = rest.len() - inner.len() + end + 4;
        self.push(at..at + whole, (number, key("<", "*")), act, at + whole..at + whole, label::level(name));
        Some(whole)
    }

    /// `[spoiler: …]` and its like.
    fn inside(&mut self, at: usize, rest: &str) -> Option<usize> {
        for (number, form) in forms_of(Shape::Inside) {
            let Some(inner) = rest.strip_prefix(form.open.as_str()) else { continue };
            let is_end = |c: char| form.after.contains(c) || matches!(c, '[' | ']' | '{' | '}' | '\n' | '(');
            let Some(end) = inner.char_indices().take(40).find(|(_, c)| is_end(*c)).map(|(end, _)| end)
            else {
                continue;
            };
            let (name, behind) = inner.split_at_checked(end)?;
            let is_letter = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '!' | '\'');
            let is_word = name.chars().all(is_letter) && (form.open != ":" || !name.contains(' '));
            if !behind.starts_with(|c| form.after.contains(c)) || !label::speaks(name) || !is_word {
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

    /// `[spoiler]`, `{% spoiler %}` and their like.
    fn command(&mut self, at: usize, rest: &'s str) -> Option<usize> {
        for (number, form) in forms_of(Shape::Command).filter(|(_, form)| rest.starts_with(&form.open)) {
            if let Some(command) = Command::read(rest, form)
                && let Some(len) = self.said(at, rest, (number, form), &command)
            {
                return Some(len);
            }
        }
        None
    }

    fn said(
        &mut self,
        at: usize,
        rest: &str,
        (number, form): (u8, &Form),
        command: &Command<'s>,
    ) -> Option<usize> {
        let own = (number, key(&form.open, &command.key()));
        if command.closes {
            self.plain(at..at + command.len, own, Act::Close);
            return Some(command.len);
        }
        if !command.says(form) {
            if self.scan.has_open && !command.name.is_empty() {
                self.plain(at..at + command.len, own, Act::Nest);
            }
            return None;
        }
        let behind = rest.get(command.len..)?;
        if form.open == "[" && (is_definition(self.text, at, behind) || is_titled(behind)) {
            return None;
        }
        let is_link = form.open == "[" && behind.starts_with(['(', '[']);
        let is_bare = command.arguments.trim().is_empty() || command.arguments.contains('=');
        let is_alone = is_alone(self.text, at..at + command.len);
        let act = match form.unclosed {
            Unclosed::Text => Act::Maybe,
            _ if form.open == "[" && (is_link || is_alone || !is_bare || !label::is_named(command.name)) => {
                Act::Maybe
            }
            _ => Act::Open,
        };
        let label = command.label(at, rest);
        let level = label::level(command.inner);
        self.push(at..at + command.len, own, act, label, level);
        // If nobody closes it, it is text, and what stands in it may hide.
        Some(if act == Act::Maybe { form.open.len() } else { command.len })
    }

    /// `[text](/s)` and `[label](/s "…")`, from the bracket on that ends the text.
    fn link(&mut self, at: usize, rest: &str) -> Option<usize> {
        let (number, form) = lines::form(Shape::Link, 0)?;
        let target = rest.strip_prefix("](").and_then(|link| link.strip_prefix(['/', '#']))?;
        let name = form.targets.iter().filter(|name| starts(target, name)).max_by_key(|name| name.len())?;
        let behind = target.get(name.len()..)?;
        let start = bracket_before(self.text, at)?;
        let label = start + 1..at;
        let level = label::level(self.text.get(label.clone())?);
        let len = 3 + name.len();
        let own = (number, key("link", ""));
        if behind.starts_with(')') {
            self.push(start..start + 1, own, Act::Open, start + 1..start + 1, level);
            self.plain(at..at + len + 1, own, Act::Close);
            return Some(len + 1);
        }
        let title = behind.trim_start();
        let quote = title.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let open = at + len + (behind.len() - title.len()) + 1;
        self.push(start..open, own, Act::Open, label, level);
        let close = [quote, ')'].iter().collect::<String>();
        if let Some(end) = memchr::memmem::find(self.text.as_bytes().get(open..)?, close.as_bytes()) {
            self.plain(open + end..open + end + 2, own, Act::Close);
            return Some(open + end + 2 - at);
        }
        Some(open - at)
    }

    /// `{.spoiler}` behind a bracket, or in its block.
    fn attribute(&mut self, at: usize, rest: &str) -> Option<usize> {
        let (number, _) = lines::form(Shape::Attribute, 0)?;
        let inner = rest.strip_prefix('{')?;
        let end =
            inner.bytes().take(LONGEST).position(|byte| matches!(byte, b'}' | b'\n' | b'{' | b'[' | b'<'))?;
        let inside = inner.get(..end).filter(|_| inner.as_bytes().get(end) == Some(&b'}'))?;
        let is_list =
            inside.trim_start().starts_with(['.', '#', ':']) || inside.trim_start().starts_with("class");
        let words =
            || inside.split(|c: char| c.is_whitespace() || matches!(c, '.' | '#' | ':' | '=' | '"' | '\''));
        if !is_list || !words().any(label::is_named) {
            return None;
        }
        let before = at.checked_sub(1).and_then(|at| self.text.as_bytes().get(at));
        let start = before.filter(|byte| **byte == b']').and_then(|_| bracket_before(self.text, at - 1));
        let own = (number, key("attribute", ""));
        let open = start.map_or(0..0, |start| start..start + 1);
        let close = if start.is_some() { at - 1 } else { at };
        self.push(open.clone(), own, Act::Open, open.end..open.end, label::level(inside));
        self.plain(close..at + end + 2, own, Act::Close);
        Some(end + 2)
    }

    /// Brackets that nest in `[spoiler: …]` and its like, and what ends these.
    fn bracket(&mut self, at: usize, rest: &str) -> Option<usize> {
        if !self.scan.has_open {
            return None;
        }
        for close in ["]]", "}}", "]"] {
            let (number, _) =
                forms_of(Shape::Inside).find(|(_, form)| form.close.iter().any(|c| c == close))?;
            let own = (number, key(close, ""));
            // Of three brackets the last two end it.
            let run = rest.chars().take_while(|c| close.starts_with(*c)).count();
            if rest.starts_with(close) {
                let skip = if close.len() == 2 { run % 2 } else { 0 };
                if skip == 1 {
                    self.plain(at..at + 1, (number, key("]", "")), Act::Close);
                }
                self.plain(at + skip..at + skip + close.len(), own, Act::Close);
                if close == "]]" {
                    self.plain(at..at + 1, (number, key("]", "")), Act::Close);
                }
                return Some(skip + close.len());
            }
            let open = close.replace(']', "[").replace('}', "{");
            if close != "]]" && rest.starts_with(&open) {
                self.plain(at..at + open.len(), own, Act::Nest);
                return Some(open.len());
            }
        }
        None
    }
}

/// The words of a command.
struct Command<'s> {
    len: usize,
    inner: &'s str,
    name: &'s str,
    arguments: &'s str,
    closes: bool,
}

impl<'s> Command<'s> {
    /// The command that begins `text` in this form.
    fn read(text: &'s str, form: &Form) -> Option<Self> {
        let inner = text.get(form.open.len()..)?;
        let end = command_end(inner, form)?;
        let inner = inner.get(..end).filter(|inner| !inner.trim().is_empty())?;
        let len = form.open.len() + end + form.end.len();
        let words = inner.trim().trim_matches(['-', '~', '#']).trim();
        let closing = form.close.iter().find_map(|close| words.strip_prefix(close.as_str()));
        let closing = closing.map(str::trim_start).filter(|rest| is_name_only(rest));
        let (closes, words) = closing.map_or((false, words), |rest| (true, rest));
        let stop = |c: char| c.is_whitespace() || matches!(c, '=' | ':' | '(' | '|' | ',');
        let (name, arguments) = words.split_at(words.find(stop).unwrap_or(words.len()));
        Some(Self { len, inner, name, arguments, closes })
    }

    /// What it has in common with what closes it.
    fn key(&self) -> String {
        if label::is_named(self.name) { "*".to_owned() } else { self.name.to_ascii_lowercase() }
    }

    /// Whether its name says "spoiler", or an argument.
    fn says(&self, form: &Form) -> bool {
        let is_argued =
            self.arguments.contains(['=', '"']) || !matches!(form.open.as_str(), "[" | "[[" | "{");
        label::is_named(self.name)
            || (is_argued && label::speaks(&self.arguments.replace(['=', '"', '\'', '(', ')', ':'], " ")))
    }

    /// Where its label stands in the text at `at`.
    fn label(&self, at: usize, text: &str) -> Range<usize> {
        let quoted = self.arguments.find('"').and_then(|from| {
            let rest = self.arguments.get(from + 1..)?;
            rest.get(..rest.find('"').unwrap_or(rest.len()))
        });
        let edge = |c: char| c.is_whitespace() || matches!(c, '=' | ':' | '(' | ')' | '\'' | '|' | ',' | '"');
        let label = quoted.unwrap_or(self.arguments).trim_matches(edge);
        let start = at + (label.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        if label.is_empty() { at + self.len..at + self.len } else { start..start + label.len() }
    }
}

/// Where the command ends that goes on with `inner`. One that says "spoiler" may hold brackets in its label;
/// another ends before the next thing that could begin, so that no text is looked at again and again.
fn command_end(inner: &str, form: &Form) -> Option<usize> {
    let stops = |byte: u8| matches!(byte, b'[' | b'{') || form.open.as_bytes().first() == Some(&byte);
    let name = inner.trim_start_matches([' ', '-', '~', '#', '/']);
    let name = name.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').next().unwrap_or_default();
    let (is_named, mut depth) = (label::is_named(name), 0_usize);
    let longest = if is_named { LONGEST_LABEL } else { inner.len() };
    for (at, byte) in inner.bytes().enumerate().take(longest) {
        let ends = inner.as_bytes().get(at..).is_some_and(|rest| rest.starts_with(form.end.as_bytes()));
        match byte {
            _ if ends && depth == 0 => return Some(at),
            b'[' | b'{' if is_named => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            byte if !is_named && stops(byte) => return None,
            _ => {}
        }
    }
    // A bracket of the label is open still: then any end is one.
    memchr::memmem::find(inner.as_bytes().get(..longest.min(inner.len()))?, form.end.as_bytes())
        .filter(|_| is_named)
}

/// Whether `text` is one name or none.
fn is_name_only(text: &str) -> bool {
    !text.contains(|c: char| c.is_whitespace() || matches!(c, '=' | '"'))
}

fn forms_of(shape: Shape) -> impl Iterator<Item = (u8, &'static Form)> {
    let all = forms::all().iter().enumerate().filter(move |(_, form)| form.shape == shape);
    all.filter_map(|(number, form)| Some((u8::try_from(number).ok()?, form)))
}

/// Where the summary that begins `rest` has its text, and where it ends.
fn summary(rest: &str) -> Option<(Range<usize>, usize)> {
    let (tag, inner) = Tag::read(rest.trim_start())?;
    let start = rest.len() - inner.len();
    if tag.closes || !tag.is("summary") {
        return None;
    }
    let window = inner.as_bytes().get(..inner.len().min(REACH))?;
    let end = memchr::memmem::find_iter(window, b"</").find(|at| {
        inner.get(at + 2..).is_some_and(|name| starts(name, "summary") || starts(name, "details"))
    })?;
    let close = Tag::read(inner.get(end..)?)
        .filter(|(tag, _)| tag.is("summary"))
        .map_or(0, |(tag, _)| tag.source.len());
    Some((start..start + end, start + end + close))
}

/// Whether a tag begins behind the mark that begins `rest`, so that its `<` is no delimiter.
fn begins_tag(rest: &str) -> bool {
    let behind = rest.get(1..).unwrap_or_default();
    rest.starts_with("!<")
        && Tag::read(behind).is_some_and(|(tag, _)| element::is_known(tag.name) || label::is_named(tag.name))
}

/// `[spoiler]: address`, which defines a link.
fn is_definition(text: &str, at: usize, behind: &str) -> bool {
    let address = behind.strip_prefix(':').map(str::trim_start);
    starts_line(text.get(..at).unwrap_or_default())
        && address
            .is_some_and(|a| ["http", "/", "#", "<", "mailto:"].iter().any(|start| a.starts_with(start)))
}

/// Whether `behind` a bracket stands the title that it labels.
fn is_titled(behind: &str) -> bool {
    let Some((_, form)) = lines::form(Shape::Link, 0) else { return false };
    let target = behind.strip_prefix('(').and_then(|link| link.strip_prefix(['/', '#']));
    target.is_some_and(|target| {
        form.targets.iter().any(|name| {
            starts(target, name)
                && target.get(name.len()..).is_some_and(|rest| rest.starts_with([')', ' ', '"']))
        })
    })
}

/// Whether nothing else stands on the line of `range`.
fn is_alone(text: &str, range: Range<usize>) -> bool {
    starts_line(text.get(..range.start).unwrap_or_default())
        && ends_line(text.get(range.end..).unwrap_or_default())
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

/// Where the bracket begins that ends at `end`.
fn bracket_before(text: &str, end: usize) -> Option<usize> {
    let floor = end.saturating_sub(REACH);
    let mut depth = 0;
    for at in (floor..end).rev() {
        match text.as_bytes().get(at)? {
            b']' => depth += 1,
            b'[' if depth == 0 => return Some(at),
            b'[' => depth -= 1,
            _ => {}
        }
    }
    None
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

fn run(text: &str, of: u8) -> usize {
    text.bytes().take_while(|byte| *byte == of).count()
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
