//! A page as it is laid out: its blocks of text in the order of reading, the elements that they stand in, and where
//! something was hidden. All of it is gathered in one walk through the tree.

use dom_query::{Element, NodeId, NodeRef};

use super::dom::with_text;
use super::hide::{Cause, Veils, is_aside};
use crate::hide::element::{is_block, is_passed};

/// A block of fewer bytes beside its links is no paragraph.
pub(super) const PARAGRAPH: usize = 80;

/// What stands in a page, in the order of reading.
#[derive(Default)]
pub(super) struct Layout {
    /// Elements: each behind the one that it stands in.
    pub elements: Vec<Around>,
    pub blocks: Vec<Block>,
    pub others: Vec<Other>,
    texts: Vec<NodeId>,
    names: Vec<usize>,
    /// The block that is open.
    open: Block,
    /// The text of all blocks, and that of the open one.
    text: String,
}

/// An element, and what stands in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Around {
    /// The number of the one around it; the first has its own.
    pub parent: usize,
    pub tag: usize,
    pub is_block: bool,
    /// It or one around it is named after what stands around an article.
    pub is_aside: bool,
    names: (usize, usize),
    /// How many blocks it has, and how many bytes of text, of links, and of paragraphs.
    pub blocks: usize,
    pub length: usize,
    pub linked: usize,
    pub prose: usize,
}

/// Text between two places where elements begin or end that make blocks.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    /// The innermost element of its first text.
    pub inner: usize,
    texts: (usize, usize),
    /// How many bytes it has, and how many of those stand in links and in strong or slanted type.
    pub length: usize,
    pub linked: usize,
    pub stressed: usize,
    text: (usize, usize),
}

/// What is no text: something hidden, for some cause, an image or a line across.
pub(super) struct Other {
    pub id: NodeId,
    pub cause: Option<Cause>,
    pub element: usize,
    /// How many blocks stand before it.
    pub at: usize,
}

/// What a text stands in.
#[derive(Clone, Copy, Default)]
struct Within {
    element: usize,
    is_link: bool,
    is_stressed: bool,
}

impl Layout {
    /// The page under `root`.
    pub fn of(root: &NodeRef<'_>, veils: &Veils) -> Self {
        let mut layout = Self::default();
        layout.elements.push(Around::default());
        layout.children(root, veils, Within::default());
        layout.part();
        layout.add_up();
        layout
    }

    /// The texts of `block`.
    pub fn texts(&self, block: &Block) -> &[NodeId] {
        self.texts.get(block.texts.0..block.texts.1).unwrap_or_default()
    }

    /// What `block` says.
    pub fn text(&self, block: &Block) -> &str {
        self.text.get(block.text.0..block.text.1).unwrap_or_default()
    }

    /// The words that `element` is named by, as hashes.
    pub fn names(&self, element: &Around) -> &[usize] {
        self.names.get(element.names.0..element.names.1).unwrap_or_default()
    }

    /// The numbers of `element` and of all that it stands in, the innermost first.
    pub fn path(&self, element: usize) -> impl Iterator<Item = usize> {
        let around =
            |number: &usize| Some(self.elements.get(*number)?.parent).filter(|parent| parent < number);
        std::iter::successors(Some(element), around)
    }

    fn children(&mut self, node: &NodeRef<'_>, veils: &Veils, within: Within) {
        for child in node.children_it(false) {
            self.node(&child, veils, within);
        }
    }

    fn node(&mut self, node: &NodeRef<'_>, veils: &Veils, within: Within) {
        if node.is_text() {
            return self.add(node, within);
        }
        let Some(element) = node.element_ref() else { return self.children(node, veils, within) };
        let name = &*element.name.local;
        if let Some(hidden) = veils.hidden.get(&node.id) {
            self.other(node.id, Some(hidden.cause), within);
        } else if name == "br" {
            self.text.push('\n');
        } else if matches!(name, "img" | "hr") {
            self.other(node.id, None, within);
        } else if !is_passed(name) && !veils.replies.contains(&node.id) {
            let is_block = is_block(name);
            if is_block {
                self.part();
            }
            let inner = Within {
                element: self.element(&element, within.element, is_block),
                is_link: within.is_link || name == "a",
                is_stressed: within.is_stressed || matches!(name, "strong" | "b" | "em" | "i"),
            };
            drop(element);
            self.children(node, veils, inner);
            if is_block {
                self.part();
            }
        }
    }

