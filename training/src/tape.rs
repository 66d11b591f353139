//! Records what a network computes, and walks back over it to find how each weight should change.

use std::ops::Range;

use judge::matrix::{Matrix, add_scaled};

use super::product::{add_product, affine};

/// A value on the tape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Var(usize);

/// A weight matrix or a table of vectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Param(pub usize);

/// Rows of a table summed with weights; `ends[i]` is where bag `i` ends.
#[derive(Clone, Default)]
pub struct Bags {
    pub picks: Vec<(u32, f32)>,
    pub ends: Vec<usize>,
}

impl Bags {
    pub fn close(&mut self) {
        self.ends.push(self.picks.len());
    }

    fn ranges(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(self.ends.iter().copied()).map(|(a, b)| a..b)
    }
}

enum Op {
    Given,
    Bags(Param, Bags),
    Affine(Var, Param),
    Unfold(Var, usize, Vec<Range<usize>>),
    Relu(Var),
    Add(Var, Var),
    Concat(Var, Var),
    Scale(Var, Matrix),
    Max(Var, Vec<u32>),
    Mean(Var, Vec<Range<usize>>),
    Norm(Var, Vec<f32>),
}

/// What to add to each parameter; tables remember which rows were touched.
#[derive(Clone)]
pub struct Gradient {
    pub params: Vec<Matrix>,
    pub touched: Vec<Option<Vec<u32>>>,
    marks: Vec<Vec<bool>>,
}

impl Gradient {
    #[must_use]
    pub fn new(params: &[Matrix], tables: &[bool]) -> Self {
        Self {
            params: params.iter().map(|p| Matrix::zeros(p.rows(), p.cols)).collect(),
            touched: tables.iter().map(|t| t.then(Vec::new)).collect(),
            marks: params
                .iter()
                .zip(tables)
                .map(|(p, t)| vec![false; if *t { p.rows() } else { 0 }])
                .collect(),
        }
    }

    fn table_row(&mut self, p: Param, row: u32) -> &mut [f32] {
        if let Some(touched) = &mut self.touched[p.0]
            && !std::mem::replace(&mut self.marks[p.0][row as usize], true)
        {
            touched.push(row);
        }
        self.params[p.0].row_mut(row as usize)
    }

    /// Moves what the other holds into this one.
    pub fn take_from(&mut self, other: &mut Self) {
        for p in 0..self.params.len() {
            if let Some(rows) = other.touched[p].clone() {
                for row in rows {
                    let from = other.params[p].row(row as usize).to_vec();
                    add_scaled(self.table_row(Param(p), row), 1.0, &from);
                }
            } else {
                add_scaled(&mut self.params[p].data, 1.0, &other.params[p].data);
            }
        }
        other.clear();
    }

    pub fn clear(&mut self) {
        for ((matrix, touched), marks) in self.params.iter_mut().zip(&mut self.touched).zip(&mut self.marks) {
            match touched {
                Some(rows) => {
                    for row in rows.drain(..) {
                        matrix.row_mut(row as usize).fill(0.0);
                        marks[row as usize] = false;
                    }
                }
                None => matrix.data.fill(0.0),
            }
        }
    }
}

pub struct Tape<'p> {
    params: &'p [Matrix],
    /// The transposes of the weight matrices, empty for tables.
    flipped: &'p [Matrix],
    values: Vec<Matrix>,
    ops: Vec<Op>,
}

/// The transposes the walk back needs, once a batch.
#[must_use]
pub fn flip(params: &[Matrix], tables: &[bool]) -> Vec<Matrix> {
    params
        .iter()
        .zip(tables)
        .map(|(p, table)| if *table { Matrix::default() } else { transpose(p) })
        .collect()
}

fn transpose(m: &Matrix) -> Matrix {
    let (rows, cols) = (m.rows() - 1, m.cols);
    let mut out = Matrix::zeros(cols, rows);
    for r in 0..rows {
        for (c, v) in m.row(r).iter().enumerate() {
            out.data[c * rows + r] = *v;
        }
    }
    out
}

impl<'p> Tape<'p> {
    #[must_use]
    pub fn new(params: &'p [Matrix], flipped: &'p [Matrix]) -> Self {
        Self { params, flipped, values: Vec::new(), ops: Vec::new() }
    }

    fn push(&mut self, value: Matrix, op: Op) -> Var {
        self.values.push(value);
        self.ops.push(op);
        Var(self.values.len() - 1)
    }

    #[must_use]
    pub fn value(&self, x: Var) -> &Matrix {
        &self.values[x.0]
    }

    pub fn given(&mut self, value: Matrix) -> Var {
        self.push(value, Op::Given)
    }

    pub fn bags(&mut self, table: Param, bags: Bags) -> Var {
        let source = &self.params[table.0];
        let mut out = Matrix::zeros(bags.ends.len(), source.cols);
        for (i, range) in bags.ranges().enumerate() {
            for (row, weight) in &bags.picks[range] {
                add_scaled(out.row_mut(i), *weight, source.row(*row as usize));
            }
        }
        self.push(out, Op::Bags(table, bags))
    }

