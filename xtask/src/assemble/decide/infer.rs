//! Types from examples.

use crate::examples::has_time;
use crate::facts::is_timestamp;
use std::borrow::Cow;

use b24_schema::{Field, RecordBody, Type, Wire};
use serde_json::Value;

use super::ids::is_measure;
use super::queries::SIGNS;
use crate::assemble::claims::words::is_placeholder_map;
use crate::assemble::claims::{Parts, Said};
use crate::assemble::join::{self, UNKNOWN};

/// What stands in a neutral example for a key that is a sentence or a word of another script.
const NEUTRAL_KEY: &str = "key";

/// Codes of the portal's languages: where they are keys, they are data.
const LANGUAGES: [&str; 24] = [
    "ru", "en", "de", "ua", "uk", "la", "es", "br", "pt", "fr", "pl", "it", "tr", "sc", "tc", "ja",
    "vn", "id", "ms", "th", "hi", "ar", "kz", "by",
];

/// The type that all of `values` have; `None` where they tell nothing.
pub(crate) fn infer(values: &[&Value]) -> Option<Type> {
    let mut types: Vec<Type> = Vec::new();
    let objects: Vec<&Value> = values.iter().copied().filter(|v| v.is_object()).collect();
    if !objects.is_empty() {
        types.push(object(&objects));
    }
    if values.iter().any(|v| is_file(v)) {
        types.push(Type::File);
    }
    let lists = || values.iter().filter(|v| !is_file(v)).filter_map(|v| v.as_array());
    let elements: Vec<&Value> = lists().flatten().collect();
    if lists().next().is_some() {
        types.push(Type::List(Box::new(infer(&elements).unwrap_or(UNKNOWN))));
    }
    let scalars = || values.iter().filter_map(|v| Some((scalar(v)?, v)));
    // PHP writes a number as text as well.
    let counted = scalars().any(|(ty, _)| matches!(ty, Type::Integer | Type::Number))
        && scalars().all(|(ty, v)| {
            ty != Type::String || v.as_str().is_some_and(|s| s.parse::<f64>().is_ok())
        });
    types.extend(scalars().map(|(ty, _)| ty).filter(|ty| !(counted && *ty == Type::String)));
    (!types.is_empty()).then(|| join::all(types))
}

/// The key under which a file's name and content may stand.
pub(super) const FILE_DATA: &str = "fileData";

/// What stands in a neutral example for the content of a file in base64.
const CONTENT: &str = "AA==";

/// Whether a value is a file: a pair of its name and its content.
pub(super) fn is_file(value: &Value) -> bool {
    match value.as_array().map(Vec::as_slice) {
        Some([Value::String(_), Value::String(content)]) => content == CONTENT,
        _ => false,
    }
}

/// Whether a value is a list of files.
pub(super) fn holds_files(value: &Value) -> bool {
    value.as_array().is_some_and(|all| !all.is_empty() && all.iter().all(is_file))
}

/// The type of a field, where examples alone tell it: a price is a number, though those that are shown are whole, and
/// what is called a timestamp counts seconds.
pub(crate) fn of_name(name: &str, ty: Type) -> Type {
    match ty {
        Type::List(_) if name == FILE_DATA => Type::File,
        Type::Integer if is_measure(name) => Type::Number,
        Type::Integer if is_timestamp(name) => Type::Timestamp,
        ty => ty,
    }
}

/// How the names of fields end that hold something: `phones`, `muteList`, `mobileLastDate`. PHP answers `false` where
/// there is nothing in them.
const DATA: [&str; 6] = ["date", "data", "list", "files", "phones", "additional"];

/// Whether the name of a field says that it holds something and is no flag. Fields in capitals are none either: the
/// flags among them are `Y` and `N`.
pub(crate) fn holds_data(name: &str) -> bool {
    let lower = name.to_lowercase();
    name == name.to_uppercase() || DATA.iter().any(|end| lower.ends_with(end))
}

