//! Which blocks of a page belong to its article: a small learned model, for there are more ways to lay a page out than
//! anybody lists.
//!
//! What is seen of a block, of its neighbours and of what it stands in is hashed, and each says so much for or against
//! (`assets/article.model`, made by `training/articles/learn.py` from what [`features`] sees; its card is `assets/article.md`).

use std::collections::HashSet;

use super::layout::{Around, Block, Layout, hash};

/// One signed byte for each hash.
const WEIGHTS: &[u8] = include_bytes!("../../../../../assets/article.model");
/// So many names of elements around a block are looked at, and so many elements.
const MOST_NAMES: usize = 64;
const DEEPEST: usize = 32;
/// The words of a block that has no more are looked at.
const MOST_WORDS: usize = 15;
/// Text of fewer bytes is no part of an article's weight.
const SHORTEST: usize = 25;

/// How much speaks for each block of `layout`, a page of this `title`.
pub(super) fn weigh(layout: &Layout, title: &str) -> Vec<i32> {
    let weight = |feature: &u16| {
        WEIGHTS.get(usize::from(*feature)).map_or(0, |weight| i32::from(weight.cast_signed()))
    };
    features(layout, title).map(|features| features.iter().map(weight).sum()).collect()
}

/// What is seen of each block, as places in the table of weights.
pub(super) fn features(layout: &Layout, title: &str) -> impl Iterator<Item = Vec<u16>> {
    let page = Page::of(layout, title);
    (0..layout.blocks.len()).map(move |number| page.features(number))
}

/// What is known of a page before its blocks are looked at.
struct Page<'l> {
    layout: &'l Layout,
    looks: Vec<Look>,
    title: HashSet<String>,
    /// How much each element looks like what holds an article, and which does most, with all around it.
    scores: Vec<usize>,
    best: Vec<usize>,
    top: usize,
    /// Blocks that say what one before them said.
    again: HashSet<usize>,
    /// The first and the last paragraph in that, and the first main heading.
    first: usize,
    last: usize,
    heading: Option<usize>,
}

/// What is seen of a block by itself.
struct Look {
    /// The blocks around it: the innermost first.
    path: Vec<usize>,
    size: usize,
    links: usize,
    commas: usize,
    is_sentence: bool,
    hash: usize,
}

/// Where a block stands to the paragraphs of the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Before,
    Among,
    Behind,
}

/// What features are about.
#[derive(Clone, Copy, Debug)]
enum Kind {
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

/// The features of a block.
#[derive(Default)]
struct Seen(Vec<u16>);

impl Seen {
    fn add(&mut self, kind: Kind, value: usize) {
        self.all(kind, &[value]);
    }

    fn all(&mut self, kind: Kind, values: &[usize]) {
        let mixed =
            |hash: u64, value: u64| (hash ^ value).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23);
        let hash = values.iter().fold(mixed(7, kind as u64), |hash, value| mixed(hash, *value as u64));
        self.0.push(u16::try_from(hash >> 48).unwrap_or_default());
    }
}

impl<'l> Page<'l> {
    fn of(layout: &'l Layout, title: &str) -> Self {
        let looks: Vec<Look> = layout.blocks.iter().map(|block| Look::of(layout, block)).collect();
        let scores = scores(layout, &looks);
        let best = (0..scores.len()).max_by_key(|at| scores[*at]).unwrap_or_default();
        let mut path: Vec<usize> = layout.path(best).collect();
        path.reverse();
        let is_within = |number: &usize| {
            layout.blocks[*number].prose() > 0
                && layout.path(layout.blocks[*number].inner).any(|at| at == best)
        };
        let mut within = (0..looks.len()).filter(is_within);
        let first = within.next();
        let mut said = HashSet::new();
        let h1 = hash(*b"h1");
        let is_heading = |look: &Look| look.path.iter().any(|at| layout.elements[*at].tag == h1);
        Self {
            layout,
            title: lower_words(title).collect(),
            top: scores[best].max(1),
            first: first.unwrap_or_default(),
            last: within.next_back().or(first).unwrap_or(looks.len()),
            heading: looks.iter().position(is_heading),
            again: looks
                .iter()
                .enumerate()
                .filter(|(_, look)| !said.insert(look.hash))
                .map(|(at, _)| at)
                .collect(),
            scores,
            best: path,
            looks,
        }
    }

