//! Pages, as marked text, block by block.

use crate::document::Format;
use crate::marked::marked;

#[track_caller]
pub(super) fn check(body: &str, expected: &str) {
    assert_eq!(marked(body, Format::Html), expected, "\n{body}");
}

/// An article with `inside` among prose enough to be found.
pub(super) fn page(inside: &str) -> String {
    let prose = "<p>The ferry leaves at night, the fog is thick, and nobody on deck says a word, which is how all \
                 good films should begin, if you ask me, and even if you do not.</p>";
    format!(
        "<!doctype html><html><head><title>The Night Ferry | The Pier</title></head><body>\
         <div class='nav'><a href=/a>Home</a> <a href=/b>Films</a></div><article class=post>\
         <h1>The Night Ferry</h1>{prose}{inside}{prose}</article><footer>Copyright</footer></body></html>"
    )
}

/// What becomes of `inside` in an article.
#[track_caller]
pub(super) fn check_inside(inside: &str, expected: &str) {
    let text = marked(&page(inside), Format::Html);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.first(), Some(&"The Night Ferry"), "{text}");
    let is_prose = |line: &&&str| !line.starts_with("The ferry leaves at night");
    let inner: Vec<&str> = lines.iter().skip(1).filter(is_prose).copied().collect();
    assert_eq!(inner.join("\n"), expected, "\n{inside}\n{text}");
    assert_eq!(lines.len(), inner.len() + 3, "the prose is not all there:\n{text}");
}

#[test]
fn blocks_are_told_apart() {
    check(
        "<html><body><p>One<br>two.</p><blockquote><p>Quoted.</p></blockquote><ul><li>First<li>Second</ul>\
         <pre>a\n  b</pre><hr><h2>Then</h2>End",
        "One\\ntwo.\nQuoted.\nFirst\nSecond\na\\n  b\n―\nThen\nEnd",
    );
}

#[test]
fn an_article_is_found_and_what_is_around_it_is_not_read() {
    check_inside("<h2>Its <em>heart</em></h2><p>One &amp; two.</p>", "Its heart\nOne & two.");
}

#[test]
fn figures_are_read_by_caption_or_description() {
    check_inside(
        "<figure><img src=a.jpg alt='A ferry in fog'><figcaption>The ferry</figcaption></figure>",
        "The ferry",
    );
    check_inside("<figure><img src=a.jpg alt='A ferry in fog'></figure>", "A ferry in fog");
}

#[test]
fn tables_are_tables() {
    let text = marked(&page("<table><tr><th>Role<th>By<tr><td>Girl<td>Una Berg</table>"), Format::Html);
    assert!(text.contains("Role\\tBy\\nGirl\\tUna Berg"), "{text}");
}

#[test]
fn what_stands_above_the_line_is_told_from_what_stands_on_it() {
    let cases = [
        ("10<sup>6</sup> and H<sub>2</sub>O", "10⁶ and H₂O"),
        ("e<sup>ab</sup> and x<sub>max</sub>", "e^ab and x_max"),
        ("the 1<sup>st</sup> of May<sup>[2]</sup>", "the 1st of May[2]"),
        ("a<sup><a href='#n'>3</a></sup>", "a3"),
        (
            "<math><msup><mi>x</mi><mn>2</mn></msup><mo>=</mo><mfrac><mn>1</mn><mi>y</mi></mfrac></math>",
            "x²=1/y",
        ),
        ("<math><semantics><mi>x</mi><annotation>\\x</annotation></semantics></math>", "x"),
        ("<math><mi>x</mi><mi class=spoiler>y</mi></math>", "x<ending>y</ending>"),
    ];
    for (source, expected) in cases {
        check_inside(
            &format!("<p>There are {source} so far, and more of it is to come.</p>"),
            &format!("There are {expected} so far, and more of it is to come."),
        );
    }
}

