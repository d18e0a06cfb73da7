//! `null` as a value that examples send: `{"title": {"de": "Hilfe", "en": null}}` takes a translation away.

use b24_schema::{RecordBody, Type};
use serde_json::Value;

use super::infer::children;
use super::shape::is_scalar;
use super::{Decide, Path};
use crate::assemble::join::join;

/// Lets scalars be `null` where an example sends it beside other values.
pub(super) fn are_taken(
    decide: &mut Decide<'_>,
    body: &mut RecordBody,
    sent: &[&Value],
    at: Path<'_>,
) {
    for field in &mut body.fields {
        let at = at.at(&field.name);
        of(decide, &mut field.ty, &children(sent, &field.name), at);
    }
}

fn of(decide: &mut Decide<'_>, ty: &mut Type, sent: &[&Value], at: Path<'_>) {
    match ty {
        Type::Record(body) => are_taken(decide, body, sent, at),
        Type::List(inner) => {
            let items: Vec<&Value> = sent.iter().filter_map(|v| v.as_array()).flatten().collect();
            of(decide, inner, &items, at);
        }
        Type::Map(inner) => {
            let maps = sent.iter().filter_map(|v| v.as_object());
            let values: Vec<&Value> = maps.flat_map(|map| map.values()).collect();
            of(decide, inner, &values, at);
        }
        // An example of nothing but `null` leaves its place empty.
        ty if is_scalar(ty)
            && sent.iter().any(|v| v.is_null())
            && sent.iter().any(|v| !v.is_null()) =>
        {
            *ty = join(ty.clone(), Type::Null);
            decide.choose(at, "null-sent", "an example sends null beside other values");
        }
        _ => {}
    }
}
