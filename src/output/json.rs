//! Schema 1: a review as one line of JSON.
//!
//! Two reviews that differ only inside hidden passages give the same bytes. So a passage is one
//! entry among the sentences whatever it hides, what lies in the dark behind its beginning is left
//! out, and all numbers count what is printed. Everything is written as it is found, for a long
//! review must not stand in memory a second time.

mod model;

use std::borrow::Cow;
use std::io::{self, Write};

use review::document::{self, Block, Kind, Level, Reason};
use review::gate::{Facts, Gate, Heading, PassageId, Run, Shown, Veiled};
use review::span::{Offset, Span};
use serde::Serialize;

use super::{Contents, date};
use crate::cast::{self, Cast};
use crate::tally::{Tally, minutes};
use model::{Credit, Film, OtherFilm, Paragraph, Rating, Review, Scores, Section, Sentence};

/// Writes the review called `source` as one object and a line end. `hide` is the hide level's name.
pub fn json(
    gate: Gate<'_>,
    contents: &Contents,
    source: &str,
    hide: &str,
    out: &mut impl Write,
) -> io::Result<()> {
    let printer = Printer::new(gate, contents);
    let cast = Cast::of(gate);
    let mut head = serde_json::to_vec(&printer.review(source, hide, &cast.facts(gate)))?;
    head.pop();
    out.write_all(&head)?;
    let sections = contents.sections().iter().enumerate();
    list(out, "sections", sections.map(|(number, entry)| printer.section(number, entry)))?;
    list(out, "paragraphs", printer.printed().map(|number| printer.paragraph(number)))?;
    printer.sentences(out)?;
    list(out, "credits", cast.credits.iter().map(credit))?;
    list(out, "films", cast.films.iter().map(other_film))?;
    out.write_all(b"}\n")
}

/// Writes a further field of an object, an array whose elements are made while they are written.
fn list<T: Serialize>(out: &mut impl Write, name: &str, elements: impl Iterator<Item = T>) -> io::Result<()> {
    write!(out, ",\"{name}\":[")?;
    for (at, element) in elements.enumerate() {
        comma(out, at)?;
        serde_json::to_writer(&mut *out, &element)?;
    }
    out.write_all(b"]")
}

fn comma(out: &mut impl Write, before: usize) -> io::Result<()> {
    if before > 0 { out.write_all(b",") } else { Ok(()) }
}

/// What is printed and how it is numbered.
struct Printer<'d> {
    gate: Gate<'d>,
    contents: &'d Contents,
    tally: Tally,
    /// Printed paragraphs and sentences before each block.
    before: Vec<(u32, u32)>,
}

/// An entry among the sentences: text in the open, or a veil.
#[derive(Clone, Copy)]
enum Told<'d> {
    Shown(Shown<'d>, Option<(Level, Reason)>, Option<review::Scores>),
    Veil(Veiled),
}

impl<'d> Printer<'d> {
    fn new(gate: Gate<'d>, contents: &'d Contents) -> Self {
        let (mut paragraphs, mut sentences) = (0, 0);
        let mut before = Vec::with_capacity(contents.blocks().len() + 1);
        let mut told = Vec::new();
        for number in contents.blocks() {
            before.push((paragraphs, sentences));
            if is_printed(gate, number) {
                entries(gate, number, &mut told);
                paragraphs += 1;
                sentences += u32::try_from(told.len()).unwrap_or(u32::MAX);
            }
        }
        before.push((paragraphs, sentences));
        Self { gate, contents, tally: Tally::of(gate), before }
    }

    fn review<'p>(&self, source: &'p str, hide: &'p str, facts: &Facts<'p>) -> Review<'p>
    where
        'd: 'p,
    {
        let words = self.tally.words(self.contents.blocks());
        Review {
            schema: 1,
            source,
            format: self.gate.document().format().name(),
            language: self.gate.document().is_english().then_some("en"),
            hide,
            film: Film { title: facts.title.map(Shown::text), year: facts.year },
            reviewer: facts.reviewer.map(Shown::text),
            publication: facts.publication.map(Shown::text),
            date: facts
                .date
                .map(|date| date::iso(date.text()).map_or(Cow::Borrowed(date.text()), Cow::Owned)),
            rating: facts.rating.map(|(text, value)| Rating { text: text.text(), value: hundredths(value) }),
            words,
            minutes: minutes(words),
        }
    }

    fn printed(&self) -> impl Iterator<Item = usize> {
        let gate = self.gate;
        self.contents.blocks().filter(move |number| is_printed(gate, *number))
    }

    fn counts(&self, block: usize) -> (u32, u32) {
        let at = block.saturating_sub(self.contents.blocks().start);
        self.before.get(at).or(self.before.last()).copied().unwrap_or_default()
    }

    fn section(&self, index: usize, section: &document::Section) -> Section {
        let held = self.tally.section(section);
        Section {
            index,
            title: title(self.gate, section),
            zone: section.zone.name(),
            origin: if section.is_inferred() { "inferred" } else { "heading" },
            depth: section.depth,
            paragraphs: [self.counts(section.blocks.start).0, self.counts(section.blocks.end).0],
            words: held.words,
            hidden: held.hidden,
        }
    }

    fn paragraph(&self, number: usize) -> Paragraph {
        let ((index, first), (_, end)) = (self.counts(number), self.counts(number + 1));
        let block = self.gate.block(number);
        Paragraph {
            index,
            section: self.contents.section_of(number),
            kind: block.map_or("paragraph", kind),
            zone: block.map(|b| b.zone).unwrap_or_default().name(),
            sentences: [first, end],
        }
    }

    fn sentences(&self, out: &mut impl Write) -> io::Result<()> {
        let mut told = Vec::new();
        let mut index = 0;
        out.write_all(b",\"sentences\":[")?;
        for (paragraph, number) in self.printed().enumerate() {
            entries(self.gate, number, &mut told);
            for told in &told {
                comma(out, index)?;
                serde_json::to_writer(&mut *out, &sentence(index, paragraph, *told))?;
                index += 1;
            }
        }
        out.write_all(b"]")
    }
}

