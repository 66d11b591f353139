//! Reads a whole review or any window of it: sentences first, then each beside its neighbours, then the paragraphs.

use std::ops::Range;

use super::calibration::{sigmoid, softmax};
use super::context::{self, PLACE};
use super::encoder::Encoder;
use super::matrix::{Matrix, add_product, add_scaled, float};
use super::model::{Model, Packed};
use super::{Level, Scores, Sentence, ZONE_COUNT};

/// Sentences are put into context this many at a time, so that long texts need no more memory than short ones.
const STRETCH: usize = 256;

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

/// Judges a part of a review as [`read`] would judge it in the whole: all but the [`REACH`] units, and
/// the paragraphs they stand in, at either end that is not the review's own.
#[must_use]
pub fn read_part(paragraphs: &[Vec<Sentence<'_>>], setting: Setting) -> Reading {
    let script = Script { setting, ..Script::new(paragraphs) };
    read_script(Model::embedded(), &script)
}

/// So many units to each side are heard when one is judged.
pub const REACH: usize = 15;

/// Judges a whole review with a given model.
#[must_use]
pub fn read_with(model: &Model, paragraphs: &[Vec<Sentence<'_>>]) -> Reading {
    read_script(model, &Script::new(paragraphs))
}

fn read_script(model: &Model, script: &Script<'_>) -> Reading {
    let mut desk = Desk::new(model, script);
    let mut rows = Vec::with_capacity(script.units.len());
    let mut zone_sums = Matrix::zeros(script.paragraphs.len(), 2 * model.zone_in.cols);
    for start in (0..script.units.len()).step_by(STRETCH) {
        let stretch = start..(start + STRETCH).min(script.units.len());
        let states = desk.states(stretch.clone());
        rows.extend(desk.scores(&states, stretch.clone()));
        desk.add_zones(&states, stretch, &mut zone_sums);
    }
    Reading { sentences: script.hand_back(&rows), zones: script.zones_of(&desk.zones(&zone_sums)) }
}

/// One sentence to read, or a run of marked ones: neither their words nor their number may tell anything.
enum Unit<'t> {
    Read(&'t str),
    Masked(Level),
}

/// A review as the judge may see it.
struct Script<'t> {
    units: Vec<Unit<'t>>,
    /// For each unit: its paragraph, and its place in it.
    spots: Vec<(usize, usize)>,
    /// How many units each paragraph has.
    paragraphs: Vec<usize>,
    /// For each sentence of the review: its unit.
    places: Vec<usize>,
    /// For each paragraph of the review: its number of sentences, and which paragraph it became.
    shape: Vec<(usize, usize)>,
    setting: Setting,
}

impl<'t> Script<'t> {
    fn new(paragraphs: &[Vec<Sentence<'t>>]) -> Self {
        let mut script = Self {
            units: Vec::new(),
            spots: Vec::new(),
            paragraphs: Vec::new(),
            places: Vec::new(),
            shape: Vec::new(),
            setting: Setting { units_before: 0, units: 0, paragraphs_before: 0, paragraphs: 0 },
        };
        let mut all_masked_before = false;
        for paragraph in paragraphs {
            let all_masked =
                !paragraph.is_empty() && paragraph.iter().all(|s| matches!(s, Sentence::Masked(_)));
            if !(all_masked && all_masked_before) {
                script.paragraphs.push(0);
            }
            all_masked_before = all_masked;
            script.shape.push((paragraph.len(), script.paragraphs.len() - 1));
            for sentence in paragraph {
                script.push(sentence);
            }
        }
        script.setting.units = script.units.len();
        script.setting.paragraphs = script.paragraphs.len();
        script
    }

    fn push(&mut self, sentence: &Sentence<'t>) {
        let paragraph = self.paragraphs.len() - 1;
        let same = self.spots.last().is_some_and(|s| s.0 == paragraph);
        match (sentence, self.units.last_mut()) {
            (Sentence::Masked(level), Some(Unit::Masked(before))) if same => *before = (*before).max(*level),
            _ => {
                self.units.push(match sentence {
                    Sentence::Text(text) => Unit::Read(text),
                    Sentence::Masked(level) => Unit::Masked(*level),
                });
                if let Some(len) = self.paragraphs.last_mut() {
                    self.spots.push((paragraph, *len));
                    *len += 1;
                }
            }
        }
        self.places.push(self.units.len() - 1);
    }

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
    encoder: Encoder<'m>,
    reach: usize,
    /// The weights in use.
    open: Matrix,
}

impl<'m, 's> Desk<'m, 's> {
    fn new(model: &'m Model, script: &'s Script<'s>) -> Self {
        let reach = model.layers.iter().map(|l| l.0).sum();
        Self { model, script, encoder: Encoder::new(model), reach, open: Matrix::default() }
    }

    /// The states of the stretch's sentences after context; those around it are read too, as far as context reaches.
    fn states(&mut self, stretch: Range<usize>) -> Matrix {
        let from = stretch.start.saturating_sub(self.reach);
        let to = (stretch.end + self.reach).min(self.script.units.len());
        let mut states = self.encode(from..to);
        for (step, inner, outer) in &self.model.layers {
            self.add_context(&mut states, *step, inner, outer);
        }
        let cols = states.cols;
        let data = states
            .data
            .get((stretch.start - from) * cols..(stretch.end - from) * cols)
            .unwrap_or_default()
            .to_vec();
        let mut states = Matrix { cols, data };
        normalise_rows(&mut states);
        states
    }

    /// One layer: what the sentences `step` before and after say changes how a sentence is understood.
    fn add_context(&mut self, states: &mut Matrix, step: usize, inner: &Packed, outer: &Packed) {
        let mut normal = states.clone();
        normalise_rows(&mut normal);
        let mut change = self.beside(&normal, step, inner);
        keep_positive(&mut change);
        outer.open_into(&mut self.open);
        add_scaled(&mut states.data, 1.0, &change.affine(&self.open).data);
    }

    /// What the weights make of each row, the row `step` before it and the row `step` after it.
    fn beside(&mut self, rows: &Matrix, step: usize, weights: &Packed) -> Matrix {
        weights.open_into(&mut self.open);
        beside(rows, step, &self.open)
    }

    fn encode(&mut self, range: Range<usize>) -> Matrix {
        let mut said = Matrix { cols: self.model.sentence.rows() - 1, data: Vec::new() };
        for at in range.clone() {
            self.encode_one(at, &mut said.data);
            said.data.resize((at + 1 - range.start) * said.cols, 0.0);
        }
        self.model.sentence.open_into(&mut self.open);
        let mut states = said.affine(&self.open);
        keep_positive(&mut states);
        for (row, at) in range.enumerate() {
            if let Some(Unit::Masked(level)) = self.script.units.get(at) {
                states.row_mut(row).copy_from_slice(self.model.masks.row(*level as usize));
            }
        }
        states
    }

    fn encode_one(&mut self, at: usize, out: &mut Vec<f32>) {
        let (Some(Unit::Read(text)), Some(place)) = (self.script.units.get(at), self.place(at)) else {
            return;
        };
        let words = float(self.encoder.read(text, out));
        out.extend_from_slice(&place);
        out.push(words / (words + 15.0));
    }

    fn place(&self, at: usize) -> Option<[f32; PLACE]> {
        let (paragraph, inner) = *self.script.spots.get(at)?;
        let spot = context::Spot {
            at: at + self.script.setting.units_before,
            total: self.script.setting.units,
            inner,
            len: *self.script.paragraphs.get(paragraph)?,
            paragraph: paragraph + self.script.setting.paragraphs_before,
            paragraphs: self.script.setting.paragraphs,
        };
        Some(spot.numbers())
    }

    fn scores(&self, states: &Matrix, stretch: Range<usize>) -> Vec<Scores> {
        let logits = states.affine(&self.model.levels);
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
        self.model.zone_in.open_into(&mut self.open);
        let mut rows = states.affine(&self.open);
        keep_positive(&mut rows);
        for (row, at) in rows.data.chunks_exact(rows.cols).zip(stretch) {
            let Some((paragraph, _)) = self.script.spots.get(at) else { continue };
            let len = self.script.paragraphs.get(*paragraph).copied().unwrap_or(1);
            let (mean, most) = sums.row_mut(*paragraph).split_at_mut(rows.cols);
            add_scaled(mean, 1.0 / float(len), row);
            most.iter_mut().zip(row).for_each(|(m, v)| *m = m.max(*v));
        }
    }

    fn zones(&mut self, sums: &Matrix) -> Vec<[f32; ZONE_COUNT]> {
        self.model.zone_join.open_into(&mut self.open);
        let mut inner = sums.affine(&self.open);
        keep_positive(&mut inner);
        let scores = beside(&inner, 1, &self.model.zones);
        scores
            .data
            .chunks_exact(ZONE_COUNT)
            .map(|row| {
                let mut shares = [0.0; ZONE_COUNT];
                shares.copy_from_slice(row);
                softmax(&mut shares);
                shares
            })
            .collect()
    }
}

fn normalise_rows(states: &mut Matrix) {
    for row in states.data.chunks_exact_mut(states.cols) {
        context::normalise(row);
    }
}

fn keep_positive(rows: &mut Matrix) {
    rows.data.iter_mut().for_each(|v| *v = v.max(0.0));
}

/// What `weights` make of each row beside the rows `step` before and after it; beyond the ends there is nothing.
fn beside(rows: &Matrix, step: usize, weights: &Matrix) -> Matrix {
    let (k, m) = (rows.cols, weights.cols);
    let (slopes, bias) = weights.slopes_and_bias();
    let mut out = Matrix { cols: m, data: bias.repeat(rows.rows()) };
    let step = step.min(rows.rows());
    let (x, cut) = (&rows.data, rows.rows() - step);
    let mut shares = slopes.chunks_exact(k * m);
    let (before, own, after) = (shares.next(), shares.next(), shares.next());
    add_product(&x[..cut * k], k, before.unwrap_or_default(), &mut out.data[step * m..]);
    add_product(x, k, own.unwrap_or_default(), &mut out.data);
    add_product(&x[step * k..], k, after.unwrap_or_default(), &mut out.data[..cut * m]);
    out
}
