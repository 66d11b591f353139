//! What a page hides, looked for: a walk through the tree in the order of reading, with the style that each
//! element has.

use std::collections::{HashMap, HashSet};

use dom_query::{Element, NodeId, NodeRef};

use super::super::dom::{Dom, with_text};
use super::super::gates::{self, Gates, Part};
use super::super::replies::posted;
use super::controls::{self, Speech};
use super::look::{NEAR, brief, has_text, holds_main, is_named_aside, says_all, says_spoiler, tail};
use super::{Cause, Taken, Verdict};
use crate::document::Level;
use crate::hide::css::{Names, Place, Sheet, Style};
use crate::hide::element::{heading, is_around, is_passed};
use crate::hide::label;
use crate::hide::summary::is_harmless;
use crate::spoilers::warnings;

/// What a page does not show though its own style sheets do not say so.
const LIBRARIES: &str = include_str!("../../../../../../assets/libraries.css");

/// Less text than this is no more than a notice.
const LITTLE: usize = 60;

/// What there is to see in a part of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Sight {
    #[default]
    Nothing,
    Seen,
    /// There is text, all of it in the colour of its ground.
    Dark,
}

/// What an element stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Within {
    #[default]
    Text,
    /// What stands around an article.
    Aside,
    /// A control or a link.
    Control,
}

/// What an element stands in, and how.
#[derive(Clone, Default)]
struct Around {
    style: Style,
    names: Names,
    depth: usize,
    is_gated: bool,
    is_reply: bool,
    part: Within,
    /// How many elements it stands in that are not shown, and opened all the same.
    wrappers: usize,
}

pub(super) struct Search {
    gates: Gates,
    sheet: Sheet,
    /// What controls that speak of spoilers open, by its identifier.
    targets: HashSet<String>,
    /// What controls say, and how far elements say that they tell.
    speeches: HashMap<NodeId, Speech>,
    levels: HashMap<NodeId, Level>,
    pub taken: Vec<(NodeId, Taken)>,
    /// When posts were written, by what stands before that or around it.
    pub dates: HashMap<NodeId, String>,
    /// What readers wrote.
    replies: HashSet<NodeId>,
    /// So many elements around each other that are not shown are opened: the page is wrapped in them.
    wrappers: usize,
    /// More of them are there, with text in them.
    pub is_wrapped: bool,
    /// How much prose is seen that is not the readers'.
    pub open: usize,
    pub is_closed: bool,
    /// What says so, and nothing else.
    notice: Option<NodeId>,
    /// A control that speaks came, and nothing since that it could open.
    is_armed: bool,
    /// How many parts were marked by the author.
    said: usize,
    /// The end of the text so far.
    recent: String,
}

impl Search {
    pub fn new(root: &NodeRef<'_>, wrappers: usize) -> Self {
        let mut sheet = Sheet::default();
        sheet.add(LIBRARIES);
        let (mut levels, mut speeches) = (HashMap::new(), HashMap::new());
        for node in std::iter::once(*root).chain(root.descendants_it()) {
            let Some(element) = node.element_ref() else { continue };
            let level = says_spoiler(&element);
            levels.extend(level.map(|level| (node.id, level)));
            if node.has_name("style") {
                sheet.add(&node.text());
            } else {
                speeches.extend(controls::speech(&node, &element, level).map(|speech| (node.id, speech)));
            }
        }
        let mut targets: HashSet<String> =
            speeches.values().filter_map(|speech: &Speech| speech.target.clone()).collect();
        if !targets.is_empty() {
            let ids = root.descendants_it().filter_map(|node| node.id_attr());
            let ids: HashSet<String> = ids.map(|id| id.to_string()).collect();
            targets.retain(|target| ids.contains(target));
        }
        Self {
            gates: Gates::known(),
            sheet,
            targets,
            speeches,
            levels,
            taken: Vec::new(),
            dates: HashMap::new(),
            replies: HashSet::new(),
            wrappers,
            is_wrapped: false,
            open: 0,
            is_closed: false,
            notice: None,
            is_armed: false,
            said: 0,
            recent: String::new(),
        }
    }

    /// Looks at all that stands in `root`.
    pub fn look(&mut self, root: &NodeRef<'_>) {
        self.children(root, &Around::default());
    }

    fn children(&mut self, node: &NodeRef<'_>, around: &Around) -> Sight {
        let (mut is_seen, mut dark) = (false, Vec::new());
        let mut sibling = 0;
        for child in node.children_it(false) {
            let sight = if child.is_text() {
                self.text(&child, around)
            } else if child.is_element() {
                sibling += 1;
                let place = Place { depth: around.depth, sibling, around: Some(&around.names) };
                self.element(&child, around, place)
            } else {
                Sight::Nothing
            };
            is_seen |= sight == Sight::Seen;
            dark.extend((sight == Sight::Dark).then_some(child));
        }
        if !is_seen && !dark.is_empty() && around.style.is_invisible() {
            return Sight::Dark;
        }
        for child in dark {
            if around.wrappers < self.wrappers {
                self.open += child.text().trim().len();
                is_seen = true;
            } else {
                self.is_wrapped = true;
                self.take(&child, Taken::Hidden(Level::Ending, Cause::Said));
            }
        }
        if is_seen { Sight::Seen } else { Sight::Nothing }
    }

