//! Which tokens are names, of what kind, and of whom it is told what they did: a small net over the tokens.
//!
//! Each token is seen with those around it, and with what is remembered of all before and behind; then those that may
//! be part of a name are seen with the same word elsewhere in the text, so that a surname alone is known by its full
//! name, and with all of the text.

use std::ops::Range;

use judge::matrix::Matrix;
use judge::rows::{self, Rows};
use rustc_hash::FxHashMap;

use super::features;
use super::known::{self, Kind, Known};
use super::net::{Net, WIDTH};
use super::tokens::{Flag, Shape, Token};

/// How many kinds a mention may be of: none, a person of the film, another person, a character, the film, another film,
/// a company.
pub const KINDS: usize = 7;
/// The places of the kinds that are asked for by name.
pub const NONE: usize = 0;
pub const CREW: usize = 1;
pub const OTHER: usize = 2;
pub const CHARACTER: usize = 3;
pub const FILM: usize = 4;
pub const FILMS: usize = 5;
pub const COMPANY: usize = 6;
/// How many roles are told apart.
pub const ROLES: usize = 12;
/// The places of the director, the actor and a studio among them.
pub const DIRECTOR: usize = 0;
pub const ACTOR: usize = 3;
pub const STUDIO: usize = 11;
/// What is answered of a token: none, then where each kind begins and goes on.
const TAGS: usize = 2 * KINDS - 1;

/// So many tokens on either side are seen one by one, and so many as one.
const NEAR: usize = 2;
const FAR: usize = 17;

/// A title that is known need be no likelier to be one, and that of a film to which many belong who are named.
const KNOWN_TITLE: f32 = 0.3;
const OUR_TITLE: f32 = 0.1;

/// What can be one name, and put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort {
    /// A person or a character.
    Person,
    Film,
    Company,
}

impl Sort {
    /// Of which a tag is.
    fn of(tag: usize) -> Self {
        match tag.div_ceil(2) {
            FILM | FILMS => Self::Film,
            COMPANY => Self::Company,
            _ => Self::Person,
        }
    }
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
    pub fn range(&self) -> Range<usize> {
        self.from..self.to
    }

    /// The same in a text in which so many tokens stand before.
    pub fn behind(self, before: usize) -> Self {
        Self { from: before + self.from, to: before + self.to, ..self }
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
        Sort::of(2 * self.kind())
    }

    /// The likeliest kind.
    pub fn kind(&self) -> usize {
        most(&self.kinds[1..]) + 1
    }
}

/// A text as the net sees it.
pub struct Seen {
    /// Every token with those around it.
    pub near: Rows,
    /// Every token that is asked about, with all of the text.
    pub whole: Rows,
    /// The tokens that are asked about, in order.
    asked: Vec<usize>,
    answers: Matrix,
}

