//! What the program decides on when it tells who had which role, for `training/credits/decide.py` to learn how.

use std::io::{self, BufRead, Write};

use review::Format;
use review::credits;
use review::gate::{Consent, Gate};
use serde_json::{Value, json};

/// Writes for each review, a line of JSON with its `paragraphs` of sentences, a line with all that is decided: a name, a
/// role, and what is seen of them.
///
/// # Errors
///
/// Where it cannot be read or written.
pub fn dump(reviews: impl BufRead, out: &mut impl Write) -> io::Result<()> {
    for line in reviews.lines() {
        let review: Value = serde_json::from_str(&line?)?;
        let document = review::read(text(&review), Format::Text);
        let consent = Consent::hiding(None);
        let questions = credits::questions(Gate::new(&document, &consent)).into_iter();
        let lines: Vec<Value> =
            questions.map(|asked| json!([asked.name, asked.role.name(), asked.seen])).collect();
        writeln!(out, "{}", Value::from(lines))?;
    }
    Ok(())
}

fn text(review: &Value) -> String {
    let paragraphs = super::credits::paragraphs(review);
    paragraphs.iter().map(|paragraph| paragraph.join(" ")).collect::<Vec<_>>().join("\n\n")
}
