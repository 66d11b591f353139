//! Style sheets read: `cssparser` finds rules and declarations, and what bears on hiding is kept.

use std::collections::HashSet;
use std::sync::LazyLock;

use cssparser::{
    AtRuleParser, CowRcStr, DeclarationParser, ParseError, Parser, ParserState, QualifiedRuleParser,
    RuleBodyItemParser, RuleBodyParser, StyleSheetParser, ToCss, Token,
};

use super::{Declared, Key, Names, Reach, Sheet};

/// A selector of more bytes is none.
const LONGEST: usize = 1000;
/// A selector that fits nothing, as the tree has no state.
const NEVER: &str = ":active";
/// How wide the window is that the page is read in.
const WIDTH: f32 = 1280.0;

/// Properties that can hide text.
const PROPERTIES: &str = "\
    -webkit-background-clip -webkit-clip-path -webkit-filter -webkit-line-clamp -webkit-mask \
    -webkit-mask-image -webkit-text-fill-color -webkit-text-security -webkit-transform all animation \
    animation-name backface-visibility background background-clip background-color background-image \
    block-size bottom clip clip-path color content-visibility display filter font font-size \
    grid-template-rows height inset inset-inline-start left letter-spacing line-clamp margin margin-left \
    margin-top mask mask-image max-block-size max-height max-width opacity overflow overflow-x \
    overflow-y position right rotate scale text-indent top transform translate visibility width zoom";

static KNOWN: LazyLock<HashSet<&str>> = LazyLock::new(|| PROPERTIES.split_whitespace().collect());

/// Whether property `name` can hide text.
fn bears(name: &str) -> bool {
    KNOWN.contains(name)
}

type Failed = ParseError<()>;

/// Reads `css` into `sheet`.
pub(super) fn sheet(css: &str, sheet: &mut Sheet) {
    let mut parser = Parser::new(css);
    let mut top = Body { sheet, selector: None, declared: Vec::new() };
    for _ in StyleSheetParser::new(&mut parser, &mut top) {}
}

/// The declarations of a `style` attribute.
pub(super) fn declarations(style: &str) -> Vec<Declared> {
    let mut nowhere = Sheet::default();
    let mut body = Body { sheet: &mut nowhere, selector: Some(String::new()), declared: Vec::new() };
    for _ in RuleBodyParser::new(&mut Parser::new(style), &mut body) {}
    body.declared
}

/// What stands between the braces of a rule with this selector, or in none.
struct Body<'s> {
    sheet: &'s mut Sheet,
    selector: Option<String>,
    declared: Vec<Declared>,
}

/// All that is left in `input`.
fn rest<'i>(input: &mut Parser<'i>) -> &'i str {
    let start = input.position();
    while input.next_including_whitespace_and_comments().is_ok() {}
    input.slice_from(start)
}

fn block(sheet: &mut Sheet, selector: String, input: &mut Parser<'_>) {
    let mut body = Body { sheet, selector: Some(selector), declared: Vec::new() };
    for _ in RuleBodyParser::new(input, &mut body) {}
    let Body { sheet, selector, declared } = body;
    if !declared.is_empty() {
        sheet.rule(&selector.unwrap_or_default(), declared);
    }
}

impl<'i> DeclarationParser<'i> for Body<'_> {
    type Declaration = ();
    type Error = ();

    fn parse_value(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i>,
        _: &ParserState,
    ) -> Result<(), Failed> {
        let value = rest(input).trim();
        let is_custom = name.starts_with("--");
        let name = if is_custom { name.to_string() } else { name.to_ascii_lowercase() };
        // A block in a value is a rule with the name of an element.
        if !is_custom && value.contains('{') {
            return Err(ParseError::custom(()));
        }
        if is_custom || bears(&name) {
            let plain = value.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            let is_important =
                plain.trim_end().ends_with('!') && value.to_ascii_lowercase().ends_with("important");
            let value = if is_important { plain.trim_end().trim_end_matches('!').trim_end() } else { value };
            self.declared.push(Declared { name, value: value.to_owned(), is_important });
        }
        Ok(())
    }
}

impl<'i> QualifiedRuleParser<'i> for Body<'_> {
    type Prelude = &'i str;
    type QualifiedRule = ();
    type Error = ();

    fn parse_prelude(&mut self, input: &mut Parser<'i>) -> Result<&'i str, Failed> {
        Ok(rest(input))
    }

    fn parse_block(
        &mut self,
        nested: &'i str,
        _: &ParserState,
        input: &mut Parser<'i>,
    ) -> Result<(), Failed> {
        let selector = match &self.selector {
            None => nested.to_owned(),
            Some(around) if nested.contains('&') => nested.replace('&', &[":is(", around, ")"].concat()),
            Some(around) => [":is(", around, ") ", nested].concat(),
        };
        // What is written out may be a long list; what comes of nesting must not grow without end.
        if self.selector.is_none() || selector.len() <= LONGEST {
            block(self.sheet, selector, input);
        }
        Ok(())
    }
}

