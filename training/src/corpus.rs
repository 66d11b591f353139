//! Loads the corpus and splits it by film, so that no figure is measured on a film the model has seen.

use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use serde::Deserialize;

use judge::features::{self, Case};

/// The letters of the zones, in the order of the model's outputs.
pub const ZONES: &str = "BSACTRM";

#[derive(Deserialize)]
struct Row {
    id: String,
    source: String,
    film: String,
    paragraphs: Vec<Vec<String>>,
    #[serde(default)]
    zones: String,
    #[serde(default)]
    levels: Vec<String>,
    #[serde(default)]
    scores: Vec<Vec<[f32; 3]>>,
    #[serde(default)]
    zone_scores: Vec<[f32; 7]>,
}

/// Who said how much a sentence tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    Annotator,
    Teacher,
}

#[derive(Clone, Debug)]
pub struct Review {
    pub id: String,
    pub source: String,
    pub film: String,
    pub voice: Voice,
    /// Tokens of every sentence: a word number of the [`Lexicon`], and how it was written.
    pub sentences: Vec<Vec<(u32, Case)>>,
    /// How many sentences each paragraph has.
    pub paragraphs: Vec<usize>,
    /// Probability that the sentence tells at least premise, plot, ending.
    pub levels: Vec<[f32; 3]>,
    /// Probability of each zone, of each paragraph that has one.
    pub zones: Vec<Option<[f32; 7]>>,
    pub texts: Vec<Vec<String>>,
}

impl Review {
    /// The annotated level of a sentence, 0 to 3.
    #[must_use]
    pub fn level(&self, sentence: usize) -> usize {
        self.levels[sentence].iter().filter(|p| **p > 0.5).count()
    }
}

/// Every distinct word of the corpus, numbered.
#[derive(Default)]
pub struct Lexicon {
    numbers: HashMap<String, u32>,
    pub words: Vec<String>,
    pub counts: Vec<u32>,
}

impl Lexicon {
    pub fn number(&mut self, word: &str) -> u32 {
        let n = self.numbers.get(word).copied().unwrap_or_else(|| self.add(word));
        self.counts[n as usize] += 1;
        n
    }

    fn add(&mut self, word: &str) -> u32 {
        let n = self.words.len() as u32;
        self.numbers.insert(word.to_owned(), n);
        self.words.push(word.to_owned());
        self.counts.push(0);
        n
    }

    pub fn sentence(&mut self, text: &str) -> Vec<(u32, Case)> {
        let mut out = Vec::new();
        features::each_token(text, |word, case| out.push((self.number(word), case)));
        out
    }
}

/// A sentence: the numbers of its words, and how they were written.
pub type Tokens = Vec<(u32, Case)>;

/// A passage written for training, to be put into a review.
#[derive(Clone, Debug)]
pub struct Aside {
    pub sentences: Vec<([f32; 3], Tokens)>,
    /// Whether it is a site notice, a paragraph of its own.
    pub matter: bool,
}

/// Reads the asides: levels and sentences in turn, or `M` and the sentences of a notice; `#` begins a remark.
#[must_use]
pub fn asides(text: &str, lexicon: &mut Lexicon) -> Vec<Aside> {
    text.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).map(|line| aside(line, lexicon)).collect()
}

fn aside(line: &str, lexicon: &mut Lexicon) -> Aside {
    let mut fields = line.split('\t');
    let mut sentences = Vec::new();
    let matter = line.starts_with('M');
    if matter {
        sentences.extend(fields.skip(1).map(|text| (hard_levels(b'0'), lexicon.sentence(text))));
    } else {
        while let (Some(level), Some(text)) = (fields.next(), fields.next()) {
            sentences.push((hard_levels(level.as_bytes()[0]), lexicon.sentence(text)));
        }
    }
    Aside { sentences, matter }
}

/// Reads the labelled and the soft-labelled reviews.
#[must_use]
pub fn load(corpus: &Path, lexicon: &mut Lexicon) -> Vec<Review> {
    let labelled = std::fs::File::open(corpus.join("levels/labelled.jsonl")).expect("levels/labelled.jsonl");
    let soft =
        std::fs::File::open(corpus.join("unlabelled/reviews.jsonl.gz")).expect("unlabelled/reviews.jsonl.gz");
    let mut reviews = rows(labelled, lexicon);
    reviews.extend(rows(flate2::read::MultiGzDecoder::new(soft), lexicon));
    reviews
}

