//! Whether a value is what a type says, as PHP writes it and as the runtime reads it.

use std::collections::BTreeMap;

use b24_schema::fit::is_nothing;
use b24_schema::{Record, RecordBody, Type};
use serde_json::Value;

use crate::examples::is_unknown;

/// Shared records by name.
pub(crate) type Records = BTreeMap<String, Record>;

/// What in a value the type does not say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Findings {
    /// Where a value is of another type, and which.
    pub unfit: Vec<(String, String)>,
    /// Where a key stands that the record does not list.
    pub unknown: Vec<String>,
}

impl Findings {
    fn weight(&self) -> (usize, usize) {
        (self.unfit.len(), self.unknown.len())
    }

    fn add(&mut self, other: Findings) {
        self.unfit.extend(other.unfit);
        self.unknown.extend(other.unknown);
    }

    fn unfit(at: &str, ty: &Type, value: &Value) -> Self {
        let shown =
            super::infer::infer(&[value]).as_ref().map_or("nothing".into(), super::prove::kind);
        let message = format!("{} where {shown} stands", super::prove::kind(ty));
        Self { unfit: vec![(at.to_owned(), message)], unknown: Vec::new() }
    }
}

/// Whether `value` may stand where `ty` is said.
pub(crate) fn fits(ty: &Type, value: &Value, records: &Records) -> bool {
    check(ty, value, records, "").unfit.is_empty()
}

/// What in `value` is not as `ty` says; `at` is where it stands.
pub(crate) fn check(ty: &Type, value: &Value, records: &Records, at: &str) -> Findings {
    if is_nothing(value) || is_unknown(value) || matches!(ty, Type::Any | Type::File) {
        return Findings::default();
    }
    let under = |key: &str| {
        if at.is_empty() { key.to_owned() } else { format!("{at}.{key}") }
    };
    let all = |inner: &Type, found: &mut dyn Iterator<Item = (String, &Value)>| {
        let mut out = Findings::default();
        found.for_each(|(at, value)| out.add(check(inner, value, records, &at)));
        out
    };
    match (ty, value) {
        (Type::Union(members), value) => members
            .iter()
            .map(|member| check(member, value, records, at))
            .min_by_key(Findings::weight)
            .unwrap_or_default(),
        (Type::List(inner), Value::Array(values)) => {
            all(inner, &mut values.iter().map(|v| (format!("{at}[]"), v)))
        }
        (Type::List(inner), Value::Object(map)) if map.keys().all(|key| is_number(key)) => {
            all(inner, &mut map.values().map(|v| (format!("{at}[]"), v)))
        }
        (Type::Map(inner), Value::Object(map)) => {
            all(inner, &mut map.values().map(|v| (under("*"), v)))
        }
        (Type::Map(inner), Value::Array(values)) => {
            all(inner, &mut values.iter().map(|v| (under("*"), v)))
        }
        (Type::Ref(name), value) => match records.get(name) {
            Some(record) => record_check(&record.body, ty, value, records, at),
            None => Findings::unfit(at, ty, value),
        },
        (Type::Record(body), value) => record_check(body, ty, value, records, at),
        (ty, value) if is_scalar(ty, value) => Findings::default(),
        (ty, value) => Findings::unfit(at, ty, value),
    }
}

fn record_check(
    body: &RecordBody,
    ty: &Type,
    value: &Value,
    records: &Records,
    at: &str,
) -> Findings {
    let Value::Object(map) = value else { return Findings::unfit(at, ty, value) };
    let mut out = Findings::default();
    for (key, value) in map {
        let at = if at.is_empty() { key.clone() } else { format!("{at}.{key}") };
        match body.fields.iter().find(|field| field.name == *key).or_else(|| {
            body.fields.iter().find(|field| field.is_wildcard() && family(&field.name, key))
        }) {
            Some(field) => out.add(check(&field.ty, value, records, &at)),
            None if body.open || is_unknown(&Value::from(key.as_str())) => {}
            None => out.unknown.push(at),
        }
    }
    out
}

/// Whether a key is of a family of keys: `UF_CRM_1` of `UF_CRM_*`.
pub(crate) fn family(name: &str, key: &str) -> bool {
    let Some((before, after)) = name.split_once('*') else { return false };
    key.len() > before.len() + after.len() && key.starts_with(before) && key.ends_with(after)
}

fn is_number(key: &str) -> bool {
    key.parse::<i64>().is_ok()
}

fn is_scalar(ty: &Type, value: &Value) -> bool {
    match (ty, value) {
        (Type::Integer | Type::Timestamp, Value::Number(n)) => {
            n.is_i64() || n.is_u64() || n.as_f64().is_some_and(|n| n.fract() == 0.0)
        }
        (Type::Integer | Type::Timestamp, Value::String(s)) => s.parse::<i64>().is_ok(),
        (Type::Number, Value::Number(_)) => true,
        (Type::Number, Value::String(s)) => s.parse::<f64>().is_ok_and(f64::is_finite),
        (Type::String, Value::String(_) | Value::Number(_)) => true,
        (Type::Boolean(_), Value::Bool(_)) => true,
        (Type::Boolean(_), Value::Number(n)) => matches!(n.as_i64(), Some(0 | 1)),
        (Type::Boolean(_), Value::String(s)) => {
            matches!(s.as_str(), "Y" | "N" | "1" | "0" | "true" | "false")
        }
        (Type::Date | Type::DateTime, Value::String(s)) => is_date(s),
        _ => false,
    }
}

/// The forms of days and times; values are neutral, so digits may be any.
fn is_date(text: &str) -> bool {
    let form: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let (day, rest) = form.split_at_checked(10).unwrap_or((&form, ""));
    match day {
        "0000-00-00" => match rest.strip_prefix(['T', ' ']) {
            None => rest.is_empty(),
            Some(time) => is_time(time),
        },
        "00.00.0000" => matches!(rest, "" | " 00:00" | " 00:00:00"),
        "00/00/0000" => {
            let rest = rest.trim_end_matches([' ', 'a', 'p', 'm', 'A', 'P', 'M']);
            matches!(rest, "" | " 00:00" | " 00:00:00")
        }
        _ => false,
    }
}

/// `00:00[:00[.000]][offset]`, digits being zeros.
fn is_time(text: &str) -> bool {
    let Some(mut rest) = text.strip_prefix("00:00") else { return false };
    if let Some(seconds) = rest.strip_prefix(":00") {
        rest = seconds;
        if let Some(fraction) = rest.strip_prefix('.') {
            rest = fraction.trim_start_matches('0');
        }
    }
    let offset = rest.strip_prefix(['+', '-']).map(|offset| offset.replace(':', ""));
    matches!(rest, "" | "Z") || offset.is_some_and(|o| matches!(o.as_str(), "00" | "0000"))
}