    fn features(&self, number: usize) -> Vec<u16> {
        let (block, look) = (&self.layout.blocks[number], &self.looks[number]);
        let mut seen = Seen::default();
        look.features(block, &mut seen);
        if self.again.contains(&number) {
            seen.add(Kind::Again, look.size);
        }
        self.words(block, look, &mut seen);
        self.elements(block, look, &mut seen);
        self.neighbours(number, &mut seen);
        self.place(number, &mut seen);
        seen.0.sort_unstable();
        seen.0.dedup();
        seen.0
    }

    fn tag(&self, element: Option<&usize>) -> usize {
        element.and_then(|at| self.layout.elements.get(*at)).map_or(0, |element| element.tag)
    }

    fn words(&self, block: &Block, look: &Look, seen: &mut Seen) {
        let words: Vec<String> = lower_words(&block.text).take(MOST_WORDS + 1).collect();
        if let Some(first) = words.first() {
            seen.add(Kind::FirstWord, hash(first.bytes()));
        }
        if words.len() <= MOST_WORDS {
            for word in &words {
                seen.add(Kind::Word, hash(word.bytes()));
            }
            let both = words.iter().filter(|word| self.title.contains(*word)).count();
            if both * 5 > self.title.len() * 3 {
                seen.add(Kind::Title, usize::from(both * 10 > self.title.len() * 9));
                seen.add(Kind::TitleTag, self.tag(look.path.first()));
            }
        }
    }

    /// What the block stands in.
    fn elements(&self, block: &Block, look: &Look, seen: &mut Seen) {
        let (tag, up) = (self.tag(look.path.first()), look.path.get(1));
        seen.add(Kind::Tag, tag);
        seen.all(Kind::TagShape, &[tag, look.size, look.links]);
        for (distance, at) in (1..).zip(look.path.iter().skip(1).take(3)) {
            seen.all(Kind::Up, &[distance, self.tag(Some(at))]);
        }
        seen.all(Kind::Path, &[tag, self.tag(up), self.tag(look.path.get(2))]);
        if Some(&block.inner) != look.path.first() {
            let inner = self.tag(Some(&block.inner));
            seen.add(Kind::Inner, inner);
            seen.all(Kind::TagInner, &[tag, inner]);
        }
        let is_prose = look.size >= 7 && look.links < 3;
        let (mut left, mut is_near) = (MOST_NAMES, true);
        for at in self.layout.path(block.inner).take(DEEPEST) {
            let around = &self.layout.elements[at];
            seen.add(Kind::Around, around.tag);
            for name in self.layout.names(around).iter().take(left) {
                seen.add(if is_prose { Kind::NamedProse } else { Kind::Named }, *name);
                if is_near {
                    seen.add(Kind::Near, *name);
                }
            }
            left = left.saturating_sub(self.layout.names(around).len());
            is_near &= Some(&at) != up;
        }
        let is_aside = usize::from(self.layout.elements[block.inner].is_aside);
        seen.add(Kind::Aside, is_aside);
        seen.all(Kind::AsideShape, &[is_aside, look.shape()]);
    }

    fn neighbours(&self, number: usize, seen: &mut Seen) {
        let own = &self.looks[number];
        for (side, distance) in [(0, 1), (0, 2), (1, 1), (1, 2)] {
            let at = if side == 0 { number.checked_sub(distance) } else { number.checked_add(distance) };
            let Some(other) = at.and_then(|at| self.looks.get(at)) else { continue };
            let kind = other.size.min(9) * 4 + other.links;
            seen.all(Kind::Neighbour, &[side, distance, kind]);
            if distance == 1 {
                seen.all(Kind::NeighbourTag, &[side, self.tag(other.path.first())]);
                seen.all(Kind::NeighbourSize, &[side, kind, own.size]);
                let shared =
                    own.path.iter().rev().zip(other.path.iter().rev()).take_while(|(a, b)| a == b).count();
                seen.all(Kind::Apart, &[side, (own.path.len() - shared)]);
            }
        }
    }

