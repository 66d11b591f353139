//! The article out of its page. This is `dom_smoothie`'s work; here are its bounds, and what is done where
//! it finds nothing.

use std::panic::catch_unwind;

use dom_smoothie::{Config, Readability};

use super::scan::{Page, TOKEN};
use super::token::{Token, Tokens};

/// Pages with more text or elements than this are read whole: extraction looks at each element many
/// times.
const LONGEST: usize = 4 * 1024 * 1024;
const MOST: usize = 60_000;
/// An article of fewer bytes is none, if the page has several times as many.
const SHORTEST: usize = 250;

/// The HTML of the article in `page`, or nothing where the whole page is better.
pub(super) fn article(page: &Page, title: &str) -> Option<String> {
    if page.html.len() > LONGEST || page.elements > MOST {
        return None;
    }
    let html = ["<html><head><title>", title, "</title></head><body>", &page.html, "</body></html>"].concat();
    // Should extraction fail, the text is still there; what is hidden is not in it.
    let found = catch_unwind(move || {
        let config = Config { disable_json_ld: true, ..Config::default() };
        Readability::new(html, None, Some(config)).ok()?.parse().ok().map(|article| article.content)
    });
    let content = found.ok()??.to_string();
    let length = length(&content);
    let is_thin = length < SHORTEST && page.text > length * 3;
    (!is_thin && holds_bodies(page, &content)).then_some(content)
}

/// Whether all bodies of reviews that were taken out have their place in `content`.
fn holds_bodies(page: &Page, content: &str) -> bool {
    let bodies = page.hidden.iter().enumerate().filter(|(_, hidden)| hidden.is_body);
    let mut names = bodies.map(|(number, _)| format!("{}{number:06}", TOKEN[0]));
    names.all(|name| content.contains(&name))
}

/// The bytes of text in `html`.
pub(super) fn length(html: &str) -> usize {
    Tokens::new(html).map(|token| if let Token::Text(text) = token { text.trim().len() } else { 0 }).sum()
}
