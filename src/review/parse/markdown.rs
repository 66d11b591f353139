//! Markdown: `CommonMark` with tables, footnotes, strikethrough, task lists and front matter, event by
//! event into blocks.

mod html;
mod meta;

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::{Builder, Inline, Nest};
use crate::review::document::{Document, Format, Kind, Level, Marker, Style, Tick};

/// Parses clean `source`.
pub(in crate::review) fn parse(source: String) -> Document {
    let definitions = definitions(&source);
    let mut builder = Builder::new(source, Format::Markdown);
    let mut first = true;
    while let Some(piece) = builder.piece(cut) {
        let body = if std::mem::take(&mut first) { meta::take(&piece, &mut builder) } else { &piece };
        read(body, &definitions, &mut builder);
    }
    builder.finish()
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
}

/// Where a new piece may begin: after the last blank line that a line of plain prose or a heading
/// follows, so that no list, quote or fence is torn. A fence around it shows by an odd number of fences.
fn cut(text: &str) -> Option<usize> {
    let mut end = text.len();
    while let Some(at) = text.get(..end)?.rfind("\n\n") {
        let next = text.get(at + 2..)?.chars().next();
        let fences = text.get(..at)?.matches("\n```").count() + text.get(..at)?.matches("\n~~~").count();
        if next.is_some_and(|c| c == '#' || c.is_alphabetic()) && fences % 2 == 0 {
            return Some(at + 2);
        }
        end = at + 1;
    }
    None
}

/// The link definitions of the whole source, for links that stand in another piece.
fn definitions(source: &str) -> HashMap<String, String> {
    let lines = source.lines().filter(|line| line.starts_with('[') && !line.starts_with("[^"));
    let pair = |line: &str| {
        let (label, target) = line.strip_prefix('[')?.split_once("]:")?;
        Some((label.to_lowercase(), target.split_whitespace().next()?.to_owned()))
    };
    lines.filter_map(pair).collect()
}

fn read(text: &str, definitions: &HashMap<String, String>, builder: &mut Builder) {
    let find = |link: BrokenLink<'_>| {
        definitions
            .get(&link.reference.to_lowercase())
            .map(|to| (CowStr::from(to.clone()), CowStr::Borrowed("")))
    };
    let parser = Parser::new_with_broken_link_callback(text, options(), Some(find));
    let mut reader = Reader::new(builder, text);
    for (event, range) in parser.into_offset_iter() {
        reader.event(event, range);
    }
    reader.end_block();
}

/// A block on its way.
struct Reader<'b, 't> {
    builder: &'b mut Builder,
    source: &'t str,
    inline: Inline,
    kind: Option<Kind>,
    styles: Vec<(Style, usize)>,
    links: Vec<(String, usize, String)>,
    quote: u8,
    /// The next number of each open list; none for bullets.
    lists: Vec<Option<u64>>,
    marker: Option<Marker>,
    images: usize,
    footnote: Option<String>,
    html: html::Skip,
    /// HTML elements that are open: name, where they began, how they look, whether they hide.
    elements: Vec<(String, usize, Style, bool)>,
    /// In a `<details>` element: whether its summary was read.
    details: Option<bool>,
}

impl<'b, 't> Reader<'b, 't> {
    fn new(builder: &'b mut Builder, source: &'t str) -> Self {
        Self {
            builder,
            source,
            inline: Inline::default(),
            kind: None,
            styles: Vec::new(),
            links: Vec::new(),
            quote: 0,
            lists: Vec::new(),
            marker: None,
            images: 0,
            footnote: None,
            html: html::Skip::default(),
            elements: Vec::new(),
            details: None,
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text, &range),
            Event::Code(code) => self.styled(&code, Style::CODE, true),
            Event::FootnoteReference(label) => self.styled(&format!("[{label}]"), Style::NOTE, false),
            Event::SoftBreak => self.push(" "),
            Event::HardBreak => self.push("\n"),
            Event::Rule => {
                self.end_block();
                self.builder.block(Kind::Rule, self.nest(), Inline::default());
            }
            Event::TaskListMarker(done) => {
                self.marker = Some(Marker::Task(if done { Tick::Done } else { Tick::Open }))
            }
            Event::InlineHtml(tag) => self.inline_html(&tag),
            Event::Html(html) => self.block_html(&html),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.push(&text),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => self.begin(None),
            Tag::Heading { level, .. } => self.begin(Some(Kind::Heading(number(level)))),
            Tag::BlockQuote(_) => {
                self.end_block();
                self.quote = self.quote.saturating_add(1);
            }
            Tag::CodeBlock(kind) => self.begin_code(&kind),
            Tag::List(first) => {
                self.end_block();
                self.lists.push(first);
            }
            Tag::Item => self.begin_item(),
            Tag::FootnoteDefinition(label) => {
                self.end_block();
                self.footnote = Some(format!("[{label}] "));
            }
            Tag::Table(_) => self.begin(Some(Kind::Table(0))),
            Tag::TableHead | Tag::TableRow => self.row(),
            Tag::TableCell => self.cell(),
            Tag::Emphasis => self.styles.push((Style::EMPHASIS, self.inline.text.len())),
            Tag::Strong => self.styles.push((Style::STRONG, self.inline.text.len())),
            Tag::Strikethrough => self.styles.push((Style::STRIKE, self.inline.text.len())),
            Tag::Link { dest_url, title, .. } => {
                self.links.push((dest_url.into_string(), self.inline.text.len(), title.into_string()));
            }
            Tag::Image { .. } => self.images += 1,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::CodeBlock
            | TagEnd::Table
            | TagEnd::HtmlBlock => {
                self.end_block();
            }
            TagEnd::BlockQuote(_) => {
                self.end_block();
                self.quote = self.quote.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.end_block();
                self.lists.pop();
            }
            TagEnd::Item => {
                self.end_block();
                self.marker = None;
            }
            TagEnd::TableCell => {
                if let Some(cell) = self.inline.cells.last_mut().and_then(|row| row.last_mut()) {
                    cell.end = self.inline.text.len();
                }
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {
                if let Some((style, start)) = self.styles.pop() {
                    self.inline.styles.push((start..self.inline.text.len(), style));
                }
            }
            TagEnd::Link => self.end_link(),
            TagEnd::Image => self.images = self.images.saturating_sub(1),
            _ => {}
        }
    }

