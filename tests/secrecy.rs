//! Non-interference: two reviews that differ only inside hidden passages cannot be told apart by
//! anything that leaves the program, whatever keys are pressed that reveal nothing.
//!
//! This says more than that no hidden word is shown: neither may the length of a passage, its
//! script, its number of sentences or paragraphs, or what it says of film and people make a
//! difference anywhere.

#[path = "support/pairs.rs"]
mod pairs;
#[path = "support/reader.rs"]
mod reader;

use pairs::{CONSTRUCTS, Construct, Pair, Room};
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use reader::Seat;
use serde_json::Value;
use unspoiled::app::command::{COMMANDS, Command};
use unspoiled::app::{App, Effect, Item, Message, Mouse, Pane, Settings};
use unspoiled::cast::People;
use unspoiled::layout::Veils;
use unspoiled::output::{self, Contents, Draft, Links, Page, Paint, Record, Texts, Words};
use unspoiled::review::document::Level;
use unspoiled::review::gate::{Consent, Gate, Ratings, Shown};
use unspoiled::review::{self, Document, Format, Strictness};
use unspoiled::shelf::Entry;
use unspoiled::{search, view};

/// Screens on which the reader has to manage.
const SIZES: [(u16, u16); 7] = [(80, 24), (40, 12), (20, 6), (120, 30), (180, 20), (100, 9), (1, 1)];

/// What is searched for: words of the open, words that only hidden passages have, expressions.
const PATTERNS: [&str; 12] =
    ["the", "drowns", "Ada", "1987", "她", ".", r"\w+", "^", r"(?s)a.*z", "(", "camera", r"\bperformance\b"];

