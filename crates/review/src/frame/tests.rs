//! What a review says of itself, in the forms that reviews use.

use crate::document::Format;
use crate::gate::{Consent, Facts, Gate};
use crate::{Document, read};

fn facts<'d>(document: &'d Document, consent: &'d Consent) -> Facts<'d> {
    Gate::new(document, consent).facts()
}

#[track_caller]
fn check(source: &str, format: Format, expected: &str) {
    let document = read(source.to_owned(), format);
    let consent = Consent::default();
    let facts = facts(&document, &consent);
    let text = |fact: Option<crate::gate::Shown<'_>>| fact.map_or("-", |fact| fact.text()).to_owned();
    let year = facts.year.map_or("-".to_owned(), |year| year.to_string());
    let parts = [text(facts.title), year, text(facts.reviewer), text(facts.publication), text(facts.date)];
    assert_eq!(parts.join(" | "), expected, "of {source:?}");
}

#[test]
fn film_and_byline() {
    let dust = "Dust (1931)\n\nBy Ann Lorn · The Paper · 3 May 1999\n\n★★★½\n\nIt moves.";
    check(dust, Format::Text, "Dust | 1931 | Ann Lorn | The Paper | 3 May 1999");
    let front = "---\ntitle: \"Dust (1931)\"\nauthor: Ann Lorn\ndate: 2018-12-01\n---\n\nIt moves.\n";
    check(front, Format::Markdown, "Dust | 1931 | Ann Lorn | - | 2018-12-01");
    check("# Dust (1931) review\n\nIt moves.\n", Format::Markdown, "Dust | 1931 | - | - | -");
    let mail = "From: a@example.org (Ann Lorn)\nSubject: Review: Dust (1931)\nDate: Mon, 14 Oct 1996 21:07:33 GMT\n\nIt moves.";
    check(mail, Format::Text, "Dust | 1931 | Ann Lorn | - | Mon, 14 Oct 1996 21:07:33 GMT");
}

#[test]
fn a_footer_names_writer_and_paper() {
    let source =
        "It moves.\n\nJoin the ShowReel crowd today.\n\nFollow me on Twitter, where I'm AnnAtShowReel.";
    check(source, Format::Text, "- | - | AnnAtShowReel | ShowReel | -");
}

#[test]
fn nothing_of_the_frame_comes_from_behind_the_curtain() {
    check("||Dust (1931)||\n\nIt moves.", Format::Text, "- | - | - | - | -");
    check("It ends. >!\"Slow Dust\" and \"Slow Dust\" again.!<", Format::Text, "- | - | - | - | -");
}

#[test]
fn ratings_are_worth_their_share() {
    let worth = |text: &str| super::rating::value(text).map(|value| (value * 100.0).round());
    let cases = [
        ("★★★½", 70.0),
        ("★★★☆☆", 60.0),
        ("★★☆☆", 50.0),
        ("3/4", 75.0),
        ("8.5/10", 85.0),
        ("3.5 out of 4", 88.0),
        ("A+", 100.0),
        ("B+", 75.0),
        ("F", 0.0),
        ("three out of four stars", 75.0),
        ("three and a half out of four stars", 88.0),
        ("85/100", 85.0),
        ("7.1/9.0", 79.0),
        ("3,5 sur 5", 70.0),
    ];
    for (text, expected) in cases {
        assert_eq!(worth(text), Some(expected), "{text}");
    }
    for text in ["9/11", "Again", "1/2", "12/10", "*", "Do"].iter().filter(|text| **text != "*") {
        assert_eq!(worth(text), None, "{text}");
    }
}

#[test]
fn titles_are_reduced_to_the_film() {
    let titles = [
        "Review: Slow Dust",
        "Slow Dust review – a quiet film",
        "'Slow Dust' Review: quiet",
        "A ★★★½ review of Slow Dust (1931)",
        "Slow Dust, 1931 - ★★★ (contains spoilers)",
        "Slow Dust | 1931",
    ];
    for title in titles {
        let source = format!("---\ntitle: \"{title}\"\n---\n\nIt moves.\n");
        let year = if title.contains("1931") { "1931" } else { "-" };
        check(&source, Format::Markdown, &format!("Slow Dust | {year} | - | - | -"));
    }
}

#[track_caller]
fn stated(source: &str, format: Format, expected: &[&str], year: Option<u16>) {
    let document = read(source.to_owned(), format);
    let consent = Consent::default();
    let facts = facts(&document, &consent);
    let credits: Vec<String> =
        facts.credits.iter().map(|(role, name)| format!("{}: {}", role.name(), name.text())).collect();
    assert_eq!(
        (credits, facts.year),
        (expected.iter().map(|e| (*e).to_owned()).collect(), year),
        "of {source:?}"
    );
}

const THREE: [&str; 3] = ["director: Ann Lorn", "actor: Bo Tree", "actor: Cy Ode"];

