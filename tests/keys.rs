//! Keys that were asked for: counts, paragraphs, selections, notes, ratings, the standing outline, columns.

#[path = "support/reader.rs"]
mod reader;

use reader::Seat;
use unspoiled::app::keymap::Keymap;
use unspoiled::app::{Effect, Message, Mouse, Pane, Settings};
use unspoiled::review::Format;

/// Sections of some paragraphs, and a cast.
fn review() -> String {
    let paragraph =
        |section, n| format!("Paragraph {n} of section {section} speaks of the fog, and of Ida Holm.\n\n");
    let paragraphs = |section: usize| (1..=8).map(|n| paragraph(section, n)).collect::<Vec<_>>().concat();
    format!(
        "---\ntitle: The Night Ferry\nyear: 1931\ndirector: Ida Holm\nreviewer: Max Rull\nrating: 3/4\n---\n\n\
         The Night Ferry\n\nby Max Rull\n\n3/4\n\nOpening words.\n\n## Story\n\n{}## Craft\n\n{}## Verdict\n\n{}",
        paragraphs(1),
        paragraphs(2),
        paragraphs(3)
    )
}

fn seat(size: (u16, u16)) -> Seat {
    Seat::new(&review(), Format::Markdown, size)
}

fn with_preset(name: &str, size: (u16, u16)) -> Seat {
    let keymap = Keymap::preset(name).unwrap();
    Seat::with(&review(), Format::Markdown, Settings { keymap, ..Settings::default() }, size)
}

/// The first row of text under the header that stays.
fn first(seat: &Seat) -> String {
    let rows: Vec<String> = seat.text().lines().map(|row| row.trim().to_owned()).collect();
    let is_text = |row: &&String| row.starts_with("Paragraph") || row.starts_with("Opening");
    rows.iter().find(is_text).cloned().unwrap_or_default()
}

#[test]
fn digits_count_in_the_presets() {
    for preset in ["vim", "less"] {
        let mut seat = with_preset(preset, (80, 12));
        seat.press("1 0 j");
        let ten = seat.text();
        let mut other = with_preset(preset, (80, 12));
        for _ in 0..10 {
            other.press("j");
        }
        assert_eq!(ten, other.text(), "in {preset}");
        seat.press("5 0 %");
        assert!((40..=70).contains(&seat.app.progress().0), "{:?}", seat.app.progress());
        seat.press("9 Esc j");
        assert_eq!(seat.app.count(), None);
    }
    let mut seat = seat((80, 12));
    seat.press("2");
    assert_eq!(seat.app.current_section(), Some(1), "by default a digit is a section");
}

#[test]
fn vim_moves_within_the_screen() {
    let mut seat = with_preset("vim", (80, 24));
    seat.press("L");
    let text = seat.text();
    assert_eq!(seat.app.current_section(), Some(0));
    seat.press("H");
    assert_eq!((seat.app.current_section(), text == seat.text()), (None, false));
    seat.press("3 ] ]");
    assert_eq!(seat.app.current_section(), Some(2));
}

#[test]
fn paragraphs_are_walked_to_the_end_and_back() {
    let mut seat = seat((80, 12));
    let mut seen = Vec::new();
    for _ in 0..60 {
        seat.press("}");
        seen.push((seat.app.snapshot(), seat.app.current_section()));
    }
    assert_eq!(seat.app.current_section(), Some(2));
    assert_eq!(seat.app.notice(), Some("This is the last paragraph"));
    for _ in 0..60 {
        seat.press("{");
    }
    assert_eq!(first(&seat), "Opening words.");
}

#[test]
fn what_the_frame_says_is_not_said_again() {
    let seat = seat((120, 30));
    let text = seat.text();
    assert_eq!(text.matches("The Night Ferry").count(), 2, "title and panel:\n{text}");
    assert_eq!(text.matches("3/4").count(), 1, "{text}");
    assert!(text.contains("Opening words."));
}

#[test]
fn ratings_are_hidden_until_the_film_was_seen() {
    let mut settings = Settings::default();
    settings.consent.ratings = unspoiled::review::gate::Ratings::Hidden;
    let source = "# The Night Ferry (1931)\n\nby Max Rull\n\nRating: 3/4\n\nA film. ||They drown.||\n";
    let mut seat = Seat::with(source, Format::Markdown, settings, (120, 20));
    assert!(!seat.text().contains("3/4") && seat.text().contains("▒ rating ▒"), "{}", seat.text());
    seat.press("S S");
    assert!(!seat.text().contains("3/4"), "to show the story is not to show the rating");
    seat.press("*");
    assert!(seat.text().contains("3/4"));
    seat.press("*");
    assert!(!seat.text().contains("3/4"));
    assert!(seat.app.entry().rating.is_none());
    let rated =
        unspoiled::shelf::Entry { title: Some("Fog".to_owned()), rating: Some(75), ..Default::default() };
    let shelf = unspoiled::shelf::Shelf::new(vec![rated]);
    seat.app.update(Message::Shelf(Box::new(shelf)));
    assert!(seat.text().contains("Fog") && !seat.text().contains("75"), "{}", seat.text());
    seat.press("Esc");
    seat.press("w");
    assert!(seat.text().contains("3/4"), "{}", seat.text());
}

