//! Batches: an answer for each record and in its order, places that lead back to what was sent, and nothing hidden.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command as Process, Stdio};

use assert_cmd::Command;
use serde_json::{Value, json};

/// The answers to `lines`.
fn answers(arguments: &[&str], lines: &str) -> Vec<Value> {
    let output = raw(arguments, lines.as_bytes());
    output.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn raw(arguments: &[&str], lines: &[u8]) -> String {
    let mut command = Command::cargo_bin("unspoiled").unwrap();
    // It must do without folders, settings and a terminal.
    command.env_clear().arg("batch").args(["--judge", "fast"]).args(arguments);
    let output = command.write_stdin(lines).output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
    String::from_utf8(output.stdout).unwrap()
}

fn record(id: impl Into<Value>, text: &str) -> String {
    format!("{}\n", json!({ "id": id.into(), "text": text }))
}

#[test]
fn answers_come_in_the_order_of_their_records() {
    let long = "The captain is brave. ".repeat(400);
    let text = |n: usize| if n.is_multiple_of(7) { long.as_str() } else { "Go and see it." };
    let lines: String = (0..100).map(|n| record(n, text(n))).collect();
    let one = raw(&["--jobs", "1"], lines.as_bytes());
    assert_eq!(one, raw(&["--jobs", "5"], lines.as_bytes()));
    let ids: Vec<u64> = answers(&[], &lines).iter().map(|answer| answer["id"].as_u64().unwrap()).collect();
    assert_eq!(ids, (0..100).collect::<Vec<u64>>());
}

#[test]
fn every_sentence_is_found_in_bytes_and_in_characters() {
    let text = "\u{201C}Caf\u{e9}\u{201D} by the *sea*. \u{1F600} It is good.\n\n>!He drowns CANARY. She weeps CANARY!<\n\nGo and see it.";
    let answer = &answers(&[], &record("a", text))[0];
    let chars: Vec<char> = text.chars().collect();
    let places: Vec<(String, String, bool)> = answer["sentences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            let range = |name: &str| {
                let at = |n: usize| usize::try_from(entry[name][n].as_u64().unwrap()).unwrap();
                at(0)..at(1)
            };
            let by_chars = chars[range("chars")].iter().collect();
            (text.get(range("bytes")).unwrap().to_owned(), by_chars, entry["hidden"] == true)
        })
        .collect();
    let expected = [
        ("\u{201C}Caf\u{e9}\u{201D} by the *sea*.", false),
        ("\u{1F600} It is good.", false),
        ("He drowns CANARY.", true),
        ("She weeps CANARY", true),
        ("Go and see it.", false),
    ];
    assert_eq!(places.len(), expected.len(), "{answer}");
    for ((bytes, chars, hidden), expected) in places.iter().zip(expected) {
        assert_eq!((bytes.as_str(), chars.as_str(), *hidden), (expected.0, expected.0, expected.1));
    }
    assert_eq!(answer["paragraphs"][1]["sentences"], json!([2, 4]));
    assert!(!answer.to_string().contains("CANARY"));
}

#[test]
fn what_is_hidden_is_told_by_place_level_and_score_alone() {
    let text = "A quiet film. >!The captain drowns CANARY.!< ||CANARY again|| It ends at last.";
    for arguments in [&[][..], &["--no-text"], &["--hide", "ending"], &["--jobs", "2"]] {
        let line = raw(arguments, record("x", text).as_bytes());
        assert!(!line.contains("CANARY"), "{line}");
        let answer: Value = serde_json::from_str(&line).unwrap();
        let sentences = answer["sentences"].as_array().unwrap();
        assert!(sentences.iter().any(|entry| entry["hidden"] == true && entry["level"] == "ending"));
        assert_eq!(sentences.iter().any(|entry| entry.get("text").is_some()), arguments != ["--no-text"]);
    }
    assert!(raw(&["--hide", "nothing"], record("x", text).as_bytes()).contains("CANARY"));
    assert!(!raw(&["--hide", "nothing", "--no-text"], record("x", text).as_bytes()).contains("CANARY"));
}

#[test]
fn a_bad_record_is_answered_and_the_rest_is_done() {
    let long = format!("{{\"id\":9,\"text\":\"{}\"}}\n", "a".repeat(9 << 20));
    let bad = [
        ("no json CANARY\n", json!(null), "the line is no JSON object in UTF-8"),
        ("\n", json!(null), "the line is no JSON object in UTF-8"),
        ("[1,\"CANARY\"]\n", json!(null), "the line is no JSON object in UTF-8"),
        ("{\"id\":{\"a\":[1]}}\n", json!({"a": [1]}), "text is missing, or no string"),
        ("{\"text\":[\"CANARY\"],\"id\":2}\n", json!(2), "text is missing, or no string"),
        ("{\"id\":3,\"text\":\"\\ud800\"}\n", json!(3), "text is missing, or no string"),
        ("{\"id\":4,\"text\":\"a\",\"from\":\"feed\"}\n", json!(4), "from is none of text, markdown, html"),
        (long.as_str(), json!(null), "the record is longer than 8 MiB"),
    ];
    let lines: String =
        bad.iter().map(|(line, ..)| (*line).to_owned() + &record("good", "Go and see it.")).collect();
    let all = answers(&[], &lines);
    assert_eq!(all.len(), 2 * bad.len());
    for (pair, (_, id, error)) in all.chunks(2).zip(&bad) {
        assert_eq!(pair[0], json!({ "id": id, "error": error }));
        assert_eq!((&pair[1]["id"], &pair[1]["sentences"][0]["level"]), (&json!("good"), &json!("none")));
    }
    assert!(!raw(&[], b"{\"id\":1,\"text\":\"\xff\"}\n").contains("schema"));
    // What an engine calls a record is given back to the letter.
    assert!(
        raw(&[], b"{\"id\": 12345678901234567890123, \"text\": \"\"}")
            .starts_with("{\"id\":12345678901234567890123,\"schema\":1,")
    );
}

#[test]
fn what_a_record_is_written_in_may_be_said() {
    let said =
        |from: &str| format!("{}\n", json!({ "id": 1, "text": "<p>One <b>day</b>.</p>", "from": from }));
    let format = |lines: &str| answers(&[], lines)[0]["format"].as_str().unwrap().to_owned();
    assert_eq!(["text", "markdown", "html"].map(|from| format(&said(from))), ["text", "markdown", "html"]);
    assert_eq!(format(&record(1, "<p>One <b>day</b>.</p>")), "html");
    let page = &answers(&[], &said("html"))[0];
    assert_eq!(page["sentences"][0]["bytes"], json!([3, 18]));
}

#[test]
fn an_answer_does_not_wait_for_more_records() {
    let mut child = Process::new(assert_cmd::cargo::cargo_bin("unspoiled"))
        .args(["batch", "--judge", "fast"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut input, mut output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    for n in 0..3 {
        input.write_all(record(n, "Go and see it.").as_bytes()).unwrap();
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        assert!(line.starts_with(&format!("{{\"id\":{n},")), "{line}");
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let mut child = Process::new(assert_cmd::cargo::cargo_bin("unspoiled"))
        .args(["batch", "--judge", "fast"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || {
        let lines = record(1, "Go and see it.").repeat(1000);
        while input.write_all(lines.as_bytes()).is_ok() {}
    });
    let mut first = [0; 10];
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut first).unwrap();
    drop(out);
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap()), (Some(0), String::new()));
}
