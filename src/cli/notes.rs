//! `unspoiled notes`: the reader's notes as Markdown. What they are on is read anew from where the review came
//! from, through the gate, for no word of a review is kept.

use std::collections::BTreeSet;
use std::io::{self, Write};

use review::Policy;
use review::gate::{Consent, Rulings};
use review::span::Span;

use super::subject::Subject;
use crate::app::{Casting, Curtain, Noted, Reading};
use crate::layout::Veils;
use crate::source::harmless;
use crate::state::Record;

/// Writes the notes of `record`, if there are any, and what they are on as far as `policy` and `consent` show it.
pub(super) fn print(
    record: &Record,
    policy: Policy,
    consent: &Consent,
    out: &mut impl Write,
) -> io::Result<()> {
    if record.kept.notes.is_empty() {
        return Ok(());
    }
    let entry = &record.shelf.entry;
    let year = entry.year.map_or(String::new(), |year| format!(" ({year})"));
    let by = entry.reviewer.as_deref().map_or(String::new(), |by| format!(" · {by}"));
    writeln!(out, "# {}{year}{by}\n", harmless(entry.called()))?;
    let reading = read(record, policy, consent.clone());
    for noted in &record.kept.notes {
        if let Some(reading) = &reading {
            writeln!(out, "> {}\n", quoted(reading, noted).replace('\n', "\n> "))?;
        }
        writeln!(out, "{}\n", harmless(&noted.text))?;
    }
    Ok(())
}

/// The review as it is now, if it can be had at once: under the curtain as it is usually drawn, and with what the reader
/// overruled, but with nothing open that was opened to be read once.
fn read(record: &Record, policy: Policy, mut consent: Consent) -> Option<Reading> {
    let subject = Subject::from(&record.shelf.entry.origin).filter(|subject| !subject.is_far())?;
    let document = subject.document(Some(policy)).ok()?;
    consent.hide = record.kept.hide.map_or(consent.hide, Curtain::level);
    let mut reading = Reading::new(document, consent, Casting::Elsewhere);
    reading.rule(Rulings { opened: BTreeSet::new(), ..record.kept.rulings.clone() });
    Some(reading)
}

fn quoted(reading: &Reading, noted: &Noted) -> String {
    let span: Span = noted.span(reading);
    Veils::Chip.shown(reading.gate(), span)
}
