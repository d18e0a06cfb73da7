//! Fields that nobody tells, told by an object that is alike.
//!
//! Every `*.field.get` of REST 3.0 answers the same description of a field; some pages show `elementType`, and some only
//! say that it can be selected.

use std::collections::BTreeMap;

use b24_schema::{RecordBody, Type};

use super::choose;
use super::decide::Records;
use super::join::is_unknown;
use super::languages::Claimed;
use super::report::Choice;

/// So many fields two objects must share with their types to be alike. With 3, `id`, `name` and `title` make anything
/// alike.
const SHARED: usize = 5;

/// The fields of an object whose types are told.
struct Object {
    told: BTreeMap<String, Type>,
}

impl Object {
    fn of(body: &RecordBody) -> Self {
        let told =
            body.fields.iter().filter(|field| !is_unknown(&field.ty) && field.ty != Type::Any);
        Self { told: told.map(|field| (field.name.clone(), field.ty.clone())).collect() }
    }

    /// Whether most of the fields of the smaller one are those of the other, with their types.
    fn is_like(&self, other: &Self) -> bool {
        let same = |(name, ty): &(&String, &Type)| other.told.get(*name) == Some(ty);
        let shared = self.told.iter().filter(same).count();
        shared >= SHARED && shared * 10 >= self.told.len().min(other.told.len()) * 8
    }
}

/// Fills the fields of answers about which nothing is known.
pub(super) fn fill(methods: &mut [Claimed<'_>], records: &mut Records, choices: &mut Vec<Choice>) {
    let answers = methods.iter().flat_map(|claimed| claimed.method.answer.ty.walk());
    let bodies = answers.filter_map(|ty| match ty {
        Type::Record(body) => Some(body),
        _ => None,
    });
    let shared = records.values().map(|record| &record.body);
    let mut objects: Vec<Object> = bodies.chain(shared).map(Object::of).collect();
    objects.retain(|object| object.told.len() >= SHARED);
    for Claimed { method, .. } in methods {
        let page = &method.page;
        method.answer.ty.walk_mut(&mut |ty| {
            if let Type::Record(body) = ty {
                complete(body, &objects, page, choices);
            }
        });
    }
    for record in records.values_mut() {
        let page = record.page.clone();
        complete(&mut record.body, &objects, &page, choices);
    }
}

fn complete(body: &mut RecordBody, objects: &[Object], page: &str, choices: &mut Vec<Choice>) {
    if !body.fields.iter().any(|field| is_unknown(&field.ty)) {
        return;
    }
    let own = Object::of(body);
    if own.told.len() < SHARED {
        return;
    }
    for field in body.fields.iter_mut().filter(|field| is_unknown(&field.ty)) {
        let told = objects.iter().filter(|object| object.told.contains_key(&field.name));
        let mut types: Vec<&Type> = told
            .filter(|object| object.is_like(&own))
            .filter_map(|o| o.told.get(&field.name))
            .collect();
        types.dedup();
        if let [only] = types.as_slice() {
            field.ty = (*only).clone();
            let at = format!("answer.{}", field.name);
            choose(choices, page, at, "like-object", "an object with the same fields tells it");
        }
    }
}
