//! Spoiler warnings in the prose: what follows one is hidden, up to where the author says that it is
//! over, or to the next heading, or to the end.
//!
//! Most reviews that speak of spoilers only promise to have none. What a line says is learned ([`words`]);
//! where what it warns of begins is told by its label ([`label`]); this module knows how far it reaches.
//!
//! One that names no place ("this review contains spoilers") would hide the whole review, the author's
//! every opinion with it. It makes the judge stricter instead; where nothing can be judged it does hide all.

mod label;
mod words;

use crate::document::{Block, Document, Kind, Level, Mark, Reason};
use crate::hide;
use crate::span::{Offset, Span};
use label::Reach;
use words::Saying;

pub(crate) use words::may_speak;

/// The warnings of a document.
#[derive(Default)]
pub(crate) struct Found {
    /// What they hide.
    pub marks: Vec<(Span, Mark)>,
    /// What those that name no place would hide: all that follows.
    pub somewhere: Vec<(Span, Mark)>,
    /// The sentences that warn, or say that it is over: they tell nothing.
    pub signs: Vec<Span>,
}

/// Whether `text` names spoilers and does not only deny that there are any.
pub(crate) fn names_spoilers(text: &str) -> bool {
    hide::label::speaks(text)
}

/// Finds the warnings of `document`.
pub(crate) fn find(document: &Document) -> Found {
    let mut warned = Warned::default();
    if !words::may_speak(&document.text) {
        return warned.found;
    }
    for (number, block) in document.blocks().iter().enumerate() {
        if matches!(warned.until(), Some(Until::List(depth)) if block.list < depth) {
            warned.end(warned.last);
        }
        if warned.letter(document, block) {
            continue;
        }
        match block.kind {
            // What is hidden ends no warning: not even that it is there may show.
            Kind::Heading(_) if document.is_dark(block.span) => {}
            Kind::Heading(level) => warned.heading(document, block, level),
            Kind::Paragraph | Kind::Item(_) => warned.prose(document, number, block),
            Kind::Table(table) => warned.table(document, table),
            Kind::Meta => warned.fact(document, block),
            Kind::Code | Kind::Rule => {}
        }
        if block.kind != Kind::Meta {
            warned.last = block.span.end();
            if matches!(warned.until(), Some(Until::Place(_))) {
                warned.end(warned.last);
            }
        }
    }
    warned.end(document.blocks().last().map_or(warned.last, |block| block.span.end()));
    warned.found
}

/// Whether what `sentence` warns of is marked already: it stands in marked text or right before it,
/// as the label of a box does, and the author has said where that ends.
fn is_about_markup(document: &Document, sentence: Span) -> bool {
    let end = Offset::new(sentence.end().get() + 2);
    let mut near = document.marked.over(Span::new(sentence.start(), Offset::new(end.get() + 1)));
    near.any(|(marked, _)| {
        let follows = sentence.end() <= marked.start() && marked.start() <= end;
        // Of another block it must be all.
        let is_box = || {
            let number = document.block_at(marked.start());
            let block = document.blocks().get(number).map_or(marked, |block| block.span);
            block.contains(sentence.start()) || marked.start() <= block.start() && block.end() <= marked.end()
        };
        marked.contains(sentence.start()) || follows && is_box()
    })
}

/// Whether what names spoilers at `place` is the text of a link that says more than that: what lies behind it stands
/// elsewhere.
fn is_about_link(document: &Document, place: Offset) -> bool {
    !matches!(kind_at(document, place), Some(Kind::Heading(_)))
        && document.links.at(place).is_some_and(|(link, _)| !hide::label::is_plain(document.raw(link)))
}

/// The kind of the block at `place`.
fn kind_at(document: &Document, place: Offset) -> Option<Kind> {
    document.blocks().get(document.block_at(place)).map(|block| block.kind)
}

/// How deep in lists that is which a list item at `place` can warn of, if more of its list follows: what stands in it, or
/// the rest of the list.
fn depth_of_items(document: &Document, place: Offset) -> Option<u8> {
    let (item, rest) = document.blocks().get(document.block_at(place)..)?.split_first()?;
    let next = rest.first().filter(|next| matches!(item.kind, Kind::Item(_)) && next.list >= item.list)?;
    Some(item.list + u8::from(next.list > item.list))
}

#[derive(Default)]
struct Warned {
    open: Option<Warning>,
    found: Found,
    /// Where the last block ended.
    last: Offset,
    /// What the last lines said, each with one letter.
    letters: String,
}

/// A warning whose end was not met.
struct Warning {
    start: Offset,
    level: Level,
    /// It is a heading of this level: only one as high ends it.
    heading: u8,
    /// What ends it at the latest.
    until: Until,
    /// What warns.
    line: Span,
}

