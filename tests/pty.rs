//! The real program in a pseudo-terminal: it opens, it obeys, it leaves the terminal as it found it
//! however it ends, and no byte that it sends holds a word of a hidden passage.
#![cfg(unix)]

#[path = "support/folder.rs"]
mod folder;
#[path = "support/pseudo.rs"]
mod pseudo;
#[path = "support/server.rs"]
mod server;

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};

use folder::Folder;
use pseudo::{LIGHT, Terminal, command, unspoiled};
use unspoiled::app::Settings;
use unspoiled::review::{self, Format};
use unspoiled::tui::{self, Review, Work};
use unspoiled::view::theme::{Colours, Themes};

/// Stands in hidden passages only.
const CANARY: &str = "zyxwquail";

/// A folder with a review in it.
fn folder(test: &str) -> Folder {
    Folder::new(test).with("review.md", review())
}

impl Folder {
    /// The program with the review open on a screen of 80 by 24.
    fn open(&self) -> Terminal {
        let terminal = Terminal::start(unspoiled(self.path(), &["review.md"]), 80, 24);
        terminal.wait_for("A quiet film");
        terminal.assert_taken();
        terminal
    }
}

/// A review of some pages with hidden passages of every size.
fn review() -> String {
    let filler = |section: usize| -> String {
        let line =
            |n| format!("Paragraph {n} of section {section} speaks of the fog, the sea and the ferry.\n\n");
        (1..=12).map(line).collect()
    };
    format!(
        "# The Night Ferry (1931)\n\nA quiet film about a loud sea. >!The {CANARY} drowns.!< The fog is real.\n\n\
         {}\n## The story\n\nA girl boards.\n\n::: spoiler\n\nShe meets the {CANARY}.\n\nThe {CANARY} sings.\n\n:::\n\n\
         {}\n## The {CANARY} sinks ||{CANARY}||\n\nThat title is no secret.\n\n{}\n\
         ## The verdict\n\nGo ||{CANARY}|| and see.\n\n{}I liked it very much indeed.\n",
        filler(1),
        filler(2),
        filler(3),
        filler(4),
    )
    .replace(&format!("## The {CANARY} sinks"), "## The camera and the light")
}

#[test]
fn it_opens_and_quits() {
    let folder = folder("quits");
    let mut terminal = folder.open();
    terminal.wait_for("ending ▒");
    terminal.send("q");
    assert!(terminal.ended().success());
    terminal.assert_restored();
}

#[test]
fn a_light_terminal_gets_the_light_theme_and_the_next_start_begins_with_it() {
    let folder = folder("light");
    let title = |screen: &vt100::Screen| screen.cell(0, 1).map(vt100::Cell::fgcolor);
    let is_titled = |screen: &vt100::Screen| screen.contents().contains("Night Ferry");
    let seen = Cell::new(None);
    let dark = folder.open();
    dark.wait("a title", |screen| {
        seen.set(title(screen));
        is_titled(screen)
    });
    quit(dark);
    let dark = seen.get();
    let start = || Terminal::start_on(LIGHT, unspoiled(folder.path(), &["review.md"]), 80, 24);
    let first = start();
    first.wait("the light theme", |screen| is_titled(screen) && title(screen) != dark);
    quit(first);
    let next = start();
    next.wait("a title", |screen| {
        seen.set(title(screen));
        is_titled(screen)
    });
    quit(next);
    assert_ne!(seen.get(), dark, "it should begin with the theme that suits");
}

#[test]
fn a_signal_ends_it_and_the_terminal_is_restored() {
    for (name, shown) in [("TERM", "Terminated"), ("HUP", "Hangup"), ("INT", "Interrupt")] {
        let folder = folder(name);
        let mut terminal = folder.open();
        terminal.signal(name);
        let status = terminal.ended();
        terminal.assert_restored();
        assert_eq!(status.signal(), Some(shown), "it should die of the signal");
    }
}

#[test]
fn quitting_from_every_pane_restores_the_terminal() {
    for keys in ["?", "t", "/fog", "m", "\t", "e"] {
        let folder = folder("panes");
        let mut terminal = folder.open();
        terminal.send(keys);
        // The first ends a prompt, the next the program.
        terminal.send("\u{3}\u{3}");
        assert!(terminal.ended().success());
        terminal.assert_restored();
    }
}

