//! Examples: annotated reviews as rows and labels, their entities, pairs, and what unlabelled reviews teach.

use std::collections::{BTreeSet, HashMap};

use review::credits::evidence::{self, Case};
use review::credits::features::{Known, Page, short};
use review::credits::mentions::{ANSWERS, KINDS, ROLES, Scores, choose, probability, shares};
use review::credits::model::{Model, Net, Table};
use review::credits::pairs;
use review::credits::spans::{self, Stretch};
use review::credits::tokens::{Flag, Token};

use super::annotated::{self, Doc, Label, MASK, NONE};
use super::fit::{Fit, Small};
use crate::random::Random;

pub struct Sample {
    pub rows: Vec<Vec<u32>>,
    pub labels: Vec<Label>,
}
pub fn opened<'d>(paragraphs: &'d [Vec<String>]) -> (Vec<Token<'d>>, Vec<Stretch>, spans::Case) {
    let mut t = annotated::tokens_of(paragraphs);
    let case = spans::case(&t);
    let st = spans::find(&mut t, case);
    (t, st, case)
}
pub fn rows(page: &Page<'_, '_>) -> Vec<Vec<u32>> {
    (0..page.stretches.len())
        .map(|i| {
            let mut r = Vec::with_capacity(96);
            page.rows(i, &mut r);
            r
        })
        .collect()
}
pub fn sample(doc: &Doc, known: &Known) -> Sample {
    let (t, st, case) = opened(&doc.paragraphs);
    let page = Page::new(&t, &st, case, known);
    Sample { rows: rows(&page), labels: annotated::align(doc, &t, &st) }
}

