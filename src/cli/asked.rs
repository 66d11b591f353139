//! What was asked for: by the command line, else by the configuration.

use std::io::{self, IsTerminal};

use review::gate::{Consent, Ratings};
use review::{Diligence, Policy};

use super::Read;
use crate::app::Curtain;
use crate::cast::People;
use crate::config::{Config, Judge};
use crate::layout::Veils;
use crate::source::Network;

/// How much is gathered before it is written.
pub(super) const BUFFER: usize = 64 * 1024;

/// Whether anything may be fetched.
pub(super) fn network(read: &Read) -> Network {
    if read.offline { Network::Offline } else { Network::Allowed }
}

/// How reviews are judged.
pub(super) fn policy(read: &Read, config: &Config) -> Policy {
    let diligence = read.judge.or(config.judge).map_or(Diligence::Usual, Judge::diligence);
    Policy { strictness: config.strictness(), diligence }
}

/// Whether the output is a terminal on which something can be drawn.
pub(super) fn can_draw() -> bool {
    let term = std::env::var_os("TERM").unwrap_or_default();
    io::stdout().is_terminal() && (cfg!(windows) || !(term.is_empty() || term == "dumb"))
}

/// What may be seen to begin with.
pub(super) fn consent(read: &Read, config: &Config) -> Consent {
    let mut consent = Consent::hiding(hide(read, config).level());
    if read.hide_ratings || config.hide_ratings {
        consent.ratings = Ratings::Hidden;
    }
    consent
}

/// How much of the credits is shown to begin with.
pub(super) fn people(read: &Read, config: &Config) -> People {
    read.people.or(config.people).unwrap_or_default()
}

pub(super) fn hide(read: &Read, config: &Config) -> Curtain {
    read.hide.or(config.hide).unwrap_or(Curtain::Plot)
}

pub(super) fn veils(read: &Read) -> Veils {
    if read.plain { Veils::Words } else { Veils::Chip }
}
