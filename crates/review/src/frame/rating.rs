//! The rating: stars, fractions, grades and words, in front matter or on a line of its own.

use super::{Page, Part};
use crate::document::Frame;

pub(super) fn find(page: Page<'_>, frame: &mut Frame) {
    let keys = ["rating", "score", "grade", "stars", "reviewinfo.rating", "film.rating"];
    let fact =
        page.fact(&keys).and_then(|part| Some((part, value(part.text).or_else(|| bare_number(part.text))?)));
    let found = fact
        .or_else(|| page.lines().find_map(line))
        .or_else(|| page.lines().find_map(among))
        .or_else(|| in_words(page));
    frame.rating = found.map(|(part, value)| (part.span(), value)).filter(|(span, _)| page.is_clear(*span));
}

/// A line that is a rating, or `Rating: …`.
fn line(line: Part<'_>) -> Option<(Part<'_>, f32)> {
    if let Some((key, rating)) = line.fact() {
        let named = ["rating", "grade", "score", "stars", "verdict", "my rating", "overall", "final grade"];
        return named
            .contains(&key.as_str())
            .then(|| Some((rating, value(rating.text).or_else(|| bare_number(rating.text))?)))?;
    }
    (line.text.chars().count() <= 24).then(|| Some((line, value(line.text)?)))?
}

/// The stars in a title such as `Slow Dust, 1931 - ★★★`.
fn among(line: Part<'_>) -> Option<(Part<'_>, f32)> {
    let from = line.text.find('★')?;
    let rest = line.text.get(from..)?;
    let to = rest.find(|c: char| !matches!(c, '★' | '☆' | '½')).unwrap_or(rest.len());
    let stars = line.at(from, from + to);
    Some((stars, value(stars.text)?))
}

/// What a rating is worth, 0 to 1.
pub(super) fn value(text: &str) -> Option<f32> {
    let text = text.trim().trim_end_matches('.');
    stars(text).or_else(|| fraction(text)).or_else(|| grade(text)).or_else(|| words(text))
}

/// `★★★½`, `★★★☆☆`, `***1/2`: of five where five are shown, else of four or five as they fit.
fn stars(text: &str) -> Option<f32> {
    let full = text.chars().filter(|c| matches!(c, '★' | '*' | '⭐')).count();
    let empty = text.chars().filter(|c| *c == '☆').count();
    let rest: String =
        text.chars().filter(|c| !matches!(c, '★' | '*' | '⭐' | '☆' | ' ' | '\u{FE0F}')).collect();
    let half = match rest.as_str() {
        "" => 0.0,
        "½" | "1/2" => 0.5,
        _ => return None,
    };
    let of = if full + empty >= 5 || empty == 0 { 5 } else { full + empty };
    let given = count(full) + half;
    ((1..=10).contains(&(full + empty)) && given <= count(of.max(full))).then(|| given / count(of.max(full)))
}

/// `3/4`, `8.5/10`, `3.5 out of 4`, `3 of 4 stars`.
fn fraction(text: &str) -> Option<f32> {
    let text = text.to_lowercase();
    let text = text.trim_end_matches("stars").trim_end_matches("star").trim();
    let text = text.replace(',', ".");
    let parted =
        [" out of ", " of ", "/", " sur ", " von "].iter().find_map(|parting| text.split_once(parting));
    let (given, of) = parted?;
    let (given, of) = (given.trim().replace('½', ".5"), of.trim());
    let exact = given.contains('.') && of.contains('.');
    let best = of.parse().ok()?;
    let given = given.parse().ok()?;
    // Two whole numbers may be a date: a best with a decimal point is none.
    if exact && (0.0..=best).contains(&given) && best >= 3.0 {
        Some(given / best)
    } else {
        share(given, best)
    }
}

fn share(given: f32, of: f32) -> Option<f32> {
    let known = [4.0, 5.0, 6.0, 10.0, 20.0, 100.0].contains(&of);
    (known && (0.0..=of).contains(&given)).then(|| given / of)
}

/// `B+`, `C-`: from F at 0 to A+ at 1.
fn grade(text: &str) -> Option<f32> {
    let mut chars = text.chars();
    let base = match chars.next()? {
        'A' => 11.0,
        'B' => 8.0,
        'C' => 5.0,
        'D' => 2.0,
        'F' => 0.0,
        _ => return None,
    };
    let shift = match chars.as_str() {
        "+" => 1.0,
        "-" | "–" | "−" => -1.0,
        "" => 0.0,
        _ => return None,
    };
    Some(((base + shift) / 12.0_f32).clamp(0.0, 1.0))
}

/// `three out of four stars`, `three and a half stars out of four`.
fn words(text: &str) -> Option<f32> {
    let lower = text.to_lowercase();
    let text = lower.replace(" stars", "").replace(" star", "");
    let (given, of) = text.split_once(" out of ")?;
    let half = if given.contains("and a half") { 0.5 } else { 0.0 };
    let given = number(given.split_whitespace().next()?)? + half;
    share(given, number(of.split_whitespace().next()?)?)
}

fn number(word: &str) -> Option<f32> {
    const NUMBERS: [&str; 11] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    NUMBERS.iter().position(|known| *known == word).map(count).or_else(|| word.parse().ok())
}

/// A number that stands alone in front matter: of 5, of 10, or of 100.
fn bare_number(text: &str) -> Option<f32> {
    let given: f32 = text.trim().trim_end_matches('%').parse().ok()?;
    let of = if given <= 5.0 && !text.contains('%') {
        5.0
    } else if given <= 10.0 {
        10.0
    } else {
        100.0
    };
    share(given, of)
}

/// "three out of four stars" within the prose of the last paragraphs.
fn in_words(page: Page<'_>) -> Option<(Part<'_>, f32)> {
    page.last(8).rev().flat_map(|block| page.open(block)).find_map(|part| {
        let at = part.text.find(" out of ")?;
        let before = part.text.get(..at)?;
        let from = before.rfind(' ').map_or(0, |space| space + 1);
        let after = part.text.get(at + 8..)?;
        let to = after.find(|c: char| !c.is_alphanumeric() && c != ' ').unwrap_or(after.len());
        let stars = after.get(..to)?.find("stars").map(|end| at + 8 + end + 5)?;
        let found = part.at(from, stars);
        Some((found, words(found.text).or_else(|| fraction(found.text))?))
    })
}

#[expect(clippy::cast_precision_loss, reason = "counts of stars are small")]
fn count(n: usize) -> f32 {
    n as f32
}