impl Seen {
    /// Looks at `tokens`, of which `rows` are seen.
    pub fn new(tokens: &[Token<'_>], rows: &[features::Rows], net: &Net) -> Self {
        let asked: Vec<usize> = (0..tokens.len()).filter(|at| tokens[*at].has(Flag::Asked)).collect();
        let near = near(tokens, rows, net);
        let far = far(tokens, &asked, &near, net);
        let whole = whole(tokens, &asked, &far, net);
        let answers = rows::apply(&net.answers, asked.len(), rows::STEP, |number, out| {
            out.copy_from_slice(whole.row(number));
        });
        Self { near, whole, asked, answers }
    }

    /// What is known of the token `at`, if it was asked about.
    pub fn row(&self, at: usize) -> &[i16] {
        self.whole.row(self.asked.binary_search(&at).ok())
    }

    /// The names among `tokens`, in order: no mark is at the edge of one.
    pub fn mentions(&self, tokens: &[Token<'_>], known: &[Known]) -> Vec<Mention> {
        let is_mark = |at: &usize| matches!(tokens[self.asked[*at]].shape, Shape::Mark(_));
        let mut tags: Vec<usize> =
            (0..self.asked.len()).map(|number| most(&self.answers.row(number)[..TAGS])).collect();
        self.see_titles(tokens, known, &mut tags);
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

    /// Takes titles that are known for films where there is some likelihood that they are: as a whole.
    fn see_titles(&self, tokens: &[Token<'_>], known: &[Known], tags: &mut [usize]) {
        for title in known::all(tokens, Kind::Title).iter().filter(|title| !title.goes_on) {
            let place = |at| self.asked.partition_point(|asked| *asked < at);
            let inside = place(title.from)..place(title.to);
            let kinds = self.kinds(inside.clone());
            let least = if known::is_ours(known[title.from]) { OUR_TITLE } else { KNOWN_TITLE };
            if kinds[FILM] + kinds[FILMS] > least {
                let kind = if kinds[FILM] > kinds[FILMS] { FILM } else { FILMS };
                tags[inside.clone()].fill(2 * kind);
                tags[inside.start] = 2 * kind - 1;
            }
        }
    }

    /// How likely each kind is for what is asked of.
    fn kinds(&self, numbers: Range<usize>) -> [f32; KINDS] {
        let count = judge::matrix::float(numbers.len());
        let mut kinds = [0.0; KINDS];
        for number in numbers {
            for (tag, share) in shares(&self.answers.row(number)[..TAGS]).into_iter().enumerate() {
                kinds[tag.div_ceil(2)] += share / count;
            }
        }
        kinds
    }

    /// Where a name goes on that begins at `first` and has come to `at`: what stands beside it is part of it, whether it
    /// looks like a person of the film or like a character, and so is what stands between two of its parts.
    fn goes_on(&self, tokens: &[Token<'_>], tags: &[usize], first: usize, at: usize) -> Option<usize> {
        let sort = Sort::of(tags[first]);
        let stands = |at: usize| {
            // Who owns somebody is not part of that one's name: an actor, mostly, and a character.
            let owns = sort == Sort::Person && tokens[self.asked[at - 1]].has(Flag::Owns);
            at < tags.len() && self.asked[at] == self.asked[at - 1] + 1 && !owns
        };
        let is_part = |at: usize| tags[at] > 0 && Sort::of(tags[at]) == sort;
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

    fn mention(&self, numbers: Range<usize>, title: f32) -> Mention {
        let odds = &self.answers.row(numbers.start)[TAGS..];
        let roles = std::array::from_fn(|role| probability(odds[role]));
        let (from, to) = (self.asked[numbers.start], self.asked[numbers.end - 1] + 1);
        Mention { from, to, kinds: self.kinds(numbers), roles, title }
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

/// Each token with the two on either side.
fn near(tokens: &[Token<'_>], rows: &[features::Rows], net: &Net) -> Rows {
    let none = [[0; WIDTH]; 2];
    let sums = tokens.iter().zip(rows).map(|(token, rows)| net.sum(token.hash, rows));
    let sums: Vec<[i16; WIDTH]> = none.into_iter().chain(sums).chain(none).collect();
    let fill = |at: usize, out: &mut [i16]| out.copy_from_slice(sums[at..at + 5].as_flattened());
    Rows::from(&rows::apply(&net.near, rows.len(), net.step, fill))
}

/// Each token asked about with those further off.
fn far(tokens: &[Token<'_>], asked: &[usize], near: &Rows, net: &Net) -> Rows {
    let before = near.remembered(&net.slowness[0], 0..tokens.len());
    let behind = near.remembered(&net.slowness[1], (0..tokens.len()).rev());
    Rows::of(&net.far, asked.len(), |number, out| {
        let at = asked[number];
        let around = (0..=2 * NEAR).map(|step| near.row((at + step).checked_sub(NEAR)));
        rows::join(out, near.cols, around.chain([before.row(at.checked_sub(1)), behind.row(at + 1)]));
        let sides = out.len() - 2 * near.cols;
        beside(tokens, near, at, &mut out[sides..]);
    })
}

/// The most of each number among what stands further off in the sentence of the token `at`: before it, and behind.
fn beside(tokens: &[Token<'_>], near: &Rows, at: usize, out: &mut [i16]) {
    let is_word = |at: &usize| tokens.get(*at).is_some_and(|token| !token.is_stop());
    let (before, behind) = out.split_at_mut(near.cols);
    let places = (0..at).rev().take_while(is_word).take(FAR).skip(NEAR);
    places.for_each(|at| rows::raise(before, near.row(at)));
    let places = (at + 1..tokens.len()).take_while(is_word).take(FAR).skip(NEAR);
    places.for_each(|at| rows::raise(behind, near.row(at)));
}

/// Each token asked about with the same word elsewhere, its neighbours, and the most of everything in the text.
fn whole(tokens: &[Token<'_>], asked: &[usize], far: &Rows, net: &Net) -> Rows {
    let mut numbers: FxHashMap<u64, usize> = FxHashMap::default();
    let word_of = |at: &usize| {
        let number = numbers.len();
        *numbers.entry(tokens[*at].hash).or_insert(number)
    };
    let of: Vec<usize> = asked.iter().map(word_of).collect();
    let mut words = Rows::none(numbers.len(), far.cols);
    let mut text = vec![0; far.cols];
    for (number, word) in of.iter().enumerate() {
        rows::raise(words.row_mut(*word), far.row(number));
        rows::raise(&mut text, far.row(number));
    }
    Rows::of(&net.whole, asked.len(), |number, out| {
        let beside = |next: usize, at: Option<usize>| at.filter(|at| asked.get(*at) == Some(&next));
        let at = asked[number];
        let before = at.checked_sub(1).and_then(|next| beside(next, number.checked_sub(1)));
        let behind = beside(at + 1, Some(number + 1));
        let rows = [far.row(number), words.row(of[number]), far.row(before), far.row(behind), &text];
        rows::join(out, far.cols, rows.into_iter());
    })
}
