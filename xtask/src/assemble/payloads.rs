//! What nobody else tells of an answer, told by the types that an example in TypeScript declares.
//!
//! The example of `booking.v1.resourceType.get` shows `null` where its declaration says `number | null`. Tables and
//! examples come first: a declaration only fills what they leave open.

use b24_schema::{Field, RecordBody, Type};
use serde_json::Value;

use super::choose;
use super::decide::shape::is_taken;
use super::decide::{Records, ids, infer};
use super::join::{UNKNOWN, is_bare_map, is_unknown};
use super::languages::Claimed;
use super::report::Choice;

/// Fills the answers of all methods, and the records that they refer to.
pub(super) fn fill(methods: &mut [Claimed<'_>], records: &mut Records, choices: &mut Vec<Choice>) {
    for Claimed { method, payload, answered, answer, .. } in methods {
        let Some(told) = *payload else { continue };
        // The names in an example alone may be those of one portal.
        if let (None, Type::Map(of)) = (&answer.parts, told)
            && matches!(method.answer.ty, Type::Record(_) | Type::Ref(_))
            && **of != Type::Any
        {
            method.answer.ty = Type::Map(Box::new(self::of(of, "answer")));
            choose(choices, &method.page, "answer", "declared", KEYED_NAMES);
            continue;
        }
        let shown: Vec<&Value> = answered.iter().map(AsRef::as_ref).collect();
        let mut fill = Fill { records, told: Vec::new() };
        fill.ty(&mut method.answer.ty, told, &shown, "answer");
        for (at, message) in fill.told {
            choose(choices, &method.page, at, "declared", message);
        }
    }
}

struct Fill<'r> {
    records: &'r mut Records,
    /// The places about which the declaration had something to say, and what.
    told: Vec<(String, &'static str)>,
}

const FILLED: &str = "no table and no example tells it; the example in TypeScript declares it";
const KEYED_NAMES: &str =
    "an example alone tells its fields; the example in TypeScript declares that the keys are data";
const KEYED: &str =
    "called an array; the example in TypeScript declares an object whose keys are data";

impl Fill<'_> {
    /// `shown` are the values that the method's examples have in the place.
    fn ty(&mut self, ty: &mut Type, told: &Type, shown: &[&Value], at: &str) {
        let lists =
            || shown.iter().any(|value| value.as_array().is_some_and(|all| !all.is_empty()));
        match (ty, told) {
            (_, Type::Any | Type::Null) => {}
            (ty, told) if is_unknown(ty) => {
                *ty = of(told, at);
                self.told.push((at.to_owned(), FILLED));
            }
            (Type::List(ty), Type::List(told)) | (Type::Map(ty), Type::Map(told)) => {
                self.ty(ty, told, &each(shown), at);
            }
            // PHP calls an object with data for keys an array too.
            (ty @ Type::List(_), Type::Map(told)) if !lists() => {
                if let Type::List(item) = std::mem::replace(ty, UNKNOWN) {
                    *ty = Type::Map(item);
                    self.told.push((at.to_owned(), KEYED));
                }
                if let Type::Map(item) = ty {
                    self.ty(item, told, &each(shown), at);
                }
            }
            (ty @ Type::Map(_), Type::Record(_)) if is_bare_map(ty) => {
                *ty = of(told, at);
                self.told.push((at.to_owned(), FILLED));
            }
            (Type::Record(body), Type::Record(told)) => self.fields(body, told, shown, at),
            (Type::Ref(key), Type::Record(told)) => {
                // Taken out, for a record may hold itself.
                let Some(mut record) = self.records.remove(key) else { return };
                self.fields(&mut record.body, told, shown, at);
                self.records.insert(key.clone(), record);
            }
            _ => {}
        }
    }

    fn fields(&mut self, body: &mut RecordBody, told: &RecordBody, shown: &[&Value], at: &str) {
        let known = |name: &str| body.fields.iter().any(|field| field.name == name);
        let names = || told.fields.iter().map(|field| &*field.name);
        // Another object, such as the envelope, has other fields.
        if names().filter(|name| known(name)).count() * 2 < told.fields.len() {
            return;
        }
        for Field { name, ty, .. } in &told.fields {
            let place = format!("{at}.{name}");
            if let Some(field) = body.fields.iter_mut().find(|field| field.name == *name) {
                self.ty(&mut field.ty, ty, &infer::children(shown, name), &place);
                continue;
            }
            let mut known = body.fields.iter().map(|field| &*field.name);
            if !infer::is_sample(name) && !is_taken(&mut known, name) {
                body.fields.push(Field::new(&**name, of(ty, &place)));
                self.told.push((place, FILLED));
            }
        }
    }
}

/// What the lists and the objects among some values hold.
fn each<'v>(values: &[&'v Value]) -> Vec<&'v Value> {
    let inner = |value: &&'v Value| -> Vec<&'v Value> {
        match value {
            Value::Array(items) => items.iter().collect(),
            Value::Object(map) => map.values().collect(),
            _ => Vec::new(),
        }
    };
    values.iter().flat_map(inner).collect()
}

/// A declared type in the terms of the schema: a script knows one kind of numbers.
fn of(told: &Type, at: &str) -> Type {
    let inner = |told: &Type| Box::new(of(told, at));
    match told {
        Type::Number if ids::is_id(at.rsplit('.').next().unwrap_or(at)) => Type::Integer,
        Type::Any => UNKNOWN,
        Type::List(told) => Type::List(inner(told)),
        Type::Map(told) => Type::Map(inner(told)),
        Type::Union(members) => super::join::all(members.iter().map(|told| of(told, at))),
        Type::Record(body) => {
            let field = |Field { name, ty, .. }: &Field| {
                Field::new(&**name, of(ty, &format!("{at}.{name}")))
            };
            let own = body.fields.iter().filter(|field| !infer::is_sample(&field.name));
            Type::Record(RecordBody { fields: own.map(field).collect(), open: true })
        }
        told => told.clone(),
    }
}
