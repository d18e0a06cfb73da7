//! Types in words.

use b24_schema::{Field, Type, Wire};

use super::text::code;

/// Which way a value goes. Duties, defaults and forms on the wire are those of requests.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Sent,
    Answered,
}

/// A type in words; `record` has the link for a record or a reference, where there is one.
pub(crate) fn words(ty: &Type, side: Side, record: &dyn Fn(&Type) -> Option<String>) -> String {
    let of = |ty: &Type| words(ty, side, record);
    match ty {
        Type::Integer => "integer".to_owned(),
        Type::Number => "number".to_owned(),
        Type::String => "string".to_owned(),
        Type::Boolean(_) if side == Side::Answered => "boolean".to_owned(),
        Type::Boolean(Wire::Json) => "boolean".to_owned(),
        Type::Boolean(Wire::Yn) => "boolean, sent as `Y` or `N`".to_owned(),
        Type::Boolean(Wire::Int) => "boolean, sent as `1` or `0`".to_owned(),
        Type::Boolean(Wire::Digit) => "boolean, sent as `\"1\"` or `\"0\"`".to_owned(),
        Type::Boolean(Wire::Text) => "boolean, sent as `\"true\"` or `\"false\"`".to_owned(),
        Type::Date => "date".to_owned(),
        Type::DateTime => "date and time".to_owned(),
        Type::Timestamp => "seconds since 1970".to_owned(),
        Type::File => "file".to_owned(),
        Type::Null => "null".to_owned(),
        Type::Any => "any value".to_owned(),
        Type::List(item) => format!("list of {}", of(item)),
        Type::Map(item) => format!("map of {}", of(item)),
        Type::Record(_) => record(ty).unwrap_or_else(|| "object".to_owned()),
        Type::Ref(name) => record(ty).unwrap_or_else(|| code(name)),
        Type::Union(members) => members.iter().map(of).collect::<Vec<_>>().join(" or "),
    }
}

/// The fields of the records described in place in a type.
pub(crate) fn fields(ty: &Type) -> impl Iterator<Item = &Field> {
    ty.records().flat_map(|body| &body.fields)
}
