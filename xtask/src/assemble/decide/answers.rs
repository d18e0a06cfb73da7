//! The answer of a method: what its tables say, and what the examples show.

use std::collections::BTreeMap;

use b24_schema::{Field, Method, Type};
use rayon::prelude::*;
use serde_json::Value;

use super::fields::settle;
use super::ids::{self, Digits, Integers};
use super::shape::tells;
use super::shown::{Seen, Widen};
use super::{Decide, Noted, Path, Records, Side, properties, records};
use crate::assemble::claims::{Kind, Said};
use crate::assemble::join::{is_unknown, join};
use crate::assemble::languages::Claimed;
use crate::assemble::module_of;
use crate::assemble::report::Choice;
use crate::assemble::stats::holds_anything;

/// What the methods are called that describe the fields of an object.
const FIELDS: &str = "fields";

/// Where the answer stands in notes.
const ANSWER: &str = "answer";

/// Decides about the answers of all methods, and about the records that they refer to.
pub(crate) fn decide(
    methods: &mut [Claimed<'_>],
    known: &mut Records,
    digits: &Digits,
    choices: &mut Vec<Choice>,
) {
    let integers = ids::integers(methods);
    let decided: Vec<(Decided<'_>, Noted)> = methods
        .par_iter()
        .map(|claimed| one(claimed, &integers, known, digits, Noted::default()))
        .collect();
    let mut seen = Seen::new();
    let mut homes = records::Homes::new();
    let mut types = Vec::with_capacity(decided.len());
    for (claimed, (Decided { ty, made, seen: more, loose }, noted)) in methods.iter().zip(decided) {
        for key in more.keys() {
            let home = || records::Home::in_module(module_of(&claimed.method.name));
            homes.entry(key.clone()).or_insert_with(home).loose.extend_from_slice(&loose);
        }
        choices.extend(noted.choices);
        records::add_seen(&mut seen, more);
        for (key, record) in made {
            known.entry(key).or_insert(record);
        }
        types.push(ty);
    }
    records::widen(known, seen, homes, &integers, digits, choices);
    for (claimed, ty) in methods.iter_mut().zip(types) {
        claimed.method.answer.ty = ty;
    }
}

/// What is noted when it is decided about the answer of one method.
pub(crate) fn noted(
    methods: &[Claimed<'_>],
    of: &Claimed<'_>,
    known: &Records,
    digits: &Digits,
) -> Noted {
    let integers = ids::integers(methods);
    one(of, &integers, known, digits, Noted::with_rules()).1
}

/// What is decided about the answer of one method.
struct Decided<'e> {
    ty: Type,
    /// The records that it needs and that nobody else made.
    made: Records,
    seen: Seen<'e>,
    /// What the page says of fields without saying whose they are.
    loose: Vec<Field>,
}

fn one<'e>(
    claimed: &'e Claimed<'_>,
    integers: &BTreeMap<String, Integers>,
    known: &Records,
    digits: &Digits,
    noted: Noted,
) -> (Decided<'e>, Noted) {
    let method = &claimed.method;
    let values: Vec<&Value> = claimed.answered.iter().map(AsRef::as_ref).collect();
    let mut decide = Decide {
        records: known,
        digits,
        page: &method.page,
        rest: method.rest,
        side: Side::Answer,
        noted,
    };
    let at = Path::new(ANSWER);
    if claimed.answer.claims.iter().any(|claim| claim.source.kind == Kind::Family) {
        let message =
            "no answer is described; another method of the family has the object's fields";
        decide.choose(ANSWER, "answer-from-fields", message);
    }
    let documented = decide.ty(&claimed.answer, &values, at);
    let loose: Vec<_> =
        claimed.loose.iter().map(|(name, said)| decide.field(said, &[], at.at(name))).collect();
    let mut widen = Widen::new(&mut decide);
    widen.loose = &loose;
    let own = integers.get(&module_of(&method.name));
    widen.integers = own;
    let verb = method.name.rsplit('.').next().unwrap_or_default();
    // The table of such a page is of another object, whatever its answer looks like.
    let mut ty = match documented {
        Type::Record(_) if values.is_empty() && verb.eq_ignore_ascii_case(FIELDS) => {
            widen.descriptions()
        }
        ty => widen.ty(ty, &values, at),
    };
    let Widen { made, seen, .. } = widen;
    if answers_nothing(&ty, &values, &method.name) {
        ty = Type::Null;
        decide.choose(ANSWER, "answer-nothing", "every example of the answer is empty");
    }
    // A field that is nothing is absent, a list or record that is nothing is empty; any other
    // result has to say that it may be nothing.
    if values.iter().any(|value| value.is_null()) && is_plain(&ty) {
        ty = join(ty, Type::Null);
    }
    ty.each_field_mut(&mut |field| {
        // What no example shows is what a parameter of the module is that has its name.
        if is_unknown(&field.ty) && own.is_some_and(|known| known.is_parameter(&field.name)) {
            field.ty = Type::Integer;
        }
        settle(field);
    });
    properties::loosen_in(&mut ty);
    // What is only sent under a name is not said of what is answered.
    let answered = |said: &Said<'_>| said.claims.iter().any(|c| c.source.kind != Kind::SameName);
    let loose = claimed.loose.iter().zip(loose).filter(|((_, said), _)| answered(said));
    let loose = loose.map(|(_, field)| field).collect();
    (Decided { ty, made, seen, loose }, decide.noted)
}

/// Whether a method that does something answers nothing: no page says what its answer holds, and all
/// examples of it are empty. What reads something may find nothing.
fn answers_nothing(ty: &Type, values: &[&Value], name: &str) -> bool {
    let reads = crate::effects::of(name) == b24_schema::Effect::Reads;
    !reads && !values.is_empty() && holds_anything(ty) && !values.iter().any(|value| tells(value))
}

/// Whether a type is of one plain value.
fn is_plain(ty: &Type) -> bool {
    match ty {
        Type::Integer | Type::Number | Type::String | Type::Boolean(_) => true,
        Type::Date | Type::DateTime | Type::Timestamp => true,
        Type::Union(members) => !members.is_empty() && members.iter().all(is_plain),
        _ => false,
    }
}

/// Gives every method whose page says that it answers what another does the answer of that one.
pub(crate) fn alike(methods: &mut [Claimed<'_>], choices: &mut Vec<Choice>) {
    for i in 0..methods.len() {
        let Some(page) = methods[i].like else { continue };
        let Some(other) = methods.iter().find(|claimed| claimed.method.page == page) else {
            continue;
        };
        let Method { name, answer, .. } = &other.method;
        let (name, answer) = (name.clone(), answer.clone());
        let method = &mut methods[i].method;
        let message = format!("what `{name}` answers");
        crate::assemble::choose(choices, &method.page, ANSWER, "answer-alike", message);
        method.answer = answer;
    }
}
