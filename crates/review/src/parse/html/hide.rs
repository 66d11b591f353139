//! Which elements of a page hide what they hold: by class and attribute, by colour, or because the page
//! shows them only on demand.

use std::collections::HashSet;

use super::colour::{Colour, Paint, Rgb, colour};
use super::token::Tag;
use crate::document::Level;
use crate::parse::attributes;
use crate::spoilers::markup;

/// A value of more bytes is data for a script.
const LONGEST: usize = 200;
/// Topics of a post, which say what it is about and not what it holds.
const TOPICS: [&str; 6] = ["tag-", "category-", "post_tag-", "topic-", "label-", "cat-"];
/// Names of what no review has in it.
const FURNITURE: [&str; 30] = [
    "ad",
    "ads",
    "banner",
    "button",
    "captcha",
    "comment",
    "consent",
    "cookie",
    "dialog",
    "dropdown",
    "email",
    "error",
    "form",
    "loading",
    "login",
    "menu",
    "modal",
    "nav",
    "newsletter",
    "overlay",
    "popup",
    "print",
    "related",
    "search",
    "share",
    "sharing",
    "sidebar",
    "signup",
    "social",
    "subscribe",
];

/// How far `tag` says that what it holds tells; nothing if it does not say so.
pub(super) fn says(tag: &Tag<'_>) -> Option<Level> {
    if tag.raw.len() < 5 || !attributes::say_spoiler(tag.raw) {
        return None;
    }
    let mut words = String::new();
    for (name, value) in tag.attributes() {
        // Of a long value the beginning says enough.
        let end = value.char_indices().map(|(at, _)| at).find(|at| *at >= LONGEST).unwrap_or(value.len());
        let value = value.get(..end).unwrap_or(value);
        let is_class = name.eq_ignore_ascii_case("class");
        let value = value.split_ascii_whitespace();
        let value: Vec<&str> =
            value.filter(|word| !(is_class && TOPICS.iter().any(|topic| word.starts_with(topic)))).collect();
        let value = value.join(" ");
        if attributes::is_spoiler(name, &value) {
            words.extend([" ", name, " ", &value]);
        }
    }
    (!words.is_empty()).then(|| markup::level(&words))
}

/// Whether `tag` is not shown, or not as it is: until something is clicked.
pub(super) fn is_hidden(tag: &Tag<'_>) -> bool {
    let mut found = false;
    for (name, value) in tag.attributes() {
        if name.eq_ignore_ascii_case("hidden") {
            return true;
        }
        found |= name.eq_ignore_ascii_case("style") && hides(value);
    }
    found
}

fn hides(style: &str) -> bool {
    let plain: String = style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    let zero = |name: &str| {
        plain.split(';').filter_map(|part| part.strip_prefix(name)).any(|value| {
            let value = value.trim_end_matches("!important").trim_end_matches(char::is_alphabetic);
            matches!(value, "0" | "0%" | "0.0" | ".0")
        })
    };
    ["display:none", "visibility:hidden", "filter:blur("].iter().any(|what| plain.contains(what))
        || zero("opacity:")
        || zero("font-size:")
}

/// Whether a word of `tag`'s class, id or role names a part of a page that is no text.
pub(super) fn is_furniture(tag: &Tag<'_>) -> bool {
    let named = |name: &str| ["class", "id", "role"].iter().any(|known| known.eq_ignore_ascii_case(name));
    let is = |word: &str| FURNITURE.iter().any(|known| known.eq_ignore_ascii_case(word));
    let any = |value: &str| value.split(|c: char| !c.is_ascii_alphanumeric()).any(is);
    matches!(tag.name.as_str(), "nav" | "form" | "aside" | "button" | "dialog" | "menu" | "footer" | "header")
        || tag.attributes().any(|(name, value)| named(name) && any(value))
}

