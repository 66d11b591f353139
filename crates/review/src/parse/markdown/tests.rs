//! What Markdown becomes: kinds, nests, tables, notes, HTML and front matter.

use std::time::{Duration, Instant};

use crate::document::{Document, Format, Style};
use crate::marked::outlined;
use crate::read;

fn check(cases: &[(&str, &str)]) {
    for (source, expected) in cases {
        assert_eq!(outlined(source), *expected, "in {source:?}");
    }
}

#[test]
fn blocks() {
    check(&[
        ("# One\n\nTwo\nthree  \nfour.\n\n---\n\n## Five", "# One\nTwo three\\nfour.\n---―\n## Five"),
        ("> a\n>> b\n\nc", "> a\n> > b\nc"),
        ("- a\n\n  b\n  1. c\n  2. d\n- [x] e\n- [ ] f", "- a\n  b\n  1. c\n  2. d\n[x] e\n[ ] f"),
        ("3. a\n4. b", "3. a\n4. b"),
        ("```rust\na\n\nb\n```", "code: a\\n\\nb"),
        ("| Film | Year |\n|--|--|\n| *Ann* | 1 |\n| Bob | |", "table: Film\\tYear\\nAnn\\t1\\nBob\\t"),
        ("> [!WARNING]\n> Careful.", "> Warning\n> Careful."),
    ]);
}

#[test]
fn inlines() {
    check(&[
        ("A **b** *c* `d` ~~e~~ <https://f.org>.", "A b c d e https://f.org."),
        ("![A cook at work](a.png) ![](b.png) ![img](c.png) x", "A cook at work   x"),
        ("![](b.png)\n\nx", "x"),
        ("See [it][1] and [that].\n\n[1]: http://a.org\n[that]: <http://b.org>", "See it and that."),
        ("One[^a] two[^b].\n\n[^b]: Second.\n\n[^a]: First.", "One[1] two[2].\n[2] Second.\n[1] First."),
        ("Caf&eacute; &amp; &#27;bar", "Café & ␛bar"),
        ("a &#8238; b", "a \u{fffd} b"),
    ]);
}

#[test]
fn html() {
    check(&[
        (
            "The <span data-x=\"y\">_Red Shoes_</span> is H<sub>2</sub>O<br>wet.",
            "The Red Shoes is H2O\\nwet.",
        ),
        (
            "<div>\n<p>One <b>two</b>\nthree</p><p>Four&nbsp;&mdash; five</p>\n</div>",
            "One two three\nFour\u{a0}— five",
        ),
        ("<center><h2>Title</h2></center>\n\nx <!-- no --> y", "## Title\nx  y"),
        ("<script>\nlet a = '<p>';\n</script>\n\n<style>p {}</style>\n\n<!-- a\n\nb -->\n\nx", "x"),
        ("<ul><li>a<li>b</ul>\n<blockquote>c</blockquote>", "- a\n- b\n> c"),
        ("<img src=\"a.png\" alt=\"A cook\">", "A cook"),
        ("1 < 2 & 3 > 2", "1 < 2 & 3 > 2"),
    ]);
}

#[test]
fn front_matter() {
    check(&[
        (
            "---\ntitle: \"The Red: Shoes\" \nyear: 1948 # of release\ntags: [a, 'b, c']\n---\n# X",
            "meta: title: The Red: Shoes\nmeta: year: 1948\nmeta: tags: a\nmeta: tags: b, c\n# X",
        ),
        (
            "---\nabout:\n  director: Ann\n  cast:\n    - Bob\n    - name: Cy\n      as: Dan\nlead: >\n  It was\n  so.\n---\nX",
            "meta: about.director: Ann\nmeta: about.cast: Bob\nmeta: about.cast.name: Cy\nmeta: about.cast.as: Dan\n\
          meta: lead: It was so.\nX",
        ),
        ("---\ntitle: A film\n  with more\n---\nX", "meta: title: A film with more\nX"),
        (
            "+++\ntitle = \"A\"\ntags = [\"b\", \"c\"]\n[film]\nyear = 1948\n+++\nX",
            "meta: title: A\nmeta: tags: b\nmeta: tags: c\nmeta: film.year: 1948\nX",
        ),
        ("---\nno matter at all\n---\nX", "---―\n## no matter at all\nX"),
        ("---\ntitle: never closed\n\nX", "---―\ntitle: never closed\nX"),
    ]);
}

