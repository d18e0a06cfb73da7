//! The one walk through a value and its type. What is made of what does not fit is up to [`Found`].

use std::fmt;

use serde_json::{Map, Value};

use super::moment::{is_form_of_moment, is_moment};
use super::scalar::{is_boolean, is_index, is_integer, is_nothing, is_number};
use super::{Fit, Misfit, Misfits, UNKNOWN, Unfit};
use crate::method::{Method, Rest};
use crate::types::{Field, RecordBody, Type};

/// How many characters of a value are quoted.
pub(super) const EXCERPT: usize = 40;

/// What is kept of what does not fit.
pub(super) trait Found: Default {
    fn unfit(&mut self, path: Path<'_>, expected: &dyn fmt::Display, value: &Value);
    fn unknown(&mut self, path: Path<'_>);
    fn missing(&mut self, path: Path<'_>);
    /// Told once, of the value that the walk began with.
    fn other_kind(&mut self) {}
    /// The same in numbers, but for the kind.
    fn rank(&self) -> Misfit;
    fn append(&mut self, other: Self);
}

impl Found for Misfit {
    fn unfit(&mut self, _: Path<'_>, _: &dyn fmt::Display, _: &Value) {
        self.unfit += 1;
    }

    fn unknown(&mut self, _: Path<'_>) {
        self.unknown += 1;
    }

    fn missing(&mut self, _: Path<'_>) {
        self.missing += 1;
    }

    fn other_kind(&mut self) {
        self.other_kind = true;
    }

    fn rank(&self) -> Misfit {
        *self
    }

    fn append(&mut self, other: Self) {
        let Self { other_kind: _, unfit, unknown, missing } = other;
        self.unfit += unfit;
        self.unknown += unknown;
        self.missing += missing;
    }
}

impl Found for Misfits {
    fn unfit(&mut self, path: Path<'_>, expected: &dyn fmt::Display, value: &Value) {
        let (path, expected) = (path.to_string(), expected.to_string());
        self.unfit.push(Unfit { path, expected, found: excerpt(value) });
    }

    fn unknown(&mut self, path: Path<'_>) {
        self.unknown.push(path.to_string());
    }

    fn missing(&mut self, path: Path<'_>) {
        self.missing.push(path.to_string());
    }

    fn rank(&self) -> Misfit {
        let Self { unknown, unfit, missing } = self;
        Misfit {
            other_kind: false,
            unfit: unfit.len(),
            unknown: unknown.len(),
            missing: missing.len(),
        }
    }

    fn append(&mut self, other: Self) {
        let Self { mut unknown, mut unfit, mut missing } = other;
        self.unknown.append(&mut unknown);
        self.unfit.append(&mut unfit);
        self.missing.append(&mut missing);
    }
}

pub(super) fn answer<F: Found>(fit: Fit<'_, '_>, ty: &Type, value: &Value) -> F {
    let mut walk = Walk { fit, request: false, found: F::default() };
    if !walk.value(ty, value, Path::Start) {
        walk.found.other_kind();
    }
    walk.found
}

pub(super) fn request<F: Found>(fit: Fit<'_, '_>, method: &Method, params: &Value) -> F {
    let mut walk = Walk { fit, request: true, found: F::default() };
    match params {
        Value::Object(given) => {
            // REST 2 takes the names of parameters in any case; the documentation's own examples
            // write `ID` and `id` of one method.
            let given = match method.rest {
                Rest::V2 => as_documented(&method.params, given),
                Rest::V3 => given.iter().map(|(key, value)| (key.as_str(), value)).collect(),
            };
            walk.keys(&method.params, method.open, given.iter().copied(), Path::Start);
            walk.required_params(method, &|param| {
                given.iter().any(|(key, _)| param.is_spelled(key))
            });
        }
        Value::Array(values) => {
            let mut given: Vec<&Field> = Vec::new();
            let mut params = method.params.iter();
            for (index, value) in values.iter().enumerate() {
                match params.find(|param| walk.may_hold(&param.ty, value)) {
                    Some(param) => {
                        given.push(param);
                        walk.value(&param.ty, value, Path::Key(&Path::Start, &param.name));
                    }
                    None => walk.found.unknown(Path::Index(&Path::Start, index)),
                }
            }
            walk.required_params(method, &|param| given.iter().any(|own| own.name == param.name));
        }
        other => walk.found.unfit(Path::Start, &"object", other),
    }
    walk.found
}

/// What an object holds, in order.
type Given<'v> = Vec<(&'v str, &'v Value)>;

/// The parameters under the names that the documentation gives them, where only the case differs.
fn as_documented<'v>(params: &'v [Field], given: &'v Map<String, Value>) -> Given<'v> {
    let mut named = Given::new();
    for (key, value) in given {
        let alike = |param: &&Field| param.name.eq_ignore_ascii_case(key);
        let mut others = params.iter().filter(|param| !given.contains_key(&param.name));
        let name = match params.iter().any(|param| param.is_spelled(key)) {
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

/// Where a value stands. Its text is made only where something does not fit, which is rare.
#[derive(Clone, Copy)]
pub(super) enum Path<'p> {
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

struct Walk<'r, 's, F> {
    fit: Fit<'r, 's>,
    request: bool,
    found: F,
}

impl<F: Found> Walk<'_, '_, F> {
    /// Whether the value itself is of the type's kind, whatever is in it.
    fn value(&mut self, ty: &Type, value: &Value, path: Path<'_>) -> bool {
        if self.is_nothing(value) {
            return true;
        }
        let kind = match (ty, value) {
            (Type::Any | Type::File, _) => true,
            (Type::Integer | Type::Timestamp, value) => is_integer(value),
            (Type::Number, value) => is_number(value),
            (Type::String, value) => value.is_string() || value.is_number(),
            (Type::Boolean(_), value) => is_boolean(value),
            (Type::Date | Type::DateTime, value) => value.as_str().is_some_and(self.moment()),
            (Type::List(of) | Type::Map(of), Value::Array(values)) => {
                for (index, value) in values.iter().enumerate() {
                    self.value(of, value, Path::Index(&path, index));
                }
                true
            }
            (Type::List(of), Value::Object(map)) if map.keys().all(|key| is_index(key)) => {
                for (key, value) in map {
                    self.value(of, value, Path::NumberedKey(&path, key));
                }
                true
            }
            (Type::Map(of), Value::Object(map)) => {
                for (key, value) in map {
                    self.value(of, value, Path::Key(&path, key));
                }
                true
            }
            (Type::Record(body), Value::Object(map)) => self.record(body, map, path),
            (Type::Ref(name), Value::Object(map)) => match (self.fit.records)(name) {
                Some(body) => self.record(body, map, path),
                None => false,
            },
            (Type::Union(members), value) => return self.union(ty, members, value, path),
            (Type::Null | Type::List(_) | Type::Map(_) | Type::Record(_) | Type::Ref(_), _) => {
                false
            }
        };
        if !kind {
            self.found.unfit(path, &Words(ty), value);
        }
        kind
    }

    fn is_nothing(&self, value: &Value) -> bool {
        is_nothing(value) || self.fit.neutral && value.as_str() == Some(UNKNOWN)
    }

    fn moment(&self) -> fn(&str) -> bool {
        if self.fit.neutral { is_form_of_moment } else { is_moment }
    }

    /// An object is of a record's kind, whatever its keys.
    fn record(&mut self, body: &RecordBody, given: &Map<String, Value>, path: Path<'_>) -> bool {
        let entries = given.iter().map(|(key, value)| (key.as_str(), value));
        self.keys(&body.fields, body.open, entries, path);
        if self.request {
            let required = body.fields.iter().filter(|f| f.required && !f.is_wildcard());
            for field in required.filter(|f| !f.spellings().any(|name| given.contains_key(name))) {
                self.found.missing(Path::Key(&path, &field.name));
            }
        }
        true
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
            match Field::find(fields, key) {
                Some(field) => {
                    // What a server may refuse fits nonetheless: a value that is not listed, a number out of bounds.
                    let Field {
                        name: _,
                        also: _,
                        ty,
                        required: _,
                        default: _,
                        values: _,
                        limits: _,
                        deprecated: _,
                        see: _,
                        constants: _,
                        text: _,
                    } = field;
                    self.value(ty, value, path);
                }
                None if open || self.fit.neutral && key == UNKNOWN => {}
                None => self.found.unknown(path),
            }
        }
    }

    /// The reading of a union that explains most. One of another kind explains nothing at all.
    fn union(&mut self, ty: &Type, members: &[Type], value: &Value, path: Path<'_>) -> bool {
        let readings = members.iter().map(|member| {
            let mut walk = Walk { fit: self.fit, request: self.request, found: F::default() };
            let kind = walk.value(member, value, path);
            (kind, walk.found)
        });
        match readings.min_by_key(|(kind, found)| (!kind, found.rank())) {
            Some((true, best)) => {
                self.found.append(best);
                true
            }
            _ => {
                self.found.unfit(path, &Words(ty), value);
                false
            }
        }
    }

    /// Where one of several sets of parameters will do, one of them must be whole.
    fn required_params(&mut self, method: &Method, given: &dyn Fn(&Field) -> bool) {
        let sets = &method.alternatives;
        let chosen = |param: &&Field| sets.iter().any(|set| set.contains(&param.name));
        let required = method.params.iter().filter(|p| p.required && !p.is_wildcard());
        for param in required.filter(|param| !chosen(param) && !given(param)) {
            self.found.missing(Path::Key(&Path::Start, &param.name));
        }
        let has = |name: &str| method.params.iter().any(|p| p.name == name && given(p));
        let lacking =
            sets.iter().map(|set| set.iter().filter(|name| !has(name)).collect::<Vec<_>>());
        for name in lacking.min_by_key(Vec::len).unwrap_or_default() {
            self.found.missing(Path::Key(&Path::Start, name));
        }
    }

    /// Whether a value is of a type's kind: one value, or many.
    fn may_hold(&self, ty: &Type, value: &Value) -> bool {
        let many = value.is_array() || value.is_object();
        match ty {
            Type::Any | Type::File => true,
            Type::List(_) | Type::Map(_) | Type::Record(_) | Type::Ref(_) => {
                many || value.is_null() || self.fit.neutral && value.as_str() == Some(UNKNOWN)
            }
            Type::Union(members) => members.iter().any(|member| self.may_hold(member, value)),
            _ => !many,
        }
    }
}

/// A type in a few words.
pub(super) struct Words<'t>(pub(super) &'t Type);

impl fmt::Display for Words<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Type::Integer => "integer",
            Type::Number => "number",
            Type::String => "string",
            Type::Boolean(_) => "boolean",
            Type::Date => "date",
            Type::DateTime => "date-time",
            Type::Timestamp => "timestamp",
            Type::File => "file",
            Type::Null => "null",
            Type::Any => "any",
            Type::List(of) => return write!(f, "list of {}", Words(of)),
            Type::Map(of) => return write!(f, "map of {}", Words(of)),
            Type::Record(_) => "record",
            Type::Ref(name) => name,
            Type::Union(members) => {
                for (at, member) in members.iter().enumerate() {
                    let or = if at == 0 { "" } else { " or " };
                    write!(f, "{or}{}", Words(member))?;
                }
                return Ok(());
            }
        })
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
