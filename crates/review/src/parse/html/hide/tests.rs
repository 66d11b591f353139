//! What hides on pages, one small page for each kind.

use crate::document::Format;
use crate::marked::marked;
use crate::parse::html::tests::{check, check_inside, gated, page};

/// What becomes of `inside` in an article on a page with this style sheet.
#[track_caller]
fn check_styled(css: &str, inside: &str, expected: &str) {
    let source = page(inside).replace("</title>", &format!("</title><style>{css}</style>"));
    let text = marked(&source, Format::Html);
    assert!(text.contains(expected), "\n{css}\n{inside}\n{text}");
}

#[test]
fn style_sheets_hide() {
    let body = "<p>In it, he <b class=kept id=k>dies</b>, you see.</p>";
    let hidden = "In it, he <ending>dies</ending>, you see.";
    for css in [
        ".kept { display: none }",
        "p > b { visibility: hidden }",
        "#k { filter: blur(6px) }",
        "b.kept:not(:hover) { background: #000; color: #000 }",
        ":root { --x: #000 } .kept { background: var(--x); color: var(--x) }",
        ".kept { BACKGROUND: BLACK; COLOR: BLACK }",
        "article { color: #222 } .kept { background: #222 }",
        "@media screen { .kept { opacity: 0 } }",
    ] {
        check_styled(css, body, hidden);
    }
    for css in
        [".kept { color: red }", "@media print { .kept { display: none } }", ".kept:hover { opacity: 0 }"]
    {
        check_styled(css, body, "In it, he dies, you see.");
    }
}

#[test]
fn colours_are_inherited() {
    check_inside("<div style='background:#000'><p>He dies.</p></div>", "<ending>He dies.</ending>");
    check_inside("<div style='background:#000'><p style='color:#fff'>He sails.</p></div>", "He sails.");
    check_inside(
        "<p>So <span style='background:black'>he dies</span> there.</p>",
        "So <ending>he dies</ending> there.",
    );
    check_inside(
        "<p>So <font color=white>he <b>dies</b></font> there.</p>",
        "So <ending>he dies</ending> there.",
    );
    check_inside(
        "<p><font color=white>He dies.</p><p>She sails.</font></p><p>So.</p>",
        "<ending>He dies.</ending>\n<ending>She sails.</ending>\nSo.",
    );
}

#[test]
fn text_without_size_is_hidden() {
    check_inside(
        "<p>So <span style='font-size:0'>he dies</span> there.</p>",
        "So <ending>he dies</ending> there.",
    );
    check_inside("<ul style='font-size:0'><li style='font-size:16px'>He sails.</li></ul>", "He sails.");
}

#[test]
fn what_wraps_the_page_hides_nothing() {
    for wrapper in [
        "<div id=app style='visibility:hidden'>",
        "<div style='opacity:0'>",
        "<div hidden>",
        "<div style='color:#fff'>",
    ] {
        let source = page("<p>He sails.</p>").replace("<body>", &format!("<body>{wrapper}"));
        let text = marked(&source, Format::Html);
        assert!(text.contains("\nHe sails.") && !text.contains("<ending>"), "{wrapper}\n{text}");
    }
    for body in [
        "<body style='opacity:0'>",
        "<body bgcolor=black>",
        "<body style='display:none'>",
        "<body class=spoilers>",
    ] {
        let text = marked(&page("<p>He sails.</p>").replace("<body>", body), Format::Html);
        assert!(text.contains("\nHe sails.") && !text.contains("<ending>"), "{body}\n{text}");
    }
}

#[test]
fn controls_that_speak_hide_what_they_open() {
    for (control, opened) in [
        ("<p><a href='#'>Click here for spoilers</a></p>", "<div class=x>He dies.</div>"),
        (
            "<p><a data-toggle=collapse href='#c1'>Show spoilers</a></p>",
            "<div class=collapse id=c1>He dies.</div>",
        ),
        ("<button aria-controls=c2>Reveal the ending</button>", "<div id=c2>He dies.</div>"),
        ("<button onclick='t()'>Show spoiler</button>", "<div>He dies.</div>"),
        ("<label for=s1>Show spoiler</label><input type=checkbox id=s1>", "<div>He dies.</div>"),
        ("<div role=button>Click to reveal</div>", "<section>He dies.</section>"),
        ("<a class=btn href='#nowhere'>Reveal</a>", "<div class=h>He dies.</div>"),
        ("<input type=button value='Spoiler anzeigen'>", "<div>He dies.</div>"),
        ("<div class=w><div class=h>Spoiler:</div> ", "<div>He dies.</div></div>"),
        ("<dl><dt>Spoiler: show</dt>", "<dd>He dies.</dd></dl>"),
        ("<fieldset><legend>Spoilers</legend>", "<p>He dies.</p></fieldset>"),
    ] {
        let text = marked(&page(&format!("{control}{opened}")), Format::Html);
        assert!(text.contains("<ending>He dies.</ending>"), "{control}\n{text}");
        assert!(!text.contains("<ending>The ferry"), "{control}\n{text}");
    }
    check_inside("<p><a href='#top'>Show more</a></p><div>He sails.</div>", "Show more\nHe sails.");
}

