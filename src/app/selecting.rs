//! Selecting what is shown by sentences, to copy, overrule or annotate it. Veils are stepped over.

use review::span::{Offset, Span};

use super::command::Command;
use super::keymap::{Code, Key, Meaning};
use super::pane::{Noting, Selection};
use super::{App, Effect, Item, Pane};
use crate::layout::{Ink, truncate};

/// A note of the reader's on some sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Where the sentences stand.
    pub span: Span,
    /// What the reader wrote.
    pub text: String,
}

impl App {
    /// The notes on the review.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// What is selected.
    pub fn selected(&self) -> Option<Span> {
        match &self.pane {
            Pane::Select(selection) | Pane::Note(Noting { selection, .. }) => Some(self.span_of(*selection)),
            _ => None,
        }
    }

    /// How many sentences that show are selected.
    pub fn selected_count(&self) -> usize {
        let Pane::Select(selection) = self.pane else { return 0 };
        self.open_in(selection).len()
    }

    /// The sentences that are selected and show.
    fn open_in(&self, selection: Selection) -> Vec<Span> {
        let (first, last) = (selection.from.min(selection.to), selection.from.max(selection.to));
        let open = (first..=last).filter(|number| self.is_open(*number));
        open.filter_map(|number| self.reading.document().sentence(number)).collect()
    }

    fn span_of(&self, selection: Selection) -> Span {
        let document = self.reading.document();
        let sentence = |number| document.sentence(number).unwrap_or_default();
        let (first, last) = (selection.from.min(selection.to), selection.from.max(selection.to));
        Span::new(sentence(first).start(), sentence(last).end())
    }

    /// Whether sentence `number` can be selected: all of it shows.
    fn is_open(&self, number: usize) -> bool {
        let document = self.reading.document();
        let Some(span) = document.sentence(number) else { return false };
        let block = document.block_at(span.start());
        self.reading.gate().whole(span).is_some() && self.flow.items().contains(&Item::Block(block))
    }

    /// Selects the first sentence that shows from the reading line on.
    pub(super) fn begin_selection(&mut self) {
        let covered = usize::from(self.sticky().is_some() && self.port.here == self.port.top);
        let rows = self.port.rows.iter().skip_while(|row| **row != self.port.here).skip(covered);
        let mut lines = rows.filter_map(|row| self.flow.line(*row)).filter(|line| !line.pieces.is_empty());
        let first = lines.next();
        let last =
            lines.last().or(first).and_then(|line| self.reading.gate().block(self.block_at(line.start)));
        let open = first.zip(last).and_then(|(first, last)| self.open_between(first.start, last.span.end()));
        match open {
            Some((number, _)) => self.pane = Pane::Select(Selection { from: number, to: number }),
            None => self.notice = Some("Nothing on this screen can be selected".to_owned()),
        }
    }

    fn block_at(&self, place: Offset) -> usize {
        self.reading.document().block_at(place)
    }

    pub(super) fn select_key(&mut self, key: Key, selection: Selection) -> Option<Effect> {
        let meaning = self.settings.keymap.meaning(&[key]);
        match (key.code, meaning) {
            (Code::Escape, _) | (_, Meaning::Command(Command::Close | Command::Select)) => return None,
            (_, Meaning::Command(Command::Quit)) => return Some(Effect::Quit),
            (_, Meaning::Command(Command::LineDown)) => return self.extend(selection, 1),
            (_, Meaning::Command(Command::LineUp)) => return self.extend(selection, -1),
            (Code::Char('y'), _) | (_, Meaning::Command(Command::Copy)) => {
                return Some(Effect::Copy(self.selected_text(selection)));
            }
            (_, Meaning::Command(Command::Overrule)) => self.hide_selected(selection),
            (Code::Char('a'), _) => {
                let span = self.span_of(selection);
                let text = self.notes.iter().find(|note| note.span == span).map(|note| note.text.clone());
                self.pane = Pane::Note(Noting { selection, text: text.unwrap_or_default() });
            }
            _ => self.pane = Pane::Select(selection),
        }
        None
    }

