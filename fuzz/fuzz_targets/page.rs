//! Whatever bytes a page has, reading it makes a sound document.
#![no_main]

#[path = "../sound.rs"]
mod sound;

use libfuzzer_sys::fuzz_target;
use unspoiled::review::Format;

fuzz_target!(|data: &[u8]| sound::check(&String::from_utf8_lossy(data), Format::Html));
