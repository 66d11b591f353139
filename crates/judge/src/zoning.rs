//! Gives every paragraph a zone by weighing the whole sequence: a review moves on now and then, not with every paragraph.

use super::calibration::ln;
use super::model::Model;
use super::{ZONE_COUNT, ZONES, Zone};

/// Longer documents are not one review; their zones are decided without counting the moves.
const COUNTED: usize = 64;

/// What it costs to move on to another zone.
const MOVE: f32 = 0.1;

/// How much the usual order of zones counts beside what the paragraph says.
const ORDER: f32 = 0.1;

/// The most likely sequence of zones, given each paragraph's probabilities.
#[must_use]
pub fn zones(paragraphs: &[[f32; ZONE_COUNT]]) -> Vec<Zone> {
    zones_with(Model::embedded(), paragraphs)
}

/// The same with a given model.
#[must_use]
pub fn zones_with(model: &Model, paragraphs: &[[f32; ZONE_COUNT]]) -> Vec<Zone> {
    let (fewest, most) = runs_allowed(paragraphs.len());
    let mut path = Path::new(model, most);
    for shares in paragraphs {
        path.step(shares);
    }
    path.back(fewest).into_iter().filter_map(|z| ZONES.get(z).copied()).collect()
}

/// How many runs of one zone a review of so many paragraphs is told in.
fn runs_allowed(paragraphs: usize) -> (usize, usize) {
    match paragraphs {
        0..=3 => (1, paragraphs.max(1)),
        4..=6 => (2, paragraphs),
        7 => (2, 6),
        8..=COUNTED => (3, 7.max(paragraphs * 2 / 3)),
        _ => (1, 1),
    }
}

/// The best ways to arrive at each zone with each number of runs.
struct Path<'m> {
    model: &'m Model,
    most: usize,
    /// For each number of runs less one, for each zone: the best sum so far.
    best: Vec<[f32; ZONE_COUNT]>,
    /// For each paragraph, for each number of runs less one: where each best sum came from.
    from: Vec<[Origin; ZONE_COUNT]>,
}

/// A number of runs less one, and a zone.
type Origin = (u8, u8);

impl<'m> Path<'m> {
    fn new(model: &'m Model, most: usize) -> Self {
        Self { model, most, best: Vec::new(), from: Vec::new() }
    }

    fn step(&mut self, shares: &[f32; ZONE_COUNT]) {
        let says = shares.map(ln);
        let before = std::mem::replace(&mut self.best, vec![[f32::NEG_INFINITY; ZONE_COUNT]; self.most]);
        for (runs, best) in self.best.iter_mut().enumerate() {
            let mut from = [Origin::default(); ZONE_COUNT];
            for (zone, (best, from)) in best.iter_mut().zip(&mut from).enumerate() {
                let (sum, origin) = if before.is_empty() {
                    first(self.model, runs, zone)
                } else {
                    arrive(self.model, &before, runs, zone)
                };
                (*best, *from) = (sum + says.get(zone).copied().unwrap_or_default(), origin);
            }
            self.from.push(from);
        }
    }

    fn back(&self, fewest: usize) -> Vec<usize> {
        let mut ends: Vec<(usize, usize, f32)> = Vec::new();
        for (runs, best) in self.best.iter().enumerate() {
            ends.extend(best.iter().enumerate().map(|(zone, sum)| (runs, zone, *sum)));
        }
        let enough = |e: &&(usize, usize, f32)| e.0 + 1 >= fewest;
        let Some(end) = ends.iter().filter(enough).max_by(|a, b| a.2.total_cmp(&b.2)) else {
            return Vec::new();
        };
        let (mut runs, mut zone) = (end.0, end.1);
        let mut path = Vec::with_capacity(self.from.len() / self.most.max(1));
        for from in self.from.chunks(self.most.max(1)).rev() {
            path.push(zone);
            let (before, origin) = from.get(runs).and_then(|f| f.get(zone)).copied().unwrap_or_default();
            (runs, zone) = (before.into(), origin.into());
        }
        path.reverse();
        path
    }
}

fn first(model: &Model, runs: usize, zone: usize) -> (f32, Origin) {
    let start = if runs == 0 { ORDER * follow(model, ZONE_COUNT, zone) } else { f32::NEG_INFINITY };
    (start, Origin::default())
}

/// The best way to this zone as the so-manieth run: staying, or moving on from another zone.
fn arrive(model: &Model, before: &[[f32; ZONE_COUNT]], runs: usize, zone: usize) -> (f32, Origin) {
    let counted = before.len() > 1;
    let (mut best, mut from) = (f32::NEG_INFINITY, (runs, zone));
    for old in 0..ZONE_COUNT {
        let origin = if old == zone || !counted { Some(runs) } else { runs.checked_sub(1) };
        let Some(sum) = origin.and_then(|r| before.get(r)).and_then(|b| b.get(old)) else { continue };
        let sum = sum + ORDER * follow(model, old, zone) - if old == zone { 0.0 } else { MOVE };
        if sum > best {
            (best, from) = (sum, (origin.unwrap_or_default(), old));
        }
    }
    // There are few of both.
    let few = |number| u8::try_from(number).unwrap_or(u8::MAX);
    (best, (few(from.0), few(from.1)))
}

fn follow(model: &Model, old: usize, new: usize) -> f32 {
    model.follows.data.get(old * ZONE_COUNT + new).copied().unwrap_or_default()
}
