//! Where reviews come from: files, folders, standard input and the web. This is the only module that
//! reads input, so that the rest of the program works on text and cannot fail.
//!
//! Long input is opened in two steps: its beginning at once, for the first screen, and the rest by
//! whoever has the time.

mod decode;
pub mod feed;
mod format;
pub mod many;
mod saved;
pub mod watched;
pub mod web;

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use review::address;
use review::{Format, clean};
use web::{Limits, Media};

/// Input up to this length is read whole.
const SHORT: u64 = 32 * 1024;
/// Of longer input this much is its beginning: some screens.
const HEAD: usize = 12 * 1024;
/// Offsets into a text are 32 bits wide, and what is made harmless may grow.
const LONGEST: u64 = 2 * 1024 * 1024 * 1024;
/// The files of a folder that are taken for reviews.
const EXTENSIONS: [&str; 15] = [
    "txt",
    "text",
    "md",
    "markdown",
    "mkd",
    "mdown",
    "asc",
    "html",
    "htm",
    "xhtml",
    "epub",
    "xht",
    "mhtml",
    "mht",
    "webarchive",
];

/// What kept an input from being read: what, which, and what to do, on one line.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)] // The messages say it.
pub enum Error {
    #[error("{0}: there is no such file; check the path")]
    Missing(String),
    #[error("{0}: an input without a name; give a file, a folder, an address, or - for standard input")]
    Nameless(String),
    #[error("{0}: there is nothing in it to be read; give a review")]
    Blank(String),
    #[error("{0}: you may not read it; check its permissions")]
    Denied(String),
    #[error("{0}: no reviews in this folder; name a file, or put .txt, .md or .html files there")]
    Empty(String),
    #[error("{0}: this is no text; give a text, a Markdown file or a page")]
    Binary(String),
    #[error("{0}: a feed that cannot be read; open the page of one of its reviews")]
    Feed(String),
    #[error("{0}: no book that can be read; it may be damaged, locked, or unpack to too much")]
    Book(String),
    #[error("{0}: this is a feed; read it with --from feed")]
    FeedWithin(String),
    #[error("{0}: longer than 2 GiB; split it and open a part")]
    TooLong(String),
    #[error("{0}: longer than anything that is taken in; give what unspoiled export or a film site wrote")]
    TooMuch(String),
    #[error("{0}: not fetched, for --offline was given; leave that out, or save the page and open the file")]
    Offline(String),
    #[error("{name}: {cause}")]
    Web { name: String, cause: web::Error },
    #[error("{name}: cannot be read ({cause}); check the file and its disk")]
    Broken { name: String, cause: io::Error },
}

/// One review's worth of input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file.
    File(PathBuf),
    /// Standard input.
    Stdin,
    /// An address of the web.
    Address(String),
}

/// Whether addresses may be fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    /// They may.
    Allowed,
    /// Nothing is ever sent.
    Offline,
}

/// An input opened: its beginning, and the rest if there is more.
pub struct Opening {
    /// The text and what it is written in: all of it, if `rest` is `None`.
    pub head: (String, Format),
    /// What was not read yet.
    pub rest: Option<Rest>,
}

/// The rest of a long input, to be read by a worker.
pub struct Rest {
    /// How much there is of it, as far as is known.
    pub length: usize,
    input: Input,
    format: Format,
    /// What standard input gave so far: it gives nothing twice.
    taken: Vec<u8>,
}

/// The inputs that `argument` names: a file, `-`, an address, or the reviews of a folder in order.
pub fn find(argument: &OsStr, network: Network) -> Result<Vec<Input>, Error> {
    let path = Path::new(argument);
    if argument == "-" {
        return Ok(vec![Input::Stdin]);
    }
    if argument.to_string_lossy().trim().is_empty() && !path.exists() {
        return Err(Error::Nameless(named(&argument.to_string_lossy())));
    }
    if path.is_dir() {
        return folder(path);
    }
    let text = argument.to_string_lossy();
    if address::is_web(&text) && !path.exists() {
        return match network {
            Network::Allowed => Ok(vec![Input::Address(text.into_owned())]),
            Network::Offline => Err(Error::Offline(harmless(&text))),
        };
    }
    Ok(vec![Input::File(path.to_owned())])
}

/// Whether something is piped or redirected into the program: an input that nobody has to name.
pub fn is_piped() -> bool {
    #[cfg(unix)]
    {
        use std::os::fd::AsFd;
        use std::os::unix::fs::FileTypeExt;
        let stdin = io::stdin().as_fd().try_clone_to_owned().map(File::from);
        let kind = stdin.and_then(|stdin| stdin.metadata()).map(|data| data.file_type());
        kind.is_ok_and(|kind| kind.is_fifo() || kind.is_file() || kind.is_socket())
    }
    #[cfg(not(unix))]
    !io::IsTerminal::is_terminal(&io::stdin())
}

