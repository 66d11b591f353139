//! Is this English? Measured on the words themselves, because what a page declares is often wrong both ways.

use super::matrix::float;

/// The commonest words of English prose; in English reviews about four words in ten are among them.
const STOP_WORDS: [&str; 64] = [
    "the", "of", "and", "a", "to", "in", "is", "that", "it", "for", "as", "with", "was", "on", "but", "be",
    "this", "his", "he", "by", "not", "are", "an", "from", "at", "have", "has", "who", "her", "one", "all",
    "they", "or", "you", "which", "their", "there", "we", "so", "when", "what", "if", "she", "out", "been",
    "were", "would", "will", "can", "had", "than", "then", "its", "i", "my", "him", "them", "these", "into",
    "do", "does", "no", "more", "about",
];

/// Below this share of stop words a text is not English prose.
const LEAST_SHARE: f32 = 0.15;

/// Fewer words than this prove nothing.
const ENOUGH_WORDS: usize = 40;

/// The share of stop words among the words of a text, and how many words there are.
#[must_use]
fn stop_word_share(text: &str) -> (f32, usize) {
    let (mut words, mut stops) = (0_usize, 0_usize);
    for word in
        text.split(|c: char| !c.is_alphabetic() && c != '\'' && c != '\u{2019}').filter(|w| !w.is_empty())
    {
        words += 1;
        stops += usize::from(STOP_WORDS.iter().any(|s| s.eq_ignore_ascii_case(word)));
    }
    (float(stops) / float(words.max(1)), words)
}

/// Whether the judge may speak about this text. Short texts get the benefit of the doubt: hiding too much is the lesser harm.
///
/// ```
/// use judge::language::is_english;
/// assert!(is_english("It is the story of a man who loses his way."));
/// let german = "Der Film erzählt von einem Mann, der sich in den Bergen verirrt und nicht mehr nach Hause findet. ".repeat(4);
/// assert!(!is_english(&german));
/// ```
#[must_use]
pub fn is_english(text: &str) -> bool {
    let (share, words) = stop_word_share(text);
    words < ENOUGH_WORDS || share >= LEAST_SHARE
}
