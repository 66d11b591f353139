//! What is seen of a stretch and around it, as numbers of rows in a table of weights.
//!
//! Names are seen by their form, never by who bears them, so that nothing can be learned of who exists: a
//! rare word is its shape and its ending. The words around, and common words, are seen as they are.

use std::collections::HashMap;
use std::ops::Range;

use super::spans::{Case, Stretch};
use super::tokens::{Flag, Shape, Token};
use super::words::{self, Buckets};

/// So many rows has the table.
pub const BITS: u32 = 18;

const FNV: u64 = 0x0100_0000_01b3;

/// Words that count as one kind around a name.
#[derive(Clone, Copy)]
enum Gist {
    Year = 11,
    Number = 12,
    Given = 13,
    Name = 14,
    Outside = 15,
}

/// A text with its stretches, and what is to be known of all of it.
pub struct Page<'t, 'd> {
    pub tokens: &'t [Token<'d>],
    pub stretches: &'t [Stretch],
    pub case: Case,
    pub keys: Vec<u64>,
    seen: HashMap<u64, Seen, Buckets>,
    words: HashMap<u64, Part, Buckets>,
    /// The sentence and the block of every token.
    place: Vec<(u32, u32)>,
    known: &'t Known,
}

/// What other reviews say of a name: shares of 0 to 3 of its kinds, and how many films it is named with.
pub type Known = HashMap<u32, [u8; 12], Buckets>;

/// The key of a name among the known.
pub fn short(key: u64) -> u32 {
    (key >> 32) as u32
}

/// How often and how a name is seen.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    count: u32,
    set_off: u32,
    bracket: u32,
    owns: u32,
    comma: u32,
    early: bool,
    first: usize,
}

/// Of which names a word is part.
#[derive(Clone, Copy, Debug, Default)]
struct Part {
    small: u32,
    begins: bool,
    ends: bool,
    alone: u32,
}

/// The rows of one stretch.
pub type Rows = Vec<u32>;

/// Takes what is seen.
pub struct Bag<'r>(&'r mut Rows);

