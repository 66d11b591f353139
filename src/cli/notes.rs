//! `unspoiled notes`: the reader's notes as Markdown. What they are on is read anew from where the review came
//! from, through the gate, for no word of a review is kept.

use std::io::{self, Write};

use review::gate::{Consent, Run};
use review::span::Span;
use review::{Diligence, Policy};

use super::subject::Subject;
use crate::app::{Noted, Reading};
use crate::layout::Veils;
use crate::source::harmless;
use crate::state::Record;

/// Writes the notes of `record`, if there are any.
pub(super) fn print(record: &Record, out: &mut impl Write) -> io::Result<()> {
    if record.kept.notes.is_empty() {
        return Ok(());
    }
    let entry = &record.shelf.entry;
    let year = entry.year.map_or(String::new(), |year| format!(" ({year})"));
    let by = entry.reviewer.as_deref().map_or(String::new(), |by| format!(" · {by}"));
    writeln!(out, "# {}{year}{by}\n", harmless(entry.called()))?;
    let reading = read(record);
    for noted in &record.kept.notes {
        if let Some(reading) = &reading {
            writeln!(out, "> {}\n", quoted(reading, noted).replace('\n', "\n> "))?;
        }
        writeln!(out, "{}\n", harmless(&noted.text))?;
    }
    Ok(())
}

/// The review as it is now, if it can be had at once.
fn read(record: &Record) -> Option<Reading> {
    let subject = Subject::from(&record.shelf.entry.origin).filter(|subject| !subject.is_far())?;
    let document = subject.document(Some(Policy { diligence: Diligence::Fast, ..Policy::default() })).ok()?;
    let consent = record.kept.hide.map_or_else(Consent::default, |hide| Consent::hiding(hide.level()));
    Some(Reading::new(document, consent))
}

fn quoted(reading: &Reading, noted: &Noted) -> String {
    let span: Span = noted.span(reading);
    let text = |run| match run {
        Run::Shown(shown) => shown.text(),
        Run::Veiled(veil) => Veils::Chip.of(veil),
    };
    reading.gate().runs(span).map(text).collect()
}
