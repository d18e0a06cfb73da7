//! Whether a JSON value is what the schema says, by the rules by which answers are decoded.
//!
//! Bitrix24 is PHP behind JSON, and so is its documentation: a number may be text, an empty object
//! `[]`, a list with gaps an object. [`answer`] and [`request`] list what even such a reading does
//! not explain.
//!
//! | documented as | what fits |
//! |---|---|
//! | anything | PHP's nothing: `null`, `false`, `""`, `[]` |
//! | integer, timestamp | a whole number (`15`, `15.0`), or text that is one (`"-15"`) |
//! | number | a number, or text that is a decimal one (`"15.50"`) |
//! | string | text or a number |
//! | boolean | `true`, `false`; `"Y"`, `"N"` in any case; `1`, `0`, also as text; `"true"`, `"false"` |
//! | date, date-time | text in one of the formats of [`is_moment`] |
//! | null | nothing |
//! | list | an array, or an object whose keys are whole numbers |
//! | map | an object, or an array: its keys are its indices |
//! | record | an object, or `[]` |
//! | union | what fits one of its members |
//! | file, any | everything |

mod moment;
#[cfg(test)]
mod tests;

use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::io::Schema;
use crate::method::{Method, Module, Rest};
use crate::types::{Field, RecordBody, Type};

pub use moment::is_moment;

/// How many characters of a value are quoted.
const EXCERPT: usize = 40;

/// What of a value the schema does not explain. Paths are those of the value: `fields.PHONE[0].ID`;
/// the value itself has the empty path.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Misfits {
    /// Keys that no record names.
    pub unknown: Vec<String>,
    /// Values that do not fit their type.
    pub unfit: Vec<Unfit>,
    /// Required names that are not given; for requests only.
    pub missing: Vec<String>,
}

/// A value that does not fit its type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unfit {
    /// Where it stands.
    pub path: String,
    /// What the schema says, in a few words: `integer`, `list of string`.
    pub expected: String,
    /// What stands there: the kind of the value, and how it begins.
    pub found: String,
}

impl Misfits {
    /// Whether everything is explained.
    pub fn is_empty(&self) -> bool {
        self.unknown.is_empty() && self.unfit.is_empty() && self.missing.is_empty()
    }

    /// Of several explanations the smallest is the best one.
    fn rank(&self) -> (usize, usize, usize) {
        (self.unfit.len(), self.unknown.len(), self.missing.len())
    }

    fn append(&mut self, mut other: Self) {
        self.unknown.append(&mut other.unknown);
        self.unfit.append(&mut other.unfit);
        self.missing.append(&mut other.missing);
    }
}

impl Schema {
    /// The record that a [`Type::Ref`] of the module names.
    pub fn record(&self, module: &Module, name: &str) -> Option<&RecordBody> {
        let own = self.modules.get(&module.module)?.records.iter();
        let shared = self.shared().into_iter().flat_map(|shared| &shared.records);
        own.chain(shared).find(|record| record.name == name).map(|record| &record.body)
    }
}

/// What an answer of the type does not explain. `records` finds the record that a reference names.
///
/// ```
/// use b24_schema::{Type, fit};
/// use serde_json::json;
///
/// let ids = Type::List(Box::new(Type::Integer));
/// assert!(fit::answer(&ids, &json!(["1", 2, null]), &|_| None).is_empty());
/// let misfits = fit::answer(&ids, &json!(["one"]), &|_| None);
/// assert_eq!(misfits.unfit[0].path, "[0]");
/// assert_eq!(misfits.unfit[0].expected, "integer");
/// assert_eq!(misfits.unfit[0].found, r#"string "one""#);
/// ```
pub fn answer<'s>(
    ty: &Type,
    value: &Value,
    records: &dyn Fn(&str) -> Option<&'s RecordBody>,
) -> Misfits {
    let mut walk = Walk { records, request: false, found: Misfits::default() };
    walk.value(ty, value, Path::Start);
    walk.found
}

