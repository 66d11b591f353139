//! The text as a line of people, works, words and marks: what clues are looked for in.

use std::ops::Range;

use super::lexicon::{Entry, Trait};
use super::names::Mention;
use super::people::People;
use super::text::{Shape, Text, Token};
use super::works::Work;

/// One thing in the line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub what: What,
    /// Its first token.
    pub at: usize,
    /// The token behind it.
    pub end: usize,
}

/// The kinds of things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// Somebody, by mention.
    Person(usize),
    /// A work, by place.
    Work(usize),
    Word,
    Mark(char),
    Stop,
}

/// The line with what its things are.
pub(super) struct Line<'t, 'd> {
    pub text: &'t Text<'d>,
    pub works: &'t [Work],
    pub mentions: &'t [Mention],
    pub people: &'t People,
    pub items: Vec<Item>,
    /// The key of the film's title.
    pub film: Option<String>,
}

impl<'t, 'd> Line<'t, 'd> {
    /// The line of `text`.
    pub fn new(
        text: &'t Text<'d>,
        works: &'t [Work],
        mentions: &'t [Mention],
        people: &'t People,
        film: Option<String>,
    ) -> Self {
        let mut items = Vec::with_capacity(text.tokens.len());
        let (mut work, mut mention) =
            (works.iter().enumerate().peekable(), mentions.iter().enumerate().peekable());
        let mut at = 0;
        while let Some(token) = text.tokens.get(at) {
            while work.peek().is_some_and(|(_, w)| w.outer.start < at) {
                work.next();
            }
            while mention.peek().is_some_and(|(_, m)| m.range.start < at) {
                mention.next();
            }
            let (what, end) = match (work.peek(), mention.peek()) {
                (Some((number, w)), _) if w.outer.start == at => (What::Work(*number), w.outer.end),
                (_, Some((number, m))) if m.range.start == at => (What::Person(*number), m.range.end),
                _ => (kind(token.shape), at + 1),
            };
            items.push(Item { what, at, end });
            at = end.max(at + 1);
        }
        Self { text, works, mentions, people, items, film }
    }

    pub fn what(&self, at: usize) -> What {
        self.items.get(at).map_or(What::Stop, |item| item.what)
    }

    /// What is known of the word at `at`; nothing of other things.
    pub fn entry(&self, at: usize) -> Entry {
        match self.items.get(at) {
            Some(item) if item.what == What::Word => {
                self.text.tokens.get(item.at).map(|t| t.entry).unwrap_or_default()
            }
            _ => Entry::default(),
        }
    }

    pub fn word(&self, at: usize) -> &'d str {
        match self.items.get(at) {
            Some(item) if item.what == What::Word => self.text.word(item.at),
            _ => "",
        }
    }

    pub fn is_word(&self, at: usize, word: &str) -> bool {
        self.word(at).eq_ignore_ascii_case(word)
    }

    pub fn is_mark(&self, at: usize, mark: char) -> bool {
        self.what(at) == What::Mark(mark)
    }

    /// Whether the word at `at` has no capital.
    pub fn is_small(&self, at: usize) -> bool {
        self.items.get(at).is_some_and(|item| {
            item.what == What::Word && self.text.tokens.get(item.at).is_some_and(|t| t.shape == Shape::Small)
        })
    }

    pub fn is(&self, at: usize, what: Trait) -> bool {
        self.entry(at).is(what)
    }

    /// Who is named at `at`.
    pub fn person(&self, at: usize) -> Option<usize> {
        match self.what(at) {
            What::Person(mention) => self.people.of.get(mention).copied(),
            _ => None,
        }
    }

    pub fn mention(&self, at: usize) -> Option<&Mention> {
        match self.what(at) {
            What::Person(mention) => self.mentions.get(mention),
            _ => None,
        }
    }

    /// Whether the thing at `at` owns what follows.
    pub fn owns(&self, at: usize) -> bool {
        self.items.get(at).is_some_and(|item| {
            let last = self.text.tokens.get(item.end.saturating_sub(1));
            last.is_some_and(Token::owns)
        })
    }

    /// Whether the work numbered `work` is the film itself, by its title or the beginning of it.
    pub fn is_film(&self, work: usize) -> bool {
        let key = self.works.get(work).map(|work| work.key.as_str()).unwrap_or_default();
        self.film.as_deref().is_some_and(|film| is_part(key, film))
    }

    /// The other film at `at`.
    pub fn is_other_work(&self, at: usize) -> bool {
        matches!(self.what(at), What::Work(work) if !self.is_film(work))
    }

    pub fn is_this_film(&self, at: usize) -> bool {
        matches!(self.what(at), What::Work(work) if self.is_film(work))
    }

    /// Where the bracket closes that opens at `open`, if soon.
    pub fn close(&self, open: usize) -> Option<usize> {
        (open + 1..open + 40)
            .take_while(|at| self.what(*at) != What::Stop || *at == open + 1)
            .find(|at| self.is_mark(*at, ')'))
    }

    /// Behind the bracket that opens at `at`, or `at` where none does.
    pub fn past_bracket(&self, at: usize) -> usize {
        if self.is_mark(at, '(') { self.close(at).map_or(at, |close| close + 1) } else { at }
    }
}

