//! What warns, what ends a warning, and what only talks of spoilers.

use super::label::{self, Reach};
use super::words::{Saying, saying};
use crate::document::{Format, Level};
use crate::marked::marked;

#[test]
#[allow(clippy::too_many_lines)] // A flat table.
fn how_far_a_warning_reaches() {
    let cases = [
        (
            "SPOILER WARNING\n\nAnn runs.\n\nBob dies.",
            "SPOILER WARNING\n<ending>Ann runs.</ending>\n<ending>Bob dies.</ending>",
        ),
        (
            "Fine. Spoilers ahead. Ann runs.\n\nBob dies.\n\nEnd of spoilers. Good.",
            "Fine. Spoilers ahead. <ending>Ann runs.</ending>\n<ending>Bob dies.</ending>\nEnd of spoilers. Good.",
        ),
        (
            "# Film\n\nGood.\n\n## Plot (spoilers)\n\nAnn.\n\n### More\n\nBob.\n\n## After\n\nGood.",
            "Film\nGood.\nPlot (spoilers)\n<ending>Ann.</ending>\n<ending>More</ending>\n<ending>Bob.</ending>\nAfter\nGood.",
        ),
        (
            "Minor spoilers follow.\n\nAnn runs.\n\n### Verdict\n\nGood.",
            "Minor spoilers follow.\n<plot>Ann runs.</plot>\nVerdict\nGood.",
        ),
        (
            "Spoiler alert: Ann the cook takes the ring. Sad.\n\nGood.",
            "Spoiler alert: <ending>Ann the cook takes the ring. Sad.</ending>\nGood.",
        ),
        (
            "At the end (spoiler alert: the cook takes the ring) we wept.",
            "At the end (spoiler alert: <ending>the cook takes the ring</ending>) we wept.",
        ),
        (
            "(Spoilers)\n\nAnn runs.\n\nSPOILERS OVER\n\nGood.",
            "(Spoilers)\n<ending>Ann runs.</ending>\nSPOILERS OVER\nGood.",
        ),
        (
            "SPOILERS Ann the cook takes the ring.\n\nSpoilers end here.\n\nGood.",
            "SPOILERS <ending>Ann the cook takes the ring.</ending>\nSpoilers end here.\nGood.",
        ),
        (
            "*SPOILERS* To me it feels like they wanted the two to team up.",
            "SPOILERS <ending>To me it feels like they wanted the two to team up.</ending>",
        ),
        (
            "Spoiler alert: I wish that I could say so without telling who it was.",
            "Spoiler alert: <ending>I wish that I could say so without telling who it was.</ending>",
        ),
        ("No spoilers: the film is fine.", "No spoilers: the film is fine."),
        ("**Spoilers below!**\n\n- Ann runs.", "Spoilers below!\n<ending>Ann runs.</ending>"),
        ("A spoiler-free review.\n\nAnn runs.", "A spoiler-free review.\nAnn runs."),
    ];
    for (source, expected) in cases {
        assert_eq!(marked(source, Format::Markdown), expected, "in {source:?}");
    }
}

#[test]
fn sentences_that_warn() {
    let cases = [
        ("Spoilers.", Level::Ending),
        ("*** SPOILERS ***", Level::Ending),
        ("[SPOILERS]", Level::Ending),
        ("Warning: contains spoilers.", Level::Ending),
        ("Major spoilers from here on.", Level::Ending),
        ("Here be spoilers.", Level::Ending),
        ("There will be mild spoilers below.", Level::Plot),
        ("Plot spoilers ahead!", Level::Ending),
        ("Be warned, the rest contains a few mild spoilers.", Level::Plot),
        ("If you have not seen it, beware: spoilers follow.", Level::Ending),
        ("From now on we are in spoiler territory.", Level::Ending),
        ("The rest of this piece may contain spoilers.", Level::Ending),
        ("Please stop reading here if you hate to be spoiled.", Level::Ending),
    ];
    for (sentence, level) in cases {
        assert_eq!(saying(sentence), Some(Saying::Warns), "{sentence}");
        let label = label::read(sentence);
        assert_eq!((label.level, label.reach), (level, Reach::Follows), "{sentence}");
    }
}

#[test]
fn sentences_that_warn_of_the_whole() {
    for sentence in
        ["Spoilers herein.", "Be warned, this review contains a few mild spoilers.", "Some spoilers within."]
    {
        assert_eq!(saying(sentence), Some(Saying::Warns), "{sentence}");
        assert_eq!(label::read(sentence).reach, Reach::Somewhere, "{sentence}");
    }
    let english =
        "This review contains spoilers.\n\nHe found the film slow, and she thought that it was too long.";
    assert_eq!(marked(english, Format::Text), english.replace("\n\n", "\n"));
    let german = "Der Held stirbt am Ende, und das ist auch gut so und sehr schön. ".repeat(4);
    let other = format!("This review contains spoilers.\n\n{german}");
    let hidden = format!("This review contains spoilers.\n<ending>{}</ending>", german.trim_end());
    assert_eq!(marked(&other, Format::Text), hidden);
}

