//! The words of labels: which say "spoiler", which say no more than that and may be seen, and how far what
//! they stand on tells.

use std::sync::LazyLock;

use super::finder::Finder;
use crate::document::Level;

/// What words for spoilers begin with or hold, in any language that has one.
const STEMS: [&str; 27] = [
    "spoil",
    "spojl",
    "spoyl",
    "szpojl",
    "spóil",
    "спойл",
    "спојл",
    "ネタバレ",
    "ねたばれ",
    "ネタばれ",
    "スポイラ",
    "剧透",
    "劇透",
    "防雷",
    "有雷",
    "無雷",
    "스포",
    "divulgâch",
    "divulgach",
    "destripe",
    "juonipaljast",
    "spolier",
    "สปอย",
    "ספויל",
    "σπόιλ",
    "स्पॉइल",
    "حرق",
];

/// The same as a writer may disguise them: letter by letter, with a digit.
const DISGUISED: [&str; 8] =
    ["s\np\no\ni", "s\n\np\n\no", "s p o i", "s.p.o.i", "s-p-o-i", "s_p_o_i", "s*p*o*i", "s·p·o·i"];

/// The same with a letter that is none.
const DISGUISES: [&str; 6] = ["sp0il", "spo1l", "spoi1", "$poil", "sp*il", "sp**l"];

/// Text is looked through in parts of so many bytes.
const PART: usize = 64;
/// None has fewer bytes.
const SHORTEST: usize = 5;

static FINDER: LazyLock<Finder> = LazyLock::new(|| Finder::of(words()));

/// Words for spoilers as they may be written, for whoever looks for others, too. What [`is_disguised`] may be one as well.
pub(crate) fn words() -> impl Iterator<Item = &'static str> {
    STEMS.into_iter().chain(DISGUISED).chain(DISGUISES)
}

/// Whether a word for spoilers may be in `source`: a quick test, which folds nothing.
pub(crate) fn may_be_in(source: &str) -> bool {
    source.len() >= SHORTEST && (FINDER.is_in(source) || is_disguised(source))
}

/// Whether some character of `text` disguises letters, as full-width ones and those that are not seen do, or letters of two
/// scripts that look alike stand side by side.
pub(crate) fn is_disguised(text: &str) -> bool {
    beyond_ascii(text).any(|(at, c)| is_disguise(c) || mixes(text, at, c))
}

/// The characters of `text` that are not of ASCII, and where they stand.
fn beyond_ascii(text: &str) -> impl Iterator<Item = (usize, char)> {
    let parts = (0..).step_by(PART).zip(text.as_bytes().chunks(PART)).filter(|(_, part)| !part.is_ascii());
    let first = |byte: &u8| *byte >= 0xC0;
    let places = parts.flat_map(move |(start, part)| {
        (start..).zip(part).filter(move |(_, byte)| first(byte)).map(|(at, _)| at)
    });
    places.filter_map(|at| Some((at, text.get(at..)?.chars().next()?)))
}

/// Whether letters of two scripts that look alike stand side by side.
fn mixes_scripts(text: &str) -> bool {
    beyond_ascii(text).any(|(at, c)| mixes(text, at, c))
}

/// Whether `c`, which stands at `at`, looks like a Latin letter and stands beside one.
fn mixes(text: &str, at: usize, c: char) -> bool {
    let is_latin =
        |at: Option<usize>| at.and_then(|at| text.as_bytes().get(at)).is_some_and(u8::is_ascii_alphabetic);
    lookalike(c).is_some() && (is_latin(at.checked_sub(1)) || is_latin(Some(at + c.len_utf8())))
}

/// The Latin letter that a letter of another script looks like.
fn lookalike(c: char) -> Option<char> {
    Some(match c {
        'а' | 'α' => 'a',
        'е' => 'e',
        'і' | 'ι' => 'i',
        'ӏ' => 'l',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'ѕ' => 's',
        _ => return None,
    })
}

fn is_disguise(c: char) -> bool {
    matches!(c, '\u{FF21}'..='\u{FF5A}') || is_invisible(c) || matches!(c, 'С' | 'П' | 'Σ' | 'İ')
}

/// Words that hold a stem and speak of something else, or say that there is nothing.
const DENIED: [&str; 12] = [
    "spoiler-free",
    "spoilerfree",
    "spoiler_free",
    "no-spoiler",
    "nospoiler",
    "no_spoiler",
    "non-spoiler",
    "nonspoiler",
    "without",
    "unspoil",
    "spoilsport",
    "spoilt",
];

/// Words that say, beside one for spoilers, that these begin here.
pub(crate) const BEGINS: [&str; 13] = [
    "anfang",
    "beginn",
    "comienza",
    "comienzo",
    "commence",
    "commences",
    "début",
    "inicio",
    "início",
    "inizio",
    "kezdete",
    "начало",
    "시작",
];

/// Words of which a label may be made that is shown: they say that something is hidden, and how far it tells.
const PLAIN: [&str; 78] = [
    "a",
    "about",
    "ahead",
    "alert",
    "and",
    "are",
    "behind",
    "below",
    "big",
    "click",
    "contain",
    "contains",
    "content",
    "details",
    "end",
    "ending",
    "expand",
    "film",
    "film's",
    "finale",
    "for",
    "full",
    "here",
    "heavy",
    "hidden",
    "hide",
    "hover",
    "huge",
    "in",
    "inside",
    "is",
    "light",
    "major",
    "may",
    "mild",
    "minor",
    "more",
    "movie",
    "of",
    "open",
    "or",
    "over",
    "part",
    "plot",
    "possible",
    "potential",
    "premise",
    "press",
    "read",
    "reveal",
    "review",
    "section",
    "see",
    "select",
    "set",
    "setup",
    "show",
    "slight",
    "small",
    "some",
    "story",
    "synopsis",
    "tap",
    "text",
    "the",
    "this",
    "to",
    "toggle",
    "twist",
    "twists",
    "unhide",
    "up",
    "view",
    "warning",
    "warnings",
    "with",
    "you",
    "your",
];

