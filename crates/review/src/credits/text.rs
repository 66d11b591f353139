//! What a gate shows, as tokens.

use super::tokens::{self, Flag, Shape, Token};
use super::words;
use crate::document::{Kind, Style};
use crate::gate::{Gate, Run, Shown};
use crate::span::Span;

/// So much of what is shown is read for credits: a longer text is no review.
const MOST: usize = 1 << 18;
/// A line of more tokens is no entry of a list.
const LINE: usize = 16;

/// The tokens of all that `gate` shows, in order.
pub(super) fn open(gate: Gate<'_>) -> Vec<Token<'_>> {
    let document = gate.document();
    let mut text = Text::default();
    for (number, block) in document.blocks().iter().enumerate() {
        if matches!(block.kind, Kind::Rule | Kind::Meta) || block.span.is_empty() {
            continue;
        }
        for run in gate.runs(block.span) {
            if let Run::Shown(shown) = run {
                let from = text.tokens.len();
                text.run(shown, document.sentences(number));
                match block.kind {
                    Kind::Heading(_) => text.flag(from, Flag::Heading),
                    Kind::Table(_) => {
                        text.flag(from, Flag::Listed);
                        text.flag(from, Flag::Cell);
                    }
                    _ if text.is_list(from) => text.flag(from, Flag::Listed),
                    _ => {}
                }
                text.slant(from, document.styles(shown.span()));
            }
            text.close(Shape::Block, block.span.end().get());
        }
        if text.read > MOST {
            break;
        }
    }
    text.tokens
}

#[derive(Default)]
struct Text<'d> {
    tokens: Vec<Token<'d>>,
    /// How many bytes of what is shown have been read.
    read: usize,
}

impl<'d> Text<'d> {
    fn run(&mut self, shown: Shown<'d>, sentences: &[Span]) {
        let first = sentences.partition_point(|sentence| sentence.end() <= shown.span().start());
        let inside = sentences.get(first..).unwrap_or_default().iter();
        let mut inside = inside.take_while(|s| s.start() < shown.span().end()).peekable();
        if inside.peek().is_none() {
            self.lines(shown);
        }
        for sentence in inside {
            self.lines(shown.part(*sentence));
        }
    }

    /// Each line and each cell of a table stands for itself: no name goes on in the next one.
    fn lines(&mut self, shown: Shown<'d>) {
        let mut start = shown.span().start().get();
        for line in shown.text().split_inclusive(['\n', '\t']) {
            self.sentence(shown.part(Span::of(start..start + line.len())));
            start += line.len();
        }
    }

    fn sentence(&mut self, shown: Shown<'d>) {
        self.read += shown.span().len();
        if self.read > MOST {
            return;
        }
        tokens::scan(shown.text(), shown.span().start().get(), &mut self.tokens);
        self.close(Shape::Sentence, shown.span().end().get());
    }

    /// Whether the tokens from `from` on are but a few, and no word among them says anything.
    fn is_list(&self, from: usize) -> bool {
        let line = self.tokens.get(from..).unwrap_or_default();
        line.len() <= LINE
            && line.iter().all(|token| token.shape != Shape::Small || words::is_minor(token.hash))
    }

    fn flag(&mut self, from: usize, flag: Flag) {
        self.tokens.get_mut(from..).unwrap_or_default().iter_mut().for_each(|token| token.flag(flag));
    }

    /// Flags the tokens from `from` on that stand in italics.
    fn slant(&mut self, from: usize, styles: impl Iterator<Item = (Span, Style)>) {
        let mut slanted =
            styles.filter(|(_, style)| style.has(Style::EMPHASIS)).map(|(span, _)| span).peekable();
        for token in self.tokens.get_mut(from..).unwrap_or_default() {
            while slanted.peek().is_some_and(|style| style.end().get() <= token.start()) {
                slanted.next();
            }
            let covers =
                |style: &Span| style.start().get() <= token.start() && token.end() <= style.end().get();
            if !token.is_stop() && slanted.peek().is_some_and(covers) {
                token.flag(Flag::Emphasis);
            }
        }
    }

    fn close(&mut self, shape: Shape, at: usize) {
        match self.tokens.last_mut() {
            Some(last) if last.is_stop() => {
                if shape == Shape::Block {
                    *last = Token::stop(shape, last.start());
                }
            }
            _ => self.tokens.push(Token::stop(shape, at)),
        }
    }
}
