//! The tasks that deal with what is kept: the shelf in print, and carrying everything elsewhere.

use std::ffi::OsStr;
use std::io::{self, IsTerminal, Read as _, Write};
use std::path::Path;

use serde::Serialize;

use super::run::Outcome;
use super::{Error, ShelfShape};
use crate::shelf::{Entry, Origin, Row, Shelf, Sort, Viewing};
use crate::source::harmless;
use crate::state::{self, Carried, Store};

/// The store in its usual place.
pub(super) fn store() -> Result<Store, Error> {
    Store::usual().ok_or(Error::Nowhere)
}

/// How the shelf is shown if nothing else is asked for.
pub(super) fn shape(asked: Option<ShelfShape>) -> ShelfShape {
    asked.unwrap_or(if io::stdout().is_terminal() { ShelfShape::Reader } else { ShelfShape::Text })
}

/// Prints the shelf.
pub(super) fn shelf(shape: ShelfShape, out: &mut impl Write) -> Result<(), Error> {
    let mut shelf = Shelf::new(store()?.shelf()?);
    if shape == ShelfShape::Json {
        return shelf.entries().try_for_each(|entry| object(entry, out)).map_err(Error::Output);
    }
    shelf.sort = Sort::Title;
    shelf.arrange();
    shelf.rows().into_iter().try_for_each(|row| line(row, out)).map_err(Error::Output)
}

/// Prints all that is kept.
pub(super) fn export(out: &mut impl Write) -> Result<(), Error> {
    let bytes = store()?.export()?.bytes();
    out.write_all(&bytes).map_err(Error::Output)
}

/// Takes in what was exported to `file`.
pub(super) fn import(file: &OsStr, out: &mut impl Write) -> Result<Outcome, Error> {
    let name = if file == "-" { "standard input".to_owned() } else { harmless(&file.to_string_lossy()) };
    let mut text = Vec::new();
    let read = if file == "-" {
        io::stdin().lock().read_to_end(&mut text).map(drop)
    } else {
        std::fs::read(Path::new(file)).map(|bytes| text = bytes)
    };
    read.map_err(|cause| state::Error::Read { name: name.clone(), cause })?;
    let (reviews, films) = store()?.import(Carried::parse(&name, &text)?)?;
    writeln!(out, "{name}: taken in: reviews: {reviews}, films seen: {films}").map_err(Error::Output)?;
    Ok(Outcome::Done)
}

/// A review on the shelf, schema 1.
#[derive(Serialize)]
struct Printed<'e> {
    schema: u8,
    film: PrintedFilm<'e>,
    reviewer: Option<&'e str>,
    rating: Option<f64>,
    name: &'e str,
    source: Option<String>,
    progress: u8,
    minutes_left: u32,
    seen: bool,
    read: u64,
    key: String,
}

#[derive(Serialize)]
struct PrintedFilm<'e> {
    title: Option<&'e str>,
    year: Option<u16>,
}

fn object(entry: &Entry, out: &mut impl Write) -> io::Result<()> {
    let printed = Printed {
        schema: 1,
        film: PrintedFilm { title: entry.title.as_deref(), year: entry.year },
        reviewer: entry.reviewer.as_deref(),
        rating: entry.rating.map(|rating| f64::from(rating) / 100.0),
        name: &entry.name,
        source: match &entry.origin {
            Origin::File(path) => Some(harmless(&path.to_string_lossy())),
            Origin::Web(address) => Some(address.clone()),
            Origin::Pipe | Origin::Sample => None,
        },
        progress: entry.progress,
        minutes_left: entry.minutes,
        seen: entry.viewing == Viewing::Seen,
        read: entry.read,
        key: entry.key.to_string(),
    };
    serde_json::to_writer(&mut *out, &printed)?;
    out.write_all(b"\n")
}

fn line(row: Row<'_>, out: &mut impl Write) -> io::Result<()> {
    match row {
        Row::Film(entry) => {
            let year = entry.year.map_or(String::new(), |year| format!(" ({year})"));
            let seen = if entry.viewing == Viewing::Seen { "  seen" } else { "" };
            writeln!(out, "{}{year}{seen}", entry.called())
        }
        Row::Review(_, entry) => {
            let by = entry.reviewer.as_deref().map_or(String::new(), |by| format!("{by} · "));
            let rating = entry.rating.map_or(String::new(), |rating| format!("  {rating}/100"));
            writeln!(out, "  {by}{}{rating}  {}%  {} min left", entry.name, entry.progress, entry.minutes)
        }
    }
}
