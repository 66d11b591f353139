//! What the tagger of the credits sees of reviews, for the programs in `training/credits/` to fit it on.
//!
//! Tokens and their rows are made by the program itself, so that it is trained on what it will see.

use std::io::{self, BufRead, Write};

use review::credits::features::{self, Features};
use review::credits::names;
use review::credits::tokens::{self, Flag, Shape, Token};
use serde_json::Value;

/// Writes for each review, a line of JSON with its `paragraphs` of sentences, how many tokens it has, and each of them.
///
/// A token is where it begins and ends, its hash, its flags, and its rows. Sentences are counted with
/// one byte between them.
///
/// # Errors
///
/// Where it cannot be read or written.
pub fn dump(reviews: impl BufRead, out: &mut impl Write) -> io::Result<()> {
    for line in reviews.lines() {
        let review: Value = serde_json::from_str(&line?)?;
        let paragraphs = paragraphs(&review);
        let mut tokens = tokens_of(&paragraphs);
        let case = names::case(&tokens);
        names::find(&mut tokens, case);
        let uses = features::uses(&tokens);
        names::drop_others(&mut tokens);
        out.write_all(&narrow(tokens.len()).to_le_bytes())?;
        for (token, rows) in
            tokens.iter().zip(Features::new(&tokens, case, &uses).rows(&tokens, 0..tokens.len()))
        {
            write(token, rows, out)?;
        }
    }
    Ok(())
}

fn write(token: &Token<'_>, rows: features::Rows, out: &mut impl Write) -> io::Result<()> {
    let flags = u16::from(token.has(Flag::Asked))
        + 2 * u16::from(token.is_stop())
        + 4 * u16::from(token.shape == Shape::Block)
        + 8 * u16::from(token.has(Flag::Named))
        + 16 * u16::from(token.has(Flag::Common));
    for number in [narrow(token.start()), narrow(token.end())] {
        out.write_all(&number.to_le_bytes())?;
    }
    out.write_all(&token.hash.to_le_bytes())?;
    rows.iter().chain([&flags]).try_for_each(|number| out.write_all(&number.to_le_bytes()))
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

pub(crate) fn paragraphs(review: &Value) -> Vec<Vec<String>> {
    let strings = |value: &Value| {
        let all = value.as_array().into_iter().flatten();
        all.map(|sentence| sentence.as_str().unwrap_or_default().to_owned()).collect()
    };
    review["paragraphs"].as_array().into_iter().flatten().map(strings).collect()
}

fn tokens_of(paragraphs: &[Vec<String>]) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let mut base = 0;
    for paragraph in paragraphs {
        for sentence in paragraph {
            tokens::scan(sentence, base, &mut out);
            base += sentence.len() + 1;
            out.push(Token::stop(Shape::Sentence, base));
        }
        if let Some(last) = out.last_mut() {
            *last = Token::stop(Shape::Block, last.start());
        }
    }
    out
}
