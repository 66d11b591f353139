//! The screen as it looks: the reviews that come with the program, at sizes small and large. Styles
//! are asserted apart, for a picture in text does not show them.

#[path = "support/reader.rs"]
mod reader;

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};
use reader::Seat;
use unspoiled::app::{Message, Mouse, Settings};
use unspoiled::layout::Veils;
use unspoiled::review::Format;
use unspoiled::shelf::{Entry, Origin, Shelf, Viewing};
use unspoiled::view::theme::{Colours, Themes};

const SIZES: [(u16, u16); 4] = [(80, 24), (40, 12), (20, 6), (160, 50)];

const FERRY: &str = include_str!("../assets/samples/never-let-me-go.txt");
const VAMPIRE: &str = include_str!("../assets/samples/nosferatu.md");
const ENGINE: &str = include_str!("../assets/samples/general.txt");

/// The screen after `keys` at each size, under names that begin with `name`.
fn check(name: &str, source: &str, format: Format, keys: &[&str]) {
    for size in SIZES {
        let mut seat = Seat::new(source, format, size);
        for part in keys {
            match part.strip_prefix("type:") {
                Some(text) => seat.type_in(text),
                None => _ = seat.press(part),
            }
        }
        insta::assert_snapshot!(format!("{name}-{}x{}", size.0, size.1), seat.text());
    }
}

#[test]
fn start_of_a_text() {
    check("text", FERRY, Format::Text, &[]);
}

#[test]
fn start_of_markdown() {
    check("markdown", VAMPIRE, Format::Markdown, &[]);
}

#[test]
fn start_of_a_usenet_post() {
    check("usenet", ENGINE, Format::Text, &[]);
}

#[test]
fn scrolled() {
    check("scrolled", FERRY, Format::Text, &["Space", "j"]);
}

#[test]
fn quotes_tables_and_notes() {
    check("blocks", VAMPIRE, Format::Markdown, &["J", "J"]);
}

#[test]
fn at_the_end() {
    check("end", VAMPIRE, Format::Markdown, &["G"]);
}

#[test]
fn folded() {
    check("folded", VAMPIRE, Format::Markdown, &["zM"]);
}

#[test]
fn help() {
    check("help", FERRY, Format::Text, &["?"]);
}

#[test]
fn outline() {
    check("outline", VAMPIRE, Format::Markdown, &["t"]);
}

#[test]
fn outline_filtered() {
    check("filtered", VAMPIRE, Format::Markdown, &["t", "type:st"]);
}

#[test]
fn search() {
    check("search", FERRY, Format::Text, &["/", "type:Kathy"]);
}

#[test]
fn searched() {
    check("searched", FERRY, Format::Text, &["/", "type:Kathy", "Enter", "n"]);
}

#[test]
fn explained() {
    check("explained", FERRY, Format::Text, &["]s", "e"]);
}

#[test]
fn highlighted() {
    check("highlighted", FERRY, Format::Text, &["S", "S", "]s"]);
}

#[test]
fn in_words() {
    let settings = Settings { veils: Veils::Words, ..Settings::default() };
    let mut seat = Seat::with(FERRY, Format::Text, settings, (80, 24));
    seat.press("]s");
    insta::assert_snapshot!("words-80x24", seat.text());
}

/// A small review whose cells are easy to find.
const SMALL: &str = "\
## First

