//! Keys and what becomes of the reader: places, sections, folds and passages, without drawing.

#[path = "support/reader.rs"]
mod reader;

use std::collections::HashSet;
use std::sync::Arc;

use reader::Seat;
use unspoiled::app::command::{COMMANDS, Command};
use unspoiled::app::keymap::{Keymap, Meaning, keys};
use unspoiled::app::{Effect, Item, Message, Mouse, Pane, Settings};
use unspoiled::layout::Ink;
use unspoiled::review::gate::Sight;
use unspoiled::review::{self, Format};
use unspoiled::shelf::{Entry, Shelf, Viewing};

/// Sections in two levels, passages of two, and front matter with credits.
const REVIEW: &str = "\
---
title: The Night Ferry
year: 1931
director: Ida Holm
reviewer: Max Rull
---

Opening words by Ida Holm.

## Story

A girl boards. ||She drowns.|| Ida Holm films it.

### Night

Dark water.

### Dawn

[spoiler=plot]She wakes.[/spoiler]

Light water.

## Verdict

Go and see. ||Twice.||

Bring a coat.
";

/// A reader on a screen of which the text takes `rows` rows.
fn seat(rows: u16) -> Seat {
    Seat::new(REVIEW, Format::Markdown, (80, rows + 4))
}

/// What stands on the first row of text: a header, or the first words of a block.
fn top(seat: &Seat) -> String {
    let app = &seat.app;
    let Some(row) = app.rows().first() else { return String::new() };
    let gate = app.reading().gate();
    match app.flow().items().get(row.item) {
        Some(Item::Header(section)) => format!("§{}", section + 1),
        Some(Item::Block(_)) => match app.flow().line(*row).and_then(|line| line.pieces.first()) {
            Some(piece) => match piece.ink {
                Ink::Source(span) => gate.whole(span).map_or("?", |shown| shown.text()).to_owned(),
                _ => "veil".to_owned(),
            },
            None => "blank".to_owned(),
        },
        None => "nothing".to_owned(),
    }
}

fn folds(seat: &Seat) -> String {
    let sections = 0..seat.app.reading().sections().len();
    let folded = sections.filter(|section| seat.app.is_folded(*section));
    folded.map(|section| (section + 1).to_string()).collect::<Vec<_>>().join(" ")
}

fn hidden(seat: &Seat) -> usize {
    seat.app.reading().tally().hidden().unwrap_or(usize::MAX)
}

/// The number of the current passage among all, from 1.
fn passage(seat: &Seat) -> Option<usize> {
    let current = seat.app.current_passage()?;
    let all = seat.app.reading().gate().passages();
    all.iter().position(|passage| passage.veil.id == current.veil.id).map(|at| at + 1)
}

/// Where keys lead on a screen of six rows: the top row, and the section.
const PLACES: &[(&str, &str, usize)] = &[
    ("j", "blank", 0),
    ("Down Down", "§1", 1),
    ("jjk", "blank", 0),
    ("Down Up", "Opening words by Ida Holm.", 0),
    ("d", "§1", 1),
    ("C-d u", "Opening words by Ida Holm.", 0),
    ("d C-u", "Opening words by Ida Holm.", 0),
    ("Space", "A girl boards.", 1),
    ("f", "A girl boards.", 1),
    ("PageDown b", "Opening words by Ida Holm.", 0),
    ("Space PageUp", "Opening words by Ida Holm.", 0),
    ("J", "§1", 1),
    ("]]]]", "§2", 2),
    ("JJK", "§1", 1),
    ("JJ[[", "§1", 1),
    ("J K", "Opening words by Ida Holm.", 0),
    ("1", "§1", 1),
    ("2", "§2", 2),
    ("3", "§3", 3),
    ("5", "Opening words by Ida Holm.", 0),
    ("6 7 8 9", "Opening words by Ida Holm.", 0),
    ("3 g", "Opening words by Ida Holm.", 0),
    ("3 Home", "Opening words by Ida Holm.", 0),
    ("2 C-o", "Opening words by Ida Holm.", 0),
    ("2 Backspace", "Opening words by Ida Holm.", 0),
    ("2 3 A-Left A-Left A-Right", "§2", 2),
    ("2 3 C-o A-Right", "§3", 3),
    ("2 m a g ' a", "§2", 2),
    ("2 g ' '", "§2", 2),
    ("zM J", "Opening words by Ida Holm.", 1),
    ("zM j", "Opening words by Ida Holm.", 1),
    ("zM j j", "Opening words by Ida Holm.", 4),
    ("} }", "§1", 1),
    ("} } {", "§1", 1),
    ("% 5 0 Enter", "§2", 2),
    ("t j Enter", "§2", 2),
    ("t Down Enter", "§2", 2),
    ("t n i g h Enter", "§2", 2),
    ("t n i g h Backspace Esc", "Opening words by Ida Holm.", 0),
    ("t C-n C-n C-p Enter", "§2", 2),
    ("?j j", "Opening words by Ida Holm.", 0),
    ("F1 x", "Opening words by Ida Holm.", 0),
];