#[test]
fn styles_and_links() {
    let document = read("A *b **c*** [d](http://e.org) x[^1].\n\n[^1]: f".to_owned(), Format::Markdown);
    let block = document.blocks()[0].span;
    let styled: Vec<(&str, bool)> = document
        .styles(block)
        .map(|(span, style)| (document.raw(span), style.has(Style::EMPHASIS)))
        .collect();
    assert_eq!(styled, [("b ", true), ("c", true), ("d", false), ("[1]", false)]);
    let targets: Vec<&str> = document.targets.iter().map(AsRef::as_ref).collect();
    assert_eq!(targets, ["http://e.org"]);
}

/// Many pieces read like one: what refers ahead finds what it means.
#[test]
fn pieces_read_as_one() {
    let filler = "Some words of a long review, and *more* of them.\n\n".repeat(8000);
    let source = format!(
        "A [link][ref] and a note[^n].\n\n<div class=\"spoiler\">\n\n{filler}```\n\nfence\n\n```\n\n{filler}</div>\n\nEnd.\n\n\
         [ref]: http://a.org\n[^n]: The note.\n"
    );
    let document = read(source, Format::Markdown);
    let texts: Vec<&str> = document.blocks().iter().map(|block| document.raw(block.span)).collect();
    assert_eq!(texts.first().copied(), Some("A link and a note[1]."));
    assert_eq!(texts.last().copied(), Some("[1] The note."));
    assert_eq!(texts.len(), 16_004);
    assert_eq!(document.marked.iter().count(), 1);
    assert_eq!(document.targets.len(), 1);
}

/// Reads `source` and sees that this takes no time to speak of, in a debug build at that.
fn soon(name: &str, source: String) -> Document {
    let begin = Instant::now();
    let document = read(source, Format::Markdown);
    let took = begin.elapsed();
    assert!(took < Duration::from_secs(20), "{name} took {took:?}");
    document
}

#[test]
fn hostile_sources_end_quickly() {
    let deep = soon("quotes", [&">".repeat(10_000), " deep"].concat());
    assert_eq!(deep.blocks()[0].quote, u8::MAX);
    assert_eq!(soon("headings", "# h\n".repeat(100_000)).blocks().len(), 100_000);
    soon("line", "words ".repeat(800_000));
    soon("lists", (0..300).map(|n| [&"  ".repeat(n), "- x\n"].concat()).collect());
    soon("divs", "<div class=spoiler>\n\n".repeat(20_000));
    soon("bold", ["<b>".repeat(50_000), "</i>".repeat(50_000)].concat());
    for open in [
        ">!a ",
        "||a ",
        "[spoiler]",
        "<spoiler>",
        "[[spoiler:",
        "{{spoiler|",
        "{{",
        "[spoiler: ",
        "[a](/s \"",
        "{{< spoiler >}}",
        "~!a ",
    ] {
        soon(open, open.repeat(40_000));
        soon(open, [open, "\n\n"].concat().repeat(20_000));
    }
    soon("containers", "::: spoiler\n\n".repeat(20_000));
    soon("entities", "&eacute;".repeat(50_000));
    soon("html entities", ["<p>", &"&eacute;".repeat(50_000)].concat());
    soon("tags", ["<p>\n", &"<a \"".repeat(50_000)].concat());
    soon("brackets", "[".repeat(100_000));
    soon("warnings", "Spoilers ahead. End of spoilers. ".repeat(10_000));
}

#[test]
fn prose_between_rules_is_no_front_matter() {
    check(&[
        ("---\n\nNote: this prose is read.\n\n---\n\nMore.", "---―\nNote: this prose is read.\n---―\nMore."),
        ("---\nNote: this prose is read.\n---\n\nMore.", "---―\n## Note: this prose is read.\nMore."),
        (
            "---\ntitle: Fog\nnote: It is a very long film.\n---\nMore.",
            "meta: title: Fog\nmeta: note: It is a very long film.\nMore.",
        ),
    ]);
}

#[test]
fn addresses_of_mail_are_links_that_write() {
    let document = read("Write to <ann@pier.org>.".to_owned(), Format::Markdown);
    let targets: Vec<&str> = document.targets.iter().map(AsRef::as_ref).collect();
    assert_eq!(targets, ["mailto:ann@pier.org"]);
}
