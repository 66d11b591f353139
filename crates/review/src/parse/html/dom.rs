//! From the source of a page to its DOM: the tokenizer and tree builder of `html5ever`, as browsers have them,
//! behind a guard that watches the tokens between the two.
//!
//! The guard keeps three promises. Time: the tree builder's grows with the depth and with the elements that
//! it must open again, so there are bounds to both, and what lies deeper is read flat; what could hide
//! something down there hides all that it holds. Markup within a line that hides goes on behind blocks and
//! misnested tags up to its own end, where a browser would lose it: an author's slip must not cost the
//! reader the ending. And of such markup that nobody ends, it ends with the block around it and is noted.

mod bounds;
mod thin;

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use dom_query::{Document, Element, NodeData, NodeId, NodeRef};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{Tracer, TreeBuilder, TreeBuilderOpts, TreeSink};
use html5ever::{Attribute, LocalName, QualName, TokenizerResult, ns};

use crate::hide::element::{is_block, is_inline, is_raw, is_void};
use crate::hide::{label, says};
use bounds::{Bounds, LONGEST, beginning};
use thin::{thinned, trim};

/// Elements nest no deeper: real pages have some 50.
const DEEPEST: usize = 200;
/// After so many start tags the depth is looked at again.
const PACE: usize = 16;
/// A page opens no more elements that the tree builder would open again and again.
const FORMATTING: usize = 48;
/// What an element is called that stands for one within a line that hides: blocks may stand in it, and no tag
/// but its own ends it.
const HIDING: &str = "marquee";
/// The attribute of such an element that holds its number.
const NUMBER: &str = "hiding";
/// Begins such a number; no source has this character.
const MARK: char = '\u{FDDF}';

/// A page's tree, and which of the elements that hide were never closed.
#[derive(Clone)]
pub(super) struct Dom {
    pub document: Document,
    /// It was not read to its end.
    pub is_cut: bool,
    unclosed: HashSet<usize>,
}

impl Dom {
    /// The number and the name of `element`, if the guard found that it hides.
    fn hiding(element: &Element) -> Option<(usize, String)> {
        let value = element.attr(NUMBER).filter(|_| *element.name.local == *HIDING)?;
        let (number, name) = value.strip_prefix(MARK)?.split_once(' ')?;
        Some((number.parse().ok()?, name.to_owned()))
    }

    /// Whether the guard found that `element` hides what it holds.
    pub fn is_hiding(element: &Element) -> bool {
        Self::hiding(element).is_some()
    }

    /// What `element` was called.
    pub fn name(element: &Element) -> Cow<'_, str> {
        Self::hiding(element)
            .map_or_else(|| Cow::Borrowed(&*element.name.local), |(_, name)| Cow::Owned(name))
    }

    /// What such a `node` was called.
    pub fn named(node: &NodeRef<'_>) -> Option<String> {
        Self::hiding(&*node.element_ref()?).map(|(_, name)| name)
    }

    /// Where the page stands on the web.
    pub fn base(&self) -> String {
        let base = self.document.select_single("base[href]");
        base.attr("href").map(|href| crate::address::resolve("", &href)).unwrap_or_default()
    }

    /// Whether nobody closed such a `node`.
    pub fn is_unclosed(&self, node: &NodeRef<'_>) -> bool {
        let number = node.element_ref().and_then(|element| Self::hiding(&element));
        number.is_some_and(|(number, _)| self.unclosed.contains(&number))
    }
}

/// Parses `source`. Never fails, and takes time in its length.
pub(super) fn parse(source: &str) -> Dom {
    let options = TreeBuilderOpts { drop_doctype: true, ..TreeBuilderOpts::default() };
    let guard = Guard {
        builder: TreeBuilder::new(Document::default(), options),
        state: RefCell::new(State { is_xml: is_xml(source), ..State::default() }),
    };
    let tokenizer = Tokenizer::new(guard, TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() });
    let input = BufferQueue::default();
    let read = beginning(source, LONGEST);
    input.push_back(StrTendril::from(thinned(read).as_ref()));
    while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    tokenizer.end();
    let Guard { builder, state } = tokenizer.sink;
    let mut state = state.into_inner();
    if let Some(open) = &state.hiding {
        state.unclosed.insert(open.number);
    }
    let document = builder.sink.finish();
    let is_cut = state.bounds.put_rest(&document) || read.len() < source.len();
    Dom { document, is_cut, unclosed: state.unclosed }
}