    fn text(&mut self, node: &NodeRef<'_>, around: &Around) -> Sight {
        with_text(node, |text| self.reads(node, text, around))
    }

    /// Takes in the `text` of `node`.
    fn reads(&mut self, node: &NodeRef<'_>, text: &str, around: &Around) -> Sight {
        if text.trim().is_empty() {
            return Sight::Nothing;
        }
        if gates::is_said(text) {
            self.is_closed = true;
            self.notice = node.ancestors_it(Some(6)).take_while(says_all).last().map(|around| around.id);
        }
        self.is_armed &= text.trim().len() < LITTLE / 2;
        if self.recent.len() > 8 * NEAR {
            self.recent = tail(&self.recent).to_owned();
        }
        self.recent.push_str(tail(text));
        if around.style.is_invisible() {
            return Sight::Dark;
        }
        self.open += if around.part > Within::Text || around.is_reply { 0 } else { text.trim().len() };
        Sight::Seen
    }

    fn element(&mut self, node: &NodeRef<'_>, around: &Around, place: Place<'_>) -> Sight {
        let Some(element) = node.element_ref() else { return Sight::Nothing };
        let name = &*element.name.local;
        if name == "img" || is_passed(name) {
            self.passed(node, &element);
            return Sight::Nothing;
        }
        let rules = self.sheet.declared(node, &element, place);
        let style = around.style.within(&element, &rules);
        let verdict = self.verdict(node, &element, &style, around, place);
        if let Verdict::Take(taken) = verdict {
            self.take(node, taken);
            return Sight::Nothing;
        }
        let is_wrapper = verdict == Verdict::Wrapper || matches!(name, "html" | "body");
        let is_body = verdict == Verdict::Body;
        let inside = Around {
            style: if is_wrapper { style.opened() } else { style },
            names: around.names.with(&element),
            depth: around.depth + 1,
            is_gated: around.is_gated || is_body,
            is_reply: around.is_reply || self.replies.contains(&node.id),
            part: around.part.max(within(&element)),
            wrappers: around.wrappers + usize::from(verdict == Verdict::Wrapper),
        };
        let said = self.said;
        let sight = self.children(node, &inside);
        self.is_armed |= self.arms(node);
        if is_body && sight == Sight::Seen { self.gated(node, said) } else { sight }
    }

    /// The body of a review behind a gate ends, before which so many parts were `said` to be spoilers. Where
    /// the author marked passages in it these are hidden, and no more.
    fn gated(&mut self, node: &NodeRef<'_>, said: usize) -> Sight {
        self.is_closed = false;
        if self.said > said {
            return Sight::Seen;
        }
        // The notice would be taken for a warning of all that follows.
        self.taken.extend(self.notice.take().map(|notice| (notice, Taken::Dropped)));
        self.take(node, Taken::Hidden(Level::Ending, Cause::Gate));
        Sight::Nothing
    }

    /// The outermost parts of the page that readers wrote, unless there is little else.
    pub fn replies(&mut self) -> HashSet<NodeId> {
        if self.open >= LITTLE { std::mem::take(&mut self.replies) } else { HashSet::new() }
    }

    fn passed(&mut self, node: &NodeRef<'_>, element: &Element) {
        let said = self.levels.get(&node.id).copied().filter(|_| &*element.name.local == "img");
        if let Some(level) = said {
            self.take(node, Taken::Hidden(level, Cause::Said));
        }
        if &*element.name.local == "input" {
            let is_target = element.attr("id").is_some_and(|id| self.targets.contains(id.as_ref()));
            self.is_armed |= is_target || self.arms(node);
        }
    }

    fn take(&mut self, node: &NodeRef<'_>, taken: Taken) {
        self.said += usize::from(!matches!(taken, Taken::Dropped | Taken::Hidden(_, Cause::Unshown)));
        self.taken.push((node.id, taken));
    }

