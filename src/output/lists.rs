//! The outline and the credits as lists.

use std::io::{self, Write};

use super::Contents;
use crate::cast;
use crate::layout::{Veils, cells};
use crate::outline;
use crate::review::document::{Role, Section};
use crate::review::gate::Gate;
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

/// Writes the film's credits, by role in billing order.
pub fn credits(gate: Gate<'_>, out: &mut impl Write) -> io::Result<()> {
    let mut role: Option<Role> = None;
    for credit in cast::credits(gate) {
        if role != Some(credit.role) {
            role = Some(credit.role);
            writeln!(out, "{}", credit.role.title())?;
        }
        writeln!(out, "  {}", credit.name.replace('\n', " "))?;
    }
    Ok(())
}
