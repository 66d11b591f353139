//! What the mentions of one entity say together: the numbers from which its kind and its roles are judged.

use super::entities::{self, Entity, Mention, Sort};
use super::mentions::{KINDS, ROLES, Scores, probability, shares};
use super::spans::Stretch;
use super::tokens::Token;

/// An entity with what speaks for its kinds and its roles.
pub struct Case {
    pub entity: Entity,
    pub sort: Sort,
    /// The stretch with its fullest name.
    pub fullest: Stretch,
    pub for_kind: Vec<f32>,
    /// For each role.
    pub for_role: Vec<Vec<f32>>,
    roles: Vec<[f32; 3]>,
}

/// How many numbers speak for a kind, and for a role.
pub const FOR_KIND: usize = 6 * 4 + 3 * 4 + 6 * 2 + 15 + 3 * 3 + 4;
pub const FOR_ROLE: usize = 3 + 3 + 12 + 3 + 2 + 7 + 6;

/// Log odds are divided by so much, so that all numbers are of one size.
const SIZE: f32 = 4.0;

/// Puts the `chosen` stretches together to entities and weighs each. Mentions of entities are numbers of `chosen`.
pub fn weigh(tokens: &[Token<'_>], stretches: &[Stretch], scores: &[Scores], chosen: &[usize]) -> Vec<Case> {
    let mentions: Vec<Mention> =
        chosen.iter().map(|number| mention(stretches[*number], &scores[*number])).collect();
    let of: Vec<&Scores> = chosen.iter().map(|number| &scores[*number]).collect();
    let entities = entities::gather(tokens, &mentions);
    let mut cases: Vec<Case> =
        entities.into_iter().map(|entity| case(tokens, &mentions, &of, entity)).collect();
    compare(&mut cases);
    cases
}

fn mention(stretch: Stretch, scores: &Scores) -> Mention {
    let [_, crew, other, character, film, films, company] = shares(scores);
    let (person, film) = (crew + other + character, film + films);
    let sort = match () {
        () if film > person && film > company => Sort::Film,
        () if company > person => Sort::Company,
        () => Sort::Person,
    };
    Mention { stretch, sort, real: (crew + other) / person.max(1e-6) }
}

fn case(tokens: &[Token<'_>], mentions: &[Mention], scores: &[&Scores], entity: Entity) -> Case {
    let at = |number: &usize| mentions[*number].stretch;
    let words = |stretch: Stretch| tokens[stretch.range()].iter().filter(|t| t.is_word()).count();
    let fullest = entity.mentions.iter().max_by_key(|n| (words(at(n)), usize::MAX - **n)).map(at);
    let fullest = fullest.unwrap_or_else(|| mentions[0].stretch);
    let sort = entity.mentions.first().map_or(Sort::Person, |number| mentions[*number].sort);
    let own: Vec<&Scores> = entity.mentions.iter().map(|number| scores[*number]).collect();
    let mut numbers = Vec::with_capacity(FOR_KIND);
    for kind in 1..KINDS {
        numbers.extend(margins(&own, kind, 0));
    }
    for (one, other) in [(1, 3), (1, 2), (4, 5)] {
        numbers.extend(margins(&own, one, other));
    }
    let role = |role: usize| stats(own.iter().map(|s| (s[KINDS + role] / SIZE).clamp(-2.5, 2.5)));
    let roles: Vec<[f32; 3]> = (0..ROLES).map(role).collect();
    for role in [0, 1, 2, 3, 5, 11] {
        numbers.extend(&roles[role][..2]);
    }
    let stretches: Vec<Stretch> = entity.mentions.iter().map(at).collect();
    numbers.extend(form(tokens.len(), &stretches, words(fullest), sort));
    Case { entity, sort, fullest, for_kind: numbers, for_role: Vec::new(), roles }
}

/// Mean, greatest and first of `values`.
fn stats(values: impl Iterator<Item = f32> + Clone) -> [f32; 3] {
    let count = values.clone().count().max(1) as f32;
    let first = values.clone().next().unwrap_or_default();
    [values.clone().sum::<f32>() / count, values.fold(f32::MIN, f32::max), first]
}

/// How much likelier one kind is than another: mean, greatest, first and sum over the mentions.
fn margins(scores: &[&Scores], one: usize, other: usize) -> [f32; 4] {
    let values = scores.iter().map(|s| ((s[one] - s[other]) / SIZE).clamp(-2.0, 2.0));
    let [mean, most, first] = stats(values.clone());
    [mean, most, first, (values.sum::<f32>() / SIZE).clamp(-2.0, 2.0)]
}

/// How often, where and how it is written.
fn form(length: usize, stretches: &[Stretch], words: usize, sort: Sort) -> [f32; 15] {
    let is = |is: bool| f32::from(u8::from(is));
    let (count, total) = (stretches.len() as f32, length.max(1) as f32);
    let first = stretches.first().map_or(0, |s| s.start()) as f32;
    let last = stretches.last().map_or(0, |s| s.start()) as f32;
    let set_off = stretches.iter().filter(|s| s.quoted || s.slanted).count() as f32;
    let alone = stretches.iter().filter(|s| s.to - s.from == 1).count() as f32;
    [
        count.ln_1p(),
        is(stretches.len() == 1),
        is(stretches.len() == 2),
        is(stretches.len() == 3),
        is(words == 1),
        is(words == 2),
        is(words == 3),
        set_off / count,
        first / total,
        is(first < 40.0),
        (last - first) / total,
        alone / count,
        is(sort == Sort::Person),
        is(sort == Sort::Film),
        is(sort == Sort::Company),
    ]
}

/// Adds how each case stands beside the others of its review.
fn compare(cases: &mut [Case]) {
    let strength = |case: &Case, kind: usize| {
        case.for_kind[kind * 4] + 0.5 * case.for_kind[kind * 4 + 1] + case.for_kind[kind * 4 + 3]
    };
    for kind in [0, 3, 4] {
        let all: Vec<f32> = cases.iter().map(|case| strength(case, kind)).collect();
        for (case, beside) in cases.iter_mut().zip(versus(&all)) {
            case.for_kind.extend(beside);
        }
    }
    for kind in [0, 2, 3, 4] {
        let sum: f32 = cases.iter().map(|case| probability(SIZE * strength(case, kind))).sum();
        for case in cases.iter_mut() {
            case.for_kind.push((sum / 8.0).min(2.0));
        }
    }
    for role in 0..ROLES {
        let all: Vec<f32> = cases.iter().map(|case| case.roles[role][1]).collect();
        for (case, beside) in cases.iter_mut().zip(versus(&all)) {
            let numbers = for_role(case, role, beside);
            case.for_role.push(numbers);
        }
    }
}

/// For each of `all`: the greatest other, by how much it is above that, and whether it is the greatest.
fn versus(all: &[f32]) -> Vec<[f32; 3]> {
    let mut sorted: Vec<f32> = all.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let (first, second) = (sorted.first().copied().unwrap_or(-3.0), sorted.get(1).copied().unwrap_or(-3.0));
    let beside = |own: &f32| {
        let other = if *own >= first { second } else { first }.max(-3.0);
        [other / 2.0, (own - other) / 2.0, f32::from(u8::from(*own >= other))]
    };
    all.iter().map(beside).collect()
}

fn for_role(case: &Case, role: usize, beside: [f32; 3]) -> Vec<f32> {
    let is = |is: bool| f32::from(u8::from(is));
    let own = case.roles[role];
    let mut numbers = Vec::with_capacity(FOR_ROLE);
    numbers.extend(own);
    numbers.extend(beside);
    for part in [0..4, 8..12, 24..28] {
        numbers.extend(&case.for_kind[part]);
    }
    numbers.extend([case.roles[3][1], case.roles[0][1], (case.entity.mentions.len() as f32).ln_1p()]);
    let others = (0..ROLES).filter(|other| *other != role).map(|other| case.roles[other][1]);
    numbers.push(others.fold(-3.0, f32::max) / 2.0);
    numbers.push(is(case.entity.words.len() > 1));
    numbers.extend([0, 3, 1, 2, 4, 5, 11].map(|known| is(role == known)));
    numbers.extend(if role == 3 || role == 0 { [0.0; 3] } else { own });
    numbers.extend(if role == 3 { own } else { [0.0; 3] });
    numbers
}