#[test]
fn items_have_the_numbers_that_their_list_gives_them() {
    let markers = |list: &str| {
        let document = crate::read(page(list), Format::Html);
        let marker = |block: &crate::document::Block| match block.kind {
            crate::document::Kind::Item(marker) => Some(format!("{marker:?}")),
            _ => None,
        };
        document.blocks().iter().filter_map(marker).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(markers("<ol start=4><li>One.<li>Two.</ol>"), "Number(4) Number(5)");
    assert_eq!(markers("<ol reversed><li>One.<li>Two.<li>Three.</ol>"), "Number(3) Number(2) Number(1)");
    assert_eq!(
        markers("<ol reversed start=9><li>One.<li value=3>Two.<li>Three.</ol>"),
        "Number(9) Number(3) Number(2)"
    );
}

#[test]
fn spoilers_within_a_line_are_hidden() {
    let cases = [
        "<span class=spoiler>dies</span>",
        "<span class='md-spoiler-text'>dies</span>",
        "<span class=\"bbCodeInlineSpoiler\">dies</span>",
        "<span data-mx-spoiler>dies</span>",
        "<tg-spoiler>dies</tg-spoiler>",
        "<spoiler>dies</spoiler>",
        "<span style='color:#000;background-color:black'>dies</span>",
        "<font color=white>dies</font>",
        "<span style='color: transparent'>dies</span>",
        "<span style='filter: blur(4px)'>dies</span>",
        "<span class='spoiler' style='display:none'>dies</span>",
        "<span class=spoiler hidden>dies</span>",
        "||dies||",
        "&gt;!dies!&lt;",
        "[spoiler]dies[/spoiler]",
    ];
    for case in cases {
        check_inside(
            &format!("<p>In it, he {case}, you see.</p>"),
            "In it, he <ending>dies</ending>, you see.",
        );
    }
}

#[test]
fn spoilers_around_blocks_are_hidden() {
    let cases = [
        "<div class=spoiler><p>He dies.</p><p>She sails.</p></div>",
        "<blockquote class=spoiler><p>He dies.</p><p>She sails.</p></blockquote>",
        "<div class='bbCodeSpoiler-content'>He dies.<br><p>She sails.</p></div>",
        "<div class=spoiler style='display:none'><h2>He dies.</h2><p>She sails.</p></div>",
        "<section data-spoiler><ul><li>He dies.<li>She sails.</ul></section>",
    ];
    for case in cases {
        check_inside(case, "<ending>He dies.</ending>\n<ending>She sails.</ending>");
    }
}

#[test]
fn boxes_that_say_so_are_hidden() {
    check_inside(
        "<details><summary>Spoiler</summary><p>He dies.</p>Yes.</details>",
        "Spoiler\n<ending>He dies.</ending>\n<ending>Yes.</ending>",
    );
    check_inside(
        "<details><summary>Spoiler<p>He dies.</p></details><p>So.</p>",
        "Spoiler\n<ending>He dies.</ending>\nSo.",
    );
    check_inside("<details><summary>Credits</summary><p>Una Berg.</p></details>", "Credits\nUna Berg.");
    check_inside(
        "<div class=md-div><details><summary>About the mate</summary><p>He dies.</p></details></div>",
        "<ending>About the mate</ending>\n<ending>He dies.</ending>",
    );
}

#[test]
fn what_is_shown_on_demand_is_hidden() {
    check_inside(
        "<p><a onclick='show()'>Show spoilers</a></p><div style='display: none'><p>He dies.</p></div>",
        "Show spoilers\n<ending>He dies.</ending>",
    );
    check_inside("<div hidden><p>He dies.</p></div>", "<ending>He dies.</ending>");
    check_inside("<div class=share-menu hidden><p>Share this</p></div>", "");
}

#[test]
fn what_says_that_it_is_free_of_spoilers_is_open() {
    check_inside("<div class='spoiler-free'><p>He sails.</p></div>", "He sails.");
    check_inside("<p class='tag-spoilers post'>He sails.</p>", "He sails.");
}

#[test]
fn a_spoiler_that_is_never_closed_hides_to_the_end_of_its_block() {
    check_inside(
        "<p>In it <span class=spoiler>he dies</p><p>And so on.</p>",
        "In it <ending>he dies</ending>\nAnd so on.",
    );
    check_inside(
        "<p>In it <b><span class=spoiler>he dies</b> and she</span> sails.</p>",
        "In it <ending>he dies and she</ending> sails.",
    );
}

/// A gate around `body`, a review.
pub(super) fn gated(notice: &str, body: &str) -> String {
    format!("<html><head><title>A review</title></head><body>{notice}{body}</body></html>")
}

#[test]
fn a_gate_hides_the_whole_body() {
    let gates = [
        ("<p>This review may contain spoilers.</p>", "<div class='review body-text'>", "</div>"),
        (
            "<span class=spoiler-warning>Warning: Spoilers</span>",
            "<div class='text show-more__control'>",
            "</div>",
        ),
        ("<div class=spoilerAlert>Hidden.</div>", "<div class=reviewText style='display:none'>", "</div>"),
        ("<shreddit-post spoiler>", "<div slot=text-body>", "</div></shreddit-post>"),
        ("<div class='thing link spoiler'>", "<div class='usertext-body'>", "</div></div>"),
    ];
    for (notice, open, close) in gates {
        let body = format!("{open}<p>He dies.</p><p>She sails.</p>{close}");
        let text = marked(&gated(notice, &body), Format::Html);
        assert!(text.ends_with("<ending>He dies.</ending>\n<ending>She sails.</ending>"), "{notice}\n{text}");
    }
}

#[test]
fn finer_marks_in_a_gated_body_count_instead() {
    let body =
        "<div class=usertext-body><p>She is fine. <span class=md-spoiler-text>He dies.</span></p></div>";
    let text = marked(&gated("<div class='thing spoiler'></div>", body), Format::Html);
    assert!(text.ends_with("She is fine. <ending>He dies.</ending>"), "{text}");
}

#[test]
fn a_gate_of_which_no_body_is_known_hides_the_article() {
    let page = page("<p>He dies.</p>")
        .replace("<div class='nav'>", "<div><span class=spoilerAlert>Spoilers.</span>");
    let text = marked(&page, Format::Html);
    assert!(text.contains("<ending>He dies.</ending>") && text.contains("<ending>The ferry"), "{text}");
}

#[test]
fn a_gate_that_was_shut_is_told() {
    let text = marked(&gated("<div class=spoilerAlert>Spoiler warning.</div>", ""), Format::Html);
    assert!(text.contains("This review was still closed when it was saved"), "{text}");
}

#[test]
fn the_frame_comes_from_the_page() {
    let head = r#"<meta property="og:site_name" content="The Pier"><script type="application/ld+json">{"@type":"Review",
        "author":{"name":"Max Rull"},"itemReviewed":{"@type":"Movie","name":"The Night Ferry"},
        "reviewRating":{"ratingValue":"3.5","bestRating":"4"}}</script>"#;
    let text = marked(&page("").replace("</head>", &format!("{head}</head>")), Format::Html);
    let facts: Vec<&str> = text.lines().take(5).collect();
    let expected = [
        "film: The Night Ferry",
        "reviewer: Max Rull",
        "publication: The Pier",
        "rating: 3.5/4",
        "The Night Ferry",
    ];
    assert_eq!(facts, expected);
}