/// Something the reader does that reveals nothing.
#[derive(Clone, Debug)]
enum Step {
    Press(String),
    Search(&'static str),
    Filter(&'static str),
    Mark(&'static str),
    /// For a moment nothing is typed, and who reads the cast comes to its end.
    Lull,
    /// The mouse is drawn over the text.
    Drag((u16, u16), (u16, u16)),
    Wheel(Mouse),
    ClickHeader(usize),
    Resize((u16, u16)),
}

/// The keys of all commands but those whose very purpose is to show more.
fn harmless_keys() -> Vec<String> {
    let reveals = [Command::Reveal, Command::CycleSight, Command::HideLess, Command::Overrule, Command::Seen];
    let keymap = unspoiled::app::keymap::Keymap::default();
    let harmless = COMMANDS.iter().filter(|entry| !reveals.contains(&entry.command));
    let mut keys: Vec<String> = harmless.flat_map(|entry| keymap.keys_of(entry.command).to_vec()).collect();
    // Pressed by name below, for what follows them is typed.
    keys.retain(|key| !["m", "'", "/", "t", "%"].contains(&key.as_str()));
    keys
}

fn step() -> impl Strategy<Value = Step> {
    let marks = ["ma", "mz", "'a", "''", "'q", "% 5 0 Enter", "% Esc"];
    prop_oneof![
        8 => prop::sample::select(harmless_keys()).prop_map(Step::Press),
        2 => prop::sample::select(&PATTERNS[..]).prop_map(Step::Search),
        1 => prop::sample::select(&["", "ver", "drowns", "ending", "x"][..]).prop_map(Step::Filter),
        1 => prop::sample::select(marks.to_vec()).prop_map(Step::Mark),
        1 => prop::sample::select(vec![Mouse::WheelUp, Mouse::WheelDown]).prop_map(Step::Wheel),
        1 => Just(Step::Lull),
        1 => ((0_u16..80, 0_u16..24), (0_u16..80, 0_u16..24)).prop_map(|(from, to)| Step::Drag(from, to)),
        1 => (0_usize..4).prop_map(Step::ClickHeader),
        1 => prop::sample::select(&SIZES[..]).prop_map(Step::Resize),
    ]
}

/// All that can be seen of a reader.
#[derive(Debug, PartialEq)]
struct Sight {
    frame: Buffer,
    cursor: Option<(u16, u16)>,
    notice: Option<String>,
    effects: Vec<Effect>,
    /// What the shelf would tell.
    entry: Entry,
    /// What is kept of the place, but for what stands for the text itself.
    place: Option<(u32, usize)>,
}

fn take(seat: &mut Seat, step: &Step) -> Sight {
    let effects = match step {
        Step::Press(keys) => seat.press(keys),
        Step::Search(pattern) => typed(seat, "/", pattern, "Enter"),
        Step::Filter(query) => typed(seat, "t", query, "Enter"),
        Step::Mark(keys) => seat.press(keys),
        Step::Lull => {
            seat.app.update(Message::Lull);
            seat.hear_cast();
            Vec::new()
        }
        Step::Drag(from, to) => seat.mouse(Mouse::Drag(from.0, from.1), to.0, to.1).into_iter().collect(),
        Step::Wheel(mouse) => seat.mouse(*mouse, 2, 4).into_iter().collect(),
        Step::ClickHeader(number) => click_header(seat, *number),
        Step::Resize(size) => {
            seat.resize(*size);
            Vec::new()
        }
    };
    sight(seat, effects)
}

fn sight(seat: &Seat, effects: Vec<Effect>) -> Sight {
    let notice = seat.app.notice().map(str::to_owned);
    let (cursor, entry) = (view::cursor(&seat.app), seat.app.entry());
    let place = seat.app.kept().place.map(|place| (place.offset, place.words));
    Sight { frame: seat.frame(), cursor, notice, effects, entry, place }
}

fn typed(seat: &mut Seat, open: &str, text: &str, done: &str) -> Vec<Effect> {
    let mut effects = seat.press("Esc");
    effects.extend(seat.press(open));
    if *seat.app.pane() == Pane::Text {
        // It has nothing to show, and what is typed would be commands.
        return effects;
    }
    seat.type_in(text);
    effects.extend(seat.press(done));
    effects
}

/// Clicks the header numbered so among those on screen, if there is one: there are no veils to hit.
fn click_header(seat: &mut Seat, number: usize) -> Vec<Effect> {
    let headers = |app: &App| -> Vec<u16> {
        let is_header = |row: usize| {
            let item = app.rows().get(row).and_then(|row| app.flow().items().get(row.item));
            matches!(item, Some(Item::Header(_)))
        };
        (0..app.geometry().text.height).filter(|row| is_header(usize::from(*row))).collect()
    };
    let area = seat.app.geometry().text;
    match headers(&seat.app).get(number) {
        Some(row) => seat.mouse(Mouse::Click, area.x.saturating_sub(2), area.y + row).into_iter().collect(),
        None => Vec::new(),
    }
}

/// All that can be printed of a review.
fn printed(source: &str, document: &Document, hide: Level, ratings: Ratings) -> Vec<(&'static str, String)> {
    let mut consent = Consent::hiding(Some(hide));
    consent.ratings = ratings;
    let gate = Gate::new(document, &consent);
    let all = Contents::all(gate);
    let page = |width, veils, paint| Page { width, veils, paint, people: People::All, links: Links::Live };
    let print = |write: &dyn Fn(&mut Vec<u8>)| {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    };
    vec![
        ("text", print(&|out| output::text(gate, &all, page(72, Veils::Chip, Paint::None), out).unwrap())),
        ("words", print(&|out| output::text(gate, &all, page(20, Veils::Words, Paint::None), out).unwrap())),
        ("painted", print(&|out| output::text(gate, &all, page(40, Veils::Chip, Paint::Ansi), out).unwrap())),
        ("markdown", print(&|out| output::markdown(gate, &all, People::All, out).unwrap())),
        ("html", print(&|out| output::html(gate, &all, "review", out).unwrap())),
        ("json", print(&|out| output::json(gate, &all, "review", "plot", out).unwrap())),
        ("outline", print(&|out| output::outline(gate, &all, Veils::Chip, out).unwrap())),
        ("credits", print(&|out| output::credits(gate, People::All, out).unwrap())),
        ("check", print(&|out| check(gate, source, out))),
        ("sections", print(&|out| sections(gate, out))),
        ("batch", print(&|out| batch(gate, source, out))),
        ("hits", print(&|out| hits(gate, out))),
    ]
}

/// What writers are told of their own `source`: where it stands there is theirs to know, and left out here.
fn check(gate: Gate<'_>, source: &str, out: &mut Vec<u8>) {
    let found = output::check(gate, Draft { source, words: Words::Hidden });
    let mut report = Vec::new();
    output::sarif(&[("review".to_owned(), found.clone())], &mut report).unwrap();
    let mut report: Value = serde_json::from_slice(&report).unwrap();
    for result in report["runs"][0]["results"].as_array_mut().unwrap() {
        result["locations"][0]["physicalLocation"].as_object_mut().unwrap().remove("region").unwrap();
    }
    out.extend(format!("{report}\n").bytes());
    for finding in found {
        let mut line = Vec::new();
        finding.json("review", &mut line).unwrap();
        let mut line: Value = serde_json::from_slice(&line).unwrap();
        for name in ["line", "column", "end_line", "end_column"] {
            line.as_object_mut().unwrap().remove(name).unwrap();
        }
        out.extend(format!("{line}\n").bytes());
    }
}

/// What a batch answers to who sent `source`: places and numbers of hidden sentences, which they have, and no more. So
/// where things stand and how many hidden sentences there are is left out here, and all else must be alike.
fn batch(gate: Gate<'_>, source: &str, out: &mut Vec<u8>) {
    let record = Record { id: "7", text: source, model: "m", hide: "plot", texts: Texts::Given };
    let mut answer = Vec::new();
    output::record(gate, record, &mut answer).unwrap();
    let mut answer: Value = serde_json::from_slice(&answer).unwrap();
    let strip = |entry: &mut Value, names: &[&str]| {
        for name in names {
            entry.as_object_mut().unwrap().remove(*name);
        }
    };
    answer["paragraphs"].as_array_mut().unwrap().iter_mut().for_each(|entry| strip(entry, &["sentences"]));
    let sentences = answer["sentences"].as_array_mut().unwrap();
    for entry in &mut *sentences {
        strip(entry, &["index", "bytes", "chars"]);
        if entry["hidden"] == true && entry["reason"] != "judged" {
            strip(entry, &["scores"]);
        }
    }
    sentences.dedup_by(|one, other| one["hidden"] == true && one == other);
    out.extend(serde_json::to_vec(&answer).unwrap());
}

/// Each section by itself, as `--section` prints it.
fn sections(gate: Gate<'_>, out: &mut Vec<u8>) {
    for number in 1..=12 {
        let Ok(section) = Contents::section(gate, &number.to_string()) else { continue };
        out.extend(format!("--- {number}\n").bytes());
        let page = Page {
            width: 60,
            veils: Veils::Chip,
            paint: Paint::None,
            people: People::All,
            links: Links::Text,
        };
        output::text(gate, &section, page, out).unwrap();
    }
}

/// How often each pattern is found, and what exactly.
fn hits(gate: Gate<'_>, out: &mut Vec<u8>) {
    for pattern in PATTERNS {
        let found = search::Hits::find(gate, pattern);
        let texts = (0..found.len()).filter_map(|n| gate.whole(found.get(n)?)).map(Shown::text);
        out.extend(format!("{pattern}: {} {:?}\n", found.len(), texts.collect::<Vec<_>>()).bytes());
    }
}

/// Panics with the first lines in which `one` and `other` differ.
fn assert_same(what: &str, one: &str, other: &str) {
    let same = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    let near = |text: &str| text.chars().skip(same.saturating_sub(80)).take(160).collect::<String>();
    assert!(one == other, "{what} tells the two apart:\n--- one\n{}\n--- other\n{}", near(one), near(other));
}

fn assert_same_sight(step: &str, one: &Sight, other: &Sight) {
    let text = |sight: &Sight| reader::text_of(&sight.frame);
    assert_same(&format!("the screen after {step}"), &text(one), &text(other));
    assert!(one.frame == other.frame, "after {step} the styles of the frames differ");
    assert_eq!((&one.notice, one.cursor), (&other.notice, other.cursor), "after {step}");
    assert_eq!(one.effects, other.effects, "after {step}");
    assert_eq!((&one.entry, one.place), (&other.entry, other.place), "after {step}");
}

/// Of a page that lists reviews, what it lists and each of them; they are nothing of one that lists none.
fn assert_lists_alike(pair: &Pair) {
    let listed = |source: &str| match review::read_page(source.to_owned()) {
        review::Page::One(_) => Vec::new(),
        review::Page::List(list) => list,
    };
    let (one, other) = (listed(&pair.one), listed(&pair.other));
    assert_eq!(one.len(), other.len(), "the list");
    for ((listed, one), (known, other)) in one.into_iter().zip(other) {
        assert_same("the list", &format!("{listed:?}"), &format!("{known:?}"));
        let read = |document: Document| {
            printed("", &document.judge_all(Strictness::default()), Level::Plot, Ratings::Shown)
        };
        for ((what, one), (_, other)) in read(one).iter().zip(&read(other)) {
            assert_same(what, one, other);
        }
    }
}

fn assert_prints_alike(pair: &Pair) {
    if pair.format == Format::Html {
        assert_lists_alike(pair);
    }
    let read = |source: &str| review::read(source.to_owned(), pair.format);
    let judge = |source: &str| read(source).judge_all(Strictness::default());
    let marked = (read(&pair.one), read(&pair.other));
    let judged = (judge(&pair.one), judge(&pair.other));
    let curtains =
        [(Level::Premise, Ratings::Shown), (Level::Plot, Ratings::Shown), (Level::Plot, Ratings::Hidden)];
    for ((hide, ratings), (one, other)) in curtains.iter().flat_map(|c| [(c, &marked), (c, &judged)]) {
        let one = printed(&pair.one, one, *hide, *ratings);
        let other = printed(&pair.other, other, *hide, *ratings);
        for ((what, one), (_, other)) in one.iter().zip(&other) {
            assert_same(what, one, other);
        }
    }
}

fn assert_reads_alike(pair: &Pair, size: (u16, u16), steps: &[Step]) {
    for open in [Seat::new, Seat::judged, Seat::waiting, Seat::heard] {
        let seat = |source: &str| open(source, pair.format, size);
        assert_seats_alike(seat(&pair.one), seat(&pair.other), steps);
    }
}

fn assert_seats_alike(mut one: Seat, mut other: Seat, steps: &[Step]) {
    assert_same_sight("opening", &sight(&one, Vec::new()), &sight(&other, Vec::new()));
    for (number, step) in steps.iter().enumerate() {
        let sights = (take(&mut one, step), take(&mut other, step));
        assert_same_sight(&format!("step {number}, {step:?}"), &sights.0, &sights.1);
    }
}

/// A walk that looks at everything once: all pages, folds, panes, a search and two sizes.
fn walk() -> Vec<Step> {
    let keys = [
        "Space", "Space", "Space", "G", "g", "]s", "]s", "[s", "e", "Esc", "zM", "zR", "Enter", "J", "J",
        "za", "K", "t", "Esc", "i", "i", "Tab", "Enter", "q", "y", "J", "y", "<", "X", "1", "2", "3", "9",
        "zm", "zr", "+", "-", "v", "j", "j", "y", "c", "c", "c", "*", "y", "*",
    ];
    let mut steps = vec![Step::Lull];
    steps.extend(keys.iter().map(|key| Step::Press((*key).to_owned())));
    steps.push(Step::Lull);
    steps.extend(PATTERNS.map(Step::Search));
    steps.extend([Step::Filter("drowns"), Step::Resize((40, 12)), Step::Press("n".to_owned())]);
    steps.extend((0..6).map(|_| Step::Press("j".to_owned())));
    steps.push(Step::Resize((120, 30)));
    steps
}

/// Hidden blocks of a page may begin with anything.
const BEGINNINGS: [(&str, &str); 3] = [
    ("Yes.", "- One.\n\n- Two."),
    ("Yes.", "# Her death\n\nIt comes."),
    ("> So.", "    code\n\n---\n\n1. One."),
];

/// Each construct by itself, with what gives most away between its delimiters.
fn check_construct(construct: &Construct) {
    let is_page = construct.format == Format::Html && construct.room == Room::Blocks;
    let more = if is_page { &BEGINNINGS[..] } else { &[] };
    // A page whose review has no word has none.
    let says = |text: &str| construct.format != Format::Html || text.contains(char::is_alphabetic);
    for (one, other) in pairs::telling(construct.room).iter().chain(more).filter(|(_, other)| says(other)) {
        let pair = pairs::around(construct, one, other);
        let hidden = pairs::count_hidden(&pair.one, pair.format);
        assert_eq!(hidden, 1, "{} should hide one passage in\n{}", construct.name, pair.one);
        assert_prints_alike(&pair);
        assert_reads_alike(&pair, (80, 24), &walk());
    }
}

/// All constructs are tried before the test fails, so that it says at once which of them leak.
#[test]
fn no_construct_lets_anything_through() {
    let mut leaks = Vec::new();
    for construct in CONSTRUCTS {
        let tried = std::panic::catch_unwind(|| check_construct(construct));
        if let Err(cause) = tried {
            let cause = cause.downcast_ref::<String>().cloned().unwrap_or_default();
            leaks.push(format!("=== {} ({:?})\n{cause}", construct.name, construct.format));
        }
    }
    assert!(leaks.is_empty(), "{} constructs leak:\n{}", leaks.len(), leaks.join("\n"));
}

proptest! {
    #![proptest_config(reader::cases(48))]

    #[test]
    fn what_is_printed_depends_on_nothing_hidden(pair in pairs::pair()) {
        assert_prints_alike(&pair);
    }

    #[test]
    fn what_is_seen_depends_on_nothing_hidden(
        pair in pairs::pair(),
        size in prop::sample::select(&SIZES[..]),
        steps in prop::collection::vec(step(), 1..30),
    ) {
        assert_reads_alike(&pair, size, &steps);
    }
}

/// Who hides ratings learns none of them from anything that is printed or seen, in whatever form they stand.
#[test]
fn hidden_ratings_leave_through_no_door() {
    let review = |rating: &str| {
        format!(
            "---\ntitle: Fog\nyear: 1931\nrating: {rating}\n---\n\nFog (1931) - {rating}\n\nBy Ann Lorn\n\n\
             Rating: {rating}\n\n## A {rating} film\n\nIt is slow. I give it {rating}. Bring a coat.\n\n\
             - {rating}, no less\n\n> It was {rating} to me.\n\nAll in all: {rating}\n"
        )
    };
    let (one, other) = ("7/10", "9/10");
    let read = |rating: &str| review::read(review(rating), Format::Markdown);
    let printed = |rating: &str| printed(&review(rating), &read(rating), Level::Plot, Ratings::Hidden);
    for ((what, one), (_, other)) in printed(one).iter().zip(&printed(other)) {
        assert_same(what, one, other);
        assert!(!one.contains("7/10") && !one.contains("0.7"), "{what} tells the rating:\n{one}");
    }
    let mut settings = Settings::default();
    settings.consent.ratings = Ratings::Hidden;
    let seat = |rating: &str| Seat::with(&review(rating), Format::Markdown, settings.clone(), (120, 30));
    let steps: Vec<Step> =
        walk().into_iter().filter(|step| !matches!(step, Step::Press(key) if key == "*")).collect();
    assert_seats_alike(seat(one), seat(other), &steps);
}

/// The other tests mean nothing where nothing is hidden, or where the two texts are the same.
#[test]
fn the_pairs_differ_and_hide() {
    for construct in CONSTRUCTS {
        for (one, other) in pairs::telling(construct.room) {
            assert_ne!(one, other);
        }
    }
    assert!(CONSTRUCTS.iter().any(|c| c.room == Room::Blocks && c.format == Format::Text));
}

/// What boxes, bylines, labels and headings say behind a warning is told nowhere else.
#[test]
fn facts_behind_a_warning_are_not_stated() {
    let behind = [
        "<p>SPOILER WARNING</p><dl><dt>Director<dd>@</dl><p class=byline>By @</p><p><img src=x alt='@ 4/5'>\
         <span itemprop=author>@</span></p><table><tr><th>Year<td>@</table><p>End of spoilers.</p>",
        "<p>Plot details follow.</p><dl><dt>Starring<dd>@</dl><p class=author>@</p><p aria-label='@ stars'>@</p>",
    ];
    for behind in behind {
        let page = |said: &str| {
            format!(
                "<html><title>The Night Ferry</title><body><article><h1>The Night Ferry</h1>\
                 <p>Ida Holm has made three films before this quiet one about a loud sea, and none was half as \
                 good, it has to be said.</p>{}</article></body></html>",
                behind.replace('@', said)
            )
        };
        for (one, other) in [("Bo Kim", "Ada Lee"), ("1", "3.5"), ("1987", "1934")] {
            let pair = Pair { one: page(one), other: page(other), format: Format::Html };
            assert_prints_alike(&pair);
            assert_reads_alike(&pair, (120, 30), &[]);
        }
    }
}

/// How a short page is read is decided by how much text it has: by the open text alone.
#[test]
fn short_pages_tell_nothing_by_what_they_hide() {
    let long = "She lives, and the camera sees it. ".repeat(40);
    let data = r#"<script type="application/ld+json">{"@type":"Review","reviewBody":"A review, and not a word of it."}</script>"#;
    let bodies = [
        "<p>It is fine. <span class=spoiler>@</span></p>",
        "<div class=spoilerAlert>Spoiler warning.</div><p>It is fine.</p><div class=spoiler>@</div>",
        "<div class=spoilerAlert>Spoiler warning.</div><div class=reviewText>@</div><div class=spoilerAlert>Spoiler.</div>",
        "<div class=spoiler>@</div>",
        "<p>This review may contain spoilers.</p><p>@</p>",
    ];
    for body in bodies.iter().flat_map(|body| [(*body).to_owned(), format!("{data}{body}")]) {
        let page = |hidden: &str| {
            format!("<html><title>Ferry</title><body>{}</body></html>", body.replace('@', hidden))
        };
        let pair = Pair { one: page("Yes."), other: page(&long), format: Format::Html };
        assert_prints_alike(&pair);
        assert_reads_alike(&pair, (80, 24), &walk());
    }
}
