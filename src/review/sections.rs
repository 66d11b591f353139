//! Sections: from headings where there are any, else from what the paragraphs are doing.

use super::document::{Document, Kind, Section, Title, Zone};

/// No section is deeper.
const DEEPEST: usize = 6;

/// Gives `document` its sections.
pub(in crate::review) fn make(document: &mut Document) {
    let end = document.blocks.len();
    let mut sections: Vec<Section> = Vec::new();
    let mut open: Vec<(u8, usize)> = Vec::new();
    for (at, block) in document.blocks.iter().enumerate() {
        let Kind::Heading(level) = block.kind else { continue };
        if at == 0 && level == 1 {
            continue;
        }
        while let Some((_, section)) = open.pop_if(|(l, _)| *l >= level) {
            if let Some(s) = sections.get_mut(section) {
                s.blocks.end = at;
            }
        }
        let depth = u8::try_from((open.len() + 1).min(DEEPEST)).unwrap_or(1);
        open.push((level, sections.len()));
        sections.push(Section {
            title: Title::Heading(block.span),
            blocks: at..end,
            depth,
            zone: Zone::Background,
        });
    }
    document.sections = sections;
}
