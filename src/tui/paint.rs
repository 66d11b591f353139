//! Frames on their way to the terminal: what changed since the last one, and no more.
//!
//! Terminals and multiplexers disagree on how many columns a cluster of several characters takes (Thai,
//! Devanagari, flags, emoji), so a row that has or had such a cluster is sent whole: its columns are
//! cleared first, and after it the place is named anew, so that nobody's opinion moves the rest of the row
//! or leaves a ghost behind.

use std::io::{self, Write};

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::terminal::{BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate};
use crossterm::{execute, queue};
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;

use crate::layout::cells;

/// A terminal, and what it shows.
pub(super) struct Painter<W: Write> {
    backend: CrosstermBackend<W>,
    /// Nothing is known of a terminal that was not drawn on, or that failed.
    shown: Option<Buffer>,
    /// The links that were drawn with the last frame.
    links: Vec<Link>,
}

/// Cells that lead to an address in terminals that follow links (OSC 8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Link {
    /// The row of cells.
    pub cells: Rect,
    /// Where they lead, with nothing in it that could command a terminal.
    pub target: String,
}

impl<W: Write> Painter<W> {
    /// Draws on `terminal`, of which nothing is known.
    pub fn new(terminal: W) -> Self {
        Self { backend: CrosstermBackend::new(terminal), shown: None, links: Vec::new() }
    }

    /// The terminal, for what is no frame.
    pub fn terminal(&mut self) -> &mut CrosstermBackend<W> {
        &mut self.backend
    }

    /// Draws what `render` makes of an empty frame; it tells where the cursor belongs.
    pub fn draw(
        &mut self,
        area: Rect,
        links: Vec<Link>,
        render: impl FnOnce(&mut Buffer) -> Option<(u16, u16)>,
    ) -> io::Result<()> {
        let mut next = Buffer::empty(area);
        let cursor = render(&mut next);
        queue!(self.backend, BeginSynchronizedUpdate, Hide)?;
        let shown = self.shown.take().filter(|shown| shown.area == area);
        if shown.is_none() {
            queue!(self.backend, Clear(ClearType::All))?;
        }
        self.change(shown.as_ref(), &next)?;
        self.link(links, &next)?;
        if let Some((x, y)) = cursor {
            queue!(self.backend, MoveTo(x, y), Show)?;
        }
        execute!(self.backend, EndSynchronizedUpdate)?;
        self.shown = Some(next);
        Ok(())
    }

    /// Sends what is other than what was `shown`; where nothing was, the screen is blank.
    fn change(&mut self, shown: Option<&Buffer>, next: &Buffer) -> io::Result<()> {
        let width = usize::from(next.area.width).max(1);
        let mut shown = shown.map(|shown| shown.content.chunks(width));
        let mut changed = Vec::new();
        for (y, now) in (0..).zip(next.content.chunks(width)) {
            let before = shown.as_mut().and_then(Iterator::next).unwrap_or_default();
            let before = before.iter().chain(std::iter::repeat(&Cell::EMPTY));
            let other = changed.len();
            let cells = (0..).zip(before.clone().zip(now)).filter(|(_, (before, now))| before != now);
            changed.extend(cells.map(|(x, (_, cell))| (x, y, cell)));
            if other < changed.len() && !before.take(width).chain(now).all(is_plain) {
                changed.truncate(other);
                self.row(y, now)?;
            }
        }
        self.backend.draw(changed.into_iter())
    }

    /// Draws `links`, and those of the frame before without where they led: cells have no room for that.
    fn link(&mut self, links: Vec<Link>, next: &Buffer) -> io::Result<()> {
        let gone = std::mem::replace(&mut self.links, links.clone());
        for link in gone.iter().filter(|link| !links.contains(link)) {
            self.cells(link.cells, next)?;
        }
        for link in links {
            write!(self.backend, "\x1b]8;;{}\x1b\\", link.target)?;
            self.cells(link.cells, next)?;
            write!(self.backend, "\x1b]8;;\x1b\\")?;
        }
        Ok(())
    }

