//! The one builder of documents: it takes the events of an adapter, makes blocks of them, and puts each
//! hidden passage, parsed by itself, where its stand-in is.
//!
//! How a passage stands among what is open is told by the open text alone: where it is all that its paragraph
//! holds it brings its own blocks, and else it stands in the line.

use std::ops::Range;
use std::sync::Arc;

use super::event::{Event, Node};
use super::{NOTHING, RULE, Reel};
use crate::document::{Block, Document, Format, Kind, Level, Mark, Marker, Reason, Style, Table, Tick, Zone};
use crate::hide::{Closed, Passage, Taken};
use crate::span::Span;
use crate::spoilers;

/// Prose of more bytes than this is broken into several blocks: laying out a block takes time in
/// its length, and one line of 50 MB must not stop the screen.
const LONGEST: usize = 32 * 1024;

/// Between two blocks: one byte for the blank line, one for a section's header, so that each of
/// these has a place of its own.
const GAP: &str = "\n\n";

/// A longer line is no label.
const LONGEST_LINE: usize = 120;

/// Builds a document from events.
pub(crate) struct Builder {
    reel: Reel,
    /// Text that was not put away yet.
    text: String,
    document: Document,
    passages: Vec<Option<Passage>>,
    /// How many passages this one lies in.
    depth: usize,
    marks: Vec<(Span, Mark)>,
    block: Open,
    quotes: usize,
    lists: usize,
    marker: Option<Marker>,
    is_tight: bool,
}

/// The block that is open.
#[derive(Default)]
struct Open {
    kind: Option<Kind>,
    text: String,
    /// Its last line without what is hidden, as far as that is of interest.
    line: String,
    styles: Vec<(Range<usize>, Style)>,
    links: Vec<(Range<usize>, String)>,
    cells: Vec<Vec<Range<usize>>>,
    hidden: Vec<(Range<usize>, Level, Closed)>,
    /// How often each look is open.
    looks: [u16; Style::ALL.len()],
    link: Option<(String, usize)>,
    /// Passages before any text: where none comes they bring their own blocks.
    waiting: Vec<usize>,
}

impl Builder {
    /// A builder that reads what was `taken` piece by piece; it lies in so many passages.
    pub fn new(taken: Taken, format: Format, depth: usize) -> Self {
        let document = Document { format, english: true, ..Document::default() };
        Self {
            reel: Reel::new(taken.text),
            text: GAP.to_owned(),
            document,
            passages: taken.passages.into_iter().map(Some).collect(),
            depth,
            marks: Vec::new(),
            block: Open::default(),
            quotes: 0,
            lists: 0,
            marker: None,
            is_tight: false,
        }
    }

    /// The next piece of the source; see [`Reel::next`]. The text built from the last one is put
    /// away, in the room that reading this one made.
    pub fn piece(&mut self, cut: impl Fn(&str) -> Option<usize>) -> Option<String> {
        let piece = self.reel.next(cut)?;
        self.put_away();
        Some(piece)
    }

    fn put_away(&mut self) {
        self.reel.write(&self.text);
        self.text.clear();
    }

    fn at(&self) -> usize {
        self.reel.written() + self.text.len()
    }

    /// Whether nothing but facts stands in the document yet, and it is no passage of another one.
    pub fn is_at_top(&self) -> bool {
        self.depth == 0 && self.document.blocks.last().is_none_or(|last| last.kind == Kind::Meta)
    }

    /// Whether white space would be lost where the text stands now: at the start of a line or behind other.
    pub fn is_after_blank(&self) -> bool {
        let text = &self.block.text;
        let is_hidden = self.block.hidden.last().is_some_and(|(range, ..)| range.end == text.len());
        let is_empty = text.is_empty() && self.block.waiting.is_empty();
        is_empty || (!is_hidden && text.ends_with([' ', '\n']))
    }

    /// The line that is read so far, as it may be seen; nothing where it is long.
    pub fn line(&self) -> &str {
        if self.block.line.len() > LONGEST_LINE { "" } else { &self.block.line }
    }

    /// The next block stands right under the one before it.
    pub fn tighten(&mut self) {
        self.is_tight = true;
    }

