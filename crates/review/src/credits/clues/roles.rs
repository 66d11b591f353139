//! Role nouns, verbs with "by", what is done and what is owned: for all roles alike.

use super::super::lexicon::{Roles, Trait};
use super::super::line::{Group, Line, What, back};
use super::{Clue, Evidence};
use crate::document::Role;

/// What stands before a group: `screenwriter Ann Lorn`, `written and directed by Ann Lorn`.
pub(super) fn before(line: &Line<'_, '_>, group: &Group, evidence: &mut Evidence) {
    let mut at = group.first();
    let (roles, start) = nouns(line, at);
    if !roles.is_empty() {
        let other = is_anothers(line, start);
        for role in roles.iter() {
            evidence.vote_all(line, group, role, if other { Clue::NounOther } else { Clue::Noun });
        }
        at = start;
    }
    bracketed(line, group, evidence);
    if let Some(by) = preposition(line, at) {
        made(line, group, by, evidence);
    }
}

/// `The camera (Ann Lorn and Bo Tree)`
fn bracketed(line: &Line<'_, '_>, group: &Group, evidence: &mut Evidence) {
    let first = group.first();
    if first < 2 || !line.is_mark(first - 1, '(') {
        return;
    }
    for role in line.entry(first - 2).work.without(Role::Actor).without(Role::SourceAuthor).iter() {
        evidence.vote_all(line, group, role, Clue::By);
    }
}

/// The roles named right before `at` (`writer/director`, `director of photography`), and where they begin.
fn nouns(line: &Line<'_, '_>, at: usize) -> (Roles, usize) {
    let mut roles = Roles::default();
    let mut start = at;
    let comma = usize::from(
        at > 0
            && (line.is_mark(at - 1, ',')
                || (line.is_mark(at - 1, ':')
                    && !line.entry(at.saturating_sub(2)).noun.has(Role::SourceAuthor))),
    );
    for back in back(at - comma, 7) {
        let entry = line.entry(back);
        let joins = matches!(line.what(back), What::Mark('/' | '-' | '–' | '&'))
            || line.is_word(back, "and")
            || line.is_word(back, "co");
        if entry.is(Trait::Photography) && line.is_word(back.saturating_sub(1), "of") {
            roles = roles.and(Roles::of(Role::Cinematographer));
        } else if entry.is(Trait::Design) {
            roles = roles.and(design(line, back));
        } else if !entry.noun.is_empty() {
            let hidden = line.is_word(back + 1, "of") || is_design(line, back);
            roles = if hidden { roles } else { roles.and(entry.noun) };
        } else if !(joins || is_between(line, back, roles)) {
            break;
        }
        if !joins {
            start = back;
        }
        if roles.is_empty() {
            break;
        }
    }
    (roles, start)
}

/// The "of" in `director of photography`, the first word of `production designer`, and what stands between
/// two roles: `writer/first-time director`.
fn is_between(line: &Line<'_, '_>, at: usize, roles: Roles) -> bool {
    let of = line.is_word(at, "of") && !roles.is_empty();
    let adjective = line.is_small(at) && at > 0 && line.is_mark(at - 1, '/');
    of || adjective || is_design(line, at)
}

fn is_design(line: &Line<'_, '_>, at: usize) -> bool {
    line.is(at + 1, Trait::Design)
        && ["production", "costume", "art"].iter().any(|word| line.is_word(at, word))
}

fn design(line: &Line<'_, '_>, at: usize) -> Roles {
    let kind = at.checked_sub(1).map(|at| line.word(at).to_ascii_lowercase()).unwrap_or_default();
    match kind.as_str() {
        "production" => Roles::of(Role::ProductionDesigner),
        "costume" => Roles::of(Role::CostumeDesigner),
        _ => Roles::default(),
    }
}

/// Whether what begins at `at` is said of another film: `Slow Dust director`, `director of "Slow Dust"`.
fn is_anothers(line: &Line<'_, '_>, at: usize) -> bool {
    let Some(previous) = at.checked_sub(1) else { return false };
    line.is_other_work(previous)
}