#[test]
fn the_cast_and_its_characters_are_hidden_apart() {
    let source =
        "# The Night Ferry (1931)\n\nIda Holm directs. Ada Berg plays Kim, and Max Rull plays Tom.\n";
    let mut seat = Seat::new(source, Format::Markdown, (120, 30));
    let panel = |seat: &Seat| {
        seat.text()
            .lines()
            .filter_map(|row| row.split_once('│'))
            .map(|(_, panel)| panel.to_owned())
            .collect::<String>()
    };
    assert!(panel(&seat).contains("as Kim"), "{}", seat.text());
    seat.press("c");
    assert!(!panel(&seat).contains("as Kim") && panel(&seat).contains("Ada Berg"));
    seat.press("c");
    assert!(!panel(&seat).contains("Ada Berg") && panel(&seat).contains("Ida Holm"));
    seat.press("c");
    assert!(panel(&seat).contains("as Kim"));
}

#[test]
fn the_outline_stands_from_110_columns_on() {
    let mut seat = seat((100, 20));
    seat.press("t t");
    assert!(seat.app.geometry().outline.is_none());
    assert_eq!(seat.app.notice(), Some("A standing outline takes 110 columns"));
    seat.resize((130, 20));
    seat.press("t t");
    let outline = seat.app.geometry().outline.unwrap();
    assert!(seat.row(usize::from(outline.y) + 1).contains("2 Craft"), "{}", seat.text());
    seat.mouse(Mouse::Click, outline.x + 3, outline.y + 2);
    assert_eq!(seat.app.current_section(), Some(2));
    seat.press("t t");
    assert!(seat.app.geometry().outline.is_none());
}

#[test]
fn two_columns_go_on_where_the_first_ends() {
    let mut seat = seat((180, 20));
    seat.press("C");
    let geometry = seat.app.geometry();
    assert_eq!((geometry.columns, geometry.rows()), (2, 32));
    assert_eq!(seat.app.rows().len(), 32);
    let row = seat.app.geometry().row(16);
    assert!(row.x > geometry.text.x + geometry.text.width && row.y == geometry.text.y);
    seat.resize((120, 20));
    assert_eq!(seat.app.geometry().columns, 1);
}

#[test]
fn justified_lines_end_at_the_edge() {
    let long = "The cinematography of this extraordinary production is an incomprehensible masterpiece of understatement. ";
    let source = format!("# The Ferry (1931)\n\n{}\n", long.repeat(8));
    let mut seat = Seat::new(&source, Format::Markdown, (44, 40));
    seat.press("|");
    let area = seat.app.geometry().text;
    let edge = usize::from(area.x + area.width);
    let text = seat.text();
    let lines: Vec<&str> = text.lines().skip(2).filter(|line| line.len() > 30).collect();
    let full = lines.iter().filter(|line| line.chars().count() == edge).count();
    assert!(full * 10 >= lines.len() * 7, "{text}");
    assert!(lines.iter().any(|line| line.ends_with('-')), "{text}");
}

#[test]
fn sentences_are_selected_copied_noted_and_hidden() {
    let source = "One goes. Two goes. ||Three dies.|| Four goes.\n";
    let mut seat = Seat::new(source, Format::Markdown, (80, 20));
    assert_eq!(seat.press("v y"), [Effect::Copy("One goes.".to_owned())]);
    assert_eq!(seat.press("v j y"), [Effect::Copy("One goes. Two goes.".to_owned())]);
    let all = seat.press("v j j y");
    assert_eq!(all, [Effect::Copy("One goes. Two goes. ▒ ending ▒ Four goes.".to_owned())]);
    seat.press("v a");
    seat.type_in("so it begins");
    seat.press("Enter");
    assert_eq!(seat.app.notes().len(), 1);
    let kept = seat.app.kept();
    let mut again = Seat::new(source, Format::Markdown, (80, 20));
    again.app.update(Message::Restore(Box::new(kept)));
    assert_eq!(again.app.notes(), seat.app.notes());
    seat.press("v !");
    assert!(!seat.text().contains("One goes"), "{}", seat.text());
    seat.press("v Esc");
    assert_eq!(*seat.app.pane(), Pane::Text);
}

