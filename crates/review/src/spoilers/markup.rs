//! Spoiler markup inside a block: it is taken out of the text, and what it held is hidden.
//!
//! The author's word is law, and a slip of the author's must not cost the reader the ending: markup
//! that is left open, or that crosses other markup, hides to the end of its block and is noted.

mod token;

use std::ops::Range;

use crate::document::Level;
use crate::parse::{Inline, NOTHING, PageBuilder as Builder, Unclosed};
use token::{Act, Tag, Token, as_bracket, follows, is_candidate};

/// Lifts spoiler markup out of `inline`, which will stand at offset `at`.
pub(crate) fn lift(inline: &mut Inline, at: usize, builder: &mut Builder) {
    if !may_hold_markup(inline.text.as_bytes()) {
        return;
    }
    let mut lift = Lift::new(inline, builder);
    lift.read();
    lift.end();
    let Lift { edits, hidden, notes, edges, .. } = lift;
    let (first, second) = (inline.spoilers.len() + hidden.len(), edges.len());
    inline.spoilers.extend(hidden);
    inline.spoilers.extend(edges.iter().map(|edge| (edge.at..edge.at, edge.level)));
    inline.spoilers.extend(notes.into_iter().map(|range| (range, Level::Ending)));
    inline.replace(&edits);
    let mut moved = inline.spoilers.split_off(first);
    for (range, _) in moved.split_off(second) {
        builder.unclosed(at + range.start..at + range.end);
    }
    for (edge, (range, level)) in edges.iter().zip(moved) {
        let place = at + range.start;
        if edge.closes {
            builder.close(edge.name, place);
        } else {
            builder.open(edge.name, place, level, unclosed(edge.name));
        }
    }
}

/// What an author who leaves `name` open means by it.
fn unclosed(name: &str) -> Unclosed {
    if matches!(name, ":::" | "<details>") { Unclosed::EndOfDocument } else { Unclosed::EndOfBlock }
}

/// A quick test that nearly all prose fails.
pub(crate) fn may_hold_markup(text: &[u8]) -> bool {
    let next = |at: usize| text.get(at + 1).copied().unwrap_or_default();
    let before = |at: usize| at.checked_sub(1).and_then(|at| text.get(at)).copied();
    memchr::memchr3_iter(b'|', b'[', b'!', text).any(|at| match text.get(at) {
        Some(b'|') => next(at) == b'|',
        Some(b'!') => matches!(before(at), Some(b'>' | b'~')),
        _ => true,
    }) || memchr::memchr3_iter(b'<', b'{', b':', text).any(|at| match text.get(at) {
        Some(b'<') => matches!(next(at), b's' | b'S' | b't' | b'T' | b'/'),
        Some(b'{') => matches!(next(at), b'{' | b'%'),
        _ => next(at) == b':',
    })
}

/// Markup that is open in this block.
struct Open {
    tag: Tag,
    /// Where what it hides begins.
    start: usize,
    level: Level,
    /// It runs to the end of its line or block by right, as `>!` does at the start of a line.
    rightly: bool,
}

/// Where markup around blocks begins or ends.
struct Edge {
    name: &'static str,
    at: usize,
    level: Level,
    closes: bool,
}

struct Lift<'t> {
    text: &'t str,
    literal: &'t [Range<usize>],
    is_table: bool,
    builder: &'t Builder,
    stack: Vec<Open>,
    count: [usize; Tag::COUNT],
    /// How many regions were closed that earlier blocks opened.
    closed: [usize; Tag::COUNT],
    edits: Vec<(Range<usize>, &'static str)>,
    hidden: Vec<(Range<usize>, Level)>,
    notes: Vec<Range<usize>>,
    edges: Vec<Edge>,
    last_closer: Option<usize>,
}

impl<'t> Lift<'t> {
    fn new(inline: &'t Inline, builder: &'t Builder) -> Self {
        Self {
            text: &inline.text,
            literal: &inline.literal,
            is_table: !inline.cells.is_empty(),
            builder,
            stack: Vec::new(),
            count: [0; Tag::COUNT],
            closed: [0; Tag::COUNT],
            edits: Vec::new(),
            hidden: Vec::new(),
            notes: Vec::new(),
            edges: Vec::new(),
            last_closer: None,
        }
    }

    fn read(&mut self) {
        let (bytes, mut at) = (self.text.as_bytes(), 0);
        while let Some(skip) = bytes.get(at..).and_then(|rest| rest.iter().position(|&b| is_candidate(b))) {
            at += skip;
            let step = token::token(self.text, at).filter(|token| !self.is_literal(&token.range));
            at = step.and_then(|token| self.take(token)).unwrap_or(at + 1);
        }
    }

