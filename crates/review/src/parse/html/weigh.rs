//! Which blocks of a page belong to its article: a small learned model, for there are more ways to lay a page out than
//! anybody lists.
//!
//! What is seen of a block, of its neighbours and of what it stands in is hashed, and each says so much for or against
//! (`assets/article.model`, made by `training/articles/learn.py` from what [`features`] sees; its card is `assets/article.md`).

mod look;

use std::collections::HashSet;

use super::layout::{Around, Block, Layout, hash};
use look::{DEEPEST, Kind, Look, Seen, WIDTH, bits};

/// One signed byte for each hash.
const WEIGHTS: &[u8; WIDTH] = include_bytes!("../../../../../assets/article.model");
/// So many names of elements around a block are looked at.
const MOST_NAMES: usize = 64;
/// The words of a block that has no more are looked at.
const MOST_WORDS: usize = 15;
/// Text of fewer bytes is no part of an article's weight.
const SHORTEST: usize = 25;

/// How much speaks for each block of `layout`, a page of this `title`.
pub(super) fn weigh(layout: &Layout, title: &str) -> Vec<i32> {
    let weight = |feature: &u16| {
        WEIGHTS.get(usize::from(*feature)).map_or(0, |weight| i32::from(weight.cast_signed()))
    };
    let (page, mut seen) = (Page::of(layout, title), Seen::default());
    let weigh = |number| page.features(number, &mut seen).iter().map(weight).sum();
    (0..layout.blocks.len()).map(weigh).collect()
}

/// What is seen of each block, as places in the table of weights.
pub(super) fn features(layout: &Layout, title: &str) -> impl Iterator<Item = Vec<u16>> {
    let (page, mut seen) = (Page::of(layout, title), Seen::default());
    (0..layout.blocks.len()).map(move |number| {
        let mut features = page.features(number, &mut seen).to_vec();
        features.sort_unstable();
        features
    })
}

/// What is known of a page before its blocks are looked at.
struct Page<'l> {
    layout: &'l Layout,
    looks: Vec<Look>,
    /// The elements around each block.
    paths: Vec<usize>,
    /// The words of the title, as hashes.
    title: HashSet<usize>,
    /// How much each element looks like what holds an article; how much that is that does most.
    scores: Vec<usize>,
    top: usize,
    /// In how many elements each lies, itself included, and in how many of them that one lies, too, or is.
    depths: Vec<(usize, usize)>,
    /// In how many that one lies.
    best: usize,
    /// Whether each block says what one before it said.
    again: Vec<bool>,
    /// The first and the last paragraph in that, and the first main heading.
    first: usize,
    last: usize,
    heading: Option<usize>,
}

/// Where a block stands to the paragraphs of the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Before,
    Among,
    Behind,
}

impl<'l> Page<'l> {
    fn of(layout: &'l Layout, title: &str) -> Self {
        let mut paths = Vec::new();
        let looks: Vec<Look> =
            layout.blocks.iter().map(|block| Look::of(layout, block, &mut paths)).collect();
        let scores = scores(layout, &looks, &paths);
        let best = (0..scores.len()).max_by_key(|at| scores[*at]).unwrap_or_default();
        let depths = depths(layout, best);
        let is_within = |block: &Block| block.prose() > 0 && depths[block.inner].1 == depths[best].0;
        let first = layout.blocks.iter().position(is_within);
        let mut said = HashSet::new();
        let h1 = hash(*b"h1");
        let is_heading =
            |look: &Look| paths[look.path.clone()].iter().any(|at| layout.elements[*at].tag == h1);
        Self {
            layout,
            title: lower_words(title).collect(),
            top: scores[best].max(1),
            first: first.unwrap_or_default(),
            last: layout.blocks.iter().rposition(is_within).unwrap_or(looks.len()),
            heading: looks.iter().position(is_heading),
            again: looks.iter().map(|look| !said.insert(look.hash)).collect(),
            scores,
            best: depths[best].0,
            depths,
            paths,
            looks,
        }
    }

