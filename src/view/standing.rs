//! The outline that stands left of the text.

use ratatui::layout::Rect;

use super::theme::Part;
use super::{Canvas, columns, shorten};
use crate::app::App;
use crate::outline;

/// Draws it where it stands.
pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>) {
    let Some(area) = app.geometry().outline else { return };
    let gate = app.reading().gate();
    let first = app.outline_top(usize::from(area.height));
    let sections = app.reading().sections().iter().enumerate().skip(first);
    for (y, (number, section)) in (area.y..area.y + area.height).zip(sections) {
        let here = app.current_section() == Some(number);
        let row = Rect { x: area.x, y, width: area.width, height: 1 }.intersection(canvas.area);
        if here {
            canvas.buf.set_style(row, canvas.style(Part::HeaderHere));
        }
        let end = area.x + area.width;
        let hidden = app.reading().tally().section(section).hidden;
        let hidden = if hidden > 0 { app.settings().veils.count(hidden) } else { String::new() };
        let right = canvas.put_right(area.x, y, end, &hidden, canvas.style(Part::HeaderCount));
        let x = area.x + u16::from(section.depth.saturating_sub(1)).min(4) * 2;
        let x = canvas.put(x, y, right, &format!("{} ", number + 1), canvas.style(Part::HeaderNumber));
        let title = outline::title(gate, section, app.settings().veils);
        let part = if here { Part::Header } else { Part::PanelName };
        let room = right.saturating_sub(x + u16::from(columns(&hidden) > 0));
        canvas.put(x, y, right, &shorten(&title, usize::from(room)), canvas.style(part));
    }
}