    /// Whether `range` meets code or an escaped character.
    fn is_literal(&mut self, range: &Range<usize>) -> bool {
        while self.literal.first().is_some_and(|literal| literal.end <= range.start) {
            self.literal = self.literal.get(1..).unwrap_or_default();
        }
        self.literal.first().is_some_and(|literal| literal.start < range.end)
    }

    /// Does what `token` says; where to read on, or nothing where it says nothing here.
    fn take(&mut self, token: Token) -> Option<usize> {
        if self.is_table && token.tag == Tag::Pipe {
            return None;
        }
        match token.act {
            Act::Close => self.close(&token),
            Act::Either if self.count(Tag::Pipe) > 0 || self.is_open_outside(Tag::Pipe) => self.close(&token),
            Act::Either => Some(self.open(&token, Level::Ending)),
            Act::Nest => self.nest(&token),
            Act::Open(_) if token.tag == Tag::Pipe && self.count(Tag::Pipe) > 0 => None,
            Act::Open(level) if token.tag == Tag::Note && self.closes_later(token.range.end) => {
                let bracket = as_bracket(self.text, &token).unwrap_or(token);
                let level = if let Act::Open(level) = bracket.act { level } else { level };
                Some(self.open(&bracket, level))
            }
            Act::Open(level) => Some(self.open(&token, level)),
        }
    }

    /// Whether a `[/spoiler]` follows, so that `[spoiler: …]` is its opener: but not where another
    /// opener stands between the two, or what the first hides would become a label.
    fn closes_later(&mut self, at: usize) -> bool {
        let find = |text: &str| (0..text.len()).rev().find(|&at| follows(text, at, "[/spoiler]"));
        let last = *self.last_closer.get_or_insert_with(|| find(self.text).unwrap_or(0));
        let stops = |at: &usize| follows(self.text, *at, "[spoiler") || follows(self.text, *at, "[/spoiler]");
        let next = (at..=last).find(stops);
        next.is_some_and(|next| follows(self.text, next, "[/spoiler]"))
    }

    fn count(&self, tag: Tag) -> usize {
        self.count.get(tag as usize).copied().unwrap_or(0)
    }

    fn add(&mut self, tag: Tag) {
        if let Some(count) = self.count.get_mut(tag as usize) {
            *count += 1;
        }
    }

    /// Whether a region of `tag` from an earlier block is open still.
    fn is_open_outside(&self, tag: Tag) -> bool {
        let closed = self.closed.get(tag as usize).copied().unwrap_or(0);
        tag.around_blocks().is_some_and(|name| self.builder.open_count(name) > closed)
    }

    fn nest(&mut self, token: &Token) -> Option<usize> {
        let inside = match token.tag {
            Tag::Container => self.count(token.tag) > 0 || self.is_open_outside(token.tag),
            Tag::Square => self.count(Tag::Note) + self.count(Tag::Wiki) > 0,
            _ => self.count(Tag::Brace) > 0,
        };
        if !inside {
            return None;
        }
        self.push(token.tag, token.range.end, Level::Premise, token.range.start);
        Some(token.range.end)
    }

    fn push(&mut self, tag: Tag, start: usize, level: Level, at: usize) {
        let line_start = self.text.get(..at).is_none_or(|before| before.is_empty() || before.ends_with('\n'));
        let rightly = tag == Tag::Callout || tag.is_filler() || (tag == Tag::Arrow && line_start);
        self.stack.push(Open { tag, start, level, rightly });
        self.add(tag);
    }

    /// Opens what `token` opens, and says where to read on.
    fn open(&mut self, token: &Token, level: Level) -> usize {
        let end = if let Some((label, then)) = &token.label {
            self.cut_around(token, label, then)
        } else {
            let end = token.range.end + self.blank_from(token.range.end);
            self.cut(token.range.start..end, "");
            end
        };
        // A quote has `>!` at the start of each of its lines; they are one.
        if token.tag != Tag::Arrow || self.count(Tag::Arrow) == 0 {
            self.push(token.tag, end, level, token.range.start);
        }
        end
    }

    /// Cuts `token` but for its label. The label of a box ends with its line; another one is set off
    /// by `then` from what it names.
    fn cut_around(&mut self, token: &Token, label: &Range<usize>, then: &'static str) -> usize {
        let end = token.range.end;
        let line_end = usize::from(follows(self.text, end, "\n"));
        let is_last = end + line_end == self.text.len();
        let blank = if then.is_empty() { 0 } else { self.blank_from(end) };
        let by = if end < self.text.len() { then } else { "" };
        self.cut(token.range.start..label.start, "");
        self.cut(label.end..end + if is_last { line_end } else { blank }, by);
        end + line_end.max(blank)
    }

