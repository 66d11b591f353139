//! What one sentence or heading says of spoilers: that they follow, that they are over, or nothing.

use crate::document::Level;

/// A sentence of more words is no warning of what follows it, whatever it speaks of.
const LONGEST: usize = 40;

/// What a sentence says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// Spoilers follow, from this place in the sentence on.
    Follows { from: usize, level: Level },
    /// There are some, and nobody says where: "this review contains spoilers".
    Somewhere { level: Level },
    /// The rest of the paragraph is one, or what stands in the same brackets.
    Within { range: Reach, level: Level },
    /// They are over: what stands before this place in the sentence was one still.
    Ends { from: usize },
}

/// From a place in a sentence to another one, or to the end of its paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reach {
    pub start: usize,
    pub end: Option<usize>,
}

/// What `sentence` says of spoilers.
pub(super) fn sign(sentence: &str) -> Option<Sign> {
    let talk = Talk::new(sentence);
    if let Some(from) = talk.ends() {
        return Some(Sign::Ends { from });
    }
    let spots = talk.spots().take(4);
    spots.filter(|&at| !talk.is_denied(at)).find_map(|at| talk.warns(at)).or_else(|| talk.bids())
}

/// What a heading says: there even a mere mention in brackets counts.
pub(super) fn of_heading(heading: &str) -> Option<Sign> {
    let talk = Talk::new(heading);
    if let Some(from) = talk.ends() {
        return Some(Sign::Ends { from });
    }
    let from = heading.len();
    let is_sign = |&at: &usize| !talk.is_denied(at) && (talk.is_apart(at) || talk.warns(at).is_some());
    talk.spots().find(is_sign).map(|at| Sign::Follows { from, level: talk.level(at) })
}

/// Whether `text` names spoilers and does not only deny that there are any.
pub(crate) fn names_spoilers(text: &str) -> bool {
    let talk = Talk::new(text);
    talk.spots().any(|at| !talk.is_denied(at))
}

/// Words that warnings are made of. A short sentence of nothing else is one.
const PLAIN: &[&str] = &[
    "a",
    "alert",
    "alerts",
    "all",
    "and",
    "are",
    "attention",
    "be",
    "below",
    "beware",
    "big",
    "caution",
    "coming",
    "consider",
    "discussion",
    "ending",
    "fair",
    "full",
    "from",
    "heavy",
    "here",
    "here's",
    "herein",
    "huge",
    "in",
    "is",
    "light",
    "major",
    "massive",
    "mild",
    "minor",
    "mode",
    "note",
    "now",
    "obligatory",
    "of",
    "on",
    "onwards",
    "out",
    "part",
    "plot",
    "point",
    "possible",
    "potential",
    "review",
    "section",
    "serious",
    "significant",
    "slight",
    "small",
    "some",
    "spoiler",
    "spoilers",
    "story",
    "talk",
    "the",
    "there",
    "this",
    "thoughts",
    "warned",
    "warning",
    "warnings",
    "with",
    "your",
    "zone",
];

/// Words before "spoilers" that say there are none, or none yet.
const DENIAL: &[&str] = &[
    "no",
    "not",
    "non",
    "without",
    "free",
    "avoid",
    "avoids",
    "avoided",
    "avoiding",
    "never",
    "zero",
    "sans",
    "hate",
    "cannot",
    "can't",
    "don't",
    "won't",
    "doesn't",
    "isn't",
    "aren't",
    "couldn't",
    "wouldn't",
    "shouldn't",
    "needn't",
    "didn't",
    "unless",
    "lest",
    "would",
    "could",
    "should",
    "invite",
    "invites",
    "require",
    "requires",
    "requiring",
    "wary",
    "fear",
    "like",
    "any",
    "possible",
    "into",
    "minus",
    "nothing",
    "against",
    "hardly",
    "sidestep",
];

/// What the warning is about: the text itself, not the film or its trailer.
const TEXT: &[&str] = &[
    "review",
    "article",
    "post",
    "following",
    "below",
    "section",
    "paragraph",
    "paragraphs",
    "rest",
    "text",
    "discussion",
    "essay",
    "piece",
    "column",
    "follows",
    "follow",
    "warning",
    "note",
    "caution",
    "warned",
    "here",
    "ahead",
    "herein",
    "entry",
    "write-up",
    "analysis",
];