    /// Sends the cells of `area`, one row.
    fn cells(&mut self, area: Rect, next: &Buffer) -> io::Result<()> {
        let area = area.intersection(next.area);
        let mut covered = area.left();
        for x in area.left()..area.right() {
            if x < covered {
                continue;
            }
            let Some(cell) = next.cell((x, area.y)) else { continue };
            covered = x + u16::try_from(cells(cell.symbol())).unwrap_or(1).max(1);
            self.backend.draw([(x, area.y, cell)].into_iter())?;
        }
        Ok(())
    }

    /// Sends all of row `y`.
    fn row(&mut self, y: u16, row: &[Cell]) -> io::Result<()> {
        let mut plain: Vec<(u16, u16, &Cell)> = Vec::with_capacity(row.len());
        let mut covered = 0;
        for (x, cell) in (0..).zip(row) {
            if x < covered {
                continue;
            }
            if is_plain(cell) {
                plain.push((x, y, cell));
                continue;
            }
            self.backend.draw(plain.drain(..))?;
            let columns = u16::try_from(cells(cell.symbol())).unwrap_or(1).max(1);
            let mut blank = Cell::new(" ");
            blank.set_style(cell.style());
            self.backend.draw((x..x + columns).map(|x| (x, y, &blank)))?;
            self.backend.draw([(x, y, cell)].into_iter())?;
            covered = x + columns;
        }
        self.backend.draw(plain.into_iter())
    }
}

/// Whether every terminal gives `cell` one column.
fn is_plain(cell: &Cell) -> bool {
    let symbol = cell.symbol();
    symbol.len() == 1 || (symbol.chars().nth(1).is_none() && cells(symbol) == 1)
}

#[cfg(test)]
mod tests {
    use ratatui::style::{Color, Style};

    use super::*;

    const AREA: Rect = Rect { x: 0, y: 0, width: 30, height: 2 };

    fn drawn(frames: &[(&str, Color)]) -> vt100::Parser {
        let mut sent = Vec::new();
        let mut painter = Painter::new(&mut sent);
        for (text, ground) in frames {
            let render = |buffer: &mut Buffer| {
                buffer.set_string(1, 0, text, Style::new().bg(*ground));
                buffer.set_string(1, 1, "below", Style::new());
                None
            };
            painter.draw(AREA, Vec::new(), render).unwrap();
        }
        let mut emulator = vt100::Parser::new(AREA.height, AREA.width, 0);
        emulator.process(&sent);
        emulator
    }

    /// The emulator has an opinion of its own on every cluster: what it shows after a frame must not depend on
    /// the frame before.
    #[test]
    fn clusters_leave_no_ghosts() {
        let texts = [
            "กำกับ โดย ผู้กำกับ",
            "क्षत्रिय की कहानी",
            "தமிழ் திரைப்படம்",
            "🇫🇷🇩🇪 flags 👩‍👩‍👧 ❤️",
            "日本語の文章",
            "plain words only",
            "",
        ];
        for before in texts {
            for after in texts {
                let (both, alone) =
                    (drawn(&[(before, Color::Blue), (after, Color::Reset)]), drawn(&[(after, Color::Reset)]));
                let (both, alone) = (both.screen(), alone.screen());
                let text = |screen: &vt100::Screen| -> Vec<String> {
                    screen.rows(0, AREA.width).map(|row| row.trim_end().to_owned()).collect()
                };
                assert_eq!(text(both), text(alone), "'{after}' after '{before}'");
                for x in 0..AREA.width {
                    let ground = |screen: &vt100::Screen| screen.cell(0, x).map(vt100::Cell::bgcolor);
                    assert_eq!(ground(both), ground(alone), "column {x} of '{after}' after '{before}'");
                }
            }
        }
    }

    #[test]
    fn a_wide_glyph_in_the_last_column_is_drawn() {
        drawn(&[
            ("a row that ends in a wide 文", Color::Blue),
            ("a row that ends in a wide x", Color::Reset),
        ]);
    }

    #[test]
    fn what_did_not_change_is_not_sent() {
        let mut sent = Vec::new();
        let mut painter = Painter::new(&mut sent);
        for text in ["the same words", "the same words"] {
            painter
                .draw(AREA, Vec::new(), |buffer| {
                    buffer.set_string(0, 0, text, Style::new());
                    None
                })
                .unwrap();
        }
        assert_eq!(String::from_utf8_lossy(&sent).matches("words").count(), 1);
    }
}
