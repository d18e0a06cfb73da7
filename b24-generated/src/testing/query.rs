//! Conditions of both versions of REST, and whether a row meets them.

use std::cmp::Ordering;

use b24_schema::fit::is_nothing;
use serde_json::{Map, Value};

/// A row's fields.
pub(super) type Fields = Map<String, Value>;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Condition {
    Field {
        name: String,
        op: Op,
        value: Value,
    },
    /// One of several sets of conditions is met.
    Any(Vec<Vec<Self>>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op {
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
    Contains,
    NotContains,
    Like,
    NotLike,
    Between,
    NotBetween,
}

/// Prefixes of REST 2; where one begins another, the longer comes first.
const PREFIXES: [(&str, Op); 18] = [
    ("!><", Op::NotBetween),
    ("!%=", Op::NotLike),
    ("!=%", Op::NotLike),
    ("><", Op::Between),
    (">=", Op::AtLeast),
    ("<=", Op::AtMost),
    ("!@", Op::NotEqual),
    ("!%", Op::NotContains),
    ("!=", Op::NotEqual),
    ("=%", Op::Like),
    ("%=", Op::Like),
    (">", Op::Greater),
    ("<", Op::Less),
    ("!", Op::NotEqual),
    ("@", Op::Equal),
    ("%", Op::Contains),
    ("?", Op::Contains),
    ("=", Op::Equal),
];

/// A filter's key as an operator and a field.
pub(super) fn prefixed(key: &str) -> (Op, &str) {
    let found = PREFIXES.iter().find_map(|(prefix, op)| Some((*op, key.strip_prefix(prefix)?)));
    found.unwrap_or((Op::Equal, key))
}

/// The conditions of a filter of REST 2, all of which must be met. `check` says how a field is
/// called in rows.
pub(super) fn of_prefixes<E>(
    filter: &Value,
    check: &dyn Fn(&str) -> Result<String, E>,
) -> Result<Vec<Condition>, E> {
    let mut conditions = Vec::new();
    let mut is_or = false;
    let entries: Vec<(String, &Value)> = match filter {
        Value::Object(map) => map.iter().map(|(k, v)| (k.clone(), v)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(i, v)| (i.to_string(), v)).collect(),
        _ => Vec::new(),
    };
    for (key, value) in entries {
        if key.eq_ignore_ascii_case("logic") {
            is_or = value.as_str().is_some_and(|logic| logic.eq_ignore_ascii_case("or"));
        } else if key.parse::<u32>().is_ok() && (value.is_object() || value.is_array()) {
            conditions.push(Condition::Any(vec![of_prefixes(value, check)?]));
        } else {
            let (op, name) = prefixed(&key);
            conditions.push(Condition::Field { name: check(name)?, op, value: value.clone() });
        }
    }
    if is_or {
        let alternatives = conditions.into_iter().map(|condition| vec![condition]).collect();
        conditions = vec![Condition::Any(alternatives)];
    }
    Ok(conditions)
}

/// Why a filter of REST 3.0 is refused.
pub(super) enum Refused {
    Field(String),
    Operator(String),
    Form,
}

/// The conditions of a filter of REST 3.0.
pub(super) fn of_lists(
    filter: &Value,
    is_known: &dyn Fn(&str) -> bool,
) -> Result<Vec<Condition>, Refused> {
    let Value::Array(items) = filter else { return Err(Refused::Form) };
    items.iter().map(|item| of_item(item, is_known)).collect()
}

fn of_item(item: &Value, is_known: &dyn Fn(&str) -> bool) -> Result<Condition, Refused> {
    if let Value::Object(group) = item {
        let inner = of_lists(group.get("conditions").unwrap_or(&Value::Null), is_known)?;
        let is_or = group.get("logic").and_then(Value::as_str) == Some("or");
        return Ok(Condition::Any(match is_or {
            true => inner.into_iter().map(|condition| vec![condition]).collect(),
            false => vec![inner],
        }));
    }
    let parts = item.as_array().ok_or(Refused::Form)?;
    let (name, op, value) = match parts.as_slice() {
        [Value::String(name), value] => (name, "=", value),
        [Value::String(name), Value::String(op), value] => (name, op.as_str(), value),
        _ => return Err(Refused::Form),
    };
    let op = match op {
        "=" | "in" => Op::Equal,
        "!=" => Op::NotEqual,
        ">" => Op::Greater,
        ">=" => Op::AtLeast,
        "<" => Op::Less,
        "<=" => Op::AtMost,
        "between" => Op::Between,
        other => return Err(Refused::Operator(other.to_owned())),
    };
    if !is_known(name) {
        return Err(Refused::Field(name.clone()));
    }
    Ok(Condition::Field { name: name.clone(), op, value: value.clone() })
}

/// Whether a row meets all conditions.
pub(super) fn meets(row: &Fields, conditions: &[Condition]) -> bool {
    conditions.iter().all(|condition| match condition {
        Condition::Any(sets) => sets.iter().any(|set| meets(row, set)),
        Condition::Field { name, op, value } => {
            holds(row.get(name).unwrap_or(&Value::Null), *op, value)
        }
    })
}

fn holds(found: &Value, op: Op, asked: &Value) -> bool {
    let bound = |index: usize| asked.get(index).unwrap_or(&Value::Null);
    match op {
        Op::Equal => equals(found, asked),
        Op::NotEqual => !equals(found, asked),
        Op::Contains => any_text(found, &|text| text.contains(&lower(asked))),
        Op::NotContains => !holds(found, Op::Contains, asked),
        Op::Like => any_text(found, &|text| is_like(text, &lower(asked))),
        Op::NotLike => !holds(found, Op::Like, asked),
        Op::Between => holds(found, Op::AtLeast, bound(0)) && holds(found, Op::AtMost, bound(1)),
        Op::NotBetween => !holds(found, Op::Between, asked),
        Op::Less => is_ordered(found, asked, &[Ordering::Less]),
        Op::AtMost => is_ordered(found, asked, &[Ordering::Less, Ordering::Equal]),
        Op::Greater => is_ordered(found, asked, &[Ordering::Greater]),
        Op::AtLeast => is_ordered(found, asked, &[Ordering::Greater, Ordering::Equal]),
    }
}

/// Databases compare nothing with what is not there.
fn is_ordered(found: &Value, asked: &Value, accepted: &[Ordering]) -> bool {
    !is_nothing(found) && accepted.contains(&compare(found, &scalar(asked)))
}

/// A list where PHP wants a number is 1, or 0 if it is empty.
pub(super) fn scalar(value: &Value) -> Value {
    match value {
        Value::Array(items) => Value::from(u8::from(!items.is_empty())),
        Value::Object(map) => Value::from(u8::from(!map.is_empty())),
        other => other.clone(),
    }
}

fn equals(found: &Value, asked: &Value) -> bool {
    match (found, asked) {
        (_, Value::Array(any)) if !any.is_empty() => any.iter().any(|one| equals(found, one)),
        (_, Value::Object(any)) if !any.is_empty() => any.values().any(|one| equals(found, one)),
        (Value::Array(items), _) if !items.is_empty() => {
            items.iter().any(|item| equals(item.get("VALUE").unwrap_or(item), asked))
        }
        _ if is_nothing(asked) => is_nothing(found),
        _ if is_nothing(found) => matches!(text(asked).as_str(), "0" | "N" if found.is_boolean()),
        (Value::Bool(true), _) => matches!(text(asked).as_str(), "1" | "Y" | "true"),
        _ => compare(found, asked) == Ordering::Equal,
    }
}

/// Numbers as numbers, moments as moments, all else as text without regard to case.
pub(super) fn compare(one: &Value, other: &Value) -> Ordering {
    if let (Some(one), Some(other)) = (integer(one), integer(other)) {
        return one.cmp(&other);
    }
    let (one, other) = (text(one), text(other));
    if let (Ok(one), Ok(other)) = (one.parse::<f64>(), other.parse::<f64>()) {
        return one.total_cmp(&other);
    }
    let moment = |text: &str| chrono::DateTime::parse_from_rfc3339(text).ok();
    if let (Some(one), Some(other)) = (moment(&one), moment(&other)) {
        return one.cmp(&other);
    }
    one.to_lowercase().cmp(&other.to_lowercase())
}

/// A whole number, as a number or as text.
pub(super) fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn lower(value: &Value) -> String {
    text(value).to_lowercase()
}

fn any_text(found: &Value, is_met: &dyn Fn(&str) -> bool) -> bool {
    match found {
        Value::Array(items) => {
            items.iter().any(|item| is_met(&lower(item.get("VALUE").unwrap_or(item))))
        }
        other => is_met(&lower(other)),
    }
}

/// `%` stands for any text.
fn is_like(text: &str, pattern: &str) -> bool {
    let Some((head, tail)) = pattern.split_once('%') else { return text == pattern };
    let Some(rest) = text.strip_prefix(head) else { return false };
    // The part up to the next `%` may begin anywhere.
    let starts = std::iter::once(0).chain(rest.char_indices().map(|(at, c)| at + c.len_utf8()));
    starts.into_iter().any(|at| is_like(&rest[at..], tail))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn selects(filter: Value, row: Value) -> bool {
        let same = |name: &str| Ok::<_, std::convert::Infallible>(name.to_owned());
        let Ok(conditions) = of_prefixes(&filter, &same);
        meets(row.as_object().unwrap(), &conditions)
    }

    #[test]
    fn prefixes_are_conditions() {
        let row = json!({ "ID": "10", "TITLE": "Blue Car", "SUM": 9.5, "TAGS": ["a", "b"],
            "PHONE": [{ "VALUE": "123" }], "DATE": "2025-01-01T00:00:00+03:00", "OPEN": true,
            "NONE": null });
        let is_met = |filter: Value| selects(filter, row.clone());
        for met in [
            json!({ ">ID": 9 }),
            json!({ ">=ID": "10", "<=ID": 10, "<ID": "11" }),
            json!({ "@ID": [9, 10] }),
            json!({ "ID": ["9", "10"] }),
            json!({ "!@ID": [1, 2] }),
            json!({ "!ID": 9, "!=TITLE": "red car" }),
            json!({ "%TITLE": "UE C" }),
            json!({ "=%TITLE": "blue%", "%=TITLE": "%CAR", "!=%TITLE": "car%" }),
            json!({ "!%TITLE": "red" }),
            json!({ "><SUM": [9, "10"], "!><ID": [11, 12] }),
            json!({ "TAGS": "b", "PHONE": "123" }),
            json!({ ">DATE": "2024-12-31T20:59:59+00:00" }),
            json!({ "OPEN": "Y", "NONE": "", "!TITLE": "" }),
            json!({ "LOGIC": "OR", "ID": 1, "TITLE": "Blue car" }),
            json!({ "0": { "LOGIC": "OR", "0": { "ID": 1 }, "1": { "ID": 10, "SUM": 9.5 } } }),
            json!([{ "logic": "OR", "0": { ">ID": 5 }, "1": { "<ID": 1 } }]),
        ] {
            assert!(is_met(met.clone()), "{met}");
        }
        for unmet in [
            json!({ ">ID": 10 }),
            json!({ "<NONE": 5 }),
            json!({ "MISSING": 1 }),
            json!({ "=%TITLE": "Car" }),
            json!({ "LOGIC": "OR", "ID": 1, "TITLE": "Red" }),
        ] {
            assert!(!is_met(unmet.clone()), "{unmet}");
        }
    }

    #[test]
    fn lists_are_conditions() {
        let rows = |filter: Value| -> Result<Vec<i64>, Refused> {
            let conditions = of_lists(&filter, &|name| matches!(name, "id" | "status"))?;
            let row = |id: i64| json!({ "id": id, "status": if id < 4 { "NEW" } else { "OLD" } });
            let is_met = |id: &i64| meets(row(*id).as_object().unwrap(), &conditions);
            Ok((1..=6).filter(is_met).collect())
        };
        let ids = |filter| rows(filter).unwrap_or_default();
        assert_eq!(ids(json!([["status", "NEW"], ["id", "!=", 2]])), [1, 3]);
        assert_eq!(ids(json!([["id", "between", [2, 3]]])), [2, 3]);
        let either = json!({ "logic": "or", "conditions": [["id", [1, 2]], ["id", "in", [3, 4]]] });
        assert_eq!(ids(json!([["status", "=", "NEW"], either])), [1, 2, 3]);
        assert!(matches!(rows(json!([["name", 1]])), Err(Refused::Field(_))));
        assert!(matches!(rows(json!([["id", "like", 1]])), Err(Refused::Operator(_))));
        assert!(matches!(rows(json!({ ">id": 1 })), Err(Refused::Form)));
    }
}
