//! Delimiters of spoiler markup: each as it stands in the source, and which of them belong together.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::forms::{self, Shape};
use super::label;
use crate::document::Level;
use crate::span::Span;

/// A delimiter.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub range: Span,
    /// What of it is a label.
    pub label: Span,
    /// What it can be closed by has the same.
    pub key: u32,
    /// The number of its paragraph.
    pub block: u32,
    /// The number of its form.
    pub form: u8,
    pub act: Act,
    pub level: Level,
}

impl Token {
    /// Makes an opener with a label of what begins a note.
    pub fn name(&mut self, source: &str, form: u8, key: u32) {
        let start = self.range.end().get();
        let rest = source.get(start..).unwrap_or_default();
        let Some(end) = rest.bytes().take(LONGEST).position(|byte| matches!(byte, b']' | b'\n')) else {
            return;
        };
        let label = rest.get(..end).unwrap_or_default();
        let left = start + (label.len() - label.trim_start().len());
        self.level = label::level(label);
        self.label = Span::of(left..left + label.trim().len());
        self.range = Span::of(self.range.start().get()..start + end + 1);
        (self.form, self.key) = (form, key);
    }
}

/// A label is no longer.
const LONGEST: usize = 200;

/// What a delimiter may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Open,
    /// Opens, and hides nothing if nobody closes it.
    Maybe,
    Close,
    /// Closes if anything is open, else opens.
    Either,
    /// The same, but it hides nothing if nobody closes it in its paragraph.
    Spaced,
    /// Opens inside of the same markup only, and hides nothing.
    Nest,
    /// Holds by itself what it hides.
    Alone,
}

/// What delimiters have in common that belong together.
pub(super) fn key(form: &str, name: &str) -> u32 {
    let mut hasher = DefaultHasher::new();
    (form, name).hash(&mut hasher);
    u32::try_from(hasher.finish() >> 32).unwrap_or_default()
}

/// For each delimiter the one that closes it.
pub(super) fn pairs(tokens: &[Token]) -> Vec<Option<u32>> {
    let mut pairing = Pairing { closed_by: vec![None; tokens.len()], ..Pairing::default() };
    pairing.parity = parity(tokens);
    for at in 0..tokens.len() {
        pairing.take(tokens, at);
    }
    pairing.closed_by
}

/// How many delimiters without a name a paragraph has, of each kind.
fn parity(tokens: &[Token]) -> HashMap<(u32, u32), u32> {
    let mut counts = HashMap::new();
    for token in tokens.iter().filter(|token| is_single(token)) {
        *counts.entry((token.block, token.key)).or_insert(0) += 1;
    }
    counts
}

#[derive(Default)]
struct Pairing {
    /// What is open, innermost last.
    stack: Vec<usize>,
    /// What nobody can close any more.
    dropped: Vec<bool>,
    /// The same by key, without what was dropped.
    open: HashMap<u32, Vec<usize>>,
    /// Opened within what was closed before it, in this paragraph: by what.
    crossed: HashMap<u32, usize>,
    crossed_in: u32,
    parity: HashMap<(u32, u32), u32>,
    closed_by: Vec<Option<u32>>,
}

impl Pairing {
    fn take(&mut self, tokens: &[Token], at: usize) {
        let Some(token) = tokens.get(at) else { return };
        if token.block != self.crossed_in {
            self.crossed.clear();
            self.crossed_in = token.block;
        }
        let open_in = self.open_block(tokens, token.key);
        let is_open = open_in.is_some();
        match token.act {
            Act::Alone => {}
            Act::Nest if !is_open => {}
            Act::Open if self.is_spaced(tokens, token) => self.close(tokens, token, at),
            Act::Open | Act::Maybe if is_open && is_single(token) => {
                if open_in != Some(token.block) {
                    self.drop_open(tokens.len(), token.key);
                    self.open(token, at);
                }
            }
            Act::Either | Act::Spaced if is_open => self.turn(tokens, token, at),
            Act::Open | Act::Maybe | Act::Nest | Act::Either | Act::Spaced => self.open(token, at),
            Act::Close if is_open => self.close(tokens, token, at),
            Act::Close if is_alike(token) => self.open(token, at),
            Act::Close => {
                if let Some(outer) = self.crossed.get(&token.key).copied() {
                    self.set(outer, at);
                }
            }
        }
    }

    fn open(&mut self, token: &Token, at: usize) {
        self.stack.push(at);
        self.open.entry(token.key).or_default().push(at);
    }

    /// A mark that opens and closes alike. One that earlier paragraphs left open is closed here where this
    /// one has an odd number of them.
    fn turn(&mut self, tokens: &[Token], token: &Token, at: usize) {
        // Of a mark that stands in prose, too, it must be told whether it is one.
        let is_turn = !is_single(token);
        let opener = self.live(token.key).and_then(|at| tokens.get(at));
        let is_here = opener.is_some_and(|opener| opener.block == token.block);
        let goes_on = opener.is_some_and(|opener| opener.act != Act::Spaced);
        let odd = self.parity.get(&(token.block, token.key)).is_some_and(|count| count % 2 == 1);
        if is_turn || is_here || (odd && goes_on) {
            self.close(tokens, token, at);
        } else {
            self.drop_open(tokens.len(), token.key);
            self.open(token, at);
        }
    }

    /// Whether what `token` could close is open in its paragraph, between blanks: then the blank before it says nothing.
    fn is_spaced(&self, tokens: &[Token], token: &Token) -> bool {
        let opener = self.live(token.key).and_then(|at| tokens.get(at)).filter(|_| is_alike(token));
        opener.is_some_and(|opener| {
            matches!(opener.act, Act::Spaced | Act::Either) && opener.block == token.block
        })
    }

    fn live(&self, key: u32) -> Option<usize> {
        self.open.get(&key)?.last().copied()
    }

    fn open_block(&self, tokens: &[Token], key: u32) -> Option<u32> {
        tokens.get(self.live(key)?).map(|token| token.block)
    }

    fn drop_open(&mut self, count: usize, key: u32) {
        if let Some(at) = self.open.get_mut(&key).and_then(Vec::pop) {
            self.dropped.resize(count, false);
            if let Some(dropped) = self.dropped.get_mut(at) {
                *dropped = true;
            }
        }
    }

    fn close(&mut self, tokens: &[Token], token: &Token, at: usize) {
        let mut inner = Vec::new();
        while let Some(open) = self.stack.pop() {
            let Some(opener) = tokens.get(open) else { continue };
            if self.dropped.get(open) == Some(&true) {
                continue;
            }
            self.open.get_mut(&opener.key).and_then(Vec::pop);
            if opener.key == token.key {
                self.set(open, at);
                self.crossed.extend(inner.into_iter().map(|key| (key, open)));
                return;
            }
            if opener.block == token.block && opener.act == Act::Open {
                inner.push(opener.key);
            }
        }
    }

    fn set(&mut self, open: usize, close: usize) {
        if let Some(closed_by) = self.closed_by.get_mut(open) {
            *closed_by = u32::try_from(close).ok();
        }
    }
}

/// Whether one of these within another is nothing: a quote has `>!` at the start of each of its lines.
fn is_single(token: &Token) -> bool {
    forms::all().get(usize::from(token.form)).is_some_and(|form| form.shape == Shape::Pair)
}

/// Whether what opens it closes it, too.
fn is_alike(token: &Token) -> bool {
    let form = forms::all().get(usize::from(token.form));
    form.is_some_and(|form| form.shape == Shape::Pair && form.close.first() == Some(&form.open))
}
