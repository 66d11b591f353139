//! Is this English? Measured on the words themselves, because what a page declares is often wrong both ways.

use super::matrix::float;

/// The commonest words of English prose; in English reviews about four words in ten are among them. In the
/// order of the alphabet.
const STOP_WORDS: [&str; 64] = [
    "a", "about", "all", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "do", "does",
    "for", "from", "had", "has", "have", "he", "her", "him", "his", "i", "if", "in", "into", "is", "it",
    "its", "more", "my", "no", "not", "of", "on", "one", "or", "out", "she", "so", "than", "that", "the",
    "their", "them", "then", "there", "these", "they", "this", "to", "was", "we", "were", "what", "when",
    "which", "who", "will", "with", "would", "you",
];

/// None is longer.
const LONGEST: usize = 5;

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
        stops += usize::from(is_stop_word(word));
    }
    (float(stops) / float(words.max(1)), words)
}

fn is_stop_word(word: &str) -> bool {
    let mut small = [0; LONGEST];
    let Some(small) = small.get_mut(..word.len()) else { return false };
    small.copy_from_slice(word.as_bytes());
    small.make_ascii_lowercase();
    STOP_WORDS.binary_search_by(|stop| stop.as_bytes().cmp(small)).is_ok()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_are_found() {
        assert!(STOP_WORDS.is_sorted() && STOP_WORDS.iter().all(|word| word.len() <= LONGEST));
        assert!(is_stop_word("a") && is_stop_word("About") && is_stop_word("YOU") && is_stop_word("which"));
        assert!(
            !is_stop_word("film") && !is_stop_word("camera") && !is_stop_word("") && !is_stop_word("naïve")
        );
    }
}
