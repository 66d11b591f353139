//! Panes: what lies over the text or takes the keys for a while.

use review::gate::PassageId;
use review::span::Offset;

use super::Picker;
use crate::shelf::Shelf;

/// What has the keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    /// The text.
    #[default]
    Text,
    /// The help, scrolled by so many rows.
    Help(usize),
    /// The outline.
    Outline(Picker),
    /// The search line.
    Search(Line),
    /// The side panel, with a credit picked.
    Credits(usize),
    /// The next character names a mark to set.
    Mark,
    /// The next character names a mark to go to.
    GoToMark,
    /// Sentences are being selected.
    Select(Selection),
    /// A note is being written on what was selected.
    Note(Noting),
    /// Digits say how far to go, in percent.
    Percent(String),
    /// What was read.
    Shelf(Box<Shelf>),
    /// Why a passage is hidden.
    Explain(PassageId),
    /// The reviews that were given.
    List(Picker),
    /// The links on screen.
    Links(Links),
}

/// Sentences from one to another, both included, by their numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Where it began.
    pub from: usize,
    /// Where it ends now.
    pub to: usize,
}

/// A note that is being written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Noting {
    /// On what.
    pub selection: Selection,
    /// What was typed.
    pub text: String,
}

/// The pane of links.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// Where they begin, in order.
    pub places: Vec<Offset>,
    /// The picked one's number among them.
    pub picked: usize,
    /// The number that is being typed.
    pub typed: usize,
}

/// The search line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// What was typed.
    pub text: String,
    /// Where the search began: where to return when it is given up.
    pub origin: Offset,
    /// How many searches back in what was searched for.
    pub back: usize,
}
