//! Hard cases for the two judges together, in sentences written for this file: which of two sentences must score above the
//! other.

use judge::careful::{Careful, Stretches};
use judge::weighing::Weighing;
use judge::{Scores, Sentence, read};

/// The scores of every sentence of a review given as paragraphs of sentences.
fn judge(review: &[&[&str]]) -> Vec<(String, Scores)> {
    let paragraphs: Vec<Vec<Sentence<'_>>> =
        review.iter().map(|p| p.iter().map(|s| Sentence::Text(s)).collect()).collect();
    let fast = read(&paragraphs).sentences.into_iter().flatten();
    let stretches = Stretches::new(&paragraphs);
    let all: Vec<usize> = (0..stretches.count()).collect();
    let careful = stretches.read_all(&all, Careful::embedded()).concat();
    let scores = fast.zip(&careful).map(|(fast, answer)| Weighing::embedded().weigh(fast, answer));
    review.iter().flat_map(|p| p.iter().map(|s| (*s).to_owned())).zip(scores).collect()
}

/// How likely a reader who does not want to know is told too much: the plot, or the ending.
fn tells(review: &[&[&str]], beginning: &str) -> f32 {
    find(review, beginning).plot
}

fn ends(review: &[&[&str]], beginning: &str) -> f32 {
    find(review, beginning).ending
}

fn find(review: &[&[&str]], beginning: &str) -> Scores {
    find_in(&judge(review), beginning)
}

fn find_in(judged: &[(String, Scores)], beginning: &str) -> Scores {
    let found = judged.iter().find(|(text, _)| text.starts_with(beginning));
    found.map_or_else(|| panic!("no sentence begins with {beginning:?}"), |f| f.1)
}

#[track_caller]
fn above(high: f32, low: f32) {
    assert!(high > low, "{high} should be above {low}");
}

/// Each of `high` must score above each of `low`.
#[track_caller]
fn all_above(review: &[&[&str]], high: &[&str], low: &[&str], score: fn(Scores) -> f32) {
    let judged = judge(review);
    for high in high {
        for low in low {
            above(score(find_in(&judged, high)), score(find_in(&judged, low)));
        }
    }
}

const HEIST: &[&[&str]] = &[
    &[
        "Marguerite Oyelaran's third feature is a heist film with sore knees.",
        "I saw it twice, and liked it better the second time.",
    ],
    &[
        "Four retired locksmiths meet every Thursday in a café that is about to be torn down.",
        "When the bank next door buys the lease, they decide to rob it.",
        "They dig for six weeks, and Walt hides the earth in his daughter's allotment.",
        "One night the tunnel floods and Walt has to choose between the drill and his oldest friend.",
        "He lets the drill go.",
    ],
    &[
        "In the last scene the three survivors open the vault and find that Ines emptied it years ago.",
        "Walt dies on the steps of the bank with an empty bag in his arms.",
    ],
    &[
        "There is no twist to protect here, so read on without fear.",
        "The finale disappoints, and the last ten minutes feel as if they were cut by a committee.",
        "The camera stays low and close, and the editing has real wit.",
        "Peter Lindqvist plays Walt with a wounded patience that deserves every prize going.",
    ],
];

#[test]
fn talk_about_spoilers_tells_nothing() {
    above(tells(HEIST, "One night the tunnel"), tells(HEIST, "There is no twist"));
    above(ends(HEIST, "Walt dies"), ends(HEIST, "There is no twist"));
}

#[test]
fn a_twist_told_is_above_a_twist_denied() {
    above(ends(HEIST, "In the last scene"), ends(HEIST, "There is no twist"));
}

#[test]
fn an_ending_judged_without_content_tells_nothing() {
    above(ends(HEIST, "Walt dies"), ends(HEIST, "The finale disappoints"));
    above(tells(HEIST, "They dig for six weeks"), tells(HEIST, "The finale disappoints"));
}

#[test]
fn praise_for_an_actor_in_a_role_tells_nothing() {
    above(tells(HEIST, "One night the tunnel"), tells(HEIST, "Peter Lindqvist"));
    above(tells(HEIST, "He lets the drill go"), tells(HEIST, "The camera stays"));
}

#[test]
fn the_set_up_is_premise_and_not_yet_plot() {
    let setup = find(HEIST, "Four retired locksmiths");
    above(setup.premise, find(HEIST, "The camera stays").premise);
    above(tells(HEIST, "One night the tunnel"), setup.plot);
    above(ends(HEIST, "Walt dies"), setup.ending);
}

#[test]
fn a_short_sentence_that_continues_an_event_tells_it() {
    above(tells(HEIST, "He lets the drill go"), tells(HEIST, "I saw it twice"));
}

const PRISON: &[&[&str]] = &[
    &[
        "Every summer brings one film about a prison, and this is the one to see.",
        "The photography alone would be worth the ticket.",
    ],
    &[
        "Two brothers are sent to an island jail for a theft they did not commit.",
        "The governor takes a liking to the younger one and gives him the keys to the library.",
        "By now we know how these stories go, and we lean forward: they are going to break out, swim for it, and find the girl on the mainland.",
        "Only they don't.",
        "They grow old there, and nobody comes.",
    ],
    &[
        "The dialogue is spare, and the score knows when to be silent.",
        "I only wish the film had been given a wider release.",
    ],
];

