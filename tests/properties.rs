//! What holds of every document and every screen, tried on made-up ones: prose in many scripts,
//! markup soup and noise.

#[path = "support/reader.rs"]
mod reader;

#[path = "../fuzz/sound.rs"]
mod sound;

use std::collections::BTreeSet;

use proptest::prelude::*;
use reader::Seat;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;
use unspoiled::app::{Flow, Row};
use unspoiled::layout::{self, Fill, Ink, Line, Options, Stretch, Veils};
use unspoiled::review::clean::clean;
use unspoiled::review::document::{Block, Kind, Level};
use unspoiled::review::gate::{Consent, Gate, Run, Shown};
use unspoiled::review::span::{Offset, Span};
use unspoiled::review::{self, Document, Format, Strictness};

const WORDS: &[&str] = &[
    "a",
    "the",
    "film",
    "Romanek’s",
    "well-made",
    "http://example.org/a/very/long/path?with=query",
    "她",
    "死了。",
    "映画を見た",
    "한국어",
    "👩\u{200d}👩\u{200d}👧",
    "🏳\u{fe0f}\u{200d}🌈",
    "e\u{301}\u{323}",
    "שלום",
    "مرحبا",
    "soft\u{ad}hyphen",
    "no\u{a0}break",
    "zero\u{200b}width",
    "Donaudampfschifffahrtsgesellschaftskapitän",
    "—",
    "…",
    "½",
    "“So?”",
    "(x)",
    "\t",
    "||",
    ">!",
    "!<",
    "*it*",
    "**so**",
    "`code`",
    "[link](http://x.y \"t\")",
    "1.",
    "☆",
];

const STARTS: &[&str] = &[
    "",
    "",
    "",
    "",
    "# ",
    "### ",
    "- ",
    "> ",
    "> > ",
    "1. ",
    "    ",
    "* [ ] ",
    "---\n",
    "```\n",
    "::: spoiler\n\n",
    ":::\n",
    "| a | b |\n|---|---|\n| ",
    "[^1]: ",
    "<details>\n",
    "SPOILER WARNING\n\n",
];

fn block() -> impl Strategy<Value = String> {
    let words = prop::collection::vec(prop::sample::select(WORDS), 0..40);
    let hidden = prop::bool::weighted(0.3);
    (prop::sample::select(STARTS), words, hidden).prop_map(|(start, words, hidden)| {
        let text = words.join(" ");
        if hidden { format!("{start}so ||{text}|| it is") } else { format!("{start}{text}") }
    })
}

/// Something that looks like a review.
fn source() -> impl Strategy<Value = String> {
    prop::collection::vec(block(), 1..12).prop_map(|blocks| blocks.join("\n\n"))
}

/// Delimiters and odd characters.
const SOUP: &[&str] = &[
    "||",
    ">!",
    "!<",
    "~!",
    "!~",
    "[spoiler]",
    "[/spoiler]",
    "[[spoiler:",
    "]]",
    "{{spoiler|",
    "}}",
    "::: spoiler",
    ":::",
    "<spoiler>",
    "</spoiler>",
    "<details>",
    "<summary>Spoiler</summary>",
    "</details>",
    "```",
    "~~~",
    "`",
    "*",
    "_",
    "**",
    "[",
    "](",
    ")",
    "](/s \"",
    "\")",
    "[^1]",
    "[^1]: ",
    "|",
    "|-|",
    "\n",
    "\n\n",
    "\n> ",
    "\n- ",
    "\n# ",
    "\n    ",
    "---\n",
    "title: x\n",
    "\u{c}",
    "\0",
    "\u{1b}[2J",
    "\r",
    "\t",
    "\u{202e}",
    "\u{feff}",
    "é",
    "她",
    "\\",
    "&amp;",
    "<!--",
    "-->",
    "{{< spoiler >}}",
    "{% endspoiler %}",
    "a",
    " ",
    "word",
    ". ",
    "END OF SPOILERS",
];

/// These in any order.
fn soup() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(SOUP), 0..80).prop_map(|bits| bits.concat())
}

fn any_source() -> impl Strategy<Value = String> {
    let bytes = prop::collection::vec(any::<u8>(), 0..400);
    let noise = bytes.prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    prop_oneof![4 => source(), 3 => soup(), 1 => noise, 1 => any::<String>()]
}

