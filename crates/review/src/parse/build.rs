//! The one builder of documents: parsers give it blocks of inline text, it lifts spoiler markup out
//! of them and keeps the layers in step with the text.

use std::ops::Range;
use std::sync::Arc;

use super::Reel;
use crate::document::{Block, Document, Format, Kind, Level, Mark, Reason, Style, Table, Zone};
use crate::span::Span;
use crate::spoilers::{self, markup};

/// Prose of more bytes than this is broken into several blocks: laying out a block takes time in
/// its length, and one line of 50 MB must not stop the screen.
const LONGEST: usize = 32 * 1024;

/// Markup around blocks nests no deeper than this.
const DEEPEST: usize = 64;

/// Between two blocks: one byte for the blank line, one for a section's header, so that each of
/// these has a place of its own.
const GAP: &str = "\n\n";

/// Text of one block with what stands over it, in byte ranges of `text`.
#[derive(Debug, Default, Clone)]
pub(crate) struct Inline {
    pub text: String,
    pub styles: Vec<(Range<usize>, Style)>,
    pub links: Vec<(Range<usize>, String)>,
    /// Code and escaped characters: no spoiler markup begins or ends here.
    pub literal: Vec<Range<usize>>,
    /// Spoiler markup that the format itself knows (`<span class="spoiler">`).
    pub spoilers: Vec<(Range<usize>, Level)>,
    /// Cells of a table, row by row.
    pub cells: Vec<Vec<Range<usize>>>,
}

