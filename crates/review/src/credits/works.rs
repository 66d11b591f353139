//! Names of works in the text: what is quoted, set in italics or in capitals, dated like a film, or
//! named like one that is so marked elsewhere.

use std::collections::HashMap;
use std::ops::Range;

use super::lexicon::Trait;
use super::text::{Shape, Text, Token};
use crate::document::Role;

/// One place where a work is named.
#[derive(Clone, Debug)]
pub(super) struct Work {
    /// Its tokens, without quotes.
    pub inner: Range<usize>,
    /// Its tokens with quotes.
    pub outer: Range<usize>,
    pub sign: Sign,
    pub key: String,
    pub year: Option<u16>,
}

/// By what a work is known as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Quoted,
    Emphasis,
    Capitals,
    /// A year in brackets follows.
    Dated,
    /// In brackets behind a name, as films are that somebody is known for.
    Listed,
    /// It is named as a marked one is, without a mark.
    Bare,
}

/// A name of more tokens is none.
const LONGEST: usize = 14;

/// All places where works are named, in order; `title` is the film's.
pub(super) fn find(text: &Text<'_>, title: Option<&str>) -> Vec<Work> {
    let mut works = quoted(text);
    works.extend(emphasised(text));
    works.extend(in_capitals(text, title));
    works = sorted(works);
    let unmarked = [dated(text, &works), filmographies(text, &works), likened(text, &works)].concat();
    works = sorted([works, unmarked].concat());
    let bare = bare(text, &works, title);
    sorted([works, bare].concat())
}

/// In order, and of two that overlap the first.
fn sorted(mut works: Vec<Work>) -> Vec<Work> {
    works.sort_by_key(|work| (work.outer.start, usize::MAX - work.outer.end));
    let mut end = 0;
    works.retain(|work| {
        let free = work.outer.start >= end;
        end = end.max(work.outer.end);
        free
    });
    works
}

/// `text` as titles are compared: small, without marks and a leading article.
pub(super) fn key(title: &str) -> String {
    let small = title.to_lowercase().replace('&', " and ");
    let bare: String = small.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let mut words: Vec<&str> = bare.split_whitespace().collect();
    if words.len() > 1 && matches!(words.first(), Some(&("the" | "a" | "an"))) {
        words.remove(0);
    }
    words.concat()
}

impl Work {
    fn new(text: &Text<'_>, inner: Range<usize>, outer: Range<usize>, sign: Sign) -> Self {
        let key = key(text.at(text.span(inner.start, inner.end)));
        let year = year_after(text, outer.end);
        Self { inner, outer, sign, key, year }
    }
}

/// The year in brackets at token `at`.
fn year_after(text: &Text<'_>, at: usize) -> Option<u16> {
    let token = |at: usize| text.tokens.get(at);
    let open = token(at)?.is_mark('(') && token(at + 1)?.shape == Shape::Number;
    let year: u16 = if open { text.word(at + 1).parse().ok()? } else { return None };
    let closed = matches!(token(at + 2)?.shape, Shape::Mark(')' | ',' | ';'));
    (closed && (1890..2100).contains(&year)).then_some(year)
}

#[derive(Clone, Copy)]
struct Open {
    at: usize,
    mark: char,
}

fn quoted(text: &Text<'_>) -> Vec<Work> {
    let mut found = Vec::new();
    let mut open: Option<Open> = None;
    for (at, token) in text.tokens.iter().enumerate() {
        if token.shape == Shape::Block || open.is_some_and(|open| at - open.at > LONGEST + 2) {
            open = None;
        }
        let closing = open.filter(|open| closes(text, at, open.mark));
        if let Some(from) = closing {
            let end = if matches!(token.shape, Shape::Mark(_)) { at } else { at + 1 };
            found.extend(quote(text, from.at, end, at + 1));
            open = None;
        } else if let Shape::Mark(mark @ ('"' | '“' | '‘' | '\'' | '_' | '*' | '«')) = token.shape
            && opens(text, at, mark)
        {
            open = Some(Open { at, mark });
        }
    }
    found
}

fn opens(text: &Text<'_>, at: usize, mark: char) -> bool {
    let next = text.tokens.get(at + 1);
    let attached = next.is_some_and(|next| !next.apart() && !next.is_stop());
    let apart = text.tokens.get(at).is_some_and(Token::apart)
        || at
            .checked_sub(1)
            .and_then(|at| text.tokens.get(at))
            .is_none_or(|t| matches!(t.shape, Shape::Mark(_)));
    match mark {
        '"' | '“' | '«' => true,
        '‘' => attached,
        _ => attached && apart && next.is_some_and(|next| !matches!(next.shape, Shape::Small)),
    }
}

