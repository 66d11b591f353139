//! Who is who: mentions of one person put together, by full name, surname, given name and spelling.
//!
//! A surname goes to the person last named in full who bears it. Spellings within two letters are one
//! person's, unless both given names are known ones and differ: then they are relatives.

use std::collections::{HashMap, HashSet};

use super::lexicon::Trait;
use super::names::Mention;
use super::text::{Shape, Text};
use crate::span::Span;

/// People, places and other things with names, each with where it is named.
pub(super) struct People {
    pub all: Vec<Person>,
    /// The person of each mention.
    pub of: Vec<usize>,
}

/// Somebody, or something, with a name.
#[derive(Clone, Debug, Default)]
pub(super) struct Person {
    /// The words of the fullest name.
    pub words: Vec<String>,
    /// Where it is named, by mention.
    pub mentions: Vec<usize>,
}

impl Person {
    pub fn is_full(&self) -> bool {
        self.words.len() > 1
    }
}

/// Of names that share a word, so many are compared with each other.
const COMPARED: usize = 8;

/// Puts `mentions` together.
pub(super) fn gather(text: &Text<'_>, mentions: &[Mention]) -> People {
    let mut register = Register { characters: characters(text, mentions), ..Register::default() };
    let mut of: Vec<Option<usize>> =
        mentions.iter().map(|m| (m.words.len() > 1).then(|| register.full(m))).collect();
    let mut latest: HashMap<&str, usize> = HashMap::new();
    for (mention, of) in mentions.iter().zip(&mut of) {
        if let Some(person) = *of {
            if let Some(last) = surname(&mention.words) {
                latest.insert(last, person);
            }
        } else if let Some(word) = mention.words.first() {
            let known = latest.get(word.as_str()).or_else(|| latest.get(word.strip_suffix('s')?)).copied();
            *of = Some(known.unwrap_or_else(|| register.single(word)));
        }
    }
    let of: Vec<usize> = of.into_iter().map(Option::unwrap_or_default).collect();
    for (number, person) in of.iter().enumerate() {
        if let Some(person) = register.all.get_mut(*person) {
            person.mentions.push(number);
        }
    }
    People { all: register.all, of }
}

/// Single names that are somebody's part: `Ode (Lorn)`, `as Ode`. They are nobody's given name.
fn characters(text: &Text<'_>, mentions: &[Mention]) -> HashSet<String> {
    let token = |at: usize| text.tokens.get(at);
    let is_part = |mention: &&Mention| {
        let (start, end) = (mention.range.start, mention.range.end);
        let bracket = token(end).is_some_and(|t| t.is_mark('('))
            && token(end + 1).is_some_and(|t| t.shape == Shape::Capital);
        let before = start.checked_sub(1);
        let played = before.and_then(token).is_some_and(|t| t.entry.is(Trait::Plays));
        bracket || played || before.is_some_and(|at| text.word(at) == "as")
    };
    let single = mentions.iter().filter(|mention| mention.words.len() == 1 && !mention.range.is_empty());
    single.filter(is_part).filter_map(|mention| mention.words.first().cloned()).collect()
}

/// The last word of a name that is no suffix.
pub(super) fn surname(words: &[String]) -> Option<&str> {
    let is_suffix = |word: &&String| matches!(word.as_str(), "jr" | "sr" | "ii" | "iii" | "iv");
    words.iter().rev().find(|word| !is_suffix(word)).map(String::as_str)
}

#[derive(Default)]
struct Register {
    all: Vec<Person>,
    whole: HashMap<String, usize>,
    ends: HashMap<(String, String), usize>,
    first: HashMap<String, Vec<usize>>,
    last: HashMap<String, Vec<usize>>,
    singles: HashMap<String, usize>,
    given: HashMap<usize, bool>,
    characters: HashSet<String>,
}

impl Register {
    /// The person of a full name.
    fn full(&mut self, mention: &Mention) -> usize {
        let words = &mention.words;
        let key = words.concat();
        let first = words.first().cloned().unwrap_or_default();
        let last = surname(words).unwrap_or_default().to_owned();
        let ends = (first.clone(), last.clone());
        let known = self.whole.get(&key).or_else(|| self.ends.get(&ends)).copied();
        let person = known.or_else(|| self.misspelt(words, &first, &last, mention.given));
        let person = person.unwrap_or_else(|| {
            self.all.push(Person { words: words.clone(), mentions: Vec::new() });
            let person = self.all.len() - 1;
            self.first.entry(first).or_default().push(person);
            self.last.entry(last).or_default().push(person);
            self.given.insert(person, mention.given);
            person
        });
        if let Some(known) = self.all.get_mut(person).filter(|known| known.words.len() < words.len()) {
            known.words.clone_from(words);
        }
        self.whole.insert(key, person);
        self.ends.insert(ends, person);
        person
    }

