//! Plain text: hard-wrapped or one line a paragraph, mail and Usenet headers, quoted lines and signatures.

mod inline;
mod lines;
mod rows;

use super::{Builder, Event, Node, words};
use crate::document::{Document, Format, Kind, Marker};
use crate::hide::Taken;
use lines::{Line, Place, Shape};
use rows::Row;

/// Parses what was `taken`, which lies in so many passages.
pub(crate) fn parse(taken: Taken, depth: usize) -> Document {
    let mut builder = Builder::new(taken, Format::Text, depth);
    let mut reader = Reader::default();
    let mut is_first = depth == 0;
    while let Some(piece) = builder.piece(cut) {
        let body = if std::mem::take(&mut is_first) { headers(&piece, &mut builder) } else { &piece };
        body.split('\n').for_each(|line| reader.line(line, &mut builder));
    }
    reader.flush(&mut builder);
    builder.finish()
}

/// Where a new piece may begin: after a blank line, else after a line, else after a word.
fn cut(text: &str) -> Option<usize> {
    let after = |what: &str| text.rfind(what).map(|at| at + what.len());
    after("\n\n").or_else(|| after("\n")).or_else(|| after(" "))
}

/// The lines of a paragraph on its way, and what is known across paragraphs.
#[derive(Default)]
struct Reader {
    rows: Vec<Row>,
    /// Below the line `-- ` everything is the signature, line by line.
    signature: bool,
}

impl Reader {
    fn line(&mut self, line: &str, builder: &mut Builder) {
        if line.trim().is_empty() {
            self.flush(builder);
        } else if line.trim_end() == "--" {
            self.flush(builder);
            self.signature = true;
        } else {
            self.rows.push(Row::new(line.replace('\t', "    ")));
        }
    }

    /// Gives the paragraph's lines to `builder`, as the blocks that they make.
    fn flush(&mut self, builder: &mut Builder) {
        let rows = std::mem::take(&mut self.rows);
        let place = if builder.is_at_top() { Place::Top } else { Place::Body };
        let mut number = 0;
        for run in rows.chunk_by(Row::is_like) {
            let shape = if self.signature { Shape::Lines } else { lines::shape(run) };
            for line in lines::blocks(run, shape, place) {
                if number > 0 {
                    builder.tighten();
                }
                block(line, builder);
                number += 1;
            }
        }
    }
}

fn block(line: Line, builder: &mut Builder) {
    match line {
        Line::Prose(text) => leaf(Kind::Paragraph, &text, builder),
        Line::Heading(level, text) => leaf(Kind::Heading(level), &text, builder),
        Line::Rule => builder.take(Event::Open(Node::Block(Kind::Rule))),
        Line::Bullet(text) => item(Marker::Bullet, &text, builder),
        Line::Numbered(number, text) => item(Marker::Number(number), &text, builder),
        Line::Quote(text, depth) => {
            (0..depth).for_each(|_| builder.take(Event::Open(Node::Quote)));
            leaf(Kind::Paragraph, &text, builder);
            (0..depth).for_each(|_| builder.take(Event::Close(Node::Quote)));
        }
    }
}

fn item(marker: Marker, text: &str, builder: &mut Builder) {
    builder.take(Event::Open(Node::List));
    builder.take(Event::Open(Node::Item(marker)));
    leaf(Kind::Paragraph, text, builder);
    builder.take(Event::Close(Node::Item(marker)));
    builder.take(Event::Close(Node::List));
}

fn leaf(kind: Kind, text: &str, builder: &mut Builder) {
    builder.take(Event::Open(Node::Block(kind)));
    inline::styled(text, builder);
    builder.take(Event::Close(Node::Block(kind)));
}

/// Gives the header lines of a mail or news article to `builder` as facts; what follows them.
fn headers<'t>(text: &'t str, builder: &mut Builder) -> &'t str {
    let known = ["From:", "Newsgroups:", "Subject:", "Date:", "Path:", "Message-ID:", "Organization:"];
    if !known.iter().any(|name| text.starts_with(name)) {
        return text;
    }
    let Some((head, body)) = text.split_once("\n\n") else { return text };
    let is_header = |line: &str| {
        line.starts_with([' ', '\t']) || line.split_once(": ").is_some_and(|(name, _)| !name.contains(' '))
    };
    if !head.lines().all(is_header) {
        return text;
    }
    // A field goes on where a line begins with a space.
    for field in head.replace("\n ", " ").replace("\n\t", " ").lines() {
        builder.take(Event::Open(Node::Block(Kind::Meta)));
        words(field.trim(), builder);
    }
    builder.take(Event::Close(Node::Block(Kind::Meta)));
    body
}

#[cfg(test)]
mod tests;
