//! Files that hold many reviews: the chapters of an EPUB, the rows of Letterboxd's `reviews.csv`, the objects of JSON
//! lines. Each becomes a review of the list.

use std::io::{self, Cursor, Read};

use rbook::Epub;
use regex::Regex;
use review::Format;
use serde::Deserialize;
use zip::ZipArchive;

use super::decode;

/// No such file is read further than this,
pub const LONGEST: u64 = 256 * 1024 * 1024;
/// nor unpacked to more than this.
const UNPACKED: u64 = 512 * 1024 * 1024;
/// The longest list.
const MOST: usize = 10_000;

/// One review of such a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its title: it may tell how the film ends, and is for the wall alone.
    pub title: String,
    /// The day on which it was written, if that is known.
    pub date: String,
    /// All of it.
    pub text: String,
    /// What it is written in.
    pub format: Format,
}

/// What a file of many reviews is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A book: its chapters.
    Epub,
    /// A table: its rows.
    Table,
    /// JSON lines: its objects.
    Lines,
}

impl Kind {
    /// What a file may be that is called `name`.
    pub fn of(name: &str) -> Option<Self> {
        let extension = name.rsplit_once('.')?.1.to_ascii_lowercase();
        match extension.as_str() {
            "epub" => Some(Self::Epub),
            "csv" => Some(Self::Table),
            "jsonl" | "ndjson" => Some(Self::Lines),
            _ => None,
        }
    }

    /// The reviews in `bytes`, in their order; nothing where it is something else.
    pub fn parts(self, bytes: Vec<u8>) -> Option<Vec<Part>> {
        let mut parts = match self {
            Self::Epub => chapters(bytes)?,
            Self::Table => rows(&decode::text(bytes)?)?,
            Self::Lines => objects(&decode::text(bytes)?),
        };
        parts.truncate(MOST);
        (!parts.is_empty()).then_some(parts)
    }
}

/// The chapters of a book, in the order of reading.
fn chapters(bytes: Vec<u8>) -> Option<Vec<Part>> {
    if !is_bounded(&bytes)? {
        return None;
    }
    let book = Epub::options().skip_toc(true).skip_metadata(true).read(Cursor::new(bytes)).ok()?;
    let texts = book.reader().filter_map(Result::ok).map(|chapter| html(chapter.content()));
    let parts = texts.filter(|text| has_words(text)).take(MOST);
    Some(
        parts
            .map(|text| Part { title: heading(&text), date: String::new(), text, format: Format::Html })
            .collect(),
    )
}

/// Whether what `bytes` pack is not too much: what they say of it is not believed.
fn is_bounded(bytes: &[u8]) -> Option<bool> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut left = UNPACKED;
    for number in 0..archive.len() {
        let Ok(file) = archive.by_index(number) else { continue };
        left -= io::copy(&mut file.take(left), &mut io::sink()).unwrap_or(0);
        if left == 0 {
            return Some(false);
        }
    }
    Some(true)
}

/// A chapter as a page: in XHTML an element may be closed where it is opened, which pages do not know.
fn html(chapter: &str) -> String {
    let short =
        Regex::new(r"<(title|script|style|textarea|iframe|a|b|i|p|div|span|em|strong)((?:\s[^<>]*)?)/>");
    short.map_or_else(|_| chapter.to_owned(), |short| short.replace_all(chapter, "<$1$2></$1>").into_owned())
}

fn has_words(page: &str) -> bool {
    let body = page.split_once("<body").map_or(page, |(_, body)| body);
    plain(body.split_once('>').map_or(body, |(_, body)| body)).contains(char::is_alphabetic)
}

/// The first heading of a chapter, or its title.
fn heading(page: &str) -> String {
    let find = |pattern: &str| {
        let found = Regex::new(pattern).ok()?.captures(page)?.get(1)?.as_str();
        Some(plain(found)).filter(|title| !title.is_empty())
    };
    find(r"(?is)<h[1-3][^>]*>(.*?)</h[1-3]>")
        .or_else(|| find(r"(?is)<title[^>]*>(.*?)</title>"))
        .unwrap_or_default()
}

