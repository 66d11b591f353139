//! Plain text of every kind, as marked text.

use crate::review::document::{Format, Kind};
use crate::review::marked::marked;
use crate::review::read;

#[track_caller]
fn check(source: &str, blocks: &[&str]) {
    assert_eq!(marked(source, Format::Text), blocks.join("\n"));
}

#[test]
fn lines_wrapped_by_hand_are_joined() {
    let wrapped = "The picture opens on a street after rain, and stays there\nfor a good while longer than anyone would dare\ntoday.\n\nThen it moves.";
    check(
        wrapped,
        &[
            "The picture opens on a street after rain, and stays there for a good while longer than anyone would dare today.",
            "Then it moves.",
        ],
    );
}

#[test]
fn one_line_is_a_paragraph_with_or_without_blank_lines() {
    let long = "It is a long line that nobody wrapped, for the program that wrote it leaves that to those who read it.";
    check(&format!("{long}\n{long}"), &[long, long]);
    check(&format!("{long}\n\n{long}\n"), &[long, long]);
}

#[test]
fn facts_and_short_lines_stay_lines() {
    check(
        "Director: Ada Lorn\nCast: Bo Tree\nRating: 3/4",
        &["Director: Ada Lorn", "Cast: Bo Tree", "Rating: 3/4"],
    );
}

#[test]
fn an_indented_line_begins_a_paragraph() {
    let one = "   The first of them runs on for as long as a line can\nand stops there, with a few more words behind it.";
    let two = "   The second comes right after it and is just as long\nas the first one was.";
    check(
        &format!("{one}\n{two}"),
        &[
            "The first of them runs on for as long as a line can and stops there, with a few more words behind it.",
            "The second comes right after it and is just as long as the first one was.",
        ],
    );
}

#[test]
fn usenet_emphasis_is_lifted_out() {
    check(
        "It is *for* the engine, and _The General_ knows it.",
        &["It is for the engine, and The General knows it."],
    );
    check("2 * 3 * 4 and snake_case_name stay.", &["2 * 3 * 4 and snake_case_name stay."]);
}

#[test]
fn mail_headers_are_facts_and_a_signature_is_lines() {
    let source =
        "From: a@example.org (Ann)\nSubject: Review: Dust (1931)\n\nGood.\n\n-- \nAnn\nSilence is golden.";
    check(
        source,
        &["From: a@example.org (Ann)", "Subject: Review: Dust (1931)", "Good.", "Ann", "Silence is golden."],
    );
    let document = read(source.to_owned(), Format::Text);
    assert_eq!(document.blocks().iter().filter(|block| block.kind == Kind::Meta).count(), 2);
}

#[test]
fn form_feeds_hide_up_to_the_next_or_the_end() {
    check("Good.\n\x0cHe dies.\n\x0cSee it.", &["Good.", "<ending>He dies.</ending>", "See it."]);
    check(
        "Good.\n\x0cHe dies.\n\nTwice.",
        &["Good.", "<ending>He dies.</ending>", "<ending>Twice.</ending>"],
    );
    assert_eq!(read("Good.\n\x0cHe dies.".to_owned(), Format::Text).unclosed(), 0);
}

#[test]
fn rot13_is_turned_back_and_hidden() {
    check(
        "rot13 for the end:\n\nUr qvrf.\n\nSee it.",
        &["rot13 for the end:", "<ending>He dies.</ending>", "See it."],
    );
}

#[test]
fn a_screenful_of_blank_lines_hides_what_follows() {
    let space = "\n".repeat(12);
    check(&format!("Good.{space}He dies."), &["Good.", "<ending>He dies.</ending>"]);
    check(&format!("Good.{space}He dies.{space}See it."), &["Good.", "<ending>He dies.</ending>", "See it."]);
}

#[test]
fn headings_rules_quotes_and_lists() {
    let kinds = |source: &str| {
        read(source.to_owned(), Format::Text).blocks().iter().map(|b| b.kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds("THE STORY\n\nThere is one."), [Kind::Heading(2), Kind::Paragraph]);
    assert_eq!(kinds("The story\n---------\n\nThere is one."), [Kind::Heading(2), Kind::Paragraph]);
    assert_eq!(kinds("One.\n\n* * *\n\nTwo."), [Kind::Paragraph, Kind::Rule, Kind::Paragraph]);
    assert_eq!(read("> quoted once\n>> and twice".to_owned(), Format::Text).blocks()[1].quote, 2);
    check("- one\n- two", &["one", "two"]);
    check(">!He dies.!< So there.", &["<ending>He dies.</ending> So there."]);
}
