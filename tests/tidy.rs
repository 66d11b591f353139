//! Habits of the house that no lint knows: crates, layers, phases, module docs, the wall, and documents
//! that must equal the code.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use unspoiled::app::keymap::Keymap;
use unspoiled::cli::manual::{CODES, ENVIRONMENT, EXAMPLES, FILES};

/// The crates, lowest first, each with its folder. A crate may depend on those before it, and on no other.
const CRATES: [(&str, &str); 4] = [
    ("unspoiled-judge", "crates/judge"),
    ("unspoiled-review", "crates/review"),
    ("unspoiled", ""),
    ("unspoiled-training", "training"),
];

/// The layers of the program, lowest first. A module may use its own layer's modules below it in this list,
/// and all lower ones.
const LAYERS: [&[&str]; 4] = [
    &["layout", "tally", "search", "outline", "cast", "framed", "shelf"],
    &["app", "output"],
    &["view"],
    &["source", "state", "config", "tui", "cli"],
];

/// The phases of `review`, lowest first. A phase uses those before it.
const PHASES: [&str; 16] = [
    "span",
    "address",
    "clean",
    "marks",
    "judgement",
    "document",
    "sentences",
    "hide",
    "spoilers",
    "parse",
    "source_map",
    "frame",
    "sections",
    "fingerprint",
    "gate",
    "credits",
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

/// The names that `rest` of a path begins with: one, or those between braces.
fn names(rest: &str) -> Vec<String> {
    let name = |text: &str| {
        text.trim_start().chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect::<String>()
    };
    match rest.strip_prefix('{') {
        Some(list) => list.split('}').next().unwrap().split(',').map(name).collect(),
        None => vec![name(rest)],
    }
}

/// The modules that a source names by `crate::`.
fn used(text: &str) -> Vec<String> {
    let names = text.split("crate::").skip(1).flat_map(names);
    names.filter(|name| !name.is_empty()).collect()
}

/// The same with those that it names by `super::`, where that is the root of the crate: a source that lies
/// `depth` folders deep must say it once more often. What tests use does not count, nor what comments say.
fn used_by_phase(text: &str, depth: usize) -> Vec<String> {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let code: Vec<&str> = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n");
    let up = "super::".repeat(depth + 1);
    let above = code.split(up.as_str()).skip(1).flat_map(names);
    used(&code).into_iter().chain(above).collect()
}

/// The packages of ours that a manifest names in any of its tables of dependencies, however it calls them.
fn dependencies(manifest: &toml::Table) -> BTreeSet<String> {
    let tables = manifest.iter().filter(|(key, _)| key.ends_with("dependencies"));
    let all = tables.filter_map(|(_, table)| table.as_table()).flatten();
    let package = |(key, value): (&String, &toml::Value)| {
        value.get("package").and_then(toml::Value::as_str).unwrap_or(key).to_owned()
    };
    all.map(package).filter(|name| name.starts_with("unspoiled")).collect()
}

#[test]
fn crates_depend_on_lower_ones_alone() {
    for (at, (name, folder)) in CRATES.iter().enumerate() {
        let manifest = fs::read_to_string(root().join(folder).join("Cargo.toml")).unwrap();
        let manifest: toml::Table = toml::from_str(&manifest).unwrap();
        assert_eq!(manifest["package"]["name"].as_str(), Some(*name));
        assert!(!manifest.contains_key("target"), "{name} has dependencies that are not looked at here");
        for other in dependencies(&manifest) {
            assert!(CRATES[..at].iter().any(|(lower, _)| *lower == other), "{name} depends on {other}");
        }
    }
    for entry in fs::read_dir(root().join("crates")).unwrap() {
        let path = entry.unwrap().path();
        assert!(CRATES.iter().any(|(_, folder)| root().join(folder) == path), "{path:?} has no place");
    }
}

/// The rooms of `cli`, lowest first. A room uses those before it.
const ROOMS: [&str; 13] = [
    "usual", "progress", "asked", "manual", "subject", "opening", "listing", "notes", "kept", "batch",
    "desk", "reader", "run",
];

#[test]
fn rooms_of_the_command_line_use_lower_ones_alone() {
    for path in sources(&root().join("src/cli")) {
        let room = path.file_stem().unwrap().to_string_lossy().into_owned();
        let at = ROOMS.iter().position(|known| *known == room);
        let at = at.unwrap_or_else(|| panic!("{room} has no place among the rooms"));
        let text = fs::read_to_string(&path).unwrap();
        for other in text.split("super::").skip(1).flat_map(names) {
            let other = ROOMS.iter().position(|known| *known == other);
            assert!(other.is_none_or(|other| other < at), "{room} uses a room above it");
        }
    }
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
fn phases_use_earlier_ones_alone() {
    const FOLDER: &str = "crates/review";
    let place = |name: &str| PHASES.iter().position(|phase| *phase == name);
    let mut upwards: BTreeSet<(String, String)> = BTreeSet::new();
    for path in sources(&root().join(FOLDER).join("src")) {
        let from = module(FOLDER, &path);
        // The parent lists the phases, and the language of tests uses what tests use.
        if ["lib", "marked"].contains(&from.as_str()) || path.ends_with("tests.rs") {
            continue;
        }
        let own = place(&from).unwrap_or_else(|| panic!("{from} has no place"));
        let depth = path.strip_prefix(root().join(FOLDER).join("src")).unwrap().components().count() - 1;
        for name in used_by_phase(&fs::read_to_string(&path).unwrap(), depth) {
            let other = place(&name).unwrap_or_else(|| panic!("{} uses {name}: no phase", path.display()));
            if other > own {
                upwards.insert((from.clone(), name));
            }
        }
    }
    assert!(upwards.is_empty(), "these use a later phase: {upwards:?}");
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
    let code = |keys: &String| keys.split(' ').map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" ");
    let row = |(help, keys): (&str, Vec<String>)| {
        format!("| {help} | {} |\n", keys.iter().map(code).collect::<Vec<_>>().join(", "))
    };
    let rows: String = Keymap::default().rows().into_iter().map(row).collect();
    format!("| do | keys |\n| --- | --- |\n{rows}")
}

#[test]
fn the_readme_lists_the_keys_in_force() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let table = key_table();
    assert!(readme.contains(&table), "the README's table of keys should be:\n{table}");
}