fn closes(text: &Text<'_>, at: usize, open: char) -> bool {
    let Some(token) = text.tokens.get(at) else { return false };
    match (open, token.shape) {
        ('“' | '"', Shape::Mark('”' | '"'))
        | ('«', Shape::Mark('»'))
        | ('_', Shape::Mark('_'))
        | ('*', Shape::Mark('*')) => true,
        ('‘', Shape::Mark('’' | '‘')) | ('\'', Shape::Mark('\'' | '’')) => !token.apart(),
        ('‘' | '\'', _) => token.owns() && !text.has_s(at),
        _ => false,
    }
}

/// What stands between the quotes at `open` and before `end`, where it looks like a title.
fn quote(text: &Text<'_>, open: usize, end: usize, outer: usize) -> Option<Work> {
    let inner = trimmed(text, open + 1..end);
    let titled =
        is_title(text, inner.clone()) && !is_nickname(text, open, outer) && !is_a_sentence(text, open, outer);
    titled.then(|| Work::new(text, inner, open..outer, Sign::Quoted))
}

/// `Ann "The Hat" Lorn`.
fn is_nickname(text: &Text<'_>, open: usize, outer: usize) -> bool {
    let capital = |at: usize| text.tokens.get(at).is_some_and(|t| t.shape == Shape::Capital && t.apart());
    let before = open.checked_sub(1).is_some_and(|at| {
        text.tokens.get(at).is_some_and(|t| t.shape == Shape::Capital && !t.owns() && t.entry.noun.is_empty())
    });
    before && capital(outer) && outer - open <= 5
}

/// A word that is quoted by itself as a sentence is a word, and no work.
fn is_a_sentence(text: &Text<'_>, open: usize, outer: usize) -> bool {
    let edge = |at: Option<&Token>| {
        at.is_none_or(|t| t.is_stop() || matches!(t.shape, Shape::Mark('"' | '“' | '”')))
    };
    let before = open.checked_sub(1).and_then(|at| text.tokens.get(at));
    edge(before)
        && edge(text.tokens.get(outer))
        && text.tokens.get(outer - 2).is_some_and(|t| matches!(t.shape, Shape::Mark('.' | '!' | '?')))
}

fn trimmed(text: &Text<'_>, mut range: Range<usize>) -> Range<usize> {
    let is_edge = |at: usize| {
        text.tokens.get(at).is_some_and(|t| {
            t.is_stop()
                || matches!(
                    t.shape,
                    Shape::Mark(',' | '.' | ';' | ':' | '_' | '*' | '"' | '“' | '”' | '(' | '-' | '–' | '—')
                )
        })
    };
    while !range.is_empty() && is_edge(range.end - 1) {
        range.end -= 1;
    }
    while !range.is_empty() && is_edge(range.start) {
        range.start += 1;
    }
    range
}

/// Whether `range` is written like a title: words of weight have capitals.
fn is_title(text: &Text<'_>, range: Range<usize>) -> bool {
    let tokens = text.tokens.get(range).unwrap_or_default();
    let Some(first) = tokens.first() else { return false };
    let heads = matches!(first.shape, Shape::Capital | Shape::Capitals | Shape::Initial | Shape::Number);
    let words = tokens.iter().filter(|t| t.is_word()).count();
    let small = tokens.iter().filter(|t| t.shape == Shape::Small && !is_minor(t)).count();
    let stops = tokens.iter().any(Token::is_stop);
    let speaks = tokens.iter().any(|t| t.entry.is(Trait::NoName) && t.shape != Shape::Small && is_speech(t));
    let only = tokens.iter().all(|t| !t.is_word());
    let shouts = small > 0 && tokens.last().is_some_and(|t| t.is_mark('!') || t.is_mark('?'));
    let bare = stops || speaks || shouts || (only && tokens.len() > 1) || tokens.len() > LONGEST;
    let phrase = words >= 4 || (tokens.len() > 1 && !first.entry.is(Trait::Common));
    heads && !bare && (small == 0 || (small == 1 && phrase))
}

