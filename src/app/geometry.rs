//! Where things stand on the screen: worked out once for drawing, for scrolling and for the mouse.

use serde::{Deserialize, Serialize};

use super::Standing;

/// A rectangle of cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// Its left column.
    pub x: u16,
    /// Its top row.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Area {
    /// Whether the cell at `x`, `y` lies in it.
    pub fn contains(self, x: u16, y: u16) -> bool {
        (self.x..self.x + self.width).contains(&x) && (self.y..self.y + self.height).contains(&y)
    }
}

/// The columns of the side panel, where there is room for them, and the fewest beside the text.
pub const PANEL: u16 = 36;
const NARROW_PANEL: u16 = 30;
/// From this width on the panel stands beside the text, not over it.
pub const WIDE: u16 = 90;
/// The columns of the outline that stands left of the text, and from which width on there is room for it.
const OUTLINE: u16 = 26;
pub const OUTLINE_FROM: u16 = 110;
/// From this width on there is room for two columns of text.
pub const COLUMNS_FROM: u16 = 170;
/// The columns left of the text, for the gutter.
pub const GUTTER: u16 = 2;
/// The columns between the text and the panel.
const GAP: u16 = 2;
/// The usual width of the text.
pub const MEASURE: u16 = 72;

/// The parts of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Geometry {
    /// The line with the film's title; missing on low screens.
    pub title: Option<Area>,
    /// The text without its gutter, which stands left of it: its first column.
    pub text: Area,
    /// How many columns of text there are.
    pub columns: u16,
    /// The side panel.
    pub panel: Option<Area>,
    /// The outline that stands left of the text.
    pub outline: Option<Area>,
    /// The last line.
    pub status: Area,
}

impl Geometry {
    /// The parts of a screen of `width` by `height` for text of `measure` columns. Text and panel are one
    /// block in the middle, with a free column at the left edge.
    pub fn of(
        (width, height): (u16, u16),
        measure: u16,
        panel: Panel,
        outline: Standing,
        columns: u16,
    ) -> Self {
        let head = if height >= 8 { 2 } else { u16::from(height >= 5) };
        let foot = if height >= 8 { 2 } else { 1.min(height) };
        let body = height.saturating_sub(head + foot);
        let beside = panel == Panel::Shown && width >= WIDE;
        let standing = if outline == Standing::Pinned { OUTLINE + GAP } else { 0 };
        let between = (columns - 1) * (GUTTER + GAP);
        let wanted = measure.saturating_mul(columns).saturating_add(standing + between + GUTTER + GAP + 2);
        let free = width.saturating_sub(wanted);
        let side = if beside { free.clamp(NARROW_PANEL, PANEL) } else { 0 };
        let aside = if beside { side + GAP } else { 0 };
        let room = width.saturating_sub(aside + standing);
        let text = measure.min(room.saturating_sub(GUTTER + 2 + between) / columns).max(1);
        let all = text * columns + between;
        let left = (room.saturating_sub(all + GUTTER) / 2).max(1);
        let x = (left + standing + GUTTER).min(width.saturating_sub(1));
        let outline = (standing > 0).then_some(Area { x: left, y: head, width: OUTLINE, height: body });
        let text = Area { x, y: head, width: text.min(width.saturating_sub(x)).max(1), height: body };
        let panel_at = match panel {
            Panel::Hidden => None,
            Panel::Shown if beside => Some(Area { x: x + all + GAP, y: head, width: side, height: body }),
            Panel::Shown => {
                let over = PANEL.min(width);
                Some(Area { x: width - over, y: head, width: over, height: body })
            }
        };
        Self {
            title: (head > 0).then_some(Area { x: 0, y: 0, width, height: 1 }),
            text,
            columns,
            panel: panel_at,
            outline,
            status: Area { x: 0, y: height.saturating_sub(1), width, height: 1.min(height) },
        }
    }

    /// How many rows of text there are on the screen, in all columns.
    pub fn rows(&self) -> usize {
        usize::from(self.text.height) * usize::from(self.columns.max(1))
    }

    /// The cells of row `number` of the text.
    pub fn row(&self, number: usize) -> Area {
        let height = usize::from(self.text.height).max(1);
        let (column, y) = (number / height, number % height);
        let cells = |rows: usize| u16::try_from(rows).unwrap_or(u16::MAX);
        let x = self.text.x + cells(column) * (self.text.width + GUTTER + GAP);
        Area { x, y: self.text.y + cells(y), height: 1, ..self.text }
    }

    /// The row of the text at a cell, its gutter included.
    pub fn row_at(&self, x: u16, y: u16) -> Option<usize> {
        let is_there = |number: &usize| {
            let row = self.row(*number);
            Area { x: row.x.saturating_sub(GUTTER), width: row.width + GUTTER, ..row }.contains(x, y)
        };
        (0..self.rows()).find(is_there)
    }

    /// The frame of a list of `count` rows over the text: inside it, above the rows, stand what is typed
    /// and a blank row.
    pub fn list(&self, count: usize) -> Area {
        let (columns, rows) = (self.status.width, self.status.y + 1);
        let width = columns.saturating_sub(4).clamp(12, 72).min(columns);
        let count = u16::try_from(count).unwrap_or(u16::MAX);
        let height = count.saturating_add(4).clamp(6, rows.saturating_sub(2).max(6)).min(rows);
        Area { x: (columns - width) / 2, y: (rows - height) / 2, width, height }
    }
}

/// The rows of a list's frame that are no rows of the list.
pub const LIST_FRAME: u16 = 4;

/// Whether the side panel is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Panel {
    /// It is.
    Shown,
    /// It is not.
    Hidden,
}
