//! Prints what the model of articles sees of saved pages: for each path on standard input one line of JSON, a list of
//! the page's blocks, each its text and the places of its features. `pages.py` learns from that.

use std::io::{self, BufRead, Write};

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for path in io::stdin().lock().lines() {
        let page = String::from_utf8_lossy(&std::fs::read(path?)?).into_owned();
        serde_json::to_writer(&mut out, &review::blocks_of_page(page))?;
        writeln!(out)?;
    }
    Ok(())
}
