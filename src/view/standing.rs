//! The outline that stands left of the text.

use ratatui::layout::Rect;

use super::text::short_counts;
use super::theme::Part;
use super::{Canvas, columns, shorten};
use crate::app::{App, Pane};
use crate::outline;

/// Draws it where it stands.
pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>) {
    let Some(area) = app.geometry().outline else { return };
    let gate = app.reading().gate();
    let is_walked = matches!(app.pane(), Pane::Outline(_));
    let outlined = app.outlined(usize::from(area.height));
    for (y, (number, here)) in (area.y..area.y + area.height).zip(outlined) {
        let Some(section) = app.reading().sections().get(number) else { continue };
        let row = Rect { x: area.x, y, width: area.width, height: 1 }.intersection(canvas.area);
        if here {
            let part = if is_walked { Part::Picked } else { Part::HeaderHere };
            canvas.buf.set_style(row, canvas.style(part));
        }
        let end = area.x + area.width;
        let hidden = short_counts(app, section);
        let right = canvas.put_right(area.x, y, end, &hidden, canvas.style(Part::HeaderCount));
        let x = area.x + u16::from(section.depth.saturating_sub(1)).min(4) * 2;
        let x = canvas.put(x, y, right, &format!("{} ", number + 1), canvas.style(Part::HeaderNumber));
        let title = outline::title(gate, section, app.settings().veils);
        let part = match (here, is_walked) {
            (true, true) => Part::Picked,
            (true, false) => Part::Header,
            (false, _) => Part::PanelName,
        };
        let room = right.saturating_sub(x + u16::from(columns(&hidden) > 0));
        canvas.put(x, y, right, &shorten(&title, usize::from(room)), canvas.style(part));
    }
}