impl<'i> AtRuleParser<'i> for Body<'_> {
    type Prelude = bool;
    type AtRule = ();
    type Error = ();

    fn parse_prelude(&mut self, name: CowRcStr<'i>, input: &mut Parser<'i>) -> Result<bool, Failed> {
        Ok(holds(&name, rest(input)))
    }

    fn rule_without_block(&mut self, _: bool, _: &ParserState) -> Result<(), ()> {
        Ok(())
    }

    fn parse_block(&mut self, holds: bool, _: &ParserState, input: &mut Parser<'i>) -> Result<(), Failed> {
        if holds {
            for _ in RuleBodyParser::new(input, self) {}
        }
        Ok(())
    }
}

impl RuleBodyItemParser<'_, (), ()> for Body<'_> {
    fn parse_declarations(&self) -> bool {
        self.selector.is_some()
    }

    fn parse_qualified(&self) -> bool {
        true
    }
}

/// Whether what stands in `@name condition` counts: on a wide screen, in daylight.
fn holds(name: &str, condition: &str) -> bool {
    let condition = condition.to_ascii_lowercase();
    match name.to_ascii_lowercase().as_str() {
        "layer" | "document" | "-moz-document" | "scope" => true,
        "supports" => !condition.trim_start().starts_with("not"),
        "media" | "container" => condition.split(',').any(fits),
        _ => false,
    }
}

/// Whether one query of `@media` fits.
fn fits(query: &str) -> bool {
    const NO: [&str; 6] = ["print", "speech", "dark)", "reduce)", "portrait", "(hover: none"];
    let limit = |name: &str| {
        let value = query.split_once(name)?.1.trim_start_matches([' ', ':']);
        let digits = value.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(value.len());
        let number = value.get(..digits)?.parse::<f32>().ok()?;
        Some(if value.get(digits..)?.starts_with("px") { number } else { number * 16.0 })
    };
    let is_negated = query.trim_start().starts_with("not");
    let holds = !NO.iter().any(|no| query.contains(no))
        && limit("max-width").is_none_or(|most| WIDTH <= most)
        && limit("min-width").is_none_or(|least| WIDTH >= least);
    holds != is_negated
}

/// A selector without commas, as `selectors` reads it.
#[derive(Debug, Default)]
pub(super) struct Selector {
    pub text: String,
    pub key: Key,
    /// How exact it is.
    pub weight: u32,
    pub reach: Reach,
    /// The names of its parts but the last that stand around what it reaches, and of the last one so far.
    pub needs: Names,
    part: Names,
    is_beside: bool,
    /// A name behind this begins the next part.
    is_between: bool,
}

/// The selectors in `list`. One that we cannot read is left out, with one that reaches no element.
pub(super) fn selectors(list: &str) -> Vec<Selector> {
    let mut parser = Parser::new(list);
    parser.parse_comma_separated_ignoring_errors(|input| {
        let mut selector = Selector::default();
        selector.read(input, 0)?;
        let is_fit = !selector.text.trim().is_empty() && selector.text.len() <= LONGEST;
        if is_fit { Ok(selector) } else { Err(ParseError::<()>::custom(())) }
    })
}

impl Selector {
    fn read(&mut self, input: &mut Parser<'_>, depth: usize) -> Result<(), Failed> {
        while let Ok(token) = input.next_including_whitespace() {
            let token = token.clone();
            match &token {
                Token::Colon => self.pseudo(input, depth)?,
                Token::Function(_) | Token::SquareBracketBlock | Token::ParenthesisBlock => {
                    self.brackets(&token, input, depth)?;
                }
                Token::IDHash(id) | Token::Hash(id) => {
                    self.weigh(1 << 20);
                    self.begin(depth, Key::Id(id.to_string()));
                    self.name(depth, id);
                    self.text.push_str(&token.to_css_string());
                }
                Token::Delim('.') => self.class(input, depth)?,
                Token::Ident(name) => {
                    self.weigh(1);
                    self.begin(depth, Key::Name(name.to_ascii_lowercase()));
                    self.name(depth, name);
                    self.text.push_str(&token.to_css_string());
                }
                Token::Delim('*') => {
                    self.begin(depth, Key::None);
                    self.text.push('*');
                }
                Token::WhiteSpace(_) | Token::Delim('>' | '+' | '~') => {
                    self.is_between |= depth == 0;
                    self.reach.ancestors |= depth > 0;
                    let is_beside = matches!(token, Token::Delim('+' | '~'));
                    self.reach.siblings |= is_beside;
                    self.is_beside |= is_beside && depth == 0;
                    self.text.push_str(&token.to_css_string());
                }
                _ => self.text.push_str(&token.to_css_string()),
            }
        }
        Ok(())
    }

