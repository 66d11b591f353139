//! Themes: files that give each part of the screen its style. Colour never carries meaning alone, so
//! that the `plain` theme, which has none, shows everything too.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::str::FromStr;

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;

use crate::app::Ground;

/// A part of the screen that has a style of its own. In theme files `TitleYear` is `title-year`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)] // Named for what they are.
pub enum Part {
    Ground,
    Text,
    Title,
    TitleYear,
    TitleBy,
    Curtain,
    Header,
    HeaderNumber,
    HeaderCount,
    HeaderHere,
    Gutter,
    Heading,
    Emphasis,
    Strong,
    Code,
    Link,
    Strike,
    Note,
    Quote,
    Ornament,
    VeilPremise,
    VeilPlot,
    VeilEnding,
    ToldPremise,
    ToldPlot,
    ToldEnding,
    MarkPremise,
    MarkPlot,
    MarkEnding,
    Hit,
    HitHere,
    Status,
    StatusStrong,
    StatusKey,
    Notice,
    Rule,
    PanelHeading,
    PanelStrong,
    PanelRole,
    PanelName,
    PanelCount,
    Stars,
    Pane,
    PaneBorder,
    Picked,
}

/// A theme.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    /// Its name.
    pub name: String,
    /// What it is made for.
    pub ground: Ground,
    styles: HashMap<Part, Style>,
}

/// How many colours the terminal has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colours {
    /// All of them.
    True,
    /// 256.
    Indexed,
}

const EMBEDDED: [(&str, Ground, &str); 4] = [
    ("dark", Ground::Dark, include_str!(concat!(env!("OUT_DIR"), "/dark.json"))),
    ("light", Ground::Light, include_str!(concat!(env!("OUT_DIR"), "/light.json"))),
    ("high-contrast", Ground::Dark, include_str!(concat!(env!("OUT_DIR"), "/high-contrast.json"))),
    ("plain", Ground::Any, include_str!(concat!(env!("OUT_DIR"), "/plain.json"))),
];

/// The themes to choose from. Those that come with the program are parsed when they are first shown,
/// for the sake of a quick start.
pub struct Themes {
    colours: Colours,
    embedded: [OnceCell<Theme>; EMBEDDED.len()],
    own: Vec<Theme>,
}

impl Themes {
    /// The themes that come with the program, the default one first.
    pub fn embedded(colours: Colours) -> Self {
        Self { colours, embedded: Default::default(), own: Vec::new() }
    }

    /// Adds the theme in the TOML `text`. The error is one line: what is wrong, and where.
    pub fn add(&mut self, text: &str) -> Result<(), String> {
        self.own.push(Theme::parse(text, self.colours)?);
        Ok(())
    }

    /// The theme numbered `number`, counted round and round.
    pub fn get(&self, number: usize) -> &Theme {
        let number = number % (EMBEDDED.len() + self.own.len());
        match (self.embedded.get(number), EMBEDDED.get(number)) {
            (Some(cell), Some((.., text))) => cell.get_or_init(|| {
                // A test reads all of them, so what fails here is never shipped.
                Theme::embedded(text, self.colours).unwrap_or_default()
            }),
            _ => self.own.get(number - EMBEDDED.len()).unwrap_or_else(|| self.get(0)),
        }
    }

    /// What the themes are called and made for, in order.
    pub fn names(&self) -> Vec<(String, Ground)> {
        let embedded = EMBEDDED.iter().map(|(name, ground, _)| ((*name).to_owned(), *ground));
        embedded.chain(self.own.iter().map(|theme| (theme.name.clone(), theme.ground))).collect()
    }

    /// The number of the theme called `name`.
    pub fn named(&self, name: &str) -> Option<usize> {
        let own = self.own.iter().position(|theme| theme.name == name);
        own.map(|at| at + EMBEDDED.len()).or_else(|| EMBEDDED.iter().position(|(known, ..)| *known == name))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    ground: Ground,
    styles: HashMap<Part, Look>,
}

/// Strict although it does not look it: the flags know no other names than their own.
#[derive(Deserialize)]
struct Look {
    fg: Option<String>,
    bg: Option<String>,
    #[serde(flatten)]
    flags: HashMap<Flag, bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Flag {
    Bold,
    Italic,
    Underline,
    Strike,
    Dim,
    Reverse,
}

impl Theme {
    /// The theme in the TOML `text`. The error is one line: what is wrong, and where.
    pub fn parse(text: &str, colours: Colours) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let line = text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
            format!("line {line}: {}", error.message())
        })?;
        Self::of(file, colours)
    }

    /// A theme that comes with the program.
    fn embedded(text: &str, colours: Colours) -> Result<Self, String> {
        Self::of(serde_json::from_str(text).map_err(|error| error.to_string())?, colours)
    }

    fn of(file: File, colours: Colours) -> Result<Self, String> {
        let mut styles = HashMap::with_capacity(file.styles.len());
        for (part, look) in file.styles {
            styles.insert(part, look.style(colours)?);
        }
        Ok(Self { name: file.name, ground: file.ground, styles })
    }

    /// The style of `part`; plain where the theme says nothing.
    pub fn style(&self, part: Part) -> Style {
        self.styles.get(&part).copied().unwrap_or_default()
    }
}

