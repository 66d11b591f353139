//! A paragraph with its marks as a reader takes them: whoever writes `&#62;!`, `＞！` or, where that has no meaning, `\>!`
//! means `>!`, and editors make the one of the other. So delimiters are looked for in plain text, and their places led back.

use std::borrow::Cow;
use std::ops::Range;

use super::entities;
use super::label::is_invisible;
use crate::document::Format;

/// What the quick test looks for beside the delimiters themselves: how their first or second mark may be written.
pub(super) const NEEDLES: [&str; 15] = [
    "&#", "&gt", "&lt", "&vert", "&verbar", "&amp", "\\>", "\\|", "\\~", ">\\!", "~\\!", ">&", ">！", "＞",
    "｜",
];

/// Text in which marks are plain.
pub(super) struct Plain<'s> {
    pub text: Cow<'s, str>,
    /// From which place on it stands how far behind in the source, in order.
    shifts: Vec<(usize, usize)>,
}

impl<'s> Plain<'s> {
    /// `source` in plain marks; pipes that part cells are left as they are, and so is what code is made of and, in
    /// Markdown, what is escaped.
    pub fn of(source: &'s str, format: Format, is_table: bool) -> Self {
        let mut plain = Self { text: Cow::Borrowed(source), shifts: Vec::new() };
        let mut at = 0;
        while let Some(skip) = source.get(at..).and_then(|rest| rest.find(may_be_written)) {
            at += skip;
            let rest = source.get(at..).unwrap_or_default();
            // Two strokes are one, and neither is before what follows.
            if rest.starts_with(if format == Format::Markdown { "\\" } else { "\\\\" }) {
                at += 1 + rest.chars().nth(1).map_or(0, char::len_utf8);
                continue;
            }
            match written(rest).filter(|(c, _)| !is_table || *c != Some('|')) {
                Some((meant, len)) => {
                    plain.write(source, at..at + len, meant);
                    at += len;
                }
                None => at += rest.chars().next().map_or(1, char::len_utf8),
            }
        }
        plain.finish(source);
        plain
    }

    /// Where in the source that stands which stands here `at`.
    pub fn place(&self, at: usize) -> usize {
        let known = self.shifts.partition_point(|(from, _)| *from <= at);
        at + known.checked_sub(1).and_then(|known| self.shifts.get(known)).map_or(0, |(_, shift)| *shift)
    }

    /// Where here that stands which stands in the source at `place`.
    pub fn at(&self, place: usize) -> usize {
        let known = self.shifts.partition_point(|(from, shift)| from + shift <= place);
        place - known.checked_sub(1).and_then(|known| self.shifts.get(known)).map_or(0, |(_, shift)| *shift)
    }

    fn shift(&self) -> usize {
        self.shifts.last().map_or(0, |(_, shift)| *shift)
    }

    /// Writes what stands before `range` of `source`, and `meant` in its place.
    fn write(&mut self, source: &str, range: Range<usize>, meant: Option<char>) {
        let shift = self.shift();
        if shift == 0 {
            self.text = Cow::Owned(String::with_capacity(source.len()));
        }
        let text = self.text.to_mut();
        text.push_str(source.get(text.len() + shift..range.start).unwrap_or_default());
        text.extend(meant);
        let len = text.len();
        self.shifts.push((len, range.end - len));
    }

    fn finish(&mut self, source: &str) {
        let shift = self.shift();
        if shift > 0 {
            let text = self.text.to_mut();
            let rest = source.get(text.len() + shift..).unwrap_or_default();
            text.push_str(rest);
        }
    }
}

fn may_be_written(c: char) -> bool {
    matches!(c, '\\' | '&' | '\u{FF01}'..='\u{FF5E}') || is_invisible(c)
}

/// The mark that begins `text` in another way, or nothing where nothing is seen, and how long it is.
fn written(text: &str) -> Option<(Option<char>, usize)> {
    let first = text.chars().next()?;
    let (meant, len) = match first {
        '\\' => (text.chars().nth(1)?, 2),
        '&' => entity(text)?,
        c if is_invisible(c) => return Some((None, c.len_utf8())),
        c => (char::from_u32(c as u32 - 0xFEE0)?, c.len_utf8()),
    };
    // A stroke before a letter is one, and what code is made of says itself whether it is.
    let is_mark = meant.is_ascii_punctuation() || (first != '\\' && meant.is_ascii_graphic());
    (is_mark && !matches!(meant, '`' | '\\' | '&')).then_some((Some(meant), len))
}

/// The character for which the entity that begins `text` stands, or one that is escaped twice.
fn entity(text: &str) -> Option<(char, usize)> {
    let (decoded, len) = entities::first(text)?;
    let once = (decoded.chars().next()?, len);
    if once.0 != '&' {
        return decoded.chars().nth(1).is_none().then_some(once);
    }
    let behind: String = text.get(len..)?.chars().take(12).collect();
    let (decoded, more) = entities::first(&["&", &behind].concat())?;
    Some((decoded.chars().next()?, len + more - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_led_back_to_where_they_are_written() {
        for (source, plain) in [
            ("a >! b", "a >! b"),
            ("\\>\\!b\\!\\<", ">!b!<"),
            ("&#62;&excl;b!&lt;", ">!b!<"),
            ("&amp;gt;!b", ">!b"),
            ("［ｓpo\u{200b}iler］", "[spoiler]"),
            ("\\\\>! \\a \\` Q&A &amp; &copy;", "\\\\>! \\a \\` Q&A &amp; &copy;"),
        ] {
            let found = Plain::of(source, Format::Text, false);
            assert_eq!(found.text, plain, "{source}");
            assert_eq!(found.place(found.text.len()), source.len(), "{source}");
        }
        let found = Plain::of("x \\>!b", Format::Text, false);
        assert_eq!((found.place(2), found.place(3), found.place(4)), (2, 4, 5));
    }
}