/// What `read` makes of what the text `node` says, which is not copied for that.
pub(super) fn with_text<T: Default>(node: &NodeRef<'_>, read: impl FnOnce(&str) -> T) -> T {
    node.query_or(T::default(), |node| match &node.data {
        NodeData::Text { contents } => read(contents),
        _ => T::default(),
    })
}

/// Whether elements may close themselves in `source`.
fn is_xml(source: &str) -> bool {
    let head: String = source.trim_start().chars().take(1000).collect();
    head.starts_with("<?xml") || head.contains("http://www.w3.org/1999/xhtml")
}

struct Guard {
    builder: TreeBuilder<NodeId, Document>,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    is_xml: bool,
    text: StrTendril,
    bounds: Bounds,
    started: usize,
    is_deep: bool,
    /// Too much would be opened again at each block.
    is_full: bool,
    open: Open,
    /// The element within a line that hides, while one is open.
    hiding: Option<Hiding>,
    hidings: usize,
    unclosed: HashSet<usize>,
}

/// What is kept while an element that hides is open.
struct Hiding {
    name: LocalName,
    number: usize,
    /// What was open around it.
    around: Open,
}

/// The tags that are open, where that must be known, and whether each was written.
#[derive(Default)]
struct Open {
    tags: Vec<(LocalName, bool)>,
    counts: HashMap<LocalName, usize>,
}

impl Open {
    fn push(&mut self, name: LocalName, is_written: bool) {
        *self.counts.entry(name.clone()).or_default() += 1;
        self.tags.push((name, is_written));
    }

    /// Ends the innermost element of this `name`, with those in it: whether it was written, if there is one.
    fn end(&mut self, name: &LocalName) -> Option<bool> {
        self.counts.get(name).filter(|count| **count > 0)?;
        while let Some((ended, is_written)) = self.tags.pop() {
            if let Some(count) = self.counts.get_mut(&ended) {
                *count -= 1;
            }
            if ended == *name {
                return Some(is_written);
            }
        }
        None
    }
}

/// What the tree builder holds open.
#[derive(Default)]
struct Held(RefCell<Vec<NodeId>>);

impl Tracer for Held {
    type Handle = NodeId;

    fn trace_handle(&self, node: &NodeId) {
        self.0.borrow_mut().push(*node);
    }
}

