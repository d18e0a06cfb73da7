//! What the form of a value tells: whether it says anything, whether its keys are names or data,
//! whether it has the fields of a record, whether it describes fields.

use b24_schema::fit::is_nothing;
use b24_schema::{RecordBody, Type, field_ident};
use serde_json::{Map, Value};

use crate::examples::{FLAGS, UNKNOWN, is_unknown};

use super::{Records, fits, infer};
use crate::assemble::join;

/// What a description of a field says, and what tells it from other records that have a type.
const DESCRIBED_BY: [&str; 2] = ["type", "title"];

/// Objects of so many entries alike are keyed by data, whatever the keys look like. With 2, settings such as those of
/// `crm.userfield.settings.fields` become maps, 6 methods in all; with 4, three small maps become records; without this
/// 115 methods, most of those that describe fields (`disk.file.getFields`), have a record of the keys of an example.
const ALIKE: usize = 3;

/// The values that tell a type: `false` is nothing where others are something.
///
/// An empty object never speaks against what is documented; where nothing is, it is an object.
pub(crate) fn telling<'e>(values: &[&'e Value], ty: &Type) -> Vec<&'e Value> {
    let empty = |v: &Value| join::is_unknown(ty) && v.as_object().is_some_and(Map::is_empty);
    let mut out: Vec<&'e Value> = values.iter().copied().filter(|v| tells(v) || empty(v)).collect();
    // Where a list or an object is documented, `false` is none.
    let holds = matches!(ty, Type::List(_) | Type::Map(_) | Type::Record(_) | Type::Ref(_));
    out.retain(|v| !(holds && **v == Value::Bool(false)));
    if out.iter().any(|v| !v.is_boolean()) && !out.iter().any(|v| **v == Value::Bool(true)) {
        out.retain(|v| !v.is_boolean());
    }
    out
}

/// Whether an object lists descriptions of fields in another form: objects alike, each with a type,
/// where a record of plain values is documented.
pub(crate) fn lists_types(item: &Type, value: &Value) -> bool {
    let Some(map) = value.as_object() else { return false };
    let plain = match item {
        Type::Record(body) => {
            let shown = |field: &&b24_schema::Field| map.contains_key(&field.name);
            body.fields.iter().filter(shown).all(|field| is_scalar(&field.ty))
        }
        item => join::is_unknown(item),
    };
    let typed = |value: &Value| {
        value.as_object().is_some_and(|map| map.keys().any(|k| k.eq_ignore_ascii_case("type")))
    };
    let entries: Vec<&Value> = map.values().collect();
    plain && entries.len() >= ALIKE && entries.iter().all(|v| typed(v)) && alike(&entries)
}

/// Whether a value tells a type.
pub(crate) fn tells(value: &Value) -> bool {
    let left_out = |map: &Map<String, Value>| map.keys().all(|key| key == UNKNOWN);
    let empty = value.as_object().is_some_and(left_out);
    // `false` may be a boolean as well as nothing.
    !is_unknown(value) && !empty && (!is_nothing(value) || *value == Value::Bool(false))
}

/// Whether the keys of an object are data, where `item` is what is documented.
pub(crate) fn keyed(item: &Type, value: &Value, records: &Records) -> bool {
    let Some(map) = value.as_object() else { return false };
    if map.is_empty() {
        return false;
    }
    if infer::keyed_by_data(map.keys().map(String::as_str)) {
        return !overlaps(item, value, records);
    }
    let objects: Vec<&Value> = map.values().filter(|v| tells(v)).collect();
    if !objects.iter().all(|v| v.is_object()) || objects.is_empty() {
        return false;
    }
    match item {
        item if join::is_unknown(item) && map.keys().any(|key| infer::has_signs(key)) => true,
        item if join::is_unknown(item) => objects.len() >= ALIKE && alike(&objects),
        item => {
            is_named(item)
                && !overlaps(item, value, records)
                && objects.iter().all(|v| overlaps(item, v, records))
        }
    }
}

/// The fields of a record, in place or shared.
pub(crate) fn body_of<'t>(ty: &'t Type, records: &'t Records) -> Option<&'t RecordBody> {
    match ty {
        Type::Record(body) => Some(body),
        Type::Ref(key) => records.get(key).map(|record| &record.body),
        _ => None,
    }
}

/// Whether an object has any of the fields of a record.
pub(crate) fn overlaps(item: &Type, value: &Value, records: &Records) -> bool {
    if let Type::Union(members) = item {
        return members.iter().any(|m| overlaps(m, value, records));
    }
    let (Some(body), Some(map)) = (body_of(item, records), value.as_object()) else { return false };
    map.keys().any(|key| {
        body.fields
            .iter()
            .any(|field| field.name.eq_ignore_ascii_case(key) || field.is_family_of(key))
    })
}

