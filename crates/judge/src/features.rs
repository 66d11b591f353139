//! Cuts a sentence into the tokens the judge reads: the model knows words by hash only, so that no text of the corpus is shipped.

/// How a token is written; the judge must also read text that has lost its capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// In small letters.
    Lower,
    /// A capital at the start of a sentence tells nothing.
    First,
    /// A capital elsewhere is likely a name.
    Name,
    /// A word in capitals.
    Shout,
    /// The whole sentence is in small letters or in capitals.
    Lost,
}

impl Case {
    /// How many there are.
    pub const COUNT: usize = 5;
}

/// Words longer than this are links or noise; only their beginning is read.
const LONGEST: usize = 24;

/// A 32-bit FNV-1a hash, finished so that its low bits are well mixed.
#[must_use]
pub fn hash(text: &str) -> u32 {
    mix(text.bytes().fold(0x811c_9dc5, step))
}

fn step(state: u32, byte: u8) -> u32 {
    (state ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

fn mix(mut h: u32) -> u32 {
    h ^= h >> 16;
    h = h.wrapping_mul(0x7feb_352d);
    h ^= h >> 15;
    h = h.wrapping_mul(0x846c_a68b);
    h ^ (h >> 16)
}

/// Calls `visit` with the hash of every letter group (3 to 5 letters, with the word's edges) of `word`.
pub fn each_gram(word: &str, mut visit: impl FnMut(u32)) {
    let mut letters = ['<'; LONGEST + 2];
    let mut len = 1;
    for (slot, c) in letters.iter_mut().skip(1).zip(word.chars().take(LONGEST)) {
        *slot = c;
        len += 1;
    }
    if let Some(slot) = letters.get_mut(len) {
        *slot = '>';
        len += 1;
    }
    for start in 0..len {
        let mut state = 0x9dc5_811c;
        for (n, c) in letters.iter().take(len).skip(start).take(5).enumerate() {
            state = (*c as u32).to_le_bytes().into_iter().fold(state, step);
            if n >= 2 {
                visit(mix(state));
            }
        }
    }
}

/// Calls `visit` with every token of a sentence, in small letters, and how it was written.
pub fn each_token(text: &str, mut visit: impl FnMut(&str, Case)) {
    let lost = has_lost_case(text);
    let mut word = Word { lost, first: true, ..Word::default() };
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let c = plain(c);
        if c.is_alphanumeric() {
            word.push(c);
            continue;
        }
        if c == '\'' && !word.text.is_empty() && chars.peek().is_some_and(|n| n.is_alphanumeric()) {
            word.apostrophe();
            continue;
        }
        word.flush(&mut visit);
        if !c.is_whitespace() && !c.is_control() {
            let mut bytes = [0; 4];
            visit(c.encode_utf8(&mut bytes), if lost { Case::Lost } else { Case::Lower });
        }
    }
    word.flush(&mut visit);
}

/// Typographic quotes and dashes as their plain forms, so that all writers look alike.
fn plain(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '`' | '\u{b4}' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{ab}' | '\u{bb}' => '"',
        '\u{2010}'..='\u{2015}' => '-',
        _ => c,
    }
}

fn has_lost_case(text: &str) -> bool {
    let (mut upper, mut lower) = (0_usize, 0_usize);
    for c in text.chars() {
        upper += usize::from(c.is_uppercase());
        lower += usize::from(c.is_lowercase());
    }
    upper == 0 || upper > lower
}

/// A word being read: its small letters, and where its last apostrophe stands.
#[derive(Default)]
struct Word {
    text: String,
    letters: usize,
    capitals: usize,
    starts_capital: bool,
    cut: Option<usize>,
    /// Whether the sentence has lost its case.
    lost: bool,
    /// Whether it is the first word of the sentence.
    first: bool,
}

impl Word {
    fn push(&mut self, c: char) {
        if self.letters == 0 {
            self.starts_capital = c.is_uppercase();
        }
        self.letters += 1;
        self.capitals += usize::from(c.is_uppercase());
        if self.letters > LONGEST {
            return;
        }
        if c.is_ascii() {
            self.text.push(if c.is_ascii_digit() { '0' } else { c.to_ascii_lowercase() });
        } else {
            self.text.extend(c.to_lowercase());
        }
    }

    fn apostrophe(&mut self) {
        if self.letters > LONGEST {
            return;
        }
        self.cut = Some(self.text.len());
        self.text.push('\'');
    }

    fn case(&self) -> Case {
        match (self.lost, self.starts_capital) {
            (true, _) => Case::Lost,
            (false, false) => Case::Lower,
            (false, true) if self.capitals > 1 && self.capitals == self.letters => Case::Shout,
            (false, true) if self.first => Case::First,
            (false, true) => Case::Name,
        }
    }

    /// Hands over the word, its clitic apart (`do` `n't`, `she` `'s`), and begins a new one.
    fn flush(&mut self, visit: &mut impl FnMut(&str, Case)) {
        if self.text.is_empty() {
            return;
        }
        let case = self.case();
        let cut = self.cut.map(|at| if self.text.ends_with("n't") { at - 1 } else { at });
        match cut.and_then(|at| self.text.split_at_checked(at)) {
            Some((stem, clitic)) => {
                if !stem.is_empty() {
                    visit(stem, case);
                }
                visit(clitic, if self.lost { Case::Lost } else { Case::Lower });
            }
            None => visit(&self.text, case),
        }
        self.text.clear();
        *self = Self { text: std::mem::take(&mut self.text), lost: self.lost, ..Self::default() };
    }
}
