//! The cast: the film's credits as the side panel holds them, grouped in billing order, each with
//! the places in the open where it is named.

use crate::review::document::Role;
use crate::review::gate::{Facts, Gate, Shown};
use crate::search::Hits;
use crate::span::Span;

/// A person or company and what they did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// What they did.
    pub role: Role,
    /// Their name.
    pub name: String,
    /// Where the shown text names them.
    pub mentions: Vec<Span>,
}

/// The credits of which nothing is hidden, in billing order.
pub fn credits(gate: Gate<'_>) -> Vec<Credit> {
    let mut credits: Vec<Credit> = Vec::new();
    for (role, name) in gate.facts().credits {
        let known = credits.iter().any(|credit| credit.role == role && credit.name == name.text());
        if !known {
            credits.push(Credit {
                role,
                name: name.text().to_owned(),
                mentions: mentions(gate, name.text()),
            });
        }
    }
    credits.sort_by_key(|credit| credit.role);
    credits
}

/// A row of the side panel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PanelRow<'a> {
    /// A heading of ours.
    Heading(&'static str),
    /// The film.
    Film(Shown<'a>, Option<u16>),
    /// The rating as the text has it.
    Rating(Shown<'a>),
    /// A fact with its name.
    Fact(&'static str, Shown<'a>),
    /// A role.
    Role(Role),
    /// A credit with its number.
    Credit(usize, &'a Credit),
    /// Nothing.
    Blank,
}

/// The rows of the side panel, from the top.
pub fn panel_rows<'a>(facts: &Facts<'a>, credits: &'a [Credit]) -> Vec<PanelRow<'a>> {
    let mut rows = vec![PanelRow::Heading("FILM")];
    rows.extend(facts.title.map(|title| PanelRow::Film(title, facts.year)));
    rows.extend(facts.rating.map(|(rating, _)| PanelRow::Rating(rating)));
    let facts = [("by", facts.reviewer), ("in", facts.publication), ("on", facts.date)];
    rows.extend(facts.into_iter().filter_map(|(name, fact)| Some(PanelRow::Fact(name, fact?))));
    if rows.len() == 1 {
        rows.clear();
    }
    if !credits.is_empty() {
        rows.extend((!rows.is_empty()).then_some(PanelRow::Blank));
        rows.push(PanelRow::Heading("CREDITS"));
    }
    let mut role = None;
    for (number, credit) in credits.iter().enumerate() {
        if role != Some(credit.role) {
            role = Some(credit.role);
            rows.push(PanelRow::Role(credit.role));
        }
        rows.push(PanelRow::Credit(number, credit));
    }
    rows
}

/// How far the panel is scrolled so that credit `picked` stands within `height` rows.
pub fn panel_scroll(rows: &[PanelRow<'_>], picked: Option<usize>, height: usize) -> usize {
    let at = rows.iter().position(|row| matches!(row, PanelRow::Credit(n, _) if Some(*n) == picked));
    at.map_or(0, |at| (at + 2).saturating_sub(height))
}

/// The search pattern that finds `name` as a word of its own.
pub fn pattern(name: &str) -> String {
    format!(r"\b{}\b", regex::escape(name))
}

fn mentions(gate: Gate<'_>, name: &str) -> Vec<Span> {
    let hits = Hits::find(gate, &pattern(name));
    (0..hits.len()).filter_map(|hit| hits.get(hit)).collect()
}
