//! What is kept, and found again: by several at once, by who is killed amid a write, after the file was
//! edited, and from what cannot be read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use proptest::prelude::*;
use unspoiled::app::{Anchor, App, Curtain, From, Kept, Message, Settings};
use unspoiled::review::fingerprint::Fingerprint;
use unspoiled::review::gate::Rulings;
use unspoiled::review::{self, Document, Format};
use unspoiled::shelf::{Entry, Film, Origin, Viewing};
use unspoiled::state::{Carried, Record, Store};

#[path = "support/folder.rs"]
mod folder;
#[path = "support/reader.rs"]
mod reader;

use folder::Folder;

impl Folder {
    fn store(&self) -> Store {
        Store::at(self.path().join("state"))
    }

    fn files(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![self.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { folders.push(path) } else { found.push(path) }
            }
        }
        found
    }
}

fn print(number: u64) -> Fingerprint {
    serde_json::from_value(format!("{number:016x}").into()).unwrap()
}

/// A review with so many sentences, of which one may be edited.
fn text(sentences: usize, edited: Option<usize>) -> String {
    let sentence = |n| match edited {
        Some(edited) if edited == n => format!("This sentence numbered {n} was written anew."),
        _ => format!("The ferry leaves the harbour for the {n}th time in fog and rain."),
    };
    let paragraph = |n: usize| (n * 4..n * 4 + 4).map(sentence).collect::<Vec<_>>().join(" ");
    (0..sentences / 4).map(paragraph).collect::<Vec<_>>().join("\n\n")
}

fn read(text: &str) -> Document {
    review::read(text.to_owned(), Format::Markdown)
}

fn open(text: &str) -> App {
    App::new(read(text), Settings::default(), (80, 24))
}

fn press(app: &mut App, row: &str) {
    for key in unspoiled::app::keymap::keys(row).unwrap() {
        app.update(Message::Key(key));
    }
}

fn entry(document: &Document, title: &str) -> Entry {
    Entry {
        key: document.key(),
        title: Some(title.to_owned()),
        name: "review.md".to_owned(),
        origin: Origin::File("/reviews/review.md".into()),
        read: 1,
        ..Entry::default()
    }
}

/// What would be kept of `app`.
fn record(app: &App, base: &Record) -> Record {
    let document = app.reading().document();
    base.renewed(app.kept(), Entry { key: document.key(), ..app.entry() }, document.sketch())
}

/// Reads `source`, presses `keys`, keeps what is to be kept, and opens `again` with what was found.
fn reopen(test: &str, source: &str, keys: &str, again: &str) -> (App, App) {
    let folder = Folder::new(test);
    let mut app = open(source);
    press(&mut app, keys);
    folder.store().save(&Record::default(), &record(&app, &Record::default()), None).unwrap();
    let mut later = open(again);
    let found = folder.store().find(later.reading().document(), &Origin::Pipe);
    let kept = found.record.expect("it should be found again").kept;
    later.update(Message::Restore(Box::new(kept)));
    (app, later)
}

const REVIEW: &str = "\
# The Night Ferry (1931)

By Max Rull

Opening words by Ida Holm.

## Story

A girl boards. ||She drowns.|| Ida Holm films it.

Does he live? ||No.||

Does she live? ||No.||

## Night

Dark water. It is cold, and colder still.

## Dawn

[spoiler=plot]She wakes.[/spoiler]

Light water.

## Verdict

Go and see. ||Twice.||

Bring a coat.
";

#[test]
fn the_reader_goes_on_where_they_were() {
    for keys in ["]s]s s", "]s!", "3", "zM", "2 za", "3 m a g", "<", ">", "]s s ]s s ]s !", "jjj !", "G"] {
        let (before, after) = reopen("restored", REVIEW, keys, REVIEW);
        assert_eq!(before.snapshot(), after.snapshot(), "after {keys}");
    }
}

/// Of two passages that say the same, one was opened.
#[test]
fn a_passage_is_known_by_its_place() {
    let (before, after) = reopen("places", REVIEW, "]s]s s", REVIEW);
    let hidden = |app: &App| app.reading().gate().passages().iter().map(|p| p.hidden).collect::<Vec<_>>();
    assert_eq!(hidden(&before), [true, false, true, true, true]);
    assert_eq!(hidden(&before), hidden(&after));
}