/// The parameters under the names that the documentation gives them, where only the case differs.
fn as_documented<'v>(params: &'v [Field], given: &'v Map<String, Value>) -> Given<'v> {
    let mut named = Given::new();
    for (key, value) in given {
        let alike = |param: &&Field| param.name.eq_ignore_ascii_case(key);
        let mut others = params.iter().filter(|param| !given.contains_key(&param.name));
        let name = match params.iter().any(|param| param.name == *key) {
            true => key,
            false => others.find(alike).map_or(key, |param| &param.name),
        };
        // As everywhere, the last one wins and stays in the place of the first.
        match named.iter_mut().find(|(known, _)| *known == name) {
            Some(known) => known.1 = value,
            None => named.push((name, value)),
        }
    }
    named
}

/// What an object holds, in order.
type Given<'v> = Vec<(&'v str, &'v Value)>;

/// What the parameters of a method do not explain of a request: an object, or an array of values in
/// the order of the parameters. Examples leave out what comes before: each value belongs to the next
/// parameter that may hold it.
pub fn request<'s>(
    method: &Method,
    params: &Value,
    records: &dyn Fn(&str) -> Option<&'s RecordBody>,
) -> Misfits {
    let mut walk = Walk { records, request: true, found: Misfits::default() };
    match params {
        Value::Object(given) => {
            // REST 2 takes the names of parameters in any case; the documentation's own examples
            // write `ID` and `id` of one method.
            let given = match method.rest {
                Rest::V2 => as_documented(&method.params, given),
                Rest::V3 => given.iter().map(|(key, value)| (key.as_str(), value)).collect(),
            };
            walk.keys(&method.params, method.open, given.iter().copied(), Path::Start);
            walk.required_params(method, &|name| given.iter().any(|(key, _)| *key == name));
        }
        Value::Array(values) => {
            let mut given: Vec<&str> = Vec::new();
            let mut params = method.params.iter();
            for (index, value) in values.iter().enumerate() {
                match params.find(|param| may_hold(&param.ty, value)) {
                    Some(param) => {
                        given.push(&param.name);
                        walk.value(&param.ty, value, Path::Key(&Path::Start, &param.name));
                    }
                    None => walk.found.unknown.push(format!("[{index}]")),
                }
            }
            walk.required_params(method, &|name| given.contains(&name));
        }
        other => walk.unfit(Path::Start, "object".to_owned(), other),
    }
    walk.found
}

/// Where a value stands. Its text is made only where something does not fit, which is rare.
#[derive(Clone, Copy)]
enum Path<'p> {
    Start,
    Key(&'p Path<'p>, &'p str),
    /// The same in a list that is written as an object.
    NumberedKey(&'p Path<'p>, &'p str),
    Index(&'p Path<'p>, usize),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start => Ok(()),
            Self::Key(Self::Start, key) => f.write_str(key),
            Self::Key(above, key) => write!(f, "{above}.{key}"),
            Self::NumberedKey(above, key) => write!(f, "{above}[{key}]"),
            Self::Index(above, index) => write!(f, "{above}[{index}]"),
        }
    }
}

struct Walk<'r, 's> {
    records: &'r dyn Fn(&str) -> Option<&'s RecordBody>,
    request: bool,
    found: Misfits,
}

