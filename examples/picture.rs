//! Draws the README's pictures: the real screen of the review that comes with the program, as an SVG.
//!
//! `cargo run --release --example picture -- dark > docs/screen-dark.svg`, and the same with `light`.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};
use unspoiled::app::keymap::keys;
use unspoiled::app::{App, Message, Paper, Settings};
use unspoiled::review::{self, Format, Policy};
use unspoiled::view::theme::{Colours, Part, Theme, Themes};
use unspoiled::view::view;

const SAMPLE: &str = include_str!("../assets/samples/never-let-me-go.txt");
const SIZE: (u16, u16) = (112, 30);
/// A cell in pixels.
const CELL: (f32, f32) = (8.4, 18.0);

fn main() -> io::Result<()> {
    let themes = Themes::embedded(Colours::True);
    let name = std::env::args().nth(1).unwrap_or_else(|| "dark".to_owned());
    let number = themes.named(&name).unwrap_or(0);
    let document = review::read(SAMPLE.to_owned(), Format::Text).judge_all(Policy::default());
    let settings =
        Settings { theme: number, themes: themes.names(), paper: Paper::Theme, ..Settings::default() };
    let mut app = App::new(document, settings, SIZE);
    for key in keys("]] ]] ]s").into_iter().flatten() {
        app.update(Message::Key(key));
    }
    let area = Rect::new(0, 0, SIZE.0, SIZE.1);
    let mut buffer = Buffer::empty(area);
    let theme = themes.get(number);
    view(&app, theme, area, &mut buffer);
    io::stdout().write_all(svg(&buffer, theme).as_bytes())
}

fn svg(buffer: &Buffer, theme: &Theme) -> String {
    let (width, height) = (f32::from(SIZE.0) * CELL.0, f32::from(SIZE.1) * CELL.1);
    let ground = theme.style(Part::Ground);
    let (paper, ink) = (hex(ground.bg, "#161411"), hex(ground.fg, "#d6cfc4"));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-14 -12 {} {}\" font-size=\"14\" \
         font-family=\"'DejaVu Sans Mono', Menlo, Consolas, monospace\">\n\
         <rect x=\"-14\" y=\"-12\" width=\"{}\" height=\"{}\" rx=\"8\" fill=\"{paper}\"/>\n",
        width + 28.0,
        height + 24.0,
        width + 28.0,
        height + 24.0
    );
    for y in 0..SIZE.1 {
        let mut x = 0;
        while x < SIZE.0 {
            let first = &buffer[(x, y)];
            let like = (x..SIZE.0).take_while(|at| buffer[(*at, y)].style() == first.style());
            let text: String = like.clone().map(|at| buffer[(at, y)].symbol()).collect();
            let columns = u16::try_from(like.count()).unwrap_or(1);
            run(&mut svg, first, &text, (x, y, columns), (&paper, &ink));
            x += columns;
        }
    }
    svg.push_str("</svg>\n");
    svg
}

/// Cells that look alike.
fn run(
    svg: &mut String,
    cell: &Cell,
    text: &str,
    (x, y, columns): (u16, u16, u16),
    (paper, ink): (&str, &str),
) {
    let (left, top) = (f32::from(x) * CELL.0, f32::from(y) * CELL.1);
    let width = f32::from(columns) * CELL.0;
    let (mut fore, mut back) = (hex(Some(cell.fg), ink), hex(Some(cell.bg), paper));
    if cell.modifier.contains(Modifier::REVERSED) {
        std::mem::swap(&mut fore, &mut back);
    }
    if back != paper {
        // Writing to a string cannot fail.
        let _ = writeln!(
            svg,
            "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{}\" fill=\"{back}\"/>",
            CELL.1
        );
    }
    // Blanks at the ends are lost on the way to some screens.
    let before = text.chars().take_while(|c| *c == ' ').count();
    let text = text.trim();
    if text.is_empty() {
        return;
    }
    let columns = |count: usize| f32::from(u16::try_from(count).unwrap_or(u16::MAX)) * CELL.0;
    let (left, width) = (left + columns(before), columns(text.chars().count()));
    let looks = [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
    ];
    let looks: String =
        looks.iter().filter(|(flag, _)| cell.modifier.contains(*flag)).map(|(_, look)| *look).collect();
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    let base = top + CELL.1 * 0.75;
    let _ = writeln!(
        svg,
        "<text x=\"{left}\" y=\"{base}\" fill=\"{fore}\"{looks} xml:space=\"preserve\" \
         textLength=\"{width}\" lengthAdjust=\"spacingAndGlyphs\">{escaped}</text>"
    );
}

fn hex(colour: Option<Color>, otherwise: &str) -> String {
    match colour {
        Some(Color::Rgb(r, g, b)) => format!("#{r:02x}{g:02x}{b:02x}"),
        _ => otherwise.to_owned(),
    }
}
