//! Puts the table of forms and the lists of words into the program as what is read fastest.
#![allow(clippy::print_stdout, reason = "it is how a build script speaks")]

#[path = "src/credits/hash.rs"]
mod hash;

use std::error::Error;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/credits/hash.rs");
    embed("../../assets", "markup")?;
    file("common")?;
    file("first-names")
}

/// Files the words of the list `name` by their hashes in a table of twice as many slots; a free slot is nought.
fn file(name: &str) -> Result<(), Box<dyn Error>> {
    let list = Path::new("../../assets/credits").join(name).with_extension("txt");
    println!("cargo::rerun-if-changed={}", list.display());
    let list = fs::read_to_string(list)?;
    let mut table = vec![0; (2 * list.lines().count()).next_power_of_two()];
    for hash in list.lines().map(|word| hash::hash(word.trim())) {
        let free = hash::slots(hash, table.len()).find(|slot| [0, hash].contains(&table[*slot]));
        table[free.ok_or("the table is full")?] = hash;
    }
    let bytes: Vec<u8> = table.iter().flat_map(|hash| hash.to_le_bytes()).collect();
    Ok(fs::write(Path::new(&env::var("OUT_DIR")?).join(name).with_extension("table"), bytes)?)
}

/// Puts the table in the file `name` of `folder` down as JSON, which is read ten times as fast as TOML.
fn embed(folder: &str, name: &str) -> Result<(), Box<dyn Error>> {
    let file = Path::new(folder).join(name).with_extension("toml");
    println!("cargo::rerun-if-changed={}", file.display());
    let table: toml::Table = fs::read_to_string(&file)?.parse()?;
    let out = Path::new(&env::var("OUT_DIR")?).join(name).with_extension("json");
    Ok(fs::write(out, serde_json::to_string(&table)?)?)
}