    /// A condition on an attribute, mostly.
    fn brackets(&mut self, token: &Token<'_>, input: &mut Parser<'_>, depth: usize) -> Result<(), Failed> {
        let inner = input.parse_nested_block(|inner| Ok::<_, Failed>(rest(inner)))?;
        let is_attribute = matches!(token, Token::SquareBracketBlock);
        let name = inner.split(['=', '~', '^', '$', '*']).next().unwrap_or_default().trim();
        let is_key = is_attribute && !inner.contains('|');
        self.weigh(1 << 10);
        self.begin(depth, if is_key { Key::Attribute(name.to_ascii_lowercase()) } else { Key::None });
        if is_key {
            self.name(depth, name);
        }
        self.text.extend([token.to_css_string().as_str(), inner, if is_attribute { "]" } else { ")" }]);
        Ok(())
    }

    fn weigh(&mut self, weight: u32) {
        self.weight = self.weight.saturating_add(weight);
    }

    /// A name begins, in this part of the selector or the next.
    fn begin(&mut self, depth: usize, key: Key) {
        if depth > 0 {
            return;
        }
        if std::mem::take(&mut self.is_between) && !self.text.trim().is_empty() {
            self.reach.ancestors = true;
            self.key = Key::None;
            let part = std::mem::take(&mut self.part);
            if !std::mem::take(&mut self.is_beside) {
                self.needs.extend(&part);
            }
        }
        let rank = |key: &Key| match key {
            Key::Id(_) => 4,
            Key::Class(_) => 3,
            Key::Attribute(_) => 2,
            Key::Name(_) => 1,
            Key::None => 0,
        };
        if rank(&key) > rank(&self.key) {
            self.key = key;
        }
    }

    /// Takes in a `name` that is asked for.
    fn name(&mut self, depth: usize, name: &str) {
        if depth == 0 {
            self.part.add(name);
        }
    }

    fn class(&mut self, input: &mut Parser<'_>, depth: usize) -> Result<(), Failed> {
        let class = input.expect_ident()?.clone();
        self.weigh(1 << 10);
        self.begin(depth, Key::Class(class.to_string()));
        self.name(depth, &class);
        self.text.push('.');
        self.text.push_str(&Token::Ident(class).to_css_string());
        Ok(())
    }

    /// What stands behind a colon. A state that an element may be in later is one that it is not in.
    fn pseudo(&mut self, input: &mut Parser<'_>, depth: usize) -> Result<(), Failed> {
        let token = input.next_including_whitespace()?.clone();
        self.begin(depth, Key::None);
        match &token {
            Token::Ident(name) => self.state(&name.to_ascii_lowercase()),
            Token::Function(name) => self.function(&name.to_ascii_lowercase(), input, depth),
            // `::before` and its like are no elements.
            _ => Err(ParseError::custom(())),
        }
    }

    fn state(&mut self, name: &str) -> Result<(), Failed> {
        self.weigh(1 << 10);
        let text = match name {
            "before" | "after" | "first-line" | "first-letter" => return Err(ParseError::custom(())),
            "root" | "scope" => ":is(html)",
            "checked" => "[checked]",
            "open" => "[open]",
            "disabled" => "[disabled]",
            "defined" | "enabled" => "",
            "first-child" | "last-child" | "only-child" | "first-of-type" | "last-of-type"
            | "only-of-type" | "empty" | "link" | "any-link" => {
                self.text.extend([":", name]);
                return Ok(());
            }
            _ => NEVER,
        };
        self.text.push_str(text);
        Ok(())
    }

    fn function(&mut self, name: &str, input: &mut Parser<'_>, depth: usize) -> Result<(), Failed> {
        let weight = self.weight;
        match name {
            "not" | "is" | "where" | "has" | "matches" | "-webkit-any" | "-moz-any" => {
                self.text.push_str(match name {
                    "not" => ":not(",
                    "has" => ":has(",
                    _ => ":is(",
                });
                input.parse_nested_block(|inner| self.read(inner, depth + 1))?;
                self.text.push(')');
                self.weight = if name == "where" { weight } else { self.weight };
                return Ok(());
            }
            "nth-child" | "nth-last-child" | "nth-of-type" | "nth-last-of-type" => {
                self.reach.siblings = true;
                let inner = input.parse_nested_block(|inner| Ok::<_, Failed>(rest(inner)))?;
                self.text.extend([":", name, "(", inner, ")"]);
            }
            _ => {
                input.parse_nested_block(|inner| Ok::<_, Failed>(rest(inner)))?;
                self.text.push_str(NEVER);
            }
        }
        self.weigh(1 << 10);
        Ok(())
    }
}
