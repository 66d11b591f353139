//! Feeds: RSS, Atom and JSON Feed as lists of reviews, each with as much of its text as the feed has.

mod repair;

use feed_rs::model;
use serde_json::Value;

/// The longest list.
const MOST: usize = 500;
/// Where a text says that it is a feed.
const BEGINNING: usize = 2000;

/// One review of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its title as the feed has it: it may tell how the film ends, and is for the wall alone.
    pub title: String,
    /// The day on which it appeared.
    pub date: String,
    /// Who wrote it.
    pub author: String,
    /// Its text, or the beginning of that.
    pub html: String,
    /// The address of its page.
    pub link: String,
}

/// Whether `text` begins as a feed does.
///
/// ```
/// use unspoiled::source::feed::is_feed;
/// assert!(is_feed("<?xml version='1.0'?>\n<rss version='2.0'>"));
/// assert!(is_feed("{\"version\": \"https://jsonfeed.org/version/1.1\"}"));
/// assert!(!is_feed("<html><p>An <rss> element.</html>"));
/// ```
pub fn is_feed(text: &str) -> bool {
    let mut end = text.len().min(BEGINNING);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let start = text.get(..end).unwrap_or_default().trim_start_matches('\u{FEFF}').trim_start();
    if start.starts_with('{') {
        return start.contains("jsonfeed.org/version");
    }
    let is_open = |name: &str| {
        start.find(name).is_some_and(|at| !start.get(..at).unwrap_or_default().contains("<html"))
    };
    start.starts_with('<') && ["<rss", "<feed", "<rdf:RDF"].iter().any(|name| is_open(name))
}

/// The reviews in `text`, in its order; nothing where it is no feed that can be read.
pub fn entries(text: &str) -> Option<Vec<Entry>> {
    if !is_feed(text) {
        return None;
    }
    let read = |text: &str| feed_rs::parser::parse(text.as_bytes()).ok();
    let whole = Some(text).filter(|text| !repair::forgets_a_name(text)).and_then(read);
    let feed = whole.or_else(|| read(&mended(text)?)).or_else(|| read(&repair::repaired(text)))?;
    Some(feed.entries.into_iter().take(MOST).map(entry).collect())
}

/// A JSON Feed with what makers of such forget: identifiers are texts, and dates have a time.
fn mended(text: &str) -> Option<String> {
    let mut feed: Value = serde_json::from_str(text.trim_start_matches('\u{FEFF}')).ok()?;
    for (number, item) in feed.get_mut("items")?.as_array_mut()?.iter_mut().enumerate() {
        let item = item.as_object_mut()?;
        let id = match item.get("id") {
            Some(Value::String(id)) => id.clone(),
            Some(id) => id.to_string(),
            None => number.to_string(),
        };
        item.insert("id".to_owned(), Value::String(id));
        for key in ["date_published", "date_modified"] {
            let date = item.get(key).and_then(Value::as_str).filter(|date| date.len() == "1995-05-02".len());
            if let Some(date) = date.map(|date| Value::String([date, "T00:00:00Z"].concat())) {
                item.insert(key.to_owned(), date);
            }
        }
    }
    serde_json::to_string(&feed).ok()
}

fn entry(entry: model::Entry) -> Entry {
    let text = |text: Option<model::Text>| text.map(|text| text.content).unwrap_or_default();
    let date = entry.published.or(entry.updated);
    let summary = text(entry.summary);
    let html = entry.content.and_then(|content| content.body).unwrap_or(summary);
    let page = entry.links.into_iter().find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"));
    Entry {
        title: text(entry.title),
        date: date.map(|date| date.format("%Y-%m-%d").to_string()).unwrap_or_default(),
        author: entry.authors.into_iter().next().and_then(|person| person.name).unwrap_or_default(),
        html,
        link: page.map(|link| link.href).unwrap_or_default(),
    }
}

impl Entry {
    /// The review as a page of its own.
    pub fn page(&self) -> String {
        let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        // The title may come escaped already; it says the same both ways.
        let title = escaped(&self.title.replace("&amp;", "&").replace("&#39;", "'").replace("&quot;", "\""));
        // One with elements is no plain text: they may hide a part of it.
        let (title, heading) = if self.title.contains("</") {
            (String::new(), ["<h1>", &self.title, "</h1>"].concat())
        } else {
            (["<title>", &title, "</title>"].concat(), String::new())
        };
        [
            "<html><head><base href=\"",
            &escaped(&self.link),
            "\">",
            &title,
            "<meta name=\"author\" content=\"",
            &escaped(&self.author),
            "\"><meta name=\"date\" content=\"",
            &self.date,
            "\"></head><body><article>",
            &heading,
            &self.html,
            "</article></body></html>",
        ]
        .concat()
    }