#[test]
fn a_review_that_is_only_in_the_data_is_read() {
    let data = r#"<script type="application/ld+json">{"@type":"Review","reviewBody":"He sails.\nShe stays."}</script>"#;
    check(
        &format!("<html><head>{data}</head><body><div id=app></div></body></html>"),
        "He sails.\nShe stays.",
    );
}

#[test]
fn a_page_that_has_text_is_never_empty() {
    for page in [
        "<p>He sails.",
        "<html><body><nav></nav>He sails.</html>",
        "<title>x<p>He sails.",
        "<plaintext>He sails.",
    ] {
        assert!(marked(page, Format::Html).contains("He sails."), "{page}");
    }
}

/// The time that this thread has worked, where the system tells; others may keep the machine busy.
fn spent() -> std::time::Duration {
    static START: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let worked = told.and_then(|told| told.split(' ').next()?.parse().ok());
    worked.map_or_else(|| START.elapsed(), std::time::Duration::from_nanos)
}

#[test]
fn hostile_pages_are_read_in_bounded_time() {
    let spoiler = "<div class=spoiler>";
    let sheet: String = (0..20_000).map(|n| format!(".c{n} {{ color: red }}")).collect::<Vec<_>>().concat();
    let pages = [
        "<div>".repeat(100_000) + "He sails.",
        "<b><p>".repeat(50_000) + "He sails.",
        format!("{}{spoiler}{}He dies.", "<div>".repeat(200), "<div><i>".repeat(50_000)),
        "<table><tr><td>".repeat(30_000) + "He sails.",
        format!("<p>He sails.</p>{}", "<font color=red size=1><p>x".repeat(50_000)),
        "<a href=\"".repeat(100_000) + "He sails.",
        "<!--".repeat(100_000) + "He sails.",
        "<svg><select>".repeat(50_000) + "He sails.",
        "&#x;&amp".repeat(100_000) + "He sails.",
        "<br>".repeat(200_000) + "He sails.",
        "<details><summary>x".repeat(50_000) + "He sails.",
        "<li class=spoiler>x".repeat(50_000) + "He sails.",
        "<p>".to_owned() + &"&".repeat(500_000) + "He sails.",
        format!("<a {}>He sails.", (0..50_000).map(|n| format!(" a{n}")).collect::<Vec<_>>().concat()),
        format!(
            "<style>{}</style><p class='{}'>He sails.",
            sheet,
            (0..100_000).map(|n| format!("c{n} ")).collect::<Vec<_>>().concat()
        ),
        format!("<style>.a ~ .b {{ display: none }}</style>{}", "<p class=b>He sails.".repeat(30_000)),
        "<p>".to_owned() + &"so ||a|| and ".repeat(80_000),
        "<p>x ||a</p><p>b|| y</p>".repeat(40_000),
        "<div>".repeat(100) + &"<b><i><u><div>x</b></i></u></div>".repeat(20_000),
    ];
    for page in pages {
        let start = spent();
        let text = marked(&page, Format::Html);
        let took = spent().saturating_sub(start);
        let name: String = page.chars().take(30).collect();
        assert!(took.as_secs() < 10, "{name}: {took:?}");
        assert!(!text.is_empty(), "{name}");
        assert!(!text.contains("He dies.") || text.contains("<ending>"), "{name}");
    }
}

