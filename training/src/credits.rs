//! Fits what the clues to credits weigh: logistic regression over people of annotated reviews, drawn
//! towards weights that were set by hand, for most clues are rare.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use review::credits::{Clue, Row, Tally, Weights, evidence, value};
use review::document::Role;
use review::gate::{Consent, Gate};
use review::{Document, Format, read};

/// How much recall weighs beside precision: somebody who did not make the film is worse than somebody left out.
const PRECISE: f32 = 0.5;

/// Clues by which a text says that somebody acts.
const STATED: [Clue; 9] = [
    Clue::Noun,
    Clue::Verb,
    Clue::Starring,
    Clue::ActingBefore,
    Clue::AsSomebody,
    Clue::Bracket,
    Clue::Inside,
    Clue::Plays,
    Clue::Grouped,
];

/// One review with what is known of its people.
pub struct Review {
    pub name: String,
    document: Document,
    /// By name as it is compared, the roles a person has; none where a person has no role.
    known: BTreeMap<String, BTreeSet<Row>>,
    /// People who may have a role or none.
    unsure: BTreeSet<String>,
    source: Source,
}

/// Who says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    /// An annotator, of everybody.
    Gold,
    /// A list of credits, of some: for these rows it is complete enough.
    Silver { director: bool, writer: bool },
}

/// One person with one row: what speaks for it, whether it holds, and how much that counts.
struct Example {
    row: Row,
    clues: Vec<(Clue, f32)>,
    holds: bool,
    counts: f32,
}

/// All reviews of the corpus in `folder` that are texts or Markdown.
pub fn load(folder: &Path) -> Vec<Review> {
    let folder = folder.join("credits");
    let mut reviews = gold(&folder);
    reviews.extend(silver(&folder));
    reviews
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).expect("a file")).expect("JSON")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").flatten().map(|e| e.path()).collect();
    files.sort();
    files
}

fn gold(folder: &Path) -> Vec<Review> {
    let texts = files(&folder.join("reviews"));
    let review = |path: &PathBuf| {
        let name = path.file_stem()?.to_str()?.to_owned();
        let text = texts.iter().find(|text| {
            let fits = text.extension().is_some_and(|e| e == "md" || e == "txt");
            fits && text.file_stem() == path.file_stem()
        })?;
        let format = if text.extension()? == "md" { Format::Markdown } else { Format::Text };
        let gold = json(path);
        Some(Review {
            name,
            document: read(fs::read_to_string(text).ok()?, format),
            known: annotated(&gold),
            unsure: strings(&gold["neutral_people"])
                .chain(strings(&gold["neutral_credits"]))
                .map(|n| plain(&n))
                .collect(),
            source: Source::Gold,
        })
    };
    files(&folder.join("gold")).iter().filter_map(review).collect()
}

fn strings(value: &Value) -> impl Iterator<Item = String> {
    value.as_array().into_iter().flatten().filter_map(|v| v.as_str().map(str::to_owned))
}

fn annotated(gold: &Value) -> BTreeMap<String, BTreeSet<Row>> {
    let mut known: BTreeMap<String, BTreeSet<Row>> = BTreeMap::new();
    for credit in gold["credits"].as_array().into_iter().flatten() {
        let Some(row) = row(credit["role"].as_str().unwrap_or_default()) else { continue };
        let name = credit["name"].as_str().map(str::to_owned);
        for name in name.into_iter().chain(strings(&credit["name_variants"])) {
            known.entry(plain(&name)).or_default().insert(row);
        }
    }
    known
}

fn row(role: &str) -> Option<Row> {
    match role {
        "director" => Some(Row::Director),
        "writer" => Some(Row::Writer),
        "author" => Some(Row::Source),
        "cast" => Some(Row::Actor),
        "cinematographer" | "composer" | "editor" | "producer" => Some(Row::Craft),
        _ => None,
    }
}

fn silver(folder: &Path) -> Vec<Review> {
    let texts = files(&folder.join("silver"));
    let manifest = json(&folder.join("silver/manifest.json"));
    let review = |entry: &Value| {
        let name = entry["name"].as_str()?.to_owned();
        let slug: String =
            name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        let text = texts.iter().find(|text| {
            let stem = text.file_name().and_then(|n| n.to_str()).and_then(|n| n.strip_suffix(".prose.txt"));
            stem.is_some_and(|stem| slug.starts_with(stem))
        })?;
        let format =
            if slug.ends_with("md") || slug.ends_with("markdown") { Format::Markdown } else { Format::Text };
        let mut known: BTreeMap<String, BTreeSet<Row>> = BTreeMap::new();
        for pair in entry["meta"].as_array()? {
            if let Some(row) = row(pair[1].as_str()?) {
                known.entry(plain(pair[0].as_str()?)).or_default().insert(row);
            }
        }
        let has = |row| known.values().any(|rows| rows.contains(&row));
        let source = Source::Silver { director: has(Row::Director), writer: has(Row::Writer) };
        let document = read(fs::read_to_string(text).ok()?, format);
        Some(Review { name, document, known, unsure: BTreeSet::new(), source })
    };
    manifest.as_array().into_iter().flatten().filter_map(review).collect()
}

