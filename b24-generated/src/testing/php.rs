//! How PHP reads a query string: `a[b][]=1` is nested, and everything is text.

use indexmap::IndexMap;
use serde_json::{Map, Value};

/// PHP goes no deeper (`max_input_nesting_level`).
const DEPTH: usize = 64;

/// The parameters of a query string or of a form.
pub(super) fn decode(query: &str) -> Map<String, Value> {
    nest(query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (percent_decoded(name), percent_decoded(value))
    }))
}

/// The parameters that names with brackets stand for.
pub(super) fn nest(pairs: impl Iterator<Item = (String, String)>) -> Map<String, Value> {
    let mut root = Many::default();
    for (name, value) in pairs {
        if let Some(path) = path(&name) {
            root.insert(&path, value);
        }
    }
    root.0.into_iter().map(|(key, node)| (key.into_text(), node.into_value())).collect()
}

/// Text as forms encode it: `+` is a space.
pub(super) fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = (bytes[at] == b'%')
            .then(|| bytes.get(at + 1..at + 3))
            .flatten()
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (escaped, bytes[at]) {
            (Some(byte), _) => {
                decoded.push(byte);
                at += 2;
            }
            (None, b'+') => decoded.push(b' '),
            (None, byte) => decoded.push(byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// Text as forms encode it.
pub(super) fn percent_encoded(text: &str) -> String {
    let quote = |byte: u8| match byte {
        b' ' => "+".to_owned(),
        b'-' | b'.' | b'_' => char::from(byte).to_string(),
        _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(quote).collect()
}

/// A key of a PHP array: text that is a whole number is one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Index(i64),
    Name(String),
}

impl Key {
    fn new(text: &str) -> Self {
        match text.parse::<i64>() {
            Ok(index) if index.to_string() == text => Self::Index(index),
            _ => Self::Name(text.to_owned()),
        }
    }

    fn into_text(self) -> String {
        match self {
            Self::Index(index) => index.to_string(),
            Self::Name(name) => name,
        }
    }
}

enum Node {
    Text(String),
    Many(Many),
}

/// A PHP array.
#[derive(Default)]
struct Many(IndexMap<Key, Node>);

impl Many {
    fn insert(&mut self, path: &[&str], value: String) {
        let [first, rest @ ..] = path else { return };
        let key = if first.is_empty() { self.next_index() } else { Key::new(first) };
        if rest.is_empty() {
            self.0.insert(key, Node::Text(value));
            return;
        }
        let node = self.0.entry(key).or_insert_with(|| Node::Many(Self::default()));
        // A later `a[b]` takes the place of an earlier `a`.
        if let Node::Text(_) = node {
            *node = Node::Many(Self::default());
        }
        if let Node::Many(many) = node {
            many.insert(rest, value);
        }
    }

    fn next_index(&self) -> Key {
        let indices = self.0.keys().filter_map(|key| match key {
            Key::Index(index) => Some(*index),
            Key::Name(_) => None,
        });
        Key::Index(indices.max().map_or(0, |last| (last + 1).max(0)))
    }
}

impl Node {
    fn into_value(self) -> Value {
        let many = match self {
            Self::Text(text) => return Value::String(text),
            Self::Many(many) => many.0,
        };
        let is_list =
            many.keys().zip(0..).all(|(key, index)| matches!(key, Key::Index(i) if *i == index));
        if is_list {
            many.into_values().map(Node::into_value).collect()
        } else {
            Value::Object(many.into_iter().map(|(k, v)| (k.into_text(), v.into_value())).collect())
        }
    }
}

/// `a[b][]` as `a`, `b` and an empty part.
fn path(name: &str) -> Option<Vec<&str>> {
    let name = name.trim_start_matches(' ');
    let (head, mut rest) = match name.find('[') {
        // An opening bracket that nothing closes belongs to the name.
        Some(at) if name[at..].contains(']') => name.split_at(at),
        _ => (name, ""),
    };
    if head.is_empty() {
        return None;
    }
    let mut path = vec![head];
    while let Some(inner) = rest.strip_prefix('[') {
        let Some((part, after)) = inner.split_once(']') else { break };
        path.push(part);
        rest = after;
    }
    (path.len() <= DEPTH).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    /// `http_build_query`, the other direction.
    fn encode(name: &str, value: &Value, out: &mut Vec<String>) {
        let key = |key: &str| format!("{name}[{}]", percent_encoded(key));
        match value {
            Value::Object(map) => {
                for (k, v) in map {
                    encode(&if name.is_empty() { percent_encoded(k) } else { key(k) }, v, out);
                }
            }
            Value::Array(items) => {
                for (i, v) in items.iter().enumerate() {
                    encode(&key(&i.to_string()), v, out);
                }
            }
            Value::String(text) => out.push(format!("{name}={}", percent_encoded(text))),
            other => unreachable!("{other}"),
        }
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = any::<String>().prop_map(Value::String);
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 1..4).prop_map(Value::Array),
                // Brackets end a key, and keys that are all numbers may make a list.
                prop::collection::btree_map("[a-zA-Zа-я>=<!%@&+. _-]{1,8}", inner, 1..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_decoded(
            value in prop::collection::btree_map("[a-zA-Z>=!%@]{1,8}", values(), 0..5)
        ) {
            let value: Map<String, Value> = value.into_iter().collect();
            let mut pairs = Vec::new();
            encode("", &Value::Object(value.clone()), &mut pairs);
            prop_assert_eq!(decode(&pairs.join("&")), value);
        }

        #[test]
        fn any_text_is_read(query in any::<String>()) {
            decode(&query);
        }
    }

    #[test]
    fn queries_are_read_as_php_reads_them() {
        let read = |query: &str| Value::Object(decode(query));
        assert_eq!(read("a[]=1&a[]=2"), json!({ "a": ["1", "2"] }));
        assert_eq!(read("a[5]=x&a[]=y"), json!({ "a": { "5": "x", "6": "y" } }));
        assert_eq!(read("a[1]=x&a[0]=y"), json!({ "a": { "1": "x", "0": "y" } }));
        assert_eq!(read("a=1&a=2"), json!({ "a": "2" }));
        assert_eq!(read("a=1&a[b]=2"), json!({ "a": { "b": "2" } }));
        assert_eq!(read("a[08]=1"), json!({ "a": { "08": "1" } }));
        assert_eq!(read("a"), json!({ "a": "" }));
        assert_eq!(read("a[b=1"), json!({ "a[b": "1" }));
        assert_eq!(
            read("filter[%3E%3DID]=7&x=a%26b+c"),
            json!({
                "filter": { ">=ID": "7" }, "x": "a&b c"
            })
        );
        assert_eq!(read("x=100%&y=%zz"), json!({ "x": "100%", "y": "%zz" }));
        assert_eq!(
            read("fields[PHONE][0][VALUE]=1&fields[PHONE][0][VALUE_TYPE]=WORK"),
            json!({
                "fields": { "PHONE": [{ "VALUE": "1", "VALUE_TYPE": "WORK" }] }
            })
        );
        assert_eq!(read("0=123&1[TEXT]=t"), json!({ "0": "123", "1": { "TEXT": "t" } }));
    }
}