impl Walk<'_, '_> {
    fn value(&mut self, ty: &Type, value: &Value, path: Path<'_>) {
        if is_nothing(value) {
            return;
        }
        let fits = match (ty, value) {
            (Type::Any | Type::File, _) => true,
            (Type::Integer | Type::Timestamp, value) => is_integer(value),
            (Type::Number, value) => is_number(value),
            (Type::String, value) => value.is_string() || value.is_number(),
            (Type::Boolean(_), value) => is_boolean(value),
            (Type::Date | Type::DateTime, value) => value.as_str().is_some_and(is_moment),
            (Type::List(of), Value::Array(values)) => return self.elements(of, values, path),
            (Type::List(of), Value::Object(map)) if map.keys().all(|key| is_index(key)) => {
                map.iter()
                    .for_each(|(key, value)| self.value(of, value, Path::NumberedKey(&path, key)));
                true
            }
            (Type::Map(of), Value::Array(values)) => return self.elements(of, values, path),
            (Type::Map(of), Value::Object(map)) => {
                map.iter().for_each(|(key, value)| self.value(of, value, Path::Key(&path, key)));
                true
            }
            (Type::Record(body), Value::Object(map)) => return self.record(body, map, path),
            (Type::Ref(name), Value::Object(map)) => match (self.records)(name) {
                Some(body) => return self.record(body, map, path),
                None => false,
            },
            (Type::Union(members), value) => return self.best(members, value, path),
            (Type::Null | Type::List(_) | Type::Map(_) | Type::Record(_) | Type::Ref(_), _) => {
                false
            }
        };
        if !fits {
            self.unfit(path, words(ty), value);
        }
    }

    fn elements(&mut self, of: &Type, values: &[Value], path: Path<'_>) {
        for (index, value) in values.iter().enumerate() {
            self.value(of, value, Path::Index(&path, index));
        }
    }

    fn record(&mut self, body: &RecordBody, given: &Map<String, Value>, path: Path<'_>) {
        let entries = given.iter().map(|(key, value)| (key.as_str(), value));
        self.keys(&body.fields, body.open, entries, path);
        if self.request {
            let required = body.fields.iter().filter(|f| f.required && !f.is_wildcard());
            let missing = required.filter(|field| !given.contains_key(&field.name));
            let paths = missing.map(|field| Path::Key(&path, &field.name).to_string());
            self.found.missing.extend(paths);
        }
    }

    fn keys<'v>(
        &mut self,
        fields: &[Field],
        open: bool,
        given: impl Iterator<Item = (&'v str, &'v Value)>,
        path: Path<'_>,
    ) {
        for (key, value) in given {
            let path = Path::Key(&path, key);
            let exact = fields.iter().find(|field| field.name == *key);
            let family = || fields.iter().find(|field| is_of(&field.name, key));
            match exact.or_else(family) {
                Some(field) => self.value(&field.ty, value, path),
                None if open => {}
                None => self.found.unknown.push(path.to_string()),
            }
        }
    }

    /// The reading of a union that explains most.
    fn best(&mut self, members: &[Type], value: &Value, path: Path<'_>) {
        let readings = members.iter().map(|member| {
            let mut walk =
                Walk { records: self.records, request: self.request, found: Misfits::default() };
            walk.value(member, value, path);
            walk.found
        });
        // A member of another kind explains nothing at all.
        let other_kind =
            |found: &Misfits| found.unfit.iter().any(|unfit| unfit.path == path.to_string());
        let Some(best) = readings.min_by_key(|found| (other_kind(found), found.rank())) else {
            return;
        };
        if other_kind(&best) {
            let expected = members.iter().map(words).collect::<Vec<_>>().join(" or ");
            self.unfit(path, expected, value);
        } else {
            self.found.append(best);
        }
    }

    /// Where one of several sets of parameters will do, one of them must be whole.
    fn required_params(&mut self, method: &Method, given: &dyn Fn(&str) -> bool) {
        let sets = &method.alternatives;
        let chosen = |param: &&Field| sets.iter().any(|set| set.contains(&param.name));
        let required = method.params.iter().filter(|p| p.required && !p.is_wildcard());
        let missing = required.filter(|param| !chosen(param) && !given(&param.name));
        self.found.missing.extend(missing.map(|param| param.name.clone()));
        let lacking = sets
            .iter()
            .map(|set| set.iter().filter(|name| !given(name)).cloned().collect::<Vec<String>>());
        self.found.missing.extend(lacking.min_by_key(Vec::len).unwrap_or_default());
    }

    fn unfit(&mut self, path: Path<'_>, expected: String, value: &Value) {
        let path = path.to_string();
        self.found.unfit.push(Unfit { path, expected, found: excerpt(value) });
    }
}

