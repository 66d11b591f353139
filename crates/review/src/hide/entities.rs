//! Entities of HTML: `&amp;` and its like as the characters they stand for, harmless like all text that
//! enters.

/// Gives `text` to `sink` in parts, with entities decoded; a decoded one comes alone.
pub(crate) fn decode(text: &str, mut sink: impl FnMut(&str, Origin)) {
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        sink(rest.get(..at).unwrap_or_default(), Origin::Source);
        rest = rest.get(at..).unwrap_or_default();
        let decoded = first(rest);
        sink(decoded.as_ref().map_or("&", |(text, _)| text), Origin::Entity);
        rest = rest.get(decoded.map_or(1, |(_, len)| len)..).unwrap_or_default();
    }
    sink(rest, Origin::Source);
}

/// What the entity stands for that begins `text`, and how long it is.
pub(super) fn first(text: &str) -> Option<(String, usize)> {
    let end = text.bytes().take(40).position(|b| b == b';')?;
    let entity = text.get(..=end)?;
    Some((character(entity)?, entity.len()))
}

/// Where decoded text comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// It stands so in the source.
    Source,
    /// An entity stands for it.
    Entity,
}

/// What `entity` stands for. The Markdown reader has the table of names; it can hardly be asked for
/// it but by a text of one entity.
fn character(entity: &str) -> Option<String> {
    let decoded = match entity {
        "&amp;" => "&".to_owned(),
        "&lt;" => "<".to_owned(),
        "&gt;" => ">".to_owned(),
        "&quot;" => "\"".to_owned(),
        "&nbsp;" => "\u{a0}".to_owned(),
        _ => pulldown_cmark::Parser::new(entity)
            .filter_map(|event| match event {
                pulldown_cmark::Event::Text(text) => Some(text.into_string()),
                _ => None,
            })
            .collect(),
    };
    (decoded != entity && !decoded.is_empty()).then(|| crate::clean::clean(decoded))
}
