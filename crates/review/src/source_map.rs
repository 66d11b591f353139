//! Where the text of a document stands in the source that it was read from, for those who have the source: writers whose
//! editors want lines and columns, and sites that wrap what they sent.
//!
//! Parsing keeps no positions: a page is read by way of a tree, and hidden text by itself. Yet nearly every word of a
//! document stands in its source as it is, and in the same order. So the two are aligned word by word: what is said once
//! in either of them anchors what stands around it, and what stands between two words that were found again lies between
//! them in the source, too. The time that takes grows with the text and no faster, whatever it repeats. Nothing but
//! numbers comes out.

use std::collections::HashMap;
use std::ops::Range;

use crate::document::Document;
use crate::hide::tag;
use crate::span::{Offset, Span};

/// Where no anchor is near, a word is looked for among so many.
const AHEAD: usize = 24;

/// The places of a document's words in its source.
pub struct SourceMap<'d> {
    document: &'d Document,
    source: &'d str,
    /// The words of the document, in order.
    words: Vec<Word>,
    /// The words of the source that are text, in order.
    origins: Vec<Range<usize>>,
}

/// A word of the document, and which words of the source it comes from.
struct Word {
    place: Span,
    origins: Range<usize>,
    alignment: Alignment,
}

/// Whether a word was found again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Alignment {
    /// It was.
    Found,
    /// Its origins are all that stand between those of its neighbours.
    Between,
}

impl<'d> SourceMap<'d> {
    /// Aligns `document` with `source`, from which it was read.
    pub fn new(document: &'d Document, source: &'d str) -> Self {
        let mut spans = Vec::new();
        let whole = document.raw(Span::new(Offset::default(), document.end()));
        each_word(whole, 0, &mut |range| spans.push(Span::of(range)));
        let origins = visible_words(source);
        let words: Vec<&str> = spans.iter().map(|span| document.raw(*span)).collect();
        let targets: Vec<&str> =
            origins.iter().map(|range| source.get(range.clone()).unwrap_or_default()).collect();
        let words = seated(&spans, &align(&words, &targets), origins.len());
        Self { document, source, words, origins }
    }

    /// The bytes of the source in which the text of `span` stands. Where its first or its last word was not found
    /// again, all that is not of its neighbours; `None` where there is nothing.
    pub fn range(&self, span: Span) -> Option<Range<usize>> {
        let first = self.words.partition_point(|word| word.place.start() < span.start());
        let end = self.words.partition_point(|word| word.place.start() < span.end());
        let last = end.checked_sub(1).filter(|last| *last >= first)?;
        let (first, last) = (self.words.get(first)?, self.words.get(last)?);
        let from = self.origins.get(first.origins.start)?.start;
        let to = self.origins.get(last.origins.end.checked_sub(1)?)?.end;
        let start = match first.alignment {
            Alignment::Found => from - self.shared_before(span, first.place, from),
            Alignment::Between => self.entity_before(from),
        };
        let end = to + self.shared_behind(span, last.place, to);
        (start < end).then_some(start..end)
    }

    /// Where in the source the text at `at` begins, or what follows it.
    pub fn start(&self, at: Offset) -> Option<usize> {
        let word = self.words.partition_point(|word| word.place.end() <= at);
        let word = self.words.get(word)?.place;
        self.range(Span::new(at.min(word.start()), word.end())).map(|range| range.start)
    }

    /// How much of what stands in `span` before its first `word` stands before `at` in the source, too.
    fn shared_before(&self, span: Span, word: Span, at: usize) -> usize {
        let before = self.document.raw(Span::new(span.start(), word.start()));
        shared_back(before, self.source.get(..at).unwrap_or_default())
    }

    /// The same of what stands behind its last `word`.
    fn shared_behind(&self, span: Span, word: Span, at: usize) -> usize {
        let behind = self.document.raw(Span::new(word.end(), span.end()));
        shared_ahead(behind, self.source.get(at..).unwrap_or_default())
    }

    /// The start of an entity whose name begins at `at`, or `at`.
    fn entity_before(&self, at: usize) -> usize {
        self.source.get(..at).unwrap_or_default().trim_end_matches(['&', '#']).len().max(at.saturating_sub(2))
    }
}

/// Where each of `words` is found again among `targets`, in order.
fn align(words: &[&str], targets: &[&str]) -> Vec<Option<usize>> {
    let mut found = vec![None; words.len()];
    let (mut word, mut target) = (0, 0);
    for (anchor, at) in anchors(words, targets).into_iter().chain([(words.len(), targets.len())]) {
        if anchor < word || at < target {
            continue;
        }
        let is_same = |(word, target): &(usize, usize)| words.get(*word) == targets.get(*target);
        let back = (word..anchor).rev().zip((target..at).rev()).take_while(is_same);
        let before = back.inspect(|(word, target)| set(&mut found, *word, *target)).count();
        for word in word..anchor - before {
            let near = target..at.saturating_sub(before).min(target + AHEAD);
            if let Some(near) = near.into_iter().find(|near| is_same(&(word, *near))) {
                set(&mut found, word, near);
                target = near + 1;
            }
        }
        let ahead = (anchor..words.len()).zip(at..targets.len()).take_while(is_same);
        let after = ahead.inspect(|(word, target)| set(&mut found, *word, *target)).count();
        (word, target) = (anchor + after, at + after);
    }
    found
}

