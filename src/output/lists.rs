//! The outline and the credits as lists.

use std::io::{self, Write};

use review::document::{Role, Section};
use review::gate::Gate;

use super::Contents;
use crate::cast::{Cast, Credit, People};
use crate::layout::{Veils, cells};
use crate::outline;
use crate::tally::{Tally, minutes};

/// Writes the sections with their counts.
pub fn outline(gate: Gate<'_>, contents: &Contents, veils: Veils, out: &mut impl Write) -> io::Result<()> {
    let tally = Tally::of(gate);
    let label = |(number, section): (usize, &Section)| {
        let indent = " ".repeat(usize::from(section.depth.saturating_sub(1)) * 2);
        format!("{indent}{} {}", number + 1, outline::title(gate, section, veils).replace('\n', " "))
    };
    let labels: Vec<String> = contents.sections().iter().enumerate().map(label).collect();
    let widest = labels.iter().map(|label| cells(label)).max().unwrap_or(0).min(60);
    for (label, section) in labels.iter().zip(contents.sections()) {
        let counts = tally.section(section);
        let hidden = match (veils, counts.hidden) {
            (_, 0) => String::new(),
            (Veils::Chip, n) => format!(" · ▒ {n}"),
            (Veils::Words, n) => format!(" · {n} hidden"),
        };
        let pad = " ".repeat(widest.saturating_sub(cells(label)));
        let (paragraphs, minutes) = (counts.paragraphs, minutes(counts.words));
        writeln!(out, "{label}{pad}  {paragraphs} ¶ · {minutes} min{hidden}")?;
    }
    Ok(())
}

/// Writes the film's credits as a table, by role in billing order: role, name, character, mentions.
pub fn credits(gate: Gate<'_>, people: People, out: &mut impl Write) -> io::Result<()> {
    let cast = Cast::of(gate);
    let mut role: Option<Role> = None;
    let mut rows = Vec::new();
    let shown: Vec<&Credit> = cast.credits.iter().filter(|credit| people.shows(credit)).collect();
    for credit in &shown {
        let title = if role == Some(credit.role) { "" } else { credit.role.title() };
        role = Some(credit.role);
        let character = people.character(credit).map_or(String::new(), |name| format!("as {name}"));
        rows.push([title.to_owned(), credit.name.replace('\n', " "), character]);
    }
    let widest = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cells(cell)).max().unwrap_or(0)
    };
    let widths = [widest(0), widest(1), widest(2)];
    for (row, credit) in rows.iter().zip(shown) {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths).filter(|(_, width)| *width > 0) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width.saturating_sub(cells(cell)) + 2));
        }
        let count = credit.mentions.len();
        line.push_str(&if count > 0 { count.to_string() } else { String::new() });
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}
