//! Two judges, one decision: the careful one's answers come late, in any order, twice, or after the review was left, and
//! nothing that is hidden in the end is open before.

#[path = "support/reader.rs"]
mod reader;

use reader::Seat;
use unspoiled::app::Message;
use unspoiled::review::document::Level;
use unspoiled::review::gate::{Consent, Gate, Run};
use unspoiled::review::span::Span;
use unspoiled::review::{self, Diligence, Document, Extent, Format, Part, Policy};

/// A review of several stretches, some of whose sentences tell a good deal.
fn review() -> String {
    let told = [
        "The ferry leaves at dusk, and the film is happy to watch it go.",
        "Ruth Amadi plays the captain with a patience that is harder than it looks.",
        "Ada finds the letters in the lifeboat and understands that her brother never left the island.",
        "In the last scene the captain opens the doors herself and drowns with the ship.",
        "It is shot in greys, by somebody who knows that there are eleven of them.",
        "She may have gone home, or she may not have.",
        "I did not believe a word of it, and I was glad of every one.",
        "The boy, it turns out, was the passenger all along.",
    ];
    let paragraphs =
        (0..24).map(|p| (0..6).map(|s| told[(p * 5 + s * 3 + p / 3) % 8]).collect::<Vec<_>>().join(" "));
    format!("# The Night Ferry\n\n{}\n", paragraphs.collect::<Vec<_>>().join("\n\n"))
}

fn waiting() -> Document {
    review::read(review(), Format::Markdown).judge(Policy::default())
}

fn parts(document: &Document) -> Vec<Part> {
    document.judging().into_iter().flatten().collect()
}

/// The runs of open text at a hide level; blanks between passages are nothing.
fn open(document: &Document, level: Level) -> Vec<Span> {
    let consent = Consent::hiding(Some(level));
    let gate = Gate::new(document, &consent);
    let runs = document.blocks().iter().flat_map(|block| gate.runs(block.span));
    runs.filter_map(|run| match run {
        Run::Shown(shown) => (!shown.text().trim().is_empty()).then_some(shown.span()),
        Run::Veiled(_) => None,
    })
    .collect()
}

fn assert_opens_only(document: &mut Document, parts: &[&Part]) {
    let mut before = Level::ALL.map(|level| open(document, level));
    for part in parts {
        document.take_in(part);
        let now = Level::ALL.map(|level| open(document, level));
        for (before, now) in before.iter().zip(&now) {
            let stays = |run: &Span| now.iter().any(|now| now.meet(*run) == *run);
            assert!(before.iter().all(stays), "something shown was hidden");
        }
        before = now;
    }
}

/// In which order answers come.
type Order = fn(&[Part]) -> Vec<&Part>;

#[test]
fn answers_in_any_order_open_and_never_hide() {
    let whole = review::read(review(), Format::Markdown).judge_all(Policy::default());
    let orders: [Order; 3] = [
        |parts| parts.iter().collect(),
        |parts| parts.iter().rev().collect(),
        |parts| parts.iter().flat_map(|part| [part, part]).collect(),
    ];
    for order in orders {
        let mut document = waiting();
        let parts = parts(&document);
        assert!(document.is_judging() && !parts.is_empty());
        assert_opens_only(&mut document, &order(&parts));
        assert!(!document.is_judging());
        for level in Level::ALL {
            assert_eq!(open(&document, level), open(&whole, level));
        }
    }
}

/// A review with headings of its own, longer than a screen.
fn headed() -> String {
    review().replacen("\n\n", "\n\n## The story\n\n", 1).replace("\n\nI did", "\n\n## The acting\n\nI did")
}

/// Between the first row and the last, which tell of what is below the screen, too, nothing of `first` has changed
/// in `now`: what was not known yet of a section may stand behind its title.
fn assert_stays(first: &str, now: &str) {
    let rows = first.lines().zip(now.lines()).skip(1).take(first.lines().count() - 2);
    for (first, now) in rows {
        let title = |row: &str| {
            row.split_once('▾').and_then(|(_, title)| title.split("  ").next().map(str::to_owned))
        };
        let is_same = if title(first).is_some() { title(first) == title(now) } else { first == now };
        assert!(is_same, "'{first}' became '{now}'");
    }
}

