//! What declarations make of an element: whether it is shown at all, and the colours of its text and its
//! ground.

use std::rc::Rc;

use dom_query::Element;

use super::Declared;
use super::colour::{BLACK, Rgb, WHITE, blend, colour};
use super::value::{Values, numbers};

/// Colours that differ by less are one to the eye.
const NEAR: f32 = 0.06;
/// A value that variables make longer than this says nothing.
const LONGEST: usize = 300;

/// How an element looks, as far as it matters.
#[derive(Clone)]
pub(crate) struct Style {
    /// The colour of text; none where that cannot be known.
    ink: Option<Rgb>,
    ground: Option<Rgb>,
    is_clear: bool,
    /// Text has no size.
    is_tiny: bool,
    is_unshown: bool,
    variables: Option<Rc<Variables>>,
}

/// Custom properties of an element, and of those around it.
struct Variables {
    own: Vec<(String, String)>,
    around: Option<Rc<Variables>>,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            ink: Some(BLACK),
            ground: Some(WHITE),
            is_clear: false,
            is_tiny: false,
            is_unshown: false,
            variables: None,
        }
    }
}

impl Style {
    /// Whether nothing of the element is shown.
    pub fn is_unshown(&self) -> bool {
        self.is_unshown
    }

    /// Whether text in it has the colour of its ground, or no size.
    pub fn is_invisible(&self) -> bool {
        let near = |ink: Rgb, ground: Rgb| ink.iter().zip(ground).all(|(a, b)| (a - b).abs() < NEAR);
        self.is_clear
            || self.is_tiny
            || self.ink.zip(self.ground).is_some_and(|(ink, ground)| near(ink, ground))
    }

    /// The same, in the open: what hides the whole page hides nothing.
    pub fn opened(&self) -> Self {
        let ink = if self.is_invisible() { None } else { self.ink };
        Self { ink, is_clear: false, is_tiny: false, is_unshown: false, ..self.clone() }
    }

    /// The style of `element`, for which the page's sheets declare `rules`, in one that has this style.
    pub fn within(&self, element: &Element, rules: &[Declared]) -> Self {
        let mut values = Values::of(element, rules);
        let mut style = Self { is_unshown: false, variables: self.variables.clone(), ..self.clone() };
        if values.all.is_empty() {
            return style;
        }
        style.take_variables(&mut values);
        style.is_unshown = values.unshown();
        style.paint(&values, self);
        style
    }

    fn take_variables(&mut self, values: &mut Values) {
        let own: Vec<_> = values.all.extract_if(.., |(name, _)| name.starts_with("--")).collect();
        if !own.is_empty() {
            self.variables = Some(Rc::new(Variables { own, around: self.variables.take() }));
        }
        for (_, value) in &mut values.all {
            if value.contains("var(") {
                *value = self.resolved(value, 0).unwrap_or_default();
            }
        }
    }

    fn variable(&self, name: &str) -> Option<&str> {
        let mut variables = self.variables.as_ref();
        while let Some(here) = variables {
            if let Some((_, value)) = here.own.iter().rev().find(|(own, _)| own == name) {
                return Some(value);
            }
            variables = here.around.as_ref();
        }
        None
    }

    /// `value` with what its variables stand for.
    fn resolved(&self, value: &str, depth: usize) -> Option<String> {
        let Some((before, rest)) = value.split_once("var(").filter(|_| depth < 8) else {
            return Some(value.to_owned()).filter(|value| !value.contains("var("));
        };
        let (mut open, mut end) = (1, rest.len());
        for (at, c) in rest.char_indices() {
            open += i32::from(c == '(') - i32::from(c == ')');
            if open == 0 {
                end = at;
                break;
            }
        }
        let (inside, behind) = rest.split_at_checked(end)?;
        let (name, fallback) =
            inside.split_once(',').map_or((inside, None), |(name, other)| (name, Some(other)));
        let found =
            self.variable(name.trim()).map(str::to_owned).or(fallback.map(|other| other.trim().to_owned()))?;
        let found = self.resolved(&found, depth + 1)?;
        let whole = [before, &found, behind.strip_prefix(')').unwrap_or_default()].concat();
        (whole.len() <= LONGEST).then(|| self.resolved(&whole, depth + 1))?
    }

