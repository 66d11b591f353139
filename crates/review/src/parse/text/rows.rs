//! Lines of a paragraph as far as they may be seen: what is hidden in them must have no say in how
//! they fall into blocks, for that would tell of its length and its form.

use std::ops::Range;

use crate::parse::Builder;
use crate::spoilers::markup::{self, Across, Veil};

/// What stands for hidden text.
const CHIP: char = '▒';

/// A line, or several that hidden text holds together.
pub(super) struct Row {
    pub text: String,
    /// Without what is hidden in it, where anything is.
    seen: Option<String>,
    /// It begins `>!`, and nothing closes that: it is hidden as a whole.
    is_hidden: bool,
}

impl Row {
    /// What may be seen of it.
    pub fn seen(&self) -> &str {
        self.seen.as_deref().unwrap_or(&self.text)
    }

    /// Whether nothing of it is hidden.
    pub fn is_open(&self) -> bool {
        self.seen.is_none() && !self.is_hidden
    }

    /// How often it is quoted.
    pub fn depth(&self) -> u8 {
        let mut depth: u8 = 0;
        let mut text = self.text.trim_start();
        // `>!` is spoiler markup, not a quote.
        while let Some(rest) = text.strip_prefix('>').filter(|rest| !rest.starts_with('!')) {
            depth = depth.saturating_add(1);
            text = rest.trim_start();
        }
        depth
    }

    /// Whether it may be of one block with `next`.
    pub fn is_like(&self, next: &Self) -> bool {
        self.is_hidden == next.is_hidden && self.depth() == next.depth()
    }
}

/// The rows that `lines` make.
pub(super) fn rows(lines: Vec<String>, builder: &Builder) -> Vec<Row> {
    let text = lines.join("\n");
    let veils = markup::veils(&text, builder);
    let is_hidden = |line: &str| line.trim_start().starts_with(">!") && !line.contains("!<");
    if veils.is_empty() {
        let row = |text: String| Row { is_hidden: is_hidden(&text), text, seen: None };
        return lines.into_iter().map(row).collect();
    }
    let text = joined(text, &merged(veils.iter().filter(|veil| veil.across == Across::Joins)));
    let veils = merged(veils.iter());
    let mut start = 0;
    let row = |line: &str| {
        let seen = seen(line, start, &veils);
        start += line.len() + 1;
        Row { text: line.to_owned(), seen, is_hidden: is_hidden(line) }
    };
    text.split('\n').map(row).collect()
}

/// What of `text` is hidden, in order and apart.
pub(super) fn veiled(text: &str, builder: &Builder) -> Vec<Range<usize>> {
    merged(markup::veils(text, builder).iter())
}

/// The ranges of `veils`, in order and apart.
fn merged<'v>(veils: impl Iterator<Item = &'v Veil>) -> Vec<Range<usize>> {
    let mut ranges: Vec<_> = veils.map(|veil| veil.range.clone()).filter(|range| !range.is_empty()).collect();
    ranges.sort_by_key(|range| range.start);
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut().filter(|last| range.start <= last.end) {
            Some(last) => last.end = last.end.max(range.end),
            None => merged.push(range),
        }
    }
    merged
}

/// `text` with spaces for the line ends in `ranges`.
fn joined(text: String, ranges: &[Range<usize>]) -> String {
    let mut bytes = text.into_bytes();
    for range in ranges {
        let inside = bytes.get_mut(range.clone()).unwrap_or_default();
        inside.iter_mut().filter(|byte| **byte == b'\n').for_each(|byte| *byte = b' ');
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// What may be seen of `line`, which begins at `start`, where not all of it may.
fn seen(line: &str, start: usize, veils: &[Range<usize>]) -> Option<String> {
    let end = start + line.len();
    let first = veils.partition_point(|veil| veil.end <= start);
    let here = veils.get(first..)?.iter().take_while(|veil| veil.start < end);
    let (mut seen, mut at) = (String::new(), 0);
    for veil in here {
        seen.push_str(line.get(at..veil.start.saturating_sub(start)).unwrap_or_default());
        seen.push(CHIP);
        at = (veil.end - start).min(line.len());
    }
    (!seen.is_empty()).then(|| seen + line.get(at..).unwrap_or_default())
}
