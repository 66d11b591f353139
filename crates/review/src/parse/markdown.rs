//! Markdown: `pulldown-cmark` tells what is what, and this module makes blocks of it.
//!
//! A large source comes piece by piece, so what is open between two blocks (HTML elements, the
//! numbers of notes) is kept here and not in the parser.

mod elements;
mod front;
mod html;
mod masks;
mod pieces;

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{
    BlockQuoteKind, BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd,
};

use super::rot13::Rot13;
use super::{Builder, Inline, NOTHING, Nest, RULE};
use crate::clean::clean;
use crate::document::{Document, Format, Kind, Level, Marker, Style, Tick};
use crate::spoilers::markup;
use elements::Elements;
use masks::{Mask, Masks, Stretch};
use pieces::Definitions;

/// Parses clean `source`.
pub(crate) fn parse(source: String) -> Document {
    let definitions = Definitions::gather(&source);
    let mut reader = Reader::new(Builder::new(source, Format::Markdown));
    let mut is_first = true;
    while let Some(mut piece) = reader.builder.piece(pieces::cut) {
        let start = if is_first { reader.front_matter(&piece) } else { 0 };
        is_first = false;
        let notes = definitions.missing_notes(&piece);
        let mut piece = reader.masks.take(piece.split_off(start), &reader.builder);
        let end = piece.len();
        piece.push_str(&notes);
        reader.piece(&piece, end, &definitions);
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
    /// The block that is being read.
    inline: Inline,
    quotes: Vec<Quote>,
    /// The lists we stand in, each with its next number.
    lists: Vec<Option<u64>>,
    marker: Option<Marker>,
    heading: Option<u8>,
    /// Emphasis and the like that is open, innermost last, and where it began.
    styles: Vec<(Style, usize)>,
    links: Vec<Link>,
    images: Vec<usize>,
    is_table: bool,
    fence: Option<Fence>,
    notes: HashMap<String, u32>,
    /// The note whose definition begins.
    note: Option<u32>,
    elements: Elements,
    masks: Masks,
    rot13: Rot13,
    /// An HTML block so far.
    raw: String,
    /// Nothing of the current line has been read.
    starts_line: bool,
    /// The block begins with `>!`, which the parser took for a quote.
    starts_with_arrow: bool,
}

/// A quote that is open.
#[derive(Default)]
struct Quote {
    /// It is a callout that says "spoiler": where the text behind its head begins, how far it tells.
    callout: Option<(usize, Level)>,
}

struct Link {
    target: String,
    title: String,
    start: usize,
}

/// A code block that is open.
enum Fence {
    Code,
    Spoiler(Level),
}

impl Reader {
    fn new(builder: Builder) -> Self {
        Self {
            builder,
            inline: Inline::default(),
            quotes: Vec::new(),
            lists: Vec::new(),
            marker: None,
            heading: None,
            styles: Vec::new(),
            links: Vec::new(),
            images: Vec::new(),
            is_table: false,
            fence: None,
            notes: HashMap::new(),
            note: None,
            elements: Elements::default(),
            masks: Masks::default(),
            rot13: Rot13::default(),
            raw: String::new(),
            starts_line: true,
            starts_with_arrow: false,
        }
    }

    /// Takes the front matter, and says where the text behind it begins.
    fn front_matter(&mut self, piece: &str) -> usize {
        let Some((facts, end)) = front::read(piece) else { return 0 };
        for fact in facts {
            self.builder.block(Kind::Meta, Nest::default(), Inline::plain(fact));
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
        self.flush();
    }

    fn event(&mut self, event: Event<'_>, source: &str, range: &Range<usize>) {
        match event {
            Event::Text(text) => self.text(&text, source, range),
            Event::Code(code) => self.code(&self.masks.source_of(&code)),
            Event::SoftBreak => self.soft_break(source.get(range.end..).unwrap_or_default()),
            Event::HardBreak => self.line_break(),
            Event::Start(tag) => self.start(tag, source, range),
            Event::End(tag) => self.end(tag),
            Event::InlineHtml(html) => self.inline_html(&self.masks.source_of(&html)),
            Event::Html(html) => self.raw.push_str(&self.masks.source_of(&html)),
            Event::FootnoteReference(label) => self.reference(&label),
            Event::TaskListMarker(done) => {
                self.marker = Some(Marker::Task(if done { Tick::Done } else { Tick::Open }));
            }
            Event::Rule => {
                self.flush();
                self.builder.block(Kind::Rule, self.nest(), Inline::plain(RULE));
            }
            Event::InlineMath(text) | Event::DisplayMath(text) => self.inline.text.push_str(&text),
        }
    }

    fn start(&mut self, tag: Tag<'_>, source: &str, range: &Range<usize>) {
        let at = self.inline.text.len();
        match tag {
            Tag::Paragraph => self.begin(range.len()),
            Tag::Heading { level, .. } => {
                self.begin(range.len());
                self.heading = Some(level as u8);
            }
            Tag::BlockQuote(kind) => self.quote(kind),
            Tag::CodeBlock(kind) => self.code_block(&kind),
            Tag::HtmlBlock => {
                self.flush();
                self.raw.clear();
            }
            Tag::List(first) => {
                self.flush();
                self.lists.push(first);
            }
            Tag::Item => self.item(),
            Tag::FootnoteDefinition(label) => {
                self.flush();
                self.note = Some(self.note_number(&label));
            }
            Tag::Table(_) => {
                self.begin(range.len());
                self.is_table = true;
            }
            Tag::TableHead | Tag::TableRow => self.row(),
            Tag::TableCell => self.cell(),
            Tag::Emphasis => self.styles.push((Style::EMPHASIS, at)),
            Tag::Strong => self.styles.push((Style::STRONG, at)),
            Tag::Strikethrough => self.strike(source, range),
            Tag::Link { dest_url, title, .. } => {
                let source_of = |text: CowStr<'_>| clean(self.masks.source_of(&text));
                let (target, title) = (source_of(dest_url), source_of(title));
                self.links.push(Link { target, title, start: at });
            }
            Tag::Image { .. } => self.images.push(at),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Table | TagEnd::FootnoteDefinition => {
                self.flush();
            }
            TagEnd::BlockQuote(_) => self.end_quote(),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => self.html_block(),
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::Item => {
                self.flush();
                self.marker = None;
            }
            TagEnd::TableCell => {
                let end = self.inline.text.len();
                if let Some(cell) = self.inline.cells.last_mut().and_then(|row| row.last_mut()) {
                    cell.end = end;
                }
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => match self.styles.pop() {
                Some((style, _)) if style.is_plain() => self.inline.text.push('~'),
                Some((style, start)) => self.style(start, style),
                None => {}
            },
            TagEnd::Link => self.end_link(),
            TagEnd::Image => self.end_image(),
            _ => {}
        }
    }

    fn nest(&self) -> Nest {
        let depth = |n: usize| u8::try_from(n).unwrap_or(u8::MAX);
        Nest {
            quote: depth(self.quotes.len() + self.elements.quotes),
            list: depth(self.lists.len() + self.elements.lists),
            tight: false,
        }
    }

    /// Begins a block of prose of about `len` bytes.
    fn begin(&mut self, len: usize) {
        self.flush();
        self.inline.text.reserve(len);
        self.write_note();
    }

    fn write_note(&mut self) {
        if let Some(number) = self.note.take() {
            self.push_styled(&format!("[{number}]"), Style::NOTE);
            self.inline.text.push(' ');
        }
    }

    /// Hands the block over, if there is one.
    fn flush(&mut self) {
        self.starts_line = true;
        let with_arrow = std::mem::take(&mut self.starts_with_arrow);
        self.elements.leave_block(&self.inline.text);
        self.styles.clear();
        self.links.clear();
        self.images.clear();
        let heading = self.heading.take();
        let is_table = std::mem::take(&mut self.is_table);
        let mut inline = std::mem::take(&mut self.inline);
        if inline.text.trim().is_empty() {
            return;
        }
        inline.literal.sort_by_key(|range| range.start);
        let kind = match heading.or(self.elements.heading) {
            _ if is_table => Kind::Table(0),
            Some(level) => Kind::Heading(level),
            None => self.marker.take().or(self.elements.marker()).map_or(Kind::Paragraph, Kind::Item),
        };
        let mut nest = self.nest();
        if with_arrow && memchr::memmem::find(inline.text.as_bytes(), b"!<").is_some() {
            nest.quote = nest.quote.saturating_sub(1);
        }
        if matches!(kind, Kind::Paragraph | Kind::Item(_)) {
            self.rot13.decode(&mut inline);
        }
        let callout = callout(&inline.text).filter(|_| !self.quotes.is_empty());
        end_line(&mut inline.text);
        self.builder.block(kind, nest, inline);
        if let (Some(level), Some(quote)) = (callout, self.quotes.last_mut()) {
            quote.callout.get_or_insert((self.builder.at(), level));
        }
    }

    fn text(&mut self, text: &str, source: &str, range: &Range<usize>) {
        if self.fence.is_some() {
            self.inline.text.push_str(&self.masks.source_of(text));
            return;
        }
        let mut at = range.start;
        for stretch in masks::stretches(text) {
            match stretch {
                Stretch::Text(part) if part.len() == text.len() => self.words(part, source, range),
                // What has stand-ins stands as it does in the source, and so does each stretch.
                Stretch::Text(part) => self.words(part, source, &(at..at + part.len())),
                Stretch::Mask(number) => self.masked(number),
                Stretch::Turn(by) => {
                    self.flush();
                    self.builder.turn(by);
                }
            }
            at += stretch.len();
        }
    }

    /// Reads a passage that was taken out of its paragraph, between its own delimiters.
    fn masked(&mut self, number: usize) {
        let Some(Mask { open, inner, close }) = self.masks.get(number).cloned() else { return };
        self.write_note();
        self.starts_line = false;
        // What these hide needs no mark in the text, where white space would decide what it means.
        let is_bare = matches!(open.trim_end(), "||" | ">!" | "~!");
        if !is_bare {
            self.delimiter(&open);
        }
        let outside = (
            std::mem::take(&mut self.styles),
            std::mem::take(&mut self.links),
            std::mem::take(&mut self.images),
        );
        let (start, floor) = (self.inline.text.len(), self.elements.raise_floor());
        // Behind a bracket all is running text: nothing begins a list or a heading.
        let source = ["(", &inner].concat();
        for (event, range) in Parser::new_ext(&source, options()).into_offset_iter() {
            match event {
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
                Event::Text(text) if range.start == 0 => {
                    self.text(text.get(1..).unwrap_or_default(), &source, &(1..range.end));
                }
                event => self.event(event, &source, &range),
            }
        }
        if self.inline.text.get(start..).is_none_or(|text| text.trim().is_empty()) {
            self.inline.text.push_str(NOTHING);
        }
        self.leave_elements(floor);
        (self.styles, self.links, self.images) = outside;
        if is_bare {
            self.inline.spoilers.push((start..self.inline.text.len(), Level::Ending));
        } else {
            self.delimiter(&close);
        }
    }

    /// Writes markup that opens or closes a passage.
    fn delimiter(&mut self, markup: &str) {
        match html::next(markup) {
            Some((html::Part::Tag(tag), "")) if tag.source.len() == markup.len() => self.inline_html(markup),
            _ => self.inline.text.push_str(markup),
        }
    }

    fn words(&mut self, text: &str, source: &str, range: &Range<usize>) {
        self.write_note();
        let before = source.as_bytes().get(..range.start).unwrap_or_default();
        if self.starts_line && text.starts_with('!') && before.ends_with(b">") && !self.quotes.is_empty() {
            self.starts_with_arrow |= self.inline.text.is_empty();
            self.inline.text.push('>');
        }
        self.starts_line = false;
        let start = self.inline.text.len();
        if source.get(range.clone()) != Some(text) {
            self.inline.text.push_str(&clean(text.to_owned()));
            self.inline.literal.push(start..self.inline.text.len());
            return;
        }
        self.inline.text.push_str(text);
        let slashes = before.iter().rev().take_while(|&&b| b == b'\\').count();
        if slashes % 2 == 1 && text.starts_with(|c: char| c.is_ascii_punctuation()) {
            self.inline.literal.push(start..start + 1);
        }
    }

    fn code(&mut self, code: &str) {
        self.write_note();
        self.starts_line = false;
        let start = self.inline.text.len();
        self.push_styled(code, Style::CODE);
        self.inline.literal.push(start..self.inline.text.len());
    }

    fn push_styled(&mut self, text: &str, style: Style) {
        let start = self.inline.text.len();
        self.inline.text.push_str(text);
        self.style(start, style);
    }

    fn style(&mut self, start: usize, style: Style) {
        self.inline.styles.push((start..self.inline.text.len(), style));
    }

    /// A line end of the source is a space, but where a line means something to spoiler markup.
    fn soft_break(&mut self, rest: &str) {
        let rest = rest.trim_start_matches([' ', '\t', '>']);
        let line = last_line(&self.inline.text);
        let is_head = line.len() == self.inline.text.len() && callout(line).is_some();
        let breaks = rest.starts_with(":::") || line.starts_with(":::") || is_head;
        self.inline.text.push(if breaks { '\n' } else { ' ' });
        self.starts_line = true;
    }

    fn line_break(&mut self) {
        let end = self.inline.text.trim_end_matches(' ').len();
        if self.inline.spoilers.is_empty() && self.inline.literal.last().is_none_or(|last| last.end <= end) {
            self.inline.text.truncate(end);
        }
        self.inline.text.push(if self.is_table { ' ' } else { '\n' });
        self.starts_line = true;
    }

    /// `~!` is spoiler markup, which one tilde on each side makes look like struck-out text.
    fn strike(&mut self, source: &str, range: &Range<usize>) {
        let text = source.get(range.clone()).unwrap_or_default();
        if text.starts_with("~!") {
            self.inline.text.push('~');
            self.styles.push((Style::default(), 0));
        } else {
            self.styles.push((Style::STRIKE, self.inline.text.len()));
        }
    }

    fn quote(&mut self, kind: Option<BlockQuoteKind>) {
        self.flush();
        self.quotes.push(Quote::default());
        let name = match kind {
            Some(BlockQuoteKind::Note) => "Note",
            Some(BlockQuoteKind::Tip) => "Tip",
            Some(BlockQuoteKind::Important) => "Important",
            Some(BlockQuoteKind::Warning) => "Warning",
            Some(BlockQuoteKind::Caution) => "Caution",
            None => return,
        };
        self.push_styled(name, Style::STRONG);
        self.flush();
    }

    fn end_quote(&mut self) {
        self.flush();
        if let Some((start, level)) = self.quotes.pop().and_then(|quote| quote.callout) {
            self.builder.fill(start);
            self.builder.hide(start..self.builder.at(), level);
        }
    }

    fn item(&mut self) {
        self.flush();
        self.marker = Some(match self.lists.last_mut() {
            Some(Some(number)) => {
                let this = u32::try_from(*number).unwrap_or(u32::MAX);
                *number = number.saturating_add(1);
                Marker::Number(this)
            }
            _ => Marker::Bullet,
        });
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'_>) {
        self.flush();
        let info = match kind {
            CodeBlockKind::Fenced(info) => &self.masks.source_of(info),
            CodeBlockKind::Indented => "",
        };
        let name = info.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
        let is_spoiler =
            name.is_some_and(|n| n.eq_ignore_ascii_case("spoiler") || n.eq_ignore_ascii_case("spoilers"));
        self.fence = Some(if is_spoiler { Fence::Spoiler(markup::level(info)) } else { Fence::Code });
    }

    fn end_code(&mut self) {
        let mut code = std::mem::take(&mut self.inline);
        code.text.truncate(code.text.trim_end_matches('\n').len());
        let (nest, start) = (self.nest(), self.builder.at());
        match self.fence.take() {
            Some(Fence::Spoiler(level)) => {
                for paragraph in code.text.split("\n\n").filter(|text| !text.trim().is_empty()) {
                    self.builder.block(Kind::Paragraph, nest, Inline::plain(paragraph.replace('\n', " ")));
                }
                self.builder.fill(start);
                self.builder.hide(start..self.builder.at(), level);
            }
            _ => self.builder.block(Kind::Code, nest, code),
        }
    }

    fn row(&mut self) {
        if !self.inline.cells.is_empty() {
            self.inline.text.push('\n');
        }
        self.inline.cells.push(Vec::new());
    }

    fn cell(&mut self) {
        let Some(row) = self.inline.cells.last_mut() else { return };
        if !row.is_empty() {
            self.inline.text.push('\t');
        }
        let start = self.inline.text.len();
        row.push(start..start);
    }

    fn end_link(&mut self) {
        let Some(Link { target, title, start }) = self.links.pop() else { return };
        let end = self.inline.text.len();
        let label = self.inline.text.get(start..end).unwrap_or_default();
        let level = markup::level(label);
        let titled = matches!(target.as_str(), "/s" | "#s" | "/spoiler" | "#spoiler") && !title.is_empty();
        if titled {
            if start < end {
                self.inline.text.push(' ');
            }
            let start = self.inline.text.len();
            self.inline.text.push_str(&title);
            let hidden = start..self.inline.text.len();
            self.inline.literal.push(hidden.clone());
            self.inline.spoilers.push((hidden, level));
        } else if matches!(target.as_str(), "/s" | "#s") {
            self.inline.spoilers.push((start..end, level));
        } else if start < end {
            self.style(start, Style::LINK);
            self.inline.links.push((start..end, target));
        }
    }

    fn end_image(&mut self) {
        let Some(start) = self.images.pop() else { return };
        if !is_description(self.inline.text.get(start..).unwrap_or_default()) {
            self.cut_back(start);
        }
    }

    /// Takes back what was written since `start`.
    fn cut_back(&mut self, start: usize) {
        self.inline.text.truncate(start);
        self.inline.literal.retain(|range| range.end <= start);
        self.inline.spoilers.retain(|(range, _)| range.end <= start);
        self.inline.styles.retain(|(range, _)| range.end <= start);
        self.inline.links.retain(|(range, _)| range.end <= start);
    }

    fn reference(&mut self, label: &str) {
        let number = self.note_number(label);
        self.starts_line = false;
        self.push_styled(&format!("[{number}]"), Style::NOTE);
    }

    fn note_number(&mut self, label: &str) -> u32 {
        let next = u32::try_from(self.notes.len() + 1).unwrap_or(u32::MAX);
        *self.notes.entry(label.to_lowercase()).or_insert(next)
    }
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

fn last_line(text: &str) -> &str {
    text.get(memchr::memrchr(b'\n', text.as_bytes()).map_or(0, |at| at + 1)..).unwrap_or_default()
}

/// Ends the last line where it is one of `::: spoiler label`, so that the label is known to end.
fn end_line(text: &mut String) {
    let container =
        last_line(text).strip_prefix(":::").map(|rest| rest.trim_start_matches([':', ' ', '{', '.']));
    let is_container =
        container.and_then(|rest| rest.get(..7)).is_some_and(|w| w.eq_ignore_ascii_case("spoiler"));
    let is_head = is_container || (callout(text).is_some() && !text.contains('\n'));
    if is_head {
        text.push('\n');
    }
}

/// How far a callout tells whose head begins `text`.
fn callout(text: &str) -> Option<Level> {
    markup::is_callout(text).then(|| markup::level(text.split('\n').next().unwrap_or_default()))
}

#[cfg(test)]
mod tests;
