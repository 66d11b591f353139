//! Fitting: a linear model over hashed rows by Adagrad, and a small net by `RMSprop`.

use std::collections::HashMap;

use review::credits::features::BITS;
use review::credits::mentions::{ANSWERS, KINDS, ROLES, probability, shares};
use review::credits::model::{Net, Table};

use super::annotated::{Label, MASK};
use super::examples::Sample;
use crate::random::Random;

/// A linear model while it learns: Adagrad over rows.
pub struct Fit<const N: usize> {
    w: Vec<[f32; N]>,
    g: Vec<[f32; N]>,
    bias: [f32; N],
    gb: [f32; N],
    count: Vec<u32>,
}
impl<const N: usize> Fit<N> {
    pub fn new(bias: [f32; N]) -> Self {
        let n = 1 << BITS;
        Self { w: vec![[0.0; N]; n], g: vec![[0.0; N]; n], bias, gb: [1.0; N], count: vec![0; n] }
    }
    pub fn answer(&self, rows: &[u32], scale: f32) -> [f32; N] {
        let mut y = [0.0; N];
        for r in rows {
            for (a, b) in y.iter_mut().zip(&self.w[*r as usize]) {
                *a += b;
            }
        }
        for (a, b) in y.iter_mut().zip(&self.bias) {
            *a = *a * scale + b;
        }
        y
    }
    pub fn step(
        &mut self,
        rows: &[u32],
        rate: f32,
        drop: f32,
        rng: &mut Random,
        loss: impl FnOnce(&[f32; N], &mut [f32; N]),
    ) {
        let kept: Vec<u32> = rows.iter().copied().filter(|_| !rng.chance(drop)).collect();
        let scale = 1.0 / (1.0 - drop);
        let y = self.answer(&kept, scale);
        let mut gy = [0.0; N];
        loss(&y, &mut gy);
        for q in 0..N {
            self.gb[q] += gy[q] * gy[q];
            self.bias[q] -= 0.3 * rate * gy[q] / self.gb[q].sqrt();
        }
        for r in kept {
            let r = r as usize;
            self.count[r] += 1;
            let (w, s) = (&mut self.w[r], &mut self.g[r]);
            for q in 0..N {
                let g = gy[q] * scale;
                if g.abs() > 1e-4 {
                    s[q] += g * g;
                    w[q] -= rate * g / (s[q].sqrt() + 0.05);
                }
            }
        }
    }
    /// The rows that weigh most.
    pub fn table(&self, keep: usize) -> Table<N> {
        let weight =
            |r: usize| self.w[r].iter().map(|w| w * w).sum::<f32>().sqrt() * (self.count[r] as f32).sqrt();
        let mut all: Vec<(f32, usize)> =
            (0..self.w.len()).map(|r| (weight(r), r)).filter(|w| w.0 > 0.0).collect();
        all.sort_by(|a, b| b.0.total_cmp(&a.0));
        all.truncate(keep);
        Table::new(&all.iter().map(|(_, r)| (*r as u32, self.w[*r])).collect::<Vec<_>>(), self.bias)
    }
}
pub struct Settings {
    pub epochs: usize,
    pub rate: f32,
    pub drop: f32,
    pub keep: usize,
    pub pseudo: f32,
}
pub fn fit(samples: &[&Sample], pseudo: &[Sample], o: &Settings, seed: u64) -> Table<ANSWERS> {
    let mut rng = Random(seed);
    let all: Vec<&Label> = samples.iter().flat_map(|s| &s.labels).collect();
    let n = all.len() as f32;
    let mut bias = [0.0; ANSWERS];
    for k in 0..KINDS {
        bias[k] = (all.iter().filter(|l| l.kind as usize == k).count() as f32 / n).max(1e-4).ln();
    }
    for r in 0..ROLES {
        let p = (all.iter().filter(|l| l.roles >> r & 1 == 1).count() as f32 / n).max(1e-4);
        bias[KINDS + r] = (p / (1.0 - p)).ln();
    }
    let mut f = Fit::new(bias);
    let gold: Vec<(usize, usize)> =
        samples.iter().enumerate().flat_map(|(a, s)| (0..s.rows.len()).map(move |b| (a, b))).collect();
    for epoch in 0..o.epochs {
        // Of the mentions of an entity, those answer for its roles that tell of them.
        let answers: Vec<Vec<bool>> = samples
            .iter()
            .map(|s| {
                let mut a = vec![true; s.labels.len()];
                if epoch == 0 {
                    return a;
                }
                let mut by: HashMap<u16, Vec<(f32, usize)>> = HashMap::new();
                for (i, l) in s.labels.iter().enumerate() {
                    if l.roles != 0 {
                        let y = f.answer(&s.rows[i], 1.0);
                        let v = (0..ROLES)
                            .filter(|r| l.roles >> r & 1 == 1)
                            .map(|r| probability(y[KINDS + r]))
                            .sum::<f32>();
                        by.entry(l.entity).or_default().push((v, i));
                    }
                }
                for v in by.values() {
                    let m = v.iter().fold(0.0f32, |m, x| m.max(x.0));
                    for (p, i) in v {
                        a[*i] = *p >= m * 0.6;
                    }
                }
                a
            })
            .collect();
        let extra = pseudo
            .iter()
            .enumerate()
            .filter(|(i, _)| i % 3 == epoch % 3)
            .flat_map(|(a, s)| (0..s.rows.len()).map(move |b| (a + samples.len(), b)));
        let mut order: Vec<(usize, usize)> = gold.iter().copied().chain(extra).collect();
        rng.shuffle(&mut order);
        let rate = o.rate * (1.0 - epoch as f32 / o.epochs as f32).max(0.1);
        for (a, b) in order {
            let (s, answers, by) = if a < samples.len() {
                (samples[a], answers[a][b], 1.0)
            } else {
                (&pseudo[a - samples.len()], true, o.pseudo)
            };
            let l = s.labels[b];
            f.step(&s.rows[b], rate, o.drop, &mut rng, |y, g| {
                if l.kind != MASK {
                    let p = shares(y);
                    for k in 0..KINDS {
                        g[k] = (p[k] - f32::from(u8::from(k == l.kind as usize))) * by;
                    }
                }
                for r in 0..ROLES {
                    let t = l.roles >> r & 1;
                    if l.unsure >> r & 1 == 1 || (t == 1 && !answers) {
                        continue;
                    }
                    g[KINDS + r] = (probability(y[KINDS + r]) - f32::from(t)) * by;
                }
            });
        }
    }
    f.table(o.keep)
}
/// A small net while it learns: RMSprop.
pub struct Small {
    pub net: Net,
    v: Vec<f32>,
    t: f32,
}
impl Small {
    pub fn new(ins: usize, hidden: usize, outs: usize, bias: &[f32], rng: &mut Random) -> Self {
        let mut w: Vec<f32> = (0..ins * hidden).map(|_| rng.normal() * (1.0 / ins as f32).sqrt()).collect();
        w.extend(vec![0.0; hidden]);
        w.extend((0..hidden * outs).map(|_| rng.normal() * (1.0 / hidden as f32).sqrt()));
        w.extend(bias);
        Self { v: vec![0.0; w.len()], net: Net { ins, hidden, outs, weights: w }, t: 0.0 }
    }
    pub fn step(
        &mut self,
        x: &[f32],
        rate: f32,
        drop: f32,
        rng: &mut Random,
        loss: impl FnOnce(&[f32], &mut [f32]),
    ) {
        let (n, h, o) = (self.net.ins, self.net.hidden, self.net.outs);
        let (b, w, c) = (n * h, n * h + h, n * h + h + h * o);
        let p = &mut self.net.weights;
        let z: Vec<f32> = (0..h)
            .map(|k| p[b + k] + p[k * n..][..n].iter().zip(x).map(|(a, b)| a * b).sum::<f32>())
            .collect();
        let live: Vec<f32> =
            z.iter().map(|z| if *z > 0.0 && !rng.chance(drop) { 1.0 / (1.0 - drop) } else { 0.0 }).collect();
        let a: Vec<f32> = z.iter().zip(&live).map(|(z, l)| z * l).collect();
        let y: Vec<f32> = (0..o)
            .map(|q| p[c + q] + p[w + q * h..][..h].iter().zip(&a).map(|(a, b)| a * b).sum::<f32>())
            .collect();
        let mut gy = vec![0.0; o];
        loss(&y, &mut gy);
        self.t += 1.0;
        let corr = 1.0 - 0.999f32.powf(self.t);
        let mut gh = vec![0.0; h];
        for q in 0..o {
            for k in 0..h {
                gh[k] += gy[q] * p[w + q * h + k];
            }
        }
        let v = &mut self.v;
        let mut up = |i: usize, g: f32| {
            v[i] = v[i] * 0.999 + 0.001 * g * g;
            p[i] -= rate * g / ((v[i] / corr).sqrt() + 1e-3);
        };
        for q in 0..o {
            up(c + q, gy[q]);
            for k in 0..h {
                up(w + q * h + k, gy[q] * a[k]);
            }
        }
        for k in 0..h {
            let g = gh[k] * live[k];
            up(b + k, g);
            for i in 0..n {
                up(k * n + i, g * x[i]);
            }
        }
    }
}

