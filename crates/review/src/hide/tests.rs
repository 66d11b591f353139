//! Each way to mark a spoiler: closed, left open, crossed and in code.

use crate::document::Format;
use crate::marked::marked;

/// Cases of source and marked text; in a source `\n` is a line end.
fn check(format: Format, cases: &[(&str, &str)]) {
    for (source, expected) in cases {
        let source = source.replace("\\n", "\n");
        assert_eq!(marked(&source, format), *expected, "in {source:?}");
    }
}

#[test]
fn markup_within_a_line() {
    let cases = [
        ("The cook >!is the thief!< after all.", "The cook <ending>is the thief</ending> after all."),
        ("The cook >! is the thief !< after all.", "The cook <ending>is the thief</ending> after all."),
        (">!All die!< and I wept.", "<ending>All die</ending> and I wept."),
        ("Once >!a!< twice >!b!<.", "Once <ending>a</ending> twice <ending>b</ending>."),
        ("She ||leaves him|| there.", "She <ending>leaves him</ending> there."),
        ("She ||leaves **him**|| there.", "She <ending>leaves him</ending> there."),
        ("Either || or || neither.", "Either <ending>or</ending> neither."),
        (
            "- Some || or || others.\\n- || more ||.",
            "Some <ending>or</ending> others.\n<ending>more</ending>.",
        ),
        ("Either || or neither.", "Either || or neither."),
        ("A |||drawn||| line ||||||||.", "A <ending>|drawn</ending>| line ||||||||."),
        ("She ~!leaves!~ him.", "She <ending>leaves</ending> him."),
        ("[spoiler]It was Ann.[/spoiler] Good.", "<ending>It was Ann.</ending> Good."),
        ("[SPOILER=The plot]Ann runs.[/Spoiler] Good.", "The plot: <plot>Ann runs.</plot> Good."),
        ("[spoiler=premise]Ann has a shop.[/spoiler]", "premise: <premise>Ann has a shop.</premise>"),
        ("So <spoiler>Ann did it</spoiler>, sadly.", "So <ending>Ann did it</ending>, sadly."),
        ("So <tg-spoiler>Ann did it</tg-spoiler>.", "So <ending>Ann did it</ending>."),
        ("So [[spoiler:Ann [the cook] did it]] all.", "So <ending>Ann [the cook] did it</ending> all."),
        ("So {{spoiler|Ann {{em|did}} it}} all.", "So <ending>Ann {{em|did}} it</ending> all."),
        ("So {{< spoiler >}}Ann{{< /spoiler >}} it is.", "So <ending>Ann</ending> it is."),
        ("So {{<spoiler>}}Ann{{</spoiler>}} it is.", "So <ending>Ann</ending> it is."),
        ("So {% spoiler %}Ann{% endspoiler %} it is.", "So <ending>Ann</ending> it is."),
        ("A >!b!<and >!c!< d.", "A <ending>b</ending>and <ending>c</ending> d."),
        ("See [who](/s \"Ann did it\") there.", "See who <ending>Ann did it</ending> there."),
        ("See [who](#s \"Ann did it\") there.", "See who <ending>Ann did it</ending> there."),
        ("See [SPOILER: it was Ann] there.", "See <ending>it was Ann</ending> there."),
        ("See [spoiler: plot] Ann runs [/spoiler].", "See plot: <plot>Ann runs</plot>."),
        (
            "See [spoiler: Ann runs] and [spoiler]Bob dies[/spoiler].",
            "See <ending>Ann runs</ending> and <ending>Bob dies</ending>.",
        ),
    ];
    check(Format::Markdown, &cases);
}

