//! The page's own style sheets, as far as they can hide text: which rules reach an element, and what they make
//! of it.
//!
//! Rules are found by the last name in their selector, as browsers do it. How much all matching may cost is
//! bounded; beyond that a rule is believed to reach what its last name fits, so that it hides too much and not
//! too little.

mod colour;
mod read;
mod style;
mod value;

use std::cell::OnceCell;
use std::collections::HashMap;
use std::rc::Rc;

use dom_query::{Element, Matcher, NodeRef};
use selectors::context::SelectorCaches;

pub(crate) use style::{Style, hides_by_looks};

/// Steps of matching that a page may take.
const BUDGET: usize = 20_000_000;

/// A declaration that bears on what can be seen.
#[derive(Clone, Debug)]
pub(crate) struct Declared {
    pub name: String,
    pub value: String,
    pub is_important: bool,
}

/// The rules of a page.
#[derive(Default)]
pub(crate) struct Sheet {
    rules: Vec<Rule>,
    ids: HashMap<String, Vec<usize>>,
    classes: HashMap<String, Vec<usize>>,
    attributes: HashMap<String, Vec<usize>>,
    names: HashMap<String, Vec<usize>>,
    others: Vec<usize>,
    spent: usize,
    caches: SelectorCaches,
}

struct Rule {
    selector: String,
    matcher: OnceCell<Option<Matcher>>,
    weight: u32,
    reach: Reach,
    declared: Rc<[Declared]>,
}

/// How far a selector looks around an element.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Reach {
    ancestors: bool,
    siblings: bool,
}

/// The last name in a selector.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Key {
    Id(String),
    Class(String),
    Attribute(String),
    Name(String),
    #[default]
    None,
}

/// Where an element stands, for what matching may cost.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Place {
    pub depth: usize,
    pub sibling: usize,
}

impl Sheet {
    /// Adds the rules of `css`.
    pub fn add(&mut self, css: &str) {
        read::sheet(css, self);
    }

    /// Adds one rule, for each of the selectors in `selectors`.
    pub fn rule(&mut self, selectors: &str, declared: Vec<Declared>) {
        let declared: Rc<[Declared]> = declared.into();
        for selector in read::selectors(selectors) {
            let number = self.rules.len();
            match selector.key {
                Key::Id(id) => self.ids.entry(id).or_default().push(number),
                Key::Class(class) => self.classes.entry(class).or_default().push(number),
                Key::Attribute(name) => self.attributes.entry(name).or_default().push(number),
                Key::Name(name) => self.names.entry(name).or_default().push(number),
                Key::None => self.others.push(number),
            }
            let (weight, reach, declared) = (selector.weight, selector.reach, Rc::clone(&declared));
            self.rules.push(Rule {
                selector: selector.text,
                matcher: OnceCell::new(),
                weight,
                reach,
                declared,
            });
        }
    }

    /// What is declared for `node`, which is `element`: what counts most comes last.
    pub fn declared(&mut self, node: &NodeRef<'_>, element: &Element, place: Place) -> Vec<Declared> {
        let mut found = self.candidates(element);
        found.sort_unstable();
        found.dedup();
        found.retain(|number| self.fits(*number, node, element, place));
        found.sort_by_key(|number| self.rules.get(*number).map(|rule| (rule.weight, *number)));
        let rules = found.iter().filter_map(|number| self.rules.get(*number));
        rules.flat_map(|rule| rule.declared.iter().cloned()).collect()
    }

    fn candidates(&self, element: &Element) -> Vec<usize> {
        if self.rules.is_empty() {
            return Vec::new();
        }
        let mut found = self.others.clone();
        found.extend(self.names.get(&*element.name.local).into_iter().flatten());
        for attribute in &element.attrs {
            found.extend(self.attributes.get(&*attribute.name.local).into_iter().flatten());
            match &*attribute.name.local {
                "id" => found.extend(self.ids.get(attribute.value.trim()).into_iter().flatten()),
                "class" => {
                    let classes = attribute.value.split_ascii_whitespace();
                    found.extend(classes.filter_map(|class| self.classes.get(class)).flatten());
                }
                _ => {}
            }
        }
        found
    }

