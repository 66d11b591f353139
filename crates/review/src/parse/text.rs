//! Plain text: hard-wrapped or one line a paragraph, mail and Usenet headers, quoted lines,
//! signatures, and what Usenet hides with: form feeds, ROT13, and a screenful of blank lines.

mod inline;
mod lines;
mod rows;

use super::rot13::{self, Rot13};
use super::{Builder, Inline, Nest, RULE, Turn};
use crate::document::{Document, Format, Kind, Marker};
use lines::{Line, Place, Shape};
use rows::Row;

/// Parses clean `source`.
pub(crate) fn parse(source: String) -> Document {
    let mut builder = Builder::new(source, Format::Text);
    let mut reader = Reader::default();
    let mut first = true;
    while let Some(piece) = builder.piece(cut) {
        let body = if std::mem::take(&mut first) { headers(&piece, &mut builder) } else { &piece };
        reader.read(body, &mut builder);
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
    lines: Vec<String>,
    blank: usize,
    rot13: Rot13,
    /// Below the line `-- ` everything is the signature, line by line.
    signature: bool,
}

impl Reader {
    fn read(&mut self, text: &str, builder: &mut Builder) {
        for line in text.split('\n') {
            let mut parts = line.split('\u{0C}');
            self.line(parts.next().unwrap_or_default(), builder);
            for part in parts {
                self.turn(Turn::FormFeed, builder);
                self.line(part, builder);
            }
        }
    }

    fn line(&mut self, line: &str, builder: &mut Builder) {
        if line.trim().is_empty() {
            self.flush(builder);
            self.blank += 1;
            return;
        }
        if self.blank >= Turn::BLANK_LINES && builder.at() > 2 {
            self.turn(Turn::BlankLines, builder);
        }
        self.blank = 0;
        if line.trim_end() == "--" {
            self.flush(builder);
            self.signature = true;
            return;
        }
        self.lines.push(line.replace('\t', "    "));
    }

    fn turn(&mut self, by: Turn, builder: &mut Builder) {
        self.flush(builder);
        builder.turn(by);
    }

    /// Gives the paragraph's lines to `builder`, as the blocks that they make.
    fn flush(&mut self, builder: &mut Builder) {
        let lines = std::mem::take(&mut self.lines);
        if lines.is_empty() || self.rotated(&lines, builder) {
            return;
        }
        let rows = rows::rows(lines, builder);
        let place = if builder.is_empty() { Place::Top } else { Place::Body };
        let mut number = 0;
        for run in rows.chunk_by(Row::is_like) {
            let shape = if self.signature { Shape::Lines } else { lines::shape(run) };
            for line in lines::blocks(run, shape, place) {
                block(line, number > 0, builder);
                number += 1;
            }
        }
    }

    /// Gives `lines` to `builder` decoded where they are ROT13; false where they are not.
    fn rotated(&mut self, lines: &[String], builder: &mut Builder) -> bool {
        if !self.rot13.is_awaited() && !lines.iter().any(|line| rot13::may_announce(line)) {
            return false;
        }
        let mut inline = Inline::plain(lines.join(" "));
        let decoded = self.rot13.decode(&mut inline);
        if decoded {
            builder.block(Kind::Paragraph, Nest::default(), inline);
        }
        decoded
    }
}

fn block(line: Line, tight: bool, builder: &mut Builder) {
    let (kind, quote, text) = match line {
        Line::Prose(text) => (Kind::Paragraph, 0, text),
        Line::Quote(text, depth) => (Kind::Paragraph, depth, text),
        Line::Bullet(text) => (Kind::Item(Marker::Bullet), 0, text),
        Line::Numbered(number, text) => (Kind::Item(Marker::Number(number)), 0, text),
        Line::Heading(level, text) => (Kind::Heading(level), 0, text),
        Line::Rule => (Kind::Rule, 0, RULE.to_owned()),
    };
    let list = u8::from(matches!(kind, Kind::Item(_)));
    let inline = inline::styled(text, builder);
    builder.block(kind, Nest { quote, list, tight }, inline);
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
        builder.block(Kind::Meta, Nest::default(), Inline::plain(field.trim()));
    }
    body
}

#[cfg(test)]
mod tests;
