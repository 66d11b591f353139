//! Credits and the year as a review states them: one reader for all forms. An adapter gives it keys with values
//! and short lines; whether they stood in front matter, in a table, in data or in brackets is no matter here.

use super::{Page, Part, year_of};
use crate::document::{Frame, Kind, Role};
use crate::span::Span;

/// What a key is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    Role(Role),
    Year,
    /// A fact that is none of ours: it ends the value before it.
    Other,
}

/// Keys, as reviews write them, in small letters.
const KEYS: &[(Key, &[&str])] = &[
    (
        Key::Role(Role::Director),
        &["director", "directors", "directed by", "directed-by", "dir.", "dir", "regie", "direction"],
    ),
    (
        Key::Role(Role::Writer),
        &[
            "writer",
            "writers",
            "written by",
            "written-by",
            "screenplay",
            "screenplay by",
            "screenwriter",
            "screenwriters",
            "script",
            "script by",
            "story by",
            "story",
        ],
    ),
    (
        Key::Role(Role::SourceAuthor),
        &[
            "based on the novel by",
            "based on the book by",
            "based on the play by",
            "novel by",
            "source author",
        ],
    ),
    (
        Key::Role(Role::Actor),
        &[
            "cast",
            "starring",
            "staring",
            "stars",
            "with",
            "actor",
            "actors",
            "featuring",
            "main cast",
            "voices",
            "star",
        ],
    ),
    (
        Key::Role(Role::Producer),
        &["producer", "producers", "produced by", "executive producer", "executive producers"],
    ),
    (
        Key::Role(Role::Cinematographer),
        &[
            "cinematography",
            "cinematographer",
            "cinematography by",
            "photography",
            "director of photography",
            "camera",
            "dop",
            "dp",
        ],
    ),
    (
        Key::Role(Role::Composer),
        &[
            "music",
            "music by",
            "musicby",
            "composer",
            "composers",
            "score",
            "score by",
            "original score",
            "original music",
        ],
    ),
    (Key::Role(Role::Editor), &["editor", "editors", "editing", "edited by", "film editor"]),
    (
        Key::Role(Role::ProductionDesigner),
        &[
            "production design",
            "production designer",
            "production design by",
            "art direction",
            "art director",
        ],
    ),
    (
        Key::Role(Role::CostumeDesigner),
        &["costumes", "costume design", "costume designer", "costume design by", "costumes by"],
    ),
    (
        Key::Role(Role::VisualEffects),
        &["visual effects", "visual effects by", "special effects", "effects", "vfx"],
    ),
    (
        Key::Role(Role::Studio),
        &[
            "studio",
            "studios",
            "distributor",
            "distributed by",
            "production company",
            "production companies",
            "productioncompany",
            "company",
        ],
    ),
    (Key::Year, &["year", "released", "release year", "release date", "year of release"]),
    (
        Key::Other,
        &[
            "running time",
            "runtime",
            "run time",
            "rating",
            "rated",
            "genre",
            "genres",
            "country",
            "language",
            "certificate",
            "length",
            "title",
            "release",
            "verdict",
            "grade",
            "character",
            "characters",
            "role",
            "part",
        ],
    ),
];

/// A list of more names than this is no list of credits.
const MOST: usize = 60;
/// A longer block is prose.
const LONGEST: usize = 900;

pub(super) fn find(page: Page<'_>, frame: &mut Frame) {
    let mut found = Found { page, frame };
    for (key, value) in page.facts() {
        if let Some(key) = key.rsplit('.').find_map(of) {
            found.value(key, value);
        }
    }
    let mut named = None;
    for block in page.edges().filter(|block| block.span.len() <= LONGEST && page.is_clear(block.span)) {
        match block.kind {
            Kind::Table(number) => found.table(number),
            _ => {
                for line in page.part(block).split_at('\n') {
                    named = found.line(line, named.take());
                }
            }
        }
    }
}

/// The key that `text` is.
fn of(text: &str) -> Option<Key> {
    let text = text.trim().trim_end_matches(':').trim_end().to_ascii_lowercase().replace('_', " ");
    KEYS.iter().find(|(_, all)| all.contains(&text.as_str())).map(|(key, _)| *key)
}

struct Found<'d, 'f> {
    page: Page<'d>,
    frame: &'f mut Frame,
}

