//! Reads a whole review or any window of it: sentences first, then each beside its neighbours, then the paragraphs.

use std::ops::Range;

use super::calibration::{sigmoid, softmax};
use super::context::{self, PLACE};
use super::encoder::Encoder;
use super::matrix::{Matrix, add_scaled, float};
use super::model::{Layer, Model};
use super::script::{Script, Unit};
use super::transformer::product::{LIMIT, Linear, Quantised};
use super::{Scores, Sentence, ZONE_COUNT};

/// Sentences are put into context this many at a time, so that long texts need no more memory than short ones.
const STRETCH: usize = 256;
/// Sentences are read this many at a time: about as many words as the fastest memory holds the products of.
const BATCH: usize = 16;

/// What the judge says of a review.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// For each paragraph, for each of its sentences.
    pub sentences: Vec<Vec<Scores>>,
    /// For each paragraph, how likely each zone is, in the order of [`super::ZONES`].
    pub zones: Vec<[f32; ZONE_COUNT]>,
}

/// Judges a whole review.
#[must_use]
pub fn read(paragraphs: &[Vec<Sentence<'_>>]) -> Reading {
    read_with(Model::embedded(), paragraphs)
}

/// Where a part stands in its review: in units, which are sentences or runs of marked ones, and in
/// paragraphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Units before the part.
    pub units_before: usize,
    /// Units in the review.
    pub units: usize,
    /// Paragraphs before the part.
    pub paragraphs_before: usize,
    /// Paragraphs in the review.
    pub paragraphs: usize,
}

/// Judges the `wanted` of the paragraphs of a part of a review as [`read`] would judge them in the whole. At either end that
/// is not the review's own the part must have a paragraph more than is wanted, and [`REACH`] units more than that. Beyond
/// its end nothing is said.
#[must_use]
pub fn read_part(paragraphs: &[Vec<Sentence<'_>>], wanted: Range<usize>, setting: Setting) -> Reading {
    let script = Script::new(paragraphs);
    let heard = script.units_around(wanted.clone());
    let Reading { sentences, zones } = read_script(Model::embedded(), &script, heard, setting);
    let (first, count) = (wanted.start, wanted.len());
    Reading {
        sentences: sentences.into_iter().skip(first).take(count).collect(),
        zones: zones.into_iter().skip(first).take(count).collect(),
    }
}

/// So many units to each side are heard when one is judged.
pub const REACH: usize = 15;

/// Judges a whole review with a given model.
#[must_use]
pub fn read_with(model: &Model, paragraphs: &[Vec<Sentence<'_>>]) -> Reading {
    let script = Script::new(paragraphs);
    let whole = Setting {
        units_before: 0,
        units: script.units.len(),
        paragraphs_before: 0,
        paragraphs: script.paragraphs.len(),
    };
    read_script(model, &script, 0..script.units.len(), whole)
}

/// Judges the units `wanted`; what is said of others, and of paragraphs beside which others stand, is nothing.
fn read_script(model: &Model, script: &Script<'_>, wanted: Range<usize>, setting: Setting) -> Reading {
    if cfg!(fuzzing) {
        return by_chance(script);
    }
    let mut desk = Desk::new(model, script, setting);
    let mut rows = vec![Scores::CERTAIN; wanted.start];
    let mut zone_sums = Matrix::zeros(script.paragraphs.len(), 2 * model.zone_in.bias.len());
    for start in wanted.clone().step_by(STRETCH) {
        let stretch = start..(start + STRETCH).min(wanted.end);
        let states = desk.states(stretch.clone());
        rows.extend(desk.scores(&states, stretch.clone()));
        desk.add_zones(&states, stretch, &mut zone_sums);
    }
    Reading { sentences: script.hand_back(&rows), zones: script.zones_of(&desk.zones(&zone_sums)) }
}

/// What is said under fuzzing, where the judge's arithmetic would be nearly all that is done: how far a sentence tells is
/// told by its own words, by chance.
fn by_chance(script: &Script<'_>) -> Reading {
    let chance = |text: &str| text.bytes().fold(7_u8, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte));
    let score = |unit: &Unit<'_>| match unit {
        Unit::Read(text) => Scores::monotone([0, 2, 4].map(|by| f32::from(chance(text) >> by & 15) / 15.0)),
        Unit::Masked(level) => Scores::marked(*level),
    };
    let rows: Vec<Scores> = script.units.iter().map(score).collect();
    let zones = vec![[1.0; ZONE_COUNT]; script.paragraphs.len()];
    Reading { sentences: script.hand_back(&rows), zones: script.zones_of(&zones) }
}

