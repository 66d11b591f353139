//! What a key can do. Help, keymap files and the README's table all speak of commands by the names
//! in this table.

/// A command of the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // The table below says what each of them does.
pub enum Command {
    LineDown,
    LineUp,
    HalfPageDown,
    HalfPageUp,
    PageDown,
    PageUp,
    Top,
    Bottom,
    NextSection,
    PreviousSection,
    Section(u8),
    NextParagraph,
    PreviousParagraph,
    ScreenTop,
    ScreenMiddle,
    ScreenBottom,
    Percent,
    Outline,
    Mark,
    GoToMark,
    Back,
    Forward,
    Fold,
    FoldClose,
    FoldOpen,
    FoldAll,
    UnfoldAll,
    FoldLess,
    FoldMore,
    Reveal,
    CycleSight,
    HideLess,
    HideMore,
    NextPassage,
    PreviousPassage,
    HideAgain,
    Overrule,
    Explain,
    Ratings,
    Seen,
    Search,
    NextHit,
    PreviousHit,
    Panel,
    FocusPanel,
    People,
    Select,
    Copy,
    Wider,
    Narrower,
    ResetWidth,
    Justify,
    Columns,
    Theme,
    Mouse,
    List,
    Links,
    NextReview,
    PreviousReview,
    Shelf,
    Reload,
    Help,
    Close,
    Cancel,
    Quit,
    Suspend,
}

impl Command {
    /// Whether it opens something that takes the keys, or the panel.
    pub(super) fn opens_a_pane(self) -> bool {
        matches!(
            self,
            Self::Help
                | Self::Outline
                | Self::Search
                | Self::Mark
                | Self::GoToMark
                | Self::Percent
                | Self::FocusPanel
                | Self::Panel
                | Self::List
                | Self::Links
        )
    }
}

/// The groups in which help lists the commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Moving through the text.
    Move,
    /// Going to a place at once.
    Jump,
    /// Folding sections.
    Fold,
    /// The curtain.
    Curtain,
    /// Finding and copying.
    Find,
    /// The look, and leaving.
    Program,
}

impl Group {
    /// All groups, in the order of help.
    pub const ALL: [Self; 6] = [Self::Move, Self::Jump, Self::Fold, Self::Curtain, Self::Find, Self::Program];

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Move => "Move",
            Self::Jump => "Jump",
            Self::Fold => "Fold",
            Self::Curtain => "The curtain",
            Self::Find => "Find and copy",
            Self::Program => "Look and leave",
        }
    }
}

/// A row of the table of commands.
pub struct Entry {
    /// What it calls.
    pub command: Command,
    /// Its name in keymap files.
    pub name: &'static str,
    /// What it does, for help; empty where the row before speaks for it, too.
    pub help: &'static str,
    /// Where help lists it.
    pub group: Group,
}

const fn entry(command: Command, name: &'static str, help: &'static str, group: Group) -> Entry {
    Entry { command, name, help, group }
}

