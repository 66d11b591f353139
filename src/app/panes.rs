//! What keys and the mouse do in panes: outline, search line, credits, help and marks.

use review::gate::Run;
use review::span::Offset;

use super::command::Command;
use super::keymap::{Code, Key, Meaning};
use super::moving::Fold;
use super::pane::{Line, Outline};
use super::{Aim, App, Effect, Item, Mouse, Pane, Panel, Search};
use crate::cast;
use crate::layout::Ink;
use crate::outline;
use crate::search::Hits;

/// The rows that a turn of the wheel scrolls.
const WHEEL: isize = 3;

impl App {
    pub(super) fn open_pane(&mut self, command: Command) {
        match command {
            Command::Help => self.pane = Pane::Help(0),
            Command::Mark => self.pane = Pane::Mark,
            Command::GoToMark => self.pane = Pane::GoToMark,
            Command::Search => {
                self.pane = Pane::Search(Line { text: String::new(), origin: self.port.anchor });
            }
            Command::Outline => self.open_outline(),
            Command::List => self.open_list(),
            Command::Links => self.open_links(),
            Command::Panel => self.toggle_panel(),
            Command::FocusPanel => self.focus_panel(),
            _ => {}
        }
    }

    pub(super) fn pane_key(&mut self, key: Key) -> Option<Effect> {
        if key == Key::control('c') {
            return Some(Effect::Quit);
        }
        match std::mem::take(&mut self.pane) {
            Pane::Help(scrolled) => self.help_key(key, scrolled),
            Pane::Outline(outline) => self.outline_key(key, outline),
            Pane::Search(line) => self.search_key(key, line),
            Pane::Credits(picked) => return self.credits_key(key, picked),
            Pane::Shelf(pane) => return self.shelf_key(key, pane),
            Pane::List(picked) => return self.list_key(key, picked),
            Pane::Links(links) => return self.links_key(key, links),
            Pane::Mark => self.set_mark(key),
            Pane::GoToMark => self.go_to_mark(key),
            Pane::Text | Pane::Explain(_) => {}
        }
        None
    }

    pub(super) fn mouse(&mut self, mouse: Mouse, x: u16, y: u16) -> Option<Effect> {
        match mouse {
            Mouse::WheelDown => self.wheel(WHEEL),
            Mouse::WheelUp => self.wheel(-WHEEL),
            Mouse::Click => self.click(x, y),
        }
        None
    }

