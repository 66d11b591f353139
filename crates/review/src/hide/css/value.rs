//! Declared values, and which of them take an element out of sight.

use cssparser::{ParseError, Parser, Token};
use dom_query::Element;

use super::Declared;
use super::colour::colour;
use super::read::declarations;

/// What is moved this far is off the screen.
const FAR: f32 = 900.0;

const TRANSFORMS: [&str; 2] = ["transform", "-webkit-transform"];
const MASKS: [&str; 4] = ["mask", "mask-image", "-webkit-mask", "-webkit-mask-image"];

/// Declared values, one for each property.
pub(super) struct Values {
    pub all: Vec<(String, String)>,
}

impl Values {
    pub fn of(element: &Element, rules: &[Declared]) -> Self {
        let mut all = Vec::new();
        let mut inline = Vec::new();
        for attribute in &element.attrs {
            let name = &*attribute.name.local;
            if name == "style" {
                inline = declarations(&attribute.value);
            } else {
                Self::presentational(&mut all, &element.name.local, name, &attribute.value);
            }
        }
        for is_important in [false, true] {
            let declared =
                rules.iter().chain(&inline).filter(|declared| declared.is_important == is_important);
            for Declared { name, value, .. } in declared {
                set(&mut all, name, value);
            }
        }
        Self { all }
    }

    /// What attributes of old say of looks.
    pub fn presentational(all: &mut Vec<(String, String)>, element: &str, name: &str, value: &str) {
        let coloured = |value: &str| match colour(&value.trim().to_ascii_lowercase()) {
            None if value.len() == 6 => ["#", value].concat(),
            _ => value.trim().to_owned(),
        };
        match name {
            "hidden" | "popover" => set(all, "display", "none"),
            "bgcolor" => set(all, "background-color", &coloured(value)),
            "background" => set(all, "background-image", "url()"),
            "color" if matches!(element, "font" | "basefont") => set(all, "color", &coloured(value)),
            "text" if element == "body" => set(all, "color", &coloured(value)),
            "style" => {
                for declared in declarations(value) {
                    set(all, &declared.name, &declared.value);
                }
            }
            _ => {}
        }
    }

    /// The value of the first of `names` that has one.
    pub fn get(&self, names: &[&str]) -> Option<&str> {
        let found = |name: &&str| self.all.iter().find(|(own, _)| own == name).map(|(_, value)| value.trim());
        names.iter().find_map(found)
    }

    fn is(&self, name: &str, values: &[&str]) -> bool {
        self.get(&[name]).is_some_and(|own| values.iter().any(|value| own.eq_ignore_ascii_case(value)))
    }

    /// Whether all numbers of property `name` are so.
    fn all(&self, name: &str, is: impl Fn(f32, &str) -> bool) -> bool {
        self.get(&[name]).is_some_and(|value| {
            let numbers = numbers(value);
            !numbers.is_empty() && numbers.iter().all(|number| is(number.value, &number.unit))
        })
    }

    /// Whether any number of property `name` is so.
    fn any(&self, name: &str, is: impl Fn(&Number) -> bool) -> bool {
        self.get(&[name]).is_some_and(|value| numbers(value).iter().any(is))
    }

    pub fn unshown(&self) -> bool {
        let fades_in =
            ["animation", "animation-name"].iter().any(|name| self.get(&[name]).is_some_and(|v| v != "none"));
        self.is("display", &["none"])
            || self.is("visibility", &["hidden", "collapse"])
            || self.is("content-visibility", &["hidden"])
            || self.get(&["-webkit-text-security"]).is_some_and(|value| value != "none")
            || !fades_in && self.all("opacity", |value, unit| value < if unit == "%" { 5.0 } else { 0.05 })
            || ["filter", "-webkit-filter"].iter().any(|name| self.any(name, Number::blurs))
            || self.is_small()
            || self.is_clipped()
            || self.is_masked()
            || self.is_far()
    }

    fn is_small(&self) -> bool {
        let zero = |value: f32, _: &str| value == 0.0;
        let cuts = ["overflow", "overflow-x", "overflow-y"].iter().any(|name| {
            self.get(&[name]).is_some_and(|value| value.contains("hidden") || value.contains("clip"))
        });
        let tiny = |value: f32, unit: &str| value == 0.0 || value <= 1.0 && unit == "px";
        ["max-height", "max-block-size"].iter().any(|name| self.all(name, zero))
            || self.all("max-width", zero)
            || cuts && ["height", "block-size"].iter().any(|name| self.all(name, tiny))
            || cuts && self.all("width", tiny)
            || cuts && self.any("grid-template-rows", |n| n.unit == "fr" && n.value == 0.0)
            || cuts && ["line-clamp", "-webkit-line-clamp"].iter().any(|name| self.all(name, zero))
            || ["scale", "zoom"].iter().any(|name| self.all(name, zero))
            || self.any("letter-spacing", Number::closes_up)
            || TRANSFORMS.iter().any(|name| self.any(name, Number::shrinks))
            || self.get(&["rotate"]).is_some_and(|axis| axis.starts_with(['x', 'y']))
                && self.any("rotate", Number::turns)
    }

    /// Whether a mask lets nothing through.
    fn is_masked(&self) -> bool {
        MASKS.iter().any(|name| self.get(&[name]).is_some_and(is_clear_gradient))
    }

