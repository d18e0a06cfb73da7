//! Form-encoded parameters: `a=1&b[c][]=2`, as in query strings and bodies.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

/// How many brackets one name may have; more are read as one key.
const MAX_KEYS: usize = 16;

/// Adds the pairs of a query string.
pub(super) fn pairs(text: &str, into: &mut Map<String, Value>) {
    for pair in text.split('&').filter(|pair| !pair.trim().is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = decode(name.trim());
        let keys: Vec<&str> = keys(&name);
        insert(into, &keys, Value::String(decode(value.trim())));
    }
}

/// `a[b][]` is `a`, `b` and an empty key.
fn keys(name: &str) -> Vec<&str> {
    let Some((first, rest)) = name.split_once('[') else { return vec![name] };
    let mut keys = vec![first];
    keys.extend(rest.trim_end_matches(']').split("]["));
    if keys.len() > MAX_KEYS || first.is_empty() { vec![name] } else { keys }
}

fn insert(into: &mut Map<String, Value>, keys: &[&str], value: Value) {
    let [first, rest @ ..] = keys else { return };
    // An empty key counts on from the entries that are there.
    let key = if first.is_empty() { into.len().to_string() } else { (*first).to_owned() };
    if rest.is_empty() {
        into.insert(key, value);
        return;
    }
    let inner = into.entry(key).or_insert_with(|| Value::Object(Map::new()));
    if !inner.is_object() {
        *inner = Value::Object(Map::new());
    }
    if let Value::Object(inner) = inner {
        insert(inner, rest, value);
    }
}

/// `%20` and `+`.
fn decode(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

/// Objects whose keys are `0, 1, 2…` become lists, as PHP reads them.
pub(super) fn lists(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let indexed = !map.is_empty()
                && map.keys().enumerate().all(|(index, key)| *key == index.to_string());
            if indexed {
                Value::Array(map.into_iter().map(|(_, value)| lists(value)).collect())
            } else {
                Value::Object(map.into_iter().map(|(key, value)| (key, lists(value))).collect())
            }
        }
        value => value,
    }
}
