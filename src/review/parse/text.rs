//! Plain text: hard-wrapped or one line a paragraph, mail and Usenet headers, quoted lines,
//! signatures, and what Usenet hides with: form feeds, ROT13, and a screenful of blank lines.

mod inline;
mod lines;

use super::{Builder, Inline, Nest, Unclosed};
use crate::review::document::{Document, Format, Kind, Level, Marker};
use lines::{Line, Shape};

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
        if lines.is_empty() {
            return;
        }
        if std::mem::take(&mut self.rotated) {
            let (text, start) = (rot13(&lines.join(" ")), builder.at());
            builder.block(Kind::Paragraph, Nest::default(), Inline::plain(text));
            builder.hide(start..builder.at().saturating_sub(2), Level::Ending);
            return;
        }
        self.rotated = lines.last().is_some_and(|line| announces_rot13(line));
        let shape = if self.signature { Shape::Lines } else { lines::shape(&lines) };
        for (number, line) in lines::blocks(&lines, shape).into_iter().enumerate() {
            block(line, number > 0, builder);
        }
    }
}

fn block(line: Line, tight: bool, builder: &mut Builder) {
    let nest = |quote, list| Nest { quote, list, tight };
    match line {
        Line::Prose(text) => builder.block(Kind::Paragraph, nest(0, 0), inline::styled(&text)),
        Line::Quote(text, depth) => builder.block(Kind::Paragraph, nest(depth, 0), inline::styled(&text)),
        Line::Bullet(text) => builder.block(Kind::Item(Marker::Bullet), nest(0, 1), inline::styled(&text)),
        Line::Numbered(number, text) => {
            builder.block(Kind::Item(Marker::Number(number)), nest(0, 1), inline::styled(&text));
        }
        Line::Heading(level, text) => builder.block(Kind::Heading(level), nest(0, 0), inline::styled(&text)),
        Line::Rule => builder.block(Kind::Rule, nest(0, 0), Inline::default()),
    }
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
    for line in head.lines() {
        builder.block(Kind::Meta, Nest::default(), Inline::plain(line.trim()));
    }
    body
}

/// Whether a line says that what follows is in ROT13.
fn announces_rot13(line: &str) -> bool {
    let line = line.to_ascii_lowercase();
    (line.contains("rot13") || line.contains("rot-13") || line.contains("rot 13"))
        && (line.trim_end().ends_with([':', ')', ']']) || line.len() < 40)
}

fn rot13(text: &str) -> String {
    let turn = |c: char, a: u8| char::from((c as u8 - a + 13) % 26 + a);
    let letter = |c: char| match c {
        'a'..='z' => turn(c, b'a'),
        'A'..='Z' => turn(c, b'A'),
        c => c,
    };
    text.chars().map(letter).collect()
}

#[cfg(test)]
mod tests;
