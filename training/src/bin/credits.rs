//! Fits the weights of the clues to credits: see training/README.md.
#![expect(clippy::print_stderr, reason = "a tool: it says what it does")]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use review::credits::Weights;
use training::credits::{Review, fit, load, table};

fn argument(name: &str, default: &str) -> String {
    let mut arguments = std::env::args().skip_while(|a| a.strip_prefix("--") != Some(name)).skip(1);
    arguments.next().unwrap_or_else(|| default.to_owned())
}

fn main() {
    let reviews = load(&PathBuf::from(argument("corpus", "../shared/corpus")));
    let blind = fs::read_to_string(argument("blind", "")).unwrap_or_default();
    let blind: BTreeSet<&str> = blind.lines().collect();
    let seen: Vec<&Review> = reviews.iter().filter(|review| !blind.contains(review.name.as_str())).collect();
    let prior =
        fs::read_to_string(argument("prior", "training/credits.txt")).expect("the weights to begin with");
    let prior = Weights::parse(&prior).expect("a table of weights");
    let pull = argument("pull", "0.5").parse().expect("a number");
    let weights = fit(&seen, &prior, pull);
    fs::write(argument("out", "assets/credits/weights.txt"), table(&weights)).expect("the table is written");
    eprintln!("fitted on {} of {} reviews", seen.len(), reviews.len());
}
