//! What is kept of a review, and how the reader is put back where they were. It names the text by
//! fingerprints and counts of shown words, so that neither words nor length of what is hidden are
//! in it.

use std::collections::{BTreeMap, BTreeSet};

use review::Document;
use review::document::Level;
use review::fingerprint::Fingerprint;
use review::gate::{Consent, Gate, Ratings, Rulings, Sight};
use review::span::{Offset, Span};
use serde::{Deserialize, Serialize};

use super::{App, Look, Note, Reading};
use crate::cast::Cast;
use crate::shelf::{Entry, Film, Viewing};
use crate::tally::minutes;

/// What is kept of one review.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Kept {
    /// Where the reader stands; the top for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Anchor>,
    /// The folded sections, by their first blocks; as usual for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folds: Option<BTreeSet<Fingerprint>>,
    /// What is hidden, where the reader chose otherwise than usual.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hide: Option<Curtain>,
    /// What was opened and overruled.
    pub rulings: Rulings,
    /// Whether the film was seen, where no year tells it from its namesakes.
    #[serde(skip_serializing_if = "is_unseen")]
    pub viewing: Viewing,
    /// The reader's notes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Noted>,
    /// The marks.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub marks: BTreeMap<char, Anchor>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_unseen(viewing: &Viewing) -> bool {
    *viewing == Viewing::Unseen
}

impl Kept {
    /// What of it may be taken over by a review that is like this one and not the same: nothing that
    /// would show more.
    #[must_use]
    pub fn for_another(self) -> Self {
        let rulings = Rulings { opened: BTreeSet::new(), ..self.rulings };
        Self { hide: None, viewing: Viewing::Unseen, rulings, ..self }
    }
}

/// A place in the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// The block.
    pub block: Fingerprint,
    /// From where `offset` counts.
    pub from: From,
    /// Bytes of shown text, or of what parts two blocks.
    #[serde(default)]
    pub offset: u32,
    /// Shown words before the block: where to look if it is gone, or stands there twice.
    #[serde(default)]
    pub words: usize,
}

/// A note, with no word of what it is on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {
    /// Where the sentences begin, and
    pub from: Anchor,
    /// where the last of them does.
    pub to: Anchor,
    /// What the reader wrote.
    pub text: String,
}

impl Noted {
    /// Where the sentences stand in what is read now.
    pub fn span(&self, reading: &Reading) -> Span {
        let document = reading.document();
        let (from, last) = (place(reading, &self.from), place(reading, &self.to));
        let sentences = document.sentences(document.block_at(last));
        let end =
            sentences.iter().find(|sentence| sentence.end() > last).map_or(last, |sentence| sentence.end());
        Span::new(from, end)
    }

    fn of(reading: &Reading, note: &Note) -> Option<Self> {
        let document = reading.document();
        let block = document.block_at(Offset::new(note.span.end().get().saturating_sub(1)));
        let last = document.sentences(block).iter().rfind(|sentence| sentence.start() < note.span.end())?;
        let at = |place| sentence_anchor(reading, place);
        Some(Self { from: at(note.span.start())?, to: at(last.start())?, text: note.text.clone() })
    }
}

/// The sentence that begins at `place`.
fn sentence_anchor(reading: &Reading, place: Offset) -> Option<Anchor> {
    let document = reading.document();
    let number = document.block_at(place);
    let (from, _) = within(reading, number, place)?;
    let words = reading.tally().words(0..number);
    Some(Anchor { block: document.block_print(number)?, from, offset: 0, words })
}

/// From where a place in a block is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum From {
    /// From the block's start.
    Start,
    /// From its end.
    End,
    /// From the start of a sentence.
    Sentence(Fingerprint),
}

/// What is hidden, as it is said on the command line, in the settings and in what is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Curtain {
    /// How it turns out: twists, fates
    Ending,
    /// That, and events after the set-up
    Plot,
    /// That, and what a synopsis tells
    Premise,
    /// Nothing at all
    Nothing,
}

impl Curtain {
    /// The curtain that hides from `level` on.
    pub fn of(level: Option<Level>) -> Self {
        match level {
            Some(Level::Ending) => Self::Ending,
            Some(Level::Plot) => Self::Plot,
            Some(Level::Premise) => Self::Premise,
            None => Self::Nothing,
        }
    }

