//! Read film reviews without having the film spoiled.
//!
//! A review flows one way: [`source`] reads it, [`review::read`] makes a [`review::Document`] of it (clean, parse,
//! sentences, marks, frame, judgement, sections), [`app::App`] holds it with what the reader agreed to see,
//! [`view`] draws it and [`tui`] talks to the terminal; [`output`] prints it instead.
//!
//! What must not know of each other lies in crates of their own, lowest first:
//!
//! | crate | what |
//! | --- | --- |
//! | `judge` | numbers in, numbers out: how much of the story a sentence tells. It knows no document |
//! | [`review`] | the wall: all that may read raw text, with positions and addresses |
//! | `unspoiled` | this one: what shows a review |
//! | `training` | the programs that make the models; they are not shipped |
//!
//! The layers of this crate, lowest first; a module imports its own layer and lower ones, and a test holds
//! crates and modules to it:
//!
//! | layer | modules |
//! | --- | --- |
//! | what panes hold | [`layout`], [`tally`], [`search`], [`outline`], [`cast`], [`framed`]: they read the gate only; [`shelf`] |
//! | state and printing | [`app`], which names no terminal, and [`output`] |
//! | drawing | [`view`], which cannot change the state |
//! | the world | [`source`], [`state`], [`config`], [`tui`], [`cli`] |
//!
//! **Invariants.** A document's text is private to [`review`] and leaves it only through the
//! [`Gate`](review::gate::Gate), as text that may be seen or as a veil without text or length. A place is an
//! offset into the one text, never a row. The layout holds spans, never text, and who draws asks the gate
//! again. What has not been judged is veiled. Reading never fails.

pub mod app;
pub mod cast;
pub mod cli;
pub mod config;
pub mod framed;
pub mod layout;
pub mod outline;
pub mod output;
pub mod search;
pub mod shelf;
pub mod source;
pub mod state;
pub mod tally;
pub mod tui;
pub mod view;

pub use review;
