//! Cuts text into word pieces as BERT does (Wu et al. 2016): small letters without accents, punctuation apart, each word as
//! the longest pieces that are known.

use icu_normalizer::DecomposingNormalizerBorrowed;

/// The number of a piece.
pub type Piece = u16;

/// Stands for a word of which nothing is known.
pub const UNKNOWN: Piece = 1;
/// Begins a sentence.
pub const BEGIN: Piece = 2;
/// Ends a paragraph, and the text.
pub const END: Piece = 3;
/// Stands for what must not be read.
pub const MASK: Piece = 4;

/// Pieces with a meaning of their own, which come first.
const RESERVED: usize = 5;

/// A longer word is noise.
const LONGEST_WORD: usize = 100;

/// A vocabulary.
#[derive(Debug)]
pub struct Tokenizer {
    /// Pieces that begin a word, in order.
    starts: Vec<&'static str>,
    /// Pieces that go on with a word, in order.
    rest: Vec<&'static str>,
    /// The length of the longest piece.
    longest: usize,
}

impl Tokenizer {
    /// Reads a vocabulary: a piece a line, first the [`RESERVED`] ones, then those that begin a word in order, then, after
    /// an empty line, those that go on with one in order.
    #[must_use]
    pub fn new(lines: &'static str) -> Option<Self> {
        let (starts, rest) = lines.split_once("\n\n")?;
        let starts: Vec<&str> = starts.split('\n').skip(RESERVED).collect();
        let rest: Vec<&str> = rest.split('\n').filter(|piece| !piece.is_empty()).collect();
        let ordered = starts.is_sorted() && rest.is_sorted();
        let few = RESERVED + starts.len() + rest.len() <= usize::from(Piece::MAX);
        let longest = starts.iter().chain(&rest).map(|piece| piece.len()).max()?;
        (ordered && few).then_some(Self { starts, rest, longest })
    }

    /// Appends the pieces of `text` to `out`, at most `limit` of them.
    pub fn cut(&self, text: &str, limit: usize, out: &mut Vec<Piece>) {
        let end = out.len() + limit;
        let plain = plain(text);
        let mut word = 0;
        for (at, c) in plain.char_indices().chain([(plain.len(), ' ')]) {
            if c.is_ascii_alphanumeric() || !(c.is_whitespace() || c.is_control() || stands_alone(c)) {
                continue;
            }
            self.push(plain.get(word..at).unwrap_or_default(), out);
            word = at + c.len_utf8();
            if stands_alone(c) {
                self.push(plain.get(at..word).unwrap_or_default(), out);
            }
            if out.len() >= end {
                break;
            }
        }
        out.truncate(end);
    }

    /// Appends the pieces of one word.
    fn push(&self, word: &str, out: &mut Vec<Piece>) {
        if word.is_empty() {
            return;
        }
        let start = out.len();
        let mut left = word;
        while !left.is_empty() {
            let (pieces, before) = if left.len() == word.len() {
                (&self.starts, RESERVED)
            } else {
                (&self.rest, RESERVED + self.starts.len())
            };
            match self.longest_of(pieces, left) {
                Some((number, len)) if word.len() <= LONGEST_WORD => {
                    out.extend(Piece::try_from(before + number));
                    left = left.get(len..).unwrap_or_default();
                }
                _ => {
                    out.truncate(start);
                    out.push(UNKNOWN);
                    return;
                }
            }
        }
    }

    /// The longest of `pieces` with which `text` begins: its place and its length.
    fn longest_of(&self, pieces: &[&str], text: &str) -> Option<(usize, usize)> {
        (1..=text.len().min(self.longest)).rev().find_map(|len| {
            let place = pieces.binary_search(&text.get(..len)?).ok()?;
            Some((place, len))
        })
    }
}

/// Small letters, without accents.
fn plain(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let apart = DecomposingNormalizerBorrowed::new_nfd().normalize(text).to_lowercase();
    apart
        .chars()
        .filter(|c| !matches!(c, '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fffd}'))
        .collect()
}

/// Whether a character is a word by itself: punctuation, and the characters of Chinese and Japanese.
fn stands_alone(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c,
            '\u{a1}' | '\u{a7}' | '\u{ab}' | '\u{b6}' | '\u{b7}' | '\u{bb}' | '\u{bf}'
            | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{2043}' | '\u{2045}'..='\u{2051}' | '\u{2053}'..='\u{205e}'
            | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}'
            | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
            | '\u{ff01}'..='\u{ff03}' | '\u{ff05}'..='\u{ff0a}' | '\u{ff0c}'..='\u{ff0f}' | '\u{ff1a}' | '\u{ff1b}' | '\u{ff1f}')
}
