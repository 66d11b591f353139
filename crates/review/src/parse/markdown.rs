//! Markdown: `pulldown-cmark` tells what is what, and this module says it to the builder.
//!
//! A large source comes piece by piece, so what is open between two blocks (HTML elements, the
//! numbers of notes) is kept here and not in the parser.

mod elements;
mod front;
mod pieces;

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{
    BlockQuoteKind, BrokenLink, CodeBlockKind, CowStr, Event as Said, LinkType, Options, Parser, Tag, TagEnd,
};

use super::{Builder, Event, Node, words};
use crate::clean::clean;
use crate::document::{Document, Format, Kind, Marker, Style, Tick};
use crate::hide::{Taken, standin};
use elements::Elements;
use pieces::Definitions;

/// Parses what was `taken`, which lies in so many passages.
pub(crate) fn parse(taken: Taken, depth: usize) -> Document {
    let definitions = Definitions::gather(&taken.text);
    let mut reader = Reader::new(Builder::new(taken, Format::Markdown, depth));
    let mut is_first = depth == 0;
    while let Some(mut piece) = reader.builder.piece(pieces::cut) {
        let start = if std::mem::take(&mut is_first) { reader.front_matter(&piece) } else { 0 };
        let notes = definitions.missing_notes(&piece);
        let end = piece.len() - start;
        piece.push_str(&notes);
        reader.piece(piece.get(start..).unwrap_or_default(), end, &definitions);
    }
    reader.builder.finish()
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
}

struct Reader {
    builder: Builder,
    /// The lists we stand in, each with its next number.
    lists: Vec<Option<u64>>,
    is_code: bool,
    /// The text of an image that is open, of which nothing is told unless it says what the image shows.
    image: Option<String>,
    images: usize,
    notes: HashMap<String, u32>,
    /// The note whose definition begins.
    note: Option<u32>,
    elements: Elements,
    /// An HTML block so far.
    raw: String,
}

impl Reader {
    fn new(builder: Builder) -> Self {
        Self {
            builder,
            lists: Vec::new(),
            is_code: false,
            image: None,
            images: 0,
            notes: HashMap::new(),
            note: None,
            elements: Elements::default(),
            raw: String::new(),
        }
    }

    fn open(&mut self, node: Node) {
        self.builder.take(Event::Open(node));
    }

    fn close(&mut self, node: Node) {
        self.builder.take(Event::Close(node));
    }

    /// Takes the front matter, and says where the text behind it begins.
    fn front_matter(&mut self, piece: &str) -> usize {
        let Some((facts, end)) = front::read(piece) else { return 0 };
        for fact in facts {
            self.open(Node::Block(Kind::Meta));
            words(&fact, &mut self.builder);
            self.close(Node::Block(Kind::Meta));
        }
        end
    }