fn set(found: &mut [Option<usize>], word: usize, target: usize) {
    if let Some(found) = found.get_mut(word) {
        *found = Some(target);
    }
}

/// Where three words in a row stand once among `words` and once among `targets`: as many such pairs as keep their order.
fn anchors(words: &[&str], targets: &[&str]) -> Vec<(usize, usize)> {
    let (ours, theirs) = (once_said(words), once_said(targets));
    let mut pairs: Vec<(usize, usize)> =
        ours.iter().filter_map(|(said, at)| Some(((*at)?, (*theirs.get(said)?)?))).collect();
    pairs.sort_unstable();
    rising(&pairs)
}

/// Each three words in a row, with where they stand if that is in one place alone.
fn once_said<'t>(words: &[&'t str]) -> HashMap<[&'t str; 3], Option<usize>> {
    let mut places = HashMap::with_capacity(words.len());
    for (at, said) in words.windows(3).enumerate() {
        let Ok(said) = <[&str; 3]>::try_from(said) else { continue };
        places.entry(said).and_modify(|place| *place = None).or_insert(Some(at));
    }
    places
}

/// The longest run of `pairs`, not all of them neighbours, whose second numbers rise.
fn rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // For each length the pair with which a run of it ends lowest; for each pair the one before it.
    let (mut ends, mut before): (Vec<usize>, Vec<Option<usize>>) = (Vec::new(), Vec::new());
    let second = |number: &usize| pairs.get(*number).map(|(_, second)| *second);
    for (number, (_, at)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| second(end).is_some_and(|second| second < *at));
        before.push(length.checked_sub(1).and_then(|shorter| ends.get(shorter)).copied());
        match ends.get_mut(length) {
            Some(end) => *end = number,
            None => ends.push(number),
        }
    }
    let mut run: Vec<(usize, usize)> =
        std::iter::successors(ends.last().copied(), |number| before.get(*number).copied().flatten())
            .filter_map(|number| pairs.get(number).copied())
            .collect();
    run.reverse();
    run
}

/// The words at `spans`, each with its origins among so many.
fn seated(spans: &[Span], found: &[Option<usize>], origins: usize) -> Vec<Word> {
    let (mut words, mut next) = (Vec::with_capacity(spans.len()), 0);
    for (place, found) in spans.iter().zip(found) {
        let alignment = if found.is_some() { Alignment::Found } else { Alignment::Between };
        let origins = found.map_or(next..origins, |found| found..found + 1);
        next = found.map_or(next, |found| found + 1);
        words.push(Word { place: *place, origins, alignment });
    }
    let mut end = origins;
    for word in words.iter_mut().rev() {
        match word.alignment {
            Alignment::Found => end = word.origins.start,
            Alignment::Between => word.origins.end = end,
        }
    }
    words
}

/// How many bytes from the start of `source` hold what it shares with `text`. Blanks, emphasis and tags may stand in
/// between, and do not count.
fn shared_ahead(text: &str, source: &str) -> usize {
    let mut text = text.chars().filter(|c| !c.is_whitespace()).peekable();
    let (mut rest, mut shared) = (source, 0);
    while let Some(c) = rest.chars().next().filter(|_| text.peek().is_some()) {
        let is_same = text.next_if_eq(&c).is_some();
        let tag = if is_same { None } else { tag::Tag::read(rest) };
        if !is_same && tag.is_none() && !is_between(c) {
            break;
        }
        rest = tag.map_or(rest.get(c.len_utf8()..), |(_, behind)| Some(behind)).unwrap_or_default();
        if is_same {
            shared = source.len() - rest.len();
        }
    }
    shared
}

/// How many bytes at the end of `source` do.
fn shared_back(text: &str, source: &str) -> usize {
    let mut text = text.chars().rev().filter(|c| !c.is_whitespace()).peekable();
    let (mut passed, mut shared) = (0, 0);
    for c in source.chars().rev() {
        passed += c.len_utf8();
        if text.next_if_eq(&c).is_some() {
            shared = passed;
        } else if text.peek().is_none() || !is_between(c) {
            break;
        }
    }
    shared
}

/// Whether `c` may stand between words that stand side by side for a reader.
fn is_between(c: char) -> bool {
    c.is_whitespace() || "*_~`".contains(c)
}

/// Tells `each` where the words of `text` are, which stands at `start`.
fn each_word(text: &str, start: usize, each: &mut impl FnMut(Range<usize>)) {
    let mut word = None;
    for (at, c) in text.char_indices() {
        match (word, c.is_alphanumeric()) {
            (None, true) => word = Some(at),
            (Some(from), false) => {
                each(start + from..start + at);
                word = None;
            }
            _ => {}
        }
    }
    if let Some(from) = word {
        each(start + from..start + text.len());
    }
}

