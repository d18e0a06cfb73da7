//! Objects that only an example shows, completed by what their family's `add` takes.
//!
//! The example of `user.get` shows 22 fields of a user, and no table has any. `user.add` takes 60: what can be given to
//! an object is a field of it.

use std::collections::BTreeMap;

use b24_schema::{Field, RecordBody, Rest, Type};

use super::decide::Records;
use super::decide::shape::is_scalar;
use super::languages::Claimed;
use super::report::Choice;
use super::{MAKES, choose};

/// The parameter that holds the fields of the object, where the others are about the call.
const FIELDS: &str = "fields";

/// So many fields an example must share with what is taken: fewer may be a coincidence, such as `ID` and `NAME`.
const SHARED: usize = 6;

/// Gives records that no page describes the fields that can be given to their objects.
pub(super) fn complete(methods: &[Claimed<'_>], records: &mut Records, choices: &mut Vec<Choice>) {
    let mut taken: BTreeMap<(&str, Rest), &[Field]> = BTreeMap::new();
    for Claimed { method, .. } in methods {
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
    for Claimed { method, answer, .. } in methods {
        let Some((family, _)) = method.name.rsplit_once('.') else { continue };
        let Some(fields) = taken.get(&(family, method.rest)) else { continue };
        let ty = &method.answer.ty;
        let (Type::Ref(key), true) = (ty.item().unwrap_or(ty), answer.parts.is_none()) else {
            continue;
        };
        let Some(record) = records.get_mut(key) else { continue };
        let has =
            |body: &RecordBody, field: &Field| body.fields.iter().any(|f| f.name == field.name);
        let shared = fields.iter().filter(|field| has(&record.body, field)).count();
        if shared < SHARED || shared * 2 < record.body.fields.len() {
            continue;
        }
        for field in fields.iter().filter(|field| !field.is_wildcard()) {
            let plain = is_scalar(&field.ty) && field.ty != Type::File;
            if plain && !has(&record.body, field) {
                let mut own = Field::new(&*field.name, field.ty.clone());
                own.values.clone_from(&field.values);
                own.text = field.text.clone();
                record.body.fields.push(own);
                let message = "no answer describes it; the method that makes the object takes it";
                choose(
                    choices,
                    &method.page,
                    format!("answer.{}", field.name),
                    "field-of-add",
                    message,
                );
            }
        }
    }
}