/// How `tag` paints its text and its ground.
pub(super) fn paint(tag: &Tag<'_>) -> Paint {
    let mut paint = Paint::default();
    if !attributes::holds(tag.raw, "color") && !attributes::holds(tag.raw, "background") {
        return paint;
    }
    for (name, value) in tag.attributes() {
        match name.to_ascii_lowercase().as_str() {
            "color" | "text" => paint.ink = paint.ink.or(Some(colour(value))),
            "bgcolor" => paint.ground = paint.ground.or(Some(colour(value))),
            "background" => paint.ground = Some(Colour::Unknown),
            "style" => {
                let style = Paint::of(value);
                paint = Paint { ink: style.ink.or(paint.ink), ground: style.ground.or(paint.ground) };
            }
            _ => {}
        }
    }
    paint
}

/// The ground under an element that is painted so, on `below`.
pub(super) fn ground(paint: Paint, below: Option<Rgb>) -> Option<Rgb> {
    match paint.ground {
        Some(Colour::Known(rgb)) => Some(rgb),
        Some(Colour::Unknown) => None,
        Some(Colour::Transparent) | None => below,
    }
}

/// Classes that a style sheet paints in the colour of their ground.
#[derive(Default)]
pub(super) struct Sheet {
    invisible: HashSet<String>,
}

impl Sheet {
    /// Adds the rules of `css`.
    pub fn add(&mut self, css: &str) {
        for rule in css.split('}').filter(|rule| rule.contains("color")) {
            let Some((selectors, declarations)) = rule.rsplit_once('{') else { continue };
            if !Paint::of(declarations).is_invisible_on(None) {
                continue;
            }
            for selector in selectors.rsplit(['{', ';']).next().unwrap_or_default().split(',') {
                // What is visible while the mouse is over it says nothing.
                let last = selector.split_whitespace().last().unwrap_or_default();
                if let Some((_, class)) = last.split_once('.').filter(|_| !last.contains(':')) {
                    self.invisible.insert(class.split('.').next().unwrap_or_default().to_owned());
                }
            }
        }
    }

    /// Whether `tag` has such a class.
    pub fn hides(&self, tag: &Tag<'_>) -> bool {
        !self.invisible.is_empty() && tag.classes().any(|class| self.invisible.contains(class))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::html::token::{Name, Tag};

    fn tag(raw: &'static str) -> Tag<'static> {
        Tag { name: Name::new("div"), raw }
    }

    #[test]
    fn classes_and_attributes_say_so() {
        for raw in [
            " class='bbCodeInlineSpoiler'",
            " data-mx-spoiler",
            " class=\"a contains-spoilers\"",
            " id=spoiler1",
        ] {
            assert_eq!(says(&tag(raw)), Some(Level::Ending), "{raw}");
        }
        for raw in [
            " class='spoiler-free'",
            " class='post tag-spoilers'",
            " title='spoiler'",
            " data-spoiler='false'",
        ] {
            assert_eq!(says(&tag(raw)), None, "{raw}");
        }
        assert_eq!(says(&tag(" class='spoiler plot'")), Some(Level::Plot));
    }

    #[test]
    fn what_is_not_shown_is_hidden() {
        for raw in [
            " hidden",
            " style='Display : none'",
            " style='opacity:0;color:red'",
            " style='filter: blur(5px)'",
        ] {
            assert!(is_hidden(&tag(raw)), "{raw}");
        }
        assert!(!is_hidden(&tag(" style='opacity:0.5'")) && !is_hidden(&tag(" style='display:block'")));
    }

    #[test]
    fn sheets_tell_of_invisible_classes() {
        let mut sheet = Sheet::default();
        sheet.add("p{color:#000} @media x { .dark, p .hush{color:#111;background:#111} } .a:hover{color:red;background:red}");
        assert!(sheet.hides(&tag(" class='x hush'")) && sheet.hides(&tag(" class=dark")));
        assert!(!sheet.hides(&tag(" class=a")));
    }
}
