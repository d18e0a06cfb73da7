//! Marks of required parameters, held against what the examples send.

use b24_schema::{RecordBody, Type};
use serde_json::{Map, Value};

use super::infer::{children, is_data};
use super::shape::is_scalar;
use super::{Decide, Path};
use crate::assemble::join::is_unknown;

/// Takes a mark back where no example sends the parameter, or some object leaves the field out. `chosen`
/// are the sets of which one will do.
pub(super) fn held_against(
    decide: &mut Decide<'_>,
    body: &mut RecordBody,
    evidence: &[&Value],
    at: Path<'_>,
    chosen: &[Vec<String>],
) {
    let inside = at.above.is_some();
    let tells = |map: &&Map<String, Value>| !map.is_empty() && !map.keys().any(|key| is_data(key));
    let objects: Vec<&Map<String, Value>> =
        evidence.iter().filter_map(|v| v.as_object()).filter(tells).collect();
    for field in &mut body.fields {
        let left_out = || {
            let sends = |map: &&&Map<String, Value>| {
                map.keys().any(|key| key.eq_ignore_ascii_case(&field.name))
            };
            let sent = objects.iter().filter(sends).count();
            !objects.is_empty() && (sent == 0 || inside && sent < objects.len())
        };
        let at = at.at(&field.name);
        if field.required && left_out() && !chosen.iter().any(|set| set.contains(&field.name)) {
            field.required = false;
            let message = "marked as required, but examples leave it out";
            decide.choose(at, "required-unsent", message);
        }
        if is_scalar(&field.ty) || field.ty == Type::Any || is_unknown(&field.ty) {
            continue;
        }
        let mut values = children(evidence, &field.name);
        let mut ty = &mut field.ty;
        loop {
            ty = match ty {
                Type::List(inner) => {
                    values = values.iter().filter_map(|v| v.as_array()).flatten().collect();
                    inner
                }
                Type::Union(members) => {
                    match members.iter_mut().find(|m| matches!(m, Type::Record(_))) {
                        Some(record) => record,
                        None => break,
                    }
                }
                Type::Map(inner) => {
                    let maps = values.iter().filter_map(|v| v.as_object());
                    values = maps.flat_map(|map| map.values()).collect();
                    inner
                }
                ty => {
                    break if let Type::Record(body) = ty {
                        held_against(decide, body, &values, at, &[]);
                    };
                }
            };
        }
    }
}
