//! The text: lines with their gutter, section headers, and the header that stays at the top.

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use review::document::{Block, Kind, Level, Reason, Section, Style as Look, Title, Zone};
use review::gate::{PassageId, Shown, Sight, Veiled};
use review::span::Span;

use super::theme::Part;
use super::{Canvas, columns, shorten};
use crate::app::{App, Area, HEADER_ROOM, Item, Row, header_indent};
use crate::layout::{Extent, Ink, Line, Ornament, Piece, Veil, Veils, marker_text, piece_text};
use crate::outline;
use crate::tally::{Extent as Counted, Held, minutes};

/// Draws the rows on screen.
pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>) {
    let geometry = app.geometry();
    let area = geometry.text;
    let picked = app.current_passage().map(|passage| passage.veil.id);
    for (number, row) in app.rows().iter().enumerate() {
        let area = geometry.row(number);
        let y = area.y;
        match app.flow().items().get(row.item) {
            Some(Item::Header(section)) => header(app, *section, *row, area, y, canvas),
            Some(Item::Block(block)) => {
                let block = app.reading().gate().block(*block);
                if let (Some(block), Some(line)) = (block, app.flow().line(*row)) {
                    Draw { app, canvas, area, y, picked }.line(&block, line);
                }
                gutter(app, *row, area, y, canvas);
            }
            None => {}
        }
    }
    if let Some(section) = app.sticky().filter(|_| area.height > 1) {
        let row = strip(area, area.y).intersection(canvas.area);
        for x in row.left()..row.right() {
            canvas.buf[(x, area.y)].reset();
        }
        canvas.buf.set_style(row, canvas.ground(app.settings()));
        let first = Row { item: usize::MAX, line: 0 };
        header(app, section, first, area, area.y, canvas);
    }
}

/// The cell where the reader is: at the passage that is picked, where it is on screen, else at the first row.
pub(super) fn focus(app: &App) -> (u16, u16) {
    let text = app.geometry().text;
    let picked = app.current_passage();
    let is_picked = |piece: &&Piece| match (piece.ink, picked) {
        (Ink::Veil(veil), Some(passage)) => veil.first.id == passage.veil.id,
        (Ink::Source(span), Some(passage)) => span.contains(passage.place),
        _ => false,
    };
    let rows = app.rows().iter().enumerate();
    let mut found = rows.filter_map(|(number, row)| {
        let piece = app.flow().line(*row)?.pieces.iter().find(is_picked)?;
        let area = app.geometry().row(number);
        Some((area.x + piece.column, area.y))
    });
    found.next().unwrap_or((text.x, text.y))
}

/// Row `y` of the text with its gutter.
fn strip(area: Area, y: u16) -> Rect {
    Rect { x: area.x.saturating_sub(2), y, width: area.width + 2, height: 1 }
}

/// The header of a section: its fold, number and title, and at the right what it holds.
fn header(app: &App, section: usize, row: Row, area: Area, y: u16, canvas: &mut Canvas<'_>) {
    let gate = app.reading().gate();
    let Some(found) = app.reading().sections().get(section) else { return };
    let line = app.flow().line(row);
    let is_first = row.line == 0;
    if !is_first && line.is_none() {
        return;
    }
    let end = area.x + area.width;
    let left = area.x.saturating_sub(2) + header_indent(found.depth, area.width);
    let number = format!("{} ", section + 1);
    let title_at = left + 2 + columns(&number);
    if is_first {
        let fold = match (app.settings().veils, app.is_folded(section)) {
            (Veils::Chip, true) => "▸",
            (Veils::Chip, false) => "▾",
            (Veils::Words, true) => "+",
            (Veils::Words, false) => "-",
        };
        canvas.put(left, y, end, fold, canvas.style(Part::Header));
        canvas.put(left + 2, y, end, &number, canvas.style(Part::HeaderNumber));
        let counts = counts_within(app, section, found, area.width);
        canvas.put_right(title_at, y, end, &counts, canvas.style(Part::HeaderCount));
    }
    let room = end.saturating_sub(title_at + 1);
    let style = canvas.style(Part::Header);
    if let (Title::Heading(_), Some(line)) = (found.title, line.filter(|line| !line.pieces.is_empty())) {
        let mut draw = Draw { app, canvas, area: Area { x: title_at, ..area }, y, picked: None };
        draw.pieces(line, style);
    } else {
        let title = outline::title(gate, found, app.settings().veils);
        let room = room.saturating_sub(HEADER_ROOM.min(room / 2));
        canvas.put(title_at, y, end, &shorten(&title, usize::from(room.max(8))), style);
    }
    if app.current_section() == Some(section) {
        canvas.buf.set_style(strip(area, y).intersection(canvas.area), canvas.style(Part::HeaderHere));
    }
}

