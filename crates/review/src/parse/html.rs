//! Pages of the web: made sound and rid of what they hide, then the article out of its page, then its
//! blocks.
//!
//! Bounds. Reading takes time and memory in the length of the page: elements nest no deeper than 96,
//! extraction is tried on pages of at most 4 MiB and 60,000 elements, tables and lists are as many as the
//! page has, and no part of a page is looked at again and again. What is beyond is read all the same,
//! flat or whole.

mod article;
mod blocks;
mod boxes;
mod colour;
mod elements;
mod facts;
mod gates;
mod hide;
mod scan;
mod token;

use super::{Builder, Inline, Nest};
use crate::clean::clean;
use crate::document::{Document, Format, Kind, Level};
use blocks::{Reader, Scope};

/// What a page says that was saved with its review behind the gate.
const SHUT: &str =
    "This review was still closed when it was saved: open it on its page, and save that again.";
/// A review of fewer bytes may be no more than what stands around one that is closed.
const SHORTEST: usize = 400;

/// Parses the page `source`.
pub(crate) fn parse(source: &str) -> Document {
    let mut page = scan::scan(source);
    let title = page.facts.headline().unwrap_or_default();
    let article = article::article(&page, &title);
    let mut builder = Builder::new(String::new(), Format::Html);
    let boxes = if article.is_some() { boxes::boxes(&page.html) } else { Vec::new() };
    for fact in page.facts.lines().into_iter().chain(boxes) {
        builder.block(Kind::Meta, Nest::default(), Inline::plain(fact));
    }
    if !title.is_empty() {
        builder.block(Kind::Heading(1), Nest::default(), Inline::plain(title.as_str()));
    }
    let start = builder.at();
    let hidden = std::mem::take(&mut page.hidden);
    // The data know nothing of what the page hides: where it hides anything they are not shown.
    let is_hiding = !hidden.is_empty();
    let mut reader = Reader::new(builder, hidden, title, std::mem::take(&mut page.base));
    match article {
        Some(html) => reader.read(&clean(html), Scope::Article),
        None => reader.read(&page.html, Scope::Page),
    }
    let (said, length) = (reader.has_notice(), reader.length());
    let mut builder = reader.finish();
    if length < SHORTEST && page.facts.body.is_some() && !is_hiding {
        body(&page, &mut builder);
    } else if page.is_shut {
        let notice = if said { Notice::Read } else { Notice::Elsewhere };
        shut(&mut builder, start, length, notice);
    }
    builder.finish()
}

/// Where the notice of a gate stands that no text was found for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Notice {
    /// Among what was read, where it warns of what follows it.
    Read,
    /// Somewhere around it.
    Elsewhere,
}

/// What a notice without a body is about may be in what was read: then it is hidden. That it is not is
/// said, where so little was read that it can hardly be.
fn shut(builder: &mut Builder, start: usize, length: usize, notice: Notice) {
    let end = builder.end_of_last();
    let (shortest, hides) = match notice {
        Notice::Read => (SHORTEST / 4, false),
        Notice::Elsewhere => (SHORTEST, end > start),
    };
    if hides {
        builder.hide(start..end, Level::Ending);
    }
    if length < shortest {
        builder.block(Kind::Paragraph, Nest::default(), Inline::plain(SHUT));
    }
}

/// The review as the page's data have it, behind the gate if there is one.
fn body(page: &scan::Page, builder: &mut Builder) {
    let start = builder.at();
    let text = page.facts.body.as_deref().unwrap_or_default();
    for paragraph in text.split('\n').filter(|paragraph| !paragraph.trim().is_empty()) {
        builder.block(Kind::Paragraph, Nest::default(), Inline::plain(paragraph.trim()));
    }
    if page.is_shut {
        let end = builder.end_of_last();
        builder.hide(start..end, Level::Ending);
    }
}

#[cfg(test)]
mod tests;
