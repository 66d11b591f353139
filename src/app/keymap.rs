//! Which keys call which commands. Keymaps are files: the default one is complete, presets and the
//! user's own overlay it. They are read strictly, for a typo must not silently take a key away.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::LazyLock;

use serde::Deserialize;
use toml::Spanned;

use super::command::{COMMANDS, Command};

/// A key with its modifiers. Shift is part of a character (`G`), and is named only with other keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Whether Control is held.
    pub control: bool,
    /// Whether Alt is held.
    pub alt: bool,
    /// Whether Shift is held.
    pub shift: bool,
}

/// Which key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // They are what they are called.
pub enum Code {
    Char(char),
    Enter,
    Escape,
    Backspace,
    Tab,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    Insert,
    Delete,
    Function(u8),
}

const NAMES: &[(&str, Code)] = &[
    ("Space", Code::Char(' ')),
    ("Enter", Code::Enter),
    ("Esc", Code::Escape),
    ("Backspace", Code::Backspace),
    ("Tab", Code::Tab),
    ("Up", Code::Up),
    ("Down", Code::Down),
    ("Left", Code::Left),
    ("Right", Code::Right),
    ("Home", Code::Home),
    ("End", Code::End),
    ("PageUp", Code::PageUp),
    ("PageDown", Code::PageDown),
    ("Insert", Code::Insert),
    ("Delete", Code::Delete),
];

impl Key {
    /// A key without modifiers.
    pub fn plain(code: Code) -> Self {
        Self { code, control: false, alt: false, shift: false }
    }

    /// A character that was typed, not commanded.
    pub fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.control && !self.alt => Some(c),
            _ => None,
        }
    }

    /// Control and a character.
    pub fn control(c: char) -> Self {
        Self { control: true, ..Self::plain(Code::Char(c)) }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.control, "C-"), (self.alt, "A-"), (self.shift, "S-")] {
            f.write_str(if held { name } else { "" })?;
        }
        match (self.code, NAMES.iter().find(|(_, code)| *code == self.code)) {
            (_, Some((name, _))) => f.write_str(name),
            (Code::Char(c), None) => write!(f, "{c}"),
            (Code::Function(n), None) => write!(f, "F{n}"),
            (_, None) => Ok(()),
        }
    }
}

/// Keys in a row, as they are written in keymap files.
///
/// ```
/// use unspoiled::app::keymap::keys;
/// assert_eq!(keys("zM").unwrap().len(), 2);
/// assert_eq!(keys("C-d").unwrap().len(), 1);
/// assert_eq!(keys("C-x Space").unwrap()[1].to_string(), "Space");
/// assert!(keys("").is_none());
/// ```
pub fn keys(text: &str) -> Option<Vec<Key>> {
    let keys: Vec<Key> = text.split(' ').map(token).collect::<Option<Vec<_>>>()?.concat();
    (!keys.is_empty()).then_some(keys)
}

fn token(text: &str) -> Option<Vec<Key>> {
    let (mut key, mut rest) = (Key::plain(Code::Enter), text);
    while let Some((held, after)) = rest.split_once('-').filter(|(_, after)| !after.is_empty()) {
        match held {
            "C" => key.control = true,
            "A" => key.alt = true,
            "S" => key.shift = true,
            _ => break,
        }
        rest = after;
    }
    if let Some(code) = named(rest) {
        return Some(vec![Key { code, ..key }]);
    }
    if rest.len() < text.len() {
        let mut chars = rest.chars();
        let c = chars.next().filter(|_| chars.next().is_none())?;
        return Some(vec![Key { code: Code::Char(c), ..key }]);
    }
    Some(text.chars().map(|c| Key::plain(Code::Char(c))).collect())
}

fn named(name: &str) -> Option<Code> {
    let function = name.strip_prefix('F').and_then(|n| n.parse().ok()).filter(|n| (1..=24).contains(n));
    let known = NAMES.iter().find(|(known, _)| *known == name).map(|(_, code)| *code);
    known.or(function.map(Code::Function))
}

/// What a row of keys means so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Call this.
    Command(Command),
    /// More keys may follow.
    Prefix,
    /// Nothing begins so.
    None,
}

/// What is wrong with a keymap file.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{file}:{line}: {what}")]
pub struct KeymapError {
    file: String,
    line: usize,
    what: String,
}

/// The keys in force.
#[derive(Clone, Debug)]
pub struct Keymap {
    keys: HashMap<Vec<Key>, Command>,
    /// Per command in the table, its keys as they are written.
    names: Vec<Vec<String>>,
}

const DEFAULT: &str = include_str!(concat!(env!("OUT_DIR"), "/default.json"));
const PRESETS: [(&str, &str); 2] = [
    ("less", include_str!("../../assets/keymaps/less.toml")),
    ("vim", include_str!("../../assets/keymaps/vim.toml")),
];

/// The keys that come with the program, read once. A test reads them as strictly as a reader's own; a broken table would
/// leave keys out, not panic.
static EMBEDDED: LazyLock<Keymap> = LazyLock::new(|| {
    let mut map = Keymap::bare();
    let table: BTreeMap<String, Vec<String>> = serde_json::from_str(DEFAULT).unwrap_or_default();
    for (name, rows) in table {
        let Some((number, command)) = find(&name) else { continue };
        map.keys.extend(rows.iter().filter_map(|row| Some((keys(row)?, command))));
        map.names.get_mut(number).into_iter().for_each(|names| names.clone_from(&rows));
    }
    map
});