    pub fn affine(&mut self, x: Var, weights: Param) -> Var {
        let out = affine(&self.values[x.0], &self.params[weights.0]);
        self.push(out, Op::Affine(x, weights))
    }

    /// Each row beside the rows `step` before and after it, within its range.
    pub fn unfold(&mut self, x: Var, step: usize, ranges: &[Range<usize>]) -> Var {
        let x_value = &self.values[x.0];
        let cols = x_value.cols;
        let mut out = Matrix::zeros(x_value.rows(), 3 * cols);
        each_neighbour(step, ranges, |place, from, to| {
            out.row_mut(to)[place * cols..(place + 1) * cols].copy_from_slice(x_value.row(from));
        });
        self.push(out, Op::Unfold(x, step, ranges.to_vec()))
    }

    pub fn relu(&mut self, x: Var) -> Var {
        let mut out = self.values[x.0].clone();
        out.data.iter_mut().for_each(|v| *v = v.max(0.0));
        self.push(out, Op::Relu(x))
    }

    pub fn norm(&mut self, x: Var) -> Var {
        let mut out = self.values[x.0].clone();
        let cols = out.cols;
        let scales = out.data.chunks_exact_mut(cols).map(judge::context::normalise).collect();
        self.push(out, Op::Norm(x, scales))
    }

    pub fn add(&mut self, a: Var, b: Var) -> Var {
        let mut out = self.values[a.0].clone();
        add_scaled(&mut out.data, 1.0, &self.values[b.0].data);
        self.push(out, Op::Add(a, b))
    }

    pub fn concat(&mut self, a: Var, b: Var) -> Var {
        let (x, y) = (&self.values[a.0], &self.values[b.0]);
        let mut out = Matrix { cols: x.cols + y.cols, data: Vec::with_capacity(x.data.len() + y.data.len()) };
        for r in 0..x.rows() {
            out.data.extend_from_slice(x.row(r));
            out.data.extend_from_slice(y.row(r));
        }
        self.push(out, Op::Concat(a, b))
    }

    /// Multiplies by fixed numbers: drop-out.
    pub fn scale(&mut self, x: Var, by: Matrix) -> Var {
        let mut out = self.values[x.0].clone();
        out.data.iter_mut().zip(&by.data).for_each(|(v, s)| *v *= s);
        self.push(out, Op::Scale(x, by))
    }

    pub fn max(&mut self, x: Var, ranges: &[Range<usize>]) -> Var {
        let x_value = &self.values[x.0];
        let cols = x_value.cols;
        let mut out = Matrix::zeros(ranges.len(), cols);
        let mut from = vec![u32::MAX; ranges.len() * cols];
        for (i, range) in ranges.iter().enumerate() {
            let best = out.row_mut(i);
            best.fill(if range.is_empty() { 0.0 } else { f32::NEG_INFINITY });
            for r in range.clone() {
                let chosen = &mut from[i * cols..(i + 1) * cols];
                for ((v, best), chosen) in x_value.row(r).iter().zip(best.iter_mut()).zip(chosen) {
                    if *v > *best {
                        (*best, *chosen) = (*v, r as u32);
                    }
                }
            }
        }
        self.push(out, Op::Max(x, from))
    }

    pub fn mean(&mut self, x: Var, ranges: &[Range<usize>]) -> Var {
        let x_value = &self.values[x.0];
        let mut out = Matrix::zeros(ranges.len(), x_value.cols);
        for (i, range) in ranges.iter().enumerate() {
            let share = 1.0 / range.len().max(1) as f32;
            for r in range.clone() {
                add_scaled(out.row_mut(i), share, x_value.row(r));
            }
        }
        self.push(out, Op::Mean(x, ranges.to_vec()))
    }

    /// Adds to `gradient` what each parameter contributes to the given gradients of outputs.
    pub fn back(&self, outputs: Vec<(Var, Matrix)>, gradient: &mut Gradient) {
        let mut flow: Vec<Matrix> =
            self.values.iter().map(|v| Matrix { cols: v.cols, data: Vec::new() }).collect();
        for (var, matrix) in outputs {
            pour(&mut flow[var.0], &matrix.data);
        }
        for at in (0..self.ops.len()).rev() {
            let g = std::mem::take(&mut flow[at]);
            if !g.data.is_empty() {
                self.step_back(at, &g, &mut flow, gradient);
            }
        }
    }

