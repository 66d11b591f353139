//! The open text as words and marks.
//!
//! What is hidden is not among them, not even as a gap of some length: a veil is one stop, like the end
//! of a block. So nothing that is made from these tokens can depend on a hidden word.

use super::lexicon::{self, Entry, Trait};
use crate::document::{Document, Kind, Style};
use crate::gate::{Gate, Run, Shown};
use crate::span::Span;

/// So much of what is shown is read for credits: a longer text is no review.
const MOST: usize = 1 << 18;

/// The tokens of all that is shown, in order.
pub(super) struct Text<'d> {
    document: &'d Document,
    pub tokens: Vec<Token>,
    /// How many bytes of what is shown have been read.
    read: usize,
}

/// A word, a mark, or a stop.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    start: u32,
    end: u32,
    pub shape: Shape,
    pub entry: Entry,
    signs: u8,
}

/// What else is to be known of a token.
#[derive(Clone, Copy, Debug)]
enum Sign {
    /// `'s` or an apostrophe follows that belongs to it.
    Owns = 1,
    /// It is the first word of its sentence.
    First = 2,
    /// A blank stands before it.
    Apart = 4,
    Emphasis = 8,
    Heading = 16,
}

/// What a token looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
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

impl Token {
    pub fn span(&self) -> Span {
        Span::of(self.start as usize..self.end as usize)
    }

    pub fn is_stop(&self) -> bool {
        matches!(self.shape, Shape::Sentence | Shape::Block)
    }

    pub fn is_word(&self) -> bool {
        matches!(self.shape, Shape::Small | Shape::Capital | Shape::Capitals | Shape::Initial)
    }

    pub fn is_mark(&self, mark: char) -> bool {
        self.shape == Shape::Mark(mark)
    }

    /// Whether `'s` or an apostrophe follows that belongs to it.
    pub fn owns(&self) -> bool {
        self.has(Sign::Owns)
    }

    /// Whether it is the first word of its sentence.
    pub fn first(&self) -> bool {
        self.has(Sign::First)
    }

    /// Whether a blank stands before it.
    pub fn apart(&self) -> bool {
        self.has(Sign::Apart)
    }

    pub fn emphasis(&self) -> bool {
        self.has(Sign::Emphasis)
    }

    pub fn heading(&self) -> bool {
        self.has(Sign::Heading)
    }

    fn has(&self, sign: Sign) -> bool {
        self.signs & sign as u8 != 0
    }

    fn sign(&mut self, sign: Sign) {
        self.signs |= sign as u8;
    }

    fn stop(shape: Shape, at: usize) -> Self {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        Self { start: at, end: at, shape, entry: Entry::default(), signs: Sign::Apart as u8 }
    }
}

impl<'d> Text<'d> {
    /// The tokens of what `gate` shows.
    pub fn open(gate: Gate<'d>) -> Self {
        let document = gate.document();
        let mut text = Self { document, tokens: Vec::new(), read: 0 };
        for (number, block) in document.blocks().iter().enumerate() {
            if matches!(block.kind, Kind::Rule | Kind::Meta) || block.span.is_empty() {
                continue;
            }
            let heading = matches!(block.kind, Kind::Heading(_));
            for run in gate.runs(block.span) {
                if let Run::Shown(shown) = run {
                    text.run(shown, document.sentences(number), heading);
                }
                text.close(Shape::Block, block.span.end().get());
            }
            if text.read > MOST {
                break;
            }
        }
        text
    }

