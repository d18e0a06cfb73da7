//! Commands as the text that a batch of REST 2 takes: `method?a=1&b[c]=2`, which PHP reads.

use b24_schema::fit::is_nothing;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::placeholder::Target;

/// What needs no encoding.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// PHP reads no more variables than this, unless it is configured to, and drops the rest.
const MOST_VARIABLES: usize = 1000;

/// How deep PHP reads nested variables; deeper ones it drops.
const DEEPEST: usize = 64;

/// What the server replaces in the text of a parameter, when a path in brackets follows.
const SUBSTITUTED: &[&str] = &["$result", "$error", "$total", "$next", "$time"];

/// A command as text; `refer` writes the references in it.
///
/// None if a query cannot say it: it has no `null`, no empty list and no `false` but `0`, PHP reads some names as
/// others, and text may look like a reference.
pub(crate) fn command(
    method: &str,
    params: &Value,
    refer: &dyn Fn(&Target) -> Option<String>,
) -> Option<String> {
    let params = params.as_object()?;
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
    if !method.bytes().all(plain) {
        return None;
    }
    let mut query = Query { text: method.to_owned(), variables: 0, refer };
    for (name, value) in params {
        if asks_for_nothing(name, value) {
            return None;
        }
        // PHP changes these signs in the names of variables, or reads them as the end of it.
        if name.is_empty() || name.contains(['[', ']', '.', ' ', '\0']) {
            return None;
        }
        query.write(&encode(name), value, 0)?;
    }
    Some(query.text)
}

/// The parameter that takes conditions, in any case.
const FILTER: &str = "filter";

/// Whether it is a filter, or has one in it, with a condition that asks for what is empty. To PHP, `false`, `null` and
/// `""` mean that; `0`, which is all that a query has for `false`, is a value.
fn asks_for_nothing(name: &str, value: &Value) -> bool {
    if name.eq_ignore_ascii_case(FILTER) {
        return holds_nothing(value);
    }
    match value {
        Value::Object(map) => map.iter().any(|(name, value)| asks_for_nothing(name, value)),
        Value::Array(items) => items.iter().any(|item| asks_for_nothing("", item)),
        _ => false,
    }
}

fn holds_nothing(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.is_empty() || items.iter().any(holds_nothing),
        Value::Object(_) if Target::read(value).is_some() => false,
        Value::Object(map) => map.is_empty() || map.values().any(holds_nothing),
        value => is_nothing(value),
    }
}

/// Whether nothing in the parameters looks like a reference of REST 3.0. The documentation says that
/// there are some, and not how they look.
pub(super) fn is_plain(params: &Value) -> bool {
    match params {
        Value::String(text) => !text.starts_with('$') && !is_substituted(text),
        Value::Array(items) => items.iter().all(is_plain),
        Value::Object(map) => {
            map.iter().all(|(key, value)| !key.starts_with('$') && is_plain(value))
        }
        _ => true,
    }
}

struct Query<'a> {
    text: String,
    variables: usize,
    refer: &'a dyn Fn(&Target) -> Option<String>,
}

impl Query<'_> {
    fn write(&mut self, name: &str, value: &Value, depth: usize) -> Option<()> {
        if depth >= DEEPEST {
            return None;
        }
        if let Some(target) = Target::read(value) {
            let text = (self.refer)(&target)?;
            return self.variable(name, &text);
        }
        match value {
            Value::Null => None,
            Value::Bool(yes) => self.variable(name, if *yes { "1" } else { "0" }),
            Value::Number(number) => self.variable(name, &number.to_string()),
            Value::String(text) if is_substituted(text) => None,
            Value::String(text) => self.variable(name, text),
            Value::Array(items) if items.is_empty() => None,
            Value::Array(items) => items
                .iter()
                .enumerate()
                .try_for_each(|(key, item)| self.write(&format!("{name}[{key}]"), item, depth + 1)),
            Value::Object(map) if map.is_empty() => None,
            Value::Object(map) => map.iter().try_for_each(|(key, item)| {
                if !is_readable(key) {
                    return None;
                }
                self.write(&format!("{name}[{}]", encode(key)), item, depth + 1)
            }),
        }
    }

    fn variable(&mut self, name: &str, value: &str) -> Option<()> {
        self.variables += 1;
        if self.variables > MOST_VARIABLES {
            return None;
        }
        self.text.push(if self.variables == 1 { '?' } else { '&' });
        self.text += name;
        self.text.push('=');
        self.text.extend(utf8_percent_encode(value, ENCODED));
        Some(())
    }
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

/// Whether PHP reads a key in brackets as it is.
fn is_readable(key: &str) -> bool {
    let space = |c: char| matches!(c, ' ' | '\t'..='\r');
    !key.is_empty() && !key.contains(['[', ']', '\0']) && !key.starts_with(space)
}

/// Whether the server could take the text for a reference. It may find one that is not; it finds
/// all that are.
fn is_substituted(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    SUBSTITUTED
        .iter()
        .any(|word| text.find(word).is_some_and(|at| text[at + word.len()..].contains('[')))
}

#[cfg(test)]
mod tests {
    use percent_encoding::percent_decode_str;
    use proptest::prelude::*;
    use serde_json::{Map, json};

    use super::*;

    fn of(params: Value) -> Option<String> {
        command("a.b", &params, &|target| target.render("c0"))
    }