#[test]
fn boxes_are_spoilers_unless_they_are_harmless() {
    for summary in ["Click to reveal", "Open", "Why?", "Show more", ""] {
        let text = marked(
            &page(&format!("<details><summary>{summary}</summary><p>He dies.</p></details>")),
            Format::Html,
        );
        assert!(text.contains("<ending>He dies.</ending>"), "{summary}\n{text}");
    }
    for summary in ["Cast and crew", "Table of contents", "About the author", "Technical details"] {
        let text = marked(
            &page(&format!("<details><summary>{summary}</summary><p>He sails.</p></details>")),
            Format::Html,
        );
        assert!(text.contains("\nHe sails."), "{summary}\n{text}");
    }
}

#[test]
fn what_libraries_do_not_show_is_hidden() {
    for inside in [
        "<div class='mw-collapsible mw-collapsed'><p>He dies.</p></div>",
        "<div class=card><button data-toggle=collapse>The ending</button><div class=collapse><p>He dies.</p></div></div>",
        "<div class=kg-toggle-card data-kg-toggle-state=close><h4>The last act</h4><div class=kg-toggle-content><p>He dies.</p></div></div>",
        "<dialog><p>He dies.</p></dialog><p>Spoilers:</p><dialog><p>He dies.</p></dialog>",
        "<p>So <span class=mfm-blur>He dies.</span></p>",
        "<p class=spoiler-text>The end</p><div class=e-content><p>He dies.</p></div>",
    ] {
        check_hides(inside);
    }
    check_inside("<div class='d-none d-md-block'><p>It is good.</p></div>", "It is good.");
}

#[test]
fn a_switch_that_says_spoiler_opens_what_follows() {
    check_hides("<button class=extended-markdown-spoiler>spoiler</button><p>He dies.</p>");
    check_hides("<div class=spoiler-toggle>Show</div><p>He dies.</p>");
    check_hides("<button class=spoiler>He dies.</button><p>It is good.</p>");
}

#[test]
fn what_marks_a_heading_or_a_label_is_of_what_follows() {
    for inside in [
        "<h2 id=spoilers>Spoilers</h2><p>He dies.</p>",
        "<h2 id=ending-explained-spoilers>Ending explained (spoilers)</h2><p>He dies.</p>",
        "<h2 class=spoiler>The ferry</h2><p>He dies.</p>",
        "<h2>Spoilers <a href='#spoilers'>#</a></h2><p>He dies.</p>",
        "<h2><a href='#spoilers'>Spoilers</a></h2><p>He dies.</p>",
        "<h2>[SPOILERS] The ferry</h2><p>He dies.</p>",
        "<div class='alert spoiler-alert'>SPOILER ALERT</div><p>He dies.</p>",
        "<p><strong id=spoilers>Spoilers</strong></p><p>He dies.</p>",
        "<p><img src=a.png alt='Spoiler alert!'></p><p>He dies.</p>",
        "<p>Spoilers ahead!</p><a id=spoilers></a><p>He dies.</p>",
        "<p class=blur-sm>He dies.</p>",
        "<p class='bg-black text-black'>He dies.</p>",
    ] {
        check_hides(inside);
    }
    check_inside(
        "<h2 id=why-spoilers-matter-little>Why spoilers matter little</h2><p>Good.</p>",
        "Why spoilers matter little\nGood.",
    );
}

#[test]
fn comments_may_say_where_a_spoiler_stands() {
    for (begin, end) in
        [("spoiler", "/spoiler"), ("begin spoiler", "end spoiler"), ("wp:spoiler", "/wp:spoiler")]
    {
        let inside = format!("<p>Good.</p><!-- {begin} --><p>He dies.</p><!-- {end} --><p>Fine.</p>");
        check_inside(&inside, "Good.\n<ending>He dies.</ending>\nFine.");
    }
    check_inside("<p>Good.</p><!-- no spoilers here --><p>Fine.</p>", "Good.\nFine.");
}

