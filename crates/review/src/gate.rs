//! The gate: the only door through which a document's text leaves `review`.
//!
//! It yields maximal runs, either [`Shown`] with text, or [`Veiled`] with neither text nor length.
//! Both can be made here only, so that the compiler checks that hidden text goes nowhere.

mod rulings;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use judge::Scores;

use super::document::{Block, Document, Kind, Level, Mark, Reason, Role, Section, Title};
use crate::frame::ratings;
use crate::span::{Offset, Span};

pub use rulings::Rulings;

/// What the reader agreed to see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// The lowest level that is hidden; nothing is with `None`.
    pub hide: Option<Level>,
    /// How passages that would be hidden are treated.
    pub sight: Sight,
    /// Whether the rating shows, whatever else does.
    pub ratings: Ratings,
    opened: BTreeSet<PassageId>,
    /// Of what stands behind these warnings only what the judge hides is hidden.
    judged: BTreeSet<PassageId>,
    overruled: BTreeMap<PassageId, Verdict>,
    added: BTreeMap<Span, Level>,
}

/// Whether the rating of a review shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ratings {
    /// It does.
    #[default]
    Shown,
    /// It is veiled until it is opened.
    Hidden,
}

/// Three ways to see passages that give the story away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sight {
    /// Behind the curtain.
    #[default]
    Hidden,
    /// In the open, and marked.
    Highlighted,
    /// In the open, like any text.
    Plain,
}

/// How the reader overruled a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is no spoiler.
    Safe,
    /// Hide it whatever its level.
    Spoiler,
}

/// A passage's name: good for asking about it, and for nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PassageId(u32);

impl Default for Consent {
    fn default() -> Self {
        Self::hiding(Some(Level::Plot))
    }
}

impl Consent {
    /// Hides from level `hide` on, and nothing for `None`.
    pub fn hiding(hide: Option<Level>) -> Self {
        Self {
            hide,
            sight: Sight::Hidden,
            ratings: Ratings::Shown,
            opened: BTreeSet::new(),
            judged: BTreeSet::new(),
            overruled: BTreeMap::new(),
            added: BTreeMap::new(),
        }
    }

    /// Opens passage `id`, or closes it again.
    pub fn toggle(&mut self, id: PassageId) {
        if self.opened.remove(&id) {
            self.judged.remove(&id);
        } else {
            self.opened.insert(id);
        }
    }

    /// Has the judge say what is hidden of passage `id`, which stands behind a warning, in the place of all of it.
    pub fn leave_to_the_judge(&mut self, id: PassageId) {
        self.judged.insert(id);
    }

    /// Draws the curtain again over everything that was opened.
    pub fn close_all(&mut self) {
        self.opened.clear();
        self.judged.clear();
        self.sight = Sight::Hidden;
    }

    /// Overrules what was thought of passage `id`; its own reveal is forgotten.
    pub fn overrule(&mut self, id: PassageId, verdict: Verdict) {
        self.opened.remove(&id);
        self.judged.remove(&id);
        self.overruled.insert(id, verdict);
    }

    /// The reader hides `span`, which nobody marked.
    pub fn add(&mut self, span: Span) {
        self.added.insert(span, Level::Ending);
    }

    /// The reader hides `span` no longer.
    pub fn take_back(&mut self, span: Span) {
        self.added.remove(&span);
    }

    fn hides(&self, id: PassageId, mark: Mark) -> bool {
        let drawn = self.sight == Sight::Hidden || mark.reason == Reason::Rating;
        drawn && !self.opened.contains(&id) && self.covers(id, mark.level, mark.reason)
    }

    fn covers(&self, id: PassageId, level: Level, reason: Reason) -> bool {
        if reason == Reason::Rating {
            return true;
        }
        match self.overruled.get(&id) {
            Some(Verdict::Safe) => false,
            Some(Verdict::Spoiler) => true,
            None => self.hide.is_some_and(|hide| level >= hide),
        }
    }
}

/// A piece of text that may be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown<'d> {
    text: &'d str,
    span: Span,
}

