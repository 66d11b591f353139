//! The shelf on the screen: films, and under each its reviews.

use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Widget};

use review::gate::Ratings;

use super::theme::Part;
use super::{Canvas, columns, shorten};
use crate::app::App;
use crate::shelf::{Entry, Extent, Row, Shelf, Viewing};

/// The rows above the list.
const HEAD: u16 = 3;
/// From this width on there is room for all that is known of a review.
const ROOMY: u16 = 56;

/// Where the cursor stands in what is typed.
pub(super) fn cursor(app: &App, shelf: &Shelf) -> Option<(u16, u16)> {
    let status = app.geometry().status;
    let x = columns(&shelf.query).saturating_add(3);
    (status.y > 1).then_some((x.min(status.width.saturating_sub(1)), 1))
}

/// Draws the shelf over everything else.
pub(super) fn draw(app: &App, shelf: &Shelf, canvas: &mut Canvas<'_>) {
    let area = canvas.area;
    Clear.render(area, canvas.buf);
    canvas.buf.set_style(area, canvas.style(Part::Text));
    head(shelf, canvas);
    let height = usize::from(area.height.saturating_sub(HEAD + 1));
    let rows = shelf.rows();
    let is_picked = |row: &Row<'_>| matches!(row, Row::Review(number, _) if *number == shelf.picked());
    let picked = rows.iter().position(is_picked).unwrap_or(0);
    let skip = (picked + 1).saturating_sub(height);
    for (y, row) in (HEAD..).zip(rows.iter().skip(skip).take(height)) {
        match row {
            Row::Film(entry) => film(entry, area.y + y, canvas),
            Row::Review(_, entry) => {
                let part = if is_picked(row) { Part::Picked } else { Part::Text };
                review(&told(app, entry), area.y + y, part, canvas);
            }
        }
    }
    if rows.is_empty() {
        let nothing = if shelf.query.is_empty() { "nothing was read yet" } else { "no review fits" };
        canvas.put(3, HEAD, area.right(), nothing, canvas.style(Part::PanelRole));
    }
    foot(app, canvas);
}

fn head(shelf: &Shelf, canvas: &mut Canvas<'_>) {
    let end = canvas.area.width.saturating_sub(1);
    let (reviews, films) = shelf.counts();
    let order = format!("by {}", shelf.sort.name());
    let end_of_title = canvas.put_right(1, 0, end, &order, canvas.style(Part::Curtain)).saturating_sub(1);
    let x = canvas.put(1, 0, end_of_title, "Shelf", canvas.style(Part::Title));
    let counts = match shelf.extent {
        Extent::Whole => format!(" · {} of {}", counted(reviews, "review"), counted(films, "film")),
        Extent::Latest => " · more to come".to_owned(),
    };
    canvas.put(x, 0, end_of_title, &counts, canvas.style(Part::TitleBy));
    canvas.put(1, 1, end, "›", canvas.style(Part::StatusKey));
    let (query, part) = match shelf.query.as_str() {
        "" => ("type to filter", Part::PanelRole),
        query => (query, Part::Text),
    };
    canvas.put(3, 1, end, query, canvas.style(part));
}

fn counted(count: usize, what: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {what}{ending}")
}

fn film(entry: &Entry, y: u16, canvas: &mut Canvas<'_>) {
    let end = canvas.area.width.saturating_sub(1);
    let seen = if entry.viewing == Viewing::Seen { "seen" } else { "" };
    let end = canvas.put_right(1, y, end, seen, canvas.style(Part::Stars)).saturating_sub(1);
    let year = entry.year.map_or(String::new(), |year| format!(" ({year})"));
    let room = end.saturating_sub(columns(&year) + 1);
    let title = shorten(entry.called(), usize::from(room));
    let x = canvas.put(1, y, end, &title, canvas.style(Part::PanelStrong));
    canvas.put(x, y, end, &year, canvas.style(Part::TitleYear));
}

fn review(entry: &Entry, y: u16, part: Part, canvas: &mut Canvas<'_>) {
    let (area, style) = (canvas.area, canvas.style(part));
    if part == Part::Picked {
        canvas.buf.set_style(Rect { y, height: 1, ..area }, style);
    }
    let known = known(entry, area.width);
    let end = canvas.put_right(1, y, area.width.saturating_sub(1), &known, style).saturating_sub(1);
    let name = match &entry.reviewer {
        Some(reviewer) => format!("{reviewer} · {}", entry.name),
        None => entry.name.clone(),
    };
    canvas.put(3, y, end, &shorten(&name, usize::from(end.saturating_sub(3))), style);
}

/// The rating, how far the reader came, and what is left.
fn known(entry: &Entry, width: u16) -> String {
    if width < ROOMY {
        return format!("{}%", entry.progress);
    }
    let rating = entry.rating.map_or(String::new(), |rating| format!("{rating}/100"));
    let left = match entry.minutes {
        0 => "the end".to_owned(),
        minutes => format!("{minutes} min left"),
    };
    format!("{rating:>7}  {:>4}  {left:>12}", format!("{}%", entry.progress))
}

/// `entry` as it may be told: without its rating, where ratings are hidden until a film was seen.
pub(super) fn told(app: &App, entry: &Entry) -> Entry {
    let hidden = app.settings().consent.ratings == Ratings::Hidden && entry.viewing == Viewing::Unseen;
    Entry { rating: entry.rating.filter(|_| !hidden), ..entry.clone() }
}

/// The rating and how far the reader came, in few columns.
pub(super) fn brief(entry: &Entry) -> String {
    let rating = entry.rating.map_or(String::new(), |rating| format!("{rating}/100"));
    let progress = if entry.read == 0 { String::new() } else { format!("{}%", entry.progress) };
    format!("{rating:>7} {progress:>5}").trim_end().to_owned()
}

/// A notice, or the keys: they are none that can be typed.
fn foot(app: &App, canvas: &mut Canvas<'_>) {
    let (y, end) = (canvas.area.height.saturating_sub(1), canvas.area.width.saturating_sub(1));
    if let Some(notice) = app.notice() {
        let notice = shorten(notice, usize::from(end.saturating_sub(1)));
        canvas.put(1, y, end, &notice, canvas.style(Part::Notice));
        return;
    }
    let hints = [("Enter", "open"), ("Esc", "close"), ("Tab", "sort"), ("C-w", "seen"), ("Delete", "forget")];
    let mut x = 1;
    for (number, (key, what)) in hints.iter().enumerate() {
        if x + columns(key) + columns(what) + 4 > end {
            return;
        }
        if number > 0 {
            x = canvas.put(x, y, end, " · ", canvas.style(Part::Rule));
        }
        x = canvas.put(x, y, end, key, canvas.style(Part::StatusKey));
        x = canvas.put(x, y, end, &format!(" {what}"), canvas.style(Part::Status));
    }
}