    fn features<'s>(&self, number: usize, seen: &'s mut Seen) -> &'s [u16] {
        let (block, look) = (&self.layout.blocks[number], &self.looks[number]);
        seen.next();
        look.features(block, self.layout.text(block).trim(), seen);
        if self.again[number] {
            seen.add(Kind::Again, look.size);
        }
        self.words(block, look, seen);
        self.elements(block, look, seen);
        self.neighbours(number, seen);
        self.place(number, seen);
        &seen.features
    }

    /// The blocks around what has this `look`, the innermost first.
    fn path(&self, look: &Look) -> &[usize] {
        self.paths.get(look.path.clone()).unwrap_or_default()
    }

    fn tag(&self, element: Option<&usize>) -> usize {
        element.and_then(|at| self.layout.elements.get(*at)).map_or(0, |element| element.tag)
    }

    fn words(&self, block: &Block, look: &Look, seen: &mut Seen) {
        let mut words = [0; MOST_WORDS + 1];
        let found = words.iter_mut().zip(lower_words(self.layout.text(block)));
        let count = found.map(|(word, found)| *word = found).count();
        let words = words.get(..count).unwrap_or_default();
        if let Some(first) = words.first() {
            seen.add(Kind::FirstWord, *first);
        }
        if words.len() <= MOST_WORDS {
            for word in words {
                seen.add(Kind::Word, *word);
            }
            let both = words.iter().filter(|word| self.title.contains(*word)).count();
            if both * 5 > self.title.len() * 3 {
                seen.add(Kind::Title, usize::from(both * 10 > self.title.len() * 9));
                seen.add(Kind::TitleTag, self.tag(self.path(look).first()));
            }
        }
    }

    /// What the block stands in.
    fn elements(&self, block: &Block, look: &Look, seen: &mut Seen) {
        let path = self.path(look);
        let (tag, up) = (self.tag(path.first()), path.get(1));
        seen.add(Kind::Tag, tag);
        seen.all(Kind::TagShape, &[tag, look.size, look.links]);
        for (distance, at) in (1..).zip(self.path(look).iter().skip(1).take(3)) {
            seen.all(Kind::Up, &[distance, self.tag(Some(at))]);
        }
        seen.all(Kind::Path, &[tag, self.tag(up), self.tag(path.get(2))]);
        if Some(&block.inner) != path.first() {
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
        let path = self.path(own);
        for (side, distance) in [(0, 1), (0, 2), (1, 1), (1, 2)] {
            let at = if side == 0 { number.checked_sub(distance) } else { number.checked_add(distance) };
            let Some(other) = at.and_then(|at| self.looks.get(at)) else { continue };
            let kind = other.size.min(9) * 4 + other.links;
            seen.all(Kind::Neighbour, &[side, distance, kind]);
            if distance == 1 {
                seen.all(Kind::NeighbourTag, &[side, self.tag(self.path(other).first())]);
                seen.all(Kind::NeighbourSize, &[side, kind, own.size]);
                let both = path.iter().rev().zip(self.path(other).iter().rev());
                seen.all(Kind::Apart, &[side, path.len() - both.take_while(|(a, b)| a == b).count()]);
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
        let (depth, shared) = self.depths[block.inner];
        let (down, up) = ((self.best - shared).min(6), (depth - shared).min(6));
        let (place, tag) = (place as usize, self.tag(self.path(look).first()));
        seen.add(Kind::Down, down);
        seen.add(Kind::Place, place);
        seen.all(Kind::PlaceDown, &[place, down]);
        seen.all(Kind::PlaceTag, &[place, down.min(3), tag]);
        seen.all(Kind::PlaceShape, &[place, down.min(3), look.shape()]);
        seen.all(Kind::DownUp, &[down.min(3), up]);
        let distance =
            if number < self.first { self.first - number } else { number.saturating_sub(self.last) };
        seen.all(Kind::Distance, &[place, distance.min(10)]);
        let around = self.path(look).iter().skip(1).take(6);
        let score = 5 * around.map(|at| self.scores[*at]).max().unwrap_or_default() / self.top;
        seen.add(Kind::Score, score);
        seen.all(Kind::ScoreShape, &[score, look.shape()]);
        seen.all(Kind::ScorePlace, &[score, place, down.min(3)]);
        for (distance, at) in (1..).zip(self.path(look).iter().skip(1).take(3)) {
            let Around { length, linked, prose, blocks, .. } = self.layout.elements[*at];
            let links = 10 * linked / length.max(1);
            seen.all(Kind::Content, &[distance, links, bits(length) / 2]);
            seen.all(Kind::Share, &[distance, (5 * prose / all.prose.max(1))]);
            seen.all(Kind::Count, &[distance, bits(blocks)]);
        }
    }
}

/// How much each element looks like what holds an article, as Readability reckons: each paragraph counts for what it
/// stands in, less the farther out that is.
fn scores(layout: &Layout, looks: &[Look], paths: &[usize]) -> Vec<usize> {
    let mut scores = vec![0; layout.elements.len()];
    for (block, look) in layout.blocks.iter().zip(looks) {
        let text = layout.text(block).trim();
        if text.len() < SHORTEST {
            continue;
        }
        let score = 200 + 100 * look.commas + text.len().min(300);
        for (share, at) in [1, 2, 6, 9, 12].iter().zip(paths[look.path.clone()].iter().skip(1)) {
            scores[*at] += score / share;
        }
    }
    for (score, element) in scores.iter_mut().zip(&layout.elements) {
        *score = *score * (element.length - element.linked) / element.length.max(1);
    }
    scores
}

/// In how many elements each lies, itself included, and in how many of these `best` lies, too, or is.
fn depths(layout: &Layout, best: usize) -> Vec<(usize, usize)> {
    let mut depths: Vec<(usize, usize)> = Vec::with_capacity(layout.elements.len());
    let mut around = vec![false; layout.elements.len()];
    layout.path(best).for_each(|at| around[at] = true);
    for (number, element) in layout.elements.iter().enumerate() {
        let (depth, shared) =
            Some(element.parent).filter(|parent| *parent < number).map_or((0, 0), |parent| depths[parent]);
        depths.push((depth + 1, if around[number] { depth + 1 } else { shared }));
    }
    depths
}

/// The words of `text` in small letters, as hashes.
fn lower_words(text: &str) -> impl Iterator<Item = usize> {
    let lower = |word: &str| {
        if word.is_ascii() {
            hash(word.bytes().map(|byte| byte.to_ascii_lowercase()))
        } else {
            hash(word.to_lowercase().bytes())
        }
    };
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(lower)
}
