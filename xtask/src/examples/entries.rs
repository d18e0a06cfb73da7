//! Containers: entries with and without keys, and brackets that do not match.

use serde_json::map::Entry;
use serde_json::{Map, Value};

use super::UNKNOWN;
use super::literal::{Item, Literal, MAX_DEPTH, unknown};

/// What a bracket opens.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Brace,
    Bracket,
    /// `array(…)` and tuples.
    Paren,
    /// The arguments of a call.
    Call,
    /// Braces whose type says that they hold elements: `[]int{…}`.
    List,
    /// Entries without brackets around them.
    Fragment,
}

impl Kind {
    fn close(self) -> u8 {
        match self {
            Self::Brace | Self::List => b'}',
            Self::Bracket => b']',
            Self::Paren | Self::Call => b')',
            Self::Fragment => 0,
        }
    }
}

/// The entries of a container, with and without keys.
#[derive(Default)]
pub(super) struct Entries {
    pub(super) keyed: Map<String, Value>,
    pub(super) loose: Vec<Value>,
    pub(super) trailing_comma: bool,
}

impl<'t> Literal<'t> {
    /// A root that a surplus bracket closed: what follows still belongs to it.
    pub(super) fn extra_entries(&mut self, root: Value) -> Value {
        let Value::Object(keyed) = root else { return root };
        let mut entries = Entries { keyed, ..Entries::default() };
        loop {
            self.lexer.space();
            let offset = self.lexer.pos;
            match self.lexer.peek() {
                b'}' | b']' => {
                    self.lexer.fault(offset, "example-bracket-extra", "a closing bracket too many");
                    self.lexer.pos += 1;
                }
                b',' => {
                    self.lexer.pos += 1;
                    self.lexer.space();
                    if self.lexer.peek() != b'"' {
                        self.lexer.pos = offset;
                        break;
                    }
                    self.lexer.fault(
                        offset,
                        "example-bracket-extra",
                        "entries after the last brace",
                    );
                    self.entries(Kind::Brace, &mut entries);
                }
                _ => break,
            }
        }
        Value::Object(entries.keyed)
    }

    pub(super) fn container(&mut self, kind: Kind) -> Value {
        let start = self.lexer.pos;
        if self.depth >= MAX_DEPTH {
            self.lexer.fault(start, "example-too-deep", "nested deeper than any real example");
            self.lexer.skip_balanced();
            return unknown();
        }
        self.depth += 1;
        self.lexer.pos += 1;
        let mut entries = Entries::default();
        self.open.push(kind.close());
        self.entries(kind, &mut entries);
        self.open.pop();
        self.depth -= 1;
        self.finish(kind, entries, start)
    }

    /// Entries up to and including the closing bracket.
    pub(super) fn entries(&mut self, kind: Kind, entries: &mut Entries) {
        let syntax = self.lexer.syntax;
        let keyed = kind != Kind::Bracket || syntax.bracket_maps;
        loop {
            self.lexer.space();
            let start = self.lexer.pos;
            match self.lexer.peek() {
                0 if self.lexer.at_end() => {
                    if kind != Kind::Fragment {
                        self.lexer.fault(
                            start,
                            "example-bracket-missing",
                            "the text ends too early",
                        );
                    }
                    return;
                }
                byte if byte == kind.close() && byte != 0 => {
                    self.lexer.pos += 1;
                    return;
                }
                b')' => {
                    self.lexer.fault(start, "example-bracket-missing", "a bracket is not closed");
                    return;
                }
                byte @ (b'}' | b']') => {
                    // If it closes a bracket further out, the one of this container is missing.
                    if self.open.contains(&byte) {
                        self.lexer.fault(
                            start,
                            "example-bracket-missing",
                            "a bracket is not closed",
                        );
                    } else {
                        self.lexer.fault(
                            start,
                            "example-bracket-mismatch",
                            "closed by another bracket",
                        );
                        self.lexer.pos += 1;
                    }
                    return;
                }
                b'\'' if syntax.shell && self.lexer.splice().is_none() => {
                    self.lexer.fault(start, "example-bracket-missing", "the body ends too early");
                    return;
                }
                b',' | b';' => {
                    self.lexer.json_fault(start, "example-comma-extra", "a comma without an entry");
                    self.lexer.pos += 1;
                    continue;
                }
                _ => {}
            }
            let omitted = self.entry(keyed, kind, entries);
            if self.lexer.pos == start {
                self.lexer.bump();
            }
            if !omitted {
                self.comma(kind, entries);
            } else if self.lexer.peek() == b',' {
                self.lexer.pos += 1;
            }
        }
    }

    /// One entry; whether it only tells that something is left out, which needs no comma.
    fn entry(&mut self, keyed: bool, kind: Kind, entries: &mut Entries) -> bool {
        let start = self.lexer.pos;
        let item = self.item(keyed);
        self.lexer.space();
        if keyed && self.separator() {
            let key = key(&item);
            if self.lexer.syntax.json && matches!(item, Item::Name(_)) {
                self.lexer.fault(start, "example-bare-key", "a key without quotes");
            }
            let value = self.value();
            match key {
                Some(key) if key == "..." || key == UNKNOWN => {
                    self.lexer.json_fault(start, "example-ellipsis", "something is left out");
                }
                Some(key) => self.insert(key, value, start, entries),
                None => self.lexer.fault(start, "example-computed-key", "a key that is computed"),
            }
            return false;
        }
        match item {
            Item::Skip => return true,
            Item::Name(_) | Item::Number(..) if self.is_remark(&item) => {
                self.lexer.fault(start, "example-ellipsis", "something is left out");
                self.lexer.skip_expression(None);
                return true;
            }
            // A method: `name() { … }`.
            Item::Value(_) if kind == Kind::Brace && self.lexer.syntax.shorthand => {}
            Item::Name(name) if kind == Kind::Brace && self.lexer.syntax.shorthand => {
                let value = self.variable(name).unwrap_or_else(unknown);
                self.insert(name.to_owned(), value, start, entries);
            }
            item => {
                let value = self.item_value(item, start);
                entries.loose.push(value);
            }
        }
        false
    }

