//! Credits read out of prose, form by form, in sentences written for this file.
//!
//! The language of the cases: `<director>Ann Lorn</director>` marks a credit where its name is fullest,
//! `<actor Ode>Bo Tree</actor>` one with its character, `<film>Slow Dust</film>` another film. What is not
//! marked must not be found.

use std::collections::BTreeSet;

use unspoiled::cast::Cast;
use unspoiled::review::gate::{Consent, Gate};
use unspoiled::review::span::Span;
use unspoiled::review::{self, Format};

/// What `source` gives with nothing hidden.
fn read(source: &str, format: Format) -> Cast {
    let document = review::read(source.to_owned(), format);
    let consent = Consent::hiding(None);
    Cast::of(Gate::new(&document, &consent))
}

fn told(cast: &Cast) -> BTreeSet<String> {
    let credits = cast.credits.iter().map(|credit| {
        let character = credit.character.as_ref().map_or(String::new(), |name| format!(" as {name}"));
        format!("{}: {}{character}", credit.role.name(), credit.name)
    });
    credits.chain(cast.films.iter().map(|film| format!("film: {}", film.title))).collect()
}

/// Takes the marks out of `marked`.
fn unmark(marked: &str) -> (String, BTreeSet<String>) {
    let (mut text, mut expected) = (String::new(), BTreeSet::new());
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once('<') {
        let (tag, after) = after.split_once('>').expect("a tag ends");
        let (name, after) = after.split_once("</").expect("a tag is closed");
        let (_, after) = after.split_once('>').expect("a tag ends");
        let (kind, character) = tag.split_once(' ').unwrap_or((tag, ""));
        let character = if character.is_empty() { String::new() } else { format!(" as {character}") };
        expected.extend(kind.split('+').map(|kind| format!("{kind}: {name}{character}")));
        text.push_str(before);
        text.push_str(name);
        rest = after;
    }
    text.push_str(rest);
    (text, expected)
}

#[track_caller]
fn check_as(format: Format, marked: &str) {
    let (text, expected) = unmark(marked);
    assert_eq!(told(&read(&text, format)), expected, "in {text:?}");
}