/// That not a word of "He dies." is open in `inside`.
#[track_caller]
fn check_hides(inside: &str) {
    let text = marked(&page(inside), Format::Html);
    let mut open = text.as_str();
    while let Some((before, rest)) = open.split_once("<ending>") {
        assert!(!before.contains("He dies"), "{inside}\n{text}");
        open = rest.split_once("</ending>").map_or("", |(_, rest)| rest);
    }
    assert!(!open.contains("He dies"), "{inside}\n{text}");
}

#[test]
fn old_links_hide_their_text_or_title() {
    check_inside("<p>So <a href='#s'>he dies</a> there.</p>", "So <ending>he dies</ending> there.");
    check_inside("<p>So <a href='/spoiler'>he dies</a> there.</p>", "So <ending>he dies</ending> there.");
    check_inside(
        "<p>So <a href='/s' title='he dies'>Spoiler</a>.</p>",
        "So Spoiler<ending>he dies</ending>.",
    );
}

#[test]
fn names_with_the_stem_hide() {
    for case in [
        "<div class=spoil>He dies.</div>",
        "<x-spoiler><div>He dies.</div></x-spoiler>",
        "<x-blurred reason=spoiler><div slot=revealed><p>He dies.</p></div></x-blurred>",
        "<label class=review_spoil><input type=checkbox><div>He dies.</div></label>",
        "<div title='Spoiler'>He dies.</div>",
        "<section aria-label='Contains spoilers'><p>He dies.</p></section>",
    ] {
        check_inside(case, "<ending>He dies.</ending>");
    }
}

#[test]
fn nothing_hidden_opens_a_gate() {
    let body = "<div class='js-review-body'><p>He dies.</p><div hidden class=note>Translated from <i></i></div></div>";
    let page = gated("<p>This review may contain spoilers.</p>", &format!("{body}<p>She sails.</p>"));
    let text = marked(&page, Format::Html);
    assert!(text.contains("<ending>He dies.</ending>") && text.ends_with("\nShe sails."), "{text}");
}

#[test]
fn a_notice_that_says_spoiler_is_one() {
    let notice = "<p class=js-spoiler-container>This review may contain spoilers. <a href='#'>I can handle the truth.</a></p>";
    let text = marked(&gated(notice, "<div class=js-review-body><p>He dies.</p></div>"), Format::Html);
    assert!(text.ends_with("<ending>He dies.</ending>") && !text.contains("This review may"), "{text}");
    check_inside(
        "<p>So <b class=spoiler>Warning: Spoilers! He dies</b>.</p>",
        "So <ending>Warning: Spoilers! He dies</ending>.",
    );
}

#[test]
fn replies_are_no_part_of_a_review() {
    let prose = "The camera loves the fog, and the music, for once, leaves it alone, which is what I should have done.";
    let post = |name: &str, text: &str| {
        format!(
            "<article class='message message--post'><b>{name}</b><div class=body><p>{text}</p><p>{text}</p></div></article>"
        )
    };
    let thread = format!(
        "<main>{}{}{}</main>",
        post("a", prose),
        post("b", &"He sails, I say. ".repeat(30)),
        post("c", "Yes.")
    );
    for source in [
        thread,
        format!(
            "<main><article><p>{prose}</p><p>{prose}</p></article><div id=comments><p>{}</p></div></main>",
            "He sails, I say. ".repeat(60)
        ),
    ] {
        let text = marked(&format!("<html><title>x</title><body>{source}</body></html>"), Format::Html);
        let (review, replies) = text.split_once("\nReplies\n").unwrap();
        assert!(review.contains(prose) && !review.contains("He sails"), "{text}");
        assert!(replies.contains("He sails") && !replies.contains(prose), "{text}");
    }
}

