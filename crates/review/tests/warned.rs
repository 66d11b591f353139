//! What the judge says of what stands behind a warning.

use review::gate::{Consent, Gate};
use review::{Format, Strictness};

/// What stands behind a warning is hidden whatever it says; whoever asks to see all is told what of it tells.
#[test]
fn what_is_warned_of_is_judged_for_those_who_see_it() {
    let review = "The ferry is late. It has a good eye for fog.\n\nSpoilers ahead.\n\n\
                  Harriet burns the letters, and her brother drowns on the way home. I loved the music.";
    let document = review::read(review.to_owned(), Format::Text).judge_all(Strictness::default());
    let all = Consent::hiding(None);
    let scores = |number| Gate::new(&document, &all).scores(number).unwrap();
    assert!(scores(3).plot > 0.5, "an event tells");
    assert!(scores(4).plot < 0.2, "praise does not");
    let hidden = Consent::default();
    assert!(Gate::new(&document, &hidden).scores(3).is_none(), "nothing is told of what is hidden");
}
