//! Literals: one lenient parser for all notations, told apart by their [`Syntax`].

use std::borrow::Cow;

use serde_json::Value;

use super::UNKNOWN;
use super::entries::{Entries, Kind, key};
use super::lexer::Lexer;
use super::number::number;
use super::scope::MAX_LOOKUPS;
use super::syntax::{EXPRESSIONS, Quote, Syntax, Word};

/// How deep containers may nest; `serde_json` reads no deeper either.
pub(super) const MAX_DEPTH: usize = 127;
/// What stands at one place of a container.
pub(super) enum Item<'t> {
    /// A string.
    Text(Cow<'t, str>),
    /// A name that is neither a value nor part of an expression.
    Name(&'t str),
    /// A number, and its spelling: it may turn out to be a key.
    Number(Value, &'t str),
    /// Anything else with a value.
    Value(Value),
    /// `...`: something was left out.
    Skip,
}

/// The parser.
pub(super) struct Literal<'t> {
    pub(super) lexer: Lexer<'t>,
    pub(super) depth: usize,
    pub(super) lookups: usize,
    /// Variables are assigned before this offset.
    pub(super) scope: usize,
    /// What closes the containers around the position.
    pub(super) open: Vec<u8>,
}

impl<'t> Literal<'t> {
    /// Reads at an offset of the text.
    pub(super) fn new(text: &'t str, pos: usize, syntax: &'static Syntax) -> Self {
        Self {
            lexer: Lexer::new(text, pos, syntax),
            depth: 0,
            lookups: MAX_LOOKUPS,
            scope: pos,
            open: Vec::new(),
        }
    }

    /// One value: [`UNKNOWN`] if it is computed.
    pub(super) fn value(&mut self) -> Value {
        self.lexer.space();
        let start = self.lexer.pos;
        if self.lexer.at_end() || matches!(self.lexer.peek(), b',' | b'}' | b']' | b')' | b';') {
            self.lexer.fault(start, "example-value-missing", "no value where one is expected");
            return unknown();
        }
        let item = self.item(false);
        if self.lexer.pos == start {
            self.lexer.bump();
        }
        self.item_value(item, start)
    }

    /// The value of a whole text: tells fragments, and what follows a root that closed too early.
    pub(super) fn root(&mut self) -> Value {
        self.lexer.space();
        let start = self.lexer.pos;
        if !matches!(self.lexer.peek(), b'{' | b'[') {
            let item = self.item(true);
            self.lexer.space();
            if let Some(key) = self.separator().then(|| key(&item)).flatten() {
                self.lexer.fault(start, "example-fragment", "entries without braces around them");
                let mut entries = Entries::default();
                let value = self.value();
                entries.keyed.insert(key, value);
                self.comma(Kind::Fragment, &mut entries);
                self.entries(Kind::Fragment, &mut entries);
                return self.finish(Kind::Fragment, entries, start);
            }
            return self.item_value(item, start);
        }
        let root = self.value();
        self.extra_entries(root)
    }

    /// The arguments of a call from the opening parenthesis on.
    pub(super) fn arguments(&mut self) -> Value {
        self.container(Kind::Call)
    }

    /// `keyed`: the item may be a key, so a separator may follow.
    pub(super) fn item(&mut self, keyed: bool) -> Item<'t> {
        self.lexer.space();
        while self.lexer.peek() == b'(' && self.cast_prefix() {
            self.lexer.space();
        }
        let start = self.lexer.pos;
        let item = match self.lexer.peek() {
            b'{' => Item::Value(self.container(Kind::Brace)),
            b'[' if self.lexer.syntax.typed => return self.typed(start),
            b'[' => Item::Value(self.container(Kind::Bracket)),
            b'(' if self.lexer.syntax.tuples => Item::Value(self.container(Kind::Paren)),
            b'&' | b'*' if self.lexer.syntax.typed => {
                self.lexer.pos += 1;
                return self.typed(start);
            }
            b'.' | 0xE2 if self.ellipsis() => return Item::Skip,
            b'0'..=b'9' | b'-' | b'+' | b'.' => match self.number() {
                Some(item) => item,
                None => return self.bare(start, keyed),
            },
            _ => match self.lexer.quote() {
                Some(kind) => self.text(kind, keyed),
                None if self.splice() => return Item::Value(unknown()),
                None if self.lexer.syntax.json => return self.bare(start, keyed),
                None => return self.word(start, keyed),
            },
        };
        self.tail(item, start, keyed)
    }

    fn ellipsis(&mut self) -> bool {
        let start = self.lexer.pos;
        if !(self.lexer.eat("...") || self.lexer.eat("…")) {
            return false;
        }
        self.lexer.json_fault(start, "example-ellipsis", "something is left out");
        // A spread takes its operand along; an ellipsis may be followed by a remark.
        self.lexer.skip_expression(None);
        true
    }

    /// A splice of the shell in the place of a value.
    fn splice(&mut self) -> bool {
        let length = self.lexer.splice();
        self.lexer.pos += length.unwrap_or(0);
        length.is_some()
    }

    fn text(&mut self, kind: Quote, keyed: bool) -> Item<'t> {
        let start = self.lexer.pos;
        let Some(mut text) = self.lexer.string(kind, !keyed) else { return Item::Value(unknown()) };
        if self.lexer.syntax.json
            && kind == Quote::Escaped
            && self.lexer.text.as_bytes()[start] == b'\''
        {
            self.lexer.fault(start, "example-single-quotes", "single quotes in JSON");
        }
        while self.lexer.syntax.adjacent {
            let end = self.lexer.pos;
            self.lexer.space();
            let Some(kind) = self.lexer.quote() else {
                self.lexer.pos = end;
                break;
            };
            if let Some(more) = self.lexer.string(kind, false) {
                text.to_mut().push_str(&more);
            }
        }
        Item::Text(text)
    }

    /// `(int)` before a value.
    fn cast_prefix(&mut self) -> bool {
        let start = self.lexer.pos;
        self.lexer.pos += 1;
        let word = self.lexer.word();
        if self.lexer.syntax.casts.contains(&word) && self.lexer.eat(")") {
            return true;
        }
        self.lexer.pos = start;
        false
    }

    fn word(&mut self, start: usize, keyed: bool) -> Item<'t> {
        if self.lexer.syntax.typed && self.lexer.rest().starts_with("map[") {
            return self.typed(start);
        }
        let word = self.lexer.word();
        let syntax = self.lexer.syntax;
        match self.lexer.peek() {
            b'(' if syntax.is_container(word) => {
                let value = self.container(Kind::Paren);
                return self.tail(Item::Value(value), start, keyed);
            }
            b'(' if syntax.casts.contains(&word) => {
                let value = self.cast();
                return self.tail(Item::Value(value), start, keyed);
            }
            b'{' if syntax.typed && !word.is_empty() => {
                let value = self.container(Kind::Brace);
                return self.tail(Item::Value(value), start, keyed);
            }
            b'"' | b'\'' if syntax.adjacent && word.len() < 3 => {
                let quote = self.lexer.quote().unwrap_or(Quote::Escaped);
                let text = self.text(quote, keyed);
                let item = if word.contains(['f', 'F']) { Item::Value(unknown()) } else { text };
                return self.tail(item, start, keyed);
            }
            _ if word.is_empty() => return self.expression(start, keyed),
            _ => {}
        }
        let item = match constant(syntax, word) {
            Some(value) if !keyed => Item::Value(value),
            _ => Item::Name(word),
        };
        self.tail(item, start, keyed)
    }

    /// The only argument of a conversion.
    fn cast(&mut self) -> Value {
        if self.depth >= MAX_DEPTH {
            self.lexer.skip_balanced();
            return unknown();
        }
        self.depth += 1;
        self.lexer.pos += 1;
        let value = self.value();
        self.depth -= 1;
        self.lexer.skip_expression(None);
        self.lexer.eat(")");
        value
    }

    /// A Go value that starts with its type.
    fn typed(&mut self, start: usize) -> Item<'t> {
        let mut list = false;
        let mut first = true;
        loop {
            match self.lexer.peek() {
                b'[' => {
                    list |= first;
                    self.lexer.skip_balanced();
                }
                b'*' | b'&' => self.lexer.pos += 1,
                _ => {
                    let word = self.lexer.word();
                    if matches!(word, "interface" | "struct") {
                        self.lexer.eat("{}");
                    }
                    if word != "map" {
                        break;
                    }
                }
            }
            first = false;
        }
        if self.lexer.peek() != b'{' {
            return self.expression(start, false);
        }
        let value = self.container(if list { Kind::List } else { Kind::Brace });
        self.tail(Item::Value(value), start, false)
    }

    fn number(&mut self) -> Option<Item<'t>> {
        let start = self.lexer.pos;
        let bytes = self.lexer.text.as_bytes();
        let mut end = start;
        while let Some(&byte) = bytes.get(end) {
            let sign = matches!(byte, b'+' | b'-')
                && (end == start || matches!(bytes[end - 1], b'e' | b'E'));
            if !(sign || byte == b'.' || byte == b'_' || byte.is_ascii_alphanumeric()) {
                break;
            }
            end += 1;
        }
        let token = &self.lexer.text[start..end];
        let (number, strict) = number(token)?;
        self.lexer.pos = end;
        if !strict {
            self.lexer.json_fault(
                start,
                "example-number-form",
                "a number JSON writes in another way",
            );
        }
        Some(Item::Number(Value::Number(number), token))
    }

    /// In JSON: a word, a placeholder or anything else without quotes.
    fn bare(&mut self, start: usize, keyed: bool) -> Item<'t> {
        if !self.lexer.syntax.json {
            return self.expression(start, keyed);
        }
        self.lexer.pos = start;
        while !self.lexer.at_end() {
            match self.lexer.peek() {
                b',' | b'}' | b']' | b'\n' | b'"' | b'{' | b'[' => break,
                b'\'' if self.lexer.syntax.shell => break,
                b'/' if matches!(self.lexer.rest().as_bytes().get(1), Some(b'/' | b'*')) => break,
                b':' | b'=' if keyed => break,
                b'(' => self.lexer.skip_balanced(),
                _ => self.lexer.bump(),
            }
        }
        let token = self.lexer.text[start..self.lexer.pos].trim_end();
        if let Some(value) = constant(self.lexer.syntax, token) {
            if !matches!(token, "true" | "false" | "null") {
                self.lexer.fault(
                    start,
                    "example-word-form",
                    "JSON writes this word in another way",
                );
            }
            return Item::Value(value);
        }
        Item::Name(token)
    }

    /// What follows an item decides whether it was only the start of an expression.
    fn tail(&mut self, item: Item<'t>, start: usize, keyed: bool) -> Item<'t> {
        if self.lexer.syntax.json {
            return item;
        }
        self.lexer.space();
        let rest = self.lexer.rest();
        match self.lexer.peek() {
            0 | b',' | b';' | b')' | b']' | b'}' => item,
            b':' | b'=' if keyed && self.at_separator().is_some() => item,
            b'!' if rest[1..].trim_start().starts_with([',', '}', ')', ']']) => {
                self.lexer.pos += 1;
                item
            }
            _ if rest.starts_with("as ") || rest.starts_with("satisfies ") => {
                self.lexer.skip_expression(None);
                item
            }
            b'+' | b'-' | b'*' | b'/' | b'%' | b'.' | b'?' | b'|' | b'&' | b'<' | b'>' | b'='
            | b'!' | b'^' | b'(' | b'[' | b':' => self.expression(start, keyed),
            _ if matches!(item, Item::Name(_)) => self.expression(start, keyed),
            _ => item,
        }
    }

    /// An expression up to its end, and what is known about its result.
    fn expression(&mut self, start: usize, keyed: bool) -> Item<'t> {
        let stop = if keyed { self.lexer.syntax.separators.first().copied() } else { None };
        self.lexer.skip_expression(stop);
        let text = self.lexer.text[start..self.lexer.pos].trim_end();
        let form = EXPRESSIONS.iter().find(|(end, _)| text.ends_with(end));
        Item::Value(form.map_or_else(unknown, |(_, value)| Value::from(*value)))
    }

    fn at_separator(&self) -> Option<usize> {
        let rest = self.lexer.rest();
        let found = self.lexer.syntax.separators.iter().position(|mark| rest.starts_with(mark))?;
        let mark = self.lexer.syntax.separators[found];
        // `::` and `==` are operators.
        (!rest[mark.len()..].starts_with(&mark[..1])).then_some(found)
    }

    pub(super) fn separator(&mut self) -> bool {
        let Some(found) = self.at_separator() else { return false };
        let mark = self.lexer.syntax.separators[found];
        if found > 0 && self.lexer.syntax.json {
            self.lexer.fault(self.lexer.pos, "example-separator", format!("`{mark}` after a key"));
        }
        self.lexer.pos += mark.len();
        true
    }

    pub(super) fn item_value(&mut self, item: Item<'t>, start: usize) -> Value {
        match item {
            Item::Text(text) => Value::String(text.into_owned()),
            Item::Number(value, _) | Item::Value(value) => value,
            Item::Skip => unknown(),
            Item::Name(name) => match constant(self.lexer.syntax, name) {
                Some(value) => value,
                None if self.lexer.syntax.json => {
                    self.lexer.fault(start, "example-bare-value", "a value without quotes");
                    unknown()
                }
                None => self.variable(name).unwrap_or_else(unknown),
            },
        }
    }
}

fn constant(syntax: &Syntax, word: &str) -> Option<Value> {
    syntax.words.iter().find(|(spelling, _)| *spelling == word).map(|(_, word)| Word::value(*word))
}

pub(super) fn unknown() -> Value {
    Value::from(UNKNOWN)
}