    /// The white space at `at`, which goes with the delimiter before it.
    fn blank_from(&self, at: usize) -> usize {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        let blank = rest.iter().take_while(|b| matches!(b, b' ' | b'\n')).count();
        let literal = self.literal.first().is_some_and(|literal| literal.start < at + blank);
        if literal { 0 } else { blank }
    }

    /// Where the text before `at` ends, without the white space that goes with the delimiter there.
    fn blank_to(&self, at: usize) -> usize {
        let floor = self.edits.last().map_or(0, |(cut, _)| cut.end);
        let before = self.text.get(floor..at).unwrap_or_default();
        floor + before.trim_end_matches([' ', '\n']).len()
    }

    fn cut(&mut self, range: Range<usize>, by: &'static str) {
        self.edits.push((range, by));
    }

    fn close(&mut self, token: &Token) -> Option<usize> {
        let (tag, width) = self.closed_by(token)?;
        let end = token.range.start + width;
        if tag.is_filler() {
            self.pop();
            return Some(end);
        }
        if self.count(tag) == 0 {
            return self.close_outside(tag, token.range.start..end);
        }
        let stop = self.blank_to(token.range.start);
        let crossed = self.stack.last().is_some_and(|open| open.tag != tag);
        let holds_nothing = !crossed && self.stack.last().is_some_and(|open| self.is_blank(open.start..stop));
        while let Some(open) = self.pop() {
            let reach = match crossed {
                true => self.text.len(),
                false if holds_nothing => end,
                false => stop.max(open.start),
            };
            self.hide(&open, reach);
            if crossed && !open.tag.is_filler() {
                self.notes.push(open.start..self.text.len());
            }
            if open.tag == tag {
                break;
            }
        }
        self.cut(stop..end, if holds_nothing { NOTHING } else { "" });
        Some(end)
    }

    fn is_blank(&self, range: Range<usize>) -> bool {
        self.text.get(range).is_none_or(|text| text.trim().is_empty())
    }

    /// What `token` closes and how many bytes of it: one `]` may close a bracket, a note or half of
    /// the end of `[[spoiler:…]]`.
    fn closed_by(&self, token: &Token) -> Option<(Tag, usize)> {
        let top = self.stack.last().map(|open| open.tag);
        let twice = follows(self.text, token.range.start, "]]");
        match (token.tag, top) {
            (Tag::Square, Some(Tag::Square)) => Some((Tag::Square, 1)),
            (Tag::Square, Some(Tag::Note)) => Some((Tag::Note, 1)),
            (Tag::Square, _) if twice && self.count(Tag::Wiki) > 0 => Some((Tag::Wiki, 2)),
            (Tag::Square, _) if self.count(Tag::Note) > 0 => Some((Tag::Note, 1)),
            (Tag::Square, _) => None,
            (Tag::Brace, Some(Tag::Curly)) => Some((Tag::Curly, 2)),
            (tag, _) if self.count(tag) > 0 || self.is_open_outside(tag) => Some((tag, token.range.len())),
            _ => None,
        }
    }

    fn close_outside(&mut self, tag: Tag, range: Range<usize>) -> Option<usize> {
        let name = tag.around_blocks()?;
        let start = self.blank_to(range.start);
        let end = if start == 0 { range.end + self.blank_from(range.end) } else { range.end };
        let holds_nothing = start == 0 && self.builder.holds_nothing(name);
        self.cut(start..end, if holds_nothing { NOTHING } else { "" });
        let at = if holds_nothing { end } else { start };
        self.edges.push(Edge { name, at, level: Level::Ending, closes: true });
        if let Some(closed) = self.closed.get_mut(tag as usize) {
            *closed += 1;
        }
        Some(end)
    }

    fn pop(&mut self) -> Option<Open> {
        let open = self.stack.pop()?;
        if let Some(count) = self.count.get_mut(open.tag as usize) {
            *count -= 1;
        }
        Some(open)
    }

    fn hide(&mut self, open: &Open, end: usize) {
        if !open.tag.is_filler() {
            self.hidden.push((open.start..end, open.level));
        }
    }

    /// What is open at the end of the block goes on if it may, and else hides what is left.
    fn end(&mut self) {
        for open in std::mem::take(&mut self.stack) {
            if let Some(name) = open.tag.around_blocks().filter(|_| !open.rightly) {
                self.edges.push(Edge { name, at: open.start, level: open.level, closes: false });
                continue;
            }
            self.hide(&open, self.text.len());
            if !open.rightly {
                self.notes.push(open.start..self.text.len());
            }
        }
    }
}