#[test]
fn an_edited_review_keeps_what_still_fits() {
    let long = text(80, None);
    let marked = |middle: &str| format!("{long}\n\nHe lives? ||{middle}||\n\nThe end. ||It was a dream.||\n");
    let (before, after) = reopen("edited", &marked("No."), "]s s ]s s", &marked("Yes, he does."));
    let hidden = |app: &App| app.reading().gate().passages().iter().map(|p| p.hidden).collect::<Vec<_>>();
    assert_eq!(hidden(&before), [false, false]);
    assert_eq!(
        hidden(&after),
        [true, true],
        "another text is another curtain: nothing that was opened is open"
    );
    let (before, after) = reopen("moved", &long, "Space Space", &format!("A new beginning.\n\n{long}"));
    let top = |app: &App| app.kept().place.unwrap().block;
    assert_eq!(top(&before), top(&after));
}

#[test]
fn an_edited_file_takes_the_place_of_what_it_was() {
    let folder = Folder::new("replaced");
    let store = folder.store();
    let (old, new) = (read(&text(80, None)), read(&text(80, Some(7))));
    let origin = Origin::File("/reviews/review.md".into());
    let first = Record::default().renewed(Kept::default(), entry(&old, "Ferry"), old.sketch());
    store.save(&Record::default(), &first, None).unwrap();
    let found = store.find(&new, &origin);
    assert_eq!(found.was, Some(old.key()));
    let second = found.record.unwrap().renewed(Kept::default(), entry(&new, "Ferry"), new.sketch());
    store.save(&Record::default(), &second, found.was).unwrap();
    let keys: Vec<_> = store.shelf().unwrap().iter().map(|entry| entry.key).collect();
    assert_eq!(keys, [new.key()]);
    let other = read(&text(40, None).replace("ferry", "train").replace("fog", "sun"));
    assert!(store.find(&other, &Origin::Pipe).record.is_none(), "another review is another review");
}

#[test]
fn nothing_kept_quotes_what_is_hidden() {
    let folder = Folder::new("canary");
    let source = "# The ||zyxwquail|| Ferry (1931)\n\nBy Max Rull\n\nOne. ||zyxwquail drowns.|| Two.\n\n||zyxwquail||\n";
    for keys in ["j", "s", "S", "]s s", "!", "S m a"] {
        let mut app = open(source);
        press(&mut app, keys);
        folder.store().save(&Record::default(), &record(&app, &Record::default()), None).unwrap();
        let files = folder.files();
        assert!(files.len() >= 2);
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            assert!(!text.contains("quail") && !text.contains("drowns"), "{keys}: {text}");
        }
    }
}

#[test]
fn two_windows_agree() {
    let folder = Folder::new("windows");
    let store = folder.store();
    let (mut one, mut other) = (open(REVIEW), open(REVIEW));
    let base = record(&one, &Record::default());
    store.save(&Record::default(), &base, None).unwrap();
    press(&mut one, "]s !");
    press(&mut other, "]s ]s ]s !");
    store.save(&base, &record(&one, &base), None).unwrap();
    let merged = store.save(&base, &record(&other, &base), None).unwrap();
    for app in [&mut one, &mut other] {
        app.update(Message::Agree(Box::new(merged.kept.clone())));
    }
    assert_eq!(one.kept().rulings, other.kept().rulings);
    assert_eq!(one.kept().rulings.safe.len(), 2);
    // And one of them takes its overruling back.
    let base = record(&one, &merged);
    press(&mut one, "!");
    let taken_back = store.save(&base, &record(&one, &base), None).unwrap();
    other.update(Message::Agree(Box::new(taken_back.kept)));
    for app in [&one, &other] {
        let rulings = app.kept().rulings;
        assert_eq!((rulings.safe.len(), rulings.spoilers.len()), (1, 1));
    }
}

#[test]
fn what_cannot_be_read_is_set_aside() {
    for (name, content) in [
        ("corrupt", "{\"version\":1,".to_owned()),
        ("foreign", "[1, 2]".to_owned()),
        ("binary", "\u{0}\u{1}".to_owned()),
        ("future", "{\"version\":2,\"place\":\"elsewhere\"}".to_owned()),
    ] {
        let folder = Folder::new(name);
        let store = folder.store();
        let app = open(REVIEW);
        let ours = record(&app, &Record::default());
        store.save(&Record::default(), &ours, None).unwrap();
        let file = folder.path().join(format!("state/reviews/{}.json", app.reading().document().key()));
        fs::write(&file, &content).unwrap();
        let found = store.find(app.reading().document(), &Origin::Pipe);
        let notice = found.notice.expect("the reader should know");
        assert!(notice.contains("set aside"), "{notice}");
        let aside = file.with_file_name(format!("{}.aside-1", file.file_name().unwrap().to_str().unwrap()));
        assert_eq!(fs::read_to_string(&aside).unwrap(), content);
        store.save(&Record::default(), &ours, None).unwrap();
        // A second one has a place of its own.
        fs::write(&file, &content).unwrap();
        store.find(app.reading().document(), &Origin::Pipe);
        assert!(aside.with_extension("aside-2").exists() && aside.exists());
    }
}

