//! Findings in SARIF 2.1.0, which sites that keep sources show beside the lines.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::Finding;

/// What may be found, with its weight and what it says.
const RULES: [(&str, &str, &str); 4] = [
    ("premise", "note", "A reader would find what a synopsis tells"),
    ("plot", "warning", "A reader would find what happens after the set-up"),
    ("ending", "warning", "A reader would find how it turns out"),
    ("unclosed", "error", "Spoiler markup is left open"),
];

/// Writes what was found in each file as one object.
pub fn sarif(found: &[(String, Vec<Finding>)], out: &mut impl Write) -> io::Result<()> {
    let results = found.iter().flat_map(|(name, found)| found.iter().map(|finding| result(name, finding)));
    let rules = RULES.map(|(id, level, says)| {
        json!({
            "id": id,
            "shortDescription": { "text": says },
            "defaultConfiguration": { "level": level },
        })
    });
    let report = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results.collect::<Vec<Value>>(),
        }],
    });
    serde_json::to_writer(&mut *out, &report)?;
    out.write_all(b"\n")
}

fn result(name: &str, finding: &Finding) -> Value {
    let rule = RULES.iter().position(|(id, ..)| *id == finding.level);
    let level = rule.and_then(|rule| RULES.get(rule)).map_or("warning", |(_, level, _)| level);
    let words = finding.text.as_ref().map_or(String::new(), |text| format!(": {text}"));
    json!({
        "ruleId": finding.level,
        "ruleIndex": rule,
        "level": level,
        "message": { "text": format!("{}, {}{words}", finding.why, finding.place) },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": uri(name) },
            "region": {
                "startLine": finding.line,
                "startColumn": finding.column,
                "endLine": finding.end_line,
                "endColumn": finding.end_column,
            },
        } }],
        "properties": { "reason": finding.reason },
    })
}

/// The path `name` as an address relative to where the program was called; an address stays as it is.
fn uri(name: &str) -> String {
    if review::address::is_web(name) {
        return name.to_owned();
    }
    let path = if cfg!(windows) { name.replace('\\', "/") } else { name.to_owned() };
    let byte = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    path.bytes().map(byte).collect()
}
