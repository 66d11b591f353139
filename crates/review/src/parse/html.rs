//! Pages of the web: into a tree, rid of what they hide, then the article out of its page, then its blocks.
//!
//! Bounds. Reading takes time and memory in the length of the page: the tree is no deeper than some 200
//! elements, matching style sheets and finding the article have budgets, and no part of a page is looked at
//! again and again. What is beyond is read all the same, flat or whole.

mod article;
mod blocks;
mod css;
mod dom;
mod elements;
mod facts;
mod gates;
mod hide;
mod recover;
mod says;

use super::{Inline, Nest, PageBuilder as Builder};
use crate::document::{Document, Format, Kind, Level};
use crate::hide::attributes;
use article::Found;
use blocks::{Reader, Scope};
use dom::Dom;
use facts::Facts;
use hide::{Cause, Veils};

/// What a page says that was saved with its review behind the gate.
const SHUT: &str =
    "This review was still closed when it was saved: open it on its page, and save that again.";
/// What is said where the article cannot be told from its page.
const WHOLE: &str = "What of this page is the review cannot be told: all of its text is shown.";
/// What is said of a page that has none.
const EMPTY: &str = "No text was found on this page.";
/// A review of fewer bytes may be no more than what stands around one that is closed.
const SHORTEST: usize = 400;

/// Parses the page `source`.
pub(crate) fn parse(source: &str) -> Document {
    let page = Page::of(source);
    let title = page.facts.headline().unwrap_or_default();
    let mut builder = Builder::new(String::new(), Format::Html);
    for fact in page.facts.lines() {
        builder.block(Kind::Meta, Nest::default(), Inline::plain(fact));
    }
    if !title.is_empty() {
        builder.block(Kind::Heading(1), Nest::default(), Inline::plain(title.as_str()));
    }
    page.read(builder, &title).finish()
}

/// A page, and what is known of it.
struct Page {
    dom: Dom,
    veils: Veils,
    facts: Facts,
}

/// Whether an element with these attributes shows none of its text, on white.
pub(crate) fn hides_by_looks(name: &str, raw: &str) -> bool {
    css::hides_by_looks(name, attributes::all(raw))
}

/// Where the notice of a gate stands that no text was found for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Notice {
    /// Among what was read, where it warns of what follows it.
    Read,
    /// Somewhere around it.
    Elsewhere,
}

impl Page {
    fn of(source: &str) -> Self {
        let dom = dom::parse(source);
        recover::recover(&dom);
        let veils = hide::take_out(&dom);
        let facts = Facts::of(&dom.document.root());
        Self { dom, veils, facts }
    }

    /// Reads the article, or the page, into `builder`.
    fn read(&self, builder: Builder, title: &str) -> Builder {
        let start = builder.at();
        let article = article::article(&self.dom, &self.veils, title);
        let mut reader = Reader::new(builder, &self.veils, title.to_owned(), self.base());
        let scope = match &article {
            Found::Article(kept) => Scope::Article(kept),
            Found::Page | Found::Nothing => Scope::Page,
        };
        let root = self.dom.document.root();
        reader.read(&root, scope);
        let is_empty = reader.length() == 0 && self.veils.hidden.is_empty();
        if is_empty {
            reader.read(&root, Scope::All);
        }
        let (said, length) = (reader.has_notice(), reader.length());
        let mut builder = reader.finish();
        // The data know nothing of what the page hides: where it hides anything they are not shown.
        let is_hiding = self.veils.hidden.values().any(|hidden| hidden.cause != Cause::Unshown);
        if length < SHORTEST && self.facts.body.is_some() && !is_hiding {
            self.body(&mut builder);
        } else if self.veils.is_shut {
            let notice = if said { Notice::Read } else { Notice::Elsewhere };
            shut(&mut builder, start, length, notice);
        }
        if matches!(article, Found::Nothing) && !is_empty && builder.at() > start {
            builder.block(Kind::Paragraph, Nest::default(), Inline::plain(WHOLE));
        }
        if builder.at() == start {
            builder.block(Kind::Paragraph, Nest::default(), Inline::plain(EMPTY));
        }
        builder
    }

    /// Where the page stands on the web.
    fn base(&self) -> String {
        let base = self.dom.document.select_single("base[href]");
        base.attr("href").map(|href| crate::address::resolve("", &href)).unwrap_or_default()
    }

    /// The review as the page's data have it, behind the gate if there is one.
    fn body(&self, builder: &mut Builder) {
        let start = builder.at();
        let text = self.facts.body.as_deref().unwrap_or_default();
        if text.contains("</") || text.contains("/>") || text.contains("<br") {
            let dom = dom::parse(text);
            let veils = hide::take_out(&dom);
            let inner = std::mem::replace(builder, Builder::new(String::new(), Format::Html));
            let mut reader = Reader::new(inner, &veils, String::new(), self.base());
            reader.read(&dom.document.root(), Scope::All);
            *builder = reader.finish();
        } else {
            for paragraph in text.split('\n').filter(|paragraph| !paragraph.trim().is_empty()) {
                builder.block(Kind::Paragraph, Nest::default(), Inline::plain(paragraph.trim()));
            }
        }
        if self.veils.is_shut {
            let end = builder.end_of_last();
            builder.hide(start..end, Level::Ending);
        }
    }
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

#[cfg(test)]
mod tests;