fn format() -> impl Strategy<Value = Format> {
    prop::sample::select(vec![Format::Markdown, Format::Text])
}

fn consent() -> impl Strategy<Value = Consent> {
    prop::sample::select(vec![None, Some(Level::Premise), Some(Level::Plot), Some(Level::Ending)])
        .prop_map(Consent::hiding)
}

fn options() -> impl Strategy<Value = Options> {
    let fill = prop::sample::select(vec![Fill::Even, Fill::Greedy]);
    let veils = prop::sample::select(vec![Veils::Chip, Veils::Words]);
    (1_u16..=120, fill, veils).prop_map(|(width, fill, veils)| Options { width, fill, veils })
}

fn whole(document: &Document) -> Span {
    Span::new(Offset::default(), document.end())
}

/// A span between two places, wherever these fall: to ask for any span at all.
fn span_in(document: &Document, from: usize, to: usize) -> Span {
    // A document's blocks begin and end between characters, so their edges make honest spans.
    let mut edges: Vec<Offset> =
        document.blocks().iter().flat_map(|b| [b.span.start(), b.span.end()]).collect();
    edges.push(document.end());
    let pick = |number: usize| edges[number % edges.len()];
    Span::new(pick(from), pick(to))
}

/// Checks that the runs of `span` cover it and are maximal.
fn check_runs(gate: Gate<'_>, span: Span) -> Result<(), TestCaseError> {
    let mut at = span.start();
    let mut last: Option<Run<'_>> = None;
    for run in gate.runs(span) {
        match (last, run) {
            (Some(Run::Shown(_)), Run::Shown(_)) => prop_assert!(false, "two shown runs in a row"),
            (Some(Run::Veiled(one)), Run::Veiled(other)) => prop_assert_ne!(one.id, other.id),
            _ => {}
        }
        if let Run::Shown(shown) = run {
            prop_assert!(shown.span().start() >= at && !shown.span().is_empty());
            prop_assert_eq!(shown.text().len(), shown.span().len());
            prop_assert!(matches!(last, Some(Run::Veiled(_))) || shown.span().start() == at);
            at = shown.span().end();
        }
        last = Some(run);
    }
    prop_assert!(matches!(last, Some(Run::Veiled(_))) || at == span.end(), "the end is not covered");
    Ok(())
}

/// The columns that `line` takes if its pieces are drawn as they are.
fn check_line(gate: Gate<'_>, line: &Line, options: Options) -> Result<(), TestCaseError> {
    let mut column = 0;
    for piece in &line.pieces {
        prop_assert!(piece.column >= column, "pieces overlap in {:?}", line);
        column = piece.column + piece.width;
        if let Ink::Source(span) = piece.ink {
            let shown = gate.whole(span);
            prop_assert!(shown.is_some(), "a piece holds hidden text");
            let text = shown.map_or("", Shown::text);
            // A grapheme of two columns cannot be shown in one.
            let fits = layout::cells(text) <= usize::from(piece.width) || text.graphemes(true).count() == 1;
            prop_assert!(fits, "{:?} is drawn {} wide", piece, layout::cells(text));
        }
    }
    prop_assert!(line.width() <= options.width, "{} columns in {}", line.width(), options.width);
    Ok(())
}

fn lines_of(gate: Gate<'_>, options: Options) -> Vec<Line> {
    let blocks = 0..gate.document().blocks().len();
    blocks.flat_map(|block| layout::lay_block(gate, block, options)).collect()
}

/// What a laid out block shows, without blanks: these may be lost where lines break.
fn shown_in(gate: Gate<'_>, block: usize, options: Options) -> String {
    let mut text = String::new();
    for line in layout::lay_block(gate, block, options) {
        for piece in &line.pieces {
            match piece.ink {
                Ink::Source(span) => text.push_str(gate.whole(span).map_or("", Shown::text)),
                Ink::Veil(veil) => text.push_str(options.veils.label(&veil)),
                Ink::Ornament(_) => {}
            }
        }
    }
    without_blanks(&text)
}

