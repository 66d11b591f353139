//! Who plays whom, in the forms in which reviews state it.

use super::super::lexicon::Trait;
use super::super::line::{Group, Line, What, as_before, back, describes};
use super::acting::is_elsewhere;
use crate::document::Role;

/// That one person plays another, or, in brackets, one the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::credits) struct Pair {
    /// The actor; in a bracket pair who stands before the bracket.
    pub one: usize,
    /// The character; in a bracket pair who stands inside.
    pub other: usize,
    /// The mention of the character, for how it is written.
    pub place: usize,
    pub form: Form,
}

/// How a pair is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::credits) enum Form {
    /// `Lorn plays Ode`, `Lorn as Ode`, `Ode, played by Lorn`.
    Stated,
    /// `Lorn's Ode`.
    Owned,
    /// `Ode (Lorn)`, or `Lorn (Ode)`.
    Bracket,
}

/// All pairs, in order.
pub(super) fn find(line: &Line<'_, '_>, groups: &[Group]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut starts = vec![None; line.items.len()];
    for (number, group) in groups.iter().enumerate() {
        for at in &group.at {
            if let Some(start) = starts.get_mut(*at) {
                *start = Some(number);
            }
        }
    }
    let group_at = |at: usize| starts.get(at).copied().flatten().and_then(|number: usize| groups.get(number));
    for group in groups {
        pairs.extend(as_whom(line, group, &group_at));
        pairs.extend(plays_whom(line, group, &group_at));
        pairs.extend(played_by(line, group, &group_at));
        pairs.extend(owned(line, group));
        pairs.extend(bracket(line, group));
        pairs.extend(as_they(line, group, &group_at));
        pairs.extend(leading(line, group));
        pairs.extend(is_whom(line, group));
        pairs.extend(in_brackets(line, group));
    }
    pairs
}

fn pair(line: &Line<'_, '_>, actor: usize, character: usize, form: Form) -> Option<Pair> {
    let (one, other) = (line.person(actor)?, line.person(character)?);
    let What::Person(place) = line.what(character) else { return None };
    (one != other).then_some(Pair { one, other, place, form })
}

/// `actors` and `characters` one by one, or the last of the one with the first of the other.
fn zip(line: &Line<'_, '_>, actors: &[usize], characters: &[usize]) -> Vec<Pair> {
    if actors.len() == characters.len() {
        let both = actors.iter().zip(characters);
        return both.filter_map(|(actor, character)| pair(line, *actor, *character, Form::Stated)).collect();
    }
    let full = |at: &usize| line.mention(*at).is_some_and(|mention| mention.words.len() > 1);
    let apposed = match characters {
        [first, second, ..] if *second == first + 2 && !full(first) && full(second) => Some(second),
        _ => None,
    };
    let named = apposed.or(characters.first());
    let ends = actors.last().zip(named);
    ends.and_then(|(actor, character)| pair(line, *actor, *character, Form::Stated)).into_iter().collect()
}

/// `Lorn, in her best part yet, as Ode`.
fn as_whom<'g>(
    line: &Line<'_, '_>,
    group: &'g Group,
    group_at: &impl Fn(usize) -> Option<&'g Group>,
) -> Vec<Pair> {
    let last = group.last();
    let mut at = line.past_bracket(last + 1);
    let limit = at + 14;
    while at < limit {
        if line.person(at).is_some() {
            let stated = as_before(line, at).is_some_and(|from| from > last) && !line.owns(at);
            let characters = group_at(at).filter(|_| stated);
            return characters.map(|c| zip(line, &group.at, upto(c, at))).unwrap_or_default();
        }
        let through = matches!(
            line.what(at),
            What::Word | What::Mark(',' | '-' | '“' | '”' | '"' | '/' | '.' | '–' | '—')
        );
        if !through || (at > last + 1 && line.is(at, Trait::Starring) && !line.is_word(at, "as")) {
            break;
        }
        at += 1;
    }
    Vec::new()
}

/// `Lorn is new to us. She is superb as Ode.`: of two people before the pronoun the nearer one, if it is
/// not in a list.
fn as_they<'g>(
    line: &Line<'_, '_>,
    group: &'g Group,
    group_at: &impl Fn(usize) -> Option<&'g Group>,
) -> Option<Pair> {
    let character = group.first();
    let from = as_before(line, character)?;
    let plain = |at: &usize| matches!(line.what(*at), What::Word | What::Mark(',' | '-'));
    let pronoun = back(from, 9).take_while(plain).find(|at| is_pronoun(line, *at))?;
    let mut stops = 0;
    for at in back(pronoun, 45) {
        stops += usize::from(line.what(at) == What::Stop);
        if line.person(at).is_some() && !line.is_mark(at.wrapping_sub(1), '(') {
            let alone = group_at(at).is_some_and(|group| group.at.len() == 1);
            return alone.then(|| pair(line, at, character, Form::Stated))?;
        }
        if stops > 1 {
            break;
        }
    }
    None
}