    fn misspelt(&self, words: &[String], first: &str, last: &str, given: bool) -> Option<usize> {
        let same_last = self.last.get(last).into_iter().flatten().take(COMPARED);
        let same_last = same_last.filter(|person| !(given && self.given.get(person) == Some(&true)));
        let same_first = self.first.get(first).into_iter().flatten().take(COMPARED);
        let mut near = same_last.chain(same_first);
        near.find(|person| self.all.get(**person).is_some_and(|known| are_near(&known.words, words))).copied()
    }

    /// The person of a single word that is nobody's surname so far.
    fn single(&mut self, word: &str) -> usize {
        let only = |found: Option<&Vec<usize>>| {
            found.filter(|all| all.len() == 1).and_then(|all| all.first().copied())
        };
        let given = self.first.get(word).filter(|_| !self.characters.contains(word));
        let bearer = self.last.get(word).and_then(|all| all.first().copied());
        if let Some(person) = bearer.or_else(|| only(given)).or_else(|| self.singles.get(word).copied()) {
            return person;
        }
        self.all.push(Person { words: vec![word.to_owned()], mentions: Vec::new() });
        self.singles.insert(word.to_owned(), self.all.len() - 1);
        self.all.len() - 1
    }
}

/// Whether two names differ by a slip of the pen.
fn are_near(one: &[String], other: &[String]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let pairs = || one.iter().zip(other);
    let alike =
        pairs().all(|(a, b)| a == b || (a.len() > 3 && b.len() > 3 && a.chars().next() == b.chars().next()));
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

/// How a person's name is to be written.
pub(super) struct Spelling {
    pub name: String,
    pub others: Vec<String>,
}

/// The fullest and most frequent spelling of `person`; where two are as good, the one in the run of the
/// text rather than in brackets.
pub(super) fn spelling(text: &Text<'_>, mentions: &[Mention], person: &Person) -> Spelling {
    let mut seen: Vec<(String, usize, usize)> = Vec::new();
    for mention in
        person.mentions.iter().filter_map(|number| mentions.get(*number)).filter(|m| !m.range.is_empty())
    {
        let written = written(text, mention);
        let bracketed = mention
            .range
            .start
            .checked_sub(1)
            .and_then(|at| text.tokens.get(at))
            .is_some_and(|t| t.is_mark('('));
        let weight = if bracketed { 2 } else { 3 };
        match seen.iter_mut().find(|(name, ..)| *name == written) {
            Some(known) => known.1 += weight,
            None => seen.push((written, weight, mention.words.len())),
        }
        seen.truncate(16);
    }
    let best =
        seen.iter().enumerate().max_by_key(|(at, (_, count, words))| (*words, *count, usize::MAX - at));
    let name = best.map(|(_, (name, ..))| name.clone()).unwrap_or_default();
    let others = seen.into_iter().map(|(other, ..)| other).filter(|other| *other != name).collect();
    Spelling { name, others }
}

impl Spelling {
    /// Adds a spelling from a list: it counts where no other is as full.
    pub fn add(&mut self, name: String) {
        let words = |name: &str| name.split_whitespace().count();
        if words(&name) > words(&self.name) {
            let other = std::mem::replace(&mut self.name, name);
            self.others.extend((!other.is_empty()).then_some(other));
        } else if name != self.name && !self.others.contains(&name) {
            self.others.push(name);
        }
    }
}

/// The fullest spelling with its form of address, if it ever has one.
pub(super) fn addressed(text: &Text<'_>, mentions: &[Mention], person: &Person) -> String {
    let full = |mention: &&Mention| mention.words.len() == person.words.len() && !mention.range.is_empty();
    let all = person.mentions.iter().filter_map(|number| mentions.get(*number)).filter(full);
    let best = all.max_by_key(|mention| mention.addressed);
    best.map(|mention| joined(text.at(text.span(mention.range.start, mention.range.end)))).unwrap_or_default()
}

/// Where a mention stands, without its form of address.
pub(super) fn place(text: &Text<'_>, mention: &Mention) -> Span {
    let mut from = mention.range.start;
    if mention.addressed {
        from += 1 + usize::from(text.tokens.get(from + 1).is_some_and(|t| t.is_mark('.')));
    }
    text.span(from, mention.range.end)
}

/// A mention as it stands in the text, without address and line ends.
pub(super) fn written(text: &Text<'_>, mention: &Mention) -> String {
    let written = joined(text.at(place(text, mention)));
    mention.family.map_or(written.clone(), |surname| format!("{written} {}", text.word(surname)))
}

/// `text` on one line.
pub(super) fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_pen_are_counted() {
        assert_eq!(distance("keira", "kiera", 2), Some(1));
        assert_eq!(distance("farrelley", "farrelly", 2), Some(1));
        assert_eq!(distance("dave", "james", 2), None);
        assert_eq!(distance("joel", "ethan", 2), None);
    }
}
