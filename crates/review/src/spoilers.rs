//! What gives the story away: the author's markup, warnings, and judgement.

pub(crate) mod judged;
pub(crate) mod warnings;

use super::document::{AMID, Block, Document, Format, Kind, Mark};
use super::marks::Layer;
use crate::span::{Offset, Span};

/// Adds to `document` what its warnings hide; whether its sentences are to be found anew, for they end elsewhere.
pub(crate) fn mark(document: &mut Document) -> bool {
    let warnings::Found { marks, signs, somewhere } = warnings::find(document);
    document.markup = document.marked.clone();
    document.warned = somewhere;
    for sign in signs {
        document.signs.push(sign, ());
    }
    let told = document.blocks.len();
    if document.signs.iter().next().is_some() {
        forget_facts(document);
    }
    add(document, marks) || document.blocks.len() < told
}

/// Drops the facts of a page that stand amid its text: they may stand behind a warning there.
fn forget_facts(document: &mut Document) {
    let Document { blocks, text, replies, .. } = document;
    let is_amid = |block: &Block| {
        block.kind == Kind::Meta && text.get(block.span.range()).is_some_and(|text| text.starts_with(AMID))
    };
    let before = |end: usize| blocks.iter().take(end).filter(|block| !is_amid(block)).count();
    *replies = replies.map(before);
    blocks.retain(|block| !is_amid(block));
}

/// Hides what warnings that name no place would hide, where nothing is judged, and in a page, where such a
/// warning is the site's gate; whether there are any.
pub(crate) fn take_at_their_word(document: &mut Document) -> bool {
    let judged = document.english && document.format != Format::Html;
    let marks = if judged { Vec::new() } else { std::mem::take(&mut document.warned) };
    add(document, marks)
}

fn add(document: &mut Document, marks: Vec<(Span, Mark)>) -> bool {
    if marks.is_empty() {
        return false;
    }
    let marks = document.marked.iter().map(|(span, mark)| (span, *mark)).chain(marks).collect();
    document.marked = layer(marks, &document.blocks);
    document.passages = document.marked.clone();
    true
}

/// Marked stretches as passages: sorted and disjoint. Where two overlap they become one, which tells
/// as much as the more telling of them; two alike that touch were one to begin with.
///
/// A mark that begins between two of `blocks` begins with the second of them: else its veil would stand
/// in no block, and nobody could reach what it hides.
pub(crate) fn layer(mut marks: Vec<(Span, Mark)>, blocks: &[Block]) -> Layer<Mark> {
    marks.retain(|(span, _)| !span.is_empty());
    marks.sort_by_key(|(span, mark)| (*span, mark.level));
    let mut passages: Vec<(Span, Mark)> = Vec::new();
    for (span, mark) in marks {
        match passages.last_mut() {
            Some((last, was))
                if span.start() < last.end() || (span.start() == last.end() && *was == mark) =>
            {
                *last = Span::new(last.start(), last.end().max(span.end()));
                was.level = was.level.max(mark.level);
            }
            _ => passages.push((span, mark)),
        }
    }
    let mut layer = Layer::default();
    for (span, mark) in passages {
        layer.push(Span::new(seat(span.start(), blocks), span.end()), mark);
    }
    layer
}

/// `start`, or the start of the next block that has text where it lies in none.
fn seat(start: Offset, blocks: &[Block]) -> Offset {
    let next = blocks.partition_point(|block| block.span.end() <= start);
    let rest = blocks.get(next..).unwrap_or_default();
    rest.iter().find(|block| !block.span.is_empty()).map_or(start, |block| start.max(block.span.start()))
}
