//! Whatever stands in a review, at whatever width, no line is wider than asked, and what is drawn of
//! it fits its piece. The first byte chooses the width, the second format and veils.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unspoiled::layout::{self, Fill, Ink, Line, Options, Veils};
use unspoiled::review::gate::{Consent, Gate};
use unspoiled::review::{self, Format};

fuzz_target!(|data: &[u8]| {
    let [width, choice, text @ ..] = data else { return };
    let format = if choice & 1 == 0 { Format::Markdown } else { Format::Text };
    let options = Options {
        width: u16::from(*width).max(1),
        fill: if choice & 2 == 0 { Fill::Even } else { Fill::Greedy },
        veils: if choice & 4 == 0 { Veils::Chip } else { Veils::Words },
    };
    let document = review::read(String::from_utf8_lossy(text).into_owned(), format);
    let consent = Consent::default();
    let gate = Gate::new(&document, &consent);
    for block in 0..document.blocks().len() {
        for line in layout::lay_block(gate, block, options) {
            check(gate, &line, options);
        }
    }
});

fn check(gate: Gate<'_>, line: &Line, options: Options) {
    assert!(line.width() <= options.width, "{} columns in {}", line.width(), options.width);
    let mut column = 0;
    for piece in &line.pieces {
        assert!(piece.column >= column, "pieces overlap");
        column = piece.column + piece.width;
        if let Ink::Source(span) = piece.ink {
            let shown = gate.whole(span).expect("a piece holds hidden text");
            // A grapheme of two columns cannot be shown in one.
            let is_narrow = piece.width < 2;
            assert!(is_narrow || layout::cells(shown.text()) <= usize::from(piece.width));
        }
    }
}
