//! The one table of HTML's elements: which make blocks, which stand within a line, which hold nothing for a
//! reader, and how they look. Pages and the HTML within text and Markdown are read by it alike.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::Style;

/// Elements that stand within a line.
const INLINE: [&str; 41] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "button", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "label", "mark", "math", "nobr", "output", "q", "rp", "rt", "ruby",
    "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
];
/// Elements that make blocks.
const BLOCKS: [&str; 51] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
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
    "hgroup",
    "html",
    "legend",
    "li",
    "listing",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "xmp",
];
/// Elements whose content is nothing for a reader.
const PASSED: [&str; 19] = [
    "applet", "audio", "canvas", "embed", "frame", "head", "iframe", "input", "noembed", "noframes",
    "noscript", "object", "script", "select", "style", "svg", "template", "textarea", "video",
];
/// Elements without content.
const VOID: [&str; 17] = [
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "link",
    "meta", "param", "source", "track", "wbr",
];
/// Elements whose content is no markup.
const RAW: [&str; 10] =
    ["iframe", "noembed", "noframes", "noscript", "plaintext", "script", "style", "textarea", "title", "xmp"];
/// Names of what no review has in it.
const FURNITURE: [&str; 87] = [
    "a11y",
    "ad",
    "ads",
    "advert",
    "advertisement",
    "advertising",
    "assistive",
    "banner",
    "bio",
    "breadcrumb",
    "breadcrumbs",
    "button",
    "byline",
    "captcha",
    "comment",
    "comments",
    "consent",
    "cookie",
    "cookies",
    "copyright",
    "dateline",
    "dialog",
    "disclaimer",
    "disqus",
    "dropdown",
    "email",
    "error",
    "footer",
    "form",
    "loading",
    "login",
    "masthead",
    "menu",
    "modal",
    "mostread",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "newsletters",
    "offscreen",
    "outbrain",
    "overlay",
    "pager",
    "pagination",
    "paywall",
    "popular",
    "popup",
    "print",
    "promo",
    "promos",
    "promoted",
    "promotion",
    "readmore",
    "recommendation",
    "recommendations",
    "recommended",
    "related",
    "respond",
    "search",
    "share",
    "sharebar",
    "shares",
    "sharing",
    "sidebar",
    "signup",
    "skip",
    "sociable",
    "social",
    "sponsor",
    "sponsored",
    "sr",
    "subscribe",
    "subscription",
    "taboola",
    "taglist",
    "tags",
    "timestamp",
    "toast",
    "toolbar",
    "tooltip",
    "topics",
    "trending",
    "viral",
    "visually",
    "visuallyhidden",
    "widget",
];

/// Kinds of elements, as bits.
#[derive(Clone, Copy)]
enum Kind {
    Inline = 1,
    Block = 2,
    Passed = 4,
    Void = 8,
    Raw = 16,
}

/// Whether elements of this `name` are of that `kind`.
fn is_of(kind: Kind, name: &str) -> bool {
    static KINDS: LazyLock<FxHashMap<&str, u8>> = LazyLock::new(|| {
        let lists = [
            (Kind::Inline, &INLINE[..]),
            (Kind::Block, &BLOCKS),
            (Kind::Passed, &PASSED),
            (Kind::Void, &VOID),
            (Kind::Raw, &RAW),
        ];
        let mut kinds = FxHashMap::default();
        for (kind, name) in lists.iter().flat_map(|(kind, list)| list.iter().map(|name| (*kind, *name))) {
            *kinds.entry(name).or_default() |= kind as u8;
        }
        kinds
    });
    KINDS.get(name).is_some_and(|kinds| kinds & kind as u8 != 0)
}

/// Elements without content.
pub(crate) fn is_void(name: &str) -> bool {
    is_of(Kind::Void, name)
}

/// Elements whose content is no markup.
pub(crate) fn is_raw(name: &str) -> bool {
    is_of(Kind::Raw, name)
}

/// Elements whose content is nothing for a reader, to be passed whole.
pub(crate) fn is_passed(name: &str) -> bool {
    is_of(Kind::Passed, name)
}

/// Elements that are known to stand within a line.
pub(crate) fn is_inline(name: &str) -> bool {
    is_of(Kind::Inline, name)
}

/// Whether HTML knows elements of this name, in small letters. `>!a!<and >!b!<` holds no element "and".
pub(crate) fn is_known(name: &str) -> bool {
    const OTHERS: [&str; 7] = ["datalist", "meter", "optgroup", "option", "picture", "progress", "slot"];
    let lists = [is_inline, is_block, is_passed, is_void, is_raw];
    lists.iter().any(|is_in| is_in(name)) || name.contains('-') || OTHERS.contains(&name)
}

/// How text in an element of this name looks, in small letters.
pub(crate) fn style(name: &str) -> Option<Style> {
    match name {
        "em" | "i" | "cite" | "dfn" | "var" => Some(Style::EMPHASIS),
        "strong" | "b" => Some(Style::STRONG),
        "code" | "kbd" | "samp" | "tt" => Some(Style::CODE),
        "s" | "del" | "strike" => Some(Style::STRIKE),
        _ => None,
    }
}

/// Elements that make blocks.
pub(crate) fn is_block(name: &str) -> bool {
    is_of(Kind::Block, name)
}

/// Elements that stand around other rows and cells of a table.
pub(crate) fn is_of_rows(name: &str) -> bool {
    matches!(name, "colgroup" | "tbody" | "tfoot" | "thead" | "tr")
}

/// Elements that stand around the text of a page.
pub(crate) fn is_around(name: &str) -> bool {
    matches!(name, "nav" | "footer" | "aside" | "menu" | "dialog" | "button" | "header")
}

/// Whether a word in `names`, a class, an identifier or a role, names a part of a page that is no text.
pub(crate) fn is_furniture(names: &str) -> bool {
    static KNOWN: LazyLock<FxHashSet<&str>> = LazyLock::new(|| FURNITURE.into_iter().collect());
    let is_known = |word: &str| {
        let is_loud = word.bytes().any(|byte| byte.is_ascii_uppercase());
        if is_loud { KNOWN.contains(word.to_ascii_lowercase().as_str()) } else { KNOWN.contains(word) }
    };
    names.contains("screen-reader") || names.split(|c: char| !c.is_ascii_alphanumeric()).any(is_known)
}

/// The level of a heading.
pub(crate) fn heading(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', digit @ b'1'..=b'6'] => Some(digit - b'0'),
        _ => None,
    }
}

/// Elements that keep their place where what they hold is hidden, for they hold no blocks or belong to a
/// table.
pub(crate) fn is_kept(name: &str) -> bool {
    const KEPT: [&str; 10] = ["caption", "dd", "dt", "figcaption", "li", "p", "pre", "summary", "td", "th"];
    heading(name).is_some() || KEPT.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_in_order() {
        for list in [&INLINE[..], &BLOCKS, &PASSED, &VOID, &RAW, &FURNITURE] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }
}
