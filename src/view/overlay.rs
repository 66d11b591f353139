//! What lies over the text: help, outline, and why a passage is hidden.

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::{Block, BorderType, Clear, Widget};
use review::document::{Level, Reason};
use review::gate::Passage;

use super::theme::Part;
use super::{Canvas, columns, shelf, shorten};
use crate::app::command::{COMMANDS, Command, Group};
use crate::app::{App, Area, Links, Pane, Picker, Stage};
use crate::outline;
use crate::tally::{Held, minutes};

/// Draws the pane that is open, if it lies over the text.
pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>) {
    match app.pane() {
        Pane::Help(scrolled) => help(app, *scrolled, canvas),
        Pane::Outline(pane) => outline_pane(app, pane, canvas),
        Pane::Shelf(pane) => shelf::draw(app, pane, canvas),
        Pane::List(pane) => list(app, pane, canvas),
        Pane::Links(pane) => links(app, pane, canvas),
        Pane::Explain(id) => {
            if let Some(passage) = app.passage(*id) {
                explain(app, passage, canvas);
            }
        }
        _ => {}
    }
}

/// A framed box of at most `width` by `height` in the middle; its inside.
fn frame(title: &str, width: u16, height: u16, canvas: &mut Canvas<'_>) -> Rect {
    let area = canvas.area;
    let (width, height) = (width.min(area.width), height.min(area.height));
    let rect =
        Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height };
    Clear.render(rect, canvas.buf);
    canvas.buf.set_style(rect, canvas.style(Part::Pane));
    let block =
        Block::bordered().border_type(BorderType::Rounded).border_style(canvas.style(Part::PaneBorder));
    let inner = block.inner(rect);
    block.render(rect, canvas.buf);
    canvas.put(
        rect.x + 2,
        rect.y,
        rect.right().saturating_sub(1),
        &format!(" {title} "),
        canvas.style(Part::Header),
    );
    inner
}

/// The frame of a list, with what is typed to narrow it; where its rows stand.
fn list_frame(title: &str, list: &Picker, area: Area, canvas: &mut Canvas<'_>) -> Rect {
    let inner = frame(title, area.width, area.height, canvas);
    let style = canvas.style(Part::Pane);
    canvas.put(inner.x, inner.y, inner.right(), "›", Style { bg: style.bg, ..canvas.style(Part::StatusKey) });
    let (query, part) = match (list.query.as_str(), list.stage) {
        ("", Stage::Walking) => ("type to filter", Part::PanelRole),
        (query, _) => (query, Part::Pane),
    };
    canvas.put(inner.x + 2, inner.y, inner.right(), query, canvas.style(part));
    Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner }
}

/// Where the cursor stands in what is typed to narrow a list.
pub(super) fn list_cursor(list: &Picker, area: Area) -> (u16, u16) {
    let x = (area.x + 3).saturating_add(columns(&list.query));
    (x.min((area.x + area.width).saturating_sub(2)), area.y + 1)
}

fn outline_pane(app: &App, pane: &Picker, canvas: &mut Canvas<'_>) {
    let area = app.geometry().list(app.reading().sections().len());
    let rows = list_frame("Sections", pane, area, canvas);
    let first = pane.first(usize::from(rows.height));
    let fitting = pane.fitting.iter().enumerate().skip(first);
    for (y, (number, section)) in (rows.y..rows.bottom()).zip(fitting) {
        outline_row(app, *section, number == pane.picked, rows, y, canvas);
    }
    if pane.fitting.is_empty() {
        canvas.put(rows.x + 2, rows.y, rows.right(), "no section fits", canvas.style(Part::PanelRole));
    }
}

fn outline_row(app: &App, section: usize, picked: bool, inner: Rect, y: u16, canvas: &mut Canvas<'_>) {
    let gate = app.reading().gate();
    let Some(found) = app.reading().sections().get(section) else { return };
    let depth = u16::from(found.depth.saturating_sub(1)).min(8);
    let style = canvas.style(if picked { Part::Picked } else { Part::Pane });
    if picked {
        canvas.buf.set_style(Rect { y, height: 1, ..inner }, style);
    }
    let Held { words, hidden, .. } = app.reading().tally().section(found);
    let hidden =
        if hidden > 0 { format!("{} · ", app.settings().veils.count(hidden)) } else { String::new() };
    // Where there is little room the title needs it more.
    let counts = if inner.width < 30 { String::new() } else { format!("{hidden}{} min", minutes(words)) };
    let count_style = if picked { style } else { canvas.style(Part::PanelCount) };
    let right = canvas.put_right(inner.x, y, inner.right().saturating_sub(1), &counts, count_style);
    let x = inner.x + 1 + depth * 2;
    let title = format!("{}  {}", section + 1, outline::title(gate, found, app.settings().veils));
    let room = usize::from(right.saturating_sub(x + 1));
    canvas.put(x, y, right, &shorten(&title, room), style);
}

