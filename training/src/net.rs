//! The network as it is trained: the same sums as the shipped judge, on a tape.

use std::ops::Range;

use judge::context;
use judge::features::Case;
use judge::matrix::Matrix;

use super::corpus::{self, Aside, Review, Voice};
use super::random::Random;
use super::tape::{Bags, Param, Tape, Var};

#[derive(Clone, Debug)]
pub struct Shape {
    pub dim: usize,
    pub hidden: usize,
    pub state: usize,
    /// The most words with a vector of their own, and the vectors that letter groups share.
    pub words: usize,
    pub grams: usize,
    pub steps: Vec<usize>,
    pub drop_word: f32,
    pub drop: f32,
}

/// Where a word's vector is found.
pub struct Words {
    /// For each word of the lexicon: its row in the table, if it has one.
    pub rows: Vec<Option<u32>>,
    /// For each word of the lexicon: the rows of its letter groups.
    pub grams: Vec<Vec<u32>>,
    pub hashes: Vec<u32>,
    /// Words the corpus does not have but a starting vector: hash and row.
    pub spare: Vec<(u32, u32)>,
}

pub struct Net {
    pub shape: Shape,
    pub params: Vec<Matrix>,
    /// Which of them are tables, of which a review touches few rows.
    pub tables: Vec<bool>,
}

pub const WORDS: Param = Param(0);
pub const GRAMS: Param = Param(1);
pub const CASES: Param = Param(2);
pub const MASKS: Param = Param(3);
pub const CONV: Param = Param(4);
pub const SENTENCE: Param = Param(5);
pub const LEVELS: Param = Param(6);
pub const ZONE_IN: Param = Param(7);
pub const ZONE_JOIN: Param = Param(8);
pub const ZONES: Param = Param(9);
/// The first of the context's matrices, two to a layer.
pub const CONTEXT: usize = 10;

impl Net {
    #[must_use]
    pub fn new(shape: Shape, words: Matrix, random: &mut Random) -> Self {
        let Shape { dim, hidden, state, grams, .. } = shape;
        let layers = shape.steps.len();
        let mut net = Self { shape, params: vec![words], tables: vec![true] };
        net.table(grams, dim, 0.3, random);
        net.table(Case::COUNT, dim, 0.1, random);
        net.table(3, state, 0.3, random);
        net.dense(3 * dim, hidden, 1.4, random);
        net.dense(2 * hidden + context::PLACE + 1, state, 1.4, random);
        net.dense(state, 3, 0.5, random);
        net.dense(state, state / 2, 1.4, random);
        net.dense(2 * (state / 2), state / 2, 1.4, random);
        net.dense(3 * (state / 2), 7, 0.5, random);
        for _ in 0..layers {
            net.dense(3 * state, state, 1.4, random);
            net.dense(state, state, 0.3, random);
        }
        net
    }

    fn table(&mut self, rows: usize, cols: usize, size: f32, random: &mut Random) {
        let mut m = Matrix::zeros(rows, cols);
        m.data.iter_mut().for_each(|v| *v = size * random.normal());
        self.params.push(m);
        self.tables.push(true);
    }

    /// A matrix with its bias, zero at first, as the last row.
    fn dense(&mut self, rows: usize, cols: usize, gain: f32, random: &mut Random) {
        let mut m = Matrix::zeros(rows + 1, cols);
        let size = gain / (rows as f32).sqrt();
        m.data[..rows * cols].iter_mut().for_each(|v| *v = size * random.normal());
        self.params.push(m);
        self.tables.push(false);
    }
}

/// A sentence as the network is given it.
#[derive(Clone)]
pub enum Unit {
    Read(Vec<(u32, Case)>),
    /// A marked spoiler: its level, 0 to 2, and nothing of its words.
    Masked(usize),
}

/// A review made ready: what to read, and what should come out.
pub struct Example {
    pub units: Vec<Unit>,
    pub paragraphs: Vec<usize>,
    pub levels: Vec<Option<[f32; 3]>>,
    pub zones: Vec<Option<[f32; 7]>>,
    pub voice: Voice,
}

impl Example {
    #[must_use]
    pub fn plain(review: &Review) -> Self {
        Self {
            units: review.sentences.iter().cloned().map(Unit::Read).collect(),
            paragraphs: review.paragraphs.clone(),
            levels: review.levels.iter().copied().map(Some).collect(),
            zones: review.zones.clone(),
            voice: review.voice,
        }
    }

