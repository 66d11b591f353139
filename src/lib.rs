//! Read film reviews without having the film spoiled.

pub mod app;
pub mod cast;
pub mod config;
pub mod layout;
pub mod outline;
pub mod review;
pub mod search;
pub mod source;
pub mod span;
pub mod tally;
pub mod tui;
pub mod view;