/// All bytes of `input`, which has no more than `longest`.
pub fn bytes(input: &Input, longest: u64) -> Result<Vec<u8>, Error> {
    let failed = |cause| failure(input, cause);
    let mut bytes = Vec::new();
    match input {
        Input::File(path) => file(path).and_then(|(file, _)| file.take(longest + 1).read_to_end(&mut bytes)),
        _ => io::stdin().lock().take(longest + 1).read_to_end(&mut bytes),
    }
    .map_err(failed)?;
    if bytes.len() as u64 > longest { Err(Error::TooMuch(input.name())) } else { Ok(bytes) }
}

/// What is in `path`, a file of settings, if there is one. It is no pipe and no device, and not long.
pub fn settings(path: &Path) -> io::Result<Option<String>> {
    const LONGEST: u64 = 1024 * 1024;
    match fs::metadata(path) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(cause) => return Err(cause),
        Ok(data) if !data.is_file() => return Err(io::Error::other("it is no file")),
        Ok(data) if data.len() > LONGEST => return Err(io::Error::other("it is too long")),
        Ok(_) => {}
    }
    let mut text = String::new();
    File::open(path)?.take(LONGEST).read_to_string(&mut text)?;
    Ok(Some(text))
}

/// Whether the file `path` is opened sooner than a thread begins, unless its disk is slow: it is short, or its kind is known
/// to need no more than its beginning.
pub fn is_near(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|data| data.is_file() && (data.len() <= SHORT || format::is_plain(path)))
}

/// Opens `input`: all of it if it is short, else its beginning. From the web all of it comes at once, and
/// `tell` is told how many bytes have come.
pub fn open(input: &Input, tell: &mut dyn FnMut(u64)) -> Result<Opening, Error> {
    if let Input::Address(address) = input {
        return fetch(input, address, tell).map(Opening::whole);
    }
    let (mut taken, mut missing) = (Vec::new(), HEAD);
    let failed = |cause| failure(input, cause);
    match input {
        Input::Address(_) => {}
        Input::Stdin => stdin_up_to(SHORT + 1, &mut taken).map_err(failed)?,
        Input::File(path) => {
            let (file, length) = file(path).map_err(failed)?;
            refuse_longest(input, length)?;
            missing = usize::try_from(length).unwrap_or(usize::MAX).saturating_sub(HEAD);
            let much = if length > SHORT { HEAD as u64 } else { SHORT + 1 };
            taken.reserve_exact(usize::try_from(length.min(SHORT)).unwrap_or(0) + 1);
            let mut file = file.take(much);
            file.read_to_end(&mut taken).map_err(failed)?;
            if length == 0 && taken.len() as u64 > SHORT {
                // A pipe with a name gives nothing twice either: read it to the end here.
                file.set_limit(LONGEST);
                file.read_to_end(&mut taken).map_err(failed)?;
                return whole(input, taken, None).map(Opening::whole);
            }
            if length <= SHORT {
                return whole(input, taken, None).map(Opening::whole);
            }
        }
    }
    if taken.len() as u64 <= SHORT && *input == Input::Stdin {
        return whole(input, taken, None).map(Opening::whole);
    }
    beginning(input, taken, missing)
}

/// A long input, of which that much was `taken` and so many bytes are `missing` behind its beginning.
fn beginning(input: &Input, taken: Vec<u8>, missing: usize) -> Result<Opening, Error> {
    let kept = |taken| if *input == Input::Stdin { taken } else { Vec::new() };
    if saved::is_archive(&taken) {
        return Rest::all(input, None, kept(taken)).map(Opening::whole);
    }
    let head = decode::beginning(taken.get(..HEAD).unwrap_or(&taken)).ok_or_else(|| binary(input))?;
    let (format, taken) = (format::of(input, &head), kept(taken));
    if format == Format::Html || head.is_empty() {
        // Where the article of a page begins is known at its end, and so is what a block is that goes on and on.
        return Rest::all(input, None, taken).map(Opening::whole);
    }
    let rest = Rest { length: missing, input: input.clone(), format, taken };
    Ok(Opening { head: (head, format), rest: Some(rest) })
}

/// Reads all of `input`; `tell` is told how many bytes have come from the web.
pub fn read(input: &Input, tell: &mut dyn FnMut(u64)) -> Result<(String, Format), Error> {
    match input {
        Input::Address(address) => fetch(input, address, tell),
        _ => Rest::all(input, None, Vec::new()),
    }
}