/// Whether `text` holds a word for spoilers.
pub(crate) fn has_stem(text: &str) -> bool {
    may_be_in(text) && is_stem(&fold(text))
}

/// The same for what is folded.
pub(crate) fn is_stem(folded: &str) -> bool {
    STEMS.iter().any(|stem| folded.contains(stem))
}

/// Whether `name`, one word of a class, a tag or the like, says "spoiler" and does not deny it.
pub(crate) fn is_named(name: &str) -> bool {
    if !has_stem(name) {
        return false;
    }
    let folded = fold(name);
    !DENIED.iter().any(|denied| folded.contains(denied))
}

/// Whether some word of `text` says "spoiler" and does not deny it.
pub(crate) fn speaks(text: &str) -> bool {
    let denies = ["no", "without", "zero", "not", "non", "free", "sans", "ohne", "sin"];
    let mut words = text.split(|c: char| c.is_whitespace());
    has_stem(text)
        && !words.clone().any(|word| denies.iter().any(|denial| word.eq_ignore_ascii_case(denial)))
        && words.any(is_named)
}

/// Whether `label` says no more than that something is hidden, and how far it tells: it may be seen.
pub(crate) fn is_plain(label: &str) -> bool {
    let words = || label.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’'));
    let is_plain = |word: &str| {
        word.is_empty()
            || PLAIN.iter().any(|plain| plain.eq_ignore_ascii_case(word))
            || (has_stem(word) && word.chars().count() <= 12)
    };
    words().all(is_plain)
}

/// What a label says of how far its text tells.
pub(crate) fn level(label: &str) -> Level {
    let lower = label.to_ascii_lowercase();
    let mut level =
        if lower.contains("set-up") || lower.contains("set up") { Level::Premise } else { Level::Ending };
    for word in label.split(|c: char| !c.is_alphanumeric()) {
        let is = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(word));
        if is(&["ending", "end", "twist", "finale", "major"]) {
            return Level::Ending;
        } else if is(&["premise", "setup", "synopsis"]) {
            level = level.min(Level::Premise);
        } else if is(&["plot", "minor", "mild", "story"]) {
            level = level.min(Level::Plot);
        }
    }
    level
}

/// `text` in small letters, with full-width letters as the plain ones and letters of mixed scripts as those that they
/// look like, without characters that are not seen, and with words that are written letter by letter closed up.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !is_invisible(*c)) {
        let plain = match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            '\u{3000}' | '\u{A0}' => ' ',
            '\u{2019}' => '\'',
            c => c,
        };
        // The Turkish capital has a dot of its own in small letters.
        folded.extend(plain.to_lowercase().filter(|c| *c != '\u{307}'));
    }
    if !folded.is_ascii() && mixes_scripts(&folded) {
        let words = folded.split_inclusive(|c: char| !c.is_alphanumeric());
        let latin = |word: &str| word.chars().map(|c| lookalike(c).unwrap_or(c)).collect();
        folded = words.map(|word| if mixes_scripts(word) { latin(word) } else { word.to_owned() }).collect();
    }
    let plain = closed_up(&folded);
    let is_disguised = DISGUISES.iter().any(|disguise| plain.contains(disguise));
    let undone = |text: String, disguise: &&str| text.replace(disguise, "spoil");
    if is_disguised { DISGUISES.iter().fold(plain, undone) } else { plain }
}

pub(super) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{FE0E}' | '\u{FE0F}' | '\u{34F}'
    )
}

/// `s p o i l e r` and `s.p.o.i.l.e.r` as one word: five letters or more, each by itself.
fn closed_up(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let begins = at == 0 || chars.get(at - 1).is_none_or(|before| !before.is_alphanumeric());
        let letters = if begins { spaced_letters(chars.get(at..).unwrap_or_default()) } else { 0 };
        if letters >= 5 {
            out.extend(chars.get(at..).unwrap_or_default().iter().step_by(2).take(letters));
            at += 2 * letters - 1;
        } else {
            out.push(c);
            at += 1;
        }
    }
    out
}

/// How many letters begin `chars` that stand one by one between equal marks.
fn spaced_letters(chars: &[char]) -> usize {
    let Some(mark) = chars.get(1).filter(|mark| matches!(mark, ' ' | '.' | '-' | '_' | '*' | '·')) else {
        return 0;
    };
    let pairs = chars.chunks(2).take_while(|pair| {
        pair.first().is_some_and(|letter| letter.is_alphanumeric()) && pair.get(1).is_none_or(|m| m == mark)
    });
    let count = pairs.count();
    // The last letter is followed by something else.
    let next = chars.get(2 * count);
    let last = next.is_some_and(|c| c.is_alphanumeric())
        && chars.get(2 * count + 1).is_none_or(|c| !c.is_alphanumeric());
    count + usize::from(last)
}

/// Whether `text` holds `what`, in whatever case.
pub(crate) fn holds(text: &str, what: &str) -> bool {
    text.as_bytes().windows(what.len()).any(|window| window.eq_ignore_ascii_case(what.as_bytes()))
}
