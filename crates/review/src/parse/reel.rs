//! The source, read piece by piece from the front while the document's text is written over what
//! was read. Text never outgrows its source by much, so that one buffer serves for both and a large
//! review needs its own size in memory, not twice that.

/// How much of a large source is parsed at once.
const PIECE: usize = 256 * 1024;

/// A buffer with a part already written, a gap, and a part still to be read.
pub(crate) struct Reel {
    bytes: Vec<u8>,
    written: usize,
    read: usize,
}

impl Reel {
    /// A reel over `source`, nothing read yet.
    pub fn new(source: String) -> Self {
        Self { bytes: source.into_bytes(), written: 0, read: 0 }
    }

    /// How much text was written: the offset at which the next text will stand.
    pub fn written(&self) -> usize {
        self.written
    }

    /// The next piece of source: all of what is left where that is little, else up to a cut that
    /// `cut` finds in it (an index past which a new piece may begin; `None` to read more at once).
    pub fn next(&mut self, cut: impl Fn(&str) -> Option<usize>) -> Option<String> {
        let rest = self.bytes.get(self.read..).filter(|rest| !rest.is_empty())?;
        let mut size = PIECE;
        let piece = loop {
            let part = str_prefix(rest, size);
            if part.len() == rest.len() {
                break part;
            }
            match cut(part).filter(|&at| at > 0).and_then(|at| part.get(..at)) {
                Some(piece) => break piece,
                None => size *= 2,
            }
        };
        self.read += piece.len();
        Some(piece.to_owned())
    }

    /// Writes `text` after what was written.
    pub fn write(&mut self, text: &str) {
        let end = self.written + text.len();
        if end > self.read {
            let grow = (end - self.read).max(4096);
            self.bytes.splice(self.read..self.read, std::iter::repeat_n(0, grow));
            self.read += grow;
        }
        if let Some(gap) = self.bytes.get_mut(self.written..end) {
            gap.copy_from_slice(text.as_bytes());
        }
        self.written = end;
    }

    /// All that was written.
    pub fn into_text(mut self) -> String {
        self.bytes.truncate(self.written);
        self.bytes.shrink_to_fit();
        String::from_utf8(self.bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned())
    }
}

/// The longest prefix of at most `size` bytes that ends between two characters. `bytes` is UTF-8.
fn str_prefix(bytes: &[u8], size: usize) -> &str {
    let part = bytes.get(..size).unwrap_or(bytes);
    match std::str::from_utf8(part) {
        Ok(text) => text,
        Err(error) => {
            part.get(..error.valid_up_to()).and_then(|p| std::str::from_utf8(p).ok()).unwrap_or_default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_may_shrink_and_grow_on_the_way() {
        let source = "aé\n\n".repeat(90_000);
        let cut = |s: &str| s.rfind("\n\n").map(|at| at + 2);
        let mut reel = Reel::new(source.clone());
        let mut expected = String::new();
        let mut turn = 0;
        while let Some(piece) = reel.next(cut) {
            turn += 1;
            let text = if turn % 2 == 0 { piece.repeat(3) } else { piece.replace('\n', "") };
            reel.write(&text);
            expected.push_str(&text);
        }
        assert!(turn > 1, "the source must take more than one piece");
        assert!(reel.into_text() == expected);
    }
}
