//! Writes what the tagger of the credits sees: lines of JSON in, tokens out. See `training/credits/README.md`.

use std::io::{self, BufWriter, Write};

fn main() -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    training::credits::dump(io::stdin().lock(), &mut out)?;
    out.flush()
}