/// `I`, `I'm`: what somebody says.
fn is_speech(token: &Token) -> bool {
    token.span().len() <= 4 && token.shape == Shape::Capital && token.owns()
}

fn is_minor(token: &Token) -> bool {
    token.entry.is(Trait::Minor) || token.entry.is(Trait::Particle)
}

fn emphasised(text: &Text<'_>) -> Vec<Work> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.tokens.len() {
        let run = text.tokens.get(at..).unwrap_or_default().iter().take_while(|t| t.emphasis()).count();
        if run > 0 {
            let inner = trimmed(text, at..at + run);
            if is_title(text, inner.clone()) {
                found.push(Work::new(text, inner, at..at + run, Sign::Emphasis));
            }
        }
        at += run.max(1);
    }
    found
}

/// Runs of capitals: titles where the film's own is written so, or where a year follows.
fn in_capitals(text: &Text<'_>, title: Option<&str>) -> Vec<Work> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < text.tokens.len() {
        let length = capitals(text, at);
        let long = text.span(at, at + length).len() >= 4;
        let whole = text.tokens.get(at).is_some_and(Token::first)
            && text.tokens.get(at + length).is_none_or(Token::is_stop);
        if length > 0 && long && !whole {
            runs.push(Work::new(text, at..at + length, at..at + length, Sign::Capitals));
        }
        at += length.max(1);
    }
    let title = title.map(key);
    let custom = runs.iter().any(|run| Some(&run.key) == title.as_ref());
    let custom = custom && runs.len() * 8 < text.tokens.len();
    runs.retain(|run| {
        run.year.is_some() || custom && (run.inner.len() > 1 || Some(&run.key) == title.as_ref())
    });
    runs
}

fn capitals(text: &Text<'_>, from: usize) -> usize {
    let tokens = text.tokens.get(from..).unwrap_or_default();
    let is_loud = |t: &Token| t.shape == Shape::Capitals && !t.heading() && !t.entry.is(Trait::NoName);
    let fits =
        |t: &Token| is_loud(t) || t.shape == Shape::Number || t.is_mark(':') || t.shape == Shape::Initial;
    if !tokens.first().is_some_and(is_loud) {
        return 0;
    }
    let length = tokens.iter().take(LONGEST).take_while(|t| fits(t)).count();
    (1..=length).rev().find(|end| tokens.get(end - 1).is_some_and(is_loud)).unwrap_or(0)
}

/// `Slow Dust (1931)`, without a mark.
fn dated(text: &Text<'_>, works: &[Work]) -> Vec<Work> {
    let mut found = Vec::new();
    for at in 1..text.tokens.len() {
        if year_after(text, at).is_none() || covering(works, at - 1).is_some() {
            continue;
        }
        if let Some(from) = title_before(text, at).filter(|from| covering(works, *from).is_none()) {
            found.push(Work::new(text, from..at, from..at, Sign::Dated));
        }
    }
    found
}

/// Where the title begins that ends before token `end`.
fn title_before(text: &Text<'_>, end: usize) -> Option<usize> {
    let mut best = None;
    let mut at = end;
    while at > 0 && end - at < LONGEST {
        at -= 1;
        let token = text.tokens.get(at)?;
        match token.shape {
            Shape::Capital | Shape::Capitals | Shape::Number | Shape::Initial => {
                if !(token.first()
                    && (token.entry.is(Trait::Place) || token.entry.is(Trait::Minor))
                    && !token.entry.is(Trait::Article))
                {
                    best = Some(at);
                }
            }
            Shape::Small if is_minor(token) && best.is_some() => {}
            Shape::Mark(':') if best.is_some() => {}
            _ => break,
        }
    }
    best
}

/// `Lorn (Slow Dust, The Ferry)`: films that somebody is known for, without marks.
fn filmographies(text: &Text<'_>, works: &[Work]) -> Vec<Work> {
    let mut found = Vec::new();
    for open in 1..text.tokens.len() {
        let named = text
            .tokens
            .get(open - 1)
            .is_some_and(|t| t.shape == Shape::Capital && covering(works, open - 1).is_none());
        if !named || !text.tokens.get(open).is_some_and(|t| t.is_mark('(')) {
            continue;
        }
        let inside = text
            .tokens
            .iter()
            .skip(open + 1)
            .take(40)
            .take_while(|t| !t.is_stop() && !t.is_mark(')'))
            .count();
        let parts = parts(text, open + 1..open + 1 + inside);
        let free =
            parts.iter().all(|part| is_title(text, part.clone()) && covering(works, part.start).is_none());
        if free && are_films(text, &parts, open) {
            found.extend(parts.into_iter().map(|part| Work::new(text, part.clone(), part, Sign::Listed)));
        }
    }
    found
}