    /// Searches anew for the pattern in force: what is shown has changed.
    pub(super) fn search_again(&mut self) {
        if !self.search.pattern.is_empty() {
            let Search { pattern, aim, .. } = std::mem::take(&mut self.search);
            let hits = match aim {
                Aim::Text => Hits::find(self.reading.gate(), &pattern),
                Aim::Mentions => Hits::at(self.reading.gate(), self.reading.cast().mentions(&pattern)),
            };
            if aim == Aim::Text || !hits.is_empty() {
                self.search = Search { pattern, aim, hits, at: None };
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

    fn go_to_hit(&mut self, number: usize) {
        if let Some(hit) = self.search.hits.get(number) {
            self.search.at = Some(number);
            self.bring(hit.start());
        }
    }

    fn wheel(&mut self, by: isize) {
        match &mut self.pane {
            Pane::Help(scrolled) => *scrolled = scrolled.saturating_add_signed(by),
            Pane::Outline(outline) => {
                let last = outline.sections.len().saturating_sub(1);
                outline.picked = outline.picked.saturating_add_signed(by).min(last);
            }
            Pane::Shelf(pane) => pane.pick(by),
            _ => self.scroll(by),
        }
    }

    fn click(&mut self, x: u16, y: u16) {
        let geometry = self.geometry();
        if let Pane::Shelf(_) = self.pane {
            return;
        }
        if !matches!(self.pane, Pane::Text | Pane::Credits(_)) {
            self.pane = Pane::Text;
            return;
        }
        if let Some(panel) = geometry.panel.filter(|panel| panel.contains(x, y)) {
            if let Some(credit) = self.credit_at(usize::from(y - panel.y)) {
                self.walk(credit);
            }
            return;
        }
        let text = geometry.text;
        let row = y.checked_sub(text.y).and_then(|row| self.on_row(usize::from(row)));
        match row.and_then(|row| Some((row, *self.flow.items().get(row.item)?))) {
            Some((_, Item::Header(section))) => self.fold_section(section, Fold::Turn),
            Some((row, Item::Block(_))) => {
                let pieces = self.flow.line(row).map(|line| line.pieces.as_slice()).unwrap_or_default();
                let hit =
                    pieces.iter().find(|p| (p.column..p.column + p.width).contains(&x.wrapping_sub(text.x)));
                if let Some(Ink::Veil(veil)) = hit.map(|piece| piece.ink) {
                    self.toggle(veil.id);
                }
            }
            None => {}
        }
    }

    /// What stands on screen row `row`: the header that stays at the top, or the flow's row.
    fn on_row(&self, row: usize) -> Option<super::Row> {
        if row == 0
            && let Some(section) = self.sticky()
        {
            let item = self.flow.items().iter().position(|item| *item == Item::Header(section))?;
            return Some(super::Row { item, line: 0 });
        }
        self.port.rows.get(row).copied()
    }

    /// The section whose header stays on the first row, where its own has scrolled off.
    pub fn sticky(&self) -> Option<usize> {
        let top = self.flow.items().get(self.port.top.item)?;
        match top {
            Item::Header(_) => None,
            Item::Block(block) => self.reading.document().section_of(*block),
        }
    }

    fn set_mark(&mut self, key: Key) {
        if let Some(name) = key.typed() {
            self.places.mark(name, self.port.anchor);
            self.notice = Some(format!("Mark {name} is set"));
        }
    }

    fn go_to_mark(&mut self, key: Key) {
        let Some(name) = key.typed() else { return };
        match self.places.marked(name) {
            Some(place) => {
                self.places.leave(self.port.anchor);
                self.return_there(place);
            }
            None => self.notice = Some(format!("There is no mark {name}")),
        }
    }

    fn help_key(&mut self, key: Key, scrolled: usize) {
        let by = match self.settings.keymap.meaning(&[key]) {
            Meaning::Command(Command::LineDown) => 1,
            Meaning::Command(Command::LineUp) => -1,
            Meaning::Command(Command::PageDown | Command::HalfPageDown) => 10,
            Meaning::Command(Command::PageUp | Command::HalfPageUp) => -10,
            _ => return self.begin_with(key),
        };
        self.pane = Pane::Help(scrolled.saturating_add_signed(by));
    }

    fn open_outline(&mut self) {
        let sections: Vec<usize> = (0..self.reading.sections().len()).collect();
        if sections.is_empty() {
            self.notice = Some("This review has no sections".to_owned());
            return;
        }
        let picked = self.current_section().unwrap_or(0);
        self.pane = Pane::Outline(Outline { query: String::new(), sections, picked });
    }

    fn outline_key(&mut self, key: Key, mut outline: Outline) {
        let last = outline.sections.len().saturating_sub(1);
        match key.code {
            Code::Escape => return,
            Code::Enter => {
                if let Some(section) = outline.sections.get(outline.picked) {
                    self.go_to_section(*section);
                }
                return;
            }
            Code::Down | Code::Tab => outline.picked = (outline.picked + 1).min(last),
            Code::Up => outline.picked = outline.picked.saturating_sub(1),
            Code::PageDown => outline.picked = (outline.picked + 10).min(last),
            Code::PageUp => outline.picked = outline.picked.saturating_sub(10),
            Code::Backspace if outline.query.is_empty() => return,
            Code::Backspace => {
                outline.query.pop();
                self.narrow(&mut outline);
            }
            Code::Char('n') if key.control => outline.picked = (outline.picked + 1).min(last),
            Code::Char('p') if key.control => outline.picked = outline.picked.saturating_sub(1),
            _ => {
                if let Some(c) = key.typed() {
                    outline.query.push(c);
                    self.narrow(&mut outline);
                }
            }
        }
        self.pane = Pane::Outline(outline);
    }

    fn narrow(&self, outline: &mut Outline) {
        outline.sections = outline::matching(self.reading.gate(), &outline.query, self.settings.veils);
        outline.picked = 0;
    }

    fn search_key(&mut self, key: Key, mut line: Line) {
        match key.code {
            Code::Escape => return self.give_up(line.origin),
            Code::Enter if line.text.is_empty() => return,
            Code::Enter => {
                self.places.leave(line.origin);
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

    fn search_for(&mut self, line: &Line) {
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

    fn toggle_panel(&mut self) {
        let shown = self.geometry().panel.is_some();
        if !shown && !self.reading.has_facts() {
            self.notice = Some("The review names no film and no credits that could be shown".to_owned());
            return;
        }
        self.panel = Some(if shown { Panel::Hidden } else { Panel::Shown });
    }

    /// The credit on row `row` of the panel.
    fn credit_at(&self, row: usize) -> Option<usize> {
        let facts = self.reading.facts();
        let rows = cast::panel_rows(&facts, self.reading.cast());
        let height = usize::from(self.geometry().panel?.height);
        rows.get(row + cast::panel_scroll(&rows, self.picked_credit(), height))?.number()
    }

    /// The credit that is picked in the panel.
    pub fn picked_credit(&self) -> Option<usize> {
        match self.pane {
            Pane::Credits(picked) => Some(picked),
            _ => None,
        }
    }

    fn focus_panel(&mut self) {
        if self.reading.cast().is_empty() {
            self.notice = Some("There are no credits to walk".to_owned());
            return;
        }
        self.panel = Some(Panel::Shown);
        self.pane = Pane::Credits(0);
    }

    fn credits_key(&mut self, key: Key, picked: usize) -> Option<Effect> {
        let last = self.reading.cast().len().saturating_sub(1);
        let to = match (key.code, self.settings.keymap.meaning(&[key])) {
            (Code::Enter, _) => {
                self.walk(picked);
                picked
            }
            (_, Meaning::Command(Command::LineDown)) => (picked + 1).min(last),
            (_, Meaning::Command(Command::LineUp)) => picked.saturating_sub(1),
            (_, Meaning::Command(Command::FocusPanel | Command::Close)) => return None,
            (_, Meaning::Command(Command::Panel)) => {
                self.panel = Some(Panel::Hidden);
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
        None
    }

    /// Goes to the next mention of credit or film `number`, and lights all of them up.
    fn walk(&mut self, number: usize) {
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
        self.go_to_hit(next);
        self.notice = Some(format!("{name}: {} of {}", next + 1, self.search.hits.len()));
    }

    /// Copies the current section as it is shown.
    pub(super) fn copy(&mut self) -> Effect {
        let document = self.reading.document();
        let blocks = match self.current_section().and_then(|s| self.reading.sections().get(s)) {
            Some(section) => section.blocks.clone(),
            None => 0..document.blocks().len(),
        };
        let gate = self.reading.gate();
        let text = |run| match run {
            Run::Shown(shown) => shown.text(),
            Run::Veiled(veil) => self.settings.veils.text(veil.level),
        };
        let paragraphs: Vec<String> =
            gate.blocks(blocks).map(|block| gate.runs(block.span).map(text).collect()).collect();
        self.notice = Some("The section was copied as it is shown".to_owned());
        Effect::Copy(paragraphs.join("\n\n"))
    }
}
