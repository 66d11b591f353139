//! Sections: from headings where there are any, else from what the paragraphs are doing.

use std::ops::Range;

use judge::{ZONE_COUNT, zoning};

use super::document::{Document, Kind, Section, Title, Zone};
use crate::span::Span;

/// No section is deeper.
const DEEPEST: usize = 12;
/// A notice is no longer than this.
const NOTICE: usize = 160;
/// The probability from which a paragraph may be a notice.
const POSSIBLE: f32 = 0.1;

/// Gives `document` its zones, as far as it has been judged, and its sections.
pub(crate) fn make(document: &mut Document) {
    for (block, zone) in zones(document) {
        if let Some(block) = document.blocks.get_mut(block) {
            block.zone = zone;
        }
    }
    let headed = document.blocks.iter().enumerate().any(|(at, _)| heading(document, at).is_some());
    document.sections =
        if headed { by_headings(document) } else { by_zones(document, 0..document.blocks.len()) };
    document.sections.shrink_to_fit();
}

/// The zones of the blocks that have been judged, weighed as one sequence.
fn zones(document: &Document) -> Vec<(usize, Zone)> {
    let read = |block: &usize| is_open(document, *block) && !document.is_unread(*block);
    let judged: Vec<usize> =
        if document.english { (0..document.blocks.len()).filter(read).collect() } else { Vec::new() };
    let share = |block: &usize| document.judgement.shares.get(*block).copied().unwrap_or([0.0; ZONE_COUNT]);
    let shares: Vec<[f32; ZONE_COUNT]> = judged.iter().map(share).collect();
    let mut zones: Vec<(usize, Zone)> = judged.into_iter().zip(zoning::zones(&shares)).collect();
    let notices =
        zones.iter().rev().take_while(|(at, zone)| *zone == Zone::Matter || is_notice(document, *at)).count();
    let tail = zones.len() - notices;
    if zones.last().is_some_and(|(_, zone)| *zone == Zone::Matter) && tail > 0 {
        zones.iter_mut().skip(tail).for_each(|(_, zone)| *zone = Zone::Matter);
    }
    zones
}

/// Whether block `at`, among notices at the end, is likely one of them: it is short, and the judge
/// holds it possible.
fn is_notice(document: &Document, at: usize) -> bool {
    let open = |span: Span| document.clear_parts(span).map(Span::len).sum::<usize>();
    let short = document.blocks.get(at).is_some_and(|block| open(block.span) <= NOTICE);
    let share = document.judgement.shares.get(at).and_then(|shares| shares.get(Zone::Matter as usize));
    short && share.is_some_and(|share| *share >= POSSIBLE)
}

/// Whether block `at` is prose of which something is not marked: what is all marked has no say in the
/// sections, for not even the number of its paragraphs may show.
fn is_open(document: &Document, at: usize) -> bool {
    document.sentences(at).iter().any(|span| document.is_clear(*span))
}

/// The level of the heading at block `at`. The first heading, where it is of the highest level and
/// nothing comes before it, is the review's own title and begins no section; and a heading that is all
/// marked begins none, for not even that there is one may show.
fn heading(document: &Document, at: usize) -> Option<u8> {
    let block = document.blocks.get(at)?;
    let Kind::Heading(level) = block.kind else { return None };
    let is_title = || level == 1 && first_shown(document, 0) == at;
    (!document.is_dark(block.span) && !is_title()).then_some(level)
}

/// What stands before the first heading belongs to no section.
fn by_headings(document: &Document) -> Vec<Section> {
    let end = document.blocks.len();
    let headings: Vec<(usize, u8)> = (0..end).filter_map(|at| Some((at, heading(document, at)?))).collect();
    let mut sections: Vec<Section> = Vec::new();
    let mut open: Vec<(u8, usize)> = Vec::new();
    for (at, level) in headings {
        while let Some((_, section)) = open.pop_if(|(above, _)| *above >= level) {
            close(&mut sections, section, at);
        }
        let depth = u8::try_from((open.len() + 1).min(DEEPEST)).unwrap_or(1);
        let span = document.blocks.get(at).map(|block| block.span).unwrap_or_default();
        open.push((level, sections.len()));
        let zone = document.blocks.get(at + 1).map_or(Zone::Background, |block| block.zone);
        sections.push(Section { title: Title::Heading(span), blocks: at..end, depth, zone });
        if open.len() > DEEPEST {
            open.remove(0);
        }
    }
    sections
}

fn close(sections: &mut [Section], section: usize, end: usize) {
    if let Some(section) = sections.get_mut(section) {
        section.blocks.end = end;
    }
}

/// Runs of one zone. What is no prose joins its neighbours: at the start the first run, amid the
/// review the run before it; at the end it is the site's notes.
fn by_zones(document: &Document, blocks: Range<usize>) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let prose = |at: &usize| {
        document.blocks.get(*at).is_some_and(|block| block.zone != Zone::Matter && block.kind != Kind::Meta)
    };
    let Some(last) = blocks.clone().rev().find(prose) else { return Vec::new() };
    let mut zone_before = None;
    for at in blocks.start..=last {
        let zone = document.blocks.get(at).map_or(Zone::Background, |block| block.zone);
        let is_prose = prose(&at) && is_open(document, at);
        if is_prose && zone_before != Some(zone) {
            let start = if sections.is_empty() { first_shown(document, blocks.start) } else { at };
            if let Some(before) = sections.last_mut() {
                before.blocks.end = at;
            }
            sections.push(Section { title: Title::Zone(zone), blocks: start..last + 1, depth: 1, zone });
            zone_before = Some(zone);
        }
    }
    if last + 1 < blocks.end {
        let zone = Zone::Matter;
        sections.push(Section { title: Title::Zone(zone), blocks: last + 1..blocks.end, depth: 1, zone });
    }
    // One section is none: there is nothing to jump to, and the film's title stands above it already.
    if sections.len() > 1 { sections } else { Vec::new() }
}

/// The first block that is no fact: sections begin there.
fn first_shown(document: &Document, from: usize) -> usize {
    let shown = (from..document.blocks.len())
        .find(|at| document.blocks.get(*at).is_some_and(|b| b.kind != Kind::Meta));
    shown.unwrap_or(from)
}
