//! Finding: the search line, its hits, and the way from one to the next.

use review::span::Offset;

use super::keymap::{Code, Key};
use super::pane::Line;
use super::{App, Pane};
use crate::search::Hits;

/// The search in force.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// Its pattern, as typed, or the name of who is walked to.
    pub pattern: String,
    /// What it looks for.
    pub aim: Aim,
    /// Where it stands in the shown text.
    pub hits: Hits,
    /// The number of the hit that was gone to.
    pub at: Option<usize>,
}

/// What a search looks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Aim {
    /// The pattern, in the text.
    #[default]
    Text,
    /// The mentions of a credit or of another film.
    Mentions,
}

/// So many searches are remembered.
const REMEMBERED: usize = 50;

impl App {
    /// Searches anew for the pattern in force: what is shown has changed.
    pub(super) fn search_again(&mut self) {
        if !self.search.pattern.is_empty() {
            let Search { pattern, aim, hits, at } = std::mem::take(&mut self.search);
            let here = at.and_then(|at| hits.get(at));
            let hits = match aim {
                Aim::Text => Hits::find(self.reading.gate(), &pattern),
                Aim::Mentions => Hits::at(self.reading.gate(), self.reading.cast().mentions(&pattern)),
            };
            let document = self.reading.document();
            let hits = hits.without(|hit| self.reading.framed().contains(&document.block_at(hit.start())));
            if aim == Aim::Text || !hits.is_empty() {
                let at =
                    here.and_then(|here| hits.over(here).find(|(_, hit)| *hit == here)).map(|(at, _)| at);
                self.search = Search { pattern, aim, hits, at };
            }
        }
    }

    /// Goes to the next hit, or the one before.
    pub(super) fn hit(&mut self, by: isize) {
        let count = self.search.hits.len();
        if count == 0 {
            let nothing =
                if self.search.pattern.is_empty() { "Nothing is searched for; / begins" } else { "No hits" };
            self.notice = Some(nothing.to_owned());
            return;
        }
        let turn = |at: usize| (at + count).checked_add_signed(by).unwrap_or(0) % count;
        let next = match self.search.at {
            Some(at) => turn(at),
            None => self.search.hits.from(self.port.anchor).unwrap_or(0),
        };
        self.go_to_hit(next);
    }

    pub(super) fn go_to_hit(&mut self, number: usize) {
        if let Some(hit) = self.search.hits.get(number) {
            self.search.at = Some(number);
            self.bring(hit.start());
        }
    }

    pub(super) fn search_key(&mut self, key: Key, mut line: Line) {
        match key.code {
            Code::Escape => return self.give_up(line.origin),
            Code::Enter if line.text.is_empty() => return,
            Code::Up => self.recall(&mut line, 1),
            Code::Down => self.recall(&mut line, -1),
            Code::Enter => {
                self.places.leave(line.origin);
                self.remember(line.text);
                if self.search.hits.is_empty() {
                    self.notice = Some("No hits".to_owned());
                }
                return;
            }
            Code::Backspace if line.text.is_empty() => return self.give_up(line.origin),
            Code::Backspace => {
                line.text.pop();
            }
            Code::Char('u') if key.control => line.text.clear(),
            _ => {
                if let Some(c) = key.typed() {
                    line.text.push(c);
                } else {
                    self.pane = Pane::Search(line);
                    return;
                }
            }
        }
        self.search_for(&line);
        self.pane = Pane::Search(line);
    }

    /// Puts what was searched for `by` searches further back in the line.
    fn recall(&self, line: &mut Line, by: isize) {
        let searches = &self.settings.searches;
        line.back = line.back.saturating_add_signed(by).min(searches.len());
        let found = line.back.checked_sub(1).and_then(|back| searches.iter().rev().nth(back));
        line.text = found.cloned().unwrap_or_default();
    }

    fn remember(&mut self, text: String) {
        let searches = &mut self.settings.searches;
        searches.retain(|known| *known != text);
        searches.push(text);
        if searches.len() > REMEMBERED {
            searches.remove(0);
        }
    }

    pub(super) fn search_for(&mut self, line: &Line) {
        self.search = Search { pattern: line.text.clone(), ..Search::default() };
        self.search_again();
        match self.search.hits.from(line.origin) {
            Some(hit) => self.go_to_hit(hit),
            None => self.return_there(line.origin),
        }
    }

    fn give_up(&mut self, origin: Offset) {
        self.search = Search::default();
        self.return_there(origin);
    }
}