#[test]
fn an_outcome_stated_by_irony_is_told() {
    above(ends(PRISON, "Only they don't"), ends(PRISON, "I only wish"));
    above(ends(PRISON, "Only they don't"), ends(PRISON, "The dialogue is spare"));
    above(ends(PRISON, "They grow old there"), ends(PRISON, "Two brothers"));
}

const SEQUEL: &[&[&str]] = &[
    &[
        "The first film ended with the lighthouse in flames and Captain Rook drowned by his own crew.",
        "The second one opens in the same week as two larger films and will be lucky to last a month.",
        "Its director made commercials before this, and it shows in every frame.",
    ],
    &[
        "A young surveyor comes to the island to find out whether the light can be rebuilt.",
        "The sets are lovely.",
    ],
];

#[test]
fn another_films_ending_is_an_ending() {
    above(ends(SEQUEL, "The first film ended"), ends(SEQUEL, "Its director made"));
    above(ends(SEQUEL, "The first film ended"), ends(SEQUEL, "A young surveyor"));
}

const LIFE: &[&[&str]] = &[
    &[
        "Ada Brandt was born in a mining town in 1903 and painted until her death in 1971.",
        "The film follows her from the art school to the first exhibition in Paris.",
        "Halfway through she finds the letters her husband has hidden, burns her canvases in the yard and leaves him with the child.",
    ],
    &["As a portrait it is careful, handsome and a little dull.", "The costumes will win something."],
];

#[test]
fn a_known_life_is_less_than_a_turn_of_the_plot() {
    above(tells(LIFE, "Halfway through"), tells(LIFE, "Ada Brandt was born"));
    above(tells(LIFE, "Halfway through"), tells(LIFE, "As a portrait"));
}

const PAST: &[&[&str]] = &[
    &[
        "A clerk found a suitcase on the night train and took it home to his wife.",
        "She opened it while he slept, counted the money and was gone before morning.",
        "He followed her to the coast, where her new lover beat him and threw him off the pier.",
    ],
    &[
        "When I was nine my father took me to the pictures every Saturday and fell asleep before the titles were over.",
        "I met the director once, at a festival, and spilled wine on his shoes.",
        "The film was shot in eleven days on borrowed equipment.",
    ],
];

#[test]
fn a_plot_told_in_the_past_tense_is_plot_and_an_anecdote_is_not() {
    let safe = ["When I was nine", "I met the director", "The film was shot"];
    all_above(PAST, &["She opened it", "He followed her"], &safe, |scores| scores.plot);
}

const LIST: &[&[&str]] = &[
    &["Six things about the new picture with the dog, in no order, for I have a train to catch."],
    &["Great dog."],
    &["Terrible wig on the uncle."],
    &["A cop, a dog, a stolen truck full of oranges."],
    &["Partner dies in the first chase."],
    &["Hero wins.", "Dog lives."],
    &["At least they dared to kill off the mentor."],
    &["The songs are fine."],
];

#[test]
fn fragments_in_a_list_tell_what_they_tell() {
    let told = ["Partner dies", "Hero wins", "Dog lives", "At least they dared"];
    let safe = ["Six things", "Great dog", "Terrible wig", "The songs are fine"];
    all_above(LIST, &told, &safe, |scores| scores.plot);
    above(ends(LIST, "Hero wins"), ends(LIST, "A cop, a dog"));
    above(ends(LIST, "Dog lives"), ends(LIST, "Great dog"));
}

const OPINION: &[&[&str]] = &[
    &[
        "Nobody photographs rain like this, and nobody has given Lena Marchetti so much to do since her début.",
        "Her character goes out in style, bless her, with a cigarette and a bomb.",
        "What bothers me is how meekly the others accept their fate.",
        "I would have liked a little more fight and a little less cello.",
        "The dialogue is better than it needs to be.",
    ],
    &[
        "There is one shockingly clumsy moment right at the close, when the theme is read aloud as if to a class.",
    ],
];

#[test]
fn a_fate_told_in_an_aside_is_told_and_a_clumsy_close_is_not() {
    let told = ["Her character goes out", "What bothers me"];
    let safe = [
        "Nobody photographs rain",
        "I would have liked",
        "The dialogue is better",
        "There is one shockingly",
    ];
    all_above(OPINION, &told, &safe, |scores| scores.ending);
}

/// The same review in small letters and in capitals ranks alike.
#[test]
fn lost_capitals_do_not_matter() {
    for change in [str::to_lowercase, str::to_uppercase] {
        let owned: Vec<Vec<String>> = HEIST.iter().map(|p| p.iter().map(|s| change(s)).collect()).collect();
        let lent: Vec<Vec<&str>> = owned.iter().map(|p| p.iter().map(String::as_str).collect()).collect();
        let review: Vec<&[&str]> = lent.iter().map(Vec::as_slice).collect();
        above(tells(&review, &change("One night the tunnel")), tells(&review, &change("There is no twist")));
        above(ends(&review, &change("Walt dies")), ends(&review, &change("The finale disappoints")));
        above(tells(&review, &change("They dig")), tells(&review, &change("The camera stays")));
    }
}
