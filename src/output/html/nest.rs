//! The quotes and lists that are open on a page, opened and closed as blocks need them.

use std::io::{self, Write};

use review::document::{Block, Kind, Marker};

/// Open elements, the outermost first.
#[derive(Debug, Default)]
pub(super) struct Nest {
    open: Vec<Element>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Element {
    Quote,
    /// `<ul>`, with its item.
    Bullets,
    /// `<ol>`, with its item.
    Numbers,
}

impl Nest {
    /// Closes all.
    pub fn close(&mut self, out: &mut impl Write) -> io::Result<()> {
        self.shrink(0, out)
    }

    /// Opens what `block` stands in, and closes what it does not.
    pub fn enter(&mut self, block: &Block, out: &mut impl Write) -> io::Result<()> {
        let quotes = usize::from(block.quote);
        let now = self.open.iter().take_while(|element| **element == Element::Quote).count();
        if now != quotes {
            self.shrink(now.min(quotes), out)?;
            for _ in self.open.len()..quotes {
                self.push(Element::Quote, out)?;
            }
        }
        let depth = quotes + usize::from(block.list);
        match block.kind {
            Kind::Item(marker) => self.item(depth, marker, out),
            _ => self.shrink(depth, out),
        }
    }

    fn item(&mut self, depth: usize, marker: Marker, out: &mut impl Write) -> io::Result<()> {
        let (list, start) = match marker {
            Marker::Number(number) => (Element::Numbers, number),
            Marker::Bullet | Marker::Task(_) => (Element::Bullets, 1),
        };
        self.shrink(depth, out)?;
        if self.open.len() == depth && self.open.last() == Some(&list) {
            return writeln!(out, "</li>\n<li>");
        }
        self.shrink(depth.saturating_sub(1), out)?;
        while self.open.len() + 1 < depth {
            self.push(Element::Bullets, out)?;
        }
        if list == Element::Numbers && start != 1 {
            self.open.push(list);
            return writeln!(out, "<ol start=\"{start}\">\n<li>");
        }
        self.push(list, out)
    }

    fn push(&mut self, element: Element, out: &mut impl Write) -> io::Result<()> {
        self.open.push(element);
        writeln!(
            out,
            "{}",
            match element {
                Element::Quote => "<blockquote>",
                Element::Bullets => "<ul>\n<li>",
                Element::Numbers => "<ol>\n<li>",
            }
        )
    }

    fn shrink(&mut self, depth: usize, out: &mut impl Write) -> io::Result<()> {
        while self.open.len() > depth {
            let tag = match self.open.pop() {
                Some(Element::Bullets) => "</li>\n</ul>",
                Some(Element::Numbers) => "</li>\n</ol>",
                _ => "</blockquote>",
            };
            writeln!(out, "{tag}")?;
        }
        Ok(())
    }
}