#[test]
fn sentences_that_only_talk() {
    let cases = [
        "This is a spoiler-free review.",
        "No spoilers here.",
        "There are no spoilers in this review.",
        "I will do my best not to drop any spoilers below.",
        "I won't spoil what happens next.",
        "It is hard to praise it without spoilers.",
        "Are there spoilers ahead?",
        "The trailer contains spoilers for half of the jokes in it.",
        "A spoiled child inherits the spoils of a war.",
        "People who hate spoilers should see it soon.",
        "The poster alone is a spoiler.",
        "Fans guard against spoilers as if against the plague.",
        "Non-spoiler section",
        "Spoilers: none",
        "[Spoiler-free]",
    ];
    for sentence in cases {
        assert_eq!(saying(sentence), None, "{sentence}");
    }
}

#[test]
fn what_stands_before_the_end_of_a_warning_is_hidden() {
    for (told, end) in [
        ("He said Ann is his sister", " End of spoilers"),
        ("Ann is the sister", " -- end spoilers"),
        ("In the last scene Ann kills him...", " end of spoilers."),
        ("Ann, whom nobody has suspected until the very last scene, is the sister", ", end of spoilers."),
    ] {
        let source = format!("SPOILERS AHEAD\n\n{told}{end}\n\nGood.");
        let expected = format!("# SPOILERS AHEAD\n<ending>{told}</ending>{end}\nGood.");
        let found = marked(&source, Format::Text);
        assert_eq!(found.trim_start_matches("# "), expected.trim_start_matches("# "), "in {source:?}");
    }
}

#[test]
fn what_one_line_begins_and_ends_is_between_both() {
    for (label, told, end) in [
        ("(SPOILER START) ", "he drowns", " (SPOILER END)"),
        ("SPOILER: ", "He drowns", " /SPOILER"),
        ("=== SPOILERS === ", "he drowns", " === END SPOILERS ==="),
        ("【ネタバレ】", "船長は死ぬ", "【/ネタバレ】"),
    ] {
        let source = format!("It is cold.\n\n{label}{told}{end}\n\nGood.");
        let expected = format!("It is cold.\n{label}<ending>{told}</ending>{end}\nGood.");
        assert_eq!(marked(&source, Format::Markdown), expected, "in {source:?}");
    }
}

#[test]
fn sentences_that_end_a_warning() {
    for sentence in [
        "End of spoilers.",
        "END SPOILERS",
        "[/spoilers]",
        "Spoilers are over.",
        "No more spoilers from here.",
        "--- spoilers end ---",
        "Spoiler-free from here on.",
    ] {
        assert_eq!(saying(sentence), Some(Saying::Ends), "{sentence}");
        assert_eq!(label::end_from(sentence), 0, "{sentence}");
    }
}

/// Where what is warned of begins.
#[test]
fn labels_end_where_they_say_what_happens() {
    let cases = [
        ("Spoiler: Kane dies.", "Kane dies."),
        ("SPOILERS: Tyler is Jack.", "Tyler is Jack."),
        ("Spoilers ahead The boat sinks and all drown.", "The boat sinks and all drown."),
        ("SPOILER Anna is the thief.", "Anna is the thief."),
        ("(Spoiler!) Anna is the thief.", "Anna is the thief."),
        ("If you do not want to be spoiled, stop here.", ""),
        ("The rest of this review contains spoilers.", ""),
        ("Spoilers Ahead", ""),
        (
            "(This is a spoiler alert: do not read this section if you wish to follow the plot in the cinema.)",
            "",
        ),
        ("In the (spoiler for those who have not read the play) last shot he falls.", "last shot he falls."),
    ];
    for (line, content) in cases {
        assert_eq!(line.get(label::read(line).end..).map(str::trim_start), Some(content), "{line}");
    }
}

/// The features here and those with which the weights were learnt are the same.
#[test]
fn scripts_of_all_kinds_warn() {
    for line in [
        "S P O I L E R S",
        "ＳＰＯＩＬＥＲＳ",
        "spoi\u{200b}lers ahead",
        "ネタバレ注意",
        "以下剧透",
        "$poilers ahead!",
        "SPOİLER",
        "Sp*ilers below",
        "Осторожно, спойлеры!",
        "스포 주의",
    ] {
        assert_eq!(saying(line), Some(Saying::Warns), "{line}");
    }
    for line in [
        "ネタバレなし",
        "无剧透",
        "Без спойлеров",
        "스포 없음",
        "Ohne Spoiler",
        "Sans spoilers",
        "Sin spoilers",
    ] {
        assert_eq!(saying(line), None, "{line}");
    }
}

