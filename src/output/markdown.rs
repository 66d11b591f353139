//! The review as Markdown: its own structure written out again, with veils where passages are
//! hidden. What is shown is escaped so that it reads back as the same text.

use std::io::{self, Write};

use review::document::{Block, Kind, Marker, Style, Tick};
use review::gate::Gate;
use review::span::Span;

use super::head::Head;
use super::{Contents, Piece, pieces, veil};
use crate::cast::People;

/// Writes `contents` as Markdown.
pub fn markdown(gate: Gate<'_>, contents: &Contents, people: People, out: &mut impl Write) -> io::Result<()> {
    let mut printer = Printer { gate, out, indents: Vec::new(), last: Last::Nothing };
    let head = Head::of(gate, contents, people);
    printer.head(&head)?;
    for number in contents.blocks().filter(|number| !head.blocks.contains(number)) {
        for section in contents.beginning_at(number).filter(|section| section.is_inferred()) {
            printer.part(Last::Title)?;
            writeln!(printer.out, "## {}", section.zone.title())?;
        }
        printer.block(number)?;
    }
    Ok(())
}

struct Printer<'d, 'w, W> {
    gate: Gate<'d>,
    out: &'w mut W,
    /// For each list that is open, the columns its items' text is moved to the right.
    indents: Vec<usize>,
    last: Last,
}

/// What was printed last.
#[derive(Clone, Copy)]
enum Last {
    Nothing,
    /// A title of ours.
    Title,
    Block(Block),
}

impl<W: Write> Printer<'_, '_, W> {
    /// The film, what is said of the review, and the credits.
    fn head(&mut self, head: &Head) -> io::Result<()> {
        if let Some(title) = &head.title {
            self.part(Last::Title)?;
            writeln!(self.out, "# {}", escaped(title))?;
        }
        if !head.said.is_empty() {
            self.part(Last::Title)?;
            writeln!(self.out, "{}", escaped(&head.said))?;
        }
        if !head.credits.is_empty() {
            self.part(Last::Title)?;
            for (role, names) in &head.credits {
                writeln!(self.out, "- {role}: {}", escaped(names))?;
            }
        }
        Ok(())
    }

    fn block(&mut self, number: usize) -> io::Result<()> {
        let Some(block) = self.gate.block(number) else { return Ok(()) };
        self.part(Last::Block(block))?;
        let prefix = self.prefix(&block);
        self.out.write_all(prefix.as_bytes())?;
        match block.kind {
            Kind::Code => self.code(&block),
            Kind::Rule => self.out.write_all(b"---\n"),
            Kind::Table(table) => self.table(&block, table),
            _ => {
                let next = self.next_line(&block);
                let mut prose = Prose { out: &mut *self.out, next, fresh: true };
                pieces(self.gate, block.span, |piece| prose.piece(piece))?;
                self.out.write_all(b"\n")
            }
        }
    }

    /// The blank line before a block; in a quote it belongs to the quote.
    fn part(&mut self, next: Last) -> io::Result<()> {
        let (last, block) = match (std::mem::replace(&mut self.last, next), next) {
            (Last::Nothing, _) => return Ok(()),
            (Last::Block(last), Last::Block(block)) => (last, block),
            _ => return self.out.write_all(b"\n"),
        };
        if matches!(block.kind, Kind::Item(_)) && block.tight && last.list > 0 {
            return Ok(());
        }
        let shared = usize::from(last.quote.min(block.quote));
        writeln!(self.out, "{}", "> ".repeat(shared).trim_end())
    }

    /// What stands before the first line of `block`.
    fn prefix(&mut self, block: &Block) -> String {
        let depth = usize::from(block.list);
        let marker = match block.kind {
            Kind::Item(marker) => marker_text(marker),
            Kind::Heading(level) => format!("{} ", "#".repeat(usize::from(level.clamp(1, 6)))),
            _ => String::new(),
        };
        if !matches!(block.kind, Kind::Item(_)) {
            self.indents.truncate(depth);
            return format!("{}{}{marker}", quotes(block), " ".repeat(self.indents.iter().sum()));
        }
        self.indents.truncate(depth.saturating_sub(1));
        let before = self.indents.iter().sum();
        // A task's box is text of the item: what follows stands under it.
        let column = if matches!(block.kind, Kind::Item(Marker::Task(_))) { 2 } else { marker.len() };
        self.indents.resize(depth.saturating_sub(1), 2);
        self.indents.push(column);
        format!("{}{}{marker}", quotes(block), " ".repeat(before))
    }

    /// What stands before the other lines of `block`.
    fn next_line(&self, block: &Block) -> String {
        format!("{}{}", quotes(block), " ".repeat(self.indents.iter().sum()))
    }

    fn code(&mut self, block: &Block) -> io::Result<()> {
        let next = self.next_line(block);
        let mut text = String::new();
        pieces(self.gate, block.span, |piece| {
            text.push_str(match piece {
                Piece::Text(shown, ..) => shown.text(),
                Piece::Veil(hidden) => veil(hidden),
            });
            Ok(())
        })?;
        let fence = "`".repeat(longest_run(&text, '`').max(2) + 1);
        writeln!(self.out, "{fence}")?;
        for line in text.trim_end_matches('\n').split('\n') {
            writeln!(self.out, "{}", format!("{next}{line}").trim_end())?;
        }
        writeln!(self.out, "{next}{fence}")
    }

    fn table(&mut self, block: &Block, number: u32) -> io::Result<()> {
        let next = self.next_line(block);
        let rows = self.gate.document().table(number).map(|table| table.rows.as_slice()).unwrap_or_default();
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        for (at, row) in rows.iter().enumerate() {
            if at > 0 {
                self.out.write_all(next.as_bytes())?;
            }
            self.row(row, columns)?;
            if at == 0 {
                writeln!(self.out, "{next}|{}", " --- |".repeat(columns))?;
            }
        }
        Ok(())
    }