    /// Begins a block of `kind`, or of what the place asks for: an item's first paragraph, or prose.
    fn begin(&mut self, kind: Option<Kind>) {
        self.end_block();
        self.kind = kind;
        if let Some(note) = self.footnote.take() {
            self.push(&note);
        }
    }

    fn begin_item(&mut self) {
        self.end_block();
        self.marker = Some(match self.lists.last_mut() {
            Some(Some(next)) => {
                let number = u32::try_from(*next).unwrap_or(u32::MAX);
                *next = next.saturating_add(1);
                Marker::Number(number)
            }
            _ => Marker::Bullet,
        });
    }

    fn begin_code(&mut self, kind: &CodeBlockKind<'_>) {
        self.begin(Some(Kind::Code));
        if let CodeBlockKind::Fenced(info) = kind
            && info.split_whitespace().next().is_some_and(|word| word.eq_ignore_ascii_case("spoiler"))
        {
            self.inline.spoilers.push((0..usize::MAX, Level::Ending));
        }
    }

    fn row(&mut self) {
        if !self.inline.text.is_empty() {
            self.inline.text.push('\n');
        }
        self.inline.cells.push(Vec::new());
    }

    fn cell(&mut self) {
        if let Some(row) = self.inline.cells.last_mut() {
            if !row.is_empty() {
                self.inline.text.push('\t');
            }
            let at = self.inline.text.len();
            row.push(at..at);
        }
    }

    fn text(&mut self, text: &str, range: &Range<usize>) {
        let at = self.inline.text.len();
        self.push(text);
        let before = range.start.checked_sub(1).and_then(|before| self.source.as_bytes().get(before));
        if before == Some(&b'\\') {
            let first = text.chars().next().map_or(0, char::len_utf8);
            self.inline.literal.push(at..at + first);
        }
    }

    fn styled(&mut self, text: &str, style: Style, literal: bool) {
        let at = self.inline.text.len();
        self.push(text);
        let range = at..self.inline.text.len();
        if literal {
            self.inline.literal.push(range.clone());
        }
        self.inline.styles.push((range, style));
    }

    fn push(&mut self, text: &str) {
        if !self.html.hides() && !(self.images > 0 && is_no_words(text)) {
            self.inline.text.push_str(text);
        }
    }

    /// A link keeps its text; `[label](/s "text")` is a spoiler in its title.
    fn end_link(&mut self) {
        let Some((target, start, title)) = self.links.pop() else { return };
        if matches!(target.as_str(), "/s" | "#s" | "/spoiler" | "#spoiler") && !title.is_empty() {
            self.push(" ");
            let at = self.inline.text.len();
            self.push(&title);
            self.inline.spoilers.push((at..self.inline.text.len(), Level::Ending));
            return;
        }
        let range = start..self.inline.text.len();
        self.inline.styles.push((range.clone(), Style::LINK));
        self.inline.links.push((range, target));
    }

    /// Elements that nobody closed end with their block; what hides, hides to there.
    fn close_elements(&mut self, inline: &mut Inline) {
        let end = inline.text.len();
        for (_, start, style, spoiler) in self.elements.drain(..) {
            inline.styles.push((start.min(end)..end, style));
            if spoiler {
                inline.spoilers.push((start.min(end)..end, Level::Ending));
            }
        }
    }

    fn nest(&self) -> Nest {
        let list = u8::try_from(self.lists.len()).unwrap_or(u8::MAX);
        Nest { quote: self.quote, list, ..Nest::default() }
    }

    /// Puts the block on its way into the document.
    fn end_block(&mut self) {
        let mut inline = std::mem::take(&mut self.inline);
        let kind = self.kind.take();
        self.styles.clear();
        self.links.clear();
        self.close_elements(&mut inline);
        if inline.text.trim().is_empty() && inline.cells.is_empty() {
            return;
        }
        if kind == Some(Kind::Code) {
            inline.text.truncate(inline.text.trim_end_matches('\n').len());
        }
        let end = inline.text.len();
        inline.spoilers.iter_mut().for_each(|(range, _)| range.end = range.end.min(end));
        let kind = kind.unwrap_or_else(|| self.marker.take().map_or(Kind::Paragraph, Kind::Item));
        let nest = self.nest();
        self.builder.block(kind, nest, inline);
    }
}

/// Whether an image's description says nothing.
fn is_no_words(alt: &str) -> bool {
    matches!(alt.trim().to_ascii_lowercase().as_str(), "" | "img" | "image" | "photo" | "alt" | "picture")
}

fn number(level: HeadingLevel) -> u8 {
    level as u8
}
