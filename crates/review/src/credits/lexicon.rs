//! The words that say who did what: vocabulary from `assets/credits`, by word.
//!
//! It holds function words, words of the trade and given names; no person and no film is in it. Given
//! names are the commonest of a census, and weigh little: most names of this world are not among them.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::document::Role;

/// What is known of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    /// Roles of which it names who has them: `director`.
    pub noun: Roles,
    /// Roles that stand before "by": `directed`.
    pub by: Roles,
    /// Roles of which it says that a person did it: `directs`.
    pub verb: Roles,
    /// Roles whose work it names: `script`.
    pub work: Roles,
    traits: u32,
}

/// A set of roles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Roles(u16);

impl Roles {
    pub fn of(role: Role) -> Self {
        Self(1 << role as u16)
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn has(self, role: Role) -> bool {
        self.0 & Self::of(role).0 != 0
    }

    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    #[must_use]
    pub fn without(self, role: Role) -> Self {
        Self(self.0 & !Self::of(role).0)
    }

    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |role| self.has(*role))
    }
}

/// Kinds of words that name no role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trait {
    /// Written small in most texts.
    Common,
    /// A given name.
    Given,
    /// `designer`.
    Design,
    /// `photography`, in `director of photography`.
    Photography,
    /// `starring`.
    Starring,
    /// `performance`.
    Acting,
    /// `like`.
    Like,
    /// `named`.
    Named,
    /// `novel`.
    OtherWork,
    /// `film`.
    Film,
    /// `the`.
    Article,
    /// `in`.
    Place,
    /// `van`.
    Particle,
    /// `jr`.
    Suffix,
    /// `captain`.
    Honorific,
    /// `is`, `also`: stands between a person and what is said of them.
    Being,
    /// `Monday`, `Oscar`: no part of a person's name.
    NoName,
    /// `debut`
    Made,
    /// `crafts`
    Making,
    /// `of`: small even in a title.
    Minor,
    /// `plays`
    Plays,
    /// `Washington`: a place, which may yet end a name.
    Soft,
    /// A company that makes films.
    Studio,
}

const SECTIONS: [(&str, Trait); 21] = [
    ("design", Trait::Design),
    ("of photography", Trait::Photography),
    ("starring", Trait::Starring),
    ("acting", Trait::Acting),
    ("like", Trait::Like),
    ("named", Trait::Named),
    ("other work", Trait::OtherWork),
    ("film", Trait::Film),
    ("article", Trait::Article),
    ("place", Trait::Place),
    ("particle", Trait::Particle),
    ("suffix", Trait::Suffix),
    ("honorific", Trait::Honorific),
    ("being", Trait::Being),
    ("no name", Trait::NoName),
    ("soft", Trait::Soft),
    ("plays", Trait::Plays),
    ("making", Trait::Making),
    ("minor", Trait::Minor),
    ("made", Trait::Made),
    ("studio", Trait::Studio),
];

impl Entry {
    pub fn is(self, what: Trait) -> bool {
        self.traits & (1 << what as u32) != 0
    }

    fn learn(&mut self, section: Section) {
        match section {
            Section::Trait(what) => self.traits |= 1 << what as u32,
            Section::Noun(role) => self.noun = self.noun.and(Roles::of(role)),
            Section::By(role) => self.by = self.by.and(Roles::of(role)),
            Section::Verb(role) => self.verb = self.verb.and(Roles::of(role)),
            Section::Work(role) => self.work = self.work.and(Roles::of(role)),
        }
    }
}

#[derive(Clone, Copy)]
enum Section {
    Trait(Trait),
    Noun(Role),
    By(Role),
    Verb(Role),
    Work(Role),
}

impl Section {
    fn named(name: &str) -> Option<Self> {
        if let Some((_, what)) = SECTIONS.iter().find(|(section, _)| *section == name) {
            return Some(Self::Trait(*what));
        }
        let (role, kind) = name.split_once(' ')?;
        let role = Role::ALL.into_iter().find(|known| known.name() == role)?;
        match kind {
            "noun" => Some(Self::Noun(role)),
            "by" => Some(Self::By(role)),
            "verb" => Some(Self::Verb(role)),
            "work" => Some(Self::Work(role)),
            _ => None,
        }
    }
}

/// What is known of `word`, whatever its case.
pub(super) fn entry(word: &str) -> Entry {
    static WORDS: LazyLock<HashMap<&'static str, Entry>> =
        LazyLock::new(|| parse().unwrap_or_else(|line| panic!("the lexicon has an unknown section {line}")));
    let known = |word: &str| WORDS.get(word).copied().unwrap_or_default();
    if word.bytes().all(|b| b.is_ascii_lowercase()) {
        return known(word);
    }
    let small = word.to_lowercase().replace('’', "'");
    let whole = known(&small);
    if whole == Entry::default() && small.contains('-') { compound(&small, known) } else { whole }
}

/// `writer-director`, `actor-turned-director`: of its parts only who they name counts.
fn compound(word: &str, known: impl Fn(&str) -> Entry) -> Entry {
    let nouns = word.split('-').map(|part| known(part).noun).fold(Roles::default(), Roles::and);
    let mut entry = Entry { noun: nouns, ..Entry::default() };
    if word.split('-').any(|part| known(part).is(Trait::NoName)) {
        entry.learn(Section::Trait(Trait::NoName));
    }
    entry
}

/// The vocabulary, or the line that opens a section nobody knows.
fn parse() -> Result<HashMap<&'static str, Entry>, &'static str> {
    let mut words: HashMap<&'static str, Entry> = HashMap::with_capacity(1 << 14);
    let mut learn = |word, section| words.entry(word).or_default().learn(section);
    for word in include_str!("../../../../assets/credits/common.txt").split_whitespace() {
        learn(word, Section::Trait(Trait::Common));
    }
    for word in include_str!("../../../../assets/credits/first-names.txt").split_whitespace() {
        learn(word, Section::Trait(Trait::Given));
    }
    let mut section = None;
    for line in include_str!("../../../../assets/credits/lexicon.txt").lines() {
        if line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix('[') {
            let name = name.strip_suffix(']').ok_or(line)?;
            section = Some(Section::named(name).ok_or(line)?);
            continue;
        }
        for word in line.split_whitespace() {
            learn(word, section.ok_or(line)?);
        }
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_the_kinds_that_the_lexicon_gives_them() {
        assert!(entry("Director").noun.has(Role::Director));
        assert!(entry("wrote").verb.has(Role::Writer));
        assert!(entry("the").is(Trait::Article) && entry("the").is(Trait::Common));
        assert!(entry("Mary").is(Trait::Given));
        assert_eq!(entry("Xyzzy"), Entry::default());
    }
}
