//! How the reader likes the screen: what is remembered from one reading to the next.

use serde::{Deserialize, Serialize};

use super::command::Command;
use super::geometry::{COLUMNS_FROM, OUTLINE_FROM};
use super::{App, MEASURE, Pane, Panel, Picker};
use crate::cast::People;
use crate::layout::Fill;
use crate::shelf::Viewing;

/// What the reader has chosen; the rest is as usual.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Look {
    /// The theme's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// The width of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u16>,
    /// Whether the panel stands beside the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub panel: Option<Panel>,
    /// Whether the outline stands beside the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outline: Option<Standing>,
    /// How lines are filled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fill: Option<Fill>,
    /// How many columns of text there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub columns: Option<u16>,
    /// How much of the credits is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub people: Option<People>,
    /// The ground that the terminal had, if it was not a dark one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ground: Option<Ground>,
}

impl Look {
    /// The same with nothing beside the text: read aloud, a row that holds two things makes no sense.
    #[must_use]
    pub fn linear(self) -> Self {
        let (panel, outline) = (Some(Panel::Hidden), Some(Standing::Called));
        Self { panel, outline, fill: None, columns: None, ..self }
    }
}

/// Whether the outline stands beside the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// It opens over the text.
    Called,
    /// It stands at the left.
    Pinned,
}

/// What a theme is made for, and what a terminal has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ground {
    /// A dark one.
    Dark,
    /// A light one.
    Light,
    /// Any, or nobody knows which.
    #[default]
    Any,
}

/// Whose ground the text stands on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// The terminal's: the theme is made for it.
    #[default]
    Terminal,
    /// The theme's own.
    Theme,
}

impl App {
    pub(super) fn look(&mut self, command: Command) {
        let measure = self.settings.measure;
        match command {
            Command::Wider => self.measure(measure.saturating_add(4)),
            Command::Narrower => self.measure(measure.saturating_sub(4)),
            Command::ResetWidth => self.measure(MEASURE),
            Command::Theme => self.next_theme(),
            Command::People => self.next_people(),
            Command::Justify => self.justify(),
            Command::Columns => self.turn_columns(),
            _ => {}
        }
    }

    fn measure(&mut self, measure: u16) {
        self.settings.measure = measure.clamp(24, 200);
        self.settings.look.width = Some(self.settings.measure);
        self.notice = Some(format!("The text is {} columns wide", self.settings.measure));
    }

    fn next_people(&mut self) {
        let (people, notice) = match self.people() {
            People::All => (People::NoCharacters, "Credits without the characters"),
            People::NoCharacters => (People::NoCast, "Credits without the cast"),
            People::NoCast => (People::All, "All credits"),
        };
        self.settings.look.people = Some(people);
        self.notice = Some(notice.to_owned());
        self.scroll_panel(isize::MIN);
    }

    /// How much of the credits is shown: all of them once the film was seen.
    pub fn people(&self) -> People {
        let chosen = self.settings.look.people.unwrap_or(self.settings.people);
        if self.viewing == Viewing::Seen { People::All } else { chosen }
    }

    /// Whether the outline can stand beside the text: there is room for it, and anything in it.
    pub fn can_pin(&self) -> bool {
        self.port.size.0 >= OUTLINE_FROM && !self.reading.sections().is_empty()
    }

    /// Whether the outline stands beside the text.
    pub(super) fn standing(&self) -> Standing {
        self.settings.look.outline.filter(|_| self.can_pin()).unwrap_or(Standing::Called)
    }

    /// Pins the outline beside the text, or takes it away.
    pub(super) fn pin_outline(&mut self) {
        self.settings.look.outline = Some(match self.standing() {
            Standing::Called => Standing::Pinned,
            Standing::Pinned => Standing::Called,
        });
    }

    /// The sections that the standing outline shows on `height` rows, each with whether it is the current one:
    /// the picked one while the outline has the keys.
    pub fn outlined(&self, height: usize) -> Vec<(usize, bool)> {
        let all = Picker::of(self.reading.sections().len(), self.current_section().unwrap_or(0));
        let list = if let Pane::Outline(list) = &self.pane { list } else { &all };
        let is_here = |at: usize| at == list.picked && self.current_section().is_some();
        let fitting = list.fitting.iter().enumerate().skip(list.first(height)).take(height);
        fitting.map(|(at, section)| (*section, is_here(at))).collect()
    }

    /// How lines are filled.
    pub(super) fn fill(&self) -> Fill {
        // Words of other languages break elsewhere.
        let justified =
            self.settings.look.fill == Some(Fill::Justified) && self.reading.document().is_english();
        if justified { Fill::Justified } else { Fill::Even }
    }

    fn justify(&mut self) {
        let fill = match self.settings.look.fill {
            Some(Fill::Justified) => Fill::Even,
            _ => Fill::Justified,
        };
        self.settings.look.fill = Some(fill);
        let justified = fill == Fill::Justified;
        self.notice = Some(if justified { "Lines of one length" } else { "Ragged lines" }.to_owned());
    }

    /// How many columns of text there are.
    pub(super) fn columns(&self) -> u16 {
        let room = self.port.size.0 >= COLUMNS_FROM;
        self.settings.look.columns.filter(|_| room).unwrap_or(1)
    }

    fn turn_columns(&mut self) {
        if self.port.size.0 < COLUMNS_FROM {
            self.notice = Some(format!("Two columns of text take {COLUMNS_FROM} columns of the screen"));
            return;
        }
        self.settings.look.columns = Some(3 - self.columns());
    }

    /// The next theme, on its own ground.
    fn next_theme(&mut self) {
        let count = self.settings.themes.len().max(1);
        self.settings.theme = (self.settings.theme + 1) % count;
        (self.settings.paper, self.settings.turned) = (Paper::Theme, true);
        self.settings.look.theme =
            self.settings.themes.get(self.settings.theme).map(|(name, _)| name.clone());
        self.notice = self.settings.look.theme.as_ref().map(|name| format!("Theme: {name}"));
    }
}
