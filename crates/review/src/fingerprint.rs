//! Fingerprints: what stands for a stretch of text where the text itself may not be written down.
//!
//! What is kept of a review names its sentences, blocks and passages so: they are found again in a
//! file that was renamed or edited, and whoever reads what is kept reads no word of the review.
//! Only whole sentences, blocks and passages have one, for that of a letter could be guessed.

use std::borrow::Cow;
use std::fmt;
use std::hash::Hasher;

use judge::decision::Diligence;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use siphasher::sip::SipHasher13;
use siphasher::sip128::{Hasher128, SipHasher13 as SipHasher128};

use super::document::{AT_ONCE, Document};
use crate::span::Span;

/// Stands for a stretch of text: equal for equal text, on every machine and in every version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(u64);

/// Stands for all of a review's text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(u128);

/// The fingerprints of some of a review's sentences, always the same ones: two reviews that share
/// most of their sentences share most of these.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch(Vec<u32>);

/// As many sentences make a sketch.
const SKETCHED: usize = 16;
/// So many bytes before a passage belong to what it is known by: of two passages that say "yes", one
/// may be open.
const CONTEXT: usize = 64;

/// What the models are called that judge with such `diligence`: equal names, equal judgements.
pub fn model(diligence: Diligence) -> String {
    let judges = if diligence == Diligence::Fast { 1 } else { 2 };
    let name = |file: &[u8]| {
        let mut hasher = SipHasher13::new();
        hasher.write(file);
        format!("{:08x}", hasher.finish() >> 32)
    };
    judge::files().into_iter().take(judges).map(name).collect::<Vec<_>>().join("+")
}

impl Document {
    /// Stands for all of its text.
    pub fn key(&self) -> Key {
        let mut hasher = SipHasher128::new();
        hasher.write(self.text.as_bytes());
        Key(hasher.finish128().as_u128())
    }

    /// The fingerprints of some of its sentences, to be kept: of none that anybody could want hidden, nor of
    /// what has not been judged yet.
    pub fn sketch(&self) -> Sketch {
        let known = self.known();
        known.sketched(|sentence| !known.is_unread(known.block_at(sentence.start())))
    }

    /// The same to look for what was kept, and not to be kept: what has not been judged yet counts.
    pub fn probe(&self) -> Sketch {
        self.known().sketched(|_| true)
    }

    /// Itself with all of it judged, where that takes no time: of what is left to judge the judge may say that it tells.
    fn known(&self) -> Cow<'_, Self> {
        if self.unread() == 0 || self.text.len() > AT_ONCE {
            return Cow::Borrowed(self);
        }
        let mut known = self.clone();
        known.read_on(0..known.blocks.len());
        Cow::Owned(known)
    }

    fn sketched(&self, is_known: impl Fn(Span) -> bool) -> Sketch {
        let is_safe =
            |sentence: &&Span| self.passages.over(**sentence).next().is_none() && is_known(**sentence);
        let long = self.sentences.iter().filter(|sentence| sentence.len() >= 16).filter(is_safe);
        let mut marks: Vec<u32> = long.map(|sentence| (self.fingerprint(*sentence).0 >> 32) as u32).collect();
        marks.sort_unstable();
        marks.dedup();
        marks.truncate(SKETCHED);
        Sketch(marks)
    }

    /// Stands for block `number`.
    pub fn block_print(&self, number: usize) -> Option<Fingerprint> {
        Some(self.fingerprint(self.blocks.get(number)?.span))
    }

    /// Stands for sentence `number`.
    pub fn sentence_print(&self, number: usize) -> Option<Fingerprint> {
        Some(self.fingerprint(*self.sentences.get(number)?))
    }

    /// The sentence numbered so in the whole document.
    pub fn sentence(&self, number: usize) -> Option<Span> {
        self.sentences.get(number).copied()
    }

    /// Stands for `span` wherever it is found.
    pub(crate) fn fingerprint(&self, span: Span) -> Fingerprint {
        let mut hasher = SipHasher13::new();
        hasher.write(self.raw(span).as_bytes());
        Fingerprint(hasher.finish())
    }

    /// Stands for `span` behind what stands before it now.
    pub(crate) fn fingerprint_in_place(&self, span: Span) -> Fingerprint {
        let start = span.start().get();
        let block = self.blocks.get(self.block_at(span.start())).map_or(0, |block| block.span.start().get());
        let near = start.saturating_sub(CONTEXT);
        // Who edits the paragraph before has not edited this; but a paragraph that is all hidden has
        // nothing of its own.
        let from = if block < start { near.max(block) } else { near };
        let mut hasher = SipHasher13::new();
        hasher.write(self.text.as_bytes().get(from..start).unwrap_or_default());
        hasher.write(&[0]);
        hasher.write(self.raw(span).as_bytes());
        Fingerprint(hasher.finish())
    }
}

impl Sketch {
    /// How much two reviews share, 0 to 1, as far as their sketches tell.
    pub fn likeness(&self, other: &Self) -> f32 {
        let (mut ours, mut theirs) = (self.0.iter().peekable(), other.0.iter().peekable());
        let (mut union, mut both) = (0, 0);
        while union < SKETCHED {
            let least = match (ours.peek(), theirs.peek()) {
                (Some(one), Some(other)) => **one.min(other),
                (Some(one), None) | (None, Some(one)) => **one,
                (None, None) => break,
            };
            let is_least = |mark: &&u32| **mark == least;
            let (one, other) = (ours.next_if(is_least).is_some(), theirs.next_if(is_least).is_some());
            both += usize::from(one && other);
            union += 1;
        }
        if union == 0 { 0.0 } else { share(both, union) }
    }

    /// The sketch that is written so.
    pub fn read(text: &[u8]) -> Option<Self> {
        let digits = text.chunks(8).map(|mark| std::str::from_utf8(mark).ok());
        digits.map(|mark| u32::from_str_radix(mark?, 16).ok()).collect::<Option<Vec<_>>>().map(Self)
    }
}

fn share(part: usize, all: usize) -> f32 {
    f32::from(u16::try_from(part).unwrap_or(u16::MAX)) / f32::from(u16::try_from(all).unwrap_or(u16::MAX))
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Display for Sketch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|mark| write!(f, "{mark:08x}"))
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl Serialize for Key {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl Serialize for Sketch {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(from)?;
        u64::from_str_radix(&text, 16).map(Self).map_err(|_| D::Error::custom("no fingerprint"))
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(from)?;
        u128::from_str_radix(&text, 16).map(Self).map_err(|_| D::Error::custom("no key"))
    }
}

impl<'de> Deserialize<'de> for Sketch {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(from)?;
        Self::read(text.as_bytes()).ok_or_else(|| D::Error::custom("no sketch"))
    }
}
