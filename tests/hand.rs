//! What strangers trip over: the real program in a pseudo-terminal, with pipes, signals, other terminals and
//! what is kept from one reading to the next.
#![cfg(unix)]

#[path = "support/folder.rs"]
mod folder;
#[path = "support/pseudo.rs"]
#[allow(dead_code)] // Other tests use what these do not.
mod pseudo;
#[path = "support/server.rs"]
mod server;

use std::fs;
use std::process::{Command, Stdio};

use folder::Folder;
use portable_pty::CommandBuilder;
use pseudo::{Terminal, command, unspoiled};

const REVIEW: &str = "# The Night Ferry (1931)\n\nA quiet film about a loud sea. ||They drown.|| It isn’t “small”.\n\n\
    ## The story\n\nA girl boards the co\u{AD}oper\u{AD}ative ferry.\n\n## The verdict\n\nGo and see it.\n";

/// A folder with a review in it.
fn folder(test: &str) -> Folder {
    Folder::new(test).with("review.md", REVIEW)
}

impl Folder {
    fn start(&self, arguments: &[&str]) -> Terminal {
        Terminal::start(unspoiled(self.path(), arguments), 100, 30)
    }

    fn open(&self) -> Terminal {
        let terminal = self.start(&["review.md"]);
        terminal.wait_for("A quiet film");
        terminal
    }
}

fn quit(mut terminal: Terminal) {
    terminal.send("Q");
    assert!(terminal.ended().success());
    terminal.assert_restored();
}

fn fifo(folder: &Folder, name: &str) {
    assert!(Command::new("mkfifo").arg(folder.path().join(name)).status().unwrap().success());
}

#[test]
fn what_is_piped_in_need_not_be_named() {
    let folder = folder("piped");
    let line = format!("cat review.md | '{}'", env!("CARGO_BIN_EXE_unspoiled"));
    let terminal = Terminal::start(command(folder.path(), "sh", &["-c", &line]), 80, 24);
    terminal.wait_for("A quiet film");
    quit(terminal);
}

#[test]
fn escape_ends_nothing_but_what_is_open() {
    let folder = folder("escape");
    let terminal = folder.open();
    terminal.send("\x1b");
    terminal.wait_for("Nothing to close; q quits");
    terminal.send("/quiet");
    terminal.wait_for("1 of 1");
    terminal.send("\x03");
    terminal.wait_gone("1 of 1");
    terminal.send("?");
    terminal.wait_for("Keys");
    terminal.send("\x1b");
    terminal.wait_gone("Keys");
    quit(terminal);
}

/// Over a slow line the codes of a key come apart.
#[test]
fn a_key_that_comes_in_two_parts_is_one_key() {
    let folder = folder("parts");
    let terminal = folder.open();
    terminal.send("t");
    terminal.wait_for("Sections");
    terminal.send("\x1b");
    terminal.send("[B");
    terminal.send("\r");
    terminal.wait_gone("Sections");
    terminal.wait_for("§ 2/2 The verdict");
    quit(terminal);
}

#[test]
fn what_is_pasted_is_searched_for_and_found_as_it_looks() {
    let folder = folder("paste");
    let terminal = folder.open();
    terminal.send("/\x1b[200~isn't \"small\"\x1b[201~");
    // What is still being judged is found as soon as that is done.
    terminal.wait("a hit", |screen| ["1 of 1", "1 hit"].iter().any(|told| screen.contents().contains(told)));
    terminal.send("\r/quiet\r/");
    terminal.send("\x1b[A\x1b[A");
    terminal.wait_for("/isn't");
    terminal.send("\x03");
    quit(terminal);
}

#[test]
fn the_look_is_remembered() {
    let folder = folder("look");
    let is_light = |screen: &vt100::Screen| {
        matches!(screen.cell(20, 1).map(vt100::Cell::bgcolor), Some(vt100::Color::Idx(231 | 230 | 255 | 15)))
            || matches!(screen.cell(20, 1).map(vt100::Cell::bgcolor), Some(vt100::Color::Rgb(r, ..)) if r > 200)
    };
    let terminal = folder.open();
    terminal.send("T");
    terminal.wait_for("Theme: light");
    terminal.wait("a light ground", is_light);
    terminal.send("-");
    terminal.wait_for("68 columns wide");
    quit(terminal);
    let terminal = folder.open();
    terminal.wait("a light ground again", is_light);
    terminal.send("-");
    terminal.wait_for("64 columns wide");
    quit(terminal);
}