impl Inline {
    /// Plain text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Puts other text in the place of `cuts`, which are in order and apart, and moves everything
    /// behind each of them. All at once: a line of 5 MB may hold a million of them.
    pub fn replace(&mut self, cuts: &[(Range<usize>, &'static str)]) {
        if cuts.is_empty() || cuts.iter().any(|(cut, _)| self.text.get(cut.clone()).is_none()) {
            return;
        }
        let mut text = String::with_capacity(self.text.len());
        let mut ends = Vec::with_capacity(cuts.len());
        let mut from = 0;
        for (cut, by) in cuts {
            text.push_str(self.text.get(from..cut.start).unwrap_or_default());
            text.push_str(by);
            from = cut.end;
            ends.push(text.len());
        }
        text.push_str(self.text.get(from..).unwrap_or_default());
        self.text = text;
        self.shift(|at| moved(at, cuts, &ends));
    }

    fn shift(&mut self, to: impl Fn(usize) -> usize) {
        let both = |r: &mut Range<usize>| *r = to(r.start)..to(r.end);
        self.styles.iter_mut().for_each(|(r, _)| both(r));
        self.links.iter_mut().for_each(|(r, _)| both(r));
        self.literal.iter_mut().for_each(both);
        self.spoilers.iter_mut().for_each(|(r, _)| both(r));
        self.cells.iter_mut().flatten().for_each(both);
    }
}

/// Where `at` lies once `cuts` were replaced; `ends` are the ends of what stands in their place. What
/// lay inside a cut moves to its end.
fn moved(at: usize, cuts: &[(Range<usize>, &'static str)], ends: &[usize]) -> usize {
    let before = cuts.partition_point(|(cut, _)| cut.start < at);
    match before.checked_sub(1).and_then(|last| Some((cuts.get(last)?, ends.get(last)?))) {
        Some(((cut, _), end)) => end + at.saturating_sub(cut.end),
        None => at,
    }
}

/// What a block stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Nest {
    pub quote: u8,
    pub list: u8,
    pub tight: bool,
}

/// Spoiler markup that holds whole blocks and is still open.
struct Region {
    tag: &'static str,
    start: usize,
    level: Level,
    /// The end of the block in which it began: where it ends if nobody closes it.
    fallback: Option<usize>,
    /// Whether leaving it open is no mistake.
    meant: bool,
}

/// Builds a document block by block.
pub(crate) struct Builder {
    reel: Reel,
    text: String,
    document: Document,
    hidden: Vec<(Span, Mark)>,
    regions: Vec<Region>,
}

impl Builder {
    /// A builder that reads `source` piece by piece.
    pub fn new(source: String, format: Format) -> Self {
        let document = Document { format, english: true, ..Document::default() };
        Self {
            reel: Reel::new(source),
            text: GAP.to_owned(),
            document,
            hidden: Vec::new(),
            regions: Vec::new(),
        }
    }

    fn put_away(&mut self) {
        self.reel.write(&self.text);
        self.text.clear();
    }

    /// The offset of the next block.
    pub fn at(&self) -> usize {
        self.reel.written() + self.text.len()
    }

    /// Where the last block ended.
    pub fn end_of_last(&self) -> usize {
        self.at().saturating_sub(GAP.len())
    }

    /// Adds a block. Spoiler markup in it is lifted out, and over-long prose is broken up.
    pub fn block(&mut self, kind: Kind, nest: Nest, mut inline: Inline) {
        // Spoiler markup in code is text.
        if kind != Kind::Code {
            markup::lift(&mut inline, self.at(), self);
        }
        if kind == Kind::Paragraph && inline.text.trim().is_empty() {
            return;
        }
        if inline.text.contains('\u{C}') {
            // As long as it was, so that what stands over the text need not move.
            inline.text = inline.text.replace('\u{C}', " ");
        }
        let start = self.at();
        self.lay_over(start, &mut inline);
        self.text.push_str(&inline.text);
        let end = self.at();
        let kind = match kind {
            Kind::Table(_) => self.table(start, &inline),
            kind => kind,
        };
        let block = |range: Range<usize>, kind| Block {
            span: Span::of(range),
            kind,
            quote: nest.quote,
            list: nest.list,
            tight: nest.tight,
            zone: Zone::default(),
            first_sentence: 0,
        };
        let breakable = matches!(kind, Kind::Paragraph | Kind::Item(_) | Kind::Code);
        let parts =
            if breakable { parts(&inline.text) } else { std::iter::once(0..inline.text.len()).collect() };
        for (part, range) in parts.into_iter().enumerate() {
            let kind = if part > 0 && kind != Kind::Code { Kind::Paragraph } else { kind };
            self.document.blocks.push(block(start + range.start..start + range.end, kind));
        }
        self.text.push_str(GAP);
        // Markup at the very end of a block is about the next one.
        for region in self.regions.iter_mut().filter(|region| region.start < end) {
            region.fallback.get_or_insert(end);
        }
    }

    /// Opens spoiler markup `tag` that may hold several blocks.
    pub fn open(&mut self, tag: &'static str, start: usize, level: Level, unclosed: Unclosed) {
        let fallback = match unclosed {
            Unclosed::EndOfDocument | Unclosed::Meant => Some(usize::MAX),
            Unclosed::EndOfBlock => None,
        };
        self.regions.push(Region { tag, start, level, fallback, meant: unclosed == Unclosed::Meant });
        if self.regions.len() > DEEPEST {
            self.give_up();
        }
    }

    /// Ends the outermost open markup as if nobody had closed it, so that a review which opens
    /// markup a hundred thousand times takes no longer for that.
    fn give_up(&mut self) {
        let region = self.regions.remove(0);
        self.run_out(&region, usize::MAX);
    }

    fn run_out(&mut self, region: &Region, end: usize) {
        let stop = region.fallback.unwrap_or(end).min(end);
        self.hide(region.start..stop, region.level);
        if !region.meant {
            self.unclosed(region.start..stop);
        }
    }

    /// Closes the innermost open markup `tag` at `end`; false where none is open.
    pub fn close(&mut self, tag: &str, end: usize) -> bool {
        let Some(found) = self.regions.iter().rposition(|region| region.tag == tag) else {
            return false;
        };
        let region = self.regions.remove(found);
        self.hide(region.start..end, region.level);
        true
    }

    /// Whether no block stands in the innermost open markup `tag`.
    pub fn holds_nothing(&self, tag: &str) -> bool {
        let last = self.document.blocks.last().map_or(0, |block| block.span.end().get());
        self.regions.iter().rfind(|region| region.tag == tag).is_some_and(|region| last <= region.start)
    }

    /// How much markup `tag` is open.
    pub fn open_count(&self, tag: &str) -> usize {
        self.regions.iter().filter(|region| region.tag == tag).count()
    }

    /// Marks `range` as the author's spoiler.
    pub fn hide(&mut self, range: Range<usize>, level: Level) {
        self.hidden.push((Span::of(range), Mark { level, reason: Reason::Markup }));
    }

    /// Notes markup at `at` that was never closed, for `check`.
    pub fn unclosed(&mut self, range: Range<usize>) {
        self.document.unclosed.push(Span::of(range));
    }

    /// The document, once the source is used up.
    pub fn finish(mut self) -> Document {
        self.put_away();
        let end = self.reel.written();
        for region in std::mem::take(&mut self.regions) {
            self.run_out(&region, end);
        }
        let all = Span::of(0..end);
        self.hidden.iter_mut().for_each(|(span, _)| *span = span.meet(all));
        self.document.unclosed.iter_mut().for_each(|span| *span = span.meet(all));
        self.document.text = Arc::new(self.reel.into_text());
        self.document.marked = spoilers::layer(self.hidden, &self.document.blocks);
        self.document.passages = self.document.marked.clone();
        self.document.styles.shrink();
        self.document.blocks.shrink_to_fit();
        self.document
    }

    fn lay_over(&mut self, start: usize, inline: &mut Inline) {
        for (range, style) in flat(&mut inline.styles) {
            self.document.styles.push(Span::of(start + range.start..start + range.end), style);
        }
        for (range, target) in inline.links.drain(..) {
            let number = u32::try_from(self.document.targets.len()).unwrap_or(u32::MAX);
            self.document.targets.push(target.into_boxed_str());
            self.document.links.push(Span::of(start + range.start..start + range.end), number);
        }
        for (range, level) in inline.spoilers.drain(..) {
            self.hide(start + range.start..start + range.end, level);
        }
    }

    fn table(&mut self, start: usize, inline: &Inline) -> Kind {
        let row = |cells: &Vec<Range<usize>>| {
            cells.iter().map(|c| Span::of(start + c.start..start + c.end)).collect()
        };
        self.document.tables.push(Table { rows: inline.cells.iter().map(row).collect() });
        Kind::Table(u32::try_from(self.document.tables.len() - 1).unwrap_or(u32::MAX))
    }
}

/// How far markup hides that nobody closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unclosed {
    /// To the end of the block in which it began.
    EndOfBlock,
    /// To the end of the document.
    EndOfDocument,
    /// To the end of the document, and that is no mistake: what form feeds hide needs no end.
    Meant,
}

/// Ranges of at most [`LONGEST`] bytes that cover `text`, cut at a space or line end where there is
/// one.
fn parts(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    while start < text.len() || out.is_empty() {
        let mut end = (start + LONGEST).min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        if end < text.len() {
            let part = text.get(start..end).unwrap_or_default();
            end = part.rfind([' ', '\n']).filter(|&at| at > 0).map_or(end, |at| start + at + 1);
        }
        out.push(start..end);
        start = end;
    }
    out
}

/// Overlapping styled ranges as disjoint ones, in order.
fn flat(styles: &mut Vec<(Range<usize>, Style)>) -> Vec<(Range<usize>, Style)> {
    styles.retain(|(range, _)| range.start < range.end);
    if styles.len() < 2 || styles.windows(2).all(|w| matches!(w, [a, b] if a.0.end <= b.0.start)) {
        return std::mem::take(styles);
    }
    let mut edges: Vec<usize> = styles.iter().flat_map(|(r, _)| [r.start, r.end]).collect();
    edges.sort_unstable();
    edges.dedup();
    styles.sort_by_key(|(r, _)| r.start);
    let mut out = Vec::new();
    let (mut open, mut next): (Vec<(Range<usize>, Style)>, usize) = (Vec::new(), 0);
    for pair in edges.windows(2) {
        let &[from, to] = pair else { continue };
        while let Some(style) = styles.get(next).filter(|(r, _)| r.start <= from) {
            open.push(style.clone());
            next += 1;
        }
        open.retain(|(r, _)| r.end > from);
        let style = open.iter().fold(Style::default(), |all, (_, s)| all.and(*s));
        if !style.is_plain() {
            out.push((from..to, style));
        }
    }
    styles.clear();
    out
}