    fn paint(&mut self, values: &Values, around: &Self) {
        if let Some(size) = values.get(&["font-size"]) {
            let is_part = numbers(size).first().is_some_and(|size| matches!(size.unit.as_str(), "em" | "%"));
            let is_zero = numbers(size).first().is_some_and(|size| size.value == 0.0);
            self.is_tiny = is_zero || self.is_tiny && is_part;
        } else if let Some(font) = values.get(&["font"]) {
            self.is_tiny = font.starts_with("0/") || font.starts_with("0 ");
        }
        if let Some(value) = values.get(&["-webkit-text-fill-color", "color"]) {
            match value.to_ascii_lowercase().as_str() {
                "inherit" | "unset" | "currentcolor" | "" => {}
                value => self.ink(value),
            }
        }
        if let Some(value) = values.get(&["background", "background-color"]) {
            match value.to_ascii_lowercase().as_str() {
                "inherit" => self.ground = around.ground,
                "currentcolor" => self.ground = self.ink,
                value => self.ground = ground(value, around.ground),
            }
        }
        let image = values.get(&["background-image"]).unwrap_or("none");
        if !matches!(image, "none" | "initial" | "unset" | "") {
            self.ground = None;
        }
        let clips = ["background-clip", "-webkit-background-clip", "background"];
        // Text through which a picture shines is seen.
        if clips.iter().any(|name| values.get(&[name]).is_some_and(|clip| clip.contains("text"))) {
            (self.ink, self.is_clear) = (None, false);
        }
    }

    fn ink(&mut self, value: &str) {
        let known = colour(value);
        self.is_clear = known.is_some_and(|(_, alpha)| alpha < NEAR);
        self.ink =
            known.and_then(
                |(rgb, alpha)| {
                    if alpha < 1.0 { self.ground.map(|g| blend(rgb, alpha, g)) } else { Some(rgb) }
                },
            );
    }
}

/// Whether an element by itself hides its text, on a white ground.
pub(crate) fn hides_by_looks<'a>(name: &str, attributes: impl Iterator<Item = (&'a str, &'a str)>) -> bool {
    let mut values = Values { all: Vec::new() };
    for (attribute, value) in attributes {
        Values::presentational(&mut values.all, name, &attribute.to_ascii_lowercase(), value);
    }
    let mut style = Style::default();
    style.take_variables(&mut values);
    style.paint(&values, &Style::default());
    values.unshown() || style.is_invisible()
}

