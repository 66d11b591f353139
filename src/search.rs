//! Search through what the gate shows: hidden text does not exist for it.

mod fold;

use regex::{Regex, RegexBuilder};

use review::document::Kind;
use review::gate::{Gate, Run};
use review::span::{Offset, Span};

use fold::Folded;

/// More hits than this are not counted.
pub const MOST: usize = 100_000;

/// Where a pattern stands in the shown text, in order.
#[derive(Clone, Debug, Default)]
pub struct Hits {
    spans: Vec<Span>,
}

impl Hits {
    /// The hits of `pattern`: a regular expression, or, where it is none, the text itself. Case
    /// counts where the pattern has a capital letter; how quotes, blanks and accents are written does not.
    pub fn find(gate: Gate<'_>, pattern: &str) -> Self {
        let Some(regex) = compile(pattern) else { return Self::default() };
        let all = Span::new(Offset::default(), gate.document().end());
        let mut spans = Vec::new();
        for run in gate.runs(all) {
            let Run::Shown(shown) = run else { continue };
            let base = shown.span().start().get();
            let folded = Folded::of(shown.text());
            let found = regex.find_iter(folded.text()).filter(|hit| !hit.is_empty());
            let found = found.map(|hit| {
                let (start, end) = folded.source(hit.start(), hit.end());
                Span::of(base + start..base + end)
            });
            spans.extend(found.filter(|hit| is_in_a_block(gate, *hit)).take(MOST - spans.len()));
        }
        Self { spans }
    }

    /// `places`, which are hits already, as far as they can be gone to.
    pub fn at(gate: Gate<'_>, places: &[Span]) -> Self {
        let shown = places.iter().copied().filter(|place| gate.whole(*place).is_some());
        let mut spans: Vec<Span> = shown.filter(|place| is_in_a_block(gate, *place)).collect();
        spans.sort_unstable();
        Self { spans }
    }

    /// The same without those that `is_gone` says cannot be gone to.
    #[must_use]
    pub fn without(mut self, is_gone: impl Fn(Span) -> bool) -> Self {
        self.spans.retain(|hit| !is_gone(*hit));
        self
    }

    /// How many there are, up to [`MOST`].
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The hit numbered `number`.
    pub fn get(&self, number: usize) -> Option<Span> {
        self.spans.get(number).copied()
    }

    /// The number of the first hit at or after `place`, or of the first of all.
    pub fn from(&self, place: Offset) -> Option<usize> {
        let next = self.spans.partition_point(|hit| hit.start() < place);
        (!self.is_empty()).then(|| if next == self.len() { 0 } else { next })
    }

    /// The hits that meet `span`.
    pub fn over(&self, span: Span) -> impl Iterator<Item = (usize, Span)> {
        let first = self.spans.partition_point(|hit| hit.end() <= span.start());
        let rest = self.spans.get(first..).unwrap_or_default();
        rest.iter()
            .take_while(move |hit| hit.start() < span.end())
            .enumerate()
            .map(move |(n, hit)| (first + n, *hit))
    }
}

/// `pattern` as smart case has it.
fn compile(pattern: &str) -> Option<Regex> {
    let pattern = Folded::of(pattern);
    let pattern = pattern.text();
    if pattern.is_empty() {
        return None;
    }
    let small = !pattern.chars().any(char::is_uppercase);
    let build = |text: &str| RegexBuilder::new(text).case_insensitive(small).multi_line(true).build();
    build(pattern).or_else(|_| build(&regex::escape(pattern))).ok()
}

/// Whether `hit` lies in one block that is laid out: front matter is no text to be found.
fn is_in_a_block(gate: Gate<'_>, hit: Span) -> bool {
    let document = gate.document();
    let block = document.blocks().get(document.block_at(hit.start()));
    block.is_some_and(|block| !matches!(block.kind, Kind::Meta | Kind::Rule) && block.span.meet(hit) == hit)
}
