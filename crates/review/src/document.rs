//! The document: one buffer of text and what stands over it.
//!
//! The text is private to this crate, where it is read by `Document::raw`; everybody else reads it
//! through the [`Gate`](super::gate::Gate), which knows what is hidden.

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

pub use judge::{Level, Zone};

pub(crate) use super::marks::Mark;
pub use super::marks::Reason;

use super::judgement::Judgement;
use super::marks::Layer;
use crate::span::{Offset, Span};

/// A review in memory. It never changes; what the reader decides lives in
/// [`Consent`](super::gate::Consent).
#[derive(Clone, Default)]
pub struct Document {
    /// Shared with whoever judges it meanwhile.
    pub(crate) text: Arc<String>,
    pub(crate) format: Format,
    pub(crate) blocks: Vec<Block>,
    pub(crate) sections: Vec<Section>,
    pub(crate) sentences: Arc<Vec<Span>>,
    pub(crate) styles: Layer<Style>,
    pub(crate) links: Layer<u32>,
    pub(crate) targets: Vec<Box<str>>,
    pub(crate) tables: Vec<Table>,
    /// What the author marked, by warnings, too.
    pub(crate) marked: Layer<Mark>,
    /// What would be marked without any warning.
    pub(crate) markup: Layer<Mark>,
    /// What is marked, by the author or by judgement.
    pub(crate) passages: Layer<Mark>,
    /// What warnings that name no place would hide, if they were taken at their word.
    pub(crate) warned: Vec<(Span, Mark)>,
    /// Spoiler warnings and their ends: what is judged hides none of them.
    pub(crate) signs: Layer<()>,
    pub(crate) judgement: Judgement,
    pub(crate) unclosed: Vec<Span>,
    pub(crate) frame: Frame,
    /// The first block of what readers answer: it is no part of the review.
    pub(crate) replies: Option<usize>,
    pub(crate) english: bool,
    /// So many bytes of its source were not read: it is a beginning.
    pub(crate) missing: usize,
}

/// What the text was written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Plain text, hard-wrapped or one line a paragraph, Usenet style included.
    #[default]
    Text,
    /// `CommonMark` with the usual extensions.
    Markdown,
    /// A page of the web.
    Html,
}

impl Format {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Html => "html",
        }
    }
}

/// A review up to this length may be judged as it is opened: most are no longer.
pub(crate) const AT_ONCE: usize = 16 * 1024;

/// What the keys of facts begin with that stand amid the text of a page, where a warning may govern them.
pub(crate) const AMID: &str = "amid.";

/// A paragraph, heading, list item, or other piece of text that is laid out by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its text in the buffer.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
    /// How many quotes it stands in.
    pub quote: u8,
    /// How many lists it stands in; 1 for the items of an outermost list.
    pub list: u8,
    /// Whether it stood right under the block before it, with no blank line between.
    pub tight: bool,
    /// What it is doing in the review.
    pub zone: Zone,
    pub(crate) first_sentence: u32,
}

impl Block {
    /// As if it were a paragraph by itself.
    #[must_use]
    pub(crate) fn formless(self) -> Self {
        Self { kind: Kind::Paragraph, quote: 0, list: 0, tight: false, ..self }
    }
}

/// The kinds of blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A heading of level 1 to 6.
    Heading(u8),
    /// Running prose.
    Paragraph,
    /// The first paragraph of a list item.
    Item(Marker),
    /// Text kept as it stands: lines end in `\n` and are not joined.
    Code,
    /// A line across.
    Rule,
    /// A table, by its number among the document's tables.
    Table(u32),
    /// Facts from front matter or mail headers: not shown, yet read for credits and the film.
    Meta,
}

/// What stands before a list item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// A bullet.
    Bullet,
    /// A number.
    Number(u32),
    /// A box to tick.
    Task(Tick),
}

/// Whether a task is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tick {
    /// An empty box.
    Open,
    /// A ticked box.
    Done,
}

/// A heading with what follows it, or a run of paragraphs of one zone. Sections stand in pre-order:
/// a section's children follow it and lie within its blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Where its title comes from.
    pub title: Title,
    /// Its blocks, those of its children included; a heading is the first of them.
    pub blocks: Range<usize>,
    /// 1 for the outermost.
    pub depth: u8,
    /// The zone of most of it.
    pub zone: Zone,
}

impl Section {
    /// Whether its title is not the author's but from the closed list.
    pub fn is_inferred(&self) -> bool {
        !matches!(self.title, Title::Heading(_))
    }

