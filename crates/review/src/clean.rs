//! Makes text harmless once, at entry: control characters, terminal escapes and characters that
//! reorder the line become visible replacements, so that nothing later has to think of them.

use std::borrow::Cow;

/// What a harmful character is replaced by.
const REPLACEMENT: char = '\u{FFFD}';

/// `text` without characters that could command a terminal or disguise the text.
///
/// Line ends become `\n`. Tabs and form feeds stay: the parsers read them. Control characters are
/// shown as control pictures, bidirectional overrides and isolates as U+FFFD. A byte order
/// mark at the start is dropped.
///
/// ```
/// use review::clean::clean;
/// assert_eq!(clean("one\r\ntwo\rthree\u{1b}[31m".into()), "one\ntwo\nthree␛[31m");
/// assert_eq!(clean("\u{feff}a\u{202e}b".into()), "a\u{fffd}b");
/// ```
pub fn clean(text: String) -> String {
    match scrub(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(cleaned) => {
            give_back(text);
            cleaned
        }
    }
}

/// Gives the memory of `text` back, all but a little first: of pieces as large as one that was freed whole the usual
/// allocator (of the GNU C library) gives none back later.
pub(crate) fn give_back(mut text: String) {
    text.clear();
    text.shrink_to(1 << 16);
}

/// The same of a part of a text.
pub(crate) fn scrub(text: &str) -> Cow<'_, str> {
    if !has_harmful(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.strip_prefix('\u{FEFF}').unwrap_or(text).chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                out.push('\n');
            }
            '\u{0B}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            c if is_harmful(c) => out.push(picture(c)),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Whether there is anything to do: only characters that begin with a suspicious byte are looked at.
fn has_harmful(text: &str) -> bool {
    let mut suspects = text.bytes().enumerate().filter(|(_, byte)| is_suspect(*byte));
    suspects.any(|(at, _)| text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(is_harmful))
}

/// Whether `byte` can begin a harmful character: a quick test before the exact one.
fn is_suspect(byte: u8) -> bool {
    (byte < 0x20 && !matches!(byte, b'\n' | b'\t' | 0x0C))
        || matches!(byte, 0x7F | 0xC2 | 0xD8 | 0xE2 | 0xEF | 0xF3)
}

fn is_harmful(c: char) -> bool {
    match c {
        '\n' | '\t' | '\u{0C}' => false,
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}'
        // The last of these are tags: invisible letters, harmless only after a flag emoji, which reads as
        // well without.
        | '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{FDD0}'..='\u{FDEF}'
        | '\u{E0000}'..='\u{E007F}' => true,
        c => c.is_control(),
    }
}

fn picture(c: char) -> char {
    match c {
        '\0'..='\u{1F}' => char::from_u32(0x2400 + c as u32).unwrap_or(REPLACEMENT),
        '\u{7F}' => '\u{2421}',
        _ => REPLACEMENT,
    }
}
