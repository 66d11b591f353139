//! The review as text to be piped or printed, wrapped to a page.
//!
//! Most of a review is plain paragraphs of which nothing is hidden. These are filled line by line
//! straight from the text, by looking for the last blank that fits, which costs a fraction of finding
//! every place where a line could be broken. All else goes through the layout, as on the screen.

mod fill;

use std::io::{self, Write};

use super::Contents;
use crate::layout::{Fill, Ink, Options, Ornament, Piece, Veils, lay_block, marker_text, piece_text};
use crate::review::document::{Block, Kind, Level, Style, Zone};
use crate::review::gate::Gate;

/// What the text is printed on.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// Columns of a line.
    pub width: u16,
    /// How veils and marks look: drawn or in words.
    pub veils: Veils,
    /// Whether it has colours.
    pub paint: Paint,
}

/// Whether text is printed with colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// Letters only.
    None,
    /// With the codes of a terminal.
    Ansi,
}

/// Writes `contents` as text.
pub fn text(gate: Gate<'_>, contents: &Contents, page: Page, out: &mut impl Write) -> io::Result<()> {
    let mut printer = Printer { gate, page, out, lines: fill::Lines::new(page.width), any: false };
    for number in contents.blocks() {
        for (_, entry) in contents.beginning_at(number).filter(|(_, entry)| entry.is_inferred()) {
            let zone = gate.document().sections().get(entry.section).map(|section| section.zone);
            printer.inferred(zone.unwrap_or_default())?;
        }
        printer.block(number)?;
    }
    Ok(())
}

struct Printer<'d, 'w, W> {
    gate: Gate<'d>,
    page: Page,
    out: &'w mut W,
    lines: fill::Lines,
    /// Whether anything was printed.
    any: bool,
}

impl<W: Write> Printer<'_, '_, W> {
    /// The title of a section that has none of its own.
    fn inferred(&mut self, zone: Zone) -> io::Result<()> {
        self.part()?;
        let mark = if self.page.veils == Veils::Chip { "§ " } else { "" };
        let (on, off) = self.codes(BOLD);
        writeln!(self.out, "{on}{mark}{}{off}", zone.title())
    }

    fn block(&mut self, number: usize) -> io::Result<()> {
        let Some(block) = self.gate.document().blocks().get(number) else { return Ok(()) };
        match self.is_simple(block).then(|| self.gate.whole(block.span)).flatten() {
            Some(shown) => {
                self.before(block)?;
                self.out.write_all(self.lines.fill(shown.text()))
            }
            None => self.laid_out(number, block),
        }
    }

    /// Whether `block` may be filled without the layout.
    fn is_simple(&self, block: &Block) -> bool {
        let heading = matches!(block.kind, Kind::Heading(_));
        let plain = self.page.paint == Paint::None && (heading || block.kind == Kind::Paragraph);
        plain && block.quote == 0 && block.list == 0
    }

    fn laid_out(&mut self, number: usize, block: &Block) -> io::Result<()> {
        let options = Options { width: self.page.width.max(1), fill: Fill::Greedy, veils: self.page.veils };
        let lines = lay_block(self.gate, number, options);
        if lines.is_empty() {
            return Ok(());
        }
        self.before(block)?;
        for line in lines {
            let mut column = 0;
            for piece in &line.pieces {
                write!(self.out, "{:1$}", "", usize::from(piece.column.saturating_sub(column)))?;
                self.piece(block, piece)?;
                column = piece.column + piece.width;
            }
            self.out.write_all(b"\n")?;
        }
        Ok(())
    }

    /// The blank line before `block`, unless it stood right under the one before.
    fn before(&mut self, block: &Block) -> io::Result<()> {
        if block.tight && self.any { Ok(()) } else { self.part() }
    }

    /// The blank line before all but the first.
    fn part(&mut self) -> io::Result<()> {
        let any = std::mem::replace(&mut self.any, true);
        if any { self.out.write_all(b"\n") } else { Ok(()) }
    }

    fn piece(&mut self, block: &Block, piece: &Piece) -> io::Result<()> {
        match piece.ink {
            Ink::Source(_) => {
                let Some(shown) = piece_text(self.gate, piece) else { return Ok(()) };
                let heading = matches!(block.kind, Kind::Heading(_));
                let (on, off) = self.codes(if heading { BOLD } else { code(piece.style) });
                write!(self.out, "{on}{}{off}", shown.text())
            }
            Ink::Veil(veil) => {
                let (on, off) = self.codes(level(veil.level));
                write!(self.out, "{on}{}{off}", self.page.veils.text(veil.level))
            }
            Ink::Ornament(ornament) => self.ornament(ornament, piece.width),
        }
    }

    fn ornament(&mut self, ornament: Ornament, width: u16) -> io::Result<()> {
        let (on, off) = self.codes(FAINT);
        let drawn = self.page.veils == Veils::Chip;
        let text = match (ornament, drawn) {
            (Ornament::Quote, true) => "│".to_owned(),
            (Ornament::Quote, false) => ">".to_owned(),
            (Ornament::Column, true) => " │ ".to_owned(),
            (Ornament::Column, false) => " | ".to_owned(),
            (Ornament::Rule | Ornament::Head, true) => "─".repeat(usize::from(width)),
            (Ornament::Rule | Ornament::Head, false) => "-".repeat(usize::from(width)),
            (Ornament::Marker(marker), _) => marker_text(marker),
        };
        let pad = usize::from(width).saturating_sub(crate::layout::cells(&text));
        write!(self.out, "{on}{text}{off}{:pad$}", "")
    }

    fn codes(&self, code: &'static str) -> (&'static str, &'static str) {
        match self.page.paint {
            Paint::Ansi if !code.is_empty() => (code, "\x1b[0m"),
            _ => ("", ""),
        }
    }
}

const BOLD: &str = "\x1b[1m";
const FAINT: &str = "\x1b[2m";

fn level(level: Level) -> &'static str {
    match level {
        Level::Premise => "\x1b[36m",
        Level::Plot => "\x1b[33m",
        Level::Ending => "\x1b[31m",
    }
}

/// One look for each style: where several meet, the one that says most.
fn code(style: Style) -> &'static str {
    let codes = [
        (Style::LINK, "\x1b[4m"),
        (Style::CODE, "\x1b[36m"),
        (Style::STRONG.and(Style::EMPHASIS), "\x1b[1;3m"),
        (Style::STRONG, BOLD),
        (Style::EMPHASIS, "\x1b[3m"),
        (Style::STRIKE, "\x1b[9m"),
        (Style::NOTE, FAINT),
    ];
    codes.iter().find(|(flags, _)| style.has(*flags)).map_or("", |(_, code)| code)
}