/// Runs only as the child of the test below: a reader whose second review panics when it is opened.
#[test]
#[ignore = "is run in a terminal by a_panic_restores_the_terminal"]
fn child_that_panics() {
    let document = review::read(review(), Format::Markdown);
    let first = Review { name: "first".to_owned(), document, rest: None };
    let settings = Settings { input: (0, 2), ..Settings::default() };
    let themes = Themes::embedded(Colours::Indexed);
    let mut open = |_| -> Result<Work, String> { panic!("{CANARY}") };
    tui::run(first, settings, &themes, &mut open).unwrap();
}

#[test]
fn a_panic_restores_the_terminal_and_quotes_nothing() {
    let folder = folder("panic");
    let own = std::env::current_exe().unwrap();
    let arguments = ["--exact", "child_that_panics", "--ignored", "--nocapture", "--test-threads=1"];
    let child = command(folder.path(), own.to_str().unwrap(), &arguments);
    let mut terminal = Terminal::start(child, 80, 24);
    terminal.wait_for("A quiet film");
    terminal.assert_taken();
    terminal.send("\u{e}");
    assert!(!terminal.ended().success());
    terminal.assert_restored();
    terminal.wait_for("please report it");
    assert_no_canary(&terminal);
}

/// The worker's panic is caught and told as news; the screen stays ours.
#[test]
#[ignore = "is run in a terminal by a_caught_panic_leaves_the_screen_alone"]
fn child_that_catches_a_panic() {
    let document = review::read(review(), Format::Markdown);
    let rest = || {
        let caught = std::panic::catch_unwind(|| -> unspoiled::review::Document { panic!("{CANARY}") });
        caught.map_err(|_| "The rest could not be read".to_owned())
    };
    let first = Review { name: "first".to_owned(), document, rest: Some(Box::new(rest)) };
    tui::run(first, Settings::default(), &Themes::embedded(Colours::Indexed), &mut |_| Err(String::new()))
        .unwrap();
}

#[test]
fn a_caught_panic_leaves_the_screen_alone() {
    let folder = folder("caught");
    let own = std::env::current_exe().unwrap();
    let arguments = ["--exact", "child_that_catches_a_panic", "--ignored", "--nocapture", "--test-threads=1"];
    let child = command(folder.path(), own.to_str().unwrap(), &arguments);
    let mut terminal = Terminal::start(child, 80, 24);
    terminal.wait_for("The rest could not be read");
    terminal.wait_for("A quiet film");
    terminal.assert_taken();
    terminal.send("q");
    assert!(terminal.ended().success());
    terminal.assert_restored();
    assert_no_canary(&terminal);
}

#[test]
fn resizing_keeps_the_place() {
    let folder = folder("resize");
    let terminal = folder.open();
    terminal.send("J");
    terminal.wait("the story to be first", |screen| row(screen, 2).contains("The story"));
    for (columns, rows) in [(40, 12), (20, 6), (160, 50), (80, 24)] {
        terminal.resize(columns, rows);
        let what = format!("the story to be first at {columns} by {rows}");
        terminal.wait(&what, |screen| {
            let top = if rows < 8 { 1 } else { 2 };
            screen.size() == (rows, columns) && row(screen, top).contains("1 The")
        });
    }
}

fn row(screen: &vt100::Screen, row: usize) -> String {
    screen.rows(0, screen.size().1).nth(row).unwrap_or_default()
}

#[test]
fn a_pipe_is_read_and_the_keyboard_still_works() {
    let folder = folder("pipe");
    let line = format!("cat review.md | '{}' -", env!("CARGO_BIN_EXE_unspoiled"));
    let mut terminal = Terminal::start(command(folder.path(), "sh", &["-c", &line]), 80, 24);
    terminal.wait_for("A quiet film");
    terminal.send("G");
    terminal.wait_for("I liked it very much indeed.");
    terminal.send("q");
    assert!(terminal.ended().success());
    terminal.assert_restored();
}