/// Whether a value is of a type's kind: one value, or many.
fn may_hold(ty: &Type, value: &Value) -> bool {
    match ty {
        Type::Any | Type::File => true,
        Type::List(_) | Type::Map(_) | Type::Record(_) | Type::Ref(_) => {
            value.is_array() || value.is_object() || value.is_null()
        }
        Type::Union(members) => members.iter().any(|member| may_hold(member, value)),
        _ => !(value.is_array() || value.is_object()),
    }
}

/// Whether a value is one of the forms in which PHP says that there is nothing, whatever there would
/// be: `null`, `false`, `""`, `[]`.
pub fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(values) => values.is_empty(),
        _ => false,
    }
}

fn is_integer(value: &Value) -> bool {
    match value {
        Value::Number(number) => {
            number.is_i64()
                || number.is_u64()
                || number.as_f64().is_some_and(|n| n.fract() == 0.0 && n.abs() < 2f64.powi(63))
        }
        Value::String(text) => text.trim().parse::<i64>().is_ok(),
        _ => false,
    }
}

fn is_number(value: &Value) -> bool {
    match value {
        Value::Number(_) => true,
        Value::String(text) => is_decimal(text.trim()),
        _ => false,
    }
}

/// Digits with a sign or none, and with a fraction or none.
fn is_decimal(text: &str) -> bool {
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty())
}

fn is_boolean(value: &Value) -> bool {
    match value {
        Value::Bool(_) => true,
        Value::Number(number) => number.as_f64().is_some_and(|n| n == 0.0 || n == 1.0),
        Value::String(text) => {
            matches!(&**text, "Y" | "y" | "N" | "n" | "1" | "0" | "true" | "false")
        }
        _ => false,
    }
}

fn is_index(key: &str) -> bool {
    key.parse::<i64>().is_ok()
}

/// Whether a key is of the family that a name with stars stands for.
fn is_of(family: &str, key: &str) -> bool {
    let Some((head, tail)) = family.split_once('*') else { return false };
    let Some(rest) = key.strip_prefix(head) else { return false };
    // The part between this star and the next may begin anywhere.
    match tail.split_once('*') {
        None => rest.ends_with(tail),
        Some((middle, _)) => rest
            .match_indices(middle)
            .any(|(at, _)| is_of(&tail[middle.len()..], &rest[at + middle.len()..])),
    }
}

/// A type in a few words.
fn words(ty: &Type) -> String {
    match ty {
        Type::Integer => "integer".to_owned(),
        Type::Number => "number".to_owned(),
        Type::String => "string".to_owned(),
        Type::Boolean(_) => "boolean".to_owned(),
        Type::Date => "date".to_owned(),
        Type::DateTime => "date-time".to_owned(),
        Type::Timestamp => "timestamp".to_owned(),
        Type::File => "file".to_owned(),
        Type::Null => "null".to_owned(),
        Type::Any => "any".to_owned(),
        Type::List(of) => format!("list of {}", words(of)),
        Type::Map(of) => format!("map of {}", words(of)),
        Type::Record(_) => "record".to_owned(),
        Type::Ref(name) => name.clone(),
        Type::Union(members) => members.iter().map(words).collect::<Vec<_>>().join(" or "),
    }
}

/// A value in a few words: its kind, and how it begins.
fn excerpt(value: &Value) -> String {
    let kind = match value {
        Value::Null => return "null".to_owned(),
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let text = value.to_string();
    match text.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{kind} {}…", &text[..end]),
        None => format!("{kind} {text}"),
    }
}
