//! The tasks that deal with what is kept: the shelf in print, and carrying everything elsewhere.

use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::Path;

use review::gate::Ratings;
use serde::Serialize;

use super::asked::can_draw;
use super::{Error, Outcome, ShelfShape};
use crate::shelf::{Entry, Origin, Row, Shelf, Sort, Viewing};
use crate::source::watched::Watched;
use crate::source::{self, Input, harmless};
use crate::state::{Carried, Store};

/// What is kept is no longer, if nobody made it up.
const LONGEST: u64 = 256 * 1024 * 1024;

/// The store in its usual place.
pub(super) fn store() -> Result<Store, Error> {
    Store::usual().ok_or(Error::Nowhere)
}

/// How the shelf is shown if nothing else is asked for.
pub(super) fn shape(asked: Option<ShelfShape>) -> ShelfShape {
    asked.unwrap_or(if can_draw() { ShelfShape::Reader } else { ShelfShape::Text })
}

/// Prints the shelf: without the ratings of films that were not seen, where these are hidden.
pub(super) fn shelf(shape: ShelfShape, ratings: Ratings, out: &mut impl Write) -> Result<(), Error> {
    let entries = store()?.shelf()?.into_iter().map(|entry| entry.under(ratings)).collect();
    let mut shelf = Shelf::new(entries);
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
    let input = if file == "-" { Input::Stdin } else { Input::File(Path::new(file).to_owned()) };
    let name = input.name();
    let text = source::bytes(&input, LONGEST)?;
    let kept = text.trim_ascii_start().starts_with(b"{");
    if let Some(watched) = (!kept).then(|| Watched::read(&name, &text)).flatten() {
        return seen_elsewhere(&name, watched, out);
    }
    let (reviews, films) = store()?.import(Carried::parse(&name, &text)?)?;
    writeln!(out, "{name}: taken in: reviews: {reviews}, films seen: {films}").map_err(Error::Output)?;
    Ok(Outcome::Done)
}

/// Marks films as seen that were seen elsewhere.
fn seen_elsewhere(name: &str, watched: Watched, out: &mut impl Write) -> Result<Outcome, Error> {
    let Watched { films, yearless, unseen } = watched;
    let (new, all) = store()?.see_all(films)?;
    write!(out, "{name}: films seen: {all}, of which new: {new}").map_err(Error::Output)?;
    for (count, why) in [(yearless, "without a year"), (unseen, "listed and not seen")] {
        if count > 0 {
            write!(out, "; passed over {why}: {count}").map_err(Error::Output)?;
        }
    }
    writeln!(out).map_err(Error::Output)?;
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
            writeln!(out, "{}{year}{seen}", harmless(entry.called()))
        }
        Row::Review(_, entry) => {
            let by = entry.reviewer.as_deref().map_or(String::new(), |by| format!("{by} · "));
            let rating = entry.rating.map_or(String::new(), |rating| format!("  {rating}/100"));
            let name = harmless(&format!("{by}{}", entry.name));
            writeln!(out, "  {name}{rating}  {}%  {} min left", entry.progress, entry.minutes)
        }
    }
}
