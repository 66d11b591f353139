//! Keys that were asked for: counts, paragraphs, selections, notes, ratings, the standing outline, columns.

#[path = "support/reader.rs"]
mod reader;

use reader::Seat;
use unspoiled::app::keymap::Keymap;
use unspoiled::app::{Casting, Effect, Message, Mouse, Pane, Settings};
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
}

/// By default a digit goes to its section at once; a motion that follows within the moment makes it a count.
#[test]
fn digits_go_to_sections_and_count_before_motions() {
    let mut seat = seat((80, 12));
    seat.press("2");
    assert_eq!(seat.app.current_section(), Some(1));
    assert!(seat.app.may_count() && seat.row(11).contains("2…"), "{}", seat.row(11));
    seat.press("j");
    let two = seat.text();
    let mut other = self::seat((80, 12));
    other.press("j j");
    assert_eq!(two, other.text(), "2j is two lines from where the reader was");
    seat.press("g 1 2 j");
    other.press("g");
    for _ in 0..12 {
        other.press("j");
    }
    assert_eq!(seat.text(), other.text());
    for keys in ["50%", "5 0 %"] {
        seat.press("g");
        seat.press(keys);
        assert_eq!(*seat.app.pane(), Pane::Text);
        assert!((40..=70).contains(&seat.app.progress().0), "{:?}", seat.app.progress());
    }
    seat.press("3G");
    other.press("g j j");
    assert_eq!(seat.text(), other.text());
}

