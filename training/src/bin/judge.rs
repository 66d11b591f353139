//! Trains and measures the judge.
#![expect(
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a tool: it prints figures, and its numbers are small"
)]

use std::path::{Path, PathBuf};
use std::time::Instant;

use judge::careful::Careful;
use judge::decision::{Evidence, Rules, Strictness, Thresholds, decide};
use judge::model::Model;
use judge::reading::read_with;
use judge::weighing::Weighing;
use judge::{Level, Sentence};
use training::corpus::{self, Aside, Lexicon, Part, Review, Voice};
use training::learn::{self, Lessons, Plan};
use training::net::{Example, Net, Shape, Words};
use training::random::Random;
use training::{fit, pack, score, vocabulary, weigh};

const GRAMS: usize = 1 << 13;
const MOST_WORDS: usize = 34_000;

struct Arguments(Vec<String>);

impl Arguments {
    fn text(&self, name: &str, default: &str) -> String {
        let at = self.0.iter().position(|a| a.strip_prefix("--") == Some(name));
        at.and_then(|i| self.0.get(i + 1)).map_or_else(|| default.to_owned(), Clone::clone)
    }

    fn number(&self, name: &str, default: f32) -> f32 {
        self.text(name, &default.to_string()).parse().expect("a number")
    }

    fn has(&self, name: &str) -> bool {
        self.0.iter().any(|a| a.strip_prefix("--") == Some(name))
    }

    fn shape(&self) -> Shape {
        Shape {
            dim: self.number("dim", 96.0) as usize,
            hidden: self.number("hidden", 128.0) as usize,
            state: self.number("state", 160.0) as usize,
            words: MOST_WORDS,
            grams: GRAMS,
            steps: vec![1, 2, 4, 8].into_iter().take(self.number("layers", 4.0) as usize).collect(),
            drop_word: self.number("dropword", 0.1),
            drop: self.number("drop", 0.2),
        }
    }

    fn plan(&self) -> Plan {
        Plan {
            epochs: self.number("epochs", 18.0) as usize,
            batch: self.number("batch", 16.0) as usize,
            rate: self.number("rate", 0.002),
            table_rate: self.number("tablerate", 0.002),
            hard: self.number("hard", 1.0),
            level_weights: [1.0, self.number("wplot", 1.0), self.number("wend", 1.5)],
            zone_weight: self.number("zone", 3.0),
            decay: self.number("decay", 0.01),
        }
    }
}

struct Corpus {
    lexicon: Lexicon,
    reviews: Vec<Review>,
    asides: Vec<Aside>,
    parts: Vec<Part>,
}

impl Corpus {
    fn load(arguments: &Arguments) -> Self {
        let folder = PathBuf::from(arguments.text("corpus", "../shared/corpus"));
        let more = arguments.text("soft", "");
        let more: Vec<PathBuf> = more.split(',').filter(|path| !path.is_empty()).map(PathBuf::from).collect();
        let mut lexicon = Lexicon::default();
        let reviews = corpus::load(&folder, &more, &mut lexicon);
        let asides = corpus::asides(include_str!("../../asides.txt"), &mut lexicon);
        let parts = corpus::split(&reviews);
        Self { lexicon, reviews, asides, parts }
    }

    fn train(&self, parts: &[Part]) -> Vec<&Review> {
        self.reviews.iter().zip(&self.parts).filter(|(_, p)| parts.contains(p)).map(|(r, _)| r).collect()
    }

    fn labelled(&self, part: Part) -> Vec<&Review> {
        self.train(&[part]).into_iter().filter(|r| r.voice == Voice::Annotator).collect()
    }
}

fn main() {
    let mut all = std::env::args().skip(1);
    let command = all.next().unwrap_or_default();
    let arguments = Arguments(all.collect());
    let corpus = PathBuf::from(arguments.text("corpus", "../shared/corpus"));
    match command.as_str() {
        "words" => words(&arguments),
        "train" => train(&arguments),
        "thresholds" => thresholds(&arguments),
        "score" => run_score(&arguments),
        "speed" => speed(&arguments),
        "tropes" => tropes(&corpus, &arguments),
        "weigh" => weigh(&arguments),
        "both" => both(&arguments),
        "show" => show(&arguments),
        _ => eprintln!("judge <train|thresholds|score|weigh|both|tropes|speed|show|words> --corpus FOLDER"),
    }
}

