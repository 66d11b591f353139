//! Where things stand on the screen: worked out once for drawing, for scrolling and for the mouse.

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

/// The columns of the side panel.
pub const PANEL: u16 = 32;
/// From this width on the panel stands beside the text, not over it.
pub const WIDE: u16 = 90;
/// The columns left of the text, for the gutter.
pub const GUTTER: u16 = 2;
/// The usual width of the text.
pub const MEASURE: u16 = 72;

/// The parts of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Geometry {
    /// The line with the film's title; missing on low screens.
    pub title: Option<Area>,
    /// The text without its gutter, which stands left of it.
    pub text: Area,
    /// The side panel.
    pub panel: Option<Area>,
    /// The last line.
    pub status: Area,
}

impl Geometry {
    /// The parts of a screen of `width` by `height` for text of `measure` columns.
    pub fn of(width: u16, height: u16, measure: u16, panel: Panel) -> Self {
        let head = if height >= 8 { 2 } else { u16::from(height >= 5) };
        let foot = if height >= 8 { 2 } else { 1.min(height) };
        let body = height.saturating_sub(head + foot);
        let beside = panel == Panel::Shown && width >= WIDE;
        let room = if beside { width - PANEL } else { width };
        let text = measure.min(room.saturating_sub(GUTTER + 1)).max(1);
        let x = (room.saturating_sub(text + GUTTER) / 2 + GUTTER).min(width.saturating_sub(1));
        let panel_at = match panel {
            Panel::Hidden => None,
            Panel::Shown if beside => Some(Area { x: room, y: head, width: PANEL, height: body }),
            Panel::Shown => {
                let over = PANEL.min(width);
                Some(Area { x: width - over, y: head, width: over, height: body })
            }
        };
        Self {
            title: (head > 0).then_some(Area { x: 0, y: 0, width, height: 1 }),
            text: Area { x, y: head, width: text.min(width.saturating_sub(x)).max(1), height: body },
            panel: panel_at,
            status: Area { x: 0, y: height.saturating_sub(1), width, height: 1.min(height) },
        }
    }
}

/// Whether the side panel is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// It is.
    Shown,
    /// It is not.
    Hidden,
}
