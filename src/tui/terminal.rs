//! What the terminal says of itself: its ground, its colours, and whether it follows links.

use xterm_color::Color;

use crate::app::Ground;
use crate::view::theme::Colours;

/// Asks the terminal for the colour of its ground (OSC 11). All terminals that know the question take BEL for its end.
pub(super) const WHICH_GROUND: &str = "\x1b]11;?\x07";

/// Whether the terminal may be asked for it: it answers, or passes over the question.
pub(super) fn tells_its_ground() -> bool {
    let term = std::env::var("TERM").unwrap_or_default();
    !(matches!(term.as_str(), "" | "dumb" | "linux" | "Eterm" | "screen") || term.starts_with("screen."))
}

/// The ground that the terminal told, in all between the introducer of its answer and the end.
pub(super) fn told_ground(answer: &str) -> Option<Ground> {
    let colour = Color::parse(answer.strip_prefix("11;")?.as_bytes()).ok()?;
    Some(if colour.perceived_lightness() > 0.5 { Ground::Light } else { Ground::Dark })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ground_is_told_in_many_ways() {
        for (answer, ground) in [
            ("11;rgb:ffff/ffff/ffff", Some(Ground::Light)),
            ("11;rgb:fd/f6/e3", Some(Ground::Light)),
            ("11;rgba:0000/2b2b/3636/ffff", Some(Ground::Dark)),
            ("11;#000000", Some(Ground::Dark)),
            ("10;rgb:ffff/ffff/ffff", None),
            ("11;rgb:ffff", None),
            ("", None),
        ] {
            assert_eq!(told_ground(answer), ground, "{answer}");
        }
    }
}
