//! How the elements of HTML look: pages and the HTML within Markdown are drawn alike.

use crate::document::Style;

/// The style of text in an element of this name, in whatever case.
pub(in crate::parse) fn style(name: &str) -> Option<Style> {
    const STYLES: [(Style, &[&str]); 4] = [
        (Style::EMPHASIS, &["em", "i", "cite", "dfn", "var"]),
        (Style::STRONG, &["strong", "b"]),
        (Style::CODE, &["code", "kbd", "samp", "tt"]),
        (Style::STRIKE, &["s", "del", "strike"]),
    ];
    let is = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    STYLES.iter().find(|(_, names)| is(names)).map(|(style, _)| *style)
}