    /// What stands at token `at`.
    pub fn word(&self, at: usize) -> &'d str {
        self.tokens.get(at).map_or("", |token| self.document.raw(token.span()))
    }

    /// Whether token `at`, which owns something, is written with an `s` behind the apostrophe.
    pub fn has_s(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else { return false };
        let end = token.span().end().get();
        let next = self.tokens.get(at + 1).map_or(end, |next| next.span().start().get());
        let between = self.document.raw(Span::of(end..next.max(end)));
        between.starts_with("'s") || between.starts_with("’s")
    }

    /// From the start of token `from` to the end of token `to - 1`, all within one run.
    pub fn span(&self, from: usize, to: usize) -> Span {
        let start = self.tokens.get(from).map_or_else(Default::default, |t| t.span().start());
        let end = self.tokens.get(to.saturating_sub(1)).map_or(start, |t| t.span().end());
        Span::new(start, end)
    }

    /// The text of `span`, which lies in the open.
    pub fn at(&self, span: Span) -> &'d str {
        self.document.raw(span)
    }

    fn run(&mut self, shown: Shown<'d>, sentences: &[Span], heading: bool) {
        let first = sentences.partition_point(|sentence| sentence.end() <= shown.span().start());
        let inside = sentences.get(first..).unwrap_or_default();
        let inside: Vec<Span> =
            inside.iter().take_while(|s| s.start() < shown.span().end()).copied().collect();
        if inside.is_empty() {
            self.lines(shown, heading);
        }
        for sentence in inside {
            self.sentence(shown.part(sentence), heading);
        }
        let styles: Vec<Span> = self
            .document
            .styles(shown.span())
            .filter(|(_, style)| style.has(Style::EMPHASIS))
            .map(|(span, _)| span)
            .collect();
        let from = self.tokens.partition_point(|t| t.span().end() <= shown.span().start());
        let mut styles = styles.into_iter().peekable();
        for token in self.tokens.get_mut(from..).unwrap_or_default() {
            while styles.peek().is_some_and(|style| style.end() <= token.span().start()) {
                styles.next();
            }
            let covers = |style: &Span| style.meet(token.span()) == token.span();
            if styles.peek().is_some_and(covers) {
                token.sign(Sign::Emphasis);
            }
        }
    }

    /// Text without sentences, as in tables: each line stands for itself.
    fn lines(&mut self, shown: Shown<'d>, heading: bool) {
        let mut start = shown.span().start().get();
        for line in shown.text().split_inclusive('\n') {
            self.sentence(shown.part(Span::of(start..start + line.len())), heading);
            start += line.len();
        }
    }

    fn sentence(&mut self, shown: Shown<'d>, heading: bool) {
        self.read += shown.span().len();
        if self.read > MOST {
            return;
        }
        let before = self.tokens.len();
        Scanner { text: shown.text(), base: shown.span().start().get(), at: 0 }.tokens(&mut self.tokens);
        let new = self.tokens.get_mut(before..).unwrap_or_default();
        for token in new.iter_mut() {
            if heading {
                token.sign(Sign::Heading);
            }
        }
        if let Some(word) = new.iter_mut().find(|token| token.is_word()) {
            word.sign(Sign::First);
        }
        self.close(Shape::Sentence, shown.span().end().get());
    }

    fn close(&mut self, shape: Shape, at: usize) {
        match self.tokens.last_mut() {
            Some(last) if last.is_stop() => {
                if shape == Shape::Block {
                    last.shape = shape;
                }
            }
            _ => self.tokens.push(Token::stop(shape, at)),
        }
    }
}

/// Cuts one run of text into tokens, in one pass.
struct Scanner<'t> {
    text: &'t str,
    base: usize,
    at: usize,
}

impl Scanner<'_> {
    fn tokens(mut self, out: &mut Vec<Token>) {
        let mut apart = true;
        while let Some(c) = self.peek() {
            if c.is_whitespace() {
                self.at += c.len_utf8();
                apart = true;
                continue;
            }
            let mut token = if c.is_alphanumeric() { self.word() } else { self.mark(c) };
            if apart {
                token.sign(Sign::Apart);
            }
            apart = false;
            out.push(token);
        }
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn mark(&mut self, c: char) -> Token {
        let start = self.at;
        self.at += c.len_utf8();
        self.token(start, self.at, Shape::Mark(c))
    }

    fn token(&self, start: usize, end: usize, shape: Shape) -> Token {
        let mut token = Token::stop(shape, self.base + start);
        token.signs = 0;
        token.end = u32::try_from(self.base + end).unwrap_or(u32::MAX);
        token
    }

    fn word(&mut self) -> Token {
        let start = self.at;
        let end = start + self.length(start);
        if let Some(end) = self.initials(start) {
            self.at = end;
            return self.token(start, end, Shape::Initial);
        }
        let whole = self.text.get(start..end).unwrap_or_default();
        let bare = whole.strip_suffix("'s").or_else(|| whole.strip_suffix("’s")).unwrap_or(whole);
        let mut owns = bare.len() < whole.len();
        self.at = end;
        let rest = self.text.get(end..).unwrap_or_default();
        if bare.ends_with(['s', 'x', 'z']) && !owns {
            let after = rest.strip_prefix(['\'', '’']).filter(|rest| rest.starts_with([' ', '\n']));
            if after.is_some() {
                owns = true;
                self.at += rest.chars().next().map_or(0, char::len_utf8);
            }
        }
        let mut token = self.token(start, start + bare.len(), shape_of(bare));
        token.entry = lexicon::entry(bare);
        if owns {
            token.sign(Sign::Owns);
        }
        if token.shape == Shape::Capitals && bare.len() == 1 && !token.entry.is(Trait::NoName) {
            token.shape = Shape::Initial;
        }
        token
    }

    /// How long the word at `start` is: letters and digits, with apostrophes, hyphens and full stops of
    /// abbreviations between them.
    fn length(&self, start: usize) -> usize {
        let text = self.text.get(start..).unwrap_or_default();
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

fn shape_of(word: &str) -> Shape {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let elided = ["d'", "d’", "l'", "l’"].iter().find_map(|article| word.strip_prefix(article));
    if elided.is_some_and(|rest| rest.starts_with(char::is_uppercase)) {
        return Shape::Capital;
    }
    match word.chars().next() {
        Some(c) if c.is_numeric() => Shape::Number,
        Some(c) if c.is_uppercase() => {
            letters.next();
            let mut rest = letters.peekable();
            if rest.peek().is_none() || rest.all(char::is_uppercase) {
                Shape::Capitals
            } else {
                Shape::Capital
            }
        }
        _ => Shape::Small,
    }
}