    #[test]
    fn commands_are_written_as_documented() {
        assert_eq!(of(json!({})).unwrap(), "a.b");
        let fields = json!({ "TITLE": "John&Martin", "PHONE": [{ "VALUE": "1 2+3=4%", "N": 7 }] });
        assert_eq!(
            of(json!({ "fields": fields, "yes": true, "no": false, "x": 0.5, "t": "" })).unwrap(),
            "a.b?fields[TITLE]=John%26Martin&fields[PHONE][0][VALUE]=1%202%2B3%3D4%25\
             &fields[PHONE][0][N]=7&yes=1&no=0&x=0.5&t="
        );
        assert_eq!(of(json!({ ">=a b?": { "Ж#": "/:" } })), None);
        assert_eq!(
            of(json!({ ">=a?": { "Ж#.": "/:" } })).unwrap(),
            "a.b?%3E%3Da%3F[%D0%96%23.]=%2F%3A"
        );
    }

    #[test]
    fn what_a_query_cannot_say_is_not_written() {
        for params in [
            json!({ "a": null }),
            json!({ "a": [] }),
            json!({ "a": { "b": {} } }),
            json!({ "a.b": 1 }),
            json!({ "": 1 }),
            json!({ "a": { "": 1 } }),
            json!({ "a": { "b]": 1 } }),
            json!({ "a": { " ": 1 } }),
            json!({ "a": "see $RESULT[b]" }),
            json!({ "filter": { "A": false } }),
            json!({ "FILTER": { "A": "" } }),
            json!({ "Filter": [{ "A": [1, false] }] }),
            json!({ "a": { "filter": { "B": { "C": "" } } } }),
            json!({ "a": [{ "filter": false }] }),
            json!({ "a": "$next[b]" }),
            json!({ "a": vec![0; MOST_VARIABLES + 1] }),
            (0..70).fold(json!({ "a": 1 }), |inner, _| json!({ "a": inner })),
        ] {
            assert_eq!(of(params.clone()), None, "{params}");
        }
        assert!(of(json!({ "a": vec![0; MOST_VARIABLES] })).is_some());
        let reference = Target { batch: 0, command: 0, path: Vec::new() }.placeholder();
        assert!(of(json!({ "filter": { "A": reference, "B": 0, "C": true, "D": "0" } })).is_some());
        assert!(of(json!({ "a": { "\u{a0}": 1 } })).is_some());
        assert!(of(json!({ "a": "it costs $5, as a result [sic]" })).is_some());
        assert_eq!(command("a?b", &json!({}), &|_| None), None);
    }

    #[test]
    fn what_may_be_a_reference_of_rest_3_is_not_plain() {
        assert!(is_plain(&json!({ "a": [{ "b": "5 $" }, null, []] })));
        for value in [json!("$a"), json!("a $result[b]"), json!([{ "$ref": "a" }])] {
            assert!(!is_plain(&json!({ "a": value })));
        }
    }

    /// What PHP makes of a query: everything is text, and lists are maps.
    fn php(query: &str) -> Value {
        let mut read = Value::Object(Map::new());
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let decode = |text| percent_decode_str(text).decode_utf8().unwrap().into_owned();
            let name = decode(name);
            let (root, mut rest) = match name.find('[') {
                Some(at) => (&name[..at], &name[at..]),
                None => (name.as_str(), ""),
            };
            let mut place = &mut read[root.trim_start_matches(' ').replace([' ', '.'], "_")];
            while let Some((key, behind)) = rest.strip_prefix('[').and_then(|r| r.split_once(']')) {
                let number = place.as_object().map_or(0, Map::len).to_string();
                place = &mut place[if key.trim().is_empty() { &number } else { key }];
                rest = behind;
            }
            *place = Value::String(decode(value));
        }
        read
    }

    /// What PHP should have read.
    fn as_text(value: &Value) -> Value {
        match value {
            Value::Bool(yes) => Value::from(if *yes { "1" } else { "0" }),
            Value::Number(number) => Value::from(number.to_string()),
            Value::Array(items) => {
                let keyed = items.iter().enumerate();
                keyed.map(|(key, item)| (key.to_string(), as_text(item))).collect()
            }
            Value::Object(map) => {
                map.iter().map(|(key, item)| (key.clone(), as_text(item))).collect()
            }
            other => other.clone(),
        }
    }

    fn params(
        key: &'static str,
        leaf: impl Strategy<Value = Value> + 'static,
        least: usize,
    ) -> impl Strategy<Value = Value> {
        let inner = leaf.prop_recursive(4, 24, 4, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), least..4).prop_map(Value::Array),
                prop::collection::vec((key, inner), least..4).prop_map(Value::from_iter),
            ]
        });
        prop::collection::vec((key, inner), 0..4).prop_map(Value::from_iter)
    }

    fn any_leaf() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
            r"[&=%+\[\]$ .#?/:;a-я]{0,9}".prop_map(Value::from),
        ]
    }

    fn plain_leaf() -> impl Strategy<Value = Value> {
        prop_oneof![any::<bool>().prop_map(Value::from), "[^$]*".prop_map(Value::from)]
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_written_is_read_as_it_was(
            params in params(r"[\PC\[\]. &=%]{0,4}", any_leaf(), 0)
        ) {
            if let Some(text) = of(params.clone()) {
                let query = text.strip_prefix("a.b").unwrap();
                prop_assert_eq!(php(query.strip_prefix('?').unwrap_or_default()), as_text(&params));
                prop_assert!(text.bytes().all(|b| b.is_ascii_graphic()));
            }
        }

        #[test]
        fn what_php_can_read_is_written(params in params("[a-я&=%_#]{1,4}", plain_leaf(), 1)) {
            prop_assert!(of(params).is_some());
        }
    }
}