    fn other(&mut self, id: NodeId, cause: Option<Cause>, within: Within) {
        let at = self.blocks.len() + usize::from(self.open.length > 0);
        self.others.push(Other { id, cause, element: within.element, at });
    }

    fn element(&mut self, element: &Element, parent: usize, is_block: bool) -> usize {
        let name = &*element.name.local;
        let start = self.names.len();
        for attribute in ["class", "id", "role", "itemprop"] {
            words(element.attr(attribute).as_deref().unwrap_or_default(), &mut self.names);
        }
        let around = self.elements.get(parent).is_some_and(|around| around.is_aside);
        let is_aside = around || is_aside(element);
        let names = (start, self.names.len());
        let tag = hash(name.bytes());
        self.elements.push(Around { parent, tag, is_block, is_aside, names, ..Around::default() });
        self.elements.len() - 1
    }

    fn add(&mut self, node: &NodeRef<'_>, within: Within) {
        let length = with_text(node, |text| {
            self.text.push_str(text);
            text.trim().len()
        });
        if length == 0 {
            return;
        }
        if self.open.length == 0 {
            self.open.inner = within.element;
            self.open.texts.0 = self.texts.len();
        }
        self.open.length += length;
        self.open.linked += if within.is_link { length } else { 0 };
        self.open.stressed += if within.is_stressed { length } else { 0 };
        self.texts.push(node.id);
    }

    /// Ends the block that is open.
    fn part(&mut self) {
        if self.open.length > 0 {
            self.open.texts.1 = self.texts.len();
            self.open.text.1 = self.text.len();
            let next = Block { text: (self.text.len(), 0), ..Block::default() };
            self.blocks.push(std::mem::replace(&mut self.open, next));
        } else {
            self.text.truncate(self.open.text.0);
        }
    }

    /// Tells the elements what stands in them.
    fn add_up(&mut self) {
        for block in &self.blocks {
            if let Some(element) = self.elements.get_mut(block.inner) {
                element.blocks += 1;
                element.length += block.length;
                element.linked += block.linked;
                element.prose += block.prose();
            }
        }
        for number in (1..self.elements.len()).rev() {
            let Around { parent, blocks, length, linked, prose, .. } = self.elements[number];
            if let Some(around) = self.elements.get_mut(parent) {
                around.blocks += blocks;
                around.length += length;
                around.linked += linked;
                around.prose += prose;
            }
        }
    }
}

impl Block {
    /// How many bytes it has that are no link, if it is a paragraph.
    pub fn prose(&self) -> usize {
        Some(self.length - self.linked).filter(|length| *length >= PARAGRAPH).unwrap_or_default()
    }
}

/// Adds the words of `names`, in which capitals begin words, as hashes to `found`.
fn words(names: &str, found: &mut Vec<usize>) {
    let (mut word, mut length, mut was_small) = (BASIS, 0, false);
    for byte in names.bytes().chain([b' ']) {
        if !byte.is_ascii_alphabetic() || was_small && byte.is_ascii_uppercase() {
            found.extend((length > 1).then_some(word as usize));
            (word, length) = (BASIS, 0);
        }
        if byte.is_ascii_alphabetic() {
            (word, length) = (hashed(word, byte.to_ascii_lowercase()), length + 1);
        }
        was_small = byte.is_ascii_lowercase();
    }
}

/// The hash of no bytes.
const BASIS: u32 = 0x811C_9DC5;

/// The hash of what has this `hash`, and a `byte` more.
fn hashed(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

/// A hash of some bytes, of 32 bits (FNV-1a).
pub(super) fn hash(bytes: impl IntoIterator<Item = u8>) -> usize {
    bytes.into_iter().fold(BASIS, hashed) as usize
}