#[test]
fn it_is_suspended_and_drawn_anew_when_it_goes_on() {
    let folder = folder("suspend");
    let mut terminal = folder.open();
    terminal.send("\u{1a}");
    terminal.stopped();
    terminal.assert_restored();
    terminal.wait_gone("A quiet film");
    terminal.signal("CONT");
    terminal.wait_for("A quiet film");
    terminal.assert_taken();
    terminal.send("G");
    terminal.wait_for("I liked it very much indeed.");
    terminal.send("q");
    assert!(terminal.ended().success());
    terminal.assert_restored();
}

#[test]
fn the_mouse_is_given_back_and_taken() {
    let folder = folder("mouse");
    let terminal = folder.open();
    let is_taken = |screen: &vt100::Screen| screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None;
    terminal.wait("the mouse to be taken", is_taken);
    terminal.send("M");
    terminal.wait("the mouse to be given back", |screen| !is_taken(screen));
    terminal.send("M");
    terminal.wait("the mouse to be taken again", is_taken);
    terminal.send("1\x1b[<0;5;3M\x1b[<0;5;3m");
    terminal.wait_for("▸ 1 The story");
}

#[test]
fn no_byte_holds_a_hidden_word() {
    let folder = folder("canary");
    let mut terminal = folder.open();
    let typed = [
        ("      ", "100%"),
        ("g", "A quiet film"),
        (&format!("/{CANARY}\r") as &str, "No hits"),
        ("\x1b", "not: No hits"),
        ("tzyx", "no section fits"),
        ("\x1b", "not: no section fits"),
        ("1", "▾ 1 The story"),
        ("zM", "▸ 1 The story"),
        ("zR", "▾ 1 The story"),
        ("g", "A quiet film"),
        ("]s", "▒ ending ▒"),
        ("e", "The author marked it"),
        ("\x1b", "not: The author marked it"),
        ("<", "the premise too"),
        ("y", "asked to copy"),
        ("GX", "Everything is hidden again"),
    ];
    for (keys, text) in typed {
        terminal.send(keys);
        match text.strip_prefix("not: ") {
            // Until an Escape has done its work, what is sent after it would go with Alt.
            Some(text) => terminal.wait_gone(text),
            None => terminal.wait_for(text),
        }
    }
    for (columns, rows) in [(30, 10), (120, 40), (80, 24)] {
        terminal.resize(columns, rows);
        // Drawn anew: a key that comes at the very moment of a resize may wait in crossterm for the next.
        terminal.wait("the new size", |screen| {
            row(screen, 0).rsplit('▒').next().is_some_and(|count| count.trim().parse::<u32>().is_ok())
                && row(screen, 0).trim_end().chars().count() == usize::from(columns) - 1
        });
    }
    terminal.send("Q");
    assert!(terminal.ended().success());
    terminal.assert_restored();
    assert_no_canary(&terminal);
}

/// What was searched for is echoed by the search line and nowhere else, so the canary is looked for
/// in what was sent before and after, letter by letter enough of it to be a word.
fn assert_no_canary(terminal: &Terminal) {
    let bytes = terminal.bytes();
    let text = String::from_utf8_lossy(&bytes);
    for piece in ["quail", "yxwq", "drowns"] {
        assert!(!text.contains(piece), "'{piece}' was sent");
    }
}

/// The opposite: the check above would see what is shown.
#[test]
fn what_is_revealed_is_sent() {
    let folder = folder("revealed");
    let terminal = folder.open();
    terminal.send("s");
    terminal.wait_for(CANARY);
    assert!(String::from_utf8_lossy(&terminal.bytes()).contains("quail"));
}

/// All files that are kept below `folder`, but for the reviews themselves.
fn kept_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.join(".local")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found
}

fn quit(mut terminal: Terminal) {
    terminal.send("Q");
    assert!(terminal.ended().success());
    terminal.assert_restored();
}

fn at_the_verdict(screen: &vt100::Screen) -> bool {
    row(screen, 2).contains("4 The verdict") || row(screen, 2).contains("3 The verdict")
}

/// Goes to the last section and leaves by `leave`; then opens the review again.
fn goes_on(test: &str, leave: impl FnOnce(&Folder, Terminal)) {
    let folder = folder(test);
    let terminal = folder.open();
    terminal.send("JJJ");
    terminal.wait("the verdict", at_the_verdict);
    leave(&folder, terminal);
    let again = Terminal::start(unspoiled(folder.path(), &["review.md"]), 80, 24);
    again.wait("the verdict again", at_the_verdict);
    quit(again);
}