/// The reviews that were given: what was not opened yet has a mark.
fn list(app: &App, pane: &Picker, canvas: &mut Canvas<'_>) {
    let settings = app.settings();
    let rows = list_frame("Reviews", pane, app.geometry().list(settings.input.1), canvas);
    let first = pane.first(usize::from(rows.height));
    let fitting = pane.fitting.iter().enumerate().skip(first);
    for (y, (number, review)) in (rows.y..rows.bottom()).zip(fitting) {
        let mark = match review {
            review if *review == settings.input.0 => "▸",
            review if settings.seen.contains(review) => " ",
            _ => "•",
        };
        let text = format!("{mark} {}", app.listed(*review).unwrap_or_default());
        let known = settings.entries.get(review).map(|entry| shelf::brief(&shelf::told(app, entry)));
        let known = known.unwrap_or_default();
        row(&text, &known, number == pane.picked, (rows, y), canvas);
    }
    if pane.fitting.is_empty() {
        canvas.put(rows.x + 2, rows.y, rows.right(), "no review fits", canvas.style(Part::PanelRole));
    }
}

/// The links on screen, by number, with whose they are.
fn links(app: &App, pane: &Links, canvas: &mut Canvas<'_>) {
    let rows = pane.places.iter().enumerate().map(|(number, place)| {
        let (text, host) = app.link_at(*place).unwrap_or_default();
        (format!("{} {text}", number + 1), host)
    });
    rows_of("Links", rows, pane.places.len(), pane.picked, canvas);
}

/// A box of `count` rows of which one is picked: each a text at the left, and one at the right.
fn rows_of<'a>(
    title: &str,
    rows: impl Iterator<Item = (String, &'a str)>,
    count: usize,
    picked: usize,
    canvas: &mut Canvas<'_>,
) {
    let height = u16::try_from(count).unwrap_or(u16::MAX).saturating_add(2);
    let inner = frame(title, canvas.area.width.saturating_sub(4).clamp(12, 72), height, canvas);
    let room = usize::from(inner.height);
    let skip = (picked + 1).saturating_sub(room);
    for (number, (y, (text, right))) in (skip..).zip((inner.y..inner.bottom()).zip(rows.skip(skip))) {
        row(&text, right, number == picked, (inner, y), canvas);
    }
}

/// A row of a list: a text at the left, and one at the right where there is room for it.
fn row(text: &str, right: &str, picked: bool, (inner, y): (Rect, u16), canvas: &mut Canvas<'_>) {
    let style = canvas.style(if picked { Part::Picked } else { Part::Pane });
    if picked {
        canvas.buf.set_style(Rect { y, height: 1, ..inner }, style);
    }
    let end = inner.right().saturating_sub(1);
    let right = if columns(right) + 16 > inner.width { "" } else { right };
    let dim = if picked { style } else { canvas.style(Part::PanelCount) };
    let end = canvas.put_right(inner.x, y, end, right, dim);
    let room = usize::from(end.saturating_sub(inner.x + 2));
    canvas.put(inner.x + 1, y, end, &shorten(text, room), style);
}

/// Why a passage is hidden, and nothing of what it says.
fn explain(app: &App, passage: Passage, canvas: &mut Canvas<'_>) {
    let what = match passage.veil.level {
        _ if passage.veil.reason == Reason::Rating => "says how good the film is",
        Level::Premise => "tells the premise: what a synopsis tells",
        Level::Plot => "tells the plot: what happens after the set-up",
        Level::Ending => "tells the ending, or a twist",
    };
    let who = match passage.veil.reason {
        Reason::Markup => "The author marked it as a spoiler.",
        Reason::Warning => "A spoiler warning stands before it.",
        Reason::Judged => "unspoiled judged so from the prose",
        Reason::Reader => "You hid it.",
        Reason::Rating => "It is the rating, and ratings are hidden.",
        Reason::Unread => "It is still being judged.",
    };
    let is_judged = passage.veil.reason == Reason::Judged;
    let certainty = app.reading().gate().certainty(passage.place).filter(|_| is_judged);
    let who = match certainty {
        Some(sure) => format!("{who}: {:.0} % likely.", sure * 100.0),
        None => who.to_owned(),
    };
    let state = if passage.hidden { "It is hidden." } else { "It is open now." };
    let (reveal, overrule) = (app.key_of(Command::Reveal), app.key_of(Command::Overrule));
    let keys = format!("{reveal} reveal or hide · {overrule} overrule");
    let lines = [format!("This passage {what}."), who, state.to_owned(), String::new(), keys];
    let room = usize::from(canvas.area.width.saturating_sub(4)).max(1);
    let wrapped = lines.iter().flat_map(|line| textwrap::wrap(line, room)).collect::<Vec<_>>();
    let width = wrapped.iter().map(|line| columns(line)).max().unwrap_or(0) + 4;
    let height = u16::try_from(wrapped.len() + 2).unwrap_or(u16::MAX);
    let inner = frame("Why", width, height, canvas);
    for (y, line) in (inner.y..inner.bottom()).zip(&wrapped) {
        canvas.put(inner.x + 1, y, inner.right(), line, canvas.style(Part::Pane));
    }
}

