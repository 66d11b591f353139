//! Drawing: the reader's state onto a buffer of cells. It cannot change the state, and it asks the
//! gate for every span it draws.

mod overlay;
mod panel;
mod shelf;
mod standing;
mod text;
pub mod theme;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use review::gate::Sight;

use crate::app::command::Command;
use crate::app::{App, Area, Freshness, Glow, Pane, Paper, Picker, Settings, Stage, WIDE};
use crate::layout::{Veils, cells};
use crate::outline;
use crate::shelf::Viewing;
use crate::tally::{Extent, minutes};
use theme::{Part, Theme};

/// Draws `app` onto `buf`.
pub fn view(app: &App, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let mut canvas = Canvas { theme, buf, area };
    let ground = canvas.ground(app.settings());
    canvas.buf.set_style(area, ground);
    title(app, &mut canvas);
    text::draw(app, &mut canvas);
    standing::draw(app, &mut canvas);
    panel::draw(app, &mut canvas);
    status(app, &mut canvas);
    overlay::draw(app, &mut canvas);
    if is_read_aloud(app) {
        canvas.undraw();
    }
}

/// Draws that what is called `name` is being read, and how to leave that.
pub fn waiting(settings: &Settings, name: &str, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let mut canvas = Canvas { theme, buf, area };
    let ground = canvas.ground(settings);
    canvas.buf.set_style(area, ground);
    let told = format!("reading {} …", shorten(name, usize::from(area.width.saturating_sub(12))));
    canvas.put(1, 0, area.width, &told, canvas.style(Part::Notice));
    if area.height > 1 {
        let keys = settings.keymap.keys_of(Command::Close).first().map_or("C-c", String::as_str);
        let x = canvas.put(1, area.height - 1, area.width, keys, canvas.style(Part::StatusKey));
        canvas.put(x, area.height - 1, area.width, " quits", canvas.style(Part::Status));
    }
}

/// Whether the screen is made to be read aloud.
fn is_read_aloud(app: &App) -> bool {
    app.settings().veils == Veils::Words
}

/// Where the terminal's cursor belongs: in a line that is being typed. Where the screen is read aloud, the cursor says
/// where the reader is.
pub fn cursor(app: &App) -> Option<(u16, u16)> {
    let status = app.geometry().status;
    match app.pane() {
        Pane::Search(line) => {
            let column = u16::try_from(cells(&line.text)).unwrap_or(u16::MAX).saturating_add(2);
            Some((column.min(status.width.saturating_sub(1)), status.y))
        }
        Pane::Note(noting) => {
            let column = u16::try_from(cells(&noting.text)).unwrap_or(u16::MAX).saturating_add(7);
            Some((column.min(status.width.saturating_sub(1)), status.y))
        }
        Pane::Outline(list) if list.stage == Stage::Typing && app.geometry().outline.is_some() => {
            let column = u16::try_from(cells(&list.query)).unwrap_or(u16::MAX).saturating_add(3);
            Some((column.min(status.width.saturating_sub(1)), status.y))
        }
        Pane::Outline(list) if list.stage == Stage::Typing => {
            Some(overlay::list_cursor(list, app.geometry().list(app.reading().sections().len())))
        }
        Pane::List(list) if list.stage == Stage::Typing => {
            Some(overlay::list_cursor(list, app.geometry().list(app.settings().input.1)))
        }
        Pane::Shelf(shelf) => shelf::cursor(app, shelf),
        Pane::Text | Pane::Explain(_) if is_read_aloud(app) => Some(text::focus(app)),
        _ => None,
    }
}

/// A buffer with the theme it is drawn in.
struct Canvas<'a> {
    theme: &'a Theme,
    buf: &'a mut Buffer,
    area: Rect,
}