impl<'d> Found<'d, '_> {
    /// A line of facts; `named` is the key that stood alone in the line before. Gives the key that it is itself.
    fn line(&mut self, line: Part<'d>, named: Option<Key>) -> Option<Key> {
        let line = line.trim_of(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '|' | '•'));
        if let Some(key) = of(line.text).filter(|key| *key != Key::Other) {
            return Some(key);
        }
        let keyed = keyed(line);
        if !keyed.is_empty() {
            for (key, value) in keyed {
                self.value(key, value);
            }
        } else if let Some(key) = named.filter(|key| *key == Key::Year || is_list(line)) {
            self.value(key, line);
        } else if let Some(inside) = bracketed(line) {
            self.terse(inside);
        } else {
            spoken(line).into_iter().flatten().for_each(|(key, value)| self.value(key, value));
        }
        None
    }

    fn table(&mut self, number: u32) {
        let document = self.page.document;
        let Some(table) = document.table(number) else { return };
        let key = |cell: &Span| of(document.raw(*cell));
        let mut head = Vec::new();
        for row in &table.rows {
            let [first, values @ ..] = row.as_slice() else { continue };
            let keys: Vec<Key> = row.iter().map_while(key).collect();
            if keys.len() == row.len() {
                head = keys;
            } else if let Some(key) = key(first) {
                for value in values {
                    self.cell(key, *value);
                }
            } else {
                head.iter().zip(row).for_each(|(key, value)| self.cell(*key, *value));
            }
        }
    }

    fn cell(&mut self, key: Key, cell: Span) {
        if self.page.is_clear(cell) {
            self.value(key, Part { text: self.page.document.raw(cell), start: cell.start().get() });
        }
    }

    /// `1931, dir. Ann Lorn, starring Bo Tree and Cy Ode, 92 min`: a key holds until the next one.
    fn terse(&mut self, inside: Part<'d>) {
        let mut key = None;
        for part in inside.split_at(',').into_iter().flat_map(|part| part.split_at(';')) {
            let part = part.trim();
            if let Some((begins, rest)) = led(part) {
                key = Some(begins);
                self.value(begins, rest);
            } else if year_of(part.text).is_some() {
                self.value(Key::Year, part);
            } else if part.text.contains(|c: char| c.is_ascii_digit()) {
                key = None;
            } else if let Some(key @ Key::Role(_)) = key {
                self.value(key, part);
            }
        }
    }

    fn value(&mut self, key: Key, value: Part<'d>) {
        match key {
            Key::Role(role) => {
                for name in names(value).into_iter().take(MOST) {
                    self.name(role, bare(name));
                }
            }
            Key::Year => {
                let year = value.text.split(|c: char| !c.is_ascii_digit()).find_map(year_of);
                if let Some(year) =
                    year.filter(|_| self.frame.year.is_none() && self.page.is_clear(value.span()))
                {
                    self.frame.year = Some((value.span(), year));
                }
            }
            Key::Other => {}
        }
    }

    fn name(&mut self, role: Role, name: Part<'_>) {
        let raw = |span: Span| self.page.document.raw(span);
        let known = |(theirs, span): &(Role, Span)| *theirs == role && raw(*span) == name.text;
        if is_name(name.text) && self.page.is_clear(name.span()) && !self.frame.credits.iter().any(known) {
            self.frame.credits.push((role, name.span()));
        }
    }
}

/// All `Key: value` of a line; nothing where it does not begin with a key.
fn keyed(line: Part<'_>) -> Vec<(Key, Part<'_>)> {
    let colons = line.text.match_indices(':').map(|(at, _)| at);
    let mut keys: Vec<(usize, usize, Key)> = Vec::new();
    for colon in colons {
        let before = line.text.get(..colon).unwrap_or_default();
        let from = before.len() - before.len().min(40);
        let from = (from..=before.len()).find(|at| before.is_char_boundary(*at)).unwrap_or(before.len());
        let starts =
            before.get(from..).into_iter().flat_map(|tail| tail.char_indices()).map(|(at, _)| from + at);
        let begins =
            |at: &usize| *at == 0 || before.get(..*at).is_some_and(|b| !b.ends_with(char::is_alphanumeric));
        let mut starts = starts.filter(begins);
        if let Some((at, key)) = starts.find_map(|at| Some((at, of(before.get(at..)?)?))) {
            keys.push((at, colon + 1, key));
        }
    }
    if keys.first().is_none_or(|(at, ..)| *at > 0) {
        return Vec::new();
    }
    let ends = keys.iter().skip(1).map(|(at, ..)| *at).chain([line.text.len()]);
    let outside = |c: char| c.is_whitespace() || matches!(c, '|' | '·' | '•' | '*' | '_' | ';' | '.' | '/');
    keys.iter().zip(ends).map(|((_, from, key), to)| (*key, line.at(*from, to).trim_of(outside))).collect()
}