#[test]
fn a_digit_counts_no_more_after_a_moment() {
    let mut seat = seat((80, 12));
    seat.press("3");
    seat.app.update(Message::Lull);
    assert!(!seat.app.may_count() && seat.app.count().is_none());
    let there = seat.text();
    seat.press("j");
    assert_eq!(seat.app.current_section(), Some(2));
    seat.press("k");
    assert_eq!(seat.text(), there);
    for key in ["5", "0"] {
        seat.press(key);
        seat.app.update(Message::Lull);
    }
    seat.press("%");
    assert_eq!(*seat.app.pane(), Pane::Text, "no prompt opens after digits, however slowly they were typed");
    seat.press("3 ]]");
    assert_eq!(
        seat.app.notice(),
        Some("This is the last section"),
        "the section after §3, not three sections"
    );
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

/// Whatever reads as a rating is hidden where ratings are, in a line and in a sentence.
#[test]
fn no_form_of_rating_shows_where_ratings_are_hidden() {
    let mut settings = Settings::default();
    settings.consent.ratings = unspoiled::review::gate::Ratings::Hidden;
    for rating in
        ["7/10", "8 out of 10", "★★★½", "85/100", "B+", "three and a half stars", "3.5/4 stars", "***1/2"]
    {
        for source in [
            format!("Fog (1931)\n\nIt is a film. I give it {rating}.\n\nBring a coat.\n"),
            format!(
                "Fog (1931)\n\nIt is {rating} at best, and slow. ||They drown: {rating}.||\n\nRating: {rating}\n"
            ),
            format!("Fog (1931)\n\nRating: B-\n\nIt is a film.\n\nA full {rating} from me!\n"),
        ] {
            let mut seat = Seat::with(&source, Format::Text, settings.clone(), (120, 30));
            for keys in ["zR", "S S", "S"] {
                seat.press(keys);
                assert!(!seat.text().contains(rating), "{rating} after {keys}:\n{}", seat.text());
            }
            assert!(seat.text().contains("▒ rating ▒"), "{}", seat.text());
            seat.press("*");
            assert!(seat.text().contains(rating), "{}", seat.text());
        }
    }
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
    assert!(
        matches!(seat.app.pane(), Pane::Outline(list) if list.query == "t"),
        "where there is no room it is a letter"
    );
    seat.press("Esc");
    seat.resize((130, 20));
    seat.press("t t");
    let outline = seat.app.geometry().outline.unwrap();
    assert!(seat.row(usize::from(outline.y) + 1).contains("2 Craft"), "{}", seat.text());
    seat.mouse(Mouse::Click, outline.x + 3, outline.y + 2);
    assert_eq!(seat.app.current_section(), Some(2));
    seat.press("t t");
    assert!(seat.app.geometry().outline.is_none());
}

/// Whoever types a word into a list must not command the reader with what is left of it.
#[test]
fn no_letter_typed_into_a_list_reaches_the_reader() {
    let letters = ('a'..='z').chain('A'..='Z').chain("!*<>=+-|%?'".chars());
    for (letter, size) in letters.flat_map(|letter| [(letter, (80, 24)), (letter, (130, 30))]) {
        let mut seat =
            Seat::new("# One\n\nA film. ||They drown.||\n\n# Two\n\nWords.\n", Format::Markdown, size);
        seat.press("t");
        let before = (seat.app.kept(), seat.app.reading().consent().clone());
        seat.type_in(&letter.to_string());
        // What follows is typed into the list, too.
        seat.type_in("wSsX>Qq!");
        assert_eq!(before, (seat.app.kept(), seat.app.reading().consent().clone()), "after t and {letter}");
        assert!(
            matches!(seat.app.pane(), Pane::Outline(list) if list.query.ends_with("wSsX>Qq!")),
            "after t and {letter}"
        );
        assert!(!seat.text().contains("drown"), "after t and {letter}:\n{}", seat.text());
    }
}

#[test]
fn the_standing_outline_has_the_keys_until_it_is_left() {
    let mut seat = seat((130, 30));
    seat.press("t t");
    assert!(seat.row(29).contains("type to filter"), "{}", seat.row(29));
    seat.type_in("verd");
    assert!(seat.row(29).contains("› verd"), "{}", seat.row(29));
    seat.press("Enter");
    assert_eq!((seat.app.current_section(), seat.app.pane()), (Some(2), &Pane::Text));
    seat.press("t k Enter");
    assert_eq!(seat.app.current_section(), Some(1));
    seat.press("t Esc j");
    assert_eq!(*seat.app.pane(), Pane::Text);
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
fn the_mouse_selects_what_it_is_drawn_over_and_steps_over_veils() {
    let mut seat = Seat::new("One goes. Two goes. ||Three dies.||\n", Format::Markdown, (80, 20));
    let text = seat.app.geometry().text;
    seat.mouse(Mouse::Drag(text.x, text.y), text.x + 12, text.y);
    assert!(seat.row(19).contains("2 sentences selected"), "{}", seat.row(19));
    assert_eq!(seat.press("y"), [Effect::Copy("One goes. Two goes.".to_owned())]);
    assert!(!seat.text().contains("dies"));
}

/// Wherever a drag begins and ends: in a veil, behind the end of a line, on a blank row, beside the text.
#[test]
fn a_drag_selects_what_lies_between_its_ends() {
    let source = "One goes. ||Two dies. Two lies.|| Three goes.\n\nFour goes. ||Five dies.||\n\n||Six.||\n";
    let mut seat = Seat::new(source, Format::Markdown, (80, 20));
    let text = seat.app.geometry().text;
    let (first, second, third) = (text.y, text.y + 2, text.y + 4);
    let veil = text.x + 13;
    assert!(seat.row(usize::from(first)).contains("One goes. ▒ ending ▒ Three goes."), "{}", seat.text());
    let three = text.x + 25;
    let cases = [
        ((text.x, first), (veil, first), "One goes."),
        ((veil, first), (text.x, first), "One goes."),
        ((veil, first), (three, first), "Three goes."),
        ((three, first), (veil, first), "Three goes."),
        ((text.x, first), (three, first), "One goes. ▒ ending ▒ Three goes."),
        ((three, first), (text.x + 60, first), "Three goes."),
        ((text.x + 60, first), (text.x + 2, second), "Four goes."),
        ((three, first), (text.x, first + 1), "Three goes."),
        ((three, first), (text.x + 14, second), "Three goes.\n\nFour goes."),
        ((text.x, second), (text.x + 3, third), "Four goes."),
        ((text.x + 3, third), (0, second), "Four goes."),
        ((text.x, first), (79, 19), "One goes. ▒ ending ▒ Three goes.\n\nFour goes."),
    ];
    for (from, to, expected) in cases {
        seat.press("Esc");
        seat.mouse(Mouse::Drag(from.0, from.1), to.0, to.1);
        assert_eq!(seat.press("y"), [Effect::Copy(expected.to_owned())], "from {from:?} to {to:?}");
    }
    seat.press("Esc");
    seat.mouse(Mouse::Drag(veil, first), veil + 1, first);
    assert_eq!((seat.app.pane(), seat.app.notice()), (&Pane::Text, Some("Nothing there can be selected")));
}

#[test]
fn what_was_hidden_just_now_is_taken_back_and_hidden_again() {
    let mut seat = Seat::new("||Zero dies.|| One goes. Two goes. Three goes.\n", Format::Markdown, (80, 20));
    let before = seat.text();
    let shows = |seat: &Seat| ["Zero", "One", "Two", "Three"].map(|word| seat.text().contains(word));
    seat.press("v j !");
    assert_eq!(shows(&seat), [false, false, false, true]);
    assert_eq!(seat.app.notice(), Some("Hidden: what was selected; ! takes that back"));
    seat.press("!");
    assert_eq!(shows(&seat), [false, true, true, true]);
    seat.press("!");
    assert_eq!(shows(&seat), [false, false, false, true]);
    seat.press("! Esc");
    let body = |text: &str| text.lines().take(18).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(body(&before), body(&seat.text()), "nothing is left of it");
}

/// One section: the header that is marked, the status line, and what `Enter` folds.
#[test]
fn a_hit_is_read_in_its_own_section() {
    let paragraphs = |word: &str| format!("{}\n\n", [word; 3].join(" "));
    let source = format!(
        "## One\n\n{}## Two\n\n{}## Three\n\n{}The needle lies here.\n\n## Four\n\n{}",
        paragraphs("Fog."),
        paragraphs("Sea."),
        paragraphs("Rain."),
        paragraphs("Sun. needle.")
    );
    let mut seat = Seat::new(&source, Format::Markdown, (80, 40));
    seat.press("/");
    seat.type_in("needle");
    seat.press("Enter");
    assert_eq!(seat.app.current_section(), Some(2));
    assert!(seat.row(39).contains("§ 3/4 Three"), "{}", seat.row(39));
    let before = seat.text();
    seat.press("S");
    let body = |text: &str| text.lines().skip(1).take(37).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(body(&before), body(&seat.text()), "what is shown otherwise stays where it is");
    seat.press("n");
    assert_eq!(seat.app.current_section(), Some(3));
    seat.press("N Enter");
    assert!(seat.app.is_folded(2) && !seat.app.is_folded(0), "{}", seat.text());
    seat.resize((80, 12));
    assert_eq!(seat.app.current_section(), Some(2));
}

#[test]
fn what_stands_beside_the_text_is_found_and_accents_make_no_difference() {
    let source = "---\ntitle: The Café Ferry\nyear: 1931\ndirector: Zoë Holm\n---\n\nA café, and fog.\n";
    let mut seat = Seat::new(source, Format::Markdown, (120, 20));
    let find = |seat: &mut Seat, what: &str| {
        seat.press("Esc /");
        seat.type_in(what);
        seat.press("Enter");
        (seat.app.search().hits.len(), seat.app.rows_found().len())
    };
    assert_eq!(find(&mut seat, "cafe"), (1, 1));
    assert_eq!(find(&mut seat, "zoe"), (0, 1));
    assert_eq!(seat.app.notice(), Some("Not in the text, but beside it: it stands there"));
    assert_eq!(find(&mut seat, "FERRY"), (0, 0), "case counts where there are capitals");
    assert_eq!(seat.app.notice(), Some("No hits"));
    seat.resize((80, 20));
    assert_eq!(find(&mut seat, "holm"), (0, 1));
    assert_eq!(seat.app.notice(), Some("Not in the text, but beside it: i shows it"));
}

#[test]
fn what_is_copied_is_what_the_screen_shows() {
    let source = "## One\n\nA girl. [spoiler=plot]She wakes.[/spoiler] ||She drowns.|| So.\n\n\
                  [spoiler=plot]He wakes.[/spoiler] ||He drowns.||\n";
    let mut seat = Seat::new(source, Format::Markdown, (80, 20));
    let shown = "A girl. plot: ▒ ending ▒ So.\n\nplot: ▒ ending ▒";
    for line in shown.split("\n\n") {
        assert!(seat.text().contains(line), "{}", seat.text());
    }
    assert_eq!(seat.press("1 y"), [Effect::Copy(format!("One\n\n{shown}"))]);
    seat.app.update(Message::Lull);
    assert_eq!(seat.press("v j y"), [Effect::Copy("A girl. plot: ▒ ending ▒ So.".to_owned())]);
}

/// Where there is no room beside the text, it is not cut by the panel either.
#[test]
fn the_panel_cuts_no_word() {
    for (width, covers) in
        [(120, false), (89, false), (80, false), (72, false), (71, true), (40, true), (20, true)]
    {
        let mut seat = seat((width, 24));
        seat.press("i");
        if width >= 90 {
            seat.press("i");
        }
        let geometry = seat.app.geometry();
        assert_eq!(geometry.is_covered(), covers, "at {width}");
        let panel = geometry.panel.unwrap();
        let rows = panel.y..panel.y + panel.height;
        let words = |row: &str| row.chars().take(usize::from(panel.x)).collect::<String>();
        let beside: Vec<String> = rows.map(|y| words(&seat.row(usize::from(y)))).collect();
        let cut = beside.iter().find(|row| {
            row.split_whitespace()
                .any(|word| !review().contains(word) && word.chars().all(char::is_alphabetic))
        });
        assert_eq!(cut, None, "at {width}:\n{}", seat.text());
        if covers {
            assert_eq!((panel.x, panel.width), (0, width));
            seat.press("Tab Enter");
            assert!(seat.app.geometry().panel.is_none(), "what was gone to is seen");
        }
    }
}

/// Each key that would bare an ending for the whole review asks once, in words for which there is room.
#[test]
fn whatever_bares_an_ending_asks_once() {
    for (width, key, asked) in [
        (80, "S", "Show everything, endings too? S again"),
        (80, "w", "Seen it? That shows everything, endings too: w again"),
        (80, ">", "Hide nothing, not even endings? > again"),
        (40, "w", "Show the ending? w again"),
        (20, "S", "Endings? S again"),
        (20, "w", "Endings? w again"),
    ] {
        let mut seat = Seat::new("# Fog (1931)\n\nA film. ||They drown.||\n", Format::Markdown, (width, 5));
        if key == ">" {
            seat.press(">");
        }
        seat.press(key);
        assert_eq!(seat.app.notice(), Some(asked), "{key} at {width}");
        assert!(seat.row(4).contains(asked), "{key} at {width}: {}", seat.row(4));
        let is_open = |seat: &Seat| seat.app.reading().tally().hidden() == Some(0);
        assert!(!is_open(&seat), "{key}");
        seat.press("j");
        seat.press(key);
        assert!(!is_open(&seat), "another key was no answer to {key}");
        seat.press(key);
        assert!(is_open(&seat), "{key}");
        seat.press("X");
        seat.press("S");
        assert!(is_open(&seat), "it is not asked twice");
    }
    let mut seat = Seat::new("A film. [spoiler=plot]They meet.[/spoiler]\n", Format::Markdown, (80, 20));
    seat.press("S");
    assert!(seat.text().contains("They meet"), "no ending is hidden: nothing is asked");
    let mut seat = Seat::waiting(
        "A film about the sea. She dies in the end, and they bury her.\n",
        Format::Text,
        (80, 20),
    );
    assert!(seat.app.is_reading());
    seat.press("S");
    assert!(
        seat.app.notice().is_some_and(|notice| notice.contains("again")),
        "what is still to be judged may be one"
    );
}

/// On the shelf, too, a key may mark the film behind it as seen.
#[test]
fn the_shelf_asks_before_it_bares_the_review_behind_it() {
    let mut seat = Seat::new("# Fog (1931)\n\nA film. ||They drown.||\n", Format::Markdown, (80, 20));
    let entry =
        unspoiled::shelf::Entry { title: Some("Fog".to_owned()), year: Some(1931), ..Default::default() };
    seat.app.update(Message::Shelf(Box::new(unspoiled::shelf::Shelf::new(vec![entry]))));
    assert_eq!(seat.press("C-w"), []);
    assert_eq!(seat.press("Down C-w"), []);
    assert!(seat.text().contains("C-w again"), "{}", seat.text());
    assert_eq!(seat.press("C-w").len(), 1);
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
    assert_eq!(seat.app.reading().tally().hidden(), Some(2));
    seat.press("]s s");
    assert!(seat.text().contains("She wakes. She drowns."), "{}", seat.text());
    seat.press("s");
    assert!(!seat.text().contains("She"), "{}", seat.text());
    seat.press("]s s");
    assert!(seat.text().contains("He wakes. He drowns.") && !seat.text().contains("She"), "{}", seat.text());
}

#[test]
fn a_panel_without_credits_says_so() {
    let mut seat = Seat::new("It rains, and then it stops.\n", Format::Text, (120, 20));
    assert!(seat.app.geometry().panel.is_none(), "{}", seat.text());
    seat.press("i");
    assert!(seat.text().contains("no credits found") && seat.text().contains("in what is shown"));
    let titled = Seat::new("# The Night Ferry (1931)\n\nIt rains.\n", Format::Markdown, (120, 20));
    assert!(titled.text().contains("no credits found"), "{}", titled.text());
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

/// The cast may be read elsewhere: the first frame does not wait for it, and nothing of it stays that is hidden
/// meanwhile.
#[test]
fn a_cast_that_is_read_elsewhere_shows_what_is_shown_now() {
    let settings = Settings { casting: Casting::Elsewhere, ..Settings::default() };
    let source =
        "Directed by Ida Holm, it stars Una Berg as Marte. ||Tom Vester plays the mate Ode, who drowns.||";
    let mut seat = Seat::with(source, Format::Markdown, settings, (120, 30));
    assert!(!seat.text().contains("Director"), "{}", seat.text());
    let cast = |seat: &mut Seat| {
        let casted = seat.app.script().map(|script| Box::new(script.read()));
        casted.map(Message::Casted)
    };
    let read = cast(&mut seat).unwrap();
    seat.app.update(read);
    assert!(seat.text().contains("Ida Holm") && !seat.text().contains("Tom Vester"), "{}", seat.text());
    assert!(cast(&mut seat).is_none());
    seat.press("S S");
    let opened = cast(&mut seat).unwrap();
    seat.press("X");
    seat.app.update(opened);
    assert!(!seat.text().contains("Tom Vester"), "{}", seat.text());
    let closed = cast(&mut seat).unwrap();
    seat.app.update(closed);
    assert!(seat.text().contains("Ida Holm") && !seat.text().contains("Tom Vester"), "{}", seat.text());
}