/// Where spoilers are when they are announced.
const AHEAD: &[&str] = &[
    "ahead",
    "below",
    "follow",
    "follows",
    "following",
    "herein",
    "incoming",
    "beyond",
    "aplenty",
    "abound",
    "galore",
    "inside",
    "within",
];

struct Word<'t> {
    text: &'t str,
    start: usize,
    /// Whether punctuation stands between it and the word before it.
    anew: bool,
}

struct Talk<'t> {
    original: &'t str,
    words: Vec<String>,
    places: Vec<(usize, usize, bool)>,
}

impl<'t> Talk<'t> {
    fn new(original: &'t str) -> Self {
        let (mut words, mut places) = (Vec::new(), Vec::new());
        for Word { text, start, anew } in split(original) {
            words.push(text.to_lowercase().replace('\u{2019}', "'"));
            places.push((start, start + text.len(), anew));
        }
        Self { original, words, places }
    }

    fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", String::as_str)
    }

    fn is(&self, at: usize, names: &[&str]) -> bool {
        names.contains(&self.word(at))
    }

    fn has(&self, names: &[&str]) -> bool {
        self.words.iter().any(|word| names.contains(&word.as_str()))
    }

    fn end_of(&self, at: usize) -> usize {
        self.places.get(at).map_or(self.original.len(), |(_, end, _)| *end)
    }

    /// Whether a new clause begins with word `at`.
    fn is_anew(&self, at: usize) -> bool {
        self.places.get(at).is_none_or(|(.., anew)| *anew)
    }

    /// Where spoilers are named.
    fn spots(&self) -> impl Iterator<Item = usize> {
        let names = ["spoiler", "spoilers", "spoiler's"];
        (0..self.words.len()).filter(move |&at| self.is(at, &names))
    }

    /// The words before `at` in its clause.
    fn clause(&self, at: usize) -> std::ops::Range<usize> {
        let start = (0..=at).rev().find(|&word| self.is_anew(word)).unwrap_or(0);
        start..at
    }

    fn is_denied(&self, at: usize) -> bool {
        let before = self.clause(at).any(|word| self.is(word, DENIAL) && !self.is_entry(word));
        let into = self.is(at + 1, &["free", "less", "phobic", "averse"]);
        let asks = self.original.trim_end().ends_with('?');
        before || into || asks
    }

    /// "Into spoiler territory", where the author goes there.
    fn is_entry(&self, at: usize) -> bool {
        self.is(at, &["into", "possible"]) && !self.clause(at).any(|word| self.is(word, DENIAL))
    }

    /// How far what is warned of tells.
    fn level(&self, at: usize) -> Level {
        let near = at.saturating_sub(3).max(self.clause(at).start)..at;
        let mild = |word| self.is(word, &["mild", "minor", "light", "slight", "small", "plot", "story"]);
        let grave = |word| self.is(word, &["major", "big", "huge", "ending", "massive", "heavy", "serious"]);
        if near.clone().any(mild) && !near.clone().any(grave) { Level::Plot } else { Level::Ending }
    }

    /// Where what says that spoilers are over begins, at the end of a sentence or as all of it.
    fn ends(&self) -> Option<usize> {
        let late = self.words.len().saturating_sub(10);
        let word = self.spots().filter(|at| *at >= late).find_map(|at| self.ends_at(at))?;
        let start = self.places.get(word).map_or(0, |(start, ..)| *start);
        let before = self.original.get(..start).unwrap_or_default();
        let mark = |c: char| !c.is_alphanumeric() && !matches!(c, '.' | '!' | '?' | '"' | '”' | '’' | '…');
        Some(before.trim_end_matches(mark).len())
    }

    /// The word with which the spoilers named at `at` are said to be over.
    fn ends_at(&self, at: usize) -> Option<usize> {
        let before = at.saturating_sub(4)..at;
        let end = before.clone().find(|word| self.is(*word, &["end", "ends", "ended", "endspoilers"]));
        let ended = end.filter(|_| !self.is(at + 1, &["alert", "ahead", "below", "follow", "follows"]));
        let next = at
            + 1
            + usize::from(self.is(at + 1, &["are", "have", "now", "warning", "alert", "section", "zone"]));
        let over = self.is(next, &["end", "ends", "ended", "over", "done", "finished", "stop", "off"])
            && next + 2 >= self.words.len();
        let no_more = before.clone().find(|w| self.is(*w, &["no"]) && self.is(w + 1, &["more", "further"]));
        let safe_again = self.is(at + 1, &["free"]) && self.is(at + 2, &["from", "again"]);
        let slash = self.places.get(at).and_then(|(start, ..)| self.original.get(..*start));
        let alone = over || safe_again || slash.is_some_and(|before| before.ends_with('/'));
        ended.or(no_more).or(alone.then_some(at))
    }

    /// Whether "spoilers" stands in brackets, behind a dash or by itself.
    fn is_apart(&self, at: usize) -> bool {
        let clause = self.clause(at);
        let end = (at + 1..self.words.len()).find(|&word| self.is_anew(word)).unwrap_or(self.words.len());
        let plain =
            |word| self.is(word, PLAIN) || self.is(word, AHEAD) || self.is(word, &["contain", "contains"]);
        clause.chain(at..end).all(plain)
    }

    /// What is said of spoilers at word `at`.
    fn warns(&self, at: usize) -> Option<Sign> {
        if self.words.len() > LONGEST && !self.is_label(at) {
            return None;
        }
        let level = self.level(at);
        let follows = |last: usize| Some(Sign::Follows { from: self.behind(last), level });
        if self.is_somewhere(at) {
            return Some(Sign::Somewhere { level });
        }
        let gap = usize::from(self.is(at + 1, &["will", "may", "lie", "are", "to", "now", "from", "lurk"]));
        if !self.is_anew(at + 1) && (self.is(at + 1 + gap, AHEAD) || self.is_from_here(at)) {
            return follows(if gap == 0 { at + 1 } else { self.words.len() });
        }
        if self.is_label(at) {
            return self.label(at, level);
        }
        let is_short = self.words.len() <= 7 && self.words.iter().all(|w| PLAIN.contains(&w.as_str()));
        if is_short || self.is_announced(at) {
            return follows(self.words.len());
        }
        None
    }

    /// "Spoilers herein", "this review contains spoilers": about the whole text, and no place in it.
    fn is_somewhere(&self, at: usize) -> bool {
        let whole =
            ["review", "article", "post", "essay", "piece", "column", "analysis", "write-up", "entry"];
        let placed = [
            "rest",
            "section",
            "paragraph",
            "paragraphs",
            "below",
            "ahead",
            "follow",
            "follows",
            "following",
        ];
        let contains = self.is_announced(at) && self.has(&["this", "my"]) && self.has(&whole);
        let herein = self.is(at + 1, &["herein", "within", "inside"]) && !self.is_anew(at + 1);
        (contains || herein) && !self.has(&placed) && !self.is_from_here(at)
    }

    /// "Spoilers from here on", "spoilers past this point".
    fn is_from_here(&self, at: usize) -> bool {
        self.is(at + 1, &["from", "after", "past", "to"])
            && self.is(at + 2, &["here", "this", "point", "come"])
    }

    /// "This review contains spoilers", "there are spoilers below", "into spoiler territory".
    fn is_announced(&self, at: usize) -> bool {
        let clause = self.clause(at);
        let before = |names: &[&str]| clause.clone().any(|word| self.is(word, names));
        let holds = before(&["contain", "contains", "containing", "includes", "include", "consider", "has"]);
        let there = before(&["there", "here"]) && before(&["are", "be", "is", "will"]);
        let enters =
            self.is(at + 1, &["territory", "zone"]) && before(&["into", "enter", "entering", "enters", "in"]);
        let is_ours = !self.has(&["trailer", "trailers", "poster", "posters", "synopsis", "blurb"]);
        let short = clause.start == 0 && self.words.len() <= 5;
        is_ours && ((holds && (self.has(TEXT) || short)) || (there && self.has(TEXT)) || enters)
    }

    /// "Spoiler alert", "spoiler warning", or the bare word with a colon or dash behind it.
    fn is_label(&self, at: usize) -> bool {
        let named = self.is(at + 1, &["alert", "alerts", "warning", "warnings"]) && !self.is_anew(at + 1);
        named
            || (self.clause(at).is_empty() && self.is_anew(at + 1) && self.is_cried(at))
            || self.is_shouted(at)
    }

    /// Whether the sentence begins with "SPOILERS" in capitals and goes on in others.
    fn is_shouted(&self, at: usize) -> bool {
        let (start, end, _) = self.places.get(at).copied().unwrap_or_default();
        let word = self.original.get(start..end).unwrap_or_default();
        at == 0 && !word.contains(char::is_lowercase) && self.original.contains(char::is_lowercase)
    }

    /// Whether "spoilers" at `at` is written as a label: before a colon, dash or bracket.
    fn is_cried(&self, at: usize) -> bool {
        let (start, end, _) = self.places.get(at).copied().unwrap_or_default();
        let before = self.original.get(..start).unwrap_or_default();
        let rest = self.original.get(end..).unwrap_or_default();
        let marks = [":", ")", "]", "\u{2014}", "\u{2013}", "--", " - ", " \u{2013}", " \u{2014}"];
        (at == 0 || before.ends_with(['(', '[', '*'])) && marks.iter().any(|mark| rest.starts_with(mark))
    }

    fn label(&self, at: usize, level: Level) -> Option<Sign> {
        let last = if self.is(at + 1, &["alert", "alerts", "warning", "warnings"]) { at + 1 } else { at };
        let behind = self.words.len().saturating_sub(last + 1);
        let talks = [
            "read",
            "reading",
            "seen",
            "proceed",
            "skip",
            "follow",
            "follows",
            "following",
            "ahead",
            "below",
        ];
        let before = self.clause(at).all(|word| self.is(word, PLAIN));
        let is_aside = if behind > 2 { self.words.len() > 8 } else { at > 4 };
        if !before && is_aside {
            return None;
        }
        if behind <= 2 || (last + 1..self.words.len()).any(|word| self.is(word, &talks)) {
            return Some(Sign::Follows { from: self.original.len(), level });
        }
        let start = self.behind(last);
        if self.is_shouted(at) {
            return Some(Sign::Follows { from: start, level });
        }
        let (word, ..) = self.places.get(at).copied().unwrap_or_default();
        let opens = self.original.get(..word).is_some_and(|before| before.trim_end().ends_with(['(', '[']))
            && !self.original.get(word..start).unwrap_or_default().contains([')', ']']);
        let rest = self.original.get(start..).unwrap_or_default();
        let end = rest.find([')', ']']).filter(|_| opens).map(|end| start + end);
        Some(Sign::Within { range: Reach { start, end }, level })
    }

    /// Where what follows word `last` begins, if that is more than a word or two of the warning.
    fn behind(&self, last: usize) -> usize {
        let end = self.end_of(last);
        let rest = self.original.get(end..).unwrap_or_default();
        let mark = |c: char| c.is_whitespace() || ":;,.!-*\u{2014}\u{2013})]\u{2026}".contains(c);
        let text = rest.trim_start_matches(mark);
        let is_content = self.words.len() > last + 4 && (self.is_anew(last + 1) || self.is_shouted(0));
        if is_content { end + (rest.len() - text.len()) } else { self.original.len() }
    }

    /// "Stop reading here if you do not want it spoiled", "I am going to spoil the ending".
    fn bids(&self) -> Option<Sign> {
        let spoils = self.words.iter().position(|word| word.starts_with("spoil"))?;
        let text = self.words.join(" ");
        let stops = ["read no further", "stop reading", "do not read", "don't read", "turn back now"];
        let wills = [
            "i'm going to spoil",
            "i am going to spoil",
            "i'm about to spoil",
            "i am about to spoil",
            "i have to spoil",
        ];
        let objects = ["plot", "ending", "twist", "film", "movie", "everything", "finale"];
        let bids = stops.iter().any(|stop| text.contains(stop))
            || (wills.iter().any(|will| text.contains(will))
                && (spoils..self.words.len()).any(|w| self.is(w, &objects)));
        (bids && self.words.len() <= LONGEST)
            .then_some(Sign::Follows { from: self.original.len(), level: Level::Ending })
    }
}

/// The words of `text`; a hyphen parts them and an apostrophe does not.
fn split(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}');
        let gap = rest.find(is_word)?;
        let between = rest.get(..gap)?;
        let word = rest.get(gap..)?;
        let len = word.find(|c| !is_word(c)).unwrap_or(word.len());
        let start = at + gap;
        let anew = at == 0 || !(between.trim().is_empty() || between == "-" || between == "/");
        at = start + len;
        Some(Word { text: word.get(..len)?, start, anew })
    })
}