/// What Markdown would make of hidden text has no say in what it makes of the rest.
#[test]
fn markup_around_markdown() {
    let cases = [
        ("So >![Ann](http://x.y/) did it.!< Good.", "So <ending>Ann did it.</ending> Good."),
        ("~![Ann](http://x.y/) did it.!~ Good.", "<ending>Ann did it.</ending> Good."),
        ("[spoiler]: http://x.y/\\n\\nSo [spoiler]Ann[/spoiler] did it.", "So <ending>Ann</ending> did it."),
        ("So [spoiler](http://x.y/)Ann[/spoiler] did it.", "So <ending>(http://x.y/)Ann</ending> did it."),
        ("*So ||half a *pair|| it* is.", "So <ending>half a *pair</ending> it is."),
        ("[So ||see [it](http://x.y)|| is](http://x.y/) it.", "So <ending>see it</ending> is it."),
        ("So ||![](a.png)|| it is.", "So <ending>…</ending> it is."),
        ("So [spoiler] &nbsp; [/spoiler] it is.", "So <ending>…</ending> it is."),
        ("So `a || b` or ||`c || d` e|| it is.", "So a || b or <ending>c || d e</ending> it is."),
        ("So <b>!wow!</b> it is.", "So !wow! it is."),
        (
            "So <span class=\"spoiler\">half *a</span> pair* it is.",
            "So <ending>half *a</ending> pair* it is.",
        ),
        ("One ||Ann\\n\\ndid|| it.", "One <ending>Ann\\ndid</ending> it."),
    ];
    check(Format::Markdown, &cases);
}

/// Plain text has the same markup, in whatever way its lines were joined.
#[test]
fn markup_around_blocks() {
    let cases = [
        (
            "[spoiler]\\n\\nAnn runs.\\n\\nBob dies.\\n\\n[/spoiler]\\n\\nGood.",
            "<ending>Ann runs.</ending>\n<ending>Bob dies.</ending>\nGood.",
        ),
        ("A <spoiler>b\\n\\nc</spoiler> d", "A <ending>b\\nc</ending> d"),
        ("::: spoiler\\n\\nAnn runs.\\n\\n:::\\n\\nGood.", "<ending>Ann runs.</ending>\nGood."),
        ("::: spoiler The end\\nAnn runs.\\n:::\\nGood.", "The end\n<ending>Ann runs.</ending>\nGood."),
        (
            "::: spoiler The end\\n\\nAnn runs.\\n\\n:::\\n\\nGood.",
            "The end\n<ending>Ann runs.</ending>\nGood.",
        ),
        (
            ":::spoiler\\n\\na\\n\\n::: spoiler\\n\\nb\\n\\n:::\\n\\nc\\n\\n:::\\n\\nd",
            "<ending>a</ending>\n<ending>b</ending>\n<ending>c</ending>\nd",
        ),
        (
            ":::spoiler\\n\\na\\n\\n::: note\\n\\nb\\n\\n:::\\n\\nc\\n\\n:::\\n\\nd",
            "<ending>a</ending>\n<ending>::: note</ending>\n<ending>b</ending>\n<ending>:::</ending>\n<ending>c</ending>\nd",
        ),
        ("::: spoiler\\n\\na\\n\\n- b\\n\\nc", "<ending>a</ending>\n<ending>b</ending>\n<ending>c</ending>"),
        ("::: note\\n\\na\\n\\n:::", "::: note\na\n:::"),
        ("{{< spoiler \"The end\" >}}\\n\\na\\n\\n{{< /spoiler >}}\\n\\nb", "The end\n<ending>a</ending>\nb"),
    ];
    check(Format::Markdown, &cases);
}