/// `html` without elements.
fn plain(html: &str) -> String {
    let text = Regex::new("<[^>]*>").map_or_else(|_| html.into(), |tags| tags.replace_all(html, " "));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A row of Letterboxd's table. Its text may have elements.
#[derive(Deserialize)]
struct Row {
    #[serde(rename = "Date", default)]
    date: String,
    #[serde(rename = "Name")]
    name: String,
    #[serde(rename = "Year", default)]
    year: String,
    #[serde(rename = "Rating", default)]
    rating: String,
    #[serde(rename = "Review")]
    review: String,
}

/// The reviews of Letterboxd's table; nothing where it is another one.
fn rows(text: &str) -> Option<Vec<Part>> {
    let mut table =
        csv::ReaderBuilder::new().flexible(true).from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    let head = table.headers().ok()?.clone();
    if !["Name", "Review"].iter().all(|name| head.iter().any(|column| column == *name)) {
        return None;
    }
    let rows = table.deserialize::<Row>().filter_map(Result::ok).filter(|row| !row.review.trim().is_empty());
    Some(rows.take(MOST).map(Row::part).collect())
}

impl Row {
    fn part(self) -> Part {
        let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
        let year = if self.year.is_empty() { String::new() } else { format!(" ({})", self.year) };
        let title = [self.name, year].concat();
        let rating = match self.rating.as_str() {
            "" => String::new(),
            rating => format!("<p>Rating: {}/5</p>\n", escaped(rating)),
        };
        let review = self.review.replace("\r\n", "\n");
        let paragraphs =
            review.split("\n\n").map(|text| format!("<p>{}</p>\n", text.trim().replace('\n', "<br>\n")));
        let text = [
            "<html><head><meta name=\"date\" content=\"",
            &escaped(&self.date).replace('"', "&quot;"),
            "\"></head><body><article><h1>",
            &escaped(&title),
            "</h1>\n",
            &rating,
            &paragraphs.collect::<String>(),
            "</article></body></html>",
        ];
        Part { title, date: self.date, text: text.concat(), format: Format::Html }
    }
}

/// An object of JSON lines, as a batch takes it, perhaps with a title.
#[derive(Deserialize)]
struct Object {
    text: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    from: String,
}

fn objects(text: &str) -> Vec<Part> {
    let objects = text.lines().filter_map(|line| serde_json::from_str::<Object>(line).ok());
    let part = |object: Object| Part {
        format: match object.from.as_str() {
            "text" => Format::Text,
            "markdown" => Format::Markdown,
            "html" => Format::Html,
            _ => super::format_of(&object.text),
        },
        title: object.title,
        date: String::new(),
        text: object.text,
    };
    objects.take(MOST).map(part).collect()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn packed(files: &[(&str, &str)]) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in files {
            archive.start_file(*name, SimpleFileOptions::default()).unwrap();
            archive.write_all(text.as_bytes()).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    const CONTAINER: &str = r#"<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
        <rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"#;
    const PACKAGE: &str = r#"<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
        <metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">x</dc:identifier><dc:title>Reviews</dc:title>
        <dc:language>en</dc:language></metadata><manifest>
        <item id="cover" href="cover.xhtml" media-type="application/xhtml+xml"/>
        <item id="one" href="one.xhtml" media-type="application/xhtml+xml"/>
        <item id="two" href="two.xhtml" media-type="application/xhtml+xml"/></manifest>
        <spine><itemref idref="cover"/><itemref idref="two"/><itemref idref="one"/></spine></package>"#;

    fn page(body: &str) -> String {
        format!(
            "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title/></head><body>{body}</body></html>"
        )
    }

    #[test]
    fn a_book_is_its_chapters_in_the_order_of_reading() {
        let book = packed(&[
            ("mimetype", "application/epub+zip"),
            ("META-INF/container.xml", CONTAINER),
            ("OEBPS/book.opf", PACKAGE),
            ("OEBPS/cover.xhtml", &page("<img src=\"cover.png\"/>")),
            ("OEBPS/one.xhtml", &page("<h1>The <i>Night</i> Ferry</h1><p>It sails.</p>")),
            ("OEBPS/two.xhtml", &page("<p>It sinks.</p>")),
        ]);
        let parts = Kind::of("a.EPUB").unwrap().parts(book).unwrap();
        let titles: Vec<&str> = parts.iter().map(|part| part.title.as_str()).collect();
        assert_eq!(titles, ["", "The Night Ferry"]);
        assert!(parts.first().unwrap().text.contains("<title></title>"));
    }

    #[test]
    fn what_is_no_book_is_none() {
        assert!(Kind::Epub.parts(b"PK\x03\x04 and so on".to_vec()).is_none());
        assert!(Kind::Epub.parts(packed(&[("a.txt", "no book")])).is_none());
        assert!(Kind::Epub.parts(Vec::new()).is_none());
    }

    #[test]
    fn what_unpacks_to_too_much_is_not_unpacked() {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        archive.start_file("bomb.xhtml", SimpleFileOptions::default()).unwrap();
        let zeros = vec![b' '; 16 << 20];
        for _ in 0..=(UNPACKED >> 24) {
            archive.write_all(&zeros).unwrap();
        }
        let bytes = archive.finish().unwrap().into_inner();
        assert!(bytes.len() < 4 << 20);
        assert_eq!(is_bounded(&bytes), Some(false));
    }

    #[test]
    fn rows_of_letterboxd_are_reviews() {
        let table = "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Review,Tags,Watched Date\n\
            2024-01-02,The Night Ferry,1931,https://boxd.it/1,3.5,,\"It sails & <i>sails</i>.\n\nThen it sinks.\",,2024-01-01\n\
            2024-01-03,Fog,1942,https://boxd.it/2,,,,,\n";
        let parts = Kind::Table.parts(table.into()).unwrap();
        let part = parts.first().unwrap();
        assert_eq!(
            (parts.len(), part.title.as_str(), part.date.as_str()),
            (1, "The Night Ferry (1931)", "2024-01-02")
        );
        assert!(
            part.text
                .contains("<p>Rating: 3.5/5</p>\n<p>It sails & <i>sails</i>.</p>\n<p>Then it sinks.</p>"),
            "{}",
            part.text
        );
        assert!(Kind::Table.parts(b"Name,Year\nFog,1942\n".to_vec()).is_none());
    }

    #[test]
    fn objects_of_json_lines_are_reviews() {
        let lines = "{\"text\":\"# Fog\\n\\nIt sails.\"}\nno json\n{\"id\":2,\"text\":\"So.\",\"title\":\"Fog\",\"from\":\"text\"}\n";
        let parts = Kind::of("x.jsonl").unwrap().parts(lines.into()).unwrap();
        let formats: Vec<Format> = parts.iter().map(|part| part.format).collect();
        assert_eq!(formats, [Format::Markdown, Format::Text]);
        assert!(Kind::Lines.parts(b"{\"a\":1}\n".to_vec()).is_none());
    }
}