/// The keys in force: group by group in two columns where all of them fit, else in one, and those that
/// matter first at its top.
fn help(app: &App, scrolled: usize, canvas: &mut Canvas<'_>) {
    let groups =
        |groups: &[Group]| groups.iter().flat_map(|group| help_group(app, *group)).collect::<Vec<_>>();
    let both = [
        groups(&[Group::Move, Group::Jump, Group::Fold]),
        groups(&[Group::Curtain, Group::Find, Group::Program]),
    ];
    let room = usize::from(canvas.area.height.saturating_sub(2));
    let fits = canvas.area.width >= HELP_WIDE && both.iter().all(|lines| lines.len() <= room);
    let columns_of = if fits { both.to_vec() } else { vec![[help_first(app), both.concat()].concat()] };
    let rows = columns_of.iter().map(Vec::len).max().unwrap_or(0);
    let height = u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(2);
    let width = if columns_of.len() > 1 { HELP_WIDE } else { HELP_WIDE / 2 + 1 };
    let inner = frame("Keys", width, height, canvas);
    let below = rows.saturating_sub(usize::from(inner.height));
    let skip = scrolled.min(below);
    if skip < below {
        let (style, right) = (canvas.style(Part::StatusKey), inner.right());
        canvas.put_right(inner.x, inner.bottom(), right, " ↓ more ", style);
    }
    let width = inner.width / u16::try_from(columns_of.len()).unwrap_or(1);
    for (column, lines) in (0..).zip(&columns_of) {
        let x = inner.x + 1 + column * width;
        for (y, (keys, what)) in (inner.y..inner.bottom()).zip(lines.iter().skip(skip)) {
            help_line(keys, what, x, y, (x + width).min(inner.right()), canvas);
        }
    }
}

/// The keys that matter first.
const FIRST: [Command; 20] = {
    use Command as C;
    [
        C::PageDown,
        C::LineDown,
        C::Top,
        C::NextSection,
        C::Section(1),
        C::Outline,
        C::Fold,
        C::FoldAll,
        C::NextPassage,
        C::Reveal,
        C::HideAgain,
        C::HideLess,
        C::CycleSight,
        C::Explain,
        C::Seen,
        C::Search,
        C::Panel,
        C::Back,
        C::Shelf,
        C::Close,
    ]
};

fn help_first(app: &App) -> Vec<(String, &'static str)> {
    let starts = COMMANDS.iter().enumerate().filter(|(_, entry)| !entry.help.is_empty());
    let of = |command: &Command| {
        let (at, entry) = starts.clone().find(|(_, entry)| entry.command == *command)?;
        let more = COMMANDS.iter().skip(at + 1).take_while(|entry| entry.help.is_empty());
        let together: Vec<Command> =
            std::iter::once(*command).chain(more.map(|entry| entry.command)).collect();
        Some((help_keys(app, &together), entry.help)).filter(|(keys, _)| !keys.is_empty())
    };
    let mut lines: Vec<_> = FIRST.iter().filter_map(of).collect();
    lines.push((String::new(), ""));
    lines
}

/// The width of help in two columns.
const HELP_WIDE: u16 = 104;
/// The width of its keys.
const HELP_KEYS: u16 = 14;

fn help_line(keys: &str, what: &str, x: u16, y: u16, end: u16, canvas: &mut Canvas<'_>) {
    if what.is_empty() {
        canvas.put(x, y, end, keys, canvas.style(Part::PanelHeading));
        return;
    }
    let room = HELP_KEYS.min(end.saturating_sub(x) / 2);
    let keys = shorten(keys, usize::from(room.saturating_sub(1)));
    canvas.put(x, y, (x + room).min(end), &keys, canvas.style(Part::StatusKey));
    let what = shorten(what, usize::from(end.saturating_sub(x + room)));
    canvas.put(x + room, y, end, &what, canvas.style(Part::Pane));
}

/// A heading and the group's commands with their keys; a heading has no second part.
fn help_group(app: &App, group: Group) -> Vec<(String, &'static str)> {
    let mut lines = vec![(group.title().to_owned(), "")];
    let mut entries = COMMANDS.iter().filter(|entry| entry.group == group).peekable();
    while let Some(entry) = entries.next() {
        let mut together = vec![entry.command];
        while let Some(next) = entries.next_if(|next| next.help.is_empty()) {
            together.push(next.command);
        }
        let keys = help_keys(app, &together);
        if !keys.is_empty() {
            lines.push((keys, entry.help));
        }
    }
    lines.push((String::new(), ""));
    lines
}

/// The keys of commands that help lists together: all of a single one's, the first of each of several.
fn help_keys(app: &App, commands: &[Command]) -> String {
    let keys = |command: &Command| app.settings().keymap.keys_of(*command);
    let first = |command| keys(command).first().map(String::as_str);
    match commands {
        [one] => keys(one).join(" "),
        [one @ Command::Section(_), .., last] => {
            format!("{}…{}", first(one).unwrap_or(""), first(last).unwrap_or(""))
        }
        _ => commands.iter().filter_map(first).collect::<Vec<_>>().join(" "),
    }
}
