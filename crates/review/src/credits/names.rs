//! The scanner of names: words with capitals that may name a person, cut out of the text in one pass.
//!
//! It takes particles, initials, suffixes, hyphens, apostrophes and nicknames along, and leaves out what
//! is a role, a month, a place or a prize. It never looks back over what it has passed.

use std::ops::Range;

use super::lexicon::Trait;
use super::text::{Shape, Text, Token};
use super::works::{Work, covering};
use crate::document::Role;

/// One place where somebody may be named.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    /// Its tokens, a form of address included.
    pub range: Range<usize>,
    /// Its words as they are compared, without the form of address.
    pub words: Vec<String>,
    /// Whether a form of address stands before it.
    pub addressed: bool,
    /// Whether its first word is among the commonest given names.
    pub given: bool,
    /// The token of the surname that stands elsewhere: `Ann` in `Ann and Bo Lorn`.
    pub family: Option<usize>,
}

impl Mention {
    /// A name that stands in a list of credits and not in the prose.
    pub fn listed(words: Vec<String>) -> Self {
        Self { range: 0..0, words, addressed: false, given: false, family: None }
    }
}

/// The words of a name by itself.
pub(super) fn words(name: &str) -> Vec<String> {
    name.split_whitespace().map(word).filter(|word| !word.is_empty()).collect()
}

/// `text` as words of names are compared.
fn word(text: &str) -> String {
    text.to_lowercase().replace('’', "'").replace(['.', '-', ','], "")
}

/// A name of more words is none.
const LONGEST: usize = 5;

/// All places where somebody may be named, in order.
pub(super) fn find(text: &Text<'_>, works: &[Work]) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.tokens.len() {
        if let Some(work) = covering(works, at).and_then(|work| works.get(work)) {
            at = work.outer.end.max(at + 1);
            continue;
        }
        let scan = Scan { text, works };
        match scan.name(at) {
            Ok(mention) => {
                at = mention.range.end;
                found.push(mention);
            }
            Err(next) => at = next.max(at + 1),
        }
    }
    join_families(text, &mut found);
    found
}

/// Gives the one of `directors Ann and Bo Lorn` the surname, too. Without a role before them they may well
/// be strangers.
fn join_families(text: &Text<'_>, found: &mut [Mention]) {
    for at in 1..found.len() {
        let Some([one, other]) = found.get_mut(at - 1..=at) else { continue };
        let joined = other.range.start == one.range.end + 1 && text.word(one.range.end) == "and";
        let before = one.range.start.checked_sub(1);
        let entry = before.and_then(|at| text.tokens.get(at)).map(|t| t.entry).unwrap_or_default();
        let made =
            !entry.noun.without(Role::Actor).is_empty() || before.is_some_and(|at| text.word(at) == "by");
        let behind = text.tokens.get(other.range.end).map(|t| t.entry.verb).unwrap_or_default();
        let made = made || behind.has(Role::Director) || behind.has(Role::Writer);
        let lone = one.words.len() == 1 && other.words.len() == 2 && !one.addressed && !other.addressed;
        if joined && made && lone {
            one.words.extend(other.words.last().cloned());
            one.family = other.range.end.checked_sub(1);
        }
    }
}

#[derive(Clone, Copy)]
struct Scan<'t, 'd> {
    text: &'t Text<'d>,
    works: &'t [Work],
}

impl Scan<'_, '_> {
    /// The name that begins at `at`, or where to go on.
    fn name(self, at: usize) -> Result<Mention, usize> {
        let start = self.address(at);
        let from = start.unwrap_or(at);
        if !self.begins(from) || (start.is_none() && self.opens_a_sentence(from)) {
            return Err(at + 1);
        }
        let (end, words) = self.extent(from);
        let lone = words.len() == 1 && start.is_none();
        let Some(first) = self.text.tokens.get(from) else { return Err(at + 1) };
        let quoted = at.checked_sub(1).is_some_and(|at| {
            self.text.tokens.get(at).is_some_and(|t| matches!(t.shape, Shape::Mark('"' | '“' | '‘')))
        });
        let spoken = quoted && lone && self.text.tokens.get(end).is_some_and(|t| t.shape == Shape::Small);
        if words.is_empty()
            || spoken
            || (start.is_none() && self.are_plain_words(from, end))
            || (lone && is_no_name_alone(first) && !self.is_played(from))
        {
            return Err(end.max(at + 1));
        }
        let given = first.entry.is(Trait::Given);
        Ok(Mention { range: at..end, words, addressed: start.is_some(), given, family: None })
    }

