//! Makes and measures the judge's model, and that of the credits, from the corpus folder;
//! nothing of it is in the shipped binary.

#![allow(
    missing_docs,
    clippy::float_cmp,
    clippy::many_single_char_names,
    clippy::format_collect,
    clippy::format_push_string
)]
#![expect(
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a tool: it prints figures, and its numbers are small"
)]

pub mod corpus;
pub mod credits;
pub mod decisions;
pub mod fit;
pub mod learn;
pub mod metrics;
pub mod net;
pub mod pack;
pub mod product;
pub mod random;
pub mod score;
pub mod tape;
pub mod vocabulary;
pub mod weigh;