/// The type of one scalar in its neutral form.
pub(crate) fn scalar(value: &Value) -> Option<Type> {
    Some(match value {
        Value::Bool(_) => Type::Boolean(Wire::Json),
        Value::Number(n) if n.is_i64() || n.is_u64() => Type::Integer,
        Value::Number(_) => Type::Number,
        Value::String(s) if s == crate::examples::UNKNOWN => return None,
        Value::String(s) if s == "Y" || s == "N" => Type::Boolean(Wire::Yn),
        Value::String(s) => text(s),
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
    })
}

/// Neutral date-times and dates keep their form: `2000-01-01T00:00:00+00:00`, `01.01.2000 00:00:00`.
fn text(s: &str) -> Type {
    match has_time(s) {
        Some(false) => Type::Date,
        Some(true) => Type::DateTime,
        None => Type::String,
    }
}

/// Whether a text begins like a date in ISO 8601.
pub(crate) fn is_iso(text: &str) -> bool {
    matches!(text.as_bytes(), [_, _, _, _, b'-', _, _, b'-', _, _, rest @ ..] if matches!(rest.first(), None | Some(b'T')))
}

/// An object is a map where its keys are data, else an open record of the keys seen.
fn object(objects: &[&Value]) -> Type {
    let maps: Vec<_> = objects.iter().filter_map(|v| v.as_object()).collect();
    let mut names: Vec<Cow<'_, str>> = Vec::new();
    for key in maps.iter().flat_map(|map| map.keys()) {
        let name = family_of(key).map_or(Cow::Borrowed(key.as_str()), Cow::Owned);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let of = |name: &str| -> Vec<&Value> {
        if !name.contains('*') {
            return maps.iter().filter_map(|map| map.get(name)).collect();
        }
        let entries = maps.iter().copied().flatten();
        let own = entries.filter(|(key, _)| family_of(key).as_deref() == Some(name));
        own.map(|(_, value)| value).collect()
    };
    if keyed_by_data(names.iter().map(AsRef::as_ref)) {
        let values: Vec<&Value> = maps.iter().flat_map(|map| map.values()).collect();
        return Type::Map(Box::new(infer(&values).unwrap_or(UNKNOWN)));
    }
    let field = |name: &Cow<'_, str>| {
        let ty = if is_users(name) { None } else { infer(&of(name)) };
        Field::new(name.as_ref(), of_name(name, ty.unwrap_or(UNKNOWN)))
    };
    let fields: Vec<Field> = names.iter().filter(|name| !is_data(name)).map(field).collect();
    if fields.is_empty() {
        Type::Map(Box::new(UNKNOWN))
    } else {
        Type::Record(RecordBody { fields, open: true })
    }
}

/// Whether keys are data: ids, dates, codes of languages.
pub(crate) fn keyed_by_data<'k>(keys: impl Iterator<Item = &'k str> + Clone) -> bool {
    let language = |key: &&str| LANGUAGES.iter().any(|code| code.eq_ignore_ascii_case(key));
    let codes = || {
        // A list of languages may have one that is not known here.
        let (count, spoken) = (keys.clone().count(), keys.clone().filter(language).count());
        // `id` is a language, but more often an identifier.
        let only_id = keys.clone().all(|key| key.eq_ignore_ascii_case("id"));
        !only_id && spoken * 4 >= count * 3
    };
    keys.clone().next().is_some()
        && (keys.clone().all(is_data) || keys.clone().all(|key| key.len() == 2) && codes())
}

/// Families of keys by what they start with; in a neutral example they are numbered from 0.
const FAMILIES: [&str; 8] =
    ["UF_", "uf", "PARENT_ID_", "parentId", "DYNAMIC_", "dynamic_", "PROPERTY_", "property"];

/// The family of a key that holds numbers: `UF_CRM_*` of `UF_CRM_0` and `UF_CRM_1`, `ufCrm*` of `ufCrm0_0`.
pub(crate) fn family_of(key: &str) -> Option<String> {
    let digit = |c: char| c.is_ascii_digit();
    let (first, last) = (key.find(digit)?, key.rfind(digit)?);
    let numbered = FAMILIES.iter().any(|start| key.starts_with(start));
    numbered.then(|| format!("{}*{}", &key[..first], &key[last + 1..]))
}

/// Whether a family of keys is that of the fields that users make: what one of them holds says nothing of
/// the others.
pub(crate) fn is_users(family: &str) -> bool {
    family.ends_with('*') && made_by_user(family)
}

