//! What is read: the inputs one by one, a feed or a page that lists reviews as the reviews in it.

use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use review::address;
use review::{Document, Format, Listed, Page, Policy};

use super::{Error, Outcome, progress};
use crate::config::Written;
use crate::shelf::Origin;
use crate::source::feed::{self, Entry};
use crate::source::many::{self, Kind, Part};
use crate::source::{self, Input, Network};

/// The review that is opened when none is named.
const SAMPLE: &str = include_str!("../../assets/samples/never-let-me-go.txt");
const SAMPLE_NAME: &str = "never-let-me-go.txt";
/// Files that may be feeds, and those that may be pages.
const FEEDS: [&str; 5] = ["xml", "rss", "atom", "rdf", "json"];
const PAGES: [&str; 13] =
    ["html", "htm", "xhtml", "xht", "mhtml", "mht", "webarchive", "php", "asp", "aspx", "jsp", "shtml", ""];
/// Of more inputs none is looked into for a list, and none that is longer than this: the first screen waits for it.
const MOST_LOOKED_INTO: usize = 24;
const LONGEST_PAGE: u64 = 8 * 1024 * 1024;

/// Something to be read.
#[derive(Clone, Debug)]
pub(super) enum Subject {
    Input(Input),
    /// An input that was read to see what it is, and the review that it is, if it is a page.
    Read(Input, Arc<(String, Format)>, Option<Arc<Document>>),
    /// A review of a feed, by its number there.
    Entry(Input, usize, Arc<Entry>, Network),
    /// A review of a file that holds many, by its number there.
    Part(Input, usize, Arc<Part>),
    /// A review of those that a page lists, by its number there.
    Listed(Input, usize, Arc<String>, Arc<(Listed, Document)>),
    /// The review that comes with the program.
    Sample,
}

impl Subject {
    /// What it is called in messages: of a review in a feed only its number, for its title may tell.
    pub fn name(&self) -> String {
        match self {
            Self::Input(input) | Self::Read(input, ..) => input.name(),
            Self::Entry(input, number, ..)
            | Self::Part(input, number, _)
            | Self::Listed(input, number, ..) => {
                format!("{}#{}", input.name(), number + 1)
            }
            Self::Sample => SAMPLE_NAME.to_owned(),
        }
    }

    /// What it is called where it has no title.
    pub fn title(&self) -> String {
        match self {
            Self::Input(input)
            | Self::Read(input, ..)
            | Self::Entry(input, ..)
            | Self::Part(input, ..)
            | Self::Listed(input, ..) => input.title(),
            Self::Sample => SAMPLE_NAME.to_owned(),
        }
    }

    /// Where it can be had again.
    pub fn origin(&self) -> Origin {
        match self {
            Self::Sample => Origin::Sample,
            Self::Entry(_, _, entry, _) if address::is_web(&entry.link) => Origin::Web(entry.link.clone()),
            Self::Input(Input::Address(address)) | Self::Read(Input::Address(address), ..) => {
                Origin::Web(address.clone())
            }
            // A path that is no Unicode cannot be written down.
            Self::Input(Input::File(path)) | Self::Read(Input::File(path), ..) => {
                match std::path::absolute(path) {
                    Ok(path) if path.to_str().is_some() => Origin::File(path),
                    _ => Origin::Pipe,
                }
            }
            Self::Input(Input::Stdin)
            | Self::Read(Input::Stdin, ..)
            | Self::Entry(..)
            | Self::Part(..)
            | Self::Listed(..) => Origin::Pipe,
        }
    }

    /// What comes from `origin`, if it can be had again.
    pub fn from(origin: &Origin) -> Option<Self> {
        match origin {
            Origin::Sample => Some(Self::Sample),
            Origin::File(path) => Some(Self::Input(Input::File(path.clone()))),
            Origin::Web(address) => Some(Self::Input(Input::Address(address.clone()))),
            Origin::Pipe => None,
        }
    }

    /// The same to be read from where it came from, once more.
    pub fn again(&self) -> Self {
        match self {
            Self::Read(input, ..) => Self::Input(input.clone()),
            subject => subject.clone(),
        }
    }

    /// Whether it comes from the web when it is read.
    pub fn is_far(&self) -> bool {
        match self {
            Self::Input(Input::Address(_)) => true,
            Self::Entry(_, _, entry, network) => *network == Network::Allowed && !entry.is_whole(),
            _ => false,
        }
    }

