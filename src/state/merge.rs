//! Taking in what others wrote: whatever we changed since we read it is ours, everything else theirs.

use std::collections::{BTreeMap, BTreeSet};

use review::gate::Rulings;

use super::Record;
use crate::app::{Kept, Noted};

/// Our changes of `base` over `theirs`.
pub(super) fn records(base: &Record, ours: &Record, theirs: &Record) -> Record {
    let mut merged = theirs.clone();
    merged.kept = kept(&base.kept, &ours.kept, &theirs.kept);
    merged.shelf.entry = ours.shelf.entry.clone();
    merged.sketch = ours.sketch.clone();
    for (name, value) in &ours.unknown {
        merged.unknown.entry(name.clone()).or_insert_with(|| value.clone());
    }
    merged
}

/// Two records that know nothing of each other: the later one decides where they differ.
pub(super) fn joined(one: &Record, other: &Record) -> Record {
    let later_first = one.shelf.entry.read > other.shelf.entry.read;
    let (later, earlier) = if later_first { (one, other) } else { (other, one) };
    let mut merged = records(&Record::default(), later, earlier);
    // What is not set has not been changed, however late.
    if merged.kept.place.is_none() {
        merged.kept.place.clone_from(&earlier.kept.place);
    }
    merged
}

fn kept(base: &Kept, ours: &Kept, theirs: &Kept) -> Kept {
    Kept {
        place: value(&base.place, &ours.place, &theirs.place),
        folds: value(&base.folds, &ours.folds, &theirs.folds),
        hide: value(&base.hide, &ours.hide, &theirs.hide),
        notes: notes(&base.notes, &ours.notes, &theirs.notes),
        viewing: value(&base.viewing, &ours.viewing, &theirs.viewing),
        rulings: rulings(&base.rulings, &ours.rulings, &theirs.rulings),
        marks: map(&base.marks, &ours.marks, &theirs.marks),
    }
}

fn rulings(base: &Rulings, ours: &Rulings, theirs: &Rulings) -> Rulings {
    Rulings {
        opened: set(&base.opened, &ours.opened, &theirs.opened),
        safe: set(&base.safe, &ours.safe, &theirs.safe),
        spoilers: set(&base.spoilers, &ours.spoilers, &theirs.spoilers),
        hidden: set(&base.hidden, &ours.hidden, &theirs.hidden),
    }
}

fn notes(base: &[Noted], ours: &[Noted], theirs: &[Noted]) -> Vec<Noted> {
    let kept = theirs.iter().filter(|one| ours.contains(one) || !base.contains(one));
    let mut merged: Vec<Noted> = kept.cloned().collect();
    for one in ours.iter().filter(|one| !base.contains(one)) {
        if !merged.contains(one) {
            merged.push(one.clone());
        }
    }
    merged
}

fn value<T: Clone + PartialEq>(base: &T, ours: &T, theirs: &T) -> T {
    if ours == base { theirs.clone() } else { ours.clone() }
}

fn set<T: Clone + Ord>(base: &BTreeSet<T>, ours: &BTreeSet<T>, theirs: &BTreeSet<T>) -> BTreeSet<T> {
    let kept = theirs.iter().filter(|one| ours.contains(one) || !base.contains(one));
    let added = ours.iter().filter(|one| !base.contains(one));
    kept.chain(added).cloned().collect()
}

fn map<K: Clone + Ord, V: Clone + PartialEq>(
    base: &BTreeMap<K, V>,
    ours: &BTreeMap<K, V>,
    theirs: &BTreeMap<K, V>,
) -> BTreeMap<K, V> {
    let mut merged = theirs.clone();
    for key in base.keys().chain(ours.keys()) {
        match ours.get(key) {
            one if one == base.get(key) => {}
            Some(value) => _ = merged.insert(key.clone(), value.clone()),
            None => _ = merged.remove(key),
        }
    }
    merged
}