    fn step_back(&self, at: usize, g: &Matrix, flow: &mut [Matrix], gradient: &mut Gradient) {
        let out = &self.values[at];
        match &self.ops[at] {
            Op::Given => {}
            Op::Bags(table, bags) => back_bags(*table, bags, g, gradient),
            Op::Affine(x, w) => self.back_affine(*x, *w, g, flow, gradient),
            Op::Unfold(x, step, ranges) => back_unfold(*step, ranges, g, self.make(*x, flow)),
            Op::Relu(x) => pour(self.make(*x, flow), &pairwise(g, out, |g, o| if o > 0.0 { g } else { 0.0 })),
            Op::Norm(x, scales) => pour(self.make(*x, flow), &back_norm(out, scales, g)),
            Op::Scale(x, by) => pour(self.make(*x, flow), &pairwise(g, by, |g, s| g * s)),
            Op::Max(x, from) => back_max(from, g, self.make(*x, flow)),
            Op::Mean(x, ranges) => back_mean(ranges, g, self.make(*x, flow)),
            Op::Add(a, b) => {
                pour(self.make(*a, flow), &g.data);
                pour(self.make(*b, flow), &g.data);
            }
            Op::Concat(a, b) => {
                let cut = self.values[a.0].cols;
                pour(self.make(*a, flow), &columns(g, 0..cut));
                pour(self.make(*b, flow), &columns(g, cut..g.cols));
            }
        }
    }

    fn back_affine(&self, x: Var, w: Param, g: &Matrix, flow: &mut [Matrix], gradient: &mut Gradient) {
        let x_value = &self.values[x.0];
        let dw = &mut gradient.params[w.0];
        outer(x_value, g, dw);
        if !matches!(self.ops[x.0], Op::Given) {
            add_product(&g.data, g.cols, &self.flipped[w.0].data, &mut self.make(x, flow).data);
        }
    }

    fn make<'f>(&self, x: Var, flow: &'f mut [Matrix]) -> &'f mut Matrix {
        let slot = &mut flow[x.0];
        if slot.data.is_empty() {
            *slot = Matrix::zeros(self.values[x.0].rows(), self.values[x.0].cols);
        }
        slot
    }
}

fn pour(into: &mut Matrix, data: &[f32]) {
    if into.data.is_empty() {
        into.data = data.to_vec();
    } else {
        add_scaled(&mut into.data, 1.0, data);
    }
}

fn pairwise(a: &Matrix, b: &Matrix, f: impl Fn(f32, f32) -> f32) -> Vec<f32> {
    a.data.iter().zip(&b.data).map(|(a, b)| f(*a, *b)).collect()
}

fn columns(m: &Matrix, range: Range<usize>) -> Vec<f32> {
    m.data.chunks_exact(m.cols).flat_map(|row| &row[range.clone()]).copied().collect()
}

fn back_max(from: &[u32], g: &Matrix, target: &mut Matrix) {
    for (i, (d, row)) in g.data.iter().zip(from).enumerate() {
        if *row != u32::MAX {
            target.row_mut(*row as usize)[i % g.cols] += d;
        }
    }
}

fn back_mean(ranges: &[Range<usize>], g: &Matrix, target: &mut Matrix) {
    for (i, range) in ranges.iter().enumerate() {
        let share = 1.0 / range.len().max(1) as f32;
        for row in range.clone() {
            add_scaled(target.row_mut(row), share, g.row(i));
        }
    }
}

/// Calls `visit(place, from, to)` for the row before, the row itself and the row after each row.
fn each_neighbour(step: usize, ranges: &[Range<usize>], mut visit: impl FnMut(usize, usize, usize)) {
    for range in ranges {
        for to in range.clone() {
            if to >= range.start + step {
                visit(0, to - step, to);
            }
            visit(1, to, to);
            if to + step < range.end {
                visit(2, to + step, to);
            }
        }
    }
}

/// `dw += [x, 1]ᵀ · g`
fn outer(x: &Matrix, g: &Matrix, dw: &mut Matrix) {
    let (k, m) = (x.cols, g.cols);
    let columns: Vec<f32> = (0..k).flat_map(|i| x.data.iter().skip(i).step_by(k)).copied().collect();
    let (slopes, bias) = dw.data.split_at_mut(k * m);
    add_product(&columns, x.rows(), &g.data, slopes);
    for g in g.data.chunks_exact(m) {
        add_scaled(bias, 1.0, g);
    }
}

fn back_bags(table: Param, bags: &Bags, g: &Matrix, gradient: &mut Gradient) {
    for (i, range) in bags.ranges().enumerate() {
        for (row, weight) in &bags.picks[range] {
            add_scaled(gradient.table_row(table, *row), *weight, g.row(i));
        }
    }
}

fn back_unfold(step: usize, ranges: &[Range<usize>], g: &Matrix, target: &mut Matrix) {
    let cols = target.cols;
    each_neighbour(step, ranges, |place, from, to| {
        add_scaled(target.row_mut(from), 1.0, &g.row(to)[place * cols..(place + 1) * cols]);
    });
}

/// For y = x·s with s = 1/rms(x): dx = s·(g − y·mean(g·y)).
fn back_norm(y: &Matrix, scales: &[f32], g: &Matrix) -> Vec<f32> {
    let mut out = Vec::with_capacity(g.data.len());
    for ((y, g), s) in y.data.chunks_exact(y.cols).zip(g.data.chunks_exact(g.cols)).zip(scales) {
        let dot = y.iter().zip(g).map(|(y, g)| y * g).sum::<f32>() / y.len() as f32;
        out.extend(y.iter().zip(g).map(|(y, g)| s * (g - y * dot)));
    }
    out
}