    /// All of its text. Of a review in a feed that has its beginning only, the page is read, if it can be.
    pub fn read(&self, tell: &mut dyn FnMut(u64)) -> Result<(String, Format), source::Error> {
        match self {
            Self::Input(input) => {
                let read = source::read(input, tell)?;
                source::refuse_feed(input, &read.0)?;
                Ok(read)
            }
            Self::Read(_, text, _) => Ok(text.as_ref().clone()),
            Self::Entry(_, _, entry, _) => {
                let page = || source::read(&Input::Address(entry.link.clone()), tell).ok();
                let page = self.is_far().then(page).flatten();
                Ok(page.unwrap_or_else(|| (entry.page(), Format::Html)))
            }
            Self::Part(_, _, part) => Ok((part.text.clone(), part.format)),
            Self::Listed(_, _, page, _) => Ok((page.as_ref().clone(), Format::Html)),
            Self::Sample => Ok((SAMPLE.to_owned(), Format::Text)),
        }
    }

    /// All of it, parsed if it was to see what it is; `tell` is told of the bytes that come from the web.
    pub fn whole(&self, tell: &mut dyn FnMut(u64)) -> Result<Whole, Error> {
        match self {
            Self::Read(_, _, Some(document)) => Ok(Whole::Parsed(Box::new(document.as_ref().clone()))),
            Self::Listed(_, _, _, listed) => Ok(Whole::Parsed(Box::new(listed.1.clone()))),
            _ => Ok(Whole::Text(self.read(tell)?)),
        }
    }

    /// All of it, judged if anything of that is to be seen.
    pub fn document(&self, judge: Option<Policy>) -> Result<Document, Error> {
        let whole = match self {
            Self::Input(input) => self.whole(&mut progress::of(input))?,
            _ => self.whole(&mut |_| {})?,
        };
        let document = caught(&self.name(), || {
            let document = whole.document();
            match judge {
                Some(policy) => document.judge_all(policy),
                None => document,
            }
        });
        self.not_blank(document?)
    }

    /// `document`, all that was read of it, if there is anything in it.
    pub fn not_blank(&self, document: Document) -> Result<Document, Error> {
        if document.is_blank() { Err(source::Error::Blank(self.name()).into()) } else { Ok(document) }
    }
}

/// A review that is parsed, or is to be.
pub(super) enum Whole {
    Parsed(Box<Document>),
    Text((String, Format)),
}

impl Whole {
    pub fn document(self) -> Document {
        match self {
            Self::Parsed(document) => *document,
            Self::Text((text, format)) => review::read(text, format),
        }
    }
}

/// What `work` makes; should it panic, the other inputs still have their turn.
pub(super) fn caught<T>(name: &str, work: impl FnOnce() -> T) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| Error::Inside(name.to_owned()))
}

/// What `arguments` name; what cannot be found is told.
pub(super) fn find(
    arguments: &[OsString],
    from: Option<Written>,
    network: Network,
    tell: &mut dyn FnMut(Error),
) -> (Vec<Subject>, Outcome) {
    if arguments.is_empty() {
        return (vec![Subject::Sample], Outcome::Done);
    }
    let mut outcome = Outcome::Done;
    let mut subjects = Vec::new();
    for argument in arguments {
        let found = source::find(argument, network).and_then(|inputs| {
            let is_only = arguments.len() == 1 && inputs.len() == 1;
            // What is named may be a list; what a folder has may be anything.
            let is_named = arguments.len() <= MOST_LOOKED_INTO && inputs.len() == 1;
            let mut all = Vec::new();
            for input in inputs {
                all.extend(match from {
                    Some(Written::Feed) => unfold(input, network)?,
                    Some(Written::Html) if is_named => {
                        let page = source::read(&input, &mut progress::of(&input))?.0;
                        parted(input, page, Format::Html)
                    }
                    Some(from) => vec![written(input, from)?],
                    None if may_be_feed(&input, is_only) => unfold(input, network)?,
                    None if is_named && may_be_page(&input) => looked_into(input)?,
                    None => apart(input)?,
                });
            }
            Ok(all)
        });
        match found {
            Ok(found) => subjects.extend(found),
            Err(error) => {
                tell(error.into());
                outcome = Outcome::Unread;
            }
        }
    }
    (subjects, outcome)
}

/// Whether `input` is to be looked into before anything is read. An address is, if there is nothing else to
/// read meanwhile.
fn may_be_feed(input: &Input, is_only: bool) -> bool {
    let name = match input {
        Input::File(path) => path.to_string_lossy(),
        Input::Address(address) if !is_only => address.split(['?', '#']).next().unwrap_or_default().into(),
        // Standard input gives nothing twice.
        Input::Address(_) | Input::Stdin => return true,
    };
    let extension = name.rsplit('.').next().unwrap_or_default();
    FEEDS.iter().any(|known| known.eq_ignore_ascii_case(extension))
}

/// Whether `input` may be a page that lists reviews.
fn may_be_page(input: &Input) -> bool {
    let Input::File(path) = input else { return false };
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    let is_page = PAGES.iter().any(|known| known.eq_ignore_ascii_case(&extension));
    is_page && std::fs::metadata(path).is_ok_and(|data| data.is_file() && data.len() <= LONGEST_PAGE)
}

