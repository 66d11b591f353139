//! Makes the model of the credits: see training/README.md.
#![expect(clippy::print_stderr, reason = "a tool: it says what it does")]

use std::path::PathBuf;

use training::credits::{From, train};

fn argument(name: &str, default: &str) -> String {
    let mut arguments = std::env::args().skip_while(|a| a.strip_prefix("--") != Some(name)).skip(1);
    arguments.next().unwrap_or_else(|| default.to_owned())
}

fn main() {
    let from = if argument("from", "all") == "part" { From::Part } else { From::All };
    let folds = argument("folds", "2").parse().expect("a number of folds");
    let model = train(&PathBuf::from(argument("corpus", "../shared/corpus")), from, folds).write();
    let file = argument("out", "assets/credits/credits.model");
    std::fs::write(&file, &model).expect("the model is written");
    eprintln!("{file}: {} bytes", model.len());
}
