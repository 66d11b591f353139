//! Text as it is searched: what looks alike is alike. Quotation marks are straight, blanks are blanks,
//! ligatures are letters, accents are composed, and what nobody sees is not there; each place leads back
//! to where it stands in the text.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;
use unicode_segmentation::UnicodeSegmentation;

/// Folded text with the way back.
pub(super) struct Folded<'t> {
    text: Cow<'t, str>,
    /// Stretches in order; the text itself where there are none.
    pieces: Vec<Piece>,
    /// The length of what was folded.
    length: usize,
}

/// A stretch that begins at byte `folded` of the folded text, and at byte `source` of the text.
struct Piece {
    folded: usize,
    source: usize,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// It stands there as it is.
    Same,
    /// One grapheme that is written otherwise.
    Other,
}

impl<'t> Folded<'t> {
    /// `text` folded, in one pass.
    pub fn of(text: &'t str) -> Self {
        if text.is_ascii() {
            return Self { text: Cow::Borrowed(text), pieces: Vec::new(), length: text.len() };
        }
        let normalizer = ComposingNormalizerBorrowed::new_nfc();
        let mut folded = String::with_capacity(text.len());
        let mut pieces: Vec<Piece> = Vec::new();
        for (source, grapheme) in text.grapheme_indices(true) {
            let at = folded.len();
            if grapheme.len() == 1 {
                folded.push_str(grapheme);
            } else {
                normalizer.normalize(grapheme).chars().for_each(|c| fold(c, &mut folded));
            }
            let same = folded.get(at..) == Some(grapheme);
            let kind = if same { Kind::Same } else { Kind::Other };
            let goes_on = pieces
                .last()
                .is_some_and(|last| same && last.kind == kind && at - last.folded == source - last.source);
            if !goes_on {
                pieces.push(Piece { folded: at, source, kind });
            }
        }
        Self { text: Cow::Owned(folded), pieces, length: text.len() }
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where bytes `start` up to `end` of the folded text stand in the text: whole graphemes of it.
    pub fn source(&self, start: usize, end: usize) -> (usize, usize) {
        let number = |at: usize| self.pieces.partition_point(|piece| piece.folded <= at).checked_sub(1);
        let from = match number(start).and_then(|number| self.pieces.get(number)) {
            Some(Piece { folded, source, kind: Kind::Same }) => source + (start - folded),
            Some(Piece { source, .. }) => *source,
            None => start,
        };
        let last = number(end.saturating_sub(1));
        let to = match last.and_then(|number| self.pieces.get(number)) {
            Some(Piece { folded, source, kind: Kind::Same }) => source + (end - folded),
            Some(_) => {
                last.and_then(|number| self.pieces.get(number + 1)).map_or(self.length, |next| next.source)
            }
            None => end,
        };
        (from, to)
    }
}

/// Adds `c` as it is searched.
fn fold(c: char, to: &mut String) {
    let folded = match c {
        '\u{2018}'..='\u{201B}' | '\u{2032}' | '\u{02BC}' => "'",
        '\u{201C}'..='\u{201F}' | '\u{2033}' | '«' | '»' => "\"",
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => " ",
        '\u{2010}' | '\u{2011}' => "-",
        // Soft hyphens, joiners, and what says how the character before is to be drawn.
        '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FE0E}' | '\u{FE0F}' | '\u{FEFF}' => "",
        '\u{FB00}' => "ff",
        '\u{FB01}' => "fi",
        '\u{FB02}' => "fl",
        '\u{FB03}' => "ffi",
        '\u{FB04}' => "ffl",
        '\u{FB05}' | '\u{FB06}' => "st",
        c => return to.push(c),
    };
    to.push_str(folded);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text that `pattern`, folded as well, is found at.
    fn found<'t>(text: &'t str, pattern: &str) -> Option<&'t str> {
        let (folded, pattern) = (Folded::of(text), Folded::of(pattern));
        let at = folded.text().find(pattern.text())?;
        let (start, end) = folded.source(at, at + pattern.text().len());
        text.get(start..end)
    }

    #[test]
    fn what_looks_alike_is_found() {
        let pairs = [
            ("It isn’t “so”.", "isn't \"so\"", "isn’t “so”"),
            ("a non\u{A0}breaking blank", "non breaking", "non\u{A0}breaking"),
            ("the co\u{AD}oper\u{AD}ation of all", "cooperation", "co\u{AD}oper\u{AD}ation"),
            ("zero\u{200B}width", "zerowidth", "zero\u{200B}width"),
            ("a well\u{2011}made film", "well-made", "well\u{2011}made"),
            ("cafe\u{301} noir", "café", "cafe\u{301}"),
            ("café noir", "cafe\u{301}", "café"),
            ("the ﬁnal oﬃce", "final off", "ﬁnal oﬃ"),
            ("日本語の café", "の c", "の c"),
            ("plain words", "in wo", "in wo"),
        ];
        for (text, pattern, expected) in pairs {
            assert_eq!(found(text, pattern), Some(expected), "'{pattern}' in '{text}'");
        }
        assert_eq!(found("cafés", "cafe"), None);
    }

    proptest::proptest! {
        #[test]
        fn every_place_leads_back_to_characters(text in "[a-c’“\u{a0}\u{ad}é\u{301}ﬁﬃ日🇫🇷\u{200d} -]{0,40}") {
            let folded = Folded::of(&text);
            let places: Vec<usize> = folded.text().char_indices().map(|(at, _)| at).chain([folded.text().len()]).collect();
            let mut last = 0;
            for pair in places.windows(2) {
                let (start, end) = folded.source(pair[0], pair[1]);
                proptest::prop_assert!(text.get(start..end).is_some() && start < end && last <= start);
                last = start;
            }
        }
    }
}
