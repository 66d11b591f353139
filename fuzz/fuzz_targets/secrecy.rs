//! Two reviews that differ only inside a hidden passage look and print alike, whatever stands there
//! and whatever is pressed that reveals nothing. The first byte chooses the markup; then come keys,
//! and the two hidden texts, parted by `\xff`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unspoiled::app::keymap::{Code, Key};
use unspoiled::app::{App, Effect, Message, Settings};
use unspoiled::layout::Veils;
use unspoiled::cast::People;
use unspoiled::output::{self, Contents, Links, Page, Paint};
use unspoiled::review::gate::{Consent, Gate};
use unspoiled::review::{self, Format};
use unspoiled::view::theme::Theme;
use unspoiled::view::view;

const MARKUP: [(&str, &str, Format); 11] = [
    ("||", "||", Format::Markdown),
    (">!", "!<", Format::Markdown),
    ("[spoiler]", "[/spoiler]", Format::Text),
    ("<spoiler>", "</spoiler>", Format::Text),
    ("::: spoiler\n\n", "\n\n:::", Format::Markdown),
    ("[spoiler]\n\n", "\n\n[/spoiler]", Format::Text),
    ("```spoiler\n", "\n```", Format::Markdown),
    ("<details>\n<summary>Spoiler</summary>\n\n", "\n\n</details>", Format::Markdown),
    ("<span class=spoiler>", "</span>", Format::Html),
    ("<div hidden class=spoiler>\n", "\n</div>", Format::Html),
    ("<details><summary>Spoiler</summary>\n", "\n</details>", Format::Html),
];

/// Neither these nor clicks on veils are pressed: they show more.
const REVEALING: [char; 5] = ['s', 'S', '>', '!', 'w'];

fuzz_target!(|data: &[u8]| {
    let mut parts = data.splitn(3, |byte| *byte == 0xff);
    let (Some([choice, keys @ ..]), Some(one), Some(other)) = (parts.next(), parts.next(), parts.next()) else {
        return;
    };
    let (open, close, format) = MARKUP[usize::from(*choice) % MARKUP.len()];
    let holds_blocks = open.ends_with('\n');
    let (one, other) = (hidden(one, holds_blocks), hidden(other, holds_blocks));
    let (one, other) = (review(open, &one, close, holds_blocks), review(open, &other, close, holds_blocks));
    assert!(prints(&one, format) == prints(&other, format), "{one:?}\n{other:?}");
    look_alike(&one, &other, format, keys);
});

/// Words of `bytes` without anything that could be markup.
fn hidden(bytes: &[u8], holds_blocks: bool) -> String {
    let text = String::from_utf8_lossy(bytes);
    let words: String = text.chars().filter(|c| c.is_alphanumeric() || " .,?'\n".contains(*c)).collect();
    let gap = if holds_blocks { "\n\n" } else { " " };
    let lines: Vec<&str> = words.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    format!("x{}x", lines.join(gap))
}

fn review(open: &str, hidden: &str, close: &str, holds_blocks: bool) -> String {
    if holds_blocks {
        return format!("# Title\n\nOne.\n\n{open}{hidden}{close}\n\nTwo.\n\n## Next\n\nThree.\n");
    }
    format!("# Title\n\nOne {open}{hidden}{close} two.\n\n## Next\n\nThree.\n")
}

fn prints(source: &str, format: Format) -> Vec<u8> {
    let document = review::read(source.to_owned(), format);
    let consent = Consent::default();
    let gate = Gate::new(&document, &consent);
    let all = Contents::all(gate);
    let mut out = Vec::new();
    let page =
        Page { width: 40, veils: Veils::Chip, paint: Paint::None, people: People::All, links: Links::Live };
    output::text(gate, &all, page, &mut out).unwrap();
    output::markdown(gate, &all, People::All, &mut out).unwrap();
    output::html(gate, &all, "x", &mut out).unwrap();
    output::json(gate, &all, "x", "plot", &mut out).unwrap();
    output::outline(gate, &all, Veils::Chip, &mut out).unwrap();
    out
}

fn look_alike(one: &str, other: &str, format: Format, keys: &[u8]) {
    let reader = |source: &str| App::new(review::read(source.to_owned(), format), Settings::default(), (40, 10));
    let (mut one, mut other) = (reader(one), reader(other));
    for byte in keys.iter().take(40) {
        let c = char::from(byte & 0x7f);
        if REVEALING.contains(&c) {
            continue;
        }
        assert!(press(&mut one, c) == press(&mut other, c), "after {c:?}");
    }
}

fn press(app: &mut App, c: char) -> (Option<Effect>, Buffer) {
    let code = match c {
        '\n' => Code::Enter,
        '\u{1b}' => Code::Escape,
        '\t' => Code::Tab,
        c => Code::Char(c),
    };
    let effect = app.update(Message::Key(Key::plain(code)));
    let area = Rect::new(0, 0, 40, 10);
    let mut buffer = Buffer::empty(area);
    view(app, &Theme::default(), area, &mut buffer);
    (effect, buffer)
}
