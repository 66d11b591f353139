//! The open text as words, marks and stops.
//!
//! What is hidden is not among them, not even as a gap of some length: a veil is one stop, like the end
//! of a block. So nothing that is made from these tokens can depend on a hidden word.

use super::words;

/// A word, a mark, or a stop.
#[derive(Clone, Copy, Debug)]
pub struct Token<'d> {
    /// As it stands in the text, without what it owns by.
    pub word: &'d str,
    /// Where it begins in the document, and how long it is there.
    start: u32,
    len: u32,
    /// By which it is compared.
    pub hash: u64,
    /// What it looks like.
    pub shape: Shape,
    flags: u16,
}

/// What a token looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `word`
    Small,
    /// `Word`
    Capital,
    /// `WORD`
    Capitals,
    /// `W.`, `J.J.`
    Initial,
    /// `1931`
    Number,
    /// `,`
    Mark(char),
    /// The end of a sentence.
    Sentence,
    /// The end of a block, or a veil.
    Block,
}

/// What else is to be known of a token.
#[derive(Clone, Copy, Debug)]
pub enum Flag {
    /// `'s` or an apostrophe follows that belongs to it.
    Owns = 1,
    /// It is the first word of its sentence.
    First = 2,
    /// A blank stands before it.
    Apart = 4,
    /// It stands in italics.
    Emphasis = 8,
    /// It stands in a heading.
    Heading = 16,
    /// Most texts write it small.
    Common = 32,
    /// It is a given name.
    Given = 64,
    /// It may be a part of a name.
    Named = 128,
    /// It may have its capital only because it begins a sentence.
    Weak = 256,
    /// It stands in quotes or italics that are no longer than a name.
    SetOff = 512,
    /// It is asked of it whether it is part of a name.
    Asked = 1024,
    /// It stands in brackets.
    Bracket = 2048,
    /// It stands in a table, or in a line that is names alone: nothing is said of anybody there.
    Listed = 4096,
    /// It stands in a table.
    Cell = 8192,
}

impl Token<'_> {
    /// The same without its word, which stands in a text that goes another way.
    pub fn without_word(self) -> Token<'static> {
        Token { word: "", ..self }
    }

    /// The same with its word, from the text of the document.
    pub fn with_word(self, text: &str) -> Token<'_> {
        Token { word: text.get(self.start()..self.end()).unwrap_or_default(), ..self }
    }

    /// A stop at `at`.
    pub fn stop(shape: Shape, at: usize) -> Self {
        let hash = if shape == Shape::Block { 1 } else { 2 };
        Self { word: "", start: short(at), len: 0, hash, shape, flags: Flag::Apart as u16 }
    }

    /// Where it begins in the document.
    pub fn start(&self) -> usize {
        self.start as usize
    }

    /// Where it ends in the document.
    pub fn end(&self) -> usize {
        self.start() + self.len as usize
    }

    /// Whether it ends a sentence or a block.
    pub fn is_stop(&self) -> bool {
        matches!(self.shape, Shape::Sentence | Shape::Block)
    }

    /// Whether it has letters.
    pub fn is_word(&self) -> bool {
        matches!(self.shape, Shape::Small | Shape::Capital | Shape::Capitals | Shape::Initial)
    }

    /// Whether it is this mark.
    pub fn is_mark(&self, mark: char) -> bool {
        self.shape == Shape::Mark(mark)
    }

    /// Whether this is known of it.
    pub fn has(&self, flag: Flag) -> bool {
        self.flags & flag as u16 != 0
    }

    /// Makes this known of it.
    pub fn flag(&mut self, flag: Flag) {
        self.flags |= flag as u16;
    }
}

/// Cuts a sentence into tokens, in one pass; `base` is where it begins in the document.
pub fn scan<'d>(text: &'d str, base: usize, out: &mut Vec<Token<'d>>) {
    let mut scanner = Scanner { text, base, at: 0 };
    let before = out.len();
    let mut apart = true;
    while let Some(c) = scanner.peek() {
        if c.is_whitespace() {
            scanner.at += c.len_utf8();
            apart = true;
            continue;
        }
        let mut token = if c.is_alphanumeric() { scanner.word() } else { scanner.mark(c) };
        if apart {
            token.flag(Flag::Apart);
        }
        apart = false;
        out.push(token);
    }
    let new = out.get_mut(before..).unwrap_or_default();
    if let Some(word) = new.iter_mut().find(|token| token.is_word() || token.shape == Shape::Number) {
        word.flag(Flag::First);
    }
}

