//! The mentions of one person, character, film or company put together: full names, parts of them, and slips of
//! the pen.

use std::collections::HashMap;

use std::ops::Range;

use super::tagger::{CHARACTER, CREW, Mention, OTHER, Sort};
use super::tokens::{Flag, Token};
use super::words;

/// Somebody or something with a name.
#[derive(Clone, Debug)]
pub struct Entity {
    pub sort: Sort,
    /// The words of the fullest name, as they are compared.
    pub words: Vec<String>,
    /// Its mentions, by number, in order.
    pub mentions: Vec<usize>,
    /// The mention with the fullest name.
    pub fullest: usize,
}

/// How likely a mention is of a person rather than of a character.
fn real(mention: &Mention) -> f32 {
    let person = mention.kinds[CREW] + mention.kinds[OTHER];
    person / (person + mention.kinds[CHARACTER]).max(1e-6)
}

/// Of names that share a word, so many are compared with each other.
const COMPARED: usize = 8;

/// Puts `mentions` together.
pub fn gather(tokens: &[Token<'_>], mentions: &[Mention]) -> Vec<Entity> {
    let mut register = Register::default();
    let words: Vec<Vec<String>> = mentions.iter().map(|m| words_of(tokens, m)).collect();
    let is_full = |number: usize| mentions[number].sort() != Sort::Person || words[number].len() > 1;
    for number in (0..mentions.len()).filter(|n| is_full(*n)) {
        register.full(number, &mentions[number], &words[number]);
    }
    for number in (0..mentions.len()).filter(|n| !is_full(*n)) {
        register.single(number, &mentions[number], &words[number]);
    }
    let mut spellings: HashMap<&[String], usize> = HashMap::new();
    for words in &words {
        *spellings.entry(words).or_default() += 1;
    }
    for entity in &mut register.all {
        entity.mentions.sort_unstable();
        let full = entity.mentions.iter().rev().filter(|n| words[**n].len() == entity.words.len());
        let is_given = |n: usize| words[n].first().is_some_and(|word| words::is_given(words::hash(word)));
        let common = full.max_by_key(|n| (spellings.get(words[**n].as_slice()), is_given(**n)));
        entity.fullest = common.copied().unwrap_or(entity.fullest);
    }
    register.all
}

/// The words of a mention as they are compared.
fn words_of(tokens: &[Token<'_>], mention: &Mention) -> Vec<String> {
    let words = tokens
        .get(bare(tokens, mention.range()))
        .unwrap_or_default()
        .iter()
        .filter(|t| t.word.chars().any(char::is_alphanumeric));
    words.map(|t| t.word.to_lowercase().replace('’', "'").replace(['.', '-'], "")).collect()
}

#[derive(Default)]
struct Register {
    all: Vec<Entity>,
    /// The sum of how real its mentions are.
    real: Vec<f32>,
    whole: HashMap<(Sort, String), usize>,
    parts: HashMap<String, Vec<usize>>,
}

impl Register {
    fn add(&mut self, number: usize, mention: &Mention, words: &[String]) -> usize {
        let entity = self.all.len();
        let sort = mention.sort();
        self.all.push(Entity { sort, words: words.to_vec(), mentions: vec![number], fullest: number });
        self.real.push(real(mention));
        if sort == Sort::Person {
            for word in words {
                self.parts.entry(word.clone()).or_default().push(entity);
            }
        }
        entity
    }

    fn join(&mut self, entity: usize, number: usize, mention: &Mention, words: &[String]) {
        let Some(known) = self.all.get_mut(entity) else { return };
        known.mentions.push(number);
        self.real[entity] += real(mention);
        if known.words.len() < words.len() {
            known.words = words.to_vec();
            known.fullest = number;
        }
    }

    fn full(&mut self, number: usize, mention: &Mention, words: &[String]) {
        let sort = mention.sort();
        let key = (sort, words.concat());
        let known = self
            .whole
            .get(&key)
            .copied()
            .or_else(|| (sort == Sort::Person).then(|| self.alike(words)).flatten());
        let entity = match known {
            Some(entity) => {
                self.join(entity, number, mention, words);
                entity
            }
            None => self.add(number, mention, words),
        };
        self.whole.insert(key, entity);
    }

    /// Somebody whose name is `words` but for a middle name or a slip of the pen.
    fn alike(&self, words: &[String]) -> Option<usize> {
        let ends = [words.last()?, words.first()?];
        let near =
            ends.into_iter().flat_map(|word| self.parts.get(word).into_iter().flatten().take(COMPARED));
        near.copied().find(|entity| {
            let known = &self.all[*entity].words;
            let same_ends = known.first() == words.first() && surname(known) == surname(words);
            known.len() > 1 && (same_ends || are_near(known, words))
        })
    }

    fn single(&mut self, number: usize, mention: &Mention, words: &[String]) {
        let Some(word) = words.first() else { return };
        let key = (mention.sort(), word.clone());
        if let Some(known) = self.bearer(word, real(mention)).or_else(|| self.whole.get(&key).copied()) {
            return self.join(known, number, mention, words);
        }
        let entity = self.add(number, mention, words);
        self.whole.insert(key, entity);
    }

    /// The one of whose full name `word` is most likely a part.
    fn bearer(&self, word: &str, real: f32) -> Option<usize> {
        let bearers = self.parts.get(word)?.iter().take(COMPARED).filter(|e| self.all[**e].words.len() > 1);
        let fit = |entity: usize| {
            let known = &self.all[entity];
            let theirs = self.real[entity] / judge::matrix::float(known.mentions.len());
            let last = surname(&known.words) == Some(word);
            let first = known.words.first().is_some_and(|w| w == word);
            let place = if last {
                0.3 + 0.3 * theirs
            } else if first {
                0.3 + 0.3 * (1.0 - theirs)
            } else {
                0.2
            };
            place - (theirs - real).abs()
        };
        bearers
            .copied()
            .map(|e| (e, fit(e)))
            .filter(|(_, fit)| *fit > -0.35)
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(e, _)| e)
    }
}

/// The last word of a name that is no suffix.
pub fn surname(words: &[String]) -> Option<&str> {
    let is_suffix = |word: &&String| matches!(word.as_str(), "jr" | "sr" | "ii" | "iii" | "iv");
    words.iter().rev().find(|word| !is_suffix(word)).map(String::as_str)
}

/// Whether two names differ by a slip of the pen.
fn are_near(one: &[String], other: &[String]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let pairs = || one.iter().zip(other);
    let alike =
        pairs().all(|(a, b)| a == b || (a.len() > 3 && b.len() > 3 && a.chars().next() == b.chars().next()));
    // Two given names are two people, however alike.
    let differ =
        |(a, b): (&String, &String)| a != b && [a, b].into_iter().all(|w| words::is_given(words::hash(w)));
    if pairs().rev().skip(1).any(differ) {
        return false;
    }
    let mut left = 2;
    alike
        && pairs().all(|(a, b)| match distance(a, b, left) {
            Some(by) => {
                left -= by;
                true
            }
            None => false,
        })
}

/// How many letters `a` and `b` differ by, up to `most`; two that changed places count once.
fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(24).collect(), b.chars().take(24).collect());
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let start = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let (a, b) = (a.get(start..)?, b.get(start..)?);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (a.get(..a.len() - end)?, b.get(..b.len() - end)?);
    let swapped = a.len() == 2 && b.len() == 2 && a.first() == b.last() && a.last() == b.first();
    let by = if swapped { 1 } else { a.len().max(b.len()) };
    (by <= most).then_some(by)
}

/// `tokens` as a name on one line.
pub fn spelling(tokens: &[Token<'_>]) -> String {
    let mut name = String::new();
    for (at, token) in tokens.iter().enumerate() {
        if at > 0 && token.has(Flag::Apart) {
            name.push(' ');
        }
        name.push_str(token.word);
        if at + 1 < tokens.len() && token.has(Flag::Owns) {
            name.push_str("'s");
        }
    }
    name
}

/// The tokens of a name: films keep their article, others lose it.
pub fn range(tokens: &[Token<'_>], mention: &Mention, sort: Sort) -> Range<usize> {
    if sort == Sort::Film { mention.range() } else { bare(tokens, mention.range()) }
}

/// The tokens of a name, without an article before them.
fn bare(tokens: &[Token<'_>], range: Range<usize>) -> Range<usize> {
    let is_article = |t: &Token<'_>| t.word.eq_ignore_ascii_case("the");
    let article = range.len() > 1 && tokens.get(range.start).is_some_and(is_article);
    range.start + usize::from(article)..range.end
}