impl Canvas<'_> {
    fn style(&self, part: Part) -> Style {
        self.theme.style(part)
    }

    /// Leaves blanks where lines were drawn: read aloud, they are noise.
    fn undraw(&mut self) {
        let is_line = |symbol: &str| symbol.starts_with(|c| ('\u{2500}'..='\u{257F}').contains(&c));
        for place in self.area.positions() {
            if let Some(cell) = self.buf.cell_mut(place).filter(|cell| is_line(cell.symbol())) {
                cell.set_symbol(" ");
            }
        }
    }

    /// How plain text looks: on the theme's own ground, where it was not made for the terminal's.
    fn ground(&self, settings: &Settings) -> Style {
        let paper = match settings.paper {
            Paper::Terminal => Style::default(),
            Paper::Theme => self.style(Part::Ground),
        };
        paper.patch(self.style(Part::Text))
    }

    /// Writes `text` from column `x` on, at most up to column `end`; the column after it.
    fn put(&mut self, x: u16, y: u16, end: u16, text: &str, style: Style) -> u16 {
        let end = end.min(self.area.right());
        if x >= end || y >= self.area.bottom() {
            return x;
        }
        if !text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
            return self.buf.set_stringn(x, y, text, usize::from(end - x), style).0;
        }
        // Nearly all text is of letters of one column each.
        let mut behind = x;
        for (x, c) in (x..end).zip(text.chars()) {
            let Some(cell) = self.buf.cell_mut((x, y)) else { break };
            cell.set_char(c).set_style(style);
            behind = x + 1;
        }
        behind
    }

    /// Writes `text` so that it ends before column `end`, and not before column `start`.
    fn put_right(&mut self, start: u16, y: u16, end: u16, text: &str, style: Style) -> u16 {
        let width = u16::try_from(cells(text)).unwrap_or(u16::MAX);
        let x = end.saturating_sub(width).max(start);
        self.put(x, y, end, text, style);
        x
    }
}

fn columns(text: &str) -> u16 {
    u16::try_from(cells(text)).unwrap_or(u16::MAX)
}

/// `text` cut to `width` columns, with an ellipsis where it is cut.
fn shorten(text: &str, width: usize) -> String {
    if cells(text) <= width {
        return text.to_owned();
    }
    format!("{}…", crate::layout::truncate(text, width.saturating_sub(1)).trim_end())
}

/// The style of `part`, lit up as `over` is, where there is anything over it.
fn lit(canvas: &Canvas<'_>, part: Part, over: Option<Part>) -> Style {
    over.map_or(canvas.style(part), |over| canvas.style(part).patch(canvas.style(over)))
}

/// Below this width what is hidden is told in as few letters as there can be: the title needs them.
const TERSE: u16 = 48;

fn title(app: &App, canvas: &mut Canvas<'_>) {
    let Some(area) = app.geometry().title else { return };
    let facts = app.reading().facts();
    let curtain = if area.width < TERSE { terse_curtain(app) } else { curtain_state(app) };
    let part = if app.glow() == Glow::Bright { Part::Curtain } else { Part::TitleBy };
    let end = canvas.put_right(1, area.y, area.width.saturating_sub(1), &curtain, canvas.style(part));
    let end = end.saturating_sub(2);
    let name = facts.title.map_or(app.settings().name.as_str(), |title| title.text());
    let name = shorten(name, usize::from(end.saturating_sub(1)));
    let is_hit = facts.title.is_some_and(|title| app.search().hits.fit(title.text()));
    let mut x = canvas.put(1, area.y, end, &name, lit(canvas, Part::Title, is_hit.then_some(Part::Hit)));
    if let Some(year) = facts.year {
        x = canvas.put(x, area.y, end, &format!(" ({year})"), canvas.style(Part::TitleYear));
    }
    if let Some(by) = facts.reviewer.filter(|by| x + 3 + columns(by.text()) <= end) {
        let is_hit = app.search().hits.fit(by.text());
        x = canvas.put(x, area.y, end, " · ", canvas.style(Part::TitleBy));
        x = canvas.put(x, area.y, end, by.text(), lit(canvas, Part::TitleBy, is_hit.then_some(Part::Hit)));
    }
    let (at, count) = app.settings().input;
    if count > 1 {
        canvas.put(x, area.y, end, &format!("  {}/{count}", at + 1), canvas.style(Part::TitleBy));
    }
}

fn terse_curtain(app: &App) -> String {
    match app.reading().consent().sight {
        Sight::Hidden => count(app),
        _ => "open".to_owned(),
    }
}

/// Whether it is not known yet how much there is, and how much of that is hidden: what would change is not told.
fn is_pending(app: &App) -> bool {
    app.reading().tally().whole() == Extent::Pending
}

/// How many veils there are, once that is known.
fn count(app: &App) -> String {
    let veils = app.settings().veils;
    app.reading().tally().hidden().map_or_else(|| veils.count('…'), |hidden| veils.count(hidden))
}

/// What is hidden, in a few words.
fn curtain_state(app: &App) -> String {
    let consent = app.reading().consent();
    match (consent.sight, consent.hide) {
        (Sight::Plain, _) if app.viewing() == Viewing::Seen => "seen · all open".to_owned(),
        (Sight::Highlighted, _) => "all open, highlighted".to_owned(),
        (Sight::Plain, _) => "all open".to_owned(),
        (_, None) => "hiding: nothing".to_owned(),
        (Sight::Hidden, Some(level)) => {
            let what = level.name();
            if app.reading().tally().hidden() == Some(0) {
                format!("hiding: {what}")
            } else {
                format!("hiding: {what} {}", count(app))
            }
        }
    }
}