/// The "by" before `at`, articles and words of praise between left out.
fn preposition(line: &Line<'_, '_>, at: usize) -> Option<usize> {
    let at = at - usize::from(at > 0 && line.is_mark(at - 1, ':'));
    for back in back(at, 4) {
        if line.is_word(back, "by") {
            return Some(back);
        }
        let from = ["from", "of"].iter().any(|word| line.is_word(back, word)) && back + 1 == at;
        if from {
            return Some(back);
        }
        let courtesy = line.is(back, Trait::Article)
            || line.is_small(back) && !line.is(back, Trait::Starring)
            || line.entry(back).noun.has(Role::Director);
        if !courtesy || line.is_word(back, "and") {
            return None;
        }
    }
    None
}

/// What was made `by` the group.
fn made(line: &Line<'_, '_>, group: &Group, by: usize, evidence: &mut Evidence) {
    let certain = line.is_word(by, "by") || line.is_word(by.saturating_sub(1), "courtesy");
    let (mut found, mut gap, mut other) = (Roles::default(), 0, false);
    let mut nearest = usize::MAX;
    for back in back(by, 9) {
        let roles = by_word(line, back, certain);
        match line.what(back) {
            What::Stop | What::Person(_) if found.is_empty() || line.what(back) == What::Stop => break,
            What::Person(_) | What::Mark(';' | ')' | '(') => break,
            What::Work(_) => {
                other |= line.is_other_work(back) && !found.is_empty() && back + 2 >= by.saturating_sub(gap);
                gap += 1;
            }
            _ if !roles.is_empty() => {
                found = found.and(roles);
                nearest = nearest.min(gap);
            }
            What::Word if line.is_word(back, "and") || line.is_word(back, "co") => {}
            What::Mark(',') if found.is_empty() && !certain => break,
            What::Mark(',') if !found.is_empty() && is_a_source(line, back) => break,
            What::Mark(',') => {}
            What::Word if line.is_word(back, "courtesy") => {}
            _ => gap += 1,
        }
        if gap > 5 || (!found.is_empty() && gap > nearest + 2) {
            break;
        }
    }
    let found = if certain { of_a_book(line, by, found) } else { found };
    let clue = match (other, nearest) {
        (true, _) => Clue::ByOther,
        (_, 0) => Clue::By,
        _ => Clue::ByFar,
    };
    for role in found.iter() {
        evidence.vote_all(line, group, role, clue);
    }
}

/// `memoir written by`: what is written is not the screenplay.
fn of_a_book(line: &Line<'_, '_>, by: usize, roles: Roles) -> Roles {
    let is_book = |at: usize| line.entry(at).work.has(Role::SourceAuthor) && line.is(at, Trait::OtherWork);
    let book = back(by, 3).take_while(|at| line.what(*at) == What::Word).any(is_book);
    if book && roles.has(Role::Writer) && !roles.has(Role::Director) {
        return roles.without(Role::Writer).and(Roles::of(Role::SourceAuthor));
    }
    roles
}

/// Whether what the film was made from is named right before the comma at `at`: that begins anew.
fn is_a_source(line: &Line<'_, '_>, at: usize) -> bool {
    line.entry(at.saturating_sub(1)).by.has(Role::SourceAuthor)
}

/// The roles of the word at `at` before "by", or before a weaker preposition.
fn by_word(line: &Line<'_, '_>, at: usize, certain: bool) -> Roles {
    let entry = line.entry(at);
    let roles = if certain { entry.by.and(entry.work) } else { entry.work.without(Role::SourceAuthor) };
    roles.without(Role::Actor)
}

/// What stands behind a group: `Ann Lorn's script`, `Ann Lorn directs`, `Ann Lorn, the director`.
pub(super) fn after(line: &Line<'_, '_>, group: &Group, evidence: &mut Evidence) {
    let last = group.last();
    if line.owns(last) {
        owned(line, group, last + 1, evidence);
        return;
    }
    let next = line.past_bracket(last + 1);
    wrote(line, group, evidence);
    done(line, group, next, evidence);
    called(line, group, last + 1, evidence);
    if next > last + 1 {
        called(line, group, next, evidence);
    }
}