#[test]
fn the_place_is_kept_however_it_ends() {
    goes_on("kept-quit", |_, terminal| quit(terminal));
    for signal in ["TERM", "HUP"] {
        goes_on(&format!("kept-{signal}"), |_, mut terminal| {
            terminal.signal(signal);
            terminal.ended();
        });
    }
    goes_on("kept-renamed", |folder, terminal| {
        quit(terminal);
        let other = folder.path().join("other.md");
        fs::rename(folder.path().join("review.md"), &other).unwrap();
        fs::copy(other, folder.path().join("review.md")).unwrap();
    });
    goes_on("kept-edited", |folder, terminal| {
        quit(terminal);
        let edited = review().replace("Paragraph 3 of section 1", "The third paragraph of the first");
        fs::write(folder.path().join("review.md"), edited).unwrap();
    });
}

/// Of a long review the beginning is shown at once; what is kept is found by the whole.
#[test]
fn the_place_in_a_long_review_is_kept() {
    let folder = folder("kept-long");
    let line =
        |n: usize| format!("Paragraph {n} of a long review speaks of fog and of the sea and ferries.\n\n");
    let long: String = (0..6_000).map(line).collect();
    fs::write(folder.path().join("long.md"), format!("# The Long Ferry (1931)\n\n{long}")).unwrap();
    let open = || Terminal::start(unspoiled(folder.path(), &["--hide", "ending", "long.md"]), 80, 24);
    let terminal = open();
    terminal.wait_for("The Long Ferry");
    terminal.send("Gbb");
    terminal.wait_for("Paragraph 5975 ");
    terminal.wait_gone("Paragraph 5999 ");
    quit(terminal);
    let terminal = open();
    terminal.wait_for("Paragraph 5975 ");
    quit(terminal);
}

/// Presses two keys that change nothing, and waits until they have been heard.
fn look_at_help(terminal: &Terminal) {
    terminal.send("?");
    terminal.wait_for("Move");
    terminal.send("q");
    terminal.wait_gone("Move");
}

/// Two readers of one review: what one overrules the other hears of.
#[test]
fn two_windows_hear_of_each_other() {
    let folder = folder("windows");
    let (one, other) = (folder.open(), folder.open());
    one.send("]s!");
    one.wait_for("no spoiler");
    other.send("]s]s!");
    other.wait_for("no spoiler");
    quit(one);
    let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
    other.send("g");
    while !other.text().contains(CANARY) {
        assert!(std::time::Instant::now() < until, "it did not hear:\n{}", other.text());
        look_at_help(&other);
    }
    quit(other);
    let again = folder.open();
    again.wait_for(CANARY);
    again.wait("two to be open", |screen| row(screen, 0).contains("▒ 2"));
    quit(again);
}

/// Nobody asks for it: it is kept after some seconds, and who is killed then loses nothing.
#[test]
fn what_has_changed_is_kept_after_a_while() {
    goes_on("kept-while", |folder, mut terminal| {
        let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
        let is_record = |file: &PathBuf| file.extension().is_some_and(|e| e == "json");
        while !kept_files(folder.path()).iter().any(is_record) {
            assert!(std::time::Instant::now() < until, "nothing was kept");
            std::thread::yield_now();
        }
        terminal.signal("KILL");
        terminal.ended();
    });
}

#[test]
fn without_state_nothing_is_kept() {
    let folder = folder("no-state");
    let terminal = Terminal::start(unspoiled(folder.path(), &["--no-state", "review.md"]), 80, 24);
    terminal.wait_for("A quiet film");
    terminal.send("JJJww");
    terminal.wait_for("You have seen this film");
    quit(terminal);
    assert_eq!(kept_files(folder.path()), Vec::<PathBuf>::new());
}

#[test]
fn a_folder_that_cannot_be_written_is_a_notice() {
    let folder = folder("read-only");
    fs::write(folder.path().join(".local"), "a file where a folder should be").unwrap();
    let mut terminal = folder.open();
    terminal.send("ww");
    terminal.wait_for("cannot be kept");
    terminal.send("J");
    terminal.wait("the story", |screen| row(screen, 2).contains("The story"));
    terminal.send("Q");
    assert!(terminal.ended().success());
    terminal.assert_restored();
    terminal.wait_for("cannot be kept");
}