    /// Moves the end of the selection to the next sentence that shows.
    fn extend(&mut self, selection: Selection, by: isize) -> Option<Effect> {
        let next = std::iter::successors(Some(selection.to), |to| to.checked_add_signed(by)).skip(1);
        let mut in_review = next.take_while(|to| self.reading.document().sentence(*to).is_some());
        let to = in_review.find(|to| self.is_open(*to)).unwrap_or(selection.to);
        if let Some(sentence) = self.reading.document().sentence(to) {
            self.bring(sentence.start());
        }
        self.pane = Pane::Select(Selection { to, ..selection });
        None
    }

    /// What is selected and shows; whatever is hidden amid it is a veil.
    fn selected_text(&self, selection: Selection) -> String {
        self.settings.veils.shown(self.reading.gate(), self.span_of(selection))
    }

    fn hide_selected(&mut self, selection: Selection) {
        let open = self.open_in(selection);
        self.draw_over(open, "what was selected");
    }

    pub(super) fn note_key(&mut self, key: Key, mut noting: Noting) {
        match (key.code, key.typed()) {
            (Code::Escape, _) => return self.pane = Pane::Select(noting.selection),
            (Code::Enter, _) => return self.note(&noting),
            (Code::Backspace, _) => _ = noting.text.pop(),
            (_, Some(c)) => noting.text.push(c),
            _ => {}
        }
        self.pane = Pane::Note(noting);
    }

    /// Keeps a note; an empty one takes the note away that was there.
    fn note(&mut self, noting: &Noting) {
        let (span, text) = (self.span_of(noting.selection), noting.text.trim().to_owned());
        self.notes.retain(|note| note.span != span);
        self.notice = Some(
            if text.is_empty() { "No note" } else { "Noted; unspoiled notes prints all notes" }.to_owned(),
        );
        if !text.is_empty() {
            self.notes.push(Note { span, text });
            self.notes.sort_by_key(|note| note.span);
        }
    }

    /// Selects what shows between two cells. One in a veil, a margin or a blank row stands for the place that is
    /// drawn there; a veil is never part of the end.
    pub(super) fn drag(&mut self, from: (u16, u16), to: (u16, u16)) {
        let begins_in_text = self.geometry().row_at(from.0, from.1).is_some();
        if !matches!(self.pane, Pane::Text | Pane::Select(_)) || !begins_in_text {
            return;
        }
        let (Some(from), Some(to)) = (self.place_near(from), self.place_near(to)) else { return };
        self.pane = if let Some((first, last)) = self.open_between(from.min(to), from.max(to)) {
            let (from, to) = if from <= to { (first, last) } else { (last, first) };
            Pane::Select(Selection { from, to })
        } else {
            self.notice = Some("Nothing there can be selected".to_owned());
            Pane::Text
        };
    }

    /// The first and the last sentence that show, of those that `from` and `to` and what is between them touch.
    fn open_between(&self, from: Offset, to: Offset) -> Option<(usize, usize)> {
        let document = self.reading.document();
        let begin = document.first_sentence(self.block_at(from));
        let touched = (begin..).map_while(|number| Some((number, document.sentence(number)?)));
        let touched =
            touched.skip_while(|(_, span)| span.end() <= from).take_while(|(_, span)| span.start() <= to);
        let mut open = touched.map(|(number, _)| number).filter(|number| self.is_open(*number));
        let first = open.next()?;
        Some((first, open.last().unwrap_or(first)))
    }

    /// The place in the text that is drawn at a cell, or nearest to it.
    fn place_near(&self, (x, y): (u16, u16)) -> Option<Offset> {
        let document = self.reading.document();
        let number = self.geometry().row_near(x, y);
        let row = *self.port.rows.get(number).or(self.port.rows.last())?;
        let line = self.flow.line(row).filter(|line| !line.pieces.is_empty());
        let Some(line) = line else { return Some(self.flow.place_of(document, row)) };
        let column = x.saturating_sub(self.geometry().row(number).x);
        let piece = line.pieces.iter().rev().find(|piece| piece.column <= column).or(line.pieces.first())?;
        match piece.ink {
            Ink::Source(span) => {
                let shown = self.reading.gate().whole(span)?;
                let before = truncate(shown.text(), usize::from(column.saturating_sub(piece.column))).len();
                Some(Offset::new(span.start().get() + before))
            }
            Ink::Veil(veil) => self.reading.gate().passage(veil.first.id).map(|passage| passage.place),
            Ink::Ornament(_) => Some(line.start),
        }
    }
}
