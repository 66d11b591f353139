//! Fitting words into lines. Breaks between words follow Unicode; a word wider than the line is
//! broken between graphemes; veils are words of a fixed width.

use review::document::Style;
use review::gate::Shown;
use review::span::{Offset, Span};
use textwrap::WordSeparator;
use textwrap::core::Fragment;
use textwrap::wrap_algorithms::{Penalties, wrap_first_fit, wrap_optimal_fit};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::{Fill, Ink, Line, Options, Ornament, Piece, Veil, Veils};

/// Every so many columns tabs in code have a stop.
const TAB: usize = 4;

/// The width of `text` in columns: the sum over its graphemes, as terminals draw them.
pub fn width(text: &str) -> u16 {
    u16::try_from(cells(text)).unwrap_or(u16::MAX)
}

/// As [`width`], without a bound.
pub fn cells(text: &str) -> usize {
    if text.is_ascii() {
        return text.bytes().filter(|byte| !byte.is_ascii_control()).count();
    }
    text.graphemes(true).map(columns_of).sum()
}

/// The columns of one grapheme. Control characters are not drawn.
fn columns_of(grapheme: &str) -> usize {
    if grapheme.contains(char::is_control) { 0 } else { grapheme.width() }
}

/// The longest start of `text` that takes at most `columns`.
pub fn truncate(text: &str, columns: usize) -> &str {
    let mut taken = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        taken += columns_of(grapheme);
        if taken > columns {
            return text.get(..at).unwrap_or_default();
        }
    }
    text
}

/// A word with the blank after it: what is kept together on a line.
#[derive(Clone, Copy, Debug)]
struct Word {
    ink: Ink,
    place: Offset,
    width: u16,
    blank: u16,
    /// Bytes of blank after the word, where these are spaces: what else there is cannot be drawn.
    spaces: Option<u16>,
    /// Whether the next word must stay on its line.
    glued: bool,
    /// What is drawn where a line ends with it.
    end: End,
}

/// What is drawn at the end of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Nothing,
    Hyphen,
}

/// Words on their way into lines.
pub(super) struct Fit {
    width: u16,
    fill: Fill,
    veils: Veils,
    code: bool,
    words: Vec<Word>,
    lines: Vec<Line>,
}

impl Fit {
    pub fn new(width: u16, options: Options, code: bool) -> Self {
        let (fill, veils) = (options.fill, options.veils);
        Self { width, fill, veils, code, words: Vec::new(), lines: Vec::new() }
    }

    /// Adds text; its line ends break lines.
    pub fn text(&mut self, shown: Shown<'_>) {
        let mut at = shown.span().start().get();
        let mut parts = shown.text().split('\n').peekable();
        while let Some(part) = parts.next() {
            if self.code {
                self.verbatim(part, at);
            } else {
                self.words_of(part, at);
            }
            at += part.len();
            if parts.peek().is_some() {
                self.end_line(Offset::new(at));
                at += 1;
            }
        }
    }

    /// Adds a veil that stands at `place`.
    pub fn veil(&mut self, veil: Veil, place: Offset) {
        let width = self.veils.width(&veil).min(self.width);
        self.push(Word {
            ink: Ink::Veil(veil),
            place,
            width,
            blank: 0,
            spaces: Some(0),
            glued: false,
            end: End::Nothing,
        });
    }

    /// The lines; `end` is the place of a last line without text.
    pub fn lines(mut self, end: Offset) -> Vec<Line> {
        if !self.words.is_empty() || self.lines.is_empty() {
            self.end_line(end);
        }
        self.lines
    }

    fn words_of(&mut self, text: &str, mut at: usize) {
        for word in WordSeparator::UnicodeBreakProperties.find_words(text) {
            let length = word.word.len() + word.whitespace.len();
            let text = word.word.trim_end_matches('\t');
            let spaces = (text.len() == word.word.len()).then_some(word.whitespace.len());
            self.word(text, at, length - text.len(), spaces);
            at += length;
        }
    }