fn owned(line: &Line<'_, '_>, group: &Group, from: usize, evidence: &mut Evidence) {
    if !line.entry(group.first().wrapping_sub(1)).verb.without(Role::Actor).is_empty() {
        return;
    }
    let mut vote = |role, clue| evidence.vote_all(line, group, role, clue);
    for at in from..from + 5 {
        let entry = line.entry(at);
        match line.what(at) {
            What::Work(_) if at > from && line.is(at - 1, Trait::OtherWork) => break,
            What::Work(_) => {
                let clue = if line.is_this_film(at) { Clue::OwnsFilm } else { Clue::OwnsOther };
                vote(Role::Director, clue);
                return vote(Role::Actor, clue);
            }
            What::Word if !entry.work.is_empty() && !is_compound(line, at) => {
                let other = line.is_other_work(at + 1) && !is_source(line, group.first());
                let clue = if other { Clue::OwnsOther } else { Clue::Owns };
                return entry.work.iter().for_each(|role| vote(role, clue));
            }
            What::Word if entry.is(Trait::Made) && !line.is(at + 1, Trait::Made) => {
                return vote(Role::Director, made_clue(line, at));
            }
            What::Word if at < from + 4 && !line.is(at, Trait::Minor) => {}
            _ => break,
        }
    }
    vote(Role::Actor, Clue::OwnsThing);
}

/// Whether what begins at `first` is said to be what the film was made from.
fn is_source(line: &Line<'_, '_>, first: usize) -> bool {
    back(first, 5)
        .any(|at| ["based", "adapted", "adaptation", "from"].iter().any(|word| line.is_word(at, word)))
}

/// What `Lorn's latest film` at its last word says: more, where this film's title follows.
fn made_clue(line: &Line<'_, '_>, at: usize) -> Clue {
    let titles = (at + 1..at + 4).take_while(|at| line.what(*at) != What::Stop);
    if titles.clone().any(|at| line.is_this_film(at)) {
        return Clue::OwnsFilm;
    }
    if titles.into_iter().any(|at| line.is_other_work(at)) { Clue::OwnsOther } else { Clue::OwnsSome }
}

/// `story` in `story arc`, `play` in `play area`: the last word counts.
fn is_compound(line: &Line<'_, '_>, at: usize) -> bool {
    line.entry(at).is(Trait::OtherWork) && line.entry(at + 1).work.iter().next().is_some()
}

/// `the Ann Lorn novel`
fn wrote(line: &Line<'_, '_>, group: &Group, evidence: &mut Evidence) {
    let at = group.last() + 1;
    let named = (at..at + 2).find(|at| !line.entry(*at).work.is_empty() && line.is_small(*at));
    if named.is_some_and(|at| line.entry(at).work.has(Role::SourceAuthor))
        && line.is(group.first().wrapping_sub(1), Trait::Article)
    {
        evidence.vote_all(line, group, Role::SourceAuthor, Clue::Owns);
    }
}

/// What the group does, from `next` on.
fn done(line: &Line<'_, '_>, group: &Group, next: usize, evidence: &mut Evidence) {
    let mut at = next;
    while at < next + 5 {
        let entry = line.entry(at);
        if !entry.verb.is_empty() || (entry.is(Trait::Making) && !entry.is(Trait::Being)) {
            break;
        }
        let skipped = entry.is(Trait::Being)
            || (line.is_mark(at, ',') && (line.is_word(at + 1, "who") || line.word(at + 1).ends_with("ing")))
            || line.word(at).ends_with("ly");
        if !skipped {
            return;
        }
        at += 1;
    }
    if line.is(at, Trait::Making) {
        let film =
            (at + 1..at + 6).take_while(|at| line.what(*at) == What::Word).any(|at| is_a_film(line, at));
        let clue = if film { Clue::Verb } else { Clue::Makes };
        evidence.vote_all(line, group, Role::Director, clue);
    }
    let roles = verbs(line, at);
    let other =
        (at + 1..at + 6).take_while(|at| line.what(*at) != What::Stop).any(|at| line.is_other_work(at));
    for role in roles.iter() {
        let clue = if other && role != Role::Actor { Clue::VerbOther } else { Clue::Verb };
        evidence.vote_all(line, group, role, clue);
    }
}

