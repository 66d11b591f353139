//! The curtain's keys: reveal, hide, cycle, overrule, and why.

use review::document::{Kind, Level, Reason};
use review::gate::{Gate, Passage, PassageId, Ratings, Sight, Verdict};
use review::span::{Offset, Span};

use super::command::Command;
use super::{App, Pane};
use crate::layout::{Ink, neighbours};

/// Whether the reader meant to show everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Agreement {
    /// Nobody has asked yet.
    Unasked,
    /// It was asked: the next key answers.
    Asked,
    /// Yes; it is not asked again in this review.
    Given,
}

impl Agreement {
    /// Another command was no answer.
    pub fn lapse(&mut self) {
        if *self == Self::Asked {
            *self = Self::Unasked;
        }
    }
}

/// How brightly what is hidden is told: what has just changed is for a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glow {
    /// As it was.
    Dim,
    /// It has just changed.
    Bright,
}

impl App {
    /// How brightly what is hidden is told.
    pub fn glow(&self) -> Glow {
        self.glow
    }

    pub(super) fn curtain(&mut self, command: Command) {
        match command {
            Command::Reveal => self.reveal(),
            Command::CycleSight => self.cycle_sight(),
            Command::HideLess => self.hide(less(self.reading.consent().hide)),
            Command::HideMore => self.hide(Some(more(self.reading.consent().hide))),
            Command::NextPassage => self.next_passage(),
            Command::PreviousPassage => self.previous_passage(),
            Command::HideAgain => {
                self.reading.close_all();
                self.consent_to(|_| ());
                self.glow = Glow::Bright;
                self.notice = Some("Everything is hidden again".to_owned());
            }
            Command::Overrule => self.overrule(),
            Command::Ratings => self.turn_ratings(),
            Command::Explain => match self.current_passage() {
                Some(passage) => self.pane = Pane::Explain(passage.veil.id),
                None => self.notice = Some("Nothing is hidden on this screen".to_owned()),
            },
            _ => {}
        }
    }

    /// The passage that `s`, `!` and the detail act on: the picked one while it is on screen, else
    /// the first one there.
    pub fn current_passage(&self) -> Option<Passage> {
        let on_screen = self.passages_on_screen();
        let picked = on_screen.iter().find(|passage| Some(passage.veil.id) == self.picked);
        picked.or_else(|| on_screen.iter().find(|passage| passage.covered)).copied()
    }

    /// The passage `id`, with the level that its veil has.
    pub fn passage(&self, id: PassageId) -> Option<Passage> {
        let gate = self.reading.gate();
        let mut passage = gate.passage(id)?;
        let others = self.behind_one_veil(id);
        let others = others.iter().filter_map(|other| gate.passage(*other)).filter(|other| other.hidden);
        passage.veil.level = others.map(|other| other.veil.level).fold(passage.veil.level, Level::max);
        Some(passage)
    }

    /// The passages that share a veil with `id` as long as none of them is open.
    fn behind_one_veil(&self, id: PassageId) -> Vec<PassageId> {
        let document = self.reading.document();
        let mut closed = self.reading.consent().clone();
        closed.close_all();
        let gate = Gate::new(document, &closed);
        let block =
            gate.passage(id).and_then(|passage| document.blocks().get(document.block_at(passage.place)));
        block.map_or_else(|| vec![id], |block| neighbours(gate, block.span, id))
    }

    /// Whether the veil of `passage` is its own, and not that of a neighbour before it.
    fn leads(&self, passage: &Passage) -> bool {
        self.behind_one_veil(passage.veil.id).first() == Some(&passage.veil.id)
    }

    /// Opens what is behind the veil of passage `id`, or closes it. What a warning hides, perhaps half of the review, is
    /// left to the judge first: opened in full it is when asked again.
    pub(super) fn toggle(&mut self, id: PassageId) {
        let gate = self.reading.gate();
        if let Some((warned, _)) = gate.passage(id).and_then(|passage| gate.left_to_the_judge(passage.place))
        {
            self.open_in_full(warned);
            return;
        }
        let ids = self.behind_one_veil(id);
        let is_hidden = |id: &PassageId| gate.passage(*id).is_some_and(|passage| passage.hidden);
        let hidden = ids.iter().any(is_hidden);
        let turned: Vec<PassageId> = ids.into_iter().filter(|id| is_hidden(id) == hidden).collect();
        let reason = |id: &PassageId| gate.passage(*id).map(|passage| passage.veil.reason);
        let is_warned = |id: &PassageId| hidden && reason(id) == Some(Reason::Warning);
        let (warned, mut turned): (Vec<_>, Vec<_>) = turned.into_iter().partition(is_warned);
        self.picked = Some(id);
        if !warned.is_empty() && self.reading.leave_to_the_judge(warned.iter().copied()) {
            self.notice =
                Some(format!("Judged strictly; {} again opens all of it", self.key_of(Command::Reveal)));
        } else {
            turned.extend(warned);
        }
        self.consent_to(|consent| turned.into_iter().for_each(|id| consent.toggle(id)));
    }

