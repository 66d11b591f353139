//! What is known of HTML's elements: which make blocks, which end others, which hold nothing for a reader.

const INLINE: [&str; 39] = [
    "a",
    "abbr",
    "acronym",
    "b",
    "bdi",
    "bdo",
    "big",
    "button",
    "cite",
    "code",
    "data",
    "del",
    "dfn",
    "em",
    "font",
    "i",
    "ins",
    "kbd",
    "label",
    "mark",
    "nobr",
    "output",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "tg-spoiler",
    "time",
    "tt",
    "u",
    "var",
];
const BLOCKS: [&str; 40] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
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
    "ul",
    "xmp",
];

/// Elements without content.
pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Elements whose content is nothing for a reader, to be passed whole.
pub(super) fn is_passed(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "textarea"
            | "iframe"
            | "noembed"
            | "noframes"
            | "noscript"
            | "svg"
            | "math"
            | "template"
            | "select"
            | "object"
            | "video"
            | "audio"
            | "canvas"
            | "applet"
    )
}

/// Elements that are known to stand within a line.
pub(super) fn is_inline(name: &str) -> bool {
    INLINE.contains(&name)
}

/// Elements that make blocks.
pub(super) fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name) || is_tabular(name)
}

/// Elements of tables.
pub(super) fn is_tabular(name: &str) -> bool {
    name == "table" || is_of_table(name)
}

/// Elements that stand in tables alone.
pub(super) fn is_of_table(name: &str) -> bool {
    matches!(name, "caption" | "colgroup" | "tbody" | "td" | "tfoot" | "th" | "thead" | "tr")
}

/// The level of a heading.
pub(super) fn heading(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', digit @ b'1'..=b'6'] => Some(digit - b'0'),
        _ => None,
    }
}

/// The open elements that a start tag of `name` ends, and those beyond which it ends nothing.
pub(super) fn ended_by(name: &str) -> Option<(&'static [&'static str], &'static [&'static str])> {
    const CELLS: &[&str] = &["td", "th", "caption", "table", "button", "object"];
    Some(match name {
        "li" => (&["li"], &["ul", "ol", "menu", "table", "td", "th"]),
        "dd" | "dt" => (&["dd", "dt"], &["dl", "table", "td", "th"]),
        "td" | "th" => (&["td", "th", "caption"], &["tr", "table"]),
        "tr" => (&["tr", "caption"], &["tbody", "thead", "tfoot", "table"]),
        "tbody" | "thead" | "tfoot" | "caption" | "colgroup" => {
            (&["tbody", "thead", "tfoot", "caption", "colgroup"], &["table"])
        }
        "a" => (&["a"], CELLS),
        name if is_block(name) => (&["p"], CELLS),
        _ => return None,
    })
}

/// Elements that keep their place where what they hold is hidden, for they hold no blocks or belong to a
/// table.
pub(super) fn is_kept(name: &str) -> bool {
    heading(name).is_some()
        || matches!(
            name,
            "p" | "li" | "td" | "th" | "dt" | "dd" | "caption" | "figcaption" | "pre" | "summary"
        )
}
