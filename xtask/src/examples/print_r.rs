//! What `print_r` of PHP prints, where a page shows it in place of JSON.

use serde_json::{Map, Value};

/// How deep dumps may nest.
const MAX_DEPTH: usize = 127;

/// The text looks like a dump.
pub(super) fn is_dump(text: &str) -> bool {
    let head = text.trim_start();
    let after = head.strip_prefix("Array").or_else(|| head.strip_prefix("stdClass Object"));
    after.is_some_and(|rest| rest.trim_start().starts_with('('))
}

/// Reads a dump. It does not tell numbers from strings, so all leaves are strings.
pub(super) fn dump(text: &str) -> Value {
    let mut open: Vec<(String, Map<String, Value>)> = Vec::new();
    let mut root = Map::new();
    let mut awaited: Option<String> = None;
    for line in text.lines().map(str::trim) {
        if line == "(" && open.len() < MAX_DEPTH {
            open.push((awaited.take().unwrap_or_default(), Map::new()));
        } else if line == ")" {
            close(&mut open, &mut root);
        } else if let Some((key, value)) =
            line.strip_prefix('[').and_then(|line| line.split_once("] =>"))
        {
            let value = value.trim();
            // `[name:protected]` marks members of objects.
            let key = key.split(':').next().unwrap_or(key);
            if value == "Array" || value.ends_with(" Object") {
                awaited = Some(key.to_owned());
            } else if let Some((_, map)) = open.last_mut() {
                map.insert(key.to_owned(), Value::from(value));
            }
        }
    }
    while !open.is_empty() {
        close(&mut open, &mut root);
    }
    root.remove("").unwrap_or_else(|| Value::Object(Map::new()))
}

fn close(open: &mut Vec<(String, Map<String, Value>)>, root: &mut Map<String, Value>) {
    let Some((key, map)) = open.pop() else { return };
    let indexed = map.keys().enumerate().all(|(index, key)| *key == index.to_string());
    let value = if indexed {
        Value::Array(map.into_iter().map(|(_, value)| value).collect())
    } else {
        Value::Object(map)
    };
    match open.last_mut() {
        Some((_, parent)) => parent.insert(key, value),
        None => root.insert(String::new(), value),
    };
}