    /// The blocks under its title: all but the heading.
    pub fn body(&self) -> Range<usize> {
        match self.title {
            Title::Heading(_) => (self.blocks.start + 1).min(self.blocks.end)..self.blocks.end,
            Title::Zone(_) | Title::Mixed => self.blocks.clone(),
        }
    }
}

/// Where a section's title comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Title {
    /// The author's heading, which obeys the curtain like any text.
    Heading(Span),
    /// A zone's name.
    Zone(Zone),
    /// A general word, where no zone's name is sure to fit.
    Mixed,
}

/// How text looks: a set of flags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Style(u8);

impl Style {
    /// Emphasis, shown in italics.
    pub const EMPHASIS: Self = Self(1);
    /// Strong emphasis, shown bold.
    pub const STRONG: Self = Self(2);
    /// Code.
    pub const CODE: Self = Self(4);
    /// Struck out.
    pub const STRIKE: Self = Self(8);
    /// The text of a link.
    pub const LINK: Self = Self(16);
    /// A footnote's reference.
    pub const NOTE: Self = Self(32);

    /// All flags.
    pub(crate) const ALL: [Self; 6] =
        [Self::EMPHASIS, Self::STRONG, Self::CODE, Self::STRIKE, Self::LINK, Self::NOTE];

    /// Both sets together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of `other` is in it.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether nothing is in it.
    pub fn is_plain(self) -> bool {
        self.0 == 0
    }
}

/// A table: rows of cells, each a span of its block's text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The rows, the head first.
    pub rows: Vec<Vec<Span>>,
}

/// What a review says of itself and its film, each where it stands in the text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frame {
    pub title: Option<Span>,
    pub year: Option<(Span, u16)>,
    pub reviewer: Option<Span>,
    pub publication: Option<Span>,
    pub date: Option<Span>,
    pub rating: Option<(Span, f32)>,
    /// All that reads as a rating, in order, once somebody asks.
    pub ratings: OnceLock<Vec<Span>>,
    /// Credits that stand as `Key: value`, by role.
    pub credits: Vec<(Role, Span)>,
}

/// What a person did on the film. A closed list, in billing order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Directed it.
    Director,
    /// Wrote the screenplay.
    Writer,
    /// Wrote what it was made from.
    SourceAuthor,
    /// Acts in it.
    Actor,
    /// Lit and shot it.
    Cinematographer,
    /// Wrote its music.
    Composer,
    /// Cut it.
    Editor,
    /// Designed it.
    ProductionDesigner,
    /// Designed its costumes.
    CostumeDesigner,
    /// Made its effects.
    VisualEffects,
    /// Produced it.
    Producer,
    /// Made or released it.
    Studio,
    /// Anything else.
    Other,
}

impl Role {
    /// All roles, in billing order.
    pub const ALL: [Self; 13] = [
        Self::Director,
        Self::Writer,
        Self::SourceAuthor,
        Self::Actor,
        Self::Cinematographer,
        Self::Composer,
        Self::Editor,
        Self::ProductionDesigner,
        Self::CostumeDesigner,
        Self::VisualEffects,
        Self::Producer,
        Self::Studio,
        Self::Other,
    ];

    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Director => "director",
            Self::Writer => "writer",
            Self::SourceAuthor => "source_author",
            Self::Actor => "actor",
            Self::Cinematographer => "cinematographer",
            Self::Composer => "composer",
            Self::Editor => "editor",
            Self::ProductionDesigner => "production_designer",
            Self::CostumeDesigner => "costume_designer",
            Self::VisualEffects => "visual_effects",
            Self::Producer => "producer",
            Self::Studio => "studio",
            Self::Other => "other",
        }
    }

    /// Its heading in the panel.
    pub fn title(self) -> &'static str {
        match self {
            Self::Director => "Director",
            Self::Writer => "Screenplay",
            Self::SourceAuthor => "From the work of",
            Self::Actor => "Cast",
            Self::Cinematographer => "Camera",
            Self::Composer => "Music",
            Self::Editor => "Editing",
            Self::ProductionDesigner => "Design",
            Self::CostumeDesigner => "Costumes",
            Self::VisualEffects => "Effects",
            Self::Producer => "Production",
            Self::Studio => "Studio",
            Self::Other => "Other",
        }
    }
}