    /// Whether the feed has all of it, and not only the beginning.
    pub fn is_whole(&self) -> bool {
        self.html.len() >= WHOLE || self.link.is_empty()
    }
}

/// Of less text there is more on the page.
const WHOLE: usize = 1500;

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<[String; 3]> {
        entries(text).unwrap().into_iter().map(|entry| [entry.title, entry.date, entry.link]).collect()
    }

    #[test]
    fn feeds_of_three_kinds_are_read() {
        let rss = "<rss version='2.0'><channel><title>x</title><item><title>One</title><link>http://a.org/1</link>\
                   <pubDate>Tue, 02 May 1995 10:00:00 GMT</pubDate><description>It &lt;b&gt;sails&lt;/b&gt;.</description>\
                   </item></channel></rss>";
        assert_eq!(told(rss), [["One", "1995-05-02", "http://a.org/1"]]);
        assert_eq!(entries(rss).unwrap().first().unwrap().html, "It <b>sails</b>.");
        let atom = "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><id>u</id><title>x</title><entry>\
                    <id>e</id><title>Two</title><link href='http://a.org/2'/><updated>1995-05-02T10:00:00Z</updated>\
                    <content type='html'>It sinks.</content></entry></feed>";
        assert_eq!(told(atom), [["Two", "1995-05-02", "http://a.org/2"]]);
        let json = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": [{"id": "1", "title": "Three",
            "url": "http://a.org/3", "content_html": "It sails.", "date_published": "1995-05-02T10:00:00Z"}]}"#;
        assert_eq!(told(json), [["Three", "1995-05-02", "http://a.org/3"]]);
    }

    #[test]
    fn what_makers_forget_is_mended() {
        let json = r#"{"version": "https://jsonfeed.org/version/1", "title": "x", "items": [{"id": 1, "title": "One",
            "content_html": "It sails.", "date_published": "1995-05-02"}, {"url": "http://a.org/2", "content_html": "So."}]}"#;
        assert_eq!(told(json), [["One", "1995-05-02", ""], ["", "", "http://a.org/2"]]);
    }

    #[test]
    fn titles_with_elements_are_read_as_such() {
        let title = "Film <b class=spoiler>he dies</b>".to_owned();
        let page = Entry { title, html: "It sails.".to_owned(), ..Entry::default() }.page();
        assert!(
            page.contains("<h1>Film <b class=spoiler>he dies</b></h1>") && !page.contains("<title>"),
            "{page}"
        );
    }

    /// Each of these is one that no parser takes, or that loses its text.
    #[test]
    fn what_no_parser_takes_is_repaired() {
        let item = |title: &str| {
            format!(
                "<item><title>{title}</title><link>http://a.org/1?a=1&b=2</link><content:encoded><![CDATA[<p>It sails.</p>]]></content:encoded></item>"
            )
        };
        let rss = |open: &str, rest: &str| format!("{open}<channel><title>x</title>{rest}");
        let whole = rss("<rss version='2.0'>", &item("One")) + "</channel></rss>";
        let late = ["<!-- saved -->\n\n", &whole].concat();
        let bare = rss("<rss version='2.0'>", &item("One & Two &nbsp; Three")) + "</channel></rss>";
        let unclosed = rss("<rss version='2.0'>", &item("One").replace("</link>", "</link><category>so"));
        let cut = whole.split_at(whole.find("sails").unwrap() + 5).0.to_owned();
        let between = rss("<rss version='2.0'>", &item("One")) + "<item><titl";
        for feed in [&whole, &late, &bare, &unclosed, &cut, &between] {
            let entries = entries(feed).unwrap_or_else(|| panic!("{feed}"));
            let first = entries.first().unwrap_or_else(|| panic!("{feed}"));
            assert!(first.html.contains("It sails") && first.title.starts_with("One"), "{feed}: {entries:?}");
        }
    }

    #[test]
    fn elements_that_nobody_closes_take_time_in_their_number() {
        let open = ["<rss><channel><item>", &"<b><c>".repeat(50_000), &"</x>".repeat(50_000)].concat();
        assert!(entries(&open).is_none_or(|entries| entries.len() < 2));
    }

    #[test]
    fn what_is_broken_is_no_feed() {
        assert!(entries("<rss><channel><item>").is_none_or(|entries| entries.len() < 2));
        assert!(entries("{\"version\": \"https://jsonfeed.org/version/1\"").is_none());
        assert!(entries("plain words").is_none());
    }
}