    /// The lowest level that is hidden.
    pub fn level(self) -> Option<Level> {
        match self {
            Self::Ending => Some(Level::Ending),
            Self::Plot => Some(Level::Plot),
            Self::Premise => Some(Level::Premise),
            Self::Nothing => None,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.level().map_or("nothing", Level::name)
    }
}

/// What would have to be kept: as long as it stays equal, nothing has changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    anchor: Offset,
    folds: BTreeSet<usize>,
    consent: Consent,
    marks: BTreeMap<char, Offset>,
    viewing: Viewing,
    notes: Vec<Note>,
    look: Look,
}

impl App {
    /// What would have to be kept now, cheap to compare.
    pub fn snapshot(&self) -> Snapshot {
        let mut consent = self.reading.consent().clone();
        consent.sight = Sight::Hidden;
        Snapshot {
            anchor: self.port.anchor,
            folds: self.folds.clone(),
            consent,
            marks: self.places.marks().collect(),
            viewing: self.viewing,
            notes: self.notes.clone(),
            look: self.settings.look.clone(),
        }
    }

    /// What is to be kept.
    pub fn kept(&self) -> Kept {
        let document = self.reading.document();
        let folded = self.folded_blocks().into_iter();
        let hide = self.reading.consent().hide;
        Kept {
            place: anchor(&self.reading, self.port.anchor),
            folds: Some(
                self.unplaced
                    .clone()
                    .unwrap_or_else(|| folded.filter_map(|b| document.block_print(b)).collect()),
            ),
            hide: (hide != self.settings.consent.hide).then(|| Curtain::of(hide)),
            rulings: self.reading.rulings(),
            notes: self.notes.iter().filter_map(|note| Noted::of(&self.reading, note)).collect(),
            viewing: match self.film() {
                Some(Film { year: Some(_), .. }) => Viewing::Unseen,
                _ => self.viewing,
            },
            marks: self
                .places
                .marks()
                .filter_map(|(name, place)| Some((name, anchor(&self.reading, place)?)))
                .collect(),
        }
    }

    /// What the shelf may tell of this review: what is in the open while the curtain is drawn. What it
    /// is known by and where it came from is for others to say.
    pub fn entry(&self) -> Entry {
        let mut consent = self.reading.consent().clone();
        consent.close_all();
        let (progress, words) = self.progress();
        Entry {
            name: self.settings.name.clone(),
            progress: u8::try_from(progress).unwrap_or(100),
            minutes: u32::try_from(minutes(words)).unwrap_or(u32::MAX),
            viewing: self.viewing,
            ..entry_of(self.reading.document(), &consent)
        }
    }

    /// The film, where its title is in the open.
    pub fn film(&self) -> Option<Film> {
        self.entry().film()
    }

    /// Whether the film was seen.
    pub fn viewing(&self) -> Viewing {
        self.viewing
    }

    /// Puts the reader back where `kept` says.
    pub(super) fn restore(&mut self, kept: Kept) {
        if let Some(hide) = kept.hide {
            self.reading.consent_to(|consent| consent.hide = hide.level());
        }
        if kept.viewing == Viewing::Seen {
            self.view_as(Viewing::Seen);
        }
        self.reading.rule(kept.rulings);
        for (name, mark) in kept.marks {
            self.places.mark(name, place(&self.reading, &mark));
        }
        for noted in kept.notes {
            let span = noted.span(&self.reading);
            self.notes.push(Note { span, text: noted.text });
        }
        self.unplaced = kept.folds;
        self.fold_as_kept();
        // Who has moved already is not moved again.
        if let Some(kept) = kept.place.filter(|_| self.port.anchor == Offset::default()) {
            self.port.anchor = place(&self.reading, &kept);
        }
        self.lay_out_again(self.flow.options());
    }

    /// Takes in what another window ruled meanwhile.
    pub(super) fn agree(&mut self, kept: Kept) {
        self.reading.rule_anew(kept.rulings);
        for (name, mark) in kept.marks {
            self.places.mark(name, place(&self.reading, &mark));
        }
        self.lay_out_again(self.flow.options());
        self.search_again();
    }

    /// Folds what was folded when it was read last. Sections come and go until all is judged, so
    /// what was kept is kept until then.
    pub(super) fn fold_as_kept(&mut self) {
        let Some(kept) = &self.unplaced else { return };
        let document = self.reading.document();
        let sections = self.reading.sections().iter().enumerate();
        let is_kept = |block: usize| document.block_print(block).is_some_and(|print| kept.contains(&print));
        self.folds = sections.filter(|(_, s)| is_kept(s.blocks.start)).map(|(at, _)| at).collect();
        if !self.is_reading() {
            self.unplaced = None;
        }
        self.refold();
    }