    fn is_clipped(&self) -> bool {
        let is_nothing = |value: f32, _: &str| value <= 1.0;
        self.all("clip", is_nothing)
            || ["clip-path", "-webkit-clip-path"].iter().any(|name| {
                let all = |is: fn(&Number) -> bool| {
                    self.get(&[name])
                        .is_some_and(|value| numbers(value).iter().all(is) && !numbers(value).is_empty())
                };
                all(|n| n.function == "inset" && n.unit == "%" && n.value >= 50.0)
                    || self.any(name, |n| n.function == "inset" && n.unit == "%" && n.value >= 100.0)
                    || all(|n| n.function != "inset" && n.value == 0.0)
                    || self
                        .any(name, |n| matches!(n.function.as_str(), "circle" | "ellipse") && n.value == 0.0)
            })
    }

    fn is_far(&self) -> bool {
        let far = |n: &Number| n.is_far();
        let is_placed = self.is("position", &["absolute", "fixed", "relative"]);
        let sides = ["left", "top", "right", "bottom", "inset", "inset-inline-start"];
        is_placed
            && sides
                .iter()
                .any(|name| self.any(name, |n| n.is_far() || n.unit == "%" && n.value.abs() >= 1000.0))
            || self.any("text-indent", |n| n.is_far() || n.unit == "%" && n.value.abs() >= 100.0)
            || ["margin", "margin-left", "margin-top"].iter().any(|name| self.any(name, far))
            || self.any("translate", far)
            || TRANSFORMS
                .iter()
                .any(|name| self.any(name, |n| n.function.starts_with("translate") && n.is_far()))
    }
}

/// Whether `value` is a gradient between colours that are none.
fn is_clear_gradient(value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    let Some((_, stops)) = value.split_once("gradient(") else { return false };
    let mut depth = 0;
    let stops = stops.split(|c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        c == ',' && depth == 0
    });
    // The first may be the direction.
    let mut stops = stops.map(|stop| colour(stop.trim().split([' ', ')']).next().unwrap_or_default()));
    let first = stops.next().flatten();
    let is_clear = |stop: Option<(_, f32)>| stop.is_some_and(|(_, alpha)| alpha < 0.05);
    first.is_none_or(|stop| is_clear(Some(stop))) && stops.all(is_clear)
}

fn set(all: &mut Vec<(String, String)>, name: &str, value: &str) {
    // The later of a short form and what it is short for counts.
    let rivals: &[&str] = match name {
        "background" => &["background-color", "background-image"],
        "background-color" => &["background"],
        _ => &[],
    };
    all.retain(|(own, _)| own != name && !rivals.contains(&own.as_str()));
    all.push((name.to_owned(), value.to_owned()));
}

/// A number in a value, and the function that it stands in.
#[derive(Clone, Debug)]
pub(super) struct Number {
    function: String,
    pub value: f32,
    pub unit: String,
}

impl Number {
    fn is_far(&self) -> bool {
        let size = self.value.abs();
        self.value < 0.0
            && match self.unit.as_str() {
                "px" => size >= FAR,
                "em" | "rem" | "vw" | "vh" | "ex" | "ch" => size >= 90.0,
                _ => false,
            }
    }

    fn blurs(&self) -> bool {
        self.function == "blur" && self.value > 0.0 || self.function == "opacity" && self.value < 0.05
    }

    fn shrinks(&self) -> bool {
        self.function.starts_with("scale") && self.value.abs() < 0.02
            || matches!(self.function.as_str(), "rotatex" | "rotatey") && self.turns()
    }

    /// Whether it turns an element until it is seen from the side or from behind, if it turns it out of the screen.
    fn turns(&self) -> bool {
        let whole = match self.unit.as_str() {
            "deg" => 360.0,
            "turn" => 1.0,
            "rad" => std::f32::consts::TAU,
            _ => return false,
        };
        let part = (self.value / whole).rem_euclid(1.0);
        (0.24..=0.76).contains(&part)
    }

    /// Whether letters with so much between them stand one on the other.
    fn closes_up(&self) -> bool {
        self.value
            <= match self.unit.as_str() {
                "px" | "pt" => -8.0,
                "em" | "rem" | "ch" => -0.5,
                _ => return false,
            }
    }
}

pub(super) fn numbers(value: &str) -> Vec<Number> {
    let mut out = Vec::new();
    gather(&mut Parser::new(value), "", &mut out);
    out
}

fn gather(input: &mut Parser<'_>, function: &str, out: &mut Vec<Number>) {
    while let Ok(token) = input.next() {
        let (value, unit) = match token.clone() {
            Token::Number { value, .. } => (value, String::new()),
            Token::Percentage { unit_value, .. } => (unit_value * 100.0, "%".to_owned()),
            Token::Dimension { value, unit, .. } => (value, unit.to_ascii_lowercase()),
            Token::Function(name) => {
                // What is reckoned within a function belongs to that.
                let inner = name.to_ascii_lowercase();
                let name = if inner == "calc" && !function.is_empty() { function.to_owned() } else { inner };
                let _ = input.parse_nested_block(|nested| {
                    gather(nested, &name, out);
                    Ok::<_, ParseError<()>>(())
                });
                continue;
            }
            _ => continue,
        };
        out.push(Number { function: function.to_owned(), value, unit });
    }
}