#[test]
fn boxes_in_other_dialects_are_read_as_details_are() {
    let cases = [
        (
            "[details=\"How Ann ends\"]\\nAnn runs.\\n[/details]\\n\\nGood.",
            "<ending>How Ann ends</ending>\n<ending>Ann runs.</ending>\nGood.",
        ),
        (
            "::: details How Ann ends\\nAnn runs.\\n:::\\n\\nGood.",
            "<ending>How Ann ends</ending>\n<ending>Ann runs.</ending>\nGood.",
        ),
        (
            "> [!note]- How Ann ends\\n> Ann runs.\\n\\nGood.",
            "<ending>How Ann ends</ending>\n<ending>Ann runs.</ending>\nGood.",
        ),
        (
            "[.spoiler]\\n====\\nAnn runs.\\n\\nBob, too.\\n====\\n\\nGood.",
            "<ending>Ann runs.</ending>\n<ending>Bob, too.</ending>\nGood.",
        ),
        (
            ".How Ann ends\\n[%collapsible]\\n====\\nAnn runs.\\n====\\n\\nGood.",
            "<ending>Ann runs.</ending>\nGood.",
        ),
        (".Spoiler\\n--\\nAnn runs.\\n--\\n\\nGood.", "<ending>Ann runs.</ending>\nGood."),
        ("So $[blur Ann runs], sadly.", "So <ending>Ann runs</ending>, sadly."),
        ("So {% heimu %}Ann runs{% endheimu %}, sadly.", "So <ending>Ann runs</ending>, sadly."),
        ("So [masquer]Ann runs[/masquer], sadly.", "So <ending>Ann runs</ending>, sadly."),
        ("So [Ann runs]{.blur}, sadly.", "So <ending>Ann runs</ending>, sadly."),
        ("So [Ann runs]{style=\"color:white\"}, sadly.", "So <ending>Ann runs</ending>, sadly."),
    ];
    check(Format::Markdown, &cases);
    check(Format::Text, &cases);
    let open = [
        (
            "[details=\"Cast and crew\"]\\nAnn Lee.\\n[/details]",
            "[details=\"Cast and crew\"]\nAnn Lee.\n[/details]",
        ),
        ("See [details in the notes] there.", "See [details in the notes] there."),
        ("> [!note]- Cast\\n> Ann Lee.", "[!note]- Cast\nAnn Lee."),
        ("[NOTE]\\n====\\nAnn Lee.\\n====", "[NOTE]\nAnn Lee.\n―"),
    ];
    check(Format::Text, &open);
}

#[test]
fn quotes_and_callouts() {
    let cases = [
        (">! Ann runs.\\n>! Bob dies.\\n\\nGood.", "<ending>Ann runs. Bob dies.</ending>\nGood."),
        ("> He said:\\n>\\n> >! Ann runs.", "He said:\n<ending>Ann runs.</ending>"),
        (
            "> [!spoiler]- The end\\n> Ann runs.\\n>\\n> Bob dies.\\n\\nGood.",
            "The end\n<ending>Ann runs.</ending>\n<ending>Bob dies.</ending>\nGood.",
        ),
        ("> [!SPOILER]\\n> Ann runs.", "<ending>Ann runs.</ending>"),
        ("> [!spoiler]+ Plot\\n\\nGood.", "Plot\n<plot>…</plot>\nGood."),
        ("> !important", "!important"),
    ];
    check(Format::Markdown, &cases);
}

#[test]
fn what_is_open_or_crossed_hides_to_the_end_of_its_block() {
    let cases = [
        ("The cook >!is the thief.\\n\\nGood.", "The cook <ending>is the thief.</ending>\nGood."),
        ("The cook ||is the thief.\\n\\nGood.", "The cook <ending>is the thief.</ending>\nGood."),
        ("The cook [spoiler]is the thief.\\n\\nGood.", "The cook <ending>is the thief.</ending>\nGood."),
        ("Now [spoiler]\\n\\nAnn runs.\\n\\nGood.", "Now <ending>Ann runs.</ending>\nGood."),
        ("A ||b >!c|| d!< e.\\n\\nf", "A <ending>b c|| d</ending> e.\nf"),
        ("A closer!< alone, [/spoiler] too.", "A closer!< alone, [/spoiler] too."),
    ];
    check(Format::Markdown, &cases);
}

#[test]
fn code_and_escaped_characters_are_text() {
    let cases = [
        ("Write `>!text!<` or `||x||` so.", "Write >!text!< or ||x|| so."),
        ("Write \\>!text!< so.", "Write >!text!< so."),
        ("Write \\|\\|text|| so.", "Write ||text|| so."),
        ("Write &gt;!text!&lt; so.", "Write <ending>text</ending> so."),
        ("    >!text!<", ">!text!<"),
        ("```\\n[spoiler]\\n```\\n\\nGood.", "[spoiler]\nGood."),
        ("A >!`b!<` c!< d", "A <ending>b!< c</ending> d"),
        ("```spoiler\\nAnn runs.\\n```\\nGood.", "<ending>Ann runs.</ending>\nGood."),
        (
            "| a | b |\\n|---|---|\\n| x \\|\\| y | \\|\\|z |",
            "a\\tb\\nx <ending>y</ending>\\t<ending>z</ending>",
        ),
    ];
    check(Format::Markdown, &cases);
}

