//! Panes: what lies over the text or takes the keys for a while.

use review::gate::PassageId;
use review::span::Offset;

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
    Outline(Outline),
    /// The search line.
    Search(Line),
    /// The side panel, with a credit picked.
    Credits(usize),
    /// The next character names a mark to set.
    Mark,
    /// The next character names a mark to go to.
    GoToMark,
    /// What was read.
    Shelf(Box<Shelf>),
    /// Why a passage is hidden.
    Explain(PassageId),
    /// The reviews that were given, one of them picked.
    List(usize),
    /// The links on screen.
    Links(Links),
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

/// The outline pane.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// What was typed to narrow it.
    pub query: String,
    /// The sections that fit, best first.
    pub sections: Vec<usize>,
    /// The picked one's number among them.
    pub picked: usize,
}

/// The search line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// What was typed.
    pub text: String,
    /// Where the search began: where to return when it is given up.
    pub origin: Offset,
}
