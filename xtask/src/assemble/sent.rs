//! Parameters against what the examples send: marks, and names that no table has.

use b24_schema::{Field, RecordBody, Type};
use serde_json::{Map, Value};

use super::fields::{Resolver, is_wire_name};
use super::infer::{self, infer};
use super::prove::children;
use super::shape::{is_scalar, taken};
use super::{choose, fit};

/// Where the parameters stand in notes.
pub(super) const PARAMS: &str = "params";

/// Holds the fields against what the examples send. A mark is taken back where no example sends the
/// parameter, or some object leaves the field out; a field that no table names is one of the record.
/// `chosen` are the sets of which one will do.
pub(super) fn against_examples(
    resolver: &mut Resolver<'_, '_>,
    body: &mut RecordBody,
    evidence: &[&Value],
    at: &str,
    chosen: &[Vec<String>],
) {
    let inside = at != PARAMS;
    let tells =
        |map: &&Map<String, Value>| !map.is_empty() && !map.keys().any(|key| infer::is_data(key));
    let objects: Vec<&Map<String, Value>> =
        evidence.iter().filter_map(|v| v.as_object()).filter(tells).collect();
    if inside && !body.open {
        shown_inside(resolver, body, evidence, at);
    }
    for field in &mut body.fields {
        let left_out = || {
            let sends = |map: &&&Map<String, Value>| {
                map.keys().any(|key| key.eq_ignore_ascii_case(&field.name))
            };
            let sent = objects.iter().filter(sends).count();
            !objects.is_empty() && (sent == 0 || inside && sent < objects.len())
        };
        let at = || format!("{at}.{}", field.name);
        if field.required && left_out() && !chosen.iter().any(|set| set.contains(&field.name)) {
            field.required = false;
            let message = "marked as required, but examples leave it out";
            choose(resolver.choices, &resolver.page.path, at(), "required-unsent", message);
        }
        if is_scalar(&field.ty) || field.ty == Type::Any {
            continue;
        }
        let at = at();
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
                        against_examples(resolver, body, &values, &at, &[]);
                    };
                }
            };
        }
    }
}

/// Fields that the examples send in an object and its table does not name.
fn shown_inside(
    resolver: &mut Resolver<'_, '_>,
    body: &mut RecordBody,
    evidence: &[&Value],
    at: &str,
) {
    for key in evidence.iter().filter_map(|v| v.as_object()).flat_map(Map::keys) {
        let known = |field: &Field| {
            field.name.eq_ignore_ascii_case(key)
                || field.is_wildcard() && fit::family(&field.name, key)
        };
        let sent = children(evidence, key);
        if infer::is_data(key) || body.fields.iter().any(known) || taken(body, key) {
            continue;
        }
        let message = "no table names the field; the examples send it";
        let at = format!("{at}.{key}");
        choose(resolver.choices, &resolver.page.path, at, "param-from-example", message);
        let ty = infer(&sent).unwrap_or(Type::Any);
        match infer::family_of(key) {
            Some(family) => {
                body.open = true;
                let ty = if infer::is_users(&family) { Type::Any } else { ty };
                body.fields.push(Field::new(family, ty));
            }
            None => body.fields.push(Field::new(key.clone(), ty)),
        }
    }
}

/// Parameters that the examples send and no table names, such as `start` of a list. What one example
/// alone sends may be a slip, unless other methods have it.
pub(super) fn shown_alone(
    resolver: &mut Resolver<'_, '_>,
    evidence: &[&Value],
    body: &mut RecordBody,
) {
    let sent = evidence.iter().filter_map(|value| value.as_object()).flat_map(Map::keys);
    let mut names: Vec<&String> = Vec::new();
    for name in sent.filter(|name| is_wire_name(name)) {
        let known = body.fields.iter().map(|field| &field.name).chain(names.iter().copied());
        if !{ known }.any(|known| known.eq_ignore_ascii_case(name)) {
            names.push(name);
        }
    }
    for name in names {
        let values = children(evidence, name);
        let sure = values.len() > 1 || resolver.world.is_usual(name);
        let Some(ty) = infer(&values).filter(|_| sure) else { continue };
        choose(
            resolver.choices,
            &resolver.page.path,
            format!("params.{name}"),
            "param-from-example",
            "no table names the parameter; the examples send it",
        );
        body.fields.push(Field::new(name.clone(), ty));
    }
}