    fn open_in_full(&mut self, warned: PassageId) {
        self.picked = Some(warned);
        self.consent_to(|consent| consent.toggle(warned));
    }

    /// The picked passage, where it is on screen and was left to the judge, who may have hidden nothing of it.
    fn left_to_the_judge(&self) -> Option<PassageId> {
        let gate = self.reading.gate();
        let lines = self.port.rows.iter().filter_map(|row| self.flow.line(*row));
        let places = lines.flat_map(|line| &line.pieces).filter_map(|piece| match piece.ink {
            Ink::Source(span) => Some(span.start()),
            Ink::Veil(veil) => gate.passage(veil.first.id).map(|passage| passage.place),
            Ink::Ornament(_) => None,
        });
        let mut left = places.filter_map(|place| gate.left_to_the_judge(place)).map(|(id, _)| id);
        left.find(|id| Some(*id) == self.picked)
    }

    fn passages_on_screen(&self) -> Vec<Passage> {
        let gate = self.reading.gate();
        let mut found: Vec<Passage> = Vec::new();
        let lines = self.port.rows.iter().filter_map(|row| self.flow.line(*row));
        for piece in lines.flat_map(|line| &line.pieces) {
            let passages = match piece.ink {
                Ink::Veil(veil) => self.passage(veil.first.id).into_iter().collect(),
                Ink::Source(span) => gate.passages_over(span),
                Ink::Ornament(_) => Vec::new(),
            };
            let known: Vec<PassageId> = found.iter().map(|passage| passage.veil.id).collect();
            found.extend(passages.into_iter().filter(|passage| !known.contains(&passage.veil.id)));
        }
        found
    }

    pub(super) fn consent_to(&mut self, change: impl FnOnce(&mut review::gate::Consent)) {
        self.reading.consent_to(change);
        self.lay_out_again(self.flow.options());
        self.search_again();
    }

    fn turn_ratings(&mut self) {
        let (ratings, notice) = match self.reading.consent().ratings {
            Ratings::Shown => (Ratings::Hidden, "Ratings are hidden"),
            Ratings::Hidden => (Ratings::Shown, "Ratings are shown"),
        };
        self.settings.consent.ratings = ratings;
        self.consent_to(|consent| consent.ratings = ratings);
        self.notice = Some(notice.to_owned());
    }

    fn reveal(&mut self) {
        if self.reading.consent().sight != Sight::Hidden {
            self.notice = Some("Everything is in the open; X hides it again".to_owned());
            return;
        }
        if let Some(warned) = self.left_to_the_judge() {
            self.open_in_full(warned);
            return;
        }
        match self.current_passage() {
            Some(passage) if passage.covered => self.toggle(passage.veil.id),
            _ => self.notice = Some("Nothing is hidden on this screen".to_owned()),
        }
    }

    fn cycle_sight(&mut self) {
        let sight = self.reading.consent().sight;
        let (next, notice) = match sight {
            Sight::Hidden if !self.agrees() => return,
            Sight::Hidden => (Sight::Highlighted, "Everything is shown; what tells is marked"),
            Sight::Highlighted => (Sight::Plain, "Everything is shown, and nothing marked"),
            Sight::Plain => (Sight::Hidden, "What tells is hidden"),
        };
        self.consent_to(|consent| consent.sight = next);
        self.glow = Glow::Bright;
        self.notice = Some(notice.to_owned());
    }

