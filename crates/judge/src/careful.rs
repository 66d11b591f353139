//! The careful judge: a small transformer reads a review stretch by stretch, each with a margin on either side, and says
//! of every sentence what it tells and of which zone it is.
//!
//! Stretches are read one by one and in any order: what is on the screen comes first, and the order has no say in the
//! answers. It reads what it is given; that it is English must be known before.

use std::ops::Range;
use std::sync::LazyLock;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;
use std::thread;

use super::calibration::softmax;
use super::cursor::Cursor;
use super::matrix::{Matrix, add_scaled, float};
use super::script::{Script, Unit};
use super::transformer::tokenizer::{BEGIN, END, MASK, Piece};
use super::transformer::{LONGEST, Transformer, Work};
use super::{Sentence, ZONE_COUNT};

#[cfg(test)]
mod tests;

pub(crate) static BYTES: &[u8] = include_bytes!("../../../assets/careful.model");
static CAREFUL: LazyLock<Careful> =
    LazyLock::new(|| Careful::parse(BYTES).expect("the model in the binary, which a test reads"));

/// The first bytes of a model file.
const MAGIC: &[u8; 8] = b"unspoil2";

/// No more pieces of a sentence are read.
const LONGEST_SENTENCE: usize = 120;

/// A stretch has about so many pieces.
const STRETCH: usize = 264;

/// About so many pieces before and after a stretch are read with it.
const MARGIN: usize = 28;

/// What is said of a sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Answer {
    /// Raw scores: at least premise, plot, ending.
    pub levels: [f32; 3],
    /// The means of these scores over what was read at once: some reviews tell in every second sentence, others hardly.
    pub means: [f32; 3],
    /// How likely each zone is, in the order of [`super::ZONES`].
    pub zones: [f32; ZONE_COUNT],
}

/// The model.
#[derive(Debug)]
pub struct Careful {
    transformer: Transformer,
    /// A row for each answer: three levels, seven zones.
    heads: Matrix,
    /// What each answer begins with.
    bias: Vec<f32>,
}

impl Careful {
    /// The model in the binary. It is made ready when it is first asked for.
    #[must_use]
    pub fn embedded() -> &'static Self {
        &CAREFUL
    }

    /// Reads a model file; `None` if it is not one.
    #[must_use]
    pub fn parse(bytes: &'static [u8]) -> Option<Self> {
        let mut file = Cursor(bytes);
        if file.take(MAGIC.len())? != MAGIC {
            return None;
        }
        let transformer = Transformer::parse(&mut file)?;
        let heads = file.floats()?;
        let cols = heads.len() / ANSWERS;
        Some(Self { transformer, heads: Matrix { cols, data: heads }, bias: file.floats()? })
    }

    fn answer(&self, sentence: &[f32]) -> Answer {
        let mut out = [0.0; ANSWERS];
        for ((out, row), bias) in
            out.iter_mut().zip(self.heads.data.chunks_exact(self.heads.cols)).zip(&self.bias)
        {
            *out = row.iter().zip(sentence).fold(*bias, |sum, (w, v)| sum + w * v);
        }
        let (levels, zones) = out.split_at_mut(3);
        softmax(zones);
        let (levels, zones) = ((&*levels).try_into(), (&*zones).try_into());
        Answer { levels: levels.unwrap_or_default(), means: [0.0; 3], zones: zones.unwrap_or_default() }
    }
}

const ANSWERS: usize = 3 + ZONE_COUNT;

/// A review laid out to be read stretch by stretch.
pub struct Stretches<'t> {
    script: Script<'t>,
    /// The units of each stretch.
    cuts: Vec<Range<usize>>,
}

impl<'t> Stretches<'t> {
    /// Cuts a review into stretches of nearly equal length.
    #[must_use]
    pub fn new(paragraphs: &[Vec<Sentence<'t>>]) -> Self {
        let script = Script::new(paragraphs);
        let cuts = cut(&script.units.iter().map(|unit| weight(unit)).collect::<Vec<_>>());
        Self { script, cuts }
    }

    /// How many stretches there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.cuts.len()
    }

    /// The sentences of a stretch, numbered through the review.
    #[must_use]
    pub fn sentences(&self, stretch: usize) -> Range<usize> {
        let Some(units) = self.cuts.get(stretch) else { return 0..0 };
        let first = |unit: usize| self.script.places.partition_point(|place| *place < unit);
        first(units.start)..first(units.end)
    }

    /// Reads some stretches, on as many threads as the machine runs at once: their answers, in the order asked for.
    #[must_use]
    pub fn read_all(&self, which: &[usize], judge: &Careful) -> Vec<Vec<Answer>> {
        let threads = thread::available_parallelism().map_or(1, usize::from).min(which.len());
        let next = AtomicUsize::new(0);
        let take_turns = || {
            let (mut done, mut work) = (Vec::new(), Work::default());
            while let Some((turn, stretch)) =
                Some(next.fetch_add(1, Relaxed)).and_then(|at| Some((at, which.get(at)?)))
            {
                done.push((turn, self.read(*stretch, judge, &mut work)));
            }
            done
        };
        let mut done: Vec<(usize, Vec<Answer>)> = thread::scope(|scope| {
            let others: Vec<_> = (1..threads).map(|_| scope.spawn(take_turns)).collect();
            let own = take_turns();
            own.into_iter()
                .chain(others.into_iter().flat_map(|other| other.join().unwrap_or_default()))
                .collect()
        });
        done.sort_unstable_by_key(|(turn, _)| *turn);
        done.into_iter().map(|(_, answers)| answers).collect()
    }