/// The words of `source` that are text: not those of tags, nor of the targets of links.
fn visible_words(source: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut rest = source;
    while let Some((part, behind)) = tag::next(rest) {
        if let tag::Part::Text(text) = part {
            let mut at = source.len() - rest.len();
            for (number, piece) in text.split("](").enumerate() {
                let target = if number > 0 { target_len(piece) } else { 0 };
                each_word(piece.get(target..).unwrap_or_default(), at + target, &mut |word| words.push(word));
                at += piece.len() + "](".len();
            }
        }
        rest = behind;
    }
    words
}

/// How long the target of a link is at the start of `text`: an address has no blanks.
fn target_len(text: &str) -> usize {
    text.find(|c: char| c.is_whitespace() || c == ')').unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;

    /// What of `source` its sentences are said to be.
    fn places(source: &str, format: Format) -> Vec<String> {
        let document = crate::read(source.to_owned(), format);
        let map = SourceMap::new(&document, source);
        let place = |span: &Span| map.range(*span).and_then(|range| source.get(range));
        document.sentences.iter().map(|span| place(span).unwrap_or("-").to_owned()).collect()
    }

    fn check(source: &str, format: Format, expected: &[&str]) {
        assert_eq!(places(source, format), expected, "{source:?}");
    }

    #[test]
    fn sentences_are_found_where_they_stand() {
        check(
            "\u{201C}A film,\u{201D} he says, of the work of many hands and of no few heads,\r\n\
             and a good (and I mean it) and rather long one, by any measure that\r\n\
             there is, or has ever been, or will be in the days to come!  Go.\r\n",
            Format::Text,
            &[
                "\u{201C}A film,\u{201D} he says, of the work of many hands and of no few heads,\r\n\
                 and a good (and I mean it) and rather long one, by any measure that\r\n\
                 there is, or has ever been, or will be in the days to come!",
                "Go.",
            ],
        );
        check("The film. The film. The film?", Format::Text, &["The film.", "The film.", "The film?"]);
        check(
            "Caf\u{e9}s \u{1F600} close. \u{7D42}\u{308F}\u{308A}\u{3002}",
            Format::Text,
            &["Caf\u{e9}s \u{1F600} close.", "\u{7D42}\u{308F}\u{308A}\u{3002}"],
        );
    }

    #[test]
    fn markup_stands_between_words() {
        check(
            "# A *film*\n\nA [The film](https://a.org/The-film) of _hers_. >!He dies. She lives!!< Go.\n",
            Format::Markdown,
            &["A *film", "A [The film](https://a.org/The-film) of _hers_.", "He dies.", "She lives!", "Go."],
        );
        check(
            "<p class=\"The end\">The end<b> is</b> nigh.</p><!-- The end is nigh. --><p>So&nbsp;&eacute;mile goes.</p>",
            Format::Html,
            &["The end<b> is</b> nigh.", "So&nbsp;&eacute;mile goes."],
        );
    }

    #[test]
    fn what_stands_twice_is_taken_where_its_neighbours_are() {
        let teaser = "A girl boards the ferry with a borrowed name.";
        let menu = "<p>Home and about and more.</p>".repeat(500);
        let page = format!(
            "<title>Ferry</title><nav>{menu}{teaser}</nav><article><h1>The Night Ferry</h1><p>It is a quiet film about the sea, and a \
             good one. {teaser} The fog is as real as the water, and as cold.</p></article>"
        );
        let places = places(&page, Format::Html);
        let wanted = [teaser, "The fog is as real as the water, and as cold."];
        assert_eq!(places.iter().rev().take(2).rev().map(String::as_str).collect::<Vec<_>>(), wanted);
        let document = crate::read(page.clone(), Format::Html);
        let map = SourceMap::new(&document, &page);
        let at = document.sentences.iter().rev().nth(1).and_then(|span| map.range(*span)).unwrap().start;
        assert_eq!(Some(at), page.rfind(teaser));
    }

    /// Three words in all, and no end of them: what compares versions of files took minutes for it.
    #[test]
    fn what_repeats_itself_takes_no_longer() {
        let text = "the </b>film <i a='b c'>the &eacute;t ](a b) ".repeat(40_000);
        let start = std::time::Instant::now();
        let document = crate::read(text.clone(), Format::Text);
        let read = start.elapsed();
        let map = SourceMap::new(&document, &text);
        assert!(map.start(Offset::default()).is_some());
        assert!(
            start.elapsed() < read * 5 + std::time::Duration::from_secs(5),
            "{:?} after {read:?}",
            start.elapsed()
        );
    }

    #[test]
    fn what_is_not_found_again_lies_between_its_neighbours() {
        check(
            "One day. <p>&Eacute;douard d&icirc;ne. Two days.",
            Format::Html,
            &["One day.", "&Eacute;douard d&icirc;ne.", "Two days."],
        );
        check("* * *", Format::Text, &[]);
        check("", Format::Html, &["-"]);
    }
}
