//! One text read: its names found, put together, and judged by all their mentions.

use std::collections::{HashMap, HashSet};

use super::entities::{self, Entity};
use super::features::{self, Features};
use super::known::{self, Film, Known, Trade};
use super::names;
use super::net::Net;
use super::pairs;
use super::tagger::{ACTOR, CHARACTER, COMPANY, CREW, DIRECTOR, KINDS, Mention, ROLES, Seen, Sort};
use super::titles;
use super::tokens::{Flag, Shape, Token};

/// What stands in a text.
#[derive(Default)]
pub struct Reading {
    pub mentions: Vec<Mention>,
    pub found: Vec<Found>,
    /// Which of the found is likeliest the film itself.
    pub title: Option<usize>,
    /// Who plays whom, by number: a person and a character.
    pub plays: HashMap<usize, usize>,
    /// Which two of the found are likeliest the director, and how likely.
    directors: Vec<(usize, f32)>,
}

/// An entity and how likely it is what.
pub struct Found {
    pub sort: Sort,
    /// Numbers of mentions, in order.
    pub mentions: Vec<usize>,
    /// The number of the mention with the fullest name.
    pub fullest: usize,
    pub kinds: [f32; KINDS],
    pub roles: [f32; ROLES],
    /// What is known of its name.
    pub standing: (Trade, Film),
}

/// What is less likely is not said.
const TITLE: f32 = 0.3;
/// So much more likely is the title of a film to which many belong who are named.
const OURS: f32 = 0.3;
/// Of those who are less likely it is not asked whether they play, or are played.
const MAY_ACT: f32 = 0.2;
const IS_CHARACTER: f32 = 0.3;

/// Pieces of a text are read by themselves, so many tokens each and what is left of their block: a review is one, as a
/// rule, and of a longer text no more than one is kept as the net sees it.
const PIECE: usize = 4096;

/// Reads `tokens`.
pub fn read(tokens: &mut Vec<Token<'_>>, net: &Net) -> Reading {
    if names::is_foreign(tokens) {
        return Reading::default();
    }
    let case = names::case(tokens);
    names::find(tokens, case);
    let uses = features::uses(tokens);
    names::drop_others(tokens);
    let mut reading = Reading::default();
    let mut likely = Vec::new();
    let mut features = Features::new(tokens, case, &uses);
    let mut from = 0;
    while from < tokens.len() {
        let to = end(tokens, from);
        let piece = &tokens[from..to];
        let seen = Seen::new(piece, &features.rows(tokens, from..to), net);
        let mentions = titles::whole(piece, seen.mentions(piece, &features.known[from..to]));
        let before = reading.mentions.len();
        let pairs = pairs::likely(piece, &seen, &mentions, net).into_iter();
        likely.extend(pairs.map(|(share, person, played)| (share, before + person, before + played)));
        reading.mentions.extend(mentions.into_iter().map(|mention| mention.behind(from)));
        from = to;
    }
    let entities = entities::gather(tokens, &features.known, &reading.mentions);
    reading.found = entities
        .into_iter()
        .map(|entity| judge(tokens, &reading.mentions, &features.known, entity))
        .collect();
    reading.title = title(&reading.mentions, &reading.found, &features.known);
    reading.plays = reading.pairs(&likely);
    reading.directors = reading.directors();
    reading
}

/// Where the piece ends that begins at `from`.
fn end(tokens: &[Token<'_>], from: usize) -> usize {
    let mut rest = tokens.iter().enumerate().skip(from + PIECE);
    let block = rest.find(|(at, token)| token.shape == Shape::Block || *at > from + 2 * PIECE);
    block.map_or(tokens.len(), |(at, _)| at + 1)
}

fn judge(tokens: &[Token<'_>], mentions: &[Mention], known: &[Known], entity: Entity) -> Found {
    let count = judge::matrix::float(entity.mentions.len());
    let all = || entity.mentions.iter().map(|number| &mentions[*number]);
    let kinds = std::array::from_fn(|kind| all().map(|mention| mention.kinds[kind]).sum::<f32>() / count);
    let roles = std::array::from_fn(|role| {
        // What lists and tables state is for the frame to read: all of them look like casts.
        let is_prose = |mention: &&Mention| !tokens[mention.from].has(Flag::Listed);
        let told = |mention: &Mention| mention.roles[role] * (mention.kinds[CREW] + mention.kinds[COMPANY]);
        let all = || all().filter(is_prose).map(told);
        f32::midpoint(all().fold(0.0, f32::max), all().sum::<f32>() / count)
    });
    let standing = known::standing(known[mentions[entity.fullest].from]);
    Found { sort: entity.sort, fullest: entity.fullest, mentions: entity.mentions, kinds, roles, standing }
}

/// What its mentions together say to be the film's title, or who belongs to it.
fn title(mentions: &[Mention], found: &[Found], known: &[Known]) -> Option<usize> {
    let of = |number: &usize| {
        let mention = &mentions[*number];
        let is_ours =
            mention.sort() == Sort::Film && known[mention.range()].iter().copied().any(known::is_ours);
        mention.title + if is_ours { OURS } else { 0.0 }
    };
    let shares = found.iter().map(|found| found.mentions.iter().map(of).sum::<f32>()).enumerate();
    let likely = shares.filter(|(_, share)| *share > TITLE);
    likely.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map(|(number, _)| number)
}

impl Reading {
    /// How likely the likeliest director is of all but the found `number`.
    pub fn other_director(&self, number: usize) -> f32 {
        self.directors.iter().find(|(other, _)| *other != number).map_or(0.0, |(_, share)| *share)
    }

    fn directors(&self) -> Vec<(usize, f32)> {
        let mut found: Vec<(usize, f32)> =
            self.found.iter().enumerate().map(|(number, found)| (number, found.roles[DIRECTOR])).collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1));
        found.truncate(2);
        found
    }

    /// The likeliest pairs: nobody plays two, nobody is played by two, and no actor is somebody's character.
    fn pairs(&self, likely: &[(f32, usize, usize)]) -> HashMap<usize, usize> {
        let mut of = vec![usize::MAX; self.mentions.len()];
        for (number, found) in self.found.iter().enumerate() {
            found.mentions.iter().for_each(|mention| of[*mention] = number);
        }
        let pairs = likely.iter().map(|(share, person, played)| (*share, of[*person], of[*played]));
        one_each(
            pairs.filter(|(_, person, played)| person != played && self.may_play(*person, *played)).collect(),
        )
    }

    fn may_play(&self, person: usize, character: usize) -> bool {
        let (Some(person), Some(character)) = (self.found.get(person), self.found.get(character)) else {
            return false;
        };
        person.roles[ACTOR] > MAY_ACT && character.kinds[CHARACTER] > IS_CHARACTER
    }
}

/// The surest pairs; those that are read both ways are none.
fn one_each(mut likely: Vec<(f32, usize, usize)>) -> HashMap<usize, usize> {
    let read: HashSet<(usize, usize)> = likely.iter().map(|(_, person, played)| (*person, *played)).collect();
    likely.retain(|(_, person, played)| !read.contains(&(*played, *person)));
    likely.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut plays = HashMap::new();
    let mut taken = HashSet::new();
    for (_, person, character) in likely {
        if !taken.contains(&person) && !taken.contains(&character) {
            taken.extend([person, character]);
            plays.insert(person, character);
        }
    }
    plays
}
