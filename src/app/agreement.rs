//! What bares a hidden ending for the whole review is asked once, whichever key it is.

use review::document::Level;
use review::gate::{Consent, Gate, Passage, PassageId, Sight};

use super::App;
use super::command::Command;
use super::curtain::less;
use crate::layout::cells;
use crate::shelf::Viewing;

/// Whether the reader meant to bare the ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Agreement {
    /// Nobody has asked yet.
    Unasked,
    /// It was asked at this command: the same once more is the answer.
    Asked(Command),
    /// Yes; it is not asked again in this review.
    Given,
}

impl Agreement {
    /// Anything but `command` was no answer.
    pub fn lapse(&mut self, command: Option<Command>) {
        if let Self::Asked(asked) = *self
            && Some(asked) != command
        {
            *self = Self::Unasked;
        }
    }
}

impl App {
    /// Whether `command`, called by `key`, may do what it does: where it bares an ending that is hidden now, the
    /// reader is asked first.
    pub(super) fn agrees(&mut self, command: Command, key: &str) -> bool {
        if self.agreement == Agreement::Given || !self.bares_an_ending(command) {
            return true;
        }
        if self.agreement == Agreement::Asked(command) {
            self.agreement = Agreement::Given;
            return true;
        }
        let long = match command {
            Command::HideLess => "Hide nothing, not even endings?",
            Command::Seen => "Seen it? That shows everything, endings too:",
            _ => "Show everything, endings too?",
        };
        self.agreement = Agreement::Asked(command);
        self.notice = Some(
            self.fitting([long, "Show the ending?", "Endings?"].map(|what| format!("{what} {key} again"))),
        );
        false
    }

    /// The first of `forms` for which the last line of the screen has room, else the last.
    fn fitting<const N: usize>(&self, forms: [String; N]) -> String {
        let room = usize::from(self.port.size.0.saturating_sub(2));
        let mut forms = forms.into_iter().peekable();
        while let Some(form) = forms.next() {
            if forms.peek().is_none() || cells(&form) <= room {
                return form;
            }
        }
        String::new()
    }

    /// Whether an ending that is hidden now would no longer be after `command`. What is still to be judged may be
    /// one.
    fn bares_an_ending(&self, command: Command) -> bool {
        let Some(after) = self.consent_after(command) else { return false };
        let document = self.reading.document();
        let (now, then) = (self.reading.gate().passages(), Gate::new(document, &after).passages());
        let hidden = |all: &[Passage], id: PassageId| all.iter().any(|p| p.veil.id == id && p.hidden);
        let endings = now.iter().filter(|p| p.hidden && p.veil.level == Level::Ending);
        let veils_unread = |consent: &Consent| consent.sight == Sight::Hidden && consent.hide.is_some();
        let bares_unread = veils_unread(self.reading.consent()) && !veils_unread(&after);
        (self.is_reading() && bares_unread) || endings.into_iter().any(|p| !hidden(&then, p.veil.id))
    }

    /// What the reader would have consented to after `command`, where that concerns the whole review.
    fn consent_after(&self, command: Command) -> Option<Consent> {
        let mut after = self.reading.consent().clone();
        match command {
            Command::CycleSight if after.sight == Sight::Hidden => after.sight = Sight::Highlighted,
            Command::HideLess => after.hide = less(after.hide),
            Command::Seen if self.viewing() == Viewing::Unseen => after.sight = Sight::Plain,
            _ => return None,
        }
        Some(after)
    }
}
