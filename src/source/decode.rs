//! From bytes to text: byte order marks, UTF-8, UTF-16, UTF-32, what a page declares, and a guess for the older
//! encodings.
//!
//! The order matters. UTF-16 without a mark may be valid UTF-8 full of NULs, so NULs are looked at
//! first; and a few broken bytes in a file that is otherwise UTF-8 must not turn all its quotation
//! marks into windows-1252's idea of them.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How much is looked at to tell text from other files.
const SAMPLE: usize = 8 * 1024;
/// How much is looked at for a declaration.
const DECLARED: usize = 2 * 1024;

/// The text in `bytes`; `None` if they are no text. UTF-8 is not copied.
pub(super) fn text(bytes: Vec<u8>) -> Option<String> {
    text_in(bytes, None)
}

/// The same, where whoever sent them says which encoding they have.
pub(super) fn text_in(bytes: Vec<u8>, told: Option<&str>) -> Option<String> {
    if let Some(text) = widest(&bytes) {
        return Some(text);
    }
    if let Some(encoding) = wide(&bytes) {
        return Some(decode(encoding, &bytes));
    }
    if is_binary(&bytes) {
        return None;
    }
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            if text.starts_with('\u{FEFF}') {
                text.drain(..'\u{FEFF}'.len_utf8());
            }
            Some(text)
        }
        Err(error) => {
            let bytes = error.as_bytes();
            let told = told.and_then(|label| known(label.as_bytes())).or_else(|| declared(bytes));
            Some(decode(narrow(bytes, told), bytes))
        }
    }
}

/// The text at the beginning of a long input, up to where a block of it surely ends: what says at the end of a block that
/// the block is hidden must be seen with it. Nothing, where that is nowhere to be found.
pub(super) fn beginning(bytes: &[u8]) -> Option<String> {
    let whole = match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        _ => bytes.len(),
    };
    let mut text = text(bytes.get(..whole).unwrap_or(bytes).to_vec())?;
    let least = text.len() / 8;
    let after = |blank: &str| text.rfind(blank).map(|at| at + blank.len()).filter(|at| *at > least);
    let cut = ["\n\n", "\r\n\r\n"].into_iter().filter_map(after).max();
    text.truncate(cut.unwrap_or_default());
    Some(text)
}