/// `As Ode, Lorn is superb`, `In the role of Ode, Lorn shines`.
fn leading(line: &Line<'_, '_>, group: &Group) -> Option<Pair> {
    let character = group.first();
    let actor = character + 2;
    let after = group.at.len() == 1
        && line.is_mark(character + 1, ',')
        && line.person(actor).is_some()
        && !line.owns(character);
    let from = as_before(line, character).filter(|at| line.what(at.wrapping_sub(1)) == What::Stop);
    let role = character >= 2 && (is_part(line, character - 2) || line.is_word(character - 1, "playing"));
    (after && (from.is_some() || role)).then(|| pair(line, actor, character, Form::Stated))?
}

/// `role of`, `part of`
fn is_part(line: &Line<'_, '_>, at: usize) -> bool {
    line.is_word(at + 1, "of")
        && ["role", "part", "portrayal", "character"].iter().any(|word| line.is_word(at, word))
}

/// `Lorn is Ode`
fn is_whom(line: &Line<'_, '_>, group: &Group) -> Option<Pair> {
    let next = line.past_bracket(group.last() + 1);
    let adverb = usize::from(line.word(next + 1).ends_with("ly"));
    let character = next + 1 + adverb;
    let stated = line.is_word(next, "is") && line.person(character).is_some() && !line.owns(character);
    (stated && group.at.len() == 1).then(|| pair(line, group.last(), character, Form::Owned))?
}

/// `Lorn and Tree (playing younger versions of Ode)`
fn in_brackets(line: &Line<'_, '_>, group: &Group) -> Vec<Pair> {
    let open = group.last() + 1;
    if !line.is_mark(open, '(') || !line.is(open + 1, Trait::Plays) || line.is_word(open + 2, "by") {
        return Vec::new();
    }
    let inside = open + 2..line.close(open).unwrap_or(open).max(open + 2);
    let Some(character) = inside.into_iter().find(|at| line.person(*at).is_some() && !line.owns(*at)) else {
        return Vec::new();
    };
    group.at.iter().filter_map(|actor| pair(line, *actor, character, Form::Stated)).collect()
}

fn is_pronoun(line: &Line<'_, '_>, at: usize) -> bool {
    ["he", "she", "he's", "she's", "he’s", "she’s"].iter().any(|word| line.is_word(at, word))
}

/// The people of `group` from `at` on.
fn upto(group: &Group, at: usize) -> &[usize] {
    let from = group.at.iter().position(|place| *place == at).unwrap_or_default();
    group.at.get(from..).unwrap_or_default()
}

/// `Lorn plays the surgeon Ode`.
fn plays_whom<'g>(
    line: &Line<'_, '_>,
    group: &'g Group,
    group_at: &impl Fn(usize) -> Option<&'g Group>,
) -> Vec<Pair> {
    let next = line.past_bracket(group.last() + 1);
    let next = next + usize::from(line.is_mark(next, ')'));
    let mut at = next;
    let is_verb = |at: usize| line.is(at, Trait::Plays);
    if let Some(of) =
        (next..next + 8).take_while(|at| line.what(*at) == What::Word).find(|at| is_part(line, *at))
    {
        let character = Some(of + 2).filter(|at| line.person(*at).is_some());
        let characters = character.and_then(|at| Some((group_at(at)?, at)));
        return characters
            .map(|(characters, at)| zip(line, &group.at, upto(characters, at)))
            .unwrap_or_default();
    }
    while at < next + 5 && !is_verb(at) {
        let skipped = line.is(at, Trait::Being)
            || line.is_mark(at, ',')
            || line.word(at).ends_with("ly")
            || line.is_word(at, "stars")
            || line.is_word(at, "and");
        if !skipped {
            return Vec::new();
        }
        at += 1;
    }
    if !is_verb(at) || line.is_word(at + 1, "by") {
        return Vec::new();
    }
    let characters = first_person(line, at + 1, 11).and_then(|at| Some((group_at(at)?, at)));
    characters.map(|(characters, at)| zip(line, &group.at, upto(characters, at))).unwrap_or_default()
}

/// The first person within `reach` things, with only a description before.
fn first_person(line: &Line<'_, '_>, from: usize, reach: usize) -> Option<usize> {
    let mut commas = 0;
    for at in from..from + reach {
        match line.what(at) {
            What::Person(_) => return (!line.owns(at) || !line.is_small(at + 1)).then_some(at),
            What::Word if !describes(line, at) || line.is_word(at, "opposite") => return None,
            What::Word | What::Mark('-' | '“' | '”' | '"' | '/' | '.') => {}
            What::Mark(',') if commas == 0 => commas += 1,
            _ => return None,
        }
    }
    None
}

