//! Which tokens are names, of what kind, and of whom it is told what they did: a small net over the tokens.
//!
//! Each token is seen with those around it, and with what is remembered of all before and behind; then those that may
//! be part of a name are seen with the same word elsewhere in the text, so that a surname alone is known by its full
//! name, and with all of the text.

use std::collections::HashMap;

use judge::matrix::Matrix;

use super::features::Rows;
use super::net::Net;
use super::tokens::{Flag, Shape, Token};
use super::words::Buckets;

/// How many kinds a mention may be of: none, a person of the film, another person, a character, the film, another film,
/// a company.
pub const KINDS: usize = 7;
/// The places of the kinds that are asked for by name.
pub const CREW: usize = 1;
pub const OTHER: usize = 2;
pub const CHARACTER: usize = 3;
pub const FILM: usize = 4;
pub const FILMS: usize = 5;
pub const COMPANY: usize = 6;
/// How many roles are told apart.
pub const ROLES: usize = 12;
/// The place of the actor among them.
pub const ACTOR: usize = 3;
/// What is answered of a token: none, then where each kind begins and goes on.
const TAGS: usize = 2 * KINDS - 1;

/// So many tokens on either side are seen one by one, and so many as one.
const NEAR: usize = 3;
const FAR: usize = 17;

/// What can be one name, and put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort {
    /// A person or a character.
    Person,
    Film,
    Company,
}

impl Sort {
    /// Of which a kind is.
    fn of(kind: usize) -> Self {
        match kind {
            FILM | FILMS => Self::Film,
            COMPANY => Self::Company,
            _ => Self::Person,
        }
    }
}

/// Of which a tag is.
fn sort(tag: usize) -> Sort {
    Sort::of(tag.div_ceil(2))
}

/// A name in the text: tokens `from..to`.
#[derive(Clone, Debug)]
pub struct Mention {
    pub from: usize,
    pub to: usize,
    /// How likely each kind is.
    pub kinds: [f32; KINDS],
    /// How likely each role is, of a person of the film.
    pub roles: [f32; ROLES],
    /// How likely it is the film's title, beside all other names of the text and none.
    pub title: f32,
}

impl Mention {
    pub fn range(&self) -> std::ops::Range<usize> {
        self.from..self.to
    }

    /// Puts `other`, which it covers in part, to what it is.
    pub fn take_in(&mut self, other: &Self) {
        (self.from, self.to) = (self.from.min(other.from), self.to.max(other.to));
        self.title += other.title;
        if other.sort() == Sort::Film {
            self.kinds.iter_mut().zip(other.kinds).for_each(|(own, other)| *own = f32::midpoint(*own, other));
        }
    }

    /// What it is most likely.
    pub fn sort(&self) -> Sort {
        Sort::of(self.kind())
    }

    /// The likeliest kind.
    pub fn kind(&self) -> usize {
        most(&self.kinds[1..]) + 1
    }
}

/// A text as the net sees it.
pub struct Seen {
    /// Every token with those around it.
    pub near: Matrix,
    /// Every token that is asked about, with all of the text.
    pub whole: Matrix,
    /// The tokens that are asked about, in order.
    asked: Vec<usize>,
    answers: Matrix,
}

