//! What a text is written in: by its file's extension, else by looking. Looking is careful, for
//! plain text taken for Markdown loses its asterisks and line breaks. What is hidden does not depend on it.

use std::path::Path;

use review::Format;

use super::{Input, saved};

/// So many bytes are looked at, whether or not all was read, for a review must not look otherwise before.
const SAMPLE: usize = 64 * 1024;

/// The extensions of files that are text whatever they look like, and of those that are Markdown.
const TEXT: [&str; 2] = ["txt", "text"];
const MARKDOWN: [&str; 4] = ["md", "markdown", "mkd", "mdown"];

/// Whether the file `path` is called text or Markdown.
pub(super) fn is_plain(path: &Path) -> bool {
    let extension = extension_of(path);
    TEXT.iter().chain(&MARKDOWN).any(|known| extension == *known)
}

fn extension_of(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().to_lowercase()
}

/// What `text` from `input` is written in.
pub(super) fn of(input: &Input, text: &str) -> Format {
    let end = (0..=text.len().min(SAMPLE)).rev().find(|at| text.is_char_boundary(*at));
    let text = text.get(..end.unwrap_or(0)).unwrap_or_default();
    let extension = match input {
        Input::File(path) => extension_of(path),
        Input::Address(address) => {
            extension_of(Path::new(address.split(['?', '#']).next().unwrap_or_default()))
        }
        Input::Stdin => String::new(),
    };
    match extension.as_str() {
        extension if TEXT.contains(&extension) => Format::Text,
        extension if MARKDOWN.contains(&extension) => Format::Markdown,
        "html" | "htm" | "xhtml" | "xht" | "mhtml" | "mht" => Format::Html,
        "php" | "asp" | "aspx" | "jsp" | "shtml" if text.trim_start().starts_with('<') => Format::Html,
        _ if looks_like_a_page(text) || saved::is_saved(text) => Format::Html,
        _ if looks_like_markdown(text) => Format::Markdown,
        _ => Format::Text,
    }
}

/// Whether `text` begins as a page does: with a declaration or an element that nothing else begins with.
fn looks_like_a_page(text: &str) -> bool {
    const SIGNS: [&str; 6] = ["<!doctype html", "<html", "<head", "<body", "<meta ", "<title>"];
    let mut rest = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    let after = |text: &str, open: &str, close: &str| {
        let (_, behind) = text.strip_prefix(open)?.split_once(close)?;
        Some(text.len() - behind.trim_start().len())
    };
    while let Some(from) = after(rest, "<?xml", "?>").or_else(|| after(rest, "<!--", "-->")) {
        rest = rest.get(from..).unwrap_or_default();
    }
    let starts = |sign: &&str| rest.get(..sign.len()).is_some_and(|start| start.eq_ignore_ascii_case(sign));
    SIGNS.iter().any(starts) || is_fragment(rest)
}

/// Whether `text` is a part of a page: it begins with an element and ends with the end of one.
fn is_fragment(text: &str) -> bool {
    let begins =
        text.strip_prefix('<').is_some_and(|inner| inner.starts_with(|c: char| c.is_ascii_alphabetic()));
    let ends = text.trim_end().strip_suffix('>').and_then(|inner| inner.rsplit_once("</"));
    begins
        && ends.is_some_and(|(_, name)| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

fn looks_like_markdown(text: &str) -> bool {
    let mut signs = 0;
    let mut blank = true;
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let next = lines.peek().is_none_or(|next| next.trim().is_empty());
        signs += if blank && next && is_heading(line) { 2 } else { 0 };
        signs += if has_link(line) { 2 } else { 0 };
        signs += usize::from(line.starts_with("```"));
        blank = line.trim().is_empty();
    }
    signs >= 2 || has_front_matter(text)
}

/// `# Title`, up to six marks.
fn is_heading(line: &str) -> bool {
    let title = line.trim_start_matches('#');
    let marks = line.len() - title.len();
    // A sentence about "# of stars" goes on in small letters.
    (1..=6).contains(&marks)
        && title.starts_with(' ')
        && title.trim().starts_with(|c: char| c.is_alphanumeric() && !c.is_lowercase())
}

/// `[text](address)` with an address that looks like one.
fn has_link(line: &str) -> bool {
    let mut parts = line.split("](").peekable();
    while let Some(before) = parts.next() {
        let after = parts.peek().copied().unwrap_or_default();
        let target = ["http://", "https://", "/", "#", "mailto:"].iter().any(|p| after.starts_with(p));
        if before.contains('[') && target && after.contains(')') {
            return true;
        }
    }
    false
}

/// `---`, some `key: value`, `---`.
fn has_front_matter(text: &str) -> bool {
    let mut lines = text.lines();
    if lines.next().map(str::trim_end) != Some("---") {
        return false;
    }
    let mut keys = 0;
    for line in lines.take(80) {
        match line.trim_end() {
            "---" | "..." => return keys > 0,
            _ => keys += usize::from(line.contains(": ") || line.ends_with(':')),
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, format: Format) {
        assert_eq!(of(&Input::Stdin, text), format, "{text:?}");
    }

    #[test]
    fn extensions_decide() {
        assert_eq!(of(&Input::File("a.MD".into()), "plain words"), Format::Markdown);
        assert_eq!(of(&Input::File("a.txt".into()), "# A\n\n[link](http://a.b/)"), Format::Text);
        assert_eq!(of(&Input::File("a.XHTML".into()), "plain words"), Format::Html);
    }

    #[test]
    fn pages_are_seen() {
        check("\n<!DOCTYPE html>\n<title>x</title>", Format::Html);
        check("<?xml version='1.0'?><!-- saved --><html>", Format::Html);
        check("<p>Some HTML</p>, as Markdown may have it", Format::Text);
        check("<div class=\"review\"><p>Some HTML</p></div>\n", Format::Html);
        check("<!-- one --><!-- two -->\n<!-- three --><html>", Format::Html);
        check("<!-- a note -->\n\n# Nosferatu\n\nA film.", Format::Markdown);
    }

    #[test]
    fn markdown_is_seen() {
        check("# Nosferatu\n\nA film.", Format::Markdown);
        check("---\ntitle: Nosferatu\n---\nA film.", Format::Markdown);
        check("A film by [him](https://example.org/).", Format::Markdown);
        check("He [dies](/s \"at the end\").", Format::Markdown);
    }

    #[test]
    fn text_stays_text() {
        check("A *great* film. It is #1 in my list.", Format::Text);
        check("#1 of ten\n\n# of stars: 4", Format::Text);
        check("---\n\nA film.\n---", Format::Text);
        check("He said so [1](see below).", Format::Text);
        check("# words\nof a signature", Format::Text);
    }
}
