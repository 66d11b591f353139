//! Read film reviews without having the film spoiled.

pub mod layout;
pub mod review;
pub mod span;