impl Seen {
    /// Looks at `tokens`, of which `rows` are seen.
    pub fn new(tokens: &[Token<'_>], rows: &[Rows], net: &Net) -> Self {
        let table = table(rows, net);
        let near = net.near.active(tokens.len(), |at, out| window(&table, at, 2, out));
        let asked: Vec<usize> = (0..tokens.len()).filter(|at| tokens[*at].has(Flag::Asked)).collect();
        let before = remembered(&near, &net.memory[0].bias, 0..tokens.len());
        let behind = remembered(&near, &net.memory[1].bias, (0..tokens.len()).rev());
        let far = net.far.active(asked.len(), |number, out| {
            let at = asked[number];
            window(&near, at, NEAR, out);
            row_or_nought(&before, at.checked_sub(1), out);
            row_or_nought(&behind, Some(at + 1), out);
            beside(tokens, &near, at, out);
        });
        let (words, text) = pools(tokens, &asked, &far);
        let whole = net.whole.active(asked.len(), |number, out| {
            let at = asked[number];
            for at in [Some(at), at.checked_sub(1), Some(at + 1)] {
                let number = at.and_then(|at| asked.binary_search(&at).ok());
                row_or_nought(&far, number, out);
                row_or_nought(&words.rows, number.map(|number| words.of[number]), out);
            }
            out.extend(&text);
        });
        let answers = net.answers.apply(asked.len(), |number, out| out.extend(whole.row(number)));
        Self { near, whole, asked, answers }
    }

    /// What is known of the token `at`, if it was asked about.
    pub fn row(&self, at: usize) -> Option<&[f32]> {
        self.asked.binary_search(&at).ok().map(|number| self.whole.row(number))
    }

    /// The names among `tokens`, in order: no mark is at the edge of one.
    pub fn mentions(&self, tokens: &[Token<'_>]) -> Vec<Mention> {
        let is_mark = |at: &usize| matches!(tokens[self.asked[*at]].shape, Shape::Mark(_));
        let tags: Vec<usize> =
            (0..self.asked.len()).map(|number| most(&self.answers.row(number)[..TAGS])).collect();
        let titles = self.titles();
        let mut found = Vec::new();
        let mut at = 0;
        while at < tags.len() {
            let first = at;
            at += 1;
            if tags[first] == 0 {
                continue;
            }
            while let Some(next) = self.goes_on(tokens, &tags, first, at) {
                at = next;
            }
            let inside = first..at;
            let from = inside.clone().find(|at| !is_mark(at));
            let to = inside.rev().find(|at| !is_mark(at));
            if let (Some(from), Some(to)) = (from, to) {
                found.push(self.mention(from..to + 1, titles[first]));
            }
        }
        found
    }

    /// Where a name goes on that begins at `first` and has come to `at`: what stands beside it is part of it, whether it
    /// looks like a person of the film or like a character, and so is what stands between two of its parts.
    fn goes_on(&self, tokens: &[Token<'_>], tags: &[usize], first: usize, at: usize) -> Option<usize> {
        let sort = sort(tags[first]);
        let stands = |at: usize| {
            // Who owns somebody is not part of that one's name: an actor, mostly, and a character.
            let owns = sort == Sort::Person && tokens[self.asked[at - 1]].has(Flag::Owns);
            at < tags.len() && self.asked[at] == self.asked[at - 1] + 1 && !owns
        };
        let is_part = |at: usize| tags[at] > 0 && self::sort(tags[at]) == sort;
        if !stands(at) {
            return None;
        }
        if is_part(at) {
            return Some(at + 1);
        }
        let between = tokens[self.asked[at]];
        let joins = !(between.is_mark('/') || between.is_mark('&') || between.word == "and");
        let goes_on =
            tags[at] == 0 && joins && stands(at + 1) && is_part(at + 1) && tags[at + 1].is_multiple_of(2);
        goes_on.then_some(at + 2)
    }

    /// How likely the film's title begins at each of the tokens asked about.
    fn titles(&self) -> Vec<f32> {
        let odds = |number: usize| self.answers.row(number)[TAGS + ROLES].clamp(-20.0, 20.0).exp();
        let odds: Vec<f32> = (0..self.asked.len()).map(odds).collect();
        let all = 1.0 + odds.iter().sum::<f32>();
        odds.into_iter().map(|odds| odds / all).collect()
    }

    fn mention(&self, numbers: std::ops::Range<usize>, title: f32) -> Mention {
        let mut kinds = [0.0; KINDS];
        let mut count = 0.0;
        for number in numbers.clone() {
            count += 1.0;
            for (tag, share) in shares(&self.answers.row(number)[..TAGS]).into_iter().enumerate() {
                kinds[tag.div_ceil(2)] += share;
            }
        }
        let mut roles = [0.0; ROLES];
        for (role, odds) in roles.iter_mut().zip(&self.answers.row(numbers.start)[TAGS..][..ROLES]) {
            *role = probability(*odds);
        }
        let (from, to) = (self.asked[numbers.start], self.asked[numbers.end - 1] + 1);
        Mention { from, to, kinds: kinds.map(|sum| sum / count), roles, title }
    }
}

/// The probability of log odds.
pub fn probability(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

fn shares(odds: &[f32]) -> Vec<f32> {
    let most = odds.iter().copied().fold(f32::MIN, f32::max);
    let all: Vec<f32> = odds.iter().map(|odds| (odds - most).exp()).collect();
    let sum: f32 = all.iter().sum();
    all.into_iter().map(|share| share / sum).collect()
}

fn most(numbers: &[f32]) -> usize {
    (0..numbers.len()).max_by(|a, b| numbers[*a].total_cmp(&numbers[*b]).then(b.cmp(a))).unwrap_or_default()
}

/// The sum of each token's rows.
fn table(rows: &[Rows], net: &Net) -> Matrix {
    let mut table = Matrix::zeros(rows.len(), net.table.cols);
    for (at, rows) in rows.iter().enumerate() {
        let sum = table.row_mut(at);
        for row in rows {
            let row = net.table.row(usize::from(*row));
            sum.iter_mut().zip(row).for_each(|(sum, number)| *sum += number);
        }
    }
    table
}

/// The rows from `reach` before `at` to `reach` behind it.
fn window(rows: &Matrix, at: usize, reach: usize, out: &mut Vec<f32>) {
    for step in 0..=2 * reach {
        row_or_nought(rows, (at + step).checked_sub(reach), out);
    }
}

fn row_or_nought(rows: &Matrix, at: Option<usize>, out: &mut Vec<f32>) {
    match at.filter(|at| *at < rows.rows()) {
        Some(at) => out.extend(rows.row(at)),
        None => out.resize(out.len() + rows.cols, 0.0),
    }
}

/// The most of each number among what stands further off in the sentence of the token `at`: before it, and behind.
fn beside(tokens: &[Token<'_>], near: &Matrix, at: usize, out: &mut Vec<f32>) {
    let is_word = |at: &usize| tokens.get(*at).is_some_and(|token| !token.is_stop());
    let mut side = |places: &mut dyn Iterator<Item = usize>| {
        let start = out.len();
        out.resize(start + near.cols, 0.0);
        let inside = places.take_while(is_word).take(FAR).skip(NEAR);
        inside.for_each(|at| raise(&mut out[start..], near.row(at)));
    };
    side(&mut (0..at).rev());
    side(&mut (at + 1..tokens.len()));
}

/// For each row what is remembered of it and those before it in `order`.
fn remembered(rows: &Matrix, slowness: &[f32], order: impl Iterator<Item = usize>) -> Matrix {
    let mut out = Matrix::zeros(rows.rows(), rows.cols);
    let mut memory = vec![0.0; rows.cols];
    for at in order {
        for ((memory, new), slowness) in memory.iter_mut().zip(rows.row(at)).zip(slowness) {
            *memory = *memory * slowness + new * (1.0 - slowness);
        }
        out.row_mut(at).copy_from_slice(&memory);
    }
    out
}

/// The most of each number over all places of a word.
struct Pools {
    rows: Matrix,
    /// Which of the rows is each place's.
    of: Vec<usize>,
}

/// The most of each number for every word, and for the text.
fn pools(tokens: &[Token<'_>], asked: &[usize], far: &Matrix) -> (Pools, Vec<f32>) {
    let mut numbers: HashMap<u64, usize, Buckets> = HashMap::default();
    let mut pools = Pools { rows: Matrix { cols: far.cols, data: Vec::new() }, of: Vec::new() };
    let mut text = vec![0.0; far.cols];
    for (number, at) in asked.iter().enumerate() {
        let next = numbers.len();
        let pool = *numbers.entry(tokens[*at].hash).or_insert(next);
        if pool == next {
            pools.rows.data.resize((next + 1) * far.cols, 0.0);
        }
        pools.of.push(pool);
        raise(pools.rows.row_mut(pool), far.row(number));
        raise(&mut text, far.row(number));
    }
    (pools, text)
}

fn raise(most: &mut [f32], row: &[f32]) {
    most.iter_mut().zip(row).for_each(|(most, number)| *most = most.max(*number));
}