/// Elsewhere a stroke has no meaning: somebody's editor put it there.
#[test]
fn marks_may_be_written_in_other_ways() {
    let cases = [
        ("Ann ＞！runs！＜ so.", "Ann <ending>runs</ending> so."),
        ("Ann &#62;!runs&excl;&lt; so.", "Ann <ending>runs</ending> so."),
        ("Ann &amp;lt;spoiler&amp;gt;runs&lt;/spoiler&gt; so.", "Ann <ending>runs</ending> so."),
        ("Ann [spo\u{200b}iler]runs［/spoiler］ so.", "Ann <ending>runs</ending> so."),
        ("Ann [s p o i l e r]runs[/s p o i l e r] so.", "Ann <ending>runs</ending> so."),
        ("Ann [ѕроiler]runs[/ѕроiler] so.", "Ann <ending>runs</ending> so."),
        (">\u{200b}!Ann runs!\u{200b}< so.", "<ending>Ann runs</ending> so."),
    ];
    check(Format::Markdown, &cases);
    check(Format::Text, &cases);
    let escaped = [
        ("Ann \\>!runs!< so.", "Ann <ending>runs</ending> so."),
        ("Ann \\>\\!runs\\!\\< so.", "Ann <ending>runs</ending> so."),
        ("Ann \\[spoiler\\]runs\\[/spoiler\\] so.", "Ann <ending>runs</ending> so."),
    ];
    check(Format::Text, &escaped);
}

#[test]
fn html_that_says_spoiler() {
    let cases = [
        ("So <span class=\"spoiler\">Ann <i>runs</i></span> away.", "So <ending>Ann runs</ending> away."),
        ("So <span data-mx-spoiler>Ann</span> runs.", "So <ending>Ann</ending> runs."),
        ("So <a href=\"/spoiler-policy\">Ann</a> runs.", "So Ann runs."),
        ("So <span class=\"spoiler-free\">Ann</span> runs.", "So Ann runs."),
        (
            "<div class=\"bbCodeSpoiler-content\">\\n\\nAnn *runs*.\\n\\n<div>x</div>\\n\\n</div>\\n\\nGood.",
            "<ending>Ann runs.</ending>\n<ending>x</ending>\nGood.",
        ),
        (
            "<details>\\n<summary>Spoilers: the plot</summary>\\n\\nAnn.\\n\\n</details>\\n\\nGood.",
            "Spoilers: the plot\n<plot>Ann.</plot>\nGood.",
        ),
        ("<details><summary>More photos</summary>Ann.</details>", "More photos\nAnn."),
        (
            "<details><summary>Her fate</summary>Ann.</details>",
            "<ending>Her fate</ending>\n<ending>Ann.</ending>",
        ),
        ("<details>Ann.</details>\n\n<dialog>Bo.</dialog>", "<ending>Ann.</ending>\n<ending>Bo.</ending>"),
        ("<blockquote class='spoiler'>Ann.</blockquote>\\n\\nGood.", "<ending>Ann.</ending>\nGood."),
        ("A <b>x <span class=spoiler>y</b> z</span> w", "A x <ending>y z</ending> w"),
    ];
    check(Format::Markdown, &cases);
}

#[test]
fn markup_left_open_is_counted() {
    let count = |source: &str| crate::read(source.to_owned(), Format::Markdown).unclosed.len();
    assert_eq!(count("A >!b!< c"), 0);
    assert_eq!(count(">! a\n>! b"), 0);
    assert_eq!(count("A >!b\n\n||c\n\n[spoiler] d\n\n::: spoiler"), 4);
}