#[test]
fn no_file_that_is_kept_holds_a_hidden_word() {
    let folder = folder("kept-canary");
    let terminal = folder.open();
    terminal.send("]ss]s!JJmazMzRSS");
    terminal.wait_for("all open");
    terminal.send(&format!("/{CANARY}\r"));
    terminal.send("w");
    terminal.wait_for("You have seen this film");
    quit(terminal);
    let files = kept_files(folder.path());
    assert!(files.len() >= 3, "{files:?}");
    for file in files {
        let text = String::from_utf8_lossy(&fs::read(&file).unwrap()).into_owned();
        for piece in ["quail", "yxwq", "drowns", "fog"] {
            assert!(!text.contains(piece), "'{piece}' is in {}", file.display());
        }
    }
}

#[test]
fn a_film_that_was_seen_is_open_in_every_review_of_it() {
    let folder = folder("seen");
    let other = "# The night ferry (1931)\n\nAnother review. ||All drown.|| So it goes.\n";
    fs::write(folder.path().join("other.md"), other).unwrap();
    fs::write(folder.path().join("remake.md"), other.replace("1931", "2010")).unwrap();
    let terminal = folder.open();
    terminal.send("ww");
    terminal.wait_for(CANARY);
    quit(terminal);
    let arguments = ["other.md", "remake.md"];
    let terminal = Terminal::start(unspoiled(folder.path(), &arguments), 80, 24);
    terminal.wait_for("All drown.");
    terminal.send("\u{e}");
    terminal.wait_for("ending ▒");
    terminal.send("\u{10}");
    terminal.wait_for("All drown.");
    terminal.send("ww");
    terminal.wait_for("ending ▒");
    quit(terminal);
    let terminal = folder.open();
    terminal.wait_for("ending ▒");
    quit(terminal);
}

#[test]
fn the_shelf_opens_what_was_read() {
    let folder = folder("shelf");
    fs::write(folder.path().join("fog.md"), "# Fog Bank (1942)\n\nA loud film.\n").unwrap();
    let terminal = Terminal::start(unspoiled(folder.path(), &["fog.md"]), 80, 24);
    terminal.wait_for("A loud film");
    quit(terminal);
    quit(folder.open());
    let terminal = Terminal::start(unspoiled(folder.path(), &[]), 80, 24);
    terminal.wait_for("2 reviews of 2 films");
    terminal.send("fog ban");
    terminal.wait_gone("Night Ferry");
    terminal.send("\r");
    terminal.wait_for("A loud film");
    terminal.send("R");
    terminal.wait_for("2 reviews of 2 films");
    terminal.send("ferry");
    terminal.wait_gone("Fog Bank");
    // C-w marks as seen, Delete twice forgets.
    terminal.send("\u{17}");
    terminal.wait_for("seen");
    terminal.send("\u{1b}[3~");
    terminal.wait_for("once more");
    terminal.send("\u{1b}[3~");
    terminal.wait_for("1 review of 1 film");
    quit_shelf(terminal);
}

fn quit_shelf(mut terminal: Terminal) {
    terminal.send("\u{3}");
    assert!(terminal.ended().success());
    terminal.assert_restored();
}

#[test]
fn a_slow_address_is_cancelled_and_the_reader_goes_on() {
    let folder = folder("slow");
    let (address, requests) = server::bare(|_| std::thread::sleep(std::time::Duration::from_secs(30)));
    let mut terminal = Terminal::start(unspoiled(folder.path(), &["review.md", &address]), 80, 24);
    terminal.wait_for("A quiet film");
    terminal.send("\x0e");
    terminal.wait_for("C-c cancels");
    requests.recv_timeout(std::time::Duration::from_secs(10)).unwrap();
    terminal.send("\x03");
    terminal.wait_for("cancelled");
    terminal.send(" q");
    assert!(terminal.ended().success());
    terminal.assert_restored();
}

