//! Delimiters of spoiler markup as they stand in the text, each recognised by itself: whether it
//! opens or closes anything is seen by whoever knows what is open.

use std::ops::Range;

use crate::document::Level;
use crate::spoilers::warnings::names_spoilers;

/// How far the end of a tag such as `[spoiler=…]` may be from its beginning.
const LONGEST: usize = 200;

/// The ways to mark a spoiler, and what nests in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    /// `>!…!<`
    Arrow,
    /// `~!…!~`
    Tilde,
    /// `||…||`
    Pipe,
    /// `[[spoiler:…]]`
    Wiki,
    /// `{{spoiler|…}}`
    Brace,
    /// `[label](/s "…")`
    Title,
    /// `[spoiler: …]`
    Note,
    /// `[…]` inside of the last three, which hides nothing.
    Square,
    /// `{{…}}` inside of `{{spoiler|…}}`, which hides nothing.
    Curly,
    /// `[spoiler]…[/spoiler]`
    Bracket,
    /// `<spoiler>…</spoiler>`
    Angle,
    /// `<details>` whose summary says so, as the Markdown reader writes it.
    Details,
    /// `{{< spoiler >}}…{{< /spoiler >}}`
    Shortcode,
    /// `{% spoiler %}…{% endspoiler %}`
    Liquid,
    /// `::: spoiler … :::`
    Container,
    /// `[!spoiler]-`, the head of a callout: all that follows it is hidden.
    Callout,
}

impl Tag {
    /// How many tags there are.
    pub const COUNT: usize = Self::Callout as usize + 1;

    /// Its name where it may hold several blocks.
    pub fn around_blocks(self) -> Option<&'static str> {
        match self {
            Self::Arrow => Some(">!"),
            Self::Tilde => Some("~!"),
            Self::Pipe => Some("||"),
            Self::Bracket => Some("[spoiler]"),
            Self::Angle => Some("<spoiler>"),
            Self::Details => Some("<details>"),
            Self::Shortcode => Some("{{< spoiler >}}"),
            Self::Liquid => Some("{% spoiler %}"),
            Self::Container => Some(":::"),
            _ => None,
        }
    }

    /// Whether it is there only to keep count of brackets.
    pub fn is_filler(self) -> bool {
        matches!(self, Self::Square | Self::Curly)
    }
}

/// A delimiter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub range: Range<usize>,
    pub tag: Tag,
    pub act: Act,
    /// What of it is text that stays in the open, and what then stands behind that.
    pub label: Option<(Range<usize>, &'static str)>,
}

/// What a delimiter may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Open(Level),
    Close,
    /// Closes if anything is open, else opens.
    Either,
    /// Opens inside of the same markup only.
    Nest,
}

/// Whether `byte` can begin a token.
pub(super) fn is_candidate(byte: u8) -> bool {
    matches!(byte, b'>' | b'!' | b'~' | b'|' | b'[' | b']' | b'"' | b'<' | b'{' | b'}' | b':')
}

