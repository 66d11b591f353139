//! Which elements of HTML hide what they hold, by their name and attributes; and the names of elements.

use super::label;
use super::tag::Tag;
use crate::document::Level;

/// How far `tag` says that what it holds tells; nothing where it hides nothing.
pub(super) fn hides(tag: &Tag<'_>) -> Option<Level> {
    says(tag.name, tag.attributes()).or_else(|| {
        let looks_hidden = crate::parse::hides_by_looks(tag.name, tag.raw);
        looks_hidden.then_some(Level::Ending)
    })
}

/// How far an element tells whose name, class, role, title, label or data say "spoiler". A link does not
/// by its address.
pub(crate) fn says<'a>(name: &str, attributes: impl Iterator<Item = (&'a str, &'a str)>) -> Option<Level> {
    let mut words = String::new();
    let mut is_spoiler = label::is_named(name);
    for (name, value) in attributes {
        let is_denied = matches!(value, "false" | "0" | "no" | "none");
        let is = |names: &[&str]| names.iter().any(|known| name.eq_ignore_ascii_case(known));
        let names = is(&["class", "id", "role", "name"])
            || name.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("data-"));
        is_spoiler |= label::is_named(name) && !is_denied
            || names && value.split_whitespace().any(label::is_named)
            || is(&["title", "label", "aria-label"]) && label::speaks(value);
        words.extend([name, " ", value, " "]);
    }
    is_spoiler.then(|| label::level(&words))
}

/// Whether elements of this name are blocks.
pub(crate) fn is_block(name: &str) -> bool {
    const NAMES: [&str; 36] = [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "thead",
        "tr",
        "ul",
    ];
    NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Whether HTML knows elements of this name. `>!a!<and >!b!<` holds no element "and".
pub(crate) fn is_known(name: &str) -> bool {
    const NAMES: [&str; 70] = [
        "a", "abbr", "acronym", "area", "audio", "b", "base", "bdi", "bdo", "big", "br", "button", "canvas",
        "caption", "cite", "code", "col", "colgroup", "data", "datalist", "del", "dfn", "dialog", "em",
        "embed", "fieldset", "font", "head", "hr", "i", "iframe", "img", "input", "ins", "kbd", "label",
        "legend", "link", "mark", "menu", "meta", "nobr", "noscript", "object", "option", "output",
        "picture", "q", "ruby", "rp", "rt", "s", "samp", "select", "small", "source", "span", "strike",
        "strong", "sub", "sup", "svg", "td", "th", "time", "title", "tt", "u", "var", "video",
    ];
    let rare = ["wbr", "tfoot", "textarea", "template", "script", "style", "track", "progress", "meter"];
    let is = |known: &&str| known.eq_ignore_ascii_case(name);
    name.contains('-') || is_block(name) || NAMES.iter().any(is) || rare.iter().any(is)
}
