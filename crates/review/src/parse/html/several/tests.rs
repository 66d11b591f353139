//! Pages that are lists, and pages that are none. Those of known sites are among the saved pages of the program's tests.

use super::Listed;
use crate::parse::html::{Held, held};

const LONG: &str = "The ferry leaves at night, the fog is thick, and nobody on deck says a word, which is how all good films \
                    should begin, if you ask me, and even if you do not.";

/// Reviews of so many people in `markup`, where `@` is a name and `*` a text.
fn several(markup: &str, count: usize) -> String {
    let names = ["Ann Lorn", "Bo Kim", "Cy Dole", "Di Marsh"];
    let one = |name: &&str| markup.replace('@', name).replace('*', LONG);
    names.iter().take(count).map(one).collect()
}

fn listed(source: &str) -> Vec<Listed> {
    match held(source) {
        Held::One(_) => Vec::new(),
        Held::List(list) => list.into_iter().map(|(listed, _)| listed).collect(),
    }
}

fn page(body: &str) -> String {
    format!("<html><head><title>Ferry</title></head><body>{body}</body></html>")
}

#[track_caller]
fn check(body: &str, expected: &[&str]) {
    let found: Vec<String> = listed(&page(body)).into_iter().map(|listed| listed.title).collect();
    assert_eq!(found, expected, "{body}");
}

#[test]
fn reviews_side_by_side_are_a_list() {
    let names = ["Ann Lorn", "Bo Kim", "Cy Dole"];
    for markup in [
        "<div itemprop=review><b itemprop=author>@</b><p itemprop=reviewBody>*</p></div>",
        "<li class=user-review><b class=username>@</b><p>*</p></li>",
        "<section data-testid=review-card><i class=critic-name>@</i><div class=reviewText>*</div></section>",
    ] {
        check(&several(markup, 3), &names);
    }
    let posts = several("<article><h2>@</h2><p>*</p><p>*</p></article>", 3);
    check(&posts, &names);
}

#[test]
fn one_review_is_no_list_whatever_stands_around_it() {
    let review = format!(
        "<article class=review><h1>Ferry</h1><b class=author>Ann Lorn</b>{}</article>",
        format!("<p>{LONG}</p>").repeat(8)
    );
    check(&review, &[]);
    let below = several("<article><h2>@</h2><p>*</p><p>*</p></article>", 2);
    check(&below.replace("Ann Lorn</h2>", "Ferry</h2>"), &[]);
    check(&several("<article><h2>A</h2><p>*</p><h3>B</h3><p>*</p><h3>C</h3></article>", 3), &[]);
    let comments = several("<div class=comment><b class=author>@</b><p>*</p></div>", 3);
    check(&[&review, "<div id=x>", &comments, "</div>"].concat(), &[]);
    let teasers = "<div class=review-teaser><h3>Harbour Lights</h3><i class=author>Bo Kim</i><p>A short word about another film, and not more than that.</p></div>".repeat(3);
    check(&(review + &teasers), &[]);
    let thread = several(
        "<article class='message message--post'><h4 class=username>@</h4><div class=message-body>*</div></article>",
        3,
    );
    check(&thread, &[]);
    // Prose with boxes in it.
    let boxes = several(
        "<div class=review-box><b class=author>@</b><p>A line of some words about the film and the fog.</p></div>",
        2,
    );
    check(&(format!("<p>{LONG}</p>").repeat(8) + &boxes), &[]);
}

#[test]
fn what_is_hidden_has_no_say_but_has_its_entry() {
    let open = several("<div itemprop=review><b itemprop=author>@</b><p itemprop=reviewBody>*</p></div>", 2);
    for hidden in
        ["Yes.", LONG, "<b itemprop=author>Cy Dole</b><h2>He dies</h2><p itemprop=reviewBody>So.</p>"]
    {
        check(&[&open, "<div class=spoiler>", hidden, "</div>"].concat(), &["Ann Lorn", "Bo Kim", ""]);
        check(&["<div class=spoiler>", hidden, "</div>", &several("<p>*</p>", 1)].concat(), &[]);
    }
}

#[test]
fn data_are_a_list_where_the_page_shows_nothing() {
    let review = |name: &str, text: &str| {
        format!(r#"{{"@type":"Review","author":"{name}","name":"So {name}","reviewBody":"{text}"}}"#)
    };
    let data = format!(
        "<script type='application/ld+json'>[{},{}]</script>",
        review("Ann Lorn", LONG),
        review("Bo Kim", LONG)
    );
    check(&data, &["So Ann Lorn · Ann Lorn", "So Bo Kim · Bo Kim"]);
    check(&[&data, "<p class=spoiler>He dies.</p>"].concat(), &[]);
    check(&(data + &format!("<p>{LONG}</p>").repeat(4)), &[]);
}

#[test]
fn what_stands_behind_a_warning_is_not_told_in_the_list() {
    let review = |behind: &str| {
        format!("<div itemprop=review><b itemprop=author>Ann Lorn</b><p>Plot details follow.</p><h3 class=review-title>{behind}</h3>\
                 <p itemprop=reviewBody>{LONG}</p><time datetime='{behind}'>{behind}</time></div>").repeat(2)
    };
    for behind in ["He dies", "1931-05-02", ""] {
        check(&review(behind), &["Ann Lorn", "Ann Lorn"]);
        assert!(listed(&page(&review(behind))).iter().all(|listed| listed.date.is_empty()));
    }
}