/// The token that begins at `at`.
pub(super) fn token(text: &str, at: usize) -> Option<Token> {
    let bytes = text.as_bytes();
    let next = bytes.get(at + 1).copied();
    let pair = |tag, act| Some(Token { range: at..at + 2, tag, act, label: None });
    match (bytes.get(at)?, next) {
        (b'>', Some(b'!')) => pair(Tag::Arrow, Act::Open(Level::Ending)),
        (b'!', Some(b'<')) => pair(Tag::Arrow, Act::Close),
        (b'~', Some(b'!')) => pair(Tag::Tilde, Act::Open(Level::Ending)),
        (b'!', Some(b'~')) => pair(Tag::Tilde, Act::Close),
        (b'"', Some(b')')) => pair(Tag::Title, Act::Close),
        (b'|', Some(b'|')) => pipes(bytes, at),
        (b'}', Some(b'}')) => pair(Tag::Brace, Act::Close),
        (b']', _) => Some(Token { range: at..at + 1, tag: Tag::Square, act: Act::Close, label: None }),
        (b'[', _) => square(text, at),
        (b'<', _) => angle(text, at),
        (b'{', Some(b'{' | b'%')) => curly(text, at),
        (b':', Some(b':')) => colons(text, at),
        _ => None,
    }
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

/// `||`, or three of them; a longer run is a line somebody drew.
fn pipes(bytes: &[u8], at: usize) -> Option<Token> {
    let run = bytes.iter().skip(at).take(4).take_while(|&&b| b == b'|').count();
    let before = at.checked_sub(1).and_then(|at| bytes.get(at)).copied();
    if run > 3 || before == Some(b'|') {
        return None;
    }
    let space = |byte: Option<u8>| byte.is_none_or(|b| b.is_ascii_whitespace());
    let act = match (space(bytes.get(at + 2).copied()), space(before)) {
        (true, true) => return None,
        (true, false) => Act::Close,
        (false, true) => Act::Open(Level::Ending),
        (false, false) => Act::Either,
    };
    Some(Token { range: at..at + 2, tag: Tag::Pipe, act, label: None })
}

fn square(text: &str, at: usize) -> Option<Token> {
    let open = |len, tag| Token { range: at..at + len, tag, act: Act::Open(Level::Ending), label: None };
    if follows(text, at, "[[spoiler:") {
        return Some(open(10, Tag::Wiki));
    }
    if follows(text, at, "[/spoiler]") {
        return Some(Token { act: Act::Close, ..open(10, Tag::Bracket) });
    }
    if follows(text, at, "[!") {
        return callout(text, at);
    }
    if follows(text, at, "[spoiler") {
        match text.as_bytes().get(at + 8)? {
            b']' => return Some(open(9, Tag::Bracket)),
            b'=' => return labelled(text, at),
            b':' => return Some(Token { range: at..at + 9, ..open(9, Tag::Note) }),
            _ => {}
        }
    }
    titled(text, at).or(Some(Token { range: at..at + 1, tag: Tag::Square, act: Act::Nest, label: None }))
}

/// `[spoiler=label]`
fn labelled(text: &str, at: usize) -> Option<Token> {
    let close = find(text, at + 9, "]", LONGEST)?;
    let (label, words) = trimmed(text, at + 9..close);
    let act = Act::Open(level(words));
    Some(Token { range: at..close + 1, tag: Tag::Bracket, act, label: shown(label, ": ") })
}

/// `[spoiler: label]`, which hides its own text where nothing closes it later.
pub(super) fn as_bracket(text: &str, note: &Token) -> Option<Token> {
    labelled(text, note.range.start)
}

/// `[label](/s "`
fn titled(text: &str, at: usize) -> Option<Token> {
    let stop =
        text.as_bytes().iter().skip(at + 1).take(LONGEST).position(|b| matches!(b, b']' | b'[' | b'\n'))?;
    let close = at + 1 + stop;
    let len = ["](/s \"", "](#s \"", "](/spoiler \"", "](#spoiler \""]
        .iter()
        .find(|m| follows(text, close, m))
        .map(|m| m.len())?;
    let act = Act::Open(level(text.get(at + 1..close)?));
    Some(Token { range: at..close + len, tag: Tag::Title, act, label: shown(at + 1..close, " ") })
}

/// `[!spoiler]- title`, where it begins the block; a title that names spoilers makes one of any callout.
fn callout(text: &str, at: usize) -> Option<Token> {
    let before = text.get(..at)?;
    let close = find(text, at, "]", LONGEST).filter(|_| before.trim().is_empty())?;
    let rest = text.get(close + 1..)?;
    if !is_callout(text.get(at..)?) {
        return None;
    }
    let fold = usize::from(rest.starts_with(['-', '+']));
    let line = rest.find('\n').map(|end| close + 1 + fold..close + 1 + end);
    let (label, words) = trimmed(text, line.unwrap_or(close + 1 + fold..close + 1 + fold));
    let act = Act::Open(level(words));
    Some(Token { range: at..label.end, tag: Tag::Callout, act, label: shown(label, "") })
}

/// Whether `text` begins with the head of a callout that says "spoiler".
pub(crate) fn is_callout(text: &str) -> bool {
    let head = text.split('\n').next().unwrap_or_default();
    let Some((name, title)) = head.strip_prefix("[!").and_then(|head| head.split_once(']')) else {
        return false;
    };
    follows(name, 0, "spoiler") || (!name.contains(' ') && names_spoilers(title))
}

fn angle(text: &str, at: usize) -> Option<Token> {
    let name = at + 1 + usize::from(follows(text, at + 1, "/"));
    let (tag, len) = [("tg-spoiler", Tag::Angle), ("spoiler-details", Tag::Details), ("spoiler", Tag::Angle)]
        .iter()
        .find(|(tag, _)| follows(text, name, tag))
        .map(|(name, tag)| (*tag, name.len()))?;
    if !text.as_bytes().get(name + len).is_some_and(|b| matches!(b, b'>' | b' ' | b'=' | b'/' | b'\n')) {
        return None;
    }
    let close = find(text, name, ">", LONGEST)?;
    let act = if name > at + 1 { Act::Close } else { Act::Open(level(text.get(name + len..close)?)) };
    Some(Token { range: at..close + 1, tag, act, label: None })
}

fn curly(text: &str, at: usize) -> Option<Token> {
    if follows(text, at, "{{spoiler|") {
        let act = Act::Open(Level::Ending);
        return Some(Token { range: at..at + 10, tag: Tag::Brace, act, label: None });
    }
    let forms = [["{{<", ">}}"], ["{{%", "%}}"], ["{%", "%}"]];
    let [open, shut] = forms.into_iter().find(|[open, _]| follows(text, at, open)).unwrap_or_default();
    let tag = if open.len() == 2 { Tag::Liquid } else { Tag::Shortcode };
    let inner = at + open.len();
    let found = find(text, inner, shut, LONGEST).filter(|_| !open.is_empty());
    let named = found.and_then(|close| command(text, inner..close).map(|command| (close, command)));
    let Some((close, (act, label))) = named else {
        return follows(text, at, "{{").then(|| Token {
            range: at..at + 2,
            tag: Tag::Curly,
            act: Act::Nest,
            label: None,
        });
    };
    Some(Token { range: at..close + shut.len(), tag, act, label })
}

type Label = Option<(Range<usize>, &'static str)>;

/// The inside of `{{< spoiler "label" >}}`.
fn command(text: &str, inner: Range<usize>) -> Option<(Act, Label)> {
    let padded = text.get(inner.clone())?;
    let start = inner.start + (padded.len() - padded.trim_start().len());
    let words = padded.trim();
    let name = words.split(char::is_whitespace).find(|word| *word != "/")?;
    if ["/spoiler", "endspoiler"].iter().any(|n| n.eq_ignore_ascii_case(name))
        || words.starts_with('/') && name.eq_ignore_ascii_case("spoiler")
    {
        return Some((Act::Close, None));
    }
    let args = name.eq_ignore_ascii_case("spoiler").then(|| words.get(name.len()..))??;
    let quoted = args.find('"').and_then(|from| Some((from + 1, args.rfind('"')?)));
    let start = start + name.len();
    let label = quoted.filter(|(from, to)| from < to).map(|(from, to)| start + from..start + to);
    Some((Act::Open(level(args)), label.and_then(|label| shown(label, ": "))))
}

/// `::: spoiler label`, or `:::`, at the start of a line or behind a space where lines were joined.
fn colons(text: &str, at: usize) -> Option<Token> {
    let before = text.get(..at)?.chars().next_back();
    let run = text.as_bytes().iter().skip(at).take(LONGEST).take_while(|&&b| b == b':').count();
    if run < 3 || before.is_some_and(|c| !c.is_whitespace()) {
        return None;
    }
    let after = text.get(at + run..)?;
    let rest = after.trim_start_matches([' ', '\t', '{', '.']);
    let name = at + run + (after.len() - rest.len());
    if follows(text, name, "spoiler") {
        return Some(container(text, at, name + 7));
    }
    let starts_line = before.is_none_or(|c| c == '\n');
    let line = rest.split('\n').next().unwrap_or_default();
    let names = starts_line && line.len() < 60 && line.starts_with(char::is_alphabetic);
    if !names && !after.is_empty() && !after.starts_with(char::is_whitespace) {
        return None;
    }
    let act = if names { Act::Nest } else { Act::Close };
    Some(Token { range: at..at + run, tag: Tag::Container, act, label: None })
}

fn container(text: &str, at: usize, end: usize) -> Token {
    let rest = text.get(end..).unwrap_or_default();
    let plural = usize::from(rest.starts_with('s'));
    // Where lines were joined nobody knows where the label ends: then it hides too.
    let line = rest.find('\n').unwrap_or(plural);
    let (label, words) = trimmed(text, end + plural.min(line)..end + line);
    let act = Act::Open(level(words));
    Token { range: at..label.end, tag: Tag::Container, act, label: shown(label, "") }
}

fn shown(label: Range<usize>, then: &'static str) -> Label {
    (!label.is_empty()).then_some((label, then))
}

/// Whether `what` stands at `at`, in whatever case.
pub(super) fn follows(text: &str, at: usize, what: &str) -> bool {
    text.as_bytes().get(at..at + what.len()).is_some_and(|found| found.eq_ignore_ascii_case(what.as_bytes()))
}

/// Where `what` is next from `from` on, within `reach` bytes.
fn find(text: &str, from: usize, what: &str, reach: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let window = bytes.get(from..bytes.len().min(from + reach))?;
    memchr::memmem::find(window, what.as_bytes()).map(|at| from + at)
}

/// `range` of `text` without spaces, quotes and braces around it.
fn trimmed(text: &str, range: Range<usize>) -> (Range<usize>, &str) {
    let whole = text.get(range.clone()).unwrap_or_default();
    let edge = |c: char| c.is_whitespace() || matches!(c, '"' | '}');
    let left = whole.trim_start_matches(edge);
    let start = range.start + (whole.len() - left.len());
    let words = left.trim_end_matches(edge);
    (start..start + words.len(), words)
}
