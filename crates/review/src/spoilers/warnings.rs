//! Spoiler warnings in the prose: what follows one is hidden, up to where the author says that it is
//! over, or to the next heading, or to the end.
//!
//! Most reviews that speak of spoilers only promise to have none. What counts as a warning is told by
//! [`sign`]; this module knows how far one reaches.
//!
//! One that names no place ("this review contains spoilers") would hide the whole review, the author's
//! every opinion with it. It makes the judge stricter instead; where nothing can be judged it does hide all.

mod sign;

pub(crate) use sign::names_spoilers;

use crate::document::{Block, Document, Kind, Level, Mark, Reason};
use crate::span::{Offset, Span};
use sign::{Sign, sign};

/// The warnings of a document.
#[derive(Default)]
pub(crate) struct Found {
    /// What they hide.
    pub marks: Vec<(Span, Mark)>,
    /// What those that name no place would hide: all that follows.
    pub somewhere: Vec<(Span, Mark)>,
    /// The sentences that warn, or say that it is over: they tell nothing.
    pub signs: Vec<Span>,
}

/// Finds the warnings of `document`.
pub(crate) fn find(document: &Document) -> Found {
    let mut warned = Warned::default();
    if !mentions(&document.text) {
        return warned.found;
    }
    for (number, block) in document.blocks().iter().enumerate() {
        match block.kind {
            // What is hidden ends no warning: not even that it is there may show.
            Kind::Heading(_) if document.is_dark(block.span) => {}
            Kind::Heading(level) => warned.heading(document, block, level),
            Kind::Paragraph | Kind::Item(_) => warned.prose(document, number, block),
            Kind::Code | Kind::Rule | Kind::Table(_) | Kind::Meta => {}
        }
        if block.kind != Kind::Meta {
            warned.last = block.span.end();
        }
    }
    warned.end(document.blocks().last().map_or(warned.last, |block| block.span.end()));
    warned.found
}

/// A quick test that nearly all sentences fail.
fn mentions(text: &str) -> bool {
    let holds = |what: &[u8]| memchr::memmem::find(text.as_bytes(), what).is_some();
    holds(b"poil") || holds(b"POIL")
}

/// Whether what `sentence` warns of is marked already: it stands in marked text or right before it,
/// as the label of a box does, and the author has said where that ends.
fn is_about_markup(document: &Document, sentence: Span) -> bool {
    let end = Offset::new(sentence.end().get() + 2);
    let mut near = document.marked.over(Span::new(sentence.start(), Offset::new(end.get() + 1)));
    near.any(|(marked, _)| {
        marked.contains(sentence.start()) || (sentence.end() <= marked.start() && marked.start() <= end)
    })
}

#[derive(Default)]
struct Warned {
    open: Option<Warning>,
    found: Found,
    /// Where the last block ended.
    last: Offset,
}

/// A warning whose end was not met.
struct Warning {
    start: Offset,
    level: Level,
    /// It is a heading of this level: only one as high ends it.
    heading: u8,
}

impl Warned {
    fn heading(&mut self, document: &Document, block: &Block, level: u8) {
        if self.open.as_ref().is_some_and(|open| level <= open.heading) {
            self.end(self.last);
        }
        let text = document.raw(block.span);
        if !mentions(text) || !document.is_clear(block.span) || is_about_markup(document, block.span) {
            return;
        }
        let said = sign::of_heading(text);
        if said.is_some() {
            self.found.signs.push(block.span);
        }
        match said {
            Some(Sign::Follows { level: tells, .. } | Sign::Somewhere { level: tells }) => {
                self.begin(block.span.end(), tells, level);
            }
            Some(Sign::Ends { .. }) => self.end(self.last),
            _ => {}
        }
    }

    fn prose(&mut self, document: &Document, number: usize, block: &Block) {
        if !mentions(document.raw(block.span)) {
            return;
        }
        let mut before = self.last;
        for &sentence in document.sentences(number) {
            let text = document.raw(sentence);
            let place = |at: usize| {
                let rest =
                    document.raw(Span::new(Offset::new(sentence.start().get() + at), block.span.end()));
                Offset::new(block.span.end().get() - rest.trim_start().len())
            };
            let said = mentions(text).then(|| sign(text)).flatten();
            // An end that is told in the open is one, even right before a box.
            let open_end = matches!(said, Some(Sign::Ends { .. })) && document.is_clear(sentence);
            match said {
                // Only the end of it says so.
                Some(Sign::Ends { from }) => {
                    let start = Offset::new(sentence.start().get() + from);
                    self.found.signs.push(Span::new(start, sentence.end()));
                }
                Some(_) => self.found.signs.push(sentence),
                None => {}
            }
            match said.filter(|_| open_end || !is_about_markup(document, sentence)) {
                Some(Sign::Follows { from, level }) => self.begin(place(from), level, 6),
                Some(Sign::Somewhere { level }) => {
                    let rest = Span::new(sentence.end(), document.end());
                    self.found.somewhere.push((rest, Mark { level, reason: Reason::Warning }));
                }
                Some(Sign::Within { range, level, .. }) if self.open.is_none() => {
                    let end =
                        range.end.map_or(block.span.end(), |at| Offset::new(sentence.start().get() + at));
                    self.hide(Span::new(place(range.start), end), level);
                }
                Some(Sign::Ends { from: 0 }) => self.end(before),
                Some(Sign::Ends { from }) => self.end(Offset::new(sentence.start().get() + from)),
                _ => {}
            }
            before = sentence.end();
        }
    }

    /// A warning within what another one hides only makes it tell more.
    fn begin(&mut self, start: Offset, level: Level, heading: u8) {
        match &mut self.open {
            Some(open) => open.level = open.level.max(level),
            None => self.open = Some(Warning { start, level, heading }),
        }
    }

    fn end(&mut self, end: Offset) {
        if let Some(open) = self.open.take() {
            self.hide(Span::new(open.start, end), open.level);
        }
    }

    fn hide(&mut self, span: Span, level: Level) {
        self.found.marks.push((span, Mark { level, reason: Reason::Warning }));
    }
}

#[cfg(test)]
mod tests;
