//! What keys do in panes: outline, help and marks; and what is copied.

use super::command::Command;
use super::keymap::{Code, Key, Meaning};
use super::pane::Line;
use super::picker::Did;
use super::{App, Effect, Pane, Picker, Stage};
use crate::outline;

impl App {
    pub(super) fn open_pane(&mut self, command: Command) -> Option<Effect> {
        match command {
            Command::Help => self.pane = Pane::Help(0),
            Command::Mark => self.pane = Pane::Mark,
            Command::GoToMark => self.pane = Pane::GoToMark,
            Command::Percent => self.pane = Pane::Percent(String::new()),
            Command::Search => {
                self.pane = Pane::Search(Line { origin: self.port.anchor, ..Line::default() });
            }
            Command::Outline => self.open_outline(),
            Command::List => return self.open_list(),
            Command::Links => self.open_links(),
            Command::Panel => self.toggle_panel(),
            Command::FocusPanel => self.focus_panel(),
            _ => {}
        }
        None
    }

    pub(super) fn pane_key(&mut self, key: Key) -> Option<Effect> {
        let key = match key == Key::control('c') {
            true if self.is_prompt() => Key::plain(Code::Escape),
            true => return Some(Effect::Quit),
            false => key,
        };
        match std::mem::take(&mut self.pane) {
            Pane::Help(scrolled) => self.help_key(key, scrolled),
            Pane::Outline(outline) => return self.outline_key(key, outline),
            Pane::Search(line) => self.search_key(key, line),
            Pane::Credits(picked) => return self.credits_key(key, picked),
            Pane::Shelf(pane) => return self.shelf_key(key, pane),
            Pane::List(list) => return self.list_key(key, list),
            Pane::Links(links) => return self.links_key(key, links),
            Pane::Mark => self.set_mark(key),
            Pane::GoToMark => self.go_to_mark(key),
            Pane::Select(selection) => return self.select_key(key, selection),
            Pane::Note(noting) => self.note_key(key, noting),
            Pane::Percent(typed) => self.percent_key(key, typed),
            Pane::Text | Pane::Explain(_) => {}
        }
        None
    }

    /// Whether something is being typed that C-c gives up.
    fn is_prompt(&self) -> bool {
        match &self.pane {
            Pane::Search(_) | Pane::Mark | Pane::GoToMark | Pane::Percent(_) | Pane::Note(_) => true,
            Pane::Outline(list) | Pane::List(list) => list.stage == Stage::Typing,
            _ => false,
        }
    }

    /// Takes in what was pasted, as if it had been typed on one line.
    pub(super) fn paste(&mut self, text: &str) {
        let line = text.split(char::is_control).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        match std::mem::take(&mut self.pane) {
            Pane::Search(mut search) => {
                search.text.push_str(&line);
                self.search_for(&search);
                self.pane = Pane::Search(search);
            }
            Pane::Outline(mut outline) => {
                outline.paste(&line);
                outline.narrow(self.sections_like(&outline.query));
                self.pane = Pane::Outline(outline);
            }
            Pane::List(mut list) => {
                list.paste(&line);
                list.narrow(self.reviews_like(&list.query));
                self.pane = Pane::List(list);
            }
            Pane::Shelf(mut pane) => {
                pane.query.push_str(&line);
                pane.arrange();
                self.pane = Pane::Shelf(pane);
            }
            Pane::Note(mut noting) => {
                noting.text.push_str(&line);
                self.pane = Pane::Note(noting);
            }
            pane => self.pane = pane,
        }
    }

    fn open_outline(&mut self) {
        let count = self.reading.sections().len();
        if count == 0 {
            self.notice = Some("This review has no sections".to_owned());
            return;
        }
        self.pane = Pane::Outline(Picker::of(count, self.current_section().unwrap_or(0)));
    }

    fn outline_key(&mut self, key: Key, mut outline: Picker) -> Option<Effect> {
        match outline.key(key, &self.settings.keymap, Command::Outline) {
            Did::Moved => {}
            Did::Narrowed => outline.narrow(self.sections_like(&outline.query)),
            Did::Chose(section) => {
                self.go_to_section(section);
                return None;
            }
            Did::Called(Command::Quit) => return Some(Effect::Quit),
            Did::Called(Command::Outline) => {
                self.pin_outline();
                return None;
            }
            Did::Left | Did::Called(_) => return None,
        }
        self.pane = Pane::Outline(outline);
        None
    }

    fn sections_like(&self, query: &str) -> Vec<usize> {
        outline::matching(self.reading.gate(), query, self.settings.veils)
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

    fn percent_key(&mut self, key: Key, mut typed: String) {
        match (key.code, key.typed()) {
            (Code::Enter, _) => {
                if let Ok(percent) = typed.parse() {
                    self.go_to_percent(percent);
                }
                return;
            }
            (Code::Backspace, _) => _ = typed.pop(),
            (_, Some(c)) if c.is_ascii_digit() && typed.len() < 3 => typed.push(c),
            _ => return,
        }
        self.pane = Pane::Percent(typed);
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

    /// The current section as it is shown, to be copied.
    pub(super) fn copy(&mut self) -> Option<Effect> {
        let document = self.reading.document();
        let blocks = match self.current_section().and_then(|s| self.reading.sections().get(s)) {
            Some(section) => section.blocks.clone(),
            None => 0..document.blocks().len(),
        };
        let gate = self.reading.gate();
        let paragraphs: Vec<String> =
            gate.blocks(blocks).map(|block| self.settings.veils.over(gate.runs(block.span))).collect();
        let text = paragraphs.join("\n\n");
        if text.trim().is_empty() {
            self.notice = Some("There is nothing here to copy".to_owned());
            return None;
        }
        Some(Effect::Copy(text))
    }
}
