//! HTML elements in Markdown: what is open, and how it looks. What hides is gone already.

use super::{Reader, is_description};
use crate::document::{Kind, Marker};
use crate::hide::element::{self, is_block, is_known};
use crate::hide::entities;
use crate::hide::standin;
use crate::hide::tag::{self, Part, Tag};
use crate::parse::{Event, Node, words};

/// How many open elements are looked at for the one that an end tag ends.
const REACH: usize = 256;

/// The elements that are open.
#[derive(Default)]
pub(super) struct Elements {
    open: Vec<Element>,
    /// The level of the heading that is open.
    pub heading: Option<u8>,
    preformatted: usize,
}

struct Element {
    name: String,
    node: Option<Node>,
}

/// Where HTML stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Between Markdown blocks: its elements make blocks.
    Block,
    /// Within a Markdown block.
    Inline,
}

impl Elements {
    /// How many elements an end tag of `name` ends.
    fn ended_by(&self, name: &str) -> usize {
        let mut inner = self.open.iter().rev().take(REACH);
        inner.position(|element| element.name.eq_ignore_ascii_case(name)).map_or(0, |depth| depth + 1)
    }
}

impl Reader {
    /// Reads the HTML block that was gathered.
    pub(super) fn html_block(&mut self) {
        let raw = std::mem::take(&mut self.raw);
        let mut rest = raw.as_str();
        while let Some((part, behind)) = tag::next(rest) {
            match part {
                Part::Tag(tag) => self.tag(&tag, Place::Block),
                Part::Text(text) => self.html_text(text),
                Part::Void => {}
            }
            rest = behind;
        }
        self.end_block();
        self.raw = raw;
        self.raw.clear();
    }

    /// Reads one tag in a Markdown block.
    pub(super) fn inline_html(&mut self, raw: &str) {
        self.write_note();
        if let Some((Part::Tag(tag), _)) = tag::next(raw) {
            self.tag(&tag, Place::Inline);
        }
    }

    fn html_text(&mut self, text: &str) {
        for piece in standin::pieces(text) {
            match piece {
                standin::Piece::Hidden(number) => self.builder.take(Event::Hidden(number)),
                standin::Piece::Text(text) => entities::decode(text, |part, _| self.decoded(part)),
            }
        }
    }

    fn decoded(&mut self, text: &str) {
        if self.elements.preformatted > 0 {
            words(text, &mut self.builder);
        } else {
            self.builder.collapsed(text);
        }
    }

    fn tag(&mut self, tag: &Tag<'_>, place: Place) {
        if !is_known(&tag.name.to_ascii_lowercase()) {
            words(tag.source, &mut self.builder);
        } else if tag.closes {
            self.end_tag(tag, place);
        } else if tag.is_void() {
            self.void(tag, place);
        } else {
            self.start_tag(tag, place);
        }
    }

    fn void(&mut self, tag: &Tag<'_>, place: Place) {
        if tag.is("br") {
            self.builder.take(Event::Break);
        } else if tag.is("hr") && place == Place::Block {
            self.open(Node::Block(Kind::Rule));
        } else if tag.is("img") {
            let alt = tag.attribute("alt").filter(|alt| is_description(alt)).unwrap_or_default();
            self.html_text(alt);
        }
    }

    fn start_tag(&mut self, tag: &Tag<'_>, place: Place) {
        let name = tag.name.to_ascii_lowercase();
        match name.as_str() {
            "td" | "th" => self.builder.space(),
            name if is_block(name) => self.break_at(place),
            _ => {}
        }
        let node = self.node(tag, &name, place);
        self.elements.preformatted += usize::from(name == "pre");
        if let Some(node) = &node {
            self.open(node.clone());
        }
        self.elements.open.push(Element { name, node });
    }

    /// What an element is for the builder.
    fn node(&mut self, tag: &Tag<'_>, name: &str, place: Place) -> Option<Node> {
        match name.as_bytes() {
            [b'h', digit @ b'1'..=b'6'] if place == Place::Block => {
                self.elements.heading = Some(digit - b'0');
                Some(Node::Block(Kind::Heading(digit - b'0')))
            }
            b"li" => Some(Node::Item(Marker::Bullet)),
            b"ul" | b"ol" => Some(Node::List),
            b"blockquote" => Some(Node::Quote),
            b"a" => tag
                .attribute("href")
                .filter(|href| !standin::is_in(href))
                .map(|href| Node::Link(href.to_owned())),
            _ => element::style(name).map(Node::Style),
        }
        .filter(|node| place == Place::Block || matches!(node, Node::Link(_) | Node::Style(_)))
    }

    fn break_at(&mut self, place: Place) {
        match place {
            Place::Block => self.end_block(),
            Place::Inline => self.builder.space(),
        }
    }

    fn end_tag(&mut self, tag: &Tag<'_>, place: Place) {
        for _ in 0..self.elements.ended_by(tag.name) {
            let Some(Element { name, node }) = self.elements.open.pop() else { break };
            self.elements.preformatted -= usize::from(name == "pre");
            if let Some(node) = node {
                self.close(node);
            }
        }
        let name = tag.name.to_ascii_lowercase();
        if is_block(&name) && !matches!(name.as_str(), "td" | "th") {
            self.break_at(place);
            self.elements.heading = None;
        }
    }
}
