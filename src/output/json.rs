//! Schema 1: a review as one line of JSON.
//!
//! Two reviews that differ only inside hidden passages give the same bytes. So a passage is one
//! entry among the sentences whatever it hides, what lies in the dark behind its beginning is left
//! out, and all numbers count what is printed. Everything is written as it is found, for a long
//! review must not stand in memory a second time.

mod entries;
mod model;

use std::borrow::Cow;
use std::io::{self, Write};

use review::document::{self, Block, Kind, Level};
use review::gate::{Gate, Heading, Run, Shown};
use review::span::Span;
use serde::Serialize;

use super::places::Places;
use super::{Contents, date};
use crate::cast::{self, Cast};
use crate::tally::{Tally, minutes};
use entries::{Entry, Grain, Told};
use model::{Credit, Film, OtherFilm, Paragraph, Place, Rating, Review, Scores, Section, Sentence, Text};

/// Writes the review called `source` as one object and a line end. `hide` is the hide level's name.
pub fn json(
    gate: Gate<'_>,
    contents: &Contents,
    source: &str,
    hide: &str,
    out: &mut impl Write,
) -> io::Result<()> {
    let printer = Printer::new(gate, contents, None, Texts::Given);
    out.write_all(b"{")?;
    printer.print(&printer.review(Some(source), None, hide), out)
}

/// A review among many: what it is called by whoever sent it, and what is to be told of it.
#[derive(Clone, Copy, Debug)]
pub struct Record<'r> {
    /// Its name, as JSON.
    pub id: &'r str,
    /// All of it, as it was sent.
    pub text: &'r str,
    /// Which models judged it.
    pub model: &'r str,
    /// The hide level's name.
    pub hide: &'r str,
    /// Whether its sentences are given back.
    pub texts: Texts,
}

/// Whether sentences are printed with their text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Texts {
    /// Those in the open are.
    Given,
    /// None is: whoever sent them has them.
    LeftOut,
}

/// Writes `record` as one object and a line end: as [`json`] does, but each sentence is an entry, hidden or not,
/// with where it stands in what was sent.
pub fn record(gate: Gate<'_>, record: Record<'_>, out: &mut impl Write) -> io::Result<()> {
    let contents = Contents::all(gate);
    let places = Places::new(gate.document(), record.text);
    let printer = Printer::new(gate, &contents, Some(&places), record.texts);
    write!(out, "{{\"id\":{},", record.id)?;
    printer.print(&printer.review(None, Some(record.model), record.hide), out)
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
    cast: Cast,
    /// For whoever sent the text.
    places: Option<&'d Places<'d>>,
    texts: Texts,
    /// Printed paragraphs and sentences before each block.
    before: Vec<(u32, u32)>,
}

impl<'d> Printer<'d> {
    fn new(gate: Gate<'d>, contents: &'d Contents, places: Option<&'d Places<'d>>, texts: Texts) -> Self {
        let before = Vec::with_capacity(contents.blocks().len() + 1);
        let mut printer =
            Self { gate, contents, tally: Tally::of(gate), cast: Cast::of(gate), places, texts, before };
        let (mut paragraphs, mut sentences) = (0, 0);
        let mut told = Vec::new();
        for number in contents.blocks() {
            printer.before.push((paragraphs, sentences));
            printer.grain().entries(gate, number, &mut told);
            paragraphs += u32::from(is_printed(gate, number));
            sentences += u32::try_from(told.len()).unwrap_or(u32::MAX);
        }
        printer.before.push((paragraphs, sentences));
        printer
    }

    fn grain(&self) -> Grain {
        if self.places.is_some() { Grain::Sentences } else { Grain::Passages }
    }

    /// Prints all of an object that has been opened.
    fn print(&self, review: &Review<'_>, out: &mut impl Write) -> io::Result<()> {
        let head = serde_json::to_vec(review)?;
        out.write_all(head.get(1..head.len().saturating_sub(1)).unwrap_or_default())?;
        let sections = self.contents.sections().iter().enumerate();
        list(out, "sections", sections.map(|(number, entry)| self.section(number, entry)))?;
        list(out, "paragraphs", self.printed().map(|number| self.paragraph(number)))?;
        self.sentences(out)?;
        let cast = &self.cast;
        list(out, "credits", cast.credits.iter().map(credit))?;
        list(out, "films", cast.films.iter().map(other_film))?;
        out.write_all(b"}\n")
    }

    fn review<'p>(&self, source: Option<&'p str>, model: Option<&'p str>, hide: &'p str) -> Review<'p>
    where
        'd: 'p,
    {
        let words = self.tally.words(self.contents.blocks());
        let facts = self.cast.facts(self.gate);
        Review {
            schema: 1,
            source,
            model,
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
        // What is hidden and goes on in later blocks belongs to where it began.
        let rest = number + 1..self.contents.blocks().end;
        let next = rest.clone().find(|next| is_printed(self.gate, *next)).unwrap_or(rest.end);
        let ((index, first), (_, end)) = (self.counts(number), self.counts(next));
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
        let (mut index, mut paragraphs) = (0, 0_usize);
        out.write_all(b",\"sentences\":[")?;
        for number in self.contents.blocks() {
            self.grain().entries(self.gate, number, &mut told);
            paragraphs += usize::from(is_printed(self.gate, number));
            for told in &told {
                comma(out, index)?;
                let sentence = self.sentence(index, paragraphs.saturating_sub(1), *told);
                serde_json::to_writer(&mut *out, &sentence)?;
                index += 1;
            }
        }
        out.write_all(b"]")
    }

    fn sentence(&self, index: usize, paragraph: usize, entry: Entry<'d>) -> Sentence<'d> {
        let (mark, text) = match entry.told {
            Told::Shown(shown, mark) => (mark, Some(shown.text())),
            Told::Veil(veil) => (Some((veil.level, veil.reason)), None),
        };
        let scores = entry.scores.unwrap_or_else(|| marked(mark.map(|(level, _)| level)));
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
            text: match self.texts {
                Texts::Given => Text::Given(text),
                Texts::LeftOut => Text::LeftOut,
            },
            place: self.places.map(|places| place(places, entry.place)),
        }
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

fn place(places: &Places<'_>, span: Option<Span>) -> Place {
    let bytes = span.and_then(|span| places.bytes(span)).map(|range| [range.start, range.end]);
    Place { bytes, chars: bytes.map(|ends| ends.map(|at| places.chars(at))) }
}

/// The scores of what is marked as telling so much.
fn marked(level: Option<Level>) -> review::Scores {
    let at_least = |least| f32::from(u8::from(level.is_some_and(|level| level >= least)));
    review::Scores {
        premise: at_least(Level::Premise),
        plot: at_least(Level::Plot),
        ending: at_least(Level::Ending),
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
