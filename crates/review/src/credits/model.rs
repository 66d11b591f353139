//! The learned weights: `assets/credits/credits.model`, made by `training/` and described in its card.
//!
//! Four tables of rows by hash (what is seen of a stretch, and of a title, what is seen between two, what other reviews say of a
//! name), and two small nets that judge an entity from what its mentions say.

use std::sync::LazyLock;

use super::features::{BITS, Known};
use super::mentions::{ANSWERS, KINDS};

/// All that is learned.
#[derive(Default)]
pub struct Model {
    /// What is seen of a stretch, for kinds and roles.
    pub stretch: Table<ANSWERS>,
    /// What is seen of a stretch, for being the film's title.
    pub title: Table<1>,
    /// What is seen between a person and a character.
    pub pair: Table<1>,
    /// What other reviews say of a name.
    pub known: Known,
    pub kind: Net,
    pub role: Net,
}

/// A linear model over hashed rows; rows that weigh nothing are left out.
#[derive(Clone)]
pub struct Table<const N: usize> {
    /// The number of a row among the weights and one, or none.
    index: Vec<u16>,
    weights: Vec<[i8; N]>,
    scale: [f32; N],
    bias: [f32; N],
}

impl<const N: usize> Default for Table<N> {
    fn default() -> Self {
        Self { index: vec![0; 1 << BITS], weights: Vec::new(), scale: [0.0; N], bias: [0.0; N] }
    }
}

/// A net with one hidden layer.
#[derive(Clone, Default)]
pub struct Net {
    pub ins: usize,
    pub hidden: usize,
    pub outs: usize,
    /// Weights into the hidden layer, its biases, weights out of it, and theirs.
    pub weights: Vec<f32>,
}

impl Model {
    /// The one that is shipped.
    pub fn shipped() -> &'static Self {
        static MODEL: LazyLock<Model> = LazyLock::new(|| {
            Model::read(include_bytes!("../../../../assets/credits/credits.model")).unwrap_or_default()
        });
        &MODEL
    }

    /// A model from its file's bytes; none where they are none.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut source = Source(bytes.strip_prefix(MAGIC)?);
        let stretch = source.table()?;
        let title = source.table()?;
        let pair = source.table()?;
        let known = source.known()?;
        let (kind, role) = (source.net()?, source.net()?);
        Some(Self { stretch, title, pair, known, kind, role })
    }

    /// Its file's bytes.
    pub fn write(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        self.stretch.write(&mut out);
        self.title.write(&mut out);
        self.pair.write(&mut out);
        let mut known: Vec<_> = self.known.iter().collect();
        known.sort_unstable();
        number(known.len(), &mut out);
        for (name, shares) in known {
            let packed =
                shares.iter().rev().fold(0_u32, |packed, share| packed << 2 | u32::from((*share).min(3)));
            out.extend(name.to_le_bytes());
            out.extend(packed.to_le_bytes().iter().take(3));
        }
        self.kind.write(&mut out);
        self.role.write(&mut out);
        out
    }
}

const MAGIC: &[u8] = b"credits1";

fn number(number: usize, out: &mut Vec<u8>) {
    out.extend(u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
}

impl<const N: usize> Table<N> {
    /// The weights `rows` by their number, rounded to bytes.
    pub fn new(rows: &[(u32, [f32; N])], bias: [f32; N]) -> Self {
        let mut table = Self { bias, ..Self::default() };
        for at in 0..N {
            let most = rows.iter().map(|(_, weights)| weights[at].abs()).fold(1e-6, f32::max);
            table.scale[at] = most / 127.0;
        }
        for (row, weights) in rows.iter().take(usize::from(u16::MAX) - 1) {
            let mut rounded = [0; N];
            for ((to, from), scale) in rounded.iter_mut().zip(weights).zip(table.scale) {
                *to = (from / scale).round() as i8;
            }
            table.add(*row, rounded);
        }
        table
    }

    fn add(&mut self, row: u32, weights: [i8; N]) {
        self.weights.push(weights);
        if let Some(index) = self.index.get_mut(row as usize) {
            *index = u16::try_from(self.weights.len()).unwrap_or_default();
        }
    }

    /// What `rows` say together.
    pub fn answer(&self, rows: &[u32]) -> [f32; N] {
        let mut sums = [0_i32; N];
        for row in rows {
            let index = self.index.get(*row as usize).copied().unwrap_or_default();
            let Some(weights) = usize::from(index).checked_sub(1).and_then(|at| self.weights.get(at)) else {
                continue;
            };
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += i32::from(*weight);
            }
        }
        let mut answers = self.bias;
        for ((answer, sum), scale) in answers.iter_mut().zip(sums).zip(self.scale) {
            *answer += sum as f32 * scale;
        }
        answers
    }

    fn write(&self, out: &mut Vec<u8>) {
        number(self.weights.len(), out);
        out.extend(self.scale.iter().chain(&self.bias).flat_map(|n| n.to_le_bytes()));
        let rows = self.index.iter().enumerate().filter(|(_, index)| **index > 0);
        for (row, index) in rows {
            out.extend(u32::try_from(row).unwrap_or_default().to_le_bytes().iter().take(3));
            out.extend(self.weights[usize::from(*index) - 1].iter().map(|weight| weight.to_le_bytes()[0]));
        }
    }
}

