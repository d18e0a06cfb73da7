//! What is documented of a parameter against what examples send.

use b24_schema::Type;
use serde_json::Value;

use super::fields::{At, Resolver};
use super::infer::{self, infer};
use super::{choose, union};

impl<'f> Resolver<'_, 'f> {
    /// What an example proves must fit: the type is widened where one does not.
    pub(super) fn prove(&mut self, ty: Type, name: &str, at: At<'f, '_>) -> Type {
        let telling = |v: &&&Value| infer::scalar(v).is_some() || v.is_object() || v.is_array();
        let shown: Vec<&Value> = at.evidence.iter().filter(telling).copied().collect();
        let against: Vec<&Value> = shown.iter().copied().filter(|v| !sends(&ty, v)).collect();
        let Some(other) = infer(&against) else { return ty };
        choose(
            self.choices,
            &self.page.path,
            name,
            "example-contradicts",
            format!("documented as {}, an example gives {}", kind(&ty), kind(&other)),
        );
        let all = against.len() == shown.len();
        reconcile(ty, other, all)
    }
}

/// The documented type and one that examples show instead; `all` of them, or only some.
fn reconcile(documented: Type, shown: Type, all: bool) -> Type {
    let is_record = |ty: &Type| matches!(ty, Type::Record(_) | Type::Ref(_));
    match (documented, shown) {
        // A record documented as one but shown in a list is a list of it; and the other way round.
        (record, Type::List(inner)) if is_record(&record) && is_record(&inner) && all => {
            Type::List(Box::new(record))
        }
        (Type::List(inner), shown) if is_record(&inner) && is_record(&shown) && all => *inner,
        (Type::List(inner), Type::Map(_)) if is_record(&inner) && all => Type::Map(inner),
        (record, Type::Map(value)) if is_record(&record) && is_record(&value) && all => {
            Type::Map(Box::new(record))
        }
        // A word for a scalar, and nothing but objects or lists shown: the word describes something else.
        (documented, shown) if all && is_scalar(&documented) && !is_scalar(&shown) => shown,
        (documented, shown) => union(vec![documented, shown]),
    }
}

fn is_scalar(ty: &Type) -> bool {
    match ty {
        Type::List(_) | Type::Map(_) | Type::Record(_) | Type::Ref(_) | Type::Any => false,
        Type::Union(members) => members.iter().all(is_scalar),
        _ => true,
    }
}

/// Whether a call may send `value` where `ty` is asked for.
fn sends(ty: &Type, value: &Value) -> bool {
    match (ty, value) {
        (Type::Any, _) | (_, Value::Null) => true,
        (_, Value::String(s)) if s.is_empty() || s == crate::examples::UNKNOWN => true,
        (Type::Union(members), value) => members.iter().any(|m| sends(m, value)),
        (Type::Integer | Type::Number | Type::Timestamp, Value::Number(_)) => true,
        (Type::Integer | Type::Number | Type::Timestamp, Value::String(s)) => {
            s.parse::<f64>().is_ok()
        }
        (Type::Boolean(_), Value::Bool(_)) => true,
        (Type::Boolean(_), Value::String(s)) => {
            matches!(s.as_str(), "Y" | "N" | "1" | "0" | "true" | "false")
        }
        (Type::Boolean(_), Value::Number(_)) => true,
        (Type::String, Value::String(_) | Value::Number(_)) => true,
        (Type::Date | Type::DateTime, Value::String(_)) => true,
        (Type::File, _) => true,
        (Type::List(inner), Value::Array(values)) => values.iter().all(|v| sends(inner, v)),
        (Type::Map(inner), Value::Object(map)) => map.values().all(|v| sends(inner, v)),
        (Type::Map(_) | Type::Record(_) | Type::Ref(_), Value::Array(values)) => values.is_empty(),
        (Type::Record(_) | Type::Ref(_), Value::Object(_)) => true,
        _ => false,
    }
}

/// A type in a few words.
pub(crate) fn kind(ty: &Type) -> String {
    match ty {
        Type::Integer => "an integer".into(),
        Type::Number => "a number".into(),
        Type::String => "a string".into(),
        Type::Boolean(_) => "a boolean".into(),
        Type::Date => "a date".into(),
        Type::DateTime => "a date-time".into(),
        Type::Timestamp => "a timestamp".into(),
        Type::File => "a file".into(),
        Type::Null => "null".into(),
        Type::Any => "anything".into(),
        Type::List(inner) => format!("a list of {}", kind(inner)),
        Type::Map(_) => "a map".into(),
        Type::Record(_) => "a record".into(),
        Type::Ref(name) => format!("`{name}`"),
        Type::Union(members) => members.iter().map(kind).collect::<Vec<_>>().join(" or "),
    }
}

/// The values that the objects in `evidence` have under `name`; the case of names varies.
pub(crate) fn children<'e>(evidence: &[&'e Value], name: &str) -> Vec<&'e Value> {
    let wildcard = name.strip_suffix('*');
    evidence
        .iter()
        .filter_map(|v| v.as_object())
        .flat_map(|map| {
            map.iter().filter(|(key, _)| match wildcard {
                Some(stem) => !stem.is_empty() && key.starts_with(stem),
                None => key.eq_ignore_ascii_case(name),
            })
        })
        .map(|(_, value)| value)
        .collect()
}
