//! The figures: ranking, zones, and what a reader would meet.

/// The chance that a positive is scored above a negative.
#[must_use]
pub fn auc(rows: &[(f32, bool)]) -> f64 {
    let mut rows = rows.to_vec();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    let positives = rows.iter().filter(|r| r.1).count() as f64;
    let negatives = rows.len() as f64 - positives;
    let mut sum = 0.0;
    let mut at = 0;
    for tie in rows.chunk_by(|a, b| a.0 == b.0) {
        let rank = at as f64 + f64::midpoint(tie.len() as f64, 1.0);
        sum += rank * tie.iter().filter(|r| r.1).count() as f64;
        at += tie.len();
    }
    (sum - positives * (positives + 1.0) / 2.0) / (positives * negatives)
}

/// Precision averaged over the places of the positives, best scores first.
#[must_use]
pub fn average_precision(rows: &[(f32, bool)]) -> f64 {
    let mut rows = rows.to_vec();
    rows.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut hits, mut sum) = (0.0, 0.0);
    for (n, row) in rows.iter().enumerate() {
        if row.1 {
            hits += 1.0;
            sum += hits / (n as f64 + 1.0);
        }
    }
    sum / hits.max(1.0)
}

/// Accuracy and macro F1 of pairs (true, found).
#[must_use]
pub fn zones(pairs: &[(usize, usize)]) -> (f64, f64) {
    let right = pairs.iter().filter(|(t, f)| t == f).count() as f64;
    let mut f1 = Vec::new();
    for z in 0..7 {
        let truly = pairs.iter().filter(|(t, _)| *t == z).count();
        let found = pairs.iter().filter(|(_, f)| *f == z).count();
        let both = pairs.iter().filter(|(t, f)| *t == z && *f == z).count();
        if truly > 0 {
            f1.push(2.0 * both as f64 / (truly + found) as f64);
        }
    }
    (right / pairs.len().max(1) as f64, f1.iter().sum::<f64>() / f1.len().max(1) as f64)
}
