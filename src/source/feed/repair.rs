//! Feeds as they are sent: with bare `&`, with elements that nobody closes, cut off in the midst, without the names of
//! their namespaces. What was read up to a fault is kept.

use std::collections::HashMap;
use std::fmt::Write;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Namespaces that feeds use and sometimes forget to name.
const NAMESPACES: [(&str, &str); 4] = [
    ("content", "http://purl.org/rss/1.0/modules/content/"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("media", "http://search.yahoo.com/mrss/"),
    ("atom", "http://www.w3.org/2005/Atom"),
];

/// Elements that hold text alone.
const LEAVES: [&str; 6] = ["link", "category", "guid", "pubDate", "comments", "dc:creator"];

/// Whether `text` uses a namespace that it does not name, so that what is in it would be lost.
pub(super) fn forgets_a_name(text: &str) -> bool {
    NAMESPACES.iter().any(|(prefix, _)| {
        text.contains(&["<", prefix, ":"].concat()) && !text.contains(&["xmlns:", prefix].concat())
    })
}

/// The feed in `text` as XML that is whole.
pub(super) fn repaired(text: &str) -> String {
    let root = ["<rss", "<feed", "<rdf:RDF"].iter().filter_map(|name| text.find(name)).min().unwrap_or(0);
    let text = text.get(root..).unwrap_or_default();
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut whole = Whole::default();
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(text.len());
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(event) => whole.take(&event),
            Err(_) => {
                whole.rest(text.get(at..).unwrap_or_default());
                break;
            }
        }
    }
    whole.finish()
}

/// XML with all its elements closed.
#[derive(Default)]
struct Whole {
    out: String,
    /// The names of the elements that are open, outermost first, and how many there are of each.
    open: Vec<String>,
    counts: HashMap<String, usize>,
}

impl Whole {
    fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => {
                self.end_leaf();
                self.start(tag, ">");
                let name = tag.name().as_ref().to_owned();
                *self.counts.entry(name.clone()).or_default() += 1;
                self.open.push(name);
            }
            Event::Empty(tag) => {
                self.end_leaf();
                self.start(tag, "/>");
            }
            Event::End(tag) => self.end(tag.name().as_ref()),
            Event::Text(text) => self.out.push_str(&escaped(text)),
            Event::GeneralRef(name) => {
                self.out.push_str(&escaped(&["&", name, ";"].concat()));
            }
            Event::CData(text) => _ = write!(self.out, "<![CDATA[{}]]>", &**text),
            _ => {}
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, end: &str) {
        self.out.extend(["<", &escaped(tag)]);
        if self.open.is_empty() {
            let own = &**tag;
            for (prefix, address) in NAMESPACES {
                if !own.contains(&["xmlns:", prefix].concat()) {
                    _ = write!(self.out, " xmlns:{prefix}=\"{address}\"");
                }
            }
        }
        self.out.push_str(end);
    }

    /// Ends what holds no elements, for nobody did.
    fn end_leaf(&mut self) {
        if self.open.last().is_some_and(|last| LEAVES.contains(&last.as_str())) {
            self.end_last();
        }
    }

    /// Ends `name`, and what was left open in it; an end of what is not open is none.
    fn end(&mut self, name: &str) {
        if self.counts.get(name).is_some_and(|count| *count > 0) {
            while self.end_last().is_some_and(|last| last != name) {}
        }
    }

    fn end_last(&mut self) -> Option<String> {
        let last = self.open.pop()?;
        self.counts.entry(last.clone()).and_modify(|count| *count -= 1);
        self.out.extend(["</", &last, ">"]);
        Some(last)
    }

    /// Takes what no reader understands, up to the end: the beginning of a text is one.
    fn rest(&mut self, rest: &str) {
        if let Some(text) = rest.strip_prefix("<![CDATA[") {
            _ = write!(self.out, "<![CDATA[{}]]>", text.replace("]]>", ""));
        }
    }

    fn finish(mut self) -> String {
        while self.end_last().is_some() {}
        self.out
    }
}

/// `text` with each `&` escaped that begins none of the references that XML knows.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split('&');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let name = part.split_once(';').map_or("", |(name, _)| name);
        let is_number = name.strip_prefix('#').is_some_and(|number| {
            let digits = number.strip_prefix('x').unwrap_or(number);
            !digits.is_empty() && digits.len() <= 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        });
        let is_known = is_number || matches!(name, "amp" | "lt" | "gt" | "quot" | "apos");
        out.extend([if is_known { "&" } else { "&amp;" }, part]);
    }
    out
}
