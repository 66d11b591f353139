//! Stand-ins: what a parser reads in the place of a hidden passage. One scheme serves all kinds of source,
//! so that nothing downstream has to know how a passage was marked.

// None of these is a character, and clean text has none of them.
/// Begins the number of a passage, which [`END`] ends.
const START: char = '\u{FDD0}';
/// The first of ten digits.
const DIGIT: u32 = 0xFDD1;
const END: char = '\u{FDDB}';

/// A part of text that may hold stand-ins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'t> {
    /// Open text.
    Text(&'t str),
    /// The stand-in of the passage numbered so.
    Hidden(usize),
}

/// Writes the stand-in of passage `number`.
pub(crate) fn write(number: usize, out: &mut String) {
    out.push(START);
    let digits = number.to_string();
    out.extend(digits.bytes().filter_map(|digit| char::from_u32(DIGIT + u32::from(digit - b'0'))));
    out.push(END);
}

/// Whether a stand-in is in `text`.
pub(crate) fn is_in(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), START.encode_utf8(&mut [0; 4]).as_bytes()).is_some()
}

/// `text` with one mark for each stand-in, as it may be measured.
pub(crate) fn seen(text: &str) -> String {
    let part = |piece| match piece {
        Piece::Text(text) => text,
        Piece::Hidden(_) => "▒",
    };
    pieces(text).map(part).collect()
}

/// The pieces of `text`, in order.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.find(START).unwrap_or(rest.len());
        if start > 0 {
            let (text, behind) = rest.split_at_checked(start)?;
            rest = behind;
            return Some(Piece::Text(text));
        }
        let (inner, behind) = rest.strip_prefix(START)?.split_once(END)?;
        rest = behind;
        let digit = |digit: char| (digit as usize).saturating_sub(DIGIT as usize);
        Some(Piece::Hidden(inner.chars().fold(0, |number: usize, c| number.saturating_mul(10) + digit(c))))
    })
}
