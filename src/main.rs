//! tmp
use unspoiled::{app, review, tui, view};
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let format = if path.ends_with(".md") { review::Format::Markdown } else { review::Format::Text };
    let document = review::read(text, format);
    let colours = tui::colours();
    let themes = view::theme::Themes::embedded(colours);
    let theme = themes.for_ground(tui::ground());
    let settings = app::Settings { theme, ..Default::default() };
    tui::run(tui::Review { name: path, document, rest: None }, settings, &themes, &mut |_| Err("x".into()))
        .unwrap();
}