#[test]
fn replies_begin_where_they_did_when_facts_are_forgotten() {
    let prose = "The camera loves the fog, and the music, for once, leaves it alone, which is what I should have done.";
    let inside = format!(
        "<p>{prose}</p><p>{prose}</p><p>Spoilers ahead!</p><p>He dies, says <b itemprop=author>Ann Lee</b>.</p>"
    );
    let source = page(&inside)
        .replace("</body>", "<div id=comments><p>He sails, I say, and so do you, who have seen it all and never said a word of it.</p></div></body>");
    let document = crate::read(source, Format::Html);
    let first = document.blocks().get(document.replies()).unwrap();
    assert_eq!(document.raw(first.span), "Replies");
    assert!(document.sections().iter().all(|section| section.blocks.end <= document.blocks().len()));
}

#[test]
fn a_notice_may_hold_the_text_itself() {
    let long = "He dies, and she sails away with the mate, who had been her brother all along, which nobody on deck had \
                seen coming, least of all the captain, who drowns.";
    let text = marked(&page(&format!("<div class=contains-spoilers><p>{long}</p></div>")), Format::Html);
    assert!(text.contains(&format!("<ending>{long}</ending>")), "{text}");
}

#[test]
fn furniture_that_is_not_shown_is_left_out() {
    for case in [
        "<span class=sr-only style='position:absolute;left:-9999px'>Share this</span>",
        "<div style='display:none' class='cookie-banner'><p>We use cookies.</p></div>",
        "<button><span style='display:none'>Close</span></button>",
        "<div style='display:none'></div>",
    ] {
        check_inside(case, "");
    }
}

#[test]
fn facts_and_titles_are_not_read_where_they_are_hidden() {
    let hidden = r#"<div class=spoiler><script type="application/ld+json">{"@type":"Review","author":"Kim Dies"}</script>
        <meta itemprop=author content="Kim Dies"><h1>Kim Dies</h1>x</div>
        <svg class=spoiler><title>4 out of 5 stars</title></svg>"#;
    let text = marked(&page(hidden), Format::Html);
    assert!(
        !text.contains("reviewer") && !text.contains("rating") && text.starts_with("The Night Ferry\n"),
        "{text}"
    );
    let body = "<div class='review body-text'><h1>Kim dies</h1><p>x</p></div>";
    let text = marked(
        &gated("<p>This review may contain spoilers.</p>", body).replace("<title>A review</title>", ""),
        Format::Html,
    );
    assert!(!text.contains("\nKim dies") && !text.starts_with("Kim dies"), "{text}");
}

#[test]
fn what_data_hide_is_hidden() {
    let data = r#"<script type="application/ld+json">{"@type":"Review","reviewBody":"Nice. <span class=\"spoiler\">He dies.</span> So."}</script>"#;
    check(
        &format!("<html><head>{data}</head><body><div id=app></div></body></html>"),
        "Nice. <ending>He dies.</ending> So.",
    );
}

#[test]
fn text_without_a_home_is_found() {
    let prose = "He sails at night, the fog is thick, and nobody on deck says a word, which is how all good films begin.";
    for source in [
        format!("<div id=root></div><noscript><p>{prose}</p></noscript>"),
        format!("<div id=root></div><template><p>{prose}</p></template>"),
        format!("<div><template shadowrootmode=open><p>{prose}</p></template></div>"),
        format!("<div class=post><script type='text/template'><p>{prose}</p></script></div>"),
        format!("<iframe srcdoc='<p>{prose}</p>'></iframe>"),
        format!("<!-- a --!><p>{prose}</p><!-- b -->"),
        format!("<div id=app style='display:none'><p>{prose}</p><p>{prose}</p><p>{prose}</p></div>"),
    ] {
        let text = marked(&format!("<!doctype html><html><body>{source}</body></html>"), Format::Html);
        assert!(text.contains(prose) && !text.contains("<ending>"), "{source}\n{text}");
    }
    let xhtml = format!(
        "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><head><script src='a.js'/></head><body><p>{prose}</p></body></html>"
    );
    check(&xhtml, prose);
    let frames = format!(
        "<html><frameset cols=50%><frame src=a><noframes><p>{prose}</p></noframes></frameset></html>"
    );
    check(&frames, prose);
}

