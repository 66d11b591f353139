//! Plain text: hard-wrapped or one line a paragraph, mail and Usenet headers, quoted lines,
//! signatures, and what Usenet hides with: form feeds, ROT13, and a screenful of blank lines.

mod inline;
mod lines;
mod rot13;
mod rows;

use super::{Builder, Inline, Nest, Unclosed};
use crate::review::document::{Document, Format, Kind, Level, Marker};
use lines::{Line, Place, Shape};
use rows::Row;

/// So many blank lines in a row push what follows off the screen: a spoiler space.
const SPOILER_SPACE: usize = 10;

/// Parses clean `source`.
pub(in crate::review) fn parse(source: String) -> Document {
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
    hides: Option<&'static str>,
    /// Whether the next paragraph was announced as ROT13.
    rotated: bool,
    /// Below the line `-- ` everything is the signature, line by line.
    signature: bool,
}

impl Reader {
    fn read(&mut self, text: &str, builder: &mut Builder) {
        for line in text.split('\n') {
            let mut parts = line.split('\u{0C}');
            self.line(parts.next().unwrap_or_default(), builder);
            for part in parts {
                self.turn("form feed", builder);
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
        if self.blank >= SPOILER_SPACE && builder.at() > 2 {
            self.turn("blank lines", builder);
        }
        self.blank = 0;
        if line.trim_end() == "--" {
            self.flush(builder);
            self.signature = true;
            return;
        }
        self.lines.push(line.replace('\t', "    "));
    }

    /// Begins what form feeds or blank lines hide, or ends it.
    fn turn(&mut self, by: &'static str, builder: &mut Builder) {
        self.flush(builder);
        let at = builder.at();
        if self.hides == Some(by) {
            builder.close(by, at);
            self.hides = None;
        } else if self.hides.is_none() {
            builder.open(by, at, Level::Ending, Unclosed::Meant);
            self.hides = Some(by);
        }
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

    /// Decodes `lines` where they are ROT13 and were announced, in the paragraph before or in this
    /// one; false where they are not.
    fn rotated(&mut self, lines: &[String], builder: &mut Builder) -> bool {
        let announced = std::mem::take(&mut self.rotated);
        if !announced && !lines.iter().any(|line| rot13::may_announce(line)) {
            return false;
        }
        let text = lines.join(" ");
        let here = rot13::end_of_announcement(&text);
        // Passages in ROT13 may have several paragraphs.
        self.rotated = here.is_some();
        let Some((text, coded)) = rot13::decoded(&text, here.unwrap_or(0)) else { return false };
        self.rotated = true;
        let (start, inline) = (builder.at(), Inline { literal: vec![coded.clone()], ..Inline::plain(text) });
        builder.block(Kind::Paragraph, Nest::default(), inline);
        builder.hide(start + coded.start..start + coded.end, Level::Ending);
        true
    }
}

fn block(line: Line, tight: bool, builder: &mut Builder) {
    let (kind, quote, text) = match line {
        Line::Prose(text) => (Kind::Paragraph, 0, text),
        Line::Quote(text, depth) => (Kind::Paragraph, depth, text),
        Line::Bullet(text) => (Kind::Item(Marker::Bullet), 0, text),
        Line::Numbered(number, text) => (Kind::Item(Marker::Number(number)), 0, text),
        Line::Heading(level, text) => (Kind::Heading(level), 0, text),
        Line::Rule => (Kind::Rule, 0, String::new()),
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
