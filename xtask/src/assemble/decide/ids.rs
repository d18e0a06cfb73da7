//! Identifiers that examples write as texts of digits.
//!
//! PHP gives numbers from a database as texts. Where a page does not say what a field is, such a text
//! tells that it is a number only if the field is called like an identifier; where a page calls it a
//! text, parameters of the same name in the same module tell.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use b24_schema::{Field, Method, Type, field_ident};
use serde::Deserialize;
use serde_json::Value;

use crate::assemble::module_of;

/// How fields are called that hold identifiers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    names: Vec<String>,
    ends: Vec<String>,
    texts: Vec<String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    // The file is part of the program; a test reads it.
    toml::from_str(include_str!("ids.toml")).expect("ids.toml is well-formed")
});

/// By module, the names in Rust of the parameters that are integers.
pub(super) type Integers = BTreeMap<String, BTreeSet<String>>;

/// Whether values of a field are numbers of something, written as texts of digits or as numbers.
pub(super) fn counts(name: &str, values: &[&Value]) -> bool {
    let digits = |value: &&Value| match value {
        Value::String(text) => {
            let leads = text.len() > 1 && text.starts_with('0');
            !leads && !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
        }
        Value::Number(number) => number.is_i64() || number.is_u64(),
        _ => false,
    };
    is_id(name) && !values.is_empty() && values.iter().all(digits)
}

fn is_id(name: &str) -> bool {
    let Ok(name) = field_ident(name) else { return false };
    let ends = WORDS.ends.iter().any(|end| name.ends_with(end.as_str()));
    (ends || WORDS.names.contains(&name)) && !WORDS.texts.contains(&name)
}

/// The integers among the parameters of all methods.
pub(super) fn integers<'m>(methods: impl Iterator<Item = &'m Method>) -> Integers {
    let mut out = Integers::new();
    for method in methods {
        collect(&method.params, out.entry(module_of(&method.name)).or_default());
    }
    out
}

/// Whether a field is called as one of the parameters in `known`.
pub(super) fn has(known: &BTreeSet<String>, name: &str) -> bool {
    field_ident(name).is_ok_and(|name| known.contains(&name))
}

fn collect(fields: &[Field], out: &mut BTreeSet<String>) {
    for field in fields {
        match &field.ty {
            Type::Integer => out.extend(field_ident(&field.name).ok()),
            Type::Record(body) => collect(&body.fields, out),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_exception_is_one() {
        let Words { names, ends, texts } = &*WORDS;
        for text in texts {
            assert!(
                ends.iter().any(|end| text.ends_with(end.as_str())) || names.contains(text),
                "{text} is no name of an identifier anyway"
            );
        }
        assert!(texts.is_sorted_by(|a, b| a < b), "sorted, each once");
    }
}
