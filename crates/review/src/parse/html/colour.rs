//! Colours as styles tell them: enough to see that text has the colour of its ground.

/// A colour that is known: red, green, blue.
pub(super) type Rgb = [u8; 3];

pub(super) const WHITE: Rgb = [255; 3];

/// What a style says of a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Colour {
    Known(Rgb),
    /// Nothing is painted.
    Transparent,
    /// A picture, a variable, or a name that we do not know.
    Unknown,
}

/// Names that old pages use.
const NAMES: [(&str, Rgb); 18] = [
    ("white", WHITE),
    ("black", [0; 3]),
    ("red", [255, 0, 0]),
    ("lime", [0, 255, 0]),
    ("blue", [0, 0, 255]),
    ("green", [0, 128, 0]),
    ("yellow", [255, 255, 0]),
    ("aqua", [0, 255, 255]),
    ("fuchsia", [255, 0, 255]),
    ("gray", [128; 3]),
    ("grey", [128; 3]),
    ("silver", [192; 3]),
    ("maroon", [128, 0, 0]),
    ("navy", [0, 0, 128]),
    ("olive", [128, 128, 0]),
    ("purple", [128, 0, 128]),
    ("teal", [0, 128, 128]),
    ("lightgrey", [211; 3]),
];

/// The colour that `value` names.
pub(super) fn colour(value: &str) -> Colour {
    let value = value.trim().to_ascii_lowercase();
    let value = value.trim_end_matches("!important").trim();
    if value == "transparent" {
        return Colour::Transparent;
    }
    if let Some((_, known)) = NAMES.iter().find(|(name, _)| *name == value) {
        return Colour::Known(*known);
    }
    let known = value.strip_prefix('#').and_then(hex).or_else(|| {
        let inside = value.strip_prefix("rgb(").or_else(|| value.strip_prefix("rgba("))?;
        numbers(inside.strip_suffix(')')?)
    });
    known.unwrap_or(Colour::Unknown)
}

fn hex(digits: &str) -> Option<Colour> {
    let digit = |at: usize| u8::try_from(digits.chars().nth(at)?.to_digit(16)?).ok();
    let alpha = match digits.len() {
        4 => digit(3),
        8 => Some(digit(6)? * 16 + digit(7)?),
        _ => None,
    };
    if alpha == Some(0) {
        return Some(Colour::Transparent);
    }
    match digits.len() {
        3 | 4 => Some(Colour::Known([digit(0)? * 17, digit(1)? * 17, digit(2)? * 17])),
        6 | 8 => {
            let pair = |at: usize| Some(digit(at)? * 16 + digit(at + 1)?);
            Some(Colour::Known([pair(0)?, pair(2)?, pair(4)?]))
        }
        _ => None,
    }
}

fn numbers(inside: &str) -> Option<Colour> {
    let mut parts = inside.split([',', ' ', '/']).filter(|part| !part.is_empty());
    let mut next = || parts.next()?.trim().parse::<u8>().ok();
    let rgb = [next()?, next()?, next()?];
    let is_clear = parts.next().is_some_and(|alpha| matches!(alpha.trim(), "0" | "0.0" | "0%"));
    Some(if is_clear { Colour::Transparent } else { Colour::Known(rgb) })
}

/// What a list of declarations says of text and ground.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Paint {
    pub ink: Option<Colour>,
    pub ground: Option<Colour>,
}

impl Paint {
    /// What `declarations`, as in a `style` attribute, say.
    pub fn of(declarations: &str) -> Self {
        let mut paint = Self::default();
        for (name, value) in declarations.split(';').filter_map(|part| part.split_once(':')) {
            match name.trim().to_ascii_lowercase().as_str() {
                "color" => paint.ink = Some(colour(value)),
                "background-color" => paint.ground = Some(colour(value)),
                "background" => {
                    let first = value.split_whitespace().next().unwrap_or_default();
                    let whole = colour(value);
                    paint.ground = Some(if whole == Colour::Unknown { colour(first) } else { whole });
                }
                "background-image" if value.trim() != "none" => paint.ground = Some(Colour::Unknown),
                _ => {}
            }
        }
        paint
    }

    /// Whether text so painted, on `ground` if this has none, cannot be seen.
    pub fn is_invisible_on(self, ground: Option<Rgb>) -> bool {
        let ground = match self.ground {
            Some(Colour::Known(rgb)) => Some(rgb),
            Some(Colour::Unknown) => None,
            Some(Colour::Transparent) | None => ground,
        };
        match self.ink {
            Some(Colour::Transparent) => true,
            Some(Colour::Known(ink)) => ground == Some(ink),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_have_many_names() {
        for value in
            ["white", "#fff", "#FFFFFF", "rgb(255, 255,255)", "#fff !important", "rgba(255,255,255,1)"]
        {
            assert_eq!(colour(value), Colour::Known(WHITE), "{value}");
        }
        assert_eq!(colour("#0000"), Colour::Transparent);
        assert_eq!(colour("rgba(1,2,3,0)"), Colour::Transparent);
        assert_eq!(colour("var(--x)"), Colour::Unknown);
        assert_eq!(colour("#ééé"), Colour::Unknown);
    }

    #[test]
    fn text_of_the_colour_of_its_ground_is_invisible() {
        let on = |style, ground| Paint::of(style).is_invisible_on(ground);
        assert!(on("color: #fff; background: white", None));
        assert!(on("background-color:#000;color:black", Some(WHITE)));
        assert!(on("color:white", Some(WHITE)));
        assert!(!on("color:white; background:black", Some(WHITE)));
        assert!(!on("color:white; background:url(x.png)", Some(WHITE)));
        assert!(!on("color:white", None));
    }
}
