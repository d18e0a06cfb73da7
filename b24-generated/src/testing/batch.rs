//! `batch`, in both versions of REST.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::engine::Engine;
use super::php;
use super::query::text;
use super::request::{Failure, Reply, Request};
use crate::schema::Rest;

/// How many commands a batch may have.
const LENGTH: usize = 50;

/// What PHP makes of an empty map.
fn many(map: Map<String, Value>) -> Value {
    if map.is_empty() { json!([]) } else { listed(map) }
}

/// A map with keys from 0 on is a list in PHP.
fn listed(map: Map<String, Value>) -> Value {
    let is_list = map.keys().enumerate().all(|(index, key)| *key == index.to_string());
    if is_list { map.into_iter().map(|(_, value)| value).collect() } else { Value::Object(map) }
}

/// Runs the commands of a batch of REST 2, one after the other.
pub(super) fn run(engine: &Engine, request: &Request) -> Value {
    let halts = matches!(text(request.param("halt")).to_lowercase().as_str(), "1" | "true" | "y");
    let commands: Vec<(String, Value)> = match request.param("cmd") {
        Value::Object(map) => map.clone().into_iter().collect(),
        Value::Array(items) => {
            items.iter().enumerate().map(|(i, item)| (i.to_string(), item.clone())).collect()
        }
        _ => Vec::new(),
    };
    let mut results = Map::new();
    let [mut errors, mut totals, mut nexts, mut times] = std::array::from_fn(|_| Map::new());
    for (index, (key, command)) in commands.into_iter().enumerate() {
        let command_request = |method: &str, params| Request {
            method: method.to_owned(),
            rest: Rest::V2,
            params,
            user: request.user,
            idempotency_key: None,
            command: Some(key.clone()),
            who: request.who.clone(),
        };
        let (method, params) = parts(&command);
        let refused = refusal(index, &method);
        let reply = match refused {
            Some(failure) => {
                super::lock(&engine.record).error(&failure.code);
                Reply::from(failure)
            }
            None => {
                let params = substituted_map(params, &results);
                let answered = engine.call(command_request(&method, params));
                if answered.reply.outcome.is_ok() {
                    times.insert(key.clone(), answered.time);
                }
                answered.reply
            }
        };
        if let Some(total) = reply.total {
            totals.insert(key.clone(), total.into());
        }
        if let Some(next) = reply.next {
            nexts.insert(key.clone(), next.into());
        }
        match reply.outcome {
            Ok(result) => drop(results.insert(key, result)),
            Err(failure) => {
                errors.insert(key, failure.body(Rest::V2));
                if halts {
                    break;
                }
            }
        }
    }
    // All have the sum of the batch, which the last one knows.
    if engine.settings.charges_batches
        && let Some(sum) = times.values().next_back().map(|time| time["operating"].clone())
    {
        times.values_mut().for_each(|time| time["operating"] = sum.clone());
    }
    super::object([
        ("result", many(results)),
        ("result_error", many(errors)),
        ("result_total", many(totals)),
        ("result_next", many(nexts)),
        ("result_time", many(times)),
    ])
}

fn refusal(index: usize, method: &str) -> Option<Failure> {
    if index >= LENGTH {
        let text = "Max batch length exceeded";
        return Some(Failure::new(400, "ERROR_BATCH_LENGTH_EXCEEDED", text));
    }
    let last = method.rsplit('.').next().unwrap_or_default().to_lowercase();
    let refused = matches!(last.as_str(), "batch" | "upload" | "download")
        || method.to_lowercase().starts_with("disk.") && last.starts_with("upload");
    let text = "Method is not allowed for batch usage";
    refused.then(|| Failure::new(405, "ERROR_BATCH_METHOD_NOT_ALLOWED", text))
}

/// `method?query`, or an object as some clients send it.
fn parts(command: &Value) -> (String, Map<String, Value>) {
    match command {
        Value::String(command) => {
            let (method, query) = command.split_once('?').unwrap_or((command, ""));
            (method.trim_start_matches('/').to_owned(), php::decode(query))
        }
        other => {
            let params = other.get("params").and_then(Value::as_object).cloned();
            (other.get("method").map(text).unwrap_or_default(), params.unwrap_or_default())
        }
    }
}

/// Puts earlier results where a command refers to them: `$result[key][path]`, in values and in keys.
fn substituted_map(params: Map<String, Value>, results: &Map<String, Value>) -> Map<String, Value> {
    params
        .into_iter()
        .map(|(key, value)| (text(&substituted(&key, results)), substituted_value(value, results)))
        .collect()
}

fn substituted_value(value: Value, results: &Map<String, Value>) -> Value {
    match value {
        Value::Object(map) => Value::Object(substituted_map(map, results)),
        Value::Array(items) => {
            items.into_iter().map(|item| substituted_value(item, results)).collect()
        }
        Value::String(text) => substituted(&text, results),
        other => other,
    }
}