fn shown_by_gate(gate: Gate<'_>, block: &Block, veils: Veils) -> String {
    let text = layout::stretches(gate, block.span).into_iter().map(|stretch| match stretch {
        Stretch::Shown(shown) => shown.text(),
        Stretch::Veil(veil) => veils.label(&veil),
    });
    without_blanks(&text.collect::<String>())
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| c.width().unwrap_or(0) > 0 && !c.is_whitespace()).collect()
}

/// Prose in which some sentences are marked, long enough not to be judged at once.
fn marked_prose() -> impl Strategy<Value = String> {
    const SENTENCES: [&str; 8] = [
        "The picture opens on a ferry that has missed its tide.",
        "||She drowns in the second reel.||",
        "Nobody in the cast seems to know what the camera wants of them, and it shows.",
        "Her brother follows the smuggler home and finds the letters under the floor.",
        ">!He burns them.!<",
        "I laughed twice.",
        "In the end the lighthouse is sold and the two of them walk away from each other.",
        "It was shot in eleven days, on the island where the novel was written.",
    ];
    let paragraph = prop::collection::vec(prop::sample::select(&SENTENCES[..]), 1..9);
    prop::collection::vec(paragraph, 60..90).prop_map(|paragraphs| {
        let text = paragraphs.iter().map(|sentences| sentences.join(" ")).collect::<Vec<_>>().join("\n\n");
        format!(
            "{text}\n\n{}",
            "It is a fine film about the sea, and the best that was made of it. ".repeat(180)
        )
    })
}

proptest! {
    #![proptest_config(reader::cases(12))]

    #[test]
    fn what_is_judged_in_parts_is_what_is_judged_in_one(
        source in marked_prose(), parts in prop::collection::vec((0_usize..90, 1_usize..9), 0..12),
    ) {
        let judge = || review::read(source.clone(), Format::Text).judge(Strictness::default());
        let whole = review::read(source.clone(), Format::Text).judge_all(Strictness::default());
        let mut document = judge();
        prop_assert!(document.unread() > 0, "it is long enough");
        for (first, len) in parts {
            document.read_on(first..first + len);
        }
        document.read_on(0..document.blocks().len());
        for part in document.judging().into_iter().flatten() {
            document.take_in(&part);
        }
        let consent = Consent::hiding(Some(Level::Premise));
        let told = |document: &Document| {
            Gate::new(document, &consent).runs(self::whole(document)).map(|run| format!("{run:?}")).collect::<Vec<_>>()
        };
        prop_assert_eq!(told(&document), told(&whole));
        prop_assert_eq!(document.sections(), whole.sections());
    }
}