/// Whether a value is an object of a record: all but a few of its keys are fields.
pub(crate) fn is_one_of(item: &Type, value: &Value, records: &Records) -> bool {
    let (Some(body), Some(map)) = (body_of(item, records), value.as_object()) else { return false };
    let known =
        map.keys().filter(|key| body.fields.iter().any(|field| field.name == **key)).count();
    known > 1 && known * 5 >= map.len() * 4
}

/// Whether objects have the same keys, but for a few.
pub(crate) fn alike(objects: &[&Value]) -> bool {
    let keys = |value: &Value| -> Vec<String> {
        value.as_object().map(|map| map.keys().cloned().collect()).unwrap_or_default()
    };
    let first = keys(objects[0]);
    first.len() > 1
        && objects.iter().all(|value| {
            let other = keys(value);
            let same = first.iter().filter(|key| other.contains(key)).count();
            same * 4 >= first.len().max(other.len()) * 3
        })
}

/// Whether an object describes the fields of another: names, and what is known of each.
pub(crate) fn describes_fields(value: &Value) -> bool {
    let Some(map) = value.as_object() else { return false };
    let many = map.len() >= ALIKE;
    let describes = |value: &&Value| {
        value.as_object().is_some_and(|map| {
            let has = |key: &&str| map.contains_key(*key);
            // Two or less may be anything that has a type and a title.
            DESCRIBED_BY.iter().any(&has) && FLAGS.iter().any(&has)
                || many && DESCRIBED_BY.iter().all(has)
        })
    };
    let described = map.values().filter(describes).count();
    // Many fields may have nothing but a type.
    let known = |key: &String| DESCRIBED_BY.iter().chain(&FLAGS).any(|known| known == key);
    let only_typed = |value: &Value| {
        value.as_object().is_some_and(|map| map.contains_key("type") && map.keys().all(known))
    };
    let name = |key: &String| key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    map.keys().all(name)
        && map.values().all(Value::is_object)
        && (described * 2 > map.len() || many && map.values().all(only_typed))
}

/// Whether a value may stand where `ty` is documented, its parts aside.
pub(crate) fn hosts(ty: &Type, value: &Value) -> bool {
    match ty {
        Type::Any | Type::File => true,
        ty if join::is_unknown(ty) => true,
        Type::Record(_) | Type::Ref(_) | Type::Map(_) => value.is_object(),
        Type::List(_) => value.is_array(),
        ty => fits(ty, value, &Records::new()),
    }
}

pub(crate) fn is_named(ty: &Type) -> bool {
    matches!(ty, Type::Record(_) | Type::Ref(_))
}

pub(crate) fn is_scalar(ty: &Type) -> bool {
    match ty {
        ty if join::is_unknown(ty) => false,
        Type::Any | Type::List(_) | Type::Map(_) | Type::Record(_) | Type::Ref(_) => false,
        Type::Union(members) => members.iter().all(is_scalar),
        _ => true,
    }
}

/// Whether a key cannot be a name in Rust, or is one that the record has already.
pub(crate) fn is_taken<'n>(names: impl IntoIterator<Item = &'n str>, key: &str) -> bool {
    let Ok(ident) = field_ident(key) else { return true };
    names.into_iter().any(|name| field_ident(name).is_ok_and(|known| known == ident))
}

/// Whether two names are one but for their spelling: `CREATED_BY` and `createdBy`. Families of names are only themselves.
pub(crate) fn is_spelled_alike(a: &str, b: &str) -> bool {
    a == b || field_ident(a).is_ok_and(|a| field_ident(b).is_ok_and(|b| a == b))
}

/// Whether a value is an object with any of these keys, in any case.
pub(crate) fn has_any(value: &Value, names: &[&str]) -> bool {
    value.as_object().is_some_and(|map| {
        map.keys().any(|key| names.iter().any(|name| name.eq_ignore_ascii_case(key)))
    })
}

/// Whether a value is an object with that key, in any case.
pub(crate) fn has_key(value: &Value, key: &str) -> bool {
    has_any(value, &[key])
}

/// The objects nearest to the top that have a key, in arrays and maps too.
pub(crate) fn owners<'e>(values: &[&'e Value], key: &str) -> Vec<&'e Value> {
    let mut level: Vec<&'e Value> = values.to_vec();
    while !level.is_empty() {
        let found: Vec<&'e Value> = level.iter().copied().filter(|v| has_key(v, key)).collect();
        if !found.is_empty() {
            return found;
        }
        level = level
            .into_iter()
            .flat_map(|v| match v {
                Value::Array(values) => values.iter().collect::<Vec<_>>(),
                Value::Object(map) => map.values().collect(),
                _ => Vec::new(),
            })
            .collect();
    }
    Vec::new()
}
