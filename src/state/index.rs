//! The index: a line of JSON a review, so that the shelf opens without opening every file. A line is
//! changed without reading the others, and whatever they hold stays in them.

use review::fingerprint::{Key, Sketch};
use serde::{Deserialize, Serialize};

use super::Record;
use crate::shelf::{Entry, Origin};

/// So many lines are shown at once.
const AT_ONCE: usize = 100;
/// A shorter index is read whole.
const MANY: usize = 200 * 1024;

#[derive(Serialize)]
struct Line<'r> {
    #[serde(flatten)]
    entry: &'r Entry,
    sketch: &'r Sketch,
}

/// What a review that was edited is found by.
#[derive(Deserialize)]
pub(super) struct Sketched {
    pub key: Key,
    #[serde(default)]
    pub origin: Origin,
}

/// The line of `record`. It begins with its key.
pub(super) fn line(record: &Record) -> Vec<u8> {
    let line = Line { entry: &record.shelf.entry, sketch: &record.sketch };
    let mut line = serde_json::to_vec(&line).unwrap_or_default();
    line.push(b'\n');
    line
}

/// The index `text` with the line of `record`.
pub(super) fn with(text: &[u8], record: &Record) -> Vec<u8> {
    let mut lines = without(text, record.shelf.entry.key);
    lines.extend(line(record));
    lines
}

/// The index `text` without the line of `key`.
pub(super) fn without(text: &[u8], key: Key) -> Vec<u8> {
    let beginning = format!("{{\"key\":\"{key}\"");
    let at = memchr::memmem::find(text, beginning.as_bytes());
    let Some(start) = at.filter(|at| at.checked_sub(1).is_none_or(|before| text.get(before) == Some(&b'\n')))
    else {
        return text.to_vec();
    };
    let (before, rest) = text.split_at(start);
    let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
    let mut lines = Vec::with_capacity(text.len() + 512);
    lines.extend_from_slice(before);
    lines.extend_from_slice(rest.get(end..).unwrap_or_default());
    lines
}

/// All lines; `None` where one cannot be read.
pub(super) fn entries(text: &[u8]) -> Option<Vec<Entry>> {
    lines(text).map(|line| serde_json::from_slice(line).ok()).collect()
}

/// The last lines, where there are very many: what was read last stands last.
pub(super) fn latest(text: &[u8]) -> Option<Vec<Entry>> {
    let (before, _) = memchr::memrchr_iter(b'\n', text).zip(0..=AT_ONCE).last()?;
    let many = text.len() > MANY && before > 0;
    many.then(|| text.get(before..).and_then(entries)).flatten()
}

/// The lines that are like `sketch`, and how much. Only these are read as JSON: a review that is new
/// is compared with thousands.
pub(super) fn like(text: &[u8], sketch: &Sketch, least: f32) -> Vec<(f32, Sketched)> {
    let field = memchr::memmem::Finder::new(b"\"sketch\":\"");
    let read = |line: &[u8]| {
        let rest = line.get(field.find(line)? + field.needle().len()..)?;
        Sketch::read(rest.get(..memchr::memchr(b'"', rest)?)?)
    };
    let alike = lines(text).filter_map(|line| {
        let likeness = read(line)?.likeness(sketch);
        let alike = (likeness >= least).then(|| serde_json::from_slice(line).ok())?;
        Some((likeness, alike?))
    });
    alike.collect()
}

fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let ends = memchr::memchr_iter(b'\n', text).chain([text.len()]);
    let mut start = 0;
    let lines = ends.filter_map(move |end| {
        let line = text.get(start..end);
        start = end + 1;
        line
    });
    lines.filter(|line| !line.is_empty())
}
