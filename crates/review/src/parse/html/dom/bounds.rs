//! How much of a page is read, so that no page takes more than a second or two; and what stands behind that place: style
//! sheets and controls there may hide what stands before, so they are kept, and nothing else is.

use dom_query::{Document, NodeId};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSinkResult};

use super::attributes;

/// A page has no more nodes, and no more bytes of text that is neither script nor style sheet.
const MOST_NODES: usize = 400_000;
const MOST_TEXT: usize = 16 * 1024 * 1024;
/// Of a source no more bytes are looked at: pictures in it may be long.
pub(super) const LONGEST: usize = 128 * 1024 * 1024;
/// Of more controls no more are kept, and no more bytes of what one says.
const MOST_CONTROLS: usize = 10_000;
const LONGEST_LABEL: usize = 200;
/// Attributes by which a control names what it opens.
const TARGETS: [&str; 4] = ["aria-controls", "data-target", "data-bs-target", "for"];
/// What is kept is put into such an element, which nobody reads.
const AROUND: &str = "svg";

/// What was read so far.
#[derive(Default)]
pub(super) struct Bounds {
    length: usize,
    /// A script or a style sheet is being read.
    is_code: bool,
    rest: Option<Rest>,
}

/// The elements that were kept, each with its text, and whether the last is open.
#[derive(Default)]
struct Rest {
    kept: Vec<(Tag, StrTendril)>,
    is_open: bool,
}

impl Bounds {
    /// Whether as much was read as may be, before `token` and with so many nodes in the tree.
    pub fn are_passed(&mut self, token: &Token, nodes: usize) -> bool {
        let begins = matches!(token, Token::TagToken(tag) if tag.kind == TagKind::StartTag);
        if begins && nodes > MOST_NODES {
            self.rest.get_or_insert_default();
        }
        self.rest.is_some()
    }

    /// Notes that `tag` was read.
    pub fn pass(&mut self, tag: &Tag) {
        self.is_code = tag.kind == TagKind::StartTag && matches!(&*tag.name, "script" | "style");
    }

    /// As much of `text`, which comes next, as may be read.
    pub fn within<'t>(&mut self, text: &'t str) -> &'t str {
        if self.is_code {
            return text;
        }
        let read = beginning(text, MOST_TEXT - self.length);
        self.length += read.len();
        if read.len() < text.len() {
            self.rest.get_or_insert_default();
        }
        read
    }

    /// Takes what comes behind the bounds.
    pub fn take(&mut self, token: Token) -> TokenSinkResult<NodeId> {
        let rest = self.rest.get_or_insert_default();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::EndTag => {
                rest.is_open &= rest.kept.last().is_some_and(|(open, _)| open.name != tag.name);
            }
            Token::TagToken(tag) if is_sheet(&tag) => {
                rest.open(tag);
                return TokenSinkResult::RawData(RawKind::Rawtext);
            }
            Token::TagToken(tag) if is_control(&tag) && rest.kept.len() < MOST_CONTROLS => rest.open(tag),
            Token::CharacterTokens(text) if rest.is_open => rest.text(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }

    /// Puts what was kept into `document`, where it is found and not read; whether there is anything behind the bounds.
    pub fn put_rest(self, document: &Document) -> bool {
        let Some(rest) = self.rest else { return false };
        let around = document.tree.new_element(AROUND);
        for (tag, text) in rest.kept {
            let element = document.tree.new_element(&tag.name);
            attributes(&tag).for_each(|(name, value)| element.set_attr(name, value));
            element.append_child(&document.tree.new_text(text));
            around.append_child(&element);
        }
        if let Some(root) = document.root().first_element_child() {
            root.append_child(&around);
        }
        true
    }
}

impl Rest {
    fn open(&mut self, tag: Tag) {
        self.kept.push((tag, StrTendril::new()));
        self.is_open = true;
    }

    fn text(&mut self, text: &StrTendril) {
        if let Some((tag, said)) = self.kept.last_mut()
            && (is_sheet(tag) || said.len() < LONGEST_LABEL)
        {
            said.push_tendril(text);
        }
    }
}

fn is_sheet(tag: &Tag) -> bool {
    &*tag.name == "style"
}

/// Whether `tag` begins what may open something else.
fn is_control(tag: &Tag) -> bool {
    attributes(tag).any(|(name, value)| TARGETS.contains(&name) || name == "href" && value.starts_with('#'))
}

/// As much of `text` as so many bytes hold.
pub(super) fn beginning(text: &str, longest: usize) -> &str {
    let mut end = longest.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}