/// The ground that `background: value` makes on `below`.
fn ground(value: &str, below: Option<Rgb>) -> Option<Rgb> {
    if value.contains("url(") || value.contains("gradient(") || value.contains("image") {
        return None;
    }
    let parts = || value.split_ascii_whitespace();
    let found =
        colour(value).or_else(|| parts().next().and_then(colour)).or_else(|| parts().last().and_then(colour));
    match found {
        Some((_, alpha)) if alpha < NEAR => below,
        Some((rgb, alpha)) if alpha < 1.0 => below.map(|below| blend(rgb, alpha, below)),
        Some((rgb, _)) => Some(rgb),
        None if matches!(value, "none" | "initial" | "unset" | "0" | "0 0" | "") => below,
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hides(style: &str) -> bool {
        hides_by_looks("span", [("style", style)].into_iter())
    }

    #[test]
    #[allow(clippy::too_many_lines)] // A flat list.
    fn what_is_not_shown_is_hidden() {
        for style in [
            "display:none",
            "Display : NONE !important",
            "visibility:hidden",
            "visibility: collapse",
            "opacity:0",
            "opacity: 0%",
            "opacity: 0.01",
            "filter: blur(5px)",
            "-webkit-filter:blur(.3em)",
            "filter: opacity(0)",
            "max-height:0",
            "max-height:0px; overflow:hidden",
            "height:0;overflow:hidden",
            "height:1px;width:1px;overflow:hidden;position:absolute",
            "position:absolute;left:-9999px",
            "position: fixed; top: -1000em",
            "text-indent:-9999px",
            "text-indent: 100%; white-space: nowrap; overflow: hidden",
            "clip: rect(0,0,0,0)",
            "clip:rect(1px, 1px, 1px, 1px)",
            "clip-path: inset(50%)",
            "clip-path: inset(100%)",
            "clip-path: circle(0)",
            "clip-path: polygon(0 0, 0 0, 0 0)",
            "transform: scale(0)",
            "transform:scaleY(0)",
            "transform: translateX(-9999px)",
            "margin-left:-9999px",
            "content-visibility:hidden",
            "-webkit-text-security: disc",
            "scale: 0",
            "zoom: 0",
            "translate: -200vw 0",
            "letter-spacing: -1em",
            "transform: rotateY(90deg)",
            "rotate: x 0.5turn",
            "mask: linear-gradient(transparent, transparent)",
            "-webkit-mask-image: linear-gradient(to left, #0000 10%, transparent)",
            "display: grid; grid-template-rows: 0fr; overflow: hidden",
            "-webkit-line-clamp: 0; overflow: hidden",
        ] {
            assert!(hides(style), "{style}");
        }
    }

    #[test]
    fn what_is_shown_in_part_is_not() {
        for style in [
            "opacity:0.5",
            "display:block",
            "filter: blur(0)",
            "filter:grayscale(1)",
            "font-size:10px",
            "max-height:none",
            "max-height: 100%",
            "height:0",
            "position:absolute;left:-10px",
            "text-indent:-2em",
            "clip:auto",
            "clip-path:none",
            "transform: rotate(0)",
            "transform: translate(-50%,-50%)",
            "margin-left:-10px",
            "opacity:0;animation:fade 1s forwards",
            "clip-path: inset(0)",
            "zoom: 2",
            "translate: 10px",
            "letter-spacing: -.02em",
            "transform: rotateY(10deg)",
            "rotate: 1turn",
            "mask: url(a.png)",
            "mask: linear-gradient(black, transparent)",
            "grid-template-rows: 1fr; overflow: hidden",
            "-webkit-line-clamp: 3; overflow: hidden",
        ] {
            assert!(!hides(style), "{style}");
        }
    }

    #[test]
    fn text_of_the_colour_of_its_ground_is_hidden() {
        for style in [
            "font-size:0",
            "font-size: 0px",
            "font:0/0 a",
            "color:#fff",
            "color:white;background:white",
            "background:#000;color:#000",
            "background-color:black",
            "color:hsl(0,0%,0%);background:hsl(0 0% 0%)",
            "color:rgb(100% 100% 100%)",
            "color:transparent",
            "color: rgba(0,0,0,0)",
            "color:#1230",
            "color:oklch(100% 0 0)",
            "color: hwb(0 100% 0%)",
            "background:currentColor",
            "color:ivory;background:ivory",
            "color:rgb(0 0 0 / 1%)",
            "color:#111;background:#121212",
            "-webkit-text-fill-color:transparent",
            "background: #000 none",
            "color: color-mix(in srgb, #000, #000 20%); background: #000",
            "color: var(--nobody, #111); background: #111",
        ] {
            assert!(hides(style), "{style}");
        }
        for style in [
            "color:#fff;background:url(a.png)",
            "color:white;background:linear-gradient(red,blue)",
            "color:#123",
            "background:#fff",
            "color:white;background:black",
            "color:var(--nobody)",
            "color:inherit",
            "background:none",
            "color:transparent;background-clip:text;background-image:url(a)",
            "color:white;background-image:url(a)",
        ] {
            assert!(!hides(style), "{style}");
        }
    }

    #[test]
    fn variables_stand_for_values() {
        let own = vec![
            ("--a".to_owned(), "#000".to_owned()),
            ("--b".to_owned(), "var(--a)".to_owned()),
            ("--c".to_owned(), "var(--c)".to_owned()),
        ];
        let style = Style { variables: Some(Rc::new(Variables { own, around: None })), ..Style::default() };
        assert_eq!(style.resolved("var(--b)", 0).as_deref(), Some("#000"));
        assert_eq!(
            style.resolved("1px solid var(--none, rgb(0, 0, 1))", 0).as_deref(),
            Some("1px solid rgb(0, 0, 1)")
        );
        assert_eq!(style.resolved("var(--c)", 0), None);
        assert_eq!(style.resolved("var(--none)", 0), None);
    }
}