#[test]
fn a_broken_index_is_made_anew() {
    let folder = Folder::new("index");
    let store = folder.store();
    let app = open(REVIEW);
    store.save(&Record::default(), &record(&app, &Record::default()), None).unwrap();
    let whole = store.shelf().unwrap();
    assert_eq!(whole.len(), 1);
    let index = folder.path().join("state/index.jsonl");
    for broken in ["{\"key\":", "nonsense\n"] {
        fs::write(&index, broken).unwrap();
        assert_eq!(store.shelf().unwrap(), whole, "{broken}");
    }
    fs::remove_file(&index).unwrap();
    assert_eq!(store.shelf().unwrap(), whole);
}

#[test]
fn where_nothing_can_be_written_nothing_breaks() {
    let folder = Folder::new("blocked");
    fs::write(folder.path().join("state"), "a file where the folder should be").unwrap();
    let store = folder.store();
    let app = open(REVIEW);
    let error = store.save(&Record::default(), &record(&app, &Record::default()), None).unwrap_err();
    assert!(error.to_string().contains("cannot be kept"), "{error}");
    assert!(!error.to_string().contains('\n'));
    assert!(store.find(app.reading().document(), &Origin::Pipe).record.is_none());
    assert!(store.shelf().unwrap().is_empty());
}

#[test]
fn films_are_told_apart_by_title_and_year() {
    let film = |title: &str, year| Film { title: title.to_owned(), year };
    let folder = Folder::new("films");
    let store = folder.store();
    fs::create_dir_all(folder.path().join("state")).unwrap();
    store.see(&film("The Night Ferry", Some(1931)), Viewing::Seen).unwrap();
    let seen = store.seen(&mut None);
    for same in
        ["the night ferry", "Night Ferry, The", "THE NIGHT-FERRY!", "  Night   Ferry", "The Night Férry"]
    {
        assert_eq!(seen.viewing(&film(same, Some(1931))), Viewing::Seen, "{same}");
    }
    for (title, year) in
        [("The Night Ferry", Some(2010)), ("The Night Ferry", None), ("The Night Ferries", Some(1931))]
    {
        assert_eq!(seen.viewing(&film(title, year)), Viewing::Unseen, "{title} {year:?}");
    }
    store.see(&film("Night Ferry", Some(1931)), Viewing::Unseen).unwrap();
    assert!(store.seen(&mut None).films().is_empty());
}

#[test]
fn everything_can_be_carried_elsewhere() {
    let (here, there) = (Folder::new("here"), Folder::new("there"));
    let mut app = open(REVIEW);
    press(&mut app, "]s s 2 m a");
    here.store().save(&Record::default(), &record(&app, &Record::default()), None).unwrap();
    here.store().see(&app.film().unwrap(), Viewing::Seen).unwrap();
    let bytes = here.store().export().unwrap().bytes();
    let carried = Carried::parse("state.json", &bytes).unwrap();
    assert_eq!(there.store().import(carried.clone()).unwrap(), (1, 1));
    assert_eq!(there.store().import(carried).unwrap(), (1, 1), "twice is no harm");
    assert_eq!(there.store().export().unwrap().bytes(), bytes);
    assert_eq!(there.store().shelf().unwrap(), here.store().shelf().unwrap());
    assert!(Carried::parse("x.json", b"{}").unwrap_err().to_string().starts_with("x.json: nothing that"));
    let newer = Carried::parse("x.json", b"{\"version\":9}").unwrap_err();
    assert!(newer.to_string().contains("version 9"), "{newer}");
}

fn anchors() -> impl Strategy<Value = Anchor> {
    let from =
        prop_oneof![Just(From::Start), Just(From::End), any::<u64>().prop_map(|n| From::Sentence(print(n)))];
    (any::<u64>(), from, any::<u32>(), any::<usize>()).prop_map(|(block, from, offset, words)| Anchor {
        block: print(block),
        from,
        offset,
        words,
    })
}