/// `Ode, played by Lorn`, `the role of Ode is taken by Lorn`.
fn played_by<'g>(
    line: &Line<'_, '_>,
    group: &'g Group,
    group_at: &impl Fn(usize) -> Option<&'g Group>,
) -> Vec<Pair> {
    let Some(by) = back(group.first(), 5).find(|at| line.is_word(*at, "by")) else { return Vec::new() };
    let between = (by + 1..group.first()).all(|at| line.is_small(at) || !line.entry(at).noun.is_empty());
    let verb = back(by, 4).find(|at| line.entry(*at).by.has(Role::Actor));
    let verb = verb.filter(|verb| (verb + 1..by).all(|at| line.is_small(at)));
    let played = verb.is_some();
    let role = has_role_of(line, by);
    if !between || !(played || role) || is_elsewhere(line, group.last()) {
        return Vec::new();
    }
    let gap = verb.unwrap_or(by);
    let character = whose_part(line, gap);
    let characters = character.and_then(|at| Some((group_at(at)?, at)));
    let Some((characters, at)) = characters else { return Vec::new() };
    let end = characters.at.iter().position(|place| *place == at).map_or(characters.at.len(), |end| end + 1);
    let named = characters.at.get(..end).unwrap_or_default();
    let same = named.len() == group.at.len();
    let named = if same { named } else { named.get(end - 1..).unwrap_or_default() };
    let actors = if same { group.at.as_slice() } else { group.at.get(..1).unwrap_or_default() };
    zip(line, actors, named)
}

/// Whether `role of … by` or `portrayal of … by` stands before "by" at `at`.
fn has_role_of(line: &Line<'_, '_>, at: usize) -> bool {
    back(at, 9).take_while(|at| line.what(*at) != What::Stop).any(|at| is_part(line, at))
}

/// Who is named before what begins at `end`: right before it, or before an apposition.
fn whose_part(line: &Line<'_, '_>, end: usize) -> Option<usize> {
    let mut plain = 0;
    let mut comma = false;
    for at in back(end, 10) {
        match line.what(at) {
            What::Person(_) => {
                let near = plain <= 1 || (comma && !line.owns(at) && plain <= 8);
                return near.then_some(at);
            }
            What::Mark(',' | '–' | '—') => comma = true,
            What::Word if line.is(at, Trait::Being) => {}
            What::Word => {
                plain += 1;
                comma = false;
            }
            What::Mark('(' | '-' | '“' | '”' | '"') => {}
            _ => return None,
        }
    }
    None
}

/// `Lorn's grim surgeon Ode`.
fn owned(line: &Line<'_, '_>, group: &Group) -> Option<Pair> {
    let last = group.last();
    if !line.owns(last) {
        return None;
    }
    let described = |at: usize| line.is_small(at) || line.is(at, Trait::Honorific) || line.is_mark(at, '-');
    let character = (last + 1..last + 5)
        .take_while(|at| line.person(*at).is_some() || described(*at))
        .find(|at| line.person(*at).is_some())?;
    let between = (last + 1..character)
        .all(|at| line.entry(at).work.is_empty() && line.entry(at).noun.is_empty() && !is_link(line, at));
    between.then(|| pair(line, last, character, Form::Owned))?
}

fn is_link(line: &Line<'_, '_>, at: usize) -> bool {
    let entry = line.entry(at);
    entry.is(Trait::Being)
        || entry.is(Trait::Place)
        || entry.is(Trait::Like)
        || entry.is(Trait::Article)
        || !entry.verb.is_empty()
        || ["and", "of", "with", "for", "to", "as", "by"].iter().any(|word| line.is_word(at, word))
}

/// `Ode (Lorn)`, `Ode and Elm (Lorn and Tree)`.
fn bracket(line: &Line<'_, '_>, group: &Group) -> Vec<Pair> {
    let each = group.at.iter().enumerate().map(|(number, at)| {
        let before = group.at.get(..=number).unwrap_or_default();
        let inside = inside(line, *at);
        let joint = inside.len() > 1 && group.last() == *at && before.len() >= inside.len();
        let count = if joint { inside.len() } else { 1 };
        let outside = before.get(before.len() - count..).unwrap_or_default();
        let both = outside.iter().zip(&inside).take(count);
        both.filter_map(|(one, other)| pair(line, *one, *other, Form::Bracket)).collect::<Vec<_>>()
    });
    each.flatten().collect()
}

/// The people in the bracket behind `at`, where it begins with one and states nothing more: `(a gruff Lorn)`.
fn inside(line: &Line<'_, '_>, at: usize) -> Vec<usize> {
    let open = at + 1;
    let Some(close) = Some(open).filter(|open| line.is_mark(*open, '(')).and_then(|open| line.close(open))
    else {
        return Vec::new();
    };
    let first = open + 1 + (open + 1..close).take(6).take_while(|at| is_praise(line, *at)).count();
    let bare = first == open + 1 || line.is_mark(first + 1, ')') || line.is_mark(first + 1, ',');
    if line.person(first).is_none() || !bare {
        return Vec::new();
    }
    let listed = |at: &usize| {
        let joint = line.is_mark(*at, ',') || line.is_mark(*at, '&') || line.is_word(*at, "and");
        joint || line.person(*at).is_some()
    };
    (first..close).take_while(listed).filter(|at| line.person(*at).is_some()).collect()
}

/// Whether the thing at `at` may stand before a name in brackets.
fn is_praise(line: &Line<'_, '_>, at: usize) -> bool {
    let minor = line.is(at, Trait::Minor) && !line.is(at, Trait::Article);
    let small = line.is_small(at) && !minor && !line.is(at, Trait::Plays);
    small || line.is_mark(at, '-') || line.is_mark(at, ',')
}
