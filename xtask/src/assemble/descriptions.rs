//! The types of fields that no table and no example tells, as the family's `fields` describes them.
//!
//! `crm.company.get` shows `"ADDRESS_2": null`. The example of `crm.company.fields` describes the field: a string. And what
//! can be selected is a field of what is answered.

use std::collections::BTreeMap;

use b24_schema::{Field, Method, RecordBody, Rest, Type};
use serde_json::Value;

use super::choose;
use super::claims::Word;
use super::claims::answer::MULTIPLE;
use super::claims::rows::is_wire_name;
use super::claims::words::word;
use super::decide::Records;
use super::decide::infer;
use super::decide::shape::is_taken;
use super::join::{UNKNOWN, is_unknown};
use super::languages::Claimed;
use super::report::Choice;
use crate::examples::typed_by;

/// The method that describes the fields of an object.
const FIELDS: &str = "fields";

/// The methods that answer the object, or a list of it.
const ANSWERS: [&str; 2] = ["get", "list"];

/// The parameter that takes the names of fields.
const SELECT: &str = "select";

/// How deep the descriptions may stand in an answer.
const DEPTH: u8 = 3;

/// So many names that can be selected are enough to know the object by.
const ENOUGH: usize = 5;

/// The fields of an object, with what is told of their types.
#[derive(Default)]
struct Described {
    types: BTreeMap<String, Type>,
    /// So many of them tell the object.
    enough: usize,
}

/// Completes the objects that `get` and `list` of a family answer.
pub(super) fn complete(
    methods: &mut [Claimed<'_>],
    records: &mut Records,
    choices: &mut Vec<Choice>,
) {
    let mut families: BTreeMap<(String, Rest), Described> = BTreeMap::new();
    for Claimed { method, answered, .. } in methods.iter() {
        if let Some((family, FIELDS)) = method.name.rsplit_once('.') {
            let described = families.entry((family.to_owned(), method.rest)).or_default();
            answered.iter().for_each(|answer| describe(answer, DEPTH, described));
        }
    }
    for Claimed { method, .. } in methods {
        for name in selectable(method, records) {
            let message = "no table and no example has it; it can be selected";
            choose(choices, &method.page, format!("answer.{name}"), "selectable", message);
        }
        let Some((family, verb)) = method.name.rsplit_once('.') else { continue };
        let described = families.get(&(family.to_owned(), method.rest));
        let Some(described) = described.filter(|_| ANSWERS.contains(&verb)) else { continue };
        for name in object(&mut method.answer.ty, described, records, DEPTH) {
            let message = format!("no table and no example tells it; `{family}.{FIELDS}` does");
            choose(choices, &method.page, format!("answer.{name}"), "described", message);
        }
    }
}

/// Adds to the object of an answer the fields that can be selected; gives those that it lacked.
fn selectable(method: &mut Method, records: &mut Records) -> Vec<String> {
    let select = method.params.iter().find(|param| param.name.eq_ignore_ascii_case(SELECT));
    let names = select.into_iter().flat_map(|param| &param.values).map(|value| &value.value);
    let named = names.filter(|name| is_wire_name(name) && !infer::is_sample(name));
    let types: BTreeMap<_, _> = named.map(|name| (name.clone(), UNKNOWN)).collect();
    let selectable = Described { enough: ENOUGH.min(types.len().div_ceil(2)), types };
    object(&mut method.answer.ty, &selectable, records, DEPTH)
}

/// Collects what objects of descriptions say.
fn describe(value: &Value, depth: u8, out: &mut Described) {
    let Some(map) = value.as_object().filter(|_| depth > 0) else { return };
    for (name, value) in map {
        let Some(about) = value.as_object() else { continue };
        let Some(key) = typed_by(about) else {
            describe(value, depth - 1, out);
            continue;
        };
        if let Some(Word::Basic(ty)) = about.get(key).and_then(Value::as_str).and_then(word)
            && !matches!(ty, Type::Any | Type::File | Type::Null)
            && about.get(MULTIPLE) != Some(&Value::Bool(true))
        {
            out.types.insert(name.clone(), ty);
            out.enough = out.types.len().div_ceil(2);
        }
    }
}

/// Completes the object of an answer, which may stand in a list and under a name; gives the fields that were told.
fn object(ty: &mut Type, described: &Described, records: &mut Records, depth: u8) -> Vec<String> {
    if depth == 0 {
        return Vec::new();
    }
    match ty {
        Type::List(of) | Type::Map(of) => object(of, described, records, depth),
        Type::Record(body) => {
            let inner = body.fields.iter_mut();
            let told: Vec<String> = inner
                .flat_map(|field| object(&mut field.ty, described, records, depth - 1))
                .collect();
            // A page may describe the object and what holds it in one table.
            if told.is_empty() && is_it(body, described) { fields(body, described) } else { told }
        }
        // Taken out, for a record may hold itself.
        Type::Ref(key) => {
            let Some(mut record) = records.remove(key) else { return Vec::new() };
            let mut whole = Type::Record(record.body);
            let told = object(&mut whole, described, records, depth - 1);
            if let Type::Record(body) = whole {
                record.body = body;
                records.insert(key.clone(), record);
                return told;
            }
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// Whether a record is the object that is described: it has half of the described fields, or so many that can be selected.
fn is_it(body: &RecordBody, described: &Described) -> bool {
    let has = |name: &&String| body.fields.iter().any(|field| field.name == **name);
    !described.types.is_empty() && described.types.keys().filter(has).count() >= described.enough
}

fn fields(body: &mut RecordBody, described: &Described) -> Vec<String> {
    let mut told = Vec::new();
    for (name, ty) in &described.types {
        let taken = is_taken(body.fields.iter().map(|field| &*field.name), name);
        match body.fields.iter_mut().find(|field| field.name == *name) {
            Some(field) if is_unknown(&field.ty) && !is_unknown(ty) => field.ty = ty.clone(),
            None if !taken && !infer::is_sample(name) => {
                body.fields.push(Field::new(&**name, ty.clone()));
            }
            _ => continue,
        }
        told.push(name.clone());
    }
    told
}