    /// Where the name begins behind the form of address at `at`.
    fn address(self, at: usize) -> Option<usize> {
        let token = self.text.tokens.get(at)?;
        let is_form =
            token.entry.is(Trait::Honorific) && matches!(token.shape, Shape::Capital | Shape::Capitals);
        if !is_form || token.owns() {
            return None;
        }
        let dot = self.text.tokens.get(at + 1).is_some_and(|t| t.is_mark('.'));
        let next = at + 1 + usize::from(dot);
        self.begins(next).then_some(next)
    }

    fn free(self, at: usize) -> Option<Token> {
        self.text.tokens.get(at).copied().filter(|_| covering(self.works, at).is_none())
    }

    /// Whether a name may begin with the word at `at`.
    fn begins(self, at: usize) -> bool {
        let Some(token) = self.free(at).filter(|t| !t.heading()) else { return false };
        let next = self.free(at + 1).is_some_and(|t| t.apart() && t.shape == Shape::Capital && !t.first());
        let role =
            !token.entry.noun.is_empty() || token.entry.is(Trait::Film) || token.entry.is(Trait::Article);
        match token.shape {
            Shape::Capital if token.entry.is(Trait::NoName) || token.entry.is(Trait::Soft) => {
                token.entry.is(Trait::Given) && next && !token.owns()
            }
            Shape::Capital if token.entry.is(Trait::Minor) => token.entry.is(Trait::Given) && next,
            Shape::Capital => !role || (token.entry.is(Trait::Given) && next),
            Shape::Initial => next || self.free(at + 1).is_some_and(|t| t.shape == Shape::Initial),
            Shape::Capitals => {
                token.span().len() == 2
                    && next
                    && !token.entry.is(Trait::NoName)
                    && !token.entry.is(Trait::Common)
            }
            _ => false,
        }
    }

    /// Whether the word at `at` has its capital from its place alone.
    fn opens_a_sentence(self, at: usize) -> bool {
        let Some(token) = self.text.tokens.get(at) else { return false };
        let before = at.checked_sub(1).and_then(|at| self.text.tokens.get(at));
        let opened = token.first()
            || before.is_some_and(|t| {
                matches!(
                    t.shape,
                    Shape::Mark(':' | '"' | '“' | '‘' | '—' | '–' | '•' | '…' | '-' | '*' | '_')
                )
            });
        let next = self.free(at + 1).is_some_and(|t| t.shape == Shape::Capital && t.apart());
        let named = token.entry.is(Trait::Given) && next && !token.entry.is(Trait::Article);
        opened && token.entry.is(Trait::Common) && !named
    }

    /// Whether all words of a name of several are written small elsewhere: then it is a title, or a thing.
    fn are_plain_words(self, from: usize, end: usize) -> bool {
        let tokens = self.text.tokens.get(from..end).unwrap_or_default();
        let plain = |t: &Token| t.entry.is(Trait::Common) && !t.entry.is(Trait::Given);
        tokens.len() > 1 && tokens.iter().all(plain)
    }

