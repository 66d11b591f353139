//! Plain text of every kind, as marked text.

use crate::document::{Format, Kind};
use crate::marked::marked;
use crate::read;

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
    assert_eq!(read("Good.\n\x0cHe dies.".to_owned(), Format::Text).unclosed.len(), 0);
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

#[test]
fn narrow_prose_is_joined_and_verse_is_not() {
    check(
        "This column is as narrow as\nthe phone that somebody wrote\nit on, and then goes on\nlike that.",
        &["This column is as narrow as the phone that somebody wrote it on, and then goes on like that."],
    );
    let verse = ["The tram was late", "And no one knew", "Who rang the bell"];
    check(&verse.join("\n"), &verse);
}

#[test]
fn a_hyphen_at_a_line_end_stays_and_joins() {
    check(
        "A picture that is as long as it is well-\nmade, and that is saying a lot of any picture.",
        &["A picture that is as long as it is well-made, and that is saying a lot of any picture."],
    );
}

#[test]
fn a_date_or_dash_at_a_line_start_is_no_item() {
    check(
        "The hall was opened to the public on the evening of July\n11. Few people came, and those who did were nearly all of\nthem late.",
        &[
            "The hall was opened to the public on the evening of July 11. Few people came, and those who did were nearly all of them late.",
        ],
    );
}

#[test]
fn a_list_of_names_goes_on_in_the_next_line() {
    check(
        "Director: Ada Lorn\nStarring: Bo Tree, Cy Ode and\nDi Fall\nMusic: Ed Gale",
        &["Director: Ada Lorn", "Starring: Bo Tree, Cy Ode and Di Fall", "Music: Ed Gale"],
    );
}

#[test]
fn stars_are_a_rating_and_no_rule() {
    check("Good.\n\n****", &["Good.", "****"]);
}

#[test]
fn a_header_may_go_on_in_the_next_line() {
    check(
        "From: a@example.org (Ann)\nSubject: Review: Dust\n (1931)\n\nGood.",
        &["From: a@example.org (Ann)", "Subject: Review: Dust (1931)", "Good."],
    );
}

#[test]
fn quoted_and_own_lines_are_apart() {
    check(
        "> He said that it was a picture to be seen more than\n> once.\nIt is.",
        &["He said that it was a picture to be seen more than once.", "It is."],
    );
    check(
        ">! He dies.\n>! So does she.\n\nSee it.",
        &["<ending>He dies.</ending>", "<ending>So does she.</ending>", "See it."],
    );
}

#[test]
fn rot13_may_stand_in_its_announcement_and_go_on() {
    check(
        "rot13: Gur pyrex naq gur znvq qvq vg gbtrgure. Nice film.",
        &["rot13: <ending>The clerk and the maid did it together.</ending> Nice film."],
    );
    check(
        "Spoiler (ROT13)\n\nUr qvrf ng gur raq.\n\nFur yvirf ba naq ba.\n\nSee it.",
        &[
            "Spoiler (ROT13)",
            "<ending>He dies at the end.</ending>",
            "<ending>She lives on and on.</ending>",
            "See it.",
        ],
    );
    let plain = ["No rot13 here.", "The film is good, and so is the cast."];
    check(&plain.join("\n\n"), &plain);
}

#[test]
fn emphasis_may_be_doubled_or_underlined_throughout() {
    check("It is **good**, and _The_Tram_ too.", &["It is good, and The Tram too."]);
    for plain in ["f**k", "***1/2", "** out of ****", "a*b*c", "_ a _", "*"] {
        check(plain, &[plain]);
    }
}

#[test]
fn the_first_line_in_capitals_is_the_title() {
    let kind = |source: &str| read(source.to_owned(), Format::Text).blocks()[0].kind;
    assert_eq!(kind("THE LAST TRAM\n\nIt leaves."), Kind::Heading(1));
    assert_eq!(kind("PLOT SUMMARY\n\nIt leaves."), Kind::Heading(2));
    assert_eq!(kind("GRADE: B+\n\nIt leaves."), Kind::Paragraph);
}

/// What the open text is must not depend on the hidden: neither its blocks nor its emphasis.
#[test]
fn hidden_text_has_no_say_in_the_form_of_the_open() {
    let veils = [
        "a much longer passage than the line has any room for, and then some",
        "two\nlines",
        "a\n- list\n\u{2022} or two",
        "a\n---\nrule",
        "half a *pair",
        "LOUD",
        "a\n> quote",
    ];
    let frames = [
        "Short @ line.\nNext short line.",
        "THE @ DID IT",
        "A *quick @ end* of it",
        "_The_@_Tram_",
        "@ and so on.",
        "- one @\n- two",
        "Director: Ada @, and\nBo Tree",
        "A line that is full enough to be of wrapped prose @\nand goes on here.",
    ];
    let open = |source: &str| {
        let shown = marked(source, Format::Text);
        let parts = shown.split("<ending>").map(|part| part.split("</ending>").last().unwrap_or_default());
        parts.collect::<Vec<_>>().join("▒")
    };
    for (opener, closer) in [(">!", "!<"), ("||", "||"), ("[spoiler]", "[/spoiler]")] {
        for frame in frames {
            let source = |veil: &str| frame.replace('@', &[opener, veil, closer].concat());
            for veil in veils {
                assert_eq!(open(&source(veil)), open(&source("x")), "of {:?}", source(veil));
            }
        }
    }
}