/// Whether a title with `key` names the film whose key is `film`, as a whole, by its beginning or its end.
pub(super) fn is_part(key: &str, film: &str) -> bool {
    let long = |least: usize| key.len() >= least && film.len() > key.len() + 2;
    key == film || (long(4) && film.starts_with(key)) || (long(7) && film.ends_with(key))
}

fn kind(shape: Shape) -> What {
    match shape {
        Shape::Mark(mark) => What::Mark(mark),
        Shape::Sentence | Shape::Block => What::Stop,
        _ => What::Word,
    }
}

/// People named in one breath: `Ann Lorn, Bo Tree and Cy Ode`.
#[derive(Clone, Debug)]
pub(super) struct Group {
    /// Their places in the line.
    pub at: Vec<usize>,
}

/// A longer list is more than one.
const LONGEST: usize = 24;

impl Group {
    pub fn first(&self) -> usize {
        self.at.first().copied().unwrap_or_default()
    }

    pub fn last(&self) -> usize {
        self.at.last().copied().unwrap_or_default()
    }

    /// Two with a comma between are no list, unless nothing follows: `As Ode, Lorn is superb`.
    fn part_two(&mut self, line: &Line<'_, '_>) {
        let [first, second] = self.at.as_slice() else { return };
        let comma = line.is_mark(second - 1, ',') && line.past_bracket(first + 1) == second - 1;
        let next = line.past_bracket(second + 1);
        let ends = line.owns(*second) || matches!(line.what(next), What::Stop | What::Mark(_));
        if comma && !ends {
            self.at.truncate(1);
        }
    }

    /// All groups, in order of their first.
    pub fn all(line: &Line<'_, '_>) -> Vec<Self> {
        let mut groups: Vec<Self> = Vec::new();
        let mut taken = vec![false; line.items.len()];
        for at in 0..line.items.len() {
            if line.person(at).is_none() || taken.get(at) == Some(&true) {
                continue;
            }
            let mut group = Self { at: vec![at] };
            while let Some(next) = next_in_group(line, &group).filter(|_| group.at.len() < LONGEST) {
                group.at.push(next);
            }
            group.part_two(line);
            for at in &group.at {
                if let Some(taken) = taken.get_mut(*at) {
                    *taken = true;
                }
            }
            groups.push(group);
        }
        groups
    }
}

/// Who is named next in one breath with `group`. Two do not take a comma before "and": that begins anew.
fn next_in_group(line: &Line<'_, '_>, group: &Group) -> Option<usize> {
    let at = group.last();
    let mut next = line.past_bracket(at + 1);
    let bracketed = next > at + 1;
    let comma = line.is_mark(next, ',') || line.is_mark(next, ';') || line.is_mark(next, '/');
    next += usize::from(comma);
    let joint =
        ["and", "or", "with", "plus"].iter().any(|word| line.is_word(next, word)) || line.is_mark(next, '&');
    next += usize::from(joint);
    line.person(next)?;
    let joined = comma || joint;
    let begins_anew = (comma && joint && group.at.len() == 1)
        || as_before(line, at).is_some() && is_followed_by_as(line, next);
    (joined && !begins_anew && !(line.owns(at) && !bracketed && !joint)).then_some(next)
}

fn is_followed_by_as(line: &Line<'_, '_>, at: usize) -> bool {
    let next = at + 1 + usize::from(line.is_mark(at + 1, ','));
    line.is_word(next, "as")
}

/// Where the "as" stands of which the person at `at` is the end: `as the grim surgeon Ode`.
pub(super) fn as_before(line: &Line<'_, '_>, at: usize) -> Option<usize> {
    let mut commas = 0;
    for back in (at.saturating_sub(9)..at).rev() {
        match line.what(back) {
            What::Word if line.is_word(back, "as") => return (!is_other_as(line, back)).then_some(back),
            What::Word if describes(line, back) => {}
            What::Mark(',') if commas == 0 => commas += 1,
            What::Mark('-' | '“' | '”' | '"' | '/' | '.') => {}
            _ => return None,
        }
    }
    None
}

/// Whether the word at `at` may stand in a description of a character: `the grim surgeon`.
pub(super) fn describes(line: &Line<'_, '_>, at: usize) -> bool {
    let minor = line.is(at, Trait::Minor) && !line.is(at, Trait::Article) && !line.is_word(at, "and");
    let small = line.is_small(at) && !minor && !line.is(at, Trait::Place);
    small || line.is(at, Trait::Honorific) || !line.entry(at).noun.is_empty() || line.is(at, Trait::NoName)
}

/// `as well as`, `such as`, `as soon as`.
fn is_other_as(line: &Line<'_, '_>, at: usize) -> bool {
    let after = ["well", "if", "though", "much", "good", "far", "soon", "long", "usual", "always", "ever"];
    let before =
        ["such", "known", "well", "far", "long", "soon", "same", "just", "as", "much", "good", "twice"];
    let previous = at.checked_sub(1).unwrap_or(at);
    after.iter().any(|word| line.is_word(at + 1, word))
        || before.iter().any(|word| line.is_word(previous, word))
}

/// The places in `range` from its end backwards.
pub(super) fn back(from: usize, most: usize) -> std::iter::Rev<Range<usize>> {
    (from.saturating_sub(most)..from).rev()
}
