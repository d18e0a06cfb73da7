//! The parameters of a method: what its tables say, and what the examples send.

use std::collections::HashMap;

use b24_schema::{Field, RecordBody, Type};
use serde_json::{Map, Value};

use super::composite::record_type;
use super::fields::settle;
use super::ids::Digits;
use super::infer::{self, children, infer};
use super::marks;
use super::nulls;
use super::shown::Widen;
use super::{Decide, Noted, Path, Records, Side, properties};
use crate::assemble::claims::rows::is_wire_name;
use crate::assemble::join::UNKNOWN;
use crate::assemble::languages::Claimed;

/// Where the parameters stand in notes.
pub(super) const PARAMS: &str = "params";

/// The names of parameters, each with the number of methods whose tables have it.
pub(crate) type Usual = HashMap<String, usize>;

/// Counts how many methods have a parameter of each name.
pub(crate) fn usual(methods: &[Claimed<'_>]) -> Usual {
    let mut usual = Usual::new();
    for (name, _) in methods.iter().flat_map(|method| &method.params.fields) {
        *usual.entry(name.clone()).or_default() += 1;
    }
    usual
}

/// Decides about the parameters of a method.
pub(crate) fn decide(
    claimed: &mut Claimed<'_>,
    records: &Records,
    digits: &Digits,
    usual: &Usual,
    noted: Noted,
) -> Noted {
    let own: Vec<&Value> = claimed.sent.iter().flatten().collect();
    let evidence: Vec<&Value> = own.iter().copied().chain(&claimed.elsewhere).collect();
    let method = &mut claimed.method;
    let page = method.page.clone();
    let mut decide =
        Decide { records, digits, page: &page, rest: method.rest, side: Side::Request, noted };
    let top = Path::new(PARAMS);
    let mut body = decide.body(&claimed.params, &own, top);
    if body.fields.is_empty()
        && let Some(Type::Record(shown)) = infer(&evidence)
    {
        let message = "no table describes the parameters; an example shows them";
        decide.choose(PARAMS, "params-from-example", message);
        body = RecordBody { open: true, ..shown };
    } else {
        for field in &mut body.fields {
            let shown: Vec<&Value> = children(&evidence, &field.name);
            if infer::is_users(&field.name) {
                continue;
            }
            let ty = std::mem::replace(&mut field.ty, UNKNOWN);
            let name = field.name.clone();
            field.ty = match Widen::new(&mut decide).ty(ty, &shown, top.at(&name)) {
                Type::Record(body) => record_type(body),
                ty => ty,
            };
        }
    }
    shown_alone(&mut decide, &claimed.sent, usual, &mut body);
    // The authorization is the client's.
    body.fields.retain(|field| field.name != "auth");
    let alternatives = if claimed.variants.len() > 1 {
        for field in &mut body.fields {
            field.required |= claimed.variants.iter().any(|v| v.contains(&field.name));
        }
        claimed.variants.clone()
    } else {
        combinations(&claimed.either)
    };
    let alternatives = match sends_none(&alternatives, &own) {
        None => alternatives,
        Some(example) => {
            let message =
                format!("one of several is required, but an example sends none: {example}");
            decide.choose(PARAMS, "choice-unsent", message);
            Vec::new()
        }
    };
    // Positions are given names by guess, which tells nothing of what is left out.
    if !claimed.by_position {
        marks::held_against(&mut decide, &mut body, &own, top, &alternatives);
    }
    marks::of_only_parts(&mut decide, &mut body, &method.name, &claimed.params, &own, top);
    let lists = claimed.answered.iter().any(|answer| answer.is_array());
    if alternatives.is_empty() {
        marks::of_holders(&mut decide, &mut body, &method.name, &claimed.params, &own, top);
    }
    if alternatives.is_empty() && !lists {
        marks::of_identifier(&mut decide, &mut body, &method.name, &claimed.params, &evidence, top);
    }
    nulls::are_taken(&mut decide, &mut body, &own, top);
    for field in &mut body.fields {
        field.ty.each_field_mut(&mut settle);
        settle(field);
        properties::loosen(field);
    }
    method.open |= body.open;
    method.params = body.fields;
    method.alternatives = alternatives;
    decide.noted
}

/// Parameters that the examples send and no table names, such as `start` of a list. What one example
/// alone sends may be a slip, unless other methods have it.
fn shown_alone(decide: &mut Decide<'_>, sent: &[Vec<Value>], usual: &Usual, body: &mut RecordBody) {
    let all: Vec<&Value> = sent.iter().flatten().collect();
    let keys = all.iter().filter_map(|value| value.as_object()).flat_map(Map::keys);
    let mut names: Vec<&String> = Vec::new();
    for name in keys.filter(|name| is_wire_name(name)) {
        let known = body.fields.iter().map(|field| &field.name).chain(names.iter().copied());
        if !{ known }.any(|known| known.eq_ignore_ascii_case(name)) {
            names.push(name);
        }
    }
    let path = Path::new(PARAMS);
    for name in names {
        // The examples of the languages are translations of each other.
        let times = |sent: &Vec<Value>| children(&sent.iter().collect::<Vec<_>>(), name).len();
        let often = sent.iter().map(times).max().unwrap_or_default() > 1;
        let sure = often || usual.get(name).is_some_and(|methods| *methods > 1);
        let values = children(&all, name);
        if infer(&values).is_none() {
            continue;
        }
        if !sure {
            let message = "no table names the parameter, and one example alone sends it";
            decide.choose(path.at(name), "param-unsure", message);
            body.open = true;
            continue;
        }
        let ty = Widen::new(decide).ty(UNKNOWN, &values, path.at(name));
        let message = "no table names the parameter; the examples send it";
        decide.choose(path.at(name), "param-from-example", message);
        body.fields.push(Field::new(name.clone(), ty));
    }
}

/// The first example that sends none of these sets whole.
fn sends_none<'e>(alternatives: &[Vec<String>], sent: &[&'e Value]) -> Option<&'e Value> {
    let sends = |value: &Value, set: &Vec<String>| {
        set.iter().all(|name| !children(&[value], name).is_empty())
    };
    let none = |value: &&Value| {
        let told = value.as_object().is_some_and(|map| !map.is_empty());
        told && !alternatives.is_empty() && !alternatives.iter().any(|set| sends(value, set))
    };
    sent.iter().copied().find(none)
}

/// Independent choices as the sets that satisfy all of them.
fn combinations(choices: &[Vec<String>]) -> Vec<Vec<String>> {
    let mut sets: Vec<Vec<String>> = Vec::new();
    for choice in choices {
        sets = match sets.is_empty() {
            true => choice.iter().map(|name| vec![name.clone()]).collect(),
            false => sets
                .iter()
                .flat_map(|set| {
                    choice.iter().map(|name| set.iter().chain([name]).cloned().collect())
                })
                .collect(),
        };
    }
    sets
}