    /// Takes what comes next.
    pub fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Open(node) => self.open(node),
            Event::Close(node) => self.close(&node),
            Event::Text(text) => self.words(text),
            Event::Break => self.line_break(),
            Event::Row => self.row(),
            Event::Cell => self.cell(),
            Event::Hidden(number) => self.hidden(number),
        }
    }

    fn open(&mut self, node: Node) {
        match node {
            Node::Style(style) => self.block.look(style, 1),
            Node::Link(target) => {
                self.block.end_link();
                self.block.link = Some((target, self.block.text.len()));
            }
            Node::Block(kind) => {
                self.flush();
                self.block.kind = Some(kind);
                if kind == Kind::Rule {
                    self.block.push(RULE);
                    self.flush();
                }
            }
            Node::Quote => {
                self.flush();
                self.quotes += 1;
            }
            Node::List => {
                self.flush();
                self.lists += 1;
            }
            Node::Item(marker) => {
                self.flush();
                self.marker = Some(marker);
            }
        }
    }

    fn close(&mut self, node: &Node) {
        match node {
            Node::Style(style) => return self.block.look(*style, -1),
            Node::Link(_) => return self.block.end_link(),
            _ => self.flush(),
        }
        match node {
            Node::Quote => self.quotes = self.quotes.saturating_sub(1),
            Node::List => self.lists = self.lists.saturating_sub(1),
            Node::Item(_) => self.marker = None,
            _ => {}
        }
    }

    fn words(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let is_blank = text.trim().is_empty();
        if is_blank && self.block.text.is_empty() && !self.is_verbatim() {
            // Between passages, or before them, it is nothing.
            return;
        }
        self.settle();
        self.block.push(text);
        self.block.see(text);
    }

    fn is_verbatim(&self) -> bool {
        matches!(self.block.kind, Some(Kind::Code | Kind::Table(_)))
    }

    /// Puts passages that waited into the line, for there is one.
    fn settle(&mut self) {
        for (number, passage) in std::mem::take(&mut self.block.waiting).into_iter().enumerate() {
            if number > 0 {
                self.block.push(" ");
            }
            self.in_line(passage);
        }
    }

    fn line_break(&mut self) {
        if self.block.text.is_empty() {
            return;
        }
        let is_table = matches!(self.block.kind, Some(Kind::Table(_)));
        let end = self.block.text.trim_end_matches(' ').len();
        let floor = self.block.hidden.last().map_or(0, |(range, ..)| range.end);
        self.block.text.truncate(end.max(floor));
        self.block.line.clear();
        self.block.push(if is_table { " " } else { "\n" });
    }

    fn row(&mut self) {
        self.block.end_cell();
        if !self.block.cells.is_empty() {
            self.block.push("\n");
        }
        self.block.cells.push(Vec::new());
    }

    fn cell(&mut self) {
        self.block.end_cell();
        let Some(is_first) = self.block.cells.last().map(Vec::is_empty) else { return };
        if !is_first {
            self.block.push("\t");
        }
        let start = self.block.text.len();
        if let Some(row) = self.block.cells.last_mut() {
            row.push(start..start);
        }
    }

    fn hidden(&mut self, number: usize) {
        self.block.see("▒");
        let is_paragraph = matches!(self.block.kind, None | Some(Kind::Paragraph)) && self.marker.is_none();
        if is_paragraph && self.block.text.trim().is_empty() {
            self.block.waiting.push(number);
        } else {
            self.in_line(number);
        }
    }

    fn passage(&mut self, number: usize) -> Option<(Passage, Document)> {
        let passage = self.passages.get_mut(number).and_then(Option::take)?;
        let document = super::inner(&passage, self.document.format, self.depth + 1);
        Some((passage, document))
    }

    /// Puts passage `number` into the line that is open.
    fn in_line(&mut self, number: usize) {
        if let Some(passage) =
            self.passages.get_mut(number).and_then(|slot| slot.take_if(|p| is_plain(&p.source)))
        {
            let start = self.block.text.len();
            self.block.push(&passage.source);
            self.block.hidden.push((start..self.block.text.len(), passage.level, passage.closed));
            return;
        }
        let Some((passage, inner)) = self.passage(number) else { return };
        let is_flat = matches!(self.block.kind, Some(Kind::Table(_) | Kind::Heading(_) | Kind::Meta));
        let start = self.block.text.len();
        for (number, block) in inner.blocks.iter().enumerate() {
            if number > 0 {
                self.block.push(if is_flat { " " } else { "\n" });
            }
            self.block.push(&mark(block.kind));
            self.block.add(&inner, block.span, is_flat);
        }
        if inner.blocks.is_empty() {
            self.block.push(NOTHING);
        }
        let level = inner.marked.iter().map(|(_, mark)| mark.level).fold(passage.level, Level::max);
        self.block.hidden.push((start..self.block.text.len(), level, passage.closed));
    }

    /// Puts passage `number` among the blocks.
    fn among_blocks(&mut self, number: usize) {
        let Some((passage, inner)) = self.passage(number) else { return };
        let start = self.at();
        if inner.blocks.is_empty() {
            self.block.push(NOTHING);
            self.flush();
        } else {
            self.splice(&inner);
        }
        let end = self.at() - GAP.len();
        self.mark(start..end, passage.level, passage.closed);
    }

    fn mark(&mut self, range: Range<usize>, level: Level, closed: Closed) {
        let span = Span::of(range);
        self.marks.push((span, Mark { level, reason: Reason::Markup }));
        if closed == Closed::No {
            self.document.unclosed.push(span);
        }
    }

    /// Adds the blocks of `inner`, as deep as we stand.
    fn splice(&mut self, inner: &Document) {
        let to = self.at() - GAP.len();
        let moved = |span: Span| Span::of(to + span.start().get()..to + span.end().get());
        self.text.push_str(inner.text.get(GAP.len()..).unwrap_or_default());
        let (tables, targets) = (self.document.tables.len(), self.document.targets.len());
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        for block in &inner.blocks {
            let kind = match block.kind {
                Kind::Table(table) => Kind::Table(table.saturating_add(number(tables))),
                kind => kind,
            };
            let quote = block.quote.saturating_add(depth(self.quotes));
            let list = block.list.saturating_add(depth(self.lists));
            self.document.blocks.push(Block { span: moved(block.span), kind, quote, list, ..*block });
        }
        for table in &inner.tables {
            let row = |row: &Vec<Span>| row.iter().map(|cell| moved(*cell)).collect();
            self.document.tables.push(Table { rows: table.rows.iter().map(row).collect() });
        }
        for (span, style) in inner.styles.iter() {
            self.document.styles.push(moved(span), *style);
        }
        for (span, target) in inner.links.iter() {
            self.document.links.push(moved(span), target.saturating_add(number(targets)));
        }
        self.document.targets.extend(inner.targets.iter().cloned());
        self.marks.extend(inner.marked.iter().map(|(span, mark)| (moved(span), *mark)));
    }

    /// Hands the block over, if there is one.
    fn flush(&mut self) {
        // Two passages or more are the words of one paragraph.
        if self.block.waiting.len() > 1 {
            self.settle();
        }
        self.block.end_link();
        self.block.end_cell();
        let mut block = std::mem::take(&mut self.block);
        let waiting = std::mem::take(&mut block.waiting);
        if !waiting.is_empty() {
            for passage in waiting {
                self.among_blocks(passage);
            }
            return;
        }
        if block.text.trim().is_empty() {
            return;
        }
        let is_tight = std::mem::take(&mut self.is_tight);
        let kind = match block.kind {
            None | Some(Kind::Paragraph) => self.marker.take().map_or(Kind::Paragraph, Kind::Item),
            Some(kind) => kind,
        };
        if kind == Kind::Code {
            block.text.truncate(block.text.trim_end_matches('\n').len());
        }
        if block.text.contains('\u{C}') {
            block.text = block.text.replace('\u{C}', " ");
        }
        self.add(block, kind, is_tight);
    }

    fn add(&mut self, block: Open, kind: Kind, tight: bool) {
        let start = self.at();
        let kind = if let Kind::Table(_) = kind { self.table(start, &block) } else { kind };
        for (range, style) in block.styles {
            self.document.styles.push(Span::of(start + range.start..start + range.end), style);
        }
        for (range, target) in block.links {
            let number = u32::try_from(self.document.targets.len()).unwrap_or(u32::MAX);
            self.document.targets.push(target.into_boxed_str());
            self.document.links.push(Span::of(start + range.start..start + range.end), number);
        }
        let is_long = matches!(kind, Kind::Paragraph | Kind::Item(_) | Kind::Code);
        let all = 0..block.text.len();
        let parts = if is_long { parts(&block.text, &block.hidden) } else { vec![all] };
        for (part, range) in parts.into_iter().enumerate() {
            let kind = if part > 0 && kind != Kind::Code { Kind::Paragraph } else { kind };
            let span = Span::of(start + range.start..start + range.end);
            let (quote, list) = (depth(self.quotes), depth(self.lists));
            let block = Block { span, kind, quote, list, tight, zone: Zone::default(), first_sentence: 0 };
            self.document.blocks.push(block);
        }
        self.text.extend([block.text.as_str(), GAP]);
        for (range, level, closed) in block.hidden {
            self.mark(start + range.start..start + range.end, level, closed);
        }
    }

    fn table(&mut self, start: usize, block: &Open) -> Kind {
        let row = |cells: &Vec<Range<usize>>| {
            cells.iter().map(|c| Span::of(start + c.start..start + c.end)).collect()
        };
        self.document.tables.push(Table { rows: block.cells.iter().map(row).collect() });
        Kind::Table(u32::try_from(self.document.tables.len() - 1).unwrap_or(u32::MAX))
    }

    /// The document, once the source is used up.
    pub fn finish(mut self) -> Document {
        self.flush();
        self.put_away();
        self.document.text = Arc::new(self.reel.into_text());
        self.document.marked = spoilers::layer(self.marks, &self.document.blocks);
        self.document.passages = self.document.marked.clone();
        self.document.styles.shrink();
        self.document.blocks.shrink_to_fit();
        self.document
    }
}