#[test]
fn the_first_frame_is_final_for_what_is_on_screen() {
    let fast = Policy { diligence: Diligence::Fast, ..Policy::default() };
    let review = headed();
    let opened = review::read(review.clone(), Format::Markdown).judge(fast);
    assert!(opened.is_judging(), "only the screen is judged before it stands");
    for size in [(80, 24), (70, 50), (40, 10)] {
        let first = Seat::opened(opened.clone(), size);
        let settled = Seat::judged(&review, Format::Markdown, size);
        assert_stays(&first.text(), &settled.text());
        // What would change is not told.
        assert!(!first.text().contains('%') && settled.text().contains('%'), "{}", first.text());
        assert!(first.row(0).contains('…'), "{}", first.row(0));
    }
}

/// Of a long review the beginning is shown first: what is shown of it stays, whatever stands behind it.
#[test]
fn the_whole_hides_nothing_that_its_beginning_showed() {
    let fast = Policy { diligence: Diligence::Fast, ..Policy::default() };
    let foreign = "Navis in portu stat et nemo in ea dormit, dum pluit. ".repeat(300);
    let wholes = [
        headed().repeat(20),
        headed().repeat(20) + "\n\nThis review contains spoilers.\n",
        format!("{}\n\n{foreign}\n\n{}", review(), headed().repeat(30)),
        format!("{}\n\n{}", review(), foreign.repeat(5)),
    ];
    for whole in wholes {
        let start: String = whole.chars().take(12_000).collect();
        let missing = whole.len() - start.len();
        let beginning =
            review::read_extent(start, Format::Markdown, Extent::Beginning { missing }).judge(fast);
        let mut seat = Seat::opened(beginning, (80, 24));
        let shown = Level::ALL.map(|level| open(seat.app.reading().document(), level));
        seat.app.update(Message::Arrived(Box::new(review::read(whole, Format::Markdown).judge(fast))));
        let stays = |seat: &Seat| {
            let document = seat.app.reading().document();
            for (level, before) in Level::ALL.into_iter().zip(&shown) {
                let now = open(document, level);
                let is_open = |run: &Span| now.iter().any(|now| now.meet(*run) == *run);
                // Of the last block there may be more.
                let known = before.iter().take(before.len().saturating_sub(1));
                assert!(known.into_iter().all(is_open), "something shown was hidden");
            }
        };
        stays(&seat);
        stays(&seat.judged_on());
    }
}

#[test]
fn what_is_said_of_another_review_counts_for_nothing() {
    let other = waiting();
    let mut seat = Seat::waiting(&review(), Format::Markdown, (80, 24));
    let before = (seat.frame(), open(seat.app.reading().document(), Level::Plot));
    for part in parts(&other) {
        seat.app.update(Message::Judged(Box::new(part)));
    }
    assert_eq!(before, (seat.frame(), open(seat.app.reading().document(), Level::Plot)));
    assert!(seat.app.reading().document().is_judging());
}

#[test]
fn the_fast_judge_alone_leaves_nothing_waiting() {
    let fast = Policy { diligence: Diligence::Fast, ..Policy::default() };
    assert!(!review::read(review(), Format::Markdown).judge(fast).is_judging());
    let long = "She waits for the ferry, and it does not come. ".repeat(4_000);
    let read = |policy| review::read(long.clone(), Format::Text).judge(policy);
    let usual = read(Policy::default()).judging().into_iter().flatten().count();
    assert_eq!(usual, read(fast).judging().into_iter().flatten().count(), "no review is so long");
}

/// What is no prose would take the judge its time and give nobody anything.
#[test]
fn a_long_list_of_words_is_not_judged() {
    let is_judged = |text: String| review::read(text, Format::Text).is_english();
    assert!(is_judged("He lives.\n".repeat(3000)), "a poem may be long");
    assert!(is_judged("Nobody lives to see the end.\n".repeat(9000)));
    assert!(!is_judged("the\nboat\nand\na\n".repeat(3000)));
}

/// Somebody waits for a page that is printed; what was not judged by then is not shown.
#[test]
fn a_page_that_goes_on_and_on_is_judged_in_part_and_the_rest_stays_veiled() {
    let fast = Policy { diligence: Diligence::Fast, ..Policy::default() };
    let page = "<p>I think that this is a very good film.</p>".repeat(50_000);
    let read = |text: &str, format| review::read(text.to_owned(), format).judge_all(fast);
    let short = "<p>I think that this is a very good film.</p>".repeat(25_000);
    let (long, short) = (read(&page, Format::Html), read(&short, Format::Html));
    assert!(long.is_judging() && !short.is_judging());
    let lines = |document: &Document| open(document, Level::Plot).len();
    assert!((20_000..45_000).contains(&lines(&long)), "{}", lines(&long));
    assert!(!read(&"I think that this is a very good film.\n\n".repeat(50_000), Format::Text).is_judging());
}