/// How far a warning reaches that nobody ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Until {
    /// To the end.
    Never,
    /// To this place in its paragraph.
    Place(Offset),
    /// As far as blocks stand so deep in lists.
    List(u8),
}

impl Warned {
    /// Whether all lines of `block` have one letter each: a word that is written downwards may warn.
    fn letter(&mut self, document: &Document, block: &Block) -> bool {
        let letters = document.raw(block.span).split_whitespace();
        let is_down = block.kind == Kind::Paragraph
            && document.is_clear(block.span)
            && letters.clone().all(|letter| letter.chars().count() == 1);
        if is_down {
            self.letters.extend(letters.filter(|letter| letter.starts_with(char::is_alphanumeric)));
            self.last = block.span.end();
        } else if hide::label::has_stem(&std::mem::take(&mut self.letters)) {
            let (start, line) = (self.last, Span::default());
            self.begin(Warning { start, level: Level::Ending, heading: 6, until: Until::Never, line });
        }
        is_down
    }

    fn heading(&mut self, document: &Document, block: &Block, level: u8) {
        match &mut self.open {
            // A heading that comes at once is of what was warned of.
            Some(open) if open.until == Until::Never && self.last <= open.start => {
                open.heading = open.heading.min(level);
            }
            Some(open) if level <= open.heading => self.end(self.last),
            _ => {}
        }
        // What is marked in it has no say.
        let marked = document.marked.over(block.span).next();
        let open =
            Span::new(block.span.start(), marked.map_or(block.span.end(), |(marked, _)| marked.start()));
        let is_named = words::may_speak(document.raw(open)) && document.is_clear(open);
        if is_named && !is_about_markup(document, Span::new(block.span.end(), block.span.end())) {
            self.line(document, open, block.span, level);
        }
    }

    /// A table: what a cell at its head or at the start of a row names spoilers is a label of the cells below or
    /// behind it.
    fn table(&mut self, document: &Document, table: u32) {
        let Some(table) = document.table(table) else { return };
        let is_label = |cell: &Span| {
            let text = document.raw(*cell);
            hide::label::speaks(text) && hide::label::is_plain(text) && document.is_clear(*cell)
        };
        for cell in table.rows.iter().flatten() {
            self.marks_behind_label(document, *cell);
        }
        let Some((head, rows)) = table.rows.split_first() else { return };
        let below = head.iter().enumerate().filter(|(_, cell)| is_label(cell));
        let below = below.flat_map(|(column, _)| rows.iter().filter_map(move |row| row.get(column)));
        let behind =
            rows.iter().filter(|row| row.first().is_some_and(is_label)).flat_map(|row| row.iter().skip(1));
        for cell in below.chain(behind).filter(|cell| !cell.is_empty()) {
            self.mark(*cell);
        }
    }

    /// A fact of front matter, `key: value`: what stands behind a label in its value.
    fn fact(&mut self, document: &Document, block: &Block) {
        if let Some((key, _)) = document.raw(block.span).split_once(": ") {
            let value = Offset::new(block.span.start().get() + key.len() + 2);
            self.marks_behind_label(document, Span::new(value, block.span.end()));
        }
    }

    /// Marks what stands in `place` behind a label that is set off from it.
    fn marks_behind_label(&mut self, document: &Document, place: Span) {
        let text = document.raw(place);
        let said = label::set_off(text).filter(|_| words::may_speak(text) && !label::answers(text));
        if said.and_then(words::saying) == Some(Saying::Warns) && document.is_clear(place) {
            let start = Offset::new(place.start().get() + label::read(text).end);
            self.mark(Span::new(start, place.end()));
        }
    }

    fn prose(&mut self, document: &Document, number: usize, block: &Block) {
        if !words::may_speak(document.raw(block.span)) {
            return;
        }
        for &sentence in document.sentences(number) {
            for line in lines(document, sentence) {
                self.line(document, line, block.span, 6);
            }
        }
    }

    /// A sentence, or one line of it, in `block`.
    fn line(&mut self, document: &Document, line: Span, block: Span, heading: u8) {
        let Some(end) = ends_within(document.raw(line)) else {
            return self.says(document, line, block, heading);
        };
        // What one line begins and ends is between both.
        let middle = Offset::new(line.start().get() + end);
        self.says(document, Span::new(line.start(), middle), Span::new(block.start(), middle), heading);
        self.says(document, Span::new(middle, line.end()), block, heading);
    }