fn status(app: &App, canvas: &mut Canvas<'_>) {
    let area = app.geometry().status;
    if area.height == 0 {
        return;
    }
    match (app.pane(), app.notice()) {
        (Pane::Search(line), _) => search_line(app, &line.text, area, canvas),
        (Pane::Note(noting), _) => prompt(&format!("note: {}", noting.text), area, canvas),
        (Pane::Percent(typed), _) => prompt(&format!("go to, in percent: {typed}"), area, canvas),
        (Pane::Mark, _) => prompt("mark: a letter", area, canvas),
        (Pane::Outline(list), None) if app.geometry().outline.is_some() => {
            outline_line(app, list, area, canvas);
        }
        (Pane::Select(_), None) => prompt(&selection(app), area, canvas),
        (Pane::GoToMark, _) => prompt("go to mark: a letter, or ' for where you came from", area, canvas),
        (_, Some(notice)) => {
            let notice = shorten(notice, usize::from(area.width.saturating_sub(2)));
            canvas.put(1, area.y, area.width, &notice, canvas.style(Part::Notice));
        }
        _ => where_we_are(app, area, canvas),
    }
}

/// What is typed to narrow the outline that stands beside the text, or what could be.
fn outline_line(app: &App, list: &Picker, area: Area, canvas: &mut Canvas<'_>) {
    let key = app.key_of(Command::Outline);
    let hint = format!("type to filter · Enter goes · {key} takes the outline away · Esc leaves it");
    let typed = if list.stage == Stage::Typing { list.query.as_str() } else { &hint };
    prompt(&format!("› {typed}"), area, canvas);
}

/// What is selected, and what can be done with it.
fn selection(app: &App) -> String {
    let count = app.selected_count();
    let sentences = if count == 1 { "sentence" } else { "sentences" };
    let [down, up, copy, hide] = [Command::LineDown, Command::LineUp, Command::Copy, Command::Overrule]
        .map(|command| app.key_of(command));
    let long = format!(
        "{count} {sentences} selected · {down} {up} more, less · {copy} copies · a notes · {hide} hides"
    );
    let brief = format!("{count} selected · {copy} copies · a notes · {hide} hides");
    if columns(&long) + 2 <= app.geometry().status.width { long } else { brief }
}

fn prompt(text: &str, area: Area, canvas: &mut Canvas<'_>) {
    let text = shorten(text, usize::from(area.width.saturating_sub(2)));
    canvas.put(1, area.y, area.width, &text, canvas.style(Part::Notice));
}

fn search_line(app: &App, text: &str, area: Area, canvas: &mut Canvas<'_>) {
    let style = canvas.style(Part::StatusStrong);
    let end = area.width.saturating_sub(1);
    let count = if text.is_empty() { String::new() } else { hits(app) };
    let end = canvas.put_right(2, area.y, end, &count, canvas.style(Part::Status)).saturating_sub(1);
    canvas.put(1, area.y, 2, "/", canvas.style(Part::StatusKey));
    canvas.put(2, area.y, end, text, style);
}

fn hits(app: &App) -> String {
    let search = app.search();
    let more = if search.hits.len() >= crate::search::MOST { "+" } else { "" };
    match (search.hits.len(), search.at) {
        (0, _) if !app.rows_found().is_empty() => "beside the text".to_owned(),
        (0, _) => "no hits".to_owned(),
        (1, None) => "1 hit".to_owned(),
        (count, None) => format!("{count}{more} hits"),
        (count, Some(at)) => format!("{} of {count}{more}", at + 1),
    }
}

fn where_we_are(app: &App, area: Area, canvas: &mut Canvas<'_>) {
    let end = area.width.saturating_sub(1);
    let mut left = left_of_status(app, area.width);
    if is_read_aloud(app) {
        left = (left.0.replacen("§ ", "section ", 1), left.1.replace(" · ", ", "));
    }
    let wanted = columns(&left.0) + columns(&left.1) + 3;
    let mut hints = hints(app);
    let room = |hints: &[(&str, &str)]| {
        let width = |what: &str| if what.is_empty() { 0 } else { columns(what) + 1 };
        hints.iter().map(|(key, what)| columns(key) + width(what) + 3).sum::<u16>()
    };
    while !hints.is_empty() && wanted + room(&hints) > area.width {
        hints.pop();
    }
    let x = canvas.put(1, area.y, end, &left.0, canvas.style(Part::StatusStrong));
    canvas.put(x, area.y, end, &left.1, canvas.style(Part::Status));
    let mut at = end.saturating_sub(room(&hints).saturating_sub(3));
    for (number, (key, what)) in hints.iter().enumerate() {
        if number > 0 {
            let between = if is_read_aloud(app) { ",  " } else { " · " };
            at = canvas.put(at, area.y, end, between, canvas.style(Part::Rule));
        }
        at = canvas.put(at, area.y, end, key, canvas.style(Part::StatusKey));
        if !what.is_empty() {
            at = canvas.put(at, area.y, end, &format!(" {what}"), canvas.style(Part::Status));
        }
    }
}