    /// Reads `source`, of which what is behind `end` was only added for reference.
    fn piece(&mut self, source: &str, end: usize, definitions: &Definitions) {
        let broken = |link: BrokenLink<'_>| {
            let target = definitions.link(&link.reference)?;
            Some((CowStr::from(target.to_owned()), CowStr::Borrowed("")))
        };
        let parser = Parser::new_with_broken_link_callback(source, options(), Some(broken));
        for (event, range) in parser.into_offset_iter() {
            if range.start < end {
                self.event(event, source, &range);
            }
        }
        self.end_block();
    }

    fn end_block(&mut self) {
        self.close(Node::Block(Kind::Paragraph));
    }

    fn event(&mut self, event: Said<'_>, source: &str, range: &Range<usize>) {
        match event {
            Said::Text(text) => self.text(&text, source, range),
            Said::Code(code) => self.styled(&code, Style::CODE),
            Said::SoftBreak => self.soft_break(),
            Said::HardBreak => self.builder.take(Event::Break),
            Said::Start(tag) => self.start(tag),
            Said::End(tag) => self.end(tag),
            Said::InlineHtml(html) => self.inline_html(&html),
            Said::Html(html) => self.raw.push_str(&html),
            Said::FootnoteReference(label) => self.reference(&label),
            Said::TaskListMarker(done) => {
                let marker = Marker::Task(if done { Tick::Done } else { Tick::Open });
                self.open(Node::Item(marker));
            }
            Said::Rule => self.open(Node::Block(Kind::Rule)),
            Said::InlineMath(text) | Said::DisplayMath(text) => self.words(&text),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => self.begin(self.elements.heading.map_or(Kind::Paragraph, Kind::Heading)),
            Tag::Heading { level, .. } => self.begin(Kind::Heading(level as u8)),
            Tag::BlockQuote(kind) => self.quote(kind),
            Tag::CodeBlock(kind) => self.code_block(&kind),
            Tag::HtmlBlock => {
                self.end_block();
                self.raw.clear();
            }
            Tag::List(first) => {
                self.open(Node::List);
                self.lists.push(first);
            }
            Tag::Item => self.item(),
            Tag::FootnoteDefinition(label) => {
                self.end_block();
                self.note = Some(self.note_number(&label));
            }
            Tag::Table(_) => self.begin(Kind::Table(0)),
            Tag::TableHead | Tag::TableRow => self.builder.take(Event::Row),
            Tag::TableCell => self.builder.take(Event::Cell),
            Tag::Emphasis => self.open(Node::Style(Style::EMPHASIS)),
            Tag::Strong => self.open(Node::Style(Style::STRONG)),
            Tag::Strikethrough => self.open(Node::Style(Style::STRIKE)),
            // An address that is hidden in part leads nowhere.
            Tag::Link { dest_url, .. } if standin::is_in(&dest_url) => {}
            Tag::Link { link_type: LinkType::Email, dest_url, .. } => {
                self.open(Node::Link(clean(["mailto:", &dest_url].concat())));
            }
            Tag::Link { dest_url, .. } => self.open(Node::Link(clean(dest_url.into_string()))),
            Tag::Image { .. } => {
                self.images += 1;
                self.image.get_or_insert_default();
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Table | TagEnd::FootnoteDefinition => {
                self.end_block();
            }
            TagEnd::BlockQuote(_) => self.close(Node::Quote),
            TagEnd::CodeBlock => {
                self.is_code = false;
                self.close(Node::Block(Kind::Code));
            }
            TagEnd::HtmlBlock => self.html_block(),
            TagEnd::List(_) => {
                self.close(Node::List);
                self.lists.pop();
            }
            TagEnd::Item => self.close(Node::Item(Marker::Bullet)),
            TagEnd::Emphasis => self.close(Node::Style(Style::EMPHASIS)),
            TagEnd::Strong => self.close(Node::Style(Style::STRONG)),
            TagEnd::Strikethrough => self.close(Node::Style(Style::STRIKE)),
            TagEnd::Link => self.close(Node::Link(String::new())),
            TagEnd::Image => self.end_image(),
            _ => {}
        }
    }

    fn begin(&mut self, kind: Kind) {
        self.open(Node::Block(kind));
        self.write_note();
    }

    fn write_note(&mut self) {
        if let Some(number) = self.note.take() {
            self.styled(&format!("[{number}]"), Style::NOTE);
            self.builder.take(Event::Text(" "));
        }
    }

    fn text(&mut self, text: &str, source: &str, range: &Range<usize>) {
        if self.is_code {
            words(text, &mut self.builder);
            return;
        }
        self.write_note();
        let text = if source.get(range.clone()) == Some(text) {
            Cow::Borrowed(text)
        } else {
            // An entity stands for it.
            Cow::Owned(harmless(text))
        };
        self.words(&text);
    }

    /// Text, which is that of an image where one is open.
    fn words(&mut self, text: &str) {
        match &mut self.image {
            Some(image) => image.push_str(text),
            None => words(text, &mut self.builder),
        }
    }

    fn styled(&mut self, text: &str, style: Style) {
        self.write_note();
        self.open(Node::Style(style));
        self.words(text);
        self.close(Node::Style(style));
    }

    /// A line end of the source is a space, but behind what may be a warning.
    fn soft_break(&mut self) {
        if self.image.is_some() {
            self.words(" ");
        } else if super::ends_label(self.builder.line()) {
            self.builder.take(Event::Break);
        } else {
            self.builder.take(Event::Text(" "));
        }
    }

    fn quote(&mut self, kind: Option<BlockQuoteKind>) {
        self.open(Node::Quote);
        let name = match kind {
            Some(BlockQuoteKind::Note) => "Note",
            Some(BlockQuoteKind::Tip) => "Tip",
            Some(BlockQuoteKind::Important) => "Important",
            Some(BlockQuoteKind::Warning) => "Warning",
            Some(BlockQuoteKind::Caution) => "Caution",
            None => return,
        };
        self.styled(name, Style::STRONG);
        self.end_block();
    }

    fn item(&mut self) {
        let marker = match self.lists.last_mut() {
            Some(Some(number)) => {
                let this = u32::try_from(*number).unwrap_or(u32::MAX);
                *number = number.saturating_add(1);
                Marker::Number(this)
            }
            _ => Marker::Bullet,
        };
        self.open(Node::Item(marker));
    }

    fn code_block(&mut self, _: &CodeBlockKind<'_>) {
        self.open(Node::Block(Kind::Code));
        self.is_code = true;
    }

    fn end_image(&mut self) {
        self.images = self.images.saturating_sub(1);
        if self.images > 0 {
            return;
        }
        let text = self.image.take().unwrap_or_default();
        if standin::is_in(&text) || is_description(&text) {
            words(&text, &mut self.builder);
        }
    }

    fn reference(&mut self, label: &str) {
        let number = self.note_number(label);
        self.styled(&format!("[{number}]"), Style::NOTE);
    }

    fn note_number(&mut self, label: &str) -> u32 {
        let next = u32::try_from(self.notes.len() + 1).unwrap_or(u32::MAX);
        *self.notes.entry(label.to_lowercase()).or_insert(next)
    }
}

/// `text` made harmless, but for its stand-ins.
fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in standin::pieces(text) {
        match piece {
            standin::Piece::Text(text) => out.push_str(&clean(text.to_owned())),
            standin::Piece::Hidden(number) => standin::write(number, &mut out),
        }
    }
    out
}

/// Whether `alt` tells what an image shows: neither nothing, nor a file's name or address.
pub(in crate::parse) fn is_description(alt: &str) -> bool {
    let alt = alt.trim();
    let is_name = |name: &&str| name.eq_ignore_ascii_case(alt);
    let is_file =
        !alt.contains(' ') && alt.rsplit_once('.').is_some_and(|(_, end)| matches!(end.len(), 3 | 4));
    !(alt.is_empty()
        || alt.contains("://")
        || is_file
        || ["img", "image", "picture", "photo"].iter().any(is_name))
}

#[cfg(test)]
mod tests;