#[test]
fn a_pipe_that_says_nothing_is_given_up() {
    let folder = folder("fifo");
    fifo(&folder, "slow.md");
    let mut terminal = folder.start(&["review.md", "slow.md"]);
    terminal.wait_for("A quiet film");
    terminal.send("\x0e");
    terminal.wait_for("C-c cancels");
    terminal.send("\x03");
    terminal.wait_for("cancelled");
    terminal.send("\x0e");
    terminal.wait_for("C-c cancels");
    terminal.signal("TERM");
    terminal.ended();
    terminal.assert_restored();
}

/// A child of this terminal minds the signal, whatever the parent of the tests ignores.
#[test]
fn a_slow_address_is_cancelled_with_an_interrupt() {
    let folder = folder("interrupt");
    let (address, requests) = server::bare(|_| std::thread::sleep(std::time::Duration::from_secs(30)));
    let mut terminal = folder.start(&[&address]);
    requests.recv_timeout(std::time::Duration::from_secs(20)).unwrap();
    terminal.send("\x03");
    assert_eq!(terminal.ended().signal(), Some("Interrupt"));
    assert!(!terminal.is_raw());
}

#[test]
fn a_file_that_became_a_pipe_is_given_up() {
    let folder = folder("became");
    let terminal = folder.open();
    fs::remove_file(folder.path().join("review.md")).unwrap();
    fifo(&folder, "review.md");
    terminal.send("r");
    terminal.wait_for("C-c cancels");
    terminal.send("\x03");
    terminal.wait_for("cancelled");
    quit(terminal);
}

#[test]
fn every_signal_that_ends_restores_the_terminal() {
    for (name, shown) in [("QUIT", "Quit"), ("ABRT", "Aborted")] {
        let folder = folder(name);
        let mut terminal = folder.open();
        terminal.signal(name);
        let status = terminal.ended();
        terminal.assert_restored();
        assert!(status.signal().is_some_and(|signal| signal.starts_with(shown)), "{status:?}");
    }
}

#[test]
fn a_dumb_terminal_gets_text() {
    let folder = folder("dumb");
    for term in ["dumb", ""] {
        let mut command = unspoiled(folder.path(), &["review.md"]);
        command.env("TERM", term);
        let mut terminal = Terminal::start(command, 80, 24);
        terminal.wait_for("Go and see it.");
        assert!(terminal.ended().success());
        assert!(!terminal.bytes().contains(&0x1b), "a code was sent");
    }
}

/// The state's folder with things in it that were not put there by us.
#[test]
fn pipes_and_links_where_state_is_kept_are_no_trap() {
    let folder = folder("trap");
    quit(folder.open());
    let state = folder.path().join(".local/state/unspoiled");
    let precious = folder.path().join("precious");
    fs::write(&precious, "precious").unwrap();
    std::os::unix::fs::symlink(&precious, state.join("new.tmp")).unwrap();
    fifo(&folder, ".local/state/unspoiled/seen.json");
    let terminal = folder.open();
    terminal.send("J");
    quit(terminal);
    assert_eq!(fs::read_to_string(&precious).unwrap(), "precious");
}

#[test]
fn a_full_disk_is_told_and_loses_nothing() {
    let folder = folder("full");
    let terminal = folder.open();
    terminal.send("J");
    terminal.wait_for("§ 1/2");
    quit(terminal);
    let line = format!("trap '' XFSZ; ulimit -f 0; exec '{}' review.md", env!("CARGO_BIN_EXE_unspoiled"));
    let mut terminal = Terminal::start(command(folder.path(), "sh", &["-c", &line]), 100, 30);
    terminal.wait_for("§ 1/2");
    terminal.send("J");
    terminal.wait_for("§ 2/2");
    terminal.send("Q");
    terminal.ended();
    terminal.wait_for("cannot be kept");
    let terminal = folder.open();
    terminal.wait_for("§ 1/2");
    quit(terminal);
}

