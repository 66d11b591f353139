//! One text read: its names found, put together, and judged by all their mentions.

use std::collections::{HashMap, HashSet};

use super::entities::{self, Entity};
use super::features;
use super::names;
use super::net::Net;
use super::pairs;
use super::tagger::{ACTOR, CHARACTER, COMPANY, CREW, KINDS, Mention, ROLES, Seen, Sort};
use super::titles;
use super::tokens::{Flag, Token};

/// What stands in a text.
#[derive(Default)]
pub struct Reading {
    pub mentions: Vec<Mention>,
    pub found: Vec<Found>,
    /// Which of the found is likeliest the film itself.
    pub title: Option<usize>,
    /// Who plays whom, by number: a person and a character.
    pub plays: HashMap<usize, usize>,
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
}

/// What is less likely is not said.
const PLAYS: f32 = 0.5;
const TITLE: f32 = 0.1;
/// Of those who are less likely it is not asked whether they play, or are played.
const MAY_ACT: f32 = 0.2;
const IS_CHARACTER: f32 = 0.6;

/// Reads `tokens`.
pub fn read(tokens: &mut Vec<Token<'_>>, net: &Net) -> Reading {
    if names::is_foreign(tokens) {
        return Reading::default();
    }
    let case = names::case(tokens);
    names::find(tokens, case);
    let uses = features::uses(tokens);
    names::drop_others(tokens);
    let seen = Seen::new(tokens, &features::rows(tokens, case, &uses), net);
    let mentions = titles::whole(tokens, seen.mentions(tokens));
    let entities = entities::gather(tokens, &mentions);
    let found: Vec<Found> = entities.into_iter().map(|entity| judge(tokens, &mentions, entity)).collect();
    let mut reading = Reading { title: title(&mentions, &found), mentions, found, plays: HashMap::new() };
    reading.plays = reading.pairs(tokens, &seen, net);
    reading
}

fn judge(tokens: &[Token<'_>], mentions: &[Mention], entity: Entity) -> Found {
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
    Found { sort: entity.sort, fullest: entity.fullest, mentions: entity.mentions, kinds, roles }
}

/// What its mentions together say to be the film's title.
fn title(mentions: &[Mention], found: &[Found]) -> Option<usize> {
    let share = |f: &Found| f.mentions.iter().map(|number| mentions[*number].title).sum::<f32>();
    let shares = found.iter().map(share).enumerate().filter(|(_, share)| *share > TITLE);
    shares.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map(|(number, _)| number)
}

impl Reading {
    /// The likeliest pairs: nobody plays two, nobody is played by two, and no actor is somebody's character.
    fn pairs(&self, tokens: &[Token<'_>], seen: &Seen, net: &Net) -> HashMap<usize, usize> {
        let mut of = vec![usize::MAX; self.mentions.len()];
        for (number, found) in self.found.iter().enumerate() {
            found.mentions.iter().for_each(|mention| of[*mention] = number);
        }
        let is_person = |number: &usize| {
            let mention = &self.mentions[*number];
            mention.kind() <= CHARACTER && !tokens[mention.from].has(Flag::Listed)
        };
        let people: Vec<usize> = (0..self.mentions.len()).filter(is_person).collect();
        let mut likely = Vec::new();
        for near in pairs::near(tokens, &self.mentions, &people) {
            for (person, character) in [(near.first, near.second), (near.second, near.first)] {
                if of[person] != of[character] && self.may_play(of[person], of[character]) {
                    let share = pairs::plays(seen, &self.mentions, near, person, net);
                    likely.push((share, of[person], of[character]));
                }
            }
        }
        one_each(likely)
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
    likely.retain(|(share, ..)| *share > PLAYS);
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
