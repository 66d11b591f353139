//! What gives the story away: the author's markup, warnings, and judgement.

pub(in crate::review) mod judged;
pub(in crate::review) mod markup;
pub(in crate::review) mod warnings;

use super::document::{Document, Mark};
use super::marks::Layer;
use crate::span::Span;

/// Adds to `document` what its warnings hide.
pub(in crate::review) fn mark(document: &mut Document) {
    let warned = warnings::find(document);
    if !warned.is_empty() {
        let marks = document.marked.iter().map(|(span, mark)| (span, *mark)).chain(warned).collect();
        document.marked = layer(marks);
        document.passages = document.marked.clone();
    }
}

/// Marked stretches as passages: sorted and disjoint. Where two overlap they become one, which tells
/// as much as the more telling of them; two alike that touch were one to begin with.
pub(in crate::review) fn layer(mut marks: Vec<(Span, Mark)>) -> Layer<Mark> {
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
        layer.push(span, mark);
    }
    layer
}