proptest! {
    #![proptest_config(reader::cases(200))]

    #[test]
    fn runs_cover_a_span_and_are_maximal(
        source in any_source(), format in format(), consent in consent(), from in 0_usize..99, to in 0_usize..99,
    ) {
        let document = review::read(source, format);
        let gate = Gate::new(&document, &consent);
        check_runs(gate, whole(&document))?;
        check_runs(gate, span_in(&document, from, to))?;
        for block in document.blocks() {
            check_runs(gate, block.span)?;
        }
    }

    #[test]
    fn no_line_is_wider_than_asked(
        source in any_source(), format in format(), consent in consent(), options in options(),
    ) {
        let document = review::read(source, format);
        let gate = Gate::new(&document, &consent);
        for line in lines_of(gate, options) {
            check_line(gate, &line, options)?;
        }
    }

    #[test]
    fn the_words_are_the_same_at_every_width(
        source in any_source(), format in format(), consent in consent(), options in options(),
    ) {
        let document = review::read(source, format);
        let gate = Gate::new(&document, &consent);
        for (number, block) in document.blocks().iter().enumerate() {
            let is_drawn = gate.block(number).is_some_and(|block| !matches!(block.kind, Kind::Table(_) | Kind::Rule));
            // In one column there is no room for the two of some graphemes.
            if is_drawn && options.width > 1 && block.list + block.quote < 1 {
                let shown = shown_in(gate, number, options);
                prop_assert_eq!(shown, shown_by_gate(gate, block, options.veils));
            }
        }
    }

    #[test]
    fn a_row_has_a_place_that_leads_back_to_it(
        source in any_source(), format in format(), consent in consent(), options in options(),
    ) {
        let document = review::read(source, format);
        let gate = Gate::new(&document, &consent);
        let mut flow = Flow::new(&document, &BTreeSet::new(), &BTreeSet::new(), options);
        let rows = flow.rows(gate, Row::default(), 200);
        for row in rows {
            // Rows without text, and those of a table, which share a place, only lead near.
            let place = flow.place_of(&document, row);
            let back = flow.row_of(gate, place);
            let place_again = flow.place_of(&document, back);
            prop_assert_eq!(place, place_again, "from {:?} to {:?}", row, back);
        }
    }

    #[test]
    fn steps_down_and_up_lead_back(
        source in any_source(), format in format(), options in options(), by in 1_isize..60,
    ) {
        let document = review::read(source, format);
        let consent = Consent::default();
        let gate = Gate::new(&document, &consent);
        let mut flow = Flow::new(&document, &BTreeSet::new(), &BTreeSet::new(), options);
        let first = flow.row_of(gate, Offset::default());
        let down = flow.step(gate, first, by);
        let rows = flow.rows(gate, first, usize::try_from(by).unwrap() + 1);
        prop_assert_eq!(rows.last().copied().unwrap_or_default(), down);
        let moved = isize::try_from(rows.len().saturating_sub(1)).unwrap();
        prop_assert_eq!(flow.step(gate, down, -moved), first);
    }

    #[test]
    fn clean_text_commands_no_terminal(text in any_source()) {
        let cleaned = clean(text);
        let harmful = |c: char| (c.is_control() && !"\n\t\u{c}".contains(c))
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{200e}' | '\u{200f}');
        prop_assert!(!cleaned.contains(harmful));
        prop_assert_eq!(clean(cleaned.clone()), cleaned);
    }

    #[test]
    fn a_document_is_sound(source in any_source(), format in format()) {
        let document = review::read(source, format);
        let consent = Consent::hiding(None);
        let gate = Gate::new(&document, &consent);
        let mut end = Offset::default();
        for (number, block) in document.blocks().iter().enumerate() {
            prop_assert!(block.span.start() >= end && block.span.end() <= document.end());
            end = block.span.end();
            let text = gate.whole(block.span).map(Shown::text).unwrap_or_default();
            prop_assert_eq!(text.len(), block.span.len(), "a block's edge lies within a character");
            prop_assert!(!text.contains(|c: char| c.is_control() && c != '\n' && c != '\t'), "{:?}", text);
            for sentence in document.sentences(number) {
                prop_assert_eq!(sentence.meet(block.span), *sentence);
                prop_assert!(gate.whole(*sentence).is_some_and(|s| s.text().len() == sentence.len()));
            }
        }
        check_sections(&document)?;
    }

    #[test]
    fn nothing_that_is_pressed_panics_or_spills(
        source in any_source(), format in format(),
        size in (1_u16..130, 1_u16..40), keys in prop::collection::vec(prop::sample::select(KEYS), 0..25),
    ) {
        let mut seat = Seat::new(&source, format, size);
        for key in keys {
            seat.press(key);
            let frame = seat.text();
            prop_assert!(!frame.contains(|c: char| c.is_control() && c != '\n'), "{:?}", frame);
        }
    }

    #[test]
    fn folding_and_unfolding_restores_the_screen(
        source in source(), format in format(), size in (20_u16..130, 5_u16..40), down in 0_usize..10,
    ) {
        let mut seat = Seat::new(&source, format, size);
        seat.press("zR");
        (0..down).for_each(|_| _ = seat.press("J"));
        let before = seat.text();
        // Where the section's header has scrolled off, folding goes to it.
        let is_whole = seat.app.sticky().is_none();
        seat.press("Enter");
        seat.press("Enter");
        let body = |text: &str| text.lines().rev().skip(1).map(str::to_owned).collect::<Vec<_>>();
        if is_whole {
            prop_assert_eq!(body(&before), body(&seat.text()));
        }
    }

    #[test]
    fn resizing_away_and_back_keeps_the_place(
        source in source(), format in format(), sizes in prop::collection::vec((1_u16..130, 1_u16..40), 1..4),
        keys in prop::sample::select(&["", "d", "J", "]s", "G", "dd"][..]),
    ) {
        let mut seat = Seat::new(&source, format, (80, 24));
        if !keys.is_empty() {
            seat.press(keys);
        }
        let place = |seat: &Seat| seat.app.rows().first().map(|row| seat.app.flow().place_of(seat.app.reading().document(), *row));
        let before = place(&seat);
        for size in sizes {
            seat.resize(size);
        }
        seat.resize((80, 24));
        prop_assert_eq!(before, place(&seat));
    }
}

