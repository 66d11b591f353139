//! Colours as style sheets name them.

/// Red, green and blue, each from 0 to 1.
pub(super) type Rgb = [f32; 3];

pub(super) const WHITE: Rgb = [1.0; 3];
pub(super) const BLACK: Rgb = [0.0; 3];

/// What `rgb` makes of what is `below` it where it is so dense.
pub(super) fn blend(rgb: Rgb, alpha: f32, below: Rgb) -> Rgb {
    let mix = |at: usize| {
        let (over, under) =
            (rgb.get(at).copied().unwrap_or_default(), below.get(at).copied().unwrap_or_default());
        over * alpha + under * (1.0 - alpha)
    };
    [mix(0), mix(1), mix(2)]
}

/// The colour that `value` names, and how dense it is.
pub(super) fn colour(value: &str) -> Option<(Rgb, f32)> {
    let value = value.trim();
    let value = value.strip_prefix("light-dark(").and_then(|both| both.split(',').next()).unwrap_or(value);
    if let Some(parts) = value.strip_prefix("color-mix(").and_then(|mix| mix.strip_suffix(')')) {
        return mixed(parts);
    }
    match value {
        "initial" | "canvastext" | "windowtext" | "-webkit-text" => return Some((BLACK, 1.0)),
        "canvas" | "window" => return Some((WHITE, 1.0)),
        _ => {}
    }
    let found = csscolorparser::parse(value).ok()?;
    Some(([found.r, found.g, found.b], found.a))
}

/// What is between the two colours of a mix, in halves: near enough, where only one like another is asked for.
fn mixed(parts: &str) -> Option<(Rgb, f32)> {
    let named = |part: &str| match part.trim().rsplit_once(' ') {
        Some((name, share)) if share.ends_with('%') => colour(name),
        _ => colour(part),
    };
    let (one, other) = parts.split_once(',')?.1.rsplit_once(',')?;
    let ((one, alpha), (other, beta)) = (named(one)?, named(other)?);
    Some((blend(one, 0.5, other), f32::midpoint(alpha, beta)))
}
