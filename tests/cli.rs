//! The program as it is called: what it prints, what it says when something is wrong, and with what
//! exit code it ends.

#[path = "support/folder.rs"]
mod folder;

use std::fs;
use std::io::Read;
use std::process::{Command as Process, Output, Stdio};

use assert_cmd::Command;
use folder::Folder;
use serde_json::Value;

const REVIEW: &str = "\
# The Night Ferry (1931)

A quiet film about a loud sea. >!The captain drowns CANARY.!< The camera loves the fog.

## The story

The photography is handsome, and the *borrowed* light is a delight.

>!She is the captain's daughter CANARY. She leaves with the mate CANARY.!<

## Verdict

Go and see it.
";

impl Folder {
    /// The program, called in this folder, with nothing of the developer's own settings.
    fn call(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::cargo_bin("unspoiled").unwrap();
        command.current_dir(self.path()).args(arguments);
        command.env("HOME", self.path().join("home")).env_remove("XDG_CONFIG_HOME");
        command.env("XDG_STATE_HOME", self.path().join("state"));
        for name in ["NO_COLOR", "CLICOLOR_FORCE"] {
            command.env_remove(name);
        }
        command
    }

    fn text(&self, arguments: &[&str]) -> String {
        let output = self.call(arguments);
        assert_eq!(code(&output), 0, "{arguments:?}: {}", errors(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.text(&[&["--format", "json"], arguments].concat())).unwrap()
    }
}

fn ferry(test: &str) -> Folder {
    Folder::new(test).with("ferry.md", REVIEW)
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn errors(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn piped_it_prints_text_with_veils() {
    let text = ferry("text").text(&["ferry.md"]);
    assert!(text.contains("A quiet film about a loud sea. ▒ ending ▒ The camera loves the fog."), "{text}");
    assert!(text.contains("The story\n") && !text.contains('#') && !text.contains('\u{1b}'), "{text}");
}

#[test]
fn no_output_holds_what_is_hidden() {
    let folder = ferry("canary");
    for format in ["text", "markdown", "html", "json"] {
        for more in
            [&["--plain"][..], &["--section", "2"], &["--outline"], &["--credits"], &["--color", "always"]]
        {
            let output = folder.call(&[&["--format", format, "ferry.md"], more].concat());
            assert_eq!(code(&output), 0, "{format} {more:?}");
            assert!(!printed(&output).contains("CANARY"), "{format} {more:?}");
        }
    }
    assert!(!printed(&folder.call(&["check", "ferry.md"])).contains("CANARY"));
}

#[test]
fn with_nothing_hidden_all_is_printed() {
    let folder = ferry("all");
    for format in ["text", "markdown", "html", "json"] {
        let text = folder.text(&["--format", format, "--hide", "nothing", "ferry.md"]);
        assert_eq!(text.matches("CANARY").count(), 3, "{format}");
        assert!(!text.contains('▒'), "{format}");
    }
}

#[test]
fn the_hide_level_decides() {
    let folder = ferry("levels");
    for level in ["ending", "plot", "premise"] {
        assert!(folder.text(&["--hide", level, "ferry.md"]).contains("▒ ending ▒"), "{level}");
    }
}

#[test]
fn plain_veils_are_words() {
    let text = ferry("plain").text(&["--plain", "ferry.md"]);
    assert!(text.contains("[spoiler: ending]") && text.is_ascii(), "{text}");
}

#[test]
fn no_line_is_wider_than_asked() {
    let folder = ferry("width");
    for width in [10, 20, 33, 80] {
        let text = folder.text(&["--width", &width.to_string(), "--hide", "nothing", "ferry.md"]);
        assert!(text.lines().all(|line| line.chars().count() <= width), "{text}");
    }
}

#[test]
fn colours_are_for_who_wants_them() {
    let folder = ferry("colours");
    let coloured = |command: &mut Command| {
        String::from_utf8(command.output().unwrap().stdout).unwrap().contains('\u{1b}')
    };
    assert!(!coloured(&mut folder.command(&["ferry.md"])));
    assert!(coloured(&mut folder.command(&["--color", "always", "ferry.md"])));
    assert!(coloured(folder.command(&["ferry.md"]).env("CLICOLOR_FORCE", "1")));
    assert!(!coloured(folder.command(&["ferry.md"]).env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1")));
    assert!(!coloured(folder.command(&["--color", "never", "ferry.md"]).env("CLICOLOR_FORCE", "1")));
}

#[test]
fn json_has_the_fields_of_its_schema_in_their_order() {
    let folder = ferry("schema");
    let text = folder.text(&["--format", "json", "ferry.md"]);
    assert_eq!(text.lines().count(), 1);
    let names = [
        "schema",
        "source",
        "format",
        "language",
        "hide",
        "film",
        "reviewer",
        "publication",
        "date",
        "rating",
        "words",
        "minutes",
        "sections",
        "paragraphs",
        "sentences",
        "credits",
        "films",
    ];
    let places: Vec<usize> = names.iter().map(|name| text.find(&format!("\"{name}\":")).unwrap()).collect();
    assert!(places.is_sorted(), "{text}");
    let json: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json.as_object().unwrap().len(), names.len());
    assert_eq!(
        (&json["schema"], &json["format"], &json["hide"]),
        (&1.into(), &"markdown".into(), &"plot".into())
    );
    assert_eq!(json["source"], "ferry.md");
}

#[test]
fn json_has_one_entry_for_a_hidden_passage_and_its_indexes_agree() {
    let json = ferry("passages").json(&["ferry.md"]);
    let sentences = json["sentences"].as_array().unwrap();
    let hidden: Vec<&Value> = sentences.iter().filter(|sentence| sentence["hidden"] == true).collect();
    assert_eq!(hidden.len(), 2);
    for sentence in hidden {
        assert!(
            sentence["text"].is_null() && sentence["level"] == "ending" && sentence["reason"] == "markup"
        );
        assert_eq!(sentence["scores"]["ending"], 1.0);
    }
    for (at, sentence) in sentences.iter().enumerate() {
        assert_eq!(sentence["index"], at);
        let paragraph =
            &json["paragraphs"][usize::try_from(sentence["paragraph"].as_u64().unwrap()).unwrap()];
        let range = &paragraph["sentences"];
        assert!(range[0].as_u64() <= Some(at as u64) && Some(at as u64) < range[1].as_u64());
    }
    for (at, paragraph) in json["paragraphs"].as_array().unwrap().iter().enumerate() {
        // What stands before the first section belongs to none.
        let Some(section) = paragraph["section"].as_u64() else { continue };
        let range = &json["sections"][usize::try_from(section).unwrap()]["paragraphs"];
        assert!(range[0].as_u64() <= Some(at as u64) && Some(at as u64) < range[1].as_u64());
    }
}

#[test]
fn json_is_the_same_whatever_is_hidden() {
    let passage = |hidden: &str| {
        let review = format!("# A film\n\nA start. {hidden} A middle.\n\n{hidden}\n\nAn end, and more.\n");
        let folder = Folder::new("interference").with("a.md", review);
        ["json", "text", "markdown", "html"].map(|format| folder.text(&["--format", format, "a.md"]))
    };
    let short = passage(">!He dies.!<");
    assert_eq!(short, passage(">!Nobody dies. They all go home to Ostend! Really? Yes.!<"));
    assert_eq!(short, passage(">!彼は死ぬ。!<"));
}

#[test]
fn outputs_are_the_same_however_many_blocks_are_hidden() {
    let region = |hidden: &str| {
        let review = format!(
            "# A film\n\n## Story\n\nA start.\n\n::: spoiler\n\n{hidden}\n\n:::\n\nA middle.\n\n## End\n\nSo be it.\n"
        );
        let folder = Folder::new("blocks").with("a.md", review);
        let outputs =
            ["json", "text", "markdown", "html"].map(|format| folder.text(&["--format", format, "a.md"]));
        (outputs, folder.text(&["--outline", "a.md"]), printed(&folder.call(&["check", "a.md"])))
    };
    let one = region("He dies.");
    assert_eq!(one, region("He dies.\n\nShe does not. They meet.\n\nAnd part."));
    assert_eq!(
        one,
        region(
            "He dies.\n\n## Later\n\nShe weeps.\n\n- one\n- two\n\n```\ncode\n```\n\n### Last\n\nAll is well."
        )
    );
}

#[test]
fn json_with_nothing_hidden_has_no_null_among_its_sentences() {
    let json = ferry("null").json(&["--hide", "nothing", "ferry.md"]);
    let sentences = json["sentences"].as_array().unwrap();
    assert!(sentences.iter().all(|sentence| sentence["text"].is_string() && sentence["hidden"] == false));
    assert_eq!(sentences.iter().filter(|sentence| sentence["level"] == "ending").count(), 3);
}

#[test]
fn markdown_reads_back_as_the_same_text() {
    let tricky = "# A *film* (1931)\n\n## One\n\n1\\. Not a list, \\*not\\* emphasis, a \\[link\\](no) and a_b_c & <3.\n\n\
        > Quoted, with `code` and **strong *both* words**.\n\n- one\n- two\n  - deeper\n\n| a | b |\n| --- | --- |\n\
        | x \\| y | [z](https://example.org/a_(b)) |\n\n```\nas it  stands >!so!<\n```\n\nA line\\\nand another.\n\n\\>!Not hidden!<\n";
    let folder = Folder::new("back").with("a.md", tricky);
    let once = folder.text(&["--hide", "nothing", "--format", "markdown", "a.md"]);
    let again = Folder::new("back-again").with("a.md", &once);
    assert_eq!(again.text(&["--hide", "nothing", "--format", "markdown", "a.md"]), once);
    let plain = ["--hide", "nothing", "--format", "text", "a.md"];
    assert_eq!(again.text(&plain), folder.text(&plain));
    let all = ["--hide", "nothing", "a.md"];
    assert_eq!(again.json(&all)["sentences"], folder.json(&all)["sentences"]);
}

#[test]
fn html_stands_alone() {
    let page = ferry("html").text(&["--format", "html", "ferry.md"]);
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
    assert_eq!(page.matches("<details open>").count(), page.matches("</details>").count());
    assert!(
        page.contains("<em>borrowed</em>") && page.contains("<span class=\"veil ending\">▒ ending ▒</span>")
    );
    for foreign in ["<script", "src=", "@import", "url(", "http"] {
        assert!(!page.contains(foreign), "{foreign}");
    }
}

#[test]
fn html_escapes_everything() {
    let review = "# <script>alert(1)</script> & \"so\"\n\nA [link](javascript:alert(1)) and [another](https://a.org/?x=\"y\").\n";
    let page = Folder::new("escape").with("a.md", review).text(&["--format", "html", "a.md"]);
    assert!(!page.contains("<script") && !page.contains("javascript:"), "{page}");
    assert!(page.contains("&amp;") && page.contains("href=\"https://a.org/?x=&quot;y&quot;\""), "{page}");
}

#[test]
fn a_section_is_found_by_number_and_by_title() {
    let folder = ferry("section");
    let story = folder.text(&["--section", "1", "ferry.md"]);
    assert!(story.starts_with("The story\n") && !story.contains("Go and see it"), "{story}");
    assert_eq!(folder.text(&["--section", "the ST", "ferry.md"]), story);
    let output = folder.call(&["--section", "Casting", "ferry.md"]);
    assert_eq!(code(&output), 2);
    assert_eq!(errors(&output), "unspoiled: ferry.md: there is no section 'Casting'; --outline lists them\n");
}

#[test]
fn the_outline_counts() {
    let outline = ferry("outline").text(&["--outline", "ferry.md"]);
    let lines: Vec<&str> = outline.lines().collect();
    assert_eq!(lines.len(), 2, "{outline}");
    assert!(lines[0].starts_with("1 The story") && lines[0].ends_with("2 ¶ · 1 min · ▒ 1"), "{outline}");
    assert!(!lines[1].contains('▒'), "{outline}");
}

#[test]
fn check_tells_places_and_ends_with_one() {
    let folder = ferry("check")
        .with("safe.md", "# A film\n\nNothing happens.\n")
        .with("open.md", "One >!two three.\n");
    let output = folder.call(&["check", "ferry.md"]);
    assert_eq!(code(&output), 1);
    let found = printed(&output);
    assert_eq!(found.lines().count(), 2, "{found}");
    assert_eq!(
        found,
        "ferry.md:3:34: ending: marked, paragraph 1\n\
         ferry.md:9:3: ending: marked, section 1 (The story), paragraph 2\n"
    );
    let shown = printed(&folder.call(&["check", "--show", "ferry.md"]));
    assert!(shown.lines().next().unwrap().ends_with(", paragraph 1: The captain drowns CANARY."), "{shown}");
    assert_eq!(code(&folder.call(&["check", "safe.md"])), 0);
    let open = folder.call(&["check", "open.md"]);
    assert_eq!(code(&open), 1);
    assert!(printed(&open).contains("never closed"), "{}", printed(&open));
    assert!(printed(&open).ends_with("open.md:1:7: unclosed: spoiler markup is never closed, paragraph 1\n"));
    assert_eq!(code(&folder.call(&["check", "safe.md", "none.md"])), 3);
}

#[test]
fn check_speaks_to_programs() {
    let folder =
        ferry("check-json").with("a b/\u{e9}.md", "\u{feff}A \u{1F600} film.\r\n\r\nSo ||he CANARY||.\r\n");
    let lines = printed(&folder.call(&["check", "--format", "json", "ferry.md", "a b/\u{e9}.md"]));
    let found: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let place =
        |of: &Value| ["line", "column", "end_line", "end_column"].map(|name| of[name].as_u64().unwrap());
    let places: Vec<[u64; 4]> = found.iter().map(place).collect();
    assert_eq!(places, [[3, 34, 3, 60], [9, 3, 9, 73], [3, 6, 3, 15]], "{lines}");
    assert_eq!(
        (&found[0]["source"], &found[0]["level"], &found[0]["reason"]),
        (&"ferry.md".into(), &"ending".into(), &"markup".into())
    );
    let output = folder.call(&["check", "--format", "sarif", "ferry.md", "a b/\u{e9}.md"]);
    assert_eq!(code(&output), 1);
    let report: Value = serde_json::from_str(&printed(&output)).unwrap();
    let results = report["runs"][0]["results"].as_array().unwrap();
    let located = &results[2]["locations"][0]["physicalLocation"];
    assert_eq!((results.len(), &report["version"]), (3, &"2.1.0".into()));
    assert_eq!(located["artifactLocation"]["uri"], "a%20b/%C3%A9.md");
    assert_eq!((&located["region"]["startLine"], &located["region"]["startColumn"]), (&3.into(), &6.into()));
    assert!(!lines.contains("CANARY") && !report.to_string().contains("CANARY"));
    let none = folder.with("safe.md", "A film.\n").call(&["check", "--format", "sarif", "safe.md"]);
    assert_eq!(code(&none), 0);
    assert!(printed(&none).contains("\"results\":[]"));
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_done() {
    let folder = ferry("rest").with("b.txt", "Another review.\n");
    let output = folder.call(&["none.txt", "ferry.md", "b.txt"]);
    assert_eq!(code(&output), 3);
    assert_eq!(errors(&output), "unspoiled: none.txt: there is no such file; check the path\n");
    let text = printed(&output);
    assert!(text.contains("==> ferry.md <==") && text.contains("==> b.txt <==\n\nAnother review."), "{text}");
}

#[test]
fn many_inputs_are_one_object_a_line() {
    let folder = ferry("many").with("b.txt", "Another review.\n");
    let text = folder.text(&["--format", "json", "ferry.md", "b.txt"]);
    let sources: Vec<Value> =
        text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["source"].clone()).collect();
    assert_eq!(sources, ["ferry.md", "b.txt"]);
}

#[test]
fn a_folder_is_its_reviews_in_order() {
    let folder = Folder::new("folder")
        .with("all/b.md", "# B\n\nBee.\n")
        .with("all/a.txt", "Ay.\n")
        .with("all/picture.png", [0x89, b'P', b'N', b'G'])
        .with("empty/notes.rs", "fn main() {}");
    let text = folder.text(&["all"]);
    let (a, b) = (text.find("==> all/a.txt <==").unwrap(), text.find("==> all/b.md <==").unwrap());
    assert!(a < b && !text.contains("picture"), "{text}");
    let output = folder.call(&["empty"]);
    assert_eq!(code(&output), 3);
    assert!(errors(&output).contains("empty: no reviews in this folder"), "{}", errors(&output));
}

/// Two reviews on a page, and the same as a feed; what is hidden in one stays so.
#[test]
fn a_page_that_lists_reviews_is_as_many_inputs() {
    let review = |name: &str, text: &str| {
        format!("<div itemprop=review><b itemprop=author>{name}</b><p itemprop=reviewBody>{text}</p></div>")
    };
    let text = "The fog is real, and the <span class=spoiler>CANARY</span> is not.";
    let page = format!("<html><body>{}{}</body></html>", review("Ann Lorn", text), review("Bo Kim", text));
    let folder = ferry("list").with("list.html", &page);
    let named = folder.text(&["list.html"]);
    let piped = printed(&folder.command(&["-"]).write_stdin(page).output().unwrap());
    for (text, name) in [(named, "list.html"), (piped, "standard input")] {
        assert!(text.contains(&format!("==> {name}#2 <==")) && !text.contains("#3"), "{text}");
        assert!(text.contains("Ann Lorn") && text.contains("Bo Kim") && !text.contains("CANARY"), "{text}");
    }
    let feed = "<rss version='2.0'><channel><title>x</title><item><title>One</title><description>It sails.</description></item>\
                <item><title>Two</title><description>It sinks.</description></item></channel></rss>";
    let text = printed(&folder.command(&["-"]).write_stdin(feed).output().unwrap());
    assert!(text.contains("standard input#2") && text.contains("It sinks."), "{text}");
}

#[test]
fn a_file_of_many_reviews_is_a_list_of_them() {
    let folder = Folder::new("lists")
        .with(
            "a.jsonl",
            "{\"text\":\"A calm film.\"}\n{\"text\":\"So ||CANARY|| it goes.\",\"title\":\"B\"}\n",
        )
        .with(
            "reviews.csv",
            "Date,Name,Year,Rating,Review\n2024-01-02,Fog,1942,4.5,\"It sails.\n\n<i>So</i> it does.\"\n",
        )
        .with("other.csv", "a,b\n1,2\n")
        .with("broken.epub", "PK no book");
    let text = folder.text(&["a.jsonl", "reviews.csv"]);
    assert!(text.contains("==> a.jsonl#2 <==\n\nSo ▒ ending ▒ it goes."), "{text}");
    assert!(text.contains("==> reviews.csv#1 <==\n\nFog (1942)") && text.contains("4.5/5"), "{text}");
    assert_eq!(folder.json(&["reviews.csv"])["film"]["title"], "Fog");
    assert!(folder.text(&["other.csv"]).contains("a,b"));
    let output = folder.call(&["broken.epub"]);
    assert_eq!((code(&output), errors(&output).lines().count()), (3, 1));
    assert!(errors(&output).starts_with("unspoiled: broken.epub: no book"), "{}", errors(&output));
}

#[test]
fn standard_input_is_read() {
    let folder = ferry("stdin");
    let unnamed = folder.command(&[]).write_stdin(REVIEW).output().unwrap();
    let output = folder.command(&["-"]).write_stdin(REVIEW).output().unwrap();
    assert_eq!(unnamed.stdout, output.stdout, "what is piped in need not be named");
    assert_eq!(code(&output), 0);
    assert_eq!(printed(&output), folder.text(&["ferry.md"]));
}

#[test]
fn without_input_the_review_that_comes_with_the_program_is_read() {
    let folder = Folder::new("sample");
    let mut command = Process::new(assert_cmd::cargo::cargo_bin("unspoiled"));
    command
        .current_dir(folder.path())
        .env("XDG_STATE_HOME", folder.path().join("state"))
        .stdin(Stdio::null());
    let text = String::from_utf8(command.output().unwrap().stdout).unwrap();
    assert!(text.contains("Never Let Me Go") && text.contains('▒'), "{text}");
}

#[test]
fn encodings_are_found_out() {
    let words = "The score by Amélie Müller isn’t subtle, but “good” déjà-vu is rare.\n";
    let wide: Vec<u8> = words.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked: Vec<u8> =
        [b"\xFE\xFF".to_vec(), words.encode_utf16().flat_map(u16::to_be_bytes).collect()].concat();
    let folder = Folder::new("encodings")
        .with("utf8.txt", words)
        .with("bom.txt", format!("\u{FEFF}{words}"))
        .with("wide.txt", wide)
        .with("marked.txt", marked)
        .with("old.txt", encoding_rs::WINDOWS_1252.encode(words).0);
    for name in ["utf8.txt", "bom.txt", "wide.txt", "marked.txt", "old.txt"] {
        // The credits open it.
        let text = folder.text(&[name]);
        assert_eq!(text.strip_prefix("Music: Amélie Müller\n\n"), Some(words), "{name}");
    }
}

/// So many bytes as a compressed file might have them.
fn random(length: usize) -> Vec<u8> {
    let mut state = 7_u32;
    let next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    std::iter::repeat_with(next).take(length).collect()
}

#[test]
fn bad_input_gives_a_line_or_a_readable_text() {
    let folder = Folder::new("bad")
        .with("empty.txt", "")
        .with("blank.md", " \n\n\t\n")
        .with("page.html", "<html><head><title></title></head><body> </body></html>")
        .with("random.txt", random(4000))
        .with("nul.txt", "One\0two and three.\n")
        .with("zeros.txt", [0; 2000])
        .with("escape.txt", "A \u{1b}[31mred\u{1b}[0m word.\n")
        .with("front.md", "---\ntitle: [unclosed\n---\n\nA film.\n");
    assert_eq!(folder.text(&["nul.txt"]), "One␀two and three.\n");
    assert_eq!(folder.text(&["escape.txt"]), "A ␛[31mred␛[0m word.\n");
    assert!(folder.text(&["front.md"]).contains("A film."));
    let binary = "this is no text; give a text, a Markdown file or a page";
    let blank = "there is nothing in it to be read; give a review";
    let nameless = "an input without a name; give a file, a folder, an address, or - for standard input";
    for (name, told, what) in [
        ("zeros.txt", "zeros.txt", binary),
        ("random.txt", "random.txt", binary),
        ("empty.txt", "empty.txt", blank),
        ("blank.md", "blank.md", blank),
        ("page.html", "page.html", blank),
        ("", "''", nameless),
        (" ", "' '", nameless),
    ] {
        for format in ["text", "json", "html", "markdown", "reader"] {
            let output = folder.call(&["--format", format, name]);
            let expected = (3, format!("unspoiled: {told}: {what}\n"), String::new());
            assert_eq!((code(&output), errors(&output), printed(&output)), expected, "{name} as {format}");
        }
        let import = errors(&folder.call(&["import", ""]));
        assert_eq!(import, "unspoiled: '': there is no such file; check the path\n");
        let output = folder.call(&["check", name]);
        assert_eq!((code(&output), errors(&output)), (3, format!("unspoiled: {told}: {what}\n")));
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let folder = Folder::new("pipe").with("long.txt", "A line of a review.\n\n".repeat(50_000));
    for format in ["text", "json", "html", "markdown"] {
        let mut child = Process::new(assert_cmd::cargo::cargo_bin("unspoiled"))
            .args(["--format", format, "long.txt"])
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = [0; 10];
        let mut out = child.stdout.take().unwrap();
        out.read_exact(&mut first).unwrap();
        drop(out);
        let output = child.wait_with_output().unwrap();
        assert_eq!((code(&output), errors(&output)), (0, String::new()), "{format}");
    }
}

#[test]
fn wrong_arguments_end_with_two() {
    let folder = ferry("usage");
    let wrong = [
        &["--colour"][..],
        &["--hide", "all", "ferry.md"],
        &["--width", "3", "ferry.md"],
        &["--outline", "--credits", "ferry.md"],
        &["check"],
        &["completions", "tcsh"],
        &["--config", "none.toml", "ferry.md"],
    ];
    for arguments in wrong {
        let output = folder.call(arguments);
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(printed(&output).is_empty() && !output.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn settings_are_read_and_the_command_line_wins() {
    let folder = ferry("settings").with("c.toml", "hide = \"nothing\"\n").with("bad.toml", "hied = 1\n");
    assert!(folder.text(&["--config", "c.toml", "ferry.md"]).contains("CANARY"));
    assert!(!folder.text(&["--config", "c.toml", "--hide", "plot", "ferry.md"]).contains("CANARY"));
    let output = folder.call(&["--config", "bad.toml", "ferry.md"]);
    assert_eq!(code(&output), 2);
    assert!(
        errors(&output).starts_with("unspoiled: bad.toml:1: unknown field `hied`"),
        "{}",
        errors(&output)
    );
    assert_eq!(errors(&output).lines().count(), 1);
}

#[test]
fn a_file_called_like_a_command_is_opened_by_its_path() {
    let folder = Folder::new("names").with("check", "A film.\n").with("man", "Another.\n");
    assert_eq!(folder.text(&["./check"]), "A film.\n");
    assert_eq!(folder.text(&["--", "man"]), "Another.\n");
}

#[test]
fn it_explains_itself() {
    let folder = Folder::new("help");
    assert!(folder.text(&["--help"]).contains("curtain"));
    let version = folder.text(&["--version"]);
    assert!(version.starts_with(&format!("unspoiled {} (", env!("CARGO_PKG_VERSION"))), "{version}");
    assert!(version.contains("models ") && version.lines().count() == 1, "{version}");
    let manual = folder.text(&["man"]);
    for title in ["KEYS", "FILES", "ENVIRONMENT", "EXIT STATUS", "EXAMPLES", "COMMANDS"] {
        assert!(
            manual.contains(&format!(".SH \"{title}\"")) || manual.contains(&format!(".SH {title}")),
            "{title}"
        );
    }
    assert!(manual.contains(".TH unspoiled 1") && manual.contains("no\\-text"), "{manual}");
    assert!(
        folder.text(&["keys"]).lines().any(|line| line.starts_with("quit ") && line.ends_with("  Q C-c"))
    );
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(folder.text(&["completions", shell]).contains("unspoiled"), "{shell}");
    }
}

/// Writes what is kept of reviews as if they had been read: two of one film, one of another.
fn kept(test: &str) -> Folder {
    use unspoiled::shelf::{Entry, Film, Origin, Viewing};
    let folder = ferry(test);
    let store = unspoiled::state::Store::at(folder.path().join("state/unspoiled"));
    let reviews = [
        ("The Night Ferry", 1931, "Max Rull", 40),
        ("Night Ferry, The", 1931, "Ann Hay", 100),
        ("Fog", 1942, "Max Rull", 0),
    ];
    for (at, (title, year, reviewer, progress)) in reviews.into_iter().enumerate() {
        let document = unspoiled::review::read(format!("Review {at}."), unspoiled::review::Format::Text);
        let entry = Entry {
            key: document.key(),
            title: Some(title.to_owned()),
            year: Some(year),
            reviewer: Some(reviewer.to_owned()),
            rating: Some(75),
            name: format!("{at}.txt"),
            origin: Origin::File(format!("/reviews/{at}.txt").into()),
            progress,
            minutes: 3,
            read: at as u64,
            ..Entry::default()
        };
        let nothing = unspoiled::state::Record::default();
        let record = nothing.renewed(unspoiled::app::Kept::default(), entry, document.sketch());
        store.save(&nothing, &record, None).unwrap();
    }
    store.see(&Film { title: "Fog".to_owned(), year: Some(1942) }, Viewing::Seen).unwrap();
    folder
}

#[test]
fn the_shelf_is_printed_by_film() {
    let folder = kept("shelf");
    let lines: Vec<String> = folder.text(&["shelf"]).lines().map(str::to_owned).collect();
    assert_eq!(
        lines,
        [
            "Fog (1942)  seen",
            "  Max Rull · 2.txt  75/100  0%  3 min left",
            "Night Ferry, The (1931)",
            "  Ann Hay · 1.txt  75/100  100%  3 min left",
            "  Max Rull · 0.txt  75/100  40%  3 min left",
        ]
    );
    let text = folder.text(&["shelf", "--format", "json"]);
    let objects: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(objects.len(), 3);
    assert_eq!(objects[0]["film"]["title"], "Fog");
    assert_eq!((&objects[0]["seen"], &objects[1]["seen"]), (&Value::Bool(true), &Value::Bool(false)));
    assert_eq!((&objects[0]["rating"], &objects[0]["minutes_left"]), (&0.75.into(), &3.into()));
    assert_eq!(Folder::new("bare").text(&["shelf"]), "");
}

#[test]
fn what_is_kept_is_exported_and_imported() {
    let (here, there) = (kept("export"), Folder::new("import"));
    let exported = here.text(&["export"]);
    fs::write(there.path().join("kept.json"), &exported).unwrap();
    let told = there.text(&["import", "kept.json"]);
    assert_eq!(told, "kept.json: taken in: reviews: 3, films seen: 1\n");
    assert_eq!(there.text(&["export"]), exported);
    assert_eq!(there.text(&["shelf"]), here.text(&["shelf"]));
    let mut piped = there.command(&["import", "-"]);
    assert!(piped.write_stdin(exported).output().unwrap().status.success());
    fs::write(there.path().join("other.json"), "{}").unwrap();
    let refused = there.call(&["import", "other.json"]);
    assert_eq!(code(&refused), 3);
    assert!(
        errors(&refused).starts_with("unspoiled: other.json: nothing that can be taken in"),
        "{}",
        errors(&refused)
    );
    let missing = there.call(&["import", "none.json"]);
    assert_eq!((code(&missing), errors(&missing).lines().count()), (3, 1));
}

#[test]
fn printing_keeps_nothing() {
    let folder = ferry("prints");
    folder.text(&["ferry.md"]);
    folder.json(&["ferry.md"]);
    assert!(!folder.path().join("state").exists());
}

#[test]
fn a_theme_that_is_not_there_is_an_error_wherever_it_is_asked_for() {
    let output = Folder::new("interference").call(&["--theme", "nope", "--format", "text"]);
    assert_eq!((code(&output), output.stdout.len()), (2, 0));
    assert_eq!(errors(&output).lines().count(), 1);
    let output = Folder::new("interference").call(&["--no-such-option"]);
    assert_eq!((code(&output), errors(&output).lines().count()), (2, 1));
}
