//! Definitions of links and notes that are used in hidden text alone: they are hidden with it, for they are
//! a part of it.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::{Found, Room};
use crate::document::Format;

/// A label of more bytes is none.
const LONGEST: usize = 1000;

/// Adds the definitions in `source` to the passages `found` that only these use.
pub(super) fn add(source: &str, format: Format, found: &mut Vec<Found>) {
    if format != Format::Markdown || found.is_empty() {
        return;
    }
    let all = gather(source);
    if all.is_empty() {
        return;
    }
    let (mut open, mut hidden) = (HashSet::new(), HashSet::new());
    let mut at = 0;
    for passage in found.iter() {
        uses(source, at..passage.whole.start, &mut open);
        uses(source, passage.whole.clone(), &mut hidden);
        at = passage.whole.end;
    }
    uses(source, at..source.len(), &mut open);
    for (label, whole) in all {
        if hidden.contains(&label) && !open.contains(&label) {
            add_one(label.starts_with('^'), whole, found);
        }
    }
}

fn add_one(is_note: bool, whole: Range<usize>, found: &mut Vec<Found>) {
    let after = found.partition_point(|passage| passage.whole.start < whole.start);
    let meets_last =
        after.checked_sub(1).and_then(|at| found.get(at)).is_some_and(|p| p.whole.end > whole.start);
    // What is marked within it goes with it.
    let within =
        found.get(after..).unwrap_or_default().iter().take_while(|p| p.whole.start < whole.end).count();
    if meets_last {
        return;
    }
    let end = found
        .get(after + within.saturating_sub(1))
        .filter(|_| within > 0)
        .map_or(whole.end, |p| whole.end.max(p.whole.end));
    let whole = whole.start..end;
    let room = if is_note { Room::Lines } else { Room::Nowhere };
    let passage = Found { line: whole.start, room, ..Found::of(whole.clone(), whole) };
    found.splice(after..after + within, [passage]);
}

/// The definitions in `source`, each with its label and where it stands.
fn gather(source: &str) -> HashMap<String, Range<usize>> {
    let mut all = HashMap::new();
    for at in memchr::memmem::find_iter(source.as_bytes(), b"]:") {
        let before = super::line_before(source.get(floor(source, at)..at).unwrap_or_default(), LONGEST);
        let Some(label) =
            before.trim_start_matches(' ').strip_prefix('[').filter(|label| label.len() < LONGEST)
        else {
            continue;
        };
        let start = at - before.len();
        all.entry(folded(label)).or_insert(start..end(source, at, label.starts_with('^')));
    }
    all
}

/// So far back from `at` a label may begin.
fn floor(source: &str, at: usize) -> usize {
    (at.saturating_sub(LONGEST)..=at).find(|at| source.is_char_boundary(*at)).unwrap_or(at)
}

/// Where a definition ends: with its line, or before the first line that is none of the note's.
fn end(source: &str, at: usize, is_note: bool) -> usize {
    let (mut place, mut end, mut was_blank) = (at, at, false);
    for line in source.get(at..).unwrap_or_default().split_inclusive('\n') {
        let is_blank = line.trim().is_empty();
        let goes_on = is_note && !line.starts_with("[^") && (line.starts_with([' ', '\t']) || !was_blank);
        if place > at && !is_blank && !goes_on {
            break;
        }
        if !is_blank {
            end = place + line.trim_end().len();
        }
        (place, was_blank) = (place + line.len(), is_blank);
    }
    end
}

/// Adds the labels that stand in brackets in `range`, but for those that are defined there.
fn uses(source: &str, range: Range<usize>, labels: &mut HashSet<String>) {
    let text = source.get(range).unwrap_or_default();
    for open in memchr::memchr_iter(b'[', text.as_bytes()) {
        let rest = text.get(open + 1..).unwrap_or_default();
        let Some(end) = rest.bytes().take(LONGEST).position(|byte| matches!(byte, b']' | b'[')) else {
            continue;
        };
        let is_used = rest.get(end..).is_some_and(|rest| rest.starts_with(']') && !rest.starts_with("]:"));
        if is_used {
            labels.insert(folded(rest.get(..end).unwrap_or_default()));
        }
    }
}

/// A label as labels are compared: without case and runs of white space.
fn folded(label: &str) -> String {
    let words: Vec<String> = label.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}