/// A place in a document: none is longer.
fn short(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

struct Scanner<'d> {
    text: &'d str,
    base: usize,
    at: usize,
}

impl<'d> Scanner<'d> {
    fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn mark(&mut self, c: char) -> Token<'d> {
        let start = self.at;
        self.at += c.len_utf8();
        self.token(start, self.at, Shape::Mark(c))
    }

    fn token(&self, start: usize, end: usize, shape: Shape) -> Token<'d> {
        let word = self.text.get(start..end).unwrap_or_default();
        let (start, len) = (short(self.base + start), short(word.len()));
        Token { word, start, len, hash: words::hash(word), shape, flags: 0 }
    }

    fn word(&mut self) -> Token<'d> {
        let start = self.at;
        if let Some(end) = self.initials(start) {
            self.at = end;
            return self.token(start, end, Shape::Initial);
        }
        let end = start + length(self.text.get(start..).unwrap_or_default());
        let whole = self.text.get(start..end).unwrap_or_default();
        let bare = whole.strip_suffix("'s").or_else(|| whole.strip_suffix("’s")).unwrap_or(whole);
        self.at = end;
        let mut token = self.token(start, start + bare.len(), shape_of(bare));
        if bare.len() < whole.len() || self.takes_apostrophe(bare) {
            token.flag(Flag::Owns);
        }
        if token.shape == Shape::Capitals && bare.len() == 1 && !matches!(bare, "A" | "I") {
            token.shape = Shape::Initial;
        }
        if words::is_common(token.hash) {
            token.flag(Flag::Common);
        }
        if words::is_given(token.hash) {
            token.flag(Flag::Given);
        }
        token
    }

    /// Whether `word` ends in an s and an apostrophe with which it owns something.
    fn takes_apostrophe(&mut self, word: &str) -> bool {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let owns = word.ends_with(['s', 'x', 'z'])
            && rest.strip_prefix(['\'', '’']).is_some_and(|rest| rest.starts_with([' ', '\n']));
        if owns {
            self.at += rest.chars().next().map_or(0, char::len_utf8);
        }
        owns
    }

    /// Where initials such as `J.` or `S.Z.` end that begin at `start`.
    fn initials(&self, start: usize) -> Option<usize> {
        let mut end = start;
        loop {
            let mut chars = self.text.get(end..)?.chars();
            let is_initial = chars.next().is_some_and(char::is_uppercase) && chars.next() == Some('.');
            if !is_initial {
                break;
            }
            end += self.text.get(end..)?.chars().next().map_or(1, char::len_utf8) + 1;
        }
        let before_word = self.text.get(end..).is_none_or(|rest| {
            !rest.starts_with(char::is_alphanumeric) || rest.starts_with(char::is_uppercase)
        });
        (end > start && before_word).then_some(end)
    }
}

/// How long the word at the start of `text` is: letters and digits, with apostrophes and hyphens between them.
fn length(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let joins = matches!(c, '\'' | '’' | '-' | '\u{2010}' | '\u{2011}')
            && chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        if !c.is_alphanumeric() && !joins {
            return at;
        }
    }
    text.len()
}

fn shape_of(word: &str) -> Shape {
    let elided = ["d'", "d’", "l'", "l’"].iter().find_map(|article| word.strip_prefix(article));
    if elided.is_some_and(|rest| rest.starts_with(char::is_uppercase)) {
        return Shape::Capital;
    }
    match word.chars().next() {
        Some(c) if c.is_numeric() => Shape::Number,
        Some(c) if c.is_uppercase() => {
            let mut rest = word.chars().filter(|c| c.is_alphabetic()).skip(1).peekable();
            if rest.peek().is_none() || rest.all(char::is_uppercase) {
                Shape::Capitals
            } else {
                Shape::Capital
            }
        }
        _ => Shape::Small,
    }
}
