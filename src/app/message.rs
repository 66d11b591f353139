//! What happens to the reader, and what others must do for it.

use review::fingerprint::Key as ReviewKey;
use review::{Document, Part};

use super::keymap::Key;
use super::{Casted, Ground, Kept};
use crate::shelf::{Entry, Film, Shelf, Viewing};

/// What happens to the reader.
#[derive(Debug)]
pub enum Message {
    /// A key was pressed.
    Key(Key),
    /// The mouse did something at a cell.
    Mouse(Mouse, u16, u16),
    /// For a moment nothing was typed.
    Lull,
    /// Text was pasted.
    Paste(String),
    /// The terminal has this ground.
    Ground(Ground),
    /// The screen has this many columns and rows now.
    Resize(u16, u16),
    /// The whole of a document has been read, of which the beginning was shown so far.
    Arrived(Box<Document>),
    /// Some of the document was judged elsewhere.
    Judged(Box<Part>),
    /// The cast was read elsewhere.
    Casted(Box<Casted>),
    /// Something outside has news for the reader: one short line.
    Notice(String),
    /// This was kept of the review: the reader goes on from there.
    Restore(Box<Kept>),
    /// This is kept of the review, after another window was heard.
    Agree(Box<Kept>),
    /// Whether the film was seen.
    Viewing(Viewing),
    /// The review has changed where it came from.
    Changed,
    /// What was read.
    Shelf(Box<Shelf>),
    /// What is known of the review numbered so among the inputs.
    Listed(usize, Box<Entry>),
}

/// What the mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mouse {
    /// The left button went down and up at one place.
    Click,
    /// The left button, pressed at this cell, was moved.
    Drag(u16, u16),
    /// The wheel turned up.
    WheelUp,
    /// The wheel turned down.
    WheelDown,
}

/// What others must do for the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Leave.
    Quit,
    /// Give the terminal back until woken.
    Suspend,
    /// Put text on the clipboard.
    Copy(String),
    /// Take the mouse, or leave it to the terminal.
    Mouse(bool),
    /// Find out what the inputs are.
    List,
    /// Open the review numbered so among the inputs.
    Open(usize),
    /// Read what a link leads to.
    Follow(String),
    /// Open an address in the reader's browser.
    Outside(String),
    /// Go back to the review that a link was followed from.
    Return,
    /// Undo that.
    Advance,
    /// Read the review again.
    Reload,
    /// Look up what was read.
    Shelf,
    /// Open a review from the shelf.
    Fetch(ReviewKey),
    /// Forget a review.
    Forget(ReviewKey),
    /// Note whether a film was seen.
    See(Film, Viewing),
}
