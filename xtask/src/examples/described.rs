//! Objects that describe a field of another: `{"type": "integer", "title": "…", "isRequired": true}`.
//!
//! What they say of the field is a fact, so it stays where the content of examples goes.

use serde_json::{Map, Value};

/// The keys of the word for the type.
const TYPES: [&str; 2] = ["type", "TYPE"];

/// What is said of a field beside its type, and of nothing else that has a type.
pub(crate) const FLAGS: [&str; 5] =
    ["isRequired", "isReadOnly", "isImmutable", MULTIPLE, "isDynamic"];

/// The flag of a field that has several values.
const MULTIPLE: &str = "isMultiple";

/// What is said of the lists that have the field: whether they can be filtered by it, and sorted by it.
const FILTERED: [&str; 2] = ["filterable", "USE_IN_FILTER"];
const SORTED: &str = "sortable";

/// What other objects with a type may have too.
const PLAIN: [&str; 5] = ["title", "default", "values", "required", "primary"];

/// The key of the field's name, where descriptions stand in a list.
const NAME: &str = "name";

/// Whether what has these names is what is known of a field: its type, and one of the flags.
pub(crate) fn describes_a_field(has: impl Fn(&str) -> bool) -> bool {
    has(TYPES[0]) && FLAGS.iter().any(|flag| has(flag))
}

/// An object that describes a field.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Description<'v> {
    map: &'v Map<String, Value>,
    key: &'static str,
}

impl<'v> Description<'v> {
    /// Reads an object as a description.
    pub(crate) fn of(map: &'v Map<String, Value>) -> Option<Self> {
        let is_known = |key: &String| TYPES.iter().chain(&PLAIN).any(|known| known == key);
        let flags = || FLAGS.iter().chain(&FILTERED).chain([&SORTED]);
        let describes = flags().any(|flag| map.contains_key(*flag))
            || map.contains_key(PLAIN[0]) && map.keys().all(is_known);
        let typed = |key: &&str| map.get(*key).and_then(Value::as_str).is_some_and(is_word);
        let key = TYPES.into_iter().find(typed).filter(|_| describes)?;
        Some(Self { map, key })
    }

    /// The word for the type.
    pub(crate) fn word(self) -> &'v str {
        self.map.get(self.key).and_then(Value::as_str).unwrap_or_default()
    }

    /// The name of the field, where the description itself has it.
    pub(crate) fn name(self) -> Option<&'v str> {
        self.map.get(NAME).and_then(Value::as_str).filter(|name| is_word(name))
    }

    /// Whether lists can be filtered by the field, where that is said.
    pub(crate) fn filtered(self) -> Option<bool> {
        FILTERED.iter().find_map(|key| self.map.get(*key)?.as_bool())
    }

    /// Whether lists can be sorted by the field, where that is said.
    pub(crate) fn sorted(self) -> Option<bool> {
        self.map.get(SORTED)?.as_bool()
    }

    /// Whether the field has several values.
    pub(crate) fn is_multiple(self) -> bool {
        is_multiple(self.map)
    }

    /// The entries that are facts.
    pub(crate) fn facts(self) -> impl Iterator<Item = (String, Value)> {
        let name = self.name().map(|_| NAME);
        let keys = [Some(self.key), name].into_iter().flatten();
        let facts: Vec<_> = keys.map(|key| (key.to_owned(), self.map[key].clone())).collect();
        facts.into_iter()
    }
}

/// Whether what describes a field says that it has several values.
pub(crate) fn is_multiple(about: &Map<String, Value>) -> bool {
    about.get(MULTIPLE) == Some(&Value::Bool(true))
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(value: &Value) -> Option<(&str, Option<&str>)> {
        let read = Description::of(value.as_object()?)?;
        Some((read.word(), read.name()))
    }

    #[test]
    fn a_type_with_a_flag_or_with_nothing_but_a_title_describes() {
        assert_eq!(
            read(&json!({"type": "integer", "isRequired": true, "x": 1})),
            Some(("integer", None))
        );
        assert_eq!(read(&json!({"TYPE": "enum", "USE_IN_FILTER": false})), Some(("enum", None)));
        assert_eq!(read(&json!({"type": "double", "title": "Weight"})), Some(("double", None)));
        let listed = json!({"name": "userId", "type": "int", "title": "It", "filterable": true});
        assert_eq!(read(&listed), Some(("int", Some("userId"))));
    }

    #[test]
    fn another_object_that_has_a_type_describes_nothing() {
        assert_eq!(read(&json!({"type": "call", "title": "Call", "id": 7})), None);
        assert_eq!(read(&json!({"type": "call"})), None);
        assert_eq!(read(&json!({"type": "In two words", "title": "It"})), None);
    }
}
