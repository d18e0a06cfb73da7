//! Marks of required parameters, held against what the examples send.

use b24_schema::{RecordBody, Type, field_ident};
use serde_json::{Map, Value};

use super::infer::{children, is_data};
use super::queries::SIGNS;
use super::shape::is_scalar;
use super::{Decide, Path};
use crate::assemble::claims::{Parts, What};
use crate::assemble::join::is_unknown;
use crate::facts::Required;

/// What methods do to many things, or to one that is not there yet. What does anything else is about one thing, which it
/// cannot do without its identifier.
const TO_MANY: [&str; 6] = ["list", "add", "search", "find", "count", "register"];

/// How the method of a family is called that changes one.
const CHANGES: &str = "update";

/// Marks the identifier of what a method gets, changes or deletes, where the page marks no parameter, though every
/// example sends it.
pub(super) fn of_identifier(
    decide: &mut Decide<'_>,
    body: &mut RecordBody,
    method: &str,
    parts: &Parts<'_>,
    sent: &[&Value],
    at: Path<'_>,
) {
    if is_one_of(&TO_MANY, method) || body.fields.iter().any(|field| field.required) {
        return;
    }
    // The identifier of the thing itself: `id`, or `taskId` of `tasks.task.get`.
    let noun = method.rsplit('.').nth(1).unwrap_or_default();
    let is_its_own = |name: &str| {
        let Ok(name) = field_ident(name) else { return false };
        name == "id" || name.strip_suffix("_id").is_some_and(|of| of.eq_ignore_ascii_case(noun))
    };
    let mut ids = body.fields.iter_mut().filter(|field| {
        is_its_own(&field.name) && is_scalar(&field.ty) && !may_be_left_out(parts, &field.name)
    });
    if let Some(field) = ids.next().filter(|field| always_sent(&field.name, sent)) {
        field.required = true;
        let message =
            "no parameter is marked; the method is about one thing, and every example names it";
        decide.choose(at.at(&field.name), "required-unmarked", message);
    }
}

/// Marks an object of which the page requires something, where every example sends it: `fields` of `crm.product.add`
/// must have a `NAME`. What is changed may be left out.
pub(super) fn of_holders(
    decide: &mut Decide<'_>,
    body: &mut RecordBody,
    method: &str,
    parts: &Parts<'_>,
    sent: &[&Value],
    at: Path<'_>,
) {
    if is_one_of(&[CHANGES], method) {
        return;
    }
    for field in body.fields.iter_mut().filter(|field| !field.required) {
        let Type::Record(held) = &field.ty else { continue };
        let Some(needed) = held.fields.iter().find(|held| held.required) else { continue };
        if !may_be_left_out(parts, &field.name) && always_sent(&field.name, sent) {
            field.required = true;
            let message = format!("`{}` in it is required, and every example has it", needed.name);
            decide.choose(at.at(&field.name), "required-for-part", message);
        }
    }
}

/// Marks the only part of a required object, where every example has it: `ID` of `preset`. Without it nothing is left.
/// What is changed may be left out, unless it is the identifier of what the change belongs to.
pub(super) fn of_only_parts(
    decide: &mut Decide<'_>,
    body: &mut RecordBody,
    method: &str,
    parts: &Parts<'_>,
    sent: &[&Value],
    at: Path<'_>,
) {
    for field in body.fields.iter_mut().filter(|field| field.required) {
        let Type::Record(held) = &mut field.ty else { continue };
        let [only] = &mut held.fields[..] else { continue };
        if is_one_of(&[CHANGES], method) && !only.name.eq_ignore_ascii_case("id") {
            continue;
        }
        let inside = parts.get(&field.name).and_then(|said| said.parts.as_ref());
        let optional = inside.is_some_and(|parts| may_be_left_out(parts, &only.name));
        let objects = children(sent, &field.name);
        if !only.required && !optional && always_sent(&only.name, &objects) {
            only.required = true;
            let message = "the object is required, and this is all that it holds";
            decide.choose(at.at(&field.name).at(&only.name), "required-alone", message);
        }
    }
}

/// Whether the verb of a method, its last word, is one of these.
fn is_one_of(verbs: &[&str], method: &str) -> bool {
    let verb = method.rsplit('.').next().unwrap_or_default();
    verbs.iter().any(|word| word.eq_ignore_ascii_case(verb))
}

/// Whether a page says that a part is not always needed.
fn may_be_left_out(parts: &Parts<'_>, name: &str) -> bool {
    let left_out = [What::Optional, What::Required(Required::Conditional)];
    parts.get(name).is_some_and(|said| left_out.iter().any(|what| said.claims(what)))
}

/// Whether there are examples with names, and each of them sends the parameter. An example without parameters shows the
/// address and nothing else.
fn always_sent(name: &str, sent: &[&Value]) -> bool {
    let has_names = |value: &&&Value| value.as_object().is_some_and(|map| !map.is_empty());
    let mut named = sent.iter().filter(has_names).peekable();
    named.peek().is_some() && named.all(|value| !children(&[value], name).is_empty())
}

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
                // Signs before a name are conditions.
                map.keys()
                    .any(|key| key.trim_start_matches(SIGNS).eq_ignore_ascii_case(&field.name))
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