She ||drowns|| and ||swims||, *slowly*, as **bold** `code` goes. She [links](http://x.y).

> A quote.
";

fn small(theme: &str) -> Seat {
    let theme = Themes::embedded(Colours::True).named(theme).unwrap();
    Seat::with(SMALL, Format::Markdown, Settings { theme, ..Settings::default() }, (80, 20))
}

/// The cell where the `nth` `text` of the frame begins.
fn cell(seat: &Seat, text: &str, nth: usize) -> Cell {
    let frame = seat.frame();
    let rows: Vec<String> = seat.text().lines().map(str::to_owned).collect();
    let places = rows.iter().enumerate().flat_map(|(y, row)| {
        row.match_indices(text).map(move |(at, _)| (y, row.get(..at).unwrap().chars().count()))
    });
    let (y, x) = places.into_iter().nth(nth).unwrap_or_else(|| panic!("no '{text}' in\n{}", rows.join("\n")));
    frame[(u16::try_from(x).unwrap(), u16::try_from(y).unwrap())].clone()
}

#[test]
fn the_veil_of_the_current_passage_is_reversed_and_no_other() {
    for theme in ["dark", "light", "high-contrast", "plain"] {
        let mut seat = small(theme);
        let (one, other) = (cell(&seat, "▒ ending", 0), cell(&seat, "▒ ending", 1));
        assert_ne!(one.style(), other.style(), "in {theme}");
        let distinct = |cell: &Cell| {
            cell.modifier.contains(Modifier::REVERSED) || cell.modifier.contains(Modifier::UNDERLINED)
        };
        assert!(distinct(&one), "in {theme}: {one:?}");
        seat.press("]s ]s");
        assert_eq!(cell(&seat, "▒ ending", 0).style(), other.style(), "in {theme}");
        assert_eq!(cell(&seat, "▒ ending", 1).style(), one.style(), "in {theme}");
    }
}

#[test]
fn the_plain_theme_has_no_colours() {
    let mut seat = small("plain");
    for keys in ["", "S", "/", "t", "?", "e"] {
        if !keys.is_empty() {
            seat.press("Esc");
            seat.press(keys);
        }
        let frame = seat.frame();
        let coloured = frame.content().iter().find(|c| c.fg != Color::Reset || c.bg != Color::Reset);
        assert_eq!(coloured, None, "after {keys}");
    }
}

#[test]
fn the_hit_gone_to_looks_unlike_the_others() {
    let mut seat = small("dark");
    let plain = cell(&seat, "She", 0);
    seat.press("/");
    seat.type_in("She");
    let (here, there) = (cell(&seat, "She", 0), cell(&seat, "She", 1));
    assert!(here.style() != there.style() && there.style() != plain.style());
    seat.press("Enter n");
    assert_eq!(cell(&seat, "She", 0).style(), there.style());
    assert_eq!(cell(&seat, "She", 1).style(), here.style());
    seat.press("Esc");
    assert_eq!(cell(&seat, "She", 0).style(), plain.style());
}

#[test]
fn text_looks_like_what_it_is() {
    let seat = small("dark");
    assert!(cell(&seat, "slowly", 0).modifier.contains(Modifier::ITALIC));
    assert!(cell(&seat, "bold", 0).modifier.contains(Modifier::BOLD));
    assert_ne!(cell(&seat, "code", 0).style(), cell(&seat, "goes", 0).style());
    assert_ne!(cell(&seat, "links", 0).style(), cell(&seat, "goes", 0).style());
    assert!(cell(&seat, "First", 0).modifier.contains(Modifier::BOLD));
}

/// Colour never says it alone.
#[test]
fn what_tells_is_marked_in_the_gutter_where_it_is_shown() {
    for theme in ["dark", "light", "high-contrast", "plain"] {
        let mut seat = small(theme);
        seat.press("S S");
        assert!(seat.text().contains("┃ She drowns and swims"), "in {theme}:\n{}", seat.text());
        let (told, safe) = (cell(&seat, "drowns", 0), cell(&seat, "goes", 0));
        assert_ne!(told.style(), safe.style(), "in {theme}");
        seat.press("S");
        assert_eq!(cell(&seat, "drowns", 0).style(), safe.style(), "in {theme}");
        assert!(seat.text().contains("   She drowns") && !seat.text().contains('┃'));
    }
}

#[test]
fn a_click_on_a_veil_reveals_it_alone() {
    let mut seat = small("dark");
    let lines: Vec<String> = seat.text().lines().map(str::to_owned).collect();
    let y = lines.iter().position(|line| line.contains("▒ ending ▒")).unwrap();
    let x = lines[y].chars().position(|c| c == '▒').unwrap();
    seat.mouse(Mouse::Click, u16::try_from(x).unwrap() + 2, u16::try_from(y).unwrap());
    assert!(seat.text().contains("She drowns and ▒ ending ▒,"));
}

/// Where drawing could go out of bounds: every size up to some, in every pane.
#[test]
fn no_screen_is_too_small() {
    for (width, height) in (1..=24).flat_map(|width| (1..=10).map(move |height| (width, height))) {
        let mut seat = Seat::new(VAMPIRE, Format::Markdown, (width, height));
        for keys in ["", "?", "t", "/", "e", "i", "Tab", "G", "zM"] {
            seat.press("Esc");
            if !keys.is_empty() {
                seat.press(keys);
            }
            seat.frame();
        }
    }
}

/// Two reviews of one film, one of another, and one that names no film.
fn shelf() -> Vec<Entry> {
    let entry = |key: u64, title: Option<&str>, year, reviewer: Option<&str>, read| Entry {
        key: serde_json::from_value(format!("{key:032x}").into()).unwrap(),
        title: title.map(str::to_owned),
        year,
        reviewer: reviewer.map(str::to_owned),
        rating: (key % 2 == 1).then_some(88),
        name: format!("review-{key}.md"),
        origin: Origin::Sample,
        progress: u8::try_from(key * 25).unwrap(),
        minutes: u32::try_from(4 - key).unwrap(),
        read,
        viewing: if year == Some(1931) { Viewing::Seen } else { Viewing::Unseen },
    };
    vec![
        entry(1, Some("The Night Ferry"), Some(1931), Some("Max Rull"), 10),
        entry(2, Some("Fog Bank"), Some(1942), None, 20),
        entry(3, Some("NIGHT FERRY, THE"), Some(1931), Some("Ann Hay"), 30),
        entry(4, None, None, None, 5),
    ]
}

#[test]
fn the_shelf() {
    for (name, keys) in
        [("shelf", &[][..]), ("shelf-filtered", &["type:ferry"]), ("shelf-sorted", &["Tab Down"])]
    {
        for size in SIZES {
            let mut seat = Seat::new(FERRY, Format::Text, size);
            seat.app.update(Message::Shelf(Box::new(Shelf::new(shelf()))));
            for part in keys {
                match part.strip_prefix("type:") {
                    Some(text) => seat.type_in(text),
                    None => _ = seat.press(part),
                }
            }
            insta::assert_snapshot!(format!("{name}-{}x{}", size.0, size.1), seat.text());
        }
    }
}