fn credit(credit: &cast::Credit) -> Credit<'_> {
    Credit {
        name: &credit.name,
        role: credit.role.name(),
        character: credit.character.as_deref(),
        mentions: credit.mentions.len(),
        variants: &credit.variants,
    }
}

fn other_film(film: &cast::OtherFilm) -> OtherFilm<'_> {
    OtherFilm { title: &film.title, year: film.year, mentions: film.mentions.len() }
}

fn sentence(index: usize, paragraph: usize, told: Told<'_>) -> Sentence<'_> {
    let (mark, text, scores) = match told {
        Told::Shown(shown, mark, scores) => (mark, Some(shown.text()), scores),
        Told::Veil(veil) => (Some((veil.level, veil.reason)), None, None),
    };
    let at_least = |level| f32::from(u8::from(mark.is_some_and(|(is, _)| is >= level)));
    let marked = review::Scores {
        premise: at_least(Level::Premise),
        plot: at_least(Level::Plot),
        ending: at_least(Level::Ending),
    };
    let scores = scores.unwrap_or(marked);
    Sentence {
        index,
        paragraph,
        level: mark.map_or("none", |(level, _)| level.name()),
        hidden: text.is_none(),
        scores: Scores {
            premise: rounded(scores.premise),
            plot: rounded(scores.plot),
            ending: rounded(scores.ending),
        },
        reason: mark.map(|(_, reason)| reason.name()),
        text,
    }
}

/// In two digits: sentences were read beside hidden ones, and more would tell of these.
fn rounded(score: f32) -> f32 {
    (score * 100.0).round() / 100.0
}

/// Whether block `number` is a paragraph of what is printed.
fn is_printed(gate: Gate<'_>, number: usize) -> bool {
    gate.block(number).is_some()
}

/// The entries of block `number`: the shown parts of its sentences, and one for each passage that
/// begins there.
fn entries<'d>(gate: Gate<'d>, number: usize, told: &mut Vec<Told<'d>>) {
    told.clear();
    let Some(block) = gate.block(number) else { return };
    let sentences = gate.document().sentences(number);
    let marks = gate.told(block.span);
    let continued = continued(gate, block.span);
    let mut next = 0;
    for run in gate.runs(block.span) {
        match run {
            Run::Veiled(veil) => told.extend((Some(veil.id) != continued).then_some(Told::Veil(veil))),
            Run::Shown(shown) => {
                let behind = |s: &Span| s.end() <= shown.span().start();
                next += sentences.get(next..).unwrap_or_default().iter().take_while(|s| behind(s)).count();
                let rest = sentences.get(next..).unwrap_or_default();
                let inside = rest.iter().take_while(|s| s.start() < shown.span().end());
                for (at, sentence) in inside.enumerate() {
                    let part = shown.part(trimmed(shown.part(*sentence)));
                    if !part.span().is_empty() {
                        let scores = gate.scores(gate.document().first_sentence(number) + next + at);
                        told.push(Told::Shown(part, mark(&marks, part.span()), scores));
                    }
                }
            }
        }
    }
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

/// The title of `section`, where nothing of it is hidden.
fn title(gate: Gate<'_>, section: &document::Section) -> Option<String> {
    match gate.heading(section) {
        Heading::Listed(title) => Some(title.to_owned()),
        Heading::Own(runs) => {
            let texts: Option<Vec<&str>> = runs.iter().map(text).collect();
            Some(texts?.concat().trim().to_owned())
        }
    }
}

fn text<'d>(run: &Run<'d>) -> Option<&'d str> {
    match run {
        Run::Shown(shown) => Some(shown.text()),
        Run::Veiled(_) => None,
    }
}

fn kind(block: Block) -> &'static str {
    match block.kind {
        Kind::Heading(_) => "heading",
        Kind::Paragraph if block.quote > 0 => "quote",
        Kind::Paragraph | Kind::Meta => "paragraph",
        Kind::Item(_) => "item",
        Kind::Code => "code",
        Kind::Rule => "rule",
        Kind::Table(_) => "table",
    }
}

/// `value` to two places, so that 0.7 is not printed as 0.699999988.
fn hundredths(value: f32) -> f64 {
    (f64::from(value) * 100.0).round() / 100.0
}
