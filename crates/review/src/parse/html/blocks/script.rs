//! What stands above and below the line, and formulas: a terminal has one line, so that `10<sup>6</sup>` must not
//! become `106`.

use dom_query::NodeRef;

use super::Reader;

/// What may be raised or lowered, with the signs that are.
const PLAIN: &str = "0123456789+-−=()ni";
const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ";
const LOWERED: &str = "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₙᵢ";
/// Longer text is no exponent.
const LONGEST: usize = 12;
/// Ends of numbers, and marks, that everybody reads on the line.
const ENDS: [&str; 13] = ["st", "nd", "rd", "th", "er", "e", "re", "ème", "o", "a", "tm", "sm", "r"];

impl<'d> Reader<'d> {
    /// What `node`, an element of this `name`, says where it is raised, lowered or a formula.
    pub(super) fn script(&self, node: &NodeRef<'d>, name: &str) -> Option<String> {
        let is_hiding = node.descendants_it().any(|inner| self.veils.hidden.contains_key(&inner.id));
        let is_read = || node.descendants_it().any(|inner| inner.is_nonempty_text() && self.reads(&inner));
        let text = match name {
            "sup" | "sub" if node.children_it(false).all(|child| child.is_text()) => {
                scripted(&node.text(), name == "sup")?
            }
            "math" => formula(node),
            _ => return None,
        };
        (!is_hiding && is_read()).then_some(text)
    }
}

/// `text` raised or lowered; nothing where it stands on the line as well.
fn scripted(text: &str, is_raised: bool) -> Option<String> {
    let text = text.trim();
    let is_mark = !text.contains(char::is_alphanumeric) || ENDS.contains(&text.to_lowercase().as_str());
    if text.len() > LONGEST || is_mark || text.starts_with('[') {
        return None;
    }
    let signs = if is_raised { RAISED } else { LOWERED };
    let sign = |c: char| signs.chars().nth(PLAIN.chars().position(|plain| plain == c)?);
    let all: Option<String> = text.chars().map(sign).collect();
    Some(all.unwrap_or_else(|| [if is_raised { "^" } else { "_" }, text].concat()))
}

/// The formula in `node`, on one line; elements nest no deeper than a page's tree does.
fn formula(node: &NodeRef<'_>) -> String {
    if node.is_text() {
        return node.text().trim().to_owned();
    }
    let parts: Vec<String> =
        node.children_it(false).map(|child| formula(&child)).filter(|part| !part.is_empty()).collect();
    match (node.node_name().as_deref(), parts.as_slice()) {
        (Some("annotation" | "annotation-xml"), _) => String::new(),
        (Some("msup"), [base, raised]) => {
            [base, scripted(raised, true).as_deref().unwrap_or(raised)].concat()
        }
        (Some("msub"), [base, lowered]) => {
            [base, scripted(lowered, false).as_deref().unwrap_or(lowered)].concat()
        }
        (Some("mfrac"), [above, below]) => [above, "/", below].concat(),
        (Some("msqrt"), _) => ["√", &parts.concat()].concat(),
        _ => parts.concat(),
    }
}
