//! Tables: columns as wide as their widest cell, narrowed from the widest on until they fit; where
//! even that does not help, one cell a line.

use review::document::Style;
use review::gate::Gate;
use review::span::{Offset, Span};

use super::{Fill, Ink, Line, Options, Ornament, Piece, Stretch, Veils, fit, prose, stretches};

/// Between two columns: ` │ `.
const GAP: u16 = 3;
/// No column is made narrower than this.
const NARROWEST: u16 = 6;

/// The lines of table `number` at `width`.
pub(super) fn lay(gate: Gate<'_>, number: u32, width: u16, options: Options) -> Vec<Line> {
    let Some(table) = gate.document().table(number) else { return Vec::new() };
    let options = Options { fill: Fill::Greedy, ..options };
    let Some(columns) = columns(gate, &table.rows, width, options.veils) else {
        let cells = table.rows.iter().flatten();
        return cells.flat_map(|cell| prose(gate, *cell, width, options, false)).collect();
    };
    let mut lines = Vec::new();
    for (at, cells) in table.rows.iter().enumerate() {
        lines.extend(row(gate, cells, &columns, options));
        if at == 0 && table.rows.len() > 1 {
            lines.push(head(&columns, cells.first().map_or(Offset::default(), |cell| cell.start())));
        }
    }
    lines
}

fn columns(gate: Gate<'_>, rows: &[Vec<Span>], width: u16, veils: Veils) -> Option<Vec<u16>> {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let gaps = GAP * u16::try_from(count.checked_sub(1)?).ok()?;
    let room = width.checked_sub(gaps).filter(|room| usize::from(*room) >= count * usize::from(NARROWEST))?;
    let cell = |row: &Vec<Span>, column| row.get(column).map_or(0, |cell| cell_width(gate, *cell, veils));
    let widest = |column| rows.iter().map(|row| cell(row, column)).max().unwrap_or(0).max(1);
    let mut columns: Vec<u16> = (0..count).map(widest).collect();
    while columns.iter().map(|w| usize::from(*w)).sum::<usize>() > usize::from(room) {
        let second = second_widest(&columns);
        let over = columns.iter().map(|w| usize::from(*w)).sum::<usize>() - usize::from(room);
        let widest = columns.iter_mut().max()?;
        let to = widest.saturating_sub(u16::try_from(over).unwrap_or(u16::MAX)).max(second.min(*widest - 1));
        *widest = to.max(NARROWEST.min(*widest - 1));
    }
    Some(columns)
}

fn second_widest(columns: &[u16]) -> u16 {
    let mut sorted = columns.to_vec();
    sorted.sort_unstable();
    sorted.iter().rev().nth(1).copied().unwrap_or(1)
}

fn cell_width(gate: Gate<'_>, cell: Span, veils: Veils) -> u16 {
    let width = |stretch| match stretch {
        Stretch::Shown(shown) => fit::width(shown.text()),
        Stretch::Veil(veil) => veils.width(&veil),
    };
    stretches(gate, cell).into_iter().map(width).fold(0, u16::saturating_add)
}

fn row(gate: Gate<'_>, cells: &[Span], columns: &[u16], options: Options) -> Vec<Line> {
    let laid: Vec<Vec<Line>> =
        cells.iter().zip(columns).map(|(cell, width)| prose(gate, *cell, *width, options, false)).collect();
    let height = laid.iter().map(Vec::len).max().unwrap_or(0);
    let start = cells.first().map_or(Offset::default(), |cell| cell.start());
    let mut lines: Vec<Line> = (0..height).map(|_| Line { start, pieces: Vec::new() }).collect();
    for (height, line) in lines.iter_mut().enumerate() {
        let mut left = 0;
        for (at, (cell, width)) in laid.iter().zip(columns).enumerate() {
            if at > 0 {
                line.pieces.push(ornament(Ornament::Column, left, GAP));
                left += GAP;
            }
            let pieces = cell.get(height).map(|line| line.pieces.as_slice()).unwrap_or_default();
            line.pieces.extend(pieces.iter().map(|piece| Piece { column: piece.column + left, ..*piece }));
            left += width;
        }
    }
    lines
}

fn head(columns: &[u16], start: Offset) -> Line {
    let gaps = GAP * u16::try_from(columns.len().saturating_sub(1)).unwrap_or(0);
    let width = columns.iter().sum::<u16>() + gaps;
    Line { start, pieces: vec![ornament(Ornament::Head, 0, width)] }
}

fn ornament(ornament: Ornament, column: u16, width: u16) -> Piece {
    Piece { ink: Ink::Ornament(ornament), column, width, style: Style::default() }
}
