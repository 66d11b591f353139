//! What is seen of a block of a page by itself, and the features that it and its surroundings are told by.

use std::ops::Range;

use super::super::layout::{Block, Layout, hash};
/// So many elements around a block are looked at.
pub(super) const DEEPEST: usize = 32;
/// Features have so many places.
pub(super) const WIDTH: usize = 1 << 16;

/// What is seen of a block by itself.
pub(super) struct Look {
    /// The blocks around it, the innermost first, as a part of all paths.
    pub path: Range<usize>,
    pub size: usize,
    pub links: usize,
    pub commas: usize,
    pub is_sentence: bool,
    pub hash: usize,
}

/// What features are about.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Tag,
    Size,
    Links,
    Shape,
    TagShape,
    Sentence,
    Up,
    Path,
    Inner,
    TagInner,
    Around,
    Near,
    Named,
    NamedProse,
    Word,
    FirstWord,
    Sign,
    Commas,
    Digits,
    Stressed,
    Again,
    Neighbour,
    NeighbourTag,
    NeighbourSize,
    Apart,
    Position,
    Heading,
    Title,
    TitleTag,
    Down,
    Place,
    PlaceDown,
    PlaceTag,
    PlaceShape,
    DownUp,
    Distance,
    Score,
    ScoreShape,
    ScorePlace,
    Content,
    Share,
    Count,
    Aside,
    AsideShape,
}

/// The features of a block, each once.
pub(super) struct Seen {
    pub features: Vec<u16>,
    /// The number of the block in which each feature was seen last.
    last: Vec<usize>,
    block: usize,
}

impl Default for Seen {
    fn default() -> Self {
        Self { features: Vec::new(), last: vec![0; WIDTH], block: 0 }
    }
}

impl Seen {
    /// Begins with the next block.
    pub fn next(&mut self) {
        self.features.clear();
        self.block += 1;
    }

    pub fn add(&mut self, kind: Kind, value: usize) {
        self.all(kind, &[value]);
    }

    pub fn all(&mut self, kind: Kind, values: &[usize]) {
        let mixed =
            |hash: u64, value: u64| (hash ^ value).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23);
        let hash = values.iter().fold(mixed(7, kind as u64), |hash, value| mixed(hash, *value as u64));
        let feature = u16::try_from(hash >> 48).unwrap_or_default();
        let is_new = |last: &mut usize| std::mem::replace(last, self.block) != self.block;
        if self.last.get_mut(usize::from(feature)).is_some_and(is_new) {
            self.features.push(feature);
        }
    }
}

impl Look {
    pub fn of(layout: &Layout, block: &Block, paths: &mut Vec<usize>) -> Self {
        let text = layout.text(block).trim();
        let links = match 10 * block.linked / block.length.max(1) {
            _ if block.linked == 0 => 0,
            0..2 => 1,
            2..5 => 2,
            5..9 => 3,
            _ => 4,
        };
        let is_block = |at: &usize| layout.elements[*at].is_block || *at == 0;
        let start = paths.len();
        paths.extend(layout.path(block.inner).filter(is_block).take(DEEPEST));
        Self {
            path: start..paths.len(),
            size: bits(block.length).min(12),
            links,
            commas: commas(text),
            is_sentence: text.ends_with(['.', '!', '?', '…', '"', '”', '»', '\'', '’', ')', '。'])
                && text.split_whitespace().nth(3).is_some(),
            hash: hash(text.bytes()),
        }
    }

    pub fn shape(&self) -> usize {
        self.size * 16 + self.links * 2 + usize::from(self.is_sentence)
    }

    pub fn features(&self, block: &Block, text: &str, seen: &mut Seen) {
        seen.add(Kind::Size, self.size);
        seen.add(Kind::Links, self.links);
        seen.add(Kind::Shape, self.shape());
        seen.add(Kind::Sentence, usize::from(self.is_sentence));
        let starts = text.find(':').and_then(|at| text.get(..at)).is_some_and(|key| !key.contains(' '));
        let is_loud = !text.contains(char::is_lowercase) && text.contains(char::is_uppercase);
        let ends = |end: &str| text.ends_with(end);
        let signs = [
            starts,
            is_loud,
            ends(":"),
            ends("?"),
            ends("…") || ends("..."),
            text.contains('|'),
            text.contains('©'),
        ];
        for (number, _) in (0..).zip(signs).filter(|(_, is_there)| *is_there) {
            seen.add(Kind::Sign, number);
        }
        seen.add(Kind::Commas, self.commas.min(5));
        let digits = 100 * text.bytes().filter(u8::is_ascii_digit).count() / text.len().max(1);
        seen.add(Kind::Digits, [0, 1, 10, 30].iter().filter(|least| digits >= **least).count());
        let stressed = usize::from(block.stressed > 0) + usize::from(block.stressed == block.length);
        seen.add(Kind::Stressed, stressed);
    }
}

fn commas(text: &str) -> usize {
    let plain = text.bytes().filter(|byte| *byte == b',').count();
    if text.is_ascii() { plain } else { plain + text.matches('，').count() + text.matches('、').count() }
}

/// How many bits `number` has.
pub(super) fn bits(number: usize) -> usize {
    (usize::BITS - number.leading_zeros()) as usize
}
