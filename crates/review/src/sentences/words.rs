//! What words say about a full stop behind or before them.

/// What the full stop after a word may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rank {
    /// It ends the sentence.
    Plain,
    /// It never does: `Dr.`, `vs.`
    Joins,
    /// It does not before a number: `No. 5`
    Counts,
    /// It may do both; the next word tells: `Jr.`, `U.S.`
    Unsure,
}

/// How far back a word is read: no abbreviation is longer.
const LONGEST: usize = 12;

/// The last word of `text`, without what opens it; one too long to be an abbreviation is cut.
pub(super) fn trailing(text: &str) -> &str {
    let bytes = text.as_bytes();
    let is_part = |b: &u8| b.is_ascii_alphanumeric() || *b == b'.' || *b >= 0x80;
    let length = bytes.iter().rev().take(LONGEST).take_while(|b| is_part(b)).count();
    let mut start = text.len() - length;
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let word = text.get(start..).unwrap_or_default();
    word.trim_start_matches(['\u{201C}', '\u{2018}', '«', '—', '–', '.'])
}

/// The first word of `text`.
pub(super) fn leading(text: &str) -> &str {
    let is_part = |b: &u8| b.is_ascii_alphabetic();
    let length = text.bytes().take(LONGEST).take_while(|b| is_part(b)).count();
    text.get(..length).unwrap_or_default()
}

/// What a full stop after `word` may be.
pub(super) fn rank(word: &str) -> Rank {
    match word {
        "Mr" | "Mrs" | "Ms" | "Dr" | "Prof" | "St" | "Sgt" | "Capt" | "Lt" | "Col" | "Gen" | "Rev"
        | "Hon" | "Sen" | "Rep" | "Gov" | "Messrs" | "Mt" | "Ft" | "Fr" | "Mme" | "Mlle" | "Supt" | "Det"
        | "Insp" | "Cmdr" | "Maj" | "Adm" | "Pvt" | "Cpl" | "Pres" | "Mssrs" | "MR" | "MRS" | "DR" | "vs"
        | "Vs" | "VS" | "cf" | "viz" | "approx" | "eg" | "ie" | "e.g" | "i.e" | "E.g" | "I.e" | "feat"
        | "dir" => Rank::Joins,
        "No" | "no" | "Nos" | "nos" | "Nr" | "pp" | "p" | "vol" | "Vol" | "vols" | "ch" | "Ch" | "fig"
        | "Fig" | "Pt" | "pt" | "ca" | "c" | "Jan" | "Feb" | "Mar" | "Apr" | "Jun" | "Jul" | "Aug"
        | "Sep" | "Sept" | "Oct" | "Nov" | "Dec" | "N°" => Rank::Counts,
        "Jr" | "Sr" | "Inc" | "Ltd" | "Co" | "Corp" | "Bros" | "Ave" | "Blvd" | "Rd" | "etc" | "Ph.D"
        | "Esq" | "Est" | "est" | "op" => Rank::Unsure,
        word if is_initials(word) => Rank::Unsure,
        _ => Rank::Plain,
    }
}

/// `J`, `U.S`, `a.k.a`: single letters with full stops between them.
fn is_initials(word: &str) -> bool {
    let mut parts =
        word.split('.').map(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic));
    let dotted = word.contains('.');
    let upper = word.chars().next().is_some_and(char::is_uppercase);
    (dotted || upper) && parts.all(|single| single)
}

/// Words that begin a sentence far more often than they go on with a name.
#[expect(clippy::too_many_lines, reason = "a flat table")]
pub(super) fn is_opening(word: &str) -> bool {
    matches!(
        word,
        "The"
            | "It"
            | "He"
            | "She"
            | "They"
            | "We"
            | "You"
            | "This"
            | "That"
            | "These"
            | "Those"
            | "There"
            | "But"
            | "And"
            | "Or"
            | "So"
            | "Yet"
            | "If"
            | "In"
            | "On"
            | "At"
            | "As"
            | "For"
            | "From"
            | "With"
            | "When"
            | "While"
            | "What"
            | "Where"
            | "Why"
            | "Who"
            | "How"
            | "His"
            | "Her"
            | "Its"
            | "Their"
            | "Our"
            | "My"
            | "After"
            | "Before"
            | "Then"
            | "Now"
            | "Here"
            | "Not"
            | "Is"
            | "Are"
            | "Was"
            | "Even"
            | "Also"
            | "However"
            | "Once"
            | "Still"
            | "Though"
            | "Although"
            | "Because"
            | "Since"
            | "To"
            | "By"
            | "All"
            | "Some"
            | "Many"
            | "Most"
            | "Both"
            | "Each"
            | "One"
            | "Of"
            | "Maybe"
            | "Perhaps"
            | "Unfortunately"
            | "Meanwhile"
            | "Instead"
            | "Every"
            | "Just"
            | "Only"
            | "An"
    )
}

/// `I` is a capital anywhere, so that it says nothing about where a sentence begins.
pub(super) fn is_first_person(word: &str) -> bool {
    word == "I"
}
