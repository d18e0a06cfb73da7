//! JSON without a slip. Most answers are that, and a plain parser reads them several times as fast as
//! the lenient one.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};

use super::UNKNOWN;

/// The object or the array that a text is; `None` where the lenient parser would find a fault.
pub(super) fn json(text: &str) -> Option<Value> {
    let Strict(value) = serde_json::from_str(text).ok()?;
    (value.is_object() || value.is_array()).then_some(value)
}

/// A value whose objects have every key once.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Values).map(Self)
    }
}

struct Values;

impl<'de> Visitor<'de> for Values {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("not finite"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(Strict(value)) = access.next_element()? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = access.next_key::<String>()? {
            if key == "..." || key == UNKNOWN {
                return Err(A::Error::custom("something is left out"));
            }
            match map.entry(key) {
                Entry::Vacant(new) => {
                    let Strict(value) = access.next_value()?;
                    new.insert(value);
                }
                Entry::Occupied(_) => return Err(A::Error::custom("a key stands twice")),
            }
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::super::{literal::Literal, syntax};
    use super::*;

    #[test]
    fn what_has_a_fault_is_left_to_the_lenient_parser() {
        for text in [
            r#"{"a":1,"a":2}"#,
            r#"{"...":1}"#,
            r#"{"a":1} rest"#,
            "{a:1}",
            r#""…""#,
            "1",
            "[1,]",
            "",
        ] {
            assert_eq!(json(text), None, "{text}");
        }
        let text = r#" {"a": [1, -1, 0.5, true, null, "\u0041"], "b": {}} "#;
        let expected = json!({"a": [1, -1, 0.5, true, null, "A"], "b": {}});
        assert_eq!(json(text), Some(expected));
    }

    proptest! {
        #[test]
        fn both_parsers_read_the_same(text in r#"[{\[]([{}\[\]:,]|"[ab…\\]{0,2}"|-?[0-9]{1,20}|[.eE]|true|null| ){0,24}[}\]]"#) {
            let Some(value) = json(&text) else { return Ok(()) };
            let mut lenient = Literal::new(&text, 0, &syntax::JSON);
            prop_assert_eq!(lenient.root(), value);
            prop_assert_eq!(lenient.lexer.faults, []);
        }
    }
}