    /// The review as it might also have been: without capitals, with marked spoilers, without paragraphs.
    #[must_use]
    pub fn varied(review: &Review, asides: &[Aside], random: &mut Random) -> Self {
        let mut example = Self::plain(review);
        for chance in [0.5, 0.25] {
            if !asides.is_empty() && random.chance(chance) {
                example.put_in(&asides[random.below(asides.len())], random);
            }
        }
        if random.chance(0.15) {
            example.lose_case();
        }
        if random.chance(0.15) {
            example.mask(random);
        }
        if random.chance(0.05) {
            example.join();
        }
        example
    }

    fn lose_case(&mut self) {
        for unit in &mut self.units {
            if let Unit::Read(tokens) = unit {
                for token in tokens {
                    token.1 = Case::Lost;
                }
            }
        }
    }

    /// Puts an aside after some sentence, more often than not one that tells; a notice at the end.
    fn put_in(&mut self, aside: &Aside, random: &mut Random) {
        let mut at = self.units.len();
        let mut paragraph = self.paragraphs.len();
        if aside.matter {
            self.paragraphs.push(0);
            self.zones.push(corpus::hard_zone('M').filter(|_| self.zones.iter().any(Option::is_some)));
        } else {
            let after = self.place_for_aside(random);
            at = after + 1;
            paragraph = spans(&self.paragraphs).iter().position(|s| s.contains(&after)).unwrap_or_default();
        }
        self.paragraphs[paragraph] += aside.sentences.len();
        self.units.splice(at..at, aside.sentences.iter().map(|s| Unit::Read(s.1.clone())));
        self.levels.splice(at..at, aside.sentences.iter().map(|s| Some(s.0)));
    }

    /// A third each: after a sentence that tells the ending, after one that tells the plot, after any.
    fn place_for_aside(&self, random: &mut Random) -> usize {
        let level = random.below(3);
        let telling: Vec<usize> = (0..self.units.len())
            .filter(|i| level < 2 && self.levels[*i].is_some_and(|l| l[2 - level] > 0.5))
            .collect();
        if telling.is_empty() { random.below(self.units.len()) } else { telling[random.below(telling.len())] }
    }

    fn join(&mut self) {
        self.paragraphs = vec![self.units.len()];
        self.zones = vec![None];
    }

    /// Masks a run of sentences within a paragraph, as one.
    fn mask(&mut self, random: &mut Random) {
        let paragraph = random.below(self.paragraphs.len());
        let before: usize = self.paragraphs[..paragraph].iter().sum();
        let len = self.paragraphs[paragraph];
        if len == 0 {
            return;
        }
        let start = before + random.below(len);
        let end = (start + 1 + random.below(4)).min(before + len);
        let told =
            self.levels[start..end].iter().flatten().map(|l| l.iter().filter(|p| **p > 0.4).count()).max();
        self.units.splice(start..end, [Unit::Masked(told.unwrap_or(0).max(1) - 1)]);
        self.levels.splice(start..end, [None]);
        self.paragraphs[paragraph] -= end - start - 1;
    }
}

/// The network's answers for one review, on the tape.
pub struct Answers {
    pub levels: Var,
    pub zones: Var,
}

/// Reads an example. With `random`, parts are dropped as in training.
pub fn read(
    net: &Net,
    words: &Words,
    tape: &mut Tape<'_>,
    example: &Example,
    mut random: Option<&mut Random>,
) -> Answers {
    let said = sentences(net, words, tape, example, random.as_deref_mut());
    let mut state = mask(tape, said, example);
    for (i, step) in net.shape.steps.iter().enumerate() {
        state = layer(net, tape, state, i, *step, random.as_deref_mut());
    }
    state = tape.norm(state);
    state = drop(tape, state, net.shape.drop, random.as_deref_mut());
    Answers { levels: tape.affine(state, LEVELS), zones: zones(net, tape, state, example, random) }
}

/// What each sentence says: its words beside their neighbours, pooled, with its place.
fn sentences(
    net: &Net,
    words: &Words,
    tape: &mut Tape<'_>,
    example: &Example,
    mut random: Option<&mut Random>,
) -> Var {
    let (bags, ranges) = gather(words, example, &net.shape, random.as_deref_mut());
    let word = tape.bags(WORDS, bags.words);
    let gram = tape.bags(GRAMS, bags.grams);
    let case = tape.bags(CASES, bags.cases);
    let mut x = tape.add(word, gram);
    x = tape.add(x, case);
    x = tape.unfold(x, 1, &ranges);
    x = tape.affine(x, CONV);
    x = tape.relu(x);
    let mean = tape.mean(x, &ranges);
    let most = tape.max(x, &ranges);
    let mut said = tape.concat(mean, most);
    said = drop(tape, said, net.shape.drop, random);
    let place = tape.given(place(example));
    said = tape.concat(said, place);
    said = tape.affine(said, SENTENCE);
    tape.relu(said)
}

