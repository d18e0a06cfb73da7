//! Answers made from their documented types.

use serde_json::{Map, Value, json};

use crate::schema::{Field, Method, Type, Wire, catalog};

/// Records that hold themselves end here.
const DEPTH: usize = 6;

/// A value of the documented type of a method's answer.
pub(super) fn answer(method: &Method, as_php: bool) -> Value {
    Shaper { method, as_php }.value(&method.answer.ty, 0)
}

/// A row of a list method, as documented.
pub(super) fn row(method: &Method, as_php: bool) -> Map<String, Value> {
    let shaper = Shaper { method, as_php };
    let (_, items) = list_of(method);
    match items.map(|ty| shaper.value(ty, 1)) {
        Some(Value::Object(row)) => row,
        _ => Map::new(),
    }
}

/// Where in its answer a method has its rows, and of which type they are.
pub(super) fn list_of(method: &Method) -> (Option<&str>, Option<&Type>) {
    let ty = match &method.answer.ty {
        Type::Union(members) => members.iter().find(|ty| matches!(ty, Type::List(_))),
        ty => Some(ty),
    };
    match ty {
        Some(Type::List(items)) => (None, Some(items)),
        Some(Type::Record(_) | Type::Ref(_)) => {
            let fields = fields(method, &method.answer.ty).unwrap_or_default();
            let lists = fields.iter().filter_map(|field| match &field.ty {
                Type::List(items) => Some((field.name.as_str(), &**items)),
                Type::Map(items) if fields.len() == 1 => Some((field.name.as_str(), &**items)),
                _ => None,
            });
            // Where the documentation knows the key in two forms, the plural is right.
            let found = lists.max_by_key(|(name, items)| {
                let is_record = fields_of_item(method, items);
                (is_record, name.len())
            });
            found.map_or((None, None), |(name, items)| (Some(name), Some(items)))
        }
        _ => (None, None),
    }
}

fn fields_of_item(method: &Method, items: &Type) -> bool {
    fields(method, items).is_some()
}

/// The fields of a record.
pub(super) fn fields<'a>(method: &'a Method, ty: &'a Type) -> Option<&'a [Field]> {
    match ty {
        Type::Record(body) => Some(&body.fields),
        Type::Ref(name) => Some(&catalog().record(method, name)?.body.fields),
        Type::Union(members) => members.iter().find_map(|ty| fields(method, ty)),
        _ => None,
    }
}

struct Shaper<'a> {
    method: &'a Method,
    /// Numbers and booleans as PHP often sends them: as text.
    as_php: bool,
}

impl Shaper<'_> {
    fn value(&self, ty: &Type, depth: usize) -> Value {
        match ty {
            Type::Integer if self.as_php => json!("1"),
            Type::Integer => json!(1),
            Type::Number if self.as_php => json!("1.50"),
            Type::Number => json!(1.5),
            Type::String => json!("text"),
            Type::Boolean(Wire::Json) if self.as_php => json!("1"),
            Type::Boolean(Wire::Json) => json!(true),
            Type::Boolean(Wire::Yn) => json!("Y"),
            Type::Boolean(Wire::Int) if self.as_php => json!("1"),
            Type::Boolean(Wire::Int) => json!(1),
            Type::Boolean(Wire::Digit) => json!("1"),
            Type::Boolean(Wire::Text) => json!("true"),
            Type::Date => json!("2025-01-31"),
            Type::DateTime => json!("2025-01-31T12:00:00+03:00"),
            Type::Timestamp if self.as_php => json!("1738314000"),
            Type::Timestamp => json!(1_738_314_000),
            Type::File => json!(1),
            Type::Null | Type::Any => Value::Null,
            Type::List(_) | Type::Map(_) | Type::Record(_) | Type::Ref(_) if depth >= DEPTH => {
                self.nothing(ty)
            }
            Type::List(items) => json!([self.value(items, depth + 1)]),
            Type::Map(items) => json!({ "1": self.value(items, depth + 1) }),
            Type::Record(_) | Type::Ref(_) => {
                let fields = fields(self.method, ty).unwrap_or_default();
                if fields.is_empty() {
                    return self.nothing(ty);
                }
                let known = fields.iter().filter(|field| !field.is_wildcard());
                let value = |field: &Field| match field.values.first() {
                    // The first of the values that are allowed, where it is one of the type.
                    Some(first) if field.ty == Type::String => json!(first.value),
                    // Many identifiers are numbers that come as text.
                    None if field.ty == Type::String && field.name.eq_ignore_ascii_case("id") => {
                        json!("1")
                    }
                    _ => self.value(&field.ty, depth + 1),
                };
                known.map(|field| (field.name.clone(), value(field))).collect()
            }
            Type::Union(members) => {
                let first = members.iter().find(|ty| !matches!(ty, Type::Null | Type::Any));
                first.or(members.first()).map_or(Value::Null, |ty| self.value(ty, depth))
            }
        }
    }

    /// What stands for many values if there is none. PHP does not tell a list from a map then.
    fn nothing(&self, ty: &Type) -> Value {
        match ty {
            Type::List(_) => json!([]),
            _ if self.as_php => json!([]),
            _ => json!({}),
        }
    }
}
