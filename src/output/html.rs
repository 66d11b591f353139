//! The review as one HTML page that needs nothing else: its style is in it, it has no scripts and asks
//! for nothing on the network. What is hidden is not in it.

mod nest;

use std::io::{self, Write};

use review::document::{Block, Kind, Marker, Role, Section, Style, Tick};
use review::gate::{Facts, Gate, Heading, Run, Shown};
use review::span::Span;

use super::{Contents, Piece, pieces, veil};
use crate::cast::Cast;
use crate::tally::{Tally, minutes};
use nest::Nest;

/// Light or dark as the reader's system is, and made for reading.
const STYLE: &str = include_str!("../../assets/page/style.css");

/// Writes `contents` as a page; `name` is the title of a review that has none.
pub fn html(gate: Gate<'_>, contents: &Contents, name: &str, out: &mut impl Write) -> io::Result<()> {
    let cast = Cast::of(gate);
    let facts = cast.facts(gate);
    let title = facts.title.map_or(name, Shown::text);
    writeln!(out, "<!doctype html>\n<html{}>\n<head>\n<meta charset=\"utf-8\">", language(gate))?;
    writeln!(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")?;
    write!(out, "<title>")?;
    escaped(out, title)?;
    writeln!(out, "</title>\n<style>\n{}\n</style>\n</head>\n<body>", STYLE.trim_end())?;
    head(&facts, title, out)?;
    let mut page =
        Page { gate, contents, tally: Tally::of(gate), out, nest: Nest::default(), open: Vec::new() };
    writeln!(page.out, "<main>")?;
    for number in contents.blocks() {
        page.block(number)?;
    }
    page.nest.close(page.out)?;
    page.close_to(0)?;
    writeln!(page.out, "</main>")?;
    credits(&cast, page.out)?;
    writeln!(page.out, "</body>\n</html>")
}

fn language(gate: Gate<'_>) -> &'static str {
    if gate.document().is_english() { " lang=\"en\"" } else { "" }
}

fn head(facts: &Facts<'_>, title: &str, out: &mut impl Write) -> io::Result<()> {
    write!(out, "<header>\n<p class=\"film\">")?;
    escaped(out, title)?;
    if let Some(year) = facts.year.filter(|year| !title.contains(&year.to_string())) {
        write!(out, " <span class=\"year\">({year})</span>")?;
    }
    writeln!(out, "</p>")?;
    let rating = facts.rating.map(|(text, _)| text);
    let by: Vec<Shown<'_>> =
        [facts.reviewer, facts.publication, facts.date, rating].into_iter().flatten().collect();
    if !by.is_empty() {
        write!(out, "<p class=\"by\">")?;
        for (at, fact) in by.iter().enumerate() {
            out.write_all(if at > 0 { " · ".as_bytes() } else { b"" })?;
            escaped(out, fact.text())?;
        }
        writeln!(out, "</p>")?;
    }
    writeln!(out, "</header>")
}

fn credits(cast: &Cast, out: &mut impl Write) -> io::Result<()> {
    if cast.credits.is_empty() {
        return Ok(());
    }
    writeln!(out, "<aside>\n<h2>Credits</h2>\n<dl>")?;
    let mut role: Option<Role> = None;
    for credit in &cast.credits {
        if role != Some(credit.role) {
            role = Some(credit.role);
            writeln!(out, "<dt>{}</dt>", credit.role.title())?;
        }
        write!(out, "<dd>")?;
        escaped(out, &credit.name)?;
        if let Some(character) = &credit.character {
            write!(out, " as ")?;
            escaped(out, character)?;
        }
        writeln!(out, "</dd>")?;
    }
    writeln!(out, "</dl>\n</aside>")
}

struct Page<'d, 'w, W> {
    gate: Gate<'d>,
    contents: &'d Contents,
    tally: Tally,
    out: &'w mut W,
    nest: Nest,
    /// The last blocks of the sections that are open.
    open: Vec<usize>,
}

impl<W: Write> Page<'_, '_, W> {
    fn block(&mut self, number: usize) -> io::Result<()> {
        let over = self.open.iter().rev().take_while(|end| **end <= number).count();
        self.close_to(self.open.len() - over)?;
        let mut heading = false;
        for section in self.contents.beginning_at(number) {
            self.nest.close(self.out)?;
            self.open_section(section)?;
            heading |= !section.is_inferred();
        }
        let Some(block) = self.gate.block(number).filter(|_| !heading) else { return Ok(()) };
        self.nest.enter(&block, self.out)?;
        self.content(&block)
    }

    fn open_section(&mut self, section: &Section) -> io::Result<()> {
        let level = section.depth.clamp(1, 5) + 1;
        write!(self.out, "<details open>\n<summary><h{level}>")?;
        match self.gate.heading(section) {
            Heading::Listed(title) => escaped(self.out, title)?,
            Heading::Own(runs) => self.own_title(&runs)?,
        }
        let counts = self.tally.section(section);
        write!(self.out, "</h{level}> <small>{} min", minutes(counts.words))?;
        if counts.hidden > 0 {
            write!(self.out, " · ▒ {}", counts.hidden)?;
        }
        writeln!(self.out, "</small></summary>")?;
        self.open.push(section.blocks.end);
        Ok(())
    }

    fn own_title(&mut self, runs: &[Run<'_>]) -> io::Result<()> {
        for run in runs {
            match run {
                Run::Shown(shown) => self.inline(shown.span())?,
                Run::Veiled(hidden) => self.piece(Piece::Veil(*hidden))?,
            }
        }
        Ok(())
    }

    /// Closes sections until `depth` are open.
    fn close_to(&mut self, depth: usize) -> io::Result<()> {
        if self.open.len() > depth {
            self.nest.close(self.out)?;
        }
        while self.open.len() > depth {
            self.open.pop();
            writeln!(self.out, "</details>")?;
        }
        Ok(())
    }

    fn content(&mut self, block: &Block) -> io::Result<()> {
        let tag = match block.kind {
            Kind::Rule => return writeln!(self.out, "<hr>"),
            Kind::Table(number) => return self.table(number),
            Kind::Code => ("<pre><code>", "</code></pre>"),
            Kind::Heading(_) => ("<h6>", "</h6>"),
            _ => ("<p>", "</p>"),
        };
        self.out.write_all(tag.0.as_bytes())?;
        if let Kind::Item(Marker::Task(tick)) = block.kind {
            self.out.write_all(if tick == Tick::Done { "☑ ".as_bytes() } else { "☐ ".as_bytes() })?;
        }
        match block.kind {
            Kind::Code => self.verbatim(block.span)?,
            _ => self.inline(block.span)?,
        }
        writeln!(self.out, "{}", tag.1)
    }

    fn table(&mut self, number: u32) -> io::Result<()> {
        let rows = self.gate.document().table(number).map(|table| table.rows.as_slice()).unwrap_or_default();
        writeln!(self.out, "<table>")?;
        for (at, row) in rows.iter().enumerate() {
            let tag = if at == 0 { "th" } else { "td" };
            write!(self.out, "<tr>")?;
            for cell in row {
                write!(self.out, "<{tag}>")?;
                self.inline(*cell)?;
                write!(self.out, "</{tag}>")?;
            }
            writeln!(self.out, "</tr>")?;
        }
        writeln!(self.out, "</table>")
    }

    fn verbatim(&mut self, span: Span) -> io::Result<()> {
        for run in self.gate.runs(span) {
            match run {
                Run::Shown(shown) => escaped(self.out, shown.text())?,
                Run::Veiled(hidden) => self.piece(Piece::Veil(hidden))?,
            }
        }
        Ok(())
    }

    fn inline(&mut self, span: Span) -> io::Result<()> {
        pieces(self.gate, span, |piece| self.piece(piece))
    }

    fn piece(&mut self, piece: Piece<'_>) -> io::Result<()> {
        match piece {
            Piece::Veil(hidden) => {
                let level = hidden.level.name();
                write!(self.out, "<span class=\"veil {level}\">{}</span>", veil(hidden))
            }
            Piece::Text(shown, style, link) => styled(self.out, shown.text(), style, link),
        }
    }
}

fn styled(out: &mut impl Write, text: &str, style: Style, link: Option<&str>) -> io::Result<()> {
    if style.is_plain() {
        return broken(out, text);
    }
    let link = link.filter(|target| is_safe(target));
    if let Some(target) = link {
        write!(out, "<a href=\"")?;
        escaped(out, target)?;
        write!(out, "\" rel=\"noreferrer\">")?;
    }
    let tags = [
        (Style::STRONG, "strong"),
        (Style::EMPHASIS, "em"),
        (Style::STRIKE, "s"),
        (Style::NOTE, "sup"),
        (Style::CODE, "code"),
    ];
    let tags = || tags.iter().filter(|(flag, _)| style.has(*flag)).map(|(_, tag)| tag);
    tags().try_for_each(|tag| write!(out, "<{tag}>"))?;
    broken(out, text)?;
    tags().rev().try_for_each(|tag| write!(out, "</{tag}>"))?;
    out.write_all(if link.is_some() { b"</a>" } else { b"" })
}

/// Whether following `target` only opens a page or a letter.
fn is_safe(target: &str) -> bool {
    let target = target.trim().to_ascii_lowercase();
    ["http://", "https://", "mailto:"].iter().any(|scheme| target.starts_with(scheme))
}

/// Text whose line ends break lines.
fn broken(out: &mut impl Write, text: &str) -> io::Result<()> {
    for (at, line) in text.split('\n').enumerate() {
        out.write_all(if at > 0 { b"<br>\n" } else { b"" })?;
        escaped(out, line)?;
    }
    Ok(())
}

fn escaped(out: &mut impl Write, text: &str) -> io::Result<()> {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        let (plain, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.write_all(plain.as_bytes())?;
        let mut chars = from.chars();
        out.write_all(match chars.next() {
            Some('&') => b"&amp;",
            Some('<') => b"&lt;",
            Some('>') => b"&gt;",
            Some('"') => b"&quot;",
            _ => b"&#39;",
        })?;
        rest = chars.as_str();
    }
    out.write_all(rest.as_bytes())
}