fn prints() -> impl Strategy<Value = BTreeSet<Fingerprint>> {
    prop::collection::btree_set(any::<u64>().prop_map(print), 0..6)
}

fn kept() -> impl Strategy<Value = Kept> {
    let curtain =
        prop::sample::select(vec![Curtain::Ending, Curtain::Plot, Curtain::Premise, Curtain::Nothing]);
    let rulings = (prints(), prints(), prints(), prints())
        .prop_map(|(opened, safe, spoilers, hidden)| Rulings { opened, safe, spoilers, hidden });
    let marks = prop::collection::btree_map(any::<char>(), anchors(), 0..5);
    (prop::option::of(anchors()), prop::option::of(prints()), prop::option::of(curtain), rulings, marks)
        .prop_map(|(place, folds, hide, rulings, marks)| Kept {
            place,
            folds,
            hide,
            rulings,
            marks,
            ..Kept::default()
        })
}

fn records() -> impl Strategy<Value = Record> {
    let told = (prop::option::of(any::<String>()), prop::option::of(any::<u16>()), any::<String>());
    let origin = prop_oneof![
        Just(Origin::Pipe),
        Just(Origin::Sample),
        any::<String>().prop_map(|path| Origin::File(path.into())),
        any::<String>().prop_map(Origin::Web),
    ];
    let unknown = prop::collection::btree_map("later_[a-z]{1,6}", any::<i64>(), 0..3);
    (kept(), told, origin, 0..=100_u8, any::<u32>(), any::<u64>(), unknown).prop_map(
        |(kept, (title, year, name), origin, progress, minutes, read, unknown)| {
            let document = read_key(&name);
            let entry = Entry {
                key: document.key(),
                title,
                year,
                name,
                origin,
                progress,
                minutes,
                read,
                ..Entry::default()
            };
            let mut record = Record::default().renewed(kept, entry, document.sketch());
            let unknown: BTreeMap<String, i64> = unknown;
            record.unknown = unknown.into_iter().map(|(name, value)| (name, value.into())).collect();
            record
        },
    )
}

fn read_key(text: &str) -> Document {
    review::read(text.to_owned(), Format::Text)
}

proptest! {
    #![proptest_config(reader::cases(64))]

    #[test]
    fn what_is_saved_is_loaded(record in records()) {
        let folder = Folder::new("property");
        let store = folder.store();
        let saved = store.save(&Record::default(), &record, None).unwrap();
        prop_assert_eq!(&saved, &record);
        prop_assert_eq!(store.peek(record.shelf.entry.key), Some(record.clone()));
        prop_assert_eq!(&store.shelf().unwrap()[0], &record.shelf.entry);
        // Written again by who has changed nothing, it is what it was.
        prop_assert_eq!(store.save(&record, &record, None).unwrap(), record);
    }
}

#[test]
fn what_is_not_known_is_kept() {
    let folder = Folder::new("unknown");
    let store = folder.store();
    let app = open(REVIEW);
    let ours = record(&app, &Record::default());
    store.save(&Record::default(), &ours, None).unwrap();
    let file = folder.path().join(format!("state/reviews/{}.json", app.reading().document().key()));
    let with = fs::read_to_string(&file).unwrap().replacen(
        "{\"version\":1",
        "{\"version\":1,\"tags\":[\"noir\"]",
        1,
    );
    let with = with.replacen("\"shelf\":{", "\"shelf\":{\"lent\":true,", 1);
    fs::write(&file, with).unwrap();
    store.save(&ours, &ours, None).unwrap();
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("\"tags\":[\"noir\"]") && text.contains("\"lent\":true"), "{text}");
}

/// This test binary, running `test` as a child on the store in `dir`.
fn child(test: &str, dir: &Path, number: usize) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", test, "--ignored", "--nocapture"]);
    command.env("UNSPOILED_TEST_DIR", dir).env("UNSPOILED_TEST_NUMBER", number.to_string());
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn told_to_child() -> Option<(Store, usize)> {
    let dir = std::env::var_os("UNSPOILED_TEST_DIR")?;
    let number = std::env::var("UNSPOILED_TEST_NUMBER").ok()?.parse().ok()?;
    Some((Store::at(PathBuf::from(dir)), number))
}

