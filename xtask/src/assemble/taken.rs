//! Objects that only an example shows, completed by what their family's `add` takes.
//!
//! The example of `user.get` shows 22 fields of a user, and no table has any. `user.add` takes 60: what can be given to
//! an object is a field of it.

use b24_schema::{Field, RecordBody, Type};

use super::decide::Records;
use super::decide::shape::{body_of, is_named, is_scalar};
use super::languages::Claimed;
use super::report::Choice;
use super::{choose, made};

/// The parameters that hold the fields of an object.
const FIELDS: [&str; 2] = ["fields", "field"];

/// So many fields an example must share with what is taken: fewer may be a coincidence, such as `ID` and `NAME`.
const SHARED: usize = 6;

/// Gives objects that no page describes the fields that can be given to them, and those that a page describes what can be
/// given to the objects in them.
pub(super) fn complete(
    methods: &mut [Claimed<'_>],
    records: &mut Records,
    choices: &mut Vec<Choice>,
) {
    let made = made(methods);
    for Claimed { method, answer, .. } in methods {
        let Some((family, _)) = method.name.rsplit_once('.') else { continue };
        let Some(params) = made.get(&(family.to_owned(), method.rest)) else { continue };
        let fields = params.iter().find_map(|param| match &param.ty {
            Type::Record(body) if is_fields(&param.name) => Some(&body.fields),
            _ => None,
        });
        let mut add = Add { records, added: Vec::new(), described: answer.parts.is_some() };
        add.object(&mut method.answer.ty, fields.unwrap_or(params), "answer");
        for at in add.added {
            let message = "no answer describes it; the method that makes the object takes it";
            choose(choices, &method.page, at, "field-of-add", message);
        }
    }
}

/// Whether a parameter holds the fields of the object, where the others are about the call.
fn is_fields(name: &str) -> bool {
    FIELDS.iter().any(|fields| name.eq_ignore_ascii_case(fields))
}

/// What is being added, and to what.
struct Add<'r> {
    records: &'r mut Records,
    /// The places that were added.
    added: Vec<String>,
    /// Whether a page describes the object itself.
    described: bool,
}

impl Add<'_> {
    /// Completes the object of an answer, which may stand in a list and under a name.
    fn object(&mut self, ty: &mut Type, taken: &[Field], at: &str) {
        match ty {
            Type::List(of) | Type::Map(of) => self.object(of, taken, at),
            Type::Record(body) => match body.fields.as_mut_slice() {
                [only] => self.object(&mut only.ty, taken, &format!("{at}.{}", only.name)),
                _ => self.whole(body, taken, at),
            },
            // Taken out, for what is given may hold such an object.
            Type::Ref(key) => {
                if let Some(mut record) = self.records.remove(key) {
                    self.whole(&mut record.body, taken, at);
                    self.records.insert(key.clone(), record);
                }
            }
            _ => {}
        }
    }

    /// Completes an object, if it is the one that is made.
    fn whole(&mut self, body: &mut RecordBody, taken: &[Field], at: &str) {
        let has = |name: &str| body.fields.iter().any(|field| field.name == name);
        let shared = taken.iter().filter(|field| has(&field.name)).count();
        if shared >= SHARED && shared * 2 >= body.fields.len() {
            self.fields(body, taken, at, !self.described);
        }
    }

    /// Adds to an object what can be given to it, and to what a field holds what it may hold: an example of a field with
    /// settings shows those of its kind alone.
    fn fields(&mut self, body: &mut RecordBody, taken: &[Field], at: &str, new: bool) {
        for field in taken.iter().filter(|field| !field.is_wildcard()) {
            let place = format!("{at}.{}", field.name);
            let Some(own) = body.fields.iter_mut().find(|own| own.name == field.name) else {
                if new && may_answer(&field.ty) {
                    let mut own = Field::new(&*field.name, field.ty.clone());
                    own.values.clone_from(&field.values);
                    own.text = field.text.clone();
                    body.fields.push(own);
                    self.added.push(place);
                }
                continue;
            };
            match (&mut own.ty, &field.ty) {
                (Type::Record(own), taken) => {
                    if let Some(taken) = body_of(taken, self.records) {
                        let taken = taken.fields.clone();
                        self.fields(own, &taken, &place, true);
                    }
                }
                (ty, Type::Union(kinds)) if kinds.contains(ty) && kinds.iter().any(is_named) => {
                    own.ty = field.ty.clone();
                    self.added.push(place);
                }
                _ => {}
            }
        }
    }
}

/// Whether an answer may hold what is sent: a value, or what describes something, and no file. Lists of values often
/// set what the answer has in another form.
fn may_answer(ty: &Type) -> bool {
    let described = matches!(ty.item().unwrap_or(ty), Type::Record(_) | Type::Ref(_));
    // A text, or one for each language.
    let values = |ty: &Type| is_scalar(ty) || matches!(ty, Type::Map(of) if is_scalar(of));
    let of_values = matches!(ty, Type::Union(kinds) if kinds.iter().all(values));
    (is_scalar(ty) || of_values || described) && !ty.walk().any(|ty| *ty == Type::File)
}
