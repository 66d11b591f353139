//! What each clue weighs for each role: a small table in `assets/credits`, made by the fitter.
//!
//! A line is a role, a clue and a number. Roles that nobody has enough examples of share a row, `craft`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::clues::{Clue, Tally};
use crate::document::Role;

/// The table.
#[derive(Clone, Debug, Default)]
pub struct Weights(BTreeMap<(Row, Clue), f32>);

/// Roles that are weighed alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Row {
    /// Directors.
    Director,
    /// Writers of screenplays.
    Writer,
    /// Writers of what the film was made from.
    Source,
    /// Actors.
    Actor,
    /// All others.
    Craft,
}

/// A clue that is found more often than so weighs no more.
const MOST: u8 = 3;

impl Row {
    /// All rows.
    pub const ALL: [Self; 5] = [Self::Director, Self::Writer, Self::Source, Self::Actor, Self::Craft];

    /// The row of `role`.
    pub fn of(role: Role) -> Self {
        match role {
            Role::Director => Self::Director,
            Role::Writer => Self::Writer,
            Role::SourceAuthor => Self::Source,
            Role::Actor => Self::Actor,
            _ => Self::Craft,
        }
    }

    /// Its name in the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Director => "director",
            Self::Writer => "writer",
            Self::Source => "source",
            Self::Actor => "actor",
            Self::Craft => "craft",
        }
    }
}

impl Weights {
    /// The table that the program comes with.
    pub(crate) fn shipped() -> &'static Self {
        static SHIPPED: LazyLock<Weights> = LazyLock::new(|| {
            let text = include_str!("../../../../assets/credits/weights.txt");
            Weights::parse(text).unwrap_or_else(|line| panic!("the weights have a bad line: {line}"))
        });
        &SHIPPED
    }

    /// The table written in `text`, or the line that is none of a table.
    pub fn parse(text: &str) -> Result<Self, &str> {
        let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        let entries: Result<_, &str> = lines.map(|line| entry(line).ok_or(line)).collect();
        entries.map(Self)
    }

    /// A table of `weights`.
    pub fn new(weights: impl IntoIterator<Item = ((Row, Clue), f32)>) -> Self {
        Self(weights.into_iter().collect())
    }

    /// What `clue` weighs for `row`.
    pub fn get(&self, row: Row, clue: Clue) -> f32 {
        self.0.get(&(row, clue)).copied().unwrap_or_default()
    }

    /// What all clues of `tally` weigh for `role` together.
    pub(super) fn score(&self, tally: &Tally, role: Role) -> f32 {
        let row = Row::of(role);
        let clues = tally.range((role, Clue::Bias)..=(role, Clue::Elsewhere));
        let sum: f32 = clues.map(|((_, clue), count)| self.get(row, *clue) * value(*count)).sum();
        self.get(row, Clue::Bias) + sum
    }
}

/// What a clue counts that was found `count` times.
pub fn value(count: u8) -> f32 {
    f32::from(count.min(MOST)).sqrt()
}

fn entry(line: &str) -> Option<((Row, Clue), f32)> {
    let mut words = line.split_whitespace();
    let (row, clue, weight) = (words.next()?, words.next()?, words.next()?);
    let row = Row::ALL.into_iter().find(|known| known.name() == row)?;
    let clue = Clue::ALL.into_iter().find(|known| known.name() == clue)?;
    let weight = weight.parse().ok().filter(|weight: &f32| weight.is_finite())?;
    words.next().is_none().then_some(((row, clue), weight))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_parsed_strictly() {
        assert!(Weights::parse("# made\ndirector noun 2.5\n").is_ok());
        for bad in
            ["director noun", "director noun x", "baker noun 1", "director knead 1", "director noun 1 2"]
        {
            assert_eq!(Weights::parse(bad).err(), Some(bad));
        }
        assert!(Weights::shipped().get(Row::Director, Clue::By) > 0.0);
    }
}