fn layer(
    net: &Net,
    tape: &mut Tape<'_>,
    state: Var,
    index: usize,
    step: usize,
    random: Option<&mut Random>,
) -> Var {
    let count = tape.value(state).rows();
    let mut change = tape.norm(state);
    change = tape.unfold(change, step, std::slice::from_ref(&(0..count)));
    change = tape.affine(change, Param(CONTEXT + 2 * index));
    change = tape.relu(change);
    change = drop(tape, change, net.shape.drop, random);
    change = tape.affine(change, Param(CONTEXT + 2 * index + 1));
    tape.add(state, change)
}

fn zones(net: &Net, tape: &mut Tape<'_>, state: Var, example: &Example, random: Option<&mut Random>) -> Var {
    let ranges = spans(&example.paragraphs);
    let mut z = tape.affine(state, ZONE_IN);
    z = tape.relu(z);
    let mean = tape.mean(z, &ranges);
    let most = tape.max(z, &ranges);
    z = tape.concat(mean, most);
    z = drop(tape, z, net.shape.drop, random);
    z = tape.affine(z, ZONE_JOIN);
    z = tape.relu(z);
    z = tape.unfold(z, 1, std::slice::from_ref(&(0..ranges.len())));
    tape.affine(z, ZONES)
}

/// Masked rows are replaced by the vector of their level.
fn mask(tape: &mut Tape<'_>, v: Var, example: &Example) -> Var {
    if !example.units.iter().any(|u| matches!(u, Unit::Masked(_))) {
        return v;
    }
    let cols = tape.value(v).cols;
    let mut keep = Matrix { cols, data: vec![1.0; cols * example.units.len()] };
    let mut bags = Bags::default();
    for (i, unit) in example.units.iter().enumerate() {
        if let Unit::Masked(level) = unit {
            keep.row_mut(i).fill(0.0);
            bags.picks.push((*level as u32, 1.0));
        }
        bags.close();
    }
    let kept = tape.scale(v, keep);
    let masks = tape.bags(MASKS, bags);
    tape.add(kept, masks)
}

fn drop(tape: &mut Tape<'_>, v: Var, share: f32, random: Option<&mut Random>) -> Var {
    let Some(random) = random.filter(|_| share > 0.0) else { return v };
    let (cols, len) = (tape.value(v).cols, tape.value(v).data.len());
    let keep = 1.0 / (1.0 - share);
    let data = (0..len).map(|_| if random.chance(share) { 0.0 } else { keep }).collect();
    tape.scale(v, Matrix { cols, data })
}

fn place(example: &Example) -> Matrix {
    let places = context::places(&example.paragraphs);
    let mut out = Matrix { cols: context::PLACE + 1, data: Vec::new() };
    for (i, unit) in example.units.iter().enumerate() {
        out.data.extend_from_slice(places.row(i));
        out.data.push(match unit {
            Unit::Read(tokens) => tokens.len() as f32 / (tokens.len() as f32 + 15.0),
            Unit::Masked(_) => 0.0,
        });
    }
    out
}

#[must_use]
pub fn spans(lens: &[usize]) -> Vec<Range<usize>> {
    let mut end = 0;
    lens.iter()
        .map(|len| {
            end += len;
            end - len..end
        })
        .collect()
}

#[derive(Default)]
struct Gathered {
    words: Bags,
    grams: Bags,
    cases: Bags,
}

fn gather(
    words: &Words,
    example: &Example,
    shape: &Shape,
    mut random: Option<&mut Random>,
) -> (Gathered, Vec<Range<usize>>) {
    let mut out = Gathered::default();
    let mut ranges = Vec::new();
    for unit in &example.units {
        let start = out.words.ends.len();
        if let Unit::Read(tokens) = unit {
            for (word, case) in tokens {
                token(words, *word, *case, shape, random.as_deref_mut(), &mut out);
            }
        }
        ranges.push(start..out.words.ends.len());
    }
    (out, ranges)
}

fn token(
    words: &Words,
    word: u32,
    case: Case,
    shape: &Shape,
    random: Option<&mut Random>,
    out: &mut Gathered,
) {
    let row = words.rows[word as usize];
    let (mut unread, mut spelled) = (false, false);
    if let Some(random) = random {
        unread = random.chance(shape.drop_word);
        spelled = random.chance(0.04);
    }
    if !unread {
        if let Some(row) = row.filter(|_| !spelled) {
            out.words.picks.push((row, 1.0));
        } else {
            let grams = &words.grams[word as usize];
            let weight = 1.0 / (grams.len() as f32).max(1.0);
            out.grams.picks.extend(grams.iter().map(|g| (*g, weight)));
        }
        out.cases.picks.push((case as u32, 1.0));
    }
    out.words.close();
    out.grams.close();
    out.cases.close();
}
