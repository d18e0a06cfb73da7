//! Whether a value is what a type says, as PHP writes it and as the runtime reads it.

use std::collections::BTreeMap;
use std::iter::Sum;

use b24_schema::fit::is_nothing;
use b24_schema::{Field, Record, RecordBody, Type};
use serde_json::Value;

use crate::examples::{UNKNOWN, is_unknown};

/// Shared records by name.
pub(crate) type Records = BTreeMap<String, Record>;

/// How much of a value the type does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Findings {
    /// Values of another type.
    pub unfit: usize,
    /// Keys that a record does not list.
    pub unknown: usize,
}

impl Findings {
    const UNFIT: Self = Self { unfit: 1, unknown: 0 };

    fn of<'v>(ty: &Type, values: impl Iterator<Item = &'v Value>, records: &Records) -> Self {
        values.map(|value| check(ty, value, records)).sum()
    }
}

impl Sum for Findings {
    fn sum<I: Iterator<Item = Self>>(each: I) -> Self {
        each.fold(Self::default(), |all, one| Self {
            unfit: all.unfit + one.unfit,
            unknown: all.unknown + one.unknown,
        })
    }
}

/// Whether `value` may stand where `ty` is said.
pub(crate) fn fits(ty: &Type, value: &Value, records: &Records) -> bool {
    check(ty, value, records).unfit == 0
}

/// What in `value` is not as `ty` says.
pub(crate) fn check(ty: &Type, value: &Value, records: &Records) -> Findings {
    if is_nothing(value) || is_unknown(value) || matches!(ty, Type::Any | Type::File) {
        return Findings::default();
    }
    match (ty, value) {
        (Type::Union(members), value) => {
            members.iter().map(|member| check(member, value, records)).min().unwrap_or_default()
        }
        (Type::List(inner), Value::Object(map)) if map.keys().all(|key| is_number(key)) => {
            Findings::of(inner, map.values(), records)
        }
        (Type::Map(inner), Value::Object(map)) => Findings::of(inner, map.values(), records),
        (Type::List(inner) | Type::Map(inner), Value::Array(values)) => {
            Findings::of(inner, values.iter(), records)
        }
        (Type::Ref(name), value) => match records.get(name) {
            Some(record) => record_check(&record.body, value, records),
            None => Findings::UNFIT,
        },
        (Type::Record(body), value) => record_check(body, value, records),
        (ty, value) if is_scalar(ty, value) => Findings::default(),
        _ => Findings::UNFIT,
    }
}

fn record_check(body: &RecordBody, value: &Value, records: &Records) -> Findings {
    let Value::Object(map) = value else { return Findings::UNFIT };
    let fields = &body.fields;
    let each = map.iter().map(|(key, value)| {
        let of_family = |field: &&Field| field.is_wildcard() && family(&field.name, key);
        let named = fields.iter().find(|field| field.name == *key);
        match named.or_else(|| fields.iter().find(of_family)) {
            Some(field) => check(&field.ty, value, records),
            None if body.open || key == UNKNOWN => Findings::default(),
            None => Findings { unfit: 0, unknown: 1 },
        }
    });
    each.sum()
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