    /// Reads a stretch: an answer for each of its sentences.
    #[must_use]
    pub fn read(&self, stretch: usize, judge: &Careful, work: &mut Work) -> Vec<Answer> {
        let Some(units) = self.cuts.get(stretch).cloned() else { return Vec::new() };
        let mut answers = Vec::with_capacity(units.len());
        let mut next = units.start;
        // Where a text has more pieces than its length promised, a stretch takes several windows.
        while next < units.end {
            let window = Window::around(&self.script, next..units.end, &judge.transformer);
            let vectors = judge.transformer.read(&window.pieces, &window.sentences, work);
            let rows = vectors.data.chunks_exact(vectors.cols.max(1));
            let said: Vec<Answer> = rows.map(|row| judge.answer(row)).collect();
            let means = means(&said);
            answers.extend(
                said.iter().skip(window.before).take(window.count).map(|answer| Answer { means, ..*answer }),
            );
            next += window.count.max(1);
        }
        let places = self.script.places.get(self.sentences(stretch)).unwrap_or_default();
        places.iter().map(|place| answers.get(place - units.start).copied().unwrap_or_default()).collect()
    }
}

fn means(answers: &[Answer]) -> [f32; 3] {
    let mut out = [0.0; 3];
    for answer in answers {
        add_scaled(&mut out, 1.0 / float(answers.len()), &answer.levels);
    }
    out
}

/// About how many pieces a unit has: known without reading it, and of a marked one the same whatever it hides.
fn weight(unit: &Unit<'_>) -> usize {
    match unit {
        Unit::Read(text) => (2 + text.len() / 4).min(LONGEST_SENTENCE),
        Unit::Masked(_) => 2,
    }
}

fn cut(weights: &[usize]) -> Vec<Range<usize>> {
    let total: usize = weights.iter().sum();
    let count = total.div_ceil(STRETCH).max(1);
    let mut cuts = Vec::with_capacity(count);
    let (mut start, mut sum) = (0, 0);
    for (at, weight) in weights.iter().enumerate() {
        // A unit belongs to the stretch in which its middle stands.
        let middle = sum + weight / 2;
        if middle * count >= (cuts.len() + 1) * total && at > start {
            cuts.push(start..at);
            start = at;
        }
        sum += weight;
    }
    cuts.push(start..weights.len());
    cuts
}

/// What is read at once.
struct Window {
    pieces: Vec<Piece>,
    sentences: Vec<Range<usize>>,
    /// How many of the sentences are heard before those that are judged.
    before: usize,
    /// How many are judged.
    count: usize,
}

impl Window {
    /// As many of `units` as there is room for, and a margin.
    fn around(script: &Script<'_>, units: Range<usize>, transformer: &Transformer) -> Self {
        let pieces_of = |unit: usize| {
            let mut pieces = Vec::new();
            match script.units.get(unit) {
                Some(Unit::Read(text)) => transformer.tokenizer.cut(text, LONGEST_SENTENCE, &mut pieces),
                _ => pieces.push(MASK),
            }
            pieces
        };
        // Each sentence takes a piece to begin with and perhaps one to end the paragraph before it.
        let mut room = LONGEST - 1;
        let mut inner: Vec<Vec<Piece>> = Vec::new();
        for unit in units.clone() {
            let pieces = pieces_of(unit);
            let Some(left) = room.checked_sub(pieces.len() + 2) else { break };
            room = left;
            inner.push(pieces);
        }
        let end = units.start + inner.len();
        let mut margin = |order: &mut dyn Iterator<Item = usize>| {
            let (mut out, mut left) = (Vec::new(), MARGIN);
            for pieces in order.map(pieces_of) {
                let Some(rest) = room.checked_sub(pieces.len() + 2).filter(|_| left > 0) else { break };
                room = rest;
                left = left.saturating_sub(pieces.len() + 2);
                out.push(pieces);
            }
            out
        };
        let mut before = margin(&mut (0..units.start).rev());
        let after = margin(&mut (end..script.units.len()));
        before.reverse();
        let (first, heard, count) = (units.start - before.len(), before.len(), inner.len());
        let mut window = Self { pieces: Vec::new(), sentences: Vec::new(), before: heard, count };
        for (unit, pieces) in (first..).zip(before.iter().chain(&inner).chain(&after)) {
            window.push(pieces, script.spots.get(unit).is_some_and(|spot| spot.1 == 0));
        }
        window.pieces.push(END);
        if let Some(last) = window.sentences.last_mut() {
            last.end += 1;
        }
        window
    }

    fn push(&mut self, pieces: &[Piece], begins_paragraph: bool) {
        if begins_paragraph && !self.pieces.is_empty() {
            self.pieces.push(END);
            if let Some(last) = self.sentences.last_mut() {
                last.end += 1;
            }
        }
        let start = self.pieces.len();
        self.pieces.push(BEGIN);
        self.pieces.extend_from_slice(pieces);
        self.sentences.push(start..self.pieces.len());
    }
}