fn words(arguments: &Arguments) {
    let corpus = Corpus::load(arguments);
    for (word, count) in corpus.lexicon.words.iter().zip(&corpus.lexicon.counts) {
        println!("{count}\t{word}");
    }
}

/// Trains on the parts that are not kept back, and on nothing else.
fn learn(corpus: &Corpus, parts: &[Part], arguments: &Arguments, watch: &[&Review]) -> (Net, Words) {
    let mut random = Random(arguments.number("seed", 1.0) as u64);
    let shape = arguments.shape();
    let train = corpus.train(parts);
    let starts = vocabulary::starts(Path::new(&arguments.text("vectors", "training/vectors.bin")), shape.dim);
    let (words, table) = vocabulary::build(&corpus.lexicon, &train, &starts, &shape, &mut random);
    eprintln!("{} reviews, {} words", train.len(), table.rows());
    let mut net = Net::new(shape, table, &mut random);
    let asides = if arguments.has("no-asides") { &[] } else { corpus.asides.as_slice() };
    let lessons = Lessons { words: &words, reviews: &train, asides, plan: arguments.plan() };
    learn::train(&mut net, &lessons, &mut random, |net| {
        if !watch.is_empty() {
            learn::report(net, &words, watch);
        }
    });
    (net, words)
}

/// Makes the fast judge from what is not kept back; the part for choices calibrates it and gives the thresholds. With `--shipped`
/// it learns from the blind part, too: when that has been looked at.
fn train(arguments: &Arguments) {
    let corpus = Corpus::load(arguments);
    let dev = corpus.labelled(Part::Dev);
    let parts = if arguments.has("shipped") { [Part::Train, Part::Blind].as_slice() } else { &[Part::Train] };
    let (net, words) = learn(&corpus, parts, arguments, &dev);
    let extras = extras(&corpus, &net, &words, &dev);
    write(&PathBuf::from(arguments.text("out", "assets/judge.model")), &pack::pack(&net, &words, &extras));
}

/// Chooses the thresholds anew on the part for choices, without training.
fn thresholds(arguments: &Arguments) {
    let corpus = Corpus::load(arguments);
    let dev = corpus.labelled(Part::Dev);
    let path = PathBuf::from(arguments.text("out", "assets/judge.model"));
    let mut bytes = std::fs::read(&path).expect("a model");
    let judged = score::judge(&leak(bytes.clone()), &dev);
    pack::set_thresholds(&mut bytes, &fit::thresholds(&score::paragraphs(&judged, &dev)));
    write(&path, &bytes);
}

fn write(path: &Path, bytes: &[u8]) {
    std::fs::write(path, bytes).expect("a writable folder");
    eprintln!("{}: {} bytes", path.display(), bytes.len());
}

/// Trains and tests the same architecture on the TV Tropes benchmark; nothing of it is kept.
fn tropes(folder: &Path, arguments: &Arguments) {
    let mut lexicon = Lexicon::default();
    let train = corpus::tropes(&folder.join("tvtropes/tvtropes_train.tsv"), &mut lexicon);
    let test = corpus::tropes(&folder.join("tvtropes/tvtropes_test.tsv"), &mut lexicon);
    let mut random = Random(arguments.number("seed", 1.0) as u64);
    let shape = arguments.shape();
    let starts = vocabulary::starts(Path::new(&arguments.text("vectors", "training/vectors.bin")), shape.dim);
    let train: Vec<&Review> = train.iter().collect();
    let (words, table) = vocabulary::build(&lexicon, &train, &starts, &shape, &mut random);
    let mut net = Net::new(shape, table, &mut random);
    let lessons = Lessons { words: &words, reviews: &train, asides: &[], plan: arguments.plan() };
    learn::train(&mut net, &lessons, &mut random, |_| {});
    let mut rows = Vec::new();
    for review in &test {
        let (levels, _) = learn::answer(&net, &words, &Example::plain(review));
        rows.extend((0..review.sentences.len()).map(|i| (levels.row(i)[1], review.level(i) > 0)));
    }
    let right = rows.iter().filter(|r| (r.0 > 0.0) == r.1).count() as f64 / rows.len() as f64;
    println!("TV Tropes: accuracy {right:.4}, AUC {:.4}", training::metrics::auc(&rows));
}