/// A text that is a reference becomes what it refers to, of whatever type; one that holds references
/// among other text stays text.
///
/// A path that leads nowhere ends at what it reached, as in PHP: where the first page has no row 49,
/// `$result[page][49][ID]` is the whole page.
fn substituted(text: &str, results: &Map<String, Value>) -> Value {
    const MARK: &str = "$result[";
    if !text.contains(MARK) {
        return text.into();
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(MARK) {
        let (before, reference) = rest.split_at(at);
        let (path, after) = path(&reference[MARK.len() - 1..]);
        let found = resolve(&path, results);
        if before.is_empty() && out.is_empty() && after.is_empty() {
            return found;
        }
        out.push_str(before);
        out.push_str(&scalar_text(&found));
        rest = after;
    }
    out.push_str(rest);
    out.into()
}

/// The parts of `[a][b]` and what comes after.
fn path(text: &str) -> (Vec<&str>, &str) {
    let (mut parts, mut rest) = (Vec::new(), text);
    while let Some((part, after)) = rest.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
        parts.push(part);
        rest = after;
    }
    // A bracket that nothing closes must not be found again.
    if parts.is_empty() { (parts, rest.strip_prefix('[').unwrap_or(rest)) } else { (parts, rest) }
}

fn resolve(path: &[&str], results: &Map<String, Value>) -> Value {
    let Some((first, rest)) = path.split_first() else { return Value::Null };
    let Some(mut found) = results.get(*first) else {
        return many(results.clone());
    };
    for part in rest {
        let inner = match found {
            Value::Array(items) => part.parse::<usize>().ok().and_then(|index| items.get(index)),
            Value::Object(map) => map.get(*part),
            _ => None,
        };
        match inner {
            Some(Value::Null) | None => break,
            Some(inner) => found = inner,
        }
    }
    found.clone()
}

fn scalar_text(value: &Value) -> Cow<'static, str> {
    match value {
        Value::Array(_) | Value::Object(_) => "Array".into(),
        Value::Bool(true) => "1".into(),
        Value::Bool(false) => "".into(),
        other => text(other).into(),
    }
}

/// Runs a batch of REST 3.0: the results in the order of the calls, or the first error alone.
///
/// Nothing after an error runs; what ran before it has run.
pub(super) fn run_v3(engine: &Engine, request: &Request, calls: &[Value]) -> Reply {
    let mut results = Vec::new();
    if calls.len() > LENGTH {
        return Reply::error(400, "ERROR_BATCH_LENGTH_EXCEEDED", "Max batch length exceeded");
    }
    for (index, call) in calls.iter().enumerate() {
        let Some(method) = call.get("method").and_then(Value::as_str) else {
            return super::lists::missing(Rest::V3, None, &["method"]).into();
        };
        if method.eq_ignore_ascii_case("batch") {
            let text = "Method is not allowed for batch usage";
            return Reply::error(405, "ERROR_BATCH_METHOD_NOT_ALLOWED", text);
        }
        let params = call.get("query").and_then(Value::as_object).cloned().unwrap_or_default();
        let answered = engine.call(Request {
            method: method.to_owned(),
            rest: Rest::V3,
            params,
            command: Some(index.to_string()),
            ..request.clone()
        });
        match answered.reply.outcome {
            Ok(result) => results.push(result),
            Err(failure) => return failure.into(),
        }
    }
    Value::Array(results).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn leaves(value: &Value, path: String, found: &mut Vec<(String, Value)>) {
        match value {
            Value::Array(items) => items
                .iter()
                .enumerate()
                .for_each(|(i, item)| leaves(item, format!("{path}[{i}]"), found)),
            Value::Object(map) => {
                map.iter().for_each(|(key, item)| leaves(item, format!("{path}[{key}]"), found));
            }
            other => found.push((path, other.clone())),
        }
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![any::<i64>().prop_map(Value::from), ".*".prop_map(Value::from)];
        leaf.prop_recursive(3, 16, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 1..4).prop_map(Value::Array),
                prop::collection::btree_map("[a-zA-Z_0-9]{1,5}", inner, 1..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        /// Every value of an answer can be referred to, alone and within text.
        #[test]
        fn references_find_what_they_name(
            results in prop::collection::btree_map("[a-z]{1,4}", values(), 1..4)
        ) {
            let results: Map<String, Value> = results.into_iter().collect();
            let mut found = Vec::new();
            leaves(&Value::Object(results.clone()), String::new(), &mut found);
            for (path, value) in found {
                prop_assert_eq!(&substituted(&format!("$result{path}"), &results), &value);
                let within = substituted(&format!("<$result{path}>"), &results);
                prop_assert_eq!(within, Value::from(format!("<{}>", text(&value))));
            }
        }

        #[test]
        fn any_text_is_read(text in r"(\$result|\[|\]|[a-z])*") {
            substituted(&text, &Map::new());
        }
    }

    #[test]
    fn paths_that_lead_nowhere_end_where_they_are() {
        let results = json!({ "page": [{ "ID": "1" }], "0": "x" });
        let results = results.as_object().unwrap();
        assert_eq!(substituted("$result[page][49][ID]", results), json!([{ "ID": "1" }]));
        assert_eq!(substituted("a $result[0] b $result[page]", results), json!("a x b Array"));
        assert_eq!(substituted("$results[0]", results), json!("$results[0]"));
    }
}
