//! Veils: what stands where passages are hidden. Neighbours that nothing parts share one, of the highest
//! level among them.

use std::fmt::Display;

use review::document::{Level, Reason};
use review::gate::{Gate, PassageId, Run, Shown, Veiled};
use review::span::Span;

use super::fit;

/// One veil, over one passage or over several neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Veil {
    /// The first passage behind it.
    pub first: Veiled,
    /// The highest level among them.
    pub level: Level,
    /// The lowest.
    pub lowest: Level,
    /// How much of its block it covers.
    pub extent: Extent,
}

/// How much of a block a veil covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Something shows beside it.
    Part,
    /// All that there is.
    Whole,
}

/// What veils look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Veils {
    /// A chip, `▒ plot ▒`.
    Chip,
    /// Words, `[spoiler: plot]`.
    Words,
}

impl Veils {
    /// The veil of `level`: one text whatever it hides.
    pub fn text(self, level: Level) -> &'static str {
        match (self, level) {
            (Self::Chip, Level::Premise) => "▒ premise ▒",
            (Self::Chip, Level::Plot) => "▒ plot ▒",
            (Self::Chip, Level::Ending) => "▒ ending ▒",
            (Self::Words, Level::Premise) => "[spoiler: premise]",
            (Self::Words, Level::Plot) => "[spoiler: plot]",
            (Self::Words, Level::Ending) => "[spoiler: ending]",
        }
    }

    /// The veil over one passage.
    pub fn of(self, veil: Veiled) -> &'static str {
        match (self, veil.reason) {
            (Self::Chip, Reason::Rating) => "▒ rating ▒",
            (Self::Words, Reason::Rating) => "[hidden: rating]",
            _ => self.text(veil.level),
        }
    }

    /// `runs`, which are those of a block or a part of one, as the text that the screen shows of them.
    pub fn over<'d>(self, runs: impl IntoIterator<Item = Run<'d>>) -> String {
        let text = |stretch| match stretch {
            Stretch::Shown(shown) => Shown::text(shown),
            Stretch::Veil(veil) => self.label(&veil),
        };
        joined(runs).into_iter().map(text).collect()
    }

    /// What the screen shows of `span`, block by block with a blank line between.
    pub fn shown(self, gate: Gate<'_>, span: Span) -> String {
        let document = gate.document();
        let blocks = document.block_at(span.start())..=document.block_at(span.end());
        let parts = blocks.filter_map(|block| gate.block(block)).map(|block| block.span.meet(span));
        let texts = parts.filter(|part| !part.is_empty()).map(|part| self.over(gate.runs(part)));
        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
    }

    /// The text of `veil`: over a whole block it tells all that is behind it.
    pub fn label(self, veil: &Veil) -> &'static str {
        match (self, veil.extent, veil.lowest, veil.level) {
            (_, Extent::Part, ..) => self.of(Veiled { level: veil.level, ..veil.first }),
            (Self::Chip, _, Level::Premise, Level::Plot) => "▒ premise · plot ▒",
            (Self::Chip, _, Level::Premise, Level::Ending) => "▒ premise · ending ▒",
            (Self::Chip, _, Level::Plot, Level::Ending) => "▒ plot · ending ▒",
            (Self::Words, _, Level::Premise, Level::Plot) => "[spoiler: premise, plot]",
            (Self::Words, _, Level::Premise, Level::Ending) => "[spoiler: premise, ending]",
            (Self::Words, _, Level::Plot, Level::Ending) => "[spoiler: plot, ending]",
            _ => self.of(veil.first),
        }
    }

    /// How it tells that so many veils are drawn.
    pub fn count(self, hidden: impl Display) -> String {
        match self {
            Self::Chip => format!("▒ {hidden}"),
            Self::Words => format!("{hidden} hidden"),
        }
    }

    pub(super) fn width(self, veil: &Veil) -> u16 {
        fit::width(self.label(veil))
    }
}

/// A stretch of a block: text, or one veil.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretch<'d> {
    /// May be seen.
    Shown(Shown<'d>),
    /// May not.
    Veil(Veil),
}

/// The stretches of `span` in order. Blanks that would only part two veils, or follow the last one, are
/// left out.
pub fn stretches(gate: Gate<'_>, span: Span) -> Vec<Stretch<'_>> {
    joined(gate.runs(span))
}

fn joined<'d>(runs: impl IntoIterator<Item = Run<'d>>) -> Vec<Stretch<'d>> {
    let mut all: Vec<Stretch<'_>> = Vec::new();
    let mut blank = None;
    for run in runs {
        match run {
            Run::Shown(shown) if is_blank(shown) && matches!(all.last(), Some(Stretch::Veil(_))) => {
                blank = Some(shown);
            }
            Run::Shown(shown) => {
                all.extend(blank.take().map(Stretch::Shown));
                all.push(Stretch::Shown(shown));
            }
            Run::Veiled(veil) => match all.last_mut() {
                Some(Stretch::Veil(last)) if joins(last.first, veil) => {
                    blank = None;
                    last.level = last.level.max(veil.level);
                    last.lowest = last.lowest.min(veil.level);
                }
                _ => {
                    all.extend(blank.take().map(Stretch::Shown));
                    let (level, extent) = (veil.level, Extent::Part);
                    all.push(Stretch::Veil(Veil { first: veil, level, lowest: level, extent }));
                }
            },
        }
    }
    if let [Stretch::Veil(veil)] = all.as_mut_slice() {
        veil.extent = Extent::Whole;
    }
    all
}

/// The passages that share a veil with `id` where both are hidden in `span`, in order.
pub fn neighbours(gate: Gate<'_>, span: Span, id: PassageId) -> Vec<PassageId> {
    let mut group: Vec<Veiled> = Vec::new();
    for run in gate.runs(span) {
        match run {
            Run::Shown(shown) if is_blank(shown) => {}
            Run::Veiled(veil) if group.first().is_none_or(|first| joins(*first, veil)) => group.push(veil),
            _ if group.iter().any(|veil| veil.id == id) => break,
            Run::Veiled(veil) => group = vec![veil],
            Run::Shown(_) => group.clear(),
        }
    }
    let ids: Vec<PassageId> = group.iter().map(|veil| veil.id).collect();
    if ids.contains(&id) { ids } else { vec![id] }
}

/// A rating is no part of the story.
fn joins(one: Veiled, other: Veiled) -> bool {
    (one.reason == Reason::Rating) == (other.reason == Reason::Rating)
}

fn is_blank(shown: Shown<'_>) -> bool {
    shown.text().trim().is_empty()
}