    fn row(&mut self, cells: &[Span], columns: usize) -> io::Result<()> {
        self.out.write_all(b"|")?;
        for column in 0..columns {
            self.out.write_all(b" ")?;
            let mut prose = Prose { out: &mut *self.out, next: String::new(), fresh: true };
            pieces(self.gate, cells.get(column).copied().unwrap_or_default(), |piece| prose.piece(piece))?;
            self.out.write_all(b" |")?;
        }
        self.out.write_all(b"\n")
    }
}

fn quotes(block: &Block) -> String {
    "> ".repeat(usize::from(block.quote))
}

fn marker_text(marker: Marker) -> String {
    match marker {
        Marker::Bullet => "- ".to_owned(),
        Marker::Number(number) => format!("{number}. "),
        Marker::Task(Tick::Open) => "- [ ] ".to_owned(),
        Marker::Task(Tick::Done) => "- [x] ".to_owned(),
    }
}

fn longest_run(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(str::len).max().unwrap_or(0)
}

/// Inline text on its way out.
struct Prose<'w, W> {
    out: &'w mut W,
    /// What stands before a line after the first.
    next: String,
    /// Whether the next character is the first of a line.
    fresh: bool,
}

impl<W: Write> Prose<'_, W> {
    fn piece(&mut self, piece: Piece<'_>) -> io::Result<()> {
        let (shown, style, link) = match piece {
            Piece::Veil(hidden) => {
                self.fresh = false;
                return self.out.write_all(veil(hidden).as_bytes());
            }
            Piece::Text(shown, style, link) => (shown, style, link),
        };
        let text = shown.text();
        // Marks that touch a blank are no marks: blanks go outside.
        let inner = text.trim_matches([' ', '\n']);
        let marked = !style.is_plain() && !inner.is_empty();
        if !marked {
            return self.escaped(text);
        }
        let (before, after) = text.split_once(inner).unwrap_or(("", ""));
        self.escaped(before)?;
        self.out.write_all(if link.is_some() { b"[" } else { b"" })?;
        self.marked(inner, style)?;
        if let Some(target) = link {
            write!(self.out, "]({})", address(target))?;
        }
        self.escaped(after)
    }

    fn marked(&mut self, text: &str, style: Style) -> io::Result<()> {
        let marks = [(Style::STRIKE, "~~"), (Style::STRONG, "**"), (Style::EMPHASIS, "*")];
        let marks: Vec<&str> =
            marks.iter().filter(|(flag, _)| style.has(*flag)).map(|(_, mark)| *mark).collect();
        self.out.write_all(marks.concat().as_bytes())?;
        if style.has(Style::CODE) {
            self.code(text)?;
        } else {
            self.fresh = self.fresh && marks.is_empty();
            self.escaped(text)?;
        }
        let marks: String = marks.into_iter().rev().collect();
        self.out.write_all(marks.as_bytes())
    }

    fn code(&mut self, text: &str) -> io::Result<()> {
        self.fresh = false;
        let ticks = "`".repeat(longest_run(text, '`') + 1);
        let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
        write!(self.out, "{ticks}{pad}{}{pad}{ticks}", text.replace('\n', " "))
    }

    fn escaped(&mut self, text: &str) -> io::Result<()> {
        let mut rest = text;
        while let Some(at) = rest.find(needs_escape) {
            let (plain, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
            self.plain(plain)?;
            let mut chars = from.chars();
            match chars.next() {
                Some('\n') => {
                    write!(self.out, "\\\n{}", self.next)?;
                    self.fresh = true;
                }
                Some(c) => {
                    write!(self.out, "\\{c}")?;
                    self.fresh = false;
                }
                None => {}
            }
            rest = chars.as_str();
        }
        self.plain(rest)
    }

    /// Text with nothing in it to escape but what would make its line something else.
    fn plain(&mut self, text: &str) -> io::Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        let fresh = std::mem::replace(&mut self.fresh, false);
        let Some(at) = block_mark(text).filter(|_| fresh) else { return self.out.write_all(text.as_bytes()) };
        let (before, from) = text.split_at_checked(at).unwrap_or((text, ""));
        write!(self.out, "{before}\\{from}")
    }
}

/// What means something anywhere in a line, to Markdown or to our spoiler markup.
fn needs_escape(c: char) -> bool {
    matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~' | '|' | '&' | '{' | '\n')
}

/// Where to escape `text` so that it does not begin a heading, list, rule or spoiler block.
fn block_mark(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match text.as_bytes().get(digits)? {
        b'.' | b')' if (1..=9).contains(&digits) => Some(digits),
        b'#' | b'-' | b'+' | b'=' | b':' | b'!' if digits == 0 => Some(0),
        _ => None,
    }
}

/// `target` as it may stand in the parentheses of a link.
fn address(target: &str) -> String {
    let risky = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>' | '\\');
    if !target.contains(risky) && !target.is_empty() {
        return target.to_owned();
    }
    let kept = target.chars().filter(|c| *c != '\n');
    let escaped = kept.flat_map(|c| if matches!(c, '<' | '>' | '\\') { vec!['\\', c] } else { vec![c] });
    format!("<{}>", escaped.collect::<String>())
}

/// `text` of ours as Markdown takes it for text.
fn escaped(text: &str) -> String {
    let special = |c: char| {
        c.is_ascii_punctuation()
            && !matches!(c, '.' | ',' | '-' | '\'' | '"' | ':' | ';' | '/' | '(' | ')' | '%')
    };
    text.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect()
}