    /// Where the block stands in the page, and to what most looks like its article.
    fn place(&self, number: usize, seen: &mut Seen) {
        let (block, look) = (&self.layout.blocks[number], &self.looks[number]);
        let place = match () {
            () if number < self.first => Place::Before,
            () if number <= self.last => Place::Among,
            () => Place::Behind,
        };
        let all = &self.layout.elements[0];
        seen.add(Kind::Position, 10 * number / all.blocks.max(1));
        if let Some(heading) = self.heading {
            let behind = if number < heading { 0 } else { (number - heading).min(5) + 1 };
            seen.add(Kind::Heading, behind);
        }
        let mut path: Vec<usize> = self.layout.path(block.inner).collect();
        path.reverse();
        let shared = path.iter().zip(&self.best).take_while(|(a, b)| a == b).count();
        let (down, up) = ((self.best.len() - shared).min(6), (path.len() - shared).min(6));
        let (place, tag) = (place as usize, self.tag(look.path.first()));
        seen.add(Kind::Down, down);
        seen.add(Kind::Place, place);
        seen.all(Kind::PlaceDown, &[place, down]);
        seen.all(Kind::PlaceTag, &[place, down.min(3), tag]);
        seen.all(Kind::PlaceShape, &[place, down.min(3), look.shape()]);
        seen.all(Kind::DownUp, &[down.min(3), up]);
        let distance =
            if number < self.first { self.first - number } else { number.saturating_sub(self.last) };
        seen.all(Kind::Distance, &[place, distance.min(10)]);
        let around = look.path.iter().skip(1).take(6);
        let score = 5 * around.map(|at| self.scores[*at]).max().unwrap_or_default() / self.top;
        seen.add(Kind::Score, score);
        seen.all(Kind::ScoreShape, &[score, look.shape()]);
        seen.all(Kind::ScorePlace, &[score, place, down.min(3)]);
        for (distance, at) in (1..).zip(look.path.iter().skip(1).take(3)) {
            let Around { length, linked, prose, blocks, .. } = self.layout.elements[*at];
            let links = 10 * linked / length.max(1);
            seen.all(Kind::Content, &[distance, links, bits(length) / 2]);
            seen.all(Kind::Share, &[distance, (5 * prose / all.prose.max(1))]);
            seen.all(Kind::Count, &[distance, bits(blocks)]);
        }
    }
}

impl Look {
    fn of(layout: &Layout, block: &Block) -> Self {
        let text = block.text.trim();
        let links = match 10 * block.linked / block.length.max(1) {
            _ if block.linked == 0 => 0,
            0..2 => 1,
            2..5 => 2,
            5..9 => 3,
            _ => 4,
        };
        let is_block = |at: &usize| layout.elements[*at].is_block || *at == 0;
        Self {
            path: layout.path(block.inner).filter(is_block).take(DEEPEST).collect(),
            size: bits(block.length).min(12),
            links,
            commas: commas(text),
            is_sentence: text.ends_with(['.', '!', '?', '…', '"', '”', '»', '\'', '’', ')', '。'])
                && text.split_whitespace().nth(3).is_some(),
            hash: hash(text.bytes()),
        }
    }

    fn shape(&self) -> usize {
        self.size * 16 + self.links * 2 + usize::from(self.is_sentence)
    }

    fn features(&self, block: &Block, seen: &mut Seen) {
        let text = block.text.trim();
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

/// How much each element looks like what holds an article, as Readability reckons: each paragraph counts for what it
/// stands in, less the farther out that is.
fn scores(layout: &Layout, looks: &[Look]) -> Vec<usize> {
    let mut scores = vec![0; layout.elements.len()];
    for (block, look) in layout.blocks.iter().zip(looks) {
        let text = block.text.trim();
        if text.len() < SHORTEST {
            continue;
        }
        let score = 200 + 100 * look.commas + text.len().min(300);
        for (share, at) in [1, 2, 6, 9, 12].iter().zip(look.path.iter().skip(1)) {
            scores[*at] += score / share;
        }
    }
    for (score, element) in scores.iter_mut().zip(&layout.elements) {
        *score = *score * (element.length - element.linked) / element.length.max(1);
    }
    scores
}

fn commas(text: &str) -> usize {
    let plain = text.bytes().filter(|byte| *byte == b',').count();
    if text.is_ascii() { plain } else { plain + text.matches('，').count() + text.matches('、').count() }
}

/// The words of `text` in small letters.
fn lower_words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// How many bits `number` has.
fn bits(number: usize) -> usize {
    (usize::BITS - number.leading_zeros()) as usize
}