    /// In JSON: words in the place of an entry, as in `48 more items`.
    fn is_remark(&self, item: &Item<'_>) -> bool {
        self.lexer.syntax.json
            && match item {
                Item::Name(name) => name.contains(' '),
                // A letter of any script, for the remark is in the language of the page.
                _ => self.lexer.peek().is_ascii_alphabetic() || self.lexer.peek() >= 0xD0,
            }
    }

    fn insert(&mut self, key: String, value: Value, start: usize, entries: &mut Entries) {
        // As everywhere, the last one wins and stays in the place of the first.
        match entries.keyed.entry(key) {
            Entry::Occupied(mut old) => {
                let message = format!("`{}` twice in one object", old.key());
                self.lexer.fault(start, "example-duplicate-key", message);
                old.insert(value);
            }
            Entry::Vacant(new) => {
                new.insert(value);
            }
        }
    }

    /// Between two entries.
    pub(super) fn comma(&mut self, kind: Kind, entries: &mut Entries) {
        self.lexer.space();
        let start = self.lexer.pos;
        entries.trailing_comma = false;
        match self.lexer.peek() {
            b',' => {
                self.lexer.pos += 1;
                entries.trailing_comma = true;
                if self.lexer.syntax.json {
                    self.lexer.space();
                    if matches!(self.lexer.peek(), b'}' | b']') {
                        self.lexer.fault(
                            start,
                            "example-trailing-comma",
                            "a comma before a closing bracket",
                        );
                    }
                }
            }
            0 | b'}' | b']' | b')' | b';' => {}
            b'.' | 0xE2
                if self.lexer.rest().starts_with("...")
                    || self.lexer.rest().starts_with(UNKNOWN) => {}
            b'\'' if self.lexer.syntax.shell => {}
            byte if self.lexer.syntax.json && !self.starts_entry(byte, kind) => {
                self.lexer.fault(start, "example-junk", "something after a value");
                self.lexer.skip_expression(None);
            }
            _ => self.lexer.fault(start, "example-comma-missing", "no comma between two entries"),
        }
    }

    /// After a value without a comma: a quote or bracket, or in an object a bare key.
    fn starts_entry(&self, byte: u8, kind: Kind) -> bool {
        matches!(byte, b'"' | b'\'' | b'{' | b'[')
            || (kind != Kind::Bracket && byte.is_ascii_alphabetic() && self.bare_key_follows())
    }

    fn bare_key_follows(&self) -> bool {
        let rest = self.lexer.rest().trim_start_matches(|c: char| c == '_' || c.is_alphanumeric());
        matches!(rest.trim_start().as_bytes().first(), Some(b':' | b'='))
    }

    pub(super) fn finish(&mut self, kind: Kind, entries: Entries, start: usize) -> Value {
        let Entries { mut keyed, mut loose, trailing_comma } = entries;
        let syntax = self.lexer.syntax;
        if keyed.is_empty() {
            if loose.is_empty() && matches!(kind, Kind::Brace | Kind::Fragment) {
                return Value::Object(keyed);
            }
            if syntax.tuples && kind == Kind::Paren && loose.len() == 1 && !trailing_comma {
                return loose.remove(0);
            }
            if kind == Kind::Brace && !syntax.typed && !syntax.tuples {
                return self.keyless(loose, start);
            }
            return Value::Array(loose);
        }
        if kind == Kind::Bracket && !syntax.index_lists {
            self.lexer.fault(start, "example-bracket-mismatch", "keys between square brackets");
        }
        if loose.is_empty() {
            let indexed = syntax.index_lists
                && keyed.keys().enumerate().all(|(index, key)| *key == index.to_string());
            if indexed {
                return Value::Array(keyed.into_iter().map(|(_, value)| value).collect());
            }
            return Value::Object(keyed);
        }
        // Positional arguments with the token beside them.
        if syntax.shell && keyed.keys().all(|key| key == "auth") {
            return self.keyless(loose, start);
        }
        if !syntax.index_lists {
            self.lexer.fault(start, "example-key-missing", "entries with and without keys");
        }
        for (index, value) in loose.into_iter().enumerate() {
            keyed.entry(index.to_string()).or_insert(value);
        }
        Value::Object(keyed)
    }

    /// Braces around entries without keys: a list is meant.
    fn keyless(&mut self, mut loose: Vec<Value>, start: usize) -> Value {
        self.lexer.fault(start, "example-key-missing", "entries without keys between braces");
        match loose.as_slice() {
            [Value::Array(_) | Value::Object(_)] => loose.remove(0),
            _ => Value::Array(loose),
        }
    }
}

/// The key an item is, if it may be one.
pub(super) fn key(item: &Item<'_>) -> Option<String> {
    match item {
        Item::Text(text) => Some(text.as_ref().to_owned()),
        Item::Name(name) => Some((*name).to_owned()),
        Item::Number(_, token) => Some((*token).to_owned()),
        Item::Value(Value::Bool(value)) => Some(value.to_string()),
        Item::Value(Value::Null) => Some("null".to_owned()),
        Item::Skip => Some(UNKNOWN.to_owned()),
        Item::Value(_) => None,
    }
}