    /// A line of code is one word with its blanks, but for tabs, which reach to the next stop.
    fn verbatim(&mut self, text: &str, mut at: usize) {
        let mut column = 0;
        for part in text.split_inclusive('\t') {
            let word = part.trim_end_matches('\t');
            column += cells(word);
            let blank = if word.len() < part.len() { TAB - column % TAB } else { 0 };
            self.word(word, at, blank, (blank == 0).then_some(0));
            column += blank;
            at += part.len();
        }
    }

    /// Adds a word with `blank` columns behind it, which are so many spaces in the text.
    fn word(&mut self, text: &str, at: usize, blank: usize, spaces: Option<usize>) {
        let spaces = spaces.and_then(|spaces| u16::try_from(spaces).ok());
        let columns = u16::try_from(blank).unwrap_or(u16::MAX).min(self.width);
        let mut rest = (text, at);
        while cells(rest.0) > usize::from(self.width) {
            let head = truncate(rest.0, usize::from(self.width));
            let head = if head.is_empty() { rest.0.graphemes(true).next().unwrap_or(rest.0) } else { head };
            self.source(head, rest.1, 0, Some(0));
            rest = (rest.0.get(head.len()..).unwrap_or_default(), rest.1 + head.len());
        }
        if self.fill == Fill::Justified && !self.code {
            rest = self.syllables(rest);
        }
        self.source(rest.0, rest.1, columns, spaces);
    }

    /// Adds all syllables of a word but the last, which is returned; words with anything but letters in them
    /// are not broken, nor are short ones.
    fn syllables<'t>(&mut self, (text, at): (&'t str, usize)) -> (&'t str, usize) {
        let is_letter = |c: char| c.is_alphabetic();
        let start = text.len() - text.trim_start_matches(|c| !is_letter(c)).len();
        let end = text.trim_end_matches(|c| !is_letter(c)).len();
        let core = text.get(start..end).unwrap_or_default();
        if core.chars().count() < 7 || !core.chars().all(is_letter) {
            return (text, at);
        }
        let mut cuts = Vec::new();
        let mut cut = start;
        for syllable in hypher::hyphenate(core, hypher::Lang::English) {
            cut += syllable.len();
            cuts.push(cut);
        }
        cuts.pop();
        let mut from = 0;
        for cut in cuts {
            self.source(text.get(from..cut).unwrap_or_default(), at + from, 0, Some(0));
            if let Some(last) = self.words.last_mut() {
                last.end = End::Hyphen;
            }
            from = cut;
        }
        (text.get(from..).unwrap_or_default(), at + from)
    }

    fn source(&mut self, text: &str, at: usize, blank: u16, spaces: Option<u16>) {
        let place = Offset::new(at);
        let ink = Ink::Source(Span::of(at..at + text.len()));
        let width = width(text).min(self.width);
        self.push(Word { ink, place, width, blank, spaces, glued: false, end: End::Nothing });
    }

    /// Adds a word; no line breaks between a veil and the text that touches it.
    fn push(&mut self, word: Word) {
        if let Some(last) = self.words.last_mut() {
            let veiled = matches!(last.ink, Ink::Veil(_)) || matches!(word.ink, Ink::Veil(_));
            let empty = word.width == 0;
            last.glued = empty || (veiled && last.blank == 0 && last.width > 0);
        }
        self.words.push(word);
    }

    /// Breaks the words so far into lines, the last of them ended at `end`.
    fn end_line(&mut self, end: Offset) {
        let words = std::mem::take(&mut self.words);
        if words.iter().all(|word| word.width == 0) {
            let start = words.first().map_or(end, |word| word.place);
            self.lines.push(Line { start, pieces: Vec::new() });
            return;
        }
        let groups = groups(&words, self.width);
        let widths = [f64::from(self.width)];
        let broken = match self.fill {
            Fill::Even | Fill::Justified => wrap_optimal_fit(&groups, &widths, &penalties()).ok(),
            Fill::Greedy => None,
        };
        let broken = broken.unwrap_or_else(|| wrap_first_fit(&groups, &widths));
        for (number, line) in broken.iter().enumerate() {
            let words: Vec<Word> = line
                .iter()
                .flat_map(|group| words.get(group.from..group.to).unwrap_or_default())
                .copied()
                .collect();
            let is_last = number + 1 == broken.len();
            let stretched = self.fill == Fill::Justified && !is_last;
            let words = if stretched { stretch(words, self.width) } else { words };
            self.lines.push(line_of(words.iter(), self.width));
        }
    }
}

