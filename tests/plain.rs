//! The screen as it is read aloud: words for what is drawn elsewhere, one thing a row, and a cursor that says where the
//! reader is.

#[path = "support/reader.rs"]
mod reader;

use reader::Seat;
use unspoiled::app::{Look, Settings};
use unspoiled::layout::Veils;
use unspoiled::review::Format;
use unspoiled::view::cursor;

const REVIEW: &str = "\
# The Night Ferry (1931)

Directed by Ida Holm. A quiet film about a loud sea.

## The story

A girl boards the ferry. >!The captain drowns.!< The fog is real.

| a | b |
| --- | --- |
| one | two |

---

## Verdict

Go and see it, and take a coat. >!Nobody comes back.!<
";

fn seat(size: (u16, u16)) -> Seat {
    let settings = Settings { veils: Veils::Words, look: Look::default().linear(), ..Settings::default() };
    Seat::with(REVIEW, Format::Markdown, settings, size)
}

#[test]
fn nothing_is_drawn_and_nothing_stands_beside_the_text() {
    let mut seat = seat((120, 40));
    for keys in ["", "zM", "zR", "t", "q", "i", "i", "?", "q", "]s", "e", "Esc", "s"] {
        if !keys.is_empty() {
            seat.press(keys);
        }
        let text = seat.text();
        let drawn: String = text.chars().filter(|c| ('\u{2500}'..='\u{259F}').contains(c)).collect();
        assert!(drawn.is_empty(), "after {keys}: {drawn}\n{text}");
        if keys.is_empty() {
            assert!(text.contains("[spoiler: ending]") && !text.contains("Director\n"), "{text}");
        }
    }
}

#[test]
fn states_are_said_in_words() {
    let mut seat = seat((80, 10));
    seat.press("J");
    assert!(seat.text().contains("section 1/"), "{}", seat.text());
    seat.press("zM");
    assert!(seat.text().contains("folded 1 hidden"), "{}", seat.text());
}

#[test]
fn the_cursor_is_where_the_reader_is() {
    let mut seat = seat((80, 40));
    for _ in 0..2 {
        let (x, y) = cursor(&seat.app).unwrap();
        let row: String = seat.row(usize::from(y)).chars().skip(usize::from(x)).collect();
        assert!(row.starts_with("[spoiler: ending]"), "{row:?}\n{}", seat.text());
        seat.press("]s");
    }
    seat.press("/");
    assert_eq!(cursor(&seat.app).unwrap().1, 39);
}