impl<'d> Shown<'d> {
    /// The text.
    pub fn text(self) -> &'d str {
        self.text
    }

    /// Where it stands.
    pub fn span(self) -> Span {
        self.span
    }

    /// The part of it that lies in `span`.
    #[must_use]
    pub fn part(self, span: Span) -> Self {
        let span = self.span.meet(span);
        let start = span.start().get().saturating_sub(self.span.start().get());
        Self { text: self.text.get(start..start + span.len()).unwrap_or_default(), span }
    }
}

/// What may be known of a hidden passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Veiled {
    /// Its name.
    pub id: PassageId,
    /// How far in it tells.
    pub level: Level,
    /// Who says so.
    pub reason: Reason,
}

/// A maximal run of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run<'d> {
    /// May be seen.
    Shown(Shown<'d>),
    /// May not.
    Veiled(Veiled),
}

/// A passage as the reader may know it, hidden or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Its name, level and reason.
    pub veil: Veiled,
    /// Whether it is hidden now.
    pub hidden: bool,
    /// Whether it is the curtain's to hide, even if it is open now.
    pub covered: bool,
    /// Where it begins.
    pub place: Offset,
}

/// A section's title as it may be seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heading<'d> {
    /// The author's, in runs.
    Own(Vec<Run<'d>>),
    /// From a closed list, so that it can tell nothing.
    Listed(&'static str),
}

/// What a review says of itself and its film; what stands behind the curtain is absent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts<'d> {
    /// The film's title.
    pub title: Option<Shown<'d>>,
    /// The film's year.
    pub year: Option<u16>,
    /// Who wrote the review.
    pub reviewer: Option<Shown<'d>>,
    /// Where it appeared.
    pub publication: Option<Shown<'d>>,
    /// When, as the text has it.
    pub date: Option<Shown<'d>>,
    /// The rating as the text has it, and as a share of the best, 0 to 1.
    pub rating: Option<(Shown<'d>, f32)>,
    /// Credits that stand as `Key: value`.
    pub credits: Vec<(Role, Shown<'d>)>,
}

/// The door: a document seen with a reader's consent.
#[derive(Clone, Copy, Debug)]
pub struct Gate<'d> {
    document: &'d Document,
    consent: &'d Consent,
}

impl<'d> Gate<'d> {
    /// The gate of `document` for a reader who gave `consent`.
    pub fn new(document: &'d Document, consent: &'d Consent) -> Self {
        Self { document, consent }
    }

    /// What stands in the document but is no text.
    pub fn document(self) -> &'d Document {
        self.document
    }

    /// Block `number` as it may be seen. Facts are not text to be seen. A block that lies wholly in a hidden
    /// passage which began in an earlier block is not there, so that a passage shows one veil however long
    /// it is. And of a block that its author marked as a whole, not even the form shows.
    pub fn block(self, number: usize) -> Option<Block> {
        let block = *self.document.blocks.get(number).filter(|block| block.kind != Kind::Meta)?;
        let span = block.span;
        let (mut seen, mut began_before) = (span.start(), true);
        for (place, id, mark) in self.marks_over(span) {
            if self.consent.hides(id, mark) && place.start() <= seen {
                began_before &= place.start() < span.start();
                seen = seen.max(place.end());
            }
        }
        let is_hidden = seen >= span.end() && seen > span.start();
        match is_hidden {
            true if began_before => None,
            true if self.document.is_dark(span) => Some(block.formless()),
            _ => Some(block),
        }
    }

    /// The blocks numbered so as they may be seen.
    pub fn blocks(self, numbers: Range<usize>) -> impl Iterator<Item = Block> {
        numbers.filter_map(move |number| self.block(number))
    }

    /// The runs of `span`, in order: they cover it, and no two neighbours are both shown or veil the
    /// same passage.
    pub fn runs(self, span: Span) -> impl Iterator<Item = Run<'d>> {
        Runs { gate: self, rest: span, hidden: self.hidden_over(span), at: 0 }
    }

    /// The same, each with where it stands. That tells how long a hidden passage is: nothing for a reader's
    /// eyes, but whoever sent the text has it before them.
    pub fn parts(self, span: Span) -> impl Iterator<Item = (Span, Run<'d>)> {
        let mut runs = Runs { gate: self, rest: span, hidden: self.hidden_over(span), at: 0 };
        std::iter::from_fn(move || {
            let start = runs.rest.start();
            let run = runs.next()?;
            Some((Span::new(start, runs.rest.start()), run))
        })
    }

    /// All of `span`, where none of it is hidden.
    pub fn whole(self, span: Span) -> Option<Shown<'d>> {
        let hidden = self.marks_over(span).any(|(_, id, mark)| self.consent.hides(id, mark));
        (!hidden).then(|| self.shown(span))
    }

    /// All passages in order.
    pub fn passages(self) -> Vec<Passage> {
        self.passages_over(Span::new(Offset::default(), self.document.end()))
    }

    /// The passage `id`.
    pub fn passage(self, id: PassageId) -> Option<Passage> {
        let start = id.0 as usize;
        self.passages_over(Span::of(start..start + 1)).into_iter().find(|passage| passage.veil.id == id)
    }

    /// The passage behind a warning that holds `at` and was left to the judge.
    pub fn left_to_the_judge(self, at: Offset) -> Option<(PassageId, Span)> {
        let (place, mark) = self.document.passages.at(at)?;
        self.is_judged(place, *mark).then_some((PassageId::of(place), place))
    }

    fn is_judged(self, place: Span, mark: Mark) -> bool {
        let id = PassageId::of(place);
        let is_left = self.consent.judged.contains(&id) && !self.consent.opened.contains(&id);
        is_left && mark.reason == Reason::Warning
    }

    /// What is marked over `span`, by the author or by judgement.
    fn theirs_over(self, span: Span) -> impl Iterator<Item = (Span, Mark)> {
        let marks = self.document.passages.over(span);
        let all = marks.flat_map(move |(place, mark)| {
            let behind = self.is_judged(place, *mark).then_some(&self.document.judgement.behind);
            behind.map_or_else(|| vec![(place, *mark)], |behind| behind.marks_in(place, *mark))
        });
        all.filter(move |(place, _)| !place.meet(span).is_empty())
    }

    /// The passages that meet `span`, in order.
    pub fn passages_over(self, span: Span) -> Vec<Passage> {
        self.marks_over(span)
            .filter(|(.., mark)| mark.reason != Reason::Unread)
            .map(|(place, id, mark)| Passage {
                veil: Veiled::new(id, mark),
                hidden: self.consent.hides(id, mark),
                covered: self.consent.covers(id, mark.level, mark.reason),
                place: place.start(),
            })
            .collect()
    }

    /// The parts of `span` that tell and yet are shown, each with its passage.
    pub fn told(self, span: Span) -> Vec<(Span, Veiled)> {
        let open = self.marks_over(span).filter(|(_, id, mark)| !self.consent.hides(*id, *mark));
        let open = open.filter(|(.., mark)| mark.reason != Reason::Unread);
        open.map(|(place, id, mark)| (place.meet(span), Veiled::new(id, mark))).collect()
    }

    /// The title of `section`.
    pub fn heading(self, section: &Section) -> Heading<'d> {
        match section.title {
            Title::Heading(span) => Heading::Own(self.runs(span).collect()),
            Title::Zone(zone) => Heading::Listed(zone.title()),
            Title::Mixed => Heading::Listed("Discussion"),
        }
    }

    /// The address of the link at `at`, where its text is in the open.
    pub fn link(self, at: Offset) -> Option<(Span, &'d str)> {
        let (span, target) = self.document.links.at(at)?;
        self.whole(span)?;
        Some((span, self.document.targets.get(*target as usize)?))
    }

    /// The probabilities that sentence `number` of the document tells at least the premise, the plot and
    /// the ending, where it has been judged and is in the open. What the author marked is not judged; what
    /// only stands behind a warning is.
    pub fn scores(self, number: usize) -> Option<Scores> {
        let span = *self.document.sentences.get(number)?;
        self.whole(span).and_then(|_| self.scores_behind(number))
    }

    /// The same whether it is in the open or not: for whoever has the text.
    pub fn scores_behind(self, number: usize) -> Option<Scores> {
        let span = *self.document.sentences.get(number).filter(|_| self.document.english)?;
        let judgement = &self.document.judgement;
        if self.document.is_clear(span) {
            judgement.evidence.get(number).map(|evidence| evidence.scores)
        } else {
            judgement.behind.scores(number)
        }
    }

    /// Whether the passage behind `veil` is the curtain's to hide, even if it is open now.
    pub fn covers(self, veil: Veiled) -> bool {
        self.consent.covers(veil.id, veil.level, veil.reason)
    }

    /// How sure the judge is that the passage at `place` tells as much as its level says, 0 to 1; `None`
    /// where somebody else said so.
    pub fn certainty(self, place: Offset) -> Option<f32> {
        let (span, mark) = self.document.passages.at(place)?;
        let document = self.document;
        let block = document.block_at(place);
        let judged = mark.reason == Reason::Judged;
        let inside = document
            .sentences(block)
            .iter()
            .enumerate()
            .filter(|(_, sentence)| !span.meet(**sentence).is_empty());
        let numbers = inside.map(|(at, _)| document.first_sentence(block) + at).filter(|_| judged);
        let scores = numbers
            .filter_map(|number| document.judgement.evidence.get(number))
            .map(|evidence| evidence.scores);
        let of_level = scores.map(|scores| match mark.level {
            Level::Premise => scores.premise,
            Level::Plot => scores.plot,
            Level::Ending => scores.ending,
        });
        of_level.max_by(f32::total_cmp)
    }

    /// What the review says of itself and its film.
    pub fn facts(self) -> Facts<'d> {
        let frame = &self.document.frame;
        let whole = |span: Option<Span>| span.and_then(|span| self.whole(span));
        Facts {
            title: whole(frame.title),
            year: frame.year.filter(|(span, _)| self.whole(*span).is_some()).map(|(_, year)| year),
            reviewer: whole(frame.reviewer),
            publication: whole(frame.publication),
            date: whole(frame.date),
            rating: frame.rating.and_then(|(span, value)| Some((self.whole(span)?, value))),
            credits: frame.credits.iter().filter_map(|(r, s)| Some((*r, self.whole(*s)?))).collect(),
        }
    }

    fn shown(self, span: Span) -> Shown<'d> {
        Shown { text: self.document.raw(span), span }
    }

    /// All that marks `span`, in order and without overlap: the reader's own marks cover whatever nobody
    /// else's would.
    fn marks_over(self, span: Span) -> impl Iterator<Item = (Span, PassageId, Mark)> {
        let own: Vec<(Span, Mark)> = self.own_over(span).collect();
        let is_free = |place: Span| own.iter().all(|(mine, _)| mine.meet(place).is_empty());
        let theirs =
            self.theirs_over(span).filter(|(place, mark)| self.is_covered(*place, *mark) || is_free(*place));
        let theirs: Vec<(Span, Mark)> = theirs.collect();
        let unread = self.unread_over(span);
        let clear = |place: Span| unread.iter().all(|(block, _)| block.meet(place).is_empty());
        let mut all: Vec<_> =
            theirs.into_iter().chain(own.iter().copied()).filter(|(place, _)| clear(*place)).collect();
        all.extend(unread.iter().copied());
        let mut ratings = self.hidden_ratings(span);
        ratings.retain(|rating| clear(*rating));
        if !ratings.is_empty() {
            let parted = |(place, mark): (Span, Mark)| {
                place.without(ratings.iter().copied()).into_iter().map(move |part| (part, mark))
            };
            all = all.into_iter().flat_map(parted).collect();
            let mark = Mark { level: Level::Ending, reason: Reason::Rating };
            all.extend(ratings.iter().map(|rating| (*rating, mark)));
        }
        all.sort_by_key(|(place, _)| *place);
        all.into_iter().map(|(place, mark)| (place, PassageId::of(place), mark))
    }

    /// The ratings that meet `span` and are not to be seen; within another passage they are hidden already.
    fn hidden_ratings(self, span: Span) -> Vec<Span> {
        if self.consent.ratings == Ratings::Shown {
            return Vec::new();
        }
        let all = ratings::of(self.document);
        let first = all.partition_point(|rating| rating.end() <= span.start());
        let over = all.iter().skip(first).copied().take_while(|rating| rating.start() < span.end());
        let is_bare = |rating: &Span| {
            let hides = |(place, mark): (Span, Mark)| {
                place.meet(*rating) == *rating && self.consent.hides(PassageId::of(place), mark)
            };
            !self.theirs_over(*rating).any(hides)
        };
        over.filter(is_bare).collect()
    }

    fn is_covered(self, place: Span, mark: Mark) -> bool {
        self.consent.covers(PassageId::of(place), mark.level, mark.reason)
    }

    /// What the reader hid over `span`, without what the curtain covers anyway.
    fn own_over(self, span: Span) -> impl Iterator<Item = (Span, Mark)> {
        let mine = self.consent.added.iter().filter(move |(place, _)| !place.meet(span).is_empty());
        mine.flat_map(move |(place, level)| {
            let theirs = self.theirs_over(*place);
            let covered =
                theirs.filter(|(theirs, mark)| self.is_covered(*theirs, *mark)).map(|(theirs, _)| theirs);
            let mark = Mark { level: *level, reason: Reason::Reader };
            place.without(covered).into_iter().map(move |part| (part, mark))
        })
    }

    /// Whether block `block` is veiled until it is judged.
    pub fn is_pending(self, block: usize) -> bool {
        let hides = self.consent.sight == Sight::Hidden && self.consent.hide.is_some();
        hides && self.document.veils_unread() && self.document.is_unread(block)
    }

    /// The blocks over `span` that are still to be judged: veiled, as what is most telling would be.
    fn unread_over(self, span: Span) -> Vec<(Span, Mark)> {
        if !self.document.veils_unread() {
            return Vec::new();
        }
        let blocks = self.document.blocks();
        let (first, last) = (self.document.block_at(span.start()), self.document.block_at(span.end()));
        let unread = (first..=last).filter(|block| self.document.is_unread(*block));
        let spans = unread.filter_map(|block| blocks.get(block)).map(|block| block.span);
        let mark = Mark { level: Level::Ending, reason: Reason::Unread };
        spans.filter(|block| !block.meet(span).is_empty()).map(|block| (block, mark)).collect()
    }

    fn hidden_over(self, span: Span) -> Vec<(Span, Veiled)> {
        self.marks_over(span)
            .filter(|(_, id, mark)| self.consent.hides(*id, *mark))
            .map(|(place, id, mark)| (place.meet(span), Veiled::new(id, mark)))
            .collect()
    }
}

impl Veiled {
    fn new(id: PassageId, mark: Mark) -> Self {
        Self { id, level: mark.level, reason: mark.reason }
    }
}

impl PassageId {
    fn of(span: Span) -> Self {
        Self(u32::try_from(span.start().get()).unwrap_or(u32::MAX))
    }
}

struct Runs<'d> {
    gate: Gate<'d>,
    rest: Span,
    hidden: Vec<(Span, Veiled)>,
    at: usize,
}

impl<'d> Iterator for Runs<'d> {
    type Item = Run<'d>;

    fn next(&mut self) -> Option<Run<'d>> {
        if self.rest.is_empty() {
            return None;
        }
        let next = self.hidden.get(self.at).copied();
        let stop = match next {
            Some((veiled, veil)) if veiled.start() <= self.rest.start() => {
                self.at += 1;
                self.rest = Span::new(veiled.end(), self.rest.end());
                return Some(Run::Veiled(veil));
            }
            Some((veiled, _)) => veiled.start(),
            None => self.rest.end(),
        };
        let shown = Span::new(self.rest.start(), stop);
        self.rest = Span::new(stop, self.rest.end());
        Some(Run::Shown(self.gate.shown(shown)))
    }
}
