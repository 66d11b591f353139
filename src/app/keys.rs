//! Keys while the text has them: which command they call, and who carries it out.

use super::command::Command;
use super::keymap::{Code, Key, Meaning};
use super::{App, Effect, Glow, Pane, Panel, WIDE};

impl App {
    /// The first key of `command`, for messages that name it.
    pub fn key_of(&self, command: Command) -> &str {
        self.settings.keymap.keys_of(command).first().map_or("", String::as_str)
    }

    pub(super) fn key(&mut self, key: Key) -> Option<Effect> {
        self.notice = None;
        self.glow = Glow::Dim;
        match self.pane {
            Pane::Text | Pane::Explain(_) => self.text_key(key),
            _ => self.pane_key(key),
        }
    }

    fn text_key(&mut self, key: Key) -> Option<Effect> {
        if let Pane::Explain(_) = self.pane {
            self.pane = Pane::Text;
            let closes = self.settings.keymap.meaning(&[key]) == Meaning::Command(Command::Close);
            if key.code == Code::Escape || closes {
                return None;
            }
        }
        let cancels = key.code == Code::Escape || key == Key::control('c');
        if cancels && !(self.pending.is_empty() && self.count.is_none()) {
            self.pending.clear();
            self.count = None;
            return None;
        }
        if self.counts(key) {
            return None;
        }
        self.pending.push(key);
        match self.settings.keymap.meaning(&self.pending) {
            Meaning::Prefix => None,
            Meaning::Command(command) => {
                self.pending.clear();
                self.call_counted(command)
            }
            Meaning::None => {
                self.count = None;
                let typed: Vec<String> = self.pending.drain(..).map(|key| key.to_string()).collect();
                let help = self.settings.keymap.keys_of(Command::Help).first().map_or("?", String::as_str);
                self.notice = Some(format!("{} does nothing here; {help} lists the keys", typed.concat()));
                if typed.len() > 1 {
                    self.begin_with(key);
                }
                None
            }
        }
    }

    /// Keeps `key` if more may follow it: of `]s` the `s` alone must not reveal because the `]` ended
    /// something else.
    pub(super) fn begin_with(&mut self, key: Key) {
        if self.settings.keymap.meaning(&[key]) == Meaning::Prefix {
            self.pending.push(key);
        }
    }

    /// Carries out `command`.
    pub fn call(&mut self, command: Command) -> Option<Effect> {
        use Command as C;
        if command != C::CycleSight {
            self.agreement.lapse();
        }
        if let Some(effect) = self.visit(command).or_else(|| self.shelve(command)) {
            return Some(effect);
        }
        match command {
            C::NextReview | C::PreviousReview => None,
            C::Quit => Some(Effect::Quit),
            C::Close => self.close(),
            C::Suspend => Some(Effect::Suspend),
            C::Copy => self.copy(),
            C::Mouse => Some(self.toggle_mouse()),
            _ if command.opens_a_pane() => self.open_pane(command),
            _ => {
                self.act(command);
                None
            }
        }
    }

    /// Carries out `command`, which concerns nobody else.
    fn act(&mut self, command: Command) {
        use Command as C;
        match command {
            C::Cancel => {
                if !self.cancel() {
                    self.notice = Some(format!("Nothing to close; {} quits", self.key_of(C::Close)));
                }
            }
            C::Reveal
            | C::CycleSight
            | C::HideLess
            | C::HideMore
            | C::NextPassage
            | C::PreviousPassage
            | C::HideAgain
            | C::Overrule
            | C::Ratings
            | C::Explain => self.curtain(command),
            C::Wider | C::Narrower | C::ResetWidth | C::Theme | C::People | C::Justify | C::Columns => {
                self.look(command);
            }
            C::Select => self.begin_selection(),
            C::NextHit => self.hit(1),
            C::PreviousHit => self.hit(-1),
            _ => self.go(command),
        }
    }

    /// Closes what is open, and the reader where nothing is.
    fn close(&mut self) -> Option<Effect> {
        (!self.cancel()).then_some(Effect::Quit)
    }

    /// Closes what lies over the text, or ends a search; whether there was anything to end.
    fn cancel(&mut self) -> bool {
        if self.port.size.0 < WIDE && self.over == Panel::Shown {
            self.over = Panel::Hidden;
            return true;
        }
        !std::mem::take(&mut self.search).pattern.is_empty()
    }

    fn toggle_mouse(&mut self) -> Effect {
        self.settings.mouse = !self.settings.mouse;
        let whose =
            if self.settings.mouse { "The mouse is ours again" } else { "The mouse is the terminal's" };
        self.notice = Some(whose.to_owned());
        Effect::Mouse(self.settings.mouse)
    }

    pub(super) fn other_review(&mut self, by: isize) -> Option<Effect> {
        let (at, count) = self.settings.input;
        let next = at.checked_add_signed(by).filter(|next| *next < count);
        if next.is_none() {
            let edge = if count < 2 { "There is one review only" } else { "There is no further review" };
            self.notice = Some(edge.to_owned());
        }
        next.map(Effect::Open)
    }
}