fn fetch(input: &Input, address: &str, tell: &mut dyn FnMut(u64)) -> Result<(String, Format), Error> {
    let failed = |cause| Error::Web { name: input.name(), cause };
    let found = web::fetch(address, Limits::default(), tell).map_err(failed)?;
    let text = decode::text_in(found.bytes, found.charset.as_deref()).ok_or_else(|| binary(input))?;
    let format = match found.media {
        Media::Page => Format::Html,
        Media::Markdown => Format::Markdown,
        Media::Text => format::of(input, &text),
        Media::Data(_) if feed::is_feed(&text) => Format::Text,
        Media::Data(mime) => return Err(failed(web::Error::Media(mime))),
    };
    if format != Format::Html {
        return Ok((text, format));
    }
    // Links in it are meant from where it was found.
    Ok((["<base href=\"", &found.address.replace('"', "%22"), "\">", &text].concat(), format))
}

/// What `text`, which comes from nowhere in particular, is written in.
pub fn format_of(text: &str) -> Format {
    format::of(&Input::Stdin, text)
}

/// A feed is a list of reviews, and not text to be shown.
pub fn refuse_feed(input: &Input, text: &str) -> Result<(), Error> {
    if feed::is_feed(text) { Err(Error::FeedWithin(input.name())) } else { Ok(()) }
}

impl Opening {
    fn whole(head: (String, Format)) -> Self {
        Self { head, rest: None }
    }
}

impl Rest {
    /// Reads all of the input, its beginning included.
    pub fn read(self) -> Result<(String, Format), Error> {
        Self::all(&self.input, Some(self.format), self.taken)
    }

    fn all(input: &Input, format: Option<Format>, mut taken: Vec<u8>) -> Result<(String, Format), Error> {
        let failed = |cause| failure(input, cause);
        match input {
            Input::Address(_) => {}
            Input::Stdin => stdin_up_to(LONGEST + 1, &mut taken).map_err(failed)?,
            Input::File(path) => {
                let (file, length) = file(path).map_err(failed)?;
                refuse_longest(input, length)?;
                // One byte more than the length, so that the end is seen without growing.
                taken.reserve_exact(usize::try_from(length).unwrap_or(0) + 1);
                file.take(LONGEST + 1).read_to_end(&mut taken).map_err(failed)?;
            }
        }
        whole(input, taken, format)
    }
}

impl Input {
    /// What it is called in messages, with nothing in it that could command a terminal.
    pub fn name(&self) -> String {
        match self {
            Self::Stdin => "standard input".to_owned(),
            Self::File(path) => named(&path.to_string_lossy()),
            Self::Address(address) => harmless(address),
        }
    }

    /// What a review from it is called where it has no title: the file's name alone, or the site's, for
    /// the rest of an address may tell more.
    pub fn title(&self) -> String {
        match self {
            Self::Stdin => "standard input".to_owned(),
            Self::Address(address) => harmless(address::host(address)),
            Self::File(path) => harmless(&path.file_name().unwrap_or(path.as_os_str()).to_string_lossy()),
        }
    }
}

/// `text` from outside as it may stand in a message of one line.
pub fn harmless(text: &str) -> String {
    clean::clean(text.to_owned()).replace(['\n', '\t', '\u{0C}'], " ")
}

/// `name` as a message quotes it: what would not be seen stands in quotation marks.
pub fn named(name: &str) -> String {
    let harmless = harmless(name);
    if harmless.trim().is_empty() { format!("'{harmless}'") } else { harmless }
}

fn whole(input: &Input, bytes: Vec<u8>, format: Option<Format>) -> Result<(String, Format), Error> {
    refuse_longest(input, bytes.len() as u64)?;
    if let Some(page) = saved::archived(&bytes) {
        return Ok((page, Format::Html));
    }
    let text = decode::text(bytes).ok_or_else(|| binary(input))?;
    if let Some(page) = saved::page(&text) {
        return Ok((page, Format::Html));
    }
    let format = format.unwrap_or_else(|| format::of(input, &text));
    Ok((text, format))
}

fn file(path: &Path) -> io::Result<(File, u64)> {
    let file = File::open(path)?;
    let data = file.metadata()?;
    let length = if data.is_file() { data.len() } else { 0 };
    Ok((file, length))
}

fn stdin_up_to(length: u64, taken: &mut Vec<u8>) -> io::Result<()> {
    let more = length.saturating_sub(taken.len() as u64);
    io::stdin().lock().take(more).read_to_end(taken).map(drop)
}