#[test]
fn a_file_that_has_changed_is_read_again() {
    let folder = folder("reload");
    let terminal = folder.open();
    terminal.send("JJJ");
    terminal.wait("the verdict", at_the_verdict);
    let edited = review().replace("A girl boards.", "A girl boards the ferry. ||It sinks.||");
    let edited = edited.replace("I liked it very much indeed.", "The very last line. ||Really.||");
    fs::write(folder.path().join("review.md"), edited).unwrap();
    // The file is looked at now and then, when a key is pressed.
    let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while !terminal.text().contains("r reload") {
        assert!(std::time::Instant::now() < until, "no reload was offered");
        look_at_help(&terminal);
    }
    terminal.send("r");
    terminal.wait_for("Read again");
    terminal.wait("the verdict still", at_the_verdict);
    terminal.send("G");
    terminal.wait_for("The very last line. ▒ ending ▒");
    quit(terminal);
}

#[test]
fn a_review_from_the_web_opens_beside_a_file() {
    let folder = folder("web");
    let site = server::Site::page(
        "<html><title>Far away</title><p>A film from far away, and it was worth the way.</html>",
    );
    let mut terminal = Terminal::start(unspoiled(folder.path(), &["review.md", &site.at("/")]), 80, 24);
    terminal.wait_for("A quiet film");
    terminal.send("\x0e");
    terminal.wait_for("worth the way");
    terminal.send("q");
    assert!(terminal.ended().success());
}

#[test]
fn a_link_is_followed_and_back_leads_to_where_it_was() {
    let folder = folder("links");
    fs::write(folder.path().join("two.md"), "The second one, with no way on.\n").unwrap();
    fs::write(
        folder.path().join("one.md"),
        "The first one leads to [another](two.md) and [nowhere](ftp:x).\n",
    )
    .unwrap();
    let mut terminal = Terminal::start(unspoiled(folder.path(), &["one.md"]), 80, 24);
    terminal.wait_for("The first one");
    terminal.send("o");
    terminal.wait_for("1 another");
    terminal.send("2");
    terminal.wait_for("no page of the web");
    terminal.send("o1");
    terminal.wait_for("The second one");
    terminal.send("\x0f");
    terminal.wait_for("The first one");
    terminal.send("\x1b[1;3C");
    terminal.wait_for("The second one");
    terminal.send("q");
    assert!(terminal.ended().success());
}

#[test]
fn a_list_shows_several_reviews_and_opens_one() {
    let folder = folder("list");
    fs::write(folder.path().join("two.md"), "The second one.\n").unwrap();
    let mut terminal = Terminal::start(unspoiled(folder.path(), &["review.md", "two.md"]), 80, 24);
    terminal.wait_for("A quiet film");
    terminal.send("L");
    terminal.wait_for("• two.md");
    terminal.send("j\r");
    terminal.wait_for("The second one.");
    terminal.send("L");
    terminal.wait_for("▸ two.md");
    terminal.send("\x1b");
    terminal.wait_gone("▸ two.md");
    terminal.send("q");
    assert!(terminal.ended().success());
}

#[test]
fn the_titles_of_a_feed_obey_the_curtain() {
    let folder = folder("feed");
    let item = |title: &str, text: &str| {
        format!("<item><title>{title}</title><description>{text}</description></item>")
    };
    let hidden = format!("The mate ||is {CANARY}||");
    let items = item("The Night Ferry", "It sails, and sails.")
        + &item(&hidden, "It is cold.")
        + &item("Walter dies in the finale and Ada kills him", "It was so.")
        + &item("Three", "So.");
    let feed = format!("<rss version='2.0'><channel><title>x</title>{items}</channel></rss>");
    fs::write(folder.path().join("feed.xml"), feed).unwrap();
    let mut terminal = Terminal::start(unspoiled(folder.path(), &["feed.xml"]), 80, 24);
    terminal.wait_for("It sails");
    terminal.send("L");
    terminal.wait_for("• Three");
    terminal.wait_for("• ▒ ending ▒");
    assert!(!terminal.text().contains("Walter"));
    terminal.send("j\r");
    terminal.wait_for("It is cold.");
    terminal.send("q");
    assert!(terminal.ended().success());
    assert!(!String::from_utf8_lossy(&terminal.bytes()).contains(CANARY));
}
