//! Films that were seen elsewhere, what opens a printed review, and what the command line says to who mistypes.

#[path = "support/folder.rs"]
mod folder;

use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use folder::Folder;

impl Folder {
    fn call(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_unspoiled"));
        command.args(arguments).current_dir(self.path()).stdin(Stdio::null());
        command
            .env("HOME", self.path())
            .env("XDG_STATE_HOME", self.path().join("state"))
            .env_remove("XDG_CONFIG_HOME");
        command.output().unwrap()
    }

    fn text(&self, arguments: &[&str]) -> String {
        let output = self.call(arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn error(&self, arguments: &[&str]) -> String {
        String::from_utf8(self.call(arguments).stderr).unwrap()
    }
}

const HEAD: &str = "Date,Name,Year,Letterboxd URI\n";

#[test]
fn films_seen_elsewhere_are_taken_in() {
    let films = format!("{HEAD}2020-01-01,The Night Ferry,1931,u\n2020-01-01,Fog,,u\n");
    let folder = Folder::new("letterboxd").with("watched.csv", &films).with("watchlist.csv", &films);
    let told = folder.text(&["import", "watched.csv"]);
    assert_eq!(told, "watched.csv: films seen: 1, of which new: 1; passed over without a year: 1\n");
    assert!(folder.text(&["import", "watched.csv"]).contains("of which new: 0"));
    assert!(folder.text(&["import", "watchlist.csv"]).contains("films seen: 0"));
    assert!(folder.text(&["export"]).contains("The Night Ferry"));
    assert!(folder.error(&["import", "state/unspoiled/lock"]).contains("Letterboxd"));
}

#[test]
fn twenty_thousand_films_are_taken_in_at_once() {
    let row = |n| format!("2020-01-01,Film number {n},{},u\n", 1930 + n % 90);
    let rows = (0..20_000).map(row).collect::<Vec<_>>().concat();
    let folder = Folder::new("many").with("watched.csv", format!("{HEAD}{rows}"));
    let start = Instant::now();
    assert!(folder.text(&["import", "watched.csv"]).contains("films seen: 20000, of which new: 20000"));
    // It takes some hundredths of a second; a busy machine may take longer.
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    let start = Instant::now();
    assert!(folder.text(&["import", "watched.csv"]).contains("of which new: 0"));
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}

#[test]
fn no_code_reaches_the_terminal() {
    let films = format!("{HEAD}2020-01-01,\u{1b}[31mThe Night Ferry,1931,u\n");
    let folder = Folder::new("codes")
        .with("watched.csv", &films)
        .with("bad.toml", "theme = \"\u{1b}[31m\"\n\u{1b}]0;x\u{7}");
    folder.text(&["import", "watched.csv"]);
    let printed = [
        folder.error(&["\u{1b}[31m.md"]),
        folder.error(&["--config", "bad.toml", "x"]),
        folder.error(&["--theme", "\u{1b}[31m", "x"]),
        folder.error(&["--\u{1b}[31m"]),
        folder.error(&["import", "\u{1b}[31m.csv"]),
        folder.text(&["export"]),
    ];
    for text in printed {
        assert!(!text.contains('\u{1b}') && !text.is_empty(), "{text:?}");
    }
}

#[test]
fn who_mistypes_is_told_what_was_meant() {
    let folder = Folder::new("meant");
    for (arguments, meant) in [
        (&["chek"][..], "'check'"),
        (&["shelff"], "'shelf'"),
        (&["--hid", "plot"], "'--hide'"),
        (&["--hide", "plott"], "'plot'"),
        (&["--formt", "text"], "'--format'"),
    ] {
        let error = folder.error(arguments);
        assert!(error.contains("did you mean") && error.contains(meant), "{arguments:?}: {error}");
        assert_eq!(error.lines().count(), 1, "{error}");
    }
    assert!(!folder.error(&["nosferatu.txt"]).contains("did you mean"));
}

const REVIEW: &str = "# The Night Ferry (1931)\n\nby Max Rull\n\nRating: 3/4\n\n\
    Ida Holm directs. Tilda Moss plays Clara, a nurse. ||They drown.|| See [more](https://example.org/a).\n";

#[test]
fn film_and_credits_open_what_is_printed() {
    let folder = Folder::new("head").with("review.md", REVIEW);
    let text = folder.text(&["--judge", "fast", "review.md"]);
    let head: Vec<&str> = text.lines().take(2).collect();
    assert_eq!(head, ["The Night Ferry (1931)", "3/4 · by Max Rull"], "{text}");
    assert_eq!(text.matches("Night Ferry").count(), 1, "{text}");
    assert!(text.contains("Director: Ida Holm") && text.contains("Tilda Moss as Clara"), "{text}");
    let markdown = folder.text(&["--judge", "fast", "--format", "markdown", "review.md"]);
    assert!(
        markdown.starts_with("# The Night Ferry (1931)\n\n3/4 · by Max Rull\n\n- Director: Ida Holm"),
        "{markdown}"
    );
    let without = folder.text(&["--hide-ratings", "--people", "no-characters", "review.md"]);
    assert!(
        !without.contains("3/4") && !without.contains("as Clara") && without.contains("Tilda Moss"),
        "{without}"
    );
    let part = folder.text(&["--format", "json", "--hide-ratings", "review.md"]);
    assert!(part.contains("\"rating\":null") && !part.contains("3/4"), "{part}");
}

#[test]
fn links_are_live_where_that_is_asked_for() {
    let folder = Folder::new("links").with("review.md", REVIEW);
    assert!(!folder.text(&["review.md"]).contains('\u{1b}'));
    let text = folder.text(&["--links", "review.md"]);
    assert!(
        text.contains("\u{1b}]8;;https://example.org/a") && text.contains("more\u{1b}]8;;\u{1b}\\"),
        "{text}"
    );
}
