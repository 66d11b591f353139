//! What opens a printed review: the film, what the review says of itself, and the credits, as they are shown.

use std::collections::BTreeSet;

use review::gate::{Gate, Shown};

use super::Contents;
use crate::cast::{Cast, People};
use crate::framed;

/// The head of a review.
#[derive(Default)]
pub(super) struct Head {
    /// The film with its year.
    pub title: Option<String>,
    /// The rating, the critic, and where and when it appeared, on one line.
    pub said: String,
    /// What they did, and who.
    pub credits: Vec<(&'static str, String)>,
    /// The blocks that say nothing else.
    pub blocks: BTreeSet<usize>,
}

impl Head {
    /// The head of all of a review; a part of it has none.
    pub fn of(gate: Gate<'_>, contents: &Contents, people: People) -> Self {
        if contents.blocks() != (0..gate.document().blocks().len()) {
            return Self::default();
        }
        let cast = Cast::of(gate);
        let facts = cast.facts(gate);
        let line = |shown: Shown<'_>| shown.text().replace('\n', " ");
        let year = facts.year.map_or(String::new(), |year| format!(" ({year})"));
        let rating = facts.rating.map(|(rating, _)| line(rating));
        let named = [("by", facts.reviewer), ("in", facts.publication), ("on", facts.date)];
        let named = named.into_iter().filter_map(|(name, fact)| Some(format!("{name} {}", line(fact?))));
        Self {
            title: facts.title.map(|title| format!("{}{year}", line(title))),
            said: rating.into_iter().chain(named).collect::<Vec<_>>().join(" · "),
            credits: credits(&cast, people),
            blocks: framed::blocks(gate, &facts),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.title.is_none() && self.said.is_empty() && self.credits.is_empty()
    }
}

fn credits(cast: &Cast, people: People) -> Vec<(&'static str, String)> {
    let mut all: Vec<(&'static str, String)> = Vec::new();
    for credit in cast.credits.iter().filter(|credit| people.shows(credit)) {
        let name = credit.name.replace('\n', " ");
        let name = match people.character(credit) {
            Some(character) => format!("{name} as {}", character.replace('\n', " ")),
            None => name,
        };
        match all.last_mut() {
            Some((role, names)) if *role == credit.role.title() => {
                names.push_str(", ");
                names.push_str(&name);
            }
            _ => all.push((credit.role.title(), name)),
        }
    }
    all
}