impl Bag<'_> {
    /// What is seen in a place.
    pub fn add(&mut self, slot: u64, value: u64) {
        let mixed = (value ^ slot.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        let mixed = (mixed ^ (mixed >> 32)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        self.0.push(u32::try_from(mixed >> (64 - BITS)).unwrap_or_default());
    }

    fn flag(&mut self, slot: u64, is: bool) {
        if is {
            self.add(slot, 1);
        }
    }
}

fn bucket(n: usize) -> u64 {
    match n {
        0..=3 => n as u64,
        4..=5 => 4,
        6..=9 => 5,
        10..=19 => 6,
        _ => 7,
    }
}

/// The hash by which names are the same: of their words, without an article before them.
pub fn key(tokens: &[Token<'_>]) -> u64 {
    let words = tokens.iter().filter(|t| t.is_word() || t.shape == Shape::Number);
    let bare = words.clone().skip(usize::from(tokens.len() > 1 && tokens.first().is_some_and(is_article)));
    bare.fold(7, |key, t| (key ^ t.hash).wrapping_mul(FNV).rotate_left(17))
}

/// Whether `token` is an article.
pub fn is_article(token: &Token<'_>) -> bool {
    matches!(token.word, "the" | "The" | "THE" | "a" | "A" | "an" | "An" | "AN")
}

fn combine(parts: &[u64]) -> u64 {
    parts.iter().fold(3, |hash, part| (hash ^ part).wrapping_mul(FNV).rotate_left(23))
}

impl<'t, 'd> Page<'t, 'd> {
    pub fn new(tokens: &'t [Token<'d>], stretches: &'t [Stretch], case: Case, known: &'t Known) -> Self {
        let mut page = Self {
            tokens,
            stretches,
            case,
            keys: stretches.iter().map(|s| key(tokens.get(s.range()).unwrap_or_default())).collect(),
            seen: HashMap::default(),
            words: HashMap::default(),
            place: places(tokens),
            known,
        };
        page.count();
        page
    }

    fn count(&mut self) {
        for token in self.tokens.iter().filter(|t| t.shape == Shape::Small) {
            self.words.entry(token.hash).or_default().small += 1;
        }
        for (number, stretch) in self.stretches.iter().enumerate() {
            let seen =
                self.seen.entry(self.keys[number]).or_insert(Seen { first: number, ..Seen::default() });
            let last = &self.tokens[stretch.end() - 1];
            let next = self.tokens.get(stretch.end());
            seen.count += 1;
            seen.set_off += u32::from(stretch.quoted || stretch.slanted);
            seen.bracket += u32::from(next.is_some_and(|t| t.is_mark('(')));
            seen.owns += u32::from(last.has(Flag::Owns));
            seen.comma += u32::from(next.is_some_and(|t| t.is_mark(',')));
            seen.early |= self.place[stretch.start()].0 < 3;
            let (first, last) = (self.tokens[stretch.start()].hash, last.hash);
            if stretch.to - stretch.from > 1 {
                self.words.entry(first).or_default().begins = true;
                self.words.entry(last).or_default().ends = true;
            } else {
                self.words.entry(first).or_default().alone += 1;
            }
        }
    }

    fn gist(&self, at: Option<usize>) -> u64 {
        let Some(token) = at.and_then(|at| self.tokens.get(at)) else { return Gist::Outside as u64 };
        match token.shape {
            Shape::Number => match token.word.len() == 4 && token.word.starts_with(['1', '2']) {
                true => Gist::Year as u64,
                false => Gist::Number as u64,
            },
            _ if token.has(Flag::Named) && !token.has(Flag::Common) => match token.has(Flag::Given) {
                true => Gist::Given as u64,
                false => Gist::Name as u64,
            },
            _ => token.hash,
        }
    }

    /// The first letters of the word at `at`: of one stem, in most cases.
    fn stem(&self, at: Option<usize>) -> u64 {
        let Some(token) = at.and_then(|at| self.tokens.get(at)) else { return 0 };
        if token.has(Flag::Named) && !token.has(Flag::Common) {
            return 1;
        }
        let end = token.word.char_indices().nth(5).map_or(token.word.len(), |(at, _)| at);
        words::hash(token.word.get(..end).unwrap_or_default())
    }

    fn is_named(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.has(Flag::Named) && !t.has(Flag::Weak))
    }

    /// What is seen of stretch `number`.
    pub fn rows(&self, number: usize, rows: &mut Rows) {
        let Some(stretch) = self.stretches.get(number) else { return };
        let mut bag = Bag(rows);
        bag.add(0, 0);
        self.inside(*stretch, &mut bag);
        self.around(*stretch, &mut bag);
        self.lists(*stretch, &mut bag);
        self.brackets(*stretch, &mut bag);
        self.neighbours(*stretch, &mut bag);
        self.whole(number, *stretch, &mut bag);
    }

    fn inside(&self, stretch: Stretch, bag: &mut Bag<'_>) {
        let tokens = &self.tokens[stretch.range()];
        let count = tokens.len().min(9);
        bag.add(1, count as u64);
        bag.flag(2, stretch.quoted);
        bag.flag(3, stretch.slanted);
        let last = tokens.len() - 1;
        bag.flag(4, tokens[last].has(Flag::Owns));
        bag.flag(5, tokens[0].has(Flag::First));
        bag.flag(6, tokens[0].has(Flag::Heading));
        bag.add(7, self.case as u64);
        let mut signature = 0;
        for (at, token) in tokens.iter().enumerate() {
            let kind = kind(token);
            signature = signature * 16 + kind;
            let place = if at == 0 {
                0
            } else if at == last {
                2
            } else {
                1
            };
            bag.add(8 + place, kind);
            if token.has(Flag::Common) || token.shape == Shape::Small {
                bag.add(11 + place, token.hash);
                bag.add(14, token.hash);
            } else if token.is_word() {
                bag.add(15 + place, ending(token.word, 2));
                bag.add(18 + place, ending(token.word, 3));
            }
            bag.flag(21, at > 0 && matches!(token.shape, Shape::Mark(_)));
            bag.flag(22, at < last && token.has(Flag::Owns));
        }
        bag.add(23, signature);
        bag.add(24, combine(&[signature, u64::from(stretch.quoted || stretch.slanted)]));
        let common = tokens.iter().filter(|t| t.has(Flag::Common)).count();
        bag.flag(25, common == tokens.len());
        bag.flag(26, common == 0);
        bag.flag(27, tokens.iter().all(|t| t.shape == Shape::Capitals));
        bag.flag(28, tokens[0].has(Flag::Weak));
        bag.add(29, combine(&[count as u64, kind(&tokens[0]), kind(&tokens[last])]));
        // What lies just outside might belong to it.
        bag.flag(30, stretch.from > 0 && self.is_named(stretch.start() - 1));
        bag.flag(31, self.is_named(stretch.end()) && !tokens[last].has(Flag::Owns));
    }

    fn around(&self, stretch: Stretch, bag: &mut Bag<'_>) {
        let before = |n: usize| self.gist(stretch.start().checked_sub(n));
        let after = |n: usize| self.gist(Some(stretch.end() + n - 1));
        for n in 1..=4 {
            bag.add(40 + n as u64, before(n));
            bag.add(50 + n as u64, after(n));
        }
        for n in 1..=2 {
            bag.add(60 + n as u64, self.stem(stretch.start().checked_sub(n)));
            bag.add(62 + n as u64, self.stem(Some(stretch.end() + n - 1)));
        }
        let owns = u64::from(self.tokens[stretch.end() - 1].has(Flag::Owns));
        bag.add(65, combine(&[before(2), before(1)]));
        bag.add(66, combine(&[after(1), after(2)]));
        bag.add(67, combine(&[before(1), after(1), owns]));
        bag.add(68, combine(&[before(3), before(2), before(1)]));
        bag.add(69, combine(&[after(1), after(2), after(3)]));
        bag.add(70, combine(&[owns, after(1)]));
        let kind = kind(&self.tokens[stretch.start()]);
        bag.add(71, combine(&[before(1), kind]));
        bag.add(72, combine(&[after(1), kind]));
        bag.add(73, combine(&[before(1), stretch.to as u64 - stretch.from as u64]));
        bag.add(74, combine(&[after(1), stretch.to as u64 - stretch.from as u64]));
        self.bag_of_words(stretch, bag);
    }

    /// The words of the sentence, near and far.
    fn bag_of_words(&self, stretch: Stretch, bag: &mut Bag<'_>) {
        for n in 1..=12 {
            let Some(at) = stretch.start().checked_sub(n) else { break };
            let token = &self.tokens[at];
            if token.is_stop() {
                break;
            }
            if token.is_word() && !words::is_minor(token.hash) {
                bag.add(if n <= 5 { 80 } else { 81 }, self.gist(Some(at)));
                bag.add(82, self.stem(Some(at)));
            }
        }
        for n in 0..12 {
            let at = stretch.end() + n;
            let Some(token) = self.tokens.get(at).filter(|t| !t.is_stop()) else { break };
            if token.is_word() && !words::is_minor(token.hash) {
                bag.add(if n < 5 { 83 } else { 84 }, self.gist(Some(at)));
                bag.add(85, self.stem(Some(at)));
            }
        }
    }

    /// What stands before and after the list of names of which it is one.
    fn lists(&self, stretch: Stretch, bag: &mut Bag<'_>) {
        let part = |at: usize| {
            self.tokens.get(at).is_some_and(|t| {
                t.has(Flag::Named)
                    || t.is_mark(',')
                    || t.is_mark('&')
                    || t.is_quote()
                    || matches!(t.word, "and" | "or" | "von" | "de" | "van")
            })
        };
        let mut at = stretch.start();
        let (mut steps, mut commas) = (0, 0);
        while at > 0 && steps < 40 && part(at - 1) {
            at -= 1;
            steps += 1;
            commas += usize::from(self.tokens[at].is_mark(','));
        }
        let mut end = stretch.end();
        let (mut behind, mut later) = (0, 0);
        while behind < 40 && part(end) {
            later += usize::from(self.tokens[end].is_mark(','));
            end += 1;
            behind += 1;
        }
        let far = u64::from(steps > 0);
        let head = at.checked_sub(1);
        bag.add(90 + far, self.gist(head));
        bag.add(92, self.stem(head));
        bag.add(93, combine(&[self.gist(at.checked_sub(2)), self.gist(head)]));
        bag.add(94, bucket(commas));
        bag.add(95, bucket(later));
        bag.add(96 + u64::from(behind > 0), self.gist(Some(end)));
        bag.add(98, combine(&[self.gist(Some(end)), self.gist(Some(end + 1))]));
        bag.add(99, self.stem(Some(end)));
    }

    fn brackets(&self, stretch: Stretch, bag: &mut Bag<'_>) {
        let open = (1..25)
            .map_while(|n| stretch.start().checked_sub(n))
            .take_while(|at| !self.tokens[*at].is_stop() && !self.tokens[*at].is_mark(')'));
        let open = open.into_iter().find(|at| self.tokens[*at].is_mark('('));
        let is_open = |at: usize| self.tokens.get(at).is_some_and(|t| t.is_mark('('));
        let is_shut = |at: usize| self.tokens.get(at).is_some_and(|t| t.is_mark(')') || t.is_mark(','));
        if let Some(open) = open {
            bag.add(100, 1);
            bag.add(101, self.gist(open.checked_sub(1)));
            bag.add(
                102,
                combine(&[u64::from(open + 1 == stretch.start()), u64::from(is_shut(stretch.end()))]),
            );
            bag.add(103, self.gist(Some(open + 1)));
            bag.flag(104, open.checked_sub(1).is_some_and(|at| self.is_named(at)));
        }
        if is_open(stretch.end()) {
            let at = stretch.end() + 1;
            bag.add(105, 1);
            bag.add(106, self.gist(Some(at)));
            bag.add(107, combine(&[self.gist(Some(at)), self.gist(Some(at + 1))]));
            let named = (at..at + 8).take_while(|at| self.is_named(*at)).count();
            bag.add(108, combine(&[named.min(4) as u64, u64::from(is_shut(at + named))]));
        }
    }

    /// How it is joined to the names next to it.
    fn neighbours(&self, stretch: Stretch, bag: &mut Bag<'_>) {
        let mut path = 5;
        for n in 1..=5 {
            let Some(at) = stretch.start().checked_sub(n) else { break };
            if self.tokens[at].is_stop() {
                break;
            }
            if self.is_named(at) {
                let owns = u64::from(self.tokens[at].has(Flag::Owns));
                bag.add(110, combine(&[path, owns]));
                bag.add(111, n as u64);
                break;
            }
            path = combine(&[path, self.gist(Some(at))]);
        }
        path = 5;
        for n in 0..5 {
            let at = stretch.end() + n;
            if self.tokens.get(at).is_none_or(Token::is_stop) {
                break;
            }
            if self.is_named(at) {
                let owns = u64::from(self.tokens[stretch.end() - 1].has(Flag::Owns));
                bag.add(112, combine(&[path, owns]));
                bag.add(113, n as u64);
                break;
            }
            path = combine(&[path, self.gist(Some(at))]);
        }
    }

    /// What all of the text knows of it.
    fn whole(&self, number: usize, stretch: Stretch, bag: &mut Bag<'_>) {
        let tokens = &self.tokens[stretch.range()];
        let (sentence, block) = self.place[stretch.start()];
        let (sentences, blocks) = self.place.last().copied().unwrap_or_default();
        bag.add(120, bucket(sentence as usize));
        bag.add(121, bucket(block as usize));
        bag.flag(122, block == blocks);
        bag.add(123, u64::from(sentence * 5 / (sentences + 1)));
        bag.flag(124, stretch.from < 3);
        let last = tokens.len() - 1;
        let (first, end) = (self.part(tokens[0].hash), self.part(tokens[last].hash));
        if tokens.len() == 1 {
            bag.add(125, u64::from(first.begins) * 2 + u64::from(first.ends));
            bag.add(126, bucket(first.small as usize));
        } else {
            bag.add(127, bucket(first.alone as usize));
            bag.add(128, bucket(end.alone as usize));
            let alone = |part: Part| u64::from(part.alone > 0);
            bag.add(129, alone(first) * 2 + alone(end));
            bag.add(130, bucket(first.small as usize));
        }
        match self.known.get(&short(self.keys[number])) {
            Some(known) => {
                for (n, share) in known.iter().enumerate() {
                    bag.add(180 + n as u64, u64::from(*share));
                }
                bag.add(192, combine(&known.map(u64::from)[1..9]));
                bag.add(193, combine(&[known[11].into(), known[1].into(), known[3].into(), known[4].into()]));
                bag.add(194, combine(&[known[1].into(), known[6].into(), known[7].into(), known[8].into()]));
            }
            None => {
                bag.add(195, combine(&[tokens.len() as u64, u64::from(stretch.quoted || stretch.slanted)]))
            }
        }
        let Some(seen) = self.seen.get(&self.keys[number]) else { return };
        bag.add(131, bucket(seen.count as usize));
        bag.flag(132, seen.first == number);
        bag.add(133, bucket((seen.set_off * 4 / seen.count) as usize));
        bag.add(134, bucket(seen.bracket as usize));
        bag.add(135, bucket(seen.owns as usize));
        bag.flag(136, seen.early);
        bag.add(
            137,
            combine(&[bucket(seen.count as usize), u64::from(seen.early), u64::from(seen.set_off > 0)]),
        );
        bag.add(
            138,
            combine(&[
                bucket(seen.count as usize),
                kind(&tokens[0]),
                kind(&tokens[last]),
                tokens.len() as u64,
            ]),
        );
    }

    fn part(&self, word: u64) -> Part {
        self.words.get(&word).copied().unwrap_or_default()
    }

    pub fn bag<'r>(&self, rows: &'r mut Rows) -> Bag<'r> {
        Bag(rows)
    }

    pub fn gist_of(&self, at: usize) -> u64 {
        self.gist(Some(at))
    }

    pub fn combine(&self, parts: &[u64]) -> u64 {
        combine(parts)
    }
}

