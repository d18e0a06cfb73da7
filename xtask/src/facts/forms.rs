//! The forms in which a page says that what it describes is given, and what it shows of it in code.
//!
//! ```text
//! `MENU` can be passed as:
//! - a JSON string
//! - an object with the root key `ITEMS`
//! - an array of items without wrapping
//! ```

use serde_json::Value;

use crate::dialect::{Block, BlockKind, Inline};
use crate::words::FormWords;

use super::{FieldTable, Item, Section, field_name, text};

/// The fences of code that may show a format.
const FENCES: [&str; 4] = ["", "json", "js", "javascript"];

/// The forms in which what a page describes is given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forms {
    /// The key under which an object may hold the list that may also stand alone: `ITEMS`.
    pub key: Option<String>,
    /// Whether a text of JSON will do, too.
    pub text: bool,
    /// What code shows under the names of what is described, values neutral: `{"GRID": [{"NAME": "text"}]}`.
    pub shown: Vec<Value>,
}

impl Forms {
    /// Whether nothing is said or shown.
    pub fn is_empty(&self) -> bool {
        let Self { key, text, shown } = self;
        key.is_none() && !text && shown.is_empty()
    }

    /// Reads a list, if it is one of forms: an object with a list under a key, that list alone, a text.
    pub(super) fn list(&mut self, words: &FormWords, items: &[Vec<Block<'_>>]) {
        let (mut key, mut alone, mut as_text) = (None, false, false);
        for item in items {
            let Some(BlockKind::Paragraph(inlines)) = item.first().map(|block| &block.kind) else {
                return;
            };
            let lower = text::lower(&text::plain(inlines));
            let says = |phrases: &[crate::words::Phrase]| phrases.iter().any(|p| p.is_in(&lower));
            let mut codes = inlines.iter().filter_map(|inline| match inline {
                Inline::Code(code) => Some(code),
                _ => None,
            });
            alone |= says(&words.alone);
            as_text |= says(&words.text);
            if let (Some(code), None, true) = (codes.next(), codes.next(), says(&words.object)) {
                key = key.or(field_name::name(code));
            }
        }
        if alone && key.is_some() && self.key.is_none() {
            (self.key, self.text) = (key, as_text);
        }
    }

    /// Keeps what is shown of what the sections describe, of each form the first.
    pub(super) fn settle(mut self, sections: &[Section]) -> Self {
        let mut shown: Vec<Value> = Vec::new();
        for value in std::mem::take(&mut self.shown) {
            let known = |one: &Value| match (pair(one), pair(&value)) {
                (Some((a, one)), Some((b, other))) => {
                    a == b && std::mem::discriminant(one) == std::mem::discriminant(other)
                }
                _ => false,
            };
            if self.is_described(&value, sections) && !shown.iter().any(known) {
                shown.push(value);
            }
        }
        Self { shown, ..self }
    }

    /// Whether a table has the keys of the object that is shown under a name, or alone in a list; whether it has that name
    /// and no other, where a text or a number is shown.
    fn is_described(&self, value: &Value, sections: &[Section]) -> bool {
        let Some((name, value)) = pair(value) else { return false };
        let tables = || {
            sections.iter().flat_map(Section::flat).filter_map(|item| match item {
                Item::Fields(table) => Some(table),
                _ => None,
            })
        };
        let has = |table: &FieldTable, name: &str| {
            table.rows.iter().any(|row| row.names.iter().any(|known| known == name))
        };
        let object = match value {
            Value::Array(items) => items.first().and_then(Value::as_object),
            value => value.as_object(),
        };
        match (object, value) {
            (Some(map), _) => {
                let keyed = self.key.as_ref().is_some_and(|key| map.contains_key(key));
                let of = |table: &FieldTable| map.keys().all(|key| has(table, key));
                keyed || !map.is_empty() && tables().any(of)
            }
            (None, Value::Array(_)) => false,
            (None, _) => tables().any(|table| table.rows.len() == 1 && has(table, name)),
        }
    }

    /// What is shown under a name, in each form.
    pub(crate) fn shown_of<'s>(&'s self, name: &str) -> impl Iterator<Item = &'s Value> {
        let own = self.shown.iter().filter_map(pair);
        own.filter(move |(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

/// The only key of an object, and what stands there.
pub(crate) fn pair(value: &Value) -> Option<(&str, &Value)> {
    let map = value.as_object().filter(|map| map.len() == 1)?;
    map.iter().next().map(|(key, value)| (key.as_str(), value))
}

/// What a block of code shows under one name: `{ SIZE: { … } }`.
pub(super) fn shown(info: &str, code: &str) -> Option<Value> {
    let code = code.trim();
    let is_fence = FENCES.iter().any(|fence| info.trim().eq_ignore_ascii_case(fence));
    if !is_fence || !code.starts_with('{') || !code.ends_with('}') {
        return None;
    }
    let (value, faults) = crate::examples::answer(code);
    let whole = faults.iter().all(|fault| fault.code != crate::examples::TRAILING);
    value.filter(|value| {
        whole && pair(value).is_some_and(|(key, _)| field_name::name(key).is_some())
    })
}