impl Open {
    fn push(&mut self, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        let style = self.style();
        if !style.is_plain() {
            self.lay(start..self.text.len(), style);
        }
    }

    fn see(&mut self, text: &str) {
        if self.line.len() <= LONGEST_LINE {
            self.line.push_str(text);
        }
    }

    fn lay(&mut self, range: Range<usize>, style: Style) {
        match self.styles.last_mut().filter(|(last, was)| last.end == range.start && *was == style) {
            Some((last, _)) => last.end = range.end,
            None => self.styles.push((range, style)),
        }
    }

    /// All looks that are open.
    fn style(&self) -> Style {
        let open = Style::ALL.iter().zip(self.looks).filter(|(_, count)| *count > 0);
        let link = if self.link.is_some() { Style::LINK } else { Style::default() };
        open.fold(link, |all, (style, _)| all.and(*style))
    }

    fn look(&mut self, style: Style, by: i16) {
        for (look, count) in Style::ALL.iter().zip(&mut self.looks) {
            if style.has(*look) {
                *count = count.saturating_add_signed(by);
            }
        }
    }

    fn end_link(&mut self) {
        if let Some((target, start)) = self.link.take()
            && start < self.text.len()
        {
            self.links.push((start..self.text.len(), target));
        }
    }

    fn end_cell(&mut self) {
        let end = self.text.len();
        if let Some(cell) = self.cells.last_mut().and_then(|row| row.last_mut()) {
            cell.end = end.max(cell.start);
        }
    }