/// Forms of saying who did what, each as a review of a film called Slow Dust.
const FORMS: &[&str] = &[
    "Director <director>Ann Lorn</director> knows fog.",
    "It was shot by cinematographer <cinematographer>Bo Tree</cinematographer> and cut by editor <editor>Cy Odell</editor>.",
    "Writer/director <director+writer>Ann Lorn</director> keeps it short.",
    "Production designer <production_designer>Di Fallow</production_designer> builds a harbour out of crates.",
    "Director of photography <cinematographer>Bo Tree</cinematographer> hides the sun.",
    "Directed by <director>Ann Lorn</director> from a script by <writer>Bo Tree</writer>, it hardly moves.",
    "It is based on the novel by <source_author>Kazimir Oduya</source_author>.",
    "<composer>Rachel Ferran</composer>'s haunting score never lets go.",
    "<writer>Bo Tree</writer>'s screenplay is a marvel of thrift.",
    "It is beautifully photographed by <cinematographer>Edda Lachner</cinematographer>.",
    "The cinematography, courtesy of <cinematographer>Seumas Varga</cinematographer>, is all rain.",
    "The ferryman Ode (<actor Ode>Bo Tree</actor>) waits for the tide.",
    "<actor Ode>Bo Tree</actor> plays Ode, a ferryman.",
    "<actor Ode>Bo Tree</actor> is superb as Ode.",
    "A girl named Marte Holm, played by <actor Marte Holm>Ilse Farrow</actor>, boards at night.",
    "The role of Ode is taken by <actor Ode>Bo Tree</actor>.",
    "She meets Kathe (<actor Kathe>Ilse Farrow</actor>), Tom (<actor Tom>Bo Tree</actor>) and Ruta (<actor Ruta>Cleo Marsh</actor>).",
    "<actor Roy>Bo Tree</actor> and <actor Jessie>Ilse Farrow</actor> play Roy and Jessie, a couple on a train.",
    "<actor Captain Bligh>Charlton Loft</actor> stars as the cruel Captain Bligh.",
    "<actor>Sal Hawker</actor> plays a new teacher.",
    "The film stars <actor>Bo Tree</actor>, <actor>Ilse Farrow</actor> and <actor>Cleo Marsh</actor>.",
    "There is strong support from <actor>Bo Tree</actor> and <actor>Ilse Farrow</actor>.",
    "A stranded couple (<actor>Bo Tree</actor> and <actor>Ilse Farrow</actor>) shares the last cabin.",
    "It lacks the wit of \"<film>The Wolf Ferry</film>\" and of \"<film>Logan's Road</film>\".",
    "They have words for it. \"Dispatch.\"  \"Retirement.\" They mean death.",
    "It has nothing in common with the novel \"The Price of Tar\".",
    "As in <film>Night Boat</film> (1928), the fog does the acting.",
    "Cinematographer <cinematographer>Bo Tree</cinematographer> (<film>The Revenger</film>, <film>Gravel</film>) pans slowly.",
    "Adapting his own novel, <writer+director>Piers Hallow</writer> wrote the screenplay and directs with a sure hand.",
    "The screenplay, by <writer+source_author>Piers Hallow</writer> and <writer>Ines Kato</writer>, is based on Piers Hallow's novel \"The Tar Road\".",
    "Based on a true story, written by <writer>Ines Kato</writer> and produced by <producer>Sam Gold</producer>.",
    "Starring: <actor>Tilda Moss</actor>, <actor>Grant Avery</actor> and <actor>Dwayne \"The Brick\" Jonas</actor>. Directed by: <director>Petra van der Holt</director>.",
    "Written, directed and edited by <director+writer+editor>Petra Holt</director>, with music by <composer>Hans Ziegler</composer>.",
    "Composer <composer>Hans Ziegler</composer>, cinematographer <cinematographer>Roger Dalton</cinematographer> and editor <editor>Sam Gold</editor> all do their best work.",
    "Rounding out the cast are <actor>Owen Pike</actor>, <actor>Lena Fisk</actor> and <actor>Marcus O'Dell</actor>.",
    "Arthur Fell (<actor Arthur Fell>Joachim Pohl</actor>) lives with his mother Penny (<actor Penny>Frances Conrad</actor>).",
    "<actor Clara>Tilda Moss</actor> (Clara) and <actor Silas>Grant Avery</actor> (Silas) are fine.",
    "Silas (an excellent <actor Silas>Grant Avery</actor>) and Clara (newcomer <actor Clara>Lena Fisk</actor>) meet.",
    "Queen Ada (<actor Queen Ada>Olive Colman</actor>) is courted by Lady Sarah (<actor Lady Sarah>Rachel Vance</actor>).",
    "Kyle, Rea and Finn (<actor Kyle>Adam Dreyer</actor>, <actor Rea>Daisy Ripley</actor> and <actor Finn>John Boyce</actor>) fight on.",
    "<actor Clara Bell>Tilda Moss</actor> (<film>Night Boat</film>, <film>The Wolf Ferry</film>) plays a nurse named Clara Bell.",
    "In the role of Silas Crane, <actor Silas Crane>Grant Avery</actor> is superb.",
    "Playing Silas, <actor Silas>Grant Avery</actor> is a marvel.",
    "Silas Crane is played with relish by <actor Silas Crane>Grant Avery</actor>.",
    "<actor Clara>Tilda Moss</actor>, as Clara, and <actor Silas>Grant Avery</actor>, as Silas, are miscast.",
    "<actor Clara>Tilda Moss</actor>'s Clara is a marvel, and <actor Silas>Grant Avery</actor>'s Silas nearly matches her.",
    "<actor Knock>Alban Gran</actor>, as Knock, is having a lovely time.",
    "<source_author>Ida Morn</source_author>, the novelist, hates it. Ewan Plum, a novelist once, has cut it down.",
    "The TV series \"Harbour Lights\" did it better, and so did the song \"Sail Away\".",
    "He shouts \"Get out of my house!\" and she says \"Maybe.\"",
    "“<film>Night Boat</film>,” “<film>The Wolf Ferry</film>” and “<film>Gravel</film>” were all better.",
    "The film stars <actor>Dave Frankel</actor> and <actor>James Frankel</actor>.",
    "It moves like something by a lesser Ansel Kubin, and nobody would confuse it with Otto Wells.",
];

