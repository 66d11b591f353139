//! The objects of schema 1, with their fields in the order of the document that describes it.

use std::borrow::Cow;

use serde::Serialize;

/// The fields of a review that are no lists.
#[derive(Serialize)]
pub(super) struct Review<'p> {
    pub schema: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<&'p str>,
    /// Of a review among many: which models judged it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<&'p str>,
    pub format: &'static str,
    pub language: Option<&'static str>,
    pub hide: &'p str,
    pub film: Film<'p>,
    pub reviewer: Option<&'p str>,
    pub publication: Option<&'p str>,
    pub date: Option<Cow<'p, str>>,
    pub rating: Option<Rating<'p>>,
    pub words: usize,
    pub minutes: usize,
}

#[derive(Serialize)]
pub(super) struct Film<'p> {
    pub title: Option<&'p str>,
    pub year: Option<u16>,
}

#[derive(Serialize)]
pub(super) struct Rating<'p> {
    pub text: &'p str,
    pub value: f64,
}

#[derive(Serialize)]
pub(super) struct Section {
    pub index: usize,
    pub title: Option<String>,
    pub zone: &'static str,
    pub origin: &'static str,
    pub depth: u8,
    pub paragraphs: [u32; 2],
    pub words: usize,
    pub hidden: usize,
}

#[derive(Serialize)]
pub(super) struct Paragraph {
    pub index: u32,
    pub section: Option<usize>,
    pub kind: &'static str,
    pub zone: &'static str,
    pub sentences: [u32; 2],
}

#[derive(Serialize)]
pub(super) struct Sentence<'p> {
    pub index: usize,
    pub paragraph: usize,
    pub level: &'static str,
    pub hidden: bool,
    pub scores: Scores,
    pub reason: Option<&'static str>,
    #[serde(skip_serializing_if = "Text::is_left_out")]
    pub text: Text<'p>,
    #[serde(flatten)]
    pub place: Option<Place>,
}

/// The text of a sentence: nothing where it is hidden.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Text<'p> {
    Given(Option<&'p str>),
    LeftOut,
}

impl Text<'_> {
    fn is_left_out(&self) -> bool {
        matches!(self, Self::LeftOut)
    }
}

/// Where a sentence stands in the text that was sent, if it can be told.
#[derive(Serialize)]
pub(super) struct Place {
    pub bytes: Option<[usize; 2]>,
    pub chars: Option<[usize; 2]>,
}

/// The chance that the sentence tells at least so much.
#[derive(Serialize)]
pub(super) struct Scores {
    pub premise: f32,
    pub plot: f32,
    pub ending: f32,
}

#[derive(Serialize)]
pub(super) struct Credit<'p> {
    pub name: &'p str,
    pub role: &'static str,
    /// Whom they play.
    pub character: Option<&'p str>,
    pub mentions: usize,
    /// How else they are written.
    pub variants: &'p [String],
}

/// Another film that is mentioned.
#[derive(Serialize)]
pub(super) struct OtherFilm<'p> {
    pub title: &'p str,
    pub year: Option<u16>,
    pub mentions: usize,
}