#[test]
fn stated_credits_are_read_in_all_forms() {
    let forms = [
        ("Director: Ann Lorn\nStarring: Bo Tree, Cy Ode\nYear: 1931\n\nIt moves.", Format::Text),
        (
            "Directed by: Ann Lorn | Cast: Bo Tree and Cy Ode | Released: 2 May 1931\n\nIt moves.",
            Format::Text,
        ),
        ("(1931, dir. Ann Lorn, starring Bo Tree and Cy Ode, 92 min)\n\nIt moves.", Format::Text),
        ("Director\n\nAnn Lorn\n\nStars\n\nBo Tree, Cy Ode\n\nYear: 1931\n\nIt moves.", Format::Text),
        (
            "| Director | Ann Lorn |\n|---|---|\n| Cast | Bo Tree, Cy Ode |\n| Year | 1931 |\n\nIt moves.\n",
            Format::Markdown,
        ),
        (
            "---\ndirector: Ann Lorn\ncast:\n  - Bo Tree\n  - Cy Ode\nyear: 1931\n---\n\nIt moves.\n",
            Format::Markdown,
        ),
        (
            "---\nfilm:\n  director: Ann Lorn\n  cast: [Bo Tree, Cy Ode]\n  year: 1931\n---\n\nIt moves.\n",
            Format::Markdown,
        ),
    ];
    for (form, format) in forms {
        stated(form, format, &THREE, Some(1931));
    }
}

/// A sentence of credits and nothing else states them.
#[test]
fn a_sentence_of_credits_states_them() {
    for form in [
        "*Directed by Ann Lorn. With Bo Tree and Cy Ode.*\n\nIt moves.",
        "Directed by Ann Lorn, starring Bo Tree and Cy Ode.\n\nIt moves.",
        "It moves.\n\nDirected by Ann Lorn; with Bo Tree, Cy Ode.",
    ] {
        stated(form, Format::Markdown, &THREE, None);
    }
    for form in [
        "Directed by Ann Lorn, the film opens in Lisbon.\n\nIt moves.",
        "With Love and Fury\n\nIt moves.",
        "Starring roles are few.\n\nIt moves.",
    ] {
        stated(form, Format::Markdown, &[], None);
    }
}

/// A box is read beside the article, so it must not stand behind a warning that hides it there.
#[test]
fn boxes_behind_a_warning_state_nothing() {
    let page = |warning: &str| {
        format!(
            "<article><h1>Slow Dust</h1><p>It moves like fog, and it has an eye for harbours.</p><p>{warning}</p>\
             <aside><p>Director: Ann Lorn</p></aside><p>It moves, and it stays for a good long while.</p></article>"
        )
    };
    stated(&page("It has wit."), Format::Html, &["director: Ann Lorn"], None);
    stated(&page("Stop reading now if you have not seen it."), Format::Html, &[], None);
}

#[test]
fn stated_credits_have_all_roles() {
    let source = "Costume designer: Di Fall\nVisual effects: Ed Gorse\nProduction design: Flo Hart\nMusic by: Gus Ivy\n\nIt moves.";
    let expected = [
        "costume_designer: Di Fall",
        "visual_effects: Ed Gorse",
        "production_designer: Flo Hart",
        "composer: Gus Ivy",
    ];
    stated(source, Format::Text, &expected, None);
}

#[test]
fn prose_states_nothing_by_its_colons() {
    stated("He has one word for it: fog. With this: nothing.\n\nIt moves.", Format::Text, &[], None);
}

#[test]
fn listed_credits_have_roles() {
    let source = "Directed by: Ann Lorn\nStarring: Bo Tree, Cy Ode and Di Fall\nRating: B-\n\nIt moves.";
    let document = read(source.to_owned(), Format::Text);
    let consent = Consent::default();
    let facts = facts(&document, &consent);
    let credits: Vec<String> =
        facts.credits.iter().map(|(role, name)| format!("{}: {}", role.name(), name.text())).collect();
    assert_eq!(credits, ["director: Ann Lorn", "actor: Bo Tree", "actor: Cy Ode", "actor: Di Fall"]);
    assert_eq!(facts.rating.map(|(text, _)| text.text()), Some("B-"));
}

/// However much is hidden, and whatever quotes and ratings stand in it, the frame is the same.
#[test]
fn the_frame_has_no_say_from_what_is_hidden() {
    let hidden = [
        "He dies.".to_owned(),
        "He dies. ".repeat(300),
        "He dies.\n\n".repeat(30),
        "He said \"no, and died: one out of four stars.".to_owned(),
        "\"Grey Harbour\" and \"Grey Harbour\" and \"Grey Harbour\".".to_owned(),
    ];
    let frames = [
        "It moves.\n\n::: spoiler\n\n@\n\n:::\n\nBy Ann Lorn\n\nRating: 3/4\n",
        "::: spoiler\n\n@\n\n:::\n\nI saw \"Slow Dust\" twice.\n\nIt moves, all three out of four stars of it.\n",
        "So \"Slow ||@|| Dust\" moves, and \"Slow Dust\" stays. I give it three out of four stars.\n",
        "::: spoiler\n\n@\n\n:::\n\nDust (1931)\n\nBy Ann Lorn\n\nIt moves.\n",
    ];
    for (frame, format) in frames.iter().flat_map(|frame| [(frame, Format::Text), (frame, Format::Markdown)])
    {
        let inline = frame.contains("||");
        let fitting = hidden.iter().filter(|text| !inline || !text.contains('\n'));
        let told = fitting.map(|hidden| {
            let document = read(frame.replace('@', hidden.trim()), format);
            let consent = Consent::default();
            let facts = facts(&document, &consent);
            let text = |fact: Option<crate::gate::Shown<'_>>| fact.map(|fact| fact.text().to_owned());
            (text(facts.title), facts.year, text(facts.reviewer), text(facts.rating.map(|(text, _)| text)))
        });
        let told: Vec<_> = told.collect();
        assert!(told.windows(2).all(|pair| pair[0] == pair[1]), "{frame:?}: {told:#?}");
    }
}
