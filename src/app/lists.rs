//! Panes to go elsewhere from: the reviews that were given, and the links on screen.

use review::address;
use review::document::Style;
use review::gate::{Consent, Gate};
use review::span::Offset;

use super::command::Command;
use super::keymap::{Code, Key, Meaning};
use super::pane::Links;
use super::picker::Did;
use super::{App, Area, Effect, Pane, Picker};
use crate::layout::Ink;
use crate::outline;

impl App {
    /// Opens the list of reviews, where there are several; others find out what they are.
    pub(super) fn open_list(&mut self) -> Option<Effect> {
        if self.settings.list.is_none() {
            self.notice = Some("There is one review only".to_owned());
            return None;
        }
        let (at, count) = self.settings.input;
        self.pane = Pane::List(Picker::of(count, at));
        Some(Effect::List)
    }

    /// What review `number` is called, as the hide level allows: by its film and critic, as far as they are
    /// known, else as the input is called.
    pub fn listed(&self, number: usize) -> Option<String> {
        match self.settings.entries.get(&number).filter(|entry| entry.title.is_some()) {
            Some(entry) => {
                let year = entry.year.map_or(String::new(), |year| format!(" ({year})"));
                let by = entry.reviewer.as_deref().map_or(String::new(), |by| format!(" · {by}"));
                Some(format!("{}{year}{by}", entry.called()))
            }
            None => self.called(number),
        }
    }