/// Whatever dialect: `SECRET` is hidden, and what stands around is not, in text as in Markdown.
const DIALECTS: &[&str] = &[
    "[spoiler title=\"x\"]SECRET[/spoiler]",
    "[spoilers]SECRET[/spoilers]",
    "[ispoiler]SECRET[/ispoiler]",
    "[su_spoiler title=\"Chairs\"]SECRET[/su_spoiler]",
    "[SPOILER=\"SECRET\"]They sink.[/SPOILER]",
    "[details=\"Spoiler\"]\nSECRET\n[/details]",
    "[begin spoilers] SECRET [end of spoilers]",
    "{{Spoiler start}} SECRET {{spoiler end}}",
    "{{hidden begin|title=Spoiler}} SECRET {{hidden end}}",
    "<!-- spoiler start -->SECRET<!-- spoiler end -->",
    "{SPOILER()}SECRET{SPOILER}",
    "{expand:Spoiler}SECRET{expand}",
    "<%= spoiler do %>SECRET<% end %>",
    "[color=white]SECRET[/color]",
    "[bgcolor=#222][color=#222]SECRET[/color][/bgcolor]",
    "[size=0]SECRET[/size]",
    "[hide]SECRET[/hide]",
    "\\spoiler[Who]{SECRET {x} SECRET}",
    "#spoiler[SECRET [x] SECRET]",
    "```{admonition} The end\n:class: spoiler\nSECRET\n```",
    "{.spoiler}\n\nSECRET",
    "{.spoiler}\nSECRET",
    "SECRET\n{: .spoiler}",
    "{{< spoiler \"SECRET is the one who did it\" >}}",
    "[[spoiler]]SECRET[[/spoiler]]",
    "So [[spoiler|SECRET]] it is.",
    "::: details Spoiler\nSECRET\n:::",
    ":::danger Spoiler\n\nSECRET\n\n:::",
    "::: {.spoiler}\nSECRET\n:::",
    ":::{dropdown} Spoiler\nSECRET\n:::",
    "So :spoiler[SECRET] it is.",
    "So [SECRET]{.spoiler} it is.",
    "??? spoiler \"Chairs\"\n    one\n\n    SECRET",
    "???+ note \"Spoiler\"\n    SECRET",
    "!!! spoiler\n    SECRET",
    "/// spoiler\nSECRET\n///",
    "#+begin_spoiler\nSECRET\n#+end_spoiler",
    "{{spoiler}}SECRET{{/spoiler}}",
    "{{#spoiler}}SECRET{{/spoiler}}",
    "{{< details \"Spoiler\" >}}\nSECRET\n{{< /details >}}",
    "{{% spoiler %}}SECRET{{% /spoiler %}}",
    "{% spoiler() %}SECRET{% end %}",
    "{%- spoiler -%}SECRET{%- endspoiler -%}",
    "{spoiler}SECRET{/spoiler}",
    "So [<span class=\"spoiler\">SECRET</span>] it is.",
    "So [aside kind=\"spoiler\" ||SECRET||] it is.",
    "<x-spoiler>SECRET</x-spoiler>",
    "<!-- spoiler -->SECRET<!-- /spoiler -->",
    "```{dropdown} Spoiler\nSECRET\n```",
    ".. spoiler::\n\n   SECRET",
    "> [!warning] Spoilers\n> SECRET",
    "|| SECRET ||",
    "||\nSECRET\n||",
    ">!\nSECRET\n!<",
    "So >!one\n\nSECRET!< it is.",
    "So &gt;!SECRET!&lt; it is.",
    "So &lt;spoiler&gt;SECRET&lt;/spoiler&gt; it is.",
    "So [SECRET](/s) it is.",
    "So [SECRET](#spoiler) it is.",
    "So [](/spoiler \"SECRET\") it is.",
    "So <SPAN CLASS=SPOILER>SECRET</SPAN> it is.",
    "So <mark data-spoiler title=\"a > b\">SECRET</mark> it is.",
    "So <unknown class=spoiler>SECRET</unknown> it is.",
    "So <span hidden>SECRET</span> it is.",
    "So <span style=\"display:none\">SECRET</span> it is.",
    "So <font color=white>SECRET</font> it is.",
    "So <img class=spoiler alt=\"SECRET\" src=x.png> it is.",
    "<details><summary><b>Spoiler</b></summary>SECRET</details>",
    "<details>\n<summary>Click for spoilers</summary>\n\nSECRET\n\n</details>",
    "<details class=spoiler><summary>SECRET</summary>They sink.</details>",
];