#[test]
fn the_mouse_selects_what_it_is_drawn_over() {
    let mut seat = Seat::new("One goes. Two goes. ||Three dies.||\n", Format::Markdown, (80, 20));
    let text = seat.app.geometry().text;
    seat.mouse(Mouse::Drag(text.x, text.y), text.x + 12, text.y);
    assert_eq!(seat.press("y"), [Effect::Copy("One goes. Two goes.".to_owned())]);
    assert!(!seat.text().contains("dies"));
}

#[test]
fn neighbours_share_a_veil_and_open_together() {
    let source = "## One\n\nA girl boards. ||She wakes.|| ||She drowns.|| It was so.\n\n||He wakes.|| ||He drowns.||\n";
    let mut seat = Seat::new(source, Format::Markdown, (80, 20));
    let text = seat.text();
    assert!(
        text.contains("A girl boards. ▒ ending ▒ It was so.") && text.matches("▒ ending ▒").count() == 2,
        "{text}"
    );
    assert_eq!(seat.app.reading().tally().hidden(), 2);
    seat.press("]s s");
    assert!(seat.text().contains("She wakes. She drowns."), "{}", seat.text());
    seat.press("s");
    assert!(!seat.text().contains("She"), "{}", seat.text());
    seat.press("]s s");
    assert!(seat.text().contains("He wakes. He drowns.") && !seat.text().contains("She"), "{}", seat.text());
}

#[test]
fn the_panel_scrolls_and_says_what_is_below() {
    let names = ["Ada", "Ben", "Cleo", "Dora", "Emil", "Fay", "Gus", "Hana", "Ivo", "Jan"];
    let cast = names.map(|name| format!("{name} Berg plays a sailor. ")).concat();
    let source = format!("# The Night Ferry (1931)\n\n{cast}\n");
    let mut seat = Seat::new(&source, Format::Markdown, (120, 14));
    assert!(seat.text().contains(" more"), "{}", seat.text());
    let panel = seat.app.geometry().panel.unwrap();
    for _ in 0..20 {
        seat.mouse(Mouse::WheelDown, panel.x + 4, panel.y + 3);
    }
    assert!(!seat.text().contains(" more") && seat.text().contains("Jan Berg"), "{}", seat.text());
    for _ in 0..20 {
        seat.mouse(Mouse::WheelUp, panel.x + 4, panel.y + 3);
    }
    seat.press("Tab G");
    assert!(seat.text().contains("Jan Berg"), "{}", seat.text());
}

#[test]
fn more_is_hidden_while_all_is_open_and_nothing_false_is_said() {
    let mut seat = Seat::new("A film. ||They drown.||\n", Format::Markdown, (80, 20));
    seat.press("S");
    assert_eq!(seat.app.notice(), Some("Show everything, endings too? S again"));
    seat.press("S >");
    assert_eq!(seat.app.notice(), Some("All is open; once X closes it, hidden: endings"));
    assert!(seat.text().contains("drown"));
    seat.press("X");
    assert!(!seat.text().contains("drown"));
}

/// What stands behind a warning may be most of the review: first the judge says what of it tells, strictly.
#[test]
fn what_a_warning_hides_is_left_to_the_judge_before_it_is_bare() {
    let review = "# The Night Ferry\n\nIt has a good eye for fog.\n\nSpoilers ahead.\n\n\
                  I loved the music. Harriet burns the letters, and her brother drowns on the way home.\n\n\
                  The actors are very good, and ||she never wrote them||.\n\n## Verdict\n\nBring a coat.\n";
    let mut seat = Seat::heard(review, Format::Markdown, (80, 24));
    let shows = |seat: &Seat, text: &str| reader::text_of(&seat.frame()).contains(text);
    let seen =
        |seat: &Seat| ["I loved the music", "Harriet burns", "never wrote"].map(|text| shows(seat, text));
    assert_eq!(seen(&seat), [false, false, false]);
    seat.press("s");
    assert_eq!(seen(&seat), [true, false, false]);
    assert!(seat.app.notice().is_some_and(|notice| notice.contains("again opens all")));
    seat.press("s");
    assert_eq!(seen(&seat), [true, true, true]);
    seat.press("s");
    assert_eq!(seen(&seat), [false, false, false]);
    seat.press("s X");
    assert_eq!(seen(&seat), [false, false, false], "hidden again");
}

/// Where the judge hides nothing of it, it can still be closed again.
#[test]
fn a_warning_of_nothing_opens_and_closes() {
    let review = "It has a good eye for fog.\n\nSpoilers ahead.\n\nI loved the music.\n";
    let mut seat = Seat::heard(review, Format::Text, (80, 24));
    let shows = |seat: &Seat| reader::text_of(&seat.frame()).contains("I loved the music");
    let seen: Vec<bool> = (0..4)
        .map(|_| {
            seat.press("s");
            shows(&seat)
        })
        .collect();
    assert_eq!(seen, [true, true, false, true]);
}