#[test]
fn the_data_never_show_what_the_page_hides() {
    let data = r#"<script type="application/ld+json">{"@type":"Review","reviewBody":"He dies."}</script>"#;
    for body in [
        "<p>In it <span class=spoiler>he dies</span>.</p>",
        "<div class=spoilerAlert>Spoilers</div><div class=reviewText>He dies.</div>",
    ] {
        let text = marked(&gated(data, body), Format::Html);
        assert!(!text.contains("\nHe dies.") && !text.starts_with("He dies."), "{text}");
    }
    let text = marked(&gated(data, "<div class=spoilerAlert>Spoilers</div>"), Format::Html);
    assert!(text.ends_with("<ending>He dies.</ending>"), "{text}");
}

#[test]
fn items_without_paragraphs_stand_close() {
    let tight = |inside: &str| {
        let document = crate::read(page(inside), Format::Html);
        document.blocks().iter().filter(|block| block.list > 0).map(|block| block.tight).collect::<Vec<_>>()
    };
    assert_eq!(
        tight("<ul><li>a<ul><li>b</ul><li>c</ul><ol><li>d<li>e</ol>"),
        [false, true, true, false, true]
    );
    assert_eq!(tight("<ul><li><p>a</p><li><p>b</p></ul>"), [false, false]);
}

/// What is shown of the page `body`, which is too long to be read to its end.
fn cut(body: &str) -> String {
    let text = marked(
        &format!("<html><body><p>A film.</p><p class=a>So.</p><p id=b>He drowns.</p>{body}"),
        Format::Html,
    );
    assert!(text.ends_with("what stands behind this is left out."), "{}", text.get(..200).unwrap());
    text
}

#[test]
fn a_page_that_is_too_long_is_read_as_far_as_it_may_be() {
    let many = "<p>A film. ".repeat(250_000);
    assert!(cut(&many).starts_with("A film.\nSo.\nHe drowns.\nA film."));
    assert!(cut(&["<div class=spoiler>", &many].concat()).starts_with("A film.\nSo.\nHe drowns.\n<"));
    assert!(
        cut(&["<p>", &"It sails on. ".repeat(2_000_000)].concat())
            .starts_with("A film.\nSo.\nHe drowns.\nIt sails")
    );
    assert!(
        !marked(
            &["<p>A film.</p><script>", &"a=b; ".repeat(4_000_000), "</script><p>So.</p>"].concat(),
            Format::Html
        )
        .contains("left out")
    );
}

#[test]
fn what_stands_behind_the_bounds_still_hides_what_stands_before() {
    let many = "<p>A film. ".repeat(250_000);
    let rest = "<style>.a { display: none }</style><p>And <i>so</i>. <button aria-controls=b>Show <i>the</i> spoiler</button>";
    let text = cut(&[&many, rest].concat());
    let shown: Vec<&str> = text.lines().filter(|line| !line.starts_with('<')).take(3).collect();
    assert_eq!(shown, ["A film.", "A film.", "A film."], "{}", text.get(..200).unwrap());
}

#[test]
fn a_day_behind_a_warning_is_not_said_of_the_answer_before_it() {
    let answer = |text: &str| {
        let comment = ["<li class=comment><cite class=fn>Bo Kim</cite> ", text, "</li>"].concat();
        let comments = ["<div id=comments><ol class=commentlist>", &comment, "</ol></div>"].concat();
        marked(&page("").replace("<footer>", &[comments.as_str(), "<footer>"].concat()), Format::Html)
    };
    let day = "<p><time datetime=1931-05-05>Tuesday</time></p><p>6 May 1931</p>";
    assert!(answer(&[day, "<p>It sails.</p>"].concat()).contains("Bo Kim · 1931-05-05\n6 May 1931"));
    assert!(answer(&["<p>Spoilers ahead!</p>", day].concat()).contains("Bo Kim\nSpoilers ahead!"));
}
