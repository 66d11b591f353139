//! Spoiler markup inside a block.

use crate::review::parse::{Builder, Inline};

/// Lifts spoiler markup out of `inline`, which will stand at offset `at`.
pub(in crate::review) fn lift(_inline: &mut Inline, _at: usize, _builder: &mut Builder) {}