/// Whether a name is of a field that one portal has and others have not: `property258`, `UF_CRM_1`.
pub(crate) fn is_sample(name: &str) -> bool {
    is_data(name) || made_by_user(name) || family_of(name).is_some()
}

/// Whether a field is called as those that users make.
pub(crate) fn made_by_user(name: &str) -> bool {
    name.starts_with("UF_") || name.starts_with("uf")
}

/// Whether a key of an example is data: an id, a date, a placeholder.
pub(crate) fn is_data(key: &str) -> bool {
    key.is_empty()
        || key.bytes().all(|b| b.is_ascii_digit() || b == b'-')
        || !key.is_ascii()
        || key == NEUTRAL_KEY
        || has_signs(key)
        || is_placeholder(key)
        || is_numbered(key)
        || !key.bytes().any(|b| b.is_ascii_alphanumeric())
}

/// Whether a key has signs that no name has: `.block-card`, `S:Date`, `$lid`. Those before a name are
/// conditions, or a mark of the name's own: `>=ID`, `~UNTIL`.
pub(crate) fn has_signs(key: &str) -> bool {
    let name = key.trim_start_matches(SIGNS);
    let dotted = name.contains('.') && !name.starts_with(|c: char| c.is_ascii_alphabetic());
    dotted || !name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'*' | b'.'))
}

/// Everybody who is signed in, and everybody, where access is given.
const EVERYBODY: [&str; 2] = ["AU", "UA"];

/// Whether a key is one of many alike: `value1`, a new one, `n0`, or who has access, `U1` or `SG5`.
fn is_numbered(key: &str) -> bool {
    let stem = key.trim_end_matches(|c: char| c.is_ascii_digit());
    let known =
        ["field", "value", "key", "param", "parameter", "option", "n", "u", "d", "dr", "g", "sg"];
    EVERYBODY.contains(&key)
        || stem.len() < key.len() && known.iter().any(|known| known.eq_ignore_ascii_case(stem))
}

/// Whether a name stands for any name: `field_n`, `value_1`.
pub(crate) fn is_placeholder(name: &str) -> bool {
    if matches!(name, "fieldN" | "valueN" | "keyN" | "value1" | "value2") || name.contains("XXX") {
        return true;
    }
    let Some((stem, number)) = name.rsplit_once('_') else { return false };
    let numbered =
        matches!(number, "n" | "N" | "...") || number.bytes().all(|b| b.is_ascii_digit());
    numbered
        && ["field", "value", "key", "order", "lang", "param", "filter", "select", "code", "block"]
            .iter()
            .any(|word| word.eq_ignore_ascii_case(stem))
}

/// Visits what is said of a place and of its parts, each with the values that stand there.
pub(crate) fn each_place<'s, 'f, 'v>(
    said: &'s Said<'f>,
    values: &[&'v Value],
    visit: &mut dyn FnMut(&'s Said<'f>, &[&'v Value]),
) {
    if values.is_empty() {
        return;
    }
    visit(said, values);
    if let Some(parts) = &said.parts {
        each_part(parts, &objects_of(values), visit);
    }
}

/// Visits the places inside of objects.
pub(crate) fn each_part<'s, 'f, 'v>(
    parts: &'s Parts<'f>,
    objects: &[&'v Value],
    visit: &mut dyn FnMut(&'s Said<'f>, &[&'v Value]),
) {
    if objects.is_empty() {
        return;
    }
    for (name, said) in &parts.fields {
        each_place(said, &children(objects, name), visit);
    }
}

/// The objects that values are, list, or have under keys that are data.
pub(crate) fn objects_of<'v>(values: &[&'v Value]) -> Vec<&'v Value> {
    let of = |value: &&'v Value| match value {
        Value::Array(elements) => objects_of(&elements.iter().collect::<Vec<_>>()),
        Value::Object(map) if is_placeholder_map(value) => {
            objects_of(&map.values().collect::<Vec<_>>())
        }
        Value::Object(_) => vec![*value],
        _ => Vec::new(),
    };
    values.iter().flat_map(of).collect()
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
