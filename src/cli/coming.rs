//! A review on its way to the reader: opened here, read by a thread.

use std::thread::{self, JoinHandle};

use review::{Document, Extent, Policy};

use super::Error;
use super::subject::{Subject, Whole, caught};
use crate::source;
use crate::tui::{Rest, Review};

/// A review on its way: it is read by a thread.
pub(super) struct Coming {
    name: String,
    document: JoinHandle<Result<Document, Error>>,
    rest: Option<Rest>,
}

impl Coming {
    pub fn wait(self) -> Result<Review, Error> {
        let inside = |_| Err(Error::Inside(self.name.clone()));
        let document = self.document.join().unwrap_or_else(inside)?;
        Ok(Review { document, rest: self.rest, name: self.name })
    }
}

/// Opens `subject`: of a long one only the beginning is read here.
pub(super) fn open(subject: &Subject, policy: Policy, tell: &mut dyn FnMut(u64)) -> Result<Coming, Error> {
    let (head, rest) = match subject {
        Subject::Input(input) => {
            let opening = source::open(input, tell)?;
            source::refuse_feed(input, &opening.head.0)?;
            (Whole::Text(opening.head), opening.rest)
        }
        subject => (subject.whole(tell)?, None),
    };
    let name = subject.name();
    let judged = move |whole: Whole, extent| {
        let read = || match whole {
            Whole::Text((text, format)) => review::read_extent(text, format, extent),
            Whole::Parsed(document) => *document,
        };
        caught(&name, || read().judge(policy))
    };
    let later = |rest: source::Rest| -> Rest {
        let judged = judged.clone();
        Box::new(move || {
            let whole = rest.read().map_err(|error| error.to_string())?;
            judged(Whole::Text(whole), Extent::Whole).map_err(|error| error.to_string())
        })
    };
    // What is open at the end of a beginning is closed behind it.
    let extent = if rest.is_some() { Extent::Beginning } else { Extent::Whole };
    let rest = rest.map(later);
    let (subject, name) = (subject.clone(), subject.title());
    let document = move || {
        let document = judged(head, extent)?;
        if extent == Extent::Beginning { Ok(document) } else { subject.not_blank(document) }
    };
    Ok(Coming { document: thread::spawn(document), rest, name })
}