fn extras(corpus: &Corpus, net: &Net, words: &Words, dev: &[&Review]) -> pack::Extras {
    let mut rows = Vec::new();
    for review in dev {
        let (levels, _) = learn::answer(net, words, &Example::plain(review));
        rows.extend(
            (0..review.sentences.len())
                .map(|i| ([levels.row(i)[0], levels.row(i)[1], levels.row(i)[2]], review.level(i))),
        );
    }
    let mut extras = pack::Extras {
        calibration: fit::calibrate(&rows),
        follows: fit::follows(&corpus.labelled(Part::Train)),
        thresholds: judge::matrix::Matrix { cols: 4, data: vec![0.5; 12] },
    };
    let model = leak(pack::pack(net, words, &extras));
    let judged = score::judge(&model, dev);
    extras.thresholds = fit::thresholds(&score::paragraphs(&judged, dev));
    eprintln!("calibration {:?}\nthresholds {:?}", extras.calibration.data, extras.thresholds.data);
    extras
}

fn leak(bytes: Vec<u8>) -> Model {
    Model::parse(Box::leak(bytes.into_boxed_slice())).expect("what was just written")
}

fn run_score(arguments: &Arguments) {
    let corpus = Corpus::load(arguments);
    let model = leak(std::fs::read(arguments.text("model", "assets/judge.model")).expect("a model"));
    let part = match arguments.text("part", "blind").as_str() {
        "dev" => Part::Dev,
        "train" => Part::Train,
        _ => Part::Blind,
    };
    let reviews = corpus.labelled(part);
    score::print("all", &model, &reviews);
    let mut sources: Vec<&str> = reviews.iter().map(|r| r.source.as_str()).collect();
    sources.sort_unstable();
    sources.dedup();
    for source in sources {
        let some: Vec<&Review> = reviews.iter().filter(|r| r.source == source).copied().collect();
        score::print(source, &model, &some);
    }
    for strictness in [Strictness::Lenient, Strictness::Balanced, Strictness::Strict] {
        let thresholds = Thresholds::of_model(&model, strictness);
        let paragraphs = score::paragraphs(&score::judge(&model, &reviews), &reviews);
        println!("{strictness:?} {thresholds:?}");
        for level in [Level::Premise, Level::Plot, Level::Ending] {
            println!("  hiding {level:?}: {:?}", fit::meet(&paragraphs, &thresholds, level));
        }
    }
}

/// The reviews of a part by kind of source: blogs, users of `IMDb`, the older films, five sites.
fn groups(corpus: &Corpus, part: Part) -> Vec<(&'static str, Vec<&Review>)> {
    let kind = |review: &Review| match review.source.as_str() {
        "wild" => "blogs",
        "imdb" => "imdb",
        "movielog" | "nltk" => "older",
        _ => "sites",
    };
    let all = corpus.labelled(part);
    let of = |name| all.iter().filter(|review| kind(review) == name).copied().collect();
    ["blogs", "imdb", "older", "sites"].map(|name| (name, of(name))).to_vec()
}

fn careful_file(arguments: &Arguments) -> (PathBuf, Vec<u8>) {
    let path = PathBuf::from(arguments.text("careful", "assets/careful.model"));
    let bytes = std::fs::read(&path).expect("a model of the careful judge");
    (path, bytes)
}

fn parsed(file: &[u8]) -> Careful {
    Careful::parse(Box::leak(file.into())).expect("a model of the careful judge")
}

/// Fits how the two judges are weighed, on the part kept for choices, and writes it into the careful judge's file.
fn weigh(arguments: &Arguments) {
    let corpus = Corpus::load(arguments);
    let model = leak(std::fs::read(arguments.text("model", "assets/judge.model")).expect("a model"));
    let (path, mut file) = careful_file(arguments);
    let careful = parsed(&file);
    let groups = groups(&corpus, Part::Dev);
    let heard: Vec<_> = groups.iter().map(|(name, g)| (*name, weigh::hear(&model, &careful, g))).collect();
    let [(_, blogs), ..] = heard.as_slice() else { return };
    let all: Vec<_> = heard.iter().flat_map(|(_, heard)| heard).cloned().collect();
    let weighing = weigh::fit(&model, &all, blogs);
    eprintln!("{weighing:?}");
    weighing.write(&mut file);
    write(&PathBuf::from(arguments.text("out", &path.to_string_lossy())), &file);
    for (name, heard) in &heard {
        weigh::print(name, &weighing, &model, heard);
    }
}

