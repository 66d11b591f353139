//! What is an entry among a review's sentences: for whoever reads what is printed, a hidden passage is one, whatever it
//! hides; for whoever sent the text and has it, each sentence is.

use review::document::{Kind, Level, Reason};
use review::gate::{Gate, PassageId, Run, Shown, Veiled};
use review::span::{Offset, Span};

/// How finely hidden text is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grain {
    /// A passage is one entry.
    Passages,
    /// Each sentence is one.
    Sentences,
}

/// An entry among the sentences: text in the open, or a veil.
#[derive(Clone, Copy)]
pub(super) struct Entry<'d> {
    pub told: Told<'d>,
    pub scores: Option<review::Scores>,
    /// Where its text is; of a passage that is one entry, nowhere.
    pub place: Option<Span>,
}

/// What an entry says.
#[derive(Clone, Copy)]
pub(super) enum Told<'d> {
    Shown(Shown<'d>, Option<(Level, Reason)>),
    Veil(Veiled),
}

impl Grain {
    /// The entries of block `number`.
    pub fn entries<'d>(self, gate: Gate<'d>, number: usize, told: &mut Vec<Entry<'d>>) {
        told.clear();
        match self {
            Self::Passages => passages(gate, number, told),
            Self::Sentences => sentences(gate, number, told),
        }
    }
}

/// The shown parts of the sentences of block `number`, and a veil for each passage that begins there.
fn passages<'d>(gate: Gate<'d>, number: usize, told: &mut Vec<Entry<'d>>) {
    let Some(block) = gate.block(number) else { return };
    let sentences = gate.document().sentences(number);
    let marks = gate.told(block.span);
    let continued = continued(gate, block.span);
    let mut next = 0;
    for run in gate.runs(block.span) {
        match run {
            Run::Veiled(veil) => told.extend((Some(veil.id) != continued).then(|| veiled(veil, None, None))),
            Run::Shown(shown) => {
                let behind = |s: &Span| s.end() <= shown.span().start();
                next += sentences.get(next..).unwrap_or_default().iter().take_while(|s| behind(s)).count();
                let rest = sentences.get(next..).unwrap_or_default();
                let inside = rest.iter().take_while(|s| s.start() < shown.span().end());
                for (at, sentence) in inside.enumerate() {
                    let scores = gate.scores(gate.document().first_sentence(number) + next + at);
                    told.extend(open(shown.part(*sentence), &marks, scores));
                }
            }
        }
    }
}

/// The parts of the sentences of block `number`, each in the open or not. Where a block has no sentences, as code has
/// none, what is hidden of it counts as one.
fn sentences<'d>(gate: Gate<'d>, number: usize, told: &mut Vec<Entry<'d>>) {
    let document = gate.document();
    let Some(block) = document.blocks().get(number).filter(|block| block.kind != Kind::Meta) else { return };
    let marks = gate.told(block.span);
    let sentences = document.sentences(number);
    if sentences.is_empty() {
        let hidden = gate.parts(block.span).filter_map(|(place, run)| match run {
            Run::Veiled(veil) => Some(veiled(veil, None, Some(place))),
            Run::Shown(_) => None,
        });
        told.extend(hidden);
    }
    for (at, sentence) in sentences.iter().enumerate() {
        let number = document.first_sentence(number) + at;
        for (place, run) in gate.parts(*sentence) {
            match run {
                Run::Veiled(veil) => told.push(veiled(veil, gate.scores_behind(number), Some(place))),
                Run::Shown(shown) => told.extend(open(shown, &marks, gate.scores(number))),
            }
        }
    }
}

fn veiled<'d>(veil: Veiled, scores: Option<review::Scores>, place: Option<Span>) -> Entry<'d> {
    // Whom the author marked is judged by nobody.
    let scores = scores.filter(|_| veil.reason != Reason::Markup);
    Entry { told: Told::Veil(veil), scores, place }
}

/// The entry of `shown`, without the blanks around it; none where there is nothing else.
fn open<'d>(shown: Shown<'d>, marks: &[(Span, Veiled)], scores: Option<review::Scores>) -> Option<Entry<'d>> {
    let part = shown.part(trimmed(shown));
    let told = Told::Shown(part, mark(marks, part.span()));
    (!part.span().is_empty()).then(|| Entry { told, scores, place: Some(part.span()) })
}

/// The passage that holds the start of `span` and began before it.
fn continued(gate: Gate<'_>, span: Span) -> Option<PassageId> {
    let start = span.start();
    let over = gate.passages_over(Span::new(start, Offset::new(start.get() + 1)));
    over.first().filter(|passage| passage.place < start).map(|passage| passage.veil.id)
}

/// The most telling mark over `span`; `marks` are in order.
fn mark(marks: &[(Span, Veiled)], span: Span) -> Option<(Level, Reason)> {
    let first = marks.partition_point(|(place, _)| place.end() <= span.start());
    let over =
        marks.get(first..).unwrap_or_default().iter().take_while(|(place, _)| place.start() < span.end());
    over.map(|(_, veil)| (veil.level, veil.reason)).max_by_key(|(level, _)| *level)
}

fn trimmed(shown: Shown<'_>) -> Span {
    let text = shown.text();
    let start = shown.span().start().get() + (text.len() - text.trim_start().len());
    Span::of(start..start + text.trim().len())
}