/// What a line that stands in brackets as a whole, or ends in them, has in them.
fn bracketed(line: Part<'_>) -> Option<Part<'_>> {
    let close = line.text.strip_suffix('.').unwrap_or(line.text).strip_suffix(')')?.len();
    let open = line.text.get(..close)?.rfind('(')?;
    let inside = line.at(open + 1, close);
    (inside.text.len() <= 300 && inside.text.contains(',')).then_some(inside)
}

/// `Directed by Ann Lorn. With Bo Tree and Cy Ode.`; nothing where anything else is said.
fn spoken(line: Part<'_>) -> Option<Vec<(Key, Part<'_>)>> {
    let outside = |c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';');
    let line = line.trim_of(outside);
    let (_, first) = led(line)?;
    let key = line.text.get(..line.text.len() - first.text.len())?.trim().to_ascii_lowercase();
    let is_credit = |(key, _): &(Key, Part<'_>)| matches!(key, Key::Role(_));
    let behind = |mark: &'static str| line.text.match_indices(mark).map(move |(at, _)| at + mark.len());
    let mut starts: Vec<usize> = [". ", "; ", ", "].into_iter().flat_map(behind).collect();
    starts.retain(|at| led(line.at(*at, line.text.len())).as_ref().is_some_and(is_credit));
    starts.sort_unstable();
    let ends = starts.iter().copied().chain([line.text.len()]);
    let clauses = [0].into_iter().chain(starts.iter().copied()).zip(ends);
    let clauses: Option<Vec<_>> = clauses.map(|(from, to)| led(line.at(from, to).trim_of(outside))).collect();
    let is_said = key.ends_with(" by") || key == "starring";
    clauses.filter(|clauses| is_said && clauses.iter().all(|(_, value)| is_list(*value)))
}

/// The key that `part` begins with, and the rest.
fn led(part: Part<'_>) -> Option<(Key, Part<'_>)> {
    let blanks = part.text.match_indices([' ', ':']).map(|(at, _)| at).take(4);
    let led = |at: usize| Some((of(part.text.get(..at)?)?, part.at(at + 1, part.text.len()).trim()));
    blanks.filter_map(led).last()
}

/// The names in a list: parted by commas, semicolons, `and` and `&`.
fn names(list: Part<'_>) -> Vec<Part<'_>> {
    let mut out = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while let Some(rest) = list.text.get(at..).filter(|rest| !rest.is_empty()) {
        let parting = [", and ", ", ", "; ", " and ", " & ", " / ", "\n", " | ", " · "]
            .iter()
            .find(|p| rest.starts_with(**p));
        match parting {
            Some(parting) => {
                out.push(list.at(from, at).trim());
                at += parting.len();
                from = at;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    out.push(list.at(from, list.text.len()).trim());
    out
}

/// A name without the character: `Ann Lorn (Ode)`, `Ann Lorn as Ode`.
fn bare(name: Part<'_>) -> Part<'_> {
    let ends = [" (", " as ", " – ", " - "].iter().filter_map(|mark| name.text.find(mark));
    name.at(0, ends.min().unwrap_or(name.text.len()))
        .trim_of(|c: char| c.is_whitespace() || matches!(c, '*' | '"' | '[' | ']'))
}

/// Whether a line is names and nothing else: what stands under a heading such as `Story` is mostly told, not named.
fn is_list(line: Part<'_>) -> bool {
    const SMALL: [&str; 12] = ["de", "del", "der", "di", "da", "du", "la", "le", "van", "von", "ten", "y"];
    let is_part =
        |word: &str| SMALL.contains(&word) || word.starts_with(char::is_uppercase) || word.starts_with('(');
    line.text.len() <= 200
        && names(line)
            .into_iter()
            .map(bare)
            .all(|name| is_name(name.text) && name.text.split_whitespace().all(is_part))
}

fn is_name(text: &str) -> bool {
    let letter = text.chars().next().is_some_and(char::is_uppercase);
    let ends = text.strip_suffix("Jr.").or_else(|| text.strip_suffix("Bros.")).unwrap_or(text);
    letter && text.len() <= 60 && text.split_whitespace().count() <= 6 && !ends.ends_with(['.', '!', '?'])
}

impl Part<'_> {
    /// Its parts between the `mark`s.
    fn split_at(self, mark: char) -> Vec<Self> {
        let mut from = 0;
        let parts = self.text.split(mark).map(|part| {
            let at = from;
            from += part.len() + mark.len_utf8();
            self.at(at, at + part.len())
        });
        parts.collect()
    }
}
