//! Films that were seen, as other places export them: Letterboxd (its ZIP, or one of its files), `IMDb`, Simkl
//! and Trakt. Columns are found by their names; what was only listed to be watched was not seen.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use serde::Deserialize;

use super::harmless;
use crate::shelf::Film;

/// No file in an archive is read further than this,
const LONGEST: u64 = 64 * 1024 * 1024;
/// nor more of them than this.
const FILES: usize = 1_000;
/// No title is longer.
const TITLE: usize = 300;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Watched {
    /// The films that were seen, each with its year; one may stand there twice.
    pub films: Vec<Film>,
    /// How many were seen and have no year to tell them from their namesakes.
    pub yearless: usize,
    /// How many were listed and not seen.
    pub unseen: usize,
}

impl Watched {
    /// What is in the file called `name`; nothing where it is of no known kind.
    pub fn read(name: &str, bytes: &[u8]) -> Option<Self> {
        let mut watched = Self::default();
        let known =
            if bytes.starts_with(b"PK") { watched.archive(bytes)? } else { watched.file(name, bytes) };
        known.then_some(watched)
    }

    /// Takes in the files of an archive; whether any was of a known kind.
    fn archive(&mut self, bytes: &[u8]) -> Option<bool> {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
        let mut known = false;
        for number in 0..archive.len().min(FILES) {
            let Ok(file) = archive.by_index(number) else { continue };
            let Ok(name) = file.name().map(Cow::into_owned) else { continue };
            let mut text = Vec::new();
            // What is deleted or in a list of somebody's was not necessarily seen.
            let aside = ["lists/", "likes/", "deleted/", "orphaned/"].iter().any(|part| name.contains(part));
            if aside || file.take(LONGEST).read_to_end(&mut text).is_err() {
                continue;
            }
            known |= self.file(&name, &text);
        }
        Some(known)
    }

    fn file(&mut self, name: &str, bytes: &[u8]) -> bool {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        match bytes.trim_ascii_start().first() {
            Some(b'[') => self.trakt(bytes),
            _ => self.table(name, bytes),
        }
    }

    /// Trakt: what carries a time of watching or a rating was seen.
    fn trakt(&mut self, bytes: &[u8]) -> bool {
        let Ok(rows) = serde_json::from_slice::<Vec<Traced>>(bytes) else { return false };
        let rows: Vec<Traced> = rows.into_iter().filter(|row| row.movie.is_some()).collect();
        for row in &rows {
            let Some(movie) = &row.movie else { continue };
            let seen = row.watched_at.is_some() || row.last_watched_at.is_some() || row.rated_at.is_some();
            self.add(&movie.title, movie.year, seen);
        }
        !rows.is_empty()
    }

    fn table(&mut self, name: &str, bytes: &[u8]) -> bool {
        let mut table = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
        let Ok(head) = table.byte_headers().cloned() else { return false };
        let Some(columns) = Columns::of(&head) else { return false };
        let listed = name.to_lowercase().contains("watchlist");
        for row in table.byte_records().flatten() {
            let cell = |column: Option<usize>| {
                column.and_then(|column| row.get(column)).map(String::from_utf8_lossy)
            };
            let cell = |column| cell(column).map(|cell| cell.trim().to_owned()).unwrap_or_default();
            let kind = cell(columns.kind).to_lowercase();
            if ["tv", "show", "episode", "series", "game", "anime"].iter().any(|other| kind.contains(other)) {
                continue;
            }
            let seen = !listed
                && columns.signs.as_ref().is_none_or(|signs| {
                    signs
                        .iter()
                        .any(|column| !matches!(cell(Some(*column)).as_str(), "" | "plantowatch" | "0"))
                });
            self.add(&cell(Some(columns.title)), cell(Some(columns.year)).parse().ok(), seen);
        }
        true
    }

    fn add(&mut self, title: &str, year: Option<u16>, seen: bool) {
        let title: String = harmless(title).chars().take(TITLE).collect();
        match (seen, title.is_empty(), year) {
            (_, true, _) => {}
            (false, ..) => self.unseen += 1,
            (true, _, None) => self.yearless += 1,
            (true, _, year) => self.films.push(Film { title, year }),
        }
    }
}

/// Where in a table is what.
struct Columns {
    title: usize,
    year: usize,
    kind: Option<usize>,
    /// A film was seen where any of these says something; without them all were.
    signs: Option<Vec<usize>>,
}

impl Columns {
    fn of(head: &csv::ByteRecord) -> Option<Self> {
        let names: Vec<String> =
            head.iter().map(|name| String::from_utf8_lossy(name).trim().to_lowercase()).collect();
        let at = |wanted: &str| names.iter().position(|name| name == wanted);
        let year = at("year")?;
        let kind = at("title type").or_else(|| at("type"));
        if at("letterboxd uri").is_some() {
            return Some(Self { title: at("name")?, year, kind, signs: None });
        }
        let title = at("title").or_else(|| at("name"))?;
        let signs =
            ["your rating", "watcheddate", "watched date", "lastwatched", "rating", "rating10", "watched_at"];
        let signs: Vec<usize> = signs.iter().filter_map(|name| at(name)).collect();
        // Simkl says in one column how far one is with it, whatever was dated or rated.
        let signs = match at("watchlist") {
            Some(status) => vec![status],
            None => signs,
        };
        (!signs.is_empty()).then_some(Self { title, year, kind, signs: Some(signs) })
    }
}