/// The programs for the clipboard that this test puts on the path write down what they get.
#[test]
fn in_a_multiplexer_the_clipboard_is_asked_by_its_programs() {
    let folder = folder("clipboard");
    let script = "#!/bin/sh\ncat > \"$HOME/copied\"\n";
    let program = folder.path().join("tmux");
    fs::write(&program, script).unwrap();
    assert!(Command::new("chmod").arg("+x").arg(&program).status().unwrap().success());
    let with = |path: &str| -> CommandBuilder {
        let mut command = unspoiled(folder.path(), &["review.md"]);
        command.env("TMUX", "/tmp/x,1,0");
        command.env_remove("DISPLAY");
        command.env_remove("WAYLAND_DISPLAY");
        command.env("PATH", path);
        command
    };
    let terminal = Terminal::start(with(&format!("{}:/usr/bin:/bin", folder.path().display())), 100, 30);
    terminal.wait_for("A quiet film");
    terminal.send("2y");
    terminal.wait_for("was copied");
    assert_eq!(fs::read_to_string(folder.path().join("copied")).unwrap(), "The verdict\n\nGo and see it.");
    quit(terminal);
    let terminal = Terminal::start(with("/nowhere"), 100, 30);
    terminal.wait_for("A quiet film");
    terminal.send("2y");
    terminal.wait_for("Not copied");
    quit(terminal);
}

#[test]
fn links_lead_somewhere_where_the_terminal_follows_them() {
    let folder = folder("links");
    fs::write(
        folder.path().join("review.md"),
        "See [the studio](https://example.org/a) and ||[x](https://example.org/b)||.\n",
    )
    .unwrap();
    let mut command = unspoiled(folder.path(), &["review.md"]);
    command.env("VTE_VERSION", "7000");
    let terminal = Terminal::start(command, 80, 24);
    terminal.wait_for("See the studio");
    let bytes = String::from_utf8_lossy(&terminal.bytes()).into_owned();
    assert!(bytes.contains("\x1b]8;;https://example.org/a\x1b\\") && !bytes.contains("example.org/b"));
    quit(terminal);
}

#[test]
fn notes_are_kept_without_a_word_of_the_review() {
    let folder = folder("notes");
    let terminal = folder.open();
    terminal.send("]]]]v");
    terminal.wait_for("y copies");
    terminal.send("a");
    terminal.wait_for("note:");
    terminal.send("who is she?\r");
    terminal.wait_for("Noted");
    quit(terminal);
    quit(folder.open());
    let mut command = Command::new(env!("CARGO_BIN_EXE_unspoiled"));
    command.arg("notes").current_dir(folder.path()).env("HOME", folder.path()).env_remove("XDG_STATE_HOME");
    let printed = String::from_utf8(command.stdin(Stdio::null()).output().unwrap().stdout).unwrap();
    assert!(printed.contains("# The Night Ferry (1931)") && printed.contains("who is she?"), "{printed}");
    assert!(printed.contains("> Go and see it."), "{printed}");
    let reviews = folder.path().join(".local/state/unspoiled/reviews");
    for file in fs::read_dir(reviews).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        assert!(text.contains("who is she?") && !text.contains("Go and"), "{text}");
    }
}

/// What a note is on may hold what is hidden: it is printed under the curtain that is drawn everywhere else.
#[test]
fn notes_are_printed_under_the_reader_s_own_curtain() {
    let folder = Folder::new("curtain")
        .with(
            "heist.txt",
            "The Long Dig\n\nThe photography is warm and the editing has wit. Four retired locksmiths plan to rob \
             the bank next door. The songs are lovely.\n",
        )
        .with(".config/unspoiled/config.toml", "hide = \"premise\"\n");
    let terminal = folder.start(&["heist.txt"]);
    terminal.wait_for("premise ▒");
    terminal.send("v");
    terminal.wait_for("y copies");
    terminal.send("jjj");
    terminal.send("a");
    terminal.wait_for("note:");
    terminal.send("see it again\r");
    terminal.wait_for("Noted");
    quit(terminal);
    let mut command = Command::new(env!("CARGO_BIN_EXE_unspoiled"));
    command.arg("notes").current_dir(folder.path()).env("HOME", folder.path());
    command.env_remove("XDG_STATE_HOME").env_remove("XDG_CONFIG_HOME");
    let printed = String::from_utf8(command.stdin(Stdio::null()).output().unwrap().stdout).unwrap();
    assert!(printed.contains("editing has wit. ▒ premise ▒ The songs"), "{printed}");
}
