//! The mentions of one person, character, film or company put together: full names, parts of them, and slips of
//! the pen.

use std::collections::HashMap;

use std::ops::Range;

use super::known::{self, Known, Trade};
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

/// So many letters may differ between two ways to write a name, and so long is no word of one.
const SLIPS: usize = 2;
const LONGEST: usize = 24;

/// Puts `mentions` together, of which so much is `known`.
pub fn gather(tokens: &[Token<'_>], known: &[Known], mentions: &[Mention]) -> Vec<Entity> {
    let mut register = Register::default();
    let words: Vec<Vec<String>> = mentions.iter().map(|m| words_of(tokens, m)).collect();
    let is_full = |number: usize| mentions[number].sort() != Sort::Person || words[number].len() > 1;
    let (full, single): (Vec<usize>, Vec<usize>) = (0..mentions.len()).partition(|number| is_full(*number));
    for n in full {
        register.full(n, &mentions[n], &words[n]);
    }
    for n in single {
        register.single(n, &mentions[n], &words[n]);
    }
    let mut spellings: HashMap<&[String], usize> = HashMap::new();
    for words in &words {
        *spellings.entry(words).or_default() += 1;
    }
    for entity in &mut register.all {
        entity.mentions.sort_unstable();
        let full = entity.mentions.iter().rev().filter(|n| words[**n].len() == entity.words.len());
        let is_given = |n: usize| words[n].first().is_some_and(|word| words::is_given(words::hash(word)));
        let is_known = |n: usize| known::standing(known[mentions[n].from]).0 != Trade::Unknown;
        let common =
            full.max_by_key(|n| (spellings.get(words[**n].as_slice()), is_known(**n), is_given(**n)));
        entity.fullest = common.copied().unwrap_or(entity.fullest);
    }
    register.all
}

/// The words of a mention as they are compared.
fn words_of(tokens: &[Token<'_>], mention: &Mention) -> Vec<String> {
    let is_word = |t: &&Token<'_>| t.word.chars().any(char::is_alphanumeric);
    let words = tokens[bare(tokens, mention.range())].iter().filter(is_word);
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
    /// A name of several words, or of no person.
    fn full(&mut self, number: usize, mention: &Mention, words: &[String]) {
        let key = (mention.sort(), words.concat());
        let alike = || (key.0 == Sort::Person).then(|| self.alike(words)).flatten();
        let known = self.whole.get(&key).copied().or_else(alike);
        let entity = self.put(known, number, mention, words);
        self.whole.insert(key, entity);
    }

    /// A person's name of one word.
    fn single(&mut self, number: usize, mention: &Mention, words: &[String]) {
        let Some(word) = words.first() else { return };
        let bearer = self.bearer(word, real(mention));
        let key = (mention.sort(), word.clone());
        let entity = self.put(bearer.or_else(|| self.whole.get(&key).copied()), number, mention, words);
        if bearer.is_none() {
            self.whole.insert(key, entity);
        }
    }

    /// Puts a mention to the entity `known`, or to a new one.
    fn put(&mut self, known: Option<usize>, number: usize, mention: &Mention, words: &[String]) -> usize {
        let (entity, sort) = (known.unwrap_or(self.all.len()), mention.sort());
        if known.is_none() {
            self.all.push(Entity { sort, words: Vec::new(), mentions: Vec::new(), fullest: number });
            self.real.push(0.0);
            let parts = words.iter().filter(|_| sort == Sort::Person);
            parts.for_each(|word| self.parts.entry(word.clone()).or_default().push(entity));
        }
        let own = &mut self.all[entity];
        own.mentions.push(number);
        self.real[entity] += real(mention);
        if own.words.len() < words.len() {
            own.words = words.to_vec();
            own.fullest = number;
        }
        entity
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

    /// The one of whose full name `word` is most likely a part: surnames are mostly said of people, given names of
    /// characters.
    fn bearer(&self, word: &str, real: f32) -> Option<usize> {
        let fit = |entity: usize| {
            let known = &self.all[entity];
            let theirs = self.real[entity] / judge::matrix::float(known.mentions.len());
            let place = match word {
                _ if surname(&known.words) == Some(word) => theirs,
                _ if known.words.first().is_some_and(|first| first == word) => 1.0 - theirs,
                _ => -0.33,
            };
            (0.3 * place - (theirs - real).abs(), entity)
        };
        let bearers = self.parts.get(word)?.iter().take(COMPARED).filter(|e| self.all[**e].words.len() > 1);
        let fits = bearers.map(|entity| fit(*entity)).filter(|(fit, _)| *fit > -0.65);
        fits.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, entity)| entity)
    }
}

/// The last word of a name that is no suffix.
pub fn surname(words: &[String]) -> Option<&str> {
    let is_suffix = |word: &&String| matches!(word.as_str(), "jr" | "sr" | "ii" | "iii" | "iv");
    words.iter().rev().find(|word| !is_suffix(word)).map(String::as_str)
}

/// Whether two names differ by a slip of the pen; two given names are two people, however alike.
fn are_near(one: &[String], other: &[String]) -> bool {
    let is_given = |word: &str| words::is_given(words::hash(word));
    let slips = one.iter().zip(other).enumerate().map(|(at, (a, b))| match (a, b) {
        _ if a == b => 0,
        _ if a.len().min(b.len()) <= 3 || a.len().max(b.len()) > LONGEST => SLIPS + 1,
        _ if a.chars().next() != b.chars().next() => SLIPS + 1,
        _ if at + 1 < one.len() && is_given(a) && is_given(b) => SLIPS + 1,
        _ => strsim::osa_distance(a, b),
    });
    one.len() == other.len() && slips.sum::<usize>() <= SLIPS
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