/// Of what is stated in all forms together nearly all is right, and most is found: one sentence tells a model less
/// than a review does.
#[test]
fn forms_are_read() {
    let (mut right, mut missed) = (0, 0);
    let mut wrong = Vec::new();
    for form in FORMS {
        let (text, expected) = unmark(&format!("Slow Dust (1931)\n\n{form}"));
        let told = told(&read(&text, Format::Text));
        right += told.intersection(&expected).count();
        missed += expected.difference(&told).count();
        wrong.extend(told.difference(&expected).map(|statement| format!("{statement} in {form}")));
    }
    let counts = format!("{right} right, {missed} missed, {} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(wrong.len() * 4 <= right && missed <= right, "{counts}");
}

#[test]
fn other_films_and_words_that_are_none() {
    check_as(Format::Markdown, "# Slow Dust (1931)\n\n*Slow Dust* owes a lot to *<film>Night Boat</film>*.");
}

#[test]
fn authors_who_adapt_themselves_and_families() {
    let cast = read("Slow Dust (1931)\n\nDirectors Joel and Nathan Korn return to the desert.", Format::Text);
    assert_eq!(
        told(&cast),
        BTreeSet::from(["director: Joel Korn".to_owned(), "director: Nathan Korn".to_owned()])
    );
}

/// Reviews of a film called Slow Dust, in which all that is marked is found, and nothing else is stated.
const REVIEWS: &[&str] = &[
    "A ferryman named Ode (<actor Ode>Bo Tree</actor>) meets Marte (<actor Marte>Ilse Farrow</actor>) on a cold morning in \
        March. Their story is told without hurry. Bo Tree gives the best performance of his life, and Farrow nearly matches him.",
    "<actor Clara Bell>Tilda Moss</actor> stars as Clara Bell, and <actor Silas Crane>Grant Avery</actor> is superb as Silas \
        Crane. <actor>Olive Vance</actor>, as the aunt, has one good scene. <director>Petra Holt</director> directs with a \
        light hand.",
    "Clara is played by <actor Clara>Tilda Moss</actor>, who has never been better. Silas, played by <actor Silas>Grant \
        Avery</actor>, is a bore. Moss and Avery have no scene together.",
    "<actor Clara>Tilda Moss</actor>'s Clara is a marvel, and <actor Silas>Grant Avery</actor>'s Silas is a bore. \
        Director <director>Petra Holt</director> lets them talk.",
    "The film stars <actor>Tilda Moss</actor>, <actor>Grant Avery</actor>, <actor>Olive Vance</actor> and <actor>Marcus \
        O'Dell</actor>. It was written and directed by <director+writer>Petra Holt</director>.",
    "Based on the novel by <source_author>Kazimir Oduya</source_author>, the film is slower than the book. Director \
        <director>Petra Holt</director>, who made \"<film>Night Boat</film>\" (1928), has done better. It owes a lot to \
        \"<film>The Wolf Ferry</film>\" and to \"<film>Gravel</film>\".",
    "Director <director>Petra Holt</director> loves fog. Holt's camera does, too, and nobody but Holt would dare. It \
        reminds one of Ansel Kubin, who never worked so slowly.",
    "It was produced by <studio>Harbour Pictures</studio> and released by <studio>Lighthouse Films</studio>. It rains.",
    "This American film is a Western. Writers will like it. See the Wiki for more, or Trek, or Reddit. Spoilers follow. \
        God help us all.",
];

#[test]
fn reviews_are_read() {
    for review in REVIEWS {
        check_as(Format::Text, &format!("Slow Dust (1931)\n\n{review}"));
    }
}

/// Where nothing states the title, the prose does.
#[test]
fn the_title_is_read_out_of_the_prose() {
    let named = [
        "\"Slow Dust,\" made for nothing, is worth a lot. I saw \"Harbour\" first. \"Slow Dust\" lasts.",
        "*Slow Dust* is a quiet film about a harbour. It was directed by Petra Holt, and *Slow Dust* lasts.",
    ];
    for source in named {
        let document = review::read(source.to_owned(), Format::Markdown);
        let consent = Consent::hiding(None);
        let gate = Gate::new(&document, &consent);
        let title = Cast::of(gate).facts(gate).title.map(|title| title.text().to_owned());
        assert_eq!(title.as_deref(), Some("Slow Dust"), "of {source:?}");
    }
}

/// A word that is stressed is no title, and a text without names is of nobody.
#[test]
fn nothing_is_read_where_nothing_is_named() {
    let texts = [
        "She swims, *slowly*, as it goes, and nothing happens for an hour.",
        "IT IS A QUIET FILM ABOUT A HARBOUR. NOBODY IN IT IS ANY GOOD.",
        "Тихая пыль. Туман стоит над водой, и он хорош.",
        "静かな塵。とても静かな映画だ。",
    ];
    let many = ["影の中で山田太郎が歩く。", "Анна Лорн снимает туман. ", "Ann Lorn, Bo Tree, Cy Odell, "]
        .map(|text| text.repeat(100));
    for source in texts.into_iter().chain(many.iter().map(String::as_str)) {
        let document = review::read(source.to_owned(), Format::Markdown);
        let consent = Consent::hiding(None);
        let gate = Gate::new(&document, &consent);
        let cast = Cast::of(gate);
        assert!(cast.is_empty() && cast.facts(gate).title.is_none(), "{:?} in {source}", told(&cast));
    }
}

/// Lists without a word on what they list, tables and headings make no cast.
#[test]
fn lists_and_tables_make_no_cast() {
    let lists = [
        "Night Boat (Ann Lorn)\n\nThe Wolf Ferry (Bo Tree)\n\nGravel (Cleo Marsh)\n\nThat is all.",
        "| Who | Fate |\n| --- | --- |\n| Ann Lorn | drowns |\n| Bo Tree | marries Cleo |\n\nThat is all.",
        "## Story\n\nAnn waits for Bo, and Cleo for the boat\n\n## Verdict\n\nThat is all.",
    ];
    for list in lists {
        let cast = read(&format!("# Slow Dust (1931)\n\n{list}\n"), Format::Markdown);
        assert!(cast.credits.is_empty(), "{:?} in {list}", told(&cast));
    }
}

/// The head of a table may be its keys, and no name goes on in the next line.
#[test]
fn tables_and_lines_are_read_as_they_stand() {
    let table =
        "# Slow Dust (1931)\n\n| Director | Cast |\n| --- | --- |\n| Ann Lorn | Bo Tree |\n\nThat is all.\n";
    let expected = ["actor: Bo Tree", "director: Ann Lorn"].map(str::to_owned);
    assert_eq!(told(&read(table, Format::Markdown)), BTreeSet::from(expected));
    let lines =
        "<h1>Slow Dust</h1><p>Director: Ann Lorn<br>Cast: Bo Tree<br>Year: 1931</p><p>That is all of it.</p>";
    let expected = ["actor: Bo Tree", "director: Ann Lorn"].map(str::to_owned);
    assert_eq!(told(&read(lines, Format::Html)), BTreeSet::from(expected));
}

/// Names are found without capitals, too, whatever a title, an exclamation or a word for oneself is written like.
#[test]
fn a_review_without_capitals() {
    let review = "Slow Dust (1931)\n\ndirected by ann lorn and starring otto feldmann as the ferryman and ilse farrowden as \
        marte holm, slow dust is a film about fog. she waits for him, and I waited with her for an hour and a half. WOW. \
        i liked it better than anything else that was made that year.";
    let told = told(&read(review, Format::Text));
    for credit in ["director: ann lorn", "actor: otto feldmann", "actor: ilse farrowden as"] {
        assert!(told.iter().any(|own| own.starts_with(credit)), "{credit} in {told:?}");
    }
}

/// A title that is a name is nobody.
#[test]
fn a_title_made_of_a_name() {
    let marked = "John Lorn (1931)\n\nJohn Lorn (<actor John Lorn>Keanu Rivers</actor>) is back. In John Lorn, Keanu Rivers says little.";
    check_as(Format::Text, marked);
}

#[test]
fn misspellings_are_one_person_and_relatives_are_not() {
    let cast = read(
        "Slow Dust (1931)\n\nRuth (Kiersa Nightley) is sad. Keirsa Nightley is affecting as Ruth. \
         Keirsa Nightley has never been better.",
        Format::Text,
    );
    let names: Vec<_> = cast.credits.iter().map(|c| (c.name.as_str(), c.variants.as_slice())).collect();
    assert_eq!(names, [("Keirsa Nightley", &["Kiersa Nightley".to_owned()][..])]);
}

#[test]
fn surnames_count_as_mentions() {
    let cast = read(
        "Slow Dust (1931)\n\nDirector Ann Lorn loves fog. Lorn's camera does, too. Nobody but Lorn would dare.",
        Format::Text,
    );
    let lorn = cast.credits.first().expect("a director");
    assert_eq!((lorn.mentions.len(), lorn.variants.as_slice()), (3, &["Lorn".to_owned()][..]));
}

/// However long a run of capitalised words or a sentence is, the cost stays within bounds.
#[test]
fn adversarial_names_take_no_time() {
    let texts = [
        "Ann ".repeat(10_000),
        "Ann Lorn, ".repeat(50_000),
        "Ann Lorn (".repeat(50_000),
        "A. ".repeat(100_000),
        "\"Ann Lorn' ".repeat(50_000),
        (0..20_000).fold(String::new(), |text, n| text + "Tom Lorn" + &n.to_string() + " and "),
    ];
    for text in texts {
        let begin = std::time::Instant::now();
        read(&text, Format::Text);
        assert!(
            begin.elapsed().as_secs() < 30,
            "{} takes {:?}",
            &text.chars().take(20).collect::<String>(),
            begin.elapsed()
        );
    }
}

/// A person, a character and a film that are named behind the curtain alone are absent, and the count
/// goes up when it opens.
#[test]
fn the_curtain_holds_over_the_cast() {
    let source = "Slow Dust (1931)\n\nDirector Ann Lorn loves fog. ||Ann Lorn drowns Marte (Ilse Farrow), as in \"Night Boat\".||";
    let document = review::read(source.to_owned(), Format::Text);
    let (closed, open) = (Consent::default(), Consent::hiding(None));
    let (hidden, shown) = (Cast::of(Gate::new(&document, &closed)), Cast::of(Gate::new(&document, &open)));
    assert_eq!(told(&hidden), BTreeSet::from(["director: Ann Lorn".to_owned()]));
    assert_eq!(hidden.credits[0].mentions.len(), 1);
    assert_eq!(shown.credits[0].mentions.len(), 2);
    assert!(
        told(&shown).contains("actor: Ilse Farrow as Marte") && told(&shown).contains("film: Night Boat")
    );
}

/// Every mention lies in shown text, whatever is hidden.
#[test]
fn mentions_lie_in_the_open() {
    let parts = [
        "Director Ann Lorn loves fog.",
        "Ode (Bo Tree) waits.",
        "It is like \"Night Boat\".",
        "Bo Tree drowns.",
    ];
    for hidden in 0..16_u32 {
        let told = parts
            .iter()
            .enumerate()
            .map(|(at, part)| if hidden >> at & 1 == 1 { format!("||{part}||") } else { (*part).to_owned() });
        let source = format!("Slow Dust (1931)\n\n{}", told.collect::<Vec<_>>().join(" "));
        let document = review::read(source, Format::Text);
        let consent = Consent::default();
        let gate = Gate::new(&document, &consent);
        let cast = Cast::of(gate);
        for number in 0..cast.len() {
            let (name, mentions) = cast.subject(number).unwrap();
            assert!(
                !mentions.is_empty() && mentions.iter().all(|place| gate.whole(*place).is_some()),
                "{name}"
            );
        }
    }
}

/// What the reader hides has no say in the cast either: not who is named there, nor what is said of them.
#[test]
fn what_the_reader_hides_has_no_say_in_the_cast() {
    let hidden = [
        "Ann Lorn drowns Bo Tree at the very end of it.",
        "Marte (Cleo Marsh) is like \"Night Boat\" to us.",
        "It was written by Ilse Farrow and Bo Tree, too",
        "Slow Dust stars Ann Lorn as Ode, Tom and Marte.",
    ];
    let casts = hidden.map(|hidden| {
        let open = "Slow Dust (1931)\n\nDirector Ann Lorn loves fog. ";
        let source = format!("{open}{hidden:.<50}\n\nBo Tree stars as Ode, and Cleo Marsh is good, too.");
        let document = review::read(source, Format::Text);
        let place = document.blocks().get(1).expect("a paragraph").span;
        let start = place.start().get() + "Director Ann Lorn loves fog. ".len();
        let mut consent = Consent::default();
        consent.add(Span::of(start..start + 50));
        told(&Cast::of(Gate::new(&document, &consent)))
    });
    assert!(
        casts[0].contains("actor: Bo Tree as Ode") && casts[0].contains("director: Ann Lorn"),
        "{casts:?}"
    );
    assert!(casts.windows(2).all(|pair| pair[0] == pair[1]), "{casts:#?}");
}