impl Script<'_> {
    fn hand_back(&self, rows: &[Scores]) -> Vec<Vec<Scores>> {
        let mut scores = self.places.iter().map(|at| rows.get(*at).copied().unwrap_or(Scores::CERTAIN));
        self.shape.iter().map(|(len, _)| scores.by_ref().take(*len).collect()).collect()
    }

    fn zones_of(&self, zones: &[[f32; ZONE_COUNT]]) -> Vec<[f32; ZONE_COUNT]> {
        self.shape.iter().map(|(_, at)| zones.get(*at).copied().unwrap_or_default()).collect()
    }
}

/// The judge at work on one review.
struct Desk<'m, 's> {
    model: &'m Model,
    script: &'s Script<'s>,
    setting: Setting,
    reach: usize,
    /// What is put to the weights, rounded.
    rows: Quantised,
    /// What the weights made of it for the places beside one another.
    wide: Matrix,
}

impl<'m, 's> Desk<'m, 's> {
    fn new(model: &'m Model, script: &'s Script<'s>, setting: Setting) -> Self {
        let reach = model.layers.iter().map(|layer| layer.step).sum();
        Self { model, script, setting, reach, rows: Quantised::default(), wide: Matrix::default() }
    }

    /// What the weights make of each row.
    fn put(&mut self, rows: &Matrix, weights: &Linear) -> Matrix {
        self.rows.set(rows);
        let mut out = Matrix::default();
        weights.apply(&self.rows, &mut out);
        out
    }

    /// The states of the stretch's sentences after context; those around it are read too, as far as context reaches.
    fn states(&mut self, stretch: Range<usize>) -> Matrix {
        let around =
            |reach| stretch.start.saturating_sub(reach)..(stretch.end + reach).min(self.script.units.len());
        let mut reach = self.reach;
        let mut here = around(reach);
        let mut states = self.encode(here.clone());
        for layer in &self.model.layers {
            reach -= layer.step;
            let next = around(reach);
            self.add_context(&mut states, next.start - here.start..next.end - here.start, layer);
            here = next;
        }
        for state in states.data.chunks_exact_mut(states.cols) {
            context::normalise(state);
        }
        states
    }

    /// One layer: what the sentences some steps before and after say changes how a sentence is understood. Of the states
    /// only those `left` are: the others were there to be heard.
    fn add_context(&mut self, states: &mut Matrix, left: Range<usize>, layer: &Layer) {
        let mut normal = vec![0.0; states.cols];
        self.rows.clear(states.cols);
        for state in states.data.chunks_exact(states.cols) {
            normal.copy_from_slice(state);
            context::normalise(&mut normal);
            self.rows.push(&normal, LIMIT);
        }
        layer.inner.apply(&self.rows, &mut self.wide);
        self.rows.clear(self.wide.cols / 3);
        for at in left.clone() {
            let mut change = beside(&self.wide, at, layer.step);
            keep_positive(&mut change);
            self.rows.push(&change, LIMIT);
        }
        states.data.truncate(left.end * states.cols);
        states.data.drain(..left.start * states.cols);
        layer.outer.add(&self.rows, states);
    }

    fn encode(&mut self, range: Range<usize>) -> Matrix {
        self.read(range.clone());
        let mut states = Matrix::default();
        self.model.sentence.apply(&self.rows, &mut states);
        keep_positive(&mut states.data);
        for (row, at) in range.enumerate() {
            if let Some(Unit::Masked(level)) = self.script.units.get(at) {
                states.row_mut(row).copy_from_slice(self.model.masks.row(*level as usize));
            }
        }
        states
    }