fn folder(path: &Path) -> Result<Vec<Input>, Error> {
    let name = || harmless(&path.to_string_lossy());
    let entries = fs::read_dir(path).map_err(|cause| failure(&Input::File(path.to_owned()), cause))?;
    let mut names: Vec<OsString> = entries.flatten().map(|entry| entry.file_name()).collect();
    names.retain(|name| is_review(Path::new(name)) && path.join(name).is_file());
    names.sort();
    if names.is_empty() {
        return Err(Error::Empty(name()));
    }
    Ok(names.into_iter().map(|name| Input::File(path.join(name))).collect())
}

fn is_review(path: &Path) -> bool {
    let hidden = path.to_string_lossy().starts_with('.');
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    !hidden && EXTENSIONS.contains(&extension.as_str())
}

fn refuse_longest(input: &Input, length: u64) -> Result<(), Error> {
    if length > LONGEST { Err(Error::TooLong(input.name())) } else { Ok(()) }
}

fn binary(input: &Input) -> Error {
    Error::Binary(input.name())
}

fn failure(input: &Input, cause: io::Error) -> Error {
    match cause.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Error::Missing(input.name()),
        io::ErrorKind::PermissionDenied => Error::Denied(input.name()),
        _ => Error::Broken { name: input.name(), cause },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(name: &str, bytes: &[u8]) -> Input {
        let folder = std::env::temp_dir().join(format!("unspoiled-source-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join(name);
        fs::write(&path, bytes).unwrap();
        Input::File(path)
    }

    #[test]
    fn a_short_file_is_read_whole() {
        let input = scratch("short.txt", b"One.\n\nTwo.\n");
        let opening = open(&input, &mut |_| {}).unwrap();
        assert!(opening.rest.is_none());
        assert_eq!(opening.head, ("One.\n\nTwo.\n".to_owned(), Format::Text));
    }

    #[test]
    fn a_long_file_has_a_beginning_that_ends_at_a_blank_line() {
        let text = "A line of prose.\n\n".repeat(40_000);
        let input = scratch("long.txt", text.as_bytes());
        let opening = open(&input, &mut |_| {}).unwrap();
        let head = opening.head.0;
        assert!(head.len() > HEAD / 2 && head.len() <= HEAD && head.ends_with("\n\n"));
        assert_eq!(opening.rest.unwrap().read().unwrap().0, text);
    }

    #[test]
    fn a_long_file_is_read_into_one_buffer_of_its_size() {
        let text = "A line of prose.\n\n".repeat(40_000);
        let (read, _) = read(&scratch("exact.txt", text.as_bytes()), &mut |_| {}).unwrap();
        assert!(read.capacity() <= text.len() + 1, "{} for {}", read.capacity(), text.len());
    }

    #[test]
    fn a_file_that_vanishes_meanwhile_is_an_error() {
        let input = scratch("vanishing.txt", &b"words and words\n\n".repeat(40_000));
        let opening = open(&input, &mut |_| {}).unwrap();
        let Input::File(path) = &input else { unreachable!() };
        fs::remove_file(path).unwrap();
        assert!(matches!(opening.rest.unwrap().read(), Err(Error::Missing(_))));
    }

    #[test]
    fn failures_are_told_by_their_kind() {
        let told = |kind: io::ErrorKind| failure(&Input::File("a.txt".into()), kind.into()).to_string();
        assert_eq!(told(io::ErrorKind::NotFound), "a.txt: there is no such file; check the path");
        assert_eq!(
            told(io::ErrorKind::PermissionDenied),
            "a.txt: you may not read it; check its permissions"
        );
        assert!(told(io::ErrorKind::UnexpectedEof).starts_with("a.txt: cannot be read ("));
    }

    #[test]
    fn a_name_cannot_command_the_terminal() {
        assert_eq!(Input::File("a\u{1b}[31m\nb".into()).name(), "a␛[31m b");
    }

    #[test]
    fn two_gib_are_refused_before_they_are_read() {
        assert!(refuse_longest(&Input::Stdin, LONGEST).is_ok());
        assert!(matches!(refuse_longest(&Input::Stdin, LONGEST + 1), Err(Error::TooLong(_))));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let zeros = scratch("zeros.txt", &[0; 4096]);
        assert!(matches!(open(&zeros, &mut |_| {}), Err(Error::Binary(_))));
        let long = scratch("zeros-long.txt", &vec![0; 400_000]);
        assert!(matches!(open(&long, &mut |_| {}), Err(Error::Binary(_))));
    }
}
