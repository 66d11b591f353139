//! How the reader begins, and what it has been told since.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use review::Document;
use review::gate::Consent;

use super::keymap::Keymap;
use super::{Casting, Ground, Look, MEASURE, Paper};
use crate::cast::People;
use crate::layout::Veils;
use crate::shelf::Entry;

/// How the reader begins.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The keys.
    pub keymap: Keymap,
    /// What is hidden.
    pub consent: Consent,
    /// The width of the text.
    pub measure: u16,
    /// How veils look.
    pub veils: Veils,
    /// The theme's number.
    pub theme: usize,
    /// The number of the theme that was asked for; else the theme suits the terminal.
    pub chosen: Option<usize>,
    /// What the themes are called and made for, in order.
    pub themes: Vec<(String, Ground)>,
    /// Whose ground the text stands on.
    pub paper: Paper,
    /// The reader has turned to another theme, which stands on its own ground: it may be another than the terminal's.
    pub turned: bool,
    /// How much of the credits is shown, if the reader does not choose.
    pub people: People,
    /// What the reader has chosen of all this, and wants to find again.
    pub look: Look,
    /// Whether the mouse is taken.
    pub mouse: bool,
    /// What the input is called, where the review has no title.
    pub name: String,
    /// The input's number among so many.
    pub input: (usize, usize),
    /// What the inputs are called, a document for each, where there are several.
    pub list: Option<Arc<Vec<Document>>>,
    /// What is known of some of them.
    pub entries: BTreeMap<usize, Entry>,
    /// What was searched for, the latest last.
    pub searches: Vec<String>,
    /// Those that have been opened.
    pub seen: BTreeSet<usize>,
    /// The command that opens addresses outside.
    pub browser: Option<String>,
    /// How many reviews links were followed from, and how many were returned from.
    pub visits: (usize, usize),
    /// Who reads the cast.
    pub casting: Casting,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            keymap: Keymap::default(),
            consent: Consent::default(),
            measure: MEASURE,
            veils: Veils::Chip,
            theme: 0,
            chosen: None,
            themes: Vec::new(),
            paper: Paper::Terminal,
            turned: false,
            people: People::All,
            look: Look::default(),
            mouse: true,
            name: String::new(),
            input: (0, 1),
            list: None,
            entries: BTreeMap::new(),
            searches: Vec::new(),
            seen: BTreeSet::new(),
            browser: None,
            visits: (0, 0),
            casting: Casting::default(),
        }
    }
}

impl Settings {
    /// On a terminal with this ground: the theme is made for it, or stands on its own where another was asked for. The next
    /// start begins so, too.
    pub fn stand_on(&mut self, ground: Ground) {
        self.look.ground = Some(ground).filter(|ground| *ground != Ground::Dark);
        if self.turned {
            return;
        }
        let made_for = |number: usize| self.themes.get(number).map_or(Ground::Any, |(_, ground)| *ground);
        let suited = (0..self.themes.len()).find(|number| made_for(*number) == ground);
        self.theme = self.chosen.or(suited).unwrap_or(0);
        let suits = [ground, Ground::Any].contains(&made_for(self.theme));
        self.paper = if suits { Paper::Terminal } else { Paper::Theme };
    }

    /// Whether anything depends on the terminal's ground.
    pub fn depends_on_ground(&self) -> bool {
        let chosen = self.chosen.and_then(|number| self.themes.get(number));
        chosen.is_none_or(|(_, made_for)| *made_for != Ground::Any)
    }
}
