//! The attributes of a tag, and which of them say "spoiler": pages and the HTML within Markdown are told
//! so in the same words.

/// The attributes in `raw`, what stands behind a tag's name: name and raw value.
pub(in crate::parse) fn all(raw: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = raw;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '/')).unwrap_or(rest.len());
        let (name, behind) = rest.split_at_checked(end.max(usize::from(rest.starts_with('='))))?;
        if name.is_empty() {
            return None;
        }
        let Some(value) = behind.trim_start().strip_prefix('=').map(str::trim_start) else {
            rest = behind;
            return Some((name, ""));
        };
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, behind) = match quote {
            Some(quote) => value.get(1..)?.split_once(quote).unwrap_or((value.get(1..)?, "")),
            None => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        rest = behind;
        Some((name, value))
    })
}

/// Whether a class or an attribute in `raw` says that the element holds a spoiler.
pub(in crate::parse) fn say_spoiler(raw: &str) -> bool {
    holds(raw, "spoiler") && all(raw).any(|(name, value)| is_spoiler(name, value))
}

/// Whether attribute `name` with this `value` says that its element holds a spoiler.
pub(in crate::parse) fn is_spoiler(name: &str, value: &str) -> bool {
    let says = |text: &str| {
        text.split_whitespace().any(|word| {
            let word = word.to_ascii_lowercase();
            let denied = ["spoiler-free", "no-spoiler", "non-spoiler", "spoilerfree", "nospoiler", "without"];
            word.contains("spoiler") && !denied.iter().any(|denial| word.contains(denial))
        })
    };
    let denied = matches!(value, "false" | "0" | "no" | "none");
    let named = |n: &str| name.eq_ignore_ascii_case(n);
    says(name) && !denied
        || (named("class") || named("id") || named("role") || name.starts_with("data-")) && says(value)
}

/// Whether `text` holds `what`, in whatever case.
pub(in crate::parse) fn holds(text: &str, what: &str) -> bool {
    text.as_bytes().windows(what.len()).any(|window| window.eq_ignore_ascii_case(what.as_bytes()))
}
