//! Read film reviews without having the film spoiled.
//!
//! A review flows one way: [`source`] reads it, [`review::read`] makes a [`review::Document`] of it (clean, parse,
//! sentences, marks, frame, judgement, sections), [`app::App`] holds it with what the reader agreed to see,
//! [`view`] draws it and [`tui`] talks to the terminal; [`output`] prints it instead.
//!
//! The layers, lowest first; a module imports its own layer and lower ones, and a test holds them to it:
//!
//! | layer | modules |
//! | --- | --- |
//! | positions and addresses | [`span`], [`address`] |
//! | the wall | [`review`]: all that may read raw text |
//! | what panes hold | [`layout`], [`tally`], [`search`], [`outline`], [`cast`]: they read the gate only; [`shelf`] |
//! | state and printing | [`app`], which names no terminal, and [`output`] |
//! | drawing | [`view`], which cannot change the state |
//! | the world | [`source`], [`state`], [`config`], [`tui`], [`cli`] |
//!
//! **Invariants.** A document's text is private to [`review`] and leaves it only through the
//! [`Gate`](review::gate::Gate), as text that may be seen or as a veil without text or length. A place is an
//! offset into the one text, never a row. The layout holds spans, never text, and who draws asks the gate
//! again. What has not been judged is veiled. Reading never fails.

pub mod address;
pub mod app;
pub mod cast;
pub mod cli;
pub mod config;
pub mod layout;
pub mod outline;
pub mod output;
pub mod review;
pub mod search;
pub mod shelf;
pub mod source;
pub mod span;
pub mod state;
pub mod tally;
#[cfg(feature = "train")]
pub mod train;
pub mod tui;
pub mod view;