impl Net {
    /// What it makes of `inputs`.
    pub fn answer(&self, inputs: &[f32]) -> [f32; KINDS] {
        let mut answers = [0.0; KINDS];
        if self.weights.len() != self.ins * self.hidden + self.hidden + self.hidden * self.outs + self.outs {
            return answers;
        }
        let (into, rest) = self.weights.split_at(self.ins * self.hidden);
        let (biases, rest) = rest.split_at(self.hidden);
        let (out_of, last) = rest.split_at(self.hidden * self.outs);
        let sum =
            |weights: &[f32], values: &[f32]| weights.iter().zip(values).map(|(a, b)| a * b).sum::<f32>();
        let rows = into.chunks_exact(self.ins).zip(biases);
        let hidden: Vec<f32> = rows.map(|(row, bias)| (sum(row, inputs) + bias).max(0.0)).collect();
        let rows = out_of.chunks_exact(self.hidden).zip(last);
        for (answer, (row, bias)) in answers.iter_mut().zip(rows) {
            *answer = sum(row, &hidden) + bias;
        }
        answers
    }

    fn write(&self, out: &mut Vec<u8>) {
        for size in [self.ins, self.hidden, self.outs, self.weights.len()] {
            number(size, out);
        }
        out.extend(self.weights.iter().flat_map(|n| n.to_le_bytes()));
    }
}

struct Source<'b>(&'b [u8]);

impl Source<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    fn number(&mut self) -> Option<usize> {
        self.take().map(u32::from_le_bytes).map(|n| n as usize)
    }

    fn float(&mut self) -> Option<f32> {
        self.take().map(f32::from_le_bytes)
    }

    fn three(&mut self) -> Option<u32> {
        self.take().map(|[a, b, c]| u32::from_le_bytes([a, b, c, 0]))
    }

    fn table<const N: usize>(&mut self) -> Option<Table<N>> {
        let count = self.number()?;
        let mut table = Table::default();
        for value in table.scale.iter_mut().chain(&mut table.bias) {
            *value = self.float()?;
        }
        for _ in 0..count {
            let row = self.three()?;
            let weights = self.take::<N>()?;
            table.add(row, weights.map(|byte| i8::from_le_bytes([byte])));
        }
        Some(table)
    }

    fn known(&mut self) -> Option<Known> {
        let count = self.number()?;
        let mut known = Known::default();
        for _ in 0..count {
            let name = self.take().map(u32::from_le_bytes)?;
            let packed = self.three()?;
            let mut shares = [0; 12];
            for (at, share) in shares.iter_mut().enumerate() {
                *share = u8::try_from(packed >> (2 * at) & 3).unwrap_or_default();
            }
            known.insert(name, shares);
        }
        Some(known)
    }

    fn net(&mut self) -> Option<Net> {
        let (ins, hidden, outs, count) = (self.number()?, self.number()?, self.number()?, self.number()?);
        let weights: Option<Vec<f32>> = (0..count.min(1 << 20)).map(|_| self.float()).collect();
        Some(Net { ins, hidden, outs, weights: weights? })
    }
}