#[test]
fn the_readme_says_what_help_and_the_manual_say() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let silent: Vec<&str> =
        EXAMPLES.iter().map(|(call, _)| *call).filter(|call| !readme.contains(call)).collect();
    assert!(silent.is_empty(), "the README should show {silent:?}");
    for (names, _) in ENVIRONMENT {
        assert!(
            names.split(", ").all(|name| readme.contains(&format!("`{name}`"))),
            "the README should name {names}"
        );
    }
    for (name, what) in FILES.iter().chain(CODES) {
        assert!(
            readme.contains(&format!("| `{name}` | {what} |")),
            "the README should have a row: {name}, {what}"
        );
    }
}

/// What `source` says at its top, without links of the documentation.
fn described(source: &str) -> String {
    let lines = source.lines().map_while(|line| line.strip_prefix("//!"));
    // How to use it is for who uses it.
    let lines = lines.take_while(|line| !line.starts_with(" # "));
    let text = lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n");
    let mut parts = text.trim_end().split("[`");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, behind) = part.split_once("`]").unwrap();
        let behind =
            behind.strip_prefix('(').and_then(|rest| rest.split_once(')')).map_or(behind, |(_, rest)| rest);
        plain.extend(["`", name, "`", behind]);
    }
    plain
}

#[test]
fn the_architecture_is_described_as_the_code_describes_itself() {
    let page = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    for source in ["src/lib.rs", "crates/review/src/lib.rs"] {
        let text = described(&fs::read_to_string(root().join(source)).unwrap());
        assert!(page.contains(&text), "ARCHITECTURE.md should say what {source} does:\n{text}");
    }
}

/// What a program of the toolchain says.
fn told(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Of the language and its library the lint `incompatible_msrv` sees to the same.
#[test]
fn nothing_built_in_asks_for_a_newer_rust() {
    let about = told("rustc", &["-vV"]);
    let host = about.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let arguments = ["metadata", "--offline", "--locked", "--format-version", "1", "--filter-platform", host];
    let described: serde_json::Value = serde_json::from_str(&told(env!("CARGO"), &arguments)).unwrap();
    let parts =
        |version: &str| version.split('.').map(|part| part.parse::<u32>().unwrap()).collect::<Vec<_>>();
    let number = |version: &str| parts(&format!("{version}.0"))[..3].to_vec();
    let asked = |package: &serde_json::Value| package["rust_version"].as_str().map(number);
    let packages = described["packages"].as_array().unwrap();
    let own = packages.iter().find(|package| package["name"] == "unspoiled").and_then(asked).unwrap();
    let newer = packages.iter().filter(|package| asked(package).is_some_and(|version| version > own));
    assert_eq!(newer.map(|package| package["id"].to_string()).collect::<Vec<_>>(), Vec::<String>::new());
}
