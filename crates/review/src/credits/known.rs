//! What is known of names and titles: what somebody does in films, which titles there are, who worked on which film.
//!
//! No name is stored, only what is known of its hash; `training/credits/known.py` makes the tables.

use judge::cells;
use rustc_hash::FxHashSet;

use super::tokens::{Flag, Shape, Token};
use super::words;

/// What is known of names and titles.
const CELLS: &[u8] = include_bytes!("../../../../assets/credits/known.bin");
/// Which titles and names belong together.
const TOGETHER: &[u8] = include_bytes!("../../../../assets/credits/together.bin");

/// From this group of names on a word is but a surname.
const SURNAMES: u8 = 42;
/// How many groups there are of titles, and so many words has the longest that is told apart from longer ones.
const TITLES: u8 = 6;
const LONG: usize = 4;
/// What is told of who belongs to another film, and of a title to which none, one, two or more belong.
const OTHERS: u8 = 4;
const OURS: u8 = 4;
/// So many titles and names of a text are held against each other.
const MOST: [usize; 2] = [64, 256];

/// What is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A name of somebody who makes films, or of a character.
    Name = 1,
    Title = 2,
}

impl Kind {
    /// How many words one has at most, how many marks may stand between two, which words may begin and end it, and how
    /// many groups there are.
    fn limits(self) -> (usize, usize, Flag, u8) {
        match self {
            Self::Name => (5, 0, Flag::Named, SURNAMES + 3),
            Self::Title => (9, 1, Flag::Asked, TITLES),
        }
    }
}

/// A name or a title that is known: tokens `from..to`.
#[derive(Clone, Copy, Debug)]
pub struct Match {
    pub from: usize,
    pub to: usize,
    pub hash: u64,
    words: usize,
    group: u8,
    /// Whether it is part of something longer.
    pub goes_on: bool,
}

impl Match {
    /// What is known of it, as it is told to the net.
    fn value(&self, kind: Kind) -> u8 {
        let words = u8::try_from(self.words.min(LONG)).unwrap_or_default();
        match kind {
            Kind::Name => self.group,
            Kind::Title => 1 + (words - 1) * 2 * TITLES + (self.group - 1) * 2 + u8::from(self.goes_on),
        }
    }
}

/// What is known of a token: as part of a name, as part of a title, by who belongs to which film, and whether it is its
/// director.
pub type Known = [u8; 4];

/// What somebody in films mostly does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trade {
    /// The name is not known.
    Unknown,
    Acts,
    Directs,
    /// Writes, or is of the crew.
    Makes,
    /// One as well as another, or is a character.
    Much,
}

/// Which film a name belongs to of those that are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Film {
    /// None that is known.
    Unknown,
    /// The one to which most belong.
    Ours,
    /// The same, which they directed.
    Directed,
    Other,
}

/// What is known of a token as part of a name.
pub fn standing([name, _, link, directs]: Known) -> (Trade, Film) {
    let trade = match name / 2 {
        0 => Trade::Unknown,
        1..=6 | 43 | 44 => Trade::Acts,
        7..=14 | 18..=20 | 45 => Trade::Directs,
        25..=28 | 33..=41 => Trade::Makes,
        _ => Trade::Much,
    };
    let film = match (link, directs) {
        (1..=3, 0) => Film::Ours,
        (1..=3, _) => Film::Directed,
        (OTHERS, _) => Film::Other,
        _ => Film::Unknown,
    };
    (trade, film)
}

/// Whether it is of the title of a film to which three belong who are named.
pub fn is_ours([_, _, link, _]: Known) -> bool {
    link == OURS + 3
}