    fn called(&self, number: usize) -> Option<String> {
        let document = self.settings.list.as_deref()?.get(number)?;
        let consent = Consent::hiding(self.reading.consent().hide);
        let gate = Gate::new(document, &consent);
        let parts = document.blocks().iter().map(|block| self.settings.veils.over(gate.runs(block.span)));
        Some(parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "))
    }

    pub(super) fn list_key(&mut self, key: Key, mut list: Picker) -> Option<Effect> {
        match list.key(key, &self.settings.keymap, Command::List) {
            Did::Moved => {}
            Did::Narrowed => list.narrow(self.reviews_like(&list.query)),
            Did::Chose(review) => return (review != self.settings.input.0).then_some(Effect::Open(review)),
            Did::Called(Command::Quit) => return Some(Effect::Quit),
            Did::Left | Did::Called(_) => return None,
        }
        self.pane = Pane::List(list);
        None
    }

    pub(super) fn reviews_like(&self, query: &str) -> Vec<usize> {
        let reviews = 0..self.settings.input.1;
        outline::fitting(query, reviews.map(|number| self.listed(number).unwrap_or_default()))
    }

    /// Tells how many reviews there are to go back to, and forward.
    pub fn visited(&mut self, visits: (usize, usize)) {
        self.settings.visits = visits;
    }

    /// The way to another review, where `command` leads to one: in the list, or beyond the places of this
    /// one.
    pub(super) fn visit(&mut self, command: Command) -> Option<Effect> {
        let (back, forward) = self.settings.visits;
        match command {
            Command::NextReview => self.other_review(1),
            Command::PreviousReview => self.other_review(-1),
            Command::Back if back > 0 && !self.places.has_back() => Some(Effect::Return),
            Command::Forward if forward > 0 && !self.places.has_forward() => Some(Effect::Advance),
            _ => None,
        }
    }

    /// Numbers the links on screen.
    pub(super) fn open_links(&mut self) {
        let places = self.links_on_screen();
        if places.is_empty() {
            self.notice = Some("There is no link on this screen".to_owned());
        } else {
            self.pane = Pane::Links(Links { places, picked: 0, typed: 0 });
        }
    }

    /// Where the links on screen begin whose text is in the open, each once.
    fn links_on_screen(&self) -> Vec<Offset> {
        let gate = self.reading.gate();
        let lines = self.port.rows.iter().filter_map(|row| self.flow.line(*row));
        let pieces = lines.flat_map(|line| &line.pieces).filter(|piece| piece.style.has(Style::LINK));
        let mut places: Vec<Offset> = Vec::new();
        for piece in pieces {
            let Ink::Source(span) = piece.ink else { continue };
            let Some((link, _)) = gate.link(span.start()) else { continue };
            if !places.contains(&link.start()) {
                places.push(link.start());
            }
        }
        places
    }

    /// The links as they are drawn: the cells of each piece, and where it leads; none while something lies
    /// over the text.
    pub fn live_links(&self) -> Vec<(Area, &str)> {
        let geometry = self.geometry();
        let over = geometry.panel.is_some_and(|panel| panel.x < geometry.text.x + geometry.text.width);
        if over || !matches!(self.pane, Pane::Text | Pane::Credits(_)) {
            return Vec::new();
        }
        let gate = self.reading.gate();
        let rows = (0..).zip(&self.port.rows).skip(usize::from(self.sticky().is_some()));
        let mut links = Vec::new();
        for (number, row) in rows {
            let at = geometry.row(number);
            let pieces = self.flow.line(*row).map(|line| line.pieces.as_slice()).unwrap_or_default();
            for piece in pieces.iter().filter(|piece| piece.style.has(Style::LINK)) {
                let Ink::Source(span) = piece.ink else { continue };
                let Some((_, target)) = gate.link(span.start()) else { continue };
                links.push((Area { x: at.x + piece.column, width: piece.width, ..at }, target));
            }
        }
        links
    }

    /// A link's text and whose address it leads to; the rest of an address may tell what its text does not.
    pub fn link_at(&self, place: Offset) -> Option<(String, &str)> {
        let gate = self.reading.gate();
        let (span, target) = gate.link(place)?;
        let host = if address::is_web(target) { address::host(target) } else { "" };
        Some((gate.whole(span)?.text().replace('\n', " "), host))
    }

    pub(super) fn links_key(&mut self, key: Key, mut links: Links) -> Option<Effect> {
        let digit = key.typed().and_then(|c| c.to_digit(10)).and_then(|digit| usize::try_from(digit).ok());
        if let Some(digit) = digit {
            links.typed = links.typed * 10 + digit;
            let number = links.typed;
            if number == 0 || number > links.places.len() {
                self.notice = Some("There is no link of that number".to_owned());
                links.typed = 0;
            } else if number * 10 > links.places.len() {
                return self.follow(&links, number - 1);
            } else {
                links.picked = number - 1;
            }
            self.pane = Pane::Links(links);
            return None;
        }
        links.typed = 0;
        match self.settings.keymap.meaning(&[key]) {
            _ if key.code == Code::Enter => return self.follow(&links, links.picked),
            Meaning::Command(Command::Links) => return self.outside(&links),
            _ => {}
        }
        match self.step(key, links.picked, links.places.len()) {
            Step::To(picked) => self.pane = Pane::Links(Links { picked, ..links }),
            Step::Leave(Command::Quit) => return Some(Effect::Quit),
            Step::Leave(_) => {}
        }
        None
    }

    fn target(&self, links: &Links, number: usize) -> Option<String> {
        let (_, target) = self.reading.gate().link(*links.places.get(number)?)?;
        Some(target.to_owned())
    }

    fn follow(&self, links: &Links, number: usize) -> Option<Effect> {
        self.target(links, number).map(Effect::Follow)
    }

    fn outside(&mut self, links: &Links) -> Option<Effect> {
        if self.settings.browser.is_none() {
            self.notice = Some("No browser is set; config.toml takes: browser = \"xdg-open\"".to_owned());
            return None;
        }
        let target = self.target(links, links.picked)?;
        if !address::is_web(&target) {
            self.notice = Some("That leads to no page of the web".to_owned());
            return None;
        }
        Some(Effect::Outside(target))
    }

    /// Where `key` moves from `picked` among `count`.
    fn step(&self, key: Key, picked: usize, count: usize) -> Step {
        let last = count.saturating_sub(1);
        Step::To(match self.settings.keymap.meaning(&[key]) {
            _ if key.code == Code::Escape => return Step::Leave(Command::Close),
            Meaning::Command(command @ (Command::Close | Command::List | Command::Quit)) => {
                return Step::Leave(command);
            }
            Meaning::Command(Command::LineDown | Command::NextReview) => (picked + 1).min(last),
            Meaning::Command(Command::LineUp | Command::PreviousReview) => picked.saturating_sub(1),
            Meaning::Command(Command::PageDown | Command::HalfPageDown) => (picked + 10).min(last),
            Meaning::Command(Command::PageUp | Command::HalfPageUp) => picked.saturating_sub(10),
            Meaning::Command(Command::Top) => 0,
            Meaning::Command(Command::Bottom) => last,
            _ => picked,
        })
    }
}

/// What a key does in a pane of one column.
enum Step {
    /// It picks.
    To(usize),
    /// It closes the pane.
    Leave(Command),
}