/// How many neighbouring sentences of the TV Tropes benchmark are read together; its pages are not told apart.
const TROPES_TOGETHER: usize = 24;

/// The TV Tropes benchmark, to measure the architecture with; a sentence is a spoiler or not.
#[must_use]
pub fn tropes(file: &Path, lexicon: &mut Lexicon) -> Vec<Review> {
    let text = std::fs::read_to_string(file).expect("the TV Tropes benchmark");
    let rows: Vec<(u8, &str)> = text
        .lines()
        .skip(1)
        .filter_map(|l| Some((*l.as_bytes().first()?, l.splitn(3, '\t').nth(2)?)))
        .collect();
    rows.chunks(TROPES_TOGETHER).map(|rows| trope_page(rows, lexicon)).collect()
}

fn trope_page(rows: &[(u8, &str)], lexicon: &mut Lexicon) -> Review {
    Review {
        id: String::new(),
        source: "tropes".to_owned(),
        film: String::new(),
        voice: Voice::Annotator,
        sentences: rows.iter().map(|r| lexicon.sentence(r.1)).collect(),
        paragraphs: vec![1; rows.len()],
        levels: rows.iter().map(|r| [f32::from(u8::from(r.0 == b'1')); 3]).collect(),
        zones: vec![None; rows.len()],
        texts: rows.iter().map(|r| vec![r.1.to_owned()]).collect(),
    }
}

fn rows(file: impl Read, lexicon: &mut Lexicon) -> Vec<Review> {
    BufReader::new(file)
        .lines()
        .map(|line| {
            review(
                serde_json::from_str(&line.expect("a readable corpus")).expect("one review a line"),
                lexicon,
            )
        })
        .collect()
}

fn review(row: Row, lexicon: &mut Lexicon) -> Review {
    let voice = if row.levels.is_empty() { Voice::Teacher } else { Voice::Annotator };
    let texts: Vec<Vec<String>> = row.paragraphs;
    let levels = match voice {
        Voice::Annotator => row.levels.iter().flat_map(|p| p.bytes().map(hard_levels)).collect(),
        Voice::Teacher => row.scores.iter().flatten().map(soft_levels).collect(),
    };
    let zones = match voice {
        Voice::Annotator if row.zones == "-" => vec![None; texts.len()],
        Voice::Annotator => row.zones.chars().map(hard_zone).collect(),
        Voice::Teacher if row.source == "nltk" => vec![None; texts.len()],
        Voice::Teacher => row.zone_scores.into_iter().map(Some).collect(),
    };
    Review {
        sentences: texts.iter().flatten().map(|s| lexicon.sentence(s)).collect(),
        paragraphs: texts.iter().map(Vec::len).collect(),
        id: row.id,
        source: row.source,
        film: row.film,
        voice,
        levels,
        zones,
        texts,
    }
}

fn hard_levels(digit: u8) -> [f32; 3] {
    [b'1', b'2', b'3'].map(|least| f32::from(u8::from(digit >= least)))
}

pub(super) fn hard_zone(letter: char) -> Option<[f32; 7]> {
    let mut zone = [0.0; 7];
    zone[ZONES.find(letter)?] = 1.0;
    Some(zone)
}

/// The teacher was trained with positives weighted up by these; the odds are divided by them again.
const TEACHER_WEIGHTS: [f32; 3] = [1.5, 2.0, 4.0];

fn soft_levels(scores: &[f32; 3]) -> [f32; 3] {
    let mut out = [0.0; 3];
    for ((p, score), weight) in out.iter_mut().zip(scores).zip(TEACHER_WEIGHTS) {
        *p = score / (score + weight * (1.0 - score));
    }
    out
}

/// Which films are kept from training, and what for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A third of the labelled films: looked at when all is done.
    Blind,
    /// A fifth of the others: for choices and calibration.
    Dev,
    Train,
}

/// The part of each review. A soft-labelled review goes with the labelled reviews of its film.
#[must_use]
pub fn split(reviews: &[Review]) -> Vec<Part> {
    let labelled: HashSet<&str> =
        reviews.iter().filter(|r| r.voice == Voice::Annotator).map(|r| r.film.as_str()).collect();
    reviews
        .iter()
        .map(|r| if labelled.contains(r.film.as_str()) { part(&r.film) } else { Part::Train })
        .collect()
}

fn part(film: &str) -> Part {
    match features::hash(film) % 30 {
        0..10 => Part::Blind,
        10..14 => Part::Dev,
        _ => Part::Train,
    }
}
