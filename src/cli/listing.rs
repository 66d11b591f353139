//! What is known of the reviews that were given before they are opened: film, critic and rating from the
//! review itself, and from the shelf how far it was read.

use review::document::Level;
use review::gate::Consent;
use review::{Diligence, Document, Policy};

use super::subject::{Subject, caught};
use crate::app::entry_of;
use crate::shelf::{Entry, Origin};
use crate::source::Input;

/// A longer file is not read for its title alone.
const LONGEST: u64 = 1024 * 1024;

/// What is known of `subject`; whatever any hide level hides is not.
pub(super) fn known(subject: &Subject, policy: Policy, shelf: &[Entry]) -> Option<Entry> {
    let origin = subject.origin();
    let kept = shelf.iter().find(|entry| origin != Origin::Pipe && entry.origin == origin);
    let policy = Policy { diligence: Diligence::Fast, ..policy };
    let document = may_be_read(subject).then(|| document(subject, policy)).flatten();
    let here = document.map(|document| entry_of(&document, &Consent::hiding(Some(Level::Premise))));
    match (here, kept) {
        (Some(here), Some(kept)) => Some(Entry { progress: kept.progress, read: kept.read, ..here }),
        (here, kept) => here.or_else(|| kept.cloned()),
    }
}

/// Whether `subject` can be read twice, at once.
fn may_be_read(subject: &Subject) -> bool {
    match subject {
        Subject::Input(Input::File(path)) => {
            std::fs::metadata(path).is_ok_and(|data| data.is_file() && data.len() <= LONGEST)
        }
        Subject::Read(..) | Subject::Part(..) | Subject::Listed(..) | Subject::Sample => true,
        Subject::Input(_) | Subject::Entry(..) => false,
    }
}

fn document(subject: &Subject, policy: Policy) -> Option<Document> {
    let whole = subject.whole(&mut |_| {}).ok()?;
    caught(&subject.name(), || whole.document().judge_all(policy)).ok()
}
