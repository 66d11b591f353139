//! A review as it comes to the reader.

use review::{Extent, Policy};

use super::Error;
use super::subject::{Subject, Whole, caught};
use crate::source;
use crate::tui::{Rest, Review};

/// Opens `subject`: of a long one only the beginning is read.
pub(super) fn open(subject: &Subject, policy: Policy, tell: &mut dyn FnMut(u64)) -> Result<Review, Error> {
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
    let name = subject.title();
    let Some(rest) = rest else {
        let document = subject.not_blank(judged(head, Extent::Whole)?)?;
        return Ok(Review { document, rest: None, name });
    };
    // What is open at the end of a beginning is closed behind it.
    let document = judged(head, Extent::Beginning { missing: rest.length })?;
    let rest: Rest = Box::new(move || {
        let whole = rest.read().map_err(|error| error.to_string())?;
        judged(Whole::Text(whole), Extent::Whole).map_err(|error| error.to_string())
    });
    Ok(Review { document, rest: Some(rest), name })
}
