//! The side panel: the film, and who made it.

use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Widget};
use review::gate::Shown;

use super::theme::Part;
use super::{Canvas, columns, shorten};
use crate::app::{App, Area};
use crate::cast::PanelRow;

/// Draws the panel where it is shown.
pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>) {
    let geometry = app.geometry();
    let Some(area) = geometry.panel else { return };
    if geometry.is_covered() {
        let rect =
            Rect { x: area.x, y: area.y, width: area.width, height: area.height }.intersection(canvas.area);
        Clear.render(rect, canvas.buf);
        canvas.buf.set_style(rect, canvas.style(Part::Pane));
    }
    for y in area.y..area.y + area.height {
        canvas.put(area.x, y, area.x + 1, "│", canvas.style(Part::Gutter));
    }
    let rows = app.panel_rows();
    let (top, height) = (app.panel_top(), usize::from(area.height));
    let below = rows.len().saturating_sub(top + height);
    // The last row tells of what does not fit, itself included.
    let fitting = if below > 0 { height.saturating_sub(1) } else { height };
    let found = app.rows_found();
    for (y, (number, row)) in (area.y..).zip(rows.iter().enumerate().skip(top).take(fitting)) {
        draw_row(app, *row, area, y, canvas);
        if found.contains(&number) {
            light(*row, area, y, canvas);
        }
    }
    if below > 0 {
        let y = area.y + area.height.saturating_sub(1);
        let more = format!("… {} more", below + 1);
        canvas.put(area.x + 2, y, area.x + area.width, &more, canvas.style(Part::PanelCount));
    }
}

fn draw_row(app: &App, row: PanelRow<'_>, area: Area, y: u16, canvas: &mut Canvas<'_>) {
    let (x, end) = (area.x + 2, area.x + area.width - 1);
    let room = usize::from(end.saturating_sub(x));
    match row {
        PanelRow::Heading(text) => {
            canvas.put(x, y, end, text, canvas.style(Part::PanelHeading));
        }
        PanelRow::Film(title, year) => film(title, year, (x, y, end), canvas),
        PanelRow::Rating(rating) => {
            canvas.put(x, y, end, &shorten(rating.text(), room), canvas.style(Part::Stars));
        }
        PanelRow::Fact(name, fact) => {
            let at = canvas.put(x, y, end, &format!("{name} "), canvas.style(Part::PanelRole));
            canvas.put(
                at,
                y,
                end,
                &shorten(fact.text(), room.saturating_sub(3)),
                canvas.style(Part::PanelName),
            );
        }
        PanelRow::Role(role) => {
            canvas.put(x, y, end, role.title(), canvas.style(Part::PanelRole));
        }
        PanelRow::Credit(number, credit) => {
            subject(app, number, (&credit.name, credit.mentions.len()), (x, y, end), canvas);
        }
        PanelRow::OtherFilm(number, film) => {
            let year = film.year.map_or(String::new(), |year| format!(" ({year})"));
            let title = format!("{}{year}", film.title);
            subject(app, number, (&title, film.mentions.len()), (x, y, end), canvas);
        }
        PanelRow::Character(name) => {
            let at = canvas.put(x + 4, y, end, "as ", canvas.style(Part::PanelRole));
            canvas.put(at, y, end, &shorten(name, room.saturating_sub(7)), canvas.style(Part::PanelName));
        }
        PanelRow::Note(text) => {
            canvas.put(x, y, end, &shorten(text, room), canvas.style(Part::PanelCount));
        }
        PanelRow::Blank => {}
    }
}

/// Lights up what was searched for and stands on row `y`.
fn light(row: PanelRow<'_>, area: Area, y: u16, canvas: &mut Canvas<'_>) {
    let set_in = match row {
        PanelRow::Credit(..) | PanelRow::OtherFilm(..) => 2,
        PanelRow::Character(_) => 7,
        PanelRow::Fact(name, _) => columns(name) + 1,
        _ => 0,
    };
    let x = area.x + 2 + set_in;
    let room = (area.x + area.width).saturating_sub(x + 1);
    let width = columns(&row.said().unwrap_or_default()).min(room);
    let cells = Rect { x, y, width, height: 1 }.intersection(canvas.area);
    canvas.buf.set_style(cells, canvas.style(Part::Hit));
}

/// The film's title and year on row `y`.
fn film(title: Shown<'_>, year: Option<u16>, (x, y, end): (u16, u16, u16), canvas: &mut Canvas<'_>) {
    let year = year.map_or(String::new(), |year| format!(" ({year})"));
    let room = usize::from(end.saturating_sub(x)).saturating_sub(usize::from(columns(&year)));
    let at = canvas.put(x, y, end, &shorten(title.text(), room), canvas.style(Part::PanelStrong));
    canvas.put(at, y, end, &year, canvas.style(Part::PanelRole));
}

/// Who or what can be walked to, with how often it is named, on row `y` from `x` to `end`.
fn subject(
    app: &App,
    number: usize,
    (name, mentions): (&str, usize),
    (x, y, end): (u16, u16, u16),
    canvas: &mut Canvas<'_>,
) {
    let picked = app.picked_credit() == Some(number);
    let style = canvas.style(if picked { Part::Picked } else { Part::PanelName });
    let count = if mentions > 1 { mentions.to_string() } else { String::new() };
    let right = canvas.put_right(x, y, end, &count, canvas.style(Part::PanelCount));
    let room = usize::from(right.saturating_sub(x + 3));
    canvas.put(x + 2, y, right, &shorten(name, room), style);
}
