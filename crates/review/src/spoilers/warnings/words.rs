//! What a line says of spoilers: a small learned model, for there are more ways to say it than anybody lists.
//!
//! The words near the one that names spoilers, alone, in pairs and by their place, weigh for "it warns", "it
//! ends" or neither (`assets/warnings.txt`, made by `training/learn_warnings.py`, whose features these are).

use std::ops::Range;
use std::sync::LazyLock;

use crate::hide::finder::Finder;
use crate::hide::label;

const FILE: &str = include_str!("../../../../../assets/warnings.txt");

/// Where the lines of the file begin, which stand in order: each is looked for where it lies, for a table of them takes
/// longer to make than most reviews to read.
static LINES: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let ends = memchr::memchr_iter(b'\n', FILE.trim_end().as_bytes());
    std::iter::once(0).chain(ends.map(|end| end + 1)).filter_map(|start| u32::try_from(start).ok()).collect()
});

/// Phrases by which a line may speak of spoilers without naming them.
const TRIGGERS: [&str; 81] = [
    "no further",
    "stop reading",
    "turn back",
    "read further",
    "read on",
    "plot details",
    "ending discussed",
    "ending is discussed",
    "ending explained",
    "ending revealed",
    "twist revealed",
    "twist is revealed",
    "gives the ending away",
    "give away the ending",
    "discuss the ending",
    "gives away the ending",
    "reveals the ending",
    "reveal the ending",
    "discusses the ending",
    "ruin the ending",
    "ruins the ending",
    "tells the ending",
    "verrät das ende",
    "verrät den schluss",
    "verrät die auflösung",
    "dévoile la fin",
    "desvela el final",
    "revela el final",
    "cuenta el final",
    "rivela il finale",
    "svela il finale",
    "how it ends",
    "the ending away",
    "away the twist",
    "not seen",
    "n't seen",
    "n’t seen",
    "n’t read",
    "n’t watched",
    "not read",
    "n't read",
    "not watched",
    "n't watched",
    "noch nicht gesehen",
    "nicht weiterlesen",
    "révèle la fin",
    "scroll further",
    "scroll past",
    "scroll down if",
    "who have seen",
    "who've seen",
    "already seen",
    "avez pas vu",
    "avez pas encore vu",
    "clés de l'intrigue",
    "no has visto",
    "no la has visto",
    "no habéis visto",
    "no han visto",
    "non avete visto",
    "non hai visto",
    "non l'ha visto",
    "não viu",
    "não assistiu",
    "nie widział",
    "nie oglądał",
    "не смотрел",
    "не видел",
    "раскрывается сюжет",
    "раскрываются детали",
    "未見の方",
    "見ていない方",
    "没看过",
    "還沒看",
    "안 보신",
    "das ende verraten",
    "wird das ende",
    "wird der schluss",
    "nicht gesehen hat",
    "who’ve seen",
    "clés de l’intrigue",
];

static FINDER: LazyLock<Finder> = LazyLock::new(|| Finder::of(TRIGGERS));

/// A word alone may speak of spoilers: so many before it and behind it are looked at.
const BEFORE: usize = 8;
const BEHIND: usize = 6;

/// What a line says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Saying {
    /// Spoilers follow.
    Warns,
    /// They are over.
    Ends,
}

/// A quick test that nearly all prose fails.
pub(crate) fn may_speak(text: &str) -> bool {
    static WORDS: LazyLock<Finder> = LazyLock::new(|| Finder::of(TRIGGERS.into_iter().chain(label::words())));
    WORDS.is_in(text) || label::is_disguised(text)
}

/// Where the phrase ends by which `line` speaks of spoilers without naming them.
pub(super) fn end_of_phrase(line: &str) -> Option<usize> {
    FINDER.all(line).map(|found| found.end).min()
}

/// What `line` says of spoilers, if anything.
pub(super) fn saying(line: &str) -> Option<Saying> {
    let weighed = Weighed::of(line)?;
    let doubt = weighed.doubt?;
    match () {
        () if weighed.warns > doubt && weighed.warns >= weighed.ends => Some(Saying::Warns),
        () if weighed.ends > doubt => Some(Saying::Ends),
        () => None,
    }
}

/// Whether `text`, behind a label, is more of it, as "do not read on" is.
pub(super) fn goes_on(text: &str) -> bool {
    Weighed::of(text).is_some_and(|weighed| weighed.warns > 0)
}

/// What speaks for a warning and for an end of one, against neither, in hundredths, and how much it must be.
struct Weighed {
    warns: i32,
    ends: i32,
    doubt: Option<i32>,
}

impl Weighed {
    fn of(line: &str) -> Option<Self> {
        if !may_speak(line) {
            return None;
        }
        let line = Line::new(line);
        let at = line.spot()?;
        let mut weighed = Self { warns: 0, ends: 0, doubt: line.doubt(at) };
        line.features(at, &mut |feature| {
            let (warns, ends) = weights(feature).unwrap_or_default();
            weighed.warns += i32::from(warns);
            weighed.ends += i32::from(ends);
        });
        Some(weighed)
    }
}

/// A sentence of more words is prose.
const LONG: usize = 18;

/// One of more words that does not name spoilers tells of turning back, or of what somebody has not seen.
const LONG_UNNAMED: usize = 12;

