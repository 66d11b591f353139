//! The side panel: shown, scrolled, and walked from one mention to the next.

use super::command::Command;
use super::keymap::{Code, Key, Meaning};
use super::{Aim, App, Effect, Pane, Panel, Search};
use crate::cast::{self, PanelRow};

impl App {
    pub(super) fn toggle_panel(&mut self) {
        let shown = self.geometry().panel.is_some();
        self.panel_top = 0;
        self.set_panel(if shown { Panel::Hidden } else { Panel::Shown });
    }

    /// The rows of the panel, from the top.
    pub fn panel_rows(&self) -> Vec<PanelRow<'_>> {
        let cast = self.reading.is_cast().then(|| self.reading.cast());
        cast::panel_rows(&self.reading.facts(), cast, self.people())
    }

    /// The rows of the panel in which what is searched for stands, in order.
    pub fn rows_found(&self) -> Vec<usize> {
        let rows = self.panel_rows().into_iter().enumerate();
        let fits = |row: &PanelRow<'_>| row.said().is_some_and(|said| self.search.hits.fit(&said));
        rows.filter(|(_, row)| fits(row)).map(|(number, _)| number).collect()
    }

    /// Scrolls the panel so that its row `row` shows.
    pub(super) fn show_row(&mut self, row: usize) {
        let height =
            self.geometry().panel.map_or(1, |panel| usize::from(panel.height)).saturating_sub(1).max(1);
        self.panel_top = self.panel_top.clamp((row + 1).saturating_sub(height), row);
    }

    /// The credit on row `row` of the panel.
    pub(super) fn credit_at(&self, row: usize) -> Option<usize> {
        self.panel_rows().get(row + self.panel_top)?.number()
    }

    /// The first row of the panel that shows.
    pub fn panel_top(&self) -> usize {
        self.panel_top
    }

    /// Scrolls the panel, as far as there is more of it.
    pub(super) fn scroll_panel(&mut self, by: isize) {
        let count = self.panel_rows().len();
        let height = self.geometry().panel.map_or(0, |panel| usize::from(panel.height));
        self.panel_top = self.panel_top.saturating_add_signed(by).min(count.saturating_sub(height));
    }

    /// Scrolls the panel so that credit `picked` shows, with whom it stands for.
    fn show_credit(&mut self, picked: usize) {
        let rows = self.panel_rows();
        let at = rows.iter().position(|row| row.number() == Some(picked)).unwrap_or(0);
        // What is above a credit says what it is; the last row may say how many more there are.
        let height =
            self.geometry().panel.map_or(1, |panel| usize::from(panel.height)).saturating_sub(3).max(1);
        let top = if picked == 0 { 0 } else { at.saturating_sub(1) };
        self.panel_top = self.panel_top.clamp((at + 1).saturating_sub(height).min(top), top);
    }

    /// The credit that is picked in the panel.
    pub fn picked_credit(&self) -> Option<usize> {
        match self.pane {
            Pane::Credits(picked) => Some(picked),
            _ => None,
        }
    }

    pub(super) fn focus_panel(&mut self) {
        if self.reading.cast().is_empty() {
            self.notice = Some("There are no credits to walk".to_owned());
            return;
        }
        self.set_panel(Panel::Shown);
        let first = self.walkable_beside(0, 0);
        self.pane = Pane::Credits(first);
        self.show_credit(first);
    }

    pub(super) fn credits_key(&mut self, key: Key, picked: usize) -> Option<Effect> {
        let beside = |by: isize| self.walkable_beside(picked, by);
        let to = match (key.code, self.settings.keymap.meaning(&[key])) {
            (Code::Enter, _) => {
                self.walk(picked);
                // Where it covered the text it is gone.
                self.geometry().panel?;
                picked
            }
            (_, Meaning::Command(Command::LineDown)) => beside(1),
            (_, Meaning::Command(Command::LineUp)) => beside(-1),
            (_, Meaning::Command(Command::PageDown | Command::HalfPageDown)) => beside(10),
            (_, Meaning::Command(Command::PageUp | Command::HalfPageUp)) => beside(-10),
            (_, Meaning::Command(Command::Top)) => beside(isize::MIN),
            (_, Meaning::Command(Command::Bottom)) => beside(isize::MAX),
            (_, Meaning::Command(Command::FocusPanel | Command::Close | Command::Cancel)) => return None,
            (_, Meaning::Command(Command::Panel)) => {
                self.set_panel(Panel::Hidden);
                return None;
            }
            (_, Meaning::Command(Command::Quit)) => return Some(Effect::Quit),
            (_, Meaning::Command(command)) if matches!(command, Command::NextHit | Command::PreviousHit) => {
                self.hit(if command == Command::NextHit { 1 } else { -1 });
                picked
            }
            _ => picked,
        };
        self.pane = Pane::Credits(to);
        self.show_credit(to);
        None
    }

    /// What stands `by` rows further from `picked` among those that can be walked to and are shown.
    fn walkable_beside(&self, picked: usize, by: isize) -> usize {
        let numbers: Vec<usize> = self.panel_rows().iter().filter_map(|row| row.number()).collect();
        let at = numbers.partition_point(|number| *number < picked);
        let to = at.saturating_add_signed(by).min(numbers.len().saturating_sub(1));
        numbers.get(to).copied().unwrap_or(picked)
    }

    /// Goes to the next mention of credit or film `number`, and lights all of them up.
    pub(super) fn walk(&mut self, number: usize) {
        let Some((name, _)) = self.reading.cast().subject(number) else { return };
        let name = name.to_owned();
        if self.search.aim != Aim::Mentions || self.search.pattern != name {
            self.search = Search { pattern: name.clone(), aim: Aim::Mentions, ..Search::default() };
            self.search_again();
        }
        if self.search.hits.is_empty() {
            self.search = Search::default();
            self.notice = Some(format!("{name} is named in the credits alone"));
            return;
        }
        let next = self.search.at.map_or(0, |at| (at + 1) % self.search.hits.len());
        if self.geometry().is_covered() {
            self.set_panel(Panel::Hidden);
        }
        self.go_to_hit(next);
        self.notice = Some(format!("{name}: {} of {}", next + 1, self.search.hits.len()));
    }
}
