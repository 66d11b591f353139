//! Addresses of the web: whether a text is one, whose it is, and what a relative one means. They are
//! text to us and nothing more; who fetches one checks it for itself.

/// Whether `text` is an address that can be fetched.
///
/// ```
/// use review::address::is_web;
/// assert!(is_web("HTTPS://example.org/a") && !is_web("mailto:a@example.org"));
/// ```
pub fn is_web(text: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| {
        text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && text.len() > scheme.len()
    })
}

/// The host of `address`, without user, port and path.
///
/// ```
/// assert_eq!(review::address::host("https://me@example.org:80/a?b"), "example.org");
/// ```
pub fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    }
}

/// What `target` means in a document at `base`.
///
/// ```
/// use review::address::resolve;
/// let base = "https://example.org/films/one.html?x#y";
/// assert_eq!(resolve(base, "../two.html"), "https://example.org/two.html");
/// assert_eq!(resolve(base, "//a.org/b"), "https://a.org/b");
/// assert_eq!(resolve(base, "?z"), "https://example.org/films/one.html?z");
/// assert_eq!(resolve(base, "mailto:a@b.org"), "mailto:a@b.org");
/// assert_eq!(resolve("", "two.html"), "two.html");
/// ```
pub fn resolve(base: &str, target: &str) -> String {
    let target = target.trim();
    let base = base.split('#').next().unwrap_or_default();
    let Some((scheme, rest)) = base.split_once("://").filter(|_| !has_scheme(target)) else {
        return target.to_owned();
    };
    if let Some(inner) = target.strip_prefix("//") {
        return [scheme, "://", inner].concat();
    }
    if target.is_empty() || target.starts_with('#') {
        return [base, target].concat();
    }
    let (path, _) = rest.split_once('?').unwrap_or((rest, ""));
    if target.starts_with('?') {
        return [scheme, "://", path, target].concat();
    }
    let (authority, path) = path.split_at_checked(path.find('/').unwrap_or(path.len())).unwrap_or((path, ""));
    let folder =
        if target.starts_with('/') { "" } else { path.rsplit_once('/').map_or("", |(folder, _)| folder) };
    let end = target.find(['?', '#']).unwrap_or(target.len());
    let (own, query) = target.split_at_checked(end).unwrap_or((target, ""));
    [scheme, "://", authority, &walked(folder, own), query].concat()
}

/// `path` as it is walked from `folder`.
fn walked(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')).filter(|part| !part.is_empty()) {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let is_folder = path.ends_with('/') || path.ends_with("/.") || path.ends_with("..");
    ["/", &parts.join("/"), if is_folder && !parts.is_empty() { "/" } else { "" }].concat()
}

fn has_scheme(target: &str) -> bool {
    let Some((scheme, _)) = target.split_once(':') else { return false };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}