    /// Puts down what each sentence says by itself, and where it stands.
    fn read(&mut self, range: Range<usize>) {
        let mut encoder = Encoder::new(self.model);
        let mut rows = std::mem::take(&mut self.rows);
        rows.clear(encoder.width() + PLACE + 1);
        let mut places = range.clone().map(|at| self.place(at).unwrap_or_default());
        let mut row = Vec::new();
        for batch in self.script.units.get(range).unwrap_or_default().chunks(BATCH) {
            encoder.read(batch.iter().map(Unit::text), |said, words| {
                row.clear();
                row.extend_from_slice(said);
                row.extend_from_slice(&places.next().unwrap_or_default());
                row.push(float(words) / (float(words) + 15.0));
                rows.push(&row, LIMIT);
            });
        }
        drop(places);
        self.rows = rows;
    }

    fn place(&self, at: usize) -> Option<[f32; PLACE]> {
        let (paragraph, inner) = *self.script.spots.get(at)?;
        let spot = context::Spot {
            at: at + self.setting.units_before,
            total: self.setting.units,
            inner,
            len: *self.script.paragraphs.get(paragraph)?,
            paragraph: paragraph + self.setting.paragraphs_before,
            paragraphs: self.setting.paragraphs,
        };
        Some(spot.numbers())
    }

    fn scores(&mut self, states: &Matrix, stretch: Range<usize>) -> Vec<Scores> {
        let logits = self.put(states, &self.model.levels);
        let units = self.script.units.get(stretch).unwrap_or_default();
        units.iter().zip(logits.data.chunks_exact(3)).map(|(unit, row)| self.score(unit, row)).collect()
    }

    fn score(&self, unit: &Unit<'_>, logits: &[f32]) -> Scores {
        if let Unit::Masked(level) = unit {
            return Scores::marked(*level);
        }
        let mut p = [0.0; 3];
        for ((p, x), line) in p.iter_mut().zip(logits).zip(self.model.calibration.data.chunks_exact(2)) {
            *p = sigmoid(line[0] * x + line[1]);
        }
        Scores::monotone(p)
    }

    fn add_zones(&mut self, states: &Matrix, stretch: Range<usize>, sums: &mut Matrix) {
        let mut rows = self.put(states, &self.model.zone_in);
        keep_positive(&mut rows.data);
        for (row, at) in rows.data.chunks_exact(rows.cols).zip(stretch) {
            let Some((paragraph, _)) = self.script.spots.get(at) else { continue };
            let len = self.script.paragraphs.get(*paragraph).copied().unwrap_or(1);
            let (mean, most) = sums.row_mut(*paragraph).split_at_mut(rows.cols);
            add_scaled(mean, 1.0 / float(len), row);
            most.iter_mut().zip(row).for_each(|(m, v)| *m = m.max(*v));
        }
    }

    fn zones(&mut self, sums: &Matrix) -> Vec<[f32; ZONE_COUNT]> {
        let mut inner = self.put(sums, &self.model.zone_join);
        keep_positive(&mut inner.data);
        let scores = self.put(&inner, &self.model.zones);
        (0..scores.rows())
            .map(|at| {
                let mut shares = [0.0; ZONE_COUNT];
                shares.copy_from_slice(&beside(&scores, at, 1));
                softmax(&mut shares);
                shares
            })
            .collect()
    }
}

fn keep_positive(numbers: &mut [f32]) {
    for v in numbers {
        *v = v.max(0.0);
    }
}

/// What row `at` makes of itself, of the row `step` before it and of the row `step` after it: the second, the first and
/// the last third of what the weights made of them. Beyond the ends there is nothing.
fn beside(wide: &Matrix, at: usize, step: usize) -> Vec<f32> {
    let cols = wide.cols / 3;
    let third = |row: usize, at: usize| wide.row(row).get(at * cols..(at + 1) * cols).unwrap_or_default();
    let mut sum = third(at, 1).to_vec();
    if let Some(before) = at.checked_sub(step) {
        add_scaled(&mut sum, 1.0, third(before, 0));
    }
    if at + step < wide.rows() {
        add_scaled(&mut sum, 1.0, third(at + step, 2));
    }
    sum
}