impl Document {
    /// The text of `span`, for this crate alone. A span that fits no characters is
    /// empty text, never a panic that would quote what it cut.
    pub(crate) fn raw(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Whether nothing of `span` is marked by its author.
    pub(crate) fn is_clear(&self, span: Span) -> bool {
        self.marked.over(span).next().is_none()
    }

    /// Whether all of `span` is marked by its author.
    pub(crate) fn is_dark(&self, span: Span) -> bool {
        !span.is_empty() && self.clear_parts(span).next().is_none()
    }

    /// Whether `block` begins amid a marked passage: then not even that it is there may show.
    pub(crate) fn begins_marked(&self, block: &Block) -> bool {
        let start = block.span.start();
        self.marked.at(start).is_some_and(|(passage, _)| passage.start() < start)
    }

    /// What of `span` is not marked, in order.
    pub(crate) fn clear_parts(&self, span: Span) -> impl Iterator<Item = Span> {
        span.without(self.marked.over(span).map(|(passage, _)| passage)).into_iter()
    }

    /// Whether its author says that it contains spoilers, and not where.
    pub fn is_warned_of(&self) -> bool {
        !self.warned.is_empty()
    }

    /// What it was written in.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Where the review ends and what readers answer begins, in blocks.
    pub fn replies(&self) -> usize {
        self.replies.unwrap_or(self.blocks.len())
    }

    /// Its blocks in order; their spans do not overlap.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Its sections in pre-order.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// A table by its number.
    pub fn table(&self, number: u32) -> Option<&Table> {
        self.tables.get(number as usize)
    }

    /// The sentences of block `block`, each within its span; none in code, tables and rules.
    pub fn sentences(&self, block: usize) -> &[Span] {
        let start = self.blocks.get(block).map_or(0, |b| b.first_sentence as usize);
        let end = self.blocks.get(block + 1).map_or(self.sentences.len(), |b| b.first_sentence as usize);
        self.sentences.get(start..end).unwrap_or_default()
    }

    /// How the text of `span` looks where it is not plain.
    pub fn styles(&self, span: Span) -> impl Iterator<Item = (Span, Style)> {
        self.styles.over(span).map(|(s, style)| (s, *style))
    }

    /// The innermost section that holds block `block`.
    pub fn section_of(&self, block: usize) -> Option<usize> {
        let after = self.sections.partition_point(|s| s.blocks.start <= block);
        (0..after).rev().find(|&s| self.sections.get(s).is_some_and(|s| s.blocks.contains(&block)))
    }

    /// The block at `at`, or the last one before it.
    pub fn block_at(&self, at: Offset) -> usize {
        self.blocks.partition_point(|b| b.span.start() <= at).saturating_sub(1)
    }

    /// Whether block `block` is still to be judged.
    pub fn is_unread(&self, block: usize) -> bool {
        self.judgement.unread.get(block) == Some(&true)
    }

    /// Whether what is still to be judged is veiled meanwhile.
    pub(crate) fn veils_unread(&self) -> bool {
        self.judgement.left > 0 && self.judgement.policy.is_some()
    }

    /// The number of block `block`'s first sentence in the whole document.
    pub fn first_sentence(&self, block: usize) -> usize {
        self.blocks.get(block).map_or(self.sentences.len(), |block| block.first_sentence as usize)
    }

    /// Whether something is still to be judged, by the fast judge or by the careful one.
    pub fn is_judging(&self) -> bool {
        self.unread() > 0 || self.doubts() > 0
    }

    /// How many blocks are still to be judged.
    pub fn unread(&self) -> usize {
        self.judgement.left
    }

    /// The end of the text.
    pub fn end(&self) -> Offset {
        Offset::new(self.text.len())
    }

    /// Where spoiler markup begins that the author left open.
    pub fn unclosed_places(&self) -> impl Iterator<Item = Offset> {
        self.unclosed.iter().map(|span| span.start())
    }

    /// The block before which some `bytes` of open text stand, from block `first` on. What its author hides has no say in
    /// that: neither how long it is, nor of how many blocks.
    pub fn after(&self, first: usize, bytes: usize) -> usize {
        let mut before = 0;
        let is_enough = |number: &usize| {
            let Some(block) = self.blocks.get(*number) else { return true };
            let is_enough = before >= bytes.max(1) && !self.begins_marked(block);
            before += self.clear_parts(block.span).map(Span::len).sum::<usize>();
            is_enough
        };
        (first..self.blocks.len()).find(is_enough).unwrap_or(self.blocks.len())
    }

    /// Whether it is only the beginning of a review.
    pub fn is_beginning(&self) -> bool {
        self.missing > 0
    }

    /// Whether it is English prose, which alone is judged.
    pub fn is_english(&self) -> bool {
        self.english
    }
}

/// Counts only: a log or a failed assertion must not quote the text.
impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Document")
            .field("blocks", &self.blocks.len())
            .field("sections", &self.sections.len())
            .field("sentences", &self.sentences.len())
            .finish_non_exhaustive()
    }
}