    /// Adds what `span` of `inner` holds, on one line if it must be.
    fn add(&mut self, inner: &Document, span: Span, is_flat: bool) {
        let (from, to) = (span.start().get(), self.text.len());
        let text = inner.raw(span).replace('\t', " ");
        self.text.push_str(&if is_flat { text.replace('\n', " ") } else { text });
        let moved = |span: Span| {
            to + span.start().get().saturating_sub(from)..to + span.end().get().saturating_sub(from)
        };
        for (span, style) in inner.styles.over(span) {
            self.lay(moved(span), *style);
        }
        for (span, target) in inner.links.over(span) {
            if let Some(target) = inner.targets.get(*target as usize).filter(|_| self.link.is_none()) {
                self.links.push((moved(span), target.clone().into_string()));
            }
        }
    }
}

/// Whether `text` means the same in all kinds of source: words and the commonest marks.
fn is_plain(text: &str) -> bool {
    text.starts_with(char::is_alphabetic)
        && text.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | ',' | '?' | '\'' | ';'))
        && !text.ends_with(' ')
}

/// What stands before an item where it is no block of its own.
fn mark(kind: Kind) -> String {
    match kind {
        Kind::Item(Marker::Bullet) => "- ".to_owned(),
        Kind::Item(Marker::Number(number)) => format!("{number}. "),
        Kind::Item(Marker::Task(Tick::Open)) => "[ ] ".to_owned(),
        Kind::Item(Marker::Task(Tick::Done)) => "[x] ".to_owned(),
        _ => String::new(),
    }
}

fn depth(count: usize) -> u8 {
    u8::try_from(count).unwrap_or(u8::MAX)
}

/// Ranges that cover `text`, with at most [`LONGEST`] bytes each of what is open, cut at a space or line end
/// where there is one. What is hidden does not count, nor is it cut: its length must not show.
fn parts(text: &str, hidden: &[(Range<usize>, Level, Closed)]) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let (mut start, mut at, mut room) = (0, 0, LONGEST);
    let end = std::iter::once(text.len()..text.len());
    let ends = hidden.iter().map(|(range, ..)| range.clone()).chain(end);
    for passage in ends {
        while passage.start.saturating_sub(at) > room {
            let open = text.get(at..floor(text, at + room)).unwrap_or_default();
            let cut = open.rfind([' ', '\n']).filter(|cut| *cut > 0).map_or(open.len(), |cut| cut + 1);
            parts.push(start..at + cut);
            (start, at, room) = (at + cut, at + cut, LONGEST);
        }
        room -= passage.start.saturating_sub(at).min(room);
        at = passage.end.max(at);
    }
    if start < text.len() || parts.is_empty() {
        parts.push(start..text.len());
    }
    parts
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
