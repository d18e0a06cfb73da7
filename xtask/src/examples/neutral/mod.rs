//! Values without content: the same form, and nothing of what was written.
//!
//! What a value proves stays: a neutral value fits exactly the types that the original fits, by the
//! rules of [`b24_schema::fit`]. `law` says so in code; it is asserted wherever something is replaced.

mod keys;
mod law;
mod text;

pub(crate) use text::has_time;

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::described::Description;

/// Arrays of scalars up to this length keep repeated forms: pairs and conditions have positions.
const POSITIONAL: usize = 4;

/// A value without content.
#[derive(Clone, Debug, PartialEq)]
pub struct Neutral {
    /// It.
    pub value: Value,
    /// What of it does not prove what the original proves, if anything: a defect of this module.
    pub broken: Option<String>,
}

/// Replaces every value by a neutral one of the same form; idempotent.
///
/// Types stay the same at every path. Names of fields stay, keys that are data (numbers, dates,
/// hashes, sentences) become neutral ones, and what is then the same twice in an object or an
/// array is there once. An array of scalars whose types differ, or whose few strings differ in
/// form, keeps its length: its positions have a meaning.
pub fn neutral(value: Value) -> Neutral {
    let mut walk = Walk { broken: None };
    let value = walk.value(value);
    Neutral { value, broken: walk.broken }
}

struct Walk {
    broken: Option<String>,
}

impl Walk {
    fn value(&mut self, value: Value) -> Value {
        match value {
            Value::Null | Value::Bool(_) => value,
            Value::Number(_) => match number(&value) {
                same if same == value => value,
                other => self.asserted(&value, other),
            },
            Value::String(text) => match text::neutral(&text) {
                same if same == text => Value::String(text),
                other => {
                    let other = Value::from(other.into_owned());
                    self.asserted(&Value::String(text), other)
                }
            },
            Value::Array(list) => Value::Array(self.list(list)),
            Value::Object(map) => Value::Object(self.map(map)),
        }
    }

    fn list(&mut self, list: Vec<Value>) -> Vec<Value> {
        let list: Vec<Value> = list.into_iter().map(|value| self.value(value)).collect();
        let Some((first, rest)) = list.split_first() else { return list };
        if rest.is_empty() {
            return list;
        }
        let scalars = list.iter().all(|value| !value.is_array() && !value.is_object());
        if scalars && rest.iter().any(|value| value != first) {
            let kind = std::mem::discriminant(first);
            let mixed = rest.iter().any(|value| std::mem::discriminant(value) != kind);
            if mixed || list.len() <= POSITIONAL {
                return list;
            }
        }
        let mut seen = HashSet::new();
        let fresh: Vec<bool> = list.iter().map(|value| seen.insert(value)).collect();
        drop(seen);
        list.into_iter().zip(fresh).filter_map(|(value, fresh)| fresh.then_some(value)).collect()
    }

    fn map(&mut self, mut map: Map<String, Value>) -> Map<String, Value> {
        // What a description of a field says of it is a fact.
        let facts: Vec<_> =
            Description::of(&map).into_iter().flat_map(Description::facts).collect();
        map = self.plain(map);
        map.extend(facts);
        map
    }

    fn plain(&mut self, mut map: Map<String, Value>) -> Map<String, Value> {
        if map.keys().all(|key| keys::neutral(key) == *key) {
            map.values_mut().for_each(|value| *value = self.value(value.take()));
            return map;
        }
        let mut result = Map::with_capacity(map.len());
        // What there is under a neutral key already.
        let mut known: HashMap<String, HashSet<Value>> = HashMap::new();
        for (key, value) in map {
            let value = self.value(value);
            let neutral = keys::neutral(&key).into_owned();
            let alike = known.entry(neutral.clone()).or_default();
            let n = alike.len();
            if alike.insert(value.clone()) {
                let neutral = keys::numbered(neutral, n);
                self.assert_key(&key, &neutral);
                result.insert(neutral, value);
            }
        }
        result
    }

    fn asserted(&mut self, original: &Value, neutral: Value) -> Value {
        if self.broken.is_none() && !law::same_scalar(original, &neutral) {
            self.broken = Some(format!("{original} became {neutral}"));
        }
        neutral
    }

    fn assert_key(&mut self, original: &str, neutral: &str) {
        if self.broken.is_none() && !law::same_key(original, neutral) {
            self.broken = Some(format!("the key `{original}` became `{neutral}`"));
        }
    }
}

/// 0 and 1 may be booleans, and stay; a fraction of nothing is whole.
fn number(value: &Value) -> Value {
    let whole = value.is_i64() || value.is_u64();
    let float = value.as_f64().unwrap_or_default();
    match value {
        number if whole => Value::from(number.as_u64().filter(|&n| n < 2).unwrap_or(2)),
        _ if float == 0.0 || float == 1.0 => Value::from(float.abs()),
        _ if law::is_integer(value) => Value::from(2.0),
        _ => Value::from(0.5),
    }
}
