//! The usual command lines, inputs with a switch or two: these need not wait for all of the command line to be described.

use std::ffi::{OsStr, OsString};

use clap::ValueEnum;

use super::{Read, TASKS};

/// What `arguments` ask for, where they are inputs, switches and the commonest options; whatever else there is, and
/// whatever is wrong, is for clap to read.
pub(super) fn read(arguments: &[OsString]) -> Option<Read> {
    let mut read = Read::of(Vec::new());
    let mut rest = arguments.get(1..)?.iter();
    while let Some(argument) = rest.next() {
        let switch = match argument.to_str() {
            Some("--hide-ratings") => &mut read.hide_ratings,
            Some("--links") => &mut read.links,
            Some("--no-state") => &mut read.no_state,
            Some("--offline") => &mut read.offline,
            Some("--plain") => &mut read.plain,
            Some("--format") => {
                set(&mut read.format, rest.next()?)?;
                continue;
            }
            Some("--hide") => {
                set(&mut read.hide, rest.next()?)?;
                continue;
            }
            _ if is_name(argument) => {
                read.inputs.push(argument.clone());
                continue;
            }
            _ => return None,
        };
        if std::mem::replace(switch, true) {
            return None;
        }
    }
    Some(read)
}

/// Sets an option, once, to what is `written`.
fn set<T: ValueEnum>(option: &mut Option<T>, written: &OsStr) -> Option<()> {
    let value = T::from_str(written.to_str()?, false).ok()?;
    option.replace(value).is_none().then_some(())
}

/// Whether `argument` can only be an input.
fn is_name(argument: &OsStr) -> bool {
    let bytes = argument.as_encoded_bytes();
    !bytes.is_empty()
        && (bytes == b"-" || !bytes.starts_with(b"-"))
        && !TASKS.iter().chain(&["help"]).any(|task| argument == *task)
}