#[test]
fn delimiters_hide_across_elements() {
    for (inside, expected) in [
        ("<p>So ||he <b>dies|| there</b>.</p>", "So <ending>he dies</ending> there."),
        ("<p>So &gt;!he</p><p>dies!&lt; there.</p>", "So <ending>he\\ndies</ending> there."),
        (
            "<p>[spoiler]</p><p>He dies.</p><ul><li>Twice.</ul><p>[/spoiler]</p><p>So.</p>",
            "<ending>He dies.</ending>\n<ending>Twice.</ending>\nSo.",
        ),
        ("<ul><li>So ||he<li>dies|| there.</ul>", "So <ending>- he\\n- dies</ending> there."),
        ("<p>So [spoiler=plot]he dies[/spoiler].</p>", "So plot: <plot>he dies</plot>."),
        ("<p>So [spoiler=<b>Ann</b>]he dies[/spoiler].</p>", "So <ending>Ann: he dies</ending>."),
        ("<p>So <code>||he||</code> sails.</p><pre>||a\n||b</pre>", "So ||he|| sails.\n||a\\n||b"),
        (
            "<p>rot13: Gur pyrex naq gur znvq qvq vg gbtrgure. Nice film.</p>",
            "rot13: <ending>The clerk and the maid did it together.</ending> Nice film.",
        ),
        (
            "<p>So <span class=spoiler>a || b</span> and ||c|| d.</p>",
            "So <ending>a || b</ending> and <ending>c</ending> d.",
        ),
        ("<p>So ||<span class=spoiler>he dies</span>|| there.</p>", "So <ending>he dies</ending> there."),
        ("<p>So [spoiler]he dies.</p><p>So.</p>", "So <ending>he dies.</ending>\nSo."),
        ("<p>So.</p>\n\n\n\n\n\n\n\n\n\n\n\n\n\n<p>He sails.</p>", "So.\nHe sails."),
        (
            "<table><tr><td>Ann<td>||dies||<tr><td>Bob<td>sails</table>",
            "Ann\\t<ending>dies</ending>\\nBob\\tsails",
        ),
    ] {
        check_inside(inside, expected);
    }
}

/// What the open text is must not depend on the hidden: neither its blocks nor its article.
#[test]
fn hidden_text_has_no_say_in_the_form_of_the_open() {
    let long = "and on, and on, and on, and so on. ".repeat(40);
    let veils = [
        "|| a, !&lt;",
        "two <br><br> lines",
        "a<ul><li>b<li>c</ul>",
        "<table><tr><td>b<td>c</table>",
        "<img alt='A ferry in fog'>",
        "<h1>The Night Ferry</h1>",
        "<a href=x>spoilers below</a>",
        &long,
    ];
    let ways = [
        ("<span class=spoiler>", "</span>"),
        ("<div class=spoiler>", "</div>"),
        ("<div hidden>", "</div>"),
        ("[spoiler]", "[/spoiler]"),
    ];
    let frames = [
        "<p>So @ there.</p>",
        "@ So <i>he @ sails</i>.",
        "<ul><li>So @<li>@</ul>",
        "<table><tr><td>a<td>@</table>",
    ];
    let open = |inside: &str| {
        let shown = marked(&page(inside), Format::Html);
        let parts = shown.split("<ending>").map(|part| part.split("</ending>").last().unwrap_or_default());
        let mut open = parts.collect::<Vec<_>>().join("▒");
        // Blocks that are hidden one after the other are one passage.
        while open.contains("▒\n▒") {
            open = open.replace("▒\n▒", "▒");
        }
        open
    };
    for (opener, closer) in ways {
        for frame in frames {
            let inside = |veil: &str| frame.replace('@', &[opener, veil, closer].concat());
            for veil in veils {
                assert_eq!(open(&inside(veil)), open(&inside("x")), "of {:?}", inside(veil));
            }
        }
    }
}

/// A page may be wrapped in what is not shown; how much that holds has no say.
#[test]
fn only_what_is_seen_tells_whether_a_page_is_hidden() {
    for text in ["He dies.".to_owned(), "He dies, and so does she. ".repeat(40)] {
        let shown = |body: &str| marked(&format!("<title>x</title><body>{body}"), Format::Html);
        let hidden = format!("<div style='opacity:0'><p>{text}</p></div>");
        assert!(!shown(&hidden).contains("<ending>"), "{}", shown(&hidden));
        let beside = shown(&format!("<p>So.</p>{hidden}"));
        assert!(beside.contains("So.\n<ending>He dies"), "{beside}");
    }
}

/// A long run of blank lines hides what follows; the blanks between the elements of a page are none.
#[test]
fn nested_elements_are_no_run_of_blank_lines() {
    let nested = " <div> ".repeat(30);
    let page = format!("<body>{nested}<p>Ida Holm has made three films.</p> <p>This one is quiet.</p>");
    assert_eq!(marked(&page, Format::Html), "Ida Holm has made three films.\nThis one is quiet.");
}
