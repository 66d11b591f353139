//! Emphasis as plain text has it: `*strong*` and `_title_`, closed in the same paragraph, with no
//! letters outside and no blanks inside.

use std::ops::Range;

use crate::review::document::Style;
use crate::review::parse::Inline;

/// Emphasis longer than this is none.
const LONGEST: usize = 120;

/// `text` with its emphasis lifted out.
pub(super) fn styled(text: &str) -> Inline {
    let mut inline = Inline::plain(text);
    if !text.contains(['*', '_']) {
        return inline;
    }
    let mut cuts: Vec<(Range<usize>, &'static str)> = Vec::new();
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find(['*', '_'])).map(|found| at + found) {
        at = open + 1;
        if let Some(close) = close(text, open) {
            let style =
                if text.as_bytes().get(open) == Some(&b'*') { Style::STRONG } else { Style::EMPHASIS };
            inline.styles.push((open + 1..close, style));
            cuts.extend([(open..open + 1, ""), (close..close + 1, "")]);
            at = close + 1;
        }
    }
    inline.replace(&cuts);
    inline
}

/// Where the emphasis that begins at `open` ends.
fn close(text: &str, open: usize) -> Option<usize> {
    let mark = *text.as_bytes().get(open)?;
    let before = text.get(..open)?.chars().next_back();
    let after = text.get(open + 1..)?.chars().next()?;
    if before.is_some_and(char::is_alphanumeric) || after.is_whitespace() || after == char::from(mark) {
        return None;
    }
    let bytes = text.as_bytes().get(open + 1..)?;
    let length = bytes.iter().take(LONGEST).position(|byte| *byte == mark)?;
    let close = open + 1 + length;
    let last = text.get(..close)?.chars().next_back()?;
    let outside = text.get(close + 1..)?.chars().next();
    (!last.is_whitespace() && !outside.is_some_and(char::is_alphanumeric)).then_some(close)
}