    fn verdict(
        &mut self,
        node: &NodeRef<'_>,
        element: &Element,
        style: &Style,
        around: &Around,
        place: Place<'_>,
    ) -> Verdict {
        let name = &*element.name.local;
        match self.gates.part(node, element, place) {
            Some(Part::Notice) => return self.notice(node, element),
            Some(Part::Body) if self.is_closed && !around.is_gated => return Verdict::Body,
            Some(Part::Switch) => return self.switch(node),
            Some(Part::Spoiler) if name == "details" => return controls::details(node, &|_| false),
            Some(Part::Spoiler) => return Verdict::Take(Taken::Hidden(Level::Ending, Cause::Said)),
            Some(Part::Open) => return Verdict::Open,
            Some(Part::Reply) if !around.is_reply => {
                self.replies.insert(node.id);
            }
            Some(Part::Body | Part::Reply) | None => {}
        }
        if let Some(level) = self.said(node, element).filter(|_| !holds_main(node)) {
            if controls::is_switch(node, element, self.levels.get(&node.id).copied()) {
                return Verdict::Open;
            }
            if says_all(node) {
                (self.is_closed, self.notice) = (true, Some(node.id));
                return Verdict::Open;
            }
            return controls::marked(node, element, level);
        }
        if let Some(taken) = controls::link(node, element) {
            return Verdict::Take(taken);
        }
        if name == "details" {
            return controls::details(node, &is_harmless);
        }
        if self.is_opened(node, element) {
            return Verdict::Take(Taken::Hidden(Level::Ending, Cause::Said));
        }
        let is_page = matches!(name, "html" | "body");
        let is_shut = name == "dialog" && !element.has_attr("open");
        if (style.is_unshown() || is_shut) && !is_page {
            self.unshown(node, element, around)
        } else {
            Verdict::Open
        }
    }

    /// How far `node`, which is `element`, says that it tells.
    fn said(&self, node: &NodeRef<'_>, element: &Element) -> Option<Level> {
        let said = self.levels.get(&node.id).copied();
        said.or_else(|| Dom::is_hiding(element).then_some(Level::Ending))
    }

    /// Whether `node` is a control that speaks of spoilers and does not say what it opens: what comes next.
    fn arms(&self, node: &NodeRef<'_>) -> bool {
        let is_known = |target: &String| self.targets.contains(target);
        self.speeches.get(&node.id).is_some_and(|speech| !speech.target.as_ref().is_some_and(is_known))
    }

    /// Leaves out `node`, but for what it says of when a post was written.
    fn switch(&mut self, node: &NodeRef<'_>) -> Verdict {
        let beside = node.prev_sibling().or_else(|| node.parent());
        if let Some((beside, date)) = beside.zip(posted(node)) {
            self.dates.entry(beside.id).or_insert(date);
        }
        Verdict::Take(Taken::Dropped)
    }

    /// Whether a control that speaks of spoilers opens `node`.
    fn is_opened(&mut self, node: &NodeRef<'_>, element: &Element) -> bool {
        let is_target = element.attr("id").is_some_and(|id| self.targets.contains(id.as_ref()));
        let is_next = self.is_armed && !self.speeches.contains_key(&node.id) && has_text(node);
        self.is_armed &= !is_next;
        is_target && has_text(node) || is_next && heading(&element.name.local).is_none()
    }

    /// A notice says that the next body is closed. One that says anything else holds the text itself.
    fn notice(&mut self, node: &NodeRef<'_>, element: &Element) -> Verdict {
        self.is_closed = true;
        let is_notice = says_all(node) || brief(node, NEAR).is_some_and(|text| label::is_plain(&text));
        let is_text = !is_notice && !self.holds_body(node) && !holds_main(node);
        let level = self.said(node, element).filter(|_| is_text);
        level.map_or(Verdict::Open, |level| Verdict::Take(Taken::Hidden(level, Cause::Said)))
    }

    fn holds_body(&mut self, node: &NodeRef<'_>) -> bool {
        let mut inside = node.descendants_it().filter(NodeRef::is_element);
        inside.any(|node| {
            let element = node.element_ref();
            element
                .is_some_and(|element| self.gates.part(&node, &element, Place::default()) == Some(Part::Body))
        })
    }

    /// What is not shown is a spoiler if the text before it names one. Else it is furniture, or text of the
    /// article, as it turns out.
    fn unshown(&mut self, node: &NodeRef<'_>, element: &Element, around: &Around) -> Verdict {
        let is_near = warnings::names_spoilers(tail(&self.recent));
        if !has_text(node) {
            return Verdict::Take(Taken::Dropped);
        }
        if around.wrappers < self.wrappers && !is_near {
            return Verdict::Wrapper;
        }
        self.is_wrapped = true;
        let name = &*element.name.local;
        if is_near {
            // Behind a gate that is its notice, and says nothing of this.
            let cause = if around.is_gated { Cause::Unshown } else { Cause::Said };
            Verdict::Take(Taken::Hidden(Level::Ending, cause))
        } else if is_named_aside(element)
            || is_around(name)
            || name == "form"
            || around.part == Within::Control
        {
            Verdict::Take(Taken::Dropped)
        } else {
            Verdict::Take(Taken::Hidden(Level::Ending, Cause::Unshown))
        }
    }
}

/// What part of a page `element` begins.
fn within(element: &Element) -> Within {
    match &*element.name.local {
        "a" | "button" | "label" | "time" => Within::Control,
        name if name == "title" || is_around(name) || is_named_aside(element) => Within::Aside,
        _ => Within::Text,
    }
}