/// The figures of both judges together.
fn both(arguments: &Arguments) {
    let corpus = Corpus::load(arguments);
    let model = leak(std::fs::read(arguments.text("model", "assets/judge.model")).expect("a model"));
    let (_, file) = careful_file(arguments);
    let careful = parsed(&file);
    let weighing = Weighing::parse(Box::leak(file.into_boxed_slice())).expect("a fitted model");
    let part = if arguments.text("part", "blind") == "dev" { Part::Dev } else { Part::Blind };
    for (name, reviews) in groups(&corpus, part) {
        let heard = weigh::hear(&model, &careful, &reviews);
        weigh::print(name, &weighing, &model, &heard);
        if arguments.has("reliability") {
            weigh::reliability(&weighing, &heard);
        }
    }
}

/// Times the reading of a review of 1,300 words and of a text of a megabyte and more, on one thread.
fn speed(arguments: &Arguments) {
    let corpus = Corpus::load(arguments);
    let model = leak(std::fs::read(arguments.text("model", "assets/judge.model")).expect("a model"));
    let texts: Vec<&[String]> =
        corpus.labelled(Part::Blind).into_iter().flat_map(|r| r.texts.iter().map(Vec::as_slice)).collect();
    for (what, least) in [("a review", 7_300), ("1 MB", 1 << 20), ("4 MB", 4 << 20)] {
        let (mut paragraphs, mut bytes, mut words) = (Vec::new(), 0, 0);
        for text in texts.iter().cycle() {
            if bytes >= least {
                break;
            }
            bytes += text.iter().map(|s| s.len() + 1).sum::<usize>();
            words += text.iter().map(|s| s.split_whitespace().count()).sum::<usize>();
            paragraphs.push(text.iter().map(|s| Sentence::Text(s)).collect::<Vec<_>>());
        }
        let runs = if bytes > 1 << 18 { 3 } else { 50 };
        let best = (0..runs).map(|_| {
            let start = Instant::now();
            std::hint::black_box(read_with(&model, &paragraphs));
            start.elapsed().as_secs_f64()
        });
        let best = best.fold(f64::INFINITY, f64::min);
        println!(
            "{what}: {words} words, {bytes} bytes, {:.2} ms, {:.2} MB/s",
            best * 1e3,
            bytes as f64 / best / 1e6
        );
    }
}

/// Shows how a text file reads: one line a sentence.
fn show(arguments: &Arguments) {
    let model = leak(std::fs::read(arguments.text("model", "assets/judge.model")).expect("a model"));
    let text = std::fs::read_to_string(arguments.text("file", "")).expect("a text");
    let split: Vec<Vec<String>> =
        text.split("\n\n").filter(|p| !p.trim().is_empty()).map(sentences).collect();
    let paragraphs: Vec<Vec<Sentence<'_>>> =
        split.iter().map(|p| p.iter().map(|s| Sentence::Text(s)).collect()).collect();
    let reading = read_with(&model, &paragraphs);
    let thresholds = Thresholds::of_model(&model, Strictness::Balanced);
    let zones = judge::zoning::zones_with(&model, &reading.zones);
    for ((texts, scores), zone) in split.iter().zip(&reading.sentences).zip(zones) {
        println!("{zone:?}");
        let evidence: Vec<Evidence> = scores.iter().map(|scores| Evidence::alone(*scores)).collect();
        let levels = decide(&evidence, &Rules::alone(thresholds));
        for ((text, s), level) in texts.iter().zip(scores).zip(levels) {
            let level = level.map_or_else(String::new, |l| format!("{l:?}"));
            println!(
                "  {:.2} {:.2} {:.2} {level:8} {}",
                s.premise,
                s.plot,
                s.ending,
                text.chars().take(90).collect::<String>()
            );
        }
    }
}

fn sentences(paragraph: &str) -> Vec<String> {
    let marked = paragraph
        .replace('\u{a0}', " ")
        .replace(".  ", ".\u{1}")
        .replace("?  ", "?\u{1}")
        .replace(". ", ".\u{1}");
    marked.split('\u{1}').map(|s| s.trim().to_owned()).collect()
}