    fn fits(&mut self, number: usize, node: &NodeRef<'_>, element: &Element, place: Place) -> bool {
        let Self { rules, caches, spent, .. } = self;
        let Some(rule) = rules.get(number) else { return false };
        let around = if rule.reach.ancestors { place.depth } else { 1 };
        let beside = if rule.reach.siblings { place.sibling.max(1) } else { 1 };
        let length: usize = element.attrs.iter().map(|attribute| attribute.value.len()).sum();
        *spent += around * beside + length / 32;
        if *spent > BUDGET {
            return true;
        }
        let matcher = rule.matcher.get_or_init(|| Matcher::new(&rule.selector).ok());
        matcher.as_ref().is_some_and(|matcher| matcher.match_element_with_caches(node, caches))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    /// Whether `css` hides the first `<b>` in `body`.
    fn hides(css: &str, body: &str) -> bool {
        let mut sheet = Sheet::default();
        sheet.add(css);
        let document = Document::from(format!("<body>{body}"));
        let mut style = Style::default();
        let found = document.select("b").nodes().first().copied().unwrap();
        let mut chain = found.ancestors(None);
        chain.reverse();
        chain.push(found);
        for node in chain.iter().filter(|node| node.is_element()) {
            let element = node.element_ref().unwrap();
            let declared = sheet.declared(node, &element, Place::default());
            style = style.within(&element, &declared);
            if style.is_unshown() {
                return true;
            }
        }
        style.is_invisible()
    }

    #[test]
    fn whatever_selector_reaches_an_element_hides_it() {
        let body = "<div id=top class='post x'><p>a</p><p class=note lang=en><b id=k class='kept hush' data-h=1>z</b></p></div>";
        let selectors = "\
            b; B; .kept; #k; .kept.hush; p > b; .post .kept; p + p b; p ~ p > b; [data-h]; \
            [data-h='1']; .kept:not(:hover); .kept:not(:focus-within); :is(b, i); :where(.kept); \
            div p:last-child b; :root .kept; html body .kept; i, .kept; .x .note>*; .kept:nth-child(1); b:only-child; p:has(.kept) b; .none, b.kept";
        for selector in selectors.split("; ") {
            assert!(hides(&format!("{selector} {{ display: none }}"), body), "{selector}");
        }
        let others = [
            ".Kept2",
            "#top > b",
            ".kept:hover",
            "b::before",
            "b:before",
            "i",
            ".kept:not(b)",
            "p:first-child b",
            "::selection",
        ];
        for selector in others {
            assert!(!hides(&format!("{selector} {{ display: none }}"), body), "{selector}");
        }
    }

    #[test]
    fn the_more_exact_rule_counts() {
        let body = "<p><b id=k class=kept>z</b></p>";
        assert!(!hides("b#k { display: inline } .kept { display: none }", body));
        assert!(hides("b { display: inline } .kept { display: none }", body));
        assert!(!hides(".kept { display: none } .kept { display: inline }", body));
        assert!(hides(".kept { display: none !important } #k { display: inline }", body));
        assert!(!hides(".kept { display: none }", "<b class=kept style='display:block'>z</b>"));
    }

    #[test]
    fn rules_stand_in_other_rules() {
        let body = "<p class=post><b class=kept>z</b></p>";
        for css in [
            "@media screen { .kept { display: none } }",
            "@media (min-width: 600px) { .kept { display: none } }",
            "@layer base { .kept { display: none } }",
            "@container (min-width: 1px) { .kept { display: none } }",
            "@supports (display: grid) { .kept { display: none } }",
            ".post { color: red; .kept { display: none } }",
            ".post { & .kept { display: none } }",
            "b { &.kept { display: none } }",
            "@charset 'utf-8'; @import 'x.css'; .broken..x { } .kept { display: none }",
            "<!-- .kept { display: none } -->",
            ".kept { color: #123; display: none",
        ] {
            assert!(hides(css, body), "{css}");
        }
        for css in [
            "@media print { .kept { display: none } }",
            "@media (max-width: 600px) { .kept { display: none } }",
            "@media (prefers-color-scheme: dark) { .kept { display: none } }",
            "/* .kept { display: none } */",
            "@keyframes x { from { opacity: 0 } }",
        ] {
            assert!(!hides(css, body), "{css}");
        }
    }
}
