//! Attributes in bounds: before the tokenizer, which compares each of a tag with all others, and behind it.

use std::borrow::Cow;
use std::ops::Range;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::Tag;

use super::bounds::beginning;

/// Attributes of a tag beyond these are left out: each is compared with all others.
const MOST_ATTRIBUTES: usize = 256;
/// Of a list of classes or a style no more bytes count.
const LONGEST_LIST: usize = 2048;

/// Shortens lists that would be searched again and again; a word that says "spoiler" is kept.
pub(super) fn trim(tag: &mut Tag) {
    for attribute in &mut tag.attrs {
        if attribute.value.len() <= LONGEST_LIST
            || !matches!(&*attribute.name.local, "class" | "style" | "id")
        {
            continue;
        }
        let says = attribute.value.to_ascii_lowercase().contains("spoil");
        let kept = beginning(&attribute.value, LONGEST_LIST);
        attribute.value = StrTendril::from([kept, if says { " spoiler" } else { "" }].concat());
    }
}

/// `source` without the attributes that a tag has too many of.
pub(super) fn thinned(source: &str) -> Cow<'_, str> {
    let bytes = source.as_bytes();
    let mut cuts: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    let mut endless = false;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr(b'<', rest)) {
        at += found + 1;
        if bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            let (end, cut) = tag_end(bytes, at, &mut endless);
            cuts.extend(cut.map(|from| from..end));
            at = end;
        }
    }
    if cuts.is_empty() {
        return Cow::Borrowed(source);
    }
    let ends = cuts.iter().map(|cut| cut.start).chain([source.len()]);
    let starts = std::iter::once(0).chain(cuts.iter().map(|cut| cut.end));
    Cow::Owned(starts.zip(ends).filter_map(|(from, to)| source.get(from..to)).collect())
}

/// Where the tag ends that begins at `start`, and from where on it has too many attributes. A quote that
/// nothing closes is looked for once.
fn tag_end(bytes: &[u8], start: usize, endless: &mut bool) -> (usize, Option<usize>) {
    let (mut at, mut last, mut names, mut cut) = (start, b' ', 0, None);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'>' => return (at, cut),
            b'"' | b'\'' if last == b'=' && !*endless => {
                let Some(end) = bytes.get(at + 1..).and_then(|rest| memchr::memchr(byte, rest)) else {
                    *endless = true;
                    return (start, None);
                };
                at += end + 1;
                last = byte;
            }
            byte if byte.is_ascii_whitespace() || byte == b'/' => {
                names += usize::from(last != b'=' && !is_gap(last));
                cut = cut.or((names > MOST_ATTRIBUTES).then_some(at));
                last = if last == b'=' { b'=' } else { b' ' };
            }
            byte => last = byte,
        }
        at += 1;
    }
    (bytes.len(), cut)
}

fn is_gap(byte: u8) -> bool {
    byte == b' '
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::html::dom::parse;

    #[test]
    fn attributes_beyond_bounds_are_left_out() {
        let many: String = (0..10_000).map(|n| format!(" a{n}=\"x > y\"")).collect::<Vec<_>>().concat();
        let thin = thinned(&format!("<p{many}>a</p><b title='>' b>c</b>")).into_owned();
        assert!(thin.ends_with(">a</p><b title='>' b>c</b>") && thin.len() < 10_000, "{}", thin.len());
        assert_eq!(thinned("a < b <c d=\"e>f\" g='\">h"), "a < b <c d=\"e>f\" g='\">h");
        let long = format!("<p class='{} spoiler'>", "x ".repeat(5000));
        let dom = parse(&long);
        let class = dom.document.select("p").attr("class").unwrap();
        assert!(class.len() < 2100 && class.ends_with(" spoiler"));
    }
}