#[test]
fn keys_lead_to_places() {
    let mut wrong = Vec::new();
    for (row, place, section) in PLACES {
        let mut seat = seat(6);
        seat.press(row);
        let found = (top(&seat), seat.app.current_section().map_or(0, |section| section + 1));
        if (found.0.as_str(), found.1) != (*place, *section) {
            wrong.push(format!("{row}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// At the end too little text follows to put what was gone to on the first row.
#[test]
fn near_the_end_the_section_gone_to_is_the_current_one() {
    for row in ["4", "G [[", "3 J", "2 J J"] {
        let mut seat = seat(6);
        seat.press(row);
        let expected = if row == "G [[" { seat.app.current_section() } else { Some(3) };
        assert_eq!(seat.app.current_section(), expected, "after {row}");
    }
    let mut seat = seat(20);
    seat.press("4 Enter");
    assert_eq!(folds(&seat), "4");
    seat.press("Enter");
    assert_eq!(folds(&seat), "");
    seat.press("J");
    assert_eq!(seat.app.notice(), Some("This is the last section"));
}

#[test]
fn the_end_is_the_last_page() {
    for row in ["G", "End", "Space Space Space Space Space Space Space Space"] {
        let mut seat = seat(6);
        seat.press(row);
        let last = seat.app.rows().last().copied();
        let words = seat.app.flow().line(last.unwrap()).map(|line| line.pieces.len());
        assert_eq!((words, seat.app.rows().len()), (Some(1), 6), "after {row}");
        assert_eq!(seat.app.progress(), (100, 0), "after {row}");
    }
}

const FOLDS: &[(&str, &str)] = &[
    ("", ""),
    ("1 Enter", "1"),
    ("1 za za", ""),
    ("2 h", "2"),
    ("2 Left", "2"),
    ("2 h h", "2"),
    ("2 h l", ""),
    ("2 h Right", ""),
    ("zM", "1 2 3 4"),
    ("zM zR", ""),
    ("zm", "2 3"),
    ("zm zm", "1 2 3 4"),
    ("zm zm zr", "2 3"),
    ("zm zm zr zr", ""),
    // What is gone to is unfolded, and what is around it.
    ("zM 2", "2 3 4"),
    ("zM j j Enter", "1 2 3"),
    ("zM J J", "1 2 3 4"),
    ("zm 1 J J", "2 3"),
    ("zM / light Enter", "2 4"),
    ("zM ]s", "2 3 4"),
    ("2 m a zM ' a", "2 3 4"),
    ("2 1 zM C-o", "2 3 4"),
];

#[test]
fn keys_fold_sections() {
    for (row, folded) in FOLDS {
        let mut seat = seat(8);
        press_or_type(&mut seat, row);
        assert_eq!(folds(&seat), *folded, "after {row}");
    }
}

/// Presses `row`; a word between `/` and `Enter` is typed.
fn press_or_type(seat: &mut Seat, row: &str) {
    for part in row.split(' ').filter(|part| !part.is_empty()) {
        if matches!(seat.app.pane(), Pane::Search(_)) && part != "Enter" && part != "Esc" {
            seat.type_in(part);
        } else {
            seat.press(part);
        }
    }
}

/// Keys, hidden passages after them, and which passage is current on a screen that shows all.
const PASSAGES: &[(&str, usize, Option<usize>)] = &[
    ("", 3, Some(1)),
    ("s", 2, Some(1)),
    ("s s", 3, Some(1)),
    ("]s", 3, Some(1)),
    ("]s ]s", 3, Some(2)),
    ("]s ]s ]s ]s", 3, Some(3)),
    ("]s ]s [s", 3, Some(1)),
    ("]s ]s s", 2, Some(2)),
    ("]s s ]s s X", 3, Some(2)),
    ("S", 3, Some(1)),
    ("S j S", 3, Some(1)),
    ("S S", 0, Some(1)),
    ("S S S", 0, Some(1)),
    ("S S S S", 3, Some(1)),
    ("S S S S S", 0, Some(1)),
    ("S S s", 0, Some(1)),
    ("S S X", 3, Some(1)),
    ("*", 3, Some(1)),
    (">", 2, Some(1)),
    ("> >", 2, Some(1)),
    ("> > j >", 2, Some(1)),
    ("> > >", 0, None),
    ("> > > <", 2, Some(1)),
    ("w", 3, Some(1)),
    ("S w S", 3, Some(1)),
    ("w w", 0, Some(1)),
    ("<", 3, Some(1)),
    ("!", 2, Some(1)),
    ("! !", 3, Some(1)),
    ("]s ]s ! !", 3, Some(2)),
    ("]s ]s !", 2, Some(2)),
    ("e Esc", 3, Some(1)),
    ("e ]s s", 2, Some(1)),
];

#[test]
fn keys_draw_the_curtain() {
    for (row, count, current) in PASSAGES {
        let mut seat = seat(30);
        seat.press_all(row);
        assert_eq!((hidden(&seat), passage(&seat)), (*count, *current), "after {row}");
    }
}

impl Seat {
    fn press_all(&mut self, row: &str) -> Vec<Effect> {
        if row.is_empty() { Vec::new() } else { self.press(row) }
    }
}

#[test]
fn a_passage_is_explained_without_its_words() {
    let mut seat = seat(30);
    seat.press("]s ]s e");
    assert!(matches!(seat.app.pane(), Pane::Explain(_)));
    let text = seat.text();
    assert!(text.contains("tells the plot") && !text.contains("wakes"), "{text}");
}

#[test]
fn without_a_passage_the_reader_can_hide_a_sentence() {
    let mut seat = Seat::new("First words. Second words.\n\nMore.", Format::Markdown, (60, 20));
    seat.press("!");
    assert_eq!((hidden(&seat), seat.app.notice().is_some()), (1, true));
}

/// Keys, how many hits there are, and on which the reader stands, from 1.
const SEARCHES: &[(&str, usize, Option<usize>)] = &[
    ("/ water Enter", 2, Some(1)),
    ("/ water Enter n", 2, Some(2)),
    ("/ water Enter n n", 2, Some(1)),
    ("/ water Enter N", 2, Some(2)),
    ("/ WATER Enter", 0, None),
    ("/ Go Enter", 1, Some(1)),
    ("/ drowns Enter", 0, None),
    ("s / drowns Enter", 1, Some(1)),
    ("s / drowns Enter s", 0, None),
    ("/ wa[tk] Enter", 2, Some(1)),
    ("/ (", 0, None),
    ("/ water Esc", 0, None),
    ("/ water Enter q", 0, None),
    ("/ 1931 Enter", 0, None),
];

#[test]
fn keys_search() {
    for (row, hits, at) in SEARCHES {
        let mut seat = seat(30);
        press_or_type(&mut seat, row);
        let search = seat.app.search();
        assert_eq!((search.hits.len(), search.at.map(|at| at + 1)), (*hits, *at), "after {row}");
    }
}

#[test]
fn giving_a_search_up_returns_to_where_it_began() {
    let mut seat = seat(6);
    seat.press("2 /");
    seat.type_in("Bring");
    assert_ne!(top(&seat), "§2");
    seat.press("Esc");
    assert_eq!((top(&seat).as_str(), seat.app.pane()), ("§2", &Pane::Text));
}

#[test]
fn credits_are_walked() {
    let mut seat = seat(6);
    seat.press("Tab");
    assert_eq!(seat.app.pane(), &Pane::Credits(0));
    seat.press("Enter");
    assert_eq!(seat.app.notice(), Some("Ida Holm: 1 of 2"));
    seat.press("Enter");
    assert_eq!((seat.app.notice(), seat.app.search().at), (Some("Ida Holm: 2 of 2"), Some(1)));
    seat.press("i");
    assert_eq!((seat.app.pane(), seat.app.geometry().panel), (&Pane::Text, None));
    seat.press("i");
    assert!(seat.app.geometry().panel.is_some());
}

#[test]
fn other_films_are_walked_and_their_mentions_are_lit() {
    let review = "# The Night Ferry (1931)\n\n*The Night Ferry* owes a lot to *Slow Dust* (1928).\n\n\
        But *Slow Dust* was the better film. ||So does *Slow Dust*.||\n";
    let mut seat = Seat::new(review, Format::Markdown, (120, 12));
    seat.press("Tab Enter");
    assert_eq!(seat.app.notice(), Some("Slow Dust: 1 of 2"));
    seat.press("Enter");
    assert_eq!((seat.app.notice(), seat.app.search().hits.len()), (Some("Slow Dust: 2 of 2"), 2));
}

#[test]
fn the_width_of_the_text() {
    for (row, width) in [("+", 76), ("-", 68), ("- - =", 72), ("+ + +", 76)] {
        let mut seat = seat(20);
        seat.press(row);
        assert_eq!(seat.app.geometry().text.width, width, "after {row}");
    }
}

/// Keys and what others must then do.
#[test]
fn keys_have_effects() {
    let list = ["One", "Two ||dies||"].map(|name| review::read(name.to_owned(), Format::Markdown));
    let two = Settings { input: (0, 2), list: Some(Arc::new(list.into())), ..Settings::default() };
    let cases: &[(&str, &[Effect])] = &[
        ("q", &[Effect::Quit]),
        ("Esc", &[]),
        ("/ f C-c", &[]),
        ("m C-c", &[]),
        ("t n C-c", &[]),
        ("Q", &[Effect::Quit]),
        ("C-c", &[Effect::Quit]),
        ("? C-c", &[Effect::Quit]),
        ("? q", &[]),
        ("t Esc", &[]),
        ("C-z", &[Effect::Suspend]),
        ("M", &[Effect::Mouse(false)]),
        ("M M", &[Effect::Mouse(false), Effect::Mouse(true)]),
        ("C-n", &[Effect::Open(1)]),
        ("C-p", &[]),
        ("L j Enter", &[Effect::List, Effect::Open(1)]),
        ("L Enter", &[Effect::List]),
        ("L j Esc C-n", &[Effect::List, Effect::Open(1)]),
        ("L t w Enter", &[Effect::List, Effect::Open(1)]),
        ("L Q", &[Effect::List]),
        ("L C-c", &[Effect::List, Effect::Quit]),
        ("o", &[]),
        ("x", &[]),
    ];
    for (row, effects) in cases {
        let mut seat = Seat::with(REVIEW, Format::Markdown, two.clone(), (80, 24));
        assert_eq!(seat.press(row), *effects, "after {row}");
    }
}

/// Keys in a review with links, and what others must then do; a hidden link is none.
#[test]
fn links_are_followed_by_number() {
    let source =
        "See [one](https://a.org/1), ||[two](https://a.org/2)||, [three](b.md) and [one](https://a.org/1).\n";
    let cases: &[(&str, &[Effect])] = &[
        ("o 1", &[Effect::Follow("https://a.org/1".to_owned())]),
        ("o 2", &[Effect::Follow("b.md".to_owned())]),
        ("o j Enter", &[Effect::Follow("b.md".to_owned())]),
        ("o o", &[Effect::Outside("https://a.org/1".to_owned())]),
        ("o j o", &[]),
        ("o 9 Esc", &[]),
        ("o Q", &[Effect::Quit]),
        ("C-o", &[Effect::Return]),
        ("A-Right", &[]),
    ];
    let settings = Settings { browser: Some("x".to_owned()), visits: (1, 0), ..Settings::default() };
    for (row, effects) in cases {
        let mut seat = Seat::with(source, Format::Markdown, settings.clone(), (80, 24));
        assert_eq!(seat.press(row), *effects, "after {row}");
    }
    let mut seat = Seat::with(source, Format::Markdown, Settings::default(), (80, 24));
    seat.press("o");
    let text = seat.text();
    assert!(text.contains("1 one") && text.contains("2 three") && text.contains("a.org"), "{text}");
    assert!(!text.contains("two") && !text.contains("/1"), "{text}");
    assert_eq!(seat.press("o"), []);
    assert!(seat.app.notice().is_some_and(|notice| notice.contains("No browser")));
}

#[test]
fn the_list_obeys_the_curtain() {
    let list = ["One", "Two ||dies||"].map(|name| review::read(name.to_owned(), Format::Markdown));
    let two = Settings { input: (0, 2), list: Some(Arc::new(list.into())), ..Settings::default() };
    let mut seat = Seat::with(REVIEW, Format::Markdown, two, (80, 24));
    seat.press("L");
    let text = seat.text();
    assert!(text.contains("▸ One") && text.contains("• Two ▒ ending ▒") && !text.contains("dies"), "{text}");
}

#[test]
fn what_is_copied_is_what_is_shown() {
    let mut seat = seat(6);
    let copied = seat.press("1 y");
    let [Effect::Copy(text)] = copied.as_slice() else { panic!("{copied:?}") };
    assert!(text.starts_with("Story\n\nA girl boards. ▒ ending ▒ Ida Holm"), "{text}");
    assert!(!text.contains("drowns"));
    let revealed = seat.press("s y");
    assert!(matches!(revealed.as_slice(), [Effect::Copy(text)] if text.contains("She drowns.")));
}

/// Once `?]s` revealed a passage: the `]` closed the help, and the `s` stood alone.
#[test]
fn half_a_command_never_reveals() {
    for row in ["? ]s", "z ]s", "? [s", "[ ]s", "z z ]s"] {
        let mut seat = seat(30);
        seat.press(row);
        assert_eq!(hidden(&seat), 3, "after {row}");
    }
}

#[test]
fn themes_go_round() {
    let mut seat = seat(6);
    let first = seat.frame();
    seat.press("T");
    assert_ne!(seat.frame(), first);
    assert_eq!(seat.app.notice(), Some("Theme: light"));
    seat.press("T T T");
    assert_eq!(seat.app.settings().theme, 0, "four themes go round");
}

#[test]
fn keys_that_mean_nothing_say_so_and_change_nothing() {
    let mut seat = seat(6);
    seat.press("2 z");
    assert_eq!(seat.app.pending().len(), 1);
    seat.press("x");
    assert_eq!(seat.app.notice(), Some("zx does nothing here; ? lists the keys"));
    assert_eq!((top(&seat).as_str(), seat.app.pending().len()), ("§2", 0));
    seat.press("z Esc");
    assert_eq!((seat.app.pending().len(), seat.app.notice()), (0, None));
}

#[test]
fn the_mouse() {
    let mut seat = seat(20);
    let area = seat.app.geometry().text;
    let row_of = |seat: &Seat, text: &str| {
        let y = seat.text().lines().position(|line| line.contains(text)).unwrap();
        u16::try_from(y).unwrap()
    };
    let header = row_of(&seat, "2 Night");
    seat.mouse(Mouse::Click, area.x, header);
    assert_eq!(folds(&seat), "2");
    let veil = row_of(&seat, "▒ ending ▒ Ida");
    seat.mouse(Mouse::Click, area.x, veil);
    assert_eq!(hidden(&seat), 3, "beside the veil");
    seat.mouse(Mouse::Click, area.x + 16, veil);
    assert_eq!(hidden(&seat), 2, "on the veil");
    let mut low = self::seat(6);
    low.mouse(Mouse::WheelDown, 5, 5);
    low.mouse(Mouse::WheelUp, 5, 5);
    assert_eq!(top(&low), "Opening words by Ida Holm.");
}

#[test]
fn news_is_shown_and_goes_with_the_next_key() {
    let mut seat = seat(6);
    seat.app.update(Message::Notice("Something happened".to_owned()));
    assert!(seat.text().contains("Something happened"));
    seat.press("j");
    assert!(!seat.text().contains("Something happened"));
}

/// A review of which the beginning comes first keeps its place, folds and reveals.
#[test]
fn the_rest_of_a_review_arrives() {
    let (head, _) = REVIEW.split_once("## Verdict").unwrap();
    let mut seat = Seat::new(head, Format::Markdown, (80, 8));
    seat.press("1 s 2 h");
    let before = (folds(&seat), hidden(&seat));
    let whole = unspoiled::review::read(REVIEW.to_owned(), Format::Markdown);
    seat.app.update(Message::Arrived(Box::new(whole)));
    // The beginning ended before section 2 could be at the top; the whole does not.
    assert_eq!((top(&seat), folds(&seat)), ("§2".to_owned(), before.0));
    assert_eq!(hidden(&seat), before.1 + 1);
}

/// Everything that is hidden stays so whatever is pressed that only moves.
#[test]
fn no_key_that_moves_reveals() {
    let moves = COMMANDS.iter().take_while(|entry| entry.command != Command::Reveal);
    let keymap = Keymap::default();
    let mut seat = seat(6);
    for key in moves.flat_map(|entry| keymap.keys_of(entry.command)) {
        seat.press(key);
        seat.press("Esc");
        assert_eq!((hidden(&seat), seat.app.reading().consent().sight), (3, Sight::Hidden), "after {key}");
    }
}

/// The commands that `row` calls from the text.
fn called(row: &str) -> Vec<Command> {
    let keymap = Keymap::default();
    let mut pending = Vec::new();
    let mut called = Vec::new();
    for key in keys(row).unwrap_or_default() {
        pending.push(key);
        match keymap.meaning(&pending) {
            Meaning::Prefix => {}
            Meaning::Command(command) => {
                called.push(command);
                pending.clear();
            }
            Meaning::None => pending.clear(),
        }
    }
    called
}

#[test]
fn every_command_stands_in_one_of_these_tables() {
    let tables = PLACES.iter().map(|row| row.0).chain(FOLDS.iter().map(|row| row.0));
    let tables = tables.chain(PASSAGES.iter().map(|row| row.0)).chain(SEARCHES.iter().map(|row| row.0));
    let elsewhere = [
        "G", "i", "Tab", "y", "+", "-", "=", "T", "M", "q", "Q", "C-z", "C-n", "C-p", "e", "4", "L", "o",
        "Esc", "c", "v", "|", "C",
    ];
    let tested: HashSet<Command> = tables.chain(elsewhere).flat_map(called).collect();
    let keymap = Keymap::default();
    let has_keys = |command| !keymap.keys_of(command).is_empty();
    let missing: Vec<&str> = COMMANDS
        .iter()
        .filter(|entry| !tested.contains(&entry.command) && has_keys(entry.command))
        .map(|entry| entry.name)
        .collect();
    assert!(missing.is_empty(), "no case presses {missing:?}");
}

fn shelf_of(reviews: u8) -> Vec<Entry> {
    let entry = |n: u8| Entry {
        key: serde_json::from_value(format!("{n:032x}").into()).unwrap(),
        title: Some(format!("Film {}", (b'a' + n) as char)),
        year: Some(1930 + u16::from(n)),
        progress: 100 - n,
        read: u64::from(n),
        ..Entry::default()
    };
    (0..reviews).map(entry).collect()
}

/// What keys on a shelf of five make of it: the picked film, and how many are shown.
#[test]
fn the_shelf_has_its_keys() {
    for (row, film, shown) in [
        ("", "Film e", 5),
        ("Down", "Film d", 5),
        ("Down Up", "Film e", 5),
        ("End", "Film a", 5),
        ("End Home", "Film e", 5),
        ("C-n C-n C-p", "Film d", 5),
        ("PageDown", "Film a", 5),
        ("Tab", "Film a", 5),
        ("Tab Tab", "Film e", 5),
        ("Tab Tab Tab Tab", "Film e", 5),
        ("f i l m Space b", "Film b", 1),
        ("b Backspace", "Film e", 5),
        ("1 9 3 2 C-u", "Film e", 5),
        ("b Esc", "Film e", 5),
        ("q", "", 0),
    ] {
        let mut seat = seat(6);
        seat.app.update(Message::Shelf(Box::new(Shelf::new(shelf_of(5)))));
        if !row.is_empty() {
            assert_eq!(seat.press(row), [], "{row}");
        }
        let Pane::Shelf(shelf) = seat.app.pane() else { panic!("the shelf is gone after {row}") };
        let picked = shelf.entry().map_or("", |entry| entry.called());
        assert_eq!((picked, shelf.entries().count()), (film, shown), "after {row}");
    }
}

#[test]
fn the_shelf_asks_others_to_act() {
    let mut seat = seat(6);
    assert_eq!(seat.press("R"), [Effect::Shelf]);
    let entries = shelf_of(3);
    let last = entries[2].clone();
    seat.app.update(Message::Shelf(Box::new(Shelf::new(entries))));
    assert_eq!(seat.press("Enter"), [Effect::Fetch(last.key)]);
    assert_eq!(seat.press("C-w"), [Effect::See(last.film().unwrap(), Viewing::Seen)]);
    assert_eq!(seat.press("Delete Down Delete"), [], "another review is another question");
    assert_eq!(seat.press("Up Delete Delete"), [Effect::Forget(last.key)]);
    assert_eq!(seat.press("C-c"), [Effect::Quit]);
    seat.press("Esc");
    assert_eq!(*seat.app.pane(), Pane::Text);
    assert_eq!(top(&seat), "Opening words by Ida Holm.");
    seat.app.update(Message::Shelf(Box::new(Shelf::new(Vec::new()))));
    assert_eq!(*seat.app.pane(), Pane::Text);
}

#[test]
fn without_a_review_behind_it_the_shelf_is_all_there_is() {
    let settings = Settings { input: (0, 0), ..Settings::default() };
    let mut seat = Seat::with("", Format::Text, settings, (80, 24));
    seat.app.update(Message::Shelf(Box::new(Shelf::new(shelf_of(2)))));
    assert_eq!(seat.press("f Esc"), []);
    assert_eq!(seat.press("Esc"), [Effect::Quit]);
}

#[test]
fn a_film_that_was_seen_has_no_curtain() {
    let mut seat = seat(20);
    let film = seat.app.film().unwrap();
    assert_eq!((film.title.as_str(), film.year), ("The Night Ferry", Some(1931)));
    assert_eq!(seat.press("w w"), [Effect::See(film.clone(), Viewing::Seen)]);
    assert_eq!(hidden(&seat), 0);
    assert_eq!(seat.press("w"), [Effect::See(film, Viewing::Unseen)]);
    assert_eq!(hidden(&seat), 3);
    seat.app.update(Message::Viewing(Viewing::Seen));
    assert_eq!(hidden(&seat), 0);
    let mut nameless = Seat::new("Some words.", Format::Markdown, (80, 24));
    assert_eq!(nameless.press("w"), []);
    assert!(nameless.app.notice().unwrap().contains("no year"));
}

#[test]
fn a_reload_is_offered_until_it_is_done() {
    let mut seat = seat(20);
    seat.app.update(Message::Changed);
    assert_eq!(seat.app.notice(), Some("The file has changed; r reads it again"));
    seat.press("j");
    assert!(seat.row(23).contains("r reload"), "{}", seat.row(23));
    assert_eq!(seat.press("r"), [Effect::Reload]);
}
