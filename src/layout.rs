//! Layout: what the gate shows of a block, at a width, as lines of pieces.
//!
//! A line holds spans, never text: who draws it asks the gate again, so that a stale layout cannot
//! show what has been hidden since. Blocks are laid out one at a time and by themselves, so that a
//! screen of a large review costs no more than a screen of a small one.

mod fit;
mod table;
mod veil;

use review::document::{Block, Kind, Marker, Style, Tick};
use review::gate::{Gate, Shown};
use review::span::{Offset, Span};
use serde::{Deserialize, Serialize};

pub use fit::{cells, truncate};
pub use veil::{Extent, Stretch, Veil, Veils, neighbours, stretches};

/// What a piece was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Text of the document.
    Source(Span),
    /// A veil.
    Veil(Veil),
    /// A mark of ours.
    Ornament(Ornament),
}

/// Marks that the layout adds to the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ornament {
    /// The bar left of a quote.
    Quote,
    /// Before a list item.
    Marker(Marker),
    /// A line across.
    Rule,
    /// Between two cells of a table.
    Column,
    /// Between a table's head and its body.
    Head,
    /// Where a word goes on in the next line.
    Hyphen,
}

/// A stretch of a line that is drawn in one go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What it was made from.
    pub ink: Ink,
    /// Its first column.
    pub column: u16,
    /// How many columns it takes.
    pub width: u16,
    /// How it looks.
    pub style: Style,
}

/// A line of a block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// The place it stands for.
    pub start: Offset,
    /// Its pieces, from left to right.
    pub pieces: Vec<Piece>,
}

impl Line {
    /// The column just past its last piece.
    pub fn width(&self) -> u16 {
        self.pieces.last().map_or(0, |piece| piece.column + piece.width)
    }
}

/// How blocks are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The width of a line in columns; at least 1.
    pub width: u16,
    /// How lines are filled.
    pub fill: Fill,
    /// How veils look.
    pub veils: Veils,
}

/// How lines are filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fill {
    /// With evenly long lines: the best breaks of the whole paragraph.
    Even,
    /// Each as full as it gets: quicker.
    Greedy,
    /// From edge to edge, with words broken at syllables.
    Justified,
}

/// The lines of block `number` as the gate shows it now; where the gate has no such block, none.
pub fn lay_block(gate: Gate<'_>, number: usize, options: Options) -> Vec<Line> {
    let Some(block) = gate.block(number) else { return Vec::new() };
    let margin = Margin::of(&block, options.width);
    let inner = options.width - margin.width;
    let mut lines = match block.kind {
        Kind::Rule => vec![rule(&block, inner)],
        Kind::Table(table) => table::lay(gate, table, inner, options),
        kind => prose(gate, block.span, inner, options, kind == Kind::Code),
    };
    lines.iter_mut().enumerate().for_each(|(row, line)| margin.put(line, row));
    lines
}

/// The lines of `span` as running text.
pub fn lay_span(gate: Gate<'_>, span: Span, options: Options) -> Vec<Line> {
    prose(gate, span, options.width, options, false)
}

fn rule(block: &Block, width: u16) -> Line {
    let piece = Piece { ink: Ink::Ornament(Ornament::Rule), column: 0, width, style: Style::default() };
    Line { start: block.span.start(), pieces: vec![piece] }
}

fn prose(gate: Gate<'_>, span: Span, width: u16, options: Options, code: bool) -> Vec<Line> {
    let mut fit = fit::Fit::new(width, options, code);
    let mut place = span.start();
    for stretch in stretches(gate, span) {
        match stretch {
            Stretch::Shown(shown) => {
                fit.text(shown);
                place = shown.span().end();
            }
            Stretch::Veil(veil) => fit.veil(veil, place),
        }
    }
    let mut lines = fit.lines(place);
    for line in &mut lines {
        line.pieces = styled(gate, &line.pieces);
    }
    lines
}

/// The pieces cut where the style changes.
fn styled(gate: Gate<'_>, pieces: &[Piece]) -> Vec<Piece> {
    let mut out = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let Ink::Source(span) = piece.ink else {
            out.push(*piece);
            continue;
        };
        let mut styles = gate.document().styles(span).peekable();
        if styles.peek().is_none() {
            out.push(*piece);
            continue;
        }
        let (mut at, mut column) = (span.start(), piece.column);
        let mut cut = |to: Offset, style| {
            let part = Span::new(at, to);
            at = at.max(to);
            if let Some(shown) = gate.whole(part).filter(|_| !part.is_empty()) {
                // Where a line is narrower than a grapheme its piece is, too.
                let width = fit::width(shown.text()).min(piece.column + piece.width - column);
                out.push(Piece { ink: Ink::Source(part), column, width, style });
                column += width;
            }
        };
        for (over, style) in styles {
            let over = over.meet(span);
            cut(over.start(), Style::default());
            cut(over.end(), style);
        }
        cut(span.end(), Style::default());
    }
    out
}

/// What stands left of a block's text.
struct Margin {
    quotes: u16,
    marker: Option<Marker>,
    /// Columns up to the marker, and the marker's own.
    indent: u16,
    hang: u16,
    width: u16,
}

impl Margin {
    fn of(block: &Block, width: u16) -> Self {
        let most = width / 2;
        let quotes = u16::from(block.quote).min(most / 4);
        let marker = match block.kind {
            Kind::Item(marker) => Some(marker),
            _ => None,
        };
        let hang = if block.list > 0 { marker.map_or(2, marker_width) } else { 0 };
        let room = most.saturating_sub(quotes * 2 + hang);
        let indent = (u16::from(block.list.saturating_sub(1)) * 2).min(room);
        let code = if block.kind == Kind::Code { 2.min(room) } else { 0 };
        let indent = indent + code;
        Self { quotes, marker, indent, hang, width: (quotes * 2 + indent + hang).min(width - 1) }
    }

    fn put(&self, line: &mut Line, row: usize) {
        line.pieces.iter_mut().for_each(|piece| piece.column += self.width);
        let ornament = |ornament, column, width| Piece {
            ink: Ink::Ornament(ornament),
            column,
            width,
            style: Style::default(),
        };
        let mut before: Vec<_> = (0..self.quotes).map(|n| ornament(Ornament::Quote, n * 2, 2)).collect();
        if let Some(marker) =
            self.marker.filter(|_| row == 0 && self.quotes * 2 + self.indent + self.hang <= self.width)
        {
            before.push(ornament(Ornament::Marker(marker), self.quotes * 2 + self.indent, self.hang));
        }
        line.pieces.splice(0..0, before);
    }
}

/// A marker as text, without the space after it.
pub fn marker_text(marker: Marker) -> String {
    match marker {
        Marker::Bullet => "•".to_owned(),
        Marker::Number(number) => format!("{number}."),
        Marker::Task(Tick::Open) => "☐".to_owned(),
        Marker::Task(Tick::Done) => "☑".to_owned(),
    }
}

fn marker_width(marker: Marker) -> u16 {
    fit::width(&marker_text(marker)) + 1
}

/// The text of `shown` that `piece` stands for: for who draws a line. Whatever has been hidden since
/// the line was laid out is not in it.
pub fn piece_text<'d>(gate: Gate<'d>, piece: &Piece) -> Option<Shown<'d>> {
    match piece.ink {
        Ink::Source(span) => gate.whole(span),
        Ink::Veil(_) | Ink::Ornament(_) => None,
    }
}