/// What makes a line look bad. The usual penalties would rather have a word stick out a little than
/// leave a wide line half empty; here nothing may stick out.
fn penalties() -> Penalties {
    Penalties { overflow_penalty: 1_000_000_000, ..Penalties::new() }
}

/// Words that stay together.
#[derive(Debug)]
struct Group {
    from: usize,
    to: usize,
    width: u16,
    blank: u16,
    end: End,
}

impl Fragment for Group {
    fn width(&self) -> f64 {
        f64::from(self.width)
    }

    fn whitespace_width(&self) -> f64 {
        f64::from(self.blank)
    }

    fn penalty_width(&self) -> f64 {
        if self.end == End::Hyphen { 1.0 } else { 0.0 }
    }
}

fn groups(words: &[Word], most: u16) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::with_capacity(words.len());
    let mut glued = false;
    for (at, word) in words.iter().enumerate() {
        match groups.last_mut() {
            Some(group) if glued && group.width + group.blank + word.width <= most => {
                group.width += group.blank + word.width;
                group.blank = word.blank;
                group.end = word.end;
                group.to = at + 1;
            }
            _ => groups.push(Group {
                from: at,
                to: at + 1,
                width: word.width,
                blank: word.blank,
                end: word.end,
            }),
        }
        glued = word.glued;
    }
    groups
}

/// The words of a line with wider blanks between them, so that it ends at the edge; a line that is far too short
/// stays so, for holes are no better.
fn stretch(mut words: Vec<Word>, most: u16) -> Vec<Word> {
    let Some((last, before)) = words.split_last_mut() else { return words };
    let hyphen = u16::from(last.end == End::Hyphen);
    let natural: u16 = before.iter().map(|word| word.width + word.blank).sum::<u16>() + last.width + hyphen;
    let gaps = u16::try_from(before.iter().filter(|word| word.blank > 0).count()).unwrap_or(u16::MAX);
    let extra = most.saturating_sub(natural);
    if gaps > 0 && extra <= most / 5 {
        let parts = (0..gaps).map(|gap| extra * (gap + 1) / gaps - extra * gap / gaps);
        for (word, part) in before.iter_mut().filter(|word| word.blank > 0).zip(parts) {
            word.blank += part;
        }
    }
    words
}

/// One line: neighbouring words become one piece with the blanks between them.
fn line_of<'w>(words: impl Iterator<Item = &'w Word>, most: u16) -> Line {
    let mut line = Line::default();
    let (mut column, mut blank, mut spaces) = (0, 0, Some(0));
    let mut end = End::Nothing;
    for (at, word) in words.enumerate() {
        if at == 0 {
            line.start = word.place;
        }
        let gap = std::mem::replace(&mut blank, word.blank);
        let gap_spaces = std::mem::replace(&mut spaces, word.spaces);
        column += gap;
        if word.width > 0 && column + word.width <= most {
            match (line.pieces.last_mut(), word.ink) {
                (Some(Piece { ink: Ink::Source(before), width, .. }), Ink::Source(span))
                    if gap_spaces == Some(gap)
                        && before.end().get() + usize::from(gap) == span.start().get() =>
                {
                    *before = Span::new(before.start(), span.end());
                    *width += gap + word.width;
                }
                _ => {
                    line.pieces.push(Piece {
                        ink: word.ink,
                        column,
                        width: word.width,
                        style: Style::default(),
                    });
                }
            }
        }
        column += word.width;
        end = word.end;
    }
    if end == End::Hyphen && column < most {
        let ink = Ink::Ornament(Ornament::Hyphen);
        line.pieces.push(Piece { ink, column, width: 1, style: Style::default() });
    }
    line
}