#[test]
fn every_dialect_hides_in_every_kind_of_source() {
    let mut wrong = Vec::new();
    for format in [Format::Text, Format::Markdown] {
        for dialect in DIALECTS {
            let shown = marked(&format!("First words.\n\n{dialect}\n\nLast words."), format);
            let parts =
                shown.split("</ending>").map(|part| part.split("<ending>").next().unwrap_or_default());
            let open: String = parts.collect();
            if open.contains("SECRET")
                || !shown.contains("SECRET")
                || !open.contains("First")
                || !open.contains("Last")
            {
                wrong.push(format!("{format:?} {dialect:?}: {shown:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// A note or link that only hidden text uses is hidden with it.
#[test]
fn what_only_hidden_text_uses_is_hidden() {
    let cases = [
        (
            "The chairs are >!oak.[^1]!<\\n\\n[^1]: The lamps are brass.",
            "The chairs are <ending>oak.[^1]</ending>\n<ending>[1] The lamps are brass.</ending>",
        ),
        ("Oak[^1] >!oak.[^1]!<\\n\\n[^1]: Brass.", "Oak[1] <ending>oak.[^1]</ending>\n[1] Brass."),
        (
            "See [page].\\n\\n[spoiler]\\n\\n[page]: http://a.org/\\n\\n[/spoiler]",
            "See [page].\n<ending>…</ending>",
        ),
    ];
    check(Format::Markdown, &cases);
}

/// A label may be long, or hold brackets.
#[test]
fn a_label_of_any_length_is_hidden() {
    let long = "SECRET and more ".repeat(60);
    for label in [long.as_str(), "SECRET [of Bo] and {more", "SECRET [of Bo"] {
        let shown = marked(&format!("So [spoiler={label}]SECRET[/spoiler] it is."), Format::Markdown);
        let open = shown.split("<ending>").next().unwrap_or_default();
        assert_eq!(open, "So ", "{shown}");
        assert!(!shown.split("</ending>").nth(1).unwrap_or_default().contains("SECRET"), "{shown}");
    }
}

/// The beginning of a longer source hides all that is open at its end.
#[test]
fn what_is_open_at_the_end_of_a_beginning_hides_to_it() {
    for open in ["[spoiler]", "||", ">!", "<spoiler>", "{{spoiler|", "<div class=spoiler>"] {
        let source = format!("One {open}two\n\nthree");
        let document =
            crate::read_extent(source, Format::Markdown, crate::Extent::Beginning { missing: 100 });
        let shown = crate::marked::written(&document);
        assert!(!shown.split("<ending>").next().unwrap_or_default().contains("two"), "{shown}");
        assert!(shown.ends_with("three</ending>"), "{shown}");
    }
}

/// Pieces of markup to be strewn between words, well formed or not.
const STREWN: &[&str] = &[
    ">!",
    "!<",
    "||",
    "~!",
    "!~",
    "[spoiler]",
    "[/spoiler]",
    "[spoiler=plot]",
    "[spoiler: ",
    "]",
    "<spoiler>",
    "</spoiler>",
    "\n\n::: spoiler ",
    "\n\n:::\n\n",
    "\n:::\n",
    "[[spoiler:",
    "]]",
    "{{spoiler|",
    "{{",
    "}}",
    "{{< spoiler >}}",
    "{{< /spoiler >}}",
    "\n\n> [!spoiler]- ",
    "\n> ",
    "\n>! ",
    "\n\n",
    "\n",
    "\n- ",
    "`",
    "*",
    "**",
    "~~",
    "\\",
    "<span class=\"spoiler\">",
    "</span>",
    "\n\n<div class=spoiler>\n\n",
    "\n\n</div>\n\n",
    "\n\n<details><summary>Spoiler</summary>\n\n",
    "\n\n</details>\n\n",
    "[",
    "(",
    "\"",
    "é",
    "<b>",
    "</b>",
    "# ",
];

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(500))]

    /// Whatever is strewn: no word is lost, marks lie within the text, and a second reading agrees.
    #[test]
    fn no_markup_loses_a_word(picks in proptest::collection::vec(0..STREWN.len(), 0..40)) {
        let mut source = String::from("w0w ");
        for (number, pick) in picks.iter().enumerate() {
            source.push_str(STREWN.get(*pick).copied().unwrap_or_default());
            source.push_str(&["w", &(number + 1).to_string(), "w "].concat());
        }
        let document = crate::read(source.clone(), Format::Markdown);
        for number in 0..=picks.len() {
            let word = ["w", &number.to_string(), "w"].concat();
            proptest::prop_assert!(document.text.contains(&word), "{word} of {source:?} is lost");
        }
        for (span, _) in document.passages.iter() {
            proptest::prop_assert!(document.text.get(span.range()).is_some(), "{source:?}");
        }
    }

    /// A word between an opener and its closer is hidden, wherever in a paragraph that is.
    #[test]
    fn what_is_marked_is_hidden(
        before in proptest::collection::vec(0..STREWN.len(), 0..12),
        pair in proptest::sample::select(vec![
            (">!", "!<"), ("||", "||"), ("~!", "!~"), ("[spoiler]", "[/spoiler]"), ("<spoiler>", "</spoiler>"),
            ("[[spoiler:", "]]"), ("{{spoiler|", "}}"), ("{{< spoiler >}}", "{{< /spoiler >}}"),
            ("<span class=\"spoiler\">", "</span>"), ("\n\n::: spoiler\n", "\n:::\n"),
        ]),
    ) {
        let mut source = String::from("Words ");
        for pick in before {
            source.push_str(STREWN.get(pick).copied().unwrap_or_default());
            source.push_str("and more ");
        }
        // Code and tags left open would make text of what follows; a new block does not.
        source = source.replace(['`', '\\'], " ");
        source.push_str(&["\n\nThen ", pair.0, "CANARY", pair.1, " and so on."].concat());
        let document = crate::read(source.clone(), Format::Markdown);
        let at = document.text.find("CANARY").unwrap_or_default();
        let word = crate::span::Span::of(at..at + 6);
        let covered = document.passages.iter().any(|(span, _)| span.meet(word) == word);
        proptest::prop_assert!(covered, "{source:?} shows what it hides");
    }
}

/// The search for the end of a summary leads out of its paragraph.
/// What is looked for around a mark must not be looked for in all of a long line or heap.
#[test]
fn heaps_of_marks_are_read_like_one() {
    let line = "Word ||spoiler|| ".repeat(20_000);
    assert_eq!(marked(&line, Format::Text).matches("<ending>").count(), 20_000);
    let heads = "[.spoiler]\n".repeat(20_000);
    assert!(!marked(&[&heads, "====\nAnn runs.\n====\n"].concat(), Format::Text).contains("\nAnn"));
    let items = "- Spoilers\n".repeat(20_000);
    let text = marked(&[&items, "- Fine.\n\nGood."].concat(), Format::Markdown);
    assert!(text.starts_with("Spoilers\n<ending>") && text.ends_with("</ending>\nGood."));
}

#[test]
fn a_summary_that_nobody_ends_hides_what_follows() {
    let source = "> Fog.\n\n<details>\n<summary>Spoiler</sumarm>y\n\nSECRET.\n\n</details>\n\nLamp.\n";
    let taken = super::take(source.to_owned(), Format::Markdown, super::Extent::Whole);
    assert!(!taken.text.contains("SECRET") && taken.text.contains("Lamp."), "{}", taken.text);
}