/// A review as its title is sought: the rows of its stretches, and which of them are the title.
pub struct Titled<'s> {
    pub rows: &'s [Vec<u32>],
    pub is: Vec<bool>,
}

/// What of a stretch says that it is the title, beside all others of its review and none.
pub fn fit_titles(reviews: &[Titled<'_>], epochs: usize, keep: usize, seed: u64) -> Table<1> {
    let mut rng = Random(seed);
    let mut fit = Fit::new([-4.0]);
    let mut order: Vec<usize> = (0..reviews.len()).collect();
    for epoch in 0..epochs {
        rng.shuffle(&mut order);
        let rate = 0.1 * (1.0 - epoch as f32 / epochs as f32).max(0.1);
        for number in &order {
            let review = &reviews[*number];
            let weights: Vec<f32> =
                review.rows.iter().map(|rows| fit.answer(rows, 1.0)[0].clamp(-20.0, 20.0).exp()).collect();
            let all: f32 = 1.0 + weights.iter().sum::<f32>();
            let right: f32 = weights.iter().zip(&review.is).map(|(w, is)| if *is { *w } else { 0.0 }).sum();
            for ((rows, weight), is) in review.rows.iter().zip(&weights).zip(&review.is) {
                let pull = weight / all - if *is { weight / right } else { 0.0 };
                if pull.abs() > 0.002 {
                    fit.step(rows, rate, 0.15, &mut rng, |_, g| g[0] = pull);
                }
            }
        }
    }
    fit.table(keep)
}