const KEYS: &[&str] = &[
    "j",
    "k",
    "d",
    "u",
    "Space",
    "b",
    "g",
    "G",
    "J",
    "K",
    "1",
    "9",
    "t",
    "m",
    "'",
    "a",
    "C-o",
    "A-Right",
    "Enter",
    "zM",
    "zR",
    "zr",
    "zm",
    "h",
    "l",
    "s",
    "S",
    "<",
    ">",
    "]s",
    "[s",
    "X",
    "!",
    "e",
    "/",
    "n",
    "N",
    "i",
    "Tab",
    "y",
    "+",
    "-",
    "=",
    "T",
    "M",
    "?",
    "q",
    "Esc",
    "Backspace",
    "她",
    "(",
    ".",
    "Down",
    "Up",
];

fn check_sections(document: &Document) -> Result<(), TestCaseError> {
    let blocks = document.blocks().len();
    let mut open: Vec<std::ops::Range<usize>> = Vec::new();
    for section in document.sections() {
        prop_assert!(section.blocks.start <= section.blocks.end && section.blocks.end <= blocks);
        open.retain(|outer| section.blocks.start < outer.end);
        if let Some(outer) = open.last() {
            prop_assert!(section.blocks.end <= outer.end, "a section runs out of the one around it");
        }
        open.push(section.blocks.clone());
    }
    Ok(())
}

/// More blocks than are kept laid out: whatever is forgotten, no row on screen may be.
#[test]
fn every_row_on_screen_is_laid_out_however_far_one_scrolls() {
    let lines: Vec<String> = (0..1500).map(|n| format!("Line {n}.")).collect();
    let source = lines.join("\n\n");
    let mut seat = Seat::new(&source, Format::Markdown, (60, 30));
    for turn in 0..400 {
        seat.press(["j", "Space", "k", "d", "Space"][turn % 5]);
        let rows = seat.app.rows();
        let laid = rows.iter().filter(|row| seat.app.flow().line(**row).is_some()).count();
        assert!(laid * 2 + 1 >= rows.len(), "only {laid} of {} rows are laid out", rows.len());
    }
    assert!(seat.text().contains("Line 1499."));
}

/// Pieces of pages, sound and broken.
const PIECES: &[&str] = &[
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<div class=spoiler>",
    "<span class='spoiler'>",
    "</span>",
    "<b>",
    "</b>",
    "<table>",
    "<tr>",
    "<td>",
    "</td>",
    "</table>",
    "<ul>",
    "<li>",
    "</ul>",
    "<details><summary>Spoiler</summary>",
    "</details>",
    "<span style='display:none'>",
    "<font color=white>",
    "</font>",
    "<div class=spoilerAlert>",
    "<div class=reviewText>",
    "<article>",
    "</article>",
    "<h2>",
    "</h2>",
    "<pre>",
    "</pre>",
    "<br>",
    "<img class=spoiler alt='a b'>",
    "<figure>",
    "</figure>",
    "<a href='/x'>",
    "</a>",
    "<blockquote>",
    "</blockquote>",
    "<script>",
    "</script>",
    "<svg>",
    "<!--",
    "-->",
    "<title>",
    "&amp;",
    "&#xE000;000000&#xE001;",
    "&#27;",
    "||",
    "[spoiler]",
    "::: spoiler",
    "é words and more",
    "She sails, ",
    "and it is a long sentence, with commas, as reviews have them. ",
    "\n\n",
    "<",
    "\u{E000}000000\u{E001}",
    "<plaintext>",
];

proptest! {
    #![proptest_config(reader::cases(200))]

    #[test]
    fn any_heap_of_pieces_makes_a_sound_document(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        sound::check(&pieces.concat(), unspoiled::review::Format::Html);
    }
}
