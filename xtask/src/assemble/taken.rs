//! Objects that only an example shows, completed by what their family's `add` takes.
//!
//! The example of `user.get` shows 22 fields of a user, and no table has any. `user.add` takes 60: what can be given to
//! an object is a field of it.

use std::collections::BTreeMap;

use b24_schema::{Field, RecordBody, Rest, Type};

use super::decide::Records;
use super::decide::shape::{body_of, is_named, is_scalar};
use super::languages::Claimed;
use super::report::Choice;
use super::{MAKES, choose};

/// The parameter that holds the fields of the object, where the others are about the call.
const FIELDS: &str = "fields";

/// So many fields an example must share with what is taken: fewer may be a coincidence, such as `ID` and `NAME`.
const SHARED: usize = 6;

/// Gives objects that no page describes the fields that can be given to them.
pub(super) fn complete(
    methods: &mut [Claimed<'_>],
    records: &mut Records,
    choices: &mut Vec<Choice>,
) {
    let mut taken: BTreeMap<(&str, Rest), &[Field]> = BTreeMap::new();
    for Claimed { method, .. } in methods.iter() {
        if let Some((family, MAKES)) = method.name.rsplit_once('.') {
            let fields = method.params.iter().find_map(|param| match &param.ty {
                Type::Record(body) if param.name.eq_ignore_ascii_case(FIELDS) => {
                    Some(body.fields.as_slice())
                }
                _ => None,
            });
            taken.insert((family, method.rest), fields.unwrap_or(&method.params));
        }
    }
    let mut completed: Vec<(usize, RecordBody)> = Vec::new();
    for (at, Claimed { method, answer, .. }) in methods.iter().enumerate() {
        let Some((family, _)) = method.name.rsplit_once('.') else { continue };
        let Some(fields) = taken.get(&(family, method.rest)) else { continue };
        let ty = &method.answer.ty;
        let ty = ty.item().unwrap_or(ty);
        let Some(body) = body_of(ty, records).filter(|_| answer.parts.is_none()) else { continue };
        let has = |name: &str| body.fields.iter().any(|field| field.name == name);
        let shared = fields.iter().filter(|field| has(&field.name)).count();
        if shared < SHARED || shared * 2 < body.fields.len() {
            continue;
        }
        let (mut body, mut added) = (body.clone(), Vec::new());
        add(&mut body, fields, records, "answer", &mut added);
        for at in added {
            let message = "no answer describes it; the method that makes the object takes it";
            choose(choices, &method.page, at, "field-of-add", message);
        }
        match ty {
            Type::Ref(key) => {
                if let Some(record) = records.get_mut(key) {
                    record.body = body;
                }
            }
            _ => completed.push((at, body)),
        }
    }
    for (at, whole) in completed {
        let ty = &mut methods[at].method.answer.ty;
        let ty = match ty {
            Type::List(of) | Type::Map(of) => of,
            ty => ty,
        };
        *ty = Type::Record(whole);
    }
}

/// Adds to an object what can be given to it, and to what a field holds what it may hold: an example of a field with
/// settings shows those of its kind alone.
fn add(
    body: &mut RecordBody,
    taken: &[Field],
    records: &Records,
    at: &str,
    added: &mut Vec<String>,
) {
    for field in taken.iter().filter(|field| !field.is_wildcard()) {
        let place = format!("{at}.{}", field.name);
        let Some(own) = body.fields.iter_mut().find(|own| own.name == field.name) else {
            if !may_answer(&field.ty) {
                continue;
            }
            let mut own = Field::new(&*field.name, field.ty.clone());
            own.values.clone_from(&field.values);
            own.text = field.text.clone();
            body.fields.push(own);
            added.push(place);
            continue;
        };
        match (&mut own.ty, &field.ty) {
            (Type::Record(own), taken) => {
                if let Some(taken) = body_of(taken, records) {
                    add(own, &taken.fields, records, &place, added);
                }
            }
            (ty, Type::Union(kinds)) if kinds.contains(ty) && kinds.iter().any(is_named) => {
                own.ty = field.ty.clone();
                added.push(place);
            }
            _ => {}
        }
    }
}

/// Whether an answer may hold what is sent: a value, or what describes something, and no file. Lists of values often
/// set what the answer has in another form.
fn may_answer(ty: &Type) -> bool {
    let described = matches!(ty.item().unwrap_or(ty), Type::Record(_) | Type::Ref(_));
    (is_scalar(ty) || described) && !ty.walk().any(|ty| *ty == Type::File)
}