/// Where the reader is: the section, and how far; as much of that as fits into `width`.
fn left_of_status(app: &App, width: u16) -> (String, String) {
    let gate = app.reading().gate();
    let section = app.current_section().map(|section| {
        let sections = app.reading().sections();
        let title = sections.get(section).map(|s| outline::title(gate, s, app.settings().veils));
        let of = if app.reading().document().is_beginning() {
            String::new()
        } else {
            format!("/{}", sections.len())
        };
        (format!("§ {}{of}", section + 1), shorten(&title.unwrap_or_default(), 28))
    });
    let (number, title) = section.unwrap_or_default();
    let (percent, left) = how_far(app);
    let count = app.count().map_or(String::new(), |count| count.to_string());
    let keys = app.pending().iter().map(ToString::to_string);
    let keys: String = std::iter::once(count).chain(keys).collect();
    let keys = if keys.is_empty() { keys } else { format!(" · {keys}…") };
    let found = if app.search().pattern.is_empty() { String::new() } else { format!(" · {}", hits(app)) };
    let behind = |parts: &[&str]| {
        let parts = std::iter::once(number.as_str()).chain(parts.iter().copied());
        let told = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        told.get(number.len()..).unwrap_or_default().to_owned()
    };
    let here = if number.is_empty() { number.clone() } else { format!("{number} {title}") };
    let forms = [
        (here, format!("{}{found}{keys}", behind(&[&percent, &left]))),
        (number.clone(), format!("{}{found}{keys}", behind(&[&percent, &left]))),
        (number.clone(), format!("{}{found}{keys}", behind(&[&percent]))),
    ];
    let fits = |form: &(String, String)| columns(&form.0) + columns(&form.1) + 2 <= width;
    let brief = format!("{}{keys}", behind(&[&percent]));
    forms.into_iter().find(fits).unwrap_or((number, brief))
}

/// How far the reader is, and what is left, if that is known.
fn how_far(app: &App) -> (String, String) {
    if is_pending(app) {
        return Default::default();
    }
    let (percent, words) = app.progress();
    let left = if words == 0 { "the end".to_owned() } else { format!("{} min left", minutes(words)) };
    (format!("{percent}%"), left)
}

/// Below this width the key of help speaks for itself.
const SHORT_HINTS: u16 = 72;

/// The keys worth knowing now, from the keymap itself.
fn hints(app: &App) -> Vec<(&str, &'static str)> {
    let reveal = app.current_passage().map(|p| (Command::Reveal, if p.hidden { "reveal" } else { "hide" }));
    let search = (!app.search().hits.is_empty()).then_some((Command::NextHit, "next hit"));
    let help = (Command::Help, if app.geometry().status.width < SHORT_HINTS { "" } else { "help" });
    let folded = app.current_section().is_some_and(|section| app.is_folded(section));
    let reload = (app.freshness() == Freshness::Stale).then_some((Command::Reload, "reload"));
    // Where the panel does not stand beside the text, nothing else tells that there is one.
    let narrow = app.geometry().status.width < WIDE && app.reading().has_facts();
    let covered = app.geometry().is_covered();
    let panel = narrow.then_some((Command::Panel, if covered { "text" } else { "credits" }));
    let (panel_first, panel) = if covered { (panel, None) } else { (None, panel) };
    let usual = [
        (Command::Search, "search"),
        (Command::Fold, if folded { "open" } else { "fold" }),
        (Command::NextSection, "next"),
    ];
    let keys = |(command, what)| {
        let key = app.settings().keymap.keys_of(command).first()?;
        Some((key.as_str(), what))
    };
    [help]
        .into_iter()
        .chain(panel_first)
        .chain(reload)
        .chain(reveal)
        .chain(search)
        .chain(panel)
        .chain(usual)
        .filter_map(keys)
        .take(5)
        .collect()
}