    /// What says one thing.
    fn says(&mut self, document: &Document, line: Span, block: Span, heading: u8) {
        let text = document.raw(line);
        let label = label::set_off(text).filter(|_| !label::answers(text));
        let label = label.and_then(words::saying).filter(|said| *said == Saying::Warns);
        let Some(said) = label.or_else(|| words::saying(text)) else { return };
        let at = |place: usize| Offset::new(line.start().get() + place);
        if label::named_at(text).is_some_and(|place| is_about_link(document, at(place))) {
            return;
        }
        let said = if self.is_framed(document, text) { Saying::Ends } else { said };
        match said {
            // An end that is told in the open is one, even right before a box.
            Saying::Ends if document.is_clear(line) => {
                let from = label::end_from(text);
                self.found.signs.push(Span::new(at(from), line.end()));
                self.end(if from == 0 { self.before(document, line) } else { at(from) });
            }
            Saying::Ends => {}
            Saying::Warns => {
                let label = label::read(text);
                self.found.signs.push(Span::new(line.start(), at(label.end)));
                let is_heading = matches!(kind_at(document, line.start()), Some(Kind::Heading(_)));
                if is_heading || !is_about_markup(document, line) {
                    self.warn(document, (line, block), &label, heading);
                }
            }
        }
    }

    /// Whether `line` is the frame with which what is hidden began: "--- spoiler ---" above and below.
    fn is_framed(&self, document: &Document, line: &str) -> bool {
        let is_mark = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric() && !".!?:".contains(c));
        self.open.as_ref().is_some_and(|open| document.raw(open.line) == line)
            && is_mark(line.chars().next())
            && is_mark(line.chars().next_back())
    }

    fn warn(&mut self, document: &Document, (line, block): (Span, Span), label: &label::Label, heading: u8) {
        let at = |place: usize| Offset::new(line.start().get() + place);
        let level = label.level;
        let is_heading = matches!(kind_at(document, line.start()), Some(Kind::Heading(_)));
        let is_of_section = is_heading && label.reach == Reach::Within(None);
        let reach = if is_of_section { Reach::Follows } else { label.reach };
        match reach {
            Reach::Somewhere => {
                let rest = Span::new(line.end(), document.end());
                self.found.somewhere.push((rest, Mark { level, reason: Reason::Warning }));
            }
            Reach::Within(Some(end)) if self.open.is_none() => {
                self.hide(Span::new(at(label.end), at(end)), level);
            }
            Reach::Within(Some(_)) => {}
            Reach::Within(None) => {
                let until = Until::Place(block.end());
                self.begin(Warning { start: at(label.end), level, heading, until, line });
            }
            Reach::Follows => {
                let rest = document.raw(Span::new(at(label.end), block.end()));
                let start = Offset::new(block.end().get() - rest.trim_start().len());
                let until = depth_of_items(document, line.start()).map_or(Until::Never, Until::List);
                self.begin(Warning { start, level, heading, until, line });
            }
        }
    }

    /// Where what stands before `line` ends.
    fn before(&self, document: &Document, line: Span) -> Offset {
        let block = document.blocks().get(document.block_at(line.start())).map(|block| block.span.start());
        let Some(start) = block.filter(|start| *start < line.start()) else { return self.last };
        let text = document.raw(Span::new(start, line.start()));
        Offset::new(start.get() + text.trim_end().len())
    }

    fn until(&self) -> Option<Until> {
        self.open.as_ref().map(|open| open.until)
    }

    /// A warning within what another one hides only makes it tell more.
    fn begin(&mut self, warning: Warning) {
        match &mut self.open {
            Some(open) => {
                open.level = open.level.max(warning.level);
                if open.until != Until::Never {
                    open.until = warning.until;
                }
            }
            None => self.open = Some(warning),
        }
    }

    fn end(&mut self, end: Offset) {
        if let Some(open) = self.open.take() {
            let end = if let Until::Place(until) = open.until { until.min(end) } else { end };
            self.hide(Span::new(open.start, end.max(open.start)), open.level);
        }
    }

    /// What a label of its own marks is as good as marked up: no judge has a say in it.
    fn mark(&mut self, span: Span) {
        self.found.marks.push((span, Mark { level: Level::Ending, reason: Reason::Markup }));
    }

    fn hide(&mut self, span: Span, level: Level) {
        self.found.marks.push((span, Mark { level, reason: Reason::Warning }));
    }
}

/// Where in `line`, which names spoilers before, that begins which says that they are over.
fn ends_within(line: &str) -> Option<usize> {
    let end = Some(label::end_from(line)).filter(|end| *end > 0)?;
    let (head, tail) = line.split_at_checked(end)?;
    (hide::label::has_stem(head) && words::saying(tail) == Some(Saying::Ends)).then_some(end)
}

/// The lines of `sentence`, without blanks around them.
fn lines(document: &Document, sentence: Span) -> impl Iterator<Item = Span> {
    let mut at = sentence.start().get();
    document.raw(sentence).split('\n').filter_map(move |line| {
        let start = at + (line.len() - line.trim_start().len());
        at += line.len() + 1;
        let text = line.trim();
        (!text.is_empty()).then(|| Span::of(start..start + text.len()))
    })
}

#[cfg(test)]
mod tests;
