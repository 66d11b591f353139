//! Puts the keys and themes into the program as what is read fastest, for they are read at every start; and tells it which
//! commit it is built from, where that can be known: `unspoiled --version` says so.
//!
//! Only a release is told: whatever is built to be tried would be linked anew after each commit.
#![allow(clippy::print_stdout, reason = "it is how a build script speaks")]

use std::error::Error;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    embed("assets/keymaps", "default")?;
    for theme in ["dark", "light", "high-contrast", "plain"] {
        embed("assets/themes", theme)?;
    }
    tell_commit();
    Ok(())
}

/// Puts the table in the file `name` of `folder` down as JSON, which is read ten times as fast as TOML.
fn embed(folder: &str, name: &str) -> Result<(), Box<dyn Error>> {
    let file = Path::new(folder).join(name).with_extension("toml");
    println!("cargo::rerun-if-changed={}", file.display());
    let table: toml::Table = fs::read_to_string(&file)?.parse()?;
    let out = Path::new(&env::var("OUT_DIR")?).join(name).with_extension("json");
    Ok(fs::write(out, serde_json::to_string(&table)?)?)
}

fn tell_commit() {
    println!("cargo::rerun-if-env-changed=UNSPOILED_COMMIT");
    let is_told = env::var_os("UNSPOILED_COMMIT").is_some();
    let is_release = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    // Sources without a history of their own may lie in somebody else's.
    if is_told || !is_release || !Path::new(".git").exists() {
        return;
    }
    if let Some(moves) = git(&["rev-parse", "--git-path", "logs/HEAD"]).filter(|log| Path::new(log).exists())
    {
        println!("cargo::rerun-if-changed={moves}");
    }
    if let Some(commit) = git(&["rev-parse", "--short", "HEAD"]) {
        println!("cargo::rustc-env=UNSPOILED_COMMIT={commit}");
    }
}

fn git(arguments: &[&str]) -> Option<String> {
    let output =
        Command::new("git").args(arguments).output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}