/// The reviews that `input`, a file, lists; else it is read when its turn comes.
fn looked_into(input: Input) -> Result<Vec<Subject>, source::Error> {
    let (text, format) = source::read(&input, &mut |_| {})?;
    Ok(parted(input, text, format))
}

/// The reviews that the text from `input` lists, if it is a page that does; else all of it.
fn parted(input: Input, text: String, format: Format) -> Vec<Subject> {
    let page =
        (format == Format::Html).then(|| caught(&input.name(), || review::read_page(text.clone())).ok());
    let listed = match page.flatten() {
        Some(Page::List(listed)) => listed,
        Some(Page::One(document)) => {
            return vec![Subject::Read(input, Arc::new((text, format)), Some(Arc::new(*document)))];
        }
        None => return vec![Subject::Read(input, Arc::new((text, format)), None)],
    };
    let page = Arc::new(text);
    let part = |(number, listed)| Subject::Listed(input.clone(), number, Arc::clone(&page), Arc::new(listed));
    listed.into_iter().enumerate().map(part).collect()
}

/// `input` as somebody says that it is written.
fn written(input: Input, from: Written) -> Result<Subject, source::Error> {
    let (text, found) = source::read(&input, &mut progress::of(&input))?;
    Ok(Subject::Read(input, Arc::new((text, from.format().unwrap_or(found))), None))
}

/// The reviews of `input`, if it is a file that holds many.
fn apart(input: Input) -> Result<Vec<Subject>, source::Error> {
    let kind = match &input {
        Input::File(path) => path.to_str().and_then(Kind::of),
        _ => None,
    };
    let Some(kind) = kind else { return Ok(vec![Subject::Input(input)]) };
    let bytes = source::bytes(&input, many::LONGEST)?;
    let parts = catch_unwind(|| kind.parts(bytes)).unwrap_or(None);
    match parts {
        Some(parts) => {
            let parts = parts.into_iter().map(Arc::new).enumerate();
            Ok(parts.map(|(number, part)| Subject::Part(input.clone(), number, part)).collect())
        }
        None if kind == Kind::Epub => Err(source::Error::Book(input.name())),
        None => Ok(vec![Subject::Input(input)]),
    }
}

/// The reviews of `input`, if it is a feed.
fn unfold(input: Input, network: Network) -> Result<Vec<Subject>, source::Error> {
    let (text, format) = source::read(&input, &mut progress::of(&input))?;
    let Some(entries) = feed::entries(&text).filter(|entries| !entries.is_empty()) else {
        if feed::is_feed(&text) {
            return Err(source::Error::Feed(input.name()));
        }
        return Ok(parted(input, text, format));
    };
    let entries = entries.into_iter().enumerate();
    Ok(entries
        .map(|(number, entry)| Subject::Entry(input.clone(), number, Arc::new(entry), network))
        .collect())
}

/// What `subjects` are called, a document each: what one of them tells, warns of or leaves open says
/// nothing of the others. The titles of a feed are judged as any text is.
pub(super) fn list(subjects: &[Subject], policy: Policy) -> Vec<Document> {
    let document = |subject: &Subject| match subject {
        Subject::Entry(_, _, entry, _) => titled(&entry.title, &entry.date).judge_all(policy),
        Subject::Part(_, _, part) => titled(&part.title, &part.date).judge_all(policy),
        Subject::Listed(_, _, _, listed) => titled(&listed.0.title, &listed.0.date).judge_all(policy),
        subject => {
            let mut text = String::new();
            escaped(&distinct(subject, subjects), |c| c.is_ascii_punctuation(), &mut text);
            review::read(text, Format::Markdown)
        }
    };
    subjects.iter().map(document).collect()
}

/// A file by its name alone, and its folder where another has the same name.
fn distinct(subject: &Subject, subjects: &[Subject]) -> String {
    let title = subject.title();
    let folder = match subject {
        Subject::Input(Input::File(path)) | Subject::Read(Input::File(path), ..) => {
            path.parent().and_then(Path::file_name)
        }
        _ => None,
    };
    let is_shared = subjects.iter().filter(|other| other.title() == title).nth(1).is_some();
    match folder.filter(|_| is_shared) {
        Some(folder) => format!("{}/{title}", source::harmless(&folder.to_string_lossy())),
        None => title,
    }
}

fn titled(title: &str, date: &str) -> Document {
    let title: String = title.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect();
    let mut text = "# ".to_owned();
    // What marks spoilers does so in titles, too.
    let is_special = |c| matches!(c, '`' | '*' | '_' | '#' | '\\');
    escaped(if title.is_empty() { "no title" } else { &title }, is_special, &mut text);
    text.push_str("\n\n");
    escaped(date, is_special, &mut text);
    review::read(text, Format::Markdown)
}

fn escaped(name: &str, is_special: impl Fn(char) -> bool, text: &mut String) {
    for c in name.chars() {
        text.extend(is_special(c).then_some('\\'));
        text.push(c);
    }
}
