//! The mouse: the wheel, and what is clicked.

use super::geometry::LIST_FRAME;
use super::moving::Fold;
use super::{App, Area, Effect, Item, Mouse, Pane, Picker};
use crate::layout::Ink;

/// The rows that a turn of the wheel scrolls.
const WHEEL: isize = 3;

impl App {
    pub(super) fn mouse(&mut self, mouse: Mouse, x: u16, y: u16) -> Option<Effect> {
        match mouse {
            Mouse::WheelDown => self.wheel(WHEEL, x, y),
            Mouse::WheelUp => self.wheel(-WHEEL, x, y),
            Mouse::Click => return self.click(x, y),
            Mouse::Drag(from_x, from_y) => self.drag((from_x, from_y), (x, y)),
        }
        None
    }

    fn wheel(&mut self, by: isize, x: u16, y: u16) {
        let over_panel = self.geometry().panel.is_some_and(|panel| panel.contains(x, y));
        match &mut self.pane {
            Pane::Help(scrolled) => *scrolled = scrolled.saturating_add_signed(by),
            Pane::Outline(list) | Pane::List(list) => list.pick(by),
            Pane::Shelf(pane) => pane.pick(by),
            _ if over_panel => self.scroll_panel(by),
            _ => self.scroll(by),
        }
    }

    /// What was clicked in the list that lies over the text; nothing closes it.
    fn clicked_row(&self, list: &Picker, count: usize, x: u16, y: u16) -> Option<usize> {
        let area = self.geometry().list(count);
        let rows = Area {
            x: area.x + 1,
            y: area.y + LIST_FRAME - 1,
            width: area.width.saturating_sub(2),
            height: area.height.saturating_sub(LIST_FRAME),
        };
        rows.contains(x, y).then(|| list.at(usize::from(y - rows.y), usize::from(rows.height)))?
    }

    fn click(&mut self, x: u16, y: u16) -> Option<Effect> {
        match std::mem::take(&mut self.pane) {
            Pane::Outline(list) => {
                let section = self.clicked_row(&list, self.reading.sections().len(), x, y);
                if let Some(section) = section {
                    self.go_to_section(section);
                }
                return None;
            }
            Pane::List(list) => {
                let review = self.clicked_row(&list, self.settings.input.1, x, y);
                return review.filter(|review| *review != self.settings.input.0).map(Effect::Open);
            }
            pane @ (Pane::Text | Pane::Credits(_)) => self.pane = pane,
            pane @ (Pane::Shelf(_) | Pane::Note(_)) => {
                self.pane = pane;
                return None;
            }
            _ => return None,
        }
        self.click_text(x, y);
        None
    }

    fn click_text(&mut self, x: u16, y: u16) {
        let geometry = self.geometry();
        if let Some(outline) = geometry.outline.filter(|outline| outline.contains(x, y)) {
            let section = self.outline_top(usize::from(outline.height)) + usize::from(y - outline.y);
            if section < self.reading.sections().len() {
                self.go_to_section(section);
            }
            return;
        }
        if let Some(panel) = geometry.panel.filter(|panel| panel.contains(x, y)) {
            if let Some(credit) = self.credit_at(usize::from(y - panel.y)) {
                self.walk(credit);
            }
            return;
        }
        let number = geometry.row_at(x, y);
        let text = geometry.row(number.unwrap_or(0));
        let row = number.and_then(|number| self.on_row(number));
        match row.and_then(|row| Some((row, *self.flow.items().get(row.item)?))) {
            Some((_, Item::Header(section))) => self.fold_section(section, Fold::Turn),
            Some((row, Item::Block(_))) => {
                let pieces = self.flow.line(row).map(|line| line.pieces.as_slice()).unwrap_or_default();
                let hit =
                    pieces.iter().find(|p| (p.column..p.column + p.width).contains(&x.wrapping_sub(text.x)));
                if let Some(Ink::Veil(veil)) = hit.map(|piece| piece.ink) {
                    self.toggle(veil.first.id);
                }
            }
            None => {}
        }
    }

    /// What stands on screen row `row`: the header that stays at the top, or the flow's row.
    pub(super) fn on_row(&self, row: usize) -> Option<super::Row> {
        if row == 0
            && let Some(section) = self.sticky()
        {
            let item = self.flow.items().iter().position(|item| *item == Item::Header(section))?;
            return Some(super::Row { item, line: 0 });
        }
        self.port.rows.get(row).copied()
    }

    /// The section whose header stays on the first row: the current one, where its own has scrolled off.
    pub fn sticky(&self) -> Option<usize> {
        let current = self.current_section()?;
        let header = Item::Header(current);
        let is_shown = |row: &super::Row| row.line == 0 && self.flow.items().get(row.item) == Some(&header);
        (!self.port.rows.iter().any(is_shown)).then_some(current)
    }
}
