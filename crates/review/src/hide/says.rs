//! The rule above all forms, for elements: whose name, class, role, title or label has the stem "spoil" hides
//! what it holds.

use std::borrow::Cow;

use super::tag::Tag;
use super::{css, label};
use crate::document::Level;

/// A value of more bytes is data for a script.
const LONGEST: usize = 200;
/// Topics of a post, which say what it is about and not what it holds.
const TOPICS: [&str; 7] = ["tag-", "category-", "post_tag-", "topic-", "label-", "cat-", "tag_"];
/// Attributes that hold addresses, text or programs.
const OTHERS: [&str; 12] = [
    "href",
    "src",
    "srcset",
    "action",
    "content",
    "value",
    "style",
    "alt",
    "name",
    "placeholder",
    "for",
    "sizes",
];
/// Attributes that hold text for readers.
const LABELS: [&str; 6] = ["title", "label", "aria-label", "data-label", "data-title", "summary"];

/// How far `tag` says that what it holds tells; nothing where it hides nothing.
pub(super) fn hides(tag: &Tag<'_>) -> Option<Level> {
    // Neither is shown by itself.
    let is_unshown = tag.is("template") || (tag.is("dialog") && tag.attribute("open").is_none());
    let looks_hidden = || is_unshown || css::hides_by_looks(tag.name, tag.attributes());
    says(tag.name, tag.attributes()).or_else(|| looks_hidden().then_some(Level::Ending))
}

/// How far an element of this `name` with these `attributes` says that what it holds tells; nothing if it does
/// not say so.
pub(crate) fn says<'a>(name: &str, attributes: impl Iterator<Item = (&'a str, &'a str)>) -> Option<Level> {
    let mut words = if label::is_named(name) { name.to_owned() } else { String::new() };
    for (name, value) in attributes {
        if let Some(said) = said(&lower(name), value) {
            words.extend([" ", name, " ", said]);
        }
    }
    (!words.is_empty()).then(|| label::level(&words))
}

/// `name` in small letters; nearly all are.
fn lower(name: &str) -> Cow<'_, str> {
    let is_loud = name.bytes().any(|byte| byte.is_ascii_uppercase());
    if is_loud { Cow::Owned(name.to_ascii_lowercase()) } else { Cow::Borrowed(name) }
}

/// What of attribute `name` with this `value` says so, if any does.
fn said<'v>(name: &str, value: &'v str) -> Option<&'v str> {
    if LABELS.contains(&name) {
        return Some(value).filter(|value| value.len() <= LONGEST && label::speaks(value));
    }
    if OTHERS.contains(&name) || name.starts_with("on") {
        return None;
    }
    if label::is_named(name) && !matches!(value, "false" | "0" | "no" | "none") {
        return Some("");
    }
    if !label::may_be_in(value) {
        return None;
    }
    // Of a long value the beginning says enough; an address names what it leads to.
    let is_address = name != "class" && value.contains('/');
    let end = value.char_indices().map(|(at, _)| at).find(|at| *at >= LONGEST).unwrap_or(value.len());
    let is_topic = |word: &str| TOPICS.iter().any(|topic| word.starts_with(topic));
    let mut words = value.get(..end)?.split_ascii_whitespace().chain(value.split_ascii_whitespace().last());
    let says = words.any(|word| !is_address && label::is_named(word) && !(name == "class" && is_topic(word)));
    says.then(|| value.get(..end))?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level_of(name: &'static str, attribute: &'static str, value: &'static str) -> Option<Level> {
        says(name, [(attribute, value)].into_iter())
    }

    #[test]
    fn names_classes_and_attributes_say_so() {
        let cases = [
            ("span", "class", "bbCodeInlineSpoiler"),
            ("span", "class", "spoil"),
            ("span", "data-mx-spoiler", ""),
            ("div", "class", "a contains-spoilers"),
            ("div", "id", "spoiler1"),
            ("div", "title", "Spoiler!"),
            ("x-blurred", "reason", "spoiler"),
            ("x-spoiler", "class", ""),
            ("div", "aria-label", "spoilers below"),
        ];
        for (name, attribute, value) in cases {
            assert_eq!(level_of(name, attribute, value), Some(Level::Ending), "{name} {attribute}={value}");
        }
        assert_eq!(level_of("div", "class", "spoiler plot"), Some(Level::Plot));
    }

    #[test]
    fn what_denies_or_only_names_them_does_not() {
        let cases = [
            ("class", "spoiler-free"),
            ("class", "post tag-spoilers"),
            ("data-spoiler", "false"),
            ("title", "A review without spoilers"),
            ("href", "/spoilers"),
            ("data-permalink", "/films/spoilers"),
            ("class", "unspoiled"),
        ];
        for (attribute, value) in cases {
            assert_eq!(level_of("div", attribute, value), None, "{attribute}={value}");
        }
    }
}