#[test]
#[ignore = "is run by four_processes_lose_none_of_each_others_writes"]
fn child_that_writes() {
    let Some((store, number)) = told_to_child() else { return };
    let common = read(REVIEW);
    let mut base = Record::default();
    for write in 0..200 {
        let n = (number * 200 + write) as u64;
        // Each in the record that all of them write, in one of its own, and in the list of films.
        let mut kept = base.kept.clone();
        kept.rulings.safe.insert(print(n));
        let ours = base.renewed(kept, entry(&common, "Ferry"), common.sketch());
        store.save(&base, &ours, None).unwrap();
        base = ours;
        if write % 10 == 0 {
            let own = read(&format!("Review number {n} of a film."));
            let record = Record::default().renewed(Kept::default(), entry(&own, "Own"), own.sketch());
            store.save(&Record::default(), &record, None).unwrap();
            store.see(&Film { title: format!("Film {n}"), year: None }, Viewing::Seen).unwrap();
        }
    }
}

#[test]
fn four_processes_lose_none_of_each_others_writes() {
    let folder = Folder::new("four");
    let dir = folder.path().join("state");
    let children: Vec<_> = (0..4).map(|n| child("child_that_writes", &dir, n).spawn().unwrap()).collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let store = folder.store();
    let record = store.peek(read(REVIEW).key()).unwrap();
    assert_eq!(record.kept.rulings.safe.len(), 800);
    assert_eq!(store.shelf().unwrap().len(), 81);
    assert_eq!(store.seen(&mut None).films().len(), 80);
}

#[test]
#[ignore = "is run by who_is_killed_amid_a_write_leaves_the_old_or_the_new"]
fn child_that_is_killed() {
    let Some((store, _)) = told_to_child() else { return };
    let document = read(REVIEW);
    let mut base = store.peek(document.key()).unwrap_or_default();
    loop {
        // All marks are written at once, so that half a record would show.
        let next = base.kept.marks.get(&'a').map_or(0, |mark| mark.words) + 1;
        let mark = |_| Anchor { block: print(7), from: From::Start, offset: 0, words: next };
        let marks = ('a'..='z').map(|name| (name, mark(name))).collect();
        let ours =
            base.renewed(Kept { marks, ..Kept::default() }, entry(&document, "Ferry"), document.sketch());
        base = store.save(&base, &ours, None).unwrap();
    }
}

#[test]
fn who_is_killed_amid_a_write_leaves_the_old_or_the_new() {
    let folder = Folder::new("killed");
    let store = folder.store();
    let key = read(REVIEW).key();
    let mut last = 0;
    for kill in 0..200_u64 {
        let mut child = child("child_that_is_killed", &folder.path().join("state"), 0).spawn().unwrap();
        // Not before it has begun to write; then at another moment each time.
        while store.peek(key).is_none_or(|record| record.kept.marks[&'a'].words <= last) {
            std::thread::yield_now();
        }
        let moment = std::time::Instant::now();
        while moment.elapsed() < std::time::Duration::from_micros(kill * 37 % 2_000) {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let record = store.peek(key).expect("it should be whole");
        let words: BTreeSet<usize> = record.kept.marks.values().map(|mark| mark.words).collect();
        assert_eq!((record.kept.marks.len(), words.len()), (26, 1), "after kill {kill}");
        assert!(record.kept.marks[&'a'].words > last);
        last = record.kept.marks[&'a'].words;
        assert_eq!(store.shelf().unwrap().len(), 1);
    }
    assert!(!folder.files().iter().any(|file| file.to_string_lossy().contains("aside")));
}

/// Of thousands what was read last is there at once, and the same as in the whole.
#[test]
fn the_latest_are_the_last_of_all() {
    let folder = Folder::new("latest");
    let store = folder.store();
    let app = open(REVIEW);
    store.save(&Record::default(), &record(&app, &Record::default()), None).unwrap();
    assert!(store.latest().is_none(), "a short shelf is read whole");
    let index = folder.path().join("state/index.jsonl");
    let line = fs::read_to_string(&index).unwrap();
    let numbered = |n: usize| line.replacen("{\"key\":\"0", &format!("{{\"key\":\"{:x}", n % 16), 1);
    fs::write(&index, (0..2_000).map(numbered).collect::<String>()).unwrap();
    let (latest, all) = (store.latest().unwrap(), store.shelf().unwrap());
    assert_eq!((latest.len(), all.len()), (100, 2_000));
    assert_eq!(latest, all[1_900..]);
}
