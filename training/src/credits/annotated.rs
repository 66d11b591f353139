//! The annotated reviews, and which of the stretches of their text are what.

use review::credits::spans::Stretch;
use review::credits::tokens::{self, Shape, Token};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Read;
use std::path::Path;
pub struct Gold {
    pub film: Option<String>,
    pub credits: Vec<(String, usize, Option<String>)>,
    pub films: Vec<String>,
    pub people: Vec<String>,
    pub characters: Vec<String>,
}
pub struct Doc {
    pub id: String,
    pub source: String,
    pub part: u8,
    pub fold: u8,
    pub film_id: String,
    pub paragraphs: Vec<Vec<String>>,
    pub gold: Gold,
}
pub const ROLE_NAMES: [&str; 13] = [
    "director",
    "writer",
    "source_author",
    "actor",
    "cinematographer",
    "composer",
    "editor",
    "production_designer",
    "costume_designer",
    "visual_effects",
    "producer",
    "studio",
    "other",
];
fn h(s: &str) -> u64 {
    let mut x = 0xcbf29ce484222325u64;
    for b in s.bytes() {
        x = (x ^ b as u64).wrapping_mul(0x100000001b3);
    }
    x ^= x >> 29;
    x = x.wrapping_mul(0xbf58476d1ce4e5b9);
    x ^ (x >> 32)
}
/// All annotated reviews of the corpus in `folder`, each with its part: of five, three are learned from, one is for
/// choices, one is blind. Blogs are parted by their writer, the rest by film.
pub fn load(folder: &Path) -> Vec<Doc> {
    let mut w = HashMap::new();
    for l in std::fs::read_to_string(folder.join("levels/strangers.jsonl")).unwrap().lines() {
        let d: Value = serde_json::from_str(l).unwrap();
        if let Some(x) = d["writer"].as_str() {
            w.insert(d["id"].as_str().unwrap().to_owned(), x.to_owned());
        }
    }
    let strs =
        |v: &Value| v.as_array().unwrap().iter().map(|x| x.as_str().unwrap().to_owned()).collect::<Vec<_>>();
    std::fs::read_to_string(folder.join("credits/annotated.jsonl"))
        .unwrap()
        .lines()
        .map(|l| {
            let d: Value = serde_json::from_str(l).unwrap();
            let id = d["id"].as_str().unwrap().to_owned();
            let source = d["source"].as_str().unwrap().to_owned();
            let g = if source == "wild" {
                format!("w:{}", w[&id])
            } else {
                format!("f:{}", d["film_id"].as_str().unwrap())
            };
            let k = h(&g);
            let part = match k % 5 {
                0 => 2,
                1 => 1,
                _ => 0,
            };
            Doc {
                id,
                source,
                part,
                fold: (k / 5 % 5) as u8,
                film_id: d["film_id"].as_str().unwrap_or_default().to_owned(),
                paragraphs: d["paragraphs"].as_array().unwrap().iter().map(strs).collect(),
                gold: Gold {
                    film: d["film"].as_str().map(str::to_owned),
                    credits: d["credits"]
                        .as_array()
                        .unwrap()
                        .iter()
                        .map(|c| {
                            (
                                c[0].as_str().unwrap().to_owned(),
                                ROLE_NAMES.iter().position(|r| *r == c[1].as_str().unwrap()).unwrap(),
                                c.get(2).and_then(|x| x.as_str()).map(str::to_owned),
                            )
                        })
                        .collect(),
                    films: strs(&d["films"]),
                    people: strs(&d["people"]),
                    characters: strs(&d["characters"]),
                },
            }
        })
        .collect()
}
pub fn tokens_of(paragraphs: &[Vec<String>]) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let mut base = 0;
    for p in paragraphs {
        for s in p {
            tokens::scan(s, base, &mut out);
            base += s.len() + 1;
            out.push(Token::stop(Shape::Sentence, base));
        }
        if let Some(l) = out.last_mut() {
            l.shape = Shape::Block;
            l.hash = 1;
        }
    }
    out
}
pub fn norm(s: &str) -> String {
    let s = s.replace('’', "'").to_lowercase();
    let s = s.replace('&', " and ");
    let mut out = String::new();
    let b: Vec<char> = s.chars().collect();
    let mut i = 0;
    while i < b.len() {
        if b[i] == '\'' && b.get(i + 1) == Some(&'s') && !b.get(i + 2).is_some_and(|c| c.is_alphanumeric()) {
            i += 2;
            continue;
        }
        let c = match b[i] {
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => 'a',
            'ó' | 'ò' | 'ô' | 'ö' | 'õ' => 'o',
            'ú' | 'ù' | 'û' | 'ü' => 'u',
            'í' | 'ì' | 'î' | 'ï' => 'i',
            'ç' => 'c',
            'ñ' => 'n',
            c => c,
        };
        if c.is_ascii_alphanumeric() {
            out.push(c);
        }
        i += 1;
    }
    out
}
pub fn title(s: &str) -> String {
    let mut s = s.to_owned();
    if s.ends_with(')')
        && let Some(at) = s.rfind(" (")
        && s[at + 2..s.len() - 1].len() == 4
        && s[at + 2..s.len() - 1].bytes().all(|b| b.is_ascii_digit())
    {
        s.truncate(at);
    }
    let n = norm(&s);
    for a in ["the", "a", "an"] {
        if let Some(r) = n.strip_prefix(a)
            && !r.is_empty()
        {
            return r.to_owned();
        }
    }
    n
}
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Label {
    pub kind: u8,
    pub roles: u16,
    pub entity: u16,
    pub unsure: u16,
}
pub const MASK: u8 = 255;
pub const NONE: Label = Label { kind: 0, roles: 0, entity: u16::MAX, unsure: 0 };
/// kinds: 0 none 1 crew 2 other person 3 character 4 this film 5 other film 6 company
pub struct Entity {
    pub name: String,
    pub kind: u8,
    pub roles: u16,
}
pub fn entities(g: &Gold) -> Vec<Entity> {
    let mut out: Vec<Entity> = Vec::new();
    let mut by: BTreeMap<String, usize> = BTreeMap::new();
    for (n, r, _) in &g.credits {
        let kind = if *r == 11 { 6 } else { 1 };
        let k = norm(n);
        let at = *by.entry(k).or_insert_with(|| {
            out.push(Entity { name: n.clone(), kind, roles: 0 });
            out.len() - 1
        });
        out[at].roles |= 1 << r;
    }
    for n in &g.people {
        if !by.contains_key(&norm(n)) {
            out.push(Entity { name: n.clone(), kind: 2, roles: 0 });
        }
    }
    for n in &g.characters {
        out.push(Entity { name: n.clone(), kind: 3, roles: 0 });
    }
    if let Some(f) = &g.film {
        out.push(Entity { name: f.clone(), kind: 4, roles: 0 });
    }
    for f in &g.films {
        out.push(Entity { name: f.clone(), kind: 5, roles: 0 });
    }
    out
}
fn words(s: &str) -> Vec<String> {
    s.split([' ', '-']).map(norm).filter(|w| !w.is_empty()).collect()
}
/// Labels of the stretches.
pub fn align(doc: &Doc, tokens: &[Token<'_>], stretches: &[Stretch]) -> Vec<Label> {
    let es = entities(&doc.gold);
    let mut full: HashMap<String, Vec<usize>> = HashMap::new();
    let mut part: HashMap<String, Vec<usize>> = HashMap::new();
    for (i, e) in es.iter().enumerate() {
        let k = if matches!(e.kind, 4 | 5) { title(&e.name) } else { norm(&e.name) };
        full.entry(k).or_default().push(i);
        let ws = words(&e.name);
        if matches!(e.kind, 1 | 2 | 3) && ws.len() > 1 {
            let mut set = BTreeSet::new();
            for a in 0..ws.len() {
                for b in a + 1..=ws.len() {
                    if b - a < ws.len() {
                        let k = ws[a..b].concat();
                        if e.kind == 3 || b == ws.len() || (a == 0 && b == 1) {
                            if k.len() > 2
                                && ![
                                    "the", "and", "von", "van", "mrs", "miss", "captain", "sir", "lady",
                                    "lord", "doctor", "king", "queen", "general", "agent",
                                ]
                                .contains(&k.as_str())
                            {
                                set.insert(k);
                            }
                        }
                    }
                }
            }
            for k in set {
                part.entry(k).or_default().push(i);
            }
        }
    }
    let mut ranked: Vec<(u8, usize, usize, Vec<usize>)> = Vec::new();
    for (i, s) in stretches.iter().enumerate() {
        let t = review::credits::entities::spelling(&tokens[s.range()]);
        let n = norm(&t);
        let tt = title(&t);
        let mut f: Vec<usize> =
            full.get(&n).into_iter().flatten().copied().filter(|e| !matches!(es[*e].kind, 4 | 5)).collect();
        f.extend(full.get(&tt).into_iter().flatten().copied().filter(|e| matches!(es[*e].kind, 4 | 5)));
        if !f.is_empty() {
            ranked.push((0, usize::MAX - (s.to - s.from) as usize, i, f));
            continue;
        }
        if let Some(p) = part.get(&n) {
            ranked.push((1, usize::MAX - (s.to - s.from) as usize, i, p.clone()));
        }
    }
    ranked.sort();
    let mut labels = vec![NONE; stretches.len()];
    let mut taken = vec![false; tokens.len()];
    for (rank, _, i, cands) in ranked {
        if stretches[i].range().any(|t| taken[t]) {
            continue;
        }
        for t in stretches[i].range() {
            taken[t] = true;
        }
        let off = stretches[i].quoted || stretches[i].slanted;
        let films: Vec<usize> = cands.iter().copied().filter(|e| matches!(es[*e].kind, 4 | 5)).collect();
        let pick = if off && !films.is_empty() { films } else { cands };
        let kinds: BTreeSet<u8> = pick.iter().map(|e| es[*e].kind).collect();
        labels[i] = if kinds.len() == 1 && (rank == 0 || pick.len() == 1 || kinds.contains(&3)) {
            let e = pick[0];
            Label { kind: es[e].kind, roles: es[e].roles, entity: e as u16, unsure: 0 }
        } else if rank == 0 && kinds.contains(&1) && kinds.len() == 2 && kinds.contains(&3) {
            let e = pick[0];
            Label { kind: MASK, roles: es[e].roles, entity: e as u16, unsure: 0 }
        } else {
            Label { kind: MASK, roles: 0, entity: pick[0] as u16, unsure: 0 }
        };
    }
    labels
}

/// Reviews without annotations: what film they are about, and their text.
pub fn unlabelled(folder: &Path) -> Vec<(String, Vec<Vec<String>>)> {
    let files = ["imdb.jsonl.gz", "reviews.jsonl.gz"].map(|name| folder.join("unlabelled").join(name));
    files
        .iter()
        .flat_map(|file| {
            let mut text = String::new();
            let file = std::fs::File::open(file).expect("a file of the corpus");
            flate2::read::GzDecoder::new(file).read_to_string(&mut text).expect("text");
            text.lines()
                .map(|line| {
                    let review: Value = serde_json::from_str(line).expect("JSON");
                    let paragraphs = review["paragraphs"].as_array().expect("paragraphs").iter();
                    let sentence = |s: &Value| s.as_str().unwrap_or_default().to_owned();
                    let paragraphs =
                        paragraphs.map(|p| p.as_array().into_iter().flatten().map(sentence).collect());
                    (review["film"].as_str().unwrap_or_default().to_owned(), paragraphs.collect())
                })
                .collect::<Vec<_>>()
        })
        .filter(|(film, _)| !film.starts_with("n:"))
        .collect()
}
