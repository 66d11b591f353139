//! Every passage that is hidden has one veil, and what ends a warning stands in the open.

use unspoiled::layout::{Fill, Ink, Options, Veils, lay_block};
use unspoiled::review::gate::{Consent, Gate};
use unspoiled::review::{Format, read};

/// How many lines of all blocks hold a veil.
fn veiled_lines(source: &str, format: Format) -> usize {
    let document = read(source.to_owned(), format);
    let consent = Consent::default();
    let gate = Gate::new(&document, &consent);
    let options = Options { width: 72, fill: Fill::Greedy, veils: Veils::Chip };
    let lines = (0..document.blocks().len()).flat_map(|block| lay_block(gate, block, options));
    lines.filter(|line| line.pieces.iter().any(|p| matches!(p.ink, Ink::Veil(_)))).count()
}

#[test]
fn a_passage_that_begins_between_two_blocks_has_a_veil() {
    let warned = "SPOILER WARNING\n\nAnn runs.\n\nBob dies.\n\nEND OF SPOILERS\n\nSee it.";
    assert_eq!(veiled_lines(warned, Format::Text), 1);
    let boxed = "Enough [spoiler]\n\nAnn runs.\n\nBob dies.\n\n[/spoiler]\n\nSee it.\n";
    assert_eq!(veiled_lines(boxed, Format::Markdown), 1);
}

#[test]
fn a_hidden_heading_ends_no_warning() {
    let with = |hidden: &str| {
        format!("SPOILER WARNING\n\nAnn runs.\n\n[spoiler]\n\na\n{hidden}\n[/spoiler]\n\nBob dies.\n")
    };
    let shown = |source: String| {
        let document = read(source, Format::Markdown);
        let consent = Consent::default();
        let gate = Gate::new(&document, &consent);
        let shown = document.blocks().iter().filter_map(|block| gate.whole(block.span));
        shown.map(|text| text.text().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(shown(with("\n# b\n")), ["SPOILER WARNING"]);
    assert_eq!(shown(with("")), ["SPOILER WARNING"]);
}

#[test]
fn an_end_right_before_a_box_is_an_end() {
    let source = "SPOILER WARNING\n\nAnn runs.\n\nEnd of spoilers.\n\n[spoiler]\n\nBob dies.\n\n[/spoiler]\n\nSee it.\n";
    assert_eq!(veiled_lines(source, Format::Markdown), 2);
}

#[test]
fn whether_a_paragraph_is_a_notice_does_not_depend_on_what_it_hides() {
    let zones = |hidden: &str| {
        let source = format!(
            "# The Night Ferry\n\nA quiet film about a loud sea, by Ida Holm.\n\n## The story\n\nA girl boards the ferry \
             with a *borrowed* name.\n\n- She is cold.\n- .\n\n## The verdict\n\n> Go, and take a coat.\n\n## Notes\n\n\
             The fog was real. Every morning the crew waited for it.\n\n> [!spoiler]- Ending\n> {hidden}\n\n\
             [who](/s \"xdrownsx\")\n"
        );
        let document = read(source, Format::Markdown);
        document.blocks().iter().map(|block| block.zone).collect::<Vec<_>>()
    };
    assert_eq!(zones("x"), zones(&"He dies. ".repeat(100)));
}
