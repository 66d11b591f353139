//! The one builder of documents: it takes the events of an adapter, makes blocks of them, and puts each
//! hidden passage, parsed by itself, where its stand-in is.
//!
//! How a passage stands among what is open is told by the open text alone: where it is all that its paragraph
//! holds it brings its own blocks, and else it stands in the line.

mod hidden;
mod open;

use std::ops::Range;
use std::sync::Arc;

use super::event::{Event, Node};
use super::{RULE, Reel};
use crate::document::{Block, Document, Format, Kind, Level, Mark, Marker, Table, Zone};
use crate::hide::{self, Closed, Extent, Taken, standin};
use crate::span::Span;
use crate::spoilers;
use hidden::Held;
use open::Open;

/// Between two blocks: one byte for the blank line, one for a section's header, so that each of
/// these has a place of its own.
const GAP: &str = "\n\n";

/// Builds a document from events.
pub(crate) struct Builder {
    reel: Reel,
    /// Text that was not put away yet.
    text: String,
    document: Document,
    passages: Vec<Option<Held>>,
    /// How many passages this one lies in.
    depth: usize,
    marks: Vec<(Span, Mark)>,
    block: Open,
    quotes: usize,
    lists: usize,
    marker: Option<Marker>,
    is_tight: bool,
}