impl Look {
    fn style(&self, colours: Colours) -> Result<Style, String> {
        let colour = |text: &Option<String>| match text {
            None => Ok(None),
            Some(text) => match Color::from_str(text) {
                Ok(colour) => Ok(Some(fit(colour, colours))),
                Err(_) => Err(format!("'{text}' is not a colour; write #rrggbb, a number or a name")),
            },
        };
        let mut style = Style { fg: colour(&self.fg)?, bg: colour(&self.bg)?, ..Style::default() };
        for (flag, _) in self.flags.iter().filter(|(_, on)| **on) {
            style = style.add_modifier(flag.modifier());
        }
        Ok(style)
    }
}

impl Flag {
    fn modifier(self) -> Modifier {
        match self {
            Self::Bold => Modifier::BOLD,
            Self::Italic => Modifier::ITALIC,
            Self::Underline => Modifier::UNDERLINED,
            Self::Strike => Modifier::CROSSED_OUT,
            Self::Dim => Modifier::DIM,
            Self::Reverse => Modifier::REVERSED,
        }
    }
}

/// The nearest colour that the terminal has: of the 256, a cell of the 6×6×6 cube or a grey.
fn fit(colour: Color, colours: Colours) -> Color {
    let (Color::Rgb(r, g, b), Colours::Indexed) = (colour, colours) else { return colour };
    let step = |v: u8| {
        if v < 48 {
            0
        } else if v < 115 {
            1
        } else {
            (v - 35) / 40
        }
    };
    let level = |s: u8| if s == 0 { 0 } else { 55 + 40 * i32::from(s) };
    let (cr, cg, cb) = (step(r), step(g), step(b));
    let average = (i32::from(r) + i32::from(g) + i32::from(b)) / 3;
    let grey = ((average - 3) / 10).clamp(0, 23);
    let distance = |x: i32, y: i32, z: i32| {
        (x - i32::from(r)).pow(2) + (y - i32::from(g)).pow(2) + (z - i32::from(b)).pow(2)
    };
    let shade = 8 + 10 * grey;
    if distance(shade, shade, shade) < distance(level(cr), level(cg), level(cb)) {
        return Color::Indexed(u8::try_from(232 + grey).unwrap_or(255));
    }
    Color::Indexed(16 + 36 * cr + 6 * cg + cb)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_embedded_themes_are_sound_and_complete() {
        let themes = EMBEDDED
            .map(|(name, ground, text)| (name, ground, Theme::embedded(text, Colours::True).unwrap()));
        let most = themes.iter().map(|(.., theme)| theme.styles.len()).max().unwrap();
        for (name, ground, theme) in themes {
            assert_eq!((name, ground, most), (theme.name.as_str(), theme.ground, theme.styles.len()));
        }
    }

    #[test]
    fn a_mistake_is_told_with_its_line() {
        let text = "name = \"x\"\nground = \"dark\"\n[styles]\ntitel = {}\n";
        assert!(Theme::parse(text, Colours::True).unwrap_err().starts_with("line 4: "));
        let text = "name = \"x\"\nground = \"dark\"\n[styles]\ntitle = { fg = \"reddish\" }\n";
        assert!(Theme::parse(text, Colours::True).unwrap_err().contains("reddish"));
    }

    #[test]
    fn colours_fit_into_256() {
        assert_eq!(fit(Color::Rgb(255, 0, 0), Colours::Indexed), Color::Indexed(196));
        assert_eq!(fit(Color::Rgb(128, 128, 128), Colours::Indexed), Color::Indexed(244));
        assert_eq!(fit(Color::Rgb(1, 2, 3), Colours::True), Color::Rgb(1, 2, 3));
    }
}
