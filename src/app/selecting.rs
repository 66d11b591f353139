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

    /// Selects the sentence at the reading line.
    pub(super) fn begin_selection(&mut self) {
        let covered = usize::from(self.sticky().is_some() && self.port.here == self.port.top);
        let rows = self.port.rows.iter().skip_while(|row| **row != self.port.here).skip(covered);
        let places = rows.filter_map(|row| self.flow.line(*row)).filter(|line| !line.pieces.is_empty());
        let found =
            places.filter_map(|line| self.sentence_at(line.start)).find(|number| self.is_open(*number));
        match found {
            Some(number) => {
                self.pane = Pane::Select(Selection { from: number, to: number });
                self.notice = Some("j k select, y copies, a notes, ! hides, Esc leaves".to_owned());
            }
            None => self.notice = Some("Nothing on this screen can be selected".to_owned()),
        }
    }

    fn sentence_at(&self, place: Offset) -> Option<usize> {
        let document = self.reading.document();
        let block = document.block_at(place);
        let at = document.sentences(block).iter().position(|sentence| sentence.end() > place)?;
        Some(document.first_sentence(block) + at)
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
        self.settings.veils.over(self.reading.gate().runs(self.span_of(selection)))
    }

    fn hide_selected(&mut self, selection: Selection) {
        let (first, last) = (selection.from.min(selection.to), selection.from.max(selection.to));
        let open: Vec<Span> = (first..=last)
            .filter(|number| self.is_open(*number))
            .filter_map(|number| self.reading.document().sentence(number))
            .collect();
        self.consent_to(|consent| open.iter().for_each(|span| consent.add(*span)));
        self.notice = Some(format!("Hidden: what was selected ({})", open.len()));
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

    /// Selects from the sentence at one cell to that at another.
    pub(super) fn drag(&mut self, from: (u16, u16), to: (u16, u16)) {
        if !matches!(self.pane, Pane::Text | Pane::Select(_)) {
            return;
        }
        let sentence = |(x, y)| self.place_at(x, y).and_then(|place| self.sentence_at(place));
        if let (Some(from), Some(to)) = (sentence(from), sentence(to))
            && self.is_open(from)
            && self.is_open(to)
        {
            self.pane = Pane::Select(Selection { from, to });
        }
    }

    /// The place in the text that is drawn at a cell.
    fn place_at(&self, x: u16, y: u16) -> Option<Offset> {
        let geometry = self.geometry();
        let number = geometry.row_at(x, y)?;
        let text = geometry.row(number);
        let line = self.flow.line(self.on_row(number)?)?;
        let column = x.checked_sub(text.x)?;
        let piece = line.pieces.iter().rev().find(|piece| piece.column <= column)?;
        let Ink::Source(span) = piece.ink else { return None };
        let shown = self.reading.gate().whole(span)?;
        let before = truncate(shown.text(), usize::from(column - piece.column)).len();
        Some(Offset::new(span.start().get() + before))
    }
}