/// `like Slow Dust`: words with capitals that are written small elsewhere, behind a word of likening.
fn likened(text: &Text<'_>, works: &[Work]) -> Vec<Work> {
    let plain = |t: &Token| {
        t.shape == Shape::Capital
            && t.entry.is(Trait::Common)
            && !t.entry.is(Trait::Given)
            && !t.entry.is(Trait::NoName)
            && !t.entry.is(Trait::Soft)
            && !t.first()
            && t.entry.noun.is_empty()
    };
    let mut found = Vec::new();
    for (before, token) in text.tokens.iter().enumerate() {
        if !token.entry.is(Trait::Like) || token.shape != Shape::Small {
            continue;
        }
        let from = before + 1;
        let length = text.tokens.iter().skip(from).take(5).take_while(|t| plain(t)).count();
        let over = text.tokens.get(from + length).is_none_or(|t| !t.is_word() || t.shape == Shape::Small);
        if length >= 2 && over && covering(works, from).is_none() {
            found.push(Work::new(text, from..from + length, from..from + length, Sign::Listed));
        }
    }
    found
}

/// `range` parted at commas, semicolons and "and".
fn parts(text: &Text<'_>, range: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut from = range.start;
    for at in range.clone() {
        let parting = text.tokens.get(at).is_some_and(|t| matches!(t.shape, Shape::Mark(',' | ';' | '/')))
            || (text.word(at) == "and" && !parts.is_empty());
        if parting {
            parts.push(from..at);
            from = at + 1;
        }
    }
    parts.push(from..range.end);
    parts.retain(|part| !part.is_empty());
    parts
}

/// Whether what stands in a bracket cannot well be people: some part has an article, a number or a word
/// that is written small elsewhere; or one stands behind somebody who has a role and does not act.
fn are_films(text: &Text<'_>, parts: &[Range<usize>], open: usize) -> bool {
    let strange = |part: &Range<usize>| {
        let tokens = text.tokens.get(part.clone()).unwrap_or_default();
        let odd = |t: &Token| {
            t.shape == Shape::Number
                || t.is_mark(':')
                || (t.entry.is(Trait::Common) && !t.entry.is(Trait::Given))
                || t.entry.is(Trait::Article)
        };
        tokens.iter().any(odd) && tokens.first().is_some_and(|t| t.shape != Shape::Small)
    };
    let plain = |part: &Range<usize>| {
        let tokens = text.tokens.get(part.clone()).unwrap_or_default();
        tokens.len() > 1 && tokens.iter().all(|t| t.entry.is(Trait::Common) && !t.entry.is(Trait::Given))
    };
    let made = |at: usize| text.tokens.get(at).is_some_and(|t| !t.entry.by.without(Role::Actor).is_empty());
    let by = (open.saturating_sub(5)..open).any(|at| at > 0 && text.word(at) == "by" && made(at - 1));
    let known = by
        || (open.saturating_sub(7)..open)
            .any(|at| text.tokens.get(at).is_some_and(|t| !t.entry.noun.without(Role::Actor).is_empty()));
    let article =
        |part: &Range<usize>| text.tokens.get(part.start).is_some_and(|t| t.entry.is(Trait::Article));
    match parts {
        [] => false,
        [one] => plain(one) || article(one) || (known && one.len() < 6),
        _ => parts.iter().any(strange),
    }
}

/// The work that covers token `at`.
pub(super) fn covering(works: &[Work], at: usize) -> Option<usize> {
    let next = works.partition_point(|work| work.outer.end <= at);
    works.get(next).filter(|work| work.outer.contains(&at)).map(|_| next)
}

/// Works that are named again without a mark, and the film itself.
fn bare(text: &Text<'_>, works: &[Work], title: Option<&str>) -> Vec<Work> {
    let names = Known::gather(text, works, title);
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.tokens.len() {
        let length = names
            .at(text, at)
            .filter(|length| covering(works, at).is_none() && !is_somebody(text, at..at + length));
        let length = length.unwrap_or(0);
        if length > 0 {
            found.push(Work::new(text, at..at + length, at..at + length, Sign::Bare));
        }
        at += length.max(1);
    }
    found
}