/// The text in `bytes`, if that is UTF-32, told by its mark or because nothing else looks so: no encoding of the web is.
fn widest(bytes: &[u8]) -> Option<String> {
    type Number = fn([u8; 4]) -> u32;
    let kinds: [(Number, [u8; 4]); 2] =
        [(u32::from_le_bytes, [0xFF, 0xFE, 0, 0]), (u32::from_be_bytes, [0, 0, 0xFE, 0xFF])];
    let letters = |bytes: &[u8], read: Number| {
        let (quads, _) = bytes.as_chunks::<4>();
        quads.iter().map(|quad| char::from_u32(read(*quad))).collect::<Vec<_>>()
    };
    let is_letter = |c: &Option<char>| c.is_some_and(|c| !c.is_control() || c.is_ascii_whitespace());
    let looks = |read| {
        let sample = letters(bytes.get(..SAMPLE).unwrap_or(bytes), read);
        sample.len() > 3 && sample.iter().all(is_letter)
    };
    let (read, mark) = kinds.into_iter().find(|(read, mark)| bytes.starts_with(mark) || looks(*read))?;
    let text = letters(bytes.strip_prefix(&mark).unwrap_or(bytes), read);
    Some(text.into_iter().map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

/// UTF-16, told by its mark or by NULs in every other place.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    match Encoding::for_bom(bytes) {
        Some((encoding, _)) if encoding != UTF_8 => return Some(encoding),
        Some(_) => return None,
        None => {}
    }
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let pairs = sample.len() / 2;
    let nul = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (nul(0), nul(1));
    let many = |count: usize| count > 1 && count * 2 >= pairs;
    match (many(even), many(odd)) {
        (false, true) if even * 20 <= pairs => Some(UTF_16LE),
        (true, false) if odd * 20 <= pairs => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether `bytes` hold more control characters than any text does. Text that is no UTF-8 has hardly any: of bytes
/// at random a tenth are.
fn is_binary(bytes: &[u8]) -> bool {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let controls = |byte: &&u8| matches!(**byte, 0..=8 | 14..=26 | 28..=31 | 127);
    let count = sample.iter().filter(controls).count();
    let is_cut = |error: &std::str::Utf8Error| error.error_len().is_none();
    match std::str::from_utf8(sample) {
        Err(error) if !is_cut(&error) => count >= 2 && count * 50 > sample.len(),
        _ => count >= 8 && count * 10 > sample.len(),
    }
}

/// The encoding of bytes that are not all UTF-8: still UTF-8 if more of its sequences are sound than
/// broken, or nearly so and it is `told`, else what is told, else what the bytes look like.
fn narrow(bytes: &[u8], told: Option<&'static Encoding>) -> &'static Encoding {
    let (mut sound, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    let slips = if told == Some(UTF_8) { 3 } else { 0 };
    if sound + slips > broken {
        return UTF_8;
    }
    if let Some(encoding) = told.filter(|encoding| *encoding != UTF_8) {
        return encoding;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// The encoding that a page declares at its beginning: `<meta charset=…>`, or `encoding=` in XML.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..DECLARED).unwrap_or(bytes).to_ascii_lowercase();
    let is_page =
        head.trim_ascii_start().starts_with(b"<") || memchr::memmem::find(&head, b"<meta").is_some();
    let names: [&[u8]; 2] = [b"charset=", b"encoding="];
    let at = names.iter().find_map(|name| Some(memchr::memmem::find(&head, name)? + name.len()))?;
    let rest = head.get(at..)?.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let end = rest.iter().position(|b| matches!(b, b'"' | b'\'' | b';' | b'>' | b' ' | b'/' | b'?'));
    known(rest.get(..end.unwrap_or(rest.len()))?).filter(|_| is_page)
}

/// The encoding of this name, if it can be what the bytes are in that are no UTF-16.
fn known(label: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_label(label).filter(|encoding| ![UTF_16LE, UTF_16BE].contains(encoding))
}

fn decode(encoding: &'static Encoding, bytes: &[u8]) -> String {
    encoding.decode_with_bom_removal(bytes).0.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: &str) {
        assert_eq!(text(bytes.to_vec()).as_deref(), Some(expected));
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn utf_8_with_and_without_a_mark() {
        check("Amélie “wins”".as_bytes(), "Amélie “wins”");
        check("\u{FEFF}Amélie".as_bytes(), "Amélie");
        check(b"", "");
    }

    #[test]
    fn utf_16_with_and_without_a_mark() {
        let words = "A film, “Amélie”.";
        check(&utf16(words, u16::to_le_bytes), words);
        check(&utf16(words, u16::to_be_bytes), words);
        check(&utf16(&format!("\u{FEFF}{words}"), u16::to_le_bytes), words);
        check(&utf16(&format!("\u{FEFF}{words}"), u16::to_be_bytes), words);
    }

    #[test]
    fn utf_32_with_and_without_a_mark() {
        let wide = |text: &str, bytes: fn(u32) -> [u8; 4]| {
            text.chars().flat_map(|c| bytes(c.into())).collect::<Vec<u8>>()
        };
        let words = "A film, “Amélie” 👻.";
        for text in [words.to_owned(), format!("\u{FEFF}{words}")] {
            check(&wide(&text, u32::to_le_bytes), words);
            check(&wide(&text, u32::to_be_bytes), words);
        }
    }

    #[test]
    fn two_bad_bytes_do_not_change_what_a_page_declares() {
        check(
            b"<meta charset=utf-8><p>A caf\xE9 and a r\xF4le.</p>",
            "<meta charset=utf-8><p>A caf\u{FFFD} and a r\u{FFFD}le.</p>",
        );
        let many = b"<meta charset=utf-8><p>caf\xE9 caf\xE9 caf\xE9 caf\xE9 caf\xE9</p>".to_vec();
        assert!(text(many).unwrap().contains("café"));
    }

    #[test]
    fn windows_1252_is_guessed() {
        check(b"\x93Am\xE9lie\x94 is a d\xE9j\xE0-vu, isn\x92t it?", "“Amélie” is a déjà-vu, isn’t it?");
    }

    #[test]
    fn what_a_page_declares_counts_before_a_guess() {
        let page =
            |declared: &[u8]| [b"<html>", declared, b"<p>Pierwszy \xB6liczny film, \xBFe hej.</p>"].concat();
        check(
            &page(b"<meta charset='iso-8859-2'>"),
            "<html><meta charset='iso-8859-2'><p>Pierwszy śliczny film, że hej.</p>",
        );
        let told = text_in(page(b""), Some("ISO-8859-2")).unwrap();
        assert!(told.contains("śliczny"), "{told}");
    }

    #[test]
    fn other_encodings_are_guessed() {
        let russian = "Фильм рассказывает историю, которую мы давно знаем, и делает это хорошо.";
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(russian);
        check(&bytes, russian);
    }

    #[test]
    fn one_bad_byte_spoils_only_itself() {
        check(b"\xE2\x80\x9CAm\xC3\xA9lie\xE2\x80\x9D \xFF is fine", "“Amélie” \u{FFFD} is fine");
    }

    #[test]
    fn a_nul_among_text_is_still_text() {
        check(b"One\0two, three and four.", "One\0two, three and four.");
    }

    #[test]
    fn pictures_and_programs_are_no_text() {
        assert!(text(b"\x7FELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0\x01\0\0\0".to_vec()).is_none());
        assert!(text(vec![0; 100]).is_none());
        // As random as a compressed file.
        let mut state = 7_u32;
        let mut random = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        };
        for length in [100, 1000, 20_000] {
            let bytes: Vec<u8> = (0..length).map(|_| random()).collect();
            assert!(text(bytes).is_none(), "{length} bytes at random");
        }
    }

    #[test]
    fn a_beginning_cuts_no_character_and_no_block() {
        let paragraph = format!("{}\n\n", "é".repeat(20));
        let cut = |bytes: usize| beginning(paragraph.repeat(3).as_bytes().get(..bytes).unwrap()).unwrap();
        assert_eq!((cut(99), cut(84)), (paragraph.repeat(2), paragraph.repeat(2)));
        assert_eq!(cut(41), "");
    }
}
