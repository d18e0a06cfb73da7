//! Type words → types.

use b24_schema::{AllowedValue, Type, Wire};

use crate::facts::TypeWord;

/// The words for basic types, lower-cased, in both languages' pages.
const BASIC: [(&str, Type); 24] = [
    ("string", Type::String),
    ("text", Type::String),
    ("html", Type::String),
    ("str", Type::String),
    ("enum", Type::String),
    ("enumeration", Type::String),
    ("function", Type::String),
    ("callable", Type::String),
    ("url", Type::String),
    ("integer", Type::Integer),
    ("int", Type::Integer),
    ("number", Type::Number),
    ("numeric", Type::Number),
    ("double", Type::Number),
    ("float", Type::Number),
    ("boolean", Type::Boolean(Wire::Json)),
    ("bool", Type::Boolean(Wire::Json)),
    ("date", Type::Date),
    ("datetime", Type::DateTime),
    ("timestamp", Type::Timestamp),
    ("file", Type::File),
    ("any", Type::Any),
    ("mixed", Type::Any),
    ("null", Type::Null),
];

/// What a type word stands for before the pages are looked at.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Word {
    /// A basic type.
    Basic(Type),
    /// `char`: `Y`/`N` where nothing says otherwise.
    Char,
    /// Named fields, or a map.
    Object,
    /// A list, or an object as PHP knows it.
    Array,
    /// Any other word: a dictionary's, or the page's own.
    Named,
}

/// What corrections write behind a word whose values stand under keys that are data, where a page only
/// says `array`.
pub(super) const KEYED: &str = "{}";

pub(crate) fn word(word: &str) -> Word {
    if let Some(Word::Basic(inner)) = word.strip_suffix(KEYED).map(self::word) {
        return Word::Basic(Type::Map(Box::new(inner)));
    }
    let is = |known: &str| word.eq_ignore_ascii_case(known);
    match BASIC.iter().find(|(known, _)| is(known)) {
        Some((_, ty)) => Word::Basic(ty.clone()),
        None if is("char") => Word::Char,
        None if is("object") => Word::Object,
        None if is("array") => Word::Array,
        None => Word::Named,
    }
}

/// Whether a word stands for something with parts.
pub(crate) fn is_container(written: &TypeWord) -> bool {
    written.list > 0 || matches!(word(&written.word), Word::Object | Word::Array)
}

/// The wire form of a boolean that its allowed values or its default show.
pub(crate) fn documented_wire(values: &[AllowedValue], default: Option<&str>) -> Option<Wire> {
    let mut literals = values.iter().map(|v| v.value.as_str()).chain(default);
    literals.find_map(|literal| match literal {
        "Y" | "N" | "'Y'" | "'N'" => Some(Wire::Yn),
        "true" | "false" => Some(Wire::Json),
        "1" | "0" => Some(Wire::Int),
        _ => None,
    })
}

/// Whether the values are the two of a flag.
pub(crate) fn is_flag(values: &[AllowedValue]) -> bool {
    !values.is_empty() && values.iter().all(|v| matches!(v.value.as_str(), "Y" | "N"))
}

/// The scalar type that allowed values have.
pub(crate) fn of_values(values: &[AllowedValue]) -> Option<Type> {
    if values.is_empty() {
        return None;
    }
    Some(if is_flag(values) {
        Type::Boolean(Wire::Yn)
    } else if values.iter().all(|v| matches!(v.value.as_str(), "true" | "false")) {
        Type::Boolean(Wire::Json)
    } else if values.iter().all(|v| v.value.parse::<i64>().is_ok()) {
        Type::Integer
    } else {
        Type::String
    })
}
