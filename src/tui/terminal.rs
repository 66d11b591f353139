//! What the terminal says of itself: its ground, its colours, and whether it follows links.

use crate::view::theme::{Colours, Ground};

/// Whether the terminal is dark or light; asks it, and does not wait long for an answer.
pub fn ground() -> Ground {
    let mut options = terminal_colorsaurus::QueryOptions::default();
    options.timeout = std::time::Duration::from_millis(150);
    match terminal_colorsaurus::theme_mode(options) {
        Ok(terminal_colorsaurus::ThemeMode::Light) => Ground::Light,
        _ => Ground::Dark,
    }
}

/// Whether the terminal is known to follow links (OSC 8).
pub(super) fn follows_links() -> bool {
    let says = |name: &str| std::env::var(name).unwrap_or_default();
    let program = ["iTerm.app", "WezTerm", "vscode", "ghostty"].contains(&says("TERM_PROGRAM").as_str());
    let newer = says("VTE_VERSION").parse::<u32>().is_ok_and(|version| version >= 5000);
    let term =
        ["kitty", "foot", "alacritty", "wezterm", "ghostty"].iter().any(|name| says("TERM").contains(name));
    program
        || newer
        || term
        || ["KITTY_WINDOW_ID", "KONSOLE_VERSION", "WT_SESSION"].iter().any(|n| !says(n).is_empty())
}

/// How many colours the terminal says it has.
pub fn colours() -> Colours {
    let says = std::env::var("COLORTERM").unwrap_or_default();
    if says == "truecolor" || says == "24bit" { Colours::True } else { Colours::Indexed }
}
