//! Filling lines with plain prose, quickly: for each line only its end is looked at.
//!
//! Graphemes are measured only on lines that hold a character which may be wide or join with others.

use crate::layout::truncate;
use textwrap::WordSeparator;
use unicode_segmentation::UnicodeSegmentation;

/// A word that goes on for more bytes than this behind the end of a line is broken without knowing its end.
const LOOK_AHEAD: usize = 64;

/// Lines being filled; the buffer is used again for each paragraph.
pub(super) struct Lines {
    width: usize,
    buffer: Vec<u8>,
}

impl Lines {
    pub fn new(width: u16) -> Self {
        Self { width: usize::from(width.max(1)), buffer: Vec::new() }
    }

    /// `text` in lines, each with its end.
    pub fn fill(&mut self, text: &str) -> &[u8] {
        self.buffer.clear();
        self.buffer.reserve(text.len() + text.len() / 16 + 1);
        for line in text.split('\n') {
            self.line(line);
        }
        &self.buffer
    }

    /// One line of the text, as many as it takes on the page.
    fn line(&mut self, line: &str) {
        let mut rest = line.trim_start_matches(' ');
        loop {
            let head = beginning(rest, self.width);
            let end = if head.len() == rest.len() { rest.len() } else { stop(rest, head) };
            let (line, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            self.put(line);
            rest = after.trim_start_matches(' ');
            if rest.is_empty() {
                return;
            }
        }
    }

    fn put(&mut self, line: &str) {
        self.buffer.extend_from_slice(line.trim_end_matches(' ').as_bytes());
        self.buffer.push(b'\n');
    }
}

/// Where to break `rest`, of which `head` fits on the line: at a blank, or within the word that
/// crosses the end of the line where may be broken, or in any case where the line ends.
fn stop(rest: &str, head: &str) -> usize {
    if rest.as_bytes().get(head.len()) == Some(&b' ') && !is_bound(rest, head.len()) {
        return head.len();
    }
    let blanks = memchr::memrchr_iter(b' ', head.as_bytes());
    let blank = blanks.into_iter().find(|at| !is_bound(rest, *at));
    let start = blank.map_or(0, |at| at + 1);
    let word = word(rest.get(start..).unwrap_or_default(), head.len() - start + LOOK_AHEAD);
    let inside = if is_whole(word) { None } else { part(word, head.len() - start) };
    inside.map(|length| start + length).or(blank).unwrap_or(head.len())
}

/// The word that `text` begins with, or some `most` bytes of it.
fn word(text: &str, most: usize) -> &str {
    let mut end = memchr::memchr(b' ', text.as_bytes().get(..most).unwrap_or(text.as_bytes()));
    if text.len() > most && end.is_none() {
        end = (most..text.len()).find(|at| text.is_char_boundary(*at));
    }
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// Whether `word` is of the usual kind, which is broken nowhere.
fn is_whole(word: &str) -> bool {
    let inside = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(c, ',' | '.' | ';' | ':' | '\'' | '"' | '(' | ')' | '-' | '’' | '‘' | '“' | '”')
    };
    word.trim_end_matches(['!', '?']).chars().all(inside)
}

/// Whether the word after the blank at `at` must stay with the one before: no line begins with a
/// mark that closes something.
fn is_bound(text: &str, at: usize) -> bool {
    let after = text.as_bytes().get(at..).unwrap_or_default().iter().find(|byte| **byte != b' ');
    matches!(after, Some(b'!' | b'?' | b'.' | b',' | b':' | b';' | b')' | b']' | b'}' | b'/'))
}

/// How much of `word` fits into `room` bytes, up to a place where it may be broken.
fn part(word: &str, room: usize) -> Option<usize> {
    let mut length = 0;
    for piece in WordSeparator::UnicodeBreakProperties.find_words(word) {
        if length + piece.word.len() > room {
            break;
        }
        length += piece.word.len();
    }
    (length > 0).then_some(length)
}

/// As much of `text` as fits into `columns`, and at least a grapheme.
fn beginning(text: &str, columns: usize) -> &str {
    // The character after the last decides, too: it may join with it.
    match text.as_bytes().get(..=columns) {
        None if text.is_ascii() => return text,
        Some(bytes) if bytes.is_ascii() => return text.get(..columns).unwrap_or(text),
        _ => {}
    }
    let mut chars = text.char_indices().enumerate();
    let head = match chars.find(|(count, (_, c))| *count == columns || !is_simple(*c)) {
        None => text,
        Some((count, (at, c))) if count == columns && is_simple(c) => text.get(..at).unwrap_or(text),
        // All but the last of the characters before it stand alone.
        Some((count, (at, _))) => {
            let alone = count.saturating_sub(1);
            let start =
                at - text.get(..at).and_then(|before| before.chars().last()).map_or(0, char::len_utf8);
            let joined = truncate(text.get(start..).unwrap_or_default(), columns - alone);
            text.get(..start + joined.len()).unwrap_or(text)
        }
    };
    if head.is_empty() { text.graphemes(true).next().unwrap_or(text) } else { head }
}

/// Whether `c` takes one column by itself: Latin letters, and the marks of English prose.
fn is_simple(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{A0}'..='\u{AC}' | '\u{AE}'..='\u{24F}' | '\u{2010}'..='\u{2027}' | '\u{20AC}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(width: u16, text: &str, expected: &str) {
        let mut lines = Lines::new(width);
        let filled = std::str::from_utf8(lines.fill(text)).unwrap();
        assert_eq!(filled, expected, "{text:?} at {width}");
    }

    #[test]
    fn lines_are_as_full_as_they_get() {
        check(10, "one two three four", "one two\nthree four\n");
        check(7, "one two", "one two\n");
        check(6, "one two", "one\ntwo\n");
        check(10, "", "\n");
        check(10, "one  two   three", "one  two\nthree\n");
        check(10, "a trailing   ", "a trailing\n");
    }

    #[test]
    fn line_ends_stay() {
        check(10, "one\ntwo three four", "one\ntwo three\nfour\n");
    }

    #[test]
    fn words_break_where_the_layout_breaks_them() {
        check(10, "a well-known thing", "a\nwell-known\nthing\n");
        check(10, "see a.org/films/one", "see a.org/\nfilms/one\n");
        check(8, "it ended—badly", "it ended\n—badly\n");
    }

    #[test]
    fn no_line_begins_with_a_closing_mark() {
        check(8, "so what ? yes", "so\nwhat ?\nyes\n");
    }

    #[test]
    fn wide_letters_take_two_columns() {
        check(6, "日本語日本語", "日本語\n日本語\n");
        check(6, "ab 🎞️🎞️ cd", "ab 🎞️\n🎞️ cd\n");
        check(3, "e\u{301}e\u{301} e\u{301}e\u{301}", "e\u{301}e\u{301}\ne\u{301}e\u{301}\n");
        check(1, "日本", "日\n本\n");
    }

    #[test]
    fn a_word_longer_than_the_line_is_broken_anywhere() {
        check(5, "incomprehensible", "incom\nprehe\nnsibl\ne\n");
    }
}
