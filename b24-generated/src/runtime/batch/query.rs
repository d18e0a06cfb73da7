//! Commands as the text that a batch of REST 2 takes: `method?a=1&b[c]=2`, which PHP reads.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

use super::reference::Target;

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
/// None if a query cannot say it: it has no `null` and no empty list, PHP reads some names as
/// others, and text may look like a reference.
pub(super) fn command(
    method: &str,
    params: &Map<String, Value>,
    refer: &dyn Fn(&Target) -> Option<String>,
) -> Option<String> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
    if !method.bytes().all(plain) {
        return None;
    }
    let mut query = Query { text: method.to_owned(), variables: 0, refer };
    for (name, value) in params {
        // PHP changes these signs in the names of variables, or reads them as the end of it.
        if name.is_empty() || name.contains(['[', ']', '.', ' ', '\0']) {
            return None;
        }
        query.write(&encode(name), value, 0)?;
    }
    Some(query.text)
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
    !key.is_empty() && !key.contains(['[', ']', '\0']) && !key.starts_with(char::is_whitespace)
}

/// Whether the server could take the text for a reference. It may find one that is not; it finds
/// all that are.
fn is_substituted(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    SUBSTITUTED
        .iter()
        .any(|word| text.find(word).is_some_and(|at| text[at + word.len()..].contains('[')))
}