impl Default for Keymap {
    fn default() -> Self {
        EMBEDDED.clone()
    }
}

impl Keymap {
    fn bare() -> Self {
        Self { keys: HashMap::new(), names: vec![Vec::new(); COMMANDS.len()] }
    }

    /// The default keys with preset `name` over them: `default`, `less` or `vim`.
    pub fn preset(name: &str) -> Option<Self> {
        let mut map = Self::default();
        if name == "default" {
            return Some(map);
        }
        let (file, text) = PRESETS.iter().find(|(known, _)| *known == name)?;
        let _ = map.overlay(file, text);
        Some(map)
    }

    /// Lays the keymap `text` over this one. A command that it names loses its former keys, and a
    /// key that it gives away is taken from whoever had it; within `text` no key may stand twice.
    pub fn overlay(&mut self, file: &str, text: &str) -> Result<(), KeymapError> {
        let error = |at: usize, what: String| KeymapError {
            file: file.to_owned(),
            line: text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1,
            what,
        };
        let rows =
            parse(text).map_err(|e| error(e.span().map_or(0, |span| span.start), e.message().to_owned()))?;
        let mut given: HashMap<Vec<Key>, Command> = HashMap::new();
        for (name, value) in rows {
            let at = name.span().start;
            let (number, command) = find(name.get_ref()).ok_or_else(|| {
                error(at, format!("there is no command '{}'; see the list under ?", name.get_ref()))
            })?;
            self.forget(number, command);
            for written in value {
                let at = written.span().start;
                let row = keys(written.get_ref())
                    .ok_or_else(|| error(at, format!("'{}' is not a key", written.get_ref())))?;
                if let Some(clash) = given.keys().find(|other| clash(other, &row)) {
                    let clash: String = clash.iter().map(Key::to_string).collect();
                    return Err(error(
                        at,
                        format!("'{}' is taken by '{clash}' in this file", written.get_ref()),
                    ));
                }
                given.insert(row.clone(), command);
                self.give(number, command, row, written.into_inner());
            }
        }
        Ok(())
    }

    /// What can be done, and the keys that do it, as help and the README list them: a row may speak for several
    /// commands. What has no keys is left out.
    pub fn rows(&self) -> Vec<(&'static str, Vec<String>)> {
        let mut rows: Vec<(&str, Vec<String>)> = Vec::new();
        for entry in COMMANDS {
            let keys = self.keys_of(entry.command).join(" ");
            match rows.last_mut() {
                Some((_, all)) if entry.help.is_empty() => all.push(keys),
                _ => rows.push((entry.help, vec![keys])),
            }
        }
        rows.retain(|(_, keys)| keys.iter().any(|keys| !keys.is_empty()));
        rows
    }

    /// What `row` means.
    pub fn meaning(&self, row: &[Key]) -> Meaning {
        match self.keys.get(row) {
            Some(command) => Meaning::Command(*command),
            None if self.keys.keys().any(|keys| keys.starts_with(row)) => Meaning::Prefix,
            None => Meaning::None,
        }
    }

    /// The keys of `command`, as they are written.
    pub fn keys_of(&self, command: Command) -> &[String] {
        let number = COMMANDS.iter().position(|entry| entry.command == command);
        number.and_then(|number| self.names.get(number)).map_or(&[], Vec::as_slice)
    }

    fn forget(&mut self, number: usize, command: Command) {
        self.keys.retain(|_, called| *called != command);
        if let Some(names) = self.names.get_mut(number) {
            names.clear();
        }
    }

    fn give(&mut self, number: usize, command: Command, row: Vec<Key>, written: String) {
        let taken = self.keys.len();
        self.keys.retain(|keys, _| !clash(keys, &row));
        if self.keys.len() < taken {
            let is_left = |name: &String| keys(name).is_none_or(|keys| !clash(&keys, &row));
            self.names.iter_mut().for_each(|names| names.retain(is_left));
        }
        self.keys.insert(row, command);
        if let Some(names) = self.names.get_mut(number) {
            names.push(written);
        }
    }
}

/// Whether one is the start of the other: then the longer could never be typed.
fn clash(one: &[Key], other: &[Key]) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

fn find(name: &str) -> Option<(usize, Command)> {
    let number = COMMANDS.iter().position(|entry| entry.name == name)?;
    Some((number, COMMANDS.get(number)?.command))
}

type Row = (Spanned<String>, Vec<Spanned<String>>);

fn parse(text: &str) -> Result<Vec<Row>, toml::de::Error> {
    let table =
        BTreeMap::<Spanned<String>, Vec<Spanned<String>>>::deserialize(toml::Deserializer::parse(text)?)?;
    let mut rows: Vec<Row> = table.into_iter().collect();
    rows.sort_by_key(|(name, _)| name.span().start);
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_keys_are_what_is_read_strictly() {
        let mut strict = Keymap::bare();
        strict.overlay("default.toml", include_str!("../../assets/keymaps/default.toml")).unwrap();
        let embedded = Keymap::default();
        assert_eq!((embedded.keys, embedded.names), (strict.keys, strict.names));
    }
}