#[test]
fn tables_and_facts_have_labels() {
    for (source, expected) in [
        (
            "| Who | Spoiler |\n|---|---|\n| Ann | she runs |\n| Bob | he stays |",
            "Who\\tSpoiler\\nAnn\\t<ending>she runs</ending>\\nBob\\t<ending>he stays</ending>",
        ),
        (
            "| Film | Kane |\n|---|---|\n| Year | 1941 |\n| Spoilers | a sledge | burnt |",
            "Film\\tKane\\nYear\\t1941\\nSpoilers\\t<ending>a sledge</ending>",
        ),
        ("| Spoiler-free | Score |\n|---|---|\n| Ann | five |", "Spoiler-free\\tScore\\nAnn\\tfive"),
        (
            "---\ntitle: \"The Ferry, SPOILERS: Ann runs\"\nspoilers: none\n---\n\nGood.",
            "title: The Ferry, SPOILERS: <ending>Ann runs</ending>\nspoilers: none\nGood.",
        ),
    ] {
        assert_eq!(marked(source, Format::Markdown), expected, "in {source:?}");
    }
}

#[test]
fn a_warning_reaches_as_far_as_what_it_stands_in() {
    for (source, expected) in [
        // A heading that comes at once is of what was warned of.
        (
            "Spoilers ahead!\n\n## Plot\n\nAnn runs.\n\n## Verdict\n\nGood.",
            "Spoilers ahead!\n<ending>Plot</ending>\n<ending>Ann runs.</ending>\nVerdict\nGood.",
        ),
        // What is marked in the midst of the next paragraph is not all that was warned of.
        (
            "Spoilers ahead!\n\n||Ann|| runs.\n\nBob dies.",
            "Spoilers ahead!\n<ending>Ann runs.</ending>\n<ending>Bob dies.</ending>",
        ),
        ("Spoilers ahead!\n\n||Ann runs.||\n\nGood.", "Spoilers ahead!\n<ending>Ann runs.</ending>\nGood."),
        // What marks a label alone warns.
        ("[spoiler]Spoilers ahead![/spoiler]\n\nAnn runs.", "Spoilers ahead!\n<ending>Ann runs.</ending>"),
        (
            "## Spoilers {#spoilers}\n\nAnn runs.\n\n## End\n\nGood.",
            "Spoilers\n<ending>Ann runs.</ending>\nEnd\nGood.",
        ),
        (
            "## [SPOILERS] The rope\n\nAnn runs.\n\n## End\n\nGood.",
            "[SPOILERS] <ending>The rope</ending>\n<ending>Ann runs.</ending>\nEnd\nGood.",
        ),
        ("<spoiler>\n\nAnn runs.\n\nBob dies.", "<ending>Ann runs.</ending>\n<ending>Bob dies.</ending>"),
        // An item warns of what stands in it, or of the rest of its list.
        ("- Spoilers\n  - Ann runs.\n- Good.\n\nFine.", "Spoilers\n<ending>Ann runs.</ending>\nGood.\nFine."),
        ("1. Review\n2. Spoilers\n3. Verdict\n\nFine.", "Review\nSpoilers\n<ending>Verdict</ending>\nFine."),
        // The same line above and below.
        (
            "--- spoiler ---\n\nAnn runs.\n\n--- spoiler ---\n\nGood.",
            "--- spoiler ---\n<ending>Ann runs.</ending>\n--- spoiler ---\nGood.",
        ),
        ("[Spoiler Anfang]\n\nAnn runs.\n\n[Spoiler Ende]\n\nGood.", "<ending>Ann runs.</ending>\nGood."),
        // What lies behind a link stands elsewhere.
        (
            "See [the ending explained (spoilers)](http://x.y/).\n\nGood.",
            "See the ending explained (spoilers).\nGood.",
        ),
        (
            "It ends (spoiler: Ann (the cook) runs) well.",
            "It ends (spoiler: <ending>Ann (the cook) runs</ending>) well.",
        ),
        ("| a | b |\n|---|---|\n| Spoiler: Ann runs | x |", "a\\tb\\nSpoiler: <ending>Ann runs</ending>\\tx"),
    ] {
        assert_eq!(marked(source, Format::Markdown), expected, "in {source:?}");
    }
}
