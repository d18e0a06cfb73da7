//! What a value proves: which types it fits, by the rules of [`b24_schema::fit`].

use b24_schema::fit::Fit;
use b24_schema::{Type, Wire};
use serde_json::Value;

use super::keys;

/// Types of which each scalar fits some. A date fits where a date-time does, a timestamp where an
/// integer does; they are here in case that changes.
const SCALARS: [Type; 8] = [
    Type::Integer,
    Type::Number,
    Type::String,
    Type::Boolean(Wire::Yn),
    Type::Date,
    Type::DateTime,
    Type::Timestamp,
    Type::Null,
];

/// Whether two scalars prove the same. Booleans have a wire form too, so they are equal.
pub(super) fn same_scalar(one: &Value, other: &Value) -> bool {
    let boolean = fits(&Type::Boolean(Wire::Yn), one);
    SCALARS.iter().all(|ty| fits(ty, one) == fits(ty, other)) && (!boolean || one == other)
}

/// Whether two keys prove the same: an index is an index, and other data are of one kind.
pub(super) fn same_key(one: &str, other: &str) -> bool {
    let is_index = |key: &str| key.parse::<i64>().is_ok();
    is_index(one) == is_index(other) && keys::neutral(one) == keys::neutral(other)
}

pub(super) fn is_integer(value: &Value) -> bool {
    fits(&Type::Integer, value)
}

fn fits(ty: &Type, value: &Value) -> bool {
    Fit::new(&|_| None).fits(ty, value)
}