/// What is told at the right of a header in a text of `width`.
fn counts_within(app: &App, section: usize, found: &Section, width: u16) -> String {
    let notes = found.title == Title::Zone(Zone::Matter) && app.is_folded(section);
    let counts = match (notes, app.settings().veils == Veils::Words && app.is_folded(section)) {
        (true, _) => "folded".to_owned(),
        (false, true) => ["folded", &counts(app, found)].join(" ").trim_end().to_owned(),
        (false, false) => counts(app, found),
    };
    if width > columns(&counts) + 16 { counts } else { short_counts(app, found) }
}

/// Minutes where they are more than one, and what is hidden.
pub(super) fn counts(app: &App, section: &Section) -> String {
    let Held { words, counted, .. } = app.reading().tally().section(section);
    let minutes = Some(minutes(words)).filter(|minutes| *minutes > 1 && counted == Counted::Known);
    let parts =
        [minutes.map_or(String::new(), |minutes| format!("{minutes} min")), short_counts(app, section)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// What is hidden, if that is known.
pub(super) fn short_counts(app: &App, section: &Section) -> String {
    let Held { hidden, decided, .. } = app.reading().tally().section(section);
    if hidden > 0 && decided == Counted::Known { app.settings().veils.count(hidden) } else { String::new() }
}

/// The mark left of a line that tells. Where veils are words the screen is read aloud, and has no gutter.
fn gutter(app: &App, row: Row, area: Area, y: u16, canvas: &mut Canvas<'_>) {
    if app.settings().veils == Veils::Words {
        return;
    }
    let line = app.flow().line(row);
    let level = line.and_then(|line| telling(app, line));
    let part = match level {
        Some(Level::Premise) => Part::MarkPremise,
        Some(Level::Plot) => Part::MarkPlot,
        Some(Level::Ending) => Part::MarkEnding,
        None => return,
    };
    canvas.put(area.x.saturating_sub(2), y, area.x, "┃", canvas.style(part));
}

/// How far in `line` tells, by its veils and by what is shown of passages.
fn telling(app: &App, line: &Line) -> Option<Level> {
    let gate = app.reading().gate();
    let of = |piece: &Piece| match piece.ink {
        Ink::Veil(veil) => Some(veil.level).filter(|_| veil.first.reason != Reason::Rating),
        Ink::Source(span) => {
            gate.told(span).iter().filter(|(_, veil)| is_marked(app, *veil)).map(|(_, veil)| veil.level).max()
        }
        Ink::Ornament(_) => None,
    };
    line.pieces.iter().filter_map(of).max()
}

/// Whether a passage that is shown is marked: all are where they are highlighted; behind a curtain those
/// that the reader opened, for what lies below the hide level is no secret.
fn is_marked(app: &App, veil: Veiled) -> bool {
    match app.reading().consent().sight {
        Sight::Highlighted => true,
        Sight::Hidden => app.reading().gate().covers(veil),
        Sight::Plain => false,
    }
}

/// Draws one line.
struct Draw<'a, 'b, 'c> {
    app: &'a App,
    canvas: &'b mut Canvas<'c>,
    area: Area,
    y: u16,
    picked: Option<PassageId>,
}

impl Draw<'_, '_, '_> {
    fn line(&mut self, block: &Block, line: &Line) {
        let mut base = self.canvas.style(Part::Text);
        match block.kind {
            Kind::Heading(_) => base = base.patch(self.canvas.style(Part::Heading)),
            Kind::Code => base = base.patch(self.canvas.style(Part::Code)),
            _ if block.quote > 0 => base = base.patch(self.canvas.style(Part::Quote)),
            _ => {}
        }
        self.pieces(line, base);
    }

    fn pieces(&mut self, line: &Line, base: Style) {
        for piece in &line.pieces {
            let x = self.area.x + piece.column;
            let end = x + piece.width;
            match piece.ink {
                Ink::Source(span) => {
                    if let Some(shown) = piece_text(self.app.reading().gate(), piece) {
                        let style = self.looks(base, piece.style);
                        self.canvas.put(x, self.y, end, shown.text(), style);
                        self.tint(shown, x, end);
                        self.hits(shown, span, x, end);
                        self.selection(shown, span, x, end);
                    }
                }
                Ink::Veil(veil) => self.veil(&veil, x, end),
                Ink::Ornament(ornament) => self.ornament(ornament, x, piece.width),
            }
        }
    }

    fn looks(&self, base: Style, look: Look) -> Style {
        let parts = [
            (Look::EMPHASIS, Part::Emphasis),
            (Look::STRONG, Part::Strong),
            (Look::CODE, Part::Code),
            (Look::LINK, Part::Link),
            (Look::STRIKE, Part::Strike),
            (Look::NOTE, Part::Note),
        ];
        let fitting = parts.into_iter().filter(|(flag, _)| look.has(*flag));
        fitting.fold(base, |style, (_, part)| style.patch(self.canvas.style(part)))
    }

    /// Draws `veil`: quietly where nothing stands beside it.
    fn veil(&mut self, veil: &Veil, x: u16, end: u16) {
        let part = match (veil.extent, veil.level) {
            _ if veil.first.reason == Reason::Rating => Part::Stars,
            (Extent::Part, Level::Premise) => Part::VeilPremise,
            (Extent::Part, Level::Plot) => Part::VeilPlot,
            (Extent::Part, Level::Ending) => Part::VeilEnding,
            (Extent::Whole, Level::Premise) => Part::MarkPremise,
            (Extent::Whole, Level::Plot) => Part::MarkPlot,
            (Extent::Whole, Level::Ending) => Part::MarkEnding,
        };
        let mut style = self.canvas.style(part);
        if self.picked == Some(veil.first.id) {
            let reversed = style.add_modifier.contains(Modifier::REVERSED);
            style = if reversed {
                style.remove_modifier(Modifier::REVERSED).add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
            } else {
                style.add_modifier(Modifier::REVERSED | Modifier::BOLD)
            };
        }
        self.canvas.put(x, self.y, end, self.app.settings().veils.label(veil), style);
    }

    /// Tints what tells and is shown.
    fn tint(&mut self, shown: Shown<'_>, x: u16, end: u16) {
        let told = self.app.reading().gate().told(shown.span());
        for (span, veil) in told.into_iter().filter(|(_, veil)| is_marked(self.app, *veil)) {
            let part = match veil.level {
                Level::Premise => Part::ToldPremise,
                Level::Plot => Part::ToldPlot,
                Level::Ending => Part::ToldEnding,
            };
            self.restyle(shown, span, x, end, self.canvas.style(part));
        }
    }

    fn selection(&mut self, shown: Shown<'_>, span: Span, x: u16, end: u16) {
        let selected = self.app.selected().map(|selected| selected.meet(span));
        if let Some(selected) = selected.filter(|selected| !selected.is_empty()) {
            self.restyle(shown, selected, x, end, self.canvas.style(Part::Picked));
        }
        for note in self.app.notes().iter().filter(|note| !note.span.meet(span).is_empty()) {
            self.restyle(shown, note.span, x, end, Style::new().add_modifier(Modifier::UNDERLINED));
        }
    }

    fn hits(&mut self, shown: Shown<'_>, span: Span, x: u16, end: u16) {
        let search = self.app.search();
        for (number, hit) in search.hits.over(span) {
            let part = if search.at == Some(number) { Part::HitHere } else { Part::Hit };
            self.restyle(shown, hit, x, end, self.canvas.style(part));
        }
    }

    /// Lays `style` over the cells of `span`, which lies in `shown`, drawn from column `x` on.
    fn restyle(&mut self, shown: Shown<'_>, span: Span, x: u16, end: u16, style: Style) {
        let span = span.meet(shown.span());
        let before = shown.part(Span::new(shown.span().start(), span.start()));
        let from = x + columns(before.text());
        let to = (from + columns(shown.part(span).text())).min(end);
        let width = to.saturating_sub(from);
        let cells = Rect { x: from, y: self.y, width, height: 1 };
        self.canvas.buf.set_style(cells.intersection(self.canvas.area), style);
    }

    fn ornament(&mut self, ornament: Ornament, x: u16, width: u16) {
        let end = x + width;
        let style = self.canvas.style(Part::Ornament);
        match ornament {
            Ornament::Quote => {
                self.canvas.put(x, self.y, end, "▎", style);
            }
            Ornament::Marker(marker) => {
                self.canvas.put(x, self.y, end, &marker_text(marker), style);
            }
            Ornament::Hyphen => {
                self.canvas.put(x, self.y, end, "-", self.canvas.style(Part::Text));
            }
            Ornament::Rule => {
                let middle = x + width.saturating_sub(5) / 2;
                self.canvas.put(middle, self.y, end, "·  ·  ·", style);
            }
            Ornament::Column => {
                let style = self.canvas.style(Part::Rule);
                self.canvas.put(x, self.y, end, " │ ", style);
            }
            Ornament::Head => {
                let style = self.canvas.style(Part::Rule);
                self.canvas.put(x, self.y, end, &"─".repeat(usize::from(width)), style);
            }
        }
    }
}
