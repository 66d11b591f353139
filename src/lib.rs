//! Read film reviews without having the film spoiled.

pub mod app;
pub mod cast;
pub mod cli;
pub mod config;
pub mod layout;
pub mod outline;
pub mod output;
pub mod review;
pub mod search;
pub mod source;
pub mod span;
pub mod tally;
pub mod tui;
pub mod view;
