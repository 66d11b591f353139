//! The review as text to be piped or printed, wrapped to a page.
//!
//! Most of a review is plain paragraphs of which nothing is hidden. These are filled line by line
//! straight from the text, by looking for the last blank that fits, which costs a fraction of finding
//! every place where a line could be broken. All else goes through the layout, as on the screen.

mod fill;

use std::io::{self, Write};

use review::document::{Block, Kind, Level, Marker, Style, Tick, Zone};
use review::gate::Gate;
use review::span::Offset;

use super::Contents;
use super::head::Head;
use crate::cast::People;
use crate::layout::{Fill, Ink, Options, Ornament, Piece, Veils, cells, lay_block, marker_text, piece_text};

/// What the text is printed on.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// Columns of a line.
    pub width: u16,
    /// How veils and marks look: drawn or in words.
    pub veils: Veils,
    /// Whether it has colours.
    pub paint: Paint,
    /// How much of the credits opens it.
    pub people: People,
    /// Whether links lead somewhere.
    pub links: Links,
}

/// Whether links lead somewhere, in terminals that follow them (OSC 8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Links {
    /// They are text.
    Text,
    /// They lead to their addresses.
    Live,
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
    let head = Head::of(gate, contents, page.people);
    printer.head(&head)?;
    for number in contents.blocks().filter(|number| !head.blocks.contains(number)) {
        for section in contents.beginning_at(number).filter(|section| section.is_inferred()) {
            printer.inferred(section.zone)?;
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
    /// The film, what is said of the review, and the credits.
    fn head(&mut self, head: &Head) -> io::Result<()> {
        if head.is_empty() {
            return Ok(());
        }
        self.part()?;
        let (on, off) = self.codes(BOLD);
        if let Some(title) = &head.title {
            self.wrapped(title, (on, off), "")?;
        }
        self.wrapped(&head.said, ("", ""), "")?;
        for (role, names) in &head.credits {
            self.wrapped(&format!("{role}: {names}"), ("", ""), "  ")?;
        }
        Ok(())
    }

    /// `text` in lines, of which all but the first are set in by `indent`.
    fn wrapped(&mut self, text: &str, (on, off): (&str, &str), indent: &str) -> io::Result<()> {
        let options = textwrap::Options::new(usize::from(self.page.width.max(10))).subsequent_indent(indent);
        let lines = textwrap::wrap(text, options);
        lines
            .iter()
            .filter(|line| !line.is_empty())
            .try_for_each(|line| writeln!(self.out, "{on}{line}{off}"))
    }

    /// The title of a section that has none of its own.
    fn inferred(&mut self, zone: Zone) -> io::Result<()> {
        self.part()?;
        let mark = if self.page.veils == Veils::Chip { "§ " } else { "" };
        let (on, off) = self.codes(BOLD);
        writeln!(self.out, "{on}{mark}{}{off}", zone.title())
    }

    fn block(&mut self, number: usize) -> io::Result<()> {
        let Some(block) = &self.gate.block(number) else { return Ok(()) };
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
        let plain = self.page.paint == Paint::None
            && self.page.links == Links::Text
            && (heading || block.kind == Kind::Paragraph);
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
                column = piece.column + self.piece(block, piece)?;
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

    /// Writes `piece`, and tells how many columns it took: an ornament's blanks are left to what
    /// follows, so that no line ends in them.
    fn piece(&mut self, block: &Block, piece: &Piece) -> io::Result<u16> {
        match piece.ink {
            Ink::Source(_) => {
                let heading = matches!(block.kind, Kind::Heading(_));
                let (on, off) = self.codes(if heading { BOLD } else { code(piece.style) });
                if let Some(shown) = piece_text(self.gate, piece) {
                    let (open, close) = self.link(shown.span().start(), piece.style);
                    write!(self.out, "{open}{on}{}{off}{close}", shown.text())?;
                }
            }
            Ink::Veil(veil) => {
                let (on, off) = self.codes(level(veil.level));
                write!(self.out, "{on}{}{off}", self.page.veils.label(&veil))?;
            }
            Ink::Ornament(ornament) => {
                let text = ornament_text(ornament, piece.width, self.page.veils);
                let (on, off) = self.codes(FAINT);
                write!(self.out, "{on}{text}{off}")?;
                return Ok(u16::try_from(cells(&text)).unwrap_or(piece.width));
            }
        }
        Ok(piece.width)
    }

    /// What makes a link of the text at `place`.
    fn link(&self, place: Offset, style: Style) -> (String, &'static str) {
        let live = self.page.links == Links::Live && style.has(Style::LINK);
        let target =
            live.then(|| self.gate.link(place)).flatten().and_then(|(_, target)| super::live(target));
        match target {
            Some(target) => (format!("\x1b]8;;{target}\x1b\\"), "\x1b]8;;\x1b\\"),
            None => (String::new(), ""),
        }
    }

    fn codes(&self, code: &'static str) -> (&'static str, &'static str) {
        match self.page.paint {
            Paint::Ansi if !code.is_empty() => (code, "\x1b[0m"),
            _ => ("", ""),
        }
    }
}

fn ornament_text(ornament: Ornament, width: u16, veils: Veils) -> String {
    let drawn = veils == Veils::Chip;
    match ornament {
        Ornament::Quote => (if drawn { "│" } else { ">" }).to_owned(),
        Ornament::Column => (if drawn { " │" } else { " |" }).to_owned(),
        Ornament::Rule | Ornament::Head => (if drawn { "─" } else { "-" }).repeat(usize::from(width)),
        // In words even a list's marks are letters of a keyboard.
        Ornament::Marker(Marker::Bullet) if !drawn => "*".to_owned(),
        Ornament::Marker(Marker::Task(Tick::Done)) if !drawn => "x".to_owned(),
        Ornament::Marker(Marker::Task(Tick::Open)) if !drawn => "-".to_owned(),
        Ornament::Marker(marker) => marker_text(marker),
        Ornament::Hyphen => "-".to_owned(),
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

#[cfg(test)]
mod tests {
    use review::Format;
    use review::gate::Consent;

    use super::*;

    fn printed(source: &str, width: u16, paint: Paint) -> String {
        let document = review::read(source.to_owned(), Format::Markdown);
        let consent = Consent::default();
        let gate = Gate::new(&document, &consent);
        let mut out = Vec::new();
        let (people, links) = (People::All, Links::Text);
        let page = Page { width, veils: Veils::Chip, paint, people, links };
        text(gate, &Contents::all(gate), page, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// `text` without the codes of a terminal.
    fn bare(text: &str) -> String {
        let parts = text.split('\u{1b}').enumerate();
        let after = |(at, part): (usize, &str)| match part.split_once('m') {
            Some((_, rest)) if at > 0 => rest.to_owned(),
            _ => part.to_owned(),
        };
        parts.map(after).collect()
    }

    /// What is filled without the layout must look as if it had gone through it.
    fn check(source: &str) {
        for width in (10..=100).chain([200]) {
            let (laid_out, filled) =
                (printed(source, width, Paint::Ansi), printed(source, width, Paint::None));
            assert_eq!(filled, bare(&laid_out), "at {width}");
        }
    }

    #[test]
    fn prose_is_filled_as_the_layout_fills_it() {
        check(
            "One two three, four-five six — seven; “eight” nine… ten!\n\nAnother *paragraph*, and **so** on.",
        );
        check("A long address, https://example.org/films/1931/the-night-ferry?page=2, and an end.");
        check("Wide 日本語の文章です。 And emoji 🎞️ too, e\u{301}ven combined 👩‍👩‍👧 ones.");
        check("# A heading that is rather long for one line\n\nA line\\\nand another\\\nand a last one.");
        check("incomprehensibilities are incomprehensible");
        check("So what ? Well ! A (bracketed) remark , and words / slashes .");
    }

    #[test]
    fn samples_are_filled_as_the_layout_fills_them() {
        check(include_str!("../../assets/samples/never-let-me-go.txt"));
        check(include_str!("../../assets/samples/nosferatu.md"));
    }
}