pub struct Judged {
    pub case: Case,
    pub label: Label,
}
/// The entities of a review with what the annotators say of them.
pub fn cases(t: &[Token<'_>], st: &[Stretch], y: &[Scores], labels: &[Label]) -> Vec<Judged> {
    let chosen = choose(st, y);
    evidence::weigh(t, st, y, &chosen)
        .into_iter()
        .map(|case| {
            let mut votes: Vec<(usize, Label)> = Vec::new();
            for m in &case.entity.mentions {
                let l = labels[chosen[*m]];
                let by = if st[chosen[*m]] == case.fullest { 3 } else { 2 };
                match votes.iter_mut().find(|v| v.1.entity == l.entity && v.1.kind == l.kind) {
                    Some(v) => v.0 += by,
                    None => votes.push((by, l)),
                }
            }
            let label = votes.iter().max_by_key(|v| v.0).map_or(NONE, |v| v.1);
            Judged { case, label }
        })
        .collect()
}
pub fn fit_nets(all: &[Judged], epochs: usize, seed: u64) -> (Net, Net) {
    let mut rng = Random(seed);
    let n = all.len() as f32;
    let prior: Vec<f32> = (0..KINDS)
        .map(|k| (all.iter().filter(|j| j.label.kind as usize == k).count() as f32 / n).max(1e-4).ln())
        .collect();
    let mut kind = Small::new(evidence::FOR_KIND, 24, KINDS, &prior, &mut rng);
    let mut role = Small::new(evidence::FOR_ROLE, 16, 1, &[-3.0], &mut rng);
    let mut order: Vec<usize> = (0..all.len()).collect();
    for e in 0..epochs {
        rng.shuffle(&mut order);
        let rate = 0.002 * (1.0 - e as f32 / epochs as f32).max(0.05);
        for i in &order {
            let (l, c) = (all[*i].label, &all[*i].case);
            if l.kind != MASK {
                kind.step(&c.for_kind, rate, 0.15, &mut rng, |y, g| {
                    let p = shares(y);
                    for k in 0..KINDS {
                        g[k] = p[k] - f32::from(u8::from(k == l.kind as usize));
                    }
                });
            }
            for r in 0..ROLES {
                let t = f32::from(l.roles >> r & 1);
                if t == 0.0 && r != 0 && r != 3 && rng.chance(0.5) && c.for_role[r][1] < -1.0 {
                    continue;
                }
                role.step(&c.for_role[r], rate, 0.1, &mut rng, |y, g| g[0] = probability(y[0]) - t);
            }
        }
    }
    (kind.net, role.net)
}
/// What unlabelled reviews say of names that they use in several films' reviews.
pub fn learn_names(model: &Table<ANSWERS>, reviews: &[(String, Vec<Vec<String>>)]) -> Known {
    let none = Known::default();
    let mut sums: HashMap<u32, ([f32; 12], BTreeSet<u64>, u64)> = HashMap::new();
    for (film, paragraphs) in reviews {
        let (t, st, case) = opened(paragraphs);
        if case != spans::Case::Usual {
            continue;
        }
        let page = Page::new(&t, &st, case, &none);
        let y: Vec<Scores> = rows(&page).iter().map(|r| model.answer(r)).collect();
        let chosen = choose(&st, &y);
        let mut taken = vec![false; t.len()];
        for i in &chosen {
            for k in st[*i].range() {
                taken[k] = true;
            }
        }
        let chosen: BTreeSet<usize> = chosen.into_iter().collect();
        let film = review::credits::words::hash(film);
        for i in 0..st.len() {
            let words = &t[st[i].range()];
            if words.len() == 1 && words[0].has(Flag::Common) && !chosen.contains(&i) {
                continue;
            }
            let e = sums.entry(short(page.keys[i])).or_default();
            if chosen.contains(&i) {
                let p = shares(&y[i]);
                let s = 1.0 - p[0];
                for k in 1..4 {
                    e.0[k] += p[k] / s;
                }
                e.0[4] += (p[4] + p[5]) / s;
                e.0[5] += p[6] / s;
                let r = |k: usize| probability(y[i][KINDS + k]);
                e.0[6] += r(0);
                e.0[7] += r(3);
                e.0[8] += r(1) + r(2);
                e.0[9] += r(5);
                e.0[10] += r(4) + r(6) + r(7) + r(8) + r(9) + r(10);
                if e.1.len() < 16 {
                    e.1.insert(film);
                }
                e.2 += 1;
            } else if !st[i].range().any(|k| taken[k]) {
                e.0[0] += 1.0;
                e.2 += 1;
            }
        }
    }
    let mut known = Known::default();
    for (k, (s, films, n)) in sums {
        if films.len() < 2 {
            continue;
        }
        let mut v = [0u8; 12];
        for i in 0..11 {
            let x = s[i] / n as f32;
            let steps = if i >= 6 { [0.04, 0.12, 0.35] } else { [0.12, 0.4, 0.75] };
            v[i] = steps.iter().filter(|s| x > **s).count() as u8;
        }
        v[11] = match films.len() {
            2 => 0,
            3..=4 => 1,
            5..=9 => 2,
            _ => 3,
        };
        if v[0] < 3 {
            known.insert(k, v);
        }
    }
    known
}
pub fn pseudo(model: &Model, reviews: &[(String, Vec<Vec<String>>)]) -> Vec<Sample> {
    reviews
        .iter()
        .filter_map(|(_, paragraphs)| {
            let (t, st, case) = opened(paragraphs);
            if case != spans::Case::Usual {
                return None;
            }
            let page = Page::new(&t, &st, case, &model.known);
            let rows = rows(&page);
            let y: Vec<Scores> = rows.iter().map(|r| model.stretch.answer(r)).collect();
            let chosen = choose(&st, &y);
            let mut labels: Vec<Label> = y
                .iter()
                .map(|y| {
                    if shares(y)[0] > 0.5 {
                        NONE
                    } else {
                        Label { kind: MASK, roles: 0, entity: u16::MAX, unsure: u16::MAX }
                    }
                })
                .collect();
            for (n, c) in evidence::weigh(&t, &st, &y, &chosen).iter().enumerate() {
                let p = shares(&model.kind.answer(&c.for_kind));
                let k = (0..KINDS).max_by(|a, b| p[*a].total_cmp(&p[*b])).unwrap_or(0);
                let mut l = Label {
                    kind: if p[k] > 0.75 { k as u8 } else { MASK },
                    roles: 0,
                    entity: n as u16,
                    unsure: 0,
                };
                for r in 0..ROLES {
                    let q = probability(model.role.answer(&c.for_role[r])[0]);
                    if q > 0.5 {
                        l.roles |= 1 << r;
                    } else if q > 0.04 {
                        l.unsure |= 1 << r;
                    }
                }
                for m in &c.entity.mentions {
                    labels[chosen[*m]] = l;
                }
            }
            Some(Sample { rows, labels })
        })
        .collect()
}
pub struct PairSample {
    pub rows: Vec<Vec<u32>>,
    pub is: bool,
}
/// Pairs of a review's entities, each with all that is seen between them, and whether one plays the other.
pub fn pair_samples(doc: &Doc, stretch: &Table<ANSWERS>, known: &Known, out: &mut Vec<PairSample>) {
    let (t, st, case) = opened(&doc.paragraphs);
    let page = Page::new(&t, &st, case, known);
    let y: Vec<Scores> = rows(&page).iter().map(|r| stretch.answer(r)).collect();
    let labels = annotated::align(doc, &t, &st);
    let chosen = choose(&st, &y);
    let es = annotated::entities(&doc.gold);
    let mut by: HashMap<(u16, u16), Vec<Vec<u32>>> = HashMap::new();
    for (a, b) in pairs::near(&t, &st, &chosen) {
        for (p, c) in [(a, b), (b, a)] {
            let (lp, lc) = (labels[chosen[p]], labels[chosen[c]]);
            let person = lp.kind == 1 || lp.kind == 2;
            let character = lc.kind == 3;
            if person && character {
                by.entry((lp.entity, lc.entity)).or_default().push(pairs::rows(&page, &y, &chosen, p, c));
            }
        }
    }
    for ((p, c), rows) in by {
        let (p, c) = (&es[p as usize], &es[c as usize]);
        let is = doc.gold.credits.iter().any(|x| {
            annotated::norm(&x.0) == annotated::norm(&p.name)
                && x.2.as_ref().is_some_and(|n| same_character(n, &c.name))
        });
        out.push(PairSample { rows, is });
    }
}
fn same_character(a: &str, b: &str) -> bool {
    let w = |s: &str| -> BTreeSet<String> {
        s.split([' ', '-'])
            .map(annotated::norm)
            .filter(|w| w.len() > 1 && !["the", "of", "mr", "mrs", "dr", "captain"].contains(&w.as_str()))
            .collect()
    };
    annotated::norm(a) == annotated::norm(b) || !w(a).is_disjoint(&w(b))
}
pub fn fit_pairs(all: &[PairSample], epochs: usize, keep: usize, seed: u64) -> Table<1> {
    let mut rng = Random(seed);
    let mut f = Fit::new([-1.5]);
    let mut order: Vec<usize> = (0..all.len()).collect();
    for e in 0..epochs {
        rng.shuffle(&mut order);
        let rate = 0.1 * (1.0 - e as f32 / epochs as f32).max(0.1);
        for i in &order {
            let s = &all[*i];
            let best = s.rows.iter().map(|r| (f.answer(r, 1.0)[0], r)).max_by(|a, b| a.0.total_cmp(&b.0));
            if let Some((_, r)) = best {
                f.step(r, rate, 0.2, &mut rng, |y, g| g[0] = probability(y[0]) - f32::from(u8::from(s.is)));
            }
        }
    }
    f.table(keep)
}