impl TokenSink for Guard {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        if self.state.borrow_mut().bounds.are_passed(&token, self.builder.sink.tree.len()) {
            return self.behind(token, line);
        }
        match token {
            Token::ParseError(_) => TokenSinkResult::Continue,
            // Comments may say where a spoiler begins and ends; else they are nothing.
            Token::CommentToken(text) if !label::has_stem(&text) => TokenSinkResult::Continue,
            Token::TagToken(mut tag) => {
                self.flush(line);
                self.state.borrow_mut().bounds.pass(&tag);
                trim(&mut tag);
                match tag.kind {
                    TagKind::StartTag => self.start(tag, line),
                    TagKind::EndTag => self.end_tag(tag, line),
                }
            }
            Token::CharacterTokens(text) => {
                let mut state = self.state.borrow_mut();
                let read = state.bounds.within(&text);
                state.text.push_slice(read);
                TokenSinkResult::Continue
            }
            token => {
                self.flush(line);
                self.builder.process_token(token, line)
            }
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

impl Guard {
    /// Takes a `token` that comes behind the bounds.
    fn behind(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        self.flush(line);
        match token {
            Token::EOFToken => self.builder.process_token(token, line),
            token => self.state.borrow_mut().bounds.take(token),
        }
    }

    /// Hands over the text that came, all at once: piece by piece it would take time in the square.
    fn flush(&self, line: u64) {
        let text = std::mem::take(&mut self.state.borrow_mut().text);
        if !text.is_empty() {
            let _ = self.builder.process_token(Token::CharacterTokens(text), line);
        }
    }

    fn write(&self, tag: Tag, line: u64) -> TokenSinkResult<NodeId> {
        self.builder.process_token(Token::TagToken(tag), line)
    }

    fn start(&self, tag: Tag, line: u64) -> TokenSinkResult<NodeId> {
        if is_void(&tag.name) {
            return self.write(tag, line);
        }
        let is_foreign = self.adjusted_current_node_present_but_not_in_html_namespace();
        if tag.self_closing && !is_foreign && self.state.borrow().is_xml {
            let end = end_of(&tag.name);
            let _ = self.write(tag, line);
            return self.write(end, line);
        }
        self.measure();
        let mut state = self.state.borrow_mut();
        let is_flat = state.is_deep || state.is_full && is_formatting(&tag.name);
        let may_hide = state.hiding.is_none() && !is_foreign;
        if may_hide && (is_flat && could_hide(&tag) || hides_in_line(&tag)) {
            let tag = state.hide(tag);
            drop(state);
            return self.write(tag, line);
        }
        if is_flat || state.is_watching() {
            let is_written = !is_flat || is_raw(&tag.name);
            state.open.push(tag.name.clone(), is_written);
            if !is_written {
                return TokenSinkResult::Continue;
            }
        }
        drop(state);
        self.write(tag, line)
    }

    /// Looks from time to time how much is open.
    fn measure(&self) {
        let mut state = self.state.borrow_mut();
        state.started += 1;
        if !state.started.is_multiple_of(PACE) {
            return;
        }
        let held = Held::default();
        self.builder.trace_handles(&held);
        let held = held.0.into_inner();
        state.is_deep = held.len() > DEEPEST;
        let document = self.builder.sink.get_document();
        let is_formatting =
            |node: &&NodeId| **node != document && is_formatting(&self.builder.sink.elem_name(node).local);
        state.is_full = held.iter().filter(is_formatting).count() > FORMATTING;
    }

    fn end_tag(&self, tag: Tag, line: u64) -> TokenSinkResult<NodeId> {
        let mut state = self.state.borrow_mut();
        match state.open.end(&tag.name) {
            Some(false) => return TokenSinkResult::Continue,
            Some(true) => {
                drop(state);
                return self.write(tag, line);
            }
            None => {}
        }
        let Some(own) = state.hiding.as_ref().map(|hiding| hiding.name == tag.name) else {
            drop(state);
            return self.write(tag, line);
        };
        if !own && !ends_hiding(&tag.name) {
            return TokenSinkResult::Continue;
        }
        state.unhide(own);
        drop(state);
        let result = self.write(end_of(&LocalName::from(HIDING)), line);
        if own { result } else { self.end_tag(tag, line) }
    }
}

impl State {
    /// Whether it matters which tags are open.
    fn is_watching(&self) -> bool {
        self.hiding.is_some() || !self.open.tags.is_empty()
    }

    /// What is written for `tag`, which hides.
    fn hide(&mut self, mut tag: Tag) -> Tag {
        let number = self.hidings;
        self.hidings += 1;
        let around = std::mem::take(&mut self.open);
        let value = StrTendril::from(format!("{MARK}{number} {}", tag.name));
        self.hiding = Some(Hiding { name: tag.name, number, around });
        tag.name = LocalName::from(HIDING);
        tag.self_closing = false;
        let name = QualName::new(None, ns!(), LocalName::from(NUMBER));
        tag.attrs.retain(|attribute| attribute.name != name);
        tag.attrs.push(Attribute { name, value });
        tag
    }

    fn unhide(&mut self, is_closed: bool) {
        let Some(hiding) = self.hiding.take() else { return };
        self.open = hiding.around;
        if !is_closed {
            self.unclosed.insert(hiding.number);
        }
    }
}

/// Whether `tag` stands within a line and says that it hides.
fn hides_in_line(tag: &Tag) -> bool {
    let is_unknown = !is_block(&tag.name) && !is_raw(&tag.name) && tag.name.contains("spoil");
    // A browser opens formatting elements again in the next block by itself.
    let is_inline = is_inline(&tag.name) && !is_formatting(&tag.name);
    (is_unknown || is_inline) && says::says(&tag.name, attributes(tag)).is_some()
}

fn attributes(tag: &Tag) -> impl Iterator<Item = (&str, &str)> {
    tag.attrs.iter().map(|attribute| (&*attribute.name.local, attribute.value.as_ref()))
}

/// Whether `tag`, which is too deep to be written, could have hidden something.
fn could_hide(tag: &Tag) -> bool {
    const NAMES: [&str; 9] = ["class", "id", "style", "hidden", "color", "bgcolor", "role", "title", "text"];
    let could = |name: &str| NAMES.contains(&name) || name.starts_with("data-") || name.starts_with("aria-");
    attributes(tag).any(|(name, _)| could(name)) || &*tag.name == "details" || tag.name.contains("spoil")
}

/// Whether an end tag of `name` ends the line that something stands in.
fn ends_hiding(name: &str) -> bool {
    is_block(name) || matches!(name, "html" | "body")
}

/// Elements that are opened again where a block ends that held them.
fn is_formatting(name: &str) -> bool {
    const NAMES: [&str; 14] =
        ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
    NAMES.contains(&name)
}

fn end_of(name: &LocalName) -> Tag {
    let (name, attrs) = (name.clone(), Vec::new());
    Tag { kind: TagKind::EndTag, name, self_closing: false, attrs, had_duplicate_attributes: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The body of the tree, elements that hide in square brackets.
    fn tree(source: &str) -> String {
        let html = parse(source).document.body().unwrap().inner_html().to_string();
        let mut out = String::new();
        let mut rest = html.as_str();
        while let Some((before, behind)) = rest.split_once("<marquee") {
            let (_, behind) = behind.split_once('>').unwrap();
            out.extend([before, "["]);
            rest = behind;
        }
        out + rest.replace("</marquee>", "]").as_str()
    }

    #[test]
    fn what_hides_in_a_line_goes_on_up_to_its_own_end() {
        assert_eq!(tree("<p>a <span class=spoiler>b<p>c</p>d</span> e</p>"), "<p>a [b<p>c</p>d] e</p>");
        assert_eq!(tree("<b><span class=spoiler>a</b>b</span>c"), "<b>[ab]c</b>");
        assert_eq!(tree("<p><x-spoiler><b>a</x-spoiler>c"), "<p>[<b>a</b>]c</p>");
        assert_eq!(tree("<q class=spoiler>a<q>b</q>c</q>d"), "[a<q>b</q>c]d");
        let dom = parse("<p>a <span class=spoiler>b</p><p>c</p><span class=spoiler>d");
        assert_eq!(dom.unclosed.len(), 2);
        assert_eq!(tree("<p>a <span class=spoiler>b</p><p>c</p>"), "<p>a [b]</p><p>c</p>");
        assert_eq!(tree("<span title=x>b</span>"), "<span title=\"x\">b</span>");
    }

    #[test]
    fn what_is_too_deep_is_flat_and_hides_if_it_could() {
        let deep = "<div>".repeat(1000);
        let flat = tree(&format!("{deep}a<div>b</div>c<div class=x>d</div>e"));
        assert!(flat.contains("abc[d]e"), "{flat}");
        assert!(flat.matches("<div>").count() < DEEPEST + PACE);
        let fonts: String = (0..1000).map(|n| format!("<font size={n}><p>")).collect::<Vec<_>>().concat();
        assert!(tree(&fonts).len() < 200_000);
    }

    #[test]
    fn elements_close_themselves_in_xml_alone() {
        let page =
            "<html xmlns='http://www.w3.org/1999/xhtml'><body><script src='a'/><p>a</p><div/>b</body></html>";
        assert_eq!(tree(page), "<script src=\"a\"></script><p>a</p><div></div>b");
        assert_eq!(tree("<p/>a"), "<p>a</p>");
    }
}