/// What is known of each of `tokens`.
pub fn of(tokens: &[Token<'_>]) -> Vec<Known> {
    let mut known = vec![Known::default(); tokens.len()];
    let found = [Kind::Name, Kind::Title].map(|kind| (kind, all(tokens, kind)));
    for (slot, (kind, matches)) in found.iter().enumerate() {
        for found in matches {
            let value = 2 * found.value(*kind);
            known[found.from..found.to].iter_mut().for_each(|known| known[slot] = value + 1);
            known[found.from][slot] = value;
        }
    }
    link(&found[0].1, &found[1].1, &mut known);
    known
}

/// Tells who belongs to the film to which most belong, which title it has, and who belongs to another.
fn link(names: &[Match], titles: &[Match], known: &mut [Known]) {
    let names: Vec<&Match> = names.iter().filter(|name| name.group < SURNAMES).collect();
    let titles: Vec<&Match> = titles.iter().filter(|title| !title.goes_on).collect();
    let each = hashes(&names, MOST[1]);
    let people = |title: u64| -> FxHashSet<u64> {
        each.iter().copied().filter(|name| cells::has(TOGETHER, words::pair(title, *name))).collect()
    };
    let films: Vec<(u64, FxHashSet<u64>)> =
        hashes(&titles, MOST[0]).into_iter().map(|title| (title, people(title))).collect();
    let best = films.iter().rev().max_by_key(|(_, people)| people.len());
    let Some((own, people)) = best.filter(|(_, people)| !people.is_empty()) else { return };
    let count = u8::try_from(people.len().min(3)).unwrap_or_default();
    let has_people = |hash: u64| films.iter().any(|(film, people)| *film == hash && !people.is_empty());
    let is_of_any = |name: u64| films.iter().any(|(_, people)| people.contains(&name));
    let mut tell = |found: &Match, link, directs| {
        for known in &mut known[found.from..found.to] {
            (known[2], known[3]) = (link, u8::from(directs));
        }
    };
    for title in titles {
        let link =
            if title.hash == *own { OURS + count } else { 2 * OTHERS * u8::from(has_people(title.hash)) };
        tell(title, link, false);
    }
    for name in names {
        let is_ours = people.contains(&name.hash);
        let link = if is_ours { count } else { OTHERS * u8::from(is_of_any(name.hash)) };
        tell(name, link, is_ours && cells::has(TOGETHER, words::pair(name.hash, *own)));
    }
}

/// The first hashes of `matches`, each once.
fn hashes(matches: &[&Match], most: usize) -> Vec<u64> {
    let mut seen = FxHashSet::default();
    matches.iter().map(|found| found.hash).filter(|hash| seen.insert(*hash)).take(most).collect()
}

/// Every name or title among `tokens`, the longest at each place.
pub fn all(tokens: &[Token<'_>], kind: Kind) -> Vec<Match> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let longest = longest(tokens, at, kind);
        at = longest.map_or(at + 1, |found| found.to);
        found.extend(longest);
    }
    found
}

/// The longest name or title that is known and begins at the token `from`.
fn longest(tokens: &[Token<'_>], from: usize, kind: Kind) -> Option<Match> {
    let (most, gaps, flag, groups) = kind.limits();
    let (mut hash, mut words, mut gap, mut found) = (kind as u64, 0, 0, None);
    for (at, token) in tokens.iter().enumerate().skip(from) {
        if is_word(token) {
            if words == most || (words == 0 && !token.has(flag)) {
                break;
            }
            (hash, words, gap) = (words::pair(hash, token.hash), words + 1, 0);
            let group = if token.has(flag) { cells::value(CELLS, hash) } else { 0 };
            if (1..=groups).contains(&group) {
                found = Some(Match { from, to: at + 1, hash, words, group, goes_on: false });
            }
        } else {
            gap += 1;
            if gap > gaps || words == 0 || token.is_stop() {
                break;
            }
        }
    }
    // A surname tells something of whom it names alone.
    let found = found.map(|found| Match { goes_on: goes_on(tokens, from, found.to), ..found });
    found.filter(|found| found.group < SURNAMES || !found.goes_on)
}

fn is_word(token: &Token<'_>) -> bool {
    token.is_word() || token.shape == Shape::Number
}

/// Whether `from..to` is part of something longer.
fn goes_on(tokens: &[Token<'_>], from: usize, to: usize) -> bool {
    let before = from.checked_sub(1);
    let article =
        before.filter(|at| ["the", "a", "an"].iter().any(|a| tokens[*at].word.eq_ignore_ascii_case(a)));
    let is = |at: Option<usize>, flag| at.and_then(|at| tokens.get(at)).filter(|token| token.has(flag));
    if tokens[from].has(Flag::SetOff) {
        let before = article.unwrap_or(from).checked_sub(1);
        return [before, Some(to)].into_iter().any(|at| is(at, Flag::SetOff).is_some_and(is_word));
    }
    (article.is_none() && is(before, Flag::Named).is_some()) || is(Some(to), Flag::Named).is_some()
}
