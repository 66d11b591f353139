//! Made-up reviews of any size, the same on every run, for the benches.
#![allow(dead_code)]

/// Sizes from a short review to a book.
pub const SIZES: [usize; 4] = [8 << 10, 100 << 10, 1 << 20, 10 << 20];

const WORDS: [&str; 40] = [
    "the",
    "a",
    "of",
    "and",
    "film",
    "camera",
    "story",
    "she",
    "he",
    "with",
    "fog",
    "ferry",
    "captain",
    "music",
    "light",
    "never",
    "always",
    "rather",
    "slowly",
    "performance",
    "director",
    "novel",
    "harbour",
    "letter",
    "silence",
    "remembers",
    "forgets",
    "waits",
    "leaves",
    "returns",
    "grey",
    "long",
    "patient",
    "well-made",
    "café",
    "naïve",
    "“again”",
    "it",
    "was",
    "is",
];

/// A generator of numbers that look random: xorshift.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap_or_default()
    }

    fn sentence(&mut self, out: &mut String) {
        let words = 6 + self.below(18);
        for at in 0..words {
            out.push_str(if at == 0 { "The" } else { WORDS[self.below(WORDS.len())] });
            out.push_str(if at + 1 == words { ". " } else { " " });
        }
    }

    /// A paragraph; every fifth has a sentence that is marked as a spoiler.
    fn paragraph(&mut self, out: &mut String) {
        for _ in 0..2 + self.below(6) {
            self.sentence(out);
        }
        if self.below(5) == 0 {
            out.push_str("||It was the captain.|| ");
        }
        out.push_str("\n\n");
    }
}

/// A plain text of about `size` bytes.
pub fn text(size: usize) -> String {
    let mut chance = Chance(0x2545_f491_4f6c_dd1d);
    let mut out = String::with_capacity(size + 1024);
    out.push_str("The Night Ferry (1931)\n\nBy Max Rull\n\n");
    while out.len() < size {
        chance.paragraph(&mut out);
    }
    out
}

/// A Markdown text of about `size` bytes, with sections, lists, quotes and emphasis.
pub fn markdown(size: usize) -> String {
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let mut out = String::with_capacity(size + 1024);
    out.push_str("---\ntitle: The Night Ferry\nyear: 1931\n---\n\n# The Night Ferry\n\n");
    while out.len() < size {
        match chance.below(12) {
            0 => out.push_str("## Another section\n\n"),
            1 => out.push_str("- One thing.\n- *Another* thing, with a [link](http://example.org/).\n\n"),
            2 => {
                out.push_str("> ");
                chance.paragraph(&mut out);
            }
            3 => {
                out.push_str("So **bold** it is, and `plain`. ");
                chance.paragraph(&mut out);
            }
            _ => chance.paragraph(&mut out),
        }
    }
    out
}

/// A page of about `size` bytes: an article among menus, with a style sheet, links and headings.
pub fn page(size: usize) -> String {
    let mut chance = Chance(0x1234_5678_9abc_def1);
    let mut out = String::with_capacity(size + 4096);
    out.push_str("<!doctype html><html><head><title>The Night Ferry</title><style>.hide { display: none }</style></head><body><nav><ul>");
    out.push_str(&"<li class=menu-item><a href=/films>Films</a></li>".repeat(40));
    out.push_str(
        "</ul></nav><main><article class='post hentry'><h1>The Night Ferry</h1><div class=entry-content>",
    );
    while out.len() < size {
        out.push_str(match chance.below(10) {
            0 => "<h2>Another section</h2><p>",
            1 => "<p class=more><a href='/more'>More of it</a> and <em>so on</em>. ",
            _ => "<p>",
        });
        (0..2 + chance.below(6)).for_each(|_| chance.sentence(&mut out));
        out.push_str("</p>\n");
    }
    out + "</div></article></main></body></html>"
}

/// A page of about `size` bytes whose paragraphs have two words each.
pub fn tiny(size: usize) -> String {
    ["<html><body><article>", &"<p>a b</p>".repeat(size / 10), "</article></body></html>"].concat()
}