    /// Opens the curtain for a film that was seen, or draws it again.
    pub(super) fn view_as(&mut self, viewing: Viewing) {
        if viewing == self.viewing {
            return;
        }
        self.viewing = viewing;
        let sight = if viewing == Viewing::Seen { Sight::Plain } else { Sight::Hidden };
        let ratings = match viewing {
            Viewing::Seen => Ratings::Shown,
            Viewing::Unseen => self.settings.consent.ratings,
        };
        self.reading.consent_to(|consent| {
            consent.sight = sight;
            consent.ratings = ratings;
        });
        self.lay_out_again(self.flow.options());
        self.search_again();
    }
}

/// What may be told of `document` to a reader who gave `consent`.
pub fn entry_of(document: &Document, consent: &Consent) -> Entry {
    let gate = Gate::new(document, consent);
    let stated = gate.facts();
    // To read the prose takes its time, and a stated title needs none of it.
    let facts = if stated.title.is_some() { stated } else { Cast::of(gate).facts(gate) };
    let text = |shown: review::gate::Shown<'_>| shown.text().to_owned();
    Entry {
        title: facts.title.map(text),
        year: facts.year,
        reviewer: facts.reviewer.map(text),
        rating: facts.rating.map(|(_, value)| hundredths(value)),
        ..Entry::default()
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is clamped")]
fn hundredths(value: f32) -> u8 {
    (value * 100.0).round().clamp(0.0, 100.0) as u8
}

/// `place` as it is kept; the top is not.
fn anchor(reading: &Reading, place: Offset) -> Option<Anchor> {
    let document = reading.document();
    let number = document.block_at(place);
    let block = document.blocks().get(number)?;
    if place == Offset::default() || place < block.span.start() {
        return None;
    }
    let (from, start) = if place >= block.span.end() {
        (From::End, block.span.end())
    } else {
        within(reading, number, place).unwrap_or((From::Start, block.span.start()))
    };
    let words = reading.tally().words(0..number);
    let print = document.block_print(number)?;
    let is_open = from == From::End || reading.gate().whole(Span::new(start, place)).is_some();
    // What is hidden before the place would be counted with it.
    let offset = if is_open { place.get().saturating_sub(start.get()) } else { 0 };
    Some(Anchor { block: print, from, offset: u32::try_from(offset).unwrap_or(0), words })
}

/// The sentence of block `number` that holds `place`.
fn within(reading: &Reading, number: usize, place: Offset) -> Option<(From, Offset)> {
    let document = reading.document();
    let sentences = document.sentences(number);
    let at = sentences.iter().rposition(|sentence| sentence.start() <= place)?;
    let print = document.sentence_print(document.first_sentence(number) + at)?;
    Some((From::Sentence(print), sentences.get(at)?.start()))
}

/// Where `anchor` is now: at the same text if that is still there, else as far into the review.
fn place(reading: &Reading, anchor: &Anchor) -> Offset {
    let document = reading.document();
    let blocks = 0..document.blocks().len();
    let far = |block: &usize| reading.tally().words(0..*block).abs_diff(anchor.words);
    let same = blocks.clone().filter(|block| document.block_print(*block) == Some(anchor.block));
    let same = same.min_by_key(far);
    let found = match (same, anchor.from) {
        (Some(block), From::Sentence(print)) => sentence_in(reading, block, print),
        (Some(block), From::Start) => document.blocks().get(block).map(|block| block.span.start()),
        (Some(block), From::End) => document.blocks().get(block).map(|block| block.span.end()),
        (None, From::Sentence(print)) => blocks
            .clone()
            .filter(|block| sentence_in(reading, *block, print).is_some())
            .min_by_key(far)
            .and_then(|block| sentence_in(reading, block, print)),
        (None, _) => None,
    };
    if let Some(start) = found {
        return Offset::new(start.get() + anchor.offset as usize).min(document.end());
    }
    let near = same.or_else(|| blocks.min_by_key(far));
    near.and_then(|block| document.blocks().get(block)).map_or(Offset::default(), |b| b.span.start())
}

fn sentence_in(reading: &Reading, block: usize, print: Fingerprint) -> Option<Offset> {
    let document = reading.document();
    let first = document.first_sentence(block);
    let count = document.sentences(block).len();
    let number = (first..first + count).find(|number| document.sentence_print(*number) == Some(print))?;
    document.sentence(number).map(Span::start)
}