/// A name as it is compared.
fn plain(name: &str) -> String {
    name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

impl Review {
    fn examples(&self, weights: &Weights) -> Vec<Example> {
        let consent = Consent::hiding(None);
        let gate = Gate::new(&self.document, &consent);
        let people = evidence(gate, weights);
        people.iter().flat_map(|(name, tally)| self.person(name, tally)).collect()
    }

    fn person(&self, name: &str, tally: &Tally) -> Vec<Example> {
        let name = plain(name);
        if self.unsure.contains(&name) {
            return Vec::new();
        }
        let known = self.known.get(&name);
        let rows = Row::ALL.into_iter().map(|row| {
            let holds = known.is_some_and(|rows| rows.contains(&row));
            let clues = clues(tally, row);
            let speaks = !clues.iter().all(|(clue, _)| *clue == Clue::Bias);
            let counts = if speaks { self.counts(row, holds, &clues) } else { 0.0 };
            Example { row, clues, holds, counts }
        });
        rows.filter(|example| example.counts > 0.0).collect()
    }

    /// How much it counts that somebody has, or has not, a role of `row`: a list of credits leaves most of
    /// the cast out, so that whom the text calls an actor may well be one.
    fn counts(&self, row: Row, holds: bool, clues: &[(Clue, f32)]) -> f32 {
        let stated = || clues.iter().any(|(clue, _)| STATED.contains(clue));
        match (self.source, row, holds) {
            (Source::Gold, ..) => 2.0,
            (_, _, true) | (Source::Silver { director: true, .. }, Row::Director, false) => 1.0,
            (_, Row::Actor, false) if stated() => 0.0,
            (_, Row::Actor, false) | (Source::Silver { writer: true, .. }, Row::Writer, false) => 0.5,
            _ => 0.0,
        }
    }
}

/// The clues of `tally` for `row`; of roles that share it the one with the most.
fn clues(tally: &Tally, row: Row) -> Vec<(Clue, f32)> {
    let roles = Role::ALL.into_iter().filter(|role| Row::of(*role) == row);
    let of = |role| {
        let found = tally.range((role, Clue::Bias)..=(role, Clue::Elsewhere));
        found.map(|((_, clue), count)| (*clue, value(*count))).collect::<Vec<_>>()
    };
    let mut clues = roles.map(of).max_by_key(Vec::len).unwrap_or_default();
    clues.push((Clue::Bias, 1.0));
    clues
}

/// Weights fitted to `reviews`, drawn towards `prior`.
pub fn fit(reviews: &[&Review], prior: &Weights, pull: f32) -> Weights {
    let mut weights = prior.clone();
    for _ in 0..3 {
        let examples: Vec<Example> = reviews.iter().flat_map(|review| review.examples(&weights)).collect();
        let rows = Row::ALL.into_iter().flat_map(|row| descend(&examples, row, prior, pull));
        weights = Weights::new(rows.collect::<Vec<_>>());
    }
    weights
}

fn descend(examples: &[Example], row: Row, prior: &Weights, pull: f32) -> Vec<((Row, Clue), f32)> {
    let mut weights: BTreeMap<Clue, f32> =
        Clue::ALL.into_iter().map(|clue| (clue, prior.get(row, clue))).collect();
    let examples: Vec<&Example> = examples.iter().filter(|example| example.row == row).collect();
    let mut squares: BTreeMap<Clue, f32> = BTreeMap::new();
    for _ in 0..2000 {
        let mut slope: BTreeMap<Clue, f32> =
            weights.iter().map(|(clue, w)| (*clue, pull * (w - prior.get(row, *clue)))).collect();
        for example in &examples {
            let sum: f32 = example.clues.iter().map(|(clue, x)| weights[clue] * x).sum();
            let error = (1.0 / (1.0 + (-sum).exp()) - f32::from(u8::from(example.holds))) * example.counts;
            for (clue, x) in &example.clues {
                *slope.entry(*clue).or_default() += error * x;
            }
        }
        for (clue, slope) in slope {
            let square = squares.entry(clue).or_default();
            *square += slope * slope;
            *weights.entry(clue).or_default() -= 0.2 * slope / (square.sqrt() + 1e-6);
        }
    }
    let shift = best_shift(&examples, &weights);
    *weights.entry(Clue::Bias).or_default() += shift;
    weights.into_iter().map(|(clue, weight)| ((row, clue), weight)).collect()
}

/// What is to be added to the bias for the best F: what is likelier than not is not what scores best
/// where most people have no role.
fn best_shift(examples: &[&Example], weights: &BTreeMap<Clue, f32>) -> f32 {
    let sums: Vec<(f32, &&Example)> =
        examples.iter().map(|e| (e.clues.iter().map(|(clue, x)| weights[clue] * x).sum(), e)).collect();
    let score = |shift: f32| {
        let found = sums.iter().filter(|(sum, _)| sum + shift > 0.0);
        let right: f32 = found.clone().filter(|(_, e)| e.holds).map(|(_, e)| e.counts).sum();
        let all: f32 = found.map(|(_, e)| e.counts).sum();
        let held: f32 = sums.iter().filter(|(_, e)| e.holds).map(|(_, e)| e.counts).sum();
        (1.0 + PRECISE) * right / (all + PRECISE * held).max(1e-6)
    };
    let shifts = (0..20_u8).map(|step| f32::from(step) * 0.1);
    shifts
        .map(|shift| (score(shift), shift))
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.total_cmp(&a.1)))
        .map_or(0.0, |(_, shift)| shift)
}

/// `weights` as the table in `assets` has them.
pub fn table(weights: &Weights) -> String {
    let mut out =
        String::from("# What each clue weighs for each role. Made by the fitter: see training/README.md.\n");
    for row in Row::ALL {
        for clue in Clue::ALL {
            let weight = weights.get(row, clue);
            if weight.abs() >= 0.005 {
                out.push_str(&format!("{} {} {weight:.2}\n", row.name(), clue.name()));
            }
        }
    }
    out
}