/// What a word within a name looks like.
fn kind(token: &Token<'_>) -> u64 {
    let class = u64::from(token.has(Flag::Given)) * 2 + u64::from(token.has(Flag::Common));
    match token.shape {
        Shape::Capital | Shape::Capitals => 1 + class,
        Shape::Small if token.has(Flag::Named) => 1 + class,
        Shape::Small => 5,
        Shape::Initial => 6,
        Shape::Number => 7,
        Shape::Mark(_) => 8,
        _ => 9,
    }
}

/// The hash of the last letters of a word.
fn ending(word: &str, letters: usize) -> u64 {
    let from = word.char_indices().rev().nth(letters - 1).map_or(0, |(at, _)| at);
    words::hash(word.get(from..).unwrap_or_default())
}

fn places(tokens: &[Token<'_>]) -> Vec<(u32, u32)> {
    let (mut sentence, mut block) = (0, 0);
    let place = |token: &Token<'_>| {
        let place = (sentence, block);
        sentence += u32::from(token.is_stop());
        block += u32::from(token.shape == Shape::Block);
        place
    };
    tokens.iter().map(place).collect()
}

/// The tokens of a stretch, without an article before them.
pub fn bare(tokens: &[Token<'_>], range: Range<usize>) -> Range<usize> {
    let article = range.len() > 1 && tokens.get(range.start).is_some_and(is_article);
    range.start + usize::from(article)..range.end
}
