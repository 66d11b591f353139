//! The page's own style sheets, as far as they can hide text: which rules reach an element, and what they make
//! of it.
//!
//! Rules are found by the last name in their selector, and those left out whose other names do not stand around
//! the element, as browsers do it. How much all matching may cost is
//! bounded; beyond that a rule is believed to reach what its last name fits, so that it hides too much and not
//! too little.

mod colour;
mod names;
mod read;
mod style;
mod value;

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use dom_query::{Element, Matcher, NodeRef};
use selectors::context::SelectorCaches;

pub(crate) use names::Names;
pub(crate) use style::{Style, hides_by_looks};

/// Steps of matching that a page may take: real ones take up to three million. One rule costs some by itself.
const BUDGET: usize = 8_000_000;
const COST: usize = 4;
/// So many different rules of one name are kept where the steps are used up.
const MOST_KEPT: usize = 64;

/// A declaration that bears on what can be seen.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
    is_pruned: bool,
    caches: SelectorCaches,
}

struct Rule {
    selector: String,
    matcher: OnceCell<Option<Matcher>>,
    weight: u32,
    reach: Reach,
    /// Names that stand around whatever it reaches.
    needs: Names,
    declared: Rc<[Declared]>,
}

impl Rule {
    /// One that hides whatever it reaches.
    fn hiding() -> Self {
        let declared = Declared { name: "display".to_owned(), value: "none".to_owned(), is_important: true };
        Self {
            selector: String::new(),
            matcher: OnceCell::new(),
            weight: u32::MAX,
            reach: Reach::default(),
            needs: Names::default(),
            declared: Rc::new([declared]),
        }
    }
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
pub(crate) struct Place<'a> {
    pub depth: usize,
    pub sibling: usize,
    /// The names of what it stands in, where they are known.
    pub around: Option<&'a Names>,
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
            let (weight, reach, needs) = (selector.weight, selector.reach, selector.needs);
            let (selector, matcher, declared) = (selector.text, OnceCell::new(), Rc::clone(&declared));
            self.rules.push(Rule { selector, matcher, weight, reach, needs, declared });
        }
    }

    /// What is declared for `node`, which is `element`: what counts most comes last.
    pub fn declared(&mut self, node: &NodeRef<'_>, element: &Element, place: Place<'_>) -> Vec<Declared> {
        let mut found = self.candidates(element);
        if let Some(around) = place.around {
            let needs = |number: &usize| self.rules.get(*number).is_some_and(|rule| around.hold(&rule.needs));
            found.retain(needs);
        }
        self.spend(found.len());
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

    /// Counts `steps`. When they are used up, each name keeps a few of its rules, or one that hides.
    fn spend(&mut self, steps: usize) {
        self.spent += steps;
        if self.spent <= BUDGET || std::mem::replace(&mut self.is_pruned, true) {
            return;
        }
        let hiding = self.rules.len();
        self.rules.push(Rule::hiding());
        let rules = &self.rules;
        let lists = [&mut self.ids, &mut self.classes, &mut self.attributes, &mut self.names];
        for list in lists.into_iter().flat_map(HashMap::values_mut).chain([&mut self.others]) {
            let mut known = HashSet::new();
            list.retain(|number| rules.get(*number).is_some_and(|rule| known.insert(&rule.declared)));
            if list.len() > MOST_KEPT {
                *list = vec![hiding];
            }
        }
    }

    fn fits(&mut self, number: usize, node: &NodeRef<'_>, element: &Element, place: Place<'_>) -> bool {
        let Self { rules, caches, spent, .. } = self;
        let Some(rule) = rules.get(number) else { return false };
        let around = if rule.reach.ancestors { place.depth } else { 1 };
        let beside = if rule.reach.siblings { place.sibling.max(1) } else { 1 };
        let length: usize = element.attrs.iter().map(|attribute| attribute.value.len()).sum();
        if *spent > BUDGET {
            return true;
        }
        *spent += COST + around * beside + length / 32;
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
        let mut around = Names::default();
        for node in chain.iter().filter(|node| node.is_element()) {
            let element = node.element_ref().unwrap();
            let place = Place { around: Some(&around), ..Place::default() };
            let declared = sheet.declared(node, &element, place);
            around = around.with(&element);
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
            div p:last-child b; :root .kept; html body .kept; i, .kept; .x .note>*; .kept:nth-child(1); b:only-child; p:has(.kept) b; .none, b.kept; \
            #top p ~ .note b; body > .post > [lang=en] *; i ~ b, p + p > b; html[class] b, .post :not(i)";
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

    /// Whether the last of many elements is hidden, and the rules of `css` for their class reach the rest of them.
    fn hides_last_of_many(css: &str) -> bool {
        let mut sheet = Sheet::default();
        sheet.add(css);
        let document = Document::from(["<body>", &"<b class=a>z</b>".repeat(3000)].concat());
        let mut last = false;
        for node in document.select("b").nodes() {
            let element = node.element_ref().unwrap();
            last = Style::default()
                .within(&element, &sheet.declared(node, &element, Place::default()))
                .is_unshown();
        }
        last
    }

    #[test]
    fn where_the_steps_are_used_up_too_much_is_hidden_and_not_too_little() {
        let rules = |rule: &dyn Fn(usize) -> String| (0..20_000).map(rule).collect::<Vec<_>>().concat();
        assert!(hides_last_of_many(&rules(&|_| ".a{display:none}".to_owned())));
        assert!(hides_last_of_many(&rules(&|number| format!(".a:not(.b{number}){{display:none}}"))));
        assert!(hides_last_of_many(&rules(&|number| format!(".a{{color:#{number:06}}}"))));
        assert!(!hides_last_of_many(&rules(&|_| ".a{display:inline}".to_owned())));
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