impl Builder {
    /// A builder that reads what was `taken` piece by piece; it lies in so many passages.
    pub fn new(taken: Taken, format: Format, depth: usize) -> Self {
        let document = Document { format, english: true, ..Document::default() };
        Self {
            reel: Reel::new(taken.text),
            text: GAP.to_owned(),
            document,
            passages: taken.passages.into_iter().map(|passage| Some(Held::Source(passage))).collect(),
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

    /// The line that is read so far, as it may be seen; nothing where it is long.
    pub fn line(&self) -> &str {
        self.block.line()
    }

    /// Notes a passage that was parsed already, to be told of by its number.
    pub fn hold(&mut self, document: Document, level: Level, closed: Closed) -> Event<'static> {
        self.passages.push(Some(Held::Read(Box::new(document), level, closed)));
        Event::Hidden(self.passages.len() - 1)
    }

    /// What follows is what readers answer; whether it is the first.
    pub fn answer(&mut self) -> bool {
        self.flush();
        let is_first = self.document.replies.is_none();
        self.document.replies.get_or_insert(self.document.blocks.len());
        is_first
    }

    /// The next block stands right under the one before it.
    pub fn tighten(&mut self) {
        self.is_tight = true;
    }

    /// It does not, though that was said of one that never came.
    pub fn loosen(&mut self) {
        self.is_tight = false;
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

    /// Takes `text` with each run of white space as one space.
    pub fn collapsed(&mut self, text: &str) {
        let is_blank = |c: char| c.is_ascii_whitespace();
        if text.starts_with(is_blank) {
            self.space();
        }
        let inner = text.trim_matches(is_blank);
        let mut is_after_blank = false;
        let is_run = |byte: u8| {
            let is_second = std::mem::replace(&mut is_after_blank, byte == b' ');
            byte.is_ascii_whitespace() && (is_second || byte != b' ')
        };
        if inner.bytes().any(is_run) {
            self.words(&inner.split_ascii_whitespace().collect::<Vec<_>>().join(" "));
        } else {
            self.words(inner);
        }
        if text.ends_with(is_blank) {
            self.space();
        }
    }

    /// Takes a space, where it would not stand at the start of a line or behind another.
    pub fn space(&mut self) {
        let is_empty = self.block.text.is_empty() && self.block.waiting.is_empty();
        if !is_empty && !self.block.ends_blank() {
            self.words(" ");
        }
    }

    /// Takes a line of text by itself, in which markup may stand.
    pub fn marked(&mut self, text: &str) {
        let before = self.passages.len();
        let taken = hide::take(text.to_owned(), Format::Html, Extent::Whole);
        self.passages.extend(taken.passages.into_iter().map(|passage| Some(Held::Source(passage))));
        for piece in standin::pieces(&taken.text) {
            match piece {
                standin::Piece::Text(text) => self.collapsed(text),
                standin::Piece::Hidden(number) => self.hidden(before + number),
            }
        }
    }

    /// What is open within a line stays open in the next block.
    fn open(&mut self, node: Node) {
        match node {
            Node::Style(style) => return self.block.look(style, 1),
            Node::Link(target) => return self.block.begin_link(target),
            _ => self.flush(),
        }
        match node {
            Node::Block(kind) => {
                self.block.kind = Some(kind);
                if kind == Kind::Rule {
                    self.block.push(RULE);
                    self.flush();
                }
            }
            Node::Quote => self.quotes += 1,
            Node::List => self.lists += 1,
            Node::Item(marker) => self.marker = Some(marker),
            Node::Style(_) | Node::Link(_) => {}
        }
    }

    /// Where a block ends so does all that is open in it.
    fn close(&mut self, node: &Node) {
        match node {
            Node::Style(style) => return self.block.look(*style, -1),
            Node::Link(_) => return self.block.end_link(),
            _ => self.flush(),
        }
        match node {
            Node::Block(_) => self.block = Open::default(),
            Node::Quote => self.quotes = self.quotes.saturating_sub(1),
            Node::List => self.lists = self.lists.saturating_sub(1),
            Node::Item(_) => self.marker = None,
            Node::Style(_) | Node::Link(_) => {}
        }
    }

    fn words(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let is_blank = text.trim().is_empty();
        if is_blank && self.block.text.is_empty() && !self.is_verbatim() {
            // Between passages, or before them, it is nothing.
            self.block.is_apart = !self.block.waiting.is_empty();
            return;
        }
        self.settle();
        if std::mem::take(&mut self.block.is_apart) && !is_blank {
            self.block.push(" ");
        }
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

    fn is_table(&self) -> bool {
        matches!(self.block.kind, Some(Kind::Table(_)))
    }

    /// A line ends; two in a row end the block.
    fn line_break(&mut self) {
        if self.is_table() {
            return self.space();
        }
        self.block.trim(&[' ']);
        if self.block.ends_blank() {
            let kind = self.block.kind;
            self.flush();
            self.block.kind = kind;
        } else if !self.block.text.is_empty() {
            self.block.end_line();
        }
    }

    fn row(&mut self) {
        if self.is_table() { self.block.row() } else { self.space() }
    }

    fn cell(&mut self) {
        if self.is_table() { self.block.cell() } else { self.space() }
    }

    /// Hands the block over, if there is one.
    fn flush(&mut self) {
        // Two passages or more are the words of one paragraph.
        if self.block.waiting.len() > 1 {
            self.settle();
        }
        let next = self.block.next();
        let mut block = std::mem::replace(&mut self.block, next);
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
        match kind {
            Kind::Table(_) => {}
            Kind::Code => block.trim(&['\n']),
            _ => block.trim(&[' ', '\n']),
        }
        if block.text.contains('\u{C}') {
            block.text = block.text.replace('\u{C}', " ");
        }
        self.add(block, kind, is_tight);
    }

    fn add(&mut self, block: Open, kind: Kind, tight: bool) {
        let start = self.at();
        let kind = if let Kind::Table(_) = kind { self.table(start, &block) } else { kind };
        let is_long = matches!(kind, Kind::Paragraph | Kind::Item(_) | Kind::Code);
        let parts = if is_long { block.parts() } else { std::iter::once(0..block.text.len()).collect() };
        for (range, style) in block.styles {
            self.document.styles.push(Span::of(start + range.start..start + range.end), style);
        }
        for (range, target) in block.links {
            let number = u32::try_from(self.document.targets.len()).unwrap_or(u32::MAX);
            self.document.targets.push(target.into_boxed_str());
            self.document.links.push(Span::of(start + range.start..start + range.end), number);
        }
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

fn depth(count: usize) -> u8 {
    u8::try_from(count).unwrap_or(u8::MAX)
}