/// A row of Trakt's.
#[derive(Deserialize)]
struct Traced {
    watched_at: Option<String>,
    last_watched_at: Option<String>,
    rated_at: Option<String>,
    movie: Option<Movie>,
}

#[derive(Deserialize)]
struct Movie {
    title: String,
    year: Option<u16>,
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn read(name: &str, text: &str) -> (Vec<String>, usize, usize) {
        let watched = Watched::read(name, text.as_bytes()).unwrap();
        let film = |film: &Film| format!("{} {}", film.title, film.year.unwrap());
        (watched.films.iter().map(film).collect(), watched.yearless, watched.unseen)
    }

    fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in files {
            archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            archive.write_all(text.as_bytes()).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    const LETTERBOXD: &str = "Date,Name,Year,Letterboxd URI\n2020-01-02,\"Ferry, The\",1931,https://boxd.it/a\n\
        2020-01-03,Fog,,https://boxd.it/b\n";

    #[test]
    fn letterboxd() {
        assert_eq!(read("watched.csv", LETTERBOXD), (vec!["Ferry, The 1931".to_owned()], 1, 0));
        assert_eq!(read("watchlist.csv", LETTERBOXD), (vec![], 0, 2));
        let archive = zipped(&[
            ("watched.csv", LETTERBOXD),
            ("watchlist.csv", "Date,Name,Year,Letterboxd URI\n2020-01-02,Dust,1999,x\n"),
            ("deleted/diary.csv", "Date,Name,Year,Letterboxd URI\n2020-01-02,Gone,1999,x\n"),
            ("profile.csv", "Date Joined,Username\n2020-01-02,ada\n"),
        ]);
        let watched = Watched::read("letterboxd.zip", &archive).unwrap();
        assert_eq!((watched.films.len(), watched.yearless, watched.unseen), (1, 1, 1));
    }

    #[test]
    fn imdb() {
        let ratings = "Const,Your Rating,Date Rated,Title,Original Title,URL,Title Type,Year\n\
            tt1,8,2020-01-02,The Ferry,La Ferry,u,Movie,1931\ntt2,7,2020-01-02,An Evening,x,u,TV Episode,2001\n";
        assert_eq!(read("ratings.csv", ratings), (vec!["The Ferry 1931".to_owned()], 0, 0));
        let list = "Position,Const,Title,Title Type,Year,Your Rating\n1,tt1,Ferry,Movie,1931,\n2,tt2,Fog,Movie,1942,9\n";
        assert_eq!(read("list.csv", list), (vec!["Fog 1942".to_owned()], 0, 1));
    }

    #[test]
    fn simkl() {
        let table = "SIMKL_ID,Title,Type,Year,Watchlist,LastWatched,WatchedDate,Rating\n\
            1,Ferry,movie,1931,completed,,2020-01-02,8\n2,Fog,movie,1942,plantowatch,,,\n3,Show,tv,2000,completed,,,\n";
        assert_eq!(read("simkl.csv", table), (vec!["Ferry 1931".to_owned()], 0, 1));
    }

    #[test]
    fn trakt() {
        let watched =
            r#"[{"plays":1,"last_watched_at":"2020","movie":{"title":"Ferry","year":1931,"ids":{}}}]"#;
        let listed = r#"[{"listed_at":"2020","type":"movie","movie":{"title":"Fog","year":1942}}]"#;
        let shows = r#"[{"last_watched_at":"2020","show":{"title":"Show","year":2000}}]"#;
        let archive = zipped(&[
            ("watched-movies.json", watched),
            ("watchlist.json", listed),
            ("watched-shows.json", shows),
        ]);
        let found = Watched::read("trakt.zip", &archive).unwrap();
        assert_eq!((found.films.len(), found.unseen), (1, 1));
        assert_eq!(found.films[0], Film { title: "Ferry".to_owned(), year: Some(1931) });
    }

    #[test]
    fn what_is_nothing_of_this_is_refused() {
        for text in
            ["", "just words", "a,b\n1,2\n", "{}", "[1]", "PK\u{3}\u{4}broken", "Name,Year\nFog,1942\n"]
        {
            assert_eq!(Watched::read("x", text.as_bytes()), None, "{text}");
        }
        let hostile = "Date,Name,Year,Letterboxd URI\n1,\u{1b}[31mFerry,1931,x\n";
        assert_eq!(read("watched.csv", hostile).0, ["␛[31mFerry 1931"]);
    }
}