/// All commands, in the order of help.
pub const COMMANDS: &[Entry] = {
    use Command as C;
    use Group::{Curtain, Find, Fold, Jump, Move, Program};
    &[
        entry(C::LineDown, "line-down", "a line down, up", Move),
        entry(C::LineUp, "line-up", "", Move),
        entry(C::HalfPageDown, "half-page-down", "half a page down, up", Move),
        entry(C::HalfPageUp, "half-page-up", "", Move),
        entry(C::PageDown, "page-down", "a page down, up", Move),
        entry(C::PageUp, "page-up", "", Move),
        entry(C::Top, "top", "to the top, the bottom", Move),
        entry(C::Bottom, "bottom", "", Move),
        entry(C::NextParagraph, "next-paragraph", "a paragraph down, up", Move),
        entry(C::PreviousParagraph, "previous-paragraph", "", Move),
        entry(C::ScreenTop, "screen-top", "read on from the top of the screen, its middle, its end", Move),
        entry(C::ScreenMiddle, "screen-middle", "", Move),
        entry(C::ScreenBottom, "screen-bottom", "", Move),
        entry(C::Percent, "percent", "so far into the review, in percent", Move),
        entry(C::NextSection, "next-section", "next, previous section", Jump),
        entry(C::PreviousSection, "previous-section", "", Jump),
        entry(C::Section(1), "section-1", "section by its number", Jump),
        entry(C::Section(2), "section-2", "", Jump),
        entry(C::Section(3), "section-3", "", Jump),
        entry(C::Section(4), "section-4", "", Jump),
        entry(C::Section(5), "section-5", "", Jump),
        entry(C::Section(6), "section-6", "", Jump),
        entry(C::Section(7), "section-7", "", Jump),
        entry(C::Section(8), "section-8", "", Jump),
        entry(C::Section(9), "section-9", "", Jump),
        entry(C::Outline, "outline", "outline", Jump),
        entry(C::Mark, "mark", "set a mark, go to it (and a letter)", Jump),
        entry(C::GoToMark, "go-to-mark", "", Jump),
        entry(C::Links, "links", "links on screen", Jump),
        entry(C::Back, "back", "back to where you were, forward", Jump),
        entry(C::Forward, "forward", "", Jump),
        entry(C::Fold, "fold", "fold or unfold the section", Fold),
        entry(C::FoldClose, "fold-close", "fold it, unfold it", Fold),
        entry(C::FoldOpen, "fold-open", "", Fold),
        entry(C::FoldAll, "fold-all", "fold all, unfold all", Fold),
        entry(C::UnfoldAll, "unfold-all", "", Fold),
        entry(C::FoldMore, "fold-more", "fold a level more, less", Fold),
        entry(C::FoldLess, "fold-less", "", Fold),
        entry(C::Reveal, "reveal", "reveal the passage, or hide it", Curtain),
        entry(C::CycleSight, "cycle-sight", "all hidden, highlighted, plain", Curtain),
        entry(C::HideLess, "hide-less", "hide less, hide more", Curtain),
        entry(C::HideMore, "hide-more", "", Curtain),
        entry(C::NextPassage, "next-passage", "next, previous passage", Curtain),
        entry(C::PreviousPassage, "previous-passage", "", Curtain),
        entry(C::HideAgain, "hide-again", "hide everything again", Curtain),
        entry(C::Overrule, "overrule", "no spoiler, or: hide this too", Curtain),
        entry(C::Explain, "explain", "why it is hidden", Curtain),
        entry(C::Ratings, "ratings", "ratings hidden, or shown", Curtain),
        entry(C::Seen, "seen", "seen this film, or not", Curtain),
        entry(C::Search, "search", "search", Find),
        entry(C::NextHit, "next-hit", "next, previous hit", Find),
        entry(C::PreviousHit, "previous-hit", "", Find),
        entry(C::Panel, "panel", "film and credits", Find),
        entry(C::FocusPanel, "focus-panel", "walk the credits", Find),
        entry(C::People, "people", "credits without characters, without the cast, whole", Find),
        entry(C::Select, "select", "select sentences: y copies, a notes, ! hides them", Find),
        entry(C::Copy, "copy", "copy the section as shown", Find),
        entry(C::Wider, "wider", "text wider, narrower, as usual", Program),
        entry(C::Narrower, "narrower", "", Program),
        entry(C::ResetWidth, "reset-width", "", Program),
        entry(C::Justify, "justify", "lines of one length, or ragged", Program),
        entry(C::Columns, "columns", "two columns, or one", Program),
        entry(C::Theme, "theme", "next theme", Program),
        entry(C::Mouse, "mouse", "give the mouse back, or take it", Program),
        entry(C::List, "list", "list of reviews", Program),
        entry(C::NextReview, "next-review", "next, previous review", Program),
        entry(C::PreviousReview, "previous-review", "", Program),
        entry(C::Shelf, "shelf", "the shelf: what was read", Program),
        entry(C::Reload, "reload", "read the file again", Program),
        entry(C::Help, "help", "this help", Program),
        entry(C::Close, "close", "close what is open, then quit", Program),
        entry(C::Cancel, "cancel", "close, clear or cancel", Program),
        entry(C::Quit, "quit", "quit", Program),
        entry(C::Suspend, "suspend", "suspend", Program),
    ]
};
