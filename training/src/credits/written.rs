//! Reviews made of the sentences of `training/credits.txt`, with names made up: rare roles are rare in real ones.

use review::credits::features::Known;

use super::annotated::{self, Doc};
use super::examples::{Sample, sample};
use crate::random::Random;

/// Reviews made of sentences that were written for training, with names made up.
pub fn written(sentences: &str, count: usize, known: &Known, seed: u64) -> Vec<Sample> {
    let given: Vec<&str> = include_str!("../../../assets/credits/first-names.txt").lines().collect();
    let common: Vec<&str> = include_str!("../../../assets/credits/common.txt")
        .lines()
        .filter(|w| w.len() > 3 && w.len() < 9)
        .collect();
    let lines: Vec<&str> = sentences.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).collect();
    let mut rng = Random(seed);
    let capital =
        |w: &str| w.chars().take(1).flat_map(char::to_uppercase).chain(w.chars().skip(1)).collect::<String>();
    let syllables = [
        "bar", "ston", "mac", "ler", "vel", "ker", "rin", "dal", "wood", "mor", "ris", "han", "son", "berg",
        "gren", "ley", "ton", "kov", "sk", "ner", "ford", "well", "ing", "cor", "den", "pal", "mar", "tin",
        "ez", "ro", "zi", "ti", "ano", "hart", "man", "sen",
    ];
    (0..count)
        .map(|_| {
            let mut gold = annotated::Gold {
                film: None,
                credits: vec![],
                films: vec![],
                people: vec![],
                characters: vec![],
            };
            let mut paragraph = Vec::new();
            for _ in 0..1 + rng.below(4) {
                let mut text = String::new();
                let mut rest = lines[rng.below(lines.len())];
                while let Some((before, after)) = rest.split_once('{') {
                    let (slot, after) = after.split_once('}').unwrap();
                    rest = after;
                    text.push_str(before);
                    let surname = |rng: &mut Random| {
                        let n = 2 + rng.below(2);
                        capital(&(0..n).map(|_| syllables[rng.below(syllables.len())]).collect::<String>())
                    };
                    let first = capital(given[rng.below(given.len())]);
                    let last = surname(&mut rng);
                    let words = |rng: &mut Random| {
                        let n = 1 + rng.below(3);
                        let t: Vec<String> =
                            (0..n).map(|_| capital(common[rng.below(common.len())])).collect();
                        if rng.chance(0.4) { format!("The {}", t.join(" ")) } else { t.join(" ") }
                    };
                    let name = match slot {
                        "films" | "film" => words(&mut rng),
                        "studio" => format!(
                            "{} {}",
                            last,
                            ["Pictures", "Studios", "Films", "Brothers", "Entertainment"][rng.below(5)]
                        ),
                        "character" if rng.chance(0.7) => first.clone(),
                        _ if rng.chance(0.15) => last.clone(),
                        _ => format!("{first} {last}"),
                    };
                    match slot {
                        "film" => {
                            if gold.film.is_none() {
                                gold.film = Some(name.clone());
                            } else {
                                gold.films.push(name.clone());
                            }
                        }
                        "films" => gold.films.push(name.clone()),
                        "other" => gold.people.push(name.clone()),
                        "character" => gold.characters.push(name.clone()),
                        roles => {
                            for r in roles.split('+') {
                                gold.credits.push((
                                    name.clone(),
                                    annotated::ROLE_NAMES.iter().position(|k| *k == r).expect(r),
                                    None,
                                ));
                            }
                        }
                    }
                    let quotes = matches!(slot, "film" | "films") && rng.chance(0.3);
                    if quotes {
                        text.push('"');
                    }
                    text.push_str(&name);
                    if quotes {
                        text.push('"');
                    }
                }
                text.push_str(rest);
                paragraph.push(text);
            }
            let doc = Doc {
                id: String::new(),
                source: String::new(),
                part: 0,
                fold: 0,
                film_id: String::new(),
                paragraphs: vec![paragraph],
                gold,
            };
            sample(&doc, known)
        })
        .collect()
}