/// Whether the title of a film stands for the person it is named after: `Ada Lorn (Bo Tree)`, `as Ada Lorn`.
fn is_somebody(text: &Text<'_>, range: Range<usize>) -> bool {
    let token = |at: usize| text.tokens.get(at);
    let capital =
        |at: usize| token(at).is_some_and(|t| t.shape == Shape::Capital && !t.entry.is(Trait::Article));
    let bracket = token(range.end).is_some_and(|t| t.is_mark('(')) && capital(range.end + 1);
    let before = range.start.checked_sub(1).and_then(token);
    let played = before.is_some_and(|t| {
        t.entry.is(Trait::Plays) || t.entry.is(Trait::Named) || t.entry.is(Trait::Honorific)
    }) || range.start.checked_sub(1).is_some_and(|at| text.word(at) == "as");
    let single = range.len() < 4 && range.clone().all(capital);
    single && (bracket || played)
}

/// Names of works by their first word.
struct Known(HashMap<String, Vec<Vec<String>>>);

impl Known {
    fn gather(text: &Text<'_>, works: &[Work], title: Option<&str>) -> Self {
        let mut known = Self(HashMap::new());
        if let Some(title) = title {
            let whole: Vec<String> = words_of(title);
            if let Some((short, _)) = title.split_once(':') {
                known.add(words_of(short));
            }
            if whole.len() > 2 && whole.first().is_some_and(|word| word == "the") {
                known.add(whole.get(1..).unwrap_or_default().to_vec());
            }
            known.add(whole);
        }
        for work in works.iter().filter(|work| work.inner.len() > 1) {
            known.add(words_of(text.at(text.span(work.inner.start, work.inner.end))));
        }
        known
    }

    fn add(&mut self, words: Vec<String>) {
        if let Some(first) = words.first() {
            let names = self.0.entry(first.clone()).or_default();
            if names.len() < 4 && !names.contains(&words) {
                names.push(words);
            }
        }
    }

    /// How many tokens from `at` on name a known work.
    fn at(&self, text: &Text<'_>, at: usize) -> Option<usize> {
        let first = text
            .tokens
            .get(at)
            .filter(|t| t.shape != Shape::Small && (t.is_word() || t.shape == Shape::Number))?;
        let names = self.0.get(&text.word(at).to_lowercase().replace('’', "'"))?;
        let lengths = names.iter().filter_map(|name| fits(text, at, name));
        let length = lengths.max()?;
        let lone = length == 1 && (is_in_a_name(text, at) || first.entry.is(Trait::Common) && first.first());
        (!lone).then_some(length)
    }
}

/// The words of a title, as tokens cut them.
fn words_of(title: &str) -> Vec<String> {
    let small = title.to_lowercase().replace('’', "'");
    let is_edge = |c: char| c.is_whitespace() || matches!(c, ':' | ',' | '!' | '?' | '–' | '—' | '"');
    small
        .split(is_edge)
        .map(|word| word.trim_matches('.').to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

fn fits(text: &Text<'_>, from: usize, name: &[String]) -> Option<usize> {
    let mut at = from;
    for word in name {
        while at > from
            && text
                .tokens
                .get(at)
                .is_some_and(|t| matches!(t.shape, Shape::Mark(':' | ',' | '–' | '—' | '.')))
        {
            at += 1;
        }
        let token = text.tokens.get(at).filter(|t| !t.is_stop())?;
        let small = text.word(at).to_lowercase().replace('’', "'");
        let same = small.trim_matches('.') == word || token.owns() && *word == format!("{small}'s");
        if !same {
            return None;
        }
        at += 1;
    }
    Some(at - from)
}

/// Whether the word at `at` has a neighbour with a capital: then it is a part of a name.
fn is_in_a_name(text: &Text<'_>, at: usize) -> bool {
    let named = |at: usize| {
        text.tokens.get(at).is_some_and(|t| {
            t.shape == Shape::Capital
                && !t.first()
                && t.apart()
                && !t.entry.is(Trait::NoName)
                && t.entry.noun.is_empty()
                && !t.entry.is(Trait::Article)
        })
    };
    let before = at
        .checked_sub(1)
        .is_some_and(|before| named(before) && !text.tokens.get(before).is_some_and(Token::owns));
    let owns = text.tokens.get(at).is_some_and(Token::owns);
    before || (!owns && named(at + 1))
}
