//! Sections: from headings where there are any, else from what the paragraphs are doing.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;

use judge::matrix::float;
use judge::{ZONE_COUNT, ZONES, zoning};

use super::document::{Document, Kind, Section, Title, Zone};
use crate::span::Span;

#[cfg(test)]
mod tests;

/// No section is deeper.
const DEEPEST: usize = 12;
/// A notice is no longer than this.
const NOTICE: usize = 160;
/// The probability from which a paragraph may be a notice.
const POSSIBLE: f32 = 0.1;
/// No more sections are inferred: they are reached by the keys 1 to 9.
const MOST: usize = 9;
/// A paragraph up to this length is one line of a usual screen.
const LINE: usize = 80;
/// From this mean probability of its zone on a section bears its name.
const LIKELY: f32 = 0.4;

/// Gives `document` its zones, as far as it has been judged, and its sections.
pub(crate) fn make(document: &mut Document) {
    for (block, zone) in zones(document) {
        if let Some(block) = document.blocks.get_mut(block) {
            block.zone = zone;
        }
    }
    let (review, all) = (document.replies(), document.blocks.len());
    document.blocks.iter_mut().skip(review).for_each(|block| block.zone = Zone::Matter);
    document.sections =
        if are_headed(document) { by_headings(document, 0..review) } else { by_zones(document) };
    let replies = by_headings(document, review..all);
    document.sections.extend(replies);
    document.sections.shrink_to_fit();
}

/// Whether the sections of `document` are those to which its author gave headings.
pub(crate) fn are_headed(document: &Document) -> bool {
    (0..document.replies()).any(|at| heading(document, at).is_some())
}

/// The zones of the blocks that have been judged, weighed as one sequence.
fn zones(document: &Document) -> Vec<(usize, Zone)> {
    let read = |block: &usize| is_open(document, *block) && !document.is_unread(*block);
    let judged: Vec<usize> =
        if document.english { (0..document.replies()).filter(read).collect() } else { Vec::new() };
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
    let short = document.blocks.get(at).is_some_and(|block| open_len(document, block.span) <= NOTICE);
    let share = document.judgement.shares.get(at).and_then(|shares| shares.get(Zone::Matter as usize));
    short && share.is_some_and(|share| *share >= POSSIBLE)
}

/// How much of `span` its author has not marked, in bytes.
fn open_len(document: &Document, span: Span) -> usize {
    document.clear_parts(span).map(Span::len).sum()
}

/// How many sentences of block `at` its author has not marked: what is marked has no weight.
fn open_sentences(document: &Document, at: usize) -> usize {
    document.sentences(at).iter().filter(|span| document.is_clear(**span)).count()
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
    let is_title = || level == 1 && first_shown(document) == at;
    (!document.is_dark(block.span) && !is_title()).then_some(level)
}

/// The sections of `blocks`. What stands before the first heading belongs to none.
fn by_headings(document: &Document, blocks: Range<usize>) -> Vec<Section> {
    let end = blocks.end;
    let headings: Vec<(usize, u8)> = blocks.filter_map(|at| Some((at, heading(document, at)?))).collect();
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

/// Runs of one zone, and the site's notes at the end. A single short line makes no section of its own, and where there are
/// too many runs the longest stay: what lies between joins the section before it.
fn by_zones(document: &Document) -> Vec<Section> {
    let end = document.replies();
    let prose = |at: &usize| {
        document.blocks.get(*at).is_some_and(|block| block.zone != Zone::Matter && block.kind != Kind::Meta)
    };
    let Some(last) = (0..end).rev().find(prose) else { return Vec::new() };
    let notes = last + 1..end;
    let open: Vec<usize> = (0..=last).filter(|at| prose(at) && is_open(document, *at)).collect();
    let zone = |at: &usize| document.blocks.get(*at).map_or(Zone::Background, |block| block.zone);
    let mut runs: Vec<&[usize]> = open.chunk_by(|one, next| zone(one) == zone(next)).collect();
    runs.retain(|run| !is_line(document, run));
    keep_longest(document, &mut runs, MOST - usize::from(!notes.is_empty()));
    // Whoever has lost what lay between becomes one with the next of the same zone.
    runs.dedup_by_key(|run| run.first().map(zone));
    let starts: Vec<usize> = runs.iter().skip(1).filter_map(|run| run.first().copied()).collect();
    let ends = starts.iter().copied().chain([last + 1]);
    let starts = std::iter::once(first_shown(document)).chain(starts.iter().copied());
    let mut sections: Vec<Section> =
        starts.zip(ends).map(|(start, end)| of_zone(document, start..end)).collect();
    // What has no name of its own is one.
    sections.dedup_by(|next, before| {
        let both = next.title == Title::Mixed && before.title == Title::Mixed;
        before.blocks.end = if both { next.blocks.end } else { before.blocks.end };
        both
    });
    if !notes.is_empty() {
        let zone = Zone::Matter;
        sections.push(Section { title: Title::Zone(zone), blocks: notes, depth: 1, zone });
    }
    // One section is none: there is nothing to jump to, and the film's title stands above it already.
    if sections.len() > 1 { sections } else { Vec::new() }
}

/// Whether a run is a single short line.
fn is_line(document: &Document, run: &[usize]) -> bool {
    let [block] = run else { return false };
    document.blocks.get(*block).is_some_and(|block| open_len(document, block.span) <= LINE)
}

/// Leaves the `most` runs that have the most sentences, in their order.
fn keep_longest(document: &Document, runs: &mut Vec<&[usize]>, most: usize) {
    let size = |run: &[usize]| run.iter().map(|block| open_sentences(document, *block)).sum::<usize>();
    let mut sizes: Vec<(usize, Reverse<usize>)> =
        runs.iter().enumerate().map(|(at, run)| (size(run), Reverse(at))).collect();
    sizes.sort_unstable_by_key(|size| Reverse(*size));
    let kept: BTreeSet<usize> = sizes.iter().take(most).map(|(_, at)| at.0).collect();
    let mut number = 0..;
    runs.retain(|_| number.next().is_some_and(|number| kept.contains(&number)));
}

/// A section under the name of the zone of most of it, or, where the judge is not sure enough of that, under a general one:
/// one wrong heading is worse than none.
fn of_zone(document: &Document, blocks: Range<usize>) -> Section {
    let mut sums = [0.0; ZONE_COUNT];
    let mut sizes = [0; ZONE_COUNT];
    let mut count = 0;
    for at in blocks.clone().filter(|at| is_open(document, *at)) {
        let sentences = open_sentences(document, at);
        let Some(block) = document.blocks.get(at).filter(|block| block.zone != Zone::Matter) else {
            continue;
        };
        let shares = document.judgement.shares.get(at).copied().unwrap_or_default();
        sums.iter_mut().zip(shares).for_each(|(sum, share)| *sum += share * float(sentences));
        sizes[block.zone as usize] += sentences;
        count += sentences;
    }
    let zone = ZONES.into_iter().rev().max_by_key(|zone| sizes[*zone as usize]).unwrap_or_default();
    let is_likely = sums[zone as usize] >= LIKELY * float(count);
    Section { title: if is_likely { Title::Zone(zone) } else { Title::Mixed }, blocks, depth: 1, zone }
}

/// The first block that is no fact: sections begin there.
fn first_shown(document: &Document) -> usize {
    document.blocks.iter().position(|block| block.kind != Kind::Meta).unwrap_or(0)
}