/// What `feature` says for a warning and for an end, against neither, in hundredths.
fn weights(feature: &str) -> Option<(i16, i16)> {
    let rest = |start: u32| FILE.get(start as usize..).unwrap_or_default();
    let name = |start: &u32| rest(*start).split(['\t', '\n']).next().unwrap_or_default();
    let at = LINES.binary_search_by(|start| name(start).cmp(feature)).ok()?;
    let mut row = rest(*LINES.get(at)?).lines().next()?.split('\t').skip(1);
    Some((row.next()?.parse().ok()?, row.next()?.parse().ok()?))
}

/// A line and where its words are in it.
struct Line {
    folded: String,
    words: Vec<Range<usize>>,
}

impl Line {
    fn new(text: &str) -> Self {
        let folded = label::fold(text);
        let words = words(&folded).collect();
        Self { folded, words }
    }

    fn word(&self, at: usize) -> &str {
        self.words.get(at).and_then(|range| self.folded.get(range.clone())).unwrap_or_default()
    }

    /// The first word that names spoilers, or with which a phrase begins that speaks of them.
    fn spot(&self) -> Option<usize> {
        let named = (0..self.words.len()).find(|at| label::is_stem(self.word(*at)));
        named.or_else(|| {
            let start = FINDER.all(&self.folded).next()?.start;
            self.words.iter().position(|word| word.contains(&start))
        })
    }

    /// How clearly the line has to speak: far from the beginning of a long sentence, or without a word for
    /// spoilers, more so; a whole sentence without one never does.
    fn doubt(&self, at: usize) -> Option<i32> {
        let count = self.words.len();
        match label::is_stem(self.word(at)) {
            true if at > 4 && count > LONG && !self.is_set_off(at) => Some(100),
            true => Some(0),
            false => (count <= LONG_UNNAMED).then_some(150),
        }
    }

    /// What tells of the word at `at`, once each.
    fn features(&self, at: usize, tell: &mut impl FnMut(&str)) {
        let mut told: Vec<String> = vec!["bias".to_owned()];
        let behind = self.words.len().saturating_sub(at + 1);
        told.extend([format!("at {}", at.min(4)), format!("left {}", behind.min(4))]);
        let (start, end) = (at.saturating_sub(BEFORE), self.words.len().min(at + BEHIND));
        for number in start..end {
            let word = self.word(number);
            told.push(["w ", word].concat());
            if number + 3 >= at && number <= at + 3 {
                told.push(format!(
                    "{} {word}",
                    i64::try_from(number).unwrap_or(0) - i64::try_from(at).unwrap_or(0)
                ));
            }
            if number > start {
                told.push(["b ", self.word(number - 1), " ", word].concat());
            }
            if !word.is_ascii() {
                grams(word, &mut told);
            }
        }
        self.marks(at, &mut told);
        told.sort_unstable();
        told.dedup();
        for feature in &told {
            tell(feature);
        }
    }

    /// Whether word `at` is the first in brackets or between asterisks.
    fn is_set_off(&self, at: usize) -> bool {
        let start = self.words.get(at).map_or(0, |word| word.start);
        self.folded.get(..start).unwrap_or_default().trim_end().ends_with(['(', '[', '*'])
    }

    fn marks(&self, at: usize, told: &mut Vec<String>) {
        let end = self.words.get(at).map_or(0, |word| word.end);
        let rest = self.folded.get(end..).unwrap_or_default().trim_start();
        for (mark, name) in [(':', "colon"), ('!', "cry")] {
            if rest.is_empty() || rest.starts_with(mark) {
                told.push(name.to_owned());
            }
        }
        let start = self.words.get(at).map_or(0, |word| word.start);
        let before = self.folded.get(..start).unwrap_or_default().trim_end();
        if before.ends_with('/') {
            told.push("slash".to_owned());
        }
        if self.is_set_off(at) {
            told.push("bracket".to_owned());
        }
        if self.folded.trim_end().ends_with('?') {
            told.push("ask".to_owned());
        }
        if (0..self.words.len()).filter(|at| label::is_stem(self.word(*at))).nth(1).is_some() {
            told.push("twice".to_owned());
        }
    }
}

/// One to three letters in a row, for scripts that part no words.
fn grams(word: &str, told: &mut Vec<String>) {
    let letters: Vec<char> = word.chars().collect();
    for size in 1..=3 {
        told.extend(letters.windows(size).map(|gram| ["g ", &gram.iter().collect::<String>()].concat()));
    }
}

/// The words of `folded`; an apostrophe parts none.
fn words(folded: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = folded.get(at..)?;
        let start = at + rest.find(char::is_alphanumeric)?;
        let word = folded.get(start..)?;
        let len =
            word.find(|c: char| !(c.is_alphanumeric() || c == '\'' || is_mark(c))).unwrap_or(word.len());
        at = start + len;
        Some(start..at)
    })
}

/// Signs that stand on letters, as in Thai and Hindi.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{DFF}' | '\u{E31}'..='\u{E4E}' | '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{64B}'..='\u{65F}')
}

#[cfg(test)]
mod order {
    use super::*;

    #[test]
    fn each_line_is_found() {
        let names =
            FILE.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').next().unwrap());
        assert!(names.clone().is_sorted());
        assert!(names.clone().count() > 10_000 && names.clone().all(|name| weights(name).is_some()));
        assert_eq!((weights(""), weights("no such feature")), (None, None));
    }
}
