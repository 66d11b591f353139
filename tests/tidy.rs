//! Habits of the house that no lint knows: layers, module docs, the wall, and documents
//! that must equal the code.

use std::fs;
use std::path::{Path, PathBuf};

use unspoiled::app::command::COMMANDS;
use unspoiled::app::keymap::Keymap;

/// The crates, lowest first, each with its folder.
const CRATES: [(&str, &str); 4] = [
    ("unspoiled-judge", "crates/judge"),
    ("unspoiled-review", "crates/review"),
    ("unspoiled", ""),
    ("unspoiled-training", "training"),
];

/// The layers of the program, lowest first. A module may use its own layer's modules below it in this list,
/// and all lower ones.
const LAYERS: [&[&str]; 4] = [
    &["layout", "tally", "search", "outline", "cast", "shelf"],
    &["app", "output"],
    &["view"],
    &["source", "state", "config", "tui", "cli"],
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The sources of all crates.
fn all_sources() -> Vec<PathBuf> {
    CRATES.iter().flat_map(|(_, folder)| sources(&root().join(folder).join("src"))).collect()
}

/// The top module of a source file in the crate at `folder`: `gate` for `src/gate/rulings.rs`.
fn module(folder: &str, path: &Path) -> String {
    let below = path.strip_prefix(root().join(folder).join("src")).unwrap();
    let first = below.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// The modules that a source names by `crate::`.
fn used(text: &str) -> Vec<String> {
    let names = text
        .split("crate::")
        .skip(1)
        .map(|rest| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect::<String>());
    names.filter(|name| !name.is_empty()).collect()
}

#[test]
fn imports_go_down_the_layers() {
    let mut wrong = Vec::new();
    for path in sources(&root().join("src")) {
        let from = module("", &path);
        let Some(own) = layer(&from) else {
            assert!(["main", "lib"].contains(&from.as_str()), "{from} has no layer");
            continue;
        };
        for name in used(&fs::read_to_string(&path).unwrap()) {
            let other = layer(&name).unwrap_or_else(|| panic!("{name} has no layer"));
            if name != from && other > own {
                wrong.push(format!("{} uses {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn modules_of_one_layer_have_no_cycles() {
    for names in LAYERS {
        let uses = |from: &str, to: &str| {
            let files = sources(&root().join("src"));
            let own = files.iter().filter(|path| module("", path) == from);
            own.map(|path| fs::read_to_string(path).unwrap())
                .any(|text| used(&text).iter().any(|name| name == to))
        };
        for (at, one) in names.iter().enumerate() {
            for other in names.iter().skip(at + 1) {
                assert!(!(uses(one, other) && uses(other, one)), "{one} and {other} use each other");
            }
        }
    }
}

#[test]
fn every_module_says_what_it_is() {
    let silent = |path: &PathBuf| !fs::read_to_string(path).unwrap().starts_with("//!");
    let silent: Vec<PathBuf> = all_sources().into_iter().filter(silent).collect();
    assert!(silent.is_empty(), "no module doc: {silent:?}");
}

#[test]
fn the_raw_text_is_read_inside_the_wall_alone() {
    let wall = root().join("crates/review/src");
    for path in all_sources() {
        let text = fs::read_to_string(&path).unwrap();
        assert!(path.starts_with(&wall) || !text.contains(".raw("), "{} reads raw text", path.display());
    }
    let document = fs::read_to_string(wall.join("document.rs")).unwrap();
    assert!(document.contains("    pub(crate) fn raw(&self"), "the raw accessor is not walled");
    assert!(document.contains("    pub(crate) text: Arc<String>"), "the text is not walled");
    let derives = document.split("pub struct Document").next().unwrap().rsplit("#[derive(").next().unwrap();
    let derives = derives.split(')').next().unwrap();
    assert!(!derives.contains("Debug") && !derives.contains("Serialize"), "the document could print itself");
}

/// The README's table of keys, as the keymap has it.
fn key_table() -> String {
    let keymap = Keymap::default();
    let mut rows: Vec<(&str, Vec<String>)> = Vec::new();
    for entry in COMMANDS {
        let keys =
            keymap.keys_of(entry.command).iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" ");
        match rows.last_mut() {
            Some((_, all)) if entry.help.is_empty() => all.push(keys),
            _ => rows.push((entry.help, vec![keys])),
        }
    }
    let row = |(help, keys): &(&str, Vec<String>)| format!("| {help} | {} |\n", keys.join(", "));
    format!("| do | keys |\n| --- | --- |\n{}", rows.iter().map(row).collect::<String>())
}

#[test]
fn the_readme_lists_the_keys_in_force() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let table = key_table();
    assert!(readme.contains(&table), "the README's table of keys should be:\n{table}");
}