    /// Whether a word is a name by where it stands: `as Knock`, `plays Joy`, `Joy (Ann Lorn)`.
    fn is_played(self, at: usize) -> bool {
        let token = |at: usize| self.text.tokens.get(at);
        let name =
            token(at).is_some_and(|t| t.shape == Shape::Capital && !t.first() && !t.entry.is(Trait::NoName));
        let before = at.checked_sub(1).is_some_and(|before| {
            self.text.word(before) == "as"
                || token(before).is_some_and(|t| t.entry.is(Trait::Plays) || t.entry.is(Trait::Named))
        });
        let bracket = token(at + 1).is_some_and(|t| t.is_mark('('))
            && token(at + 2).is_some_and(|t| t.shape == Shape::Capital && !t.entry.is(Trait::Common));
        name && (before || bracket)
    }

    /// Where the name from `from` on ends, and its words.
    fn extent(self, from: usize) -> (usize, Vec<String>) {
        let mut words = vec![self.word(from)];
        let mut end = from + 1;
        while words.len() < LONGEST && !self.text.tokens.get(end - 1).is_some_and(Token::owns) {
            let Some(next) = self.next(end, &words) else { break };
            words.extend(
                (end..next)
                    .filter(|at| self.text.tokens.get(*at).is_some_and(Token::is_word))
                    .map(|at| self.word(at)),
            );
            end = next;
        }
        (end, words)
    }

    fn word(self, at: usize) -> String {
        word(self.text.word(at))
    }

    /// Where the name goes on to that has reached `at`.
    fn next(self, at: usize, words: &[String]) -> Option<usize> {
        let token = self.free(at)?;
        if !token.apart() && !self.text.tokens.get(at - 1).is_some_and(|t| t.shape == Shape::Initial) {
            return self.suffix(at);
        }
        match token.shape {
            Shape::Capital if token.entry.is(Trait::Suffix) => {
                Some(at + 1 + usize::from(self.free(at + 1).is_some_and(|t| t.is_mark('.'))))
            }
            Shape::Capitals if token.entry.is(Trait::Suffix) => Some(at + 1),
            Shape::Capital if token.entry.is(Trait::NoName) => None,
            Shape::Capital if token.entry.is(Trait::Soft) => {
                self.ends_with_a_place(at, words).then_some(at + 1)
            }
            Shape::Capital | Shape::Initial => Some(at + 1),
            Shape::Small if token.entry.is(Trait::Particle) => self.particle(at),
            Shape::Mark('"' | '“') => self.nickname(at),
            _ => None,
        }
    }

    fn ends_with_a_place(self, at: usize, words: &[String]) -> bool {
        let given = self.text.tokens.get(at - 1).is_some_and(|t| t.entry.is(Trait::Given));
        let last = !self.free(at + 1).is_some_and(|t| t.apart() && t.shape == Shape::Capital);
        words.len() == 1 && given && last
    }

    /// `van der Berg`.
    fn particle(self, at: usize) -> Option<usize> {
        let second = self.free(at + 1)?;
        let next =
            if second.shape == Shape::Small && second.entry.is(Trait::Particle) { at + 2 } else { at + 1 };
        self.free(next).filter(|t| t.shape == Shape::Capital && t.apart()).map(|_| next + 1)
    }

    /// `, Jr.`
    fn suffix(self, at: usize) -> Option<usize> {
        let comma = self.free(at)?.is_mark(',');
        let next = self.free(at + 1)?;
        (comma && next.entry.is(Trait::Suffix) && next.shape == Shape::Capital)
            .then(|| at + 2 + usize::from(self.free(at + 2).is_some_and(|t| t.is_mark('.'))))
    }

    /// `"The Hat" Lorn`: the nickname is passed over.
    fn nickname(self, at: usize) -> Option<usize> {
        let close = (at + 2..at + 5)
            .find(|at| self.free(*at).is_some_and(|t| matches!(t.shape, Shape::Mark('"' | '”'))))?;
        self.free(close + 1).filter(|t| t.shape == Shape::Capital && t.apart()).map(|_| close + 2)
    }
}

fn is_no_name_alone(token: &Token) -> bool {
    token.entry.is(Trait::Common) && !token.entry.is(Trait::Given)
        || token.entry.is(Trait::NoName)
        || token.entry.is(Trait::Soft)
        || token.shape == Shape::Initial
        || token.span().len() < 2
}
