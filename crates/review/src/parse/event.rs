//! What the adapters say, each of its kind of source, and what the one builder takes: a stream of events in
//! the order of the text.

use crate::document::{Kind, Marker, Style};

/// One thing that stands in a source.
#[derive(Clone, Debug)]
pub(crate) enum Event<'s> {
    /// Something begins. A block that begins ends the one before it.
    Open(Node),
    /// It ends. Styles are counted and not stacked, so that misnested ones do no harm.
    Close(Node),
    /// Running text, as it is to stand.
    Text(&'s str),
    /// A line end within a block.
    Break,
    /// A row of the table that is open begins.
    Row,
    /// A cell begins, and ends the one before it.
    Cell,
    /// The passage numbered so stands here.
    Hidden(usize),
}

/// What may hold text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    /// A block of text by itself.
    Block(Kind),
    /// A quote around blocks.
    Quote,
    /// A list around items.
    List,
    /// An item: the next paragraph is its first.
    Item(Marker),
    /// A look.
    Style(Style),
    /// A link with its address.
    Link(String),
}