/// The roles of the verb at `at` and of those joined to it: `writes, directs and stars`.
fn verbs(line: &Line<'_, '_>, at: usize) -> Roles {
    let mut roles = Roles::default();
    for at in at..at + 12 {
        let entry = line.entry(at);
        let idle = line.is_word(at + 1, "by")
            || (line.is(at, Trait::Plays)
                && line.is(at + 1, Trait::Minor)
                && !line.is(at + 1, Trait::Article));
        let active = if idle { Roles::default() } else { entry.verb };
        let objects = if active.is_empty() { Roles::default() } else { objects(line, at) };
        let active = if objects.is_empty() || active.has(Role::Actor) { active } else { objects };
        let source = entry.verb.has(Role::Writer) && writes_a_book(line, at);
        roles = roles.and(active).and(if source { Roles::of(Role::SourceAuthor) } else { Roles::default() });
        let joins = line.is_mark(at, ',')
            || line.is_mark(at, '/')
            || line.is_word(at, "and")
            || entry.is(Trait::Being)
            || entry.is(Trait::Article);
        let object = entry.is(Trait::Film)
            || !entry.work.is_empty()
            || line.is_word(at, "both")
            || line.is_word(at, "as")
            || line.is_word(at, "well");
        if entry.verb.is_empty() && !joins && !object && !line.is_word(at, "he") && !line.is_word(at, "she") {
            break;
        }
    }
    roles
}

/// `film`, `feature`
fn is_a_film(line: &Line<'_, '_>, at: usize) -> bool {
    line.is(at, Trait::Film) || line.is_word(at, "feature") || line.is_word(at, "features")
}

/// The roles of what is said to have been made, for a verb that leaves them open: `wrote the music`.
fn objects(line: &Line<'_, '_>, verb: usize) -> Roles {
    let plain = |at: &usize| line.what(*at) == What::Word;
    let roles = (verb + 1..verb + 7)
        .take_while(plain)
        .map(|at| line.entry(at).work)
        .fold(Roles::default(), Roles::and);
    let made = [Role::Composer, Role::ProductionDesigner, Role::CostumeDesigner]
        .into_iter()
        .filter(|role| roles.has(*role));
    made.map(Roles::of).fold(Roles::default(), Roles::and)
}

fn writes_a_book(line: &Line<'_, '_>, at: usize) -> bool {
    (at + 1..at + 5).any(|at| line.entry(at).by.has(Role::SourceAuthor))
}

/// `, the director`, `is the writer`.
fn called(line: &Line<'_, '_>, group: &Group, next: usize, evidence: &mut Evidence) {
    let linked = line.is_mark(next, ',')
        || line.is_mark(next, '(')
        || line.is_word(next, "is")
        || line.is_word(next, "as");
    if !linked {
        return;
    }
    for at in next + 1..next + 9 {
        let noun = line.entry(at).noun;
        if !noun.is_empty() {
            let about = (at + 1..at + 4).any(|at| line.is_other_work(at)) || line.person(at + 1).is_some();
            // "A novelist" says what somebody is, not whose novel was filmed.
            let is_some = (next + 1..at).any(|at| line.is_word(at, "a") || line.is_word(at, "an"));
            let says = |role: &Role| !(is_some && *role == Role::SourceAuthor);
            for role in noun.iter().filter(|role| !about && says(role)) {
                evidence.vote_all(line, group, role, Clue::NounAfter);
            }
            return;
        }
        if !line.is_small(at) {
            return;
        }
    }
}