    /// Whether everything may be shown: where an ending is hidden that is asked, once.
    fn agrees(&mut self) -> bool {
        let ending = |passage: &Passage| passage.hidden && passage.veil.level == Level::Ending;
        if self.agreement == Agreement::Unasked && self.reading.gate().passages().iter().any(ending) {
            self.agreement = Agreement::Asked;
            self.notice =
                Some(format!("Show everything, endings too? {} again", self.key_of(Command::CycleSight)));
            return false;
        }
        self.agreement = Agreement::Given;
        true
    }

    fn hide(&mut self, level: Option<Level>) {
        self.consent_to(|consent| consent.hide = level);
        self.glow = Glow::Bright;
        let what = match level {
            None => "nothing",
            Some(Level::Ending) => "endings",
            Some(Level::Plot) => "plot and endings",
            Some(Level::Premise) => "all of the story, the premise too",
        };
        self.notice = Some(match (self.reading.consent().sight, level) {
            (Sight::Hidden, None) => "Nothing is hidden".to_owned(),
            (Sight::Hidden, _) => format!("Hidden from here on: {what}"),
            _ => format!("All is open; once {} closes it, hidden: {what}", self.key_of(Command::HideAgain)),
        });
    }

    fn next_passage(&mut self) {
        let here = self.passage_place();
        let passages = self.reading.gate().passages();
        let next = passages
            .iter()
            .find(|passage| passage.covered && Some(passage.place) > here && self.leads(passage));
        self.pick(next.copied(), "There is no further passage");
    }

    fn previous_passage(&mut self) {
        let here = self.passage_place().unwrap_or(self.port.anchor);
        let passages = self.reading.gate().passages();
        let before = passages
            .iter()
            .rev()
            .find(|passage| passage.covered && passage.place < here && self.leads(passage));
        self.pick(before.copied(), "There is no earlier passage");
    }

    /// Where the picked passage stands if it is on screen, else what lies just before the screen.
    fn passage_place(&self) -> Option<Offset> {
        let picked = self.passages_on_screen().into_iter().find(|p| Some(p.veil.id) == self.picked);
        let before = self.port.anchor.get().checked_sub(1).map(Offset::new);
        picked.map(|passage| passage.place).or(before)
    }

    fn pick(&mut self, passage: Option<Passage>, nowhere: &str) {
        match passage {
            Some(passage) => {
                self.picked = Some(passage.veil.id);
                self.bring(passage.place);
            }
            None => self.notice = Some(nowhere.to_owned()),
        }
    }

    /// Overrules the current passage; without one, hides the sentence at the reading line.
    fn overrule(&mut self) {
        let Some(passage) = self.current_passage() else {
            self.hide_sentence();
            return;
        };
        let id = passage.veil.id;
        let (verdict, notice) = if passage.covered {
            (Verdict::Safe, "Noted: no spoiler. ! takes that back")
        } else {
            (Verdict::Spoiler, "Noted: a spoiler. ! takes that back")
        };
        self.picked = Some(id);
        let ids = self.behind_one_veil(id);
        self.consent_to(|consent| ids.into_iter().for_each(|id| consent.overrule(id, verdict)));
        self.notice = Some(notice.to_owned());
    }

    fn hide_sentence(&mut self) {
        match self.sentence_at_reading_line() {
            Some(sentence) => {
                self.consent_to(|consent| consent.add(sentence));
                self.notice = Some("Hidden: the first sentence on the screen".to_owned());
            }
            None => self.notice = Some("There is no sentence here to hide".to_owned()),
        }
    }

    fn sentence_at_reading_line(&self) -> Option<Span> {
        let document = self.reading.document();
        let lines = self.port.rows.iter().skip(1).filter_map(|row| self.flow.line(*row));
        let place = lines.filter(|line| !line.pieces.is_empty()).map(|line| line.start).find(|place| {
            document
                .blocks()
                .get(document.block_at(*place))
                .is_some_and(|b| !matches!(b.kind, Kind::Heading(_)))
        })?;
        let sentences = document.sentences(document.block_at(place));
        sentences.iter().copied().find(|sentence| sentence.end() > place)
    }
}

fn less(hide: Option<Level>) -> Option<Level> {
    match hide {
        Some(Level::Premise) => Some(Level::Plot),
        Some(Level::Plot) => Some(Level::Ending),
        Some(Level::Ending) | None => None,
    }
}

fn more(hide: Option<Level>) -> Level {
    match hide {
        None => Level::Ending,
        Some(Level::Ending) => Level::Plot,
        Some(Level::Plot | Level::Premise) => Level::Premise,
    }
}
